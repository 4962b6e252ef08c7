/* What only the journal in a file has: reopening, locks and fences, foreign and damaged files. */
#include "base/log.h"
#include "journal/journal.h"
#include "support/check.h"
#include "support/journal_desk.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool open_at(struct desk *desk, const char *path) {
    desk_init(desk);
    return CHECK_NUMBER(desk_open(desk, journal_sqlite_open, path), ERROR_NONE);
}

static void check_read(struct desk *desk, uint64_t from, const char *expected) {
    char *records = desk_read(desk, from);
    CHECK_TEXT(records, expected);
    free(records);
}

/* Runs SQL on a connection of the test's own, as a stranger would. */
static void run_sql(const char *path, const char *sql) {
    sqlite3 *database = NULL;
    char *why = NULL;
    CHECK_NUMBER(sqlite3_open(path, &database), SQLITE_OK);
    CHECK_NUMBER(sqlite3_exec(database, sql, NULL, NULL, &why), SQLITE_OK);
    CHECK_TEXT(why, NULL);
    sqlite3_free(why);
    sqlite3_close(database);
}

static char *read_sql(const char *path, const char *sql) {
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL);
    sqlite3_prepare_v2(database, sql, -1, &statement, NULL);
    char *answer = NULL;
    if (CHECK_NUMBER(sqlite3_step(statement), SQLITE_ROW)) {
        answer = strdup((const char *)sqlite3_column_text(statement, 0));
    }
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return answer;
}

static void write_file(const char *path, const void *bytes, size_t length) {
    FILE *file = fopen(path, "wb");
    if (CHECK(file != NULL)) {
        CHECK_NUMBER(fwrite(bytes, 1, length, file), length);
        fclose(file);
    }
}

static unsigned char *read_file(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = malloc(1 << 22);
    *length = file == NULL ? 0 : fread(bytes, 1, 1 << 22, file);
    if (file != NULL) {
        fclose(file);
    }
    return bytes;
}

/* Collects the log lines of what runs between the two. */
static FILE *log_file;

static void log_start(void) {
    log_file = tmpfile();
    log_set_level(LOG_INFO);
    log_set_descriptor(fileno(log_file));
}

static char *log_stop(void) {
    char *lines = calloc(1, 65536);
    log_set_level(LOG_ERROR);
    log_set_descriptor(-1);
    rewind(log_file);
    CHECK(fread(lines, 1, 65535, log_file) < 65535);
    fclose(log_file);
    return lines;
}

static void reopening_keeps_id_and_raises_epoch(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    if (open_at(&desk, path)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 2), ERROR_NONE);
    }
    struct journal_state before = desk_state(&desk);
    desk_finish(&desk);
    if (open_at(&desk, path)) {
        struct journal_state after = desk_state(&desk);
        CHECK_TEXT(after.id, before.id);
        CHECK_NUMBER(after.epoch, before.epoch + 1);
        CHECK_NUMBER(after.last_seq, 2);
        CHECK(digest_equal(&after.last_hash, &before.last_hash));
        CHECK_NUMBER(desk_append(&desk, "three"), ERROR_NONE);
        check_read(&desk, 1, "1:1 2:2 3:three");
    }
    desk_finish(&desk);
    if (open_at(&desk, path)) {
        CHECK_NUMBER(desk_state(&desk).epoch, 3);
        check_read(&desk, 2, "2:2 3:three");
    }
    desk_finish(&desk);
}

static void closing_leaves_one_readable_file(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    struct stat status;
    if (open_at(&desk, path)) {
        CHECK_NUMBER(desk_append(&desk, "{\"text\":\"tiếng Việt\"}"), ERROR_NONE);
        CHECK_NUMBER(desk_start(&desk, "under way"), ERROR_NONE);
    }
    desk_finish(&desk);
    CHECK(stat(check_path("journal.db-wal"), &status) != 0);
    char *answer =
        read_sql(path, "SELECT group_concat(seq || ' ' || epoch || ' ' || typeof(data) || ' ' || data || ' ' || "
                       "length(hash), char(10)) FROM event");
    CHECK_TEXT(answer, "1 1 text {\"text\":\"tiếng Việt\"} 32\n2 1 text under way 32");
    free(answer);
    answer = read_sql(path, "SELECT group_concat(k || '=' || v) FROM meta");
    CHECK_TEXT(answer, "checks=3,created=1795600000000,epoch=1,format=1,journal=01m891k900041061050r3gg28a");
    free(answer);
}

static void nobody_else_may_read_the_files(void) {
    static const char *const names[] = {"journal.db", "journal.db-wal", "journal.db-shm", "journal.db.lock"};
    struct desk desk;
    struct stat status;
    mode_t before = umask(0);
    if (open_at(&desk, check_path("journal.db"))) {
        for (size_t i = 0; i < 4; i++) {
            check_note("%s", names[i]);
            CHECK_NUMBER(stat(check_path(names[i]), &status), 0);
            CHECK_NUMBER(status.st_mode & 0777, 0600);
        }
    }
    umask(before);
    desk_finish(&desk);
}

static enum error try_open(const char *path, bool create, bool read_only) {
    static const uint8_t random_bytes[10];
    struct journal_options options = {
        .path = path, .create = create, .read_only = read_only, .random = create ? random_bytes : NULL};
    struct journal *journal = NULL;
    enum error error = journal_sqlite_open(&options, &journal);
    CHECK((journal != NULL) == (error == ERROR_NONE));
    if (journal != NULL) {
        journal->operations->close(journal);
    }
    return error;
}

static void what_is_not_there_is_not_made(void) {
    struct stat status;
    CHECK_NUMBER(try_open(check_path("journal.db"), false, false), ERROR_SYSTEM);
    CHECK_NUMBER(try_open(check_path("journal.db"), false, true), ERROR_SYSTEM);
    CHECK_NUMBER(try_open(check_path("journal.db"), true, true), ERROR_SYSTEM);
    CHECK(stat(check_path("journal.db"), &status) != 0);
    CHECK(stat(check_path("journal.db.lock"), &status) != 0);
    CHECK_NUMBER(try_open(check_path("no/such/directory.db"), true, false), ERROR_SYSTEM);
    CHECK_NUMBER(try_open(check_directory(), true, false), ERROR_SYSTEM);
    write_file(check_path("empty.db"), "", 0);
    CHECK_NUMBER(try_open(check_path("empty.db"), false, false), ERROR_DAMAGED);
    CHECK_NUMBER(try_open(check_path("empty.db"), false, true), ERROR_DAMAGED);
    CHECK_NUMBER(try_open(check_path("empty.db"), true, false), ERROR_NONE);
    CHECK_NUMBER(try_open(check_path("empty.db"), false, false), ERROR_NONE);
}

static void check_untouched(const char *path) {
    size_t before_length, after_length;
    unsigned char *before = read_file(path, &before_length);
    CHECK_NUMBER(try_open(path, true, false), ERROR_DAMAGED);
    CHECK_NUMBER(try_open(path, false, true), ERROR_DAMAGED);
    unsigned char *after = read_file(path, &after_length);
    CHECK_BYTES(after, after_length, before, before_length);
    free(before);
    free(after);
}

static void foreign_files_are_refused_untouched(void) {
    const char *text = check_path("notes.txt");
    char lines[5000];
    memset(lines, 'x', sizeof(lines));
    write_file(text, lines, sizeof(lines));
    check_untouched(text);
    const char *other = check_path("other.db");
    run_sql(other, "CREATE TABLE orders(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO orders VALUES(1, 'tea')");
    check_untouched(other);
    const char *similar = check_path("similar.db");
    run_sql(similar, "CREATE TABLE meta(key TEXT, value TEXT); CREATE TABLE event(id INTEGER)");
    check_untouched(similar);
    const char *unnamed = check_path("unnamed.db");
    run_sql(unnamed, "CREATE TABLE meta(k TEXT PRIMARY KEY, v); CREATE TABLE event(seq INTEGER)");
    check_untouched(unnamed);
}

static void a_newer_format_is_refused(void) {
    const char *path = check_path("journal.db");
    CHECK_NUMBER(try_open(path, true, false), ERROR_NONE);
    run_sql(path, "UPDATE meta SET v = 2 WHERE k = 'format'");
    log_start();
    CHECK_NUMBER(try_open(path, false, false), ERROR_DAMAGED);
    CHECK_NUMBER(try_open(path, false, true), ERROR_DAMAGED);
    char *lines = log_stop();
    CHECK(strstr(lines, "format 2 is newer than 1") != NULL);
    free(lines);
    run_sql(path, "UPDATE meta SET v = 1 WHERE k = 'format'; DELETE FROM meta WHERE k = 'journal'");
    CHECK_NUMBER(try_open(path, false, false), ERROR_DAMAGED);
}

static void a_second_process_is_told_who_has_it(void) {
    const char *path = check_path("journal.db");
    struct desk desk, second;
    char pid[64];
    snprintf(pid, sizeof(pid), "another lamrelay has this journal open: process %ld\"", (long)getpid());
    if (open_at(&desk, path)) {
        log_start();
        desk_init(&second);
        CHECK_NUMBER(desk_open(&second, journal_sqlite_open, path), ERROR_FENCED);
        CHECK(second.journal == NULL);
        desk_finish(&second);
        char *lines = log_stop();
        CHECK(strstr(lines, pid) != NULL);
        free(lines);
        CHECK_NUMBER(desk_append(&desk, "still ours"), ERROR_NONE);
    }
    desk_finish(&desk);
    CHECK_NUMBER(try_open(path, false, false), ERROR_NONE);
}

/* Somebody deletes the lock file: then it is the epoch that keeps the first writer out. */
static void the_epoch_fences_without_the_lock(void) {
    const char *path = check_path("journal.db");
    struct desk first, second;
    struct journal_state state;
    if (open_at(&first, path)) {
        CHECK_NUMBER(desk_append(&first, "one"), ERROR_NONE);
        CHECK_NUMBER(unlink(check_path("journal.db.lock")), 0);
        if (open_at(&second, path)) {
            CHECK_NUMBER(desk_state(&second).epoch, 2);
            CHECK_NUMBER(desk_append(&first, "no"), ERROR_FENCED);
            CHECK_NUMBER(desk_state(&first).last_seq, 1);
            CHECK_NUMBER(desk_append(&second, "two"), ERROR_NONE);
            CHECK_NUMBER(desk_start(&first, "no"), ERROR_FENCED);
            CHECK_NUMBER(first.journal->operations->resync(first.journal, &state), ERROR_FENCED);
            check_read(&second, 1, "1:one 2:two");
        }
        desk_finish(&second);
    }
    desk_finish(&first);
    if (open_at(&first, path)) {
        check_read(&first, 1, "1:one 2:two");
    }
    desk_finish(&first);
}

static void resync_sees_the_fence_too(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    struct journal_state state;
    if (open_at(&desk, path)) {
        run_sql(path, "UPDATE meta SET v = v + 1 WHERE k = 'epoch'");
        CHECK_NUMBER(desk.journal->operations->resync(desk.journal, &state), ERROR_FENCED);
        CHECK_NUMBER(desk_start(&desk, "no"), ERROR_FENCED);
    }
    desk_finish(&desk);
}

static void foreign_records_fence(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    if (open_at(&desk, path)) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        run_sql(path, "INSERT INTO event SELECT 2, epoch, 'forged', hash FROM event WHERE seq = 1");
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_FENCED);
        CHECK_NUMBER(desk_start(&desk, "two"), ERROR_FENCED);
    }
    desk_finish(&desk);
}

static void another_writer_in_the_way_is_not_stored(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    sqlite3 *stranger = NULL;
    if (open_at(&desk, path)) {
        CHECK_NUMBER(sqlite3_open(path, &stranger), SQLITE_OK);
        CHECK_NUMBER(sqlite3_exec(stranger, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NOT_STORED);
        CHECK_NUMBER(sqlite3_exec(stranger, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        sqlite3_close(stranger);
    }
    desk_finish(&desk);
}

static void readers_follow_a_live_writer(void) {
    const char *path = check_path("journal.db");
    struct desk desk, reader;
    struct journal_state state;
    desk_init(&reader);
    if (open_at(&desk, path)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 2), ERROR_NONE);
        CHECK_NUMBER(desk_open_read_only(&reader, journal_sqlite_open, path), ERROR_NONE);
        CHECK_NUMBER(desk_state(&reader).epoch, 1);
        check_read(&reader, 1, "1:1 2:2");
        CHECK_NUMBER(desk_append(&desk, "three"), ERROR_NONE);
        check_read(&reader, 1, "1:1 2:2");
        CHECK_NUMBER(reader.journal->operations->resync(reader.journal, &state), ERROR_NONE);
        CHECK_NUMBER(state.last_seq, 3);
        check_read(&reader, 3, "3:three");
        desk_close(&reader);
        CHECK_NUMBER(desk_append(&desk, "four"), ERROR_NONE);
    }
    desk_finish(&desk);
    CHECK_NUMBER(desk_open_read_only(&reader, journal_sqlite_open, path), ERROR_NONE);
    check_read(&reader, 4, "4:four");
    desk_finish(&reader);
}

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
        {"UPDATE event SET seq = 40 WHERE seq = 4; UPDATE event SET seq = 4 WHERE seq = 5; UPDATE event SET seq = 5 "
         "WHERE seq = "
         "40",
         "<damaged> 4"},
        {"UPDATE event SET data = '6' WHERE seq = 6", "1:1 2:2 3:3 4:4 5:5 6:6"},
    };
    const char *path = check_path("journal.db");
    for (size_t i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
        struct desk desk;
        check_note("damage %zu", i);
        unlink(path);
        if (open_at(&desk, path)) {
            CHECK_NUMBER(desk_append_numbers(&desk, 1, 6), ERROR_NONE);
        }
        desk_finish(&desk);
        run_sql(path, damages[i].sql);
        desk_init(&desk);
        CHECK_NUMBER(desk_open_read_only(&desk, journal_sqlite_open, path), ERROR_NONE);
        check_read(&desk, 1, damages[i].answer);
        desk_finish(&desk);
    }
}

static const struct check_test tests[] = {
    {"reopening keeps the id and raises the epoch", reopening_keeps_id_and_raises_epoch},
    {"closing leaves one file that a person can read", closing_leaves_one_readable_file},
    {"nobody else may read the files", nobody_else_may_read_the_files},
    {"what is not there is not made", what_is_not_there_is_not_made},
    {"foreign files are refused untouched", foreign_files_are_refused_untouched},
    {"a newer format is refused", a_newer_format_is_refused},
    {"a second process is told who has it", a_second_process_is_told_who_has_it},
    {"the epoch fences without the lock", the_epoch_fences_without_the_lock},
    {"resync sees the fence too", resync_sees_the_fence_too},
    {"foreign records fence", foreign_records_fence},
    {"another writer in the way is not stored", another_writer_in_the_way_is_not_stored},
    {"readers follow a live writer", readers_follow_a_live_writer},
    {"damage is found and named", damage_is_found_and_named},
};

int main(int count, char **words) {
    log_set_level(LOG_ERROR);
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
