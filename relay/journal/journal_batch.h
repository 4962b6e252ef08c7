/* journal_batch.h - the copy of one batch that an append owns while it is under way. Inside journal/ only.
 * Thread: one owner at a time. */
#ifndef LAMRELAY_JOURNAL_JOURNAL_BATCH_H
#define LAMRELAY_JOURNAL_JOURNAL_BATCH_H

#include "journal.h"
#include <stddef.h>

struct journal_batch {
    struct journal_record
        *records; /* owned, as are the bytes they point at; their numbers and hashes are set by batch_chain */
    size_t count;
    uint64_t last_seq; /* of its last record */
    struct digest last_hash;
};

/* Copies the records. NONE, EMPTY, FULL, NO_MEMORY: nothing is owned. */
enum error batch_init(struct journal_batch *batch, const struct journal_record *records, size_t count);
void batch_finish(struct journal_batch *batch); /* an empty batch is harmless */
/* Numbers and chains the records behind (seq, hash). NONE or NO_MEMORY. */
enum error batch_chain(struct journal_batch *batch, uint64_t seq, const struct digest *hash, uint64_t epoch);

#endif
