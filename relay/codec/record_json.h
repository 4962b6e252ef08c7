/* record_json.h - a record as members of a JSON object, by its table of fields. For the files of codec/ only: shows jansson. */
#ifndef LAMRELAY_CODEC_RECORD_JSON_H
#define LAMRELAY_CODEC_RECORD_JSON_H

#include "base/arena.h"
#include "core/record.h"
#include <jansson.h>

/* Sets the present ones of `fields` in `object`, in their order. NONE or NO_MEMORY. */
enum error record_to_json(json_t *object, const field_use *fields, const struct record *record);
enum error record_member_to_json(json_t *object, enum field field, const struct record *record);

/* Reads one member into its place. `clean` = a person typed it: texts are cleaned and bounded (base/text.h); else they are copied as they are.
 * Errors: WRONG_TYPE, MALFORMED, EMPTY, TOO_LONG, OUT_OF_RANGE, UNKNOWN_WORD, NO_MEMORY. */
enum error record_from_json(struct record *record, enum field field, json_t *value, bool clean, struct arena *arena);

/* Dumps compactly and releases `object` (NULL = NO_MEMORY). */
struct buffer;
enum error json_append(struct buffer *out, json_t *object);

#endif
