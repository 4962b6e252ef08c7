/* JSON read where it lies: strings are looked at eight bytes at once, and what is special in them must be seen wherever it stands. */
#include "support/check.h"

#include "codec/json_scan.h"
#include <string.h>

enum { LONGEST = 26 };

/* A string of so many letters, but for one byte at `place`. */
static void scan(size_t length, size_t place, unsigned char byte) {
    char bytes[LONGEST + 2];
    memset(bytes, 'a', sizeof bytes);
    bytes[0] = bytes[length + 1] = '"';
    bytes[place + 1] = (char)byte;
    struct json_scan scan = {bytes, bytes + length + 2};
    struct text word = {0};
    enum error error = json_scan_word(&scan, &word);
    bool is_special = byte < 0x20 || byte == '\\' || byte >= 0x80;
    CHECK_NUMBER(error, is_special ? ERROR_MALFORMED : ERROR_NONE);
    if (error)
        CHECK(scan.at == bytes);
    else
        CHECK_NUMBER(word.length, byte == '"' ? place : length);
}

static void a_special_byte_is_seen_wherever_it_stands(void) {
    for (size_t length = 1; length <= LONGEST; length++)
        for (size_t place = 0; place < length; place++)
            for (unsigned byte = 0; byte < 256; byte++) {
                check_note("byte %u at %zu of %zu", byte, place, length);
                scan(length, place, (unsigned char)byte);
            }
}

static void characters_of_several_bytes_may_stand_anywhere(void) {
    static const char *const TEXTS[] = {"\"Đ\"", "\"aaaaaaaĐaaaaaaaa\"", "\"aaaaaaaaĐ\"", "\"Đường liên xã đã sửa xong 👏\""};
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        struct json_scan scan = {TEXTS[i], TEXTS[i] + strlen(TEXTS[i])};
        struct text word = {0};
        check_note("%s", TEXTS[i]);
        CHECK_NUMBER(json_scan_word(&scan, &word), ERROR_NONE);
        CHECK_NUMBER(word.length, strlen(TEXTS[i]) - 2);
    }
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a special byte is seen wherever it stands", a_special_byte_is_seen_wherever_it_stands},
        {"characters of several bytes may stand anywhere", characters_of_several_bytes_may_stand_anywhere},
    };
    return CHECK_MAIN(TESTS, count, words);
}
