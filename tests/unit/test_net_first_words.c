/* What an upgrade may say: exactly these words, and each becomes exactly these messages. */
#include "net/first_words.h"
#include "support/check.h"

#include <string.h>

static struct first_words words;

static void nothing_is_said_by_other_subprotocols(void) {
    static const char *const LISTS[] = {"", "lamrelay.v1", "lamrelay.v1, another", " ,lamrelay.v1\t, saying.hello,say", "hello, card.x"};
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++) {
        CHECK_NUMBER(first_words_read(LISTS[i], &words), ERROR_NONE);
        CHECK_NUMBER(words.count, 0);
    }
}

static void each_word_is_its_messages(void) {
    CHECK_NUMBER(first_words_read("lamrelay.v1, say.hello", &words), ERROR_NONE);
    CHECK_NUMBER(words.count, 1);
    CHECK_TEXT(words.messages[0], "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"hello\",\"params\":{\"v\":1}}");
    CHECK_NUMBER(first_words_read("say.hello.u8Yw2nQk5tVb7xZr1sCe4g,lamrelay.v1", &words), ERROR_NONE);
    CHECK_NUMBER(words.count, 1);
    CHECK_TEXT(words.messages[0], "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"hello\",\"params\":{\"v\":1,\"token\":\"u8Yw2nQk5tVb7xZr1sCe4g\"}}");
    CHECK_NUMBER(first_words_read("lamrelay.v1, say.hello.u8Yw2nQk5tVb7xZr1sCe4g.01jd0000000000000000000000.38.participant.0", &words), ERROR_NONE);
    CHECK_NUMBER(words.count, 1);
    CHECK_TEXT(words.messages[0], "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"hello\",\"params\":{\"v\":1,\"token\":\"u8Yw2nQk5tVb7xZr1sCe4g\","
                                  "\"journal\":\"01jd0000000000000000000000\",\"own\":38,\"shared\":{\"name\":\"participant\",\"s\":0}}}");
    CHECK_NUMBER(first_words_read("lamrelay.v1, say.card.Jk3-mN5pQr7StU9v_x1YzA", &words), ERROR_NONE);
    CHECK_NUMBER(words.count, 2);
    CHECK_TEXT(words.messages[0], "{\"jsonrpc\":\"2.0\",\"id\":\"session.open\",\"method\":\"session.open\",\"params\":{\"card\":\"Jk3-mN5pQr7StU9v_x1YzA\"}}");
    CHECK_TEXT(words.messages[1], "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"hello\",\"params\":{\"v\":1}}");
}

static void whatever_else_begins_so_is_malformed(void) {
    static const char *const LISTS[] = {"say.",           "say.hello.",           "say.hello.a.b",         "say.card",        "say.card.",      "say.card.a\"b",
                                        "say.card.a%22b", "say.code.12345678901", "say.hello, say.hello",  "say.hello.x=",    "say.Hello",      "say.hello;q=1",
                                        "say.card.\xc3\xa1", "say.say.hello",      "say.card.x,say.hello",
                                        "say.hello.a.b.1.c", "say.hello.a.b.1.c.2.d", "say.hello.a.b.-1.c.2", "say.hello.a.b.01.c.2", "say.hello.a.b.1.c.12345678901234567",
                                        "say.hello.a.b.1.operator:x.2", "say.hello.a..1.c.2", "say.hello.a.b.null.c.2", "say.card.a.b"};
    for (size_t i = 0; i < sizeof LISTS / sizeof LISTS[0]; i++)
        CHECK_NUMBER(first_words_read(LISTS[i], &words), ERROR_MALFORMED);
}

static void the_longest_fits_and_a_longer_one_is_malformed(void) {
    char list[200] = "say.card.";
    memset(list + 9, 'x', FIRST_WORDS_LIST_MOST - 9);
    CHECK_NUMBER(first_words_read(list, &words), ERROR_NONE);
    CHECK(strlen(words.messages[0]) < FIRST_MESSAGE_SIZE - 1 && strstr(words.messages[0], "x\"}}") != NULL);
    strcat(list, "x");
    CHECK_NUMBER(first_words_read(list, &words), ERROR_MALFORMED);
}

int main(int count, char **arguments) {
    static const struct check_test TESTS[] = {
        {"nothing is said by other subprotocols", nothing_is_said_by_other_subprotocols},
        {"each word is its messages", each_word_is_its_messages},
        {"whatever else begins so is malformed", whatever_else_begins_so_is_malformed},
        {"the longest fits and a longer one is malformed", the_longest_fits_and_a_longer_one_is_malformed},
    };
    return CHECK_MAIN(TESTS, count, arguments);
}
