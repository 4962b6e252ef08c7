#include "map.h"

#include "memory.h"
#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <sys/random.h>

/* Open addressing with linear probing: a slot holds the hash beside the entry, so that a search looks at one place in memory and not at the keys of
 * others. A removed entry leaves no mark: those behind it move up. */

enum { KEY_MAX = 1024, SLOTS_FIRST = 16 };

struct entry {
    struct entry *previous, *next; /* in the order they came */
    union map_value value;
    uint32_t length;
    char key[];
};

struct slot {
    struct entry *entry; /* NULL = free */
    uint64_t hash;
};

struct map {
    struct slot *slots; /* a power of two of them, at most three quarters in use; owned */
    size_t slot_count, count;
    struct entry *first, *last;
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
    struct entry *entry = map->first;
    while (entry != NULL) {
        struct entry *next = entry->next;
        memory_release(entry);
        entry = next;
    }
    memory_release(map->slots);
    memory_release(map);
}

size_t map_count(const struct map *map) {
    return map->count;
}

static uint64_t hash_of(const struct map *map, const void *key, size_t length) {
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t value;
    crypto_shorthash(hash, key, length, map->secret);
    memcpy(&value, hash, sizeof(value));
    return value;
}

/* The slot of the key, or the free one where it would go. There is always a free one. */
static struct slot *slot_of(struct slot *slots, size_t slot_count, const void *key, size_t length, uint64_t hash) {
    size_t place = hash & (slot_count - 1);
    while (slots[place].entry != NULL &&
           (slots[place].hash != hash || slots[place].entry->length != length || memcmp(slots[place].entry->key, key, length) != 0)) {
        place = (place + 1) & (slot_count - 1);
    }
    return &slots[place];
}

static struct entry *entry_find(const struct map *map, const void *key, size_t length) {
    return map->count == 0 ? NULL : slot_of(map->slots, map->slot_count, key, length, hash_of(map, key, length))->entry;
}

static bool grow(struct map *map) {
    size_t slot_count = map->slot_count == 0 ? SLOTS_FIRST : map->slot_count * 2;
    struct slot *slots = memory_take_zeroed(slot_count, sizeof(*slots));
    if (slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < map->slot_count; i++) {
        size_t place = map->slots[i].hash & (slot_count - 1);
        while (map->slots[i].entry != NULL && slots[place].entry != NULL) {
            place = (place + 1) & (slot_count - 1);
        }
        if (map->slots[i].entry != NULL) {
            slots[place] = map->slots[i];
        }
    }
    memory_release(map->slots);
    map->slots = slots;
    map->slot_count = slot_count;
    return true;
}

static void join(struct map *map, struct entry *entry) {
    entry->previous = map->last;
    entry->next = NULL;
    *(map->last != NULL ? &map->last->next : &map->first) = entry;
    map->last = entry;
    map->count++;
}

static void leave(struct map *map, struct entry *entry) {
    *(entry->previous != NULL ? &entry->previous->next : &map->first) = entry->next;
    *(entry->next != NULL ? &entry->next->previous : &map->last) = entry->previous;
    map->count--;
}

enum error map_put(struct map *map, const void *key, size_t length, union map_value value) {
    if (length == 0 || length > KEY_MAX) {
        return ERROR_INTERNAL;
    }
    uint64_t hash = hash_of(map, key, length);
    struct slot *slot = map->slot_count > 0 ? slot_of(map->slots, map->slot_count, key, length, hash) : NULL;
    if (slot != NULL && slot->entry != NULL) {
        slot->entry->value = value;
        return ERROR_NONE;
    }
    struct entry *entry = memory_take(sizeof(*entry) + length);
    if (entry == NULL) {
        return ERROR_NO_MEMORY;
    }
    if (slot == NULL || (map->count + 1) * 4 > map->slot_count * 3) {
        if (!grow(map)) {
            memory_release(entry);
            return ERROR_NO_MEMORY;
        }
        slot = slot_of(map->slots, map->slot_count, key, length, hash);
    }
    entry->value = value;
    entry->length = (uint32_t)length;
    memcpy(entry->key, key, length);
    *slot = (struct slot){entry, hash};
    join(map, entry);
    return ERROR_NONE;
}

union map_value *map_find(const struct map *map, const void *key, size_t length) {
    struct entry *entry = entry_find(map, key, length);
    return entry == NULL ? NULL : &entry->value;
}

/* Closes the hole at `place`: whoever probed past it must be found without it. */
static void close_hole(struct map *map, size_t place) {
    size_t mask = map->slot_count - 1;
    for (size_t next = (place + 1) & mask; map->slots[next].entry != NULL; next = (next + 1) & mask) {
        size_t home = map->slots[next].hash & mask;
        if (((next - home) & mask) >= ((next - place) & mask)) {
            map->slots[place] = map->slots[next];
            place = next;
        }
    }
    map->slots[place].entry = NULL;
}

void map_remove(struct map *map, const void *key, size_t length) {
    struct slot *slot = map->count > 0 ? slot_of(map->slots, map->slot_count, key, length, hash_of(map, key, length)) : NULL;
    if (slot == NULL || slot->entry == NULL) {
        return;
    }
    leave(map, slot->entry);
    memory_release(slot->entry);
    close_hole(map, (size_t)(slot - map->slots));
}

int map_each(const struct map *map, int (*each)(void *context, const void *key, size_t length, union map_value value),
             void *context) {
    int answer = 0;
    for (struct entry *entry = map->first; entry != NULL && answer == 0; entry = entry->next) {
        answer = each(context, entry->key, entry->length, entry->value);
    }
    return answer;
}
