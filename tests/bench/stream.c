#include "stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { READ_BYTES = 32 * 1024, EVENTS_AT_ONCE = 64 };
#define NS_PER_SECOND UINT64_C(1000000000)

uint64_t clock_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_SECOND + (uint64_t)now.tv_nsec;
}

/* ---- the end ---- */

void stream_close(struct stream *stream) {
    if (stream->phase == STREAM_CLOSED)
        return;
    if (stream->ssl)
        SSL_set_shutdown(stream->ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN); /* else the session would be held to be no good any more */
    stream->phase = STREAM_CLOSED;
    close(stream->fd);
    SSL_free(stream->ssl);
    free(stream->unsent);
    stream->ssl = NULL;
    stream->unsent = NULL;
    stream->unsent_length = 0;
}

static void end(struct stream *stream) {
    if (stream->phase == STREAM_CLOSED)
        return;
    stream_close(stream);
    stream->events->closed(stream);
}

/* ---- writing ---- */

static void watch(struct stream *stream, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = stream};
    if (events != stream->watched)
        epoll_ctl(stream->loop->epoll, EPOLL_CTL_MOD, stream->fd, &event);
    stream->watched = events;
}

/* Bytes written; less than `length` when the socket is full, or broken, which whoever reads will see. */
static size_t write_some(struct stream *stream, const char *bytes, size_t length) {
    size_t done = 0, written;
    if (!stream->ssl) {
        ssize_t sent = send(stream->fd, bytes, length, MSG_NOSIGNAL);
        return sent < 0 ? 0 : (size_t)sent;
    }
    while (done < length && SSL_write_ex(stream->ssl, bytes + done, length - done, &written) == 1)
        done += written;
    if (done < length)
        ERR_clear_error();
    return done;
}

void stream_send(struct stream *stream, const char *bytes, size_t length) {
    if (stream->phase != STREAM_OPEN)
        return;
    size_t done = stream->unsent_length > 0 ? 0 : write_some(stream, bytes, length);
    if (done == length)
        return;
    char *unsent = realloc(stream->unsent, stream->unsent_length + length - done);
    if (!unsent)
        abort(); /* a measurement without memory has failed */
    memcpy(unsent + stream->unsent_length, bytes + done, length - done);
    stream->unsent = unsent;
    stream->unsent_length += length - done;
    watch(stream, EPOLLIN | EPOLLOUT);
}

static void write_unsent(struct stream *stream) {
    size_t done = write_some(stream, stream->unsent, stream->unsent_length);
    stream->unsent_length -= done;
    if (stream->unsent_length > 0) {
        memmove(stream->unsent, stream->unsent + done, stream->unsent_length);
        return;
    }
    free(stream->unsent);
    stream->unsent = NULL;
    watch(stream, EPOLLIN);
}

/* ---- reading ---- */

static void read_plain(struct stream *stream, char *buffer) {
    ssize_t length = recv(stream->fd, buffer, READ_BYTES, 0);
    stream->loop->now = clock_now();
    if (length > 0)
        stream->events->received(stream, buffer, (size_t)length);
    else if (length == 0 || (errno != EAGAIN && errno != EINTR))
        end(stream);
}

/* One read of the socket serves as many records as it brought. */
static void read_tls(struct stream *stream, char *buffer) {
    size_t length;
    do {
        int done = SSL_read_ex(stream->ssl, buffer, READ_BYTES, &length);
        stream->loop->now = clock_now();
        if (done == 1) {
            stream->events->received(stream, buffer, length);
            continue;
        }
        int why = SSL_get_error(stream->ssl, done);
        ERR_clear_error();
        if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE)
            end(stream);
        return;
    } while (stream->phase == STREAM_OPEN && SSL_has_pending(stream->ssl));
}

/* The kernel's stamps are of the other clock. */
static uint64_t monotonic(const struct timespec *real) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t ago = ((uint64_t)now.tv_sec - (uint64_t)real->tv_sec) * NS_PER_SECOND + (uint64_t)now.tv_nsec - (uint64_t)real->tv_nsec;
    return clock_now() - ago;
}

/* Of several packets the last one's: what came in an earlier one is held to have taken longer, never less. */
static void look_when_it_came(struct stream *stream, char *buffer) {
    char control[128];
    struct iovec into = {buffer, READ_BYTES};
    struct msghdr message = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    struct timespec stamp;
    stream->came_at = 0;
    if (recvmsg(stream->fd, &message, MSG_PEEK | MSG_DONTWAIT) < 0)
        return;
    for (struct cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part))
        if (part->cmsg_level == SOL_SOCKET && part->cmsg_type == SCM_TIMESTAMPNS) {
            memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
            stream->came_at = monotonic(&stamp);
        }
}

void stream_stamp(struct stream *stream, bool wanted) {
    int on = 1;
    if (wanted && !stream->has_stamps)
        stream->has_stamps = setsockopt(stream->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0;
    stream->stamped = wanted && stream->has_stamps;
    stream->came_at = 0;
}

uint64_t stream_came_at(const struct stream *stream) {
    return stream->came_at ? stream->came_at : clock_now();
}

static void read_in(struct stream *stream) {
    static char buffer[READ_BYTES];
    if (stream->stamped)
        look_when_it_came(stream, buffer);
    if (stream->ssl)
        read_tls(stream, buffer);
    else
        read_plain(stream, buffer);
}

/* ---- connecting ---- */

static void now_open(struct stream *stream) {
    stream->phase = STREAM_OPEN;
    stream->resumed = stream->ssl && SSL_session_reused(stream->ssl);
    watch(stream, EPOLLIN);
    stream->events->opened(stream);
}

static void shake_hands(struct stream *stream) {
    int done = SSL_connect(stream->ssl);
    int why = done == 1 ? SSL_ERROR_NONE : SSL_get_error(stream->ssl, done);
    ERR_clear_error();
    if (done == 1)
        now_open(stream);
    else if (why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE)
        watch(stream, why == SSL_ERROR_WANT_READ ? EPOLLIN : EPOLLOUT);
    else
        end(stream);
}

static void on_connected(struct stream *stream) {
    int fault = 0;
    socklen_t size = sizeof fault;
    if (getsockopt(stream->fd, SOL_SOCKET, SO_ERROR, &fault, &size) != 0 || fault != 0) {
        end(stream);
    } else if (stream->ssl) {
        stream->phase = STREAM_SHAKING_HANDS;
        shake_hands(stream);
    } else {
        now_open(stream);
    }
}

static int connect_from(uint32_t source, uint16_t port) {
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(127u << 24 | source)};
    if (fd < 0)
        return -1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    bool bound = source == 0 || bind(fd, (struct sockaddr *)&from, sizeof from) == 0;
    if (bound && (connect(fd, (struct sockaddr *)&to, sizeof to) == 0 || errno == EINPROGRESS))
        return fd;
    close(fd);
    return -1;
}

bool stream_open(struct stream *stream, uint32_t source, uint16_t port, bool tls, bool resume) {
    int fd = connect_from(source, port);
    SSL *ssl = fd >= 0 && tls ? SSL_new(stream->loop->tls) : NULL;
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = stream};
    if (fd < 0 || (tls && (!ssl || SSL_set_fd(ssl, fd) != 1)) || epoll_ctl(stream->loop->epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
        if (fd >= 0)
            close(fd);
        SSL_free(ssl);
        return false;
    }
    if (ssl) {
        SSL_set_app_data(ssl, stream);
        SSL_set_tlsext_host_name(ssl, "localhost");
        if (resume && stream->session)
            SSL_set_session(ssl, stream->session);
    }
    stream->fd = fd;
    stream->ssl = ssl;
    stream->watched = EPOLLOUT;
    stream->phase = STREAM_CONNECTING;
    stream->stamped = stream->has_stamps = false;
    stream->came_at = 0;
    return true;
}

/* ---- the loop ---- */

static void serve(struct stream *stream, uint32_t events) {
    switch (stream->phase) {
    case STREAM_CLOSED:
        return;
    case STREAM_CONNECTING:
        on_connected(stream);
        return;
    case STREAM_SHAKING_HANDS:
        shake_hands(stream);
        return;
    case STREAM_OPEN:
        if (events & EPOLLOUT && stream->unsent_length > 0)
            write_unsent(stream);
        if (events & ~(uint32_t)EPOLLOUT)
            read_in(stream);
        return;
    }
}

void stream_loop_turn(struct stream_loop *loop, uint64_t most) {
    struct epoll_event events[EVENTS_AT_ONCE];
    struct timespec time = {(time_t)(most / NS_PER_SECOND), (long)(most % NS_PER_SECOND)};
    int count = epoll_pwait2(loop->epoll, events, EVENTS_AT_ONCE, &time, NULL);
    for (int i = 0; i < count; i++)
        if (events[i].data.ptr)
            serve(events[i].data.ptr, events[i].events);
}

/* A ticket has come: kept for whoever comes back. */
static int on_session(SSL *ssl, SSL_SESSION *session) {
    struct stream *stream = SSL_get_app_data(ssl);
    SSL_SESSION_free(stream->session);
    stream->session = session;
    return 1;
}

bool stream_loop_make(struct stream_loop *loop) {
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    loop->tls = SSL_CTX_new(TLS_client_method());
    if (loop->epoll < 0 || !loop->tls || SSL_CTX_set_min_proto_version(loop->tls, TLS1_3_VERSION) != 1 ||
        SSL_CTX_set_ciphersuites(loop->tls, "TLS_AES_128_GCM_SHA256") != 1 || SSL_CTX_set1_groups_list(loop->tls, "X25519") != 1) {
        fprintf(stderr, "load: no epoll or no TLS\n");
        return false;
    }
    SSL_CTX_set_mode(loop->tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(loop->tls, SSL_OP_IGNORE_UNEXPECTED_EOF); /* a server that is killed says no goodbye; its tickets stay good */
    SSL_CTX_set_session_cache_mode(loop->tls, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(loop->tls, on_session);
    SSL_CTX_set_read_ahead(loop->tls, 1);
    return true;
}
