/* browser_connection.c - one WebSocket, of a browser or of a site's process.
 *
 * Normal course: the upgrade was allowed (http_routes.c) → service.connect, for a site hub_link_connect; what was said with it (first_words.h) and each
 * whole text message → service.receive; the service writes bytes it has framed itself straight to the socket, one write for all that waits, without a round
 * trip through the poll, and past libwebsockets as long as the socket takes them.
 * Ways it fails: the kernel takes only a part (libwebsockets keeps the rest, the service is told BLOCKED and waits for
 * service.writable); a message is too big, not UTF-8 or binary (a close frame says which); the socket is dead (GONE, then
 * cut); the close frame cannot be sent within the phase's time (cut). The service hears of the end once, at the first
 * sign of it: see `leave`. */
#include "base/clock.h"
#include "base/text.h"
#include "core/limits.h"
#include "net/cork.h"
#include "net/first_words.h"
#include "net/server_state.h"

#include <openssl/ssl.h>
#include <stdalign.h>
#include <string.h>

enum { LINK_NAME_SIZE = 128, /* of a certificate's common name */ CACHE_LINE_BYTES = 64 };

/* Where a write reads OpenSSL 3.0's structure, which we cannot see into: 18 of these cache lines, and two others (traced). In another version they may be others: then little is gained. */
static const struct {
    uint16_t first, end;
} TLS_LINES[] = {{0, 7}, {33, 52}, {114, 118}};

/* The socket is closing: the hub must not write to it any more. */
static void leave(struct connection *connection) {
    const struct service *service = &connection->server->service;
    void *subscriber = connection->subscriber;
    struct hub_link *link = connection->link;
    connection->subscriber = NULL;
    connection->link = NULL;
    if (subscriber != NULL)
        service->disconnect(service->context, subscriber);
    if (link != NULL)
        hub_link_disconnect(link);
}

/* We write close frames ourselves: libwebsockets as Debian builds it (with _DEBUG) closes a second time, without the
 * frame, whenever a close begins in its WRITEABLE callback. The answer to the frame arrives as WS_PEER_INITIATED_CLOSE.
 */
static void send_close(struct connection *connection) {
    uint8_t frame[4] = {0x88, 2, (uint8_t)(connection->close_code >> 8), (uint8_t)connection->close_code};
    connection->gone = true;
    if (lws_write(connection->wsi, frame, sizeof frame, LWS_WRITE_HTTP) < 0)
        server_cut_now(connection);
}

static void start_close(struct connection *connection, uint16_t code) {
    if (connection->gone || connection->close_code != 0)
        return;
    connection->close_code = code;
    server_enter(connection, PHASE_CLOSING);
    if (!connection->blocked)
        send_close(connection);
    cork_release(connection);
}

/* The handshake has proved the certificate; the common name says which site it is for. */
static int established_link(struct connection *connection) {
    union lws_tls_cert_info_results *info;
    alignas(union lws_tls_cert_info_results) char place[sizeof *info + LINK_NAME_SIZE];
    info = (union lws_tls_cert_info_results *)(void *)place;
    if (lws_tls_peer_cert_info(connection->wsi, LWS_TLS_CERT_INFO_COMMON_NAME, info, LINK_NAME_SIZE) != 0)
        return -1;
    connection->link = hub_link_connect(connection->server->hub, connection, info->ns.name, clock_hub_time());
    return connection->link != NULL ? 0 : -1;
}

static void deliver(struct connection *connection, const char *bytes, size_t length) {
    const struct service *service = &connection->server->service;
    if (!text_is_utf8(bytes, length))
        start_close(connection, LWS_CLOSE_STATUS_INVALID_PAYLOAD);
    else if (connection->link != NULL)
        hub_link_receive(connection->link, bytes, length, clock_hub_time());
    else
        service->receive(service->context, connection->subscriber, bytes, length, clock_hub_time());
}

static bool hears(const struct connection *connection) {
    return (connection->subscriber != NULL || connection->link != NULL) && connection->close_code == 0 && !connection->gone;
}

/* The 101 is on its way: what these are answered with goes out behind it. The header is read again, as libwebsockets keeps it until this callback is over. */
static void hear_first_words(struct connection *connection) {
    char list[FIRST_WORDS_LIST_MOST + 1];
    struct first_words words;
    if (lws_hdr_copy(connection->wsi, list, sizeof list, WSI_TOKEN_PROTOCOL) <= 0 || first_words_read(list, &words) != ERROR_NONE)
        words.count = 0;
    if (words.count != 1)
        cork_release(connection); /* nothing was said, or something that is answered when it is on disk; hello is answered in this turn */
    for (size_t i = 0; i < words.count && hears(connection); i++)
        deliver(connection, words.messages[i], strlen(words.messages[i]));
    explicit_bzero(&words, sizeof words);
    explicit_bzero(list, sizeof list);
}

static int established(struct connection *connection) {
    struct server *server = connection->server;
    connection->tls = lws_get_ssl(connection->wsi);
    server_enter(connection, PHASE_UPGRADED);
    if (connection->of_site)
        return established_link(connection);
    connection->subscriber = server->service.connect(server->service.context, connection, connection->address, clock_hub_time());
    if (connection->subscriber == NULL)
        return -1;
    size_t upgraded = server->connections.phases[PHASE_UPGRADED].count;
    if (upgraded > server->upgraded_most)
        server->upgraded_most = upgraded;
    hear_first_words(connection);
    return 0;
}

/* A message of any size may come in several pieces: by the sender's fragments and by what one read happened to hold. */
static void receive(struct connection *connection, const char *bytes, size_t length) {
    struct lws *wsi = connection->wsi;
    if (!hears(connection))
        return;
    struct buffer *message = &connection->message;
    size_t rest = lws_remaining_packet_payload(wsi);
    size_t most = connection->of_site ? LIMIT_LINK_MESSAGE_BYTES : connection->server->message_bytes;
    bool last = lws_is_final_fragment(wsi) && rest == 0;
    if (lws_frame_is_binary(wsi))
        start_close(connection, LWS_CLOSE_STATUS_UNACCEPTABLE_OPCODE);
    else if (length > most || message->length > most - length || rest > most - length - message->length)
        start_close(connection, LWS_CLOSE_STATUS_MESSAGE_TOO_LARGE);
    else if (last && message->length == 0)
        deliver(connection, length > 0 ? bytes : "", length);
    else if (buffer_append(message, bytes, length) != ERROR_NONE)
        start_close(connection, LWS_CLOSE_STATUS_UNEXPECTED_CONDITION);
    else if (last) {
        deliver(connection, message->bytes, message->length);
        buffer_finish(message);
    }
}

static void writable(struct connection *connection) {
    const struct service *service = &connection->server->service;
    if (!connection->blocked || lws_partial_buffered(connection->wsi))
        return;
    connection->blocked = false;
    if (connection->close_code != 0)
        send_close(connection);
    else if (connection->subscriber != NULL)
        service->writable(service->context, connection->subscriber);
    else if (connection->link != NULL)
        hub_link_writable(connection->link);
}

int browser_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
    (void)user;
    struct connection *connection = lws_get_opaque_user_data(wsi);
    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        return established(connection);
    case LWS_CALLBACK_RECEIVE:
        receive(connection, in, length);
        return 0;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        writable(connection);
        return 0;
    case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
    case LWS_CALLBACK_WS_SERVER_DROP_PROTOCOL:
    case LWS_CALLBACK_CLOSED: {
        if (connection == NULL)
            return 0;
        bool answered = connection->close_code != 0 && connection->gone; /* to our frame: no other is due */
        connection->gone = true;
        leave(connection);
        return answered ? -1 : 0;
    }
    default:
        return 0;
    }
}

/* How many bytes the socket has taken. libwebsockets does the same, and a thousand instructions more. What a full socket has not taken must be offered
 * again in one piece (SSL_write(3)), and libwebsockets offers at most tx_packet_size at once: whatever may be longer is its own from the beginning. */
static size_t write_directly(struct lws *wsi, const char *bytes, size_t length) {
    if (length > DIRECT_WRITE_BYTES_MOST)
        return 0;
    int taken = SSL_write(lws_get_ssl(wsi), bytes, (int)length);
    return taken > 0 ? (size_t)taken : 0;
}

static enum hub_write write_out(struct connection *connection, const char *bytes, size_t length) {
    if (!lws_partial_buffered(connection->wsi)) {
        size_t taken = write_directly(connection->wsi, bytes, length);
        if (taken == length)
            return HUB_WRITE_DONE;
        bytes += taken; /* the rest is libwebsockets': it tries again, finds out what is wrong and keeps what has to wait */
        length -= taken;
    }
    /* LWS_WRITE_HTTP hands bytes to the socket as they are; they are never written to, whatever the type says. */
    if (lws_write(connection->wsi, (unsigned char *)(uintptr_t)bytes, length, LWS_WRITE_HTTP) < 0) {
        connection->gone = true;
        server_cut_now(connection);
        return HUB_WRITE_GONE;
    }
    if (!lws_partial_buffered(connection->wsi))
        return HUB_WRITE_DONE;
    connection->blocked = true; /* libwebsockets has asked for WRITEABLE itself */
    return HUB_WRITE_BLOCKED;
}

enum hub_write browser_write(void *context, const char *bytes, size_t length) {
    struct connection *connection = context;
    if (connection->gone)
        return HUB_WRITE_GONE;
    enum hub_write outcome = write_out(connection, bytes, length);
    cork_release(connection); /* behind the answer to hello, so that it goes with the 101 */
    return outcome;
}

void browser_expect(void *context) {
    const struct connection *connection = context;
    if (connection->gone || connection->tls == NULL)
        return;
    bool looked_at = lws_partial_buffered(connection->wsi); /* where that stands is libwebsockets' own; the processor goes on without the answer */
    (void)looked_at;
    for (size_t i = 0; i < sizeof TLS_LINES / sizeof TLS_LINES[0]; i++)
        for (size_t line = TLS_LINES[i].first; line < TLS_LINES[i].end; line++)
            __builtin_prefetch((const char *)connection->tls + line * CACHE_LINE_BYTES);
}

void browser_close(void *connection, enum hub_close code) {
    start_close(connection, (uint16_t)code);
}
