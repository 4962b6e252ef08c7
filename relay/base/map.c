#include "map.h"

#include "memory.h"
#include <sodium.h>
#include <stddef.h>
#include <string.h>
#include <sys/random.h>

#define HASH_NONFATAL_OOM 1
#define uthash_malloc(size) memory_take(size)
#define uthash_free(pointer, size) memory_release(pointer)
#define uthash_nonfatal_oom(entry) ((entry)->refused = true)
#include <stdbool.h>
#include <uthash.h>

enum { KEY_MAX = 1024 };

struct entry {
    UT_hash_handle hh;
    union map_value value;
    bool refused; /* uthash had no memory for it */
    size_t length;
    char key[];
};

struct map {
    struct entry *entries;
    unsigned char
        secret[crypto_shorthash_KEYBYTES]; /* keys come from outside: nobody shall know which of them collide */
};

struct map *map_create(void) {
    struct map *map = memory_take_zeroed(1, sizeof(*map));
    if (map != NULL && getrandom(map->secret, sizeof(map->secret), 0) != (ssize_t)sizeof(map->secret)) {
        memory_release(map);
        map = NULL;
    }
    return map;
}

void map_destroy(struct map *map) {
    if (map == NULL) {
        return;
    }
    struct entry *entry = map->entries;
    HASH_CLEAR(hh, map->entries);
    while (entry != NULL) {
        struct entry *next = entry->hh.next;
        memory_release(entry);
        entry = next;
    }
    memory_release(map);
}

size_t map_count(const struct map *map) {
    return HASH_COUNT(map->entries);
}

static unsigned hash_of(const struct map *map, const void *key, size_t length) {
    unsigned char hash[crypto_shorthash_BYTES];
    unsigned value;
    crypto_shorthash(hash, key, length, map->secret);
    memcpy(&value, hash, sizeof(value));
    return value;
}

static struct entry *entry_find(const struct map *map, const void *key, size_t length, unsigned hash) {
    struct entry *entry;
    HASH_FIND_BYHASHVALUE(hh, map->entries, key, length, hash, entry);
    return entry;
}

enum error map_put(struct map *map, const void *key, size_t length, union map_value value) {
    if (length == 0 || length > KEY_MAX) {
        return ERROR_INTERNAL;
    }
    unsigned hash = hash_of(map, key, length);
    struct entry *entry = entry_find(map, key, length, hash);
    if (entry != NULL) {
        entry->value = value;
        return ERROR_NONE;
    }
    entry = memory_take(sizeof(*entry) + length);
    if (entry == NULL) {
        return ERROR_NO_MEMORY;
    }
    entry->value = value;
    entry->refused = false;
    entry->length = length;
    memcpy(entry->key, key, length);
    HASH_ADD_KEYPTR_BYHASHVALUE(hh, map->entries, entry->key, (unsigned)length, hash, entry);
    if (entry->refused) {
        memory_release(entry);
        return ERROR_NO_MEMORY;
    }
    return ERROR_NONE;
}

union map_value *map_find(const struct map *map, const void *key, size_t length) {
    struct entry *entry = entry_find(map, key, length, hash_of(map, key, length));
    return entry == NULL ? NULL : &entry->value;
}

void map_remove(struct map *map, const void *key, size_t length) {
    struct entry *entry = entry_find(map, key, length, hash_of(map, key, length));
    if (entry != NULL) {
        HASH_DEL(map->entries, entry);
        memory_release(entry);
    }
}

int map_each(const struct map *map, int (*each)(void *context, const void *key, size_t length, union map_value value),
             void *context) {
    int answer = 0;
    for (struct entry *entry = map->entries; entry != NULL && answer == 0; entry = entry->hh.next) {
        answer = each(context, entry->key, entry->length, entry->value);
    }
    return answer;
}
