#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

enum error digest_of(const void *bytes, size_t length, struct digest *out) {
    return digest_of_parts(&bytes, &length, 1, out);
}

enum error digest_of_parts(const void *const parts[], const size_t lengths[], size_t count, struct digest *out) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool good = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1;
    for (size_t i = 0; good && i < count; i++) {
        good = EVP_DigestUpdate(context, parts[i], lengths[i]) == 1;
    }
    good = good && EVP_DigestFinal_ex(context, out->bytes, NULL) == 1;
    EVP_MD_CTX_free(context);
    return good ? ERROR_NONE : ERROR_NO_MEMORY;
}

enum error digest_hmac(const void *key, size_t key_length, const void *bytes, size_t length, struct digest *out) {
    if (key_length > INT32_MAX) {
        return ERROR_NO_MEMORY;
    }
    return HMAC(EVP_sha256(), key, (int)key_length, bytes, length, out->bytes, NULL) != NULL ? ERROR_NONE
                                                                                             : ERROR_NO_MEMORY;
}

bool digest_equal(const struct digest *a, const struct digest *b) {
    return CRYPTO_memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

void base64url_encode(const void *bytes, size_t length, char *out) {
    sodium_bin2base64(out, BASE64URL_SIZE(length), bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* libsodium 1.0.18 takes some bytes above 0x7f for letters of the alphabet. */
static bool is_ascii(const char *text, size_t length) {
    unsigned char all = 0;
    for (size_t i = 0; i < length; i++) {
        all |= (unsigned char)text[i];
    }
    return all < 0x80;
}

enum error base64url_decode(const char *text, size_t text_length, void *out, size_t length) {
    size_t decoded = 0;
    if (text_length != BASE64URL_SIZE(length) - 1 || !is_ascii(text, text_length) ||
        sodium_base642bin(out, length, text, text_length, NULL, &decoded, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        decoded != length) {
        return ERROR_MALFORMED;
    }
    return ERROR_NONE;
}

void hex_encode(const void *bytes, size_t length, char *out) {
    sodium_bin2hex(out, 2 * length + 1, bytes, length);
}
