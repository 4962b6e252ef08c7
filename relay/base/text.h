/* text.h - text as people write it: UTF-8, NFC, grapheme clusters (UAX #29). Pure; any thread. */
#ifndef LAMRELAY_BASE_TEXT_H
#define LAMRELAY_BASE_TEXT_H

#include "arena.h"
#include "error.h"
#include <stdbool.h>
#include <stddef.h>

/* A borrowed run of bytes; valid UTF-8 unless said otherwise. Empty value: {NULL, 0} = absent. A text from an arena has
 * a NUL behind it. */
struct text {
    const char *bytes;
    size_t length;
};

/* A text literal or NUL-terminated string; NULL gives the empty value. */
struct text text_of(const char *string);
bool text_equal(struct text a, struct text b);
/* Mostly asked of the words of a list, which mostly differ at once. */
static inline bool text_equal_string(struct text a, const char *string) {
    return (a.length == 0 || (string && a.bytes[0] == string[0])) && text_equal(a, text_of(string));
}
/* Well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). */
bool text_is_utf8(const char *bytes, size_t length);

/* Cleans what a person typed: NFC; line breaks and tabs become spaces; other control characters
 * (Cc), format characters (Cf) - but for ZWJ U+200D inside an emoji sequence -, surrogates, private use and
 * noncharacters are dropped; so are characters that are invisible by definition (fillers), and marks with nothing to
 * sit on; more than 2 combining marks left on one base after NFC are dropped; runs of white space become one space;
 * ends trimmed. Then 1..max_graphemes grapheme clusters and at most max_bytes bytes.
 * `*clean` lives in `arena`. Errors: MALFORMED (not UTF-8), EMPTY (nothing left), TOO_LONG, NO_MEMORY. */
enum error text_clean(struct arena *arena, const char *bytes, size_t length, size_t max_graphemes, size_t max_bytes,
                      struct text *clean);

/* What is left of a text when case, diacritics (đ is d) and all but letters and digits are taken away, one space between words: "Đề nghị!" and
 * "DE NGHI" both give "de nghi". `*folded` lives in `arena`; it may be empty. MALFORMED (not UTF-8), NO_MEMORY. */
enum error text_fold(struct arena *arena, struct text text, struct text *folded);

/* Grapheme clusters in valid UTF-8. */
size_t text_graphemes(struct text text);

#endif
