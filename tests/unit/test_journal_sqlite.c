/* What only the journal in a file has: reopening, the files beside it, foreign files. */
#include "base/log.h"
#include "journal/journal.h"
#include "support/check.h"
#include "support/journal_desk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 2), ERROR_NONE);
    }
    struct journal_state before = desk_state(&desk);
    desk_finish(&desk);
    if (desk_open_fresh(&desk, path)) {
        struct journal_state after = desk_state(&desk);
        CHECK_TEXT(after.id, before.id);
        CHECK_NUMBER(after.epoch, before.epoch + 1);
        CHECK_NUMBER(after.last_seq, 2);
        CHECK(digest_equal(&after.last_hash, &before.last_hash));
        CHECK_NUMBER(desk_append(&desk, "three"), ERROR_NONE);
        desk_check_read(&desk, 1, "1:1 2:2 3:three");
    }
    desk_finish(&desk);
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_state(&desk).epoch, 3);
        desk_check_read(&desk, 2, "2:2 3:three");
    }
    desk_finish(&desk);
}

static void closing_leaves_one_readable_file(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    struct stat status;
    if (desk_open_fresh(&desk, path)) {
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
    if (desk_open_fresh(&desk, check_path("journal.db"))) {
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
    CHECK_NUMBER(mkdir(check_path("directory.db"), 0700), 0);
    CHECK_NUMBER(try_open(check_path("directory.db"), true, false), ERROR_SYSTEM);
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
    desk_run_sql(other, "CREATE TABLE orders(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO orders VALUES(1, 'tea')");
    check_untouched(other);
    const char *similar = check_path("similar.db");
    desk_run_sql(similar, "CREATE TABLE meta(key TEXT, value TEXT); CREATE TABLE event(id INTEGER)");
    check_untouched(similar);
    const char *unnamed = check_path("unnamed.db");
    desk_run_sql(unnamed, "CREATE TABLE meta(k TEXT PRIMARY KEY, v); CREATE TABLE event(seq INTEGER)");
    check_untouched(unnamed);
}

static void a_newer_format_is_refused(void) {
    const char *path = check_path("journal.db");
    CHECK_NUMBER(try_open(path, true, false), ERROR_NONE);
    desk_run_sql(path, "UPDATE meta SET v = 2 WHERE k = 'format'");
    log_start();
    CHECK_NUMBER(try_open(path, false, false), ERROR_DAMAGED);
    CHECK_NUMBER(try_open(path, false, true), ERROR_DAMAGED);
    char *lines = log_stop();
    CHECK(strstr(lines, "format 2 is newer than 1") != NULL);
    free(lines);
    desk_run_sql(path, "UPDATE meta SET v = 1 WHERE k = 'format'; DELETE FROM meta WHERE k = 'journal'");
    CHECK_NUMBER(try_open(path, false, false), ERROR_DAMAGED);
}

static const struct check_test tests[] = {
    {"reopening keeps the id and raises the epoch", reopening_keeps_id_and_raises_epoch},
    {"closing leaves one file that a person can read", closing_leaves_one_readable_file},
    {"nobody else may read the files", nobody_else_may_read_the_files},
    {"what is not there is not made", what_is_not_there_is_not_made},
    {"foreign files are refused untouched", foreign_files_are_refused_untouched},
    {"a newer format is refused", a_newer_format_is_refused},
};

int main(int count, char **words) {
    log_set_level(LOG_ERROR);
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
