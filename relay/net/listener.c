/* listener.c
 *
 * Normal course: the port is readable; for ACCEPT_NANOSECONDS sockets are taken and handed to libwebsockets, which
 * begins TLS at once (a turn of a storm is as long as this, whatever a handshake costs); with as many under way as pace.h
 * allows the listener sleeps and the kernel's queue holds the rest, so that a storm of clients is served one after another
 * in full speed instead of all at once until everybody's time is up. Who has said nothing yet stays with the kernel, too:
 * what is accepted has its ClientHello with it, and one turn of the loop less to wait for.
 * Ways it fails: a cap is reached (the socket is closed unanswered); no descriptors (a pause); sockets that stall, or
 * whose owners are far away, no longer count as young after a moment, so they cannot keep the listener asleep. */
#include "net/listener.h"

#include "base/log.h"
#include "base/metrics.h"
#include "net/cork.h"
#include "net/loop.h"
#include "net/server_state.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    BACKLOG = 4096,
    ROOM_LEAST = 16,                /* to wake again */
    ACCEPT_NANOSECONDS = 2000000, /* of a turn: whoever is here already is served in between */
    SEND_BUFFER_BYTES = 128 * 1024, /* else the kernel lets a slow client hold 4 MiB */
    UNANSWERED_MS = 20000,          /* sent and not acknowledged for so long: dead */
    SILENT_SECONDS = 1,             /* so long a client that says nothing stays with the kernel, and is no handshake */
    LISTENER_LOG_EVERY_MS = 10000,
};

static void log_refusal(struct listener *listener, const char *why) {
    int64_t now = connection_clock();
    if (listener->fault_logged_at != 0 && now - listener->fault_logged_at < LISTENER_LOG_EVERY_MS)
        return;
    listener->fault_logged_at = now;
    log_line(LOG_WARNING, "refused", "%s", why);
}

static bool set_option(int socket, int level, int option, int value) {
    return setsockopt(socket, level, option, &value, sizeof value) == 0;
}

/* What accepted sockets inherit is set here once. */
static bool set_options(int socket, int family) {
    return set_option(socket, SOL_SOCKET, SO_REUSEADDR, 1) &&
           (family != AF_INET6 || set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, 0)) &&
           set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1) &&
           set_option(socket, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER_BYTES) &&
           set_option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, UNANSWERED_MS) &&
           set_option(socket, IPPROTO_TCP, TCP_DEFER_ACCEPT, SILENT_SECONDS);
}

static uint16_t bound_port(int socket) {
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    if (getsockname(socket, (struct sockaddr *)&address, &length) != 0)
        return 0;
    if (address.ss_family == AF_INET6)
        return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
    return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

enum error listener_open(struct listener *listener, const char *address, uint16_t port, struct buffer *fault) {
    *listener = (struct listener){.socket = -1};
    char service[8];
    lws_snprintf(service, sizeof service, "%u", port);
    struct addrinfo hints = {.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    if (getaddrinfo(address, service, &hints, &found) != 0) {
        buffer_printf(fault, "%s is not an address to listen on: an IPv4 or IPv6 address in numbers is needed",
                      address);
        return ERROR_MALFORMED;
    }
    enum error error = ERROR_SYSTEM;
    int file = socket(found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (file < 0 && errno == EAFNOSUPPORT && strcmp(address, "::") == 0) {
        /* A machine without IPv6: every address means every IPv4 one. */
        freeaddrinfo(found);
        return listener_open(listener, "0.0.0.0", port, fault);
    }
    if (file < 0 || !set_options(file, found->ai_family)) {
        buffer_printf(fault, "no socket for %s: %s", address, strerror(errno));
        goto release;
    }
    if (bind(file, found->ai_addr, found->ai_addrlen) != 0) {
        if (errno == EADDRINUSE)
            buffer_printf(fault, "port %u on %s is in use by another process", port, address);
        else
            buffer_printf(fault, "port %u on %s cannot be taken: %s", port, address, strerror(errno));
        goto release;
    }
    listener->socket = file;
    listener->port = bound_port(file);
    file = -1;
    error = ERROR_NONE;

release:
    if (file >= 0)
        close(file);
    freeaddrinfo(found);
    return error;
}

static void hand_over(const struct listener *listener, int socket, struct connection *connection) {
    lws_adopt_desc_t adoption = {
        .vh = listener->vhost,
        .type = LWS_ADOPT_SOCKET | LWS_ADOPT_HTTP | LWS_ADOPT_ALLOW_SSL,
        .fd = {.sockfd = socket},
        .opaque = connection,
    };
    struct lws *wsi = lws_adopt_descriptor_vhost_via_info(&adoption);
    if (wsi == NULL) {
        /* The socket is closed already. The connection is given back in this turn of the loop, or, when memory ran out,
         * never. */
        server_enter(connection, PHASE_CUT);
        return;
    }
    connection->wsi = wsi;
    /* Our own memory as the "user space" of the protocols: none is allocated, and libwebsockets tells when a close
     * begins. */
    lws_set_wsi_user(wsi, connection);
    /* Our clock of phases replaces its timers, which live in one sorted list. */
    lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0);
}

/* False = there is nothing more to accept now. */
static bool accept_one(struct listener *listener) {
    struct server *server = listener->server;
    struct sockaddr_storage address;
    socklen_t length = sizeof address;
    int socket = accept4(listener->socket, (struct sockaddr *)&address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (socket < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
            log_refusal(listener, "no descriptors or memory for another socket");
            listener->starved = true;
            return false;
        }
        return errno == ECONNABORTED || errno == EINTR;
    }
    struct connection *connection;
    enum error error =
        connection_create(&server->connections, server, (struct sockaddr *)&address, server_clock(server), &connection);
    if (error != ERROR_NONE) {
        metric_add(METRIC_HANDSHAKES_DROPPED, 1);
        log_refusal(listener, error == ERROR_FULL ? "a cap on connections is reached" : error_text(error));
        close(socket);
        return true;
    }
    connection->of_site = listener->of_sites;
    connection->corked = !listener->of_sites;
    hand_over(listener, socket, connection);
    return true;
}

/* How many more handshakes may begin now. */
static size_t room(const struct server *server) {
    const struct connection_list *phases = server->connections.phases;
    size_t young = phases[PHASE_HANDSHAKE].count, most = pace_young_most(&server->pace, phases[PHASE_LATE_HANDSHAKE].count, connection_clock());
    return young < most ? most - young : 0;
}

static void on_readable(uv_poll_t *poll, int status, int events) {
    (void)status; /* an error shows in accept4 */
    (void)events;
    struct listener *listener = poll->data;
    size_t most = room(listener->server);
    uint64_t until = uv_hrtime() + ACCEPT_NANOSECONDS;
    for (size_t i = 0; i < most && accept_one(listener); i++)
        if (uv_hrtime() >= until)
            break;
    if (room(listener->server) == 0 || listener->starved) {
        uv_poll_stop(poll);
        listener->accepting = false;
    }
}

enum error listener_listen(const struct listener *listener, struct buffer *fault) {
    if ((listener->of_sites || cork_accepted(listener->socket)) && listen(listener->socket, BACKLOG) == 0)
        return ERROR_NONE;
    buffer_printf(fault, "port %u cannot be listened on: %s", listener->port, strerror(errno));
    return ERROR_SYSTEM;
}

enum error listener_start(struct listener *listener, struct buffer *fault) {
    enum error error = listener_listen(listener, fault); /* a second time changes nothing */
    if (error != ERROR_NONE)
        return error;
    int status = uv_poll_init_socket(loop_handle(listener->server->loop), &listener->poll, listener->socket);
    if (status == 0) {
        listener->has_poll = true;
        listener->poll.data = listener;
        status = uv_poll_start(&listener->poll, UV_READABLE, on_readable);
    }
    listener->accepting = status == 0;
    if (status != 0)
        buffer_printf(fault, "port %u cannot be watched: %s", listener->port, uv_strerror(status));
    return status == 0 ? ERROR_NONE : ERROR_SYSTEM;
}

static void consider(struct listener *listener) {
    if (listener->accepting || listener->starved || !listener->has_poll || room(listener->server) < ROOM_LEAST)
        return;
    listener->accepting = uv_poll_start(&listener->poll, UV_READABLE, on_readable) == 0;
}

void listener_consider(struct server *server) {
    consider(&server->listener);
    consider(&server->link_listener);
}

void listener_consider_again(struct server *server) {
    server->listener.starved = server->link_listener.starved = false;
    listener_consider(server);
}

static void on_closed(uv_handle_t *handle) {
    struct listener *listener = handle->data;
    close(listener->socket);
    listener->socket = -1;
}

void listener_close(struct listener *listener) {
    if (listener->has_poll) {
        listener->has_poll = false;
        listener->accepting = false;
        uv_close((uv_handle_t *)&listener->poll, on_closed);
    } else if (listener->socket >= 0 && !listener->poll.data) {
        close(listener->socket);
        listener->socket = -1;
    }
}
