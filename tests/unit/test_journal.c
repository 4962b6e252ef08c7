/* The contract of journal.h, for every backend. */
#include "base/log.h"
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

static void a_new_journal_is_empty(void) {
    static const struct digest none;
    struct desk desk;
    if (open_fresh(&desk)) {
        struct journal_state state = desk_state(&desk);
        CHECK_TEXT(state.id, "01m891k900041061050r3gg28a");
        CHECK_NUMBER(state.epoch, 1);
        CHECK_NUMBER(state.last_seq, 0);
        CHECK(digest_equal(&state.last_hash, &none));
        desk_check_read(&desk, 1, "");
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
        desk_check_read(&desk, 1, "1:one");
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
        desk_check_read(&desk, 1, "1:1 2:2 3:3 4:four 5:5 6:6");
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
        desk_check_read(&desk, 1, "1:kept");
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
        desk_check_read(&desk, 0, "1:1 2:2 3:3 4:4 5:5");
        desk_check_read(&desk, 2, "2:2 3:3 4:4 5:5");
        desk_check_read(&desk, 4, "4:4 5:5");
        desk_check_read(&desk, 5, "5:5");
        desk_check_read(&desk, 6, "");
        desk_check_read(&desk, UINT64_MAX, "");
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
        desk_check_read(&desk, 3, "3:3 4:four");
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

static const struct check_test tests[] = {
    {"a new journal is empty", a_new_journal_is_empty},
    {"outcomes come from poll", outcomes_come_from_poll},
    {"batches are numbered in order", batches_are_numbered_in_order},
    {"append copies", append_copies},
    {"reads start and stop anywhere", reads_start_and_stop_anywhere},
    {"long reads are whole", long_reads_are_whole},
    {"records are chained", records_are_chained},
    {"done may append again", done_may_append_again},
    {"resync in fine weather", resync_in_fine_weather},
    {"close finishes the append", close_finishes_the_append},
    {"nothing is appended while closing", nothing_is_appended_while_closing},
    {"a reader does not append", a_reader_does_not_append},
};

int main(int count, char **words) {
    log_set_level(LOG_ERROR);
    return CHECK_MAIN_VARIANTS(tests, variants, count, words);
}
