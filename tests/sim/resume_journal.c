/* resume_journal.c - a journal on a disk of memory: it outlives its hub, can be copied as it was, and can lose its tail; an append takes as long as it is told to. */
#include "base/memory.h"
#include "sim/resume.h"

#include <stdlib.h>
#include <string.h>

struct disk_journal {
    struct journal journal;
    struct disk *disk;
    bool *stores;
    uint64_t pending;      /* records behind `count` that are not durable yet */
    journal_done done;
    void *context;
};

static void get_state(const struct journal *journal, struct journal_state *out) {
    const struct disk *disk = ((const struct disk_journal *)journal)->disk;
    *out = (struct journal_state){.epoch = disk->epoch, .last_seq = disk->count};
    memcpy(out->id, disk->id, sizeof out->id);
}

static enum error append(struct journal *journal, uint64_t expected, const struct journal_record *records, size_t count, journal_done done, void *context) {
    struct disk_journal *self = (struct disk_journal *)journal;
    struct disk *disk = self->disk;
    if (self->pending)
        return ERROR_BUSY;
    if (expected != disk->count)
        return ERROR_INTERNAL;
    if (disk->count + count > RESUME_RECORDS)
        return ERROR_FULL;
    for (size_t i = 0; i < count; i++) {
        disk->records[disk->count + i] = malloc(records[i].length);
        memcpy(disk->records[disk->count + i], records[i].bytes, records[i].length);
        disk->lengths[disk->count + i] = records[i].length;
    }
    self->pending = count;
    self->done = done;
    self->context = context;
    return ERROR_NONE;
}

static void poll_it(struct journal *journal) {
    struct disk_journal *self = (struct disk_journal *)journal;
    if (!self->pending || !*self->stores)
        return;
    self->disk->count += self->pending;
    self->pending = 0;
    self->done(self->context, ERROR_NONE, self->disk->count);
}

static enum error resync(struct journal *journal, struct journal_state *out) {
    get_state(journal, out);
    return ERROR_NONE;
}

static enum error read_from(struct journal *journal, uint64_t from, journal_each each, void *context, uint64_t *bad_seq) {
    const struct disk *disk = ((struct disk_journal *)journal)->disk;
    (void)bad_seq;
    for (uint64_t seq = from; seq <= disk->count; seq++) {
        struct journal_record record = {.seq = seq, .epoch = 1, .bytes = disk->records[seq - 1], .length = disk->lengths[seq - 1]};
        if (each(context, &record))
            break;
    }
    return ERROR_NONE;
}

void disk_decide(struct journal *journal, bool stored) {
    struct disk_journal *self = (struct disk_journal *)journal;
    if (stored)
        self->disk->count += self->pending;
    else
        for (uint64_t i = 0; i < self->pending; i++)
            free(self->disk->records[self->disk->count + i]);
    self->pending = 0;
}

static void close_it(struct journal *journal) {
    memory_release(journal);
}

struct journal *disk_open(struct disk *disk, bool *stores) {
    static const struct journal_operations OPERATIONS = {"disk of memory", get_state, append, poll_it, resync, read_from, close_it};
    struct disk_journal *self = memory_take_zeroed(1, sizeof *self);
    if (!self)
        abort();
    *self = (struct disk_journal){.journal = {&OPERATIONS}, .disk = disk, .stores = stores};
    disk->epoch++;
    return &self->journal;
}

void disk_copy(struct disk *to, const struct disk *from, uint64_t count) {
    to->epoch = from->epoch;
    to->count = count;
    for (uint64_t i = 0; i < count; i++) {
        to->records[i] = malloc(from->lengths[i]);
        memcpy(to->records[i], from->records[i], from->lengths[i]);
        to->lengths[i] = from->lengths[i];
    }
}

void disk_cut(struct disk *disk, uint64_t count) {
    while (disk->count > count)
        free(disk->records[--disk->count]);
}
