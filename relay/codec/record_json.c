#include "codec/record_json.h"

#include "base/buffer.h"
#include "base/origin.h"
#include <string.h>

static int append(const char *bytes, size_t length, void *context) {
    return buffer_append(context, bytes, length) ? -1 : 0;
}

enum error json_append(struct buffer *out, json_t *object) {
    if (!object)
        return ERROR_NO_MEMORY;
    int failed = json_dump_callback(object, append, out, JSON_COMPACT | JSON_ENCODE_ANY);
    json_decref(object);
    return failed ? ERROR_NO_MEMORY : ERROR_NONE;
}

static enum error read_text(const struct field_info *info, json_t *value, bool clean, struct arena *arena, struct text *out) {
    if (!json_is_string(value))
        return ERROR_WRONG_TYPE;
    const char *bytes = json_string_value(value);
    size_t length = json_string_length(value);
    if (clean)
        return text_clean(arena, bytes, length, (size_t)info->most, info->bytes, out);
    char *copy = arena_copy(arena, bytes, length);
    *out = (struct text){copy, length};
    return copy ? ERROR_NONE : ERROR_NO_MEMORY;
}

static enum error read_address(const struct field_info *info, json_t *value, bool clean, struct arena *arena, struct text *out) {
    char origin[ORIGIN_BYTES_MAX];
    enum error error = read_text(info, value, false, arena, out);
    if (error || !clean)
        return error;
    if (out->length == 0)
        return ERROR_EMPTY;
    if (!origin_normalise(out->bytes, out->length, origin))
        return ERROR_MALFORMED;
    if (strlen(origin) > info->bytes)
        return ERROR_TOO_LONG;
    *out = (struct text){arena_copy(arena, origin, strlen(origin)), strlen(origin)};
    return out->bytes ? ERROR_NONE : ERROR_NO_MEMORY;
}

static enum error read_id(json_t *value, struct arena *arena, struct text *out) {
    if (!json_is_string(value))
        return ERROR_WRONG_TYPE;
    const char *bytes = json_string_value(value);
    size_t length = json_string_length(value);
    if (length == 0)
        return ERROR_EMPTY;
    if (length > FIELD_INFO[FIELD_PERSON].bytes)
        return ERROR_TOO_LONG;
    if (strspn(bytes, "abcdefghijklmnopqrstuvwxyz0123456789_-") != length)
        return ERROR_MALFORMED;
    char *copy = arena_copy(arena, bytes, length);
    *out = (struct text){copy, length};
    return copy ? ERROR_NONE : ERROR_NO_MEMORY;
}

static enum error read_localised(const struct field_info *info, json_t *value, bool clean, struct arena *arena,
                                 struct localised *out) {
    json_t *vi = json_object_get(value, "vi");
    json_t *en = json_object_get(value, "en");
    if (!json_is_object(value))
        return ERROR_WRONG_TYPE;
    if (!vi)
        return ERROR_MISSING_FIELD;
    if (json_object_size(value) != (en ? 2u : 1u))
        return ERROR_UNKNOWN_FIELD;
    enum error error = read_text(info, vi, clean, arena, &out->vi);
    if (!error && en)
        error = read_text(info, en, clean, arena, &out->en);
    return error;
}

static enum error read_word(const struct word_list *list, json_t *value, int *out) {
    if (!json_is_string(value))
        return ERROR_WRONG_TYPE;
    *out = word_find(list, (struct text){json_string_value(value), json_string_length(value)});
    return *out < 0 ? ERROR_UNKNOWN_WORD : ERROR_NONE;
}

static enum error read_words(const struct word_list *list, json_t *value, uint32_t *out) {
    if (!json_is_array(value))
        return ERROR_WRONG_TYPE;
    size_t i;
    json_t *item;
    json_array_foreach(value, i, item) {
        int word;
        enum error error = read_word(list, item, &word);
        if (error)
            return error;
        *out |= 1u << word;
    }
    return ERROR_NONE;
}

static enum error read_tally(json_t *value, struct tally *out) {
    if (!json_is_array(value))
        return ERROR_WRONG_TYPE;
    if (json_array_size(value) > TALLY_MAX)
        return ERROR_OUT_OF_RANGE;
    size_t i;
    json_t *item;
    json_array_foreach(value, i, item) {
        if (!json_is_integer(item))
            return ERROR_WRONG_TYPE;
        if (json_integer_value(item) < 0 || json_integer_value(item) > INT32_MAX)
            return ERROR_OUT_OF_RANGE;
        out->values[i] = json_integer_value(item);
    }
    out->count = (uint32_t)json_array_size(value);
    return ERROR_NONE;
}

static enum error read_localised_list(const struct field_info *info, json_t *value, bool clean, struct arena *arena,
                                      struct localised_list *out) {
    if (!json_is_array(value))
        return ERROR_WRONG_TYPE;
    size_t count = json_array_size(value);
    if (count < (size_t)info->least || count > (size_t)info->most)
        return ERROR_OUT_OF_RANGE;
    struct localised *items = arena_take(arena, count * sizeof *items);
    if (!items)
        return ERROR_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        items[i] = (struct localised){0};
        enum error error = read_localised(&FIELD_INFO[FIELD_TITLE], json_array_get(value, i), clean, arena, &items[i]);
        if (error)
            return error;
    }
    *out = (struct localised_list){(uint32_t)count, items};
    return ERROR_NONE;
}

static enum error read_ids(const struct field_info *info, json_t *value, struct arena *arena, struct id_list *out) {
    if (!json_is_array(value))
        return ERROR_WRONG_TYPE;
    size_t count = json_array_size(value);
    if (count < (size_t)info->least || count > (size_t)info->most)
        return ERROR_OUT_OF_RANGE;
    struct text *items = arena_take(arena, (count + 1) * sizeof *items);
    if (!items)
        return ERROR_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        enum error error = read_id(json_array_get(value, i), arena, &items[i]);
        for (size_t before = 0; before < i && !error; before++)
            if (text_equal(items[before], items[i]))
                error = ERROR_MALFORMED;
        if (error)
            return error;
    }
    *out = (struct id_list){(uint32_t)count, items};
    return ERROR_NONE;
}

static enum error read_choices(const struct field_info *info, json_t *value, uint32_t *out) {
    if (!json_is_array(value))
        return ERROR_WRONG_TYPE;
    size_t i;
    json_t *item;
    uint32_t bits = 0;
    json_array_foreach(value, i, item) {
        json_int_t number = json_integer_value(item);
        if (!json_is_integer(item))
            return ERROR_WRONG_TYPE;
        if (number < 1 || number > info->most)
            return ERROR_OUT_OF_RANGE;
        if (bits >> (number - 1) & 1u)
            return ERROR_MALFORMED;
        bits |= 1u << (number - 1);
    }
    *out = bits;
    return ERROR_NONE;
}

static enum error read_number(const struct field_info *info, json_t *value, int64_t *out) {
    if (!json_is_integer(value))
        return ERROR_WRONG_TYPE;
    *out = json_integer_value(value);
    return *out < info->least || *out > info->most ? ERROR_OUT_OF_RANGE : ERROR_NONE;
}

enum error record_from_json(struct record *record, enum field field, json_t *value, bool clean, struct arena *arena) {
    const struct field_info *info = &FIELD_INFO[field];
    void *place = record_place(record, field);
    switch (info->type) {
    case TYPE_NUMBER:
        return read_number(info, value, place);
    case TYPE_ID:
        return read_id(value, arena, place);
    case TYPE_TEXT:
        return read_text(info, value, clean, arena, place);
    case TYPE_ADDRESS:
        return read_address(info, value, clean, arena, place);
    case TYPE_LOCALISED:
        return read_localised(info, value, clean, arena, place);
    case TYPE_WORD:
        return read_word(info->words, value, place);
    case TYPE_WORDS:
        return read_words(info->words, value, place);
    case TYPE_FAULT: {
        if (!json_is_string(value))
            return ERROR_WRONG_TYPE;
        enum error fault = error_from_word(json_string_value(value));
        *(int *)place = (int)fault;
        return fault == ERROR_COUNT ? ERROR_UNKNOWN_WORD : ERROR_NONE;
    }
    case TYPE_BINARY:
        if (!json_is_string(value))
            return ERROR_WRONG_TYPE;
        return base64url_decode(json_string_value(value), json_string_length(value), place, info->bytes);
    case TYPE_TALLY:
        return read_tally(value, place);
    case TYPE_FLAG:
        *(bool *)place = json_is_true(value);
        return json_is_boolean(value) ? ERROR_NONE : ERROR_WRONG_TYPE;
    case TYPE_NUMBERS:
        return ERROR_WRONG_TYPE; /* no command and no event carries one */
    case TYPE_LOCALISED_LIST:
        return read_localised_list(info, value, clean, arena, place);
    case TYPE_IDS:
        return read_ids(info, value, arena, place);
    case TYPE_CHOICES:
        return read_choices(info, value, place);
    case TYPE_SITE_RESULTS:
        return ERROR_UNKNOWN_FIELD; /* nobody sends it, and no event has it */
    }
    return ERROR_INTERNAL;
}
