/* Files that were changed behind our back, and processes that were killed. */
#include "base/log.h"
#include "journal/journal.h"
#include "support/check.h"
#include "support/journal_desk.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void damage_is_found_and_named(void) {
    static const struct {
        const char *sql;
        const char *answer;
    } damages[] = {
        {"UPDATE event SET data = '3x' WHERE seq = 3", "<damaged> 3"},
        {"UPDATE event SET data = X'33' || X'00' WHERE seq = 3", "<damaged> 3"},
        {"UPDATE event SET hash = zeroblob(32) WHERE seq = 2", "<damaged> 2"},
        {"UPDATE event SET hash = X'00' WHERE seq = 2", "<damaged> 2"},
        {"UPDATE event SET epoch = 9 WHERE seq = 5", "<damaged> 5"},
        {"DELETE FROM event WHERE seq = 4", "<damaged> 4"},
        {"DELETE FROM event WHERE seq = 1", "<damaged> 1"},
        {"UPDATE event SET seq = 40 WHERE seq = 4; UPDATE event SET seq = 4 WHERE seq = 5;"
         "UPDATE event SET seq = 5 WHERE seq = 40",
         "<damaged> 4"},
        {"UPDATE event SET data = '6' WHERE seq = 6", "1:1 2:2 3:3 4:4 5:5 6:6"},
    };
    const char *path = check_path("journal.db");
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        struct desk desk;
        check_note("damage %zu", i);
        unlink(path);
        if (desk_open_fresh(&desk, path)) {
            CHECK_NUMBER(desk_append_numbers(&desk, 1, 6), ERROR_NONE);
        }
        desk_finish(&desk);
        desk_run_sql(path, damages[i].sql);
        desk_init(&desk);
        CHECK_NUMBER(desk_open_read_only(&desk, journal_sqlite_open, path), ERROR_NONE);
        desk_check_read(&desk, 1, damages[i].answer);
        desk_finish(&desk);
    }
}

static void a_read_names_the_record_before_too(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 6), ERROR_NONE);
        desk_run_sql(path, "DELETE FROM event WHERE seq = 3");
        desk_check_read(&desk, 4, "<damaged> 3");
        desk_check_read(&desk, 5, "5:5 6:6");
        desk_run_sql(path, "UPDATE event SET hash = X'00' WHERE seq = 4");
        desk_check_read(&desk, 5, "<damaged> 4");
        desk_run_sql(path, "DELETE FROM event WHERE seq > 5");
        desk_check_read(&desk, 6, "<damaged> 6");
    }
    desk_finish(&desk);
}

/* One bit of the file is wrong: a read gives true records, or an error, and never false ones. */
static void flip_and_read(const unsigned char *bytes, size_t size, size_t offset, const char *path) {
    static const char truth[] = "1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8";
    struct desk desk;
    FILE *file = fopen(path, "wb");
    fwrite(bytes, 1, size, file);
    fseek(file, (long)offset, SEEK_SET);
    fputc(bytes[offset] ^ (1 << (offset % 8)), file);
    fclose(file);
    desk_init(&desk);
    enum error error = desk_open_read_only(&desk, journal_sqlite_open, path);
    CHECK(error == ERROR_NONE || error == ERROR_DAMAGED || error == ERROR_SYSTEM);
    if (error == ERROR_NONE) {
        char *records = desk_read(&desk, 1);
        bool is_prefix = records[0] != '\0' && strncmp(records, truth, strlen(records)) == 0; /* none at all would be an empty journal: false */
        CHECK(is_prefix || strncmp(records, "<damaged>", 9) == 0 || strncmp(records, "<busy>", 6) == 0);
        free(records);
    }
    desk_finish(&desk);
}

static void a_flipped_bit_gives_no_false_record(void) {
    const char *path = check_path("journal.db"), *copy = check_path("copy.db");
    struct desk desk;
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 8), ERROR_NONE);
    }
    desk_finish(&desk);
    static unsigned char bytes[65536];
    FILE *file = fopen(path, "rb");
    size_t size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    CHECK_NUMBER(size, 3 * 4096);
    for (size_t offset = 0; offset < size;) {
        check_note("byte %zu", offset);
        flip_and_read(bytes, size, offset, copy);
        /* All of the file's header, and of what a page holds at its two ends. */
        bool is_used = offset < 400 || offset % 4096 < 24 || offset % 4096 > 3400;
        offset += is_used ? 1 : 41;
    }
}

/* Who writes makes a journal that has nothing in it a new one: a bit must not make an old one look so, nor send what is written next over it. */
static void open_and_append(const char *path, const char *truth, const char *truth_later) {
    struct desk desk;
    desk_init(&desk);
    enum error error = desk_open(&desk, journal_sqlite_open, path);
    CHECK(error == ERROR_NONE || error == ERROR_DAMAGED || error == ERROR_SYSTEM);
    if (error == ERROR_NONE) {
        desk_check_read(&desk, 1, truth);
        error = desk_append_numbers(&desk, 9, 1);
    }
    desk_finish(&desk);
    desk_init(&desk);
    if (error == ERROR_NONE && desk_open_read_only(&desk, journal_sqlite_open, path) == ERROR_NONE)
        desk_check_read(&desk, 1, truth_later);
    desk_finish(&desk);
}

static void a_flipped_bit_makes_no_new_journal(void) {
    const char *path = check_path("journal.db"), *copy = check_path("copy.db"), *ahead = check_path("copy.db-wal");
    static unsigned char bytes[65536];
    struct desk desk;
    if (desk_open_fresh(&desk, path))
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 8), ERROR_NONE);
    desk_finish(&desk);
    FILE *file = fopen(path, "rb");
    size_t size = fread(bytes, 1, sizeof(bytes), file), words = (size_t)bytes[105] << 8 | bytes[106];
    fclose(file);
    for (size_t bit = 0; bit < 4096 * 8;) {
        check_note("byte %zu, bit %zu", bit / 8, bit % 8);
        bytes[bit / 8] ^= (unsigned char)(1 << (bit % 8));
        unlink(ahead);
        file = fopen(copy, "wb");
        fwrite(bytes, 1, size, file);
        fclose(file);
        bytes[bit / 8] ^= (unsigned char)(1 << (bit % 8));
        open_and_append(copy, "1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8", "1:1 2:2 3:3 4:4 5:5 6:6 7:7 8:8 9:9");
        bit += bit / 8 < 124 ? 1 : bit / 8 >= words ? 3 : 333;
    }
}

/* Found by tests/fuzz/journal: with its key lost the table's records have no numbers, and a read found none. */
static void a_damaged_description_is_no_empty_journal(void) {
    static const char *const damages[] = {"PRIMAYEK RY", "PRIMARY Key", "PRIMARY KEZ"};
    const char *path = check_path("journal.db");
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        struct desk desk;
        char sql[300];
        unlink(path);
        if (desk_open_fresh(&desk, path))
            CHECK_NUMBER(desk_append_numbers(&desk, 1, 6), ERROR_NONE);
        desk_finish(&desk);
        snprintf(sql, sizeof sql, "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, 'PRIMARY KEY', '%s') WHERE name = 'event'", damages[i]);
        desk_run_sql(path, sql);
        desk_init(&desk);
        CHECK_NUMBER(desk_open_read_only(&desk, journal_sqlite_open, path), ERROR_DAMAGED);
        desk_finish(&desk);
    }
}

/* A process that appends for ever and says after each outcome how far it has come. */
static void append_for_ever(const char *path, int acknowledged) {
    struct desk desk;
    desk_init(&desk);
    if (desk_open(&desk, journal_sqlite_open, path) != ERROR_NONE) {
        _exit(1);
    }
    while (desk_append_numbers(&desk, 1, 7) == ERROR_NONE) {
        if (write(acknowledged, &desk.last_seq, sizeof(desk.last_seq)) != sizeof(desk.last_seq)) {
            break;
        }
    }
    _exit(1);
}

static uint64_t kill_after(const char *path, unsigned acknowledgements) {
    int ends[2];
    uint64_t last = 0, next;
    CHECK_NUMBER(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        append_for_ever(path, ends[1]);
    }
    close(ends[1]);
    for (unsigned i = 0; read(ends[0], &next, sizeof(next)) == sizeof(next); i++) {
        last = next;
        if (i == acknowledgements) {
            kill(child, SIGKILL);
        }
    }
    close(ends[0]);
    waitpid(child, NULL, 0);
    return last;
}

static int count_record(void *context, const struct journal_record *record) {
    uint64_t *count = context;
    CHECK_NUMBER(record->seq, ++*count);
    return 0;
}

static void a_killed_process_loses_nothing(void) {
    const char *path = check_path("journal.db");
    for (unsigned i = 0; i < 8; i++) {
        uint64_t acknowledged = kill_after(path, 5 + 13 * i), counted = 0, bad_seq = 0;
        struct desk desk;
        check_note("kill %u", i);
        if (desk_open_fresh(&desk, path)) {
            struct journal_state state = desk_state(&desk);
            CHECK(acknowledged > 0 && state.last_seq >= acknowledged);
            CHECK_NUMBER(state.last_seq % 7, 0);
            CHECK_NUMBER(state.epoch, 2 * (i + 1));
            CHECK_NUMBER(desk.journal->operations->read(desk.journal, 1, count_record, &counted, &bad_seq), ERROR_NONE);
            CHECK_NUMBER(counted, state.last_seq);
        }
        desk_finish(&desk);
    }
}

static const struct check_test tests[] = {
    {"damage is found and named", damage_is_found_and_named},
    {"a read names the record before too", a_read_names_the_record_before_too},
    {"a flipped bit gives no false record", a_flipped_bit_gives_no_false_record},
    {"a flipped bit makes no new journal", a_flipped_bit_makes_no_new_journal},
    {"a damaged description is no empty journal", a_damaged_description_is_no_empty_journal},
    {"a killed process loses nothing", a_killed_process_loses_nothing},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
