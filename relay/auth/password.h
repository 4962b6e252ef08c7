/* password.h - passwords of the staff: argon2id with 64 MiB and two passes (libsodium). Hashing and checking take about
 * 0.2 s and those 64 MiB: in worker threads only, and few at once. Any thread. */
#ifndef LAMRELAY_AUTH_PASSWORD_H
#define LAMRELAY_AUTH_PASSWORD_H

#include "base/error.h"
#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>

enum {
    PASSWORD_HASH_SIZE = 128,  /* the printable hash with salt and settings, and a NUL */
    PASSWORD_RANDOM_SIZE = 40, /* two bytes a letter */
    PASSWORD_TEXT_SIZE = 25,   /* five groups of four letters, four dashes, a NUL */
};

/* NONE; NO_MEMORY: the 64 MiB cannot be had; SYSTEM: no random bytes. */
enum error password_hash(struct text password, char out[PASSWORD_HASH_SIZE]);

/* Is it the password of this hash? False also for a hash that is none, and when the memory cannot be had. */
bool password_check(const char *hash, struct text password);

/* A hash that no password has, to check against when the name is unknown: the time taken shall not tell. Static. */
const char *password_dummy_hash(void);

/* "k7pm-x3wd-..." from an alphabet of 31 letters that cannot be mistaken for each other (no 0 o 1 i l): 99 bits. The
 * letters are 16 random bits modulo 31; none is likelier than another by more than one part in 2,000. */
void password_make(const uint8_t random[PASSWORD_RANDOM_SIZE], char out[PASSWORD_TEXT_SIZE]);

#endif
