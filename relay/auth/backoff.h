/* backoff.h - patience with wrong passwords, for each account from each address: so nobody can lock an account whose
 * owner is elsewhere. The fifth failure costs 30 s, each further one twice as much, up to 15 minutes; a success clears
 * it. At most BACKOFF_ENTRIES are remembered; the one whose last failure is oldest makes room. Time is an argument, in
 * ms. Thread: one owner. */
#ifndef LAMRELAY_AUTH_BACKOFF_H
#define LAMRELAY_AUTH_BACKOFF_H

#include <stdbool.h>
#include <stdint.h>

enum {
    BACKOFF_FREE_TRIES = 5,
    BACKOFF_FIRST_WAIT = 30 * 1000,        /* ms */
    BACKOFF_LONGEST_WAIT = 15 * 60 * 1000, /* ms */
    BACKOFF_ENTRIES = 4096,
};

struct backoff; /* opaque */

struct backoff *backoff_create(void);          /* NULL = out of memory */
void backoff_destroy(struct backoff *backoff); /* NULL is harmless */
bool backoff_may_try(const struct backoff *backoff, const char *account, const char *address, int64_t now);
/* Out of memory: this failure is forgotten. */
void backoff_failed(struct backoff *backoff, const char *account, const char *address, int64_t now);
void backoff_succeeded(struct backoff *backoff, const char *account, const char *address);

#endif
