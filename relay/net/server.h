/* server.h - the hub's front door: HTTPS pages and WebSockets on one port, the control socket beside them.
 *
 * Normal course: loop_create; server_create (checks the certificate, takes the port, answers nobody yet); server_listen; hub_create
 * with server_transport; server_start; loop_run; loop_close; server_destroy; hub_destroy; loop_destroy.
 * Ways it fails: each of the three has one sentence for people in `fault`.
 *
 * Thread: the loop's. No libwebsockets type shows here. */
#ifndef LAMRELAY_NET_SERVER_H
#define LAMRELAY_NET_SERVER_H

#include "base/buffer.h"
#include "base/error.h"
#include "core/limits.h"
#include <stddef.h>
#include <stdint.h>

struct hub;
struct hub_transport;
struct loop;
struct server;
struct service;

struct server_options {           /* all borrowed for server_create */
    struct loop *loop;            /* borrowed until server_destroy */
    const char *listen_address;   /* numeric; "::" means every address, IPv4 too */
    uint16_t port;                /* 0 = any free one: see server_port */
    uint16_t link_port;           /* for the sites' processes; 0 = any free one: see server_link_port */
    const char *link_authority_path; /* PEM: who may sign the certificates of sites; NULL = no links */
    const char *link_certificate_path, *link_key_path; /* PEM: what sites see; NULL = what browsers see */
    const char *link_revoked_path; /* PEM: certificates of sites that are not taken; NULL, or not there = none */
    const char *certificate_path; /* PEM, the chain */
    const char *key_path;         /* PEM */
    const char *ticket_keys_path; /* made when not there */
    const char *state_path;       /* the directory of the journal, whose size and room are measured; NULL = none */
    const char *control_path;     /* the Unix socket of `lamrelay codes`; NULL = none */
    const char *pages_path;       /* the directory of the browser's pages; NULL = none */
    const char *const
        *addresses; /* "https://host:port" the conference is reached at: Origins and CSP; none = localhost */
    size_t address_count;
    const char *const *other_addresses; /* of processes whose pages come here, and to which pages from here go: Origins and CSP too */
    size_t other_address_count;
    struct limits limits;
    void (*renew)(void *context); /* called at SIGHUP, before the files are read again: may write them anew; NULL = nothing */
    void *renew_context;          /* borrowed until server_destroy */
};

/* Errors: MALFORMED (certificate, address), SYSTEM (port, files, libraries), NO_MEMORY. Whatever it returns, `*out` -
 * which may be NULL - goes to server_destroy after loop_close. */
enum error server_create(const struct server_options *options, struct server **out, struct buffer *fault);
/* The hub's way out: everything loop_transport fills, and write and close. */
void server_transport(struct server *server, struct hub_transport *transport);
/* From now on the kernel takes connections, with what they say first, and keeps them until server_start: who comes back while a journal is read is not
 * refused, and hears nothing before it is read. May be left out. SYSTEM. */
enum error server_listen(const struct server *server, struct buffer *fault);
/* Begins to accept. `service` is copied, its context borrowed until loop_close. `hub` is whom the control socket and links of sites ask;
 * NULL at a site, which has neither.
 * Errors: SYSTEM, NO_MEMORY. */
enum error server_start(struct server *server, const struct service *service, struct hub *hub, struct buffer *fault);
/* The port it has. */
uint16_t server_port(const struct server *server);
/* The port for sites; 0 = none. */
uint16_t server_link_port(const struct server *server);
/* As SIGHUP: reads certificates and lists again; see reload.c. `context` is the server. After server_start. */
void server_reload(void *context);
/* After loop_close. NULL is harmless. */
void server_destroy(struct server *server);

#endif
