/* plain_object.h - an object of strings where it lies, as request_plain.h calls it plain: a text in one or two languages. For the files of codec/ only. Pure. */
#ifndef LAMRELAY_CODEC_PLAIN_OBJECT_H
#define LAMRELAY_CODEC_PLAIN_OBJECT_H

#include "codec/json_scan.h"
#include "core/record.h"

/* True: the texts were read and cleaned as record_json.h does when it finds no fault; they live in `arena`. Else `out` holds anything. */
bool plain_localised(struct json_scan *scan, const struct field_info *info, struct arena *arena, struct localised *out);
/* Prints the object as jansson does, compact and by the order of its names. False: there is no room, or it is more than a few strings. */
bool plain_object_print(struct text object, char *out, size_t room, size_t *length);

#endif
