/* http_routes.c - what is not a WebSocket: pages, the three addresses for machines, and the decision whether an
 * upgrade is allowed.
 *
 * Normal course: the request's headers are complete → the answer is looked up or made, and written piece by piece as
 * the socket takes it → the connection waits for the next request.
 * Ways it fails: the method is not GET or HEAD, the path is unknown, the upgrade is not ours (a short answer, and for
 * all but the unknown path the connection ends); an answer or the wait for the next request takes too long (cut by
 * its phase). */
#include "base/clock.h"
#include "base/metrics.h"
#include "hub/hub.h"
#include "net/content_policy.h"
#include "net/cork.h"
#include "net/http_choice.h"
#include "net/server_state.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

enum {
    PIECE_BYTES = 32 * 1024, /* what libwebsockets may have to copy when the socket takes only a part */
    RECORD_BYTES = 1300,     /* of TLS: what fits one segment wherever it goes */
    HEADER_BYTES = 256,
    HEADERS_MOST = 2048, /* of an answer, about */
};

/* Copies a header; absent, or longer than anything we look for: "". */
static void copy_header(struct lws *wsi, enum lws_token_indexes token, char out[HEADER_BYTES]) {
    if (lws_hdr_copy(wsi, out, HEADER_BYTES, token) < 0)
        out[0] = '\0';
}

/* --- sending --- */

/* Negative = close now. */
static int finish_answer(struct connection *connection) {
    struct lws *wsi = connection->wsi;
    connection_drop_answer(connection);
    connection->rest = NULL;
    if (connection->last_answer) {
        /* Closing here, with a request's body unread, would make the kernel drop the answer: the client may close
         * first. */
        server_enter(connection, PHASE_LINGERING);
        return 0;
    }
    server_enter(connection, PHASE_IDLE);
    if (lws_http_transaction_completed(wsi))
        return -1;
    lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0); /* the phase has the clock */
    return 0;
}

static int send_piece(struct connection *connection) {
    if (connection->rest == NULL)
        return 0;
    size_t length = connection->rest_length < PIECE_BYTES ? connection->rest_length : PIECE_BYTES;
    if (lws_write(connection->wsi, (unsigned char *)(uintptr_t)connection->rest, length, LWS_WRITE_HTTP) < 0)
        return -1;
    connection->rest += length;
    connection->rest_length -= length;
    if (connection->rest_length == 0)
        return finish_answer(connection);
    lws_callback_on_writable(connection->wsi);
    return 0;
}

static int send_bytes(struct connection *connection, const char *bytes, size_t length) {
    server_enter(connection, PHASE_ANSWERING);
    connection->rest = bytes;
    connection->rest_length = length;
    return send_piece(connection);
}

static const char EXPOSITION[] = "text/plain; version=0.0.4; charset=utf-8"; /* of Prometheus */
static const char PLAIN[] = "text/plain; charset=utf-8";

/* `status` is the status line's rest, `kind` the body's, `headers` whole lines. */
static enum error make_answer(struct connection *connection, bool head_only, const char *status, const char *kind,
                              const char *headers, const char *body, size_t length) {
    buffer_clear(&connection->answer);
    enum error error = buffer_printf(
        &connection->answer,
        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
        "Cache-Control: no-store\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n%s%s%s\r\n",
        status, kind, length, COMMON_HEADERS, headers, connection->last_answer ? "Connection: close\r\n" : "");
    if (error == ERROR_NONE && !head_only)
        error = buffer_append(&connection->answer, body, length);
    return error;
}

static int send_text(struct connection *connection, bool head_only, const char *status, const char *headers,
                     const char *body, size_t length) {
    if (make_answer(connection, head_only, status, PLAIN, headers, body, length) != ERROR_NONE)
        return -1;
    return send_bytes(connection, connection->answer.bytes, connection->answer.length);
}

/* --- the addresses for machines --- */

static int answer_health(struct connection *connection, bool head_only) {
    return send_text(connection, head_only, "200 OK", "", "ok\n", 3);
}

static int answer_ready(struct connection *connection, bool head_only) {
    const struct service *service = &connection->server->service;
    const char *why = service->not_ready(service->context, clock_hub_time());
    if (why == NULL)
        return send_text(connection, head_only, "200 OK", "", "ready\n", 6);
    char line[HEADER_BYTES];
    int length = snprintf(line, sizeof line, "%s\n", why);
    return send_text(connection, head_only, "503 Service Unavailable", "Retry-After: 5\r\n", line, (size_t)length);
}

static int answer_unknown(struct connection *connection, bool head_only) {
    return send_text(connection, head_only, "404 Not Found", "", "not found\n", 10);
}

static int answer_metrics(struct connection *connection, bool head_only) {
    if (!connection->loopback)
        return answer_unknown(connection, head_only);
    struct buffer text;
    buffer_init(&text);
    server_measure_certificates(connection->server);
    int result = -1;
    if (metrics_print(&text) == ERROR_NONE &&
        make_answer(connection, head_only, "200 OK", EXPOSITION, "", text.bytes, text.length) == ERROR_NONE)
        result = send_bytes(connection, connection->answer.bytes, connection->answer.length);
    buffer_finish(&text);
    return result;
}

/* A page that gets no socket asks so why: browsers do not tell it. */
static int answer_socket(struct connection *connection, bool head_only) {
    static const char OTHER[] = "this is none of the addresses that were given to the hub (--address)\n";
    char host[HEADER_BYTES];
    copy_header(connection->wsi, WSI_TOKEN_HOST, host);
    if (!http_is_known_host(&connection->server->origins, host))
        return send_text(connection, head_only, "421 Misdirected Request", "", OTHER, sizeof OTHER - 1);
    return send_text(connection, head_only, "426 Upgrade Required", "Upgrade: websocket\r\n",
                     "a WebSocket answers here\n", 25);
}

/* --- the bundle of a site --- */

/* The ticket stands in a header, which nobody logs and no page of another address can send. */
static int answer_bundle(struct connection *connection, bool head_only) {
    static const char SCHEME[] = "Bearer ";
    char header[HEADER_BYTES], headers[HEADER_BYTES], site[HUB_BUNDLE_SITE_SIZE];
    struct buffer text;
    if (connection->server->hub == NULL)
        return answer_unknown(connection, head_only);
    copy_header(connection->wsi, WSI_TOKEN_HTTP_AUTHORIZATION, header);
    buffer_init(&text);
    enum error error = head_only || strncmp(header, SCHEME, sizeof SCHEME - 1) != 0
                           ? ERROR_BAD_CREDENTIALS
                           : hub_bundle_take(connection->server->hub, header + sizeof SCHEME - 1, clock_hub_time(), &text, site);
    explicit_bzero(header, sizeof header);
    if (error != ERROR_NONE)
        return send_text(connection, head_only, "401 Unauthorized", "WWW-Authenticate: Bearer\r\n", "this ticket is not good\n", 24);
    snprintf(headers, sizeof headers, "Content-Disposition: attachment; filename=\"%s.lamsite\"\r\n", site);
    connection->secret_answer = true;
    error = buffer_reserve(&connection->answer, text.length + HEADERS_MOST); /* at once: no copy of a key stays behind */
    if (error == ERROR_NONE)
        error = make_answer(connection, false, "200 OK", "application/json", headers, text.bytes, text.length);
    explicit_bzero(text.bytes, text.length);
    buffer_finish(&text);
    return error == ERROR_NONE ? send_bytes(connection, connection->answer.bytes, connection->answer.length) : -1;
}

/* --- requests --- */

/* On a weak line a page takes a while, and a record can be read only as a whole: its first lines, which open a socket, shall not wait for the last. */
static void send_as_it_goes(struct connection *connection) {
    SSL_set_max_send_fragment(lws_get_ssl(connection->wsi), RECORD_BYTES);
}

static int answer_page(struct connection *connection, const struct page *page, bool head_only) {
    char header[HEADER_BYTES];
    connection->pages = pages_share(connection->server->pages);
    copy_header(connection->wsi, WSI_TOKEN_HTTP_IF_NONE_MATCH, header);
    if (strstr(header, page->tag) != NULL)
        return send_bytes(connection, page->unchanged.bytes, page->unchanged.length);
    copy_header(connection->wsi, WSI_TOKEN_HTTP_ACCEPT_ENCODING, header);
    const struct page_variant *variant = page_choose(page, header);
    if (variant->answer.length <= PIECE_BYTES)
        send_as_it_goes(connection);
    return send_bytes(connection, variant->answer.bytes, head_only ? variant->head_length : variant->answer.length);
}

/* Behind these the connection ends: what follows on it is not to be trusted. */
static int refuse(struct connection *connection, bool head_only, enum http_choice choice) {
    connection->last_answer = true;
    if (choice == HTTP_METHOD_REFUSED)
        return send_text(connection, false, "405 Method Not Allowed", "Allow: GET, HEAD\r\n", "only GET and HEAD\n",
                         18);
    return send_text(connection, head_only, "400 Bad Request", "", "no body is taken\n", 17);
}

static int request(struct connection *connection, const char *path, size_t length) {
    struct lws *wsi = connection->wsi;
    char content_length[HEADER_BYTES];
    copy_header(wsi, WSI_TOKEN_HTTP_CONTENT_LENGTH, content_length);
    struct http_request words = {
        .get = lws_hdr_total_length(wsi, WSI_TOKEN_GET_URI) > 0,
        .head = lws_hdr_total_length(wsi, WSI_TOKEN_HEAD_URI) > 0,
        .content_length = content_length,
        .path = path,
        .path_length = length,
    };
    if (connection->of_site)
        return answer_unknown(connection, words.head);
    const struct page *page;
    server_follow_addresses(connection->server);
    enum http_choice choice = http_choose(&words, connection->server->pages, &page);
    switch (choice) {
    case HTTP_METHOD_REFUSED:
    case HTTP_BODY_REFUSED:
        return refuse(connection, words.head, choice);
    case HTTP_HEALTH:
        return answer_health(connection, words.head);
    case HTTP_READY:
        return answer_ready(connection, words.head);
    case HTTP_METRICS:
        return answer_metrics(connection, words.head);
    case HTTP_SOCKET:
        return answer_socket(connection, words.head);
    case HTTP_BUNDLE:
        return answer_bundle(connection, words.head);
    case HTTP_PAGE:
        return answer_page(connection, page, words.head);
    case HTTP_UNKNOWN:
        break;
    }
    return answer_unknown(connection, words.head);
}

/* --- upgrades --- */

/* NULL = allowed; else the status of the refusal. */
static const char *refusal(struct connection *connection) {
    struct lws *wsi = connection->wsi;
    char upgrade[HEADER_BYTES], path[HEADER_BYTES], version[HEADER_BYTES], origin[HEADER_BYTES], protocol[HEADER_BYTES];
    /* Asked for by name, not taken from the callback's `in`: after an unknown Upgrade that pointer is dangling in
     * libwebsockets 4.1 (CVE-2025-11677), while the header table knows that the header is gone. */
    copy_header(wsi, WSI_TOKEN_UPGRADE, upgrade);
    copy_header(wsi, WSI_TOKEN_GET_URI, path);
    copy_header(wsi, WSI_TOKEN_VERSION, version);
    copy_header(wsi, WSI_TOKEN_ORIGIN, origin);
    copy_header(wsi, WSI_TOKEN_PROTOCOL, protocol);
    struct http_upgrade words = {upgrade, path, version, origin, protocol, lws_hdr_total_length(wsi, WSI_TOKEN_KEY) > 0};
    server_follow_addresses(connection->server);
    return connection->of_site ? http_refuse_link(&words) : http_refuse_upgrade(&words, &connection->server->origins);
}

/* 0 = go on, -1 = close; nothing else is ever returned here (CVE-2025-11677). */
static int confirm_upgrade(struct connection *connection) {
    const char *status = refusal(connection);
    if (status == NULL)
        return 0;
    connection->last_answer = true;
    if (make_answer(connection, false, status, PLAIN, "Sec-WebSocket-Version: 13\r\n", "", 0) == ERROR_NONE)
        lws_write(connection->wsi, (unsigned char *)connection->answer.bytes, connection->answer.length,
                  LWS_WRITE_HTTP);
    cork_release(connection);
    return -1;
}

int http_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length) {
    (void)user;
    struct connection *connection = lws_get_opaque_user_data(wsi);
    switch (reason) {
    case LWS_CALLBACK_HTTP_CONFIRM_UPGRADE:
        return connection != NULL ? confirm_upgrade(connection) : -1;
    case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION:
        return -1; /* a WebSocket without our subprotocol is bound to this protocol */
    case LWS_CALLBACK_HTTP: {
        int result = request(connection, in, length);
        cork_release(connection);
        return result;
    }
    case LWS_CALLBACK_HTTP_WRITEABLE:
        return connection != NULL ? send_piece(connection) : 0;
    case LWS_CALLBACK_HTTP_BODY_COMPLETION:
        return -1; /* only a request that was answered for the last time has a body */
    case LWS_CALLBACK_RAW_ADOPT:
    case LWS_CALLBACK_RAW_RX:
        return -1; /* what libwebsockets makes of a CONNECT request */
    default:
        return 0;
    }
}
