/* recount_counts.h - what operators counted by hand, as a recount needs it: from the events alone and with nothing of the hub's own keeping
 * (relay/DELIVERY.md, C). Not thread-safe; all memory is the counts'. */
#ifndef LAMRELAY_APP_RECOUNT_COUNTS_H
#define LAMRELAY_APP_RECOUNT_COUNTS_H

#include "app/recount_roster.h"

enum { RECOUNT_NAME_SIZE = LIMIT_ID_BYTES + 16 };

struct recount_count {
    int64_t poll, total;
    uint32_t site;              /* index in the roster */
    struct tally tally;
    bool confirmed, withdrawn;
    bool alone;                 /* confirmed by whoever entered it: it cannot be */
    char entered_by[RECOUNT_NAME_SIZE], confirmed_by[RECOUNT_NAME_SIZE];
};

struct recount_counts {
    struct recount_count *items; /* owned; of each poll and site what was entered last */
    size_t count;
};

void recount_counts_finish(struct recount_counts *counts);
/* Takes what an event says of a count; others are ignored. NONE, DAMAGED, NO_MEMORY. */
enum error recount_counts_take(struct recount_counts *counts, const struct recount_roster *roster, const struct event *event);
/* Does it count in a poll of this electorate, so many people of its site having a ballot of their own (by index of the site). */
bool recount_count_stands(const struct recount_count *count, const struct recount_electorate *electorate, const int64_t phones[LIMIT_SITES]);
/* Prints a line for each count of the poll. False: one was confirmed by whoever entered it. */
bool recount_counts_print(const struct recount_counts *counts, const struct recount_roster *roster, int64_t poll,
                          const struct recount_electorate *electorate, const int64_t phones[LIMIT_SITES]);

#endif
