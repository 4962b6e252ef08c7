#include "codec/link.h"

#include "base/digest.h"
#include "codec/link_limits.h"
#include "codec/members.h"
#include <inttypes.h>
#include <string.h>

enum { SEQ_BITS = 53 }; /* numbers on the wire stay whole in every language */
static const int64_t MOST = INT64_C(1) << SEQ_BITS;

static enum error missing(const char *name, char fault[FAULT_NAME_SIZE]) {
    member_fault(fault, name);
    return ERROR_MISSING_FIELD;
}

static enum error read_number(json_t *value, const char *name, int64_t least, uint64_t *out, char fault[FAULT_NAME_SIZE]) {
    int64_t number = 0;
    if (!value)
        return missing(name, fault);
    enum error error = member_integer(value, name, least, MOST, least, &number, fault);
    *out = (uint64_t)number;
    return error;
}

static enum error read_bytes(json_t *value, const char *name, void *out, size_t length, char fault[FAULT_NAME_SIZE]) {
    return value ? member_bytes(value, name, out, length, fault) : missing(name, fault);
}

/* ---- what a site sends ---- */

enum error link_read_claim(const struct request *request, struct link_claim *out, char fault[FAULT_NAME_SIZE]) {
    json_t *version = NULL, *folder = NULL, *stream = NULL, *previous = NULL, *restored = NULL, *takeover = NULL, *journal = NULL, *s = NULL;
    const struct member members[] = {{"v", &version},        {"folder", &folder},     {"stream", &stream},   {"previousStream", &previous},
                                     {"restored", &restored}, {"takeover", &takeover}, {"journal", &journal}, {"s", &s}};
    *out = (struct link_claim){.s = -1};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error && !version)
        error = missing("v", fault);
    if (!error)
        error = member_integer(version, "v", 0, INT32_MAX, 0, &out->version, fault);
    if (!error && out->version != 1) {
        member_fault(fault, "v");
        error = ERROR_UNSUPPORTED_VERSION;
    }
    if (!error)
        error = read_bytes(folder, "folder", out->folder, FOLDER_SIZE, fault);
    if (!error)
        error = read_bytes(stream, "stream", out->stream, STREAM_SIZE, fault);
    if (!error)
        error = member_bytes(previous, "previousStream", out->previous, STREAM_SIZE, fault);
    out->has_previous = previous != NULL;
    if (!error)
        error = member_flag(restored, "restored", &out->restored, fault);
    if (!error)
        error = member_flag(takeover, "takeover", &out->takeover, fault);
    if (!error)
        error = member_string(journal, "journal", 64, &out->journal, fault);
    if (!error)
        error = member_integer(s, "s", 0, MOST, -1, &out->s, fault);
    return error;
}

/* The request that stands inside another. */
static enum error read_inner(json_t *method, json_t *params, const char *id, struct request *out, char fault[FAULT_NAME_SIZE]) {
    *out = (struct request){.has_id = true, .command = COMMAND_COUNT};
    snprintf(out->id, sizeof out->id, "%s", id);
    if (!method)
        return missing("method", fault);
    enum error error = member_string(method, "method", LIMIT_ID_BYTES, &out->method, fault);
    if (!error && params && !json_is_object(params)) {
        member_fault(fault, "params");
        error = ERROR_WRONG_TYPE;
    }
    out->params = params;
    out->command = command_find(out->method);
    return error;
}

enum error link_read_forward(const struct request *request, struct link_forward *out, char fault[FAULT_NAME_SIZE]) {
    json_t *person = NULL, *token = NULL, *method = NULL, *params = NULL, *address = NULL;
    const struct member members[] = {{"person", &person}, {"token", &token}, {"method", &method}, {"params", &params}, {"address", &address}};
    *out = (struct link_forward){0};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error)
        error = member_string(person, "person", LIMIT_ID_BYTES, &out->person, fault);
    if (!error)
        error = member_string(token, "token", 64, &out->token, fault);
    if (!error)
        error = member_string(address, "address", 64, &out->address, fault);
    return error ? error : read_inner(method, params, request->id, &out->request, fault);
}

static enum error read_lane(json_t *value, enum lane *out, char fault[FAULT_NAME_SIZE]) {
    struct text word = {0};
    if (!value)
        return missing("lane", fault);
    enum error error = member_string(value, "lane", 16, &word, fault);
    if (error)
        return error;
    int lane = word_find(&LANE_WORDS, word);
    if (lane < 0)
        return ERROR_UNKNOWN_WORD;
    *out = (enum lane)lane;
    return ERROR_NONE;
}

enum error link_read_offer(const struct request *request, struct link_offer *out, char fault[FAULT_NAME_SIZE]) {
    json_t *stream = NULL, *lane = NULL, *n = NULL, *person = NULL, *method = NULL, *params = NULL, *stamp = NULL, *stamp_error = NULL,
           *proof = NULL, *epoch = NULL;
    const struct member members[] = {{"stream", &stream}, {"lane", &lane},   {"n", &n},         {"person", &person},
                                     {"method", &method}, {"params", &params}, {"stamp", &stamp}, {"stampError", &stamp_error},
                                     {"proof", &proof},   {"epoch", &epoch}};
    uint64_t number = 0;
    *out = (struct link_offer){0};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error)
        error = read_bytes(stream, "stream", out->stream, STREAM_SIZE, fault);
    if (!error)
        error = read_lane(lane, &out->lane, fault);
    if (!error)
        error = read_number(n, "n", 1, &out->number, fault);
    if (!error)
        error = person ? member_string(person, "person", LIMIT_ID_BYTES, &out->person, fault) : missing("person", fault);
    if (!error)
        error = read_number(stamp, "stamp", 0, &number, fault);
    out->stamp = (int64_t)number;
    if (!error)
        error = read_number(stamp_error, "stampError", 0, &number, fault);
    out->stamp_error = number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
    if (!error)
        error = member_flag(proof, "proof", &out->proof, fault);
    if (!error && epoch)
        error = read_number(epoch, "epoch", 0, &out->epoch, fault);
    return error ? error : read_inner(method, params, "null", &out->request, fault);
}

bool link_offered_key(const struct link_offer *offer, uint8_t key[KEY_SIZE]) {
    json_t *value = offer->request.params ? json_object_get(offer->request.params, "key") : NULL;
    return json_is_string(value) && !base64url_decode(json_string_value(value), json_string_length(value), key, KEY_SIZE);
}

enum error link_read_drained(const struct request *request, struct link_drained *out, char fault[FAULT_NAME_SIZE]) {
    json_t *poll = NULL, *stream = NULL, *upto = NULL;
    const struct member members[] = {{"poll", &poll}, {"stream", &stream}, {"upto", &upto}};
    *out = (struct link_drained){0};
    enum error error = members_read(request->params, members, 3, fault);
    if (!error)
        error = poll ? member_integer(poll, "poll", 1, INT32_MAX, 0, &out->poll, fault) : missing("poll", fault);
    if (!error)
        error = read_bytes(stream, "stream", out->stream, STREAM_SIZE, fault);
    return error ? error : read_number(upto, "upto", 0, &out->upto, fault);
}

static enum error read_display(const json_t *item, struct link_display *out, char fault[FAULT_NAME_SIZE]) {
    json_t *display = NULL, *stage = NULL, *rev = NULL;
    const struct member members[] = {{"display", &display}, {"stage", &stage}, {"rev", &rev}};
    *out = (struct link_display){0};
    if (!json_is_object(item)) {
        member_fault(fault, "displays");
        return ERROR_WRONG_TYPE;
    }
    enum error error = members_read(item, members, sizeof members / sizeof members[0], fault);
    if (!error)
        error = display ? member_string(display, "display", LIMIT_ID_BYTES, &out->display, fault) : missing("display", fault);
    if (!error && !stage != !rev)
        error = missing(stage ? "rev" : "stage", fault);
    if (!error)
        error = member_string(stage, "stage", LIMIT_ID_BYTES, &out->stage, fault);
    if (!error)
        error = member_integer(rev, "rev", 1, INT32_MAX, 0, &out->rev, fault);
    return error;
}

static enum error read_displays(const json_t *list, struct link_report *out, char fault[FAULT_NAME_SIZE]) {
    size_t count = list ? json_array_size(list) : 0;
    if (list && (!json_is_array(list) || count > LINK_REPORT_DISPLAYS)) {
        member_fault(fault, "displays");
        return json_is_array(list) ? ERROR_TOO_LONG : ERROR_WRONG_TYPE;
    }
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < count && !error; i++)
        error = read_display(json_array_get(list, i), &out->displays[out->display_count++], fault);
    return error;
}

enum error link_read_report(const struct request *request, struct link_report *out, char fault[FAULT_NAME_SIZE]) {
    json_t *outbox = NULL, *oldest = NULL, *present = NULL, *displays = NULL, *round_trip = NULL, *offset = NULL, *bound = NULL;
    const struct member members[] = {{"outbox", &outbox},      {"oldest", &oldest},         {"present", &present}, {"displays", &displays},
                                     {"roundTrip", &round_trip}, {"clockOffset", &offset}, {"clockError", &bound}};
    struct link_figures *figures = &out->figures;
    *out = (struct link_report){.figures = {.round_trip = -1, .clock_error = -1}};
    enum error error = members_read(request->params, members, sizeof members / sizeof members[0], fault);
    if (!error)
        error = member_integer(outbox, "outbox", 0, INT32_MAX, 0, &figures->outbox, fault);
    if (!error)
        error = member_integer(oldest, "oldest", 0, MOST, 0, &figures->oldest, fault);
    if (!error)
        error = member_integer(present, "present", 0, INT32_MAX, 0, &figures->present, fault);
    if (!error)
        error = member_integer(round_trip, "roundTrip", 0, INT32_MAX, -1, &figures->round_trip, fault);
    if (!error && !offset != !bound)
        error = missing(offset ? "clockError" : "clockOffset", fault);
    if (!error)
        error = member_integer(offset, "clockOffset", -MOST, MOST, 0, &figures->clock_offset, fault);
    if (!error)
        error = member_integer(bound, "clockError", 0, INT32_MAX, -1, &figures->clock_error, fault);
    return error ? error : read_displays(displays, out, fault);
}

enum error link_read_operators(const struct request *request, struct link_operators *out, char fault[FAULT_NAME_SIZE]) {
    json_t *operators = NULL, *value;
    const struct member members[] = {{"operators", &operators}};
    *out = (struct link_operators){0};
    enum error error = members_read(request->params, members, 1, fault);
    if (!error && !operators)
        error = missing("operators", fault);
    if (error)
        return error;
    member_fault(fault, "operators");
    if (!json_is_array(operators) || json_array_size(operators) > LIMIT_OPERATORS_HERE)
        return json_is_array(operators) ? ERROR_TOO_LONG : ERROR_WRONG_TYPE;
    size_t index;
    json_array_foreach(operators, index, value) {
        error = member_string(value, "operators", LIMIT_ID_BYTES, &out->people[out->count++], fault);
        if (error)
            return error;
    }
    return ERROR_NONE;
}

/* ---- what is said ---- */

enum error link_reply_granted(struct buffer *out, const char *id, const struct link_granted *granted) {
    char session_key[BASE64URL_SIZE(DIGEST_SIZE)], receipt_key[BASE64URL_SIZE(DIGEST_SIZE)];
    base64url_encode(granted->session_key, DIGEST_SIZE, session_key);
    base64url_encode(granted->receipt_key, DIGEST_SIZE, receipt_key);
    enum error error =
        buffer_printf(out,
                      "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"generation\":%" PRIu64 ",\"journal\":\"%s\",\"epoch\":%" PRIu64
                      ",\"serverTime\":%" PRId64 ",\"received\":{\"floor\":%" PRIu64 ",\"questions\":%" PRIu64 ",\"rest\":%" PRIu64
                      "},\"sessionKey\":\"%s\",\"receiptKey\":\"%s\",\"limits\":",
                      id, granted->generation, granted->journal, granted->epoch, granted->server_time, granted->received[LANE_FLOOR],
                      granted->received[LANE_QUESTIONS], granted->received[LANE_REST], session_key, receipt_key);
    if (!error)
        error = link_limits_write(out, granted->limits);
    return error ? error : buffer_append(out, "}}", 2);
}

enum error link_reply_time(struct buffer *out, const char *id, int64_t server_time, uint64_t epoch) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"serverTime\":%" PRId64 ",\"epoch\":%" PRIu64 "}}", id, server_time,
                         epoch);
}

static const char HEAD[] = "{\"jsonrpc\":\"2.0\",\"id\":null,";

enum error link_add_result(struct buffer *results, const uint8_t key[KEY_SIZE], struct text person, const struct buffer *answer) {
    char text[BASE64URL_SIZE(KEY_SIZE)];
    base64url_encode(key, KEY_SIZE, text);
    size_t head = sizeof HEAD - 1;
    if (answer->length <= head + 1 || memcmp(answer->bytes, HEAD, head) != 0)
        return ERROR_NO_MEMORY; /* half an answer: memory ran out while it was written */
    enum error error = buffer_printf(results, "%s{\"key\":\"%s\",\"person\":\"%.*s\",", results->length > 0 ? "," : "", text, (int)person.length,
                                     person.bytes);
    return error ? error : buffer_append(results, answer->bytes + head, answer->length - head);
}

static enum error begin(struct buffer *out, const char *method, const uint8_t stream[STREAM_SIZE], enum lane lane) {
    char text[BASE64URL_SIZE(STREAM_SIZE)];
    base64url_encode(stream, STREAM_SIZE, text);
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":{\"stream\":\"%s\",\"lane\":\"%s\"", method, text, LANE_WORDS.words[lane]);
}

enum error link_ack(struct buffer *out, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t upto, const struct buffer *results) {
    enum error error = begin(out, "link.ack", stream, lane);
    if (!error)
        error = buffer_printf(out, ",\"upto\":%" PRIu64 ",\"results\":[", upto);
    if (!error && results->length > 0)
        error = buffer_append(out, results->bytes, results->length);
    return error ? error : buffer_append_text(out, "]}}");
}

enum error link_gap(struct buffer *out, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t want) {
    enum error error = begin(out, "link.gap", stream, lane);
    return error ? error : buffer_printf(out, ",\"want\":%" PRIu64 "}}", want);
}

enum error link_closing(struct buffer *out, uint32_t poll, int64_t at, uint64_t seq, uint64_t epoch) {
    return buffer_printf(out,
                         "{\"jsonrpc\":\"2.0\",\"method\":\"link.closing\",\"params\":{\"poll\":%u,\"at\":%" PRId64 ",\"seq\":%" PRIu64
                         ",\"epoch\":%" PRIu64 "}}",
                         poll, at, seq, epoch);
}

enum error link_fenced(struct buffer *out, const uint8_t by[FOLDER_SIZE]) {
    char text[BASE64URL_SIZE(FOLDER_SIZE)];
    base64url_encode(by, FOLDER_SIZE, text);
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"link.fenced\",\"params\":{\"by\":\"%s\"}}", text);
}

enum error link_reached(struct buffer *out, uint64_t s) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"link.reached\",\"params\":{\"s\":%" PRIu64 "}}", s);
}
