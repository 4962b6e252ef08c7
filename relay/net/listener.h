/* listener.h - a port, and the pace at which it is answered. For net/ only. Thread: the loop's. */
#ifndef LAMRELAY_NET_LISTENER_H
#define LAMRELAY_NET_LISTENER_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct lws_vhost;
struct server;

struct listener {
    uv_poll_t poll;
    struct server *server;   /* borrowed */
    struct lws_vhost *vhost; /* whose TLS it begins; the context's */
    bool of_sites;           /* for the processes at the sites, not for browsers */
    int socket; /* -1 = none */
    uint16_t port;
    bool has_poll;
    bool accepting; /* false = the queue waits in the kernel */
    bool starved;   /* no descriptor or memory for another socket: tried again at the next listener_consider_again */
    int64_t fault_logged_at; /* ms of the monotonic clock; a refusal is logged once in LISTENER_LOG_EVERY_MS */
};

/* Takes the port, answers nobody yet. SYSTEM or MALFORMED: `fault` has one sentence. */
enum error listener_open(struct listener *listener, const char *address, uint16_t port, struct buffer *fault);
/* The kernel takes connections from now on, and keeps them. SYSTEM: `fault` has one sentence. */
enum error listener_listen(const struct listener *listener, struct buffer *fault);
/* Begins to accept, whether they were kept before or not; server, vhost and of_sites are set. SYSTEM. */
enum error listener_start(struct listener *listener, struct buffer *fault);
/* Both of the server: accept again if handshakes have gone below the mark. */
void listener_consider(struct server *server);
/* The same, after a while: also when descriptors had run out. */
void listener_consider_again(struct server *server);
/* Answers nobody any more; idempotent. The port is free after the loop's next turn. */
void listener_close(struct listener *listener);

#endif
