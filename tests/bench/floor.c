/* floor - the least that a server can do: raw epoll, OpenSSL, WebSocket frames made by hand. What it costs is the practical limit here.
 *
 *   floor --certificate FILE --key FILE [--port N] [--batched]
 *
 * One text message is one frame. What begins with P goes, without the P, to everybody else, and nowhere to disk; framed once, one write for each who
 * gets it. Without --batched each such message is written to all when it comes; with it, all that came in one turn of the loop go out in one write.
 * What begins with { is parsed as JSON and comes back to who said it, or the connection ends. Nobody signs in, nothing is checked, nothing is kept.
 * Says `ready on port N`; ends when it is killed. Exit status 1: it could not begin. */
#include "frames.h"

#include <arpa/inet.h>
#include <errno.h>
#include <jansson.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096, ACCEPTED_AT_ONCE = 16, SEND_BUFFER_BYTES = 128 * 1024, EVENTS_AT_ONCE = 256, READ_BYTES = 32 * 1024, TICKET_KEYS = 80 };

enum phase { SHAKING_HANDS, UPGRADING, OPEN };

struct connection {
    SSL *ssl;
    int fd;
    uint32_t place; /* in `open` */
    enum phase phase;
    char *rest, *unsent; /* of a frame that is not whole; of writes that found the socket full; owned */
    size_t rest_length, unsent_length;
};

static struct {
    int epoll, listener;
    SSL_CTX *tls;
    bool batched;
    struct connection **open; /* those that are upgraded */
    uint32_t open_count, open_capacity;
    char *pending;            /* framed, to all but `publisher` */
    size_t pending_length, pending_capacity;
    struct connection *publisher;
} hall;

static void *need(void *memory) {
    if (!memory)
        abort(); /* without memory nothing is measured */
    return memory;
}

/* ---- the end ---- */

static void drop(struct connection *connection) {
    if (connection->phase == OPEN) {
        hall.open[connection->place] = hall.open[--hall.open_count];
        hall.open[connection->place]->place = connection->place;
    }
    if (hall.publisher == connection)
        hall.publisher = NULL;
    close(connection->fd);
    SSL_free(connection->ssl);
    free(connection->rest);
    free(connection->unsent);
    free(connection);
}

/* ---- writing ---- */

static void watch(struct connection *connection, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = connection};
    epoll_ctl(hall.epoll, EPOLL_CTL_MOD, connection->fd, &event);
}

/* What is broken is seen by who reads. */
static void send_bytes(struct connection *connection, const char *bytes, size_t length) {
    size_t written = 0;
    if (connection->unsent_length == 0) {
        if (SSL_write_ex(connection->ssl, bytes, length, &written) == 1 && written == length)
            return;
        ERR_clear_error();
    }
    connection->unsent = need(realloc(connection->unsent, connection->unsent_length + length - written));
    memcpy(connection->unsent + connection->unsent_length, bytes + written, length - written);
    connection->unsent_length += length - written;
    watch(connection, EPOLLIN | EPOLLOUT);
}

static void send_unsent(struct connection *connection) {
    size_t written = 0;
    if (connection->unsent_length == 0)
        return;
    if (SSL_write_ex(connection->ssl, connection->unsent, connection->unsent_length, &written) != 1)
        ERR_clear_error();
    connection->unsent_length -= written;
    memmove(connection->unsent, connection->unsent + written, connection->unsent_length);
    if (connection->unsent_length == 0)
        watch(connection, EPOLLIN);
}

static void send_frame(struct connection *connection, int kind, const char *content, size_t length) {
    char framed[FRAME_HEAD_MOST + READ_BYTES];
    size_t head = frame_head(framed, kind, length, false);
    if (length > READ_BYTES)
        return;
    memcpy(framed + head, content, length);
    send_bytes(connection, framed, head + length);
}

static void send_pending_to_all(void) {
    for (uint32_t i = 0; i < hall.open_count; i++)
        if (hall.open[i] != hall.publisher)
            send_bytes(hall.open[i], hall.pending, hall.pending_length);
    hall.pending_length = 0;
}

/* ---- what comes ---- */

static void publish(struct connection *publisher, const char *content, size_t length) {
    if (hall.pending_length + FRAME_HEAD_MOST + length > hall.pending_capacity) {
        hall.pending_capacity = 2 * (hall.pending_length + FRAME_HEAD_MOST + length);
        hall.pending = need(realloc(hall.pending, hall.pending_capacity));
    }
    hall.pending_length += frame_head(hall.pending + hall.pending_length, FRAME_TEXT, length, false);
    memcpy(hall.pending + hall.pending_length, content, length);
    hall.pending_length += length;
    hall.publisher = publisher;
    if (!hall.batched)
        send_pending_to_all();
}

/* False: no JSON. */
static bool echo(struct connection *connection, const char *content, size_t length) {
    json_t *message = json_loadb(content, length, 0, NULL);
    bool whole = json_object_get(json_object_get(message, "params"), "choice") != NULL;
    json_decref(message);
    if (whole)
        send_frame(connection, FRAME_TEXT, content, length);
    return whole;
}

/* False: the connection ends. */
static bool take_frame(struct connection *connection, const struct frame *frame) {
    if (frame->kind == FRAME_PING)
        send_frame(connection, FRAME_PONG, frame->bytes, frame->length);
    if (frame->kind != FRAME_TEXT)
        return frame->kind != FRAME_CLOSE;
    if (frame->length > 0 && *frame->bytes == 'P') {
        publish(connection, frame->bytes + 1, frame->length - 1);
        return true;
    }
    return echo(connection, frame->bytes, frame->length);
}

static void add_open(struct connection *connection) {
    if (hall.open_count == hall.open_capacity) {
        hall.open_capacity = hall.open_capacity ? 2 * hall.open_capacity : 64;
        hall.open = need(realloc(hall.open, hall.open_capacity * sizeof *hall.open));
    }
    connection->phase = OPEN;
    connection->place = hall.open_count;
    hall.open[hall.open_count++] = connection;
}

/* Bytes taken; 0: more has to come; -1: no WebSocket is wanted. */
static long upgrade(struct connection *connection, const char *bytes, size_t length) {
    static const char KEY[] = "Sec-WebSocket-Key: ", GUID[] = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    const char *end = memmem(bytes, length, "\r\n\r\n", 4), *key = memmem(bytes, length, KEY, sizeof KEY - 1);
    const char *key_end = key && end ? memchr(key, '\r', (size_t)(end - key) + 1) : NULL;
    char text[128], accept[64], answer[256];
    unsigned char digest[SHA_DIGEST_LENGTH];
    if (!end)
        return 0;
    if (!key_end || key_end - key - (long)(sizeof KEY - 1) > 32)
        return -1;
    key += sizeof KEY - 1;
    int text_length = snprintf(text, sizeof text, "%.*s%s", (int)(key_end - key), key, GUID);
    SHA1((unsigned char *)text, (size_t)text_length, digest);
    EVP_EncodeBlock((unsigned char *)accept, digest, sizeof digest);
    int answer_length = snprintf(answer, sizeof answer,
                                 "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", accept);
    send_bytes(connection, answer, (size_t)answer_length);
    add_open(connection);
    return end - bytes + 4;
}

/* Bytes taken, or -1: the connection ends. */
static long take_bytes(struct connection *connection, char *bytes, size_t length) {
    long at = connection->phase == UPGRADING ? upgrade(connection, bytes, length) : 0;
    struct frame frame;
    if (at < 0 || connection->phase != OPEN)
        return at;
    for (;;) {
        int read = frame_read(bytes + at, length - (size_t)at, &frame);
        if (read == 0)
            return at;
        if (read < 0 || !take_frame(connection, &frame))
            return -1;
        at += (long)frame.size;
    }
}

static bool take_read(struct connection *connection, char *bytes, size_t length) {
    char *whole = bytes;
    if (connection->rest_length > 0) {
        whole = connection->rest = need(realloc(connection->rest, connection->rest_length + length));
        memcpy(whole + connection->rest_length, bytes, length);
        length += connection->rest_length;
    }
    long taken = take_bytes(connection, whole, length);
    if (taken < 0)
        return false;
    size_t left = length - (size_t)taken;
    char *rest = left > 0 ? need(malloc(left)) : NULL;
    if (rest)
        memcpy(rest, whole + taken, left);
    free(connection->rest);
    connection->rest = rest;
    connection->rest_length = left;
    return true;
}

/* ---- connections ---- */

static void read_in(struct connection *connection) {
    static char buffer[READ_BYTES];
    size_t length;
    do {
        int done = SSL_read_ex(connection->ssl, buffer, sizeof buffer, &length);
        if (done == 1 && take_read(connection, buffer, length))
            continue;
        int why = done == 1 ? SSL_ERROR_SSL : SSL_get_error(connection->ssl, done);
        ERR_clear_error();
        if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
            drop(connection);
        return;
    } while (SSL_has_pending(connection->ssl));
}

static void shake_hands(struct connection *connection) {
    int done = SSL_accept(connection->ssl);
    int why = done == 1 ? SSL_ERROR_NONE : SSL_get_error(connection->ssl, done);
    ERR_clear_error();
    if (done == 1) {
        connection->phase = UPGRADING;
        if (SSL_has_pending(connection->ssl))
            read_in(connection);
    } else if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) {
        drop(connection);
    }
}

static void accept_some(void) {
    for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
        int fd = accept4(hall.listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        struct connection *connection = need(calloc(1, sizeof *connection));
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
        *connection = (struct connection){.ssl = need(SSL_new(hall.tls)), .fd = fd};
        SSL_set_fd(connection->ssl, fd);
        SSL_set_accept_state(connection->ssl);
        epoll_ctl(hall.epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

static void serve(struct connection *connection, uint32_t events) {
    if (!connection) {
        accept_some();
    } else if (connection->phase == SHAKING_HANDS) {
        shake_hands(connection);
    } else {
        if (events & EPOLLOUT)
            send_unsent(connection);
        if (events & ~(uint32_t)EPOLLOUT)
            read_in(connection);
    }
}

static void run(void) {
    struct epoll_event events[EVENTS_AT_ONCE];
    for (;;) {
        int count = epoll_wait(hall.epoll, events, EVENTS_AT_ONCE, -1);
        for (int i = 0; i < count; i++)
            serve(events[i].data.ptr, events[i].events);
        if (hall.pending_length > 0)
            send_pending_to_all();
    }
}

/* ---- the beginning ---- */

/* Tickets are good for the next process, too: the keys are the same each time. */
static bool make_tls(const char *certificate, const char *key) {
    unsigned char tickets[TICKET_KEYS] = "the same keys for every process of the floor, which has nothing to hide";
    hall.tls = SSL_CTX_new(TLS_server_method());
    if (!hall.tls || SSL_CTX_set_min_proto_version(hall.tls, TLS1_3_VERSION) != 1 || SSL_CTX_set1_groups_list(hall.tls, "X25519:P-256") != 1 ||
        SSL_CTX_set_ciphersuites(hall.tls, "TLS_AES_128_GCM_SHA256") != 1 || SSL_CTX_use_certificate_chain_file(hall.tls, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(hall.tls, key, SSL_FILETYPE_PEM) != 1)
        return false;
    SSL_CTX_set_mode(hall.tls, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_CTX_set_session_cache_mode(hall.tls, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_session_id_context(hall.tls, (const unsigned char *)"floor", 5);
    SSL_CTX_set_num_tickets(hall.tls, 1);
    return SSL_CTX_set_tlsext_ticket_keys(hall.tls, tickets, sizeof tickets) == 1;
}

static bool listen_at(uint16_t port) {
    int on = 1, send_buffer = SEND_BUFFER_BYTES;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    struct epoll_event event = {.events = EPOLLIN};
    hall.epoll = epoll_create1(EPOLL_CLOEXEC);
    hall.listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(hall.listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt(hall.listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(hall.listener, SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer);
    if (bind(hall.listener, (struct sockaddr *)&at, sizeof at) != 0 || listen(hall.listener, BACKLOG) != 0 ||
        getsockname(hall.listener, (struct sockaddr *)&at, &size) != 0 || epoll_ctl(hall.epoll, EPOLL_CTL_ADD, hall.listener, &event) != 0)
        return false;
    printf("ready on port %u\n", ntohs(at.sin_port));
    fflush(stdout);
    return true;
}

int main(int count, char **words) {
    const char *certificate = "", *key = "";
    uint16_t port = 0;
    struct rlimit limit;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--batched") == 0)
            hall.batched = true;
        else if (i + 1 < count && strcmp(words[i], "--certificate") == 0)
            certificate = words[++i];
        else if (i + 1 < count && strcmp(words[i], "--key") == 0)
            key = words[++i];
        else if (i + 1 < count && strcmp(words[i], "--port") == 0)
            port = (uint16_t)strtoul(words[++i], NULL, 10);
    }
    signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (!make_tls(certificate, key) || !listen_at(port)) {
        fprintf(stderr, "floor: --certificate FILE --key FILE [--port N] [--batched]\n");
        return EXIT_FAILURE;
    }
    run();
}
