/* The journal in one SQLite file: what the owner's thread does. What the other thread does stands in
 * journal_sqlite_thread.c, the connection in journal_sqlite_store.c and journal_sqlite_open.c, what an append that
 * failed has left behind in journal_sqlite_settle.c.
 *
 * Normal course: open (lock, epoch) -> append gives the batch to the appender -> wake -> poll collects it -> ... ->
 * close. Ways it fails: see journal_sqlite_thread.c. After UNKNOWN nothing is appended until resync has found out;
 * after FENCED nothing at all. */
#include "journal.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "journal_sqlite_lock.h"
#include "journal_sqlite_store.h"
#include "journal_sqlite_thread.h"
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { CHECKS_AT_OPEN = 3, SLOW_MICROSECONDS = 20000 };

struct sqlite_journal {
    struct journal journal;
    struct journal_state state;
    struct store store;       /* the appender's while it is busy */
    struct appender appender; /* unused when read-only */
    int lock;                 /* -1 = none */
    bool read_only;
    bool is_fenced;
    bool is_reading;
    bool is_closing;
    bool is_doubtful;           /* UNKNOWN was said and not yet cleared up */
    struct store_tail doubtful; /* the end of the batch whose outcome is unknown */
    journal_done done;
    void *done_context;
    int64_t ordered; /* when the append under way began: microseconds of the monotonic clock */
};

static int64_t microseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static struct sqlite_journal *cast(struct journal *journal) {
    return (struct sqlite_journal *)journal;
}

static void sqlite_state(const struct journal *journal, struct journal_state *out) {
    *out = ((const struct sqlite_journal *)journal)->state;
}

static bool is_busy(struct sqlite_journal *sqlite) {
    return sqlite->is_reading || sqlite->is_closing || (!sqlite->read_only && appender_is_busy(&sqlite->appender));
}

static enum error sqlite_append(struct journal *journal, uint64_t expected, const struct journal_record *records,
                                size_t count, journal_done done, void *context) {
    struct sqlite_journal *sqlite = cast(journal);
    if (sqlite->read_only || sqlite->is_fenced) {
        return ERROR_FENCED;
    }
    if (is_busy(sqlite)) {
        return ERROR_BUSY;
    }
    if (sqlite->is_doubtful) {
        return ERROR_UNKNOWN;
    }
    if (expected != sqlite->state.last_seq) {
        return ERROR_INTERNAL;
    }
    enum error error = batch_init(&sqlite->appender.batch, records, count);
    if (error != ERROR_NONE) {
        return error;
    }
    sqlite->appender.before = (struct store_tail){.seq = expected, .hash = sqlite->state.last_hash};
    sqlite->done = done;
    sqlite->done_context = context;
    sqlite->ordered = microseconds();
    appender_order(&sqlite->appender);
    return ERROR_NONE;
}

static void sqlite_poll(struct journal *journal) {
    struct sqlite_journal *sqlite = cast(journal);
    if (sqlite->read_only || !appender_collect(&sqlite->appender)) {
        return;
    }
    struct journal_batch *batch = &sqlite->appender.batch;
    enum error outcome = sqlite->appender.outcome;
    if (outcome == ERROR_NONE) {
        sqlite->state.last_seq = batch->last_seq;
        sqlite->state.last_hash = batch->last_hash;
    } else if (outcome == ERROR_UNKNOWN) {
        sqlite->is_doubtful = true;
        sqlite->doubtful = (struct store_tail){.seq = batch->last_seq, .hash = batch->last_hash};
    } else if (outcome == ERROR_FENCED) {
        sqlite->is_fenced = true;
    }
    batch_finish(batch);
    metric_took(METRIC_TIME_APPEND, microseconds() - sqlite->ordered);
    sqlite->done(sqlite->done_context, outcome, sqlite->state.last_seq);
}

static void adopt(struct sqlite_journal *sqlite, const struct store_tail *tail) {
    sqlite->state.last_seq = tail->seq;
    sqlite->state.last_hash = tail->hash;
    sqlite->is_doubtful = false;
}

static enum error resync_reader(struct sqlite_journal *sqlite) {
    struct store_tail now;
    store_drop(&sqlite->store);
    enum error error = store_reopen(&sqlite->store);
    error = error != ERROR_NONE ? error : store_tail(&sqlite->store, &now);
    if (error != ERROR_NONE) {
        return error == ERROR_FENCED ? ERROR_FENCED : ERROR_UNKNOWN;
    }
    adopt(sqlite, &now);
    sqlite->state.epoch = sqlite->store.epoch;
    return ERROR_NONE;
}

static enum error resync_writer(struct sqlite_journal *sqlite) {
    struct store_tail now, before = {.seq = sqlite->state.last_seq, .hash = sqlite->state.last_hash};
    const struct store_tail *doubtful = sqlite->is_doubtful ? &sqlite->doubtful : NULL;
    enum error error = store_settle(&sqlite->store, &before, doubtful, &now);
    if (error == ERROR_NONE) {
        error = store_check(&sqlite->store);
    }
    if (error == ERROR_NONE) {
        adopt(sqlite, &now);
    }
    if (error == ERROR_NONE || error == ERROR_FENCED) {
        return error;
    }
    store_drop(&sqlite->store);
    return doubtful != NULL ? ERROR_UNKNOWN : ERROR_NOT_STORED;
}

static enum error sqlite_resync(struct journal *journal, struct journal_state *out) {
    struct sqlite_journal *sqlite = cast(journal);
    if (sqlite->is_fenced) {
        return ERROR_FENCED;
    }
    if (is_busy(sqlite)) {
        return ERROR_BUSY;
    }
    enum error error = sqlite->read_only ? resync_reader(sqlite) : resync_writer(sqlite);
    sqlite->is_fenced = error == ERROR_FENCED;
    if (error == ERROR_NONE) {
        *out = sqlite->state;
    }
    return error;
}

static enum error sqlite_read(struct journal *journal, uint64_t from, journal_each each, void *context,
                              uint64_t *bad_seq) {
    struct sqlite_journal *sqlite = cast(journal);
    if (is_busy(sqlite)) {
        return ERROR_BUSY;
    }
    /* A full disk takes the connection away, but what is stored can still be read. */
    enum error error = sqlite->store.database == NULL ? store_reopen(&sqlite->store) : ERROR_NONE;
    if (error != ERROR_NONE) {
        return error == ERROR_NO_MEMORY ? error : ERROR_SYSTEM;
    }
    int64_t began = microseconds();
    sqlite->is_reading = true;
    error = store_read(&sqlite->store, from, sqlite->state.last_seq, each, context, bad_seq);
    sqlite->is_reading = false;
    if (!sqlite->read_only && error == ERROR_NONE && from <= sqlite->state.last_seq) {
        log_line(LOG_INFO, "journal_read", "%s: %" PRIu64 " records read in %.1f ms", sqlite->store.path,
                 sqlite->state.last_seq - from + 1, (double)(microseconds() - began) / 1000);
    }
    return error;
}

static void sqlite_close(struct journal *journal) {
    struct sqlite_journal *sqlite = cast(journal);
    sqlite->is_closing = true;
    if (!sqlite->read_only) {
        appender_wait(&sqlite->appender);
        sqlite_poll(journal);
        appender_stop(&sqlite->appender);
    }
    if (sqlite->is_fenced) {
        /* The file has another owner: it alone may check point. */
        store_drop(&sqlite->store);
    }
    store_close(&sqlite->store);
    lock_release(sqlite->lock);
    memory_release(sqlite);
}

static const struct journal_operations sqlite_operations = {
    .name = "sqlite",
    .state = sqlite_state,
    .append = sqlite_append,
    .poll = sqlite_poll,
    .resync = sqlite_resync,
    .read = sqlite_read,
    .close = sqlite_close,
};

/* The middle one of three durable writes. */
static enum error measure_check(struct store *store, int64_t *out) {
    int64_t least = INT64_MAX, most = 0, sum = 0;
    for (int i = 0; i < CHECKS_AT_OPEN; i++) {
        int64_t started = microseconds();
        enum error error = store_check(store);
        if (error != ERROR_NONE) {
            return error;
        }
        int64_t taken = microseconds() - started;
        sum += taken;
        least = taken < least ? taken : least;
        most = taken > most ? taken : most;
    }
    *out = sum - least - most;
    return ERROR_NONE;
}

/* What one durable write costs here decides how quickly anybody is answered: whoever sets the hub up should see it. */
static enum error measure(struct sqlite_journal *sqlite) {
    int64_t cost = 0;
    enum error error = measure_check(&sqlite->store, &cost);
    if (error != ERROR_NONE) {
        return error;
    }
    bool is_slow = cost > SLOW_MICROSECONDS;
    log_line(is_slow ? LOG_WARNING : LOG_INFO, "journal_open",
             "%s: journal %s, epoch %" PRIu64 ", %" PRIu64 " records; one durable write takes %.2f ms%s",
             sqlite->store.path, sqlite->state.id, sqlite->state.epoch, sqlite->state.last_seq, (double)cost / 1000,
             is_slow ? ": this disk is slow, answers will be too" : "");
    return ERROR_NONE;
}

static enum error start(struct sqlite_journal *sqlite, const struct journal_options *options) {
    struct store_tail tail;
    enum error error = store_tail(&sqlite->store, &tail);
    if (error != ERROR_NONE) {
        return error;
    }
    memcpy(sqlite->state.id, sqlite->store.id, JOURNAL_ID_SIZE);
    sqlite->state.epoch = sqlite->store.epoch;
    adopt(sqlite, &tail);
    if (options->read_only) {
        return ERROR_NONE;
    }
    error = measure(sqlite);
    return error != ERROR_NONE
               ? error
               : appender_start(&sqlite->appender, &sqlite->store, options->wake, options->wake_context);
}

enum error journal_sqlite_open(const struct journal_options *options, struct journal **out) {
    *out = NULL;
    struct sqlite_journal *sqlite = memory_take_zeroed(1, sizeof(*sqlite));
    if (sqlite == NULL) {
        return ERROR_NO_MEMORY;
    }
    sqlite->read_only = options->read_only;
    sqlite->lock = -1;
    /* Where there is no file and none is to be made, no lock file shall stay behind either. */
    bool takes_lock = !options->read_only && (options->create || access(options->path, F_OK) == 0);
    enum error error = takes_lock ? lock_take(options->path, &sqlite->lock) : ERROR_NONE;
    if (error != ERROR_NONE) {
        goto err_after_allocation;
    }
    error = store_open(&sqlite->store, options);
    if (error != ERROR_NONE) {
        goto err_after_lock;
    }
    error = start(sqlite, options);
    if (error != ERROR_NONE) {
        goto err_after_store;
    }
    sqlite->journal.operations = &sqlite_operations;
    *out = &sqlite->journal;
    return ERROR_NONE;

err_after_store:
    store_close(&sqlite->store);
err_after_lock:
    lock_release(sqlite->lock);
err_after_allocation:
    memory_release(sqlite);
    return error;
}
