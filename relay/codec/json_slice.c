#include "codec/json_slice.h"

#include "core/limits.h"
#include <jansson.h>
#include <string.h>

enum { FRAME_LEVELS = 2 }; /* of the notification around a row */

static bool is_shallow(const char *bytes, size_t length) {
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '[') && ++depth > LIMIT_JSON_DEPTH + FRAME_LEVELS)
            return false;
        else if (!in_string && (c == '}' || c == ']'))
            depth--;
    }
    return true;
}

bool json_slice_check(const char *bytes, size_t length) {
    json_t *json = is_shallow(bytes, length) ? json_loadb(bytes, length, JSON_REJECT_DUPLICATES, NULL) : NULL;
    bool is_object = json_is_object(json);
    json_decref(json);
    return is_object;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blank(struct text *rest) {
    while (rest->length > 0 && is_blank(*rest->bytes)) {
        rest->bytes++;
        rest->length--;
    }
}

/* Behind the string that begins at `at`. */
static size_t string_end(struct text text, size_t at) {
    for (at++; at < text.length && text.bytes[at] != '"'; at++)
        if (text.bytes[at] == '\\')
            at++;
    return at < text.length ? at + 1 : text.length;
}

/* How long the value is that begins `text`. */
static size_t value_length(struct text text) {
    size_t at = 0, depth = 0;
    while (at < text.length) {
        char c = text.bytes[at];
        if (c == '"') {
            at = string_end(text, at);
            if (depth == 0)
                return at;
            continue;
        }
        if (depth == 0 && (c == ',' || c == ']' || c == '}' || is_blank(c)))
            return at;
        at++;
        if (c == '{' || c == '[')
            depth++;
        else if ((c == '}' || c == ']') && --depth == 0)
            return at;
    }
    return at;
}

static bool take(struct text *rest, struct text *value) {
    skip_blank(rest);
    size_t length = value_length(*rest);
    if (length == 0)
        return false;
    *value = (struct text){rest->bytes, length};
    rest->bytes += length;
    rest->length -= length;
    skip_blank(rest);
    return true;
}

static bool take_mark(struct text *rest, char mark) {
    skip_blank(rest);
    if (rest->length == 0 || *rest->bytes != mark)
        return false;
    rest->bytes++;
    rest->length--;
    return true;
}

bool json_member(struct text object, const char *name, struct text *value) {
    struct text rest = object, key, found;
    size_t length = strlen(name);
    for (char mark = '{'; take_mark(&rest, mark); mark = ',') {
        if (!take(&rest, &key) || !take_mark(&rest, ':') || !take(&rest, &found))
            return false;
        if (key.length == length + 2 && key.bytes[0] == '"' && memcmp(key.bytes + 1, name, length) == 0) {
            *value = found;
            return true;
        }
    }
    return false;
}

bool json_element(struct text *rest, struct text *element) {
    return (take_mark(rest, '[') || take_mark(rest, ',')) && take(rest, element);
}

bool json_number(struct text value, uint64_t *out) {
    *out = 0;
    for (size_t i = 0; i < value.length; i++) {
        if (value.bytes[i] < '0' || value.bytes[i] > '9' || *out > (UINT64_MAX - 9) / 10)
            return false;
        *out = *out * 10 + (uint64_t)(value.bytes[i] - '0');
    }
    return value.length > 0;
}

bool json_word(struct text value, struct text *out) {
    if (value.length < 2 || value.bytes[0] != '"' || memchr(value.bytes, '\\', value.length))
        return false;
    *out = (struct text){value.bytes + 1, value.length - 2};
    return true;
}

static const uint64_t EACH = UINT64_C(0x0101010101010101), HIGH = UINT64_C(0x8080808080808080);

/* What stands for a character that a string must not hold. */
static enum error append_escape(struct buffer *out, unsigned char c) {
    static const char PLACES[] = "\"\\\b\f\n\r\t", NAMES[] = "\"\\bfnrt";
    const char *place = c ? strchr(PLACES, c) : NULL;
    return place ? buffer_append(out, (const char[]){'\\', NAMES[place - PLACES]}, 2) : buffer_printf(out, "\\u%04X", c);
}

static bool needs_escape(unsigned char c) {
    return c < 0x20 || c == '"' || c == '\\';
}

/* Which of eight bytes are zero: no bit is set when none is. */
static uint64_t zeroes(uint64_t eight) {
    return (eight - EACH) & ~eight & HIGH;
}

/* Where the next character is that a string must not hold as it is. Most texts have none: eight bytes at a glance. */
static size_t next_escape(struct text text, size_t at) {
    for (uint64_t eight; text.length - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, text.bytes + at, sizeof eight);
        uint64_t control = (eight - EACH * 0x20) & ~eight & HIGH;
        if (control | zeroes(eight ^ EACH * '"') | zeroes(eight ^ EACH * '\\'))
            break;
    }
    while (at < text.length && !needs_escape((unsigned char)text.bytes[at]))
        at++;
    return at;
}

enum error json_quote(struct buffer *out, struct text text) {
    size_t before = out->length, written = 0;
    enum error error = buffer_append(out, "\"", 1);
    for (size_t i = next_escape(text, 0); i < text.length && !error; i = next_escape(text, i + 1)) {
        error = buffer_append(out, text.bytes + written, i - written);
        if (!error)
            error = append_escape(out, (unsigned char)text.bytes[i]);
        written = i + 1;
    }
    if (!error)
        error = buffer_append(out, text.bytes + written, text.length - written);
    if (!error)
        error = buffer_append(out, "\"", 1);
    if (error)
        out->length = before;
    return error;
}
