/* hub_certifier.h - the certifier (hub/certifier.h) of a hub that has the authority of the links beside it: the files of `lamrelay bundle` and
 * `lamrelay certificate --revoke`, under the same locks. */
#ifndef LAMRELAY_APP_HUB_CERTIFIER_H
#define LAMRELAY_APP_HUB_CERTIFIER_H

#include "app/deployment.h"
#include "app/link_files.h"
#include "hub/certifier.h"

struct server;

struct hub_certifier {
    struct certifier certifier;
    const struct deployment *deployment; /* borrowed: its addresses and configuration do not change while the hub runs */
    struct link_files links;
    struct server *server;               /* borrowed */
    char hub[STATE_PATH_SIZE];           /* "wss://host:port" for the bundles */
};

/* NULL: the authority's key is not here, or the address is too long; nothing can be made then. `link_address` NULL: the host of the hub's first address. Otherwise
 * `&out->certifier`, good for as long as `out` and what it borrows. */
const struct certifier *hub_certifier_begin(struct hub_certifier *out, const struct deployment *deployment, const struct link_files *links,
                                            const char *link_address, struct server *server);

#endif
