/* operators.h - is whoever speaks for a site still there? Not events: known from sockets, and from what a site's process says of its own. For the files of
 * hub/ only. */
#ifndef LAMRELAY_HUB_OPERATORS_H
#define LAMRELAY_HUB_OPERATORS_H

#include "base/buffer.h"
#include "core/limits.h"
#include <stdbool.h>
#include <stdint.h>

struct event;
struct hub;
struct hub_link;
struct request;

/* Of one site. */
struct operator_watch {
    uint32_t holder;  /* of the lease, as of the last look: person, index + 1; 0 = nobody */
    bool here;
    int64_t seen;     /* not here: since when; hub time */
    uint32_t at_site[LIMIT_OPERATORS_HERE]; /* people that the process at the site names as connected there */
    uint32_t at_site_count;
};

/* At the start: whoever holds a lease has been gone since then. */
void hub_operators_begin(struct hub *hub);
/* Somebody has connected here for the first time, or not any more. */
void hub_operator_moved(struct hub *hub, uint32_t person);
/* Somebody has got or lost a lease. */
void hub_operators_follow(struct hub *hub, const struct event *event);
/* Is the holder of the site's lease, as of `ahead`, here or was it less than limits.operator_absent_ms ago. */
bool hub_holder_is_here(const struct hub *hub, uint32_t site);
/* link.operators: who is connected at the site. */
void hub_link_operators(struct hub_link *link, const struct request *request);
/* The site has no link: nobody is known to be there. */
void hub_operators_cut(struct hub *hub, uint32_t site);
/* As items of a live notice; `site` NO_SITE: of every site that somebody speaks for. */
void hub_append_operators(const struct hub *hub, uint32_t site, struct buffer *out);

#endif
