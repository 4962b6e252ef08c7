/* certificate.h - a private certificate authority and server certificates for rehearsals and local networks (ECDSA
 * P-256, SHA-256), and the look at a pair before it is used. Times are ms since 1970. All faults are logged. Any
 * thread. */
#ifndef LAMRELAY_AUTH_CERTIFICATE_H
#define LAMRELAY_AUTH_CERTIFICATE_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CERTIFICATE_NAMES_MAX = 64,
    CERTIFICATE_SERVER_DAYS_MAX = 825, /* browsers refuse what is valid for longer */
    CERTIFICATE_AUTHORITY_DAYS = 3650,
};

/* Makes an authority: a certificate (mode 0644) and its key (0600), both PEM. A file that is there is never replaced.
 * NONE, WRONG_STATE (one is there), MALFORMED (the name is empty, longer than 64 bytes or not UTF-8), SYSTEM,
 * NO_MEMORY. */
enum error certificate_make_authority(const char *name, int64_t now, const char *certificate_path,
                                      const char *key_path);

/* What a server certificate is made from. */
struct certificate_order {
    const char *authority_path;     /* PEM */
    const char *authority_key_path; /* PEM */
    const char *const *names; /* DNS names, also "*.example.org", and IP addresses; the first becomes the common name */
    size_t name_count;        /* 1..CERTIFICATE_NAMES_MAX */
    int days;                 /* 1..CERTIFICATE_SERVER_DAYS_MAX; it ends with its authority at the latest */
    int64_t now;
    const char *kept_path;   /* certificate_make_server: a certificate whose names the new one has too, when it is there; NULL = none */
    const char *issued_path; /* where certificate_make_site notes what it has made, see revocation.h; NULL = nowhere */
};

/* Makes a server certificate with a new key; replaces those that are there. NONE, MALFORMED (a name that is none),
 * OUT_OF_RANGE (count or days), NOT_FOUND, BAD_CREDENTIALS or STALE (the authority's files, as certificate_check says),
 * SYSTEM, NO_MEMORY. */
enum error certificate_make_server(const struct certificate_order *order, const char *certificate_path,
                                   const char *key_path);

/* Makes the certificate by which the process of a site shows to the hub which site it is of (client authentication; the common name is the site's id), with a
 * new key; replaces those that are there. `order` without names. Errors as certificate_make_server; MALFORMED: an id that is none, or what was issued cannot be
 * read; FULL: too many were. */
enum error certificate_make_site(const struct certificate_order *order, const char *site, const char *certificate_path, const char *key_path);

/* Looks at a certificate (the first of its file) and a key. NONE; NOT_FOUND: a file is missing; MALFORMED: one cannot
 * be read or is no PEM; BAD_CREDENTIALS: the key is of another certificate; STALE: expired, or not valid yet.
 * `*not_after` is set when the certificate could be read; it may be NULL. */
enum error certificate_check(const char *certificate_path, const char *key_path, int64_t now, int64_t *not_after);
/* The same for what stands in memory, and more: `site` NULL, or the common name it must have, and the authority (PEM) that must have signed it. The texts are
 * NUL-terminated, `what` is named in the log. NONE, MALFORMED, BAD_CREDENTIALS (also: of another site or authority), STALE, NO_MEMORY. */
struct certificate_texts {
    const char *what, *certificate, *key;
    const char *site, *authority;
};
enum error certificate_check_texts(const struct certificate_texts *texts, int64_t now);
/* Is the first certificate of this file for that DNS name or IP address, and valid until `at` (ms)? False also when it cannot be read; nothing is logged. */
bool certificate_covers(const char *path, const char *name, int64_t at);
/* When the first certificate of a file expires: ms since 1970. NONE, NOT_FOUND, MALFORMED. */
enum error certificate_expiry(const char *certificate_path, int64_t *not_after);

#endif
