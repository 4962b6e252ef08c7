#include "socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_BYTES = 16 * 1024, HEAD_MOST = 14, MESSAGE_MOST = 8 * 1024 * 1024 };
enum { FRAME_CONTINUATION = 0, FRAME_TEXT = 1, FRAME_CLOSE = 8, FRAME_PING = 9, FRAME_PONG = 10 };

enum phase { CONNECTING, SHAKING_HANDS, UPGRADING, OPEN, GONE };

struct bytes {
    char *at;
    size_t length, capacity;
};

struct socket {
    uv_poll_t poll;
    struct socket_options options;
    SSL *ssl;
    int fd;
    enum phase phase;
    int events; /* polled for */
    struct bytes in, message, out;
    uint64_t counted_in, counted_out;
};

struct socket_totals socket_totals;

/* ---- bytes ---- */

static void append(struct bytes *bytes, const void *more, size_t length) {
    if (bytes->length + length > bytes->capacity) {
        bytes->capacity = (bytes->length + length) * 2;
        bytes->at = realloc(bytes->at, bytes->capacity);
        if (!bytes->at)
            abort(); /* a test without memory has failed */
    }
    memcpy(bytes->at + bytes->length, more, length);
    bytes->length += length;
}

static void take(struct bytes *bytes, size_t length) {
    bytes->length -= length;
    if (bytes->length > 0) {
        memmove(bytes->at, bytes->at + length, bytes->length);
        return;
    }
    free(bytes->at);
    *bytes = (struct bytes){0};
}

/* ---- the end ---- */

static void on_freed(uv_handle_t *handle) {
    struct socket *socket = handle->data;
    SSL_free(socket->ssl);
    close(socket->fd);
    free(socket->in.at);
    free(socket->message.at);
    free(socket->out.at);
    free(socket);
}

static void count(struct socket *socket) {
    uint64_t in = BIO_number_read(SSL_get_rbio(socket->ssl)), out = BIO_number_written(SSL_get_wbio(socket->ssl));
    socket_totals.received += in - socket->counted_in;
    socket_totals.sent += out - socket->counted_out;
    socket->counted_in = in;
    socket->counted_out = out;
}

void socket_drop(struct socket *socket) {
    if (socket->phase == GONE)
        return;
    count(socket);
    socket->phase = GONE;
    uv_poll_stop(&socket->poll);
    uv_close((uv_handle_t *)&socket->poll, on_freed);
}

static void end(struct socket *socket, int code) {
    if (socket->phase == GONE)
        return;
    socket_drop(socket);
    socket->options.events->closed(socket->options.context, code);
}

/* ---- writing ---- */

static void on_poll(uv_poll_t *poll, int status, int events);

static void poll_for(struct socket *socket, int events) {
    if (socket->events != events && socket->phase != GONE)
        uv_poll_start(&socket->poll, events, on_poll);
    socket->events = events;
}

/* False: the connection is broken; whoever reads next sees that. */
static bool write_out(struct socket *socket) {
    size_t done = 0, written;
    while (done < socket->out.length && SSL_write_ex(socket->ssl, socket->out.at + done, socket->out.length - done, &written) == 1)
        done += written;
    bool blocked = done < socket->out.length;
    bool broken = blocked && SSL_get_error(socket->ssl, 0) != SSL_ERROR_WANT_WRITE;
    ERR_clear_error();
    if (done > 0)
        take(&socket->out, done);
    poll_for(socket, blocked && !broken ? UV_READABLE | UV_WRITABLE : UV_READABLE);
    return !broken;
}

/* A mask of zeros is a mask, and saves the work. */
static void add_frame(struct socket *socket, int kind, const char *bytes, size_t length) {
    unsigned char head[HEAD_MOST] = {(unsigned char)(0x80 | kind)};
    size_t size = 2;
    if (length < 126) {
        head[1] = (unsigned char)(0x80 | length);
    } else {
        bool is_short = length < 65536;
        head[1] = 0x80 | (is_short ? 126 : 127);
        for (int shift = is_short ? 8 : 56; shift >= 0; shift -= 8)
            head[size++] = (unsigned char)(length >> shift);
    }
    append(&socket->out, head, size + 4);
    append(&socket->out, bytes, length);
}

void socket_send(struct socket *socket, const char *bytes, size_t length) {
    if (socket->phase != OPEN)
        return;
    add_frame(socket, FRAME_TEXT, bytes, length);
    (void)write_out(socket);
}

/* ---- reading ---- */

static void take_frame(struct socket *socket, int kind, bool is_last, const char *bytes, size_t length) {
    switch (kind) {
    case FRAME_TEXT:
    case FRAME_CONTINUATION:
        if (is_last && socket->message.length == 0) {
            socket->options.events->received(socket->options.context, bytes, length);
            return;
        }
        append(&socket->message, bytes, length);
        if (is_last) {
            struct bytes message = socket->message;
            socket->message = (struct bytes){0};
            socket->options.events->received(socket->options.context, message.at, message.length);
            free(message.at);
        }
        return;
    case FRAME_PING:
        add_frame(socket, FRAME_PONG, bytes, length);
        (void)write_out(socket);
        return;
    case FRAME_CLOSE:
        end(socket, length >= 2 ? (unsigned char)bytes[0] << 8 | (unsigned char)bytes[1] : 0);
        return;
    default:
        return;
    }
}

static void take_frames(struct socket *socket) {
    size_t at = 0;
    while (socket->phase == OPEN && socket->in.length - at >= 2) {
        const unsigned char *head = (const unsigned char *)socket->in.at + at;
        size_t have = socket->in.length - at, length = head[1] & 0x7F, size = length < 126 ? 2 : length == 126 ? 4 : 10;
        if (have < size)
            break;
        if (size > 2)
            length = 0;
        for (size_t i = 2; i < size; i++)
            length = length << 8 | head[i];
        if (length > MESSAGE_MOST) {
            end(socket, 0);
            return;
        }
        if (have < size + length)
            break;
        take_frame(socket, head[0] & 0x0F, head[0] & 0x80, (const char *)head + size, length);
        at += size + length;
    }
    if (socket->phase == OPEN && at > 0)
        take(&socket->in, at);
}

static void take_answer(struct socket *socket) {
    char *head_end = memmem(socket->in.at, socket->in.length, "\r\n\r\n", 4);
    if (!head_end)
        return;
    if (strncmp(socket->in.at, "HTTP/1.1 101 ", 13) != 0) {
        end(socket, 0);
        return;
    }
    take(&socket->in, (size_t)(head_end - socket->in.at) + 4);
    socket->phase = OPEN;
    socket_totals.opened++;
    socket->options.events->opened(socket->options.context);
}

static void read_in(struct socket *socket) {
    char buffer[READ_BYTES];
    size_t length;
    while (socket->phase != GONE && SSL_read_ex(socket->ssl, buffer, sizeof buffer, &length) == 1) {
        append(&socket->in, buffer, length);
        if (socket->phase == UPGRADING)
            take_answer(socket);
        if (socket->phase == OPEN)
            take_frames(socket);
    }
    if (socket->phase == GONE)
        return;
    bool broken = SSL_get_error(socket->ssl, 0) != SSL_ERROR_WANT_READ;
    ERR_clear_error();
    count(socket);
    if (broken)
        end(socket, 0);
}

/* ---- connecting ---- */

static void ask_for_upgrade(struct socket *socket) {
    char head[512];
    int length = snprintf(head, sizeof head,
                          "GET %s HTTP/1.1\r\nHost: localhost:%u\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: https://localhost:%u\r\nSec-WebSocket-Protocol: %s\r\n\r\n",
                          socket->options.path, socket->options.port, socket->options.port, socket->options.subprotocol);
    append(&socket->out, head, (size_t)length);
    socket->phase = UPGRADING;
    (void)write_out(socket);
}

static void shake_hands(struct socket *socket) {
    int done = SSL_connect(socket->ssl);
    int why = done == 1 ? SSL_ERROR_NONE : SSL_get_error(socket->ssl, done);
    ERR_clear_error();
    if (done == 1)
        ask_for_upgrade(socket);
    else if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        poll_for(socket, why == SSL_ERROR_WANT_READ ? UV_READABLE : UV_WRITABLE);
    else
        end(socket, 0);
}

static void on_poll(uv_poll_t *poll, int status, int events) {
    struct socket *socket = poll->data;
    if (socket->phase == CONNECTING) {
        int fault = 0;
        socklen_t size = sizeof fault;
        if (status < 0 || getsockopt(socket->fd, SOL_SOCKET, SO_ERROR, &fault, &size) != 0 || fault != 0) {
            end(socket, 0);
            return;
        }
        socket->phase = SHAKING_HANDS;
    }
    if (status < 0)
        end(socket, 0);
    else if (socket->phase == SHAKING_HANDS)
        shake_hands(socket);
    else if (socket->phase != GONE && events & UV_WRITABLE)
        (void)write_out(socket);
    if (socket->phase > SHAKING_HANDS && socket->phase != GONE && (events & UV_READABLE || SSL_has_pending(socket->ssl)))
        read_in(socket);
}

static int open_to(const struct socket_options *options) {
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(options->port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in from = {.sin_family = AF_INET};
    if (fd < 0)
        return -1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    bool bound = !options->source || (inet_pton(AF_INET, options->source, &from.sin_addr) == 1 && bind(fd, (struct sockaddr *)&from, sizeof from) == 0);
    if (bound && (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 || errno == EINPROGRESS))
        return fd;
    close(fd);
    return -1;
}

struct socket *socket_connect(const struct socket_options *options) {
    struct socket *socket = calloc(1, sizeof *socket);
    SSL *ssl = socket ? SSL_new(options->tls) : NULL;
    int fd = ssl ? open_to(options) : -1;
    if (fd < 0 || SSL_set_fd(ssl, fd) != 1 || uv_poll_init(options->loop, &socket->poll, fd) != 0) {
        if (fd >= 0)
            close(fd);
        SSL_free(ssl);
        free(socket);
        return NULL;
    }
    SSL_set_tlsext_host_name(ssl, "localhost");
    SSL_set1_host(ssl, "localhost");
    socket->options = *options;
    socket->ssl = ssl;
    socket->fd = fd;
    socket->poll.data = socket;
    poll_for(socket, UV_WRITABLE);
    return socket;
}

SSL_CTX *socket_make_tls(const char *authority) {
    SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
    if (!tls || SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) != 1 || SSL_CTX_load_verify_locations(tls, authority, NULL) != 1) {
        fprintf(stderr, "crowd: no TLS with the certificates of %s\n", authority);
        SSL_CTX_free(tls);
        return NULL;
    }
    SSL_CTX_set_verify(tls, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
    return tls;
}
