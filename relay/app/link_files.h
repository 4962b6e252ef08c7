/* link_files.h - what the links of sites need in a hub's directory: their authority, the hub's own certificate for them, what was issued, what is revoked.
 * Faults are said on stderr, one line each. */
#ifndef LAMRELAY_APP_LINK_FILES_H
#define LAMRELAY_APP_LINK_FILES_H

#include "app/deployment.h"
#include "auth/certificate.h"
#include "auth/revocation.h"
#include <stdbool.h>

struct link_files {
    char authority[STATE_PATH_SIZE], authority_key[STATE_PATH_SIZE];
    char server[STATE_PATH_SIZE], server_key[STATE_PATH_SIZE]; /* what sites see of the hub */
    char issued[STATE_PATH_SIZE], revoked[STATE_PATH_SIZE];
};

struct link_pair {
    char certificate[STATE_PATH_SIZE], key[STATE_PATH_SIZE];
};

/* Names them all. TOO_LONG (said). */
enum error link_files_name(const char *directory, struct link_files *out);
/* The names of those that stand beside an authority's certificate. TOO_LONG (said). */
enum error link_files_beside(const char *authority, struct link_files *out);
struct revocation_files link_files_revocation(const struct link_files *files);
/* Makes an authority when there is none, and says so with its `use`. As certificate_make_authority (said). */
enum error link_files_make_authority(const char *name, const char *use, const char *certificate, const char *key, int64_t now);
/* The same for that of the links. */
enum error link_files_make(const struct link_files *files, int64_t now);
/* A new certificate for the process of a site, site-ID.pem and site-ID.key in the directory. As certificate_make_site (said). */
enum error link_files_make_site(const struct link_files *files, const char *directory, const char *site, int days, int64_t now, struct link_pair *out);
/* "<directory>/<kind>-<site>.pem" and ".key"; false = too long. */
bool link_files_name_pair(const char *directory, const char *kind, const char *site, struct link_pair *out);
/* What went wrong with a certificate, in words. */
const char *link_files_explain(enum error error);

#endif
