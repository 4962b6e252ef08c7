#include "base/map.h"
#include "base/memory.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static union map_value number(uint64_t value) {
    return (union map_value){.number = value};
}

static enum error put(struct map *map, const char *key, uint64_t value) {
    return map_put(map, key, strlen(key), number(value));
}

static long long get(const struct map *map, const char *key) {
    union map_value *value = map_find(map, key, strlen(key));
    return value == NULL ? -1 : (long long)value->number;
}

static void what_is_put_is_found(void) {
    struct map *map = map_create();
    if (!CHECK(map != NULL)) {
        return;
    }
    CHECK_NUMBER(get(map, "a"), -1);
    CHECK_NUMBER(put(map, "a", 1), ERROR_NONE);
    CHECK_NUMBER(put(map, "ab", 2), ERROR_NONE);
    CHECK_NUMBER(put(map, "a", 3), ERROR_NONE);
    CHECK_NUMBER(get(map, "a"), 3);
    CHECK_NUMBER(get(map, "ab"), 2);
    CHECK_NUMBER(map_count(map), 2);
    map_find(map, "a", 1)->number = 7;
    CHECK_NUMBER(get(map, "a"), 7);
    map_remove(map, "a", 1);
    map_remove(map, "never there", 11);
    CHECK_NUMBER(get(map, "a"), -1);
    CHECK_NUMBER(map_count(map), 1);
    map_remove(map, "ab", 2);
    CHECK_NUMBER(map_count(map), 0);
    CHECK_NUMBER(put(map, "a", 9), ERROR_NONE);
    CHECK_NUMBER(get(map, "a"), 9);
    map_destroy(map);
    map_destroy(NULL);
}

static void keys_are_bytes_and_copied(void) {
    struct map *map = map_create();
    char key[4] = {'a', '\0', 'b', '\0'};
    CHECK_NUMBER(map_put(map, key, 3, number(1)), ERROR_NONE);
    CHECK_NUMBER(map_put(map, key, 4, number(2)), ERROR_NONE);
    key[0] = 'z';
    CHECK(map_find(map, key, 3) == NULL);
    union map_value *found = map_find(map, "a\0b", 3);
    CHECK(found != NULL && found->number == 1);
    CHECK(map_find(map, "", 0) == NULL);
    map_destroy(map);
}

static void keys_have_bounds(void) {
    struct map *map = map_create();
    char longest[1025];
    memset(longest, 'k', sizeof(longest));
    CHECK_NUMBER(map_put(map, longest, 1024, number(1)), ERROR_NONE);
    CHECK(map_find(map, longest, 1024) != NULL);
    CHECK_NUMBER(map_put(map, longest, 1025, number(1)), ERROR_INTERNAL);
    CHECK_NUMBER(map_put(map, longest, 0, number(1)), ERROR_INTERNAL);
    CHECK_NUMBER(map_count(map), 1);
    map_destroy(map);
}

struct walk {
    uint64_t next;
    uint64_t stop_at;
    bool in_order;
};

static int step(void *context, const void *key, size_t length, union map_value value) {
    struct walk *walk = context;
    char expected[32];
    int expected_length = snprintf(expected, sizeof(expected), "key %d", (int)value.number);
    walk->in_order = walk->in_order && value.number == walk->next && length == (size_t)expected_length &&
                     memcmp(key, expected, length) == 0;
    walk->next++;
    return value.number == walk->stop_at ? 42 : 0;
}

static void order_is_that_of_insertion(void) {
    struct map *map = map_create();
    for (int i = 0; i < 5000; i++) {
        char key[32];
        int length = snprintf(key, sizeof(key), "key %d", i);
        CHECK_NUMBER(map_put(map, key, (size_t)length, number((uint64_t)i)), ERROR_NONE);
    }
    struct walk walk = {.stop_at = UINT64_MAX, .in_order = true};
    CHECK_NUMBER(map_each(map, step, &walk), 0);
    CHECK(walk.in_order);
    CHECK_NUMBER(walk.next, 5000);
    walk = (struct walk){.stop_at = 10, .in_order = true};
    CHECK_NUMBER(map_each(map, step, &walk), 42);
    CHECK_NUMBER(walk.next, 11);
    map_destroy(map);
}

/* Fills a map until an allocation fails; everything that was answered with NONE must be there, and nothing else. */
static size_t fill(struct map *map, size_t wanted) {
    size_t stored = 0;
    for (size_t i = 0; i < wanted; i++) {
        char key[32];
        int length = snprintf(key, sizeof(key), "%zu", i);
        enum error error = map_put(map, key, (size_t)length, number(i));
        if (error != ERROR_NONE) {
            CHECK_NUMBER(error, ERROR_NO_MEMORY);
            CHECK(map_find(map, key, (size_t)length) == NULL);
            break;
        }
        stored++;
    }
    return stored;
}

static void out_of_memory_changes_nothing(void) {
    enum { WANTED = 700 };
    size_t stored = 0;
    for (unsigned long nth = 1; stored < WANTED; nth++) {
        check_note("allocation %lu", nth);
        memory_fail_from(nth);
        struct map *map = map_create();
        if (map == NULL) {
            continue;
        }
        stored = fill(map, WANTED);
        CHECK_NUMBER(map_count(map), stored);
        CHECK(stored == 0 || get(map, "0") == 0);
        memory_fail_from(0);
        CHECK_NUMBER(fill(map, WANTED), WANTED);
        CHECK_NUMBER(map_count(map), WANTED);
        map_destroy(map);
    }
}

/* Holes that removing leaves are closed: nobody behind one is lost, and nobody comes back. */
static void keys_come_and_go(void) {
    enum { KEYS = 300, TURNS = 40000 };
    struct map *map = map_create();
    bool here[KEYS] = {false};
    uint64_t draw = 88172645463325252u;
    size_t count = 0;
    for (int turn = 0; turn < TURNS; turn++) {
        draw ^= draw << 13;
        draw ^= draw >> 7;
        draw ^= draw << 17;
        uint16_t key = (uint16_t)(draw % KEYS);
        CHECK((map_find(map, &key, sizeof(key)) != NULL) == here[key]);
        if (here[key]) {
            map_remove(map, &key, sizeof(key));
            count--;
        } else {
            CHECK_NUMBER(map_put(map, &key, sizeof(key), number(key)), ERROR_NONE);
            count++;
        }
        here[key] = !here[key];
        CHECK_NUMBER(map_count(map), count);
    }
    for (uint16_t key = 0; key < KEYS; key++) {
        union map_value *value = map_find(map, &key, sizeof(key));
        CHECK((value != NULL) == here[key] && (value == NULL || value->number == key));
    }
    map_destroy(map);
}

static const struct check_test tests[] = {
    {"what is put is found", what_is_put_is_found},
    {"keys are bytes and copied", keys_are_bytes_and_copied},
    {"keys have bounds", keys_have_bounds},
    {"order is that of insertion", order_is_that_of_insertion},
    {"keys come and go", keys_come_and_go},
    {"out of memory changes nothing", out_of_memory_changes_nothing},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
