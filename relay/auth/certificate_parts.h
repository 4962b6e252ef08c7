/* certificate_parts.h - what certificates are put together from. The only other file that sees OpenSSL's X.509. Inside
 * auth/ only. */
#ifndef LAMRELAY_AUTH_CERTIFICATE_PARTS_H
#define LAMRELAY_AUTH_CERTIFICATE_PARTS_H

#include "certificate.h"
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdbool.h>

struct parts_pair {
    X509 *certificate; /* owned; NULL = could not be read */
    EVP_PKEY *key;     /* owned; NULL = could not be read */
    int64_t not_after; /* ms */
};

/* As certificate_check; what could be read is the caller's on failure too. */
enum error parts_load_pair(const char *certificate_path, const char *key_path, int64_t now, struct parts_pair *out);
/* The certificate alone: as far as a pair would be looked at without key and clock. */
enum error parts_load_certificate(const char *path, struct parts_pair *out);
/* As parts_load_pair, from texts. */
enum error parts_parse_pair(const struct certificate_texts *texts, int64_t now, struct parts_pair *out);
/* BAD_CREDENTIALS: it is not of `texts->site`, or not signed by the authority there. */
enum error parts_check_signed(const struct certificate_texts *texts, const struct parts_pair *pair);
void parts_release_pair(struct parts_pair *pair);
/* ms since 1970; INT64_MIN when it is no time. */
int64_t parts_milliseconds(const ASN1_TIME *time);

/* NULL = out of memory. */
X509 *parts_make_authority(const char *name, EVP_PKEY *key, int64_t now);
X509 *parts_make_server(const struct certificate_order *order, EVP_PKEY *key, const struct parts_pair *authority);

X509 *parts_make_site(const struct certificate_order *order, const char *site, EVP_PKEY *key, const struct parts_pair *authority);

/* A DNS name (ASCII letters, digits, dashes; perhaps "*." in front) or an IP address. */
bool parts_is_name(const char *name);

#endif
