/* An address as browsers write it in Origin: what is brought into that form, and what is none. */
#include "support/check.h"

#include "base/origin.h"
#include <string.h>

static void what_people_write_becomes_what_browsers_write(void) {
    static const char *const PAIRS[][2] = {
        {"https://site7.example", "https://site7.example"},
        {"https://site7.example:8443", "https://site7.example:8443"},
        {"HTTPS://Site7.Example:8443/", "https://site7.example:8443"},
        {"https://site7.example:443", "https://site7.example"},
        {"https://site7.example:443/", "https://site7.example"},
        {"https://192.0.2.7:65535", "https://192.0.2.7:65535"},
        {"https://[2001:DB8::7]:8443", "https://[2001:db8::7]:8443"},
        {"https://[::1]", "https://[::1]"},
        {"https://xn--im-cu-07-x1a.example.vn:1", "https://xn--im-cu-07-x1a.example.vn:1"},
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof PAIRS[0]; i++) {
        char out[ORIGIN_BYTES_MAX] = "";
        check_note("%s", PAIRS[i][0]);
        CHECK(origin_normalise(PAIRS[i][0], strlen(PAIRS[i][0]), out));
        CHECK_TEXT(out, PAIRS[i][1]);
        CHECK(origin_normalise(out, strlen(out), out)); /* in its own place, too */
        CHECK_TEXT(out, PAIRS[i][1]);
    }
}

/* It will stand in a header: nothing that could end it, or say more than where. */
static void whatever_else_is_none(void) {
    static const char *const NONE[] = {
        "", "/", "https://", "https:///", "http://site7.example", "wss://site7.example", "site7.example", "https//site7.example",
        "https://site7.example/hub", "https://site7.example//", "https://site7.example?x", "https://site7.example#x", "https://you@site7.example",
        "https://site7.example:", "https://site7.example:0", "https://site7.example:08443", "https://site7.example:65536", "https://site7.example:123456",
        "https://site7.example:84x3", "https://:8443", "https://[]", "https://[::1", "https://::1", "https://[::1]x", "https://site 7.example",
        "https://site7.example; script-src *", "https://site7.example\r\nX: y", "https://điểm.example", "https://*.example", "https://site_7.example",
    };
    for (size_t i = 0; i < sizeof NONE / sizeof NONE[0]; i++) {
        char out[ORIGIN_BYTES_MAX];
        check_note("%s", NONE[i]);
        CHECK(!origin_normalise(NONE[i], strlen(NONE[i]), out));
    }
    char out[ORIGIN_BYTES_MAX];
    CHECK(!origin_normalise("https://a.vn\0.b.vn", 18, out));
}

static void its_length_has_an_end(void) {
    char address[ORIGIN_BYTES_MAX + 1] = "https://", out[ORIGIN_BYTES_MAX];
    memset(address + 8, 'a', sizeof address - 9);
    address[ORIGIN_BYTES_MAX] = '\0';
    CHECK(!origin_normalise(address, ORIGIN_BYTES_MAX, out));
    CHECK(origin_normalise(address, ORIGIN_BYTES_MAX - 1, out));
    CHECK_NUMBER(strlen(out), ORIGIN_BYTES_MAX - 1);
}

static const struct check_test tests[] = {
    {"what people write becomes what browsers write", what_people_write_becomes_what_browsers_write},
    {"whatever else is none", whatever_else_is_none},
    {"its length has an end", its_length_has_an_end},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
