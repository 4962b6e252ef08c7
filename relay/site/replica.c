#include "site/replica.h"

#include "base/log.h"
#include "base/memory.h"
#include "codec/json_slice.h"
#include "codec/reply.h"
#include <stdio.h>
#include <string.h>

static struct site_value text_value(const char *bytes, size_t length) {
    return (struct site_value){SITE_TEXT, 0, bytes, length};
}

static struct site_value number_value(uint64_t number) {
    return (struct site_value){.kind = SITE_NUMBER, .number = (int64_t)number};
}

/* ---- the store ---- */

static void store(struct replica *replica, enum site_write what, const struct site_value *values, size_t count) {
    if (replica->store && !replica->unstored && site_store_write(replica->store, what, values, count))
        replica_not_stored(replica);
}

void replica_not_stored(struct replica *replica) {
    replica->unstored = true;
}

static void store_channel(struct replica *replica, const struct replica_channel *channel) {
    struct site_value values[] = {text_value(channel->name, strlen(channel->name)), number_value(channel->to), number_value(channel->floor)};
    store(replica, SITE_PUT_CHANNEL, values, 3);
}

/* `name` is kind, a line break, id. */
static void store_row(struct replica *replica, const struct replica_channel *channel, const char *name, size_t length, const struct replica_row *row) {
    const char *id = (const char *)memchr(name, '\n', length) + 1;
    struct site_value values[] = {text_value(channel->name, strlen(channel->name)), text_value(name, (size_t)(id - name) - 1),
                                  text_value(id, length - (size_t)(id - name)), number_value(row ? row->place : 0),
                                  row ? text_value(row->text.bytes, row->text.length) : (struct site_value){.kind = SITE_NOTHING}};
    store(replica, row ? SITE_PUT_ROW : SITE_FORGET_ROW, values, row ? 5 : 3);
}

static void store_state(struct replica *replica) {
    struct site_value journal[] = {text_value("journal", 7), text_value(replica->journal, strlen(replica->journal))};
    struct site_value s[] = {text_value("s", 1), {.kind = SITE_NUMBER, .number = replica->s}};
    store(replica, SITE_PUT_MARK, journal, 2);
    store(replica, SITE_PUT_MARK, s, 2);
}

struct storing {
    struct replica *replica;
    const struct replica_channel *channel;
};

static int store_one_row(void *context, const void *name, size_t length, union map_value value) {
    const struct storing *storing = context;
    store_row(storing->replica, storing->channel, name, length, value.pointer);
    return 0;
}

static int store_one_channel(void *context, const void *name, size_t length, union map_value value) {
    struct storing storing = {context, value.pointer};
    (void)name;
    (void)length;
    if (storing.channel->has_rows)
        store_channel(storing.replica, storing.channel);
    return map_each(storing.channel->rows, store_one_row, &storing);
}

void replica_store_again(struct replica *replica) {
    if (!replica->store || !replica->unstored)
        return;
    replica->unstored = false;
    store(replica, SITE_FORGET_REPLICA, NULL, 0);
    map_each(replica->channels, store_one_channel, replica);
    store_state(replica);
}

/* ---- rows ---- */

static bool name_row(char out[REPLICA_ROW_NAME_SIZE], struct text kind, struct text id, size_t *length) {
    int printed = snprintf(out, REPLICA_ROW_NAME_SIZE, "%.*s\n%.*s", (int)kind.length, kind.bytes, (int)id.length, id.bytes);
    *length = (size_t)printed;
    return printed > 0 && printed < REPLICA_ROW_NAME_SIZE;
}

static enum error put_row(struct replica_channel *channel, const char *name, size_t length, struct text text, uint64_t place, struct replica_row **out) {
    union map_value *found = map_find(channel->rows, name, length);
    struct replica_row *row = memory_take(sizeof *row + text.length + 1);
    if (!row)
        return ERROR_NO_MEMORY;
    memcpy(row->bytes, text.bytes, text.length);
    row->bytes[text.length] = '\0';
    row->text = (struct text){row->bytes, text.length};
    if (found) {
        struct replica_row *before = found->pointer;
        row->place = before->place;
        found->pointer = row;
        memory_release(before);
    } else {
        row->place = place ? place : channel->place + 1;
        if (map_put(channel->rows, name, length, (union map_value){.pointer = row})) {
            memory_release(row);
            return ERROR_NO_MEMORY;
        }
    }
    if (row->place > channel->place)
        channel->place = row->place;
    *out = row;
    return ERROR_NONE;
}

static void take_row(struct replica_channel *channel, const char *name, size_t length) {
    union map_value *found = map_find(channel->rows, name, length);
    if (!found)
        return;
    memory_release(found->pointer);
    map_remove(channel->rows, name, length);
}

static int release_row(void *context, const void *name, size_t length, union map_value value) {
    (void)context;
    (void)name;
    (void)length;
    memory_release(value.pointer);
    return 0;
}

static enum error forget_rows(struct replica_channel *channel) {
    struct map *rows = map_create();
    if (!rows)
        return ERROR_NO_MEMORY;
    map_each(channel->rows, release_row, NULL);
    map_destroy(channel->rows);
    channel->rows = rows;
    channel->place = 0;
    return ERROR_NONE;
}

static bool find_row(const struct replica_channel *channel, const char *name, int length, struct text *out) {
    if (!channel || length < 0 || length >= REPLICA_ROW_NAME_SIZE)
        return false;
    const union map_value *found = map_find(channel->rows, name, (size_t)length);
    if (found)
        *out = ((const struct replica_row *)found->pointer)->text;
    return found != NULL;
}

bool replica_row(const struct replica_channel *channel, const char *kind, struct text id, struct text *out) {
    char name[REPLICA_ROW_NAME_SIZE];
    return find_row(channel, name, snprintf(name, sizeof name, "%s\n\"%.*s\"", kind, (int)id.length, id.bytes), out);
}

bool replica_numbered_row(const struct replica_channel *channel, const char *kind, uint32_t id, struct text *out) {
    char name[REPLICA_ROW_NAME_SIZE];
    return find_row(channel, name, snprintf(name, sizeof name, "%s\n%u", kind, (unsigned)id), out);
}

struct looking {
    const char *kind, *within;
    struct text *out;
};

static int look_at_row(void *context, const void *name, size_t length, union map_value value) {
    const struct looking *looking = context;
    const struct replica_row *row = value.pointer;
    size_t kind = strlen(looking->kind);
    if (length <= kind || memcmp(name, looking->kind, kind) != 0 || ((const char *)name)[kind] != '\n' ||
        (looking->within && !strstr(row->bytes, looking->within)))
        return 0;
    *looking->out = row->text;
    return 1;
}

bool replica_any_row(const struct replica_channel *channel, const char *kind, const char *within, struct text *out) {
    struct looking looking = {kind, within, out};
    return channel && map_each(channel->rows, look_at_row, &looking) != 0;
}

/* ---- frames ---- */

const struct replica_frame *replica_frame_at(const struct replica_channel *channel, uint32_t number) {
    return &channel->frames[(channel->first + number) % channel->capacity];
}

static void forget_frames(struct replica_channel *channel) {
    for (uint32_t i = 0; i < channel->count; i++)
        message_release(replica_frame_at(channel, i)->message);
    channel->count = channel->first = 0;
}

/* Nothing kept is as good as a floor at `to`. */
static void keep_frame(const struct replica *replica, struct replica_channel *channel, struct message *message, uint64_t from, uint64_t to) {
    bool own = strncmp(channel->name, "person:", 7) == 0;
    if (!channel->frames) {
        channel->capacity = own ? replica->own_frames : replica->shared_frames;
        channel->frames = memory_take_zeroed(channel->capacity, sizeof *channel->frames);
    }
    if (!channel->frames) {
        channel->floor = to;
        return;
    }
    if (channel->count == channel->capacity) {
        struct replica_frame *oldest = &channel->frames[channel->first];
        channel->floor = oldest->to;
        message_release(oldest->message);
        channel->first = (channel->first + 1) % channel->capacity;
        channel->count--;
    }
    channel->frames[(channel->first + channel->count++) % channel->capacity] = (struct replica_frame){message_share(message), from, to};
}

bool replica_is_behind(const struct replica *replica, struct text journal) {
    size_t length = strlen(replica->journal);
    return journal.length == length && memcmp(journal.bytes, replica->journal, length) > 0;
}

enum replica_catch_up replica_catch_up(const struct replica_channel *channel, int64_t s) {
    if (!channel->has_rows)
        return REPLICA_CATCH_NOTHING;
    if (s < 0 || (uint64_t)s < channel->floor)
        return REPLICA_CATCH_SNAPSHOT;
    return (uint64_t)s < channel->to ? REPLICA_CATCH_FRAMES : REPLICA_CATCH_NOTHING;
}

/* ---- channels ---- */

static void channel_release(struct replica_channel *channel) {
    if (channel->rows)
        map_each(channel->rows, release_row, NULL);
    map_destroy(channel->rows);
    forget_frames(channel);
    memory_release(channel->frames);
    message_release(channel->snapshot);
    memory_release(channel);
}

struct replica_channel *replica_find(const struct replica *replica, const char *name) {
    const union map_value *found = map_find(replica->channels, name, strlen(name));
    return found ? found->pointer : NULL;
}

struct replica_channel *replica_want(struct replica *replica, const char *name) {
    struct replica_channel *channel = replica_find(replica, name);
    if (channel || *name == '\0')
        return channel;
    channel = memory_take_zeroed(1, sizeof *channel);
    if (!channel)
        return NULL;
    snprintf(channel->name, sizeof channel->name, "%s", name);
    channel->rows = map_create();
    if (!channel->rows || map_put(replica->channels, channel->name, strlen(channel->name), (union map_value){.pointer = channel})) {
        channel_release(channel);
        return NULL;
    }
    if (strncmp(name, "site:", 5) == 0)
        replica->of_site = channel;
    return channel;
}

static void change_rows(struct replica_channel *channel) {
    message_release(channel->snapshot);
    channel->snapshot = NULL;
}

static int empty_channel(void *context, const void *name, size_t length, union map_value value) {
    struct replica_channel *channel = value.pointer;
    (void)context;
    (void)name;
    (void)length;
    change_rows(channel);
    forget_frames(channel);
    channel->has_rows = false;
    channel->to = channel->floor = 0;
    return (int)forget_rows(channel);
}

/* Another journal: nothing of the former one says anything about it. */
static enum error begin_journal(struct replica *replica, struct text journal) {
    if (journal.length == 0 || journal.length >= sizeof replica->journal)
        return ERROR_MALFORMED;
    if (text_equal_string(journal, replica->journal))
        return ERROR_NONE;
    enum error error = (enum error)map_each(replica->channels, empty_channel, NULL);
    if (error)
        return error;
    store(replica, SITE_FORGET_REPLICA, NULL, 0);
    memcpy(replica->journal, journal.bytes, journal.length);
    replica->journal[journal.length] = '\0';
    replica->s = -1;
    store_state(replica);
    return ERROR_NONE;
}

static enum error apply_row(struct replica *replica, struct replica_channel *channel, struct text row) {
    struct text gone, kind, id, word;
    bool is_gone = json_member(row, "gone", &gone);
    char name[REPLICA_ROW_NAME_SIZE];
    size_t length;
    struct replica_row *now = NULL;
    if (!json_member(is_gone ? gone : row, "kind", &kind) || !json_word(kind, &word) || !json_member(is_gone ? gone : row, "id", &id) ||
        !name_row(name, word, id, &length))
        return ERROR_MALFORMED;
    if (is_gone)
        take_row(channel, name, length);
    else if (put_row(channel, name, length, row, 0, &now))
        return ERROR_NO_MEMORY;
    store_row(replica, channel, name, length, now);
    return ERROR_NONE;
}

static enum error apply_rows(struct replica *replica, struct replica_channel *channel, struct text rows) {
    struct text row;
    enum error error = ERROR_NONE;
    while (!error && json_element(&rows, &row))
        error = apply_row(replica, channel, row);
    return error;
}

static enum error take_snapshot(struct replica *replica, struct replica_channel *channel, struct text rows, uint64_t to) {
    struct site_value name = text_value(channel->name, strlen(channel->name));
    enum error error = forget_rows(channel);
    forget_frames(channel);
    store(replica, SITE_FORGET_ROWS, &name, 1);
    channel->to = channel->floor = to;
    if (!error)
        error = apply_rows(replica, channel, rows);
    channel->has_rows = !error;
    return error;
}

enum error replica_apply(struct replica *replica, struct text bytes, struct text params, bool is_snapshot, enum replica_change *change,
                         struct replica_channel **out) {
    struct text name, journal = {0}, rows, value;
    uint64_t from = 0, to;
    char channel_name[CHANNEL_NAME_SIZE];
    *change = REPLICA_NOTHING;
    bool good = json_member(params, "channel", &value) && json_word(value, &name) && name.length > 0 && name.length < sizeof channel_name &&
                json_member(params, "to", &value) && json_number(value, &to) && json_member(params, "rows", &rows);
    good = good && (is_snapshot ? json_member(params, "journal", &value) && json_word(value, &journal)
                                : json_member(params, "from", &value) && json_number(value, &from));
    if (!good)
        return ERROR_MALFORMED;
    memcpy(channel_name, name.bytes, name.length);
    channel_name[name.length] = '\0';
    enum error error = is_snapshot ? begin_journal(replica, journal) : ERROR_NONE;
    struct replica_channel *channel = error ? NULL : replica_want(replica, channel_name);
    if (error || !channel)
        return error ? error : ERROR_NO_MEMORY;
    /* Before its snapshot a channel is not shown, and the snapshot will say the same. */
    if (!is_snapshot && (!channel->has_rows || to <= channel->to))
        return ERROR_NONE;
    if (!is_snapshot && from > channel->to) {
        if ((int64_t)from > replica->s) {
            *change = REPLICA_GAP;
            return ERROR_NONE;
        }
        /* A hub that was started anew begins its channels where its journal ends. Nothing is missing here, but frames of before do not reach to this one. */
        forget_frames(channel);
        channel->to = channel->floor = from;
    }
    struct message *message = message_create(bytes.bytes, bytes.length);
    if (!message)
        return ERROR_NO_MEMORY;
    bool is_less = is_snapshot && channel->has_rows && to < channel->to;
    change_rows(channel);
    error = is_snapshot ? take_snapshot(replica, channel, rows, to) : apply_rows(replica, channel, rows);
    if (error) {
        channel->has_rows = false; /* half of it: nobody is shown that */
        message_release(message);
        return error;
    }
    if (is_snapshot)
        channel->snapshot = message_share(message);
    else
        keep_frame(replica, channel, message, channel->to, to);
    message_release(message);
    channel->to = to;
    store_channel(replica, channel);
    *change = is_less ? REPLICA_SET_BACK : is_snapshot ? REPLICA_SNAPSHOT : REPLICA_FRAME;
    *out = channel;
    return ERROR_NONE;
}

void replica_reached(struct replica *replica, uint64_t s) {
    replica->s = (int64_t)s;
    store_state(replica);
}

void replica_distrust(struct replica *replica) {
    replica->s = -1;
    store_state(replica);
}

enum error replica_drop(struct replica *replica, const char *name) {
    struct replica_channel *channel = replica_find(replica, name);
    if (!channel || !channel->has_rows)
        return ERROR_NONE;
    struct site_value value = text_value(channel->name, strlen(channel->name));
    store(replica, SITE_FORGET_ROWS, &value, 1);
    store(replica, SITE_FORGET_CHANNEL, &value, 1);
    return (enum error)empty_channel(NULL, NULL, 0, (union map_value){.pointer = channel});
}

struct gathering {
    struct buffer rows;
};

static int gather_row(void *context, const void *name, size_t length, union map_value value) {
    struct gathering *gathering = context;
    const struct replica_row *row = value.pointer;
    (void)name;
    (void)length;
    if (gathering->rows.length > 0 && buffer_append(&gathering->rows, ",", 1))
        return ERROR_NO_MEMORY;
    return (int)buffer_append(&gathering->rows, row->text.bytes, row->text.length);
}

struct message *replica_snapshot(struct replica *replica, struct replica_channel *channel) {
    struct gathering gathering;
    struct buffer payload;
    if (channel->snapshot)
        return message_share(channel->snapshot);
    buffer_init(&gathering.rows);
    buffer_init(&payload);
    if (!map_each(channel->rows, gather_row, &gathering) &&
        !reply_snapshot_frame(&payload, replica->journal, channel->name, channel->to, &gathering.rows))
        channel->snapshot = message_create(payload.bytes, payload.length);
    buffer_finish(&gathering.rows);
    buffer_finish(&payload);
    return channel->snapshot ? message_share(channel->snapshot) : NULL;
}

/* ---- create, load ---- */

struct replica *replica_create(struct site_store *store_of) {
    struct replica *replica = memory_take_zeroed(1, sizeof *replica);
    if (!replica)
        return NULL;
    replica->store = store_of;
    replica->s = -1;
    replica->shared_frames = REPLICA_SHARED_FRAMES;
    replica->own_frames = REPLICA_OWN_FRAMES;
    replica->channels = map_create();
    if (!replica->channels) {
        memory_release(replica);
        return NULL;
    }
    return replica;
}

static int release_channel(void *context, const void *name, size_t length, union map_value value) {
    (void)context;
    (void)name;
    (void)length;
    channel_release(value.pointer);
    return 0;
}

void replica_destroy(struct replica *replica) {
    if (!replica)
        return;
    map_each(replica->channels, release_channel, NULL);
    map_destroy(replica->channels);
    memory_release(replica);
}

static bool is_named(const struct site_value *value, const char *name) {
    return value->length == strlen(name) && memcmp(value->bytes, name, value->length) == 0;
}

static enum error load_mark(void *context, const struct site_value *values) {
    struct replica *replica = context;
    if (is_named(&values[0], "journal") && values[1].length < sizeof replica->journal)
        memcpy(replica->journal, values[1].bytes, values[1].length);
    if (is_named(&values[0], "s"))
        replica->s = values[1].number;
    return ERROR_NONE;
}

static enum error load_channel(void *context, const struct site_value *values) {
    char name[CHANNEL_NAME_SIZE] = "";
    if (values[0].length >= sizeof name)
        return ERROR_DAMAGED;
    memcpy(name, values[0].bytes, values[0].length);
    struct replica_channel *channel = replica_want(context, name);
    if (!channel)
        return ERROR_NO_MEMORY;
    /* The frames are gone with the process: who lacks one gets a snapshot. */
    channel->to = channel->floor = (uint64_t)values[1].number;
    channel->has_rows = true;
    return ERROR_NONE;
}

static enum error load_row(void *context, const struct site_value *values) {
    char channel_name[CHANNEL_NAME_SIZE] = "", name[REPLICA_ROW_NAME_SIZE];
    size_t length;
    struct replica_row *row;
    if (values[0].length >= sizeof channel_name)
        return ERROR_DAMAGED;
    memcpy(channel_name, values[0].bytes, values[0].length);
    struct replica_channel *channel = replica_find(context, channel_name);
    if (!channel || !name_row(name, (struct text){values[1].bytes, values[1].length}, (struct text){values[2].bytes, values[2].length}, &length))
        return ERROR_DAMAGED;
    return put_row(channel, name, length, (struct text){values[4].bytes, values[4].length}, (uint64_t)values[3].number, &row);
}

enum error replica_load(struct replica *replica) {
    enum error error = site_store_read(replica->store, SITE_READ_MARKS, load_mark, replica);
    if (!error)
        error = site_store_read(replica->store, SITE_READ_CHANNELS, load_channel, replica);
    return error ? error : site_store_read(replica->store, SITE_READ_ROWS, load_row, replica);
}
