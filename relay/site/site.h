/* site.h - the process at a site: serves its own people from a replica of what the hub shows them, keeps their commands while the hub is out of reach.
 *
 * Normal course: site_create reads the folder; the sockets call site_service's functions, the link calls site_link_up, site_link_received, site_link_down. What
 * is to be stored and said waits until the sweep: it commits, then writes. So nothing is "kept" before it is durable (relay/DELIVERY.md).
 * Ways it fails: the link is cut (commands that may wait are kept, all others are `link_down`); the folder cannot be written (`not_stored`, screens stay up,
 * tried again each second); another folder holds the site (fenced: everybody is told to go to the hub).
 *
 * Thread: the loop's. Time comes in as hub_... does it: ms of base/clock.h, which never goes back. */
#ifndef LAMRELAY_SITE_SITE_H
#define LAMRELAY_SITE_SITE_H

#include "base/error.h"
#include "core/limits.h"
#include "serving/service.h"
#include "serving/transport.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct site;
struct site_store;

/* What the site needs of its link. Called on the loop's thread; none of them calls back into the site before it returned. */
struct site_link {
    void (*connect)(void *context);                                 /* site_link_up or site_link_down follows */
    bool (*send)(void *context, const char *bytes, size_t length);  /* one message; false: out of memory, close it */
    void (*close)(void *context);                                   /* site_link_down follows, also when there was no connection */
    void *context;
};

/* Where browsers reach the conference from here, in the order in which they are to try: "https://host:port". All borrowed for the site's life. */
struct site_addresses {
    const char *const *own, *const *hub;
    size_t own_count, hub_count;
};

struct site_options {
    struct site_store *store;              /* open; borrowed until site_destroy */
    const struct hub_transport *transport; /* borrowed for the site's life */
    const struct site_link *link;          /* borrowed for the site's life */
    struct site_addresses addresses;       /* what hello tells */
    bool takeover;                         /* an operator says that this folder is to hold the site */
    int64_t now;
};

/* NONE: `*out` is the caller's. DAMAGED, SYSTEM, FULL: the folder; NO_MEMORY. */
enum error site_create(const struct site_options *options, struct site **out);
void site_destroy(struct site *site); /* after all subscribers have been disconnected. NULL is harmless */
/* The hub's limits, as the last grant said them; the product's defaults before the first. For whoever opens the sockets. */
struct limits site_remembered_limits(struct site_store *store);
struct service site_service(struct site *site);

void site_link_up(struct site *site, int64_t now);
void site_link_received(struct site *site, const char *bytes, size_t length, int64_t now);
void site_link_down(struct site *site, int64_t now);
/* Something has changed that may have been in the way, the certificate say: does not wait until the back-off is over. */
void site_link_again(struct site *site, int64_t now);

#endif
