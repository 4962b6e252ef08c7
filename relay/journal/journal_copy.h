/* journal_copy.h - a journal as a file: copied while a hub writes it, made another journal, put in another's place. Blocks;
 * any thread. All faults are logged. */
#ifndef LAMRELAY_JOURNAL_JOURNAL_COPY_H
#define LAMRELAY_JOURNAL_JOURNAL_COPY_H

#include "journal.h"

/* Copies the journal `from`, which a hub may be writing, as it stands at one moment, into the new file `to` (mode 0600,
 * one file without companions). NONE: the copy is durable but for its name and SQLite finds it whole; the chain is for
 * the caller to check. WRONG_STATE: there is a file `to`. DAMAGED, SYSTEM, NO_MEMORY. On failure there is no copy. */
enum error journal_sqlite_copy(const char *from, const char *to);

/* What a journal was made from. It stands in `meta` as origin, origin_journal, origin_seq, origin_hash, origin_time. */
struct journal_origin {
    const char *how;                   /* "restored", "forgotten" */
    const struct journal_state *state; /* of the journal it was made from */
    int64_t now;                       /* ms */
    const uint8_t *random;             /* 10 bytes, for the new id */
};
/* Makes the file at `path`, which nobody has open, another journal: a new id, so that browsers begin anew
 * (relay/DELIVERY.md, R4), and the mark of its origin. Records and chain stay. NONE, DAMAGED, SYSTEM, NO_MEMORY. */
enum error journal_sqlite_make_another(const char *path, const struct journal_origin *origin);

/* Keeps every hub away from the journal at `path` while something is done to its file. NONE: `*out` is for
 * journal_sqlite_let_go. FENCED: a hub has it open. SYSTEM, NO_MEMORY. */
enum error journal_sqlite_hold(const char *path, int *out);
void journal_sqlite_let_go(int held);
/* Under journal_sqlite_hold: the file `by`, closed and durable, takes the name `path`; what `path` and its companions
 * held is overwritten. NONE. SYSTEM, DAMAGED, NO_MEMORY: `path` is the old or the new journal, never neither. */
enum error journal_sqlite_replace(const char *path, const char *by);

#endif
