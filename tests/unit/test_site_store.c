/* The site's store: all of a transaction or none of it, whatever fails; one process; and no copy by mistake. */
#include "journal/site_store.h"
#include "support/check.h"
#include "support/sqlite_faults.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const uint8_t FOLDER[SITE_FOLDER_SIZE] = {1, 2, 3};

static enum error open_at(const char *path, bool restored, struct site_store **out) {
    struct site_store_options options = {.path = path, .random = FOLDER, .restored = restored};
    return site_store_open(&options, out);
}

static enum error put(struct site_store *store, const char *name, int64_t number) {
    struct site_value values[] = {{SITE_TEXT, 0, name, strlen(name)}, {.kind = SITE_NUMBER, .number = number}};
    return site_store_write(store, SITE_PUT_MARK, values, 2);
}

struct looking {
    const char *name;
    int64_t number;
};

static enum error look(void *context, const struct site_value *values) {
    struct looking *looking = context;
    if (values[0].length == strlen(looking->name) && memcmp(values[0].bytes, looking->name, values[0].length) == 0)
        looking->number = values[1].number;
    return ERROR_NONE;
}

static int64_t mark(struct site_store *store, const char *name) {
    struct looking looking = {name, -1};
    CHECK_NUMBER(site_store_read(store, SITE_READ_MARKS, look, &looking), ERROR_NONE);
    return looking.number;
}

static void what_is_committed_is_there(void) {
    struct site_store *store = NULL;
    if (!CHECK_NUMBER(open_at(check_path("s.sqlite"), false, &store), ERROR_NONE))
        return;
    CHECK_NUMBER(put(store, "a", 1), ERROR_NONE);
    CHECK_NUMBER(site_store_commit(store), ERROR_NONE);
    CHECK_NUMBER(put(store, "b", 2), ERROR_NONE);
    site_store_close(store); /* not committed */
    CHECK_NUMBER(open_at(check_path("s.sqlite"), false, &store), ERROR_NONE);
    CHECK_NUMBER(mark(store, "a"), 1);
    CHECK_NUMBER(mark(store, "b"), -1);
    CHECK_BYTES(site_store_folder(store), SITE_FOLDER_SIZE, FOLDER, SITE_FOLDER_SIZE);
    CHECK(!site_store_is_restored(store));
    site_store_close(store);
}

/* Whichever call fails: after an error nothing of it is there, and the next try works. */
static void every_write_can_fail(void) {
    char path[64];
    faults_install();
    for (int call = FAULT_WRITE; call <= FAULT_SYNC; call++)
        for (unsigned long nth = 1; nth < 12; nth++) {
            struct site_store *store = NULL;
            snprintf(path, sizeof path, "f%d-%lu.sqlite", call, nth);
            if (!CHECK_NUMBER(open_at(check_path(path), false, &store), ERROR_NONE))
                continue;
            faults_set((enum fault_call)call, nth, false, SQLITE_FULL);
            enum error error = put(store, "a", 1);
            if (!error)
                error = site_store_commit(store);
            else
                site_store_abandon(store);
            faults_clear();
            CHECK_NUMBER(mark(store, "a"), error ? -1 : 1);
            CHECK_NUMBER(put(store, "a", 2), ERROR_NONE);
            CHECK_NUMBER(site_store_commit(store), ERROR_NONE);
            site_store_close(store);
            CHECK_NUMBER(open_at(check_path(path), false, &store), ERROR_NONE);
            CHECK_NUMBER(mark(store, "a"), 2);
            site_store_close(store);
        }
}

static void remove_store(void) {
    static const char *const FILES[] = {"s.sqlite", "s.sqlite-wal", "s.sqlite-shm", "s.sqlite.starts"};
    for (size_t i = 0; i < sizeof FILES / sizeof FILES[0]; i++)
        unlink(check_path(FILES[i]));
}

/* A first start that dies anywhere leaves no half of a folder: the next one is the first. */
static void a_first_start_can_fail(void) {
    const char *path = check_path("s.sqlite");
    faults_install();
    for (int call = FAULT_WRITE; call <= FAULT_SYNC; call++)
        for (unsigned long nth = 1; nth < 32; nth++) {
            struct site_store *store = NULL;
            remove_store();
            check_note("call %d number %lu", call, nth);
            faults_set((enum fault_call)call, nth, true, SQLITE_IOERR);
            enum error error = open_at(path, false, &store);
            CHECK(error == ERROR_NONE || error == ERROR_SYSTEM);
            site_store_close(store); /* in vain: nothing can be written any more */
            faults_clear();
            if (!CHECK_NUMBER(open_at(path, false, &store), ERROR_NONE))
                continue;
            CHECK_BYTES(site_store_folder(store), SITE_FOLDER_SIZE, FOLDER, SITE_FOLDER_SIZE);
            CHECK(!site_store_is_restored(store));
            site_store_close(store);
        }
}

/* A disk that does not answer is no damage: whoever reads of damage might throw away a folder with kept ballots. */
static void every_read_can_fail(void) {
    const char *path = check_path("read.sqlite");
    struct site_store *store = NULL;
    faults_install();
    if (!CHECK_NUMBER(open_at(path, false, &store), ERROR_NONE))
        return;
    site_store_close(store);
    unsigned long nth = 0;
    enum error error = ERROR_SYSTEM;
    while (error && nth < 200) {
        check_note("read number %lu", ++nth);
        faults_set(FAULT_READ, nth, true, SQLITE_IOERR_READ);
        error = open_at(path, false, &store);
        CHECK(error == ERROR_NONE || error == ERROR_SYSTEM);
        faults_clear();
    }
    CHECK(nth > 5 && !error);
    site_store_close(store);
}

/* As the disk has it when the power goes: the log beside the file is not in it yet. */
static void what_is_refused_is_left_as_it_is(void) {
    const char *path = check_path("cut.sqlite"), *log = check_path("cut.sqlite-wal");
    struct site_store *store = NULL;
    struct stat before, after;
    sqlite3 *database = NULL;
    if (!CHECK_NUMBER(open_at(path, false, &store), ERROR_NONE))
        return;
    site_store_close(store);
    CHECK_NUMBER(sqlite3_open(path, &database), SQLITE_OK);
    CHECK_NUMBER(sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL), SQLITE_OK);
    CHECK_NUMBER(sqlite3_exec(database, "PRAGMA synchronous=FULL; UPDATE mark SET value = 2 WHERE name = 'format'", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    CHECK(stat(log, &before) == 0 && before.st_size > 0);
    CHECK_NUMBER(open_at(path, false, &store), ERROR_DAMAGED);
    CHECK(stat(log, &after) == 0 && after.st_size == before.st_size);
}

static void one_process_has_it(void) {
    struct site_store *store = NULL, *second = NULL;
    CHECK_NUMBER(open_at(check_path("s.sqlite"), false, &store), ERROR_NONE);
    CHECK_NUMBER(open_at(check_path("s.sqlite"), false, &second), ERROR_FENCED);
    CHECK(second == NULL);
    site_store_close(store);
}

static void copy(const char *from, const char *to) {
    char command[2400], source[1100], target[1100];
    snprintf(source, sizeof source, "%s", check_path(from));
    snprintf(target, sizeof target, "%s", check_path(to));
    snprintf(command, sizeof command, "cp %s %s", source, target);
    CHECK_NUMBER(system(command), 0);
}

static void a_copy_has_to_be_meant(void) {
    struct site_store *store = NULL;
    CHECK_NUMBER(open_at(check_path("s.sqlite"), false, &store), ERROR_NONE);
    site_store_close(store);
    copy("s.sqlite", "t.sqlite"); /* elsewhere */
    CHECK_NUMBER(open_at(check_path("t.sqlite"), false, &store), ERROR_NOT_ALLOWED);
    CHECK_NUMBER(open_at(check_path("t.sqlite"), true, &store), ERROR_NONE);
    CHECK(site_store_is_restored(store));
    site_store_close(store);
    CHECK_NUMBER(open_at(check_path("t.sqlite"), false, &store), ERROR_NONE); /* it is at home now, but nobody has granted it a stream */
    CHECK(site_store_is_restored(store));
    site_store_close(store);
    for (int i = 0; i < 3; i++) {
        CHECK_NUMBER(open_at(check_path("s.sqlite"), false, &store), ERROR_NONE);
        site_store_close(store);
    }
    copy("t.sqlite", "s.sqlite"); /* an older one written over it, in its place */
    CHECK_NUMBER(open_at(check_path("s.sqlite"), false, &store), ERROR_NOT_ALLOWED);
}

static void what_is_not_ours_is_left_alone(void) {
    sqlite3 *database = NULL;
    struct site_store *store = NULL;
    CHECK_NUMBER(sqlite3_open(check_path("other.sqlite"), &database), SQLITE_OK);
    CHECK_NUMBER(sqlite3_exec(database, "CREATE TABLE a(b)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    CHECK_NUMBER(open_at(check_path("other.sqlite"), false, &store), ERROR_DAMAGED);
}

static const struct check_test tests[] = {
    {"what is committed is there", what_is_committed_is_there},
    {"one process has it", one_process_has_it},
    {"a copy has to be meant", a_copy_has_to_be_meant},
    {"what is not ours is left alone", what_is_not_ours_is_left_alone},
    {"every write can fail", every_write_can_fail},
    {"a first start can fail", a_first_start_can_fail},
    {"every read can fail", every_read_can_fail},
    {"what is refused is left as it is", what_is_refused_is_left_as_it_is},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
