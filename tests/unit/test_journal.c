/* The contract of journal.h, for every backend. */
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

static void check_read(struct desk *desk, uint64_t from, const char *expected) {
    char *records = desk_read(desk, from);
    CHECK_TEXT(records, expected);
    free(records);
}

static void a_new_journal_is_empty(void) {
    static const struct digest none;
    struct desk desk;
    if (open_fresh(&desk)) {
        struct journal_state state = desk_state(&desk);
        CHECK_TEXT(state.id, "01m891k900041061050r3gg28a");
        CHECK_NUMBER(state.epoch, 1);
        CHECK_NUMBER(state.last_seq, 0);
        CHECK(digest_equal(&state.last_hash, &none));
        check_read(&desk, 1, "");
        CHECK_TEXT(desk.journal->operations->name, check_variant());
    }
    desk_finish(&desk);
}

static void outcomes_come_from_poll(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        desk.journal->operations->poll(desk.journal);
        CHECK_NUMBER(desk_start(&desk, "one"), ERROR_NONE);
        CHECK_NUMBER(desk.done_count, 0);
        CHECK_NUMBER(desk_state(&desk).last_seq, 0);
        CHECK_NUMBER(desk_wait(&desk), ERROR_NONE);
        CHECK_NUMBER(desk.last_seq, 1);
        CHECK_NUMBER(desk_state(&desk).last_seq, 1);
        desk.journal->operations->poll(desk.journal);
        CHECK_NUMBER(desk.done_count, 1);
        check_read(&desk, 1, "1:one");
    }
    desk_finish(&desk);
}

static void batches_are_numbered_in_order(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 3), ERROR_NONE);
        CHECK_NUMBER(desk.last_seq, 3);
        CHECK_NUMBER(desk_append(&desk, "four"), ERROR_NONE);
        CHECK_NUMBER(desk_append_numbers(&desk, 5, 2), ERROR_NONE);
        CHECK_NUMBER(desk.last_seq, 6);
        check_read(&desk, 1, "1:1 2:2 3:3 4:four 5:5 6:6");
    }
    desk_finish(&desk);
}

static void append_copies(void) {
    struct desk desk;
    char text[] = "kept";
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_start(&desk, text), ERROR_NONE);
        memset(text, 'x', 4);
        CHECK_NUMBER(desk_wait(&desk), ERROR_NONE);
        check_read(&desk, 1, "1:kept");
    }
    desk_finish(&desk);
}

static void one_append_at_a_time(void) {
    struct desk desk;
    struct journal_state state;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_start(&desk, "one"), ERROR_NONE);
        CHECK_NUMBER(desk_start(&desk, "two"), ERROR_BUSY);
        check_read(&desk, 1, "<busy> 0");
        CHECK_NUMBER(desk.journal->operations->resync(desk.journal, &state), ERROR_BUSY);
        CHECK_NUMBER(desk_wait(&desk), ERROR_NONE);
        CHECK_NUMBER(desk.done_count, 1);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_NONE);
        check_read(&desk, 1, "1:one 2:two");
    }
    desk_finish(&desk);
}

static void never_called(void *context, enum error outcome, uint64_t last_seq) {
    (void)context;
    (void)outcome;
    (void)last_seq;
    CHECK(!"done was called");
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
        check_read(&desk, 1, "1:one 2:two");
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

struct stop {
    uint64_t at;
    uint64_t seen;
};

static int stop_at(void *context, const struct journal_record *record) {
    struct stop *stop = context;
    stop->seen++;
    return record->seq == stop->at;
}

static void reads_start_and_stop_anywhere(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 2), ERROR_NONE);
        CHECK_NUMBER(desk_append_numbers(&desk, 3, 3), ERROR_NONE);
        check_read(&desk, 0, "1:1 2:2 3:3 4:4 5:5");
        check_read(&desk, 2, "2:2 3:3 4:4 5:5");
        check_read(&desk, 4, "4:4 5:5");
        check_read(&desk, 5, "5:5");
        check_read(&desk, 6, "");
        check_read(&desk, UINT64_MAX, "");
        struct stop stop = {.at = 3};
        uint64_t bad_seq = 0;
        CHECK_NUMBER(desk.journal->operations->read(desk.journal, 2, stop_at, &stop, &bad_seq), ERROR_NONE);
        CHECK_NUMBER(stop.seen, 2);
    }
    desk_finish(&desk);
}

static void long_reads_are_whole(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 2500), ERROR_NONE);
        CHECK_NUMBER(desk_append_numbers(&desk, 2501, 500), ERROR_NONE);
        struct stop stop = {.at = 0};
        uint64_t bad_seq = 0;
        CHECK_NUMBER(desk.journal->operations->read(desk.journal, 1, stop_at, &stop, &bad_seq), ERROR_NONE);
        CHECK_NUMBER(stop.seen, 3000);
        stop.seen = 0;
        CHECK_NUMBER(desk.journal->operations->read(desk.journal, 1001, stop_at, &stop, &bad_seq), ERROR_NONE);
        CHECK_NUMBER(stop.seen, 2000);
    }
    desk_finish(&desk);
}

struct verify {
    struct digest hash;
    bool good;
};

static int verify_one(void *context, const struct journal_record *record) {
    struct verify *verify = context;
    CHECK_NUMBER(record->epoch, 1);
    journal_chain(&verify->hash, record->seq, record->epoch, record->bytes, record->length, &verify->hash);
    verify->good = verify->good && digest_equal(&verify->hash, &record->hash);
    return 0;
}

static void records_are_chained(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 4), ERROR_NONE);
        CHECK_NUMBER(desk_append_numbers(&desk, 5, 3), ERROR_NONE);
        struct verify verify = {.good = true};
        struct journal_state state = desk_state(&desk);
        uint64_t bad_seq = 0;
        CHECK_NUMBER(desk.journal->operations->read(desk.journal, 1, verify_one, &verify, &bad_seq), ERROR_NONE);
        CHECK(verify.good);
        CHECK(digest_equal(&verify.hash, &state.last_hash));
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

struct chatter {
    struct desk *desk;
    int left;
};

static void append_again(void *context, enum error outcome, uint64_t last_seq) {
    struct chatter *chatter = context;
    CHECK_NUMBER(outcome, ERROR_NONE);
    chatter->desk->done_count++;
    chatter->desk->outcome = outcome;
    if (--chatter->left > 0) {
        struct journal_record record = {.bytes = "again", .length = 5};
        CHECK_NUMBER(chatter->desk->journal->operations->append(chatter->desk->journal, last_seq, &record, 1,
                                                                append_again, chatter),
                     ERROR_NONE);
    }
}

static void done_may_append_again(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        struct chatter chatter = {.desk = &desk, .left = 50};
        struct journal_record record = {.bytes = "first", .length = 5};
        CHECK_NUMBER(desk.journal->operations->append(desk.journal, 0, &record, 1, append_again, &chatter), ERROR_NONE);
        while (chatter.left > 0 && desk_wait(&desk) == ERROR_NONE) {
        }
        CHECK_NUMBER(desk_state(&desk).last_seq, 50);
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

static void resync_in_fine_weather(void) {
    struct desk desk;
    struct journal_state state;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 3), ERROR_NONE);
        struct journal_state before = desk_state(&desk);
        CHECK_NUMBER(desk.journal->operations->resync(desk.journal, &state), ERROR_NONE);
        CHECK_TEXT(state.id, before.id);
        CHECK_NUMBER(state.epoch, before.epoch);
        CHECK_NUMBER(state.last_seq, 3);
        CHECK(digest_equal(&state.last_hash, &before.last_hash));
        CHECK_NUMBER(desk_append(&desk, "four"), ERROR_NONE);
        check_read(&desk, 3, "3:3 4:four");
    }
    desk_finish(&desk);
}

static void close_finishes_the_append(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_start(&desk, "last words"), ERROR_NONE);
        desk_close(&desk);
        CHECK_NUMBER(desk.done_count, 1);
        CHECK_NUMBER(desk.outcome, ERROR_NONE);
        CHECK_NUMBER(desk.last_seq, 1);
    }
    desk_finish(&desk);
}

static void append_after_close(void *context, enum error outcome, uint64_t last_seq) {
    struct desk *desk = context;
    struct journal_record record = {.bytes = "no", .length = 2};
    (void)outcome;
    desk->done_count++;
    CHECK_NUMBER(desk->journal->operations->append(desk->journal, last_seq, &record, 1, append_after_close, desk),
                 ERROR_BUSY);
}

static void nothing_is_appended_while_closing(void) {
    struct desk desk;
    if (open_fresh(&desk)) {
        struct journal_record record = {.bytes = "last", .length = 4};
        CHECK_NUMBER(desk.journal->operations->append(desk.journal, 0, &record, 1, append_after_close, &desk),
                     ERROR_NONE);
        desk_close(&desk);
        CHECK_NUMBER(desk.done_count, 1);
    }
    desk_finish(&desk);
}

static void a_reader_does_not_append(void) {
    struct desk desk;
    struct journal_state state;
    if (open_fresh(&desk)) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        struct desk reader;
        desk_init(&reader);
        CHECK_NUMBER(desk_open_read_only(&reader, opener(), check_path("journal.db")), ERROR_NONE);
        CHECK_NUMBER(desk_start(&reader, "no"), ERROR_FENCED);
        CHECK_NUMBER(reader.journal->operations->resync(reader.journal, &state), ERROR_NONE);
        reader.journal->operations->poll(reader.journal);
        desk_finish(&reader);
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
        check_read(&desk, 1, "1:1 2:2 3:3 4:4 5:5 6:6");
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
    {"a new journal is empty", a_new_journal_is_empty},
    {"outcomes come from poll", outcomes_come_from_poll},
    {"batches are numbered in order", batches_are_numbered_in_order},
    {"append copies", append_copies},
    {"one append at a time", one_append_at_a_time},
    {"the expected number must be right", the_expected_number_must_be_right},
    {"batches have caps", batches_have_caps},
    {"reads start and stop anywhere", reads_start_and_stop_anywhere},
    {"long reads are whole", long_reads_are_whole},
    {"records are chained", records_are_chained},
    {"records are any bytes", records_are_any_bytes},
    {"done may append again", done_may_append_again},
    {"a read is alone", a_read_is_alone},
    {"resync in fine weather", resync_in_fine_weather},
    {"close finishes the append", close_finishes_the_append},
    {"nothing is appended while closing", nothing_is_appended_while_closing},
    {"a reader does not append", a_reader_does_not_append},
    {"little memory for append", little_memory_for_append},
    {"little memory for open", little_memory_for_open},
};

int main(int count, char **words) {
    log_set_level(LOG_ERROR);
    return CHECK_MAIN_VARIANTS(tests, variants, count, words);
}
