/* The journal on a failing disk. The rule under test: what was answered with NONE is there, what was answered with
 * NOT_STORED is not, and what was UNKNOWN is told by resync - whatever fails, and whenever. */
#include "base/buffer.h"
#include "base/log.h"
#include "journal/journal.h"
#include "support/check.h"
#include "support/journal_desk.h"
#include "support/sqlite_faults.h"

#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void remove_journal(const char *path) {
    static const char *const endings[] = {"", "-wal", "-shm", ".lock"};
    for (size_t i = 0; i < 4; i++) {
        char name[600];
        snprintf(name, sizeof(name), "%s%s", path, endings[i]);
        unlink(name);
    }
}

static enum error resync(struct desk *desk) {
    struct journal_state state;
    return desk->journal->operations->resync(desk->journal, &state);
}

static void a_full_disk_is_not_stored(void) {
    struct desk desk;
    if (desk_open_fresh(&desk, check_path("journal.db"))) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        faults_set(FAULT_WRITE, 1, true, SQLITE_FULL);
        CHECK_NUMBER(desk_append(&desk, "no"), ERROR_NOT_STORED);
        CHECK_NUMBER(desk.last_seq, 1);
        CHECK_NUMBER(desk_append(&desk, "no"), ERROR_NOT_STORED);
        CHECK_NUMBER(resync(&desk), ERROR_NOT_STORED);
        desk_check_read(&desk, 1, "1:one");
        faults_clear();
        CHECK_NUMBER(resync(&desk), ERROR_NONE);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_NONE);
        desk_check_read(&desk, 1, "1:one 2:two");
    }
    desk_finish(&desk);
}

static void it_recovers_without_resync(void) {
    struct desk desk;
    if (desk_open_fresh(&desk, check_path("journal.db"))) {
        faults_set(FAULT_WRITE, 1, true, SQLITE_FULL);
        CHECK_NUMBER(desk_append(&desk, "no"), ERROR_NOT_STORED);
        faults_clear();
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        desk_check_read(&desk, 1, "1:one");
    }
    desk_finish(&desk);
}

static void an_append_may_be_the_first_after_a_failed_resync(void) {
    struct desk desk;
    if (desk_open_fresh(&desk, check_path("journal.db"))) {
        faults_set(FAULT_WRITE, 1, true, SQLITE_FULL);
        CHECK_NUMBER(resync(&desk), ERROR_NOT_STORED);
        CHECK_NUMBER(desk_append(&desk, "no"), ERROR_NOT_STORED);
        CHECK_NUMBER(resync(&desk), ERROR_NOT_STORED);
        faults_clear();
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        faults_set(FAULT_WRITE, 1, true, SQLITE_FULL);
        CHECK_NUMBER(resync(&desk), ERROR_NOT_STORED);
        faults_clear();
        faults_set(FAULT_OPEN, 1, true, SQLITE_CANTOPEN);
        CHECK_NUMBER(desk_append(&desk, "no"), ERROR_NOT_STORED);
        desk_check_read(&desk, 1, "<busy> 0");
        faults_clear();
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_NONE);
        desk_check_read(&desk, 1, "1:one 2:two");
    }
    desk_finish(&desk);
}

/* fsync fails and the file cannot be opened again: nobody can tell. The bytes did get into the file, so in the end the
 * batch is there. */
static void unknown_until_it_can_be_read(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        faults_set(FAULT_SYNC, 1, false, SQLITE_IOERR_FSYNC);
        faults_set(FAULT_OPEN, 1, true, SQLITE_CANTOPEN);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_UNKNOWN);
        CHECK_NUMBER(desk_state(&desk).last_seq, 1);
        CHECK_NUMBER(desk_start(&desk, "no"), ERROR_UNKNOWN);
        desk_check_read(&desk, 1, "<busy> 0");
        CHECK_NUMBER(resync(&desk), ERROR_UNKNOWN);
        faults_clear();
        CHECK_NUMBER(resync(&desk), ERROR_NONE);
        CHECK_NUMBER(desk_state(&desk).last_seq, 2);
        CHECK_NUMBER(desk_append(&desk, "three"), ERROR_NONE);
    }
    desk_finish(&desk);
    if (desk_open_fresh(&desk, path)) {
        desk_check_read(&desk, 1, "1:one 2:two 3:three");
    }
    desk_finish(&desk);
}

/* The same, but the bytes did not get into the file. */
static void unknown_and_then_not_there(void) {
    const char *path = check_path("journal.db");
    struct desk desk;
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        faults_set(FAULT_WRITE, 1, true, SQLITE_IOERR_WRITE);
        faults_set(FAULT_OPEN, 1, true, SQLITE_CANTOPEN);
        CHECK_NUMBER(desk_append(&desk, "no"), ERROR_UNKNOWN);
        faults_set(FAULT_OPEN, 0, false, SQLITE_OK);
        CHECK_NUMBER(resync(&desk), ERROR_UNKNOWN);
        CHECK_NUMBER(desk_start(&desk, "no"), ERROR_UNKNOWN);
        faults_clear();
        CHECK_NUMBER(resync(&desk), ERROR_NONE);
        CHECK_NUMBER(desk_state(&desk).last_seq, 1);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_NONE);
        desk_check_read(&desk, 1, "1:one 2:two");
    }
    desk_finish(&desk);
}

/* A failed fsync whose batch is found in the file: it is not believed before it has been written and synced in another
 * place. */
static void a_failed_fsync_is_not_asked_again(void) {
    struct desk desk;
    if (desk_open_fresh(&desk, check_path("journal.db"))) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        faults_clear();
        faults_set(FAULT_SYNC, 1, true, SQLITE_IOERR_FSYNC);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_UNKNOWN);
        CHECK_NUMBER(resync(&desk), ERROR_UNKNOWN);
        faults_clear();
        CHECK_NUMBER(resync(&desk), ERROR_NONE);
        CHECK(faults_counted(FAULT_OPEN) >= 2);
        CHECK(faults_counted(FAULT_SYNC) >= 2);
        desk_check_read(&desk, 1, "1:one 2:two");
    }
    desk_finish(&desk);
}

static void copy_file(const char *from, const char *to) {
    static char bytes[1 << 20];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    if (CHECK(in != NULL && out != NULL)) {
        size_t length = fread(bytes, 1, sizeof(bytes), in);
        CHECK(length < sizeof(bytes));
        CHECK_NUMBER(fwrite(bytes, 1, length, out), length);
    }
    fclose(in);
    fclose(out);
}

/* A reader keeps the shared memory alive, in which a batch whose fsync failed does not stand, while it does stand in
 * the file: a power cut must not bring back what was called not stored. */
static void what_is_not_stored_does_not_come_back(void) {
    const char *path = check_path("journal.db"), *copy = check_path("copy.db");
    struct desk desk, reader;
    desk_init(&reader);
    if (desk_open_fresh(&desk, path)) {
        CHECK_NUMBER(desk_append(&desk, "one"), ERROR_NONE);
        CHECK_NUMBER(desk_open_read_only(&reader, journal_sqlite_open, path), ERROR_NONE);
        desk_check_read(&reader, 1, "1:one");
        faults_set(FAULT_SYNC, 1, false, SQLITE_IOERR_FSYNC);
        CHECK_NUMBER(desk_append(&desk, "no"), ERROR_NOT_STORED);
        copy_file(path, copy);
        copy_file(check_path("journal.db-wal"), check_path("copy.db-wal"));
        faults_set(FAULT_SYNC, 1, true, SQLITE_IOERR_FSYNC);
        CHECK_NUMBER(desk_append(&desk, "no"), ERROR_UNKNOWN);
        faults_clear();
        CHECK_NUMBER(resync(&desk), ERROR_NONE);
        CHECK_NUMBER(desk_append(&desk, "two"), ERROR_NONE);
        desk_check_read(&desk, 1, "1:one 2:two");
    }
    desk_finish(&reader);
    desk_finish(&desk);
    if (desk_open_fresh(&desk, copy)) {
        desk_check_read(&desk, 1, "1:one");
    }
    desk_finish(&desk);
}

static void done_comes_after_the_sync(void) {
    struct desk desk;
    if (desk_open_fresh(&desk, check_path("journal.db"))) {
        for (int i = 0; i < 20; i++) {
            faults_clear();
            CHECK_NUMBER(desk_append(&desk, "record"), ERROR_NONE);
            CHECK(faults_counted(FAULT_SYNC) >= 1);
        }
    }
    desk_finish(&desk);
}

/* What must be in the journal, as desk_read tells it. */
struct ledger {
    struct buffer text;
    uint64_t last_seq;
};

static void ledger_add(struct ledger *ledger, unsigned first, size_t count) {
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&ledger->text, "%s%" PRIu64 ":%zu", ledger->text.length == 0 ? "" : " ", ++ledger->last_seq,
                      first + i);
    }
}

static void ledger_check(struct ledger *ledger, struct desk *desk) {
    char *expected = strndup(ledger->text.length == 0 ? "" : ledger->text.bytes, ledger->text.length);
    CHECK_NUMBER(desk_state(desk).last_seq, ledger->last_seq);
    desk_check_read(desk, 1, expected);
    free(expected);
}

/* One batch of two, with whatever it takes to know its outcome. */
static void append_somehow(struct desk *desk, struct ledger *ledger, unsigned first) {
    enum error outcome = desk_append_numbers(desk, first, 2);
    CHECK(outcome == ERROR_NONE || outcome == ERROR_NOT_STORED || outcome == ERROR_UNKNOWN);
    if (outcome == ERROR_UNKNOWN && resync(desk) != ERROR_NONE) {
        faults_clear();
        CHECK_NUMBER(resync(desk), ERROR_NONE);
    }
    if (outcome == ERROR_NONE || (outcome == ERROR_UNKNOWN && desk_state(desk).last_seq > ledger->last_seq)) {
        ledger_add(ledger, first, 2);
    }
    CHECK_NUMBER(desk_state(desk).last_seq, ledger->last_seq);
}

struct fault {
    enum fault_call call;
    bool lasting;
    int code;
};

/* Runs a life of a journal in which call `nth` fails; false when it had fewer calls than that. */
static bool live_with(const struct fault *fault, unsigned long nth, const char *path) {
    struct desk desk;
    struct ledger ledger = {.last_seq = 0};
    buffer_init(&ledger.text);
    remove_journal(path);
    bool happened = false;
    if (desk_open_fresh(&desk, path)) {
        append_somehow(&desk, &ledger, 100);
        faults_set(fault->call, nth, fault->lasting, fault->code);
        for (unsigned i = 2; i < 6; i++) {
            append_somehow(&desk, &ledger, 100 * i);
        }
        resync(&desk);
        desk_close(&desk);
        happened = faults_happened(fault->call);
        faults_clear();
    }
    if (CHECK_NUMBER(desk_open(&desk, journal_sqlite_open, path), ERROR_NONE)) {
        ledger_check(&ledger, &desk);
        append_somehow(&desk, &ledger, 900);
        ledger_check(&ledger, &desk);
    }
    desk_finish(&desk);
    buffer_finish(&ledger.text);
    return happened;
}

static const struct fault every_fault[] = {
    {FAULT_WRITE, false, SQLITE_FULL},        {FAULT_WRITE, true, SQLITE_FULL},
    {FAULT_WRITE, false, SQLITE_IOERR_WRITE}, {FAULT_WRITE, true, SQLITE_IOERR_WRITE},
    {FAULT_SYNC, false, SQLITE_IOERR_FSYNC},  {FAULT_SYNC, true, SQLITE_IOERR_FSYNC},
    {FAULT_READ, false, SQLITE_IOERR_READ},   {FAULT_READ, true, SQLITE_IOERR_READ},
    {FAULT_MAP, false, SQLITE_IOERR_SHMMAP},  {FAULT_MAP, true, SQLITE_IOERR_SHMMAP},
    {FAULT_OPEN, true, SQLITE_CANTOPEN},
};

static void whatever_fails_whenever(void) {
    const char *path = check_path("journal.db");
    for (size_t i = 0; i < sizeof(every_fault) / sizeof(every_fault[0]); i++) {
        bool more = true;
        for (unsigned long nth = 1; more && nth < 300; nth++) {
            check_note("fault %zu at %lu", i, nth);
            more = live_with(&every_fault[i], nth, path);
        }
    }
}

static void opening_on_a_failing_disk(void) {
    const char *path = check_path("journal.db");
    for (size_t i = 0; i < sizeof(every_fault) / sizeof(every_fault[0]); i++) {
        enum error error = ERROR_SYSTEM;
        struct desk desk;
        remove_journal(path);
        for (unsigned long nth = 1; error != ERROR_NONE && nth < 300; nth++) {
            check_note("fault %zu at %lu", i, nth);
            desk_init(&desk);
            faults_set(every_fault[i].call, nth, every_fault[i].lasting, every_fault[i].code);
            error = desk_open(&desk, journal_sqlite_open, path);
            CHECK(error == ERROR_NONE || error == ERROR_SYSTEM);
            desk_finish(&desk);
            faults_clear();
        }
        if (desk_open_fresh(&desk, path)) {
            CHECK_NUMBER(desk_append(&desk, "works"), ERROR_NONE);
        }
        desk_finish(&desk);
    }
}

static const struct check_test tests[] = {
    {"a full disk is not stored", a_full_disk_is_not_stored},
    {"it recovers without resync", it_recovers_without_resync},
    {"an append may be the first after a failed resync", an_append_may_be_the_first_after_a_failed_resync},
    {"unknown until it can be read", unknown_until_it_can_be_read},
    {"unknown, and then not there", unknown_and_then_not_there},
    {"a failed fsync is not asked again", a_failed_fsync_is_not_asked_again},
    {"what is not stored does not come back", what_is_not_stored_does_not_come_back},
    {"done comes after the sync", done_comes_after_the_sync},
    {"whatever fails, whenever", whatever_fails_whenever},
    {"opening on a failing disk", opening_on_a_failing_disk},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    faults_install();
    return CHECK_MAIN(tests, count, words);
}
