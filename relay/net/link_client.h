/* link_client.h - a site's connection to its hub: a WebSocket with a certificate on both ends, TLS 1.3, on the server's loop. Thread: the loop's.
 *
 * Normal course: server_create; link_client_create; site_create with link_client_link; link_client_serve; the site connects when it wants to. The server closes
 * and destroys it with itself.
 * Ways it fails: whatever ends a connection, or keeps one from coming about, becomes one site_link_down, in a turn of its own. */
#ifndef LAMRELAY_NET_LINK_CLIENT_H
#define LAMRELAY_NET_LINK_CLIENT_H

#include "base/buffer.h"
#include "base/error.h"
#include "site/site.h"

struct link_client;
struct server;

struct link_client_options {      /* all borrowed for link_client_create */
    const char *hub;              /* "wss://host:port" */
    const char *certificate_path; /* PEM: its common name is the site's id */
    const char *key_path;
    const char *authority_path;   /* PEM: who signed the hub's certificate for links */
};

/* NONE: `*out` is the server's. MALFORMED (address, files), SYSTEM, NO_MEMORY: `fault` has one sentence. */
enum error link_client_create(struct server *server, const struct link_client_options *options, struct link_client **out, struct buffer *fault);
/* What the site calls. Borrowed from the client. */
const struct site_link *link_client_link(struct link_client *client);
/* Whom it tells; borrowed until the loop has closed. */
void link_client_serve(struct link_client *client, struct site *site);

/* For net/ only. */
void *link_client_tls(const struct link_client *client); /* its `SSL_CTX *`; NULL = there is none */
/* Reads certificate, key and authority again, for the next connection, which is tried at once when there is none. As tls_replace_certificate; one bad file changes nothing. */
enum error link_client_reload(struct link_client *client, struct buffer *fault);
void link_client_close(struct link_client *client);   /* gives its handles up, before the server's context goes. NULL is harmless */
void link_client_destroy(struct link_client *client); /* after the loop and the context. NULL is harmless */

#endif
