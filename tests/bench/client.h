/* client.h - one subscriber, or the one who publishes: a stream, WebSocket over it where the server speaks that, and what it has counted.
 *
 * Normal course: client_come, (the adapter says what its server wants), client_is_ready, notices, acks, client_leave. Ways it fails: a connection that ends,
 * or never becomes ready, is counted by the arena and comes back at once if it is wanted. */
#ifndef BENCH_CLIENT_H
#define BENCH_CLIENT_H

#include "stream.h"

struct adapter;
struct arena;

enum { NAME_TEXT = 48, TOKEN_TEXT = 48 };

enum client_role { SUBSCRIBER, PUBLISHER, PROBE }; /* the probe is a subscriber that the phases do not count */
enum client_state { CLIENT_AWAY, CLIENT_COMING, CLIENT_READY };

#define NOTICE_ANY UINT32_MAX

struct client {
    struct stream stream; /* first: the stream's events find the client by it */
    struct arena *arena;
    const struct adapter *adapter;
    uint32_t number;
    uint16_t port;
    enum client_role role;
    bool wanted, upgraded;
    enum client_state state;
    char *rest;         /* of a message that is not whole yet; owned */
    size_t rest_length;

    /* notices */
    uint32_t next;      /* number of the one to come, or NOTICE_ANY */
    uint64_t seen;      /* bit i: next - 1 - i has come */
    uint32_t since;     /* number of the first that was published after it was there: that one and all that follow are owed to it */
    /* ballots */
    uint32_t counter;   /* of the last one sent */
    bool ballot_under_way;
    uint64_t ballot_at; /* when it was to be sent, ns */

    /* the adapters' own */
    char name[NAME_TEXT], code[NAME_TEXT], token[TOKEN_TEXT];
    uint32_t step, unanswered; /* of who publishes: wishes without an answer, where there are answers */
    char *part;         /* of a packet of the server's that is not whole; owned */
    size_t part_length;
};

/* Connects. False: no descriptor, or refused at once. */
bool client_come(struct client *client, bool resume);
void client_leave(struct client *client);

/* One text message, in a WebSocket frame where the adapter has them. */
void client_say(struct client *client, const char *bytes, size_t length);
/* Bytes as they are. */
void client_send(struct client *client, const char *bytes, size_t length);
/* A WebSocket ping. */
void client_ping(struct client *client, const char *bytes, size_t length);

#endif
