#include "codec/event_json.h"

#include "codec/record_json.h"

/* What any event may have, before its own fields. */
static const field_use *const ENVELOPE = FIELDS(FIELD_AT, FIELD_ACTOR, FIELD_KEY, FIELD_PARAMS, FIELD_STREAM, FIELD_LANE, FIELD_N);

enum error event_encode(struct buffer *out, const struct event *event) {
    const struct event_info *info = &EVENT_INFO[event->type];
    json_t *object = json_object();
    if (!object || json_object_set_new_nocheck(object, "type", json_string_nocheck(info->name)) ||
        record_to_json(object, ENVELOPE, &event->record) || record_to_json(object, info->fields, &event->record)) {
        json_decref(object);
        return ERROR_NO_MEMORY;
    }
    return json_append(out, object);
}

/* The fields of an event's row, read where they are there; a required one that is missing is damage. */
static enum error read_fields(json_t *object, const field_use *fields, bool all_optional, struct arena *arena, struct record *record,
                              size_t *members) {
    for (; *fields != FIELD_COUNT; fields++) {
        json_t *value = json_object_get(object, FIELD_INFO[field_of(*fields)].name);
        if (!value && (all_optional || field_is_optional(*fields)))
            continue;
        if (!value)
            return ERROR_DAMAGED;
        if (record_has(record, field_of(*fields)))
            continue; /* of the envelope too */
        enum error error = record_from_json(record, field_of(*fields), value, false, arena);
        if (error)
            return error == ERROR_NO_MEMORY ? error : ERROR_DAMAGED;
        (*members)++;
    }
    return ERROR_NONE;
}

enum error event_decode(const char *bytes, size_t length, struct arena *arena, struct event *out) {
    *out = (struct event){0};
    json_t *object = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, NULL);
    json_t *type = json_object_get(object, "type");
    enum error error = ERROR_DAMAGED;
    size_t members = 1;
    if (!json_is_string(type))
        goto done;
    out->type = event_find((struct text){json_string_value(type), json_string_length(type)});
    if (out->type == EVENT_COUNT)
        goto done;
    error = read_fields(object, ENVELOPE, true, arena, &out->record, &members);
    if (!error)
        error = read_fields(object, EVENT_INFO[out->type].fields, false, arena, &out->record, &members);
    /* A member nobody reads would be a fact that is silently dropped. */
    if (!error && (members != json_object_size(object) || !record_has(&out->record, FIELD_AT)))
        error = ERROR_DAMAGED;
done:
    json_decref(object);
    return error;
}
