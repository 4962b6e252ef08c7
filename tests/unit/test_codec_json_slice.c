/* Parts of a JSON text where they lie. */
#include "support/check.h"

#include "codec/json_slice.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static void a_member_is_found_byte_for_byte(void) {
    struct text value = {0};
    CHECK(json_member(text_of("{ \"a\" : [1, {\"b\":2}],\"b\":\"\\u00e3\" }"), "a", &value));
    CHECK(text_equal_string(value, "[1, {\"b\":2}]"));
    CHECK(json_member(text_of("{\"a\":[1],\"b\":\"\\u00e3\"}"), "b", &value));
    CHECK(text_equal_string(value, "\"\\u00e3\""));
}

static void a_member_that_is_not_there_is_nothing(void) {
    struct text value = {0};
    CHECK(!json_member(text_of("{\"serverTime\":1795331429979}"), "turnout", &value));
    CHECK_NUMBER(value.length, 0);
    CHECK(!json_member(text_of("{}"), "turnout", &value) && !json_member(text_of("7"), "turnout", &value));
    CHECK_NUMBER(value.length, 0);
}

/* Each character there is, in each place of eight, between others of which the escapes are not made. */
static void a_string_is_quoted_as_jansson_does(void) {
    for (int c = 1; c < 128; c++)
        for (size_t place = 0; place < 20; place++) {
            char text[] = "Đường ~ ộ0\x7f!#[]^ nữa";
            char expected[64];
            struct buffer out;
            text[place + (text[place] < 0)] = (char)c; /* perhaps within a character: quoting does not look at those */
            size_t length = strlen(text), end = 0;
            expected[end++] = '"';
            for (size_t i = 0; i < length; i++) {
                json_t *one = text[i] < 0 ? NULL : json_stringn((const char[]){text[i]}, 1);
                char *quoted = one ? json_dumps(one, JSON_ENCODE_ANY) : NULL;
                size_t taken = quoted ? strlen(quoted) - 2 : 1;
                memcpy(expected + end, quoted ? quoted + 1 : text + i, taken);
                end += taken;
                free(quoted);
                json_decref(one);
            }
            expected[end++] = '"';
            buffer_init(&out);
            check_note("%d at %zu", c, place);
            CHECK_NUMBER(json_quote(&out, (struct text){text, length}), ERROR_NONE);
            CHECK_BYTES(out.bytes, out.length, expected, end);
            buffer_finish(&out);
        }
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a member is found byte for byte", a_member_is_found_byte_for_byte},
        {"a member that is not there is nothing", a_member_that_is_not_there_is_nothing},
        {"a string is quoted as jansson does", a_string_is_quoted_as_jansson_does},
    };
    return CHECK_MAIN(TESTS, count, words);
}
