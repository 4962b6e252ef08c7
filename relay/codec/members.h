/* members.h - the members of a JSON object whose parameters have no table of fields: found by name, taken by type and bound. A fault names the member, cut to
 * what may be sent back. For the files of codec/ only: shows jansson. */
#ifndef LAMRELAY_CODEC_MEMBERS_H
#define LAMRELAY_CODEC_MEMBERS_H

#include "codec/request.h"
#include <jansson.h>

struct member {
    const char *name;
    json_t **value; /* stays as it is when the member is absent */
};

/* A name is sent back only when it is harmless. */
void member_fault(char fault[FAULT_NAME_SIZE], const char *name);
/* Finds the members; one that is not listed is UNKNOWN_FIELD. `object` NULL: it has none. */
enum error members_read(const json_t *object, const struct member *members, size_t count, char fault[FAULT_NAME_SIZE]);

/* Each: an absent member (NULL) leaves `*out` as it is, or gives what is said. WRONG_TYPE and: */
/* TOO_LONG, EMPTY; borrowed from the value. */
enum error member_string(json_t *value, const char *name, size_t most, struct text *out, char fault[FAULT_NAME_SIZE]);
/* OUT_OF_RANGE. A whole number, or `absent` for a missing or null one. */
enum error member_integer(json_t *value, const char *name, int64_t least, int64_t most, int64_t absent, int64_t *out,
                          char fault[FAULT_NAME_SIZE]);
/* Absent: false. */
enum error member_flag(json_t *value, const char *name, bool *out, char fault[FAULT_NAME_SIZE]);
/* MALFORMED. Exactly so many bytes as base64url. */
enum error member_bytes(json_t *value, const char *name, void *out, size_t length, char fault[FAULT_NAME_SIZE]);

#endif
