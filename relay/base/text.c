#include "text.h"

#include "memory.h"
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

enum {
    MARKS_KEPT = 2,
    /* Before NFC: no more marks in a row than this, since putting them in order takes the square of their number. The
     * bound is that of the Stream-Safe Text Format (UAX #15). */
    MARKS_SORTED = 30,
    JOINER = 0x200d,
    VARIATION_FIRST = 0xfe00,
    VARIATION_LAST = 0xfe0f,
};

struct text text_of(const char *string) {
    return string == NULL ? (struct text){NULL, 0} : (struct text){string, strlen(string)};
}

bool text_equal(struct text a, struct text b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* The character at the beginning of `bytes` and how many bytes it has; 0 when it is not UTF-8. */
static size_t read_character(const char *bytes, size_t length, utf8proc_int32_t *character) {
    utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, character);
    return taken > 0 ? (size_t)taken : 0;
}

/* Of what our programs say to each other most is ASCII: eight bytes at a glance. Returns how many. */
static size_t skip_ascii(const char *bytes, size_t length) {
    size_t done = 0;
    for (uint64_t eight; length - done >= sizeof eight; done += sizeof eight) {
        memcpy(&eight, bytes + done, sizeof eight);
        if (eight & UINT64_C(0x8080808080808080)) {
            break;
        }
    }
    while (done < length && (unsigned char)bytes[done] < 0x80) {
        done++;
    }
    return done;
}

bool text_is_utf8(const char *bytes, size_t length) {
    utf8proc_int32_t character;
    size_t done = skip_ascii(bytes, length), taken = 1;
    while (done < length && taken > 0) {
        taken = read_character(bytes + done, length - done, &character);
        done += taken;
        done += taken > 0 ? skip_ascii(bytes + done, length - done) : 0;
    }
    return done == length;
}

size_t text_graphemes(struct text text) {
    utf8proc_int32_t before = 0, character = 0, state = 0;
    size_t count = 0;
    for (size_t done = 0; done < text.length;) {
        size_t taken = read_character(text.bytes + done, text.length - done, &character);
        if (taken == 0) {
            break;
        }
        if (done == 0 || utf8proc_grapheme_break_stateful(before, character, &state)) {
            count++;
        }
        before = character;
        done += taken;
    }
    return count;
}

enum sort { SORT_KEEP, SORT_MARK, SORT_SPACE, SORT_JOINER, SORT_DROP };

static enum sort sort_of(utf8proc_int32_t character, const utf8proc_property_t *property) {
    if (character == JOINER) {
        return SORT_JOINER;
    }
    if (character >= VARIATION_FIRST && character <= VARIATION_LAST) {
        return SORT_MARK;
    }
    bool is_noncharacter = (character & 0xfffe) == 0xfffe || (character >= 0xfdd0 && character <= 0xfdef);
    if (is_noncharacter) {
        return SORT_DROP;
    }
    switch (property->category) {
    case UTF8PROC_CATEGORY_CC:
        return (character >= '\t' && character <= '\r') || character == 0x85 ? SORT_SPACE : SORT_DROP;
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return SORT_SPACE;
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
        return SORT_DROP;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return property->ignorable ? SORT_DROP : SORT_MARK;
    default:
        return property->ignorable ? SORT_DROP : SORT_KEEP;
    }
}

/* Where the filter stands. */
struct filter {
    char *out;
    size_t length;
    size_t marks;          /* marks in a row */
    bool has_base;         /* there is something a mark can sit on */
    bool space_waits;      /* a space, once something follows it */
    bool joiner_waits;     /* a joiner, once a pictograph follows it */
    bool after_pictograph; /* a pictograph, perhaps with marks or a skin tone: rule GB11 of UAX #29 */
};

static void emit(struct filter *filter, utf8proc_int32_t character) {
    filter->length += (size_t)utf8proc_encode_char(character, (utf8proc_uint8_t *)filter->out + filter->length);
}

static void take_base(struct filter *filter, utf8proc_int32_t character, const utf8proc_property_t *property) {
    bool is_pictograph = property->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
    bool is_extension =
        property->boundclass == UTF8PROC_BOUNDCLASS_EXTEND; /* skin tones are letters of their own, yet extend */
    if (filter->space_waits) {
        emit(filter, ' ');
    } else if (filter->joiner_waits && filter->after_pictograph && is_pictograph) {
        emit(filter, JOINER);
    }
    emit(filter, character);
    filter->after_pictograph = is_pictograph || (is_extension && filter->after_pictograph && !filter->space_waits);
    filter->space_waits = false;
    filter->joiner_waits = false;
    filter->has_base = true;
    filter->marks = 0;
}

static void take_character(struct filter *filter, utf8proc_int32_t character) {
    const utf8proc_property_t *property = utf8proc_get_property(character);
    switch (sort_of(character, property)) {
    case SORT_KEEP:
        take_base(filter, character, property);
        break;
    case SORT_MARK:
        if (filter->has_base && filter->marks < MARKS_SORTED) {
            emit(filter, character);
            filter->marks++;
        }
        break;
    case SORT_SPACE:
        filter->space_waits = filter->length > 0;
        filter->joiner_waits = false;
        filter->has_base = false;
        break;
    case SORT_JOINER:
        filter->joiner_waits = true;
        break;
    case SORT_DROP:
        break;
    }
}

/* Characters that may stay, at most `length` bytes of them. Filtering comes before NFC: what is dropped from between a
 * letter and its mark must not keep them apart. */
static enum error filter_text(const char *bytes, size_t length, char *out, size_t *out_length) {
    struct filter filter = {.out = out};
    size_t done = 0;
    while (done < length) {
        utf8proc_int32_t character;
        size_t taken = read_character(bytes + done, length - done, &character);
        if (taken == 0) {
            return ERROR_MALFORMED;
        }
        take_character(&filter, character);
        done += taken;
    }
    *out_length = filter.length;
    return ERROR_NONE;
}

/* Drops, in place, the marks beyond those kept; returns the new count. What is left is still NFC: a later mark never
 * keeps an earlier one from composing. */
static size_t limit_marks(utf8proc_int32_t *characters, size_t count) {
    size_t kept = 0, marks = 0;
    for (size_t i = 0; i < count; i++) {
        enum sort sort = sort_of(characters[i], utf8proc_get_property(characters[i]));
        marks = sort == SORT_MARK ? marks + 1 : 0;
        if (marks <= MARKS_KEPT) {
            characters[kept++] = characters[i];
        }
    }
    return kept;
}

static enum error encode(struct arena *arena, const utf8proc_int32_t *characters, size_t count, size_t max_bytes,
                         struct text *clean) {
    utf8proc_uint8_t one[4];
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += (size_t)utf8proc_encode_char(characters[i], one);
    }
    if (length > max_bytes) {
        return ERROR_TOO_LONG;
    }
    char *bytes = arena_take(arena, length + 1);
    if (bytes == NULL) {
        return ERROR_NO_MEMORY;
    }
    size_t done = 0;
    for (size_t i = 0; i < count; i++) {
        done += (size_t)utf8proc_encode_char(characters[i], (utf8proc_uint8_t *)bytes + done);
    }
    bytes[length] = '\0';
    *clean = (struct text){bytes, length};
    return ERROR_NONE;
}

/* NFC of filtered text, marks limited. */
static enum error compose(struct arena *arena, const char *bytes, size_t length, size_t max_bytes, struct text *clean) {
    const utf8proc_option_t nfc = (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const utf8proc_uint8_t *input = (const utf8proc_uint8_t *)bytes;
    utf8proc_ssize_t room = utf8proc_decompose(input, (utf8proc_ssize_t)length, NULL, 0, nfc);
    if (room < 0) {
        return ERROR_MALFORMED;
    }
    utf8proc_int32_t *characters = memory_take_zeroed((size_t)room, sizeof(*characters));
    if (characters == NULL) {
        return ERROR_NO_MEMORY;
    }
    utf8proc_ssize_t count = utf8proc_decompose(input, (utf8proc_ssize_t)length, characters, room, nfc);
    count = count < 0 ? count : utf8proc_normalize_utf32(characters, count, nfc);
    enum error error = ERROR_MALFORMED;
    if (count >= 0) {
        error = encode(arena, characters, limit_marks(characters, (size_t)count), max_bytes, clean);
    }
    memory_release(characters);
    return error;
}

/* Bytes of the character there if it is a plain one: a letter or sign that stays as it is whatever other plain one stands beside it, and is a grapheme of its
 * own. ASCII without control characters, composed Latin letters (U+00C0 to U+023F, U+1E00 to U+1EFF), dashes, quotation marks and the ellipsis: Vietnamese
 * and English as keyboards make them, but for marks that are typed apart. 0: another one, or no UTF-8. */
static size_t plain_character(const char *bytes, size_t left) {
    const uint8_t *at = (const uint8_t *)bytes;
    if (*at < 0x80) {
        return *at >= ' ' && *at <= '~';
    }
    if (left >= 2 && *at >= 0xc3 && *at <= 0xc8) {
        return (at[1] & 0xc0) == 0x80 ? 2 : 0;
    }
    if (left < 3 || (at[2] & 0xc0) != 0x80) {
        return 0;
    }
    bool is_letter = *at == 0xe1 && at[1] >= 0xb8 && at[1] <= 0xbb;
    bool is_sign = *at == 0xe2 && at[1] == 0x80 && (at[2] == 0x93 || at[2] == 0x94 || (at[2] >= 0x98 && at[2] <= 0x9d) || at[2] == 0xa6);
    return is_letter || is_sign ? 3 : 0;
}

static bool is_plain(const char *bytes, size_t length) {
    size_t done = 0, taken = 1;
    for (; done < length && taken > 0; done += taken) {
        taken = plain_character(bytes + done, length - done);
    }
    return taken > 0;
}

/* text_clean where all characters are plain: only the spaces are looked at. */
static enum error clean_plain(struct arena *arena, const char *bytes, size_t length, size_t max_graphemes, size_t max_bytes, struct text *clean) {
    size_t done = 0, graphemes = 0;
    while (length > 0 && bytes[length - 1] == ' ') {
        length--;
    }
    char *out = arena_take(arena, length + 1);
    if (out == NULL) {
        return ERROR_NO_MEMORY;
    }
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == ' ' && (done == 0 || out[done - 1] == ' ')) {
            continue;
        }
        graphemes += ((uint8_t)bytes[i] & 0xc0) != 0x80;
        out[done++] = bytes[i];
    }
    out[done] = '\0';
    if (done == 0 || done > max_bytes || graphemes > max_graphemes) {
        return done == 0 ? ERROR_EMPTY : ERROR_TOO_LONG;
    }
    *clean = (struct text){out, done};
    return ERROR_NONE;
}

enum error text_clean(struct arena *arena, const char *bytes, size_t length, size_t max_graphemes, size_t max_bytes,
                      struct text *clean) {
    *clean = (struct text){NULL, 0};
    if (is_plain(bytes, length)) {
        return clean_plain(arena, bytes, length, max_graphemes, max_bytes, clean);
    }
    char *filtered = memory_take(length);
    if (filtered == NULL) {
        return ERROR_NO_MEMORY;
    }
    struct text composed = {NULL, 0};
    size_t filtered_length = 0;
    enum error error = filter_text(bytes, length, filtered, &filtered_length);
    if (error == ERROR_NONE) {
        error = filtered_length == 0 ? ERROR_EMPTY : compose(arena, filtered, filtered_length, max_bytes, &composed);
    }
    if (error == ERROR_NONE && text_graphemes(composed) > max_graphemes) {
        error = ERROR_TOO_LONG;
    }
    if (error == ERROR_NONE) {
        *clean = composed;
    }
    memory_release(filtered);
    return error;
}

/* The letter itself without what is put on it: a decomposition leaves only the bar of đ. */
static utf8proc_int32_t bare(utf8proc_int32_t character) {
    return character == 0x111 || character == 0x110 ? 'd' : character;
}

static bool is_word(utf8proc_int32_t character) {
    utf8proc_category_t category = utf8proc_category(character);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) || category == UTF8PROC_CATEGORY_ND;
}

enum error text_fold(struct arena *arena, struct text text, struct text *folded) {
    const utf8proc_option_t options = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.bytes;
    *folded = (struct text){0};
    if (text.length == 0)
        return ERROR_NONE;
    utf8proc_ssize_t count = utf8proc_decompose(bytes, (utf8proc_ssize_t)text.length, NULL, 0, options);
    if (count < 0)
        return ERROR_MALFORMED;
    utf8proc_int32_t *characters = arena_take(arena, ((size_t)count + 1) * sizeof *characters);
    char *out = arena_take(arena, (size_t)count * 4 + 1);
    if (!characters || !out)
        return ERROR_NO_MEMORY;
    utf8proc_decompose(bytes, (utf8proc_ssize_t)text.length, characters, count, options);
    size_t length = 0;
    bool gap = false;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        utf8proc_int32_t character = bare(characters[i]);
        if (!is_word(character)) {
            gap = length > 0;
            continue;
        }
        if (gap)
            out[length++] = ' ';
        gap = false;
        length += (size_t)utf8proc_encode_char(character, (utf8proc_uint8_t *)out + length);
    }
    out[length] = '\0';
    *folded = (struct text){out, length};
    return ERROR_NONE;
}
