#include "password.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

enum { PASSES = 2, MEMORY = 64 * 1024 * 1024, GROUP = 4, LETTERS = 20 };

static_assert(PASSWORD_HASH_SIZE >= crypto_pwhash_STRBYTES, "a hash has room");
static_assert(PASSWORD_RANDOM_SIZE == 2 * LETTERS, "two bytes a letter");

enum error password_hash(struct text password, char out[PASSWORD_HASH_SIZE]) {
    if (sodium_init() < 0) {
        return ERROR_SYSTEM;
    }
    int refused = crypto_pwhash_str(out, password.bytes, password.length, PASSES, MEMORY);
    return refused == 0 ? ERROR_NONE : ERROR_NO_MEMORY;
}

bool password_check(const char *hash, struct text password) {
    return sodium_init() >= 0 && crypto_pwhash_str_verify(hash, password.bytes, password.length) == 0;
}

const char *password_dummy_hash(void) {
    return "$argon2id$v=19$m=65536,t=2,p=1$D7lOFQefbDONtYKrGrrNdg$OBpRaxRHF6wUQjoJkZTsQ1SjYH5wKP9bI7VtJuVDqNs";
}

void password_make(const uint8_t random[PASSWORD_RANDOM_SIZE], char out[PASSWORD_TEXT_SIZE]) {
    static const char alphabet[] = "23456789abcdefghjkmnpqrstuvwxyz";
    size_t length = 0;
    for (size_t i = 0; i < LETTERS; i++) {
        unsigned number = (unsigned)random[2 * i] << 8 | random[2 * i + 1];
        if (i > 0 && i % GROUP == 0) {
            out[length++] = '-';
        }
        out[length++] = alphabet[number % (sizeof(alphabet) - 1)];
    }
    out[length] = '\0';
}
