/* credential.h - what a person shows: a typed code, a card, a session token. The hub keeps only their digests, made
 * with a key that lies beside the journal and not in it. Pure but for credential_key_load; any thread. */
#ifndef LAMRELAY_AUTH_CREDENTIAL_H
#define LAMRELAY_AUTH_CREDENTIAL_H

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include <stdint.h>

enum {
    CREDENTIAL_RANDOM_SIZE = 16, /* 128 bits */
    CREDENTIAL_TEXT_SIZE = 23,   /* 22 characters of base64url and a NUL */
    CREDENTIAL_LONGEST = 128,    /* bytes that credential_digest takes */
    CREDENTIAL_KEY_SIZE = 32,
    CODE_RANDOM_SIZE = 8,
    CODE_SIZE = 13, /* 12 digits and a NUL */
};

/* A card's or a session's text. */
void credential_make(const uint8_t random[CREDENTIAL_RANDOM_SIZE], char out[CREDENTIAL_TEXT_SIZE]);

/* HMAC-SHA-256 of kind, a NUL and text; `kind` is "code", "card" or "session", so that one can never pass for another.
 * NONE, MALFORMED (empty or longer than CREDENTIAL_LONGEST), NO_MEMORY. */
enum error credential_digest(const uint8_t key[CREDENTIAL_KEY_SIZE], const char *kind, struct text text,
                             struct digest *out);

/* Reads the key, or makes it (mode 0600, whole and durable before it has its name) when there is no such file.
 * NONE; NOT_ALLOWED: group or others may read it; DAMAGED: it is not a key; SYSTEM; NO_MEMORY. All logged. */
enum error credential_key_load(const char *path, uint8_t out[CREDENTIAL_KEY_SIZE]);

/* Eleven digits, then a check digit by Damm's quasigroup: it finds every single wrong digit and every swap of
 * neighbours. The digits are the random number modulo 10^11; none is likelier than another by more than one part in
 * 10^8. */
void code_make(const uint8_t random[CODE_RANDOM_SIZE], char out[CODE_SIZE]);

/* Reads a code as it is typed: spaces and dashes of all sorts anywhere. NONE, MALFORMED (not 12 digits, or the check
 * digit is wrong). */
enum error code_parse(struct text text, char out[CODE_SIZE]);

#endif
