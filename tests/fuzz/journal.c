/* A journal's file, whatever stands in it: read to its end or to the damage, and copied as a backup is. */
#include "fuzz.h"

#include "base/log.h"
#include "journal/journal.h"
#include "journal/journal_copy.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/lamrelay-fuzz-XXXXXX", path[64], copy[64];

static void remove_files(void) {
    unlink(path);
    unlink(copy);
    rmdir(folder);
}

static void prepare(void) {
    log_set_descriptor(-1);
    LAW(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/journal.sqlite", folder);
    snprintf(copy, sizeof copy, "%s/copy.sqlite", folder);
    atexit(remove_files);
}

static int count_record(void *context, const struct journal_record *record) {
    uint64_t *seq = context;
    LAW(record->seq == *seq + 1 && record->bytes != NULL);
    *seq = record->seq;
    return 0;
}

/* What the chain vouches for, in `file`. True: it is a journal and whole. */
static bool read_all(const char *file, uint64_t *records) {
    struct journal_options options = {.path = file, .read_only = true};
    struct journal *journal = NULL;
    if (journal_sqlite_open(&options, &journal) != ERROR_NONE) {
        LAW(journal == NULL);
        return false;
    }
    uint64_t seq = 0, bad_seq = 0;
    struct journal_state state;
    journal->operations->state(journal, &state);
    enum error error = journal->operations->read(journal, 1, count_record, &seq, &bad_seq);
    LAW(error != ERROR_NONE || seq == state.last_seq);
    LAW(error != ERROR_DAMAGED || bad_seq == seq + 1 || bad_seq == 0);
    journal->operations->close(journal);
    *records = seq;
    return error == ERROR_NONE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (path[0] == '\0')
        prepare();
    FILE *file = fopen(path, "wb");
    LAW(file != NULL && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    uint64_t records = 0, copied = 0;
    /* A damaged file may be copied up to the damage or not at all: whoever makes a backup reads the copy again before it counts as one. */
    if (read_all(path, &records) && journal_sqlite_copy(path, copy) == ERROR_NONE)
        LAW(read_all(copy, &copied) && copied == records);
    unlink(copy);
    return 0;
}
