#include "base/digest.h"
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

static void check_hex(const struct digest *digest, const char *expected) {
    char hex[2 * DIGEST_SIZE + 1];
    hex_encode(digest->bytes, DIGEST_SIZE, hex);
    CHECK_TEXT(hex, expected);
}

static void sha256_of_the_standard(void) {
    struct digest digest;
    CHECK_NUMBER(digest_of("abc", 3, &digest), ERROR_NONE);
    check_hex(&digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK_NUMBER(digest_of(NULL, 0, &digest), ERROR_NONE);
    check_hex(&digest, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void parts_are_one_after_another(void) {
    struct digest whole, parts;
    CHECK_NUMBER(digest_of("abcdef", 6, &whole), ERROR_NONE);
    CHECK_NUMBER(
        digest_of_parts((const void *const[]){"ab", NULL, "c", "def"}, (const size_t[]){2, 0, 1, 3}, 4, &parts),
        ERROR_NONE);
    CHECK(digest_equal(&whole, &parts));
    parts.bytes[31] ^= 1;
    CHECK(!digest_equal(&whole, &parts));
}

/* RFC 4231, test cases 2 and 6. */
static void hmac_of_the_standard(void) {
    struct digest digest;
    CHECK_NUMBER(digest_hmac("Jefe", 4, "what do ya want for nothing?", 28, &digest), ERROR_NONE);
    check_hex(&digest, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    unsigned char key[131];
    memset(key, 0xaa, sizeof(key));
    CHECK_NUMBER(digest_hmac(key, sizeof(key), "Test Using Larger Than Block-Size Key - Hash Key First", 54, &digest),
                 ERROR_NONE);
    check_hex(&digest, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    CHECK_NUMBER(digest_hmac("", 0, "", 0, &digest), ERROR_NONE);
    check_hex(&digest, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

static void base64url_of_the_standard(void) {
    static const struct {
        const char *bytes;
        const char *text;
    } vectors[] = {{"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
                   {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"}};
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        check_note("%s", vectors[i].text);
        char text[16], bytes[16];
        size_t length = strlen(vectors[i].bytes);
        base64url_encode(vectors[i].bytes, length, text);
        CHECK_TEXT(text, vectors[i].text);
        CHECK_NUMBER(BASE64URL_SIZE(length), strlen(text) + 1);
        CHECK_NUMBER(base64url_decode(text, strlen(text), bytes, length), ERROR_NONE);
        CHECK_BYTES(bytes, length, vectors[i].bytes, length);
    }
}

static void base64url_writes_no_byte_too_many(void) {
    for (size_t length = 0; length < 40; length++) {
        unsigned char *bytes = malloc(length + 1), *back = malloc(length + 1);
        char *text = malloc(BASE64URL_SIZE(length));
        memset(bytes, 0xfb, length + 1);
        base64url_encode(bytes, length, text);
        CHECK_NUMBER(base64url_decode(text, strlen(text), back, length), ERROR_NONE);
        CHECK_BYTES(back, length, bytes, length);
        CHECK_NUMBER(base64url_decode(text, strlen(text), back, length + 1), ERROR_MALFORMED);
        free(bytes);
        free(back);
        free(text);
    }
}

static void foreign_base64url_is_malformed(void) {
    static const struct {
        const char *text;
        size_t length;
    } vectors[] = {{"Zh", 1},  {"Zg==", 1},   {"Zg=", 1},        {"Zm9+", 3},   {"Zm9/", 3},
                   {"Zm9", 3}, {"Zm9vYg", 3}, {" Zm9v", 3},      {"Zm9v\n", 3}, {"Zm 9v", 3},
                   {"Zm9", 1}, {"Z", 0},      {"Zm\xc3\xa9", 3}, {"ZmB", 2}};
    unsigned char bytes[16];
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        check_note("%s", vectors[i].text);
        CHECK_NUMBER(base64url_decode(vectors[i].text, strlen(vectors[i].text), bytes, vectors[i].length),
                     ERROR_MALFORMED);
    }
    CHECK_NUMBER(base64url_decode("Zm\0v", 4, bytes, 3), ERROR_MALFORMED);
}

static void only_letters_of_the_alphabet(void) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int byte = 0; byte < 256; byte++) {
        for (size_t place = 0; place < 4; place++) {
            char text[5] = "AAAA";
            unsigned char bytes[3];
            text[place] = (char)byte;
            bool is_letter = memchr(alphabet, byte, 64) != NULL;
            check_note("byte %d at %zu", byte, place);
            CHECK_NUMBER(base64url_decode(text, 4, bytes, 3), is_letter ? ERROR_NONE : ERROR_MALFORMED);
        }
    }
}

static const struct check_test tests[] = {
    {"SHA-256 of the standard", sha256_of_the_standard},
    {"parts are hashed one after another", parts_are_one_after_another},
    {"HMAC of the standard", hmac_of_the_standard},
    {"base64url of the standard", base64url_of_the_standard},
    {"base64url writes no byte too many", base64url_writes_no_byte_too_many},
    {"foreign base64url is malformed", foreign_base64url_is_malformed},
    {"base64url has only the letters of its alphabet", only_letters_of_the_alphabet},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
