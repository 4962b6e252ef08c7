#include "journal_sqlite_store.h"

#include "base/log.h"
#include "base/memory.h"
#include "sqlite_description.h"
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

static const char settings[] = "PRAGMA trusted_schema=OFF;"
                               "PRAGMA busy_timeout=5000;"
                               "PRAGMA locking_mode=NORMAL;"
                               "PRAGMA temp_store=MEMORY;"
                               "PRAGMA mmap_size=0;"
                               "PRAGMA cache_size=-1000;"; /* an append needs the last pages, a read each page once */
static const char reader_settings[] = "PRAGMA wal_autocheckpoint=0;";
static const char writer_settings[] = "PRAGMA page_size=4096;"
                                      "PRAGMA journal_mode=WAL;"
                                      "PRAGMA synchronous=FULL;"
                                      "PRAGMA wal_autocheckpoint=1000;"
                                      "PRAGMA journal_size_limit=67108864;";
#define META_TABLE "CREATE TABLE meta(k TEXT PRIMARY KEY, v) WITHOUT ROWID"
#define EVENT_TABLE "CREATE TABLE event(seq INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, data BLOB NOT NULL, hash BLOB NOT NULL)"
static const char schema[] = META_TABLE ";" EVENT_TABLE ";";

static enum error execute(struct store *store, const char *sql, const char *doing) {
    int code = sqlite3_exec(store->database, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? ERROR_NONE : store_failure(store, code, doing);
}

/* The one number `sql` gives. */
static enum error query_number(struct store *store, const char *sql, const char *doing, int64_t *out) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL);
    code = code != SQLITE_OK ? code : sqlite3_step(statement);
    enum error error = ERROR_NONE;
    if (code == SQLITE_ROW) {
        *out = sqlite3_column_int64(statement, 0);
    } else {
        error = store_failure(store, code == SQLITE_DONE ? SQLITE_CORRUPT : code, doing);
    }
    sqlite3_finalize(statement);
    return error;
}

static enum error refuse(const struct store *store, const char *why) {
    log_line(LOG_ERROR, "journal_refused", "%s: %s", store->path, why);
    return ERROR_DAMAGED;
}

/* Where the file is, not what it holds. */
static enum error connect_file(struct store *store) {
    int flags = SQLITE_OPEN_NOMUTEX | (store->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    int code = sqlite3_open_v2(store->path, &store->database, flags, NULL);
    if (code != SQLITE_OK) {
        enum error error = store_failure(store, code, "open");
        store_drop(store);
        return error;
    }
    sqlite3_extended_result_codes(store->database, 1);
    return execute(store, settings, "set up the connection");
}

/* Whether it is a journal of ours, before anything in it is changed. `*is_new`: it has nothing in it yet. */
static enum error check_tables(struct store *store, bool *is_new) {
    /* SQLite gives the tables of a new file, or of a copy, its pages in this order: a table that begins elsewhere is a part of one. */
    static const struct described_table tables[] = {{"meta", META_TABLE, 2}, {"event", EVENT_TABLE, 3}};
    enum description description = DESCRIPTION_NONE;
    int code = description_read(store->database, tables, sizeof(tables) / sizeof(tables[0]), &description);
    *is_new = code == SQLITE_OK && description == DESCRIPTION_NONE;
    if (code != SQLITE_OK) {
        return store_failure(store, code, "read");
    }
    if (description == DESCRIPTION_OTHER) {
        return refuse(store, "this is not a journal of lamrelay");
    }
    return description == DESCRIPTION_DAMAGED ? refuse(store, "the description of its tables is damaged") : ERROR_NONE;
}

static enum error check_format(struct store *store) {
    int64_t format = 0;
    enum error error = query_number(store, "SELECT coalesce(max(v), 0) FROM meta WHERE k = 'format' AND typeof(v) = 'integer'",
                                    "read the format", &format);
    if (error == ERROR_NONE && format < 1) {
        return refuse(store, "this is not a journal of lamrelay");
    }
    if (error == ERROR_NONE && format > STORE_FORMAT) {
        log_line(LOG_ERROR, "journal_refused",
                 "%s: format %" PRId64 " is newer than %d, which this program knows: use a newer one", store->path,
                 format, STORE_FORMAT);
        error = ERROR_DAMAGED;
    }
    return error;
}

static enum error check_file(struct store *store, bool *is_new) {
    enum error error = check_tables(store, is_new);
    return error != ERROR_NONE || *is_new ? error : check_format(store);
}

static enum error make_tables(struct store *store, const struct journal_options *options) {
    if (options->random == NULL) {
        return ERROR_INTERNAL;
    }
    char id[JOURNAL_ID_SIZE];
    journal_make_id(options->now, options->random, id);
    char *fill = sqlite3_mprintf(
        "BEGIN IMMEDIATE; %s INSERT INTO meta(k, v) VALUES('format', %d), ('journal', %Q), ('epoch', 0), "
        "('created', %lld); COMMIT",
        schema, STORE_FORMAT, id, (long long)options->now);
    enum error error = fill == NULL ? ERROR_NO_MEMORY : execute(store, fill, "make the tables");
    sqlite3_free(fill);
    return error;
}

static enum error read_id(struct store *store, char out[JOURNAL_ID_SIZE]) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(store->database, "SELECT v FROM meta WHERE k = 'journal'", -1, &statement, NULL);
    code = code != SQLITE_OK ? code : sqlite3_step(statement);
    enum error error = ERROR_NONE;
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
        error = store_failure(store, code, "read its id");
    } else if (code == SQLITE_DONE || sqlite3_column_bytes(statement, 0) != JOURNAL_ID_SIZE - 1) {
        error = refuse(store, "it has no journal id");
    } else {
        memcpy(out, sqlite3_column_text(statement, 0), JOURNAL_ID_SIZE);
    }
    sqlite3_finalize(statement);
    return error;
}

enum { WRITING_STATEMENTS = 3 }; /* the last ones below */

static enum error prepare(struct store *store) {
    const struct {
        const char *sql;
        sqlite3_stmt **statement;
    } statements[] = {
        {"SELECT v FROM meta WHERE k = 'epoch'", &store->get_epoch},
        {"SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1", &store->get_tail},
        {"SELECT seq, epoch, data, hash FROM event WHERE seq >= ?1 ORDER BY seq LIMIT ?2", &store->get_page},
        {"INSERT INTO event(seq, epoch, data, hash) VALUES(?1, ?2, ?3, ?4)", &store->add_event},
        {"BEGIN IMMEDIATE", &store->begin},
        {"COMMIT", &store->commit},
    };
    size_t count = sizeof(statements) / sizeof(statements[0]) - (store->read_only ? WRITING_STATEMENTS : 0);
    for (size_t i = 0; i < count; i++) {
        int code = sqlite3_prepare_v3(store->database, statements[i].sql, -1, SQLITE_PREPARE_PERSISTENT,
                                      statements[i].statement, NULL);
        if (code != SQLITE_OK) {
            return store_failure(store, code, "prepare a statement");
        }
    }
    return ERROR_NONE;
}

static enum error apply_settings(struct store *store) {
    if (store->read_only) {
        return execute(store, reader_settings, "set up the connection");
    }
    enum error error = execute(store, writer_settings, "set up the connection");
    int64_t full = 0;
    if (error == ERROR_NONE) {
        error = query_number(store,
                             "SELECT (SELECT synchronous FROM pragma_synchronous) = 2 AND "
                             "(SELECT journal_mode FROM pragma_journal_mode) = 'wal'",
                             "read the settings", &full);
    }
    if (error == ERROR_NONE && full != 1) {
        log_line(LOG_ERROR, "journal_failure", "%s: this file system does not allow write-ahead logging", store->path);
        error = ERROR_SYSTEM;
    }
    return error;
}

static enum error take_epoch(struct store *store) {
    int64_t epoch = 0;
    enum error error = ERROR_NONE;
    if (!store->read_only) {
        error = execute(store, "UPDATE meta SET v = v + 1 WHERE k = 'epoch'", "raise the epoch");
    }
    if (error == ERROR_NONE) {
        error = query_number(store, "SELECT v FROM meta WHERE k = 'epoch'", "read the epoch", &epoch);
    }
    store->epoch = (uint64_t)epoch;
    return error;
}

/* The file is made here and not by SQLite, so that nobody else may read it; SQLite gives the files beside it the same
 * mode. */
static enum error make_file(const struct store *store, const struct journal_options *options) {
    int flags = O_RDONLY | O_CLOEXEC | (options->create && !options->read_only ? O_CREAT : 0);
    int file = open(store->path, flags, 0600);
    if (file < 0) {
        log_line(LOG_ERROR, "journal_failure", "%s: cannot open: %s", store->path, strerror(errno));
        return ERROR_SYSTEM;
    }
    close(file);
    return ERROR_NONE;
}

static enum error open_journal(struct store *store, const struct journal_options *options) {
    bool is_new = false;
    enum error error = make_file(store, options);
    error = error != ERROR_NONE ? error : connect_file(store);
    error = error != ERROR_NONE ? error : check_file(store, &is_new);
    if (error == ERROR_NONE && is_new && (!options->create || options->read_only)) {
        error = refuse(store, "there is nothing in it");
    }
    error = error != ERROR_NONE ? error : apply_settings(store);
    if (error == ERROR_NONE && is_new) {
        error = make_tables(store, options);
    }
    error = error != ERROR_NONE ? error : read_id(store, store->id);
    error = error != ERROR_NONE ? error : take_epoch(store);
    return error != ERROR_NONE ? error : prepare(store);
}

enum error store_open(struct store *store, const struct journal_options *options) {
    *store = (struct store){.read_only = options->read_only};
    store->path = memory_copy_text(options->path, strlen(options->path));
    enum error error = store->path == NULL ? ERROR_NO_MEMORY : open_journal(store, options);
    if (error != ERROR_NONE) {
        store_drop(store);
        memory_release(store->path);
        *store = (struct store){.database = NULL};
    }
    return error;
}

enum error store_reopen(struct store *store) {
    char id[JOURNAL_ID_SIZE] = "";
    int64_t epoch = 0;
    bool is_new = false;
    enum error error = connect_file(store);
    error = error != ERROR_NONE ? error : check_file(store, &is_new);
    error = error != ERROR_NONE || is_new ? error : read_id(store, id);
    error = error != ERROR_NONE || is_new
                ? error
                : query_number(store, "SELECT v FROM meta WHERE k = 'epoch'", "read the epoch", &epoch);
    bool is_ours = strcmp(id, store->id) == 0 && ((uint64_t)epoch == store->epoch || store->read_only);
    if (error == ERROR_NONE && !is_ours) {
        log_line(LOG_ERROR, "journal_fenced", "%s: this is another journal or another process has taken over",
                 store->path);
        error = ERROR_FENCED;
    }
    error = error != ERROR_NONE ? error : apply_settings(store);
    error = error != ERROR_NONE ? error : prepare(store);
    if (error != ERROR_NONE) {
        store_drop(store);
    } else {
        store->epoch = (uint64_t)epoch;
    }
    return error;
}

static void close_connection(struct store *store) {
    sqlite3_finalize(store->get_epoch);
    sqlite3_finalize(store->get_tail);
    sqlite3_finalize(store->add_event);
    sqlite3_finalize(store->get_page);
    sqlite3_finalize(store->begin);
    sqlite3_finalize(store->commit);
    sqlite3_close(store->database);
    store->database = NULL;
    store->get_epoch = store->get_tail = store->add_event = store->get_page = store->begin = store->commit = NULL;
}

void store_drop(struct store *store) {
    /* Closing in good order would check point and delete the write-ahead log, the very file that is in doubt. */
    if (store->database != NULL) {
        sqlite3_db_config(store->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    }
    close_connection(store);
}

void store_close(struct store *store) {
    if (store->read_only) {
        store_drop(store);
    }
    close_connection(store);
    memory_release(store->path);
    store->path = NULL;
}
