/* map.h - a hash table: keys of bytes, values of pointers or numbers. Out of memory is an answer, not an exit.
 * The hash is keyed with a secret of the map's own (SipHash): nobody outside can choose keys that collide.
 * Thread: one owner. Order of iteration = order of insertion. */
#ifndef LAMRELAY_BASE_MAP_H
#define LAMRELAY_BASE_MAP_H

#include "error.h"
#include <stddef.h>
#include <stdint.h>

union map_value {
    void *pointer;
    uint64_t number;
};

struct map; /* opaque */

struct map *map_create(void);      /* NULL = out of memory */
void map_destroy(struct map *map); /* NULL is harmless; values are the caller's affair */
size_t map_count(const struct map *map);

/* Puts a copy of the key; an existing value is replaced. ERROR_NONE or ERROR_NO_MEMORY (map unchanged). Keys of 1..1024
 * bytes; others are a fault of the program: ERROR_INTERNAL. */
enum error map_put(struct map *map, const void *key, size_t length, union map_value value);
/* The value's place (borrowed until the next put/remove), or NULL when the key is absent. */
union map_value *map_find(const struct map *map, const void *key, size_t length);
/* Removes the key; absent is harmless. */
void map_remove(struct map *map, const void *key, size_t length);
/* Calls `each` for all entries until it returns non-zero, and returns that (0 = went through). `each` must not change
 * the map. */
int map_each(const struct map *map, int (*each)(void *context, const void *key, size_t length, union map_value value),
             void *context);

#endif
