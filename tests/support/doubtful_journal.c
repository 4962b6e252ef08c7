#include "support/doubtful_journal.h"

#include <stdlib.h>

struct doubtful {
    struct journal base;
    struct journal *inner;
    enum doubt doubt;
    journal_done done;
    void *context;
    bool pending;
    enum error outcome;
    uint64_t last_seq;
};

static void inner_done(void *context, enum error outcome, uint64_t last_seq) {
    struct doubtful *doubtful = context;
    doubtful->pending = true;
    doubtful->outcome = outcome;
    doubtful->last_seq = last_seq;
}

static void state(const struct journal *journal, struct journal_state *out) {
    const struct doubtful *doubtful = (const struct doubtful *)journal;
    doubtful->inner->operations->state(doubtful->inner, out);
}

static enum error append(struct journal *journal, uint64_t expected, const struct journal_record *records, size_t count,
                         journal_done done, void *context) {
    struct doubtful *doubtful = (struct doubtful *)journal;
    doubtful->done = done;
    doubtful->context = context;
    if (doubtful->doubt == DOUBT_FULL || doubtful->doubt == DOUBT_UNKNOWN_LOST) {
        doubtful->pending = true;
        doubtful->outcome = doubtful->doubt == DOUBT_FULL ? ERROR_NOT_STORED : ERROR_UNKNOWN;
        return ERROR_NONE;
    }
    enum error error = doubtful->inner->operations->append(doubtful->inner, expected, records, count, inner_done, doubtful);
    if (error || doubtful->doubt != DOUBT_UNKNOWN_STORED)
        return error;
    doubtful->inner->operations->poll(doubtful->inner);
    doubtful->outcome = ERROR_UNKNOWN;
    return ERROR_NONE;
}

static void poll(struct journal *journal) {
    struct doubtful *doubtful = (struct doubtful *)journal;
    if (doubtful->doubt == DOUBT_HOLD)
        return;
    doubtful->inner->operations->poll(doubtful->inner);
    if (!doubtful->pending)
        return;
    doubtful->pending = false;
    doubtful->done(doubtful->context, doubtful->outcome, doubtful->last_seq);
}

static enum error resync(struct journal *journal, struct journal_state *out) {
    struct doubtful *doubtful = (struct doubtful *)journal;
    if (doubtful->doubt == DOUBT_FULL)
        return ERROR_NOT_STORED;
    return doubtful->inner->operations->resync(doubtful->inner, out);
}

static enum error read_records(struct journal *journal, uint64_t from, journal_each each, void *context, uint64_t *bad_seq) {
    struct doubtful *doubtful = (struct doubtful *)journal;
    return doubtful->inner->operations->read(doubtful->inner, from, each, context, bad_seq);
}

static void close_journal(struct journal *journal) {
    struct doubtful *doubtful = (struct doubtful *)journal;
    doubtful->inner->operations->close(doubtful->inner);
    free(doubtful);
}

static const struct journal_operations OPERATIONS = {"doubtful", state, append, poll, resync, read_records, close_journal};

struct journal *doubtful_open(void) {
    static const uint8_t RANDOM[10] = {2};
    struct doubtful *doubtful = calloc(1, sizeof *doubtful);
    struct journal_options options = {.create = true, .now = 1, .random = RANDOM};
    if (!doubtful || journal_memory_open(&options, &doubtful->inner))
        abort();
    doubtful->base.operations = &OPERATIONS;
    return &doubtful->base;
}

void doubtful_set(struct journal *journal, enum doubt doubt) {
    ((struct doubtful *)journal)->doubt = doubt;
}
