/* journal_sqlite_store.h - one journal file through one SQLite connection: no thread, no callbacks but `read`'s. Inside
 * journal/ only. The connection is gone after a failure and made anew by store_settle; whoever finds it gone says
 * NOT_STORED.
 *
 * Schema, format 1:
 *     meta(k TEXT PRIMARY KEY, v) WITHOUT ROWID
 *         format, journal (its id), epoch, created (ms), checks (writes that tried the disk), origin.. (journal_copy.h)
 *     event(seq INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, data BLOB NOT NULL, hash BLOB NOT NULL)
 *         data that is UTF-8 is stored as TEXT, so that a person can read it with the sqlite3 shell
 *
 * Two rules because of SQLite's WAL-reset bug (sqlite.org/wal.html#walresetbug, mended in 3.51.3): this connection
 * alone writes and checkpoints; any other is read-only and never checkpoints. And an fsync that failed is never asked
 * again of the same descriptor: it may then claim success for pages that were thrown away. Thread: one owner at a time.
 */
#ifndef LAMRELAY_JOURNAL_JOURNAL_SQLITE_STORE_H
#define LAMRELAY_JOURNAL_JOURNAL_SQLITE_STORE_H

#include "journal.h"
#include "journal_batch.h"
#include <sqlite3.h>

enum { STORE_FORMAT = 1 };

/* How far an append got that failed. */
enum store_commit {
    STORE_COMMIT_NOT_TRIED,
    STORE_COMMIT_REFUSED,  /* the disk was full: the bytes that would make the batch valid are not whole */
    STORE_COMMIT_DOUBTFUL, /* they may be in the file, on the disk or not */
};

struct store_tail {
    uint64_t seq; /* 0 = no record */
    struct digest hash;
};

struct store {
    sqlite3 *database; /* NULL = closed by a failure */
    sqlite3_stmt *get_epoch;
    sqlite3_stmt *get_tail;
    sqlite3_stmt *get_page;
    sqlite3_stmt *add_event, *begin, *commit; /* NULL when read-only */
    char *path; /* owned */
    bool read_only;
    char id[JOURNAL_ID_SIZE];
    uint64_t epoch;   /* ours; read-only: the last writer's */
    int last_failure; /* SQLite's code that was logged last, so that a full disk is logged once; 0 = all is well */
};

/* journal_sqlite_open.c */

/* Opens the file (the writer: makes it if told to, takes the next epoch). NONE, SYSTEM, DAMAGED, NO_MEMORY, INTERNAL
 * (no random bytes for a new one), logged. On failure nothing is owned. */
enum error store_open(struct store *store, const struct journal_options *options);
/* Connects again to the file it has, after store_drop. NONE, FENCED (another id or epoch), SYSTEM, DAMAGED, NO_MEMORY.
 */
enum error store_reopen(struct store *store);
/* Closes in good order: all goes into the one file. Harmless on an empty store. */
void store_close(struct store *store);
/* Closes the connection after a failure, leaving the files as they are. */
void store_drop(struct store *store);

/* journal_sqlite_store.c */

/* What SQLite's code is among our errors: DAMAGED, NO_MEMORY or SYSTEM. */
enum error store_error(int code);
/* Logs what SQLite said, once for each kind of failure, and gives store_error's. */
enum error store_failure(struct store *store, int code, const char *doing);
/* NONE, SYSTEM, DAMAGED, NO_MEMORY, logged. */
enum error store_tail(struct store *store, struct store_tail *out);
/* NONE: the batch (numbered and chained behind `before`) is durable. FENCED. Other errors: it is not there, unless
 * *commit says that store_settle must find out. */
enum error store_append(struct store *store, uint64_t before, const struct journal_batch *batch,
                        enum store_commit *commit);
/* One durable write of no event. NONE, FENCED, or an error as store_failure gives it. */
enum error store_check(struct store *store);
/* As `read` of journal.h, up to `last`. */
enum error store_read(struct store *store, uint64_t from, uint64_t last, journal_each each, void *context,
                      uint64_t *bad_seq);

/* journal_sqlite_settle.c */

/* After a failure: connects again and reads the tail, which must be `before` or, with `doubtful`, the end of that batch
 * - and then the batch is made durable by a way that does not trust what the failed fsync left behind. NONE: `*now` is
 * the durable tail. FENCED: it is neither. UNKNOWN: nobody can tell yet. */
enum error store_settle(struct store *store, const struct store_tail *before, const struct store_tail *doubtful,
                        struct store_tail *now);

#endif
