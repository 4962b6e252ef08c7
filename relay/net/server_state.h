/* server_state.h - what the files of the server share. For net/ only. */
#ifndef LAMRELAY_NET_SERVER_STATE_H
#define LAMRELAY_NET_SERVER_STATE_H

#include "net/connection.h"
#include "net/facts.h"
#include "net/library.h"
#include "net/listener.h"
#include "net/origins.h"
#include "net/pace.h"
#include "net/pages.h"
#include "net/server.h"
#include "net/tls.h"
#include "serving/service.h"

#include <uv.h>

enum {
    SOCKET_WRITE_BYTES = 1024 * 1024, /* the most that libwebsockets offers a socket at once: all that waits for one client goes out in one write */
    DIRECT_WRITE_BYTES_MOST = 64 * 1024, /* not more than that: browser_connection.c */
    DESCRIPTORS_RESERVED = 200, /* journal, pages, control socket, what libraries open */
};

struct server {
    struct loop *loop; /* borrowed */
    struct service service; /* all NULL before server_start */
    struct hub *hub;   /* borrowed; NULL at a site, and before server_start */
    struct lws_context *context;
    struct lws_vhost *vhost, *link_vhost; /* the context's; the second for sites, or NULL */
    struct connections connections;
    struct pace pace;
    struct listener listener, link_listener; /* the second for sites: its socket is -1 when there is none */
    struct control *control; /* NULL = none */
    struct link_client *link_client; /* of a site; owned; NULL = none */
    struct pages *pages;        /* a share */
    struct origins origins, first_origins; /* all; those that were given at the start */
    uint64_t addresses_revision; /* of the service, which `pages` and `origins` have; 0 = none yet */
    struct tls_tickets tickets;
    struct buffer control_path; /* with a NUL; empty = none */
    struct buffer certificate_path, key_path; /* with a NUL; read again at a reload */
    struct buffer ticket_keys_path; /* with a NUL */
    void *tls, *link_tls;       /* the vhosts' SSL_CTX; NULL before they are made */
    struct buffer link_authority_path; /* with a NUL; empty = no links */
    struct buffer link_certificate_path, link_key_path, link_revoked_path; /* with a NUL; the last empty = no list */
    void (*renew)(void *context); /* before a reload; NULL = nothing */
    void *renew_context;
    uv_timer_t expire;          /* phases that last too long */
    size_t upgraded_most, upgraded_least; /* WebSockets at once since memory was last given back */
    size_t upgraded_before;     /* at the last look */
    size_t message_bytes;       /* the cap of one message */
    unsigned expire_turns;
    bool trust_unknown;         /* whether this system trusts the certificate: it is new */
    struct facts facts;
    bool context_closing; /* lws_context_destroy was called once: the second call, after the loop, frees it */
};

/* server_cut from outside a libwebsockets callback needs its service woken. */
void server_cut_now(struct connection *connection);
/* Out of a handshake, too: another one may begin. */
void server_enter(struct connection *connection, enum connection_phase phase);
int64_t server_clock(const struct server *server); /* what phases are measured by: pace_clock */
/* New ticket keys when the present ones are old: whoever comes with a ticket of those makes a whole handshake. */
void server_renew_tickets(struct server *server);
/* Says which certificates in use will soon expire. */
void server_warn_of_expiry(const struct server *server);
/* Sets the figures about certificates. */
void server_measure_certificates(const struct server *server);
/* Seconds until the first certificate of a link expires: our own or that of a site that is connected; 0 without links. */
int64_t server_link_expires_in(const struct server *server);
/* Makes `origins` and `pages` of what was given at the start: addresses.c. MALFORMED, SYSTEM (`fault` has one sentence), NO_MEMORY. */
enum error server_take_addresses(struct server *server, const struct server_options *options, struct buffer *fault);
/* Before an Origin is judged or a page sent: what the service has learned since counts from now on. One look at a number when there is nothing new. */
void server_follow_addresses(struct server *server);
/* Callbacks of the two protocols; see libwebsockets' lws_callback_function. */
int http_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);
int browser_event(struct lws *wsi, enum lws_callback_reasons reason, void *user, void *in, size_t length);
/* The `write`, `expect` and `close` of struct hub_transport. */
enum hub_write browser_write(void *connection, const char *bytes, size_t length);
void browser_expect(void *connection);
void browser_close(void *connection, enum hub_close code);

#endif
