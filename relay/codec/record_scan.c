#include "codec/record_scan.h"

#include <string.h>

static enum error scan_id(struct json_scan *scan, struct arena *arena, struct text *out) {
    struct text word;
    if (json_scan_word(scan, &word) || word.length == 0 || word.length > LIMIT_ID_BYTES)
        return ERROR_DAMAGED;
    for (size_t i = 0; i < word.length; i++) {
        char c = word.bytes[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-'))
            return ERROR_DAMAGED;
    }
    char *copy = arena_copy(arena, word.bytes, word.length);
    *out = (struct text){copy, word.length};
    return copy ? ERROR_NONE : ERROR_NO_MEMORY;
}

static enum error scan_localised(struct json_scan *scan, struct arena *arena, struct localised *out) {
    struct text name;
    enum error error = ERROR_NONE;
    *out = (struct localised){0};
    char mark = '{';
    while (!error && json_scan_member(scan, &mark, &name)) {
        struct text *text = text_equal_string(name, "vi") ? &out->vi : text_equal_string(name, "en") ? &out->en : NULL;
        error = text && !text->bytes ? json_scan_string(scan, arena, text) : ERROR_DAMAGED;
    }
    return error ? error : out->vi.bytes && json_scan_close(scan, mark, '}') ? ERROR_NONE : ERROR_DAMAGED;
}

static enum error scan_localised_list(const struct field_info *info, struct json_scan *scan, struct arena *arena, struct localised_list *out) {
    struct localised items[LIMIT_OPTIONS];
    size_t count = 0;
    enum error error = ERROR_NONE;
    char mark = '[';
    while (!error && json_scan_element(scan, &mark))
        error = count < LIMIT_OPTIONS ? scan_localised(scan, arena, &items[count++]) : ERROR_DAMAGED;
    if (error)
        return error;
    if (!json_scan_close(scan, mark, ']') || count < (size_t)info->least || count > (size_t)info->most)
        return ERROR_DAMAGED;
    struct localised *copy = arena_take(arena, count * sizeof *copy);
    if (!copy)
        return ERROR_NO_MEMORY;
    memcpy(copy, items, count * sizeof *copy);
    *out = (struct localised_list){(uint32_t)count, copy};
    return ERROR_NONE;
}

static bool is_among(struct text id, const struct text *items, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (text_equal(items[i], id))
            return true;
    return false;
}

static enum error scan_ids(const struct field_info *info, struct json_scan *scan, struct arena *arena, struct id_list *out) {
    struct text items[LIMIT_SITES];
    size_t count = 0;
    enum error error = ERROR_NONE;
    char mark = '[';
    for (; !error && json_scan_element(scan, &mark); count++) {
        error = count < LIMIT_SITES ? scan_id(scan, arena, &items[count]) : ERROR_DAMAGED;
        if (!error && is_among(items[count], items, count))
            error = ERROR_DAMAGED;
    }
    if (error)
        return error;
    if (!json_scan_close(scan, mark, ']') || count < (size_t)info->least || count > (size_t)info->most)
        return ERROR_DAMAGED;
    struct text *copy = arena_take(arena, (count + 1) * sizeof *copy);
    if (!copy)
        return ERROR_NO_MEMORY;
    memcpy(copy, items, count * sizeof *copy);
    *out = (struct id_list){(uint32_t)count, copy};
    return ERROR_NONE;
}

static enum error scan_number(struct json_scan *scan, int64_t least, int64_t most, int64_t *out) {
    return json_scan_integer(scan, out) || *out < least || *out > most ? ERROR_DAMAGED : ERROR_NONE;
}

static enum error scan_tally(struct json_scan *scan, struct tally *out) {
    char mark = '[';
    for (; json_scan_element(scan, &mark); out->count++)
        if (out->count == TALLY_MAX || scan_number(scan, 0, INT32_MAX, &out->values[out->count]))
            return ERROR_DAMAGED;
    return json_scan_close(scan, mark, ']') ? ERROR_NONE : ERROR_DAMAGED;
}

static enum error scan_choices(const struct field_info *info, struct json_scan *scan, uint32_t *out) {
    uint32_t bits = 0;
    int64_t number;
    char mark = '[';
    for (; json_scan_element(scan, &mark); bits |= 1u << (number - 1))
        if (scan_number(scan, 1, info->most, &number) || bits >> (number - 1) & 1u)
            return ERROR_DAMAGED;
    *out = bits;
    return json_scan_close(scan, mark, ']') ? ERROR_NONE : ERROR_DAMAGED;
}

static enum error scan_word(const struct word_list *list, struct json_scan *scan, int *out) {
    struct text word;
    if (json_scan_word(scan, &word))
        return ERROR_DAMAGED;
    *out = word_find(list, word);
    return *out < 0 ? ERROR_DAMAGED : ERROR_NONE;
}

static enum error scan_words(const struct word_list *list, struct json_scan *scan, uint32_t *out) {
    int word;
    char mark = '[';
    for (; json_scan_element(scan, &mark); *out |= 1u << word)
        if (scan_word(list, scan, &word))
            return ERROR_DAMAGED;
    return json_scan_close(scan, mark, ']') ? ERROR_NONE : ERROR_DAMAGED;
}

static enum error scan_fault(struct json_scan *scan, int *out) {
    char name[64];
    struct text word;
    if (json_scan_word(scan, &word) || word.length >= sizeof name)
        return ERROR_DAMAGED;
    memcpy(name, word.bytes, word.length);
    name[word.length] = '\0';
    enum error fault = error_from_word(name);
    *out = (int)fault;
    return fault == ERROR_COUNT ? ERROR_DAMAGED : ERROR_NONE;
}

static enum error scan_binary(struct json_scan *scan, void *out, size_t length) {
    struct text word;
    return json_scan_word(scan, &word) || base64url_decode(word.bytes, word.length, out, length) ? ERROR_DAMAGED : ERROR_NONE;
}

static enum error scan_value(const struct field_info *info, void *place, struct json_scan *scan, struct arena *arena) {
    switch (info->type) {
    case TYPE_NUMBER:
        return scan_number(scan, info->least, info->most, place);
    case TYPE_ID:
        return scan_id(scan, arena, place);
    case TYPE_TEXT:
    case TYPE_ADDRESS:
        return json_scan_string(scan, arena, place);
    case TYPE_LOCALISED:
        return scan_localised(scan, arena, place);
    case TYPE_WORD:
        return scan_word(info->words, scan, place);
    case TYPE_WORDS:
        return scan_words(info->words, scan, place);
    case TYPE_FAULT:
        return scan_fault(scan, place);
    case TYPE_BINARY:
        return scan_binary(scan, place, info->bytes);
    case TYPE_TALLY:
        return scan_tally(scan, place);
    case TYPE_FLAG:
        return json_scan_flag(scan, place);
    case TYPE_LOCALISED_LIST:
        return scan_localised_list(info, scan, arena, place);
    case TYPE_IDS:
        return scan_ids(info, scan, arena, place);
    case TYPE_CHOICES:
        return scan_choices(info, scan, place);
    case TYPE_NUMBERS:
    case TYPE_SITE_RESULTS:
        break; /* in rows only: no event has one */
    }
    return ERROR_DAMAGED;
}

enum error record_scan(struct record *record, enum field field, struct json_scan *scan, struct arena *arena) {
    enum error error = scan_value(&FIELD_INFO[field], record_place(record, field), scan, arena);
    return error == ERROR_NONE || error == ERROR_NO_MEMORY ? error : ERROR_DAMAGED;
}
