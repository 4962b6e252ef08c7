#include "journal_copy.h"

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include "journal_sqlite_lock.h"
#include "journal_sqlite_store.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum error fail(sqlite3 *database, const char *path, int code, const char *doing) {
    log_line(LOG_ERROR, "journal_failure", "%s: cannot %s: %s (%d)", path, doing,
             database == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(database), code);
    return store_error(code);
}

static enum error connect_file(const char *path, int flags, sqlite3 **out) {
    int code = sqlite3_open_v2(path, out, flags | SQLITE_OPEN_NOMUTEX, NULL);
    code = code != SQLITE_OK ? code
                             : sqlite3_exec(*out,
                                            "PRAGMA trusted_schema=OFF; PRAGMA busy_timeout=5000; PRAGMA mmap_size=0; "
                                            "PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY;",
                                            NULL, NULL, NULL);
    return code == SQLITE_OK ? ERROR_NONE : fail(*out, path, code, "open");
}

/* The connection of somebody who only looks leaves the files as they are: the hub alone check points
 * (journal_sqlite_store.h). */
static void disconnect(sqlite3 *database) {
    if (database != NULL) {
        sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    }
    sqlite3_close(database);
}

/* ---- copying ---- */

static enum error vacuum_into(sqlite3 *database, const char *from, const char *to) {
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(database, "VACUUM INTO ?1", -1, &statement, NULL);
    code = code != SQLITE_OK ? code : sqlite3_bind_text(statement, 1, to, -1, SQLITE_STATIC);
    code = code != SQLITE_OK ? code : sqlite3_step(statement);
    enum error error = code == SQLITE_DONE ? ERROR_NONE : fail(database, from, code, "copy");
    sqlite3_finalize(statement);
    return error;
}

static enum error check_whole(const char *path) {
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    enum error error = connect_file(path, SQLITE_OPEN_READONLY, &database);
    if (error == ERROR_NONE) {
        int code = sqlite3_prepare_v2(database, "PRAGMA integrity_check(1)", -1, &statement, NULL);
        code = code != SQLITE_OK ? code : sqlite3_step(statement);
        if (code != SQLITE_ROW) {
            error = fail(database, path, code, "check");
        } else if (strcmp((const char *)sqlite3_column_text(statement, 0), "ok") != 0) {
            log_line(LOG_ERROR, "journal_failure", "%s: is not whole: %s", path, sqlite3_column_text(statement, 0));
            error = ERROR_DAMAGED;
        }
    }
    sqlite3_finalize(statement);
    disconnect(database);
    return error;
}

/* An empty file of ours: SQLite would make it for everybody to read. */
static enum error make_empty(const char *path) {
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
        close(file);
        return ERROR_NONE;
    }
    if (errno == EEXIST) {
        return ERROR_WRONG_STATE;
    }
    log_line(LOG_ERROR, "journal_failure", "%s: cannot make: %s", path, strerror(errno));
    return ERROR_SYSTEM;
}

enum error journal_sqlite_copy(const char *from, const char *to) {
    sqlite3 *database = NULL;
    enum error error = connect_file(from, SQLITE_OPEN_READONLY, &database);
    if (error == ERROR_NONE) {
        error = make_empty(to);
    }
    if (error == ERROR_NONE) {
        error = vacuum_into(database, from, to);
        error = error != ERROR_NONE ? error : file_sync(to);
        error = error != ERROR_NONE ? error : check_whole(to);
        if (error != ERROR_NONE) {
            unlink(to);
        }
    }
    disconnect(database);
    return error;
}

/* ---- another journal ---- */

enum error journal_sqlite_make_another(const char *path, const struct journal_origin *origin) {
    char id[JOURNAL_ID_SIZE], hash[2 * DIGEST_SIZE + 1];
    journal_make_later_id(origin->now, origin->random, origin->state->id, id);
    hex_encode(&origin->state->last_hash, DIGEST_SIZE, hash);
    char *sql = sqlite3_mprintf("BEGIN IMMEDIATE; UPDATE meta SET v = %Q WHERE k = 'journal'; "
                                "INSERT OR REPLACE INTO meta(k, v) VALUES('origin', %Q), ('origin_journal', %Q), "
                                "('origin_seq', %lld), ('origin_hash', %Q), ('origin_time', %lld); COMMIT",
                                id, origin->how, origin->state->id, (long long)origin->state->last_seq, hash,
                                (long long)origin->now);
    if (sql == NULL) {
        return ERROR_NO_MEMORY;
    }
    sqlite3 *database = NULL;
    enum error error = connect_file(path, SQLITE_OPEN_READWRITE, &database);
    if (error == ERROR_NONE) {
        int code = sqlite3_exec(database, sql, NULL, NULL, NULL);
        error = code == SQLITE_OK ? ERROR_NONE : fail(database, path, code, "write");
    }
    sqlite3_free(sql);
    sqlite3_close(database);
    return error == ERROR_NONE ? file_sync(path) : error;
}

/* ---- another's place ---- */

enum error journal_sqlite_hold(const char *path, int *out) {
    return lock_take(path, out);
}

void journal_sqlite_let_go(int held) {
    lock_release(held);
}

/* All that stands in the write-ahead log goes into the main file, so that the log can go: laid beside another file it
 * would spoil that one. */
static enum error fold(const char *path) {
    sqlite3 *database = NULL;
    enum error error = connect_file(path, SQLITE_OPEN_READWRITE, &database);
    if (error == ERROR_NONE) {
        int left = 0, done = 0;
        int code = sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_FULL, &left, &done);
        error = code == SQLITE_OK && left == done ? ERROR_NONE : fail(database, path, code, "check point");
    }
    disconnect(database);
    return error;
}

static enum error destroy_companion(const char *path, const char *suffix) {
    size_t size = strlen(path) + strlen(suffix) + 1;
    char *name = memory_take(size);
    if (name == NULL) {
        return ERROR_NO_MEMORY;
    }
    snprintf(name, size, "%s%s", path, suffix);
    enum error error = file_destroy(name);
    memory_release(name);
    return error;
}

/* The old file keeps a second name until it is destroyed, so that there is a journal at every moment. */
static enum error exchange(const char *path, const char *by, const char *old) {
    if (link(path, old) != 0 || rename(by, path) != 0) {
        log_line(LOG_ERROR, "journal_failure", "%s: cannot be replaced: %s", path, strerror(errno));
        unlink(old);
        return ERROR_SYSTEM;
    }
    enum error error = file_sync_directory_of(path);
    return error != ERROR_NONE ? error : file_destroy(old);
}

enum error journal_sqlite_replace(const char *path, const char *by) {
    size_t size = strlen(path) + sizeof(".old");
    char *old = memory_take(size);
    if (old == NULL) {
        return ERROR_NO_MEMORY;
    }
    snprintf(old, size, "%s.old", path);
    enum error error = file_destroy(old); /* of a run that was cut off */
    error = error != ERROR_NONE ? error : fold(path);
    error = error != ERROR_NONE ? error : destroy_companion(path, "-wal");
    error = error != ERROR_NONE ? error : destroy_companion(path, "-shm");
    error = error != ERROR_NONE ? error : exchange(path, by, old);
    error = error != ERROR_NONE ? error : file_sync_directory_of(path);
    memory_release(old);
    return error;
}
