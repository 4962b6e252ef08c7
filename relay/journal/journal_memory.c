/* The journal that forgets: for tests and rehearsals.
 *
 * Normal course: append takes the batch and calls wake; the next poll puts it behind the others and calls done.
 * Ways it fails: only out of memory, and then append says so and nothing has changed. */
#include "journal.h"

#include "base/memory.h"
#include "journal_batch.h"

struct memory_journal {
    struct journal journal;
    struct journal_state state;
    void (*wake)(void *context);
    void *wake_context;
    bool read_only;
    bool is_closing;
    bool is_reading;
    struct journal_batch *batches; /* owned; one for each that was appended */
    size_t count;
    size_t capacity;
    bool is_under_way; /* batches[count] waits for poll; there is room for it */
    journal_done done;
    void *done_context;
};

static void memory_state(const struct journal *journal, struct journal_state *out) {
    const struct memory_journal *memory = (const struct memory_journal *)journal;
    *out = memory->state;
}

static enum error make_room(struct memory_journal *memory) {
    if (memory->count < memory->capacity) {
        return ERROR_NONE;
    }
    size_t capacity = memory->capacity == 0 ? 16 : memory->capacity * 2;
    struct journal_batch *batches = memory_resize(memory->batches, capacity * sizeof(*batches));
    if (batches == NULL) {
        return ERROR_NO_MEMORY;
    }
    memory->batches = batches;
    memory->capacity = capacity;
    return ERROR_NONE;
}

static enum error memory_append(struct journal *journal, uint64_t expected, const struct journal_record *records,
                                size_t count, journal_done done, void *context) {
    struct memory_journal *memory = (struct memory_journal *)journal;
    if (memory->read_only) {
        return ERROR_FENCED;
    }
    if (memory->is_under_way || memory->is_closing || memory->is_reading) {
        return ERROR_BUSY;
    }
    if (expected != memory->state.last_seq) {
        return ERROR_INTERNAL;
    }
    enum error error = make_room(memory);
    if (error != ERROR_NONE) {
        return error;
    }
    struct journal_batch *batch = &memory->batches[memory->count];
    error = batch_init(batch, records, count);
    if (error == ERROR_NONE) {
        error = batch_chain(batch, expected, &memory->state.last_hash, memory->state.epoch);
    }
    if (error != ERROR_NONE) {
        batch_finish(batch);
        return error;
    }
    memory->is_under_way = true;
    memory->done = done;
    memory->done_context = context;
    if (memory->wake != NULL) {
        memory->wake(memory->wake_context);
    }
    return ERROR_NONE;
}

static void memory_poll(struct journal *journal) {
    struct memory_journal *memory = (struct memory_journal *)journal;
    if (!memory->is_under_way) {
        return;
    }
    const struct journal_batch *batch = &memory->batches[memory->count++];
    memory->state.last_seq = batch->last_seq;
    memory->state.last_hash = batch->last_hash;
    memory->is_under_way = false;
    memory->done(memory->done_context, ERROR_NONE, memory->state.last_seq);
}

static enum error memory_resync(struct journal *journal, struct journal_state *out) {
    struct memory_journal *memory = (struct memory_journal *)journal;
    if (memory->is_under_way || memory->is_reading) {
        return ERROR_BUSY;
    }
    *out = memory->state;
    return ERROR_NONE;
}

static enum error read_batch(struct digest *hash, const struct journal_batch *batch, uint64_t from, journal_each each,
                             void *context, uint64_t *bad_seq, bool *stopped) {
    for (size_t i = 0; i < batch->count && !*stopped; i++) {
        const struct journal_record *record = &batch->records[i];
        enum error error = journal_chain(hash, record->seq, record->epoch, record->bytes, record->length, hash);
        if (error != ERROR_NONE) {
            return error;
        }
        if (!digest_equal(hash, &record->hash)) {
            *bad_seq = record->seq;
            return ERROR_DAMAGED;
        }
        *stopped = record->seq >= from && each(context, record) != 0;
    }
    return ERROR_NONE;
}

static enum error memory_read(struct journal *journal, uint64_t from, journal_each each, void *context,
                              uint64_t *bad_seq) {
    struct memory_journal *memory = (struct memory_journal *)journal;
    if (memory->is_under_way || memory->is_reading) {
        return ERROR_BUSY;
    }
    struct digest hash = {{0}};
    bool stopped = false;
    enum error error = ERROR_NONE;
    memory->is_reading = true;
    for (size_t i = 0; i < memory->count && error == ERROR_NONE && !stopped; i++) {
        const struct journal_batch *batch = &memory->batches[i];
        if (batch->last_seq < from) {
            hash = batch->last_hash;
        } else {
            error = read_batch(&hash, batch, from, each, context, bad_seq, &stopped);
        }
    }
    memory->is_reading = false;
    return error;
}

static void memory_close(struct journal *journal) {
    struct memory_journal *memory = (struct memory_journal *)journal;
    memory->is_closing = true;
    memory_poll(journal);
    for (size_t i = 0; i < memory->count; i++) {
        batch_finish(&memory->batches[i]);
    }
    memory_release(memory->batches);
    memory_release(memory);
}

static const struct journal_operations memory_operations = {
    .name = "memory",
    .state = memory_state,
    .append = memory_append,
    .poll = memory_poll,
    .resync = memory_resync,
    .read = memory_read,
    .close = memory_close,
};

enum error journal_memory_open(const struct journal_options *options, struct journal **out) {
    *out = NULL;
    if (options->random == NULL) {
        return ERROR_INTERNAL;
    }
    struct memory_journal *memory = memory_take_zeroed(1, sizeof(*memory));
    if (memory == NULL) {
        return ERROR_NO_MEMORY;
    }
    memory->journal.operations = &memory_operations;
    journal_make_id(options->now, options->random, memory->state.id);
    memory->state.epoch = options->read_only ? 0 : 1;
    memory->read_only = options->read_only;
    memory->wake = options->wake;
    memory->wake_context = options->wake_context;
    *out = &memory->journal;
    return ERROR_NONE;
}
