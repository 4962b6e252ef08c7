/* json_slice.h - parts of a JSON text where they lie, byte for byte: what one process hands on to another must not be written anew. Pure.
 *
 * Normal course: json_slice_check once, when a text comes in; then json_member and json_element on it and on what they give. On a text that was not
 * checked they find nothing, or the wrong thing, but stay inside it. */
#ifndef LAMRELAY_CODEC_JSON_SLICE_H
#define LAMRELAY_CODEC_JSON_SLICE_H

#include "base/buffer.h"
#include "base/text.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Is it one JSON object, at most LIMIT_JSON_DEPTH + 2 levels deep, without twins among its names? */
bool json_slice_check(const char *bytes, size_t length);
/* The value of the member `name`; false = there is none, and `*value` stays as it was. */
bool json_member(struct text object, const char *name, struct text *value);
/* The next element of an array. `*rest` begins as the array and moves on; false = no more. */
bool json_element(struct text *rest, struct text *element);
/* A whole number that is not negative. */
bool json_number(struct text value, uint64_t *out);
/* A string without an escape in it: ids, words, base64url. */
bool json_word(struct text value, struct text *out);
/* Appends `text` as a JSON string, quotes included. Valid UTF-8. NONE or NO_MEMORY. */
enum error json_quote(struct buffer *out, struct text text);

#endif
