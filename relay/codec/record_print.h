/* record_print.h - a record as members of a JSON object, by its table of fields, written where they go: no tree, nothing allocated but the buffer. For the
 * files of codec/ only. */
#ifndef LAMRELAY_CODEC_RECORD_PRINT_H
#define LAMRELAY_CODEC_RECORD_PRINT_H

#include "base/buffer.h"
#include "core/record.h"

/* Appends `,"name":value` for the present ones of `fields`, in their order; the first one has no comma when `out` ends with a brace. NONE or NO_MEMORY. */
enum error record_print(struct buffer *out, const field_use *fields, const struct record *record);
enum error record_print_member(struct buffer *out, enum field field, const struct record *record);

#endif
