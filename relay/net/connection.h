/* connection.h - one accepted socket, from accept to close: which phase it is in, how long it may stay there, whom it
 * counts against. For net/ only. Thread: the loop's.
 *
 * Normal course: connection_create at accept → HANDSHAKE → UPGRADED (a WebSocket), or ANSWERING → IDLE → ANSWERING
 * ... (pages) → connection_destroy when libwebsockets has let go of the socket.
 * Ways it fails: a phase takes too long (connections_expire cuts the socket); too many at once (connection_create
 * refuses). */
#ifndef LAMRELAY_NET_CONNECTION_H
#define LAMRELAY_NET_CONNECTION_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/map.h"
#include "hub/links.h"
#include "net/pages.h"
#include "serving/transport.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct lws;
struct page_variant;
struct server;
struct sockaddr;

/* X(name, milliseconds it may last; 0 = for ever) */
#define CONNECTION_PHASES(X)                                                                                           \
    X(HANDSHAKE, 250)       /* accepted a moment ago, neither upgraded nor answered */                                 \
    X(LATE_HANDSHAKE, 9500) /* the same, older: no longer in the way of others */                                      \
    X(ANSWERING, 60000)     /* a page is being sent */                                                                 \
    X(IDLE, 10000)          /* answered, kept for the next request */                                                  \
    X(LINGERING, 2000)      /* answered for the last time: the client should close */                                  \
    X(UPGRADED, 0)          /* a WebSocket */                                                                          \
    X(CLOSING, 5000)        /* a close frame goes out, its answer is waited for */                                     \
    X(CUT, 2000)            /* libwebsockets has been told to drop it */

#define PHASE_ENUM(name, limit) PHASE_##name,
enum connection_phase { CONNECTION_PHASES(PHASE_ENUM) PHASE_COUNT };
#undef PHASE_ENUM

enum { ADDRESS_TEXT_SIZE = 64 };

struct connection {
    /* What each write reads: together, and first, where who expects one asks for it. */
    struct lws *wsi;     /* NULL = libwebsockets has not got the socket yet */
    const void *tls;     /* OpenSSL's structure of a WebSocket, only ever asked for (browser_expect), as libwebsockets may have freed it; NULL = none yet */
    uint16_t close_code; /* 0 = none: the code the hub or we want to close with */
    bool blocked;        /* bytes wait in libwebsockets: the hub was told BLOCKED */
    bool gone;           /* nothing can be written any more */
    bool corked;         /* what it says fills packets first: cork.h */

    struct connection *previous, *next; /* in the list of its phase, longest there first */
    int64_t since;                      /* by pace_clock (pace.h): when the phase began */
    struct server *server;              /* borrowed */
    void *subscriber;                   /* the service's name of it; NULL = not with the service, or no longer */
    struct hub_link *link;              /* the same, of a site's process, with the hub */
    struct buffer message;              /* the fragments so far of a message that came in pieces */
    const char *rest;                   /* what of an answer is still to be sent; borrowed from `pages` or `answer` */
    size_t rest_length;
    struct buffer answer; /* an answer made for this request */
    struct pages *pages;  /* of which one is being sent; a share; NULL = none */
    enum connection_phase phase;
    bool last_answer;    /* close after this answer */
    bool secret_answer;  /* `answer` is to be overwritten after use */
    bool loopback;
    bool of_site;        /* came to the port for sites: it has shown a certificate */
    char address[ADDRESS_TEXT_SIZE]; /* whom it counts against: an IPv4 address, or the /64 of an IPv6 one */
};

struct connection_list {
    struct connection *first, *last;
    size_t count;
};

struct connections {
    struct connection_list phases[PHASE_COUNT];
    struct map *per_address; /* address text → how many */
    size_t count;
    size_t most; /* at once */
    size_t most_per_address;
};

/* ERROR_NONE or ERROR_NO_MEMORY. */
enum error connections_init(struct connections *connections, size_t most, size_t most_per_address);
void connections_finish(struct connections *connections); /* all are destroyed already */

/* `now` is pace_clock's in all of these. NONE; FULL (a cap is reached); NO_MEMORY. `*out` is in phase HANDSHAKE. */
enum error connection_create(struct connections *connections, struct server *server, const struct sockaddr *address,
                             int64_t now, struct connection **out);
void connection_destroy(struct connections *connections, struct connection *connection);
void connection_drop_answer(struct connection *connection); /* it has been sent, or never will be */
void connection_enter(struct connections *connections, struct connection *connection, enum connection_phase phase,
                      int64_t now);

/* Calls `cut` for each connection whose phase has lasted too long, and for the oldest late handshakes beyond
 * `late_most`; a HANDSHAKE that has aged becomes LATE_HANDSHAKE instead. A CUT one that libwebsockets never gave back
 * is destroyed. */
void connections_expire(struct connections *connections, int64_t now, size_t late_most,
                        void (*cut)(struct connection *connection));

int64_t connection_clock(void); /* ms, monotonic */

#endif
