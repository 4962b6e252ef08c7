/* certifier.h - what a hub needs of whoever keeps the authority of the links beside it: bundles made, certificates revoked. The hub itself sees no file and no
 * key of the authority. */
#ifndef LAMRELAY_HUB_CERTIFIER_H
#define LAMRELAY_HUB_CERTIFIER_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* For which site; all texts end with a NUL and are borrowed for the call. `name_en` and `title_en` may be "". */
struct certifier_wish {
    const char *conference, *title_vi, *title_en;
    const char *site, *name_vi, *name_en;
    const char *address; /* "https://host:port" by which browsers reach the site, besides what the configuration has for it; "" = only that */
    int64_t now;         /* hub time */
};

/* `make` and `revoke` are called on worker threads, `reload` on the loop's. */
struct certifier {
    /* Appends the text of a bundle with a new certificate and key. MISSING_FIELD: there is no address; SYSTEM, NO_MEMORY (logged). `*changed`:
     * the hub's own certificate for its links is new. */
    enum error (*make)(void *context, const struct certifier_wish *wish, struct buffer *out, bool *changed);
    /* Every certificate made for the site so far is refused from the next reload on. NOT_FOUND: there is none; `*count`: how many are newly refused. */
    enum error (*revoke)(void *context, const char *site, int64_t now, size_t *count);
    /* What was made and revoked counts from now on: links that are not to be are closed. */
    void (*reload)(void *context);
    void *context;
};

#endif
