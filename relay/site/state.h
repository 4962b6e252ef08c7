/* state.h - what a site is made of. For the files of site/ only. */
#ifndef LAMRELAY_SITE_STATE_H
#define LAMRELAY_SITE_STATE_H

#include "auth/credential.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/token_bucket.h"
#include "codec/request.h"
#include "core/command.h"
#include "link/back_off.h"
#include "link/outbox.h"
#include "link/site_clock.h"
#include "site/replica.h"
#include "site/site.h"

enum {
    SITE_BEAT_MS = 10000,
    SITE_TIME_EVERY_MS = 10000,  /* clock samples, which also show that the link lives */
    SITE_TIME_FIRST = 4,         /* samples ... */
    SITE_TIME_FIRST_MS = 1000,   /* ... so far apart, after a connection came up */
    SITE_ANSWER_MS = 20000,      /* a hub that is silent for so long is gone */
    SITE_REPORT_MS = 1000,       /* not oftener */
    SITE_REPORT_WHOLE_MS = 10000, /* what is always another number, as the clock's error */
    SITE_STORE_RETRY_MS = 1000,
    SITE_HELLO_HELD_MS = 2000,
    SITE_BLOCKED_MOST_MS = 25000,
    SITE_FORWARDS_MOST = 4096,
    SITE_ADDRESS_SIZE = 48,
    SITE_REFUSALS_MOST = 1000,
    SITE_OPERATORS_SIZE = LIMIT_OPERATORS_HERE * (LIMIT_ID_BYTES + 3) + 3,
};

/* What a visitor waits for: something that was kept. */
struct waiter {
    struct waiter *next;
    char request[REQUEST_ID_SIZE];
    char person[LIMIT_ID_BYTES + 1];
    uint8_t key[KEY_SIZE];
    bool told;                     /* "kept" */
};

struct visitor {
    struct site *site;
    struct visitor *previous, *next;
    struct visitor *ready_previous, *ready_next; /* of those that have something to be written, while is_ready */
    bool is_ready;
    uint64_t name;                 /* never used twice: for answers that come later */
    void *connection;              /* the transport's */
    char address[SITE_ADDRESS_SIZE];
    char person[LIMIT_ID_BYTES + 1]; /* empty until a hello with a token */
    char token[CREDENTIAL_LONGEST + 1];
    char session[BASE64URL_SIZE(DIGEST_SIZE)]; /* its digest */
    struct replica_channel *own, *shared;
    int64_t own_s, shared_s;       /* what it has of them, or will have when all that is queued has come; -1 = nothing */
    char journal[JOURNAL_ID_SIZE]; /* of those, when it is newer than this site's: then it is told nothing; else empty */
    bool other_rights;             /* it knows of later rights than this site: nothing of the shared channel */
    struct message **queue;        /* a circle; owned references */
    uint32_t queue_first, queue_count, queue_capacity;
    size_t queue_bytes;
    bool blocked, closing;
    int64_t blocked_since;
    int close_when_said;           /* 0, or an enum hub_close */
    struct token_bucket bucket;
    uint32_t refusals;
    struct waiter *waiters;        /* owned */
    struct buffer held;            /* a hello whose session the hub has not shown yet */
    int64_t held_until;            /* 0 = none */
    uint32_t signing_in;           /* forwards of session.open */
    struct buffer waiting_hello;   /* the id of a hello without token that waits for them; empty = none */
    int64_t shown_rev;             /* a display: what it has drawn last; 0 = nothing confirmed */
    bool shows_main;               /* that rev is of the main stage, else of its own */
};

/* Somebody who waits for the hub's answer to what was forwarded. */
struct forward {
    struct forward *next;
    uint64_t id, visitor;
    bool signs_in;
    char request[REQUEST_ID_SIZE];
};

enum link_state { LINK_DOWN, LINK_CONNECTING, LINK_OPEN, LINK_SERVING };

struct site {
    struct site_store *store;
    const struct hub_transport *transport;
    const struct site_link *link;
    struct site_addresses addresses;
    char address_said[LIMIT_SITE_ADDRESS_BYTES + 1]; /* by the hub's admins; empty = none */
    uint64_t addresses_revision;   /* 1, and one more with each change of that */
    struct limits limits;
    int64_t now;

    struct replica *replica;
    struct outbox *outbox;
    struct site_clock clock;
    struct back_off back_off;
    uint8_t session_key[DIGEST_SIZE];
    bool has_session_key, has_receipt_key;
    uint8_t receipt_key[DIGEST_SIZE], receipt_stream[STREAM_SIZE]; /* of the stream granted last */

    struct visitor *visitors;
    struct visitor *ready, *ready_last; /* in the order in which they got it */
    uint32_t held_count;           /* of visitors whose hello is held */
    uint64_t visitor_names;
    uint32_t visitor_count;
    bool stopping, fenced_said;
    bool caught_up;                /* the hub has shown all it had when it granted this link */
    char *scratch;                 /* for one write; owned */
    struct arena arena;            /* of one request */

    enum link_state link_state;
    int64_t link_since;            /* hub time: up or down */
    int64_t connect_at, heard_at;
    uint64_t requests;             /* ids on the link */
    uint64_t claim_id, time_id;    /* 0 = none is waited for */
    int64_t time_sent, time_at, round_trip;
    uint32_t samples;              /* since the connection came up */
    uint8_t claimed[STREAM_SIZE];
    struct forward *forwards;
    uint32_t forward_count;

    int64_t store_retry_at;        /* 0 = the last commit was stored */
    int64_t beat_at, report_at, report_whole_at;
    uint64_t reported_outbox, reported_present;
    uint64_t said_outbox;          /* as operators were told last */
    int64_t said_at;
    bool displays_changed;         /* since the last report */
    char operators_said[SITE_OPERATORS_SIZE]; /* to the hub, on this link; empty = nothing yet */
};

/* visitor.c */
void visitor_send(struct visitor *visitor, struct message *message); /* takes the reference; NULL = out of memory */
void visitor_send_text(struct visitor *visitor, const struct buffer *text);
void visitor_refuse(struct visitor *visitor, const char *id, enum error error, const char *field);
void visitor_close(struct visitor *visitor, enum hub_close code); /* at once */
void visitor_close_when_said(struct visitor *visitor, enum hub_close code);
struct visitor *visitor_find(const struct site *site, uint64_t name); /* NULL = gone or closing */
void visitor_schedule(struct visitor *visitor);   /* written to in one of the next turns; not while it is blocked */
void visitor_unschedule(struct visitor *visitor);
void visitor_write(struct visitor *visitor);
void visitor_leave(struct visitor *visitor); /* its person */

/* follow.c: what a browser has, and what it gets (relay/DELIVERY.md, R) */
void visitor_follow(struct visitor *visitor, const struct hello *hello); /* says what it has; it has entered its channels */
void visitor_journal_changed(struct visitor *visitor);
void visitor_channel_changed(struct visitor *visitor, const struct replica_channel *channel, enum replica_change change);

/* serve.c: browsers */
void site_receive(struct site *site, struct visitor *visitor, const char *bytes, size_t length);
void site_try_held(struct site *site);
/* The hub has decided on a sign-in: the token of the session that it opened, empty = none. A hello that waited for it is answered. */
void site_sign_in_ended(struct site *site, struct visitor *visitor, struct text token);
void site_person_changed(struct site *site); /* sessions or people of the site */
int64_t site_hub_time(const struct site *site);

/* addresses.c: the address that admins have given the site */
void site_addresses_follow(struct site *site); /* its row may have changed */
uint64_t site_addresses_revision(const struct site *site);
void site_each_address(const struct site *site, void (*each)(void *context, const char *address), void *context);

/* report.c: what the board at the desk is told */
void site_report(struct site *site); /* when there is news, or it is time */
void site_confirm(struct site *site, struct visitor *visitor, const struct request *request); /* stage.confirm */
void site_display_left(struct visitor *visitor); /* whoever it is; before it forgets its person */
/* operators.c: a JSON list of those that are connected */
void site_list_operators(const struct site *site, char out[SITE_OPERATORS_SIZE]);

/* keep.c: what waits */
void site_keep(struct site *site, struct visitor *visitor, struct request *request, enum command_type type);
void site_flush(struct site *site);
void visitor_release_waiters(struct visitor *visitor);

/* uplink.c: the hub */
bool site_link_is_up(const struct site *site);
/* One message on the link; with an error, or without memory, the link is given up. */
bool site_send(struct site *site, const struct buffer *text, enum error error);
/* NONE, LINK_DOWN, BUSY or NO_MEMORY. */
enum error site_forward(struct site *site, struct visitor *visitor, const struct request *request);
void site_pump(struct site *site);
void site_link_tick(struct site *site);
int64_t site_link_next(const struct site *site);
void site_announce(struct site *site);
void site_announce_outbox(struct site *site); /* to all but phones, at most once a second */
void site_tell_link(struct site *site, struct visitor *visitor);
void site_be_fenced(struct site *site);
void site_release_forwards(struct site *site);

#endif
