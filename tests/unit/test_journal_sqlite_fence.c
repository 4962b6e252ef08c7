/* Two who want to write the same file: the lock tells, the epoch decides; and readers beside a writer. */
#include "base/log.h"
#include "journal/journal.h"
#include "support/check.h"
#include "support/journal_desk.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void a_second_process_is_told_who_has_it(void) {
    const char *path = check_path("journal.db");
    struct desk desk, second;
    char pid[80], lines[4096] = "";
    snprintf(pid, sizeof(pid), "another lamrelay has this journal open: process %ld\"", (long)getpid());
    FILE *log = tmpfile();
    if (desk_open_fresh(&desk, path)) {
        log_set_descriptor(fileno(log));
        desk_init(&second);
        CHECK_NUMBER(desk_open(&second, journal_sqlite_open, path), ERROR_FENCED);
        CHECK(second.journal == NULL);
        desk_finish(&second);
        log_set_descriptor(-1);
        rewind(log);
        CHECK(fread(lines, 1, sizeof(lines) - 1, log) > 0);
        CHECK(strstr(lines, pid) != NULL);
        CHECK_NUMBER(desk_append(&desk, "still ours"), ERROR_NONE);
    }
    desk_finish(&desk);
    fclose(log);
    CHECK(desk_open_fresh(&desk, path));
    desk_finish(&desk);
}

/* Somebody deletes the lock file: then it is the epoch that keeps the first writer out. */
static void the_epoch_fences_without_the_lock(void) {
    const char *path = check_path("journal.db");
    struct desk first, second;
    struct journal_state state;
    if (desk_open_fresh(&first, path)) {
        CHECK_NUMBER(desk_append(&first, "one"), ERROR_NONE);
        CHECK_NUMBER(unlink(check_path("journal.db.lock")), 0);
        if (desk_open_fresh(&second, path)) {
            CHECK_NUMBER(desk_state(&second).epoch, 2);
            CHECK_NUMBER(desk_append(&first, "no"), ERROR_FENCED);
            CHECK_NUMBER(desk_state(&first).last_seq, 1);
            CHECK_NUMBER(desk_append(&second, "two"), ERROR_NONE);
            CHECK_NUMBER(desk_start(&first, "no"), ERROR_FENCED);
            CHECK_NUMBER(first.journal->operations->resync(first.journal, &state), ERROR_FENCED);
            desk_check_read(&second, 1, "1:one 2:two");
        }
        desk_finish(&second);
    }
    desk_finish(&first);
    if (desk_open_fresh(&first, path)) {
        desk_check_read(&first, 1, "1:one 2:two");
    }
    desk_finish(&first);
}

static void a_fenced_journal_closes_last_without_harm(void) {
    const char *path = check_path("journal.db");
    struct desk first, second;
    if (desk_open_fresh(&first, path)) {
        CHECK_NUMBER(unlink(check_path("journal.db.lock")), 0);
        if (desk_open_fresh(&second, path)) {
            CHECK_NUMBER(desk_append(&first, "no"), ERROR_FENCED);
            CHECK_NUMBER(desk_append(&second, "one"), ERROR_NONE);
        }
        desk_finish(&second);
    }
    desk_finish(&first);
    if (desk_open_fresh(&first, path)) {
        desk_check_read(&first, 1, "1:one");
    }
    desk_finish(&first);
}

static void resync_sees_the_fence_too(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    struct journal_state state;
    if (desk_open_fresh(&desk, path)) {
        desk_run_sql(path, "UPDATE meta SET v = v + 1 WHERE k = 'epoch'");
        CHECK_NUMBER(desk.journal->operations->resync(desk.journal, &state), ERROR_FENCED);
        CHECK_NUMBER(desk_start(&desk, "no"), ERROR_FENCED);
    }
    desk_finish(&desk);
}

static const char forged[] = "INSERT INTO event SELECT 2, epoch, 'forged', hash FROM event WHERE seq = 1";

static void foreign_records_fence(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        desk_run_sql(path, forged);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_FENCED);
        CHECK_NUMBER(desk_start(&desk, "two"), ERROR_FENCED);
    }
    desk_finish(&desk);
}

static void a_missing_record_fences(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 2), ERROR_NONE);
        desk_run_sql(path, "DELETE FROM event WHERE seq = 2");
        CHECK_NUMBER(desk_append(&desk, "three"), ERROR_FENCED);
    }
    desk_finish(&desk);
}

static void resync_sees_foreign_records(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    struct journal_state state;
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        desk_run_sql(path, forged);
        CHECK_NUMBER(desk.journal->operations->resync(desk.journal, &state), ERROR_FENCED);
        CHECK_NUMBER(desk_start(&desk, "two"), ERROR_FENCED);
    }
    desk_finish(&desk);
}

static void another_writer_in_the_way_is_not_stored(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    sqlite3 *stranger = NULL;
    if (desk_open_fresh(&desk, path)) {
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
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append_numbers(&desk, 1, 2), ERROR_NONE);
        CHECK_NUMBER(desk_open_read_only(&reader, journal_sqlite_open, path), ERROR_NONE);
        CHECK_NUMBER(desk_state(&reader).epoch, 1);
        desk_check_read(&reader, 1, "1:1 2:2");
        CHECK_NUMBER(desk_append(&desk, "three"), ERROR_NONE);
        desk_check_read(&reader, 1, "1:1 2:2");
        CHECK_NUMBER(reader.journal->operations->resync(reader.journal, &state), ERROR_NONE);
        CHECK_NUMBER(state.last_seq, 3);
        desk_check_read(&reader, 3, "3:three");
        desk_close(&reader);
        CHECK_NUMBER(desk_append(&desk, "four"), ERROR_NONE);
    }
    desk_finish(&desk);
    CHECK_NUMBER(desk_open_read_only(&reader, journal_sqlite_open, path), ERROR_NONE);
    desk_check_read(&reader, 4, "4:four");
    desk_finish(&reader);
}

static const struct check_test tests[] = {
    {"a second process is told who has it", a_second_process_is_told_who_has_it},
    {"the epoch fences without the lock", the_epoch_fences_without_the_lock},
    {"a fenced journal closes last without harm", a_fenced_journal_closes_last_without_harm},
    {"resync sees the fence too", resync_sees_the_fence_too},
    {"foreign records fence", foreign_records_fence},
    {"a missing record fences", a_missing_record_fences},
    {"resync sees foreign records", resync_sees_foreign_records},
    {"another writer in the way is not stored", another_writer_in_the_way_is_not_stored},
    {"readers follow a live writer", readers_follow_a_live_writer},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
