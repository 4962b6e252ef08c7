#include "codec/request.h"

#include "base/buffer.h"
#include "base/digest.h"
#include "base/memory.h"
#include "codec/json_slice.h"
#include "codec/members.h"
#include "codec/record_json.h"
#include "codec/request_plain.h"
#include <stdlib.h>
#include <string.h>

enum { MEMBERS_OF_MOST = 16 }; /* what a command has */

/* jansson would nest to 2,048 levels and take duplicate keys: both are bounded here, before it allocates anything. */
static bool is_bounded(const char *bytes, size_t length) {
    int depth = 0;
    bool in_string = false;
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        if (c == '\0')
            return false;
        if (in_string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > LIMIT_JSON_DEPTH)
                return false;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return true;
}

/* The id as it will be sent back. False when it is of a type or length we do not take. */
static bool read_request_id(json_t *id, char out[REQUEST_ID_SIZE]) {
    if (!(json_is_integer(id) || (json_is_string(id) && json_string_length(id) <= LIMIT_REQUEST_ID_BYTES)))
        return false;
    size_t length = json_dumpb(id, out, REQUEST_ID_SIZE - 1, JSON_ENCODE_ANY | JSON_COMPACT);
    if (length == 0 || length >= REQUEST_ID_SIZE) {
        strcpy(out, "null");
        return false;
    }
    out[length] = '\0';
    return true;
}

enum error request_parse(const char *bytes, size_t length, struct request *out) {
    return plain_parse(bytes, length, out) ? ERROR_NONE : request_parse_tree(bytes, length, out);
}

enum error request_parse_tree(const char *bytes, size_t length, struct request *out) {
    *out = (struct request){.id = "null", .command = COMMAND_COUNT};
    if (!is_bounded(bytes, length))
        return ERROR_PARSE;
    json_t *message = json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    if (!message)
        return ERROR_PARSE;
    out->message = message;
    if (!json_is_object(message))
        return ERROR_NOT_A_REQUEST;
    json_t *id = json_object_get(message, "id");
    out->has_id = id != NULL;
    if (id && !read_request_id(id, out->id))
        return ERROR_NOT_A_REQUEST;
    json_t *version = json_object_get(message, "jsonrpc");
    json_t *method = json_object_get(message, "method");
    json_t *params = json_object_get(message, "params");
    if (!json_is_string(version) || strcmp(json_string_value(version), "2.0") != 0 || !json_is_string(method) ||
        (params && !json_is_object(params)) || json_object_size(message) != 2u + (id != NULL) + (params != NULL))
        return ERROR_NOT_A_REQUEST;
    out->method = (struct text){json_string_value(method), json_string_length(method)};
    out->command = command_find(out->method);
    out->params = params;
    return ERROR_NONE;
}

void request_finish(struct request *request) {
    json_decref(request->message);
    request->message = request->params = NULL;
    request->plain.text = (struct text){0};
}

/* The parameters as a tree, also of a plain command when something in it wants a closer look. `*made` is to be released. */
static enum error open_params(const struct request *request, json_t **params, json_t **made) {
    struct text plain = request->plain.text;
    bool is_plain = plain.bytes != NULL;
    *made = is_plain ? json_loadb(plain.bytes, plain.length, JSON_REJECT_DUPLICATES, NULL) : NULL;
    *params = is_plain ? *made : request->params;
    return is_plain && !*made ? ERROR_NO_MEMORY : ERROR_NONE;
}

static const field_use KEY[] = {FIELD_KEY, FIELD_COUNT};

static const field_use *find_field(const field_use *fields, const char *name) {
    for (; *fields != FIELD_COUNT; fields++)
        if (strcmp(FIELD_INFO[field_of(*fields)].name, name) == 0)
            return fields;
    return NULL;
}

static enum error record_of_tree(json_t *params, const field_use *fields, bool keyed, struct arena *arena, struct record *out,
                                 char fault[FAULT_NAME_SIZE]) {
    const char *name;
    json_t *value;
    record_clear(out);
    json_object_foreach(params, name, value) {
        const field_use *use = find_field(fields, name);
        if (!use && keyed)
            use = find_field(KEY, name);
        member_fault(fault, name);
        if (!use)
            return ERROR_UNKNOWN_FIELD;
        enum error error = record_from_json(out, field_of(*use), value, true, arena);
        if (error)
            return error;
    }
    for (const field_use *use = keyed ? KEY : fields;; use++) {
        if (*use == FIELD_COUNT) {
            if (!keyed)
                break;
            keyed = false;
            use = fields;
            if (*use == FIELD_COUNT)
                break;
        }
        if (!field_is_optional(*use) && !record_has(out, field_of(*use))) {
            member_fault(fault, FIELD_INFO[field_of(*use)].name);
            return ERROR_MISSING_FIELD;
        }
    }
    fault[0] = '\0';
    return ERROR_NONE;
}

enum error request_record(const struct request *request, const field_use *fields, bool keyed, struct arena *arena, struct record *out,
                          char fault[FAULT_NAME_SIZE]) {
    json_t *params, *made;
    fault[0] = '\0';
    if (request->plain.text.bytes && plain_record(&request->plain, fields, keyed, arena, out))
        return ERROR_NONE;
    enum error error = open_params(request, &params, &made);
    if (!error)
        error = record_of_tree(params, fields, keyed, arena, out, fault);
    json_decref(made);
    return error;
}

static int append(const char *bytes, size_t length, void *context) {
    return buffer_append(context, bytes, length) ? -1 : 0;
}

struct named_value {
    const char *name;
    json_t *value;
};

static int compare_names(const void *left, const void *right) {
    return strcmp(((const struct named_value *)left)->name, ((const struct named_value *)right)->name);
}

/* Members that say nothing of what is wanted. */
static bool is_left_out(const char *name) {
    return strcmp(name, "key") == 0 || strcmp(name, "until") == 0 || strcmp(name, "receipt") == 0;
}

static enum error append_value(struct buffer *out, json_t *value) {
    if (json_is_string(value))
        return json_quote(out, (struct text){json_string_value(value), json_string_length(value)});
    if (json_is_integer(value))
        return buffer_printf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    return json_dump_callback(value, append, out, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY) ? ERROR_NO_MEMORY : ERROR_NONE;
}

/* The members in the order of their names: as jansson prints with JSON_COMPACT | JSON_SORT_KEYS. The journal holds digests of that text. */
static enum error append_sorted(struct buffer *out, json_t *params, struct named_value *members) {
    const char *name;
    json_t *value;
    size_t count = 0;
    json_object_foreach(params, name, value) {
        if (!is_left_out(name))
            members[count++] = (struct named_value){name, value};
    }
    if (count > 1)
        qsort(members, count, sizeof *members, compare_names);
    enum error error = buffer_append(out, "{", 1);
    for (size_t i = 0; i < count && !error; i++) {
        if (i > 0)
            error = buffer_append(out, ",", 1);
        if (!error)
            error = json_quote(out, text_of(members[i].name));
        if (!error)
            error = buffer_append(out, ":", 1);
        if (!error)
            error = append_value(out, members[i].value);
    }
    return error ? error : buffer_append(out, "}", 1);
}

static enum error digest_of_tree(struct text method, json_t *params, uint8_t out[PARAMS_SIZE]) {
    struct named_value few[MEMBERS_OF_MOST], *members = few;
    size_t count = json_object_size(params);
    struct buffer text;
    buffer_init(&text);
    if (count > MEMBERS_OF_MOST && !(members = memory_take(count * sizeof *members)))
        return ERROR_NO_MEMORY;
    enum error error = buffer_append(&text, method.bytes, method.length);
    if (!error)
        error = append_sorted(&text, params, members);
    struct digest digest;
    if (!error)
        error = digest_of(text.bytes, text.length, &digest);
    if (!error)
        memcpy(out, digest.bytes, PARAMS_SIZE);
    if (members != few)
        memory_release(members);
    buffer_finish(&text);
    return error;
}

enum error request_params_digest(const struct request *request, uint8_t out[PARAMS_SIZE]) {
    json_t *params, *made;
    if (request->plain.text.bytes && plain_digest(request->method, &request->plain, out))
        return ERROR_NONE;
    enum error error = open_params(request, &params, &made);
    if (!error)
        error = digest_of_tree(request->method, params, out);
    json_decref(made);
    return error;
}

enum error request_params_text(const struct request *request, struct buffer *out) {
    json_t *params, *made;
    struct text plain = request->plain.text;
    if (plain.bytes && plain_is_compact(plain))
        return buffer_append(out, plain.bytes, plain.length);
    enum error error = open_params(request, &params, &made);
    if (error)
        return error;
    if (!params)
        return buffer_append_text(out, "{}");
    int failed = json_dump_callback(params, append, out, JSON_COMPACT);
    json_decref(made);
    return failed ? ERROR_NO_MEMORY : ERROR_NONE;
}

/* ---- the methods with parameters of their own ---- */

static enum error hello_of_tree(json_t *params, struct hello *out, char fault[FAULT_NAME_SIZE]) {
    json_t *version = NULL, *token = NULL, *journal = NULL, *own = NULL, *shared = NULL, *name = NULL, *cursor = NULL;
    const struct member members[] = {{"v", &version}, {"token", &token}, {"journal", &journal}, {"own", &own}, {"shared", &shared}};
    const struct member of_shared[] = {{"name", &name}, {"s", &cursor}};
    *out = (struct hello){.own = -1, .shared = -1};
    enum error error = members_read(params, members, sizeof members / sizeof members[0], fault);
    if (!error && json_is_object(shared))
        error = members_read(shared, of_shared, 2, fault);
    else if (!error && shared && !json_is_null(shared)) {
        member_fault(fault, "shared");
        error = ERROR_WRONG_TYPE;
    }
    if (!error && !version) {
        member_fault(fault, "v");
        error = ERROR_MISSING_FIELD;
    }
    if (!error)
        error = member_integer(version, "v", 0, INT32_MAX, 0, &out->version, fault);
    if (!error)
        error = member_string(token, "token", HELLO_WORD_MOST, &out->token, fault);
    if (!error)
        error = member_string(journal, "journal", HELLO_WORD_MOST, &out->journal, fault);
    if (!error)
        error = member_integer(own, "own", 0, HELLO_CURSOR_MOST, -1, &out->own, fault);
    if (!error)
        error = member_string(name, "shared.name", HELLO_WORD_MOST, &out->shared_name, fault);
    if (!error)
        error = member_integer(cursor, "shared.s", 0, HELLO_CURSOR_MOST, -1, &out->shared, fault);
    if (!error && out->version != HELLO_VERSION) {
        member_fault(fault, "v");
        return ERROR_UNSUPPORTED_VERSION;
    }
    return error;
}

enum error request_hello(const struct request *request, struct hello *out, char fault[FAULT_NAME_SIZE]) {
    json_t *params, *made;
    bool is_plain = request->plain.text.bytes != NULL;
    fault[0] = '\0';
    if (is_plain && plain_hello(&request->plain, out))
        return ERROR_NONE;
    enum error error = open_params(request, &params, &made);
    if (!error)
        error = hello_of_tree(params, out, fault);
    json_decref(made);
    return is_plain && !error ? ERROR_MALFORMED : error; /* the texts are gone with the tree; fuzz/request knows no such case */
}

enum error request_sign_in(const struct request *request, struct sign_in *out, char fault[FAULT_NAME_SIZE]) {
    json_t *code = NULL, *card = NULL, *name = NULL, *password = NULL;
    const struct member members[] = {{"code", &code}, {"card", &card}, {"name", &name}, {"password", &password}};
    *out = (struct sign_in){0};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error)
        error = member_string(code, "code", 32, &out->code, fault);
    if (!error)
        error = member_string(card, "card", 64, &out->card, fault);
    if (!error)
        error = member_string(name, "name", LIMIT_ID_BYTES, &out->name, fault);
    if (!error)
        error = member_string(password, "password", LIMIT_PASSWORD_BYTES, &out->password, fault);
    if (error)
        return error;
    int ways = (code != NULL) + (card != NULL) + (name != NULL);
    if (ways == 1 && (name != NULL) == (password != NULL))
        return ERROR_NONE;
    member_fault(fault, name && !password ? "password" : password && !name ? "name" : "code");
    return ways > 1 ? ERROR_UNKNOWN_FIELD : ERROR_MISSING_FIELD;
}

enum error request_setup(const struct request *request, struct arena *arena, struct setup_wish *out, char fault[FAULT_NAME_SIZE]) {
    json_t *code = NULL, *person = NULL, *name = NULL, *password = NULL;
    const struct member members[] = {{"code", &code}, {"person", &person}, {"name", &name}, {"password", &password}};
    *out = (struct setup_wish){0};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error)
        error = member_string(code, "code", 64, &out->code, fault);
    if (!error)
        error = member_string(person, "person", LIMIT_ID_BYTES, &out->person, fault);
    if (!error)
        error = member_string(name, "name", LIMIT_NAME_BYTES, &out->name, fault);
    if (!error)
        error = member_string(password, "password", LIMIT_PASSWORD_BYTES, &out->password, fault);
    if (error)
        return error;
    const char *missing = !code ? "code" : !person ? "person" : !password ? "password" : NULL;
    if (missing) {
        member_fault(fault, missing);
        return ERROR_MISSING_FIELD;
    }
    if (strspn(out->person.bytes, "abcdefghijklmnopqrstuvwxyz0123456789_-") != out->person.length) {
        member_fault(fault, "person");
        return ERROR_MALFORMED;
    }
    if (text_graphemes(out->password) < LIMIT_PASSWORD_LEAST) {
        member_fault(fault, "password");
        return ERROR_OUT_OF_RANGE;
    }
    if (!name)
        return ERROR_NONE;
    member_fault(fault, "name");
    return text_clean(arena, out->name.bytes, out->name.length, LIMIT_NAME_GRAPHEMES, LIMIT_NAME_BYTES, &out->name);
}

enum error request_bundle(const struct request *request, struct text *site, char fault[FAULT_NAME_SIZE]) {
    json_t *value = NULL;
    const struct member members[] = {{"site", &value}};
    *site = (struct text){0};
    enum error error = members_read(request->params, members, 1, fault);
    if (!error)
        error = member_string(value, "site", LIMIT_ID_BYTES, site, fault);
    if (error || value)
        return error;
    member_fault(fault, "site");
    return ERROR_MISSING_FIELD;
}

bool request_says(const struct request *request, const field_use *fields) {
    const char *name;
    json_t *value;
    for (size_t i = 0; i < request->plain.count; i++) {
        struct text plain = request->plain.members[i].name;
        for (const field_use *field = fields; *field != FIELD_COUNT; field++)
            if (text_equal_string(plain, FIELD_INFO[field_of(*field)].name))
                return true;
    }
    json_object_foreach((json_t *)request->params, name, value)
        if (find_field(fields, name))
            return true;
    return false;
}

enum error request_take_password(const struct request *request, struct text method, struct request *out, char password[LIMIT_PASSWORD_BYTES + 1],
                                 char fault[FAULT_NAME_SIZE]) {
    json_t *params, *made;
    struct text said = {0};
    *out = (struct request){.method = method, .has_id = request->has_id, .command = request->command};
    strcpy(out->id, request->id);
    member_fault(fault, "password");
    enum error error = open_params(request, &params, &made);
    json_t *value = error ? NULL : json_object_get(params, "password");
    if (!error)
        error = value ? member_string(value, "password", LIMIT_PASSWORD_BYTES, &said, fault) : ERROR_MISSING_FIELD;
    if (!error) {
        memcpy(password, said.bytes, said.length);
        password[said.length] = '\0';
        out->message = out->params = json_copy(params); /* its values are shared, and nobody changes them */
        error = out->params ? ERROR_NONE : ERROR_NO_MEMORY;
    }
    if (!error)
        json_object_del(out->params, "password");
    json_decref(made);
    return error;
}

enum error request_list_page(const struct request *request, struct list_page *out, char fault[FAULT_NAME_SIZE]) {
    json_t *after = NULL, *limit = NULL;
    const struct member members[] = {{"after", &after}, {"limit", &limit}};
    enum error error = members_read(request->params, members, 2, fault);
    if (!error)
        error = member_integer(after, "after", 0, INT32_MAX, 0, &out->after, fault);
    if (!error)
        error = member_integer(limit, "limit", 1, LIMIT_LIST_PAGE, LIMIT_LIST_PAGE, &out->limit, fault);
    return error;
}

enum error request_history_page(const struct request *request, int64_t *question, int64_t *after, char fault[FAULT_NAME_SIZE]) {
    json_t *number = NULL, *behind = NULL;
    const struct member members[] = {{"question", &number}, {"after", &behind}};
    enum error error = members_read(request->params, members, 2, fault);
    if (!error)
        error = member_integer(number, "question", 1, INT32_MAX, 0, question, fault);
    if (!error)
        error = member_integer(behind, "after", 0, INT32_MAX, 0, after, fault);
    return error;
}

enum error request_opinion_page(const struct request *request, struct arena *arena, struct opinion_page *out, char fault[FAULT_NAME_SIZE]) {
    json_t *after = NULL, *limit = NULL, *topic = NULL, *text = NULL;
    const struct member members[] = {{"after", &after}, {"limit", &limit}, {"topic", &topic}, {"text", &text}};
    *out = (struct opinion_page){0};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error)
        error = member_integer(after, "after", 0, INT32_MAX, 0, &out->after, fault);
    if (!error)
        error = member_integer(limit, "limit", 1, LIMIT_OPINION_PAGE, LIMIT_OPINION_PAGE, &out->limit, fault);
    if (!error)
        error = member_string(topic, "topic", LIMIT_ID_BYTES, &out->topic, fault);
    if (!error)
        error = member_string(text, "text", LIMIT_QUESTION_BYTES, &out->text, fault);
    if (!error && text)
        error = text_clean(arena, out->text.bytes, out->text.length, LIMIT_QUESTION_GRAPHEMES, LIMIT_QUESTION_BYTES, &out->text);
    return error;
}

enum error request_poll_page(const struct request *request, struct poll_page *out, char fault[FAULT_NAME_SIZE]) {
    json_t *poll = NULL, *site = NULL, *after = NULL, *limit = NULL;
    const struct member members[] = {{"poll", &poll}, {"site", &site}, {"after", &after}, {"limit", &limit}};
    *out = (struct poll_page){0};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error && !poll) {
        member_fault(fault, "poll");
        error = ERROR_MISSING_FIELD;
    }
    if (!error)
        error = member_integer(poll, "poll", 1, INT32_MAX, 0, &out->poll, fault);
    if (!error)
        error = member_string(site, "site", LIMIT_ID_BYTES, &out->site, fault);
    if (!error)
        error = member_string(after, "after", LIMIT_ID_BYTES, &out->after, fault);
    if (!error)
        error = member_integer(limit, "limit", 1, LIMIT_LIST_PAGE, LIMIT_LIST_PAGE, &out->limit, fault);
    return error;
}

enum error request_people_page(const struct request *request, struct people_page *out, char fault[FAULT_NAME_SIZE]) {
    json_t *after = NULL, *limit = NULL, *text = NULL, *site = NULL, *role = NULL;
    const struct member members[] = {{"after", &after}, {"limit", &limit}, {"text", &text}, {"site", &site}, {"role", &role}};
    struct text word = {0};
    *out = (struct people_page){.role = -1};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error)
        error = member_string(after, "after", LIMIT_ID_BYTES, &out->after, fault);
    if (!error)
        error = member_integer(limit, "limit", 1, LIMIT_PEOPLE_PAGE, LIMIT_PEOPLE_PAGE, &out->limit, fault);
    if (!error)
        error = member_string(text, "text", LIMIT_NAME_BYTES, &out->text, fault);
    if (!error)
        error = member_string(site, "site", LIMIT_ID_BYTES, &out->site, fault);
    if (!error)
        error = member_string(role, "role", LIMIT_ID_BYTES, &word, fault);
    if (!error && word.length > 0 && (out->role = word_find(&ROLE_WORDS, word)) < 0)
        return ERROR_UNKNOWN_WORD;
    return error;
}

enum error request_codes(const struct request *request, struct codes_asked *out, char fault[FAULT_NAME_SIZE]) {
    json_t *people = NULL, *site = NULL;
    const struct member members[] = {{"people", &people}, {"site", &site}};
    *out = (struct codes_asked){0};
    enum error error = members_read(request->params, members, 2, fault);
    if (!error)
        error = member_string(site, "site", LIMIT_ID_BYTES, &out->site, fault);
    if (error)
        return error;
    member_fault(fault, "people");
    if (!people || site)
        return people ? ERROR_UNKNOWN_FIELD : site ? ERROR_NONE : ERROR_MISSING_FIELD;
    if (!json_is_array(people))
        return ERROR_WRONG_TYPE;
    if (json_array_size(people) < 1 || json_array_size(people) > LIMIT_CODES_NAMED)
        return ERROR_OUT_OF_RANGE;
    for (; out->count < json_array_size(people) && !error; out->count++)
        error = member_string(json_array_get(people, out->count), "people", LIMIT_ID_BYTES, &out->people[out->count], fault);
    return error;
}

enum error request_confirmation(const struct request *request, struct confirmation *out, char fault[FAULT_NAME_SIZE]) {
    json_t *stage = NULL, *rev = NULL;
    const struct member members[] = {{"stage", &stage}, {"rev", &rev}};
    *out = (struct confirmation){0};
    enum error error = members_read(request->params, members, 2, fault);
    if (!error && (!stage || !rev)) {
        member_fault(fault, stage ? "rev" : "stage");
        return ERROR_MISSING_FIELD;
    }
    if (!error)
        error = member_string(stage, "stage", LIMIT_ID_BYTES, &out->stage, fault);
    if (!error)
        error = member_integer(rev, "rev", 1, INT32_MAX, 0, &out->rev, fault);
    return error;
}
