/* streams.h - what the conference knows of the sites' streams, and how it takes what they offer. Pure.
 *
 * A stream is one run of one site process: 8 random bytes. The *granted* stream is the one that holds the site now; only its offers are taken, and in
 * each lane only number received + 1. All of it follows from events, so that it survives a replay (relay/DELIVERY.md, G).
 *
 * How a hub uses it (each command stepped against the speculative state, as always):
 *   claim    COMMAND_STREAM_GRANT {site, stream, folder, previousStream?, restored?} by NO_PERSON, when the hub has judged that it may have the site.
 *            previousStream: the last stream this folder was *granted*. FENCED: this stream was granted before and is not the holder; WRONG_STATE: it
 *            is the holder already (nothing to record: answer with conference_granted_stream).
 *   offer    a command of a person with `offer` set. An offer that is taken always leaves an event that carries stream, lane, n:
 *              - its key is not known (outcomes.h): conference_step. A refusal of any kind that is not passing becomes EVENT_COMMAND_REFUSED.
 *              - its key is known: conference_step_known, with what the outcome says. The answer to the link is then the outcome there is afterwards.
 *              - its parameters do not parse, its method is none, its person is nobody: conference_step_refused.
 *            FENCED: not the granted stream, or not the next number: it was not taken, nothing is recorded.
 *            Passing errors (error_is_passing): not taken either; it will be offered again.
 *   drained  COMMAND_STREAM_DRAIN {poll, stream, n: upto, left out when 0} by NO_PERSON. WRONG_STATE: more of the lane `floor` is still to come, the poll
 *            is not closing, or does not wait for it; FENCED: not the granted stream.
 * Whether a stamp proves anything across epochs is the hub's to say: `proof` only when the offer's epoch is the epoch of the poll's end. */
#ifndef LAMRELAY_CORE_STREAMS_H
#define LAMRELAY_CORE_STREAMS_H

#include "core/conference.h"

/* Where an offered command comes from. */
struct offer_origin {
    uint32_t site;               /* index: whose link it came by. People of other sites are refused (NOT_ALLOWED) */
    uint8_t stream[STREAM_SIZE];
    enum lane lane;
    int64_t n;                   /* from 1, in this stream and lane */
    int64_t stamp;               /* hub time at which the site kept it, as the site believes, ms */
    int64_t stamp_error;         /* ms */
    bool proof;                  /* with stamp_error <= LIMIT_STAMP_ERROR_MS: the stamp is proved */
};

/* A site's word that it had kept this ballot, brought by the person to the hub, or to another site. The hub has checked who made it and that it is of
 * this ballot; `proof` as in an offer. */
struct kept_receipt {
    uint8_t stream[STREAM_SIZE];
    int64_t stamp, stamp_error;
    bool proof;
};

struct stream_grant {
    uint8_t stream[STREAM_SIZE];
    uint8_t folder[FOLDER_SIZE];
    uint32_t generation;             /* of the site, from 1 */
    int64_t received[LANE_COUNT];    /* the last n of each lane; 0 = none */
};

/* The stream that holds the site (an index); false: none ever did. */
bool conference_granted_stream(const struct conference *conference, uint32_t site, struct stream_grant *out);
/* Does the poll still wait for a stream of the site: neither drained, nor handed on, nor declared lost. Also while it is open. */
bool conference_expects(const struct conference *conference, int64_t poll, uint32_t site);
/* Can the stream have kept a ballot of this person for this poll: of the person's site, or the person has moved since it opened. False: no such stream either. */
bool conference_may_vouch(const struct conference *conference, int64_t poll, const uint8_t stream[STREAM_SIZE], uint32_t person);
/* The announced end of a poll (a ballot stamped then is in time), once it has one; 0 = none. */
int64_t conference_poll_end(const struct conference *conference, int64_t poll);

/* A further copy of a command whose key has an outcome. `known`: ERROR_NONE, or the refusal that it was. Fills EVENT_OFFER_KNOWN, or for a ballot
 * the event by which a better proof of the same ballot counts (a lower stamp, better evidence). NONE or FENCED. */
enum error conference_step_known(const struct conference *conference, const struct command *command, enum error known, struct event *event);
/* The same for a copy that a person has brought with a receipt. False: nothing is better by it; there is no event, and the outcome stands. */
bool conference_step_again(const struct conference *conference, const struct command *command, enum error known, struct event *event);
/* An offer that cannot even be decided on, or whose key belongs to another command (KEY_REUSED: then the outcome of the key stays). Fills
 * EVENT_COMMAND_REFUSED. NONE or FENCED. `command` needs offer, now, actor (may be NO_PERSON) and, with an actor, key and params. */
enum error conference_step_refused(const struct conference *conference, const struct command *command, enum error why, struct event *event);

#endif
