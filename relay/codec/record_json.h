/* record_json.h - a record from members of a JSON object that a person or another program sent. For the files of codec/ only: shows jansson. */
#ifndef LAMRELAY_CODEC_RECORD_JSON_H
#define LAMRELAY_CODEC_RECORD_JSON_H

#include "base/arena.h"
#include "core/record.h"
#include <jansson.h>

/* Reads one member into its place. `clean` = a person typed it: texts are cleaned and bounded (base/text.h); else they are copied as they are.
 * Errors: WRONG_TYPE, MALFORMED, EMPTY, TOO_LONG, OUT_OF_RANGE, UNKNOWN_WORD, NO_MEMORY. */
enum error record_from_json(struct record *record, enum field field, json_t *value, bool clean, struct arena *arena);

/* Dumps compactly and releases `object` (NULL = NO_MEMORY). */
struct buffer;
enum error json_append(struct buffer *out, json_t *object);

#endif
