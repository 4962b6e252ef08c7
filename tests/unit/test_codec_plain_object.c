/* Texts in two languages are read and printed where they lie as their tree would be: a key comes back with the same digest. */
#include "support/check.h"

#include "base/digest.h"
#include "codec/plain_object.h"
#include "codec/request.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static struct text printed(const char *object, char *out, size_t room) {
    size_t length = 0;
    return plain_object_print(text_of(object), out, room, &length) ? (struct text){out, length} : (struct text){0};
}

static void an_object_of_strings_is_printed_as_by_its_tree(void) {
    static const char *const OBJECTS[] = {
        "{}",
        "{\"vi\":\"Một hai\"}",
        " { \"vi\" : \"Một\" ,\n\"en\": \"One, {two}\" } ",
        "{\"b\":\"\",\"ab\":\" \",\"a\":\"/\x7f\",\"\":\"x\"}",
    };
    for (size_t i = 0; i < sizeof OBJECTS / sizeof OBJECTS[0]; i++) {
        char out[64];
        check_note("%s", OBJECTS[i]);
        json_t *tree = json_loads(OBJECTS[i], 0, NULL);
        char *expected = json_dumps(tree, JSON_COMPACT | JSON_SORT_KEYS);
        struct text text = printed(OBJECTS[i], out, sizeof out);
        CHECK_BYTES(text.bytes, text.length, expected, strlen(expected));
        CHECK(printed(OBJECTS[i], out, strlen(expected)).length == strlen(expected));
        CHECK(printed(OBJECTS[i], out, strlen(expected) - 1).bytes == NULL);
        free(expected);
        json_decref(tree);
    }
}

static void what_is_more_than_that_is_not_printed(void) {
    static const char *const OBJECTS[] = {
        "{\"a\":1}", "{\"a\":{}}", "{\"a\":[]}", "{\"a\":\"\\n\"}", "{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\",\"d\":\"4\",\"e\":\"5\"}", "[]", "\"a\"",
    };
    for (size_t i = 0; i < sizeof OBJECTS / sizeof OBJECTS[0]; i++) {
        char out[64];
        check_note("%s", OBJECTS[i]);
        CHECK(printed(OBJECTS[i], out, sizeof out).bytes == NULL);
    }
}

static enum error read_request(const char *title, bool with_tree, struct record *record, struct arena *arena, uint8_t digest[PARAMS_SIZE]) {
    static const field_use FIELDS_READ[] = {FIELD_TITLE, FIELD_COUNT};
    char text[1024], fault[FAULT_NAME_SIZE];
    struct request request;
    snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.draft\",\"params\":{\"key\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"title\":%s}}", title);
    CHECK_NUMBER((with_tree ? request_parse_tree : request_parse)(text, strlen(text), &request), ERROR_NONE);
    CHECK(with_tree == (request.message != NULL));
    enum error error = request_record(&request, FIELDS_READ, true, arena, record, fault);
    CHECK_NUMBER(request_params_digest(&request, digest), ERROR_NONE);
    request_finish(&request);
    return error;
}

static void it_says_what_its_tree_says(void) {
    static const char *const TITLES[] = {
        "{\"vi\":\"  Một   hai \"}", "{\"vi\":\"Một\",\"en\":\"One\"}", "{\"en\":\"One\",\"vi\":\"Một\"}", "{\"vi\":\"Một\",\"fr\":\"Un\"}",
        "{\"en\":\"One\"}", "{\"vi\":\"\"}", "{\"vi\":\"Một\",\"en\":\"\"}", "{\"vi\":1}", "{}",
    };
    for (size_t i = 0; i < sizeof TITLES / sizeof TITLES[0]; i++) {
        struct arena arena;
        struct record record, other;
        uint8_t digest[PARAMS_SIZE], other_digest[PARAMS_SIZE];
        check_note("%s", TITLES[i]);
        arena_init(&arena);
        enum error error = read_request(TITLES[i], false, &record, &arena, digest);
        CHECK_NUMBER(error, read_request(TITLES[i], true, &other, &arena, other_digest));
        CHECK_BYTES(digest, PARAMS_SIZE, other_digest, PARAMS_SIZE);
        if (!error) {
            CHECK(text_equal(record.title.vi, other.title.vi) && text_equal(record.title.en, other.title.en));
        }
        arena_finish(&arena);
    }
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"an object of strings is printed as by its tree", an_object_of_strings_is_printed_as_by_its_tree},
        {"what is more than that is not printed", what_is_more_than_that_is_not_printed},
        {"it says what its tree says", it_says_what_its_tree_says},
    };
    return CHECK_MAIN(TESTS, count, words);
}
