#include "base/error.h"
#include "support/check.h"

#include <ctype.h>
#include <string.h>

static void every_code_has_words(void) {
    for (int i = 0; i < ERROR_COUNT; i++) {
        enum error error = (enum error)i;
        check_note("code %d", i);
        const char *word = error_word(error), *text = error_text(error);
        if (!CHECK(word != NULL && word[0] != '\0') || !CHECK(text != NULL && text[0] != '\0')) {
            continue;
        }
        for (const char *c = word; *c != '\0'; c++) {
            CHECK(islower((unsigned char)*c) || *c == '_');
        }
        CHECK(text[strlen(text) - 1] != '.');
        CHECK((error_number(error) == 0) == (error == ERROR_NONE));
        CHECK(error_number(error) <= 0);
    }
}

static void words_lead_back(void) {
    for (int i = 0; i < ERROR_COUNT; i++) {
        enum error found = error_from_word(error_word((enum error)i));
        check_note("code %d", i);
        CHECK((int)found <= i);
        CHECK_TEXT(error_word(found), error_word((enum error)i));
    }
    CHECK_NUMBER(error_from_word("floor_taken"), ERROR_FLOOR_TAKEN);
    CHECK_NUMBER(error_from_word("busy"), ERROR_BUSY);
    CHECK_NUMBER(error_from_word("no such word"), ERROR_COUNT);
    CHECK_NUMBER(error_from_word(""), ERROR_COUNT);
}

static void numbers_are_those_of_json_rpc(void) {
    CHECK_NUMBER(error_number(ERROR_PARSE), -32700);
    CHECK_NUMBER(error_number(ERROR_NOT_A_REQUEST), -32600);
    CHECK_NUMBER(error_number(ERROR_UNKNOWN_METHOD), -32601);
    CHECK_NUMBER(error_number(ERROR_TOO_LONG), -32602);
    CHECK_NUMBER(error_number(ERROR_DAMAGED), -32603);
}

static void what_passes_is_not_remembered(void) {
    CHECK(error_is_passing(ERROR_RATE_LIMITED));
    CHECK(error_is_passing(ERROR_BUSY));
    CHECK(error_is_passing(ERROR_NOT_STORED));
    CHECK(error_is_passing(ERROR_NO_MEMORY));
    CHECK(error_is_passing(ERROR_LATE));
    CHECK(error_is_passing(ERROR_UNKNOWN));
    CHECK(error_is_passing(ERROR_FENCED));
    CHECK(error_is_passing(ERROR_SYSTEM));
    CHECK(!error_is_passing(ERROR_NONE));
    CHECK(!error_is_passing(ERROR_STALE));
    CHECK(!error_is_passing(ERROR_KEY_REUSED));
    CHECK(!error_is_passing(ERROR_POLL_CLOSED));
}

static const struct check_test tests[] = {
    {"every code has words", every_code_has_words},
    {"words lead back to the first code", words_lead_back},
    {"numbers are those of JSON-RPC", numbers_are_those_of_json_rpc},
    {"what passes is not remembered", what_passes_is_not_remembered},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
