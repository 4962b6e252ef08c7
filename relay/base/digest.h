/* digest.h - SHA-256, HMAC and base64url by OpenSSL and ours; constant-time comparison. Any thread. */
#ifndef LAMRELAY_BASE_DIGEST_H
#define LAMRELAY_BASE_DIGEST_H

#include "error.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { DIGEST_SIZE = 32 };

struct digest {
    uint8_t bytes[DIGEST_SIZE];
};

/* ERROR_NONE, or ERROR_NO_MEMORY when OpenSSL could not allocate. */
enum error digest_of(const void *bytes, size_t length, struct digest *out);
/* SHA-256 of the parts one after another. */
enum error digest_of_parts(const void *const parts[], const size_t lengths[], size_t count, struct digest *out);
enum error digest_hmac(const void *key, size_t key_length, const void *bytes, size_t length, struct digest *out);
bool digest_equal(const struct digest *a, const struct digest *b); /* constant time */

/* base64url without padding (RFC 4648 section 5). `out` has room for BASE64URL_SIZE(length) bytes incl. NUL. */
#define BASE64URL_SIZE(length) (((length)*4 + 2) / 3 + 1)
void base64url_encode(const void *bytes, size_t length, char *out);
/* Decodes exactly `length` bytes; non-canonical trailing bits, padding or foreign characters are MALFORMED. */
enum error base64url_decode(const char *text, size_t text_length, void *out, size_t length);
void hex_encode(const void *bytes, size_t length, char *out); /* room for 2 * length + 1 */

#endif
