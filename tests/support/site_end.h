/* site_end.h - the other end of a link, in a world without sockets: what the process of a site would hold. Frames are folded channel by channel, each with its
 * own cursor; acks, gaps and other words are kept to be looked at. */
#ifndef LAMRELAY_TESTS_SITE_END_H
#define LAMRELAY_TESTS_SITE_END_H

#include "hub/links.h"
#include "support/world.h"

struct site_end {
    struct world *world;
    struct hub_link *link; /* NULL = not connected */
    const char *site;
    char folder, stream;   /* one letter names each */
    int close_code;
    bool blocked;          /* what is written next has to wait */
    json_t *channels;      /* {name: {"s": number, "rows": {"kind/id": row}}} */
    json_t *answer;        /* the latest message with an id */
    json_t *acks, *gaps, *closings, *fences; /* params, in order */
    json_t *live;
    size_t lives; /* so many */
    int64_t reached;       /* s of the latest link.reached */
    int gaps_met;          /* frames that did not follow: must stay 0 */
    size_t snapshots;
    unsigned next_id;
    struct buffer bytes;   /* every frame's payload, one a line */
};

/* Makes ends reachable in this world. Once for each world, before the first connects. */
void site_end_open(struct world *world);
void site_end_init(struct site_end *end, struct world *world, const char *site);
void site_end_finish(struct site_end *end); /* disconnects */
void site_end_connect(struct site_end *end);
void site_end_cut(struct site_end *end);

/* Connects if need be and claims under folder and stream; `more` are further members as JSON text, or "". Returns the word of the error, or "". */
const char *site_end_claim(struct site_end *end, char folder, char stream, const char *more);
/* A request; the answer is in `answer`. */
void site_end_call(struct site_end *end, const char *method, const char *params);
void site_end_say(struct site_end *end, const char *method, const char *params);
/* Offers a command of a person under the end's stream, stamped at the world's time with proof. `key` is a letter. */
void site_end_offer(struct site_end *end, const char *lane, int n, const char *person, const char *method, char key, const char *params);
const char *site_end_error(const struct site_end *end);
/* The result with this key in the acks, the latest first; NULL = none. Borrowed. */
json_t *site_end_result(const struct site_end *end, char key);
/* Does every channel hold what its audience sees now? Prints the difference. */
bool site_end_holds(const struct site_end *end);

#endif
