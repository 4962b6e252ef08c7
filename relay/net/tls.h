/* tls.h - the certificate looked at before anything listens, and what every TLS context of ours has in common.
 * Thread: the loop's. Mozilla "intermediate": TLS 1.2 and 1.3, forward secrecy and authenticated encryption only. */
#ifndef LAMRELAY_NET_TLS_H
#define LAMRELAY_NET_TLS_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

enum { TICKET_KEY_SIZE = 80 }; /* 16 bytes name, 32 bytes HMAC key, 32 bytes AES key */

struct tls_tickets {
    uint8_t bytes[TICKET_KEY_SIZE];
};

extern const char TLS_CIPHERS_1_2[];
extern const char TLS_CIPHERS_1_3[];

/* Looks at the pair: there, readable, PEM, belonging together, not expired. NONE; MALFORMED: `fault` has one sentence
 * that names the file. */
enum error tls_check_certificate(const char *certificate_path, const char *key_path, struct buffer *fault);

/* Gives a live `SSL_CTX *` the pair of these files, which is looked at as above before anything changes: connections go on,
 * later handshakes see the new one. NONE; MALFORMED, SYSTEM (a key of another kind: only a start can take it), NO_MEMORY: `fault` has one
 * sentence, the old pair stays. */
enum error tls_replace_certificate(void *ssl_ctx, const char *certificate_path, const char *key_path,
                                   struct buffer *fault);
/* Seconds until the certificate of an `SSL_CTX *` expires, less than 0 when it has; 0 when it has none. */
int64_t tls_expires_in(const void *ssl_ctx);

/* Reads the ticket keys, or makes the file (mode 0600) with new ones, so that a client resumes its TLS session after a
 * restart. NONE; SYSTEM: `fault` says why. */
enum error tls_load_tickets(const char *path, struct tls_tickets *out, struct buffer *fault);

/* The keys of an `SSL_CTX *` from now on. NONE, or SYSTEM when OpenSSL refuses. */
enum error tls_set_tickets(void *ssl_ctx, const struct tls_tickets *tickets);

/* Sets versions, groups, tickets and the session policy of an `SSL_CTX *`. SYSTEM when OpenSSL refuses (logged). */
enum error tls_configure(void *ssl_ctx, const struct tls_tickets *tickets);
/* The same for the port of the sites: TLS 1.3 alone, nothing resumed, and nobody gets in without a certificate of an authority in this file that is on no list of the
 * other (NULL, or not there: none). SYSTEM (logged). */
enum error tls_configure_link(void *ssl_ctx, const char *authority_path, const char *revoked_path);
/* Can tls_configure_link take these files? NONE; MALFORMED, NO_MEMORY: `fault` has one sentence. */
enum error tls_check_authority(const char *authority_path, const char *revoked_path, struct buffer *fault);

#endif
