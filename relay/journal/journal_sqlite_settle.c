/* journal_sqlite_settle.c - an append failed, and what it left on the disk is found out: by a new connection, which believes nothing of the old one. */
#include "journal_sqlite_store.h"

#include "base/log.h"
#include <inttypes.h>

static bool tails_equal(const struct store_tail *a, const struct store_tail *b) {
    return a->seq == b->seq && digest_equal(&a->hash, &b->hash);
}

/* The batch stands in the write-ahead log, but its fsync failed: the pages may be in memory only and count as written.
 * Copying them into the main file makes them dirty anew, and it is this file's fsync that then counts. */
static enum error make_durable(struct store *store) {
    int code = sqlite3_wal_checkpoint_v2(store->database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK ? store_check(store) : store_failure(store, code, "check point");
}

enum error store_settle(struct store *store, const struct store_tail *before, const struct store_tail *doubtful,
                        struct store_tail *now) {
    store_drop(store);
    enum error error = store_reopen(store);
    if (error == ERROR_NONE) {
        error = store_tail(store, now);
    }
    if (error != ERROR_NONE) {
        return error == ERROR_FENCED ? ERROR_FENCED : ERROR_UNKNOWN;
    }
    if (tails_equal(now, before)) {
        return ERROR_NONE;
    }
    if (doubtful == NULL || !tails_equal(now, doubtful)) {
        log_line(LOG_ERROR, "journal_fenced", "%s: the last record %" PRIu64 " is not ours", store->path, now->seq);
        return ERROR_FENCED;
    }
    error = make_durable(store);
    return error == ERROR_NONE || error == ERROR_FENCED ? error : ERROR_UNKNOWN;
}
