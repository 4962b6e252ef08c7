/* Parts of a JSON text where they lie. */
#include "support/check.h"

#include "codec/json_slice.h"

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

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a member is found byte for byte", a_member_is_found_byte_for_byte},
        {"a member that is not there is nothing", a_member_that_is_not_there_is_nothing},
    };
    return CHECK_MAIN(TESTS, count, words);
}
