/* site_store.h - what a site keeps on its disk: its folder's marks, the commands it has kept, polls that are closing, its replica. One SQLite file.
 *
 * Normal course: open, read each table once, then write … write, commit: a commit is one transaction and durable when it returns. A write that nobody commits
 * is as if it had not been.
 * Ways it fails: NOT_STORED (disk full, say): site_store_abandon, then try again later; nothing of the transaction is there.
 * A folder is a copy when the file is not the one that was there at its last start (device and inode), or when the counter of starts beside it says that the
 * file is older than its folder: it is opened only when whoever starts it says that it was restored.
 * Thread: the loop's; commit blocks for one durable write. */
#ifndef LAMRELAY_JOURNAL_SITE_STORE_H
#define LAMRELAY_JOURNAL_SITE_STORE_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SITE_FOLDER_SIZE = 16, SITE_VALUES_MOST = 13 };

struct site_store; /* opaque */

struct site_store_options {
    const char *path;      /* made, for its owner alone, when it is not there */
    const uint8_t *random; /* SITE_FOLDER_SIZE bytes: the id of a new folder */
    bool restored;         /* the folder may be a copy */
};

/* NONE: `*out` is the caller's until close. FENCED: another process has it. NOT_ALLOWED: it is a copy, and nobody said so. DAMAGED: not ours. SYSTEM,
 * NO_MEMORY. All logged. */
enum error site_store_open(const struct site_store_options *options, struct site_store **out);
void site_store_close(struct site_store *store); /* NULL is harmless */
const uint8_t *site_store_folder(const struct site_store *store); /* SITE_FOLDER_SIZE bytes */
/* It is a copy, or was told to be one and no stream has been granted to it since. */
bool site_store_is_restored(const struct site_store *store);

enum site_value_kind { SITE_NOTHING, SITE_NUMBER, SITE_TEXT, SITE_BYTES };

struct site_value {
    enum site_value_kind kind;
    int64_t number;
    const void *bytes; /* TEXT, BYTES; borrowed for the call */
    size_t length;
};

/* What can be written, and the values it takes. */
enum site_write {
    SITE_PUT_MARK,       /* name, value */
    SITE_TAKE_MARK,      /* name */
    SITE_PUT_ENTRY,      /* place, lane, person, key, method, params, digest, poll, stamp, stamp error, proof, epoch, result */
    SITE_SETTLE_ENTRY,   /* place, result: the method and the parameters go */
    SITE_FORGET_ENTRY,   /* place */
    SITE_PUT_CLOSING,    /* poll, at, epoch */
    SITE_PUT_CHANNEL,    /* name, to, floor */
    SITE_FORGET_CHANNEL, /* name; its rows stay: SITE_FORGET_ROWS */
    SITE_PUT_ROW,        /* channel, kind, id, place, text */
    SITE_FORGET_ROW,     /* channel, kind, id */
    SITE_FORGET_ROWS,    /* channel */
    SITE_FORGET_REPLICA, /* - : all rows and channels */
    SITE_WRITE_COUNT
};
/* NONE, NOT_STORED, NO_MEMORY. */
enum error site_store_write(struct site_store *store, enum site_write what, const struct site_value *values, size_t count);
/* NONE: all that was written since the last commit is durable. NOT_STORED: none of it. Without a write it does nothing. */
enum error site_store_commit(struct site_store *store);
void site_store_abandon(struct site_store *store);
bool site_store_has_writes(const struct site_store *store);

/* What can be read, with columns as they were written; rows and entries in the order of their places. */
enum site_read { SITE_READ_MARKS, SITE_READ_ENTRIES, SITE_READ_CLOSINGS, SITE_READ_CHANNELS, SITE_READ_ROWS, SITE_READ_COUNT };
/* Calls `each` with the columns until it returns other than NONE; returns that. SYSTEM: it cannot be read. */
enum error site_store_read(struct site_store *store, enum site_read what,
                           enum error (*each)(void *context, const struct site_value *values), void *context);

#endif
