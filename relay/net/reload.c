/* reload.c - SIGHUP: what was read from files is read again.
 *
 * Normal course: later handshakes see the new certificates and lists; a site whose certificate is not taken any more loses its link, all others keep theirs.
 * Ways it fails: a file that is no good is no reason to stop: it is logged, and what was before still serves. */
#include "base/log.h"
#include "base/metrics.h"
#include "net/link_client.h"
#include "net/link_trust.h"
#include "net/server_state.h"

#include <string.h>

enum { DAY_SECONDS = 24 * 3600, EXPIRY_WARNING_DAYS = 30 };

static void say(enum error error, const char *path, int64_t seconds, const struct buffer *fault) {
    if (error == ERROR_NONE)
        log_line(LOG_INFO, "certificate_read", "the certificate %s was read again; it expires in %lld days", path, (long long)(seconds / DAY_SECONDS));
    else
        log_line(LOG_ERROR, "certificate_refused", "the old certificate stays in use: %.*s", (int)fault->length, fault->length > 0 ? fault->bytes : "");
}

static void reload_browsers(struct server *server, struct buffer *fault) {
    const char *path = server->certificate_path.bytes;
    enum error error = tls_replace_certificate(server->tls, path, server->key_path.bytes, fault);
    say(error, path, tls_expires_in(server->tls), fault);
    server->trust_unknown = true;
}

static void close_refused(struct server *server) {
    struct connection *next;
    for (struct connection *connection = server->connections.phases[PHASE_UPGRADED].first; connection != NULL; connection = next) {
        next = connection->next; /* closing moves it to another list */
        if (connection->of_site && !link_trust_holds(server->link_tls, lws_get_ssl(connection->wsi)))
            browser_close(connection, HUB_CLOSE_POLICY);
    }
}

static void reload_links(struct server *server, struct buffer *fault) {
    const char *path = server->link_certificate_path.bytes;
    enum error error = tls_replace_certificate(server->link_tls, path, server->link_key_path.bytes, fault);
    if (error != ERROR_NONE)
        say(error, path, 0, fault);
    buffer_clear(fault);
    error = link_trust_load(server->link_tls, server->link_authority_path.bytes, server->link_revoked_path.bytes, fault);
    if (error != ERROR_NONE)
        log_line(LOG_ERROR, "revoked_refused", "who may link stays as it was: %.*s", (int)fault->length, fault->length > 0 ? fault->bytes : "");
    else
        close_refused(server);
}

static void reload_link_client(struct server *server, struct buffer *fault) {
    enum error error = link_client_reload(server->link_client, fault);
    int64_t days = tls_expires_in(link_client_tls(server->link_client)) / DAY_SECONDS;
    if (error == ERROR_NONE)
        log_line(LOG_INFO, "link_certificate_read", "the certificate of the link was read again; it expires in %lld days", (long long)days);
    else
        log_line(LOG_ERROR, "link_certificate_refused", "the old certificate of the link stays in use: %.*s", (int)fault->length, fault->length > 0 ? fault->bytes : "");
}

void server_renew_tickets(struct server *server) {
    struct buffer fault;
    struct tls_tickets before = server->tickets;
    buffer_init(&fault);
    enum error error = tls_load_tickets(server->ticket_keys_path.bytes, &server->tickets, &fault);
    if (error == ERROR_NONE)
        error = tls_set_tickets(server->tls, &server->tickets);
    if (error != ERROR_NONE) {
        server->tickets = before;
        log_line(LOG_ERROR, "tickets_refused", "the ticket keys stay as they were: %.*s", (int)fault.length, fault.length > 0 ? fault.bytes : "");
    }
    explicit_bzero(&before, sizeof before);
    buffer_finish(&fault);
}

void server_reload(void *context) {
    struct server *server = context;
    struct buffer fault;
    buffer_init(&fault);
    if (server->renew != NULL)
        server->renew(server->renew_context);
    if (server->link_tls != NULL)
        reload_links(server, &fault);
    buffer_clear(&fault);
    if (server->link_client != NULL)
        reload_link_client(server, &fault);
    buffer_clear(&fault);
    reload_browsers(server, &fault);
    server_renew_tickets(server);
    buffer_finish(&fault);
}

static void warn(const char *path, int64_t seconds) {
    if (seconds / DAY_SECONDS < EXPIRY_WARNING_DAYS)
        log_line(LOG_WARNING, "certificate_expires", "the certificate %s expires in %lld days", path, (long long)(seconds / DAY_SECONDS));
}

void server_warn_of_expiry(const struct server *server) {
    warn(server->certificate_path.bytes, tls_expires_in(server->tls));
    if (server->link_tls != NULL)
        warn(server->link_certificate_path.bytes, tls_expires_in(server->link_tls));
    if (server->link_client != NULL)
        warn("of the link", tls_expires_in(link_client_tls(server->link_client)));
}

void server_measure_certificates(const struct server *server) {
    metric_set(METRIC_CERTIFICATE_EXPIRES, tls_expires_in(server->tls));
    metric_set(METRIC_LINK_CERTIFICATE_EXPIRES, server_link_expires_in(server));
}

int64_t server_link_expires_in(const struct server *server) {
    if (server->link_client != NULL)
        return tls_expires_in(link_client_tls(server->link_client));
    if (server->link_tls == NULL)
        return 0;
    int64_t least = tls_expires_in(server->link_tls);
    for (const struct connection *connection = server->connections.phases[PHASE_UPGRADED].first; connection != NULL; connection = connection->next) {
        int64_t left = connection->of_site ? link_trust_expires_in(lws_get_ssl(connection->wsi)) : INT64_MAX;
        least = left < least ? left : least;
    }
    return least;
}
