/* csv.h - rows as CSV for spreadsheets (RFC 4180: CRLF, every cell quoted). A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front. Times are ISO 8601 in UTC; localised texts have a column for each language, lists and tallies
 * are one cell. Pure. */
#ifndef LAMRELAY_CODEC_CSV_H
#define LAMRELAY_CODEC_CSV_H

#include "base/buffer.h"
#include "core/view.h"

/* All return ERROR_NONE or ERROR_NO_MEMORY. */
enum error csv_header(struct buffer *out, enum row_kind kind);
enum error csv_row(struct buffer *out, const struct row *row);
/* The same of what is no row: a column for each of the fields. */
enum error csv_record_header(struct buffer *out, const uint8_t *fields);
enum error csv_record(struct buffer *out, const struct record *record, const uint8_t *fields);
/* One cell, quoted and guarded, without the comma. */
enum error csv_cell(struct buffer *out, struct text text);

#endif
