/* stream.h - one connection out, TLS 1.3 or plain TCP, on an epoll loop of this process.
 *
 * Normal course: stream_open, `opened` once TCP and TLS stand, `received` as bytes come, `closed`. Ways it fails: whatever goes wrong is `closed`.
 * `closed` comes once for each stream_open that did not fail by itself, and not after stream_close. A stream must not be opened again before the
 * turn of the loop that closed it is over: events of its former connection may still wait in it. Thread: one. */
#ifndef BENCH_STREAM_H
#define BENCH_STREAM_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct stream;

struct stream_events {
    void (*opened)(struct stream *stream);
    void (*received)(struct stream *stream, char *bytes, size_t length); /* borrowed; may be written to */
    void (*closed)(struct stream *stream);
};

struct stream_loop {
    int epoll;
    SSL_CTX *tls;
    uint64_t now; /* ns, when the bytes last handed to `received` were read */
};

enum stream_phase { STREAM_CLOSED, STREAM_CONNECTING, STREAM_SHAKING_HANDS, STREAM_OPEN };

struct stream {
    struct stream_loop *loop;
    const struct stream_events *events;
    SSL *ssl; /* NULL: plain */
    SSL_SESSION *session; /* of the last connection, to be resumed; owned */
    char *unsent;         /* owned */
    size_t unsent_length;
    int fd;
    uint32_t watched;
    enum stream_phase phase;
    bool resumed; /* of this connection */
    bool has_stamps, stamped; /* the socket keeps them; asked for: `came_at` is looked up before every read */
    uint64_t came_at;         /* when the last packet came of those that are read now, by the kernel; 0: it does not say */
};

uint64_t clock_now(void); /* ns, monotonic */

/* Makes epoll and what all TLS connections share. Certificates are not checked: that costs the generator and says nothing about a server. False: said on
 * stderr. */
bool stream_loop_make(struct stream_loop *loop);
/* Waits for at most so many ns and serves what has come. */
void stream_loop_turn(struct stream_loop *loop, uint64_t most);

/* To 127.0.0.1, from 127.`source`; 0: from any address. False: no connection, `closed` is not called. */
bool stream_open(struct stream *stream, uint32_t source, uint16_t port, bool tls, bool resume);
void stream_send(struct stream *stream, const char *bytes, size_t length);
/* From now on it is known, or no longer, when what is read came, at the price of a call for each read. */
void stream_stamp(struct stream *stream, bool wanted);
/* When what is read now came to this machine; the present time, if nobody has asked for stamps. ns. */
uint64_t stream_came_at(const struct stream *stream);
/* Ends it without a word. */
void stream_close(struct stream *stream);

#endif
