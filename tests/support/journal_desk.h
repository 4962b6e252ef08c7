/* journal_desk.h - what tests need around a journal: an owner that appends and waits. Thread: the main one. */
#ifndef LAMRELAY_TESTS_JOURNAL_DESK_H
#define LAMRELAY_TESTS_JOURNAL_DESK_H

#include "journal/journal.h"
#include <semaphore.h>

struct desk {
    struct journal *journal; /* NULL = closed */
    sem_t woken;
    unsigned done_count; /* outcomes that have come in */
    enum error outcome;  /* the last of them */
    uint64_t last_seq;   /* that came with it */
};

typedef enum error (*desk_opener)(const struct journal_options *options, struct journal **out);

void desk_init(struct desk *desk);
void desk_finish(struct desk *desk); /* closes the journal if it is open */
/* Opens by `opener` at `path`, made if it is not there. */
enum error desk_open(struct desk *desk, desk_opener opener, const char *path);
enum error desk_open_read_only(struct desk *desk, desk_opener opener, const char *path);
void desk_close(struct desk *desk);

struct journal_state desk_state(const struct desk *desk);
/* Starts an append of one record; the answer of `append`. */
enum error desk_start(struct desk *desk, const char *text);
/* Waits for the wake, polls; the outcome. ERROR_INTERNAL when none has come in within 20 s. */
enum error desk_wait(struct desk *desk);
/* Both: the first error, or the outcome. */
enum error desk_append(struct desk *desk, const char *text);
/* Starts a batch and waits: the first error, or the outcome. */
enum error desk_append_records(struct desk *desk, const struct journal_record *records, size_t count);
/* A batch of `count` records "FIRST", "FIRST+1" ... as decimal numbers. */
enum error desk_append_numbers(struct desk *desk, unsigned first, size_t count);

/* All records from `from` as "seq:text seq:text", or "<word> seq" when the read fails; the caller frees it. */
char *desk_read(struct desk *desk, uint64_t from);

/* With checks of their own. */
bool desk_open_fresh(struct desk *desk, const char *path); /* init, and open the SQLite journal at `path` */
void desk_check_read(struct desk *desk, uint64_t from, const char *expected); /* desk_read gives this */
void desk_run_sql(const char *path, const char *sql); /* on a connection of the test's own, as a stranger would */

#endif
