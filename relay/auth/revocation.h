/* revocation.h - refusing the certificates of one site without touching the others. The authority of the links keeps two PEM files beside it: what it has issued
 * (certificate_make_site adds to it), and its list of what is not to be taken any more (an X.509 CRL, signed by it, good for as long as it is).
 * Times are ms since 1970. All faults are logged. Any thread; several processes wait for each other. */
#ifndef LAMRELAY_AUTH_REVOCATION_H
#define LAMRELAY_AUTH_REVOCATION_H

#include "base/error.h"
#include <stddef.h>
#include <stdint.h>

struct revocation_files {
    const char *authority;     /* PEM */
    const char *authority_key; /* PEM */
    const char *issued;        /* PEM; may be missing: nothing was issued */
    const char *revoked;       /* PEM; may be missing: nothing is revoked */
};

/* Puts every certificate that was issued for this site, and has not expired, on the list. `*count`: how many were not on it yet; 0 writes nothing.
 * NONE; NOT_FOUND: none was issued for it; as certificate_make_site for the authority's files; MALFORMED: a file cannot be read; SYSTEM, NO_MEMORY. */
enum error revocation_add_site(const struct revocation_files *files, const char *site, int64_t now, size_t *count);
/* When the last of this site's certificates that are not on the list ends. NONE; NOT_FOUND: it has none; MALFORMED, NO_MEMORY. */
enum error revocation_site_expiry(const struct revocation_files *files, const char *site, int64_t *not_after);

#endif
