/* What a request says, in the form that the journal remembers: a key comes with the same parameters or is refused, also by a later version of this program. */
#include "support/check.h"

#include "base/digest.h"
#include "codec/request.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The rule: the method, then the parameters as jansson prints them, sorted, without key, until and receipt. */
static void expected(const char *method, const char *params, uint8_t out[PARAMS_SIZE]) {
    json_t *object = params ? json_loads(params, 0, NULL) : json_object();
    json_object_del(object, "key");
    json_object_del(object, "until");
    json_object_del(object, "receipt");
    char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    struct digest digest;
    const void *const parts[] = {method, text};
    CHECK_NUMBER(digest_of_parts(parts, (const size_t[]){strlen(method), strlen(text)}, 2, &digest), ERROR_NONE);
    memcpy(out, digest.bytes, PARAMS_SIZE);
    free(text);
    json_decref(object);
}

static void parameters_have_the_digest_they_always_had(void) {
    static const char *const PARAMS[] = {
        NULL,
        "{}",
        "{\"key\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"until\":5,\"receipt\":\"x\"}",
        "{\"poll\":1,\"key\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"device\":\"AAAAAAAAAAA\",\"counter\":2,\"choice\":\"yes\"}",
        "{ \"poll\" : 1 , \"choices\" : [ 3, 1 ] , \"flag\" : true }",
        "{\"zz\":1,\"a\":-7,\"aa\":true,\"b\":null,\"ab\":false,\"Z\":9223372036854775807}",
        "{\"text\":\"Đề nghị \\\"sửa\\\" \\\\ đường\\n\\t\\u0001\\u007f/ 👏\"}",
        "{\"title\":{\"vi\":\"Một\",\"en\":\"One\"},\"choices\":[3,1,2],\"sites\":[\"dc07\",\"hall\"]}",
        "{\"number\":1.5,\"other\":1e3}",
        "{\"q\":1,\"w\":1,\"e\":1,\"r\":1,\"t\":1,\"y\":1,\"u\":1,\"i\":1,\"o\":1,\"p\":1,\"a\":1,\"s\":1,\"d\":1,\"f\":1,\"g\":1,\"h\":1,\"j\":1,\"k\":1}",
    };
    for (size_t i = 0; i < sizeof PARAMS / sizeof PARAMS[0]; i++) {
        char text[1024];
        snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\"%s%s}", PARAMS[i] ? ",\"params\":" : "", PARAMS[i] ? PARAMS[i] : "");
        struct request request;
        uint8_t digest[PARAMS_SIZE], wanted[PARAMS_SIZE];
        check_note("%s", text);
        CHECK_NUMBER(request_parse(text, strlen(text), &request), ERROR_NONE);
        CHECK_NUMBER(request_params_digest(&request, digest), ERROR_NONE);
        expected("poll.cast", PARAMS[i], wanted);
        CHECK_BYTES((const char *)digest, PARAMS_SIZE, (const char *)wanted, PARAMS_SIZE);
        request_finish(&request);
    }
}

/* A message, and whether it is read where it lies: whatever is unusual has a tree, which says what is wrong with it if anything is. */
static void only_what_is_plain_and_good_is_read_without_a_tree(void) {
    static const struct {
        const char *text;
        bool is_plain;
        enum error error;
    } MESSAGES[] = {
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"key\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"choices\":[1,2]}}", true, ERROR_NONE},
        {" { \"params\" : { } , \"method\" : \"poll.cast\" , \"jsonrpc\" : \"2.0\" } ", true, ERROR_NONE},
        {"{\"jsonrpc\":\"2.0\",\"id\":\"Đ\",\"method\":\"question.submit\",\"params\":{\"text\":\"Đường\"}}", true, ERROR_NONE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"v\":1}}", true, ERROR_NONE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.open\",\"params\":{\"code\":\"x\"}}", false, ERROR_NONE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"choice\":\"y\\u0065s\"}}", false, ERROR_NONE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"poll\":-0}}", false, ERROR_NONE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"poll\":1.5,\"a\":null}}", false, ERROR_NONE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"poll\":1,\"poll\":1}}", false, ERROR_PARSE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":1,\"method\":\"poll.cast\"}", false, ERROR_PARSE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"poll\":01}}", false, ERROR_PARSE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"poll\":9223372036854775808}}", false, ERROR_PARSE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"a\":[[[[[[[1]]]]]]]}}", false, ERROR_PARSE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"a\":[1,]}}", false, ERROR_PARSE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\"}}", false, ERROR_PARSE},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":{\"text\":\"\xc3\"}}", false, ERROR_PARSE},
        {"{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"poll.cast\"}", false, ERROR_NOT_A_REQUEST},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"params\":[]}", false, ERROR_NOT_A_REQUEST},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"poll.cast\",\"more\":1}", false, ERROR_NOT_A_REQUEST},
    };
    for (size_t i = 0; i < sizeof MESSAGES / sizeof MESSAGES[0]; i++) {
        struct request request;
        check_note("%s", MESSAGES[i].text);
        CHECK_NUMBER(request_parse(MESSAGES[i].text, strlen(MESSAGES[i].text), &request), MESSAGES[i].error);
        CHECK(MESSAGES[i].is_plain == (request.message == NULL && MESSAGES[i].error == ERROR_NONE));
        request_finish(&request);
    }
}

/* Read where it lies, or in its tree: the same is understood, or the same is wrong. */
static void hello_is_the_same_with_a_tree_and_without(void) {
    static const char *const PARAMS[] = {
        "{\"v\":1}",
        "{\"v\":1,\"token\":\"abc-_\"}",
        "{ \"token\" : \"abc\" , \"own\" : 7 , \"journal\" : \"j\" , \"shared\" : { \"s\" : 9007199254740992 , \"name\" : \"participant\" } , \"v\" : 1 }",
        "{\"v\":1,\"shared\":{}}",
        "{\"v\":1,\"token\":\"a\\u0062c\"}",
        "{\"v\":1,\"own\":null,\"shared\":null}",
        "{}",
        "{\"v\":2}",
        "{\"v\":-1}",
        "{\"v\":\"1\"}",
        "{\"v\":1,\"token\":\"\"}",
        "{\"v\":1,\"token\":1}",
        "{\"v\":1,\"token\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}",
        "{\"v\":1,\"own\":-1}",
        "{\"v\":1,\"own\":9007199254740993}",
        "{\"v\":1,\"shared\":7}",
        "{\"v\":1,\"shared\":{\"s\":1,\"more\":1}}",
        "{\"v\":1,\"more\":1}",
    };
    for (size_t i = 0; i < sizeof PARAMS / sizeof PARAMS[0]; i++) {
        char text[512], fault[FAULT_NAME_SIZE], tree_fault[FAULT_NAME_SIZE];
        struct request request, tree;
        struct hello hello, of_tree;
        snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":%s}", PARAMS[i]);
        check_note("%s", text);
        CHECK_NUMBER(request_parse(text, strlen(text), &request), ERROR_NONE);
        CHECK_NUMBER(request_parse_tree(text, strlen(text), &tree), ERROR_NONE);
        enum error error = request_hello(&tree, &of_tree, tree_fault);
        CHECK_NUMBER(request_hello(&request, &hello, fault), error);
        if (error) {
            CHECK_TEXT(fault, tree_fault);
        } else {
            CHECK_NUMBER(hello.own, of_tree.own);
            CHECK_NUMBER(hello.shared, of_tree.shared);
            CHECK(text_equal(hello.token, of_tree.token) && text_equal(hello.journal, of_tree.journal) && text_equal(hello.shared_name, of_tree.shared_name));
        }
        request_finish(&request);
        request_finish(&tree);
    }
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"parameters have the digest they always had", parameters_have_the_digest_they_always_had},
        {"only what is plain and good is read without a tree", only_what_is_plain_and_good_is_read_without_a_tree},
        {"hello is the same with a tree and without", hello_is_the_same_with_a_tree_and_without},
    };
    return CHECK_MAIN(TESTS, count, words);
}
