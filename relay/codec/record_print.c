#include "codec/record_print.h"

#include "base/digest.h"
#include "codec/json_slice.h"
#include <string.h>

static enum error print_literal(struct buffer *out, const char *literal) {
    return buffer_append(out, literal, strlen(literal));
}

/* An event and a row are some ten members each, of several pieces: room is made once for all pieces of one, and then they are only copied. */
static char *put(char *at, const char *bytes, size_t length) {
    memcpy(at, bytes, length);
    return at + length;
}

static enum error print_number(struct buffer *out, int64_t number) {
    char digits[NUMBER_TEXT_SIZE];
    return print_literal(out, number_text(number, digits));
}

/* A word of ours: nothing in it needs an escape. */
static enum error print_word(struct buffer *out, const char *word) {
    size_t length = strlen(word);
    enum error error = buffer_reserve(out, length + 2);
    if (error)
        return error;
    char *at = put(out->bytes + out->length, "\"", 1);
    put(put(at, word, length), "\"", 1);
    out->length += length + 2;
    return ERROR_NONE;
}

static bool is_first(const struct buffer *out) {
    char last = out->length > 0 ? out->bytes[out->length - 1] : '{';
    return last == '{' || last == '[';
}

static enum error print_comma(struct buffer *out) {
    return is_first(out) ? ERROR_NONE : buffer_append(out, ",", 1);
}

static enum error print_name(struct buffer *out, const char *name) {
    size_t length = strlen(name);
    enum error error = buffer_reserve(out, length + 4);
    if (error)
        return error;
    char *at = out->bytes + out->length;
    at = is_first(out) ? put(at, "\"", 1) : put(at, ",\"", 2);
    at = put(put(at, name, length), "\":", 2);
    out->length = (size_t)(at - out->bytes);
    return ERROR_NONE;
}

static enum error print_localised(struct buffer *out, const struct localised *value) {
    enum error error = print_literal(out, "{\"vi\":");
    if (!error)
        error = json_quote(out, value->vi);
    if (!error && value->en.length > 0) {
        error = print_name(out, "en");
        if (!error)
            error = json_quote(out, value->en);
    }
    return error ? error : buffer_append(out, "}", 1);
}

static enum error print_words(struct buffer *out, const struct word_list *list, uint32_t bits) {
    enum error error = buffer_append(out, "[", 1);
    for (unsigned i = 0; i < list->count && !error; i++)
        if (bits >> i & 1u) {
            error = print_comma(out);
            if (!error)
                error = print_word(out, list->words[i]);
        }
    return error ? error : buffer_append(out, "]", 1);
}

static enum error print_localised_list(struct buffer *out, const struct localised_list *list) {
    enum error error = buffer_append(out, "[", 1);
    for (uint32_t i = 0; i < list->count && !error; i++) {
        error = print_comma(out);
        if (!error)
            error = print_localised(out, &list->items[i]);
    }
    return error ? error : buffer_append(out, "]", 1);
}

static enum error print_ids(struct buffer *out, const struct id_list *list) {
    enum error error = buffer_append(out, "[", 1);
    for (uint32_t i = 0; i < list->count && !error; i++) {
        error = print_comma(out);
        if (!error)
            error = json_quote(out, list->items[i]);
    }
    return error ? error : buffer_append(out, "]", 1);
}

static enum error print_element(struct buffer *out, int64_t number) {
    enum error error = print_comma(out);
    return error ? error : print_number(out, number);
}

static enum error print_choices(struct buffer *out, uint32_t bits) {
    enum error error = buffer_append(out, "[", 1);
    for (int number = 1; bits && !error; number++, bits >>= 1)
        if (bits & 1u)
            error = print_element(out, number);
    return error ? error : buffer_append(out, "]", 1);
}

static enum error print_tally(struct buffer *out, const struct tally *tally) {
    enum error error = buffer_append(out, "[", 1);
    for (uint32_t i = 0; i < tally->count && !error; i++)
        error = print_element(out, tally->values[i]);
    return error ? error : buffer_append(out, "]", 1);
}

static enum error print_numbers(struct buffer *out, const struct number_list *list) {
    enum error error = buffer_append(out, "[", 1);
    for (uint32_t i = 0; i < list->count && !error; i++)
        error = print_element(out, list->numbers[i]);
    return error ? error : buffer_append(out, "]", 1);
}

static enum error print_site_result(struct buffer *out, const struct site_result *result) {
    enum error error = buffer_append(out, "{", 1);
    if (!error && result->site.length > 0) {
        error = print_name(out, "site");
        if (!error)
            error = json_quote(out, result->site);
    }
    if (!error)
        error = print_name(out, "ballots");
    if (!error)
        error = print_number(out, result->ballots);
    if (!error)
        error = print_name(out, "tally");
    if (!error)
        error = print_tally(out, &result->tally);
    if (!error && result->by_hand > 0) {
        error = print_name(out, "byHand");
        if (!error)
            error = print_number(out, result->by_hand);
    }
    return error ? error : buffer_append(out, "}", 1);
}

static enum error print_site_results(struct buffer *out, const struct site_results *results) {
    enum error error = buffer_append(out, "[", 1);
    for (uint32_t i = 0; i < results->count && !error; i++) {
        error = print_comma(out);
        if (!error)
            error = print_site_result(out, &results->items[i]);
    }
    return error ? error : buffer_append(out, "]", 1);
}

static enum error print_binary(struct buffer *out, const void *bytes, size_t length) {
    size_t digits = BASE64URL_SIZE(length) - 1;
    enum error error = buffer_reserve(out, digits + 3); /* the NUL behind the digits gives way to the quote */
    if (error)
        return error;
    char *at = put(out->bytes + out->length, "\"", 1);
    base64url_encode(bytes, length, at);
    put(at + digits, "\"", 1);
    out->length += digits + 2;
    return ERROR_NONE;
}

static enum error print_value(struct buffer *out, const struct field_info *info, const void *value) {
    switch (info->type) {
    case TYPE_NUMBER:
        return print_number(out, *(const int64_t *)value);
    case TYPE_ID:
    case TYPE_TEXT:
    case TYPE_ADDRESS:
        return json_quote(out, *(const struct text *)value);
    case TYPE_LOCALISED:
        return print_localised(out, value);
    case TYPE_WORD:
        return print_word(out, info->words->words[*(const int *)value]);
    case TYPE_WORDS:
        return print_words(out, info->words, *(const uint32_t *)value);
    case TYPE_FAULT:
        return print_word(out, error_word((enum error) * (const int *)value));
    case TYPE_BINARY:
        return print_binary(out, value, info->bytes);
    case TYPE_TALLY:
        return print_tally(out, value);
    case TYPE_FLAG:
        return print_literal(out, *(const bool *)value ? "true" : "false");
    case TYPE_NUMBERS:
        return print_numbers(out, value);
    case TYPE_LOCALISED_LIST:
        return print_localised_list(out, value);
    case TYPE_IDS:
        return print_ids(out, value);
    case TYPE_CHOICES:
        return print_choices(out, *(const uint32_t *)value);
    case TYPE_SITE_RESULTS:
        return print_site_results(out, value);
    }
    return ERROR_INTERNAL;
}

enum error record_print_member(struct buffer *out, enum field field, const struct record *record) {
    const struct field_info *info = &FIELD_INFO[field];
    if (!record_has(record, field))
        return ERROR_NONE;
    enum error error = print_name(out, info->name);
    return error ? error : print_value(out, info, record_value(record, field));
}

enum error record_print(struct buffer *out, const field_use *fields, const struct record *record) {
    enum error error = ERROR_NONE;
    for (; *fields != FIELD_COUNT && !error; fields++)
        error = record_print_member(out, field_of(*fields), record);
    return error;
}
