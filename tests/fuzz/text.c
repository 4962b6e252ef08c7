/* What people type and devices send: cleaned texts, codes, base64url. */
#include "fuzz.h"

#include "auth/credential.h"
#include "base/arena.h"
#include "base/digest.h"
#include "base/text.h"

#include <string.h>

enum { GRAPHEMES = 300, BYTES = 2000 };

static void clean(const char *bytes, size_t length) {
    struct arena arena;
    struct text once, twice;
    arena_init(&arena);
    enum error error = text_clean(&arena, bytes, length, GRAPHEMES, BYTES, &once);
    LAW(error == ERROR_NONE || error == ERROR_MALFORMED || error == ERROR_EMPTY || error == ERROR_TOO_LONG);
    LAW((error == ERROR_MALFORMED) == !text_is_utf8(bytes, length));
    if (error == ERROR_NONE) {
        LAW(once.length <= BYTES && text_is_utf8(once.bytes, once.length));
        LAW(text_graphemes(once) >= 1 && text_graphemes(once) <= GRAPHEMES);
        LAW(memchr(once.bytes, '\n', once.length) == NULL && memchr(once.bytes, '\0', once.length) == NULL);
        LAW(text_clean(&arena, once.bytes, once.length, GRAPHEMES, BYTES, &twice) == ERROR_NONE && text_equal(once, twice));
    }
    arena_finish(&arena);
}

static void decode(const char *bytes, size_t length) {
    uint8_t binary[48];
    char text[BASE64URL_SIZE(sizeof binary)];
    for (size_t size = 1; size <= sizeof binary; size++)
        if (base64url_decode(bytes, length, binary, size) == ERROR_NONE) {
            base64url_encode(binary, size, text);
            LAW(strlen(text) == length && memcmp(text, bytes, length) == 0);
        }
}

static void type_code(const char *bytes, size_t length) {
    char code[CODE_SIZE], again[CODE_SIZE];
    if (code_parse((struct text){bytes, length}, code) != ERROR_NONE)
        return;
    LAW(strlen(code) == CODE_SIZE - 1 && strspn(code, "0123456789") == CODE_SIZE - 1);
    LAW(code_parse(text_of(code), again) == ERROR_NONE && strcmp(code, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    /* Behind a copy of exactly this length nothing can be read. */
    char *bytes = malloc(size > 0 ? size : 1);
    if (size > 0)
        memcpy(bytes, data, size);
    clean(bytes, size);
    decode(bytes, size);
    type_code(bytes, size);
    free(bytes);
    return 0;
}
