/* subscriber.h - one connection as the hub sees it: who it is, where it stands in its shared channel, and what waits for it alone.
 * For the files of hub/ only. */
#ifndef LAMRELAY_HUB_SUBSCRIBER_H
#define LAMRELAY_HUB_SUBSCRIBER_H

#include "base/message.h"
#include "base/token_bucket.h"
#include "core/conference.h"
#include "hub/hub.h"

struct channel;
struct hub_link;

enum { ADDRESS_SIZE = 48 };

struct subscriber {
    /* What each visit of the sweep reads: together, and first, where the sweep asks for it ahead (subscriber.c). */
    struct hub *hub;
    void *connection;            /* the transport's */
    struct hub_link *link;       /* it is a part of this link (links.h); NULL = a connection of its own */
    struct channel *channel;     /* shared; never NULL after hub_connect */
    uint64_t cursor;             /* first frame of the channel not yet written */
    uint32_t queue_first, queue_count, queue_capacity; /* of `queue`, a circle */
    int close_when_said;         /* 0, or the enum hub_close to close with once the queue has gone out */
    bool is_ready, blocked, closing; /* is_ready: in hub->ready */
    bool is_deaf_to_live;        /* a link hears live notices once, by its operator's channel */

    bool owes_snapshot;          /* a person's at a link: of the own channel, as soon as there is room */
    char address[ADDRESS_SIZE];
    uint32_t slot, generation;   /* its name in struct reference */

    uint32_t person;             /* NO_PERSON until a hello with a token */
    struct digest token;
    struct subscriber *next_of_person;
    uint32_t channel_place;      /* in its array */
    bool wants_snapshot;         /* of the shared channel, before any frame */

    struct message **queue;      /* owned array of references: for this connection alone, in order */
    size_t queue_bytes;

    struct subscriber *next_ready; /* in hub->ready */
    int64_t blocked_since;       /* hub time; 0 = not blocked */
    struct token_bucket bucket;
    uint32_t refusals;           /* rate-limited in a row */
    int64_t shown_rev;           /* a display: what it has drawn last; 0 = nothing confirmed */
    bool shows_main;             /* that rev is of the main stage, else of its own */
    uint32_t signing_in;         /* sign-ins under way */
    char *waiting_hello;         /* the id of a hello without token that waits for them; owned; NULL = none */
    bool is_display;             /* a person's at a link: a display, connected at the site */
};

/* A subscriber by name, for answers that come later: it may have gone. */
struct reference {
    uint32_t slot, generation;
};

struct reference subscriber_reference(const struct subscriber *subscriber);
struct subscriber *subscriber_find(const struct hub *hub, struct reference reference); /* NULL = gone or closing */

/* False: what waits is at its cap, or one long snapshot alone is beyond it; what can be said later had better be. */
bool subscriber_has_room(const struct subscriber *subscriber);

/* Queues a message (the reference is taken over, also on failure) and sees that it goes out. Beyond the cap, or without memory, the connection
 * is closed as too slow. NULL = out of memory when it was made. */
void subscriber_send(struct subscriber *subscriber, struct message *message);
/* The same for a text that is framed here. */
void subscriber_send_text(struct subscriber *subscriber, const struct buffer *payload);
/* See that what is pending goes out. */
void subscriber_schedule(struct subscriber *subscriber);
/* Asks the transport to close; nothing more is sent. */
void subscriber_close(struct subscriber *subscriber, enum hub_close code);
/* Puts it into another shared channel, everything of the former one forgotten. NONE or NO_MEMORY (it stays where it was). */
enum error subscriber_join(struct subscriber *subscriber, struct channel *channel);

#endif
