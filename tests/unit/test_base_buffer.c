#include "base/buffer.h"
#include "base/memory.h"
#include "support/check.h"

#include <stdint.h>
#include <string.h>

static void bytes_go_to_the_end(void) {
    struct buffer buffer;
    buffer_init(&buffer);
    CHECK_NUMBER(buffer_append(&buffer, "a\0b", 3), ERROR_NONE);
    CHECK_NUMBER(buffer_append_text(&buffer, "cd"), ERROR_NONE);
    CHECK_NUMBER(buffer_printf(&buffer, "%d-%s", 42, "x"), ERROR_NONE);
    CHECK_NUMBER(buffer_append(&buffer, NULL, 0), ERROR_NONE);
    CHECK_BYTES(buffer.bytes, buffer.length, "a\0bcd42-x", 9);
    buffer_finish(&buffer);
    CHECK(buffer.bytes == NULL && buffer.length == 0 && buffer.capacity == 0);
}

static void texts_go_one_behind_the_other(void) {
    struct buffer buffer;
    buffer_init(&buffer);
    CHECK_NUMBER(buffer_append_texts(&buffer, (const char *const[]){NULL}), ERROR_NONE);
    CHECK_NUMBER(buffer.length, 0);
    CHECK_NUMBER(buffer_append_texts(&buffer, (const char *const[]){"a", "", "bc", NULL}), ERROR_NONE);
    char long_text[100];
    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[sizeof(long_text) - 1] = '\0';
    CHECK_NUMBER(buffer_append_texts(&buffer, (const char *const[]){long_text, "d", NULL}), ERROR_NONE);
    CHECK_NUMBER(buffer.length, 103);
    CHECK_BYTES(buffer.bytes, 4, "abcx", 4);
    CHECK_BYTES(buffer.bytes + 101, 2, "xd", 2);
    buffer_finish(&buffer);
}

static void it_grows_and_keeps(void) {
    struct buffer buffer;
    buffer_init(&buffer);
    for (int i = 0; i < 10000; i++) {
        CHECK_NUMBER(buffer_printf(&buffer, "%d,", i), ERROR_NONE);
    }
    CHECK_NUMBER(buffer.length, 48890);
    CHECK_BYTES(buffer.bytes, 6, "0,1,2,", 6);
    size_t capacity = buffer.capacity;
    buffer_clear(&buffer);
    CHECK_NUMBER(buffer.length, 0);
    CHECK_NUMBER(buffer.capacity, capacity);
    memory_fail_from(1);
    CHECK_NUMBER(buffer_reserve(&buffer, capacity), ERROR_NONE);
    memory_fail_from(0);
    buffer_finish(&buffer);
}

static void out_of_memory_changes_nothing(void) {
    struct buffer buffer;
    buffer_init(&buffer);
    CHECK_NUMBER(buffer_append_text(&buffer, "kept"), ERROR_NONE);
    static char large[100000];
    memset(large, 'x', sizeof(large) - 1);
    memory_fail_from(1);
    CHECK_NUMBER(buffer_append(&buffer, large, sizeof(large)), ERROR_NO_MEMORY);
    CHECK_NUMBER(buffer_append_text(&buffer, large), ERROR_NO_MEMORY);
    CHECK_NUMBER(buffer_append_texts(&buffer, (const char *const[]){"a", large, NULL}), ERROR_NO_MEMORY);
    CHECK_NUMBER(buffer_printf(&buffer, "%s", large), ERROR_NO_MEMORY);
    CHECK_NUMBER(buffer_reserve(&buffer, 100000), ERROR_NO_MEMORY);
    memory_fail_from(0);
    CHECK_NUMBER(buffer_reserve(&buffer, SIZE_MAX), ERROR_NO_MEMORY);
    CHECK_NUMBER(buffer_reserve(&buffer, SIZE_MAX / 4 + 1), ERROR_NO_MEMORY);
    CHECK_BYTES(buffer.bytes, buffer.length, "kept", 4);
    buffer_finish(&buffer);
}

static const struct check_test tests[] = {
    {"bytes go to the end", bytes_go_to_the_end},
    {"texts go one behind the other", texts_go_one_behind_the_other},
    {"it grows and keeps its memory", it_grows_and_keeps},
    {"out of memory changes nothing", out_of_memory_changes_nothing},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
