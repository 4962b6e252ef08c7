/* The bounds of journal.h, for every backend: caps, one thing at a time, any bytes, little memory. */
#include "base/log.h"
#include "base/memory.h"
#include "journal/journal.h"
#include "support/check.h"
#include "support/journal_desk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const variants[] = {"memory", "sqlite"};

static desk_opener opener(void) {
    return strcmp(check_variant(), "memory") == 0 ? journal_memory_open : journal_sqlite_open;
}

static bool open_fresh(struct desk *desk) {
    desk_init(desk);
    return CHECK_NUMBER(desk_open(desk, opener(), check_path("journal.db")), ERROR_NONE);
}

static void one_append_at_a_time(void) {
    struct desk desk;
    struct journal_state state;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_start(&desk, "one"), ERROR_NONE);
        CHECK_NUMBER(desk_start(&desk, "two"), ERROR_BUSY);
        desk_check_read(&desk, 1, "<busy> 0");
        CHECK_NUMBER(desk.journal->operations->resync(desk.journal, &state), ERROR_BUSY);
        CHECK_NUMBER(desk_wait(&desk), ERROR_NONE);
        CHECK_NUMBER(desk.done_count, 1);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_NONE);
        desk_check_read(&desk, 1, "1:one 2:two");
    }
    desk_finish(&desk);
}

static void never_called(void *context, enum error outcome, uint64_t last_seq) {
    (void)context;
    (void)outcome;
    (void)last_seq;
    CHECK(false);
}

static enum error try_append(struct desk *desk, uint64_t expected, size_t count, size_t length) {
    static char bytes[JOURNAL_RECORD_BYTES_MAX + 1];
    struct journal_record *records = calloc(count + 1, sizeof(*records));
    for (size_t i = 0; i < count; i++) {
        records[i] = (struct journal_record){.bytes = bytes, .length = length};
    }
    enum error error = desk->journal->operations->append(desk->journal, expected, records, count, never_called, NULL);
    free(records);
    return error;
}

static void the_expected_number_must_be_right(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(try_append(&desk, 1, 1, 1), ERROR_INTERNAL);
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        CHECK_NUMBER(try_append(&desk, 0, 1, 1), ERROR_INTERNAL);
        CHECK_NUMBER(try_append(&desk, 2, 1, 1), ERROR_INTERNAL);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_NONE);
        desk_check_read(&desk, 1, "1:one 2:two");
    }
    desk_finish(&desk);
}

static void batches_have_caps(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(try_append(&desk, 0, 0, 1), ERROR_EMPTY);
        CHECK_NUMBER(try_append(&desk, 0, 2, 0), ERROR_EMPTY);
        CHECK_NUMBER(try_append(&desk, 0, JOURNAL_BATCH_RECORDS_MAX + 1, 1), ERROR_FULL);
        CHECK_NUMBER(try_append(&desk, 0, 1, JOURNAL_RECORD_BYTES_MAX + 1), ERROR_FULL);
        CHECK_NUMBER(desk_append_numbers(&desk, 1, JOURNAL_BATCH_RECORDS_MAX), ERROR_NONE);
        char *longest = malloc(JOURNAL_RECORD_BYTES_MAX + 1);
        memset(longest, 'x', JOURNAL_RECORD_BYTES_MAX);
        longest[JOURNAL_RECORD_BYTES_MAX] = '\0';
        CHECK_NUMBER(desk_append(&desk, longest), ERROR_NONE);
        CHECK_NUMBER(desk_state(&desk).last_seq, JOURNAL_BATCH_RECORDS_MAX + 1);
        char *records = desk_read(&desk, JOURNAL_BATCH_RECORDS_MAX + 1);
        CHECK_NUMBER(strlen(records), strlen("4097:") + JOURNAL_RECORD_BYTES_MAX);
        free(records);
        free(longest);
    }
    desk_finish(&desk);
}

static int compare_bytes(void *context, const struct journal_record *record) {
    const struct journal_record *expected = context;
    CHECK_BYTES(record->bytes, record->length, expected[record->seq - 1].bytes, expected[record->seq - 1].length);
    return 0;
}

static void records_are_any_bytes(void) {
    struct journal_record records[] = {{.bytes = "\0", .length = 1},
                                       {.bytes = "a\0b", .length = 3},
                                       {.bytes = "\xff\xfe\xed\xa0\x80", .length = 5},
                                       {.bytes = "{\"text\":\"tiếng Việt\"}", .length = 25},
                                       {.bytes = "12345678901234567890", .length = 20}};
    struct desk desk;
    uint64_t bad_seq = 0;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append_records(&desk, records, 5), ERROR_NONE);
        CHECK_NUMBER(desk_state(&desk).last_seq, 5);
        CHECK_NUMBER(desk.journal->operations->read(desk.journal, 1, compare_bytes, records, &bad_seq), ERROR_NONE);
    }
    desk_finish(&desk);
}

static int append_while_reading(void *context, const struct journal_record *record) {
    struct desk *desk = context;
    uint64_t bad_seq = 0;
    struct journal_state state;
    (void)record;
    CHECK_NUMBER(desk_start(desk, "no"), ERROR_BUSY);
    CHECK_NUMBER(desk->journal->operations->read(desk->journal, 1, append_while_reading, desk, &bad_seq), ERROR_BUSY);
    CHECK_NUMBER(desk->journal->operations->resync(desk->journal, &state), ERROR_BUSY);
    return 0;
}

static void a_read_is_alone(void) {
    struct desk desk;
    uint64_t bad_seq = 0;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        CHECK_NUMBER(desk.journal->operations->read(desk.journal, 1, append_while_reading, &desk, &bad_seq),
                     ERROR_NONE);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_NONE);
    }
    desk_finish(&desk);
}

/* With allocation `nth` failing: the answer is NO_MEMORY or NOT_STORED, and what was stored stays. */
static bool append_with_little_memory(struct desk *desk, unsigned long nth) {
    uint64_t before = desk_state(desk).last_seq;
    memory_fail_from(nth);
    enum error error = desk_append_numbers(desk, (unsigned)before + 1, 3);
    memory_fail_from(0);
    check_note("allocation %lu", nth);
    CHECK(error == ERROR_NONE || error == ERROR_NO_MEMORY || error == ERROR_NOT_STORED);
    CHECK_NUMBER(desk_state(desk).last_seq, before + (error == ERROR_NONE ? 3 : 0));
    return error == ERROR_NONE;
}

static void little_memory_for_append(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 3), ERROR_NONE);
        unsigned long nth = 1;
        while (nth < 1000 && !append_with_little_memory(&desk, nth)) {
            nth++;
        }
        CHECK(nth > 1 && nth < 1000);
        desk_check_read(&desk, 1, "1:1 2:2 3:3 4:4 5:5 6:6");
    }
    desk_finish(&desk);
}

static void little_memory_for_open(void) {
    enum error error = ERROR_NO_MEMORY;
    const char *path = check_path("journal.db");
    unsigned long nth = 1;
    for (; error != ERROR_NONE && nth < 1000; nth++) {
        struct desk desk;
        desk_init(&desk);
        memory_fail_from(nth);
        error = desk_open(&desk, opener(), path);
        memory_fail_from(0);
        check_note("allocation %lu", nth);
        CHECK(error == ERROR_NONE || error == ERROR_NO_MEMORY);
        CHECK((desk.journal != NULL) == (error == ERROR_NONE));
        desk_finish(&desk);
    }
    CHECK(nth > 2 && nth < 1000);
}

static const struct check_test tests[] = {
    {"one append at a time", one_append_at_a_time},
    {"the expected number must be right", the_expected_number_must_be_right},
    {"batches have caps", batches_have_caps},
    {"records are any bytes", records_are_any_bytes},
    {"a read is alone", a_read_is_alone},
    {"little memory for append", little_memory_for_append},
    {"little memory for open", little_memory_for_open},
};

int main(int count, char **words) {
    log_set_level(LOG_ERROR);
    return CHECK_MAIN_VARIANTS(tests, variants, count, words);
}
