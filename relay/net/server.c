/* server.c
 *
 * Normal course: server_create looks at the certificate, takes the port, reads the pages and makes libwebsockets'
 * context on our loop; server_start accepts; at the stop the listener closes, every socket that is no WebSocket is
 * cut, the hub closes the others; when all are gone - or time is up - the context is destroyed in two calls: one
 * while the loop runs, one (server_destroy) after it.
 * Ways it fails: all of them at the start, each with a sentence. */
#include "net/server.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "net/control.h"
#include "net/link_client.h"
#include "net/loop.h"
#include "net/server_state.h"
#include "net/tls_trust.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

enum {
    LIBRARY_TIMEOUT_SECONDS = 30, /* behind our own phases, which are shorter */
    RECEIVE_BYTES = 512,          /* per connection, for good: what is longer comes in pieces */
    LINK_RECEIVE_BYTES = 16 * 1024,
    PAGE_WRITE_BYTES = 64 * 1024,
    HEADER_BYTES_MOST = 4096,         /* of one request */
    DESCRIPTORS_LEAST = 1024,
    LARGE_BYTES = 256 * 1024, /* an allocation that is mapped by itself: a ring is resident as far as it was written, and goes back whole */
    MEMORY_TURNS = 10,       /* look every second whether memory can be given back */
    MEMORY_MOVED_LEAST = 500, /* after so many WebSockets have come or gone */
    TICKET_TURNS = 36000,    /* look at the age of the ticket keys: every hour */
};

/* Ours runs no ping timer per client: the hub's beat and TCP_USER_TIMEOUT find the dead. NULL would mean libwebsockets'
 * 300 s. */
static const lws_retry_bo_t NO_VALIDITY_TIMERS = {.secs_since_valid_ping = 0, .secs_since_valid_hangup = 0};

static int server_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
    if (reason == LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS) {
        struct server *server = lws_context_user(lws_get_context(wsi));
        server->tls = user;
        return tls_configure(user, &server->tickets) == ERROR_NONE ? 0 : -1;
    }
    if (reason == LWS_CALLBACK_WSI_DESTROY) {
        struct connection *connection = lws_get_opaque_user_data(wsi);
        if (connection == NULL)
            return 0;
        struct server *server = connection->server;
        browser_event(wsi, LWS_CALLBACK_CLOSED, user, in,
                      length); /* whatever way it died: the hub must know before the memory goes */
        connection_destroy(&server->connections, connection);
        listener_consider(server);
        return 0;
    }
    return http_event(wsi, reason, user, in, length);
}

/* The vhost of the sites: the same, but for its TLS. */
static int link_server_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
    if (reason != LWS_CALLBACK_OPENSSL_LOAD_EXTRA_SERVER_VERIFY_CERTS)
        return server_event(wsi, reason, user, in, length);
    struct server *server = lws_context_user(lws_get_context(wsi));
    server->link_tls = user;
    return tls_configure_link(user, server->link_authority_path.bytes, server->link_revoked_path.bytes) == ERROR_NONE ? 0 : -1;
}

/* Known on both ports: libwebsockets chooses a vhost anew by the Host header, and takes the first one. What is spoken is decided by the port alone: see
 * http_routes.c and browser_connection.c. */
#define LINK_PROTOCOL                                                                                                  \
    {.name = "lamrelay.link.v1", .callback = browser_event, .rx_buffer_size = LINK_RECEIVE_BYTES, .tx_packet_size = SOCKET_WRITE_BYTES}

/* The first is for all that is not a WebSocket, and for those without a subprotocol. */
static const struct lws_protocols PROTOCOLS[] = {
    {.name = "http", .callback = server_event, .rx_buffer_size = RECEIVE_BYTES, .tx_packet_size = PAGE_WRITE_BYTES},
    {.name = "lamrelay.v1",
     .callback = browser_event,
     .rx_buffer_size = RECEIVE_BYTES,
     .tx_packet_size = SOCKET_WRITE_BYTES},
    LINK_PROTOCOL,
    {.name = NULL},
};

static const struct lws_protocols LINK_PROTOCOLS[] = {
    {.name = "http", .callback = link_server_event, .rx_buffer_size = RECEIVE_BYTES, .tx_packet_size = PAGE_WRITE_BYTES},
    LINK_PROTOCOL,
    {.name = NULL},
};

int64_t server_clock(const struct server *server) {
    return pace_clock(&server->pace, connection_clock());
}

void server_enter(struct connection *connection, enum connection_phase phase) {
    struct server *server = connection->server;
    bool was_young = connection->phase == PHASE_HANDSHAKE, was_late = connection->phase == PHASE_LATE_HANDSHAKE;
    connection_enter(&server->connections, connection, phase, server_clock(server));
    if ((was_young || was_late) && phase != PHASE_CUT) {
        pace_finished(&server->pace, was_late, connection_clock());
        listener_consider(server);
    }
}

/* Drops the socket soon, without a word to it. */
static void cut(struct connection *connection) {
    if (connection->wsi != NULL)
        lws_set_timeout(connection->wsi, PENDING_TIMEOUT_USER_REASON_BASE, LWS_TO_KILL_ASYNC);
}

void server_cut_now(struct connection *connection) {
    server_enter(connection, PHASE_CUT);
    cut(connection);
    /* libwebsockets looks at its timers only after an event of its own. */
    lws_cancel_service(connection->server->context);
}

static void give_memory_back(struct server *server) {
    size_t upgraded = server->connections.phases[PHASE_UPGRADED].count;
    bool are_coming = server->connections.phases[PHASE_HANDSHAKE].count > 0; /* what handshakes need would be taken again at once */
    bool have_moved = upgraded != server->upgraded_before;                   /* others may follow: what the last ones leave would stay */
    server->upgraded_before = upgraded;
    if (upgraded < server->upgraded_least)
        server->upgraded_least = upgraded;
    if (are_coming || have_moved || (server->upgraded_most - upgraded < MEMORY_MOVED_LEAST && upgraded - server->upgraded_least < MEMORY_MOVED_LEAST))
        return;
    server->upgraded_most = server->upgraded_least = upgraded;
    malloc_trim(0);
}

/* Not while people are coming: after a restart every core is theirs. */
static void measure_trust(struct server *server) {
    if (server->trust_unknown && server->connections.phases[PHASE_HANDSHAKE].count == 0 && pace_is_calm(&server->pace, connection_clock()))
        server->trust_unknown = !tls_trust_measure(server->tls, server->loop);
}

static void on_expire(uv_timer_t *timer) {
    struct server *server = timer->data;
    size_t cut_before = server->connections.phases[PHASE_CUT].count, late = server->connections.phases[PHASE_LATE_HANDSHAKE].count;
    int64_t now = connection_clock();
    pace_look(&server->pace, now);
    bool crowded = pace_young_most(&server->pace, late, now) < HANDSHAKES_YOUNG_LEAST; /* then nobody makes room for those who have not begun */
    connections_expire(&server->connections, server_clock(server), HANDSHAKES_LATE_MOST + (crowded ? HANDSHAKES_YOUNG_MOST : 0), cut);
    if (cut_before + server->connections.phases[PHASE_CUT].count > 0)
        lws_cancel_service(server->context);
    listener_consider_again(server);
    measure_trust(server);
    if (facts_turn(&server->facts))
        server_measure_certificates(server);
    if (++server->expire_turns % MEMORY_TURNS == 0)
        give_memory_back(server);
    if (server->expire_turns % TICKET_TURNS == 0)
        server_renew_tickets(server);
}

/* --- the loop's part --- */

static void on_stop(void *context) {
    struct server *server = context;
    listener_close(&server->listener);
    listener_close(&server->link_listener);
    control_close(server->control);
    int64_t now = server_clock(server);
    for (size_t phase = 0; phase < PHASE_COUNT; phase++)
        while (phase != PHASE_UPGRADED && phase != PHASE_CLOSING && phase != PHASE_CUT &&
               server->connections.phases[phase].first != NULL) {
            struct connection *connection = server->connections.phases[phase].first;
            connection_enter(&server->connections, connection, PHASE_CUT, now);
            cut(connection);
        }
    lws_cancel_service(server->context);
}

static bool is_quiet(void *context) {
    const struct server *server = context;
    return server->connections.count == 0;
}

static void on_close(void *context) {
    struct server *server = context;
    listener_close(&server->listener);
    listener_close(&server->link_listener);
    control_close(server->control);
    link_client_close(server->link_client);
    uv_close((uv_handle_t *)&server->expire, NULL);
    server->context_closing = true;
    lws_context_destroy(server->context);
}

/* --- the start --- */

static void on_library_log(int level, const char *line) {
    int length = (int)strcspn(line, "\n");
    log_line(level == LLL_ERR ? LOG_WARNING : LOG_DEBUG, "libwebsockets", "%.*s", length, line);
}

/* libwebsockets sizes its tables by the limit, so it must be neither too low nor huge. Returns how many sockets may be
 * open. */
static size_t limit_descriptors(const struct limits *limits) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return DESCRIPTORS_LEAST - DESCRIPTORS_RESERVED;
    rlim_t wanted = (rlim_t)limits->connections + DESCRIPTORS_RESERVED;
    if (wanted < DESCRIPTORS_LEAST)
        wanted = DESCRIPTORS_LEAST;
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = limit.rlim_max != RLIM_INFINITY && wanted > limit.rlim_max ? limit.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
        limit.rlim_cur = before;
    size_t most = limit.rlim_cur > DESCRIPTORS_RESERVED ? (size_t)limit.rlim_cur - DESCRIPTORS_RESERVED : 1;
    if (most >= limits->connections)
        return limits->connections;
    log_line(LOG_WARNING, "descriptors", "the limit on open files allows %zu connections, not the %u configured", most,
             limits->connections);
    return most;
}

static enum error make_context(struct server *server, const struct server_options *options) {
    void *loops[1] = {loop_handle(server->loop)};
    lws_set_log_level(LLL_ERR | LLL_WARN, on_library_log);
    struct lws_context_creation_info info = {
        .options = LWS_SERVER_OPTION_LIBUV | LWS_SERVER_OPTION_EXPLICIT_VHOSTS | LWS_SERVER_OPTION_DO_SSL_GLOBAL_INIT |
                   LWS_SERVER_OPTION_VALIDATE_UTF8,
        .port = CONTEXT_PORT_NO_LISTEN,
        .foreign_loops = loops,
        .user = server,
        .timeout_secs = LIBRARY_TIMEOUT_SECONDS,
        .max_http_header_data = HEADER_BYTES_MOST,
        .retry_and_idle_policy = &NO_VALIDITY_TIMERS,
        .fd_limit_per_thread = 0, /* anything else makes every event a linear search */
    };
    server->context = lws_create_context(&info);
    if (server->context == NULL)
        return ERROR_SYSTEM;
    struct lws_context_creation_info host = {
        /* A vhost gets a context for clients, too, which nothing here uses: without the option it would read all authorities of the system. */
        .options = info.options | LWS_SERVER_OPTION_CREATE_VHOST_SSL_CTX | LWS_SERVER_OPTION_DISABLE_OS_CA_CERTS,
        .port = CONTEXT_PORT_NO_LISTEN_SERVER,
        .protocols = PROTOCOLS,
        .user = server,
        .extensions = NULL, /* no compression: memory, and compression bombs */
        .alpn = "http/1.1", /* HTTP/2 of 4.1 is not to be reached; see http_routes.c */
        .timeout_secs_ah_idle = LIBRARY_TIMEOUT_SECONDS,
        .keepalive_timeout = LIBRARY_TIMEOUT_SECONDS,
        .retry_and_idle_policy = &NO_VALIDITY_TIMERS,
        .ssl_cert_filepath = options->certificate_path,
        .ssl_private_key_filepath = options->key_path,
        .ssl_cipher_list = TLS_CIPHERS_1_2,
        .tls1_3_plus_cipher_list = TLS_CIPHERS_1_3,
    };
    server->vhost = server->listener.vhost = lws_create_vhost(server->context, &host);
    if (server->vhost == NULL || options->link_authority_path == NULL)
        return server->vhost != NULL ? ERROR_NONE : ERROR_SYSTEM;
    host.vhost_name = "sites";
    host.ssl_cert_filepath = server->link_certificate_path.bytes;
    host.ssl_private_key_filepath = server->link_key_path.bytes;
    host.protocols = LINK_PROTOCOLS;
    server->link_vhost = server->link_listener.vhost = lws_create_vhost(server->context, &host);
    return server->link_vhost != NULL ? ERROR_NONE : ERROR_SYSTEM;
}

/* A path, with its NUL; NULL is kept as nothing. */
static enum error keep_path(struct buffer *out, const char *path) {
    return path != NULL ? buffer_append(out, path, strlen(path) + 1) : ERROR_NONE;
}

static enum error keep_paths(struct server *server, const struct server_options *options) {
    enum error error = keep_path(&server->control_path, options->control_path);
    if (error == ERROR_NONE)
        error = keep_path(&server->certificate_path, options->certificate_path);
    if (error == ERROR_NONE)
        error = keep_path(&server->link_authority_path, options->link_authority_path);
    bool own = options->link_certificate_path != NULL;
    if (error == ERROR_NONE)
        error = keep_path(&server->link_certificate_path, own ? options->link_certificate_path : options->certificate_path);
    if (error == ERROR_NONE)
        error = keep_path(&server->link_key_path, own ? options->link_key_path : options->key_path);
    if (error == ERROR_NONE)
        error = keep_path(&server->link_revoked_path, options->link_revoked_path);
    if (error == ERROR_NONE)
        error = keep_path(&server->ticket_keys_path, options->ticket_keys_path);
    return error == ERROR_NONE ? keep_path(&server->key_path, options->key_path) : error;
}

static void release(struct server *server) {
    connections_finish(&server->connections);
    pages_release(server->pages);
    origins_finish(&server->origins);
    origins_finish(&server->first_origins);
    buffer_finish(&server->control_path);
    buffer_finish(&server->certificate_path);
    buffer_finish(&server->key_path);
    buffer_finish(&server->ticket_keys_path);
    buffer_finish(&server->link_authority_path);
    buffer_finish(&server->link_certificate_path);
    buffer_finish(&server->link_key_path);
    buffer_finish(&server->link_revoked_path);
    memory_release(server);
}

/* The loop knows the server from here on: on failure loop_close and server_destroy clean up. */
static enum error join_loop(struct server *server, const struct server_options *options, struct buffer *fault) {
    uv_timer_init(loop_handle(server->loop), &server->expire);
    server->expire.data = server;
    struct loop_part part = {on_stop, is_quiet, server_reload, on_close, server};
    loop_set_part(server->loop, &part);
    enum error error = make_context(server, options);
    if (error != ERROR_NONE && fault->length == 0)
        buffer_append_text(fault,
                           "libwebsockets cannot be started: see the log (is libwebsockets-evlib-uv installed?)");
    return error;
}

static enum error check_link_files(const struct server_options *options, struct buffer *fault) {
    enum error error = tls_check_authority(options->link_authority_path, options->link_revoked_path, fault);
    if (error == ERROR_NONE && options->link_certificate_path != NULL)
        error = tls_check_certificate(options->link_certificate_path, options->link_key_path, fault);
    return error;
}

enum error server_create(const struct server_options *options, struct server **out, struct buffer *fault) {
    *out = NULL;
    enum error error = tls_check_certificate(options->certificate_path, options->key_path, fault);
    if (error == ERROR_NONE && options->link_authority_path != NULL)
        error = check_link_files(options, fault);
    if (error != ERROR_NONE)
        return error;
    struct server *server = memory_take_zeroed(1, sizeof *server);
    if (server == NULL)
        return ERROR_NO_MEMORY;
    /* Said once, or glibc raises both with each large block that is released, up to 32 and 64 MiB: then nothing is given back. */
    mallopt(M_MMAP_THRESHOLD, LARGE_BYTES);
    mallopt(M_TRIM_THRESHOLD, LARGE_BYTES);
    server->loop = options->loop;
    pace_begin(&server->pace, connection_clock());
    server->message_bytes = options->limits.message_bytes;
    server->listener.socket = server->link_listener.socket = -1;
    buffer_init(&server->control_path);
    buffer_init(&server->certificate_path);
    buffer_init(&server->key_path);
    buffer_init(&server->ticket_keys_path);
    buffer_init(&server->link_authority_path);
    buffer_init(&server->link_certificate_path);
    buffer_init(&server->link_key_path);
    buffer_init(&server->link_revoked_path);
    server->renew = options->renew;
    server->renew_context = options->renew_context;
    facts_begin(&server->facts, options->state_path);
    size_t connections_most = limit_descriptors(&options->limits);
    metric_set(METRIC_CONNECTIONS_MOST, (int64_t)connections_most);
    error = connections_init(&server->connections, connections_most, options->limits.connections_per_address);
    if (error == ERROR_NONE)
        error = tls_load_tickets(options->ticket_keys_path, &server->tickets, fault);
    if (error == ERROR_NONE)
        error = listener_open(&server->listener, options->listen_address, options->port, fault);
    if (error == ERROR_NONE && options->link_authority_path != NULL)
        error = listener_open(&server->link_listener, options->listen_address, options->link_port, fault);
    server->listener.server = server->link_listener.server = server;
    server->link_listener.of_sites = true;
    if (error == ERROR_NONE)
        error = server_take_addresses(server, options, fault);
    if (error == ERROR_NONE)
        error = keep_paths(server, options);
    if (error != ERROR_NONE) {
        listener_close(&server->listener);
        listener_close(&server->link_listener);
        release(server);
        return error;
    }
    *out = server;
    return join_loop(server, options, fault);
}

void server_transport(struct server *server, struct hub_transport *transport) {
    loop_transport(server->loop, transport);
    transport->write = browser_write;
    transport->expect = browser_expect;
    transport->close = browser_close;
}

enum error server_listen(const struct server *server, struct buffer *fault) {
    enum error error = listener_listen(&server->listener, fault);
    return error == ERROR_NONE && server->link_vhost != NULL ? listener_listen(&server->link_listener, fault) : error;
}

enum error server_start(struct server *server, const struct service *service, struct hub *hub, struct buffer *fault) {
    server->service = *service;
    server->hub = hub;
    server_warn_of_expiry(server);
    server_measure_certificates(server);
    server->trust_unknown = true;
    enum error error = ERROR_NONE;
    if (server->control_path.length > 0 && hub != NULL)
        error = control_open(server->loop, hub, server->control_path.bytes, &server->control, fault);
    if (error == ERROR_NONE)
        error = listener_start(&server->listener, fault);
    if (error == ERROR_NONE && server->link_vhost != NULL)
        error = listener_start(&server->link_listener, fault);
    if (error == ERROR_NONE)
        uv_timer_start(&server->expire, on_expire, PACE_LOOK_MS, PACE_LOOK_MS);
    return error;
}

uint16_t server_port(const struct server *server) {
    return server->listener.port;
}

uint16_t server_link_port(const struct server *server) {
    return server->link_vhost != NULL ? server->link_listener.port : 0;
}

void server_destroy(struct server *server) {
    if (server == NULL)
        return;
    if (server->context != NULL && server->context_closing)
        lws_context_destroy(server->context);
    control_destroy(server->control);
    link_client_destroy(server->link_client);
    release(server);
}
