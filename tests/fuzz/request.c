/* A message from a socket: parsed, then read as every method there is would read its parameters. */
#include "fuzz.h"

#include "codec/record_print.h"
#include "codec/reply.h"
#include "codec/request.h"
#include "core/command.h"

#include <string.h>

static void check_texts(const struct record *record, const field_use *fields) {
    for (; *fields != FIELD_COUNT; fields++) {
        enum field field = field_of(*fields);
        const struct field_info *info = &FIELD_INFO[field];
        if (!record_has(record, field) || (info->type != TYPE_TEXT && info->type != TYPE_ID && info->type != TYPE_ADDRESS))
            continue;
        const struct text *text = record_value(record, field);
        LAW(text->length > 0 && text->length <= info->bytes && text_is_utf8(text->bytes, text->length));
        LAW(strlen(text->bytes) == text->length);
    }
}

static void read_command(const struct request *request, const struct command_info *info) {
    struct arena arena;
    struct record record;
    char fault[FAULT_NAME_SIZE];
    uint8_t digest[PARAMS_SIZE], again[PARAMS_SIZE];
    arena_init(&arena);
    enum error error = request_record(request, info->fields, true, &arena, &record, fault);
    LAW(memchr(fault, '\0', sizeof fault) != NULL);
    if (error == ERROR_NONE) {
        LAW(fault[0] == '\0' && record_has(&record, FIELD_KEY));
        check_texts(&record, info->fields);
        LAW(request_params_digest(request, digest) == ERROR_NONE && request_params_digest(request, again) == ERROR_NONE);
        LAW(memcmp(digest, again, sizeof digest) == 0);
    }
    arena_finish(&arena);
}

static void read_others(const struct request *request) {
    struct hello hello;
    struct sign_in sign_in;
    struct list_page page;
    char fault[FAULT_NAME_SIZE];
    if (request_hello(request, &hello, fault) == ERROR_NONE)
        LAW(hello.version == 1 && hello.own >= -1 && hello.shared >= -1);
    if (request_sign_in(request, &sign_in, fault) == ERROR_NONE)
        LAW((sign_in.code.length > 0) + (sign_in.card.length > 0) + (sign_in.name.length > 0) == 1);
    if (request_list_page(request, &page, fault) == ERROR_NONE)
        LAW(page.limit >= 1 && page.limit <= LIMIT_LIST_PAGE);
}

/* What is read where it lies says what its tree says: the same record, the same digest, the same text, the same faults. */
static void compare_command(const struct request *request, const struct request *tree, const struct command_info *info) {
    struct arena arena;
    struct record record, other;
    char fault[FAULT_NAME_SIZE], other_fault[FAULT_NAME_SIZE];
    struct buffer text, other_text;
    arena_init(&arena);
    buffer_init(&text);
    buffer_init(&other_text);
    enum error error = request_record(request, info->fields, true, &arena, &record, fault);
    LAW(error == request_record(tree, info->fields, true, &arena, &other, other_fault) && strcmp(fault, other_fault) == 0);
    if (error == ERROR_NONE) {
        LAW(record_print(&text, info->fields, &record) == ERROR_NONE && record_print(&other_text, info->fields, &other) == ERROR_NONE);
        LAW(text.length == other_text.length && (text.length == 0 || memcmp(text.bytes, other_text.bytes, text.length) == 0));
        LAW(memcmp(record.key, other.key, KEY_SIZE) == 0);
    }
    buffer_finish(&text);
    buffer_finish(&other_text);
    arena_finish(&arena);
}

static void compare_hello(const struct request *request, const struct request *tree) {
    struct hello hello, other;
    char fault[FAULT_NAME_SIZE], other_fault[FAULT_NAME_SIZE];
    enum error error = request_hello(request, &hello, fault);
    LAW(error == request_hello(tree, &other, other_fault) && (error == ERROR_NONE || strcmp(fault, other_fault) == 0));
    if (error == ERROR_NONE)
        LAW(hello.version == other.version && hello.own == other.own && hello.shared == other.shared && text_equal(hello.token, other.token) &&
            text_equal(hello.journal, other.journal) && text_equal(hello.shared_name, other.shared_name));
}

static void compare_with_tree(const struct request *request, const char *bytes, size_t length, enum error error) {
    struct request tree;
    uint8_t digest[PARAMS_SIZE], other_digest[PARAMS_SIZE];
    struct buffer text, other_text;
    buffer_init(&text);
    buffer_init(&other_text);
    LAW(request_parse_tree(bytes, length, &tree) == error);
    LAW(strcmp(request->id, tree.id) == 0 && request->has_id == tree.has_id);
    if (error == ERROR_NONE) {
        LAW(text_equal(request->method, tree.method) && request->command == tree.command);
        LAW(request_params_digest(request, digest) == ERROR_NONE && request_params_digest(&tree, other_digest) == ERROR_NONE);
        LAW(memcmp(digest, other_digest, sizeof digest) == 0);
        LAW(request_params_text(request, &text) == ERROR_NONE && request_params_text(&tree, &other_text) == ERROR_NONE);
        LAW(text.length == other_text.length && memcmp(text.bytes, other_text.bytes, text.length) == 0);
        for (int type = 0; request->plain.text.bytes && type < COMMANDS_FROM_PEOPLE; type++)
            compare_command(request, &tree, &COMMAND_INFO[type]);
        compare_hello(request, &tree);
    }
    request_finish(&tree);
    buffer_finish(&text);
    buffer_finish(&other_text);
}

/* An answer can be made for whatever came in, and it is one JSON text. */
static void answer(const struct request *request) {
    struct buffer text;
    struct request read;
    buffer_init(&text);
    LAW(reply_error(&text, request->id, ERROR_MALFORMED, "text", NULL) == ERROR_NONE);
    LAW(request_parse(text.bytes, text.length, &read) != ERROR_PARSE);
    request_finish(&read);
    buffer_finish(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct request request;
    enum error error = request_parse((const char *)data, size, &request);
    LAW(error == ERROR_NONE || error == ERROR_PARSE || error == ERROR_NOT_A_REQUEST);
    compare_with_tree(&request, (const char *)data, size, error);
    if (error == ERROR_NONE) {
        for (int type = 0; type < COMMANDS_FROM_PEOPLE; type++)
            read_command(&request, &COMMAND_INFO[type]);
        read_others(&request);
    }
    answer(&request);
    request_finish(&request);
    return 0;
}
