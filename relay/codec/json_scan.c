#include "codec/json_scan.h"

#include <endian.h>
#include <stddef.h>
#include <string.h>

static void skip_blanks(struct json_scan *scan) {
    while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\t' || *scan->at == '\n' || *scan->at == '\r'))
        scan->at++;
}

bool json_scan_sees(struct json_scan *scan, char first) {
    skip_blanks(scan);
    return scan->at < scan->end && *scan->at == first;
}

bool json_scan_mark(struct json_scan *scan, char mark) {
    if (!json_scan_sees(scan, mark))
        return false;
    scan->at++;
    return true;
}

bool json_scan_ends(struct json_scan *scan) {
    skip_blanks(scan);
    return scan->at == scan->end;
}

/* ---- strings ---- */

/* Most of a string is ASCII that needs no second look: eight bytes at a glance, up to the first that is a quote, a backslash, a control character or
 * part of a longer character. A subtraction borrows only from bytes behind one that is found, so the first is the right one. */
static const char *skip_simple(const char *at, const char *end) {
    static const uint64_t EACH = UINT64_C(0x0101010101010101), HIGH = UINT64_C(0x8080808080808080);
    for (uint64_t eight; end - at >= (ptrdiff_t)sizeof eight; at += sizeof eight) {
        memcpy(&eight, at, sizeof eight);
        eight = le64toh(eight);
        uint64_t control = eight - EACH * 0x20, quote = (eight ^ EACH * '"') - EACH, backslash = (eight ^ EACH * '\\') - EACH;
        uint64_t found = (eight | control | quote | backslash) & HIGH;
        if (found)
            return at + __builtin_ctzll(found) / 8;
    }
    return at;
}

/* What stands between the quotes. NULL behind it when it does not end, or holds what a string must not. */
static const char *string_end(const char *at, const char *end, bool *is_escaped) {
    bool is_plain = true;
    const char *begin = at;
    *is_escaped = false;
    for (at = skip_simple(at, end); at < end && *at != '"'; at++) {
        unsigned char c = (unsigned char)*at;
        if (c < 0x20)
            return NULL;
        if (c >= 0x80)
            is_plain = false;
        if (c == '\\') {
            *is_escaped = true;
            at++;
        }
    }
    if (at >= end)
        return NULL;
    return is_plain || text_is_utf8(begin, (size_t)(at - begin)) ? at : NULL;
}

static enum error scan_quoted(struct json_scan *scan, struct text *out, bool *is_escaped) {
    if (!json_scan_sees(scan, '"'))
        return ERROR_WRONG_TYPE;
    const char *begin = scan->at + 1;
    const char *end = string_end(begin, scan->end, is_escaped);
    if (!end)
        return ERROR_MALFORMED;
    *out = (struct text){begin, (size_t)(end - begin)};
    return ERROR_NONE;
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four digits; -1 = they are not. */
static int32_t hex_number(const char *at, const char *end) {
    int32_t number = 0;
    if (end - at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return -1;
        number = number * 16 + digit;
    }
    return number;
}

static char *put_utf8(char *out, uint32_t character) {
    if (character < 0x80) {
        *out++ = (char)character;
    } else if (character < 0x800) {
        *out++ = (char)(0xc0 | character >> 6);
        *out++ = (char)(0x80 | (character & 0x3f));
    } else if (character < 0x10000) {
        *out++ = (char)(0xe0 | character >> 12);
        *out++ = (char)(0x80 | (character >> 6 & 0x3f));
        *out++ = (char)(0x80 | (character & 0x3f));
    } else {
        *out++ = (char)(0xf0 | character >> 18);
        *out++ = (char)(0x80 | (character >> 12 & 0x3f));
        *out++ = (char)(0x80 | (character >> 6 & 0x3f));
        *out++ = (char)(0x80 | (character & 0x3f));
    }
    return out;
}

/* The character of \u and four digits, or of a pair of them; `*at` stands behind the u and moves on. 0 = none that may stand in a text. */
static uint32_t read_escaped_number(const char **at, const char *end) {
    int32_t first = hex_number(*at, end);
    if (first <= 0 || (first >= 0xdc00 && first <= 0xdfff))
        return 0;
    *at += 4;
    if (first < 0xd800 || first > 0xdbff)
        return (uint32_t)first;
    if (end - *at < 2 || (*at)[0] != '\\' || (*at)[1] != 'u')
        return 0;
    int32_t second = hex_number(*at + 2, end);
    if (second < 0xdc00 || second > 0xdfff)
        return 0;
    *at += 6;
    return 0x10000 + ((uint32_t)(first - 0xd800) << 10) + (uint32_t)(second - 0xdc00);
}

/* Writes what `in` means, never longer than it; NULL = an escape that is none, else the end of what was written. */
static char *unescape(struct text in, char *out) {
    static const char NAMES[] = "\"\\/bfnrt", VALUES[] = "\"\\/\b\f\n\r\t";
    const char *end = in.bytes + in.length;
    for (const char *at = in.bytes; at < end;) {
        if (*at != '\\') {
            *out++ = *at++;
            continue;
        }
        char name = at[1];
        at += 2;
        const char *place = name == 'u' || name == '\0' ? NULL : strchr(NAMES, name);
        uint32_t character = name == 'u' ? read_escaped_number(&at, end) : place ? (uint32_t)VALUES[place - NAMES] : 0;
        if (character == 0)
            return NULL;
        out = put_utf8(out, character);
    }
    return out;
}

enum error json_scan_string(struct json_scan *scan, struct arena *arena, struct text *out) {
    struct text quoted;
    bool is_escaped;
    enum error error = scan_quoted(scan, &quoted, &is_escaped);
    if (error)
        return error;
    char *copy = arena_copy(arena, quoted.bytes, quoted.length);
    if (!copy)
        return ERROR_NO_MEMORY;
    char *end = is_escaped ? unescape(quoted, copy) : copy + quoted.length;
    if (!end)
        return ERROR_MALFORMED;
    *end = '\0';
    *out = (struct text){copy, (size_t)(end - copy)};
    scan->at = quoted.bytes + quoted.length + 1;
    return ERROR_NONE;
}

enum error json_scan_word(struct json_scan *scan, struct text *out) {
    bool is_escaped;
    enum error error = scan_quoted(scan, out, &is_escaped);
    if (error || is_escaped)
        return error ? error : ERROR_MALFORMED;
    scan->at = out->bytes + out->length + 1;
    return ERROR_NONE;
}

/* ---- other values ---- */

enum error json_scan_integer(struct json_scan *scan, int64_t *out) {
    skip_blanks(scan);
    const char *at = scan->at;
    bool is_negative = at < scan->end && *at == '-';
    at += is_negative;
    const char *first = at;
    int64_t number = 0;
    for (; at < scan->end && *at >= '0' && *at <= '9'; at++)
        if (__builtin_mul_overflow(number, 10, &number) || __builtin_sub_overflow(number, *at - '0', &number))
            return ERROR_WRONG_TYPE;
    bool has_leading_zero = at - first > 1 && *first == '0';
    bool is_fraction = at < scan->end && (*at == '.' || *at == 'e' || *at == 'E');
    if (at == first || has_leading_zero || is_fraction || (!is_negative && number == INT64_MIN))
        return ERROR_WRONG_TYPE;
    *out = is_negative ? number : -number;
    scan->at = at;
    return ERROR_NONE;
}

static bool take_literal(struct json_scan *scan, const char *literal, size_t length) {
    if ((size_t)(scan->end - scan->at) < length || memcmp(scan->at, literal, length) != 0)
        return false;
    scan->at += length;
    return true;
}

enum error json_scan_flag(struct json_scan *scan, bool *out) {
    skip_blanks(scan);
    if (take_literal(scan, "true", 4))
        *out = true;
    else if (take_literal(scan, "false", 5))
        *out = false;
    else
        return ERROR_WRONG_TYPE;
    return ERROR_NONE;
}

/* ---- what holds others ---- */

bool json_scan_element(struct json_scan *scan, char *mark) {
    if (!json_scan_mark(scan, *mark))
        return false;
    bool is_empty = *mark != ',' && json_scan_sees(scan, *mark == '[' ? ']' : '}');
    *mark = ',';
    return !is_empty;
}

bool json_scan_close(struct json_scan *scan, char mark, char end) {
    return mark == ',' && json_scan_mark(scan, end);
}

bool json_scan_member(struct json_scan *scan, char *mark, struct text *name) {
    struct json_scan before = *scan;
    bool is_escaped;
    if (!json_scan_element(scan, mark))
        return false;
    if (!scan_quoted(scan, name, &is_escaped)) {
        scan->at = name->bytes + name->length + 1;
        if (json_scan_mark(scan, ':'))
            return true;
    }
    *scan = before;
    return false;
}
