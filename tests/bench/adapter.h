/* adapter.h - what differs between servers: how a client is served, what a notice and a ballot look like there. One row of ADAPTERS a server. */
#ifndef BENCH_ADAPTER_H
#define BENCH_ADAPTER_H

#include "client.h"

struct notice {
    const char *text; /* the stamps and what fills it up; no quotation marks, no control characters */
    size_t length;
    uint32_t number, place, of; /* the place-th of so many that are published together */
};

/* How one side of a server is spoken to. */
struct manner {
    bool websocket;                                                          /* else bytes as they are */
    bool tls;
    const char *path, *subprotocol;                                          /* of the upgrade; subprotocol NULL: none */
    void (*first_words)(const struct client *client, char *out, size_t size); /* what it offers behind the subprotocol; NULL: nothing */
    int frame_kind;                                                          /* FRAME_TEXT or FRAME_BINARY */
    void (*opened)(struct client *client);                                   /* NULL: it is ready at once */
    void (*received)(struct client *client, char *bytes, size_t length);     /* a whole message; where there are no frames, what came. NULL: only
                                                                                notices are looked for */
};

struct adapter {
    const char *name;
    struct manner subscriber, publisher;
    /* Appends the wish to publish one notice to all, with frame; bytes written, 0 = no room. */
    size_t (*publish)(struct client *publisher, const struct notice *notice, char *out, size_t size);
    /* Writes one ballot, with frame. NULL: there is no upstream with an answer. */
    size_t (*ballot)(struct client *client, uint32_t poll, char *out, size_t size);
};

extern const struct adapter *const ADAPTERS[]; /* ends with NULL */
const struct adapter *adapter_find(const char *name);

/* ---- what adapters tell ---- */

/* Looks for stamps in a message and counts each as a delivery. How many there were. */
unsigned client_looks_for_notices(struct client *client, const char *bytes, size_t length);
/* The server serves it: whatever it has to see first, it has seen. */
void client_is_ready(struct client *client);
/* Its ballot has been answered. */
void client_was_answered(struct client *client, bool refused);
/* A wish to publish was refused, or something came that should not. */
void client_met_fault(struct client *client, const char *bytes, size_t length);

/* Puts `content` into a frame of the client's; 0 = no room. */
size_t put_frame(char *out, size_t size, int kind, const char *content, size_t length);

#endif
