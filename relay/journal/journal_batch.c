#include "journal_batch.h"

#include "base/memory.h"
#include <string.h>

enum error batch_init(struct journal_batch *batch, const struct journal_record *records, size_t count) {
    *batch = (struct journal_batch){.records = NULL};
    if (count == 0) {
        return ERROR_EMPTY;
    }
    if (count > JOURNAL_BATCH_RECORDS_MAX) {
        return ERROR_FULL;
    }
    size_t size = count * sizeof(*records);
    for (size_t i = 0; i < count; i++) {
        if (records[i].length == 0) {
            return ERROR_EMPTY;
        }
        if (records[i].length > JOURNAL_RECORD_BYTES_MAX) {
            return ERROR_FULL;
        }
        size += records[i].length;
    }
    /* One block: the records, then their bytes. */
    batch->records = memory_take(size);
    if (batch->records == NULL) {
        return ERROR_NO_MEMORY;
    }
    char *bytes = (char *)(batch->records + count);
    for (size_t i = 0; i < count; i++) {
        memcpy(bytes, records[i].bytes, records[i].length);
        batch->records[i] = (struct journal_record){.bytes = bytes, .length = records[i].length};
        bytes += records[i].length;
    }
    batch->count = count;
    return ERROR_NONE;
}

void batch_finish(struct journal_batch *batch) {
    memory_release(batch->records);
    *batch = (struct journal_batch){.records = NULL};
}

enum error batch_chain(struct journal_batch *batch, uint64_t seq, const struct digest *hash, uint64_t epoch) {
    const struct digest *previous = hash;
    for (size_t i = 0; i < batch->count; i++) {
        struct journal_record *record = &batch->records[i];
        record->seq = seq + 1 + i;
        record->epoch = epoch;
        enum error error = journal_chain(previous, record->seq, epoch, record->bytes, record->length, &record->hash);
        if (error != ERROR_NONE) {
            return error;
        }
        previous = &record->hash;
    }
    batch->last_seq = seq + batch->count;
    batch->last_hash = *previous;
    return ERROR_NONE;
}
