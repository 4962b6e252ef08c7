#include "codec/config_read.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { QUOTED_MAX = 60, QUOTED_SIZE = QUOTED_MAX + 6, LINE_SIZE = 1024 };

static const char *const TYPE_NAMES[] = {"an object",     "a list", "a text", "a whole number",
                                         "a real number", "true",   "false",  "null"};

static const char *type_name(const json_t *value) {
    return TYPE_NAMES[json_typeof(value)];
}

static void append(struct config_reader *reader, const char *text) {
    if (buffer_append_text(reader->faults, text) != ERROR_NONE) {
        reader->no_memory = true;
    }
}

static void print_place(struct config_reader *reader, const struct config_place *place) {
    if (place->parent == NULL) {
        append(reader, "$");
        return;
    }
    print_place(reader, place->parent);
    if (place->name == NULL) {
        char index[32];
        snprintf(index, sizeof(index), "[%zu]", place->index);
        append(reader, index);
        return;
    }
    append(reader, ".");
    append(reader, place->name);
}

void config_fault(struct config_reader *reader, const struct config_place *place, const char *format, ...) {
    reader->fault_count++;
    if (reader->fault_count > CONFIG_FAULTS_MAX) {
        return;
    }
    char line[LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof(line), format, arguments);
    va_end(arguments);
    print_place(reader, place);
    append(reader, ": ");
    append(reader, line);
    append(reader, "\n");
}

/* A text of the file inside a fault: short, on one line. */
static const char *quoted(const char *text, char out[QUOTED_SIZE]) {
    size_t length = strlen(text), kept = length < QUOTED_MAX ? length : QUOTED_MAX;
    while (kept < length && kept > 0 && ((unsigned char)text[kept] & 0xc0) == 0x80) {
        kept--; /* not in the middle of a character */
    }
    out[0] = '"';
    for (size_t i = 0; i < kept; i++) {
        unsigned char byte = (unsigned char)text[i];
        out[i + 1] = byte < 0x20 || byte == 0x7f ? '?' : text[i];
    }
    snprintf(out + kept + 1, QUOTED_SIZE - kept - 1, "%s\"", kept < length ? "..." : "");
    return out;
}

static bool is_type(struct config_reader *reader, const struct config_place *place, const json_t *value, json_type type,
                    const char *wanted) {
    if (json_typeof(value) == type) {
        return true;
    }
    config_fault(reader, place, "%s, must be %s", type_name(value), wanted);
    return false;
}

/* ---- objects and lists ---- */

static const struct config_row *find_row(const struct config_row *rows, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static void unknown_key(struct config_reader *reader, const struct config_place *place, const char *key,
                        const struct config_row *rows, size_t count) {
    char known[LINE_SIZE - 64 - QUOTED_SIZE] = "", name[QUOTED_SIZE];
    for (size_t i = 0, length = 0; i < count && length < sizeof(known); i++) {
        length += (size_t)snprintf(known + length, sizeof(known) - length, "%s%s", i > 0 ? ", " : "", rows[i].name);
    }
    config_fault(reader, place, "unknown key %s; known here: %s", quoted(key, name), known);
}

void config_take_object(struct config_reader *reader, const struct config_place *place, json_t *value,
                        const struct config_row *row, char *target) {
    if (!is_type(reader, place, value, JSON_OBJECT, "an object")) {
        return;
    }
    const char *key;
    json_t *member;
    json_object_foreach(value, key, member) {
        if (find_row(row->inside, row->inside_count, key) == NULL) {
            unknown_key(reader, place, key, row->inside, row->inside_count);
        }
    }
    for (size_t i = 0; i < row->inside_count; i++) {
        const struct config_row *inside = &row->inside[i];
        struct config_place below = {.parent = place, .name = inside->name};
        member = json_object_get(value, inside->name);
        if (member != NULL) {
            inside->take(reader, &below, member, inside, target + inside->offset);
        } else if (!inside->optional) {
            config_fault(reader, &below, "missing");
        }
    }
}

void config_take_list(struct config_reader *reader, const struct config_place *place, json_t *value,
                      const struct config_row *row, char *target) {
    if (!is_type(reader, place, value, JSON_ARRAY, "a list")) {
        return;
    }
    size_t count = json_array_size(value);
    if (count < row->least || count > row->most) {
        config_fault(reader, place, "%zu elements; allowed: %" PRIu32 " to %" PRIu32, count, row->least, row->most);
        return;
    }
    char *elements = arena_take(reader->arena, count * row->size);
    if (elements == NULL) {
        reader->no_memory = true;
        return;
    }
    memset(elements, 0, count * row->size);
    for (size_t i = 0; i < count; i++) {
        struct config_place below = {.parent = place, .index = i};
        row->inside->take(reader, &below, json_array_get(value, i), row->inside, elements + i * row->size);
    }
    memcpy(target, &elements, sizeof(elements)); /* the member is a pointer to some const struct */
    memcpy(target + row->count_offset, &count, sizeof(count));
}

/* ---- texts ---- */

static bool has_control(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i], next = i + 1 < length ? (unsigned char)bytes[i + 1] : 0;
        if (byte < 0x20 || byte == 0x7f || (byte == 0xc2 && next >= 0x80 && next <= 0x9f)) {
            return true;
        }
    }
    return false;
}

void config_take_text(struct config_reader *reader, const struct config_place *place, json_t *value,
                      const struct config_row *row, char *target) {
    if (!is_type(reader, place, value, JSON_STRING, "a text")) {
        return;
    }
    struct text raw = {json_string_value(value), json_string_length(value)}, clean;
    if (has_control(raw.bytes, raw.length)) {
        config_fault(reader, place, "line breaks, tabs and other control characters are not allowed");
        return;
    }
    enum error error = text_clean(reader->arena, raw.bytes, raw.length, row->most, row->bytes, &clean);
    if (error == ERROR_NO_MEMORY) {
        reader->no_memory = true;
    } else if (error == ERROR_TOO_LONG) {
        config_fault(reader, place, "too long; at most %" PRIu32 " letters and %" PRIu32 " bytes", row->most,
                     row->bytes);
    } else if (error != ERROR_NONE) {
        config_fault(reader, place, "%s", error_text(error));
    } else if (text_graphemes(clean) != text_graphemes(raw)) {
        /* NFC keeps this number; what changed it would surprise the writer. */
        config_fault(reader, place, "a space at an end, a doubled space or an invisible character; write it without");
    } else {
        memcpy(target, &clean, sizeof(clean));
    }
}

void config_take_id(struct config_reader *reader, const struct config_place *place, json_t *value,
                    const struct config_row *row, char *target) {
    struct text text = {"", 0}; /* stands for a faulty one: config_check tells it from one that is missing */
    memcpy(target, &text, sizeof(text));
    if (!is_type(reader, place, value, JSON_STRING, "a text")) {
        return;
    }
    const char *id = json_string_value(value);
    size_t length = json_string_length(value);
    if (length == 0 || length > row->bytes || strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-") != length) {
        char shown[QUOTED_SIZE];
        config_fault(reader, place, "%s is no id; allowed: 1 to %" PRIu32 " of a-z 0-9 _ -", quoted(id, shown),
                     row->bytes);
        return;
    }
    text = (struct text){arena_copy(reader->arena, id, length), length};
    reader->no_memory = reader->no_memory || text.bytes == NULL;
    memcpy(target, &text, sizeof(text));
}

/* ---- numbers and words ---- */

/* 3, and 3.0 too: to JSON and its schema they are one number. */
static bool whole_number(const json_t *value, long long *out) {
    if (json_is_integer(value)) {
        *out = json_integer_value(value);
        return true;
    }
    double real = json_real_value(value);
    if (!json_is_real(value) || real < -9e18 || real > 9e18) {
        return false;
    }
    *out = (long long)real;
    return !((double)*out < real || (double)*out > real);
}

void config_take_number(struct config_reader *reader, const struct config_place *place, json_t *value,
                        const struct config_row *row, char *target) {
    long long number;
    if (!whole_number(value, &number)) {
        config_fault(reader, place, "%s, must be a whole number from %" PRIu32 " to %" PRIu32, type_name(value),
                     row->least, row->most);
        return;
    }
    if (number < (long long)row->least || number > (long long)row->most) {
        config_fault(reader, place, "%lld; allowed: %" PRIu32 " to %" PRIu32, number, row->least, row->most);
        return;
    }
    uint32_t stored = (uint32_t)number;
    memcpy(target, &stored, sizeof(stored));
}

/* The word's value, or -1 and a fault. */
static int find_word(struct config_reader *reader, const struct config_place *place, json_t *value,
                     const struct word_list *list) {
    if (!is_type(reader, place, value, JSON_STRING, "a text")) {
        return -1;
    }
    struct text word = {json_string_value(value), json_string_length(value)};
    int found = word_find(list, word);
    if (found < 0) {
        char known[LINE_SIZE / 2] = "", shown[QUOTED_SIZE];
        for (size_t i = 0, length = 0; i < list->count && length < sizeof(known); i++) {
            length +=
                (size_t)snprintf(known + length, sizeof(known) - length, "%s%s", i > 0 ? ", " : "", list->words[i]);
        }
        config_fault(reader, place, "%s is not one of %s", quoted(word.bytes, shown), known);
    }
    return found;
}

void config_take_word(struct config_reader *reader, const struct config_place *place, json_t *value,
                      const struct config_row *row, char *target) {
    int found = find_word(reader, place, value, row->words);
    if (found >= 0) {
        memcpy(target, &found, sizeof(found)); /* an enum without negative values is as wide as int */
    }
}

void config_take_words(struct config_reader *reader, const struct config_place *place, json_t *value,
                       const struct config_row *row, char *target) {
    if (!is_type(reader, place, value, JSON_ARRAY, "a list")) {
        return;
    }
    if (json_array_size(value) == 0) {
        config_fault(reader, place, "empty; at least one is needed");
    }
    uint32_t bits = 0;
    for (size_t i = 0; i < json_array_size(value) && i <= row->words->count; i++) {
        struct config_place below = {.parent = place, .index = i};
        int found = find_word(reader, &below, json_array_get(value, i), row->words);
        uint32_t bit = found < 0 ? 0 : UINT32_C(1) << found;
        if ((bits & bit) != 0) {
            config_fault(reader, &below, "\"%s\" stands there twice", row->words->words[found]);
        }
        bits |= bit;
    }
    memcpy(target, &bits, sizeof(bits));
}

/* ---- what the hub does not use ---- */

void config_skip_flag(struct config_reader *reader, const struct config_place *place, json_t *value,
                      const struct config_row *row, char *target) {
    (void)row;
    (void)target;
    if (!json_is_boolean(value)) {
        config_fault(reader, place, "%s, must be true or false", type_name(value));
    }
}

void config_skip_text(struct config_reader *reader, const struct config_place *place, json_t *value,
                      const struct config_row *row, char *target) {
    (void)target;
    if (is_type(reader, place, value, JSON_STRING, "a text") && json_string_length(value) > row->bytes) {
        config_fault(reader, place, "too long; at most %" PRIu32 " bytes", row->bytes);
    }
}
