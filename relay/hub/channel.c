#include "hub/channel.h"

#include "base/memory.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include "hub/subscriber.h"
#include <string.h>

struct row_text {
    uint32_t length;
    char bytes[];
};

enum { FRAMES_FIRST = 64, FRAMES_MOST = 65536 };

/* ---- rows ---- */

static enum error row_place(struct channel *channel, enum row_kind kind, uint32_t id) {
    uint32_t capacity = channel->row_capacity[kind];
    if (id < capacity)
        return ERROR_NONE;
    uint32_t grown = capacity ? capacity * 2 : 64;
    if (grown <= id)
        grown = id + 1;
    struct row_text **rows = memory_resize(channel->rows[kind], grown * sizeof(struct row_text *));
    if (!rows)
        return ERROR_NO_MEMORY;
    memset(rows + capacity, 0, (grown - capacity) * sizeof *rows);
    channel->rows[kind] = rows;
    channel->row_capacity[kind] = grown;
    return ERROR_NONE;
}

/* Puts the row's present text in its place. `*changed`: it was another before; `row` is filled when it is visible. */
static enum error row_refresh(struct channel *channel, const struct conference *conference, enum row_kind kind, uint32_t id,
                              struct buffer *text, bool *visible, bool *changed) {
    struct row row;
    struct row_text *now = NULL;
    enum error error = row_place(channel, kind, id);
    if (error)
        return error;
    buffer_clear(text);
    *visible = view_row(conference, channel->audience, kind, id, &row);
    if (*visible) {
        error = reply_row(text, &row);
        now = error ? NULL : memory_take(sizeof *now + text->length);
        if (!now)
            return ERROR_NO_MEMORY;
        now->length = (uint32_t)text->length;
        memcpy(now->bytes, text->bytes, text->length);
    }
    struct row_text *before = channel->rows[kind][id];
    *changed = (before != NULL) != (now != NULL) ||
               (now && (now->length != before->length || memcmp(now->bytes, before->bytes, now->length) != 0));
    channel->rows[kind][id] = now;
    memory_release(before);
    return ERROR_NONE;
}

struct loading {
    struct channel *channel;
    const struct conference *conference;
    struct buffer text;
    enum row_kind kind;
};

static int load_row(void *context, uint32_t id) {
    struct loading *loading = context;
    bool visible, changed;
    return (int)row_refresh(loading->channel, loading->conference, loading->kind, id, &loading->text, &visible, &changed);
}

/* All rows of the audience, as they are. */
static enum error load_rows(struct channel *channel, const struct conference *conference) {
    struct loading loading = {.channel = channel, .conference = conference};
    buffer_init(&loading.text);
    int error = 0;
    for (int kind = 0; kind < ROW_KIND_COUNT && !error; kind++) {
        loading.kind = (enum row_kind)kind;
        error = view_each(conference, channel->audience, loading.kind, load_row, &loading);
    }
    buffer_finish(&loading.text);
    return (enum error)error;
}

static void forget_rows(struct channel *channel) {
    for (int kind = 0; kind < ROW_KIND_COUNT; kind++) {
        for (uint32_t id = 0; id < channel->row_capacity[kind]; id++)
            memory_release(channel->rows[kind][id]);
        memory_release(channel->rows[kind]);
        channel->rows[kind] = NULL;
        channel->row_capacity[kind] = 0;
    }
}

struct channel *channel_create(const struct conference *conference, struct audience audience, size_t ring_size) {
    struct channel *channel = memory_take_zeroed(1, sizeof *channel);
    if (!channel)
        return NULL;
    channel->audience = audience;
    channel->ring_size = ring_size;
    channel->ring = memory_take(ring_size);
    channel->frames = memory_take_zeroed(FRAMES_FIRST, sizeof *channel->frames);
    channel->frame_capacity = FRAMES_FIRST;
    if (!channel->ring || !channel->frames)
        goto failed;
    if (conference) {
        view_channel_name(conference, audience, channel->name);
        channel->to = channel->floor = conference_seq(conference);
        if (load_rows(channel, conference))
            goto failed;
    }
    return channel;
failed:
    channel_destroy(channel);
    return NULL;
}

void channel_destroy(struct channel *channel) {
    if (!channel)
        return;
    forget_rows(channel);
    message_release(channel->snapshot);
    memory_release(channel->ring);
    memory_release(channel->frames);
    memory_release(channel->subscribers);
    memory_release(channel);
}

/* ---- frames ---- */

static struct kept_frame *frame_at(const struct channel *channel, uint64_t number) {
    return &channel->frames[number % channel->frame_capacity];
}

static bool is_live(const struct kept_frame *frame) {
    return frame->to == 0;
}

static void drop_oldest(struct channel *channel) {
    const struct kept_frame *oldest = frame_at(channel, channel->first_frame++);
    if (oldest->to > channel->floor)
        channel->floor = oldest->to;
}

static enum error grow_frames(struct channel *channel) {
    uint32_t capacity = channel->frame_capacity * 2;
    struct kept_frame *frames = memory_take_zeroed(capacity, sizeof *frames);
    if (!frames)
        return ERROR_NO_MEMORY;
    for (uint64_t number = channel->first_frame; number < channel->end_frame; number++)
        frames[number % capacity] = *frame_at(channel, number);
    memory_release(channel->frames);
    channel->frames = frames;
    channel->frame_capacity = capacity;
    return ERROR_NONE;
}

/* Does [offset, offset + length) lie on any frame that is kept? The oldest is the next to be met. */
static bool meets_oldest(const struct channel *channel, size_t offset, size_t length) {
    if (channel->first_frame == channel->end_frame)
        return false;
    const struct kept_frame *oldest = frame_at(channel, channel->first_frame);
    return oldest->offset < offset + length && offset < oldest->offset + oldest->length;
}

/* Appends a framed payload; false when it can't be kept. */
static bool keep_frame(struct channel *channel, const char *payload, size_t length, uint64_t from, uint64_t to) {
    uint8_t header[FRAME_HEADER_MAX];
    size_t header_length = frame_header(length, header);
    size_t whole = header_length + length;
    if (whole > channel->ring_size)
        return false;
    size_t offset = channel->ring_head;
    if (offset + whole > channel->ring_size) {
        /* What lies between here and the end is older than what lies at the start: it goes first. */
        while (channel->first_frame < channel->end_frame && frame_at(channel, channel->first_frame)->offset >= offset)
            drop_oldest(channel);
        offset = 0;
    }
    while (meets_oldest(channel, offset, whole))
        drop_oldest(channel);
    if (channel->end_frame - channel->first_frame == channel->frame_capacity &&
        (channel->frame_capacity >= FRAMES_MOST || grow_frames(channel)))
        drop_oldest(channel);
    memcpy(channel->ring + offset, header, header_length);
    memcpy(channel->ring + offset + header_length, payload, length);
    *frame_at(channel, channel->end_frame) = (struct kept_frame){offset, whole, from, to};
    channel->end_frame++;
    channel->ring_head = offset + whole;
    channel->unswept = channel->subscriber_count;
    return true;
}

/* Nothing kept reaches `to`: everybody gets a snapshot, also who had every frame until now. */
static void raise_floor(struct channel *channel, uint64_t to) {
    channel->first_frame = ++channel->end_frame;
    channel->ring_head = 0;
    channel->floor = channel->to = to;
    channel->unswept = channel->subscriber_count;
}

static enum error append_change(struct buffer *rows, const struct conference *conference, enum row_kind kind, uint32_t id,
                                bool visible, const struct buffer *text) {
    if (rows->length > 0 && buffer_append(rows, ",", 1))
        return ERROR_NO_MEMORY;
    if (visible)
        return buffer_append(rows, text->bytes, text->length);
    struct row row;
    view_row_id(conference, kind, id, &row);
    return reply_gone(rows, &row);
}

/* Brings the rows up to date; `rows` are the changes, as a frame lists them. */
static enum error refresh_touched(struct channel *channel, const struct conference *conference, const struct touched *touched,
                                  struct buffer *rows) {
    struct buffer text;
    buffer_init(&text);
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < touched->count && !error; i++) {
        const struct touch *touch = &touched->items[i];
        if (touch->person != NO_PERSON || !view_has_kind(channel->audience, (enum row_kind)touch->kind))
            continue;
        bool visible, changed;
        error = row_refresh(channel, conference, (enum row_kind)touch->kind, touch->id, &text, &visible, &changed);
        if (!error && changed)
            error = append_change(rows, conference, (enum row_kind)touch->kind, touch->id, visible, &text);
    }
    buffer_finish(&text);
    return error;
}

enum error channel_publish(struct channel *channel, const struct conference *conference, const struct touched *touched,
                           uint64_t to) {
    struct buffer rows, payload;
    buffer_init(&rows);
    buffer_init(&payload);
    enum error error = channel->broken ? ERROR_NO_MEMORY : refresh_touched(channel, conference, touched, &rows);
    bool any = rows.length > 0;
    if (any || error) {
        message_release(channel->snapshot);
        channel->snapshot = NULL;
    }
    if (any && !error)
        error = reply_rows_frame(&payload, channel->name, channel->to, to, &rows);
    if (error) {
        forget_rows(channel);
        channel->broken = true;
        raise_floor(channel, to);
    } else if (any) {
        if (keep_frame(channel, payload.bytes, payload.length, channel->to, to))
            channel->to = to;
        else
            raise_floor(channel, to);
    }
    buffer_finish(&rows);
    buffer_finish(&payload);
    return error;
}

void channel_announce(struct channel *channel, const char *payload, size_t length) {
    (void)keep_frame(channel, payload, length, 0, 0);
}

/* ---- listeners ---- */

struct gathering {
    const struct channel *channel;
    struct buffer rows;
    enum row_kind kind;
};

static int gather_row(void *context, uint32_t id) {
    struct gathering *gathering = context;
    const struct row_text *row = gathering->channel->rows[gathering->kind][id];
    if (gathering->rows.length > 0 && buffer_append(&gathering->rows, ",", 1))
        return ERROR_NO_MEMORY;
    return (int)buffer_append(&gathering->rows, row->bytes, row->length);
}

struct message *channel_snapshot(struct channel *channel, const struct conference *conference, const char *journal) {
    if (channel->snapshot)
        return message_share(channel->snapshot);
    if (channel->broken && load_rows(channel, conference)) {
        forget_rows(channel);
        return NULL;
    }
    channel->broken = false;
    struct gathering gathering = {.channel = channel};
    struct buffer payload;
    buffer_init(&gathering.rows);
    buffer_init(&payload);
    int error = 0;
    for (int kind = 0; kind < ROW_KIND_COUNT && !error; kind++) {
        gathering.kind = (enum row_kind)kind;
        error = view_each(conference, channel->audience, gathering.kind, gather_row, &gathering);
    }
    if (!error)
        error = (int)reply_snapshot_frame(&payload, journal, channel->name, channel->to, &gathering.rows);
    if (!error && (channel->snapshot = message_create(payload.bytes, payload.length))) {
        message_share(channel->snapshot);
        metric_add(METRIC_SNAPSHOTS, 1);
    }
    buffer_finish(&gathering.rows);
    buffer_finish(&payload);
    return channel->snapshot;
}

bool channel_can_resume(const struct channel *channel, uint64_t s, uint64_t *cursor) {
    if (s < channel->floor)
        return false;
    uint64_t number = channel->end_frame;
    while (number > channel->first_frame) {
        const struct kept_frame *frame = frame_at(channel, number - 1);
        if (!is_live(frame) && frame->to <= s)
            break;
        number--;
    }
    *cursor = number;
    return true;
}

size_t channel_run(const struct channel *channel, uint64_t *cursor, size_t most, bool hears_live, const char **bytes) {
    if (*cursor < channel->first_frame)
        return 0;
    while (!hears_live && *cursor < channel->end_frame && is_live(frame_at(channel, *cursor)))
        ++*cursor;
    if (*cursor >= channel->end_frame)
        return 0;
    const struct kept_frame *frame = frame_at(channel, *cursor);
    size_t length = frame->length;
    *bytes = channel->ring + frame->offset;
    for (++*cursor; *cursor < channel->end_frame; ++*cursor) {
        const struct kept_frame *next = frame_at(channel, *cursor);
        if (next->offset != frame->offset + length || length + next->length > most || (!hears_live && is_live(next)))
            break;
        length += next->length;
    }
    return length;
}

enum error channel_add(struct channel *channel, struct subscriber *subscriber) {
    if (channel->subscriber_count == channel->subscriber_capacity) {
        uint32_t capacity = channel->subscriber_capacity ? channel->subscriber_capacity * 2 : 16;
        struct subscriber **subscribers = memory_resize(channel->subscribers, capacity * sizeof(struct subscriber *));
        if (!subscribers)
            return ERROR_NO_MEMORY;
        channel->subscribers = subscribers;
        channel->subscriber_capacity = capacity;
    }
    subscriber->channel_place = channel->subscriber_count;
    channel->subscribers[channel->subscriber_count++] = subscriber;
    return ERROR_NONE;
}

void channel_remove(struct channel *channel, struct subscriber *subscriber) {
    uint32_t place = subscriber->channel_place;
    struct subscriber *last = channel->subscribers[--channel->subscriber_count];
    /* The last one moves to a place that may have been swept: visit it again rather than never. */
    if (place != channel->subscriber_count && channel->unswept > 0 && place >= channel->unswept)
        subscriber_schedule(last);
    channel->subscribers[place] = last;
    last->channel_place = place;
    if (channel->unswept > channel->subscriber_count)
        channel->unswept = channel->subscriber_count;
}
