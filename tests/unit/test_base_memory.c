#include "base/memory.h"
#include "support/check.h"

#include <stdint.h>
#include <string.h>

static void what_is_taken_can_be_used(void) {
    char *bytes = memory_take(10);
    if (!CHECK(bytes != NULL)) {
        return;
    }
    memset(bytes, 'x', 10);
    char *more = memory_resize(bytes, 1000);
    if (CHECK(more != NULL)) {
        CHECK_BYTES(more, 10, "xxxxxxxxxx", 10);
        bytes = more;
    }
    memory_release(bytes);
    memory_release(NULL);
}

static void nothing_can_be_taken_too(void) {
    void *nothing = memory_take(0), *none = memory_take_zeroed(0, 8), *from_null = memory_resize(NULL, 0);
    CHECK(nothing != NULL);
    CHECK(none != NULL);
    CHECK(from_null != NULL);
    from_null = memory_resize(from_null, 0);
    CHECK(from_null != NULL);
    memory_release(nothing);
    memory_release(none);
    memory_release(from_null);
}

static void zeroed_is_zeroed_and_checked(void) {
    unsigned char *bytes = memory_take_zeroed(8, 4);
    static const unsigned char zeros[32];
    if (CHECK(bytes != NULL)) {
        CHECK_BYTES(bytes, 32, zeros, 32);
    }
    memory_release(bytes);
    volatile size_t half = SIZE_MAX / 2;
    CHECK(memory_take_zeroed(half, 3) == NULL);
}

static void texts_end_with_nul(void) {
    char *copy = memory_copy_text("abcdef", 3);
    CHECK_TEXT(copy, "abc");
    memory_release(copy);
    copy = memory_copy_text(NULL, 0);
    CHECK_TEXT(copy, "");
    memory_release(copy);
    CHECK(memory_copy_text("x", SIZE_MAX) == NULL);
}

static void what_grows_keeps_what_it_has(void) {
    uint32_t *numbers = NULL, capacity = 0;
    for (uint32_t count = 0; count < 100; count++) {
        if (!CHECK_NUMBER(memory_grow((void **)&numbers, count, &capacity, sizeof *numbers), ERROR_NONE))
            break;
        numbers[count] = count;
    }
    for (uint32_t i = 0; i < 100; i++)
        CHECK_NUMBER(numbers[i], i);
    uint32_t before = capacity;
    memory_fail_from(1);
    CHECK_NUMBER(memory_grow((void **)&numbers, capacity, &capacity, sizeof *numbers), ERROR_NO_MEMORY);
    memory_fail_from(0);
    CHECK_NUMBER(capacity, before);
    CHECK_NUMBER(numbers[99], 99);
    uint32_t most = UINT32_MAX;
    CHECK_NUMBER(memory_grow((void **)&numbers, most, &most, sizeof *numbers), ERROR_NO_MEMORY);
    memory_release(numbers);
}

static void the_nth_and_all_later_fail(void) {
    memory_fail_from(3);
    void *first = memory_take(1), *second = memory_take_zeroed(1, 1);
    CHECK(first != NULL);
    CHECK(second != NULL);
    CHECK(memory_take(1) == NULL);
    CHECK(memory_resize(first, 2) == NULL);
    CHECK(memory_copy_text("a", 1) == NULL);
    CHECK_NUMBER(memory_taken(), 5);
    memory_fail_from(0);
    CHECK_NUMBER(memory_taken(), 0);
    void *resized = memory_resize(first, 2);
    CHECK(resized != NULL);
    CHECK_NUMBER(memory_taken(), 1);
    memory_release(resized);
    memory_release(second);
}

static const struct check_test tests[] = {
    {"what is taken can be used", what_is_taken_can_be_used},
    {"nothing can be taken too", nothing_can_be_taken_too},
    {"zeroed is zeroed and checked for overflow", zeroed_is_zeroed_and_checked},
    {"texts end with a NUL", texts_end_with_nul},
    {"what grows keeps what it has", what_grows_keeps_what_it_has},
    {"the Nth and all later fail", the_nth_and_all_later_fail},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
