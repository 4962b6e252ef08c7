#include "codec/event_json.h"

#include "codec/json_slice.h"
#include "codec/record_print.h"
#include "codec/record_scan.h"

/* What any event may have, before its own fields. */
static const field_use *const ENVELOPE = FIELDS(FIELD_AT, FIELD_ACTOR, FIELD_KEY, FIELD_PARAMS, FIELD_STREAM, FIELD_LANE, FIELD_N);

static bool is_of_envelope(enum field field) {
    for (const field_use *use = ENVELOPE; *use != FIELD_COUNT; use++)
        if (field_of(*use) == field)
            return true;
    return false;
}

enum error event_encode(struct buffer *out, const struct event *event) {
    const struct event_info *info = &EVENT_INFO[event->type];
    size_t before = out->length;
    enum error error = buffer_append_text(out, "{\"type\":\"");
    if (!error)
        error = buffer_append_text(out, info->name);
    if (!error)
        error = buffer_append(out, "\"", 1);
    if (!error)
        error = record_print(out, ENVELOPE, &event->record);
    for (const field_use *use = info->fields; *use != FIELD_COUNT && !error; use++)
        if (!is_of_envelope(field_of(*use)))
            error = record_print_member(out, field_of(*use), &event->record);
    if (!error)
        error = buffer_append(out, "}", 1);
    if (error)
        out->length = before;
    return error;
}

static const field_use *find_use(const field_use *from, struct text name) {
    for (; *from != FIELD_COUNT; from++)
        if (text_equal_string(name, FIELD_INFO[field_of(*from)].name))
            return from;
    return NULL;
}

/* What may come: members stand in the order of the tables as a rule, so the next one of each is looked at first. */
struct expected {
    const field_use *of_envelope, *of_type;
};

static bool is_of_name(const field_use *use, struct text name) {
    return *use != FIELD_COUNT && text_equal_string(name, FIELD_INFO[field_of(*use)].name);
}

static const field_use *find_member(const struct event *event, struct text name, struct expected *next) {
    if (is_of_name(next->of_type, name))
        return next->of_type++;
    const field_use *use = find_use(next->of_envelope, name);
    if (use)
        next->of_envelope = use + 1;
    else if ((use = find_use(next->of_type, name)))
        next->of_type = use + 1;
    else if (!(use = find_use(ENVELOPE, name)))
        use = find_use(EVENT_INFO[event->type].fields, name);
    return use;
}

/* A member nobody reads would be a fact that is silently dropped, and one that comes twice is no fact. */
static enum error read_member(struct json_scan *scan, struct text name, struct expected *next, struct arena *arena, struct event *event,
                              bool *has_type) {
    struct text type;
    if (text_equal_string(name, "type")) {
        bool is_second = *has_type;
        *has_type = true;
        return is_second || json_scan_word(scan, &type) ? ERROR_DAMAGED : ERROR_NONE;
    }
    const field_use *use = find_member(event, name, next);
    if (!use || record_has(&event->record, field_of(*use)))
        return ERROR_DAMAGED;
    return record_scan(&event->record, field_of(*use), scan, arena);
}

static bool has_all(const struct event *event) {
    for (const field_use *use = EVENT_INFO[event->type].fields; *use != FIELD_COUNT; use++)
        if (!field_is_optional(*use) && !record_has(&event->record, field_of(*use)))
            return false;
    return record_has(&event->record, FIELD_AT);
}

enum error event_decode(const char *bytes, size_t length, struct arena *arena, struct event *out) {
    struct json_scan scan = {bytes, bytes + length};
    struct text type, name;
    *out = (struct event){0};
    /* Which members it may have its type says: that is looked for first, and stands first in all that we write. */
    if (!json_member((struct text){bytes, length}, "type", &type) || !json_word(type, &type) || (out->type = event_find(type)) == EVENT_COUNT)
        return ERROR_DAMAGED;
    struct expected next = {ENVELOPE, EVENT_INFO[out->type].fields};
    char mark = '{';
    bool has_type = false;
    while (json_scan_member(&scan, &mark, &name)) {
        enum error error = read_member(&scan, name, &next, arena, out, &has_type);
        if (error)
            return error;
    }
    return json_scan_close(&scan, mark, '}') && json_scan_ends(&scan) && has_type && has_all(out) ? ERROR_NONE : ERROR_DAMAGED;
}
