#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum { HMAC_BLOCK = 64 }; /* of SHA-256 */

enum error digest_of(const void *bytes, size_t length, struct digest *out) {
    return digest_of_parts(&bytes, &length, 1, out);
}

/* EVP_sha256() would be looked for by its name in each digest, under locks; and making a context costs more than a short digest. */
static pthread_once_t prepared = PTHREAD_ONCE_INIT;
static EVP_MD *sha256;
static pthread_key_t context_of_thread;

static void release_context(void *context) {
    EVP_MD_CTX_free(context);
}

static void prepare(void) {
    sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (sha256 != NULL && pthread_key_create(&context_of_thread, release_context) != 0) {
        EVP_MD_free(sha256);
        sha256 = NULL;
    }
}

/* The thread's own, for one digest after another. NULL = out of memory. */
static EVP_MD_CTX *context_of(void) {
    pthread_once(&prepared, prepare);
    EVP_MD_CTX *context = sha256 != NULL ? pthread_getspecific(context_of_thread) : NULL;
    if (context == NULL && sha256 != NULL && (context = EVP_MD_CTX_new()) != NULL && pthread_setspecific(context_of_thread, context) != 0) {
        EVP_MD_CTX_free(context);
        context = NULL;
    }
    return context;
}

enum error digest_of_parts(const void *const parts[], const size_t lengths[], size_t count, struct digest *out) {
    EVP_MD_CTX *context = context_of();
    bool good = context != NULL && EVP_DigestInit_ex2(context, sha256, NULL) == 1;
    for (size_t i = 0; good && i < count; i++) {
        good = EVP_DigestUpdate(context, parts[i], lengths[i]) == 1;
    }
    good = good && EVP_DigestFinal_ex(context, out->bytes, NULL) == 1;
    return good ? ERROR_NONE : ERROR_NO_MEMORY;
}

/* RFC 2104 with digests of our own: OpenSSL's HMAC looks SHA-256 up by its name and makes three contexts, for some 160 bytes to be digested. */
enum error digest_hmac(const void *key, size_t key_length, const void *bytes, size_t length, struct digest *out) {
    uint8_t inner_pad[HMAC_BLOCK] = {0}, outer_pad[HMAC_BLOCK];
    struct digest inner;
    enum error error = ERROR_NONE;
    if (key_length > HMAC_BLOCK) {
        error = digest_of(key, key_length, &inner);
        memcpy(inner_pad, inner.bytes, DIGEST_SIZE);
    } else if (key_length > 0) {
        memcpy(inner_pad, key, key_length);
    }
    for (size_t i = 0; i < HMAC_BLOCK; i++) {
        outer_pad[i] = inner_pad[i] ^ 0x5c;
        inner_pad[i] ^= 0x36;
    }
    if (error == ERROR_NONE) {
        error = digest_of_parts((const void *const[]){inner_pad, bytes}, (const size_t[]){HMAC_BLOCK, length}, 2, &inner);
    }
    if (error == ERROR_NONE) {
        error = digest_of_parts((const void *const[]){outer_pad, inner.bytes}, (const size_t[]){HMAC_BLOCK, DIGEST_SIZE}, 2, out);
    }
    OPENSSL_cleanse(inner_pad, sizeof inner_pad);
    OPENSSL_cleanse(outer_pad, sizeof outer_pad);
    OPENSSL_cleanse(&inner, sizeof inner);
    return error;
}

bool digest_equal(const struct digest *a, const struct digest *b) {
    return CRYPTO_memcmp(a->bytes, b->bytes, DIGEST_SIZE) == 0;
}

static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

void base64url_encode(const void *bytes, size_t length, char *out) {
    const uint8_t *in = bytes;
    for (; length >= 3; length -= 3, in += 3) {
        *out++ = LETTERS[in[0] >> 2];
        *out++ = LETTERS[(in[0] & 3) << 4 | in[1] >> 4];
        *out++ = LETTERS[(in[1] & 15) << 2 | in[2] >> 6];
        *out++ = LETTERS[in[2] & 63];
    }
    if (length > 0) {
        uint8_t second = length == 2 ? in[1] : 0;
        *out++ = LETTERS[in[0] >> 2];
        *out++ = LETTERS[(in[0] & 3) << 4 | second >> 4];
        if (length == 2)
            *out++ = LETTERS[(second & 15) << 2];
    }
    *out = '\0';
}

/* The value of a letter + 1; 0 = it is none. */
static const uint8_t VALUES[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,  ['I'] = 9,  ['J'] = 10, ['K'] = 11,
    ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16, ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22,
    ['W'] = 23, ['X'] = 24, ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32, ['g'] = 33,
    ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40, ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44,
    ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48, ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55,
    ['3'] = 56, ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['-'] = 63, ['_'] = 64,
};

/* One text for one value: the bits behind the last byte must be zero. What is decoded here came from whoever asks: it is no secret of ours that the
 * time it takes could tell. */
enum error base64url_decode(const char *text, size_t text_length, void *out, size_t length) {
    uint8_t *byte = out;
    unsigned held = 0, held_bits = 0;
    if (text_length != BASE64URL_SIZE(length) - 1)
        return ERROR_MALFORMED;
    size_t i = 0;
    for (; text_length - i >= 4; i += 4, byte += 3) {
        const unsigned char *four = (const unsigned char *)text + i;
        unsigned a = VALUES[four[0]], b = VALUES[four[1]], c = VALUES[four[2]], d = VALUES[four[3]];
        if (a == 0 || b == 0 || c == 0 || d == 0)
            return ERROR_MALFORMED;
        unsigned bits = (a - 1) << 18 | (b - 1) << 12 | (c - 1) << 6 | (d - 1);
        byte[0] = (uint8_t)(bits >> 16);
        byte[1] = (uint8_t)(bits >> 8);
        byte[2] = (uint8_t)bits;
    }
    for (; i < text_length; i++) {
        unsigned value = VALUES[(unsigned char)text[i]];
        if (value == 0)
            return ERROR_MALFORMED;
        held = held << 6 | (value - 1);
        held_bits += 6;
        if (held_bits >= 8) {
            held_bits -= 8;
            *byte++ = (uint8_t)(held >> held_bits);
        }
    }
    return (held & ((1u << held_bits) - 1)) == 0 ? ERROR_NONE : ERROR_MALFORMED;
}

void hex_encode(const void *bytes, size_t length, char *out) {
    sodium_bin2hex(out, 2 * length + 1, bytes, length);
}
