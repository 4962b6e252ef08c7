/* json_scan.h - JSON read from front to back where it lies: no tree, nothing allocated but the texts. For what is read in great numbers, by whoever knows
 * what comes next. Strict: UTF-8, no NUL, no trailing commas. Pure. */
#ifndef LAMRELAY_CODEC_JSON_SCAN_H
#define LAMRELAY_CODEC_JSON_SCAN_H

#include "base/arena.h"
#include "base/error.h"
#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>

struct json_scan {
    const char *at, *end; /* what is still to be read; borrowed */
};

/* Each skips blanks first, and leaves the scan where it was when the answer is false or an error. */

/* Takes one of {}[]:, if it comes next. */
bool json_scan_mark(struct json_scan *scan, char mark);
/* What comes next begins with this character. */
bool json_scan_sees(struct json_scan *scan, char first);
/* The next member of an object, up to its value. `*mark` begins as '{' and is the caller's to keep; false = there is no more: json_scan_close then says
 * whether all was well. `*name` is borrowed; one with an escape in it is not equal to any name we have. */
bool json_scan_member(struct json_scan *scan, char *mark, struct text *name);
/* The next element of an array, up to its value; as above with '['. */
bool json_scan_element(struct json_scan *scan, char *mark);
/* Takes the end of what json_scan_member or json_scan_element went through. */
bool json_scan_close(struct json_scan *scan, char mark, char end);
/* A string; its text lives in `arena`, with a NUL behind it. NONE, NO_MEMORY, WRONG_TYPE (no string comes next) or MALFORMED. */
enum error json_scan_string(struct json_scan *scan, struct arena *arena, struct text *out);
/* A string without an escape, where it lies: ids, words, base64url. NONE, WRONG_TYPE or MALFORMED. */
enum error json_scan_word(struct json_scan *scan, struct text *out);
/* NONE, or WRONG_TYPE: no whole number of 64 bits. */
enum error json_scan_integer(struct json_scan *scan, int64_t *out);
/* NONE or WRONG_TYPE. */
enum error json_scan_flag(struct json_scan *scan, bool *out);
/* Nothing but blanks is left. */
bool json_scan_ends(struct json_scan *scan);

#endif
