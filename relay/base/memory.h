/* memory.h - the only place that allocates: one hook, so that tests can make the Nth allocation fail.
 * Thread: any; the hook is set before threads start (tests only). */
#ifndef LAMRELAY_BASE_MEMORY_H
#define LAMRELAY_BASE_MEMORY_H

#include "base/error.h"
#include <stddef.h>
#include <stdint.h>

/* Each returns NULL when out of memory; sizes of 0 are allowed and give a pointer that can be released.
 * The caller owns the result and gives it to memory_release. */
void *memory_take(size_t size);                           /* uninitialised */
void *memory_take_zeroed(size_t count, size_t size);      /* zeroed, overflow checked */
void *memory_resize(void *old, size_t size);              /* on failure `old` stays valid and owned by the caller */
char *memory_copy_text(const char *bytes, size_t length); /* copy with a NUL behind it */
void memory_release(void *pointer);                       /* NULL is harmless */
/* Room for one more element of `size` bytes behind the `count` that are there; `*array` and `*capacity` change on success only. NONE or NO_MEMORY. */
enum error memory_grow(void **array, uint32_t count, uint32_t *capacity, size_t size);

/* Test hook: allocation number `nth` from now (1 = the next) and all later ones fail; 0 = none fails. */
void memory_fail_from(unsigned long nth);
/* Allocations taken since the last memory_fail_from. */
unsigned long memory_taken(void);

#endif
