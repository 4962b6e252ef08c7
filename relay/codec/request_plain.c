#include "codec/request_plain.h"

#include "codec/json_scan.h"
#include "codec/plain_object.h"
#include "codec/record_scan.h"
#include <string.h>

enum { DIGESTED_BYTES = 1024 }; /* what a ballot says, several times over; a message on the stage */

/* ---- is it plain? ---- */

/* Names that have been met in one object. */
struct names {
    struct text met[PLAIN_MEMBERS];
    size_t count;
};

static bool is_new_name(struct names *names, struct text name) {
    if (names->count == PLAIN_MEMBERS || memchr(name.bytes, '\\', name.length))
        return false;
    for (size_t i = 0; i < names->count; i++)
        if (text_equal(names->met[i], name))
            return false;
    names->met[names->count++] = name;
    return true;
}

/* -0 is a number that would be printed otherwise than it came. */
static bool skip_integer(struct json_scan *scan) {
    int64_t number;
    bool is_negative = json_scan_sees(scan, '-');
    return json_scan_integer(scan, &number) == ERROR_NONE && !(is_negative && number == 0);
}

static bool skip_value(struct json_scan *scan, int depth);

static bool skip_object(struct json_scan *scan, int depth) {
    struct names names = {.count = 0};
    struct text name;
    char mark = '{';
    while (json_scan_member(scan, &mark, &name))
        if (!is_new_name(&names, name) || !skip_value(scan, depth + 1))
            return false;
    return json_scan_close(scan, mark, '}');
}

static bool skip_array(struct json_scan *scan, int depth) {
    char mark = '[';
    while (json_scan_element(scan, &mark))
        if (!skip_value(scan, depth + 1))
            return false;
    return json_scan_close(scan, mark, ']');
}

/* Goes over one plain value. `depth`: how many objects and arrays it stands in. */
static bool skip_value(struct json_scan *scan, int depth) {
    struct text word;
    bool flag;
    if (json_scan_sees(scan, '"'))
        return json_scan_word(scan, &word) == ERROR_NONE;
    if (json_scan_sees(scan, '{'))
        return depth < LIMIT_JSON_DEPTH && skip_object(scan, depth);
    if (json_scan_sees(scan, '['))
        return depth < LIMIT_JSON_DEPTH && skip_array(scan, depth);
    if (json_scan_sees(scan, 't') || json_scan_sees(scan, 'f'))
        return json_scan_flag(scan, &flag) == ERROR_NONE;
    return skip_integer(scan);
}

/* The value that comes next, as it stands there; {NULL, 0} when it is not plain. */
static struct text take_value(struct json_scan *scan, int depth) {
    (void)json_scan_sees(scan, '\0'); /* blanks before it are not its own */
    const char *begin = scan->at;
    return skip_value(scan, depth) ? (struct text){begin, (size_t)(scan->at - begin)} : (struct text){0};
}

/* Its members are taken down once, here: whoever wants one later need not look for its end again. */
static bool take_params(struct json_scan *scan, struct plain_params *out) {
    struct names names = {.count = 0};
    struct plain_member member;
    char mark = '{';
    (void)json_scan_sees(scan, '\0');
    const char *begin = scan->at;
    for (out->count = 0; json_scan_member(scan, &mark, &member.name); out->members[out->count++] = member)
        if (!is_new_name(&names, member.name) || !(member.value = take_value(scan, 2)).bytes)
            return false;
    if (!json_scan_close(scan, mark, '}'))
        return false;
    out->text = (struct text){begin, (size_t)(scan->at - begin)};
    return true;
}

/* ---- the request around the parameters ---- */

static bool is_object(struct text value) {
    return value.bytes[0] == '{';
}

static bool is_string(struct text value) {
    return value.bytes[0] == '"';
}

/* What stands between the quotes. */
static struct text unquoted(struct text value) {
    return (struct text){value.bytes + 1, value.length - 2};
}

static bool is_request_id(struct text value) {
    return is_string(value) ? value.length - 2 <= LIMIT_REQUEST_ID_BYTES : value.bytes[0] == '-' || (value.bytes[0] >= '0' && value.bytes[0] <= '9');
}

/* The member `name` of the request itself. False: it is there for the second time, or not plain, or there should be no such member. */
static bool take_member(struct json_scan *scan, struct text name, struct names *names, struct text *version, struct text *id, struct request *out) {
    if (!is_new_name(names, name))
        return false;
    if (text_equal_string(name, "params"))
        return take_params(scan, &out->plain);
    struct text *place = text_equal_string(name, "jsonrpc") ? version : text_equal_string(name, "id") ? id : text_equal_string(name, "method") ? &out->method : NULL;
    return place && (*place = take_value(scan, 1)).bytes;
}

bool plain_parse(const char *bytes, size_t length, struct request *out) {
    struct json_scan scan = {bytes, bytes + length};
    struct text version = {0}, id = {0}, name;
    struct names names = {.count = 0};
    char mark = '{';
    *out = (struct request){.id = "null", .command = COMMAND_COUNT};
    while (json_scan_member(&scan, &mark, &name))
        if (!take_member(&scan, name, &names, &version, &id, out))
            return false;
    if (!json_scan_close(&scan, mark, '}') || !json_scan_ends(&scan) || !version.bytes || !out->method.bytes || !is_string(out->method) ||
        !text_equal_string(version, "\"2.0\"") || (id.bytes && !is_request_id(id)))
        return false;
    out->method = unquoted(out->method);
    out->command = command_find(out->method);
    if (out->command == COMMAND_COUNT && !text_equal_string(out->method, "hello"))
        return false;
    out->has_id = id.bytes != NULL;
    if (id.bytes) {
        memcpy(out->id, id.bytes, id.length);
        out->id[id.length] = '\0';
    }
    return true;
}

/* ---- the parameters ---- */

static const field_use *find_field(const field_use *fields, struct text name) {
    for (; *fields != FIELD_COUNT; fields++)
        if (text_equal_string(name, FIELD_INFO[field_of(*fields)].name))
            return fields;
    return NULL;
}

/* What a person typed is cleaned; all else is as strict in the journal as on the wire. */
static bool read_field(struct record *record, enum field field, struct json_scan *scan, struct arena *arena) {
    const struct field_info *info = &FIELD_INFO[field];
    struct text typed;
    switch (info->type) {
    case TYPE_LOCALISED:
        return plain_localised(scan, info, arena, record_place(record, field));
    case TYPE_LOCALISED_LIST:
    case TYPE_ADDRESS:
        return false;
    case TYPE_TEXT:
        return !json_scan_word(scan, &typed) &&
               !text_clean(arena, typed.bytes, typed.length, (size_t)info->most, info->bytes, record_place(record, field));
    default:
        return !record_scan(record, field, scan, arena);
    }
}

static bool has_required(const struct record *record, const field_use *fields) {
    for (; *fields != FIELD_COUNT; fields++)
        if (!field_is_optional(*fields) && !record_has(record, field_of(*fields)))
            return false;
    return true;
}

bool plain_record(const struct plain_params *params, const field_use *fields, bool keyed, struct arena *arena, struct record *out) {
    static const field_use KEY[] = {FIELD_KEY, FIELD_COUNT}, NONE[] = {FIELD_COUNT};
    const field_use *also = keyed ? KEY : NONE;
    record_clear(out);
    for (const struct plain_member *member = params->members; member < params->members + params->count; member++) {
        struct json_scan scan = {member->value.bytes, member->value.bytes + member->value.length};
        const field_use *use = find_field(fields, member->name);
        if (!use && !(use = find_field(also, member->name)))
            return false;
        if (!read_field(out, field_of(*use), &scan, arena) || !json_scan_ends(&scan))
            return false;
    }
    return has_required(out, fields) && has_required(out, also);
}

/* A blank within a string is none; but then it is only looked at more closely than need be. */
bool plain_is_compact(struct text value) {
    for (size_t i = 0; i < value.length; i++)
        if (value.bytes[i] == ' ' || value.bytes[i] == '\t' || value.bytes[i] == '\n' || value.bytes[i] == '\r')
            return false;
    return true;
}

/* ---- hello ---- */

/* What a text of hello may be: there is something, and not too much. */
static bool read_word(struct json_scan *scan, struct text *out) {
    return !json_scan_word(scan, out) && out->length > 0 && out->length <= HELLO_WORD_MOST;
}

static bool read_cursor(struct json_scan *scan, int64_t *out) {
    return !json_scan_integer(scan, out) && *out >= 0 && *out <= HELLO_CURSOR_MOST;
}

static bool read_shared(struct json_scan *scan, struct hello *out) {
    struct text name;
    char mark = '{';
    while (json_scan_member(scan, &mark, &name))
        if (!(text_equal_string(name, "name") ? read_word(scan, &out->shared_name) : text_equal_string(name, "s") && read_cursor(scan, &out->shared)))
            return false;
    return json_scan_close(scan, mark, '}');
}

static bool read_hello_member(struct text name, struct json_scan *scan, struct hello *out) {
    if (text_equal_string(name, "v"))
        return !json_scan_integer(scan, &out->version);
    if (text_equal_string(name, "token"))
        return read_word(scan, &out->token);
    if (text_equal_string(name, "journal"))
        return read_word(scan, &out->journal);
    if (text_equal_string(name, "own"))
        return read_cursor(scan, &out->own);
    return text_equal_string(name, "shared") && read_shared(scan, out);
}

bool plain_hello(const struct plain_params *params, struct hello *out) {
    *out = (struct hello){.own = -1, .shared = -1};
    for (const struct plain_member *member = params->members; member < params->members + params->count; member++) {
        struct json_scan scan = {member->value.bytes, member->value.bytes + member->value.length};
        if (!read_hello_member(member->name, &scan, out) || !json_scan_ends(&scan))
            return false;
    }
    return out->version == HELLO_VERSION;
}

/* ---- their digest ---- */

static bool comes_before(struct text a, struct text b) {
    int order = memcmp(a.bytes, b.bytes, a.length < b.length ? a.length : b.length);
    return order < 0 || (order == 0 && a.length < b.length);
}

static void insert_sorted(const struct plain_member **members, size_t count, const struct plain_member *member) {
    for (; count > 0 && comes_before(member->name, members[count - 1]->name); count--)
        members[count] = members[count - 1];
    members[count] = member;
}

static bool is_left_out(struct text name) {
    return text_equal_string(name, "key") || text_equal_string(name, "until") || text_equal_string(name, "receipt");
}

/* jansson would print it as it stands there; an object, as plain_object_print says. */
static bool is_printed_alike(struct text value) {
    return is_object(value) || is_string(value) || (plain_is_compact(value) && !memchr(value.bytes, '{', value.length));
}

/* The members that count, in the order of their names. False: a value would be printed otherwise than it stands there. */
static bool sort_members(const struct plain_params *params, const struct plain_member *members[PLAIN_MEMBERS], size_t *count) {
    *count = 0;
    for (const struct plain_member *member = params->members; member < params->members + params->count; member++) {
        if (is_left_out(member->name))
            continue;
        if (!is_printed_alike(member->value))
            return false;
        insert_sorted(members, (*count)++, member);
    }
    return true;
}

struct digested {
    char bytes[DIGESTED_BYTES];
    size_t length;
};

static bool add(struct digested *digested, struct text text) {
    if (text.length > DIGESTED_BYTES - digested->length)
        return false;
    memcpy(digested->bytes + digested->length, text.bytes, text.length);
    digested->length += text.length;
    return true;
}

static bool add_value(struct digested *digested, struct text value) {
    size_t length;
    if (!is_object(value))
        return add(digested, value);
    if (!plain_object_print(value, digested->bytes + digested->length, DIGESTED_BYTES - digested->length, &length))
        return false;
    digested->length += length;
    return true;
}

bool plain_digest(struct text method, const struct plain_params *params, uint8_t out[PARAMS_SIZE]) {
    const struct plain_member *members[PLAIN_MEMBERS];
    struct digested digested;
    struct digest digest;
    size_t count;
    digested.length = 0;
    if (!sort_members(params, members, &count) || !add(&digested, method) || !add(&digested, text_of("{")))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!add(&digested, text_of(i > 0 ? ",\"" : "\"")) || !add(&digested, members[i]->name) || !add(&digested, text_of("\":")) || !add_value(&digested, members[i]->value))
            return false;
    if (!add(&digested, text_of("}")) || digest_of(digested.bytes, digested.length, &digest))
        return false;
    memcpy(out, digest.bytes, PARAMS_SIZE);
    return true;
}
