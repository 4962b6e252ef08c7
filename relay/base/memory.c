#include "memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { GROWN_FIRST = 16 };

static atomic_ulong taken;
static atomic_ulong first_to_fail; /* 0 = none */

static bool is_refused(void) {
    unsigned long number = atomic_fetch_add_explicit(&taken, 1, memory_order_relaxed) + 1;
    unsigned long first = atomic_load_explicit(&first_to_fail, memory_order_relaxed);
    return first != 0 && number >= first;
}

void *memory_take(size_t size) {
    return is_refused() ? NULL : malloc(size == 0 ? 1 : size);
}

void *memory_take_zeroed(size_t count, size_t size) {
    bool overflows = size > 0 && count > SIZE_MAX / size;
    return is_refused() || overflows ? NULL : calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
}

void *memory_resize(void *old, size_t size) {
    return is_refused() ? NULL : realloc(old, size == 0 ? 1 : size);
}

char *memory_copy_text(const char *bytes, size_t length) {
    char *copy = length == SIZE_MAX ? NULL : memory_take(length + 1);
    if (copy != NULL) {
        if (length > 0) {
            memcpy(copy, bytes, length);
        }
        copy[length] = '\0';
    }
    return copy;
}

void memory_release(void *pointer) {
    free(pointer);
}

enum error memory_grow(void **array, uint32_t count, uint32_t *capacity, size_t size) {
    if (count < *capacity)
        return ERROR_NONE;
    if (*capacity > UINT32_MAX / 2 || *capacity > SIZE_MAX / 2 / size)
        return ERROR_NO_MEMORY;
    uint32_t grown = *capacity ? *capacity * 2 : GROWN_FIRST;
    void *moved = memory_resize(*array, (size_t)grown * size);
    if (!moved)
        return ERROR_NO_MEMORY;
    *array = moved;
    *capacity = grown;
    return ERROR_NONE;
}

void memory_fail_from(unsigned long nth) {
    atomic_store(&taken, 0);
    atomic_store(&first_to_fail, nth);
}

unsigned long memory_taken(void) {
    return atomic_load(&taken);
}
