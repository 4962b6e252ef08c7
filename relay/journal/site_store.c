#include "journal/site_store.h"

#include "base/log.h"
#include "base/memory.h"
#include "journal/journal_sqlite_lock.h"
#include "journal/journal_sqlite_store.h"
#include "journal/sqlite_description.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SITE_FORMAT = 1, NAME_LENGTH_MAX = 1100 };

struct site_store {
    sqlite3 *database;
    sqlite3_stmt *writes[SITE_WRITE_COUNT], *begin, *commit, *rollback;
    char *path;
    int lock;
    bool has_writes;
    bool restored;
    uint8_t folder[SITE_FOLDER_SIZE];
};

static const char SETTINGS[] = "PRAGMA trusted_schema=OFF; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0;";
static const char WRITER_SETTINGS[] = "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000;";
static const struct described_table TABLES[] = {
    {"mark", "CREATE TABLE mark(name TEXT PRIMARY KEY, value) WITHOUT ROWID", 0},
    {"entry", "CREATE TABLE entry(place INTEGER PRIMARY KEY, lane INTEGER NOT NULL, person TEXT NOT NULL, key BLOB NOT NULL, method TEXT, params TEXT,"
              " digest BLOB NOT NULL, poll INTEGER NOT NULL, stamp INTEGER NOT NULL, stamp_error INTEGER NOT NULL, proof INTEGER NOT NULL,"
              " epoch INTEGER NOT NULL, result TEXT)", 0},
    {"closing", "CREATE TABLE closing(poll INTEGER PRIMARY KEY, at INTEGER NOT NULL, epoch INTEGER NOT NULL)", 0},
    {"channel", "CREATE TABLE channel(name TEXT PRIMARY KEY, upto INTEGER NOT NULL, floor INTEGER NOT NULL) WITHOUT ROWID", 0},
    {"row", "CREATE TABLE row(channel TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, place INTEGER NOT NULL, text TEXT NOT NULL,"
            " PRIMARY KEY(channel, kind, id)) WITHOUT ROWID", 0},
};
enum { TABLE_COUNT = sizeof TABLES / sizeof TABLES[0] };

static const struct {
    const char *sql;
    int values;
} WRITES[SITE_WRITE_COUNT] = {
    [SITE_PUT_MARK] = {"INSERT OR REPLACE INTO mark VALUES(?,?)", 2},
    [SITE_TAKE_MARK] = {"DELETE FROM mark WHERE name=?", 1},
    [SITE_PUT_ENTRY] = {"INSERT OR REPLACE INTO entry VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)", 13},
    [SITE_SETTLE_ENTRY] = {"UPDATE entry SET result=?2, method=NULL, params=NULL WHERE place=?1", 2},
    [SITE_FORGET_ENTRY] = {"DELETE FROM entry WHERE place=?", 1},
    [SITE_PUT_CLOSING] = {"INSERT OR REPLACE INTO closing VALUES(?,?,?)", 3},
    [SITE_PUT_CHANNEL] = {"INSERT OR REPLACE INTO channel VALUES(?,?,?)", 3},
    [SITE_FORGET_CHANNEL] = {"DELETE FROM channel WHERE name=?", 1},
    [SITE_PUT_ROW] = {"INSERT OR REPLACE INTO row VALUES(?,?,?,?,?)", 5},
    [SITE_FORGET_ROW] = {"DELETE FROM row WHERE channel=? AND kind=? AND id=?", 3},
    [SITE_FORGET_ROWS] = {"DELETE FROM row WHERE channel=?", 1},
    [SITE_FORGET_REPLICA] = {"DELETE FROM channel", 0},
};
static const char *const READS[SITE_READ_COUNT] = {
    [SITE_READ_MARKS] = "SELECT name, value FROM mark",
    [SITE_READ_ENTRIES] = "SELECT * FROM entry ORDER BY place",
    [SITE_READ_CLOSINGS] = "SELECT * FROM closing ORDER BY poll",
    [SITE_READ_CHANNELS] = "SELECT * FROM channel",
    [SITE_READ_ROWS] = "SELECT * FROM row ORDER BY place",
};

static enum error failure(const struct site_store *store, const char *doing) {
    int code = store->database ? sqlite3_extended_errcode(store->database) : SQLITE_NOMEM;
    log_line(LOG_ERROR, "site_store", "%s: cannot %s: %s", store->path, doing, store->database ? sqlite3_errmsg(store->database) : "out of memory");
    return (code & 0xff) == SQLITE_NOMEM ? ERROR_NO_MEMORY : ERROR_NOT_STORED;
}

static enum error execute(struct site_store *store, const char *sql, const char *doing) {
    return sqlite3_exec(store->database, sql, NULL, NULL, NULL) == SQLITE_OK ? ERROR_NONE : failure(store, doing);
}

/* ---- writing ---- */

static enum error bind(const struct site_store *store, sqlite3_stmt *statement, const struct site_value *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        const struct site_value *value = &values[i];
        int place = (int)i + 1, code;
        if (value->kind == SITE_NUMBER)
            code = sqlite3_bind_int64(statement, place, value->number);
        else if (value->kind == SITE_TEXT)
            code = sqlite3_bind_text(statement, place, value->bytes ? value->bytes : "", (int)value->length, SQLITE_STATIC);
        else if (value->kind == SITE_BYTES)
            code = sqlite3_bind_blob(statement, place, value->bytes, (int)value->length, SQLITE_STATIC);
        else
            code = sqlite3_bind_null(statement, place);
        if (code != SQLITE_OK)
            return failure(store, "bind a value");
    }
    return ERROR_NONE;
}

static enum error step(const struct site_store *store, sqlite3_stmt *statement, const char *doing) {
    int code = sqlite3_step(statement);
    enum error error = code == SQLITE_DONE || code == SQLITE_ROW ? ERROR_NONE : failure(store, doing);
    sqlite3_reset(statement);
    return error;
}

enum error site_store_write(struct site_store *store, enum site_write what, const struct site_value *values, size_t count) {
    if ((int)count != WRITES[what].values)
        return ERROR_INTERNAL;
    enum error error = store->has_writes ? ERROR_NONE : step(store, store->begin, "begin");
    if (error)
        return error;
    store->has_writes = true;
    error = bind(store, store->writes[what], values, count);
    if (!error)
        error = step(store, store->writes[what], "write");
    sqlite3_clear_bindings(store->writes[what]);
    if (!error && what == SITE_FORGET_REPLICA)
        error = execute(store, "DELETE FROM row", "forget the replica");
    return error;
}

enum error site_store_commit(struct site_store *store) {
    if (!store->has_writes)
        return ERROR_NONE;
    enum error error = step(store, store->commit, "commit");
    if (error)
        site_store_abandon(store);
    store->has_writes = false;
    return error;
}

void site_store_abandon(struct site_store *store) {
    if (store->has_writes && !sqlite3_get_autocommit(store->database))
        (void)step(store, store->rollback, "roll back");
    store->has_writes = false;
}

bool site_store_has_writes(const struct site_store *store) {
    return store->has_writes;
}

/* ---- reading ---- */

static struct site_value column(sqlite3_stmt *statement, int place) {
    switch (sqlite3_column_type(statement, place)) {
    case SQLITE_INTEGER:
        return (struct site_value){.kind = SITE_NUMBER, .number = sqlite3_column_int64(statement, place)};
    case SQLITE_NULL:
        return (struct site_value){.kind = SITE_NOTHING};
    default: {
        bool is_text = sqlite3_column_type(statement, place) == SQLITE_TEXT;
        const void *bytes = is_text ? (const void *)sqlite3_column_text(statement, place) : sqlite3_column_blob(statement, place);
        return (struct site_value){is_text ? SITE_TEXT : SITE_BYTES, 0, bytes, (size_t)sqlite3_column_bytes(statement, place)};
    }
    }
}

enum error site_store_read(struct site_store *store, enum site_read what,
                           enum error (*each)(void *context, const struct site_value *values), void *context) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->database, READS[what], -1, &statement, NULL);
    enum error error = code == SQLITE_OK ? ERROR_NONE : ERROR_SYSTEM;
    while (!error && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct site_value values[SITE_VALUES_MOST];
        int count = sqlite3_column_count(statement);
        for (int i = 0; i < count && i < SITE_VALUES_MOST; i++)
            values[i] = column(statement, i);
        error = each(context, values);
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE && code != SQLITE_OK) {
        (void)failure(store, "read");
        error = ERROR_SYSTEM;
    }
    sqlite3_finalize(statement);
    return error;
}

/* ---- opening ---- */

/* What stops a start: whoever reads it has to know whether the file is damaged or the disk does not answer. */
static enum error failure_to_open(const struct site_store *store, const char *doing) {
    (void)failure(store, doing);
    return store_error(store->database ? sqlite3_extended_errcode(store->database) : SQLITE_NOMEM);
}

static enum error refuse(const struct site_store *store, const char *why) {
    log_line(LOG_ERROR, "site_store", "%s: %s", store->path, why);
    return ERROR_DAMAGED;
}

static enum error number_of(struct site_store *store, const char *sql, int64_t *out) {
    sqlite3_stmt *statement = NULL;
    *out = -1;
    bool done = sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;
    if (done)
        *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return done ? ERROR_NONE : failure_to_open(store, "read");
}

/* What the check found. A page that the disk did not give it finds, too: "unable to get the page. error code=266". */
static enum error fault_of_pages(const struct site_store *store, const char *found) {
    static const char CODE[] = "error code=";
    if (!found)
        return ERROR_NO_MEMORY;
    if (strcmp(found, "ok") == 0)
        return ERROR_NONE;
    const char *code = strstr(found, CODE);
    enum error error = code ? store_error((int)strtol(code + strlen(CODE), NULL, 10)) : ERROR_DAMAGED;
    log_line(LOG_ERROR, "site_store", "%s %s: %s", store->path, error == ERROR_DAMAGED ? "is damaged" : "cannot be read", found);
    return error;
}

/* Every page belongs to one table or is free. Else what is written next could take a page in which a kept ballot stands, or a table begin in the midst of itself. */
static enum error check_pages(struct site_store *store) {
    sqlite3_stmt *statement = NULL;
    bool is_checked = sqlite3_prepare_v2(store->database, "PRAGMA quick_check(1)", -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW;
    enum error error = is_checked ? fault_of_pages(store, (const char *)sqlite3_column_text(statement, 0)) : failure_to_open(store, "check the file");
    sqlite3_finalize(statement);
    return error;
}

/* Before anything in it is changed. `*is_new`: it has nothing in it yet. */
static enum error check_file(struct site_store *store, bool *is_new) {
    enum description description = DESCRIPTION_NONE;
    int64_t format;
    int code = description_read(store->database, TABLES, TABLE_COUNT, &description);
    *is_new = code == SQLITE_OK && description == DESCRIPTION_NONE;
    if (code != SQLITE_OK)
        return failure_to_open(store, "read");
    if (description == DESCRIPTION_DAMAGED)
        return refuse(store, "the description of its tables is damaged");
    if (*is_new)
        return ERROR_NONE;
    enum error error = description == DESCRIPTION_OURS ? number_of(store, "SELECT coalesce((SELECT value FROM mark WHERE name='format'), -1)", &format) : ERROR_NONE;
    if (error)
        return error;
    return description == DESCRIPTION_OURS && format == SITE_FORMAT ? check_pages(store) : refuse(store, "this is no folder of a site, or of another version of lamrelay");
}

/* Durable with the marks of the first start (check_place): one that dies leaves nothing, and the next is the first. */
static enum error make_tables(struct site_store *store) {
    enum error error = step(store, store->begin, "begin");
    store->has_writes = !error;
    for (int i = 0; i < TABLE_COUNT && !error; i++)
        error = execute(store, TABLES[i].words, "make the tables");
    return error ? error : execute(store, "INSERT INTO mark VALUES('format', 1), ('starts', 0)", "make the tables");
}

/* The counter of starts beside the file; -1 = there is none. */
static int64_t read_starts(const char *name) {
    FILE *file = fopen(name, "re");
    long long starts = -1;
    if (file && fscanf(file, "%lld", &starts) != 1)
        starts = -1;
    if (file)
        fclose(file);
    return starts;
}

static enum error write_starts(const struct site_store *store, const char *name, int64_t starts) {
    char text[32];
    int length = snprintf(text, sizeof text, "%" PRId64 "\n", starts);
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    bool done = file >= 0 && write(file, text, (size_t)length) == length && fsync(file) == 0;
    if (file >= 0)
        close(file);
    if (done)
        return ERROR_NONE;
    log_line(LOG_ERROR, "site_store", "%s: %s cannot be written: %s", store->path, name, strerror(errno));
    return ERROR_SYSTEM;
}

static enum error put_mark(struct site_store *store, const char *name, struct site_value value) {
    struct site_value values[2] = {{SITE_TEXT, 0, name, strlen(name)}, value};
    return site_store_write(store, SITE_PUT_MARK, values, 2);
}

static enum error read_mark(void *context, const struct site_value *values) {
    struct site_store *store = context;
    if (values[0].length == strlen("folder") && memcmp(values[0].bytes, "folder", values[0].length) == 0 && values[1].length == SITE_FOLDER_SIZE)
        memcpy(store->folder, values[1].bytes, SITE_FOLDER_SIZE);
    if (values[0].length == strlen("restored") && memcmp(values[0].bytes, "restored", values[0].length) == 0)
        store->restored = true;
    return ERROR_NONE;
}

/* A copy would send what the original has sent, and lack what it took since: it has to be meant. */
static enum error check_place(struct site_store *store, const struct site_store_options *options, const struct stat *state, bool is_new) {
    char name[NAME_LENGTH_MAX];
    int64_t starts, device, inode;
    snprintf(name, sizeof name, "%s.starts", store->path);
    enum error error = number_of(store, "SELECT value FROM mark WHERE name='starts'", &starts);
    if (!error && !is_new) {
        (void)number_of(store, "SELECT coalesce((SELECT value FROM mark WHERE name='device'), -1)", &device);
        (void)number_of(store, "SELECT coalesce((SELECT value FROM mark WHERE name='inode'), -1)", &inode);
        bool is_copy = device != (int64_t)state->st_dev || inode != (int64_t)state->st_ino || read_starts(name) > starts + 1;
        if (is_copy && !options->restored) {
            log_line(LOG_ERROR, "site_restored", "%s is not where it was at its last start, or older than its folder: if it is a backup, start it with --restored",
                     store->path);
            return ERROR_NOT_ALLOWED;
        }
    }
    if (!error && options->restored && !is_new) {
        store->restored = true;
        error = put_mark(store, "restored", (struct site_value){.kind = SITE_NUMBER, .number = 1});
    }
    if (!error && is_new) {
        memcpy(store->folder, options->random, SITE_FOLDER_SIZE);
        error = put_mark(store, "folder", (struct site_value){SITE_BYTES, 0, options->random, SITE_FOLDER_SIZE});
    }
    /* Before the file: a start that dies between the two is behind by one, not ahead. */
    error = error ? error : write_starts(store, name, starts + 1);
    error = error ? error : put_mark(store, "starts", (struct site_value){.kind = SITE_NUMBER, .number = starts + 1});
    error = error ? error : put_mark(store, "device", (struct site_value){.kind = SITE_NUMBER, .number = (int64_t)state->st_dev});
    error = error ? error : put_mark(store, "inode", (struct site_value){.kind = SITE_NUMBER, .number = (int64_t)state->st_ino});
    return error ? error : site_store_commit(store);
}

static bool prepared(const struct site_store *store, const char *sql, sqlite3_stmt **out) {
    return sqlite3_prepare_v3(store->database, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) == SQLITE_OK;
}

static enum error prepare_transactions(struct site_store *store) {
    bool done = prepared(store, "BEGIN IMMEDIATE", &store->begin) && prepared(store, "COMMIT", &store->commit) && prepared(store, "ROLLBACK", &store->rollback);
    return done ? ERROR_NONE : failure_to_open(store, "prepare a statement");
}

static enum error prepare_writes(struct site_store *store) {
    bool done = true;
    for (int i = 0; i < SITE_WRITE_COUNT && done; i++)
        done = prepared(store, WRITES[i].sql, &store->writes[i]);
    return done ? ERROR_NONE : failure_to_open(store, "prepare a statement");
}

static enum error open_file(struct site_store *store, const struct site_store_options *options) {
    struct stat state;
    /* Made here and not by SQLite, so that nobody else may read it. */
    int file = open(store->path, O_RDONLY | O_CREAT | O_CLOEXEC, 0600);
    bool is_there = file >= 0 && fstat(file, &state) == 0;
    if (file >= 0)
        close(file);
    if (!is_there) {
        log_line(LOG_ERROR, "site_store", "%s: cannot open: %s", store->path, strerror(errno));
        return ERROR_SYSTEM;
    }
    enum error error = lock_take(store->path, &store->lock);
    if (error)
        return error;
    if (sqlite3_open_v2(store->path, &store->database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return failure_to_open(store, "open");
    /* What is refused stays as it is, with the log beside it: somebody may still read kept ballots out of the two. */
    sqlite3_db_config(store->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    bool is_new;
    error = execute(store, SETTINGS, "set up the connection");
    error = error ? error : check_file(store, &is_new);
    if (!error)
        sqlite3_db_config(store->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, (int *)NULL);
    error = error ? error : execute(store, WRITER_SETTINGS, "set up the connection");
    error = error ? error : prepare_transactions(store);
    error = error || !is_new ? error : make_tables(store);
    error = error ? error : prepare_writes(store);
    error = error ? error : site_store_read(store, SITE_READ_MARKS, read_mark, store);
    return error ? error : check_place(store, options, &state, is_new);
}

enum error site_store_open(const struct site_store_options *options, struct site_store **out) {
    struct site_store *store = memory_take_zeroed(1, sizeof *store);
    *out = NULL;
    if (!store)
        return ERROR_NO_MEMORY;
    store->lock = -1;
    store->path = memory_copy_text(options->path, strlen(options->path));
    enum error error = store->path ? open_file(store, options) : ERROR_NO_MEMORY;
    if (error) {
        site_store_close(store);
        return error == ERROR_NOT_STORED ? ERROR_SYSTEM : error;
    }
    *out = store;
    return ERROR_NONE;
}

void site_store_close(struct site_store *store) {
    if (!store)
        return;
    if (store->database)
        site_store_abandon(store);
    for (int i = 0; i < SITE_WRITE_COUNT; i++)
        sqlite3_finalize(store->writes[i]);
    sqlite3_finalize(store->begin);
    sqlite3_finalize(store->commit);
    sqlite3_finalize(store->rollback);
    sqlite3_close(store->database);
    lock_release(store->lock);
    memory_release(store->path);
    memory_release(store);
}

const uint8_t *site_store_folder(const struct site_store *store) {
    return store->folder;
}

bool site_store_is_restored(const struct site_store *store) {
    return store->restored;
}
