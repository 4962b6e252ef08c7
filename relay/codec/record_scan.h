/* record_scan.h - one field of a record from JSON as our own programs wrote it: the journal's. What people send is read by record_json.h, which cleans
 * it and says what is wrong; here whatever is wrong is damage. For the files of codec/ only. */
#ifndef LAMRELAY_CODEC_RECORD_SCAN_H
#define LAMRELAY_CODEC_RECORD_SCAN_H

#include "codec/json_scan.h"
#include "core/record.h"

/* Reads the value that comes next into the field's place; texts live in `arena`. NONE, NO_MEMORY or DAMAGED. */
enum error record_scan(struct record *record, enum field field, struct json_scan *scan, struct arena *arena);

#endif
