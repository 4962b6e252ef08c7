/* offers.h - the hub's judgement of what a site offers, for one site. Pure.
 *
 *   recorded  what the journal says: durable
 *   taken     ≥ recorded: also what was passed on and is waiting, being stepped or being stored
 *
 * Numbers are flow control alone: whether a command has been carried out is known by its key (rule L6), over all paths.
 * Judge an offer when it arrives and pass it on in the same turn. When it could not be passed on (busy), say offers_dropped before the next one is judged: so
 * nothing behind it is taken. Thread: one owner. */
#ifndef LAMRELAY_LINK_OFFERS_H
#define LAMRELAY_LINK_OFFERS_H

#include "core/record.h"
#include "link/rules.h"
#include <stdbool.h>
#include <stdint.h>

enum offer_judgement {
    OFFER_TAKE,      /* the next one: pass it on. It counts as taken */
    OFFER_KNOWN,     /* recorded: acknowledge it again, with the result of its key */
    OFFER_UNDER_WAY, /* taken, not recorded yet: say nothing, its ack will come */
    OFFER_GAP,       /* one before it is missing: answer link.gap with offers_want */
    OFFER_NOT_OURS,  /* not the stream that holds the site: say nothing */
};

struct offers {
    uint8_t stream[STREAM_SIZE];
    uint64_t recorded[LANE_COUNT], taken[LANE_COUNT];
    bool granted;              /* false: there is no stream, everything is NOT_OURS */
    struct link_rules rules;
};

void offers_init(struct offers *offers); /* nothing granted; all rules on */
/* The journal says that `stream` holds the site and has received so much: after a replay, and when a grant is durable. */
void offers_grant(struct offers *offers, const uint8_t stream[STREAM_SIZE], const uint64_t received[LANE_COUNT]);
enum offer_judgement offers_judge(struct offers *offers, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t number);
/* The event that this offer led to is durable: it may be acknowledged. Of another stream: nothing changes. */
void offers_recorded(struct offers *offers, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t number);
/* An offer that was taken came to nothing (busy, not stored, no memory): it and all behind it in its lane have to come again. */
void offers_dropped(struct offers *offers, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t number);
/* The number that the hub waits for. */
uint64_t offers_want(const struct offers *offers, enum lane lane);
/* A site says that it has no more ballots of a poll than those up to `upto`: true when all of them are recorded, so that it may be believed (rule L11). Else keep
 * the word and ask again when more is recorded. */
bool offers_drained(const struct offers *offers, const uint8_t stream[STREAM_SIZE], uint64_t upto);

#endif
