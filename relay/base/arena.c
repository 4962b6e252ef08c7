#include "arena.h"

#include "memory.h"
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

enum { ALIGNMENT = 16, CHUNK_FIRST = 4096 - 64, CHUNK_LARGEST = 64 * 1024 - 64 };

struct arena_chunk {
    struct arena_chunk *older;
    size_t capacity;
    alignas(ALIGNMENT) char bytes[];
};

void arena_init(struct arena *arena) {
    arena->chunks = NULL;
    arena->used = 0;
}

/* As far as `last`, which stays. */
static void release_chain(struct arena_chunk *chunk, const struct arena_chunk *last) {
    while (chunk != last) {
        struct arena_chunk *older = chunk->older;
        memory_release(chunk);
        chunk = older;
    }
}

void arena_finish(struct arena *arena) {
    release_chain(arena->chunks, NULL);
    arena_init(arena);
}

void arena_reset(struct arena *arena) {
    if (arena->chunks != NULL) {
        release_chain(arena->chunks->older, NULL);
        arena->chunks->older = NULL;
    }
    arena->used = 0;
}

void arena_rewind(struct arena *arena, struct arena before) {
    if (before.chunks == NULL) {
        arena_reset(arena);
        return;
    }
    release_chain(arena->chunks, before.chunks);
    *arena = before;
}

/* Chunks grow, so that a large batch costs few allocations and a small one little memory. */
static size_t next_capacity(const struct arena *arena, size_t size) {
    size_t capacity = CHUNK_FIRST;
    if (arena->chunks != NULL && arena->chunks->capacity >= CHUNK_FIRST) {
        capacity = arena->chunks->capacity * 2;
    }
    if (capacity > CHUNK_LARGEST) {
        capacity = CHUNK_LARGEST;
    }
    return capacity < size ? size : capacity;
}

void *arena_take(struct arena *arena, size_t size) {
    if (size > SIZE_MAX / 2) {
        return NULL;
    }
    size_t rounded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (arena->chunks == NULL || arena->chunks->capacity - arena->used < rounded) {
        size_t capacity = next_capacity(arena, rounded);
        struct arena_chunk *chunk = memory_take(sizeof(*chunk) + capacity);
        if (chunk == NULL) {
            return NULL;
        }
        chunk->older = arena->chunks;
        chunk->capacity = capacity;
        arena->chunks = chunk;
        arena->used = 0;
    }
    void *taken = arena->chunks->bytes + arena->used;
    arena->used += rounded;
    return taken;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length) {
    char *copy = length == SIZE_MAX ? NULL : arena_take(arena, length + 1);
    if (copy != NULL) {
        if (length > 0) {
            memcpy(copy, bytes, length);
        }
        copy[length] = '\0';
    }
    return copy;
}
