/* hub.h - one conference at the centre: commands in, durable events, frames out. No sockets, no clock, no threads of its own.
 *
 * Normal course: the transport accepts a socket and calls hub_connect; every text message goes to hub_receive; what the hub has to
 * say it says through transport->write when the owner calls hub_sweep. Commands that arrive while an append is under way wait and go
 * together in the next one; nothing is said about a command before its event is durable (invariant 1).
 * Ways it fails: the journal cannot be written (commands are answered `not_stored`, screens stay up, hub_tick tries again);
 * the journal does not answer (commands wait, as many as limits allow, hub_not_ready says so); it is fenced (options.fenced is called: the process must stop); a client is too slow (snapshot instead of frames, then closed).
 *
 * Thread: all calls on the loop's thread. Time is an argument everywhere: hub time in ms (base/clock.h). */
#ifndef LAMRELAY_HUB_HUB_H
#define LAMRELAY_HUB_HUB_H

#include "base/buffer.h"
#include "base/error.h"
#include "core/addresses.h"
#include "core/limits.h"
#include "serving/service.h"
#include "serving/transport.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hub;
struct subscriber; /* one WebSocket connection, owned by the hub from hub_connect to hub_disconnect */
struct journal;
struct programme;
struct certifier;

struct hub_options {
    struct journal *journal;             /* open for writing; borrowed: the caller closes it after hub_destroy */
    const struct hub_transport *transport; /* borrowed for the hub's life */
    const struct programme *programme;   /* what an empty journal begins with; borrowed for hub_create */
    struct limits limits;
    const uint8_t *credential_key;       /* 32 bytes, copied */
    struct addresses addresses;          /* what hello tells, besides what admins say of sites; borrowed for the hub's life */
    const struct certifier *certifier;   /* who makes bundles of sites (hub/certifier.h); NULL = nobody; borrowed for the hub's life */
    bool turns;                          /* the owner calls hub_turn: commands then wait for it, and go together */
    int64_t now;
};

/* Replays the journal; an empty one gets the programme's opening events (blocks until they are durable).
 * NONE: `*out` is the caller's. DAMAGED (logged with the record), NOT_STORED, FENCED, NO_MEMORY: `*out` is NULL. */
enum error hub_create(const struct hub_options *options, struct hub **out);
/* All subscribers must have been disconnected and no append under way (see hub_stop). NULL is harmless. */
void hub_destroy(struct hub *hub);
/* Takes no further command, asks to close every connection (1001), stores what waits if the journal can be written. Returns true when no append is under
 * way, nor will be: hub_destroy may follow once the sockets are gone; else call again after hub_journal_ready. */
bool hub_stop(struct hub *hub);

/* A new connection. `connection` is handed back in the transport's calls; `address` (text) is for rate limits and back-off, copied.
 * NULL = out of memory: close the socket. */
struct subscriber *hub_connect(struct hub *hub, void *connection, const char *address, int64_t now);
/* The socket is gone; the subscriber must not be used again. */
void hub_disconnect(struct hub *hub, struct subscriber *subscriber);
/* One whole text message, at most limits.message_bytes (the transport closes 1009 beyond), valid UTF-8. Answers go out by hub_sweep. */
void hub_receive(struct hub *hub, struct subscriber *subscriber, const char *bytes, size_t length, int64_t now);
/* What was BLOCKED has gone out. */
void hub_writable(struct hub *hub, struct subscriber *subscriber);

/* Once in each turn of the loop in which the transport was told to schedule: what has come in it goes into one append. True = call again in the next turn
 * even when nothing comes: what lies in the sockets may belong together, so a turn that brings nothing new is waited for, but not many. */
bool hub_turn(struct hub *hub);
/* Writes to at most `most` connections; true = more wait, call again in the next loop turn. */
bool hub_sweep(struct hub *hub, size_t most);
/* The journal's wake was called: publish what is durable, start the next append. */
void hub_journal_ready(struct hub *hub, int64_t now);
/* Deadlines of the core, live notices, the beat, slow clients, the journal's return. Call at hub_next_tick or later. */
void hub_tick(struct hub *hub, int64_t now);
int64_t hub_next_tick(const struct hub *hub);
/* Before the loop waits: hub time until which it need not read what comes, since commands of several people follow on one another and the next append is not due,
 * REST_MS after the hub's last call and its next tick at most; a past one = it reads at once. Each asking is taken for a rest. */
int64_t hub_reads_at(struct hub *hub);

/* The time of the last event in the journal; 0 = none. The owner's clock must not stand before it: events never go back in time. */
int64_t hub_recorded_until(const struct hub *hub);
/* NULL: commands can be stored. Else why not, in a few words: what /readyz says. An append that has been under way for APPEND_HANGS_MS is the disk's silence. */
const char *hub_not_ready(const struct hub *hub, int64_t now);
/* The conference has no staff: nobody could ever prepare it. */
bool hub_needs_setup(const struct hub *hub);
enum { HUB_SETUP_CODE_SIZE = 23 };
/* Makes the code by which a browser becomes the first admin (setup.open), 128 random bits: good for LIMIT_SETUP_MS, or until there is an admin. A new one
 * voids the one before. Show it to who started the program, and keep it nowhere. NONE or NO_MEMORY. */
enum error hub_setup_begin(struct hub *hub, char code[HUB_SETUP_CODE_SIZE], int64_t now);
enum { HUB_BUNDLE_SITE_SIZE = 41 };
/* The bundle that bundle.make made under this ticket; it cannot be had again. NONE: `*out`, which was empty, is the caller's: private keys, overwrite it after use.
 * BAD_CREDENTIALS: there is no such ticket, it was used or is too old, or who asked has gone (logged). NO_MEMORY. */
enum error hub_bundle_take(struct hub *hub, const char *ticket, int64_t now, struct buffer *out, char site[HUB_BUNDLE_SITE_SIZE]);
/* Where admins have said that sites are reached, and a number that changes with it: struct service. */
uint64_t hub_addresses_revision(const struct hub *hub);
void hub_each_address(const struct hub *hub, void (*each)(void *context, const char *address), void *context);
/* The calls above as net/ makes them. */
struct service hub_service(struct hub *hub);
/* Codes and passwords for the people of `site` (NULL = all): appends CSV lines to `*csv` only after the new credentials are durable, then calls
 * done. Existing credentials of those people are replaced, their sessions stay. `origin` ("https://host:port") makes the card links.
 * BUSY when one is under way. */
typedef void (*hub_codes_done)(void *context, enum error outcome, const struct buffer *csv);
enum error hub_issue_codes(struct hub *hub, const char *site, const char *origin, int64_t now, hub_codes_done done, void *context);

#endif
