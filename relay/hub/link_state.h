/* link_state.h - what a link is made of. For the files links.c and link_*.c of hub/, and for those who look at it. */
#ifndef LAMRELAY_HUB_LINK_STATE_H
#define LAMRELAY_HUB_LINK_STATE_H

#include "hub/links.h"
#include "hub/state.h"
#include "link/offers.h"

enum { LINK_LISTENERS = 4, LINK_DRAINED_MOST = 32 };

/* What has been answered of a lane and not been said yet. */
struct link_answers {
    struct buffer results;
    bool any;      /* an ack is due, also without results */
    bool ask;      /* link.gap is due: something could not be taken */
    uint64_t asked; /* the number that link.gap named last, 0 = none since something was taken */
};

struct hub_link {
    struct hub *hub;
    void *connection;
    uint32_t site;
    struct subscriber *voice;                     /* what is said to the link alone, and the own channels */
    struct subscriber *listeners[LINK_LISTENERS]; /* of operator, stage, participant, site; NULL before the claim */
    bool closing;
    bool claiming;                 /* its claim is being stored */
    bool holds;                    /* it holds the site: hub->sites[site].link is this one */
    bool same_journal;             /* of the claim that is being stored */
    int64_t s;
    uint8_t stream[STREAM_SIZE];
    struct offers offers;
    uint32_t under_way;            /* offers */
    struct link_answers answers[LANE_COUNT];
    int64_t ask_at;
    struct link_drained drained[LINK_DRAINED_MOST]; /* words that cannot be believed yet: ballots of before are missing */
    uint32_t drained_count;
    uint32_t owed;                 /* proxies that owe a snapshot, at most */
    uint32_t next_owed;            /* where to look for one */
    struct token_bucket reports;   /* link.report, which comes once a second at most */
    uint64_t reached;              /* said last */
    int64_t reached_at;
};

#endif
