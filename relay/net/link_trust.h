/* link_trust.h - whose certificates are taken on the port of the sites: those that an authority has signed and has not put on its list of revoked ones.
 * For net/ only. Thread: the loop's. */
#ifndef LAMRELAY_NET_LINK_TRUST_H
#define LAMRELAY_NET_LINK_TRUST_H

#include "base/buffer.h"
#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

/* Gives an `SSL_CTX *` the authorities of this file (PEM) and the lists of another (PEM; NULL, or not there: nothing is revoked). Handshakes from now on see
 * them. NONE; MALFORMED (a file that cannot be read, a list by none of the authorities), NO_MEMORY: `fault` has one sentence, what was before stays. */
enum error link_trust_load(void *ssl_ctx, const char *authority_path, const char *revoked_path, struct buffer *fault);
/* Would this `SSL_CTX *` still take the certificate that the other end of this `SSL *` has shown? False is logged. */
bool link_trust_holds(void *ssl_ctx, void *ssl);
/* Seconds until the certificate that the other end of this `SSL *` has shown expires; INT64_MAX when it has shown none. */
int64_t link_trust_expires_in(const void *ssl);

#endif
