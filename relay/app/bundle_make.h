/* bundle_make.h - one site's bundle (codec/bundle.h) with a certificate and key of its own, made anew: for `lamrelay bundle` and for the hub's admins.
 * Faults are said on stderr. Any thread; who makes or revokes at the same time, here or in another process, waits. */
#ifndef LAMRELAY_APP_BUNDLE_MAKE_H
#define LAMRELAY_APP_BUNDLE_MAKE_H

#include "app/link_files.h"
#include "base/buffer.h"
#include "base/text.h"
#include "core/record.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BUNDLE_HOST_SIZE = 256 };

struct bundle_order { /* all borrowed for the call */
    const char *directory;        /* the hub's */
    const struct link_files *links;
    struct text conference, site; /* ids, with a NUL */
    struct localised title, name;
    const char *hub;              /* "wss://host:port" */
    struct text *addresses;       /* of the site, for browsers: 1 to BUNDLE_ADDRESSES_MAX */
    size_t address_count;
    struct text *hub_addresses;
    size_t hub_address_count;
    const char *certificate, *key; /* PEM files: what browsers see; NULL = made here */
    int days;
    int64_t now;
};

/* The host of "https://host:port" or "wss://host:port", without the brackets of an IPv6 address; false: there is none. */
bool bundle_host(const char *url, char out[BUNDLE_HOST_SIZE]);
/* Sees that the hub's certificate for its links covers the host of `hub` for some time yet; `*made`: it was made anew, and counts from the hub's next reload on.
 * As certificate_make_server (said). */
enum error bundle_make_link_server(const struct link_files *links, const char *directory, const char *hub, int64_t now, bool *made);
/* Appends the bundle's text to `out`, which holds private keys then: overwrite it after use. MALFORMED, OUT_OF_RANGE, TOO_LONG, BAD_CREDENTIALS, SYSTEM, NO_MEMORY,
 * as certificate_make_site. */
enum error bundle_make(const struct bundle_order *order, struct buffer *out);

#endif
