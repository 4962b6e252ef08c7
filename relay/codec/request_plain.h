/* request_plain.h - commands, and hello, as our own clients write them, read where they lie: no tree, nothing allocated but texts.
 *
 * Plain is JSON without an escape, a fraction, a null, or an object of more than PLAIN_MEMBERS members. It is only ever said that something is plain and
 * good. Whatever is not - faulty or merely unusual - is for the reader of request.c, which has a tree made and says what is wrong: so no fault is named here,
 * and none can be named differently. fuzz/request holds the two against each other. For the files of codec/ only. Pure. */
#ifndef LAMRELAY_CODEC_REQUEST_PLAIN_H
#define LAMRELAY_CODEC_REQUEST_PLAIN_H

#include "codec/request.h"

/* True: a request with the method of a command, or hello, plain from end to end; `out->method` and `out->plain` are borrowed from `bytes`. Else `out` holds anything. */
bool plain_parse(const char *bytes, size_t length, struct request *out);
/* True: as request_record when it says NONE. Else `out` holds anything. */
bool plain_record(const struct plain_params *params, const field_use *fields, bool keyed, struct arena *arena, struct record *out);
/* True: as request_hello when it says NONE; its texts are borrowed from the bytes. Else `out` holds anything. */
bool plain_hello(const struct plain_params *params, struct hello *out);
/* True: as request_params_digest when it says NONE. */
bool plain_digest(struct text method, const struct plain_params *params, uint8_t out[PARAMS_SIZE]);
/* True: they are as request_params_text would print them. */
bool plain_is_compact(struct text params);

#endif
