/* issued.h - what the authority of the links has issued: certificates in PEM, one file, in the order made. Inside auth/ only: shows OpenSSL's X.509. */
#ifndef LAMRELAY_AUTH_ISSUED_H
#define LAMRELAY_AUTH_ISSUED_H

#include "base/error.h"
#include <openssl/x509.h>
#include <stdint.h>

enum { ISSUED_MAX = 10000 };

/* All of the file; one that is not there holds none. NONE: `*out` is the caller's (sk_X509_pop_free); MALFORMED (logged), FULL: more than ISSUED_MAX,
 * NO_MEMORY. */
enum error issued_read(const char *path, STACK_OF(X509) **out);
/* Adds one, durably, and leaves out those that have expired by `now` (ms). Errors as issued_read, and SYSTEM. */
enum error issued_add(const char *path, X509 *certificate, int64_t now);

/* One process at a time issues and revokes. A descriptor for issued_unlock; -1: it cannot be had (logged). Waits. */
int issued_lock(const char *authority_key_path);
void issued_unlock(int lock);

#endif
