#include "link/outbox.h"

#include "base/memory.h"
#include "link/outbox_state.h"
#include <string.h>

enum { NAME_MOST = KEY_SIZE + LIMIT_ID_BYTES };

void entries_add(struct entries *entries, struct entry *entry) {
    entry->after = NULL;
    entry->before = entries->last;
    *(entries->last ? &entries->last->after : &entries->first) = entry;
    entries->last = entry;
    entries->count++;
}

void entries_take(struct entries *entries, struct entry *entry) {
    *(entry->before ? &entry->before->after : &entries->first) = entry->after;
    *(entry->after ? &entry->after->before : &entries->last) = entry->before;
    entries->count--;
}

static size_t make_name(struct text person, const uint8_t key[KEY_SIZE], uint8_t name[NAME_MOST]) {
    memcpy(name, key, KEY_SIZE);
    memcpy(name + KEY_SIZE, person.bytes, person.length);
    return KEY_SIZE + person.length;
}

struct entry *outbox_find_entry(const struct outbox *outbox, struct text person, const uint8_t key[KEY_SIZE]) {
    if (person.length == 0 || person.length > LIMIT_ID_BYTES)
        return NULL;
    uint8_t name[NAME_MOST];
    const union map_value *found = map_find(outbox->by_name, name, make_name(person, key, name));
    return found ? found->pointer : NULL;
}

static uint64_t size_of(const struct entry *entry) {
    return sizeof *entry + entry->shown.wish.method.length + entry->shown.wish.params.length;
}

static void entry_release(struct entry *entry) {
    memory_release(entry->body);
    memory_release(entry->result);
    memory_release(entry);
}

static struct entry *entry_make(const struct outbox_wish *wish) {
    struct entry *entry = memory_take_zeroed(1, sizeof *entry);
    size_t method = wish->method.length, params = wish->params.length;
    if (!entry || !(entry->body = memory_take(method + params + 2))) {
        memory_release(entry);
        return NULL;
    }
    char *body = entry->body;
    memcpy(entry->person, wish->person.bytes, wish->person.length);
    if (method)
        memcpy(body, wish->method.bytes, method);
    body[method] = 0;
    if (params)
        memcpy(body + method + 1, wish->params.bytes, params);
    body[method + 1 + params] = 0;
    entry->shown.wish = *wish;
    entry->shown.wish.person.bytes = entry->person;
    entry->shown.wish.method.bytes = body;
    entry->shown.wish.params.bytes = body + method + 1;
    return entry;
}

void person_counts(struct outbox *outbox, const struct entry *entry, int by) {
    struct text person = entry->shown.wish.person;
    union map_value *found = map_find(outbox->of_person, person.bytes, person.length);
    if (!found)
        return;
    found->number = by > 0 ? found->number + 1 : found->number - 1;
    if (found->number == 0)
        map_remove(outbox->of_person, person.bytes, person.length);
}

/* Puts it into both maps and the list that its state belongs to. */
static enum error entry_add(struct outbox *outbox, struct entry *entry) {
    struct text person = entry->shown.wish.person;
    bool settled = entry->shown.state == OUTBOX_SETTLED;
    if (!settled && !map_find(outbox->of_person, person.bytes, person.length)) {
        enum error error = map_put(outbox->of_person, person.bytes, person.length, (union map_value){.number = 0});
        if (error)
            return error;
    }
    uint8_t name[NAME_MOST];
    size_t length = make_name(person, entry->shown.wish.key, name);
    bool twice = !outbox->rules.one_entry_per_key && map_find(outbox->by_name, name, length);
    enum error error = twice ? ERROR_NONE : map_put(outbox->by_name, name, length, (union map_value){.pointer = entry});
    if (error) {
        union map_value *count = map_find(outbox->of_person, person.bytes, person.length);
        if (count && count->number == 0)
            map_remove(outbox->of_person, person.bytes, person.length);
        return error;
    }
    if (!settled)
        person_counts(outbox, entry, 1);
    entries_add(settled ? &outbox->settled : &outbox->unsettled, entry);
    outbox->bytes += size_of(entry) + entry->shown.result.length;
    return ERROR_NONE;
}

void outbox_forget_entry(struct outbox *outbox, struct entry *entry) {
    uint8_t name[NAME_MOST];
    size_t length = make_name(entry->shown.wish.person, entry->shown.wish.key, name);
    const union map_value *found = map_find(outbox->by_name, name, length);
    if (found && found->pointer == entry)
        map_remove(outbox->by_name, name, length);
    bool settled = entry->shown.state == OUTBOX_SETTLED;
    if (!settled)
        person_counts(outbox, entry, -1);
    entries_take(settled ? &outbox->settled : &outbox->unsettled, entry);
    outbox->bytes -= size_of(entry) + entry->shown.result.length;
    entry_release(entry);
}

/* --- a start --- */

struct outbox *outbox_create(const uint8_t folder[FOLDER_SIZE], const uint8_t stream[STREAM_SIZE], bool restored) {
    struct outbox *outbox = memory_take_zeroed(1, sizeof *outbox);
    if (!outbox)
        return NULL;
    outbox->rules = link_rules_all();
    outbox->restored = restored;
    memcpy(outbox->folder, folder, FOLDER_SIZE);
    outbox->by_name = map_create();
    outbox->of_person = map_create();
    if (!outbox->by_name || !outbox->of_person) {
        outbox_destroy(outbox);
        return NULL;
    }
    outbox_begin_stream(outbox, stream);
    return outbox;
}

void outbox_destroy(struct outbox *outbox) {
    if (!outbox)
        return;
    while (outbox->unsettled.first)
        outbox_forget_entry(outbox, outbox->unsettled.first);
    while (outbox->settled.first)
        outbox_forget_entry(outbox, outbox->settled.first);
    map_destroy(outbox->by_name);
    map_destroy(outbox->of_person);
    for (int lane = 0; lane < LANE_COUNT; lane++)
        memory_release(outbox->lanes[lane].slots);
    memory_release(outbox->items.list);
    memory_release(outbox->closings);
    memory_release(outbox);
}

void outbox_set_rules(struct outbox *outbox, struct link_rules rules) {
    outbox->rules = rules;
}

static bool within_bounds(const struct outbox_wish *wish) {
    return wish->lane < LANE_COUNT && wish->person.length > 0 && wish->person.length <= LIMIT_ID_BYTES &&
           wish->method.length <= LIMIT_OUTBOX_METHOD_BYTES && wish->params.length <= LIMIT_OUTBOX_PARAMS_BYTES &&
           (wish->poll == NO_POLL || wish->lane == LANE_FLOOR);
}

static enum error restore(struct outbox *outbox, struct entry *entry) {
    enum error error = numbers_reserve(outbox, entry->shown.wish.lane);
    if (!error)
        error = entry_add(outbox, entry);
    if (error)
        return error;
    outbox->place = entry->shown.place;
    if (entry->shown.state != OUTBOX_SETTLED)
        numbers_give(outbox, entry);
    return ERROR_NONE;
}

enum error outbox_restore_entry(struct outbox *outbox, const struct outbox_entry *from) {
    if (from->place <= outbox->place || !within_bounds(&from->wish) || from->state == OUTBOX_ACCEPTED ||
        from->result.length > LIMIT_OUTBOX_RESULT_BYTES)
        return ERROR_DAMAGED;
    if (outbox->rules.one_entry_per_key && outbox_find_entry(outbox, from->wish.person, from->wish.key)) {
        outbox->place = from->place;
        return ERROR_NONE;
    }
    bool settled = from->state == OUTBOX_SETTLED;
    if (!settled && outbox->unsettled.count >= LIMIT_OUTBOX_ENTRIES)
        return ERROR_FULL;
    struct outbox_wish wish = from->wish;
    if (settled)
        wish.method = wish.params = (struct text){0};
    struct entry *entry = entry_make(&wish);
    if (!entry)
        return ERROR_NO_MEMORY;
    entry->shown.place = from->place;
    entry->shown.state = settled ? OUTBOX_SETTLED : OUTBOX_KEPT;
    enum error error = ERROR_NONE;
    if (settled) {
        entry->result = memory_copy_text(from->result.length ? from->result.bytes : "", from->result.length);
        entry->shown.result = (struct text){entry->result, from->result.length};
        error = entry->result ? ERROR_NONE : ERROR_NO_MEMORY;
    }
    if (!error)
        error = restore(outbox, entry);
    if (error)
        entry_release(entry);
    return error;
}

/* --- people --- */

static bool is_full(const struct outbox *outbox, const struct outbox_wish *wish) {
    const union map_value *count = map_find(outbox->of_person, wish->person.bytes, wish->person.length);
    return outbox->unsettled.count >= LIMIT_OUTBOX_ENTRIES || (count && count->number >= LIMIT_OUTBOX_ENTRIES_OF_PERSON) ||
           outbox->bytes + sizeof(struct entry) + wish->method.length + wish->params.length > LIMIT_OUTBOX_BYTES;
}

enum error outbox_keep(struct outbox *outbox, const struct outbox_wish *wish, const struct outbox_entry **kept) {
    if (!within_bounds(wish))
        return ERROR_OUT_OF_RANGE;
    if (outbox_is_fenced(outbox))
        return ERROR_FENCED;
    struct entry *known = outbox->rules.one_entry_per_key ? outbox_find_entry(outbox, wish->person, wish->key) : NULL;
    if (known) {
        *kept = &known->shown;
        return memcmp(known->shown.wish.digest, wish->digest, PARAMS_SIZE) ? ERROR_KEY_REUSED : ERROR_NONE;
    }
    if (wish->poll != NO_POLL && outbox->rules.closing_stops && outbox_find_closing(outbox, wish->poll))
        return ERROR_LATE;
    if (wish->poll != NO_POLL && outbox->rules.restored_waits && (outbox->restored || outbox->takeover))
        return ERROR_BUSY;
    if (is_full(outbox, wish))
        return ERROR_BUSY;
    enum error error = items_reserve(outbox, 1);
    if (!error)
        error = numbers_reserve(outbox, wish->lane);
    if (error)
        return error;
    struct entry *entry = entry_make(wish);
    if (!entry || entry_add(outbox, entry)) {
        if (entry)
            entry_release(entry);
        return ERROR_NO_MEMORY;
    }
    entry->shown.place = ++outbox->place;
    entry->shown.state = OUTBOX_ACCEPTED;
    outbox->accepted++;
    items_add(outbox, OUTBOX_STORE_ENTRY)->entry = entry;
    if (!outbox->rules.durable_before_kept)
        numbers_give(outbox, entry);
    *kept = &entry->shown;
    return ERROR_NONE;
}

const struct outbox_entry *outbox_find(const struct outbox *outbox, struct text person, const uint8_t key[KEY_SIZE]) {
    const struct entry *entry = outbox_find_entry(outbox, person, key);
    return entry ? &entry->shown : NULL;
}

struct closing *outbox_find_closing(const struct outbox *outbox, uint32_t poll) {
    for (uint32_t i = 0; i < outbox->closing_count; i++)
        if (outbox->closings[i].poll == poll)
            return &outbox->closings[i];
    return NULL;
}

bool outbox_is_fenced(const struct outbox *outbox) {
    return outbox->fenced && outbox->rules.fenced_stops;
}

struct outbox_figures outbox_figures(const struct outbox *outbox) {
    return (struct outbox_figures){.waiting = outbox->unsettled.count,
                                   .oldest = outbox->unsettled.first ? outbox->unsettled.first->shown.wish.stamp : 0,
                                   .settled = outbox->settled.count,
                                   .bytes = outbox->bytes};
}

const uint8_t *outbox_stream(const struct outbox *outbox) {
    return outbox->stream;
}
