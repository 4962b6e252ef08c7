/* socket.h - one WebSocket over TLS 1.3 on a libuv loop, as a client. Text only; a message may come in pieces, pings are answered.
 *
 * Normal course: socket_connect, `opened`, `received` for each message, `closed`. Ways it fails: whatever goes wrong is `closed`, with the code of a close frame
 * or 0. After `closed`, or socket_drop, the handle is nobody's any more: it frees itself.
 * Thread: the loop's. */
#ifndef CROWD_SOCKET_H
#define CROWD_SOCKET_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct socket;

struct socket_events {
    void (*opened)(void *context);
    void (*received)(void *context, const char *bytes, size_t length);
    void (*closed)(void *context, int code); /* never from within socket_connect, socket_send or socket_drop */
};

struct socket_options {
    uv_loop_t *loop;
    SSL_CTX *tls;
    const char *source; /* IPv4 address to come from, in numbers; NULL: any */
    uint16_t port;      /* at 127.0.0.1; the host's name is localhost */
    const char *path, *subprotocol;
    const struct socket_events *events;
    void *context;
};

/* Bytes of all sockets of the process, TLS included. */
struct socket_totals {
    uint64_t sent, received, opened;
};
extern struct socket_totals socket_totals;

/* What sockets of one process share: TLS 1.3 alone, checked against the certificates in `authority`. NULL: said on stderr. */
SSL_CTX *socket_make_tls(const char *authority);

/* NULL: no memory or no file descriptor. */
struct socket *socket_connect(const struct socket_options *options);
void socket_send(struct socket *socket, const char *bytes, size_t length);
/* The connection ends without a word; nothing is called any more. */
void socket_drop(struct socket *socket);

#endif
