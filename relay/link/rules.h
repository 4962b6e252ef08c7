/* rules.h - the rules of delivery that a link keeps, one switch each: so that the simulation can show that without each of them something breaks.
 * The product has them all on; nothing but tests/sim turns one off. The numbers are those of relay/DELIVERY.md. */
#ifndef LAMRELAY_LINK_RULES_H
#define LAMRELAY_LINK_RULES_H

#include <stdbool.h>

struct link_rules {
    /* at the site */
    bool one_entry_per_key;    /* L2: the same key again gets the state of the first */
    bool durable_before_kept;  /* L2: kept, and offered, only once it is durable */
    bool acks_of_own_stream;   /* L7: the ack of another stream changes nothing */
    bool settled_by_key;       /* L7: an entry is settled by the result of its key, not by a number */
    bool result_before_drop;   /* L7: an entry goes when its result is durable */
    bool closing_stops;        /* B12: no more ballots of a poll that is closing */
    bool closing_durable;      /* B12: drained is said when that is durable */
    bool fenced_stops;         /* L9: who is fenced keeps nothing and offers nothing */
    bool restored_says_so;     /* L10 */
    bool restored_waits;       /* L10: it keeps no ballot before it is granted */
    /* at the hub */
    bool granted_stream_only;  /* L5 */
    bool next_number_only;     /* L4 */
    bool drained_behind_ballots; /* B12: drained is believed when all it speaks of is recorded */
};

struct link_rules link_rules_all(void);

#endif
