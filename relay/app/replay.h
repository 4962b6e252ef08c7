/* replay.h - a conference rebuilt from a journal on disk, for the subcommands that only read. Faults are said on stderr. */
#ifndef LAMRELAY_APP_REPLAY_H
#define LAMRELAY_APP_REPLAY_H

#include "core/conference.h"
#include "journal/journal.h"

struct replay {
    struct journal *journal;
    struct conference *conference;
    uint64_t seq;                /* of the record read last */
    enum error error;            /* of that record */
    struct arena *arena;
    /* Called before an event is applied; may be NULL. */
    void (*each)(void *context, const struct journal_record *record, const struct event *event);
    void *context;
};

/* Opens DIR/journal.sqlite for reading and applies every record. NONE; SYSTEM, DAMAGED, NO_MEMORY (said, with the record). `out->each` and
 * `out->context` are the caller's, set before. replay_finish in every case. */
enum error replay_directory(struct replay *out, const char *directory);
void replay_finish(struct replay *replay);

#endif
