/* journal.h - the truth: one ordered log of events per conference, behind one function table.
 *
 * A record is opaque bytes with a sequence number (1, 2, 3 ... without a hole) and the epoch of the process that wrote
 * it. Records are appended in batches, a batch is atomic, and an append names the epoch and the last sequence number it
 * expects: compare-and-append. That, not a lock, keeps a second writer out.
 *
 * Normal course: open -> read from 1 -> append, poll, append, poll ... -> close.
 * Ways it fails: NOT_STORED - the batch is certainly not there (disk full, say); UNKNOWN - nobody can tell yet: call
 * `resync` until it answers; FENCED - another process has raised the epoch: stop at once; DAMAGED - a record does not
 * follow from the one before it.
 *
 * Threads: all calls and all callbacks are on the owner's thread (the loop). A backend may work on a thread of its own;
 * when something is finished there it calls options.wake - the only call from another thread - and the owner then calls
 * `poll`. */
#ifndef LAMRELAY_JOURNAL_JOURNAL_H
#define LAMRELAY_JOURNAL_JOURNAL_H

#include "base/digest.h"
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    JOURNAL_ID_SIZE = 27, /* text: 26 characters and a NUL; ids sort by birth time */
    JOURNAL_BATCH_RECORDS_MAX = 4096,
    JOURNAL_RECORD_BYTES_MAX = 64 * 1024,
};

struct journal_record {
    uint64_t seq;       /* ignored by append, which numbers by itself */
    uint64_t epoch;     /* ignored by append */
    const void *bytes;  /* borrowed for the call; append copies before it returns */
    size_t length;      /* 1..JOURNAL_RECORD_BYTES_MAX */
    struct digest hash; /* ignored by append; on read: hash of the record before, seq, epoch and bytes */
};

struct journal_options {
    const char *path;            /* sqlite: the file; memory: ignored */
    bool create;                 /* make it when it is not there */
    bool read_only;              /* for verify and export: takes no epoch, `append` answers FENCED */
    int64_t now;                 /* ms, for a new journal's id */
    const uint8_t *random;       /* 10 bytes, for a new journal's id; may be NULL when none can be made */
    void (*wake)(void *context); /* may be NULL when read_only; called on the journal's thread */
    void *wake_context;
};

struct journal_state {
    char id[JOURNAL_ID_SIZE]; /* 48 bits of birth time, then 80 random bits, in lower-case Crockford base32 */
    uint64_t epoch;           /* this process's epoch: one more than the last opener's */
    uint64_t last_seq;        /* 0 = empty */
    struct digest last_hash;  /* all zero when empty */
};

/* Called for each record in order; non-zero stops the read, which then returns ERROR_NONE. The record is borrowed for
 * the call. */
typedef int (*journal_each)(void *context, const struct journal_record *record);
/* Outcome of one append: NONE (durable, last_seq is its last number), NOT_STORED, UNKNOWN, FENCED (last_seq is that of
 * the state). It may append again, but not close. */
typedef void (*journal_done)(void *context, enum error outcome, uint64_t last_seq);

struct journal; /* a backend's own; its first member is `const struct journal_operations *` */

struct journal_operations {
    const char *name;
    /* The state as of now. */
    void (*state)(const struct journal *journal, struct journal_state *out);
    /* Starts one append; at most one is under way. `expected` must be the last seq. NONE: `done` will be called from
     * `poll`. Nothing started, `done` is not called: BUSY (one is under way, or a read), EMPTY (no record, or one of no
     * bytes), FULL (more than the caps above), NO_MEMORY, FENCED, UNKNOWN (was the last outcome: resync first),
     * INTERNAL (`expected` is not the last seq: a fault of the caller). */
    enum error (*append)(struct journal *journal, uint64_t expected, const struct journal_record *records, size_t count,
                         journal_done done, void *context);
    /* Calls what is finished; never blocks. */
    void (*poll)(struct journal *journal);
    /* After UNKNOWN, or to see whether writing works again after NOT_STORED: reopens, reads the tail, makes a durable
     * write of no event. NONE: `out` is the state now (the doubtful batch is there if last_seq covers it). NOT_STORED,
     * UNKNOWN: not yet. FENCED. BUSY: an append or a read is under way. Blocks for one small write.
     * Read-only: the tail as it is now; nothing is written. */
    enum error (*resync)(struct journal *journal, struct journal_state *out);
    /* Reads records [from, last] in order, checking the chain. NONE; DAMAGED: `*bad_seq` is the first record that does
     * not follow; SYSTEM: it cannot be read; NO_MEMORY; BUSY: an append or another read is under way. */
    enum error (*read)(struct journal *journal, uint64_t from, journal_each each, void *context, uint64_t *bad_seq);
    /* Finishes the append under way (its `done` is called), closes the files and releases the journal. */
    void (*close)(struct journal *journal);
};

struct journal {
    const struct journal_operations *operations;
};

/* Opens a journal. NONE: `*out` is the caller's until close. Errors: SYSTEM (cannot open; logged), FENCED (another
 * process has it open: a lock beside the file says so, with its process id, in the log), DAMAGED (not ours, or of a
 * newer format), NO_MEMORY, INTERNAL (a new one without random bytes). On failure `*out` is NULL. */
enum error journal_memory_open(const struct journal_options *options, struct journal **out);
enum error journal_sqlite_open(const struct journal_options *options, struct journal **out);

/* The rule of the chain: SHA-256(previous hash | seq, 8 bytes big-endian | epoch, 8 bytes big-endian | bytes). */
enum error journal_chain(const struct digest *previous, uint64_t seq, uint64_t epoch, const void *bytes, size_t length,
                         struct digest *out);
/* A new journal id from birth time and 10 random bytes. */
void journal_make_id(int64_t now, const uint8_t random[10], char out[JOURNAL_ID_SIZE]);
/* One that sorts behind `former`, also when the clock stands before that one's birth: sites and browsers know by it which is the newer. */
void journal_make_later_id(int64_t now, const uint8_t random[10], const char former[JOURNAL_ID_SIZE], char out[JOURNAL_ID_SIZE]);

#endif
