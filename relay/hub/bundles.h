/* bundles.h - bundles of sites that were made for an admin and wait to be fetched. For the files of hub/ only. */
#ifndef LAMRELAY_HUB_BUNDLES_H
#define LAMRELAY_HUB_BUNDLES_H

#include "hub/state.h"

struct bundle_desk;

struct bundle_desk *bundle_desk_create(const struct certifier *certifier); /* NULL = out of memory */
void bundle_desk_destroy(struct bundle_desk *desk);                        /* what waits is overwritten; NULL is harmless */
bool hub_bundles_can_be_made(const struct hub *hub);
void hub_bundle_make(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_certificate_revoke(struct hub *hub, struct subscriber *subscriber, const struct request *request);
/* Overwrites what nobody fetched in time. */
void hub_bundles_tick(struct hub *hub);

#endif
