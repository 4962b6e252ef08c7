#include "journal_sqlite_store.h"

#include "base/log.h"
#include "base/text.h"
#include <inttypes.h>
#include <string.h>

enum { PAGE_RECORDS = 1000 };

enum error store_error(int code) {
    switch (code & 0xff) {
    case SQLITE_ERROR: /* SQL that fits our schema does not fit this file */
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ERROR_DAMAGED;
    case SQLITE_NOMEM:
        return ERROR_NO_MEMORY;
    default:
        return ERROR_SYSTEM;
    }
}

enum error store_failure(struct store *store, int code, const char *doing) {
    if (code != store->last_failure) {
        const char *why = store->database == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(store->database);
        log_line(LOG_ERROR, "journal_failure", "%s: cannot %s: %s (%d)", store->path, doing, why, code);
        store->last_failure = code;
    }
    return store_error(code);
}

/* A hash as it stands in column `column`; false when it is not one. */
static bool read_hash(sqlite3_stmt *statement, int column, struct digest *out) {
    const void *bytes = sqlite3_column_blob(statement, column);
    if (bytes == NULL || sqlite3_column_bytes(statement, column) != DIGEST_SIZE) {
        return false;
    }
    memcpy(out->bytes, bytes, DIGEST_SIZE);
    return true;
}

enum error store_tail(struct store *store, struct store_tail *out) {
    *out = (struct store_tail){.seq = 0};
    enum error error = ERROR_NONE;
    int code = sqlite3_step(store->get_tail);
    if (code == SQLITE_ROW) {
        out->seq = (uint64_t)sqlite3_column_int64(store->get_tail, 0);
        if (!read_hash(store->get_tail, 1, &out->hash)) {
            error = ERROR_DAMAGED;
        }
    } else if (code != SQLITE_DONE) {
        error = store_failure(store, code, "read the last record");
    }
    sqlite3_reset(store->get_tail);
    return error;
}

/* Inside a transaction: is this still our journal to write? */
static enum error check_epoch(struct store *store) {
    enum error error = ERROR_NONE;
    int code = sqlite3_step(store->get_epoch);
    if (code == SQLITE_ROW) {
        uint64_t epoch = (uint64_t)sqlite3_column_int64(store->get_epoch, 0);
        if (epoch != store->epoch) {
            log_line(LOG_ERROR, "journal_fenced",
                     "%s: another process has taken over: epoch %" PRIu64 ", ours was %" PRIu64, store->path, epoch,
                     store->epoch);
            error = ERROR_FENCED;
        }
    } else {
        error = store_failure(store, code == SQLITE_DONE ? SQLITE_CORRUPT : code, "read the epoch");
    }
    sqlite3_reset(store->get_epoch);
    return error;
}

/* A statement without a row. SQLite's code. */
static int run(sqlite3_stmt *statement) {
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static enum error begin(struct store *store) {
    if (store->database == NULL) {
        return ERROR_SYSTEM;
    }
    int code = run(store->begin);
    if (code != SQLITE_OK) {
        return store_failure(store, code, "begin a transaction");
    }
    return check_epoch(store);
}

static void roll_back(struct store *store) {
    if (store->database != NULL && !sqlite3_get_autocommit(store->database)) {
        sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
    }
}

/* SQLite's code. */
static int commit(struct store *store) {
    int code = run(store->commit);
    if (code == SQLITE_OK && store->last_failure != 0) {
        log_line(LOG_WARNING, "journal_writable", "%s: can be written again", store->path);
        store->last_failure = 0;
    }
    return code;
}

static enum error add_event(struct store *store, const struct journal_record *record) {
    sqlite3_stmt *add = store->add_event;
    int length = (int)record->length;
    bool is_text = text_is_utf8(record->bytes, record->length) && memchr(record->bytes, '\0', record->length) == NULL;
    int code = sqlite3_bind_int64(add, 1, (sqlite3_int64)record->seq);
    code = code != SQLITE_OK ? code : sqlite3_bind_int64(add, 2, (sqlite3_int64)record->epoch);
    if (code == SQLITE_OK) {
        code = is_text ? sqlite3_bind_text(add, 3, record->bytes, length, SQLITE_STATIC)
                       : sqlite3_bind_blob(add, 3, record->bytes, length, SQLITE_STATIC);
    }
    code = code != SQLITE_OK ? code : sqlite3_bind_blob(add, 4, record->hash.bytes, DIGEST_SIZE, SQLITE_STATIC);
    code = code != SQLITE_OK ? code : sqlite3_step(add);
    enum error error = code == SQLITE_DONE ? ERROR_NONE : store_failure(store, code, "add a record");
    sqlite3_reset(add);
    sqlite3_clear_bindings(add);
    return error;
}

static enum error add_batch(struct store *store, uint64_t before, const struct journal_batch *batch) {
    struct store_tail tail;
    enum error error = store_tail(store, &tail);
    if (error == ERROR_NONE && tail.seq != before) {
        log_line(LOG_ERROR, "journal_fenced",
                 "%s: another process has written: the last record is %" PRIu64 ", ours was %" PRIu64, store->path,
                 tail.seq, before);
        error = ERROR_FENCED;
    }
    for (size_t i = 0; i < batch->count && error == ERROR_NONE; i++) {
        error = add_event(store, &batch->records[i]);
    }
    return error;
}

enum error store_append(struct store *store, uint64_t before, const struct journal_batch *batch,
                        enum store_commit *commit_state) {
    *commit_state = STORE_COMMIT_NOT_TRIED;
    enum error error = begin(store);
    if (error == ERROR_NONE) {
        error = add_batch(store, before, batch);
    }
    if (error == ERROR_NONE) {
        int code = commit(store);
        *commit_state = code == SQLITE_FULL ? STORE_COMMIT_REFUSED : STORE_COMMIT_DOUBTFUL;
        error = code == SQLITE_OK ? ERROR_NONE : store_failure(store, code, "commit");
    }
    if (error != ERROR_NONE) {
        roll_back(store);
    }
    return error;
}

enum error store_check(struct store *store) {
    static const char sql[] = "INSERT INTO meta(k, v) VALUES('checks', 1) ON CONFLICT(k) DO UPDATE SET v = v + 1";
    enum error error = begin(store);
    if (error == ERROR_NONE) {
        int code = sqlite3_exec(store->database, sql, NULL, NULL, NULL);
        code = code == SQLITE_OK ? commit(store) : code;
        error = code == SQLITE_OK ? ERROR_NONE : store_failure(store, code, "write");
    }
    if (error != ERROR_NONE) {
        roll_back(store);
    }
    return error;
}

/* Where a read stands. */
struct reading {
    uint64_t next; /* the number the next record must have */
    uint64_t last;
    struct digest hash; /* of the record before */
    journal_each each;
    void *context;
    bool stopped;
};

static enum error read_record(struct reading *reading, sqlite3_stmt *page) {
    struct journal_record record = {.seq = (uint64_t)sqlite3_column_int64(page, 0),
                                    .epoch = (uint64_t)sqlite3_column_int64(page, 1),
                                    .bytes = sqlite3_column_blob(page, 2),
                                    .length = (size_t)sqlite3_column_bytes(page, 2)};
    struct digest hash;
    if (record.seq != reading->next || record.bytes == NULL || !read_hash(page, 3, &record.hash)) {
        return ERROR_DAMAGED;
    }
    enum error error = journal_chain(&reading->hash, record.seq, record.epoch, record.bytes, record.length, &hash);
    if (error != ERROR_NONE) {
        return error;
    }
    if (!digest_equal(&hash, &record.hash)) {
        return ERROR_DAMAGED;
    }
    reading->hash = hash;
    reading->next++;
    reading->stopped = reading->each(reading->context, &record) != 0;
    return ERROR_NONE;
}

/* At most PAGE_RECORDS records; the statement is reset behind them, since one that stays open keeps the write-ahead log
 * growing. */
static enum error read_page(struct store *store, struct reading *reading) {
    uint64_t first = reading->next;
    enum error error = ERROR_NONE;
    int code = sqlite3_bind_int64(store->get_page, 1, (sqlite3_int64)reading->next);
    code = code != SQLITE_OK ? code : sqlite3_bind_int64(store->get_page, 2, PAGE_RECORDS);
    code = code != SQLITE_OK ? code : sqlite3_step(store->get_page);
    while (code == SQLITE_ROW && error == ERROR_NONE && !reading->stopped && reading->next <= reading->last) {
        error = read_record(reading, store->get_page);
        code = error == ERROR_NONE && !reading->stopped ? sqlite3_step(store->get_page) : code;
    }
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        error = store_failure(store, code, "read records");
    } else if (error == ERROR_NONE && reading->next == first && !reading->stopped) {
        error = ERROR_DAMAGED;
    }
    sqlite3_reset(store->get_page);
    return error;
}

/* The hash the first record wanted must follow from. */
static enum error start_reading(struct store *store, struct reading *reading) {
    if (reading->next <= 1) {
        reading->next = 1;
        return ERROR_NONE;
    }
    enum error error = ERROR_DAMAGED;
    int code = sqlite3_bind_int64(store->get_page, 1, (sqlite3_int64)(reading->next - 1));
    code = code != SQLITE_OK ? code : sqlite3_bind_int64(store->get_page, 2, 1);
    code = code != SQLITE_OK ? code : sqlite3_step(store->get_page);
    if (code == SQLITE_ROW && (uint64_t)sqlite3_column_int64(store->get_page, 0) == reading->next - 1 &&
        read_hash(store->get_page, 3, &reading->hash)) {
        error = ERROR_NONE;
    } else if (code != SQLITE_ROW && code != SQLITE_DONE) {
        error = store_failure(store, code, "read records");
    }
    sqlite3_reset(store->get_page);
    return error;
}

enum error store_read(struct store *store, uint64_t from, uint64_t last, journal_each each, void *context,
                      uint64_t *bad_seq) {
    struct reading reading = {.next = from, .last = last, .each = each, .context = context};
    if (from > last) {
        return ERROR_NONE;
    }
    if (store->database == NULL) {
        return ERROR_SYSTEM;
    }
    enum error error = start_reading(store, &reading);
    if (error == ERROR_DAMAGED) {
        *bad_seq = from - 1;
        return error;
    }
    while (error == ERROR_NONE && !reading.stopped && reading.next <= last) {
        error = read_page(store, &reading);
    }
    if (error == ERROR_DAMAGED) {
        *bad_seq = reading.next;
    }
    return error;
}
