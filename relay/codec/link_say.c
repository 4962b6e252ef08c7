#include "codec/link_say.h"

#include "base/digest.h"
#include "codec/json_slice.h"
#include <inttypes.h>
#include <string.h>

static const char *const LANES[LANE_COUNT] = {"floor", "questions", "rest"};

static const struct {
    const char *method;
    enum lane lane;
} LANE_OF[] = {
    {"poll.cast", LANE_FLOOR},         {"speaker.request", LANE_FLOOR},      {"speaker.withdraw", LANE_FLOOR},     {"question.submit", LANE_QUESTIONS},
    {"question.withdraw", LANE_QUESTIONS}, {"question.resubmit", LANE_QUESTIONS}, {"question.me_too", LANE_QUESTIONS}, {"message.send", LANE_REST},
};

enum lane lane_of_method(struct text method) {
    for (size_t i = 0; i < sizeof LANE_OF / sizeof LANE_OF[0]; i++)
        if (text_equal_string(method, LANE_OF[i].method))
            return LANE_OF[i].lane;
    return LANE_COUNT;
}

enum lane lane_find(struct text word) {
    int lane = 0;
    while (lane < LANE_COUNT && !text_equal_string(word, LANES[lane]))
        lane++;
    return (enum lane)lane;
}

/* ,"name":"..." of bytes. */
static enum error append_bytes(struct buffer *out, const char *name, const uint8_t *bytes, size_t length) {
    char text[64];
    if (!bytes)
        return ERROR_NONE;
    base64url_encode(bytes, length, text);
    return buffer_printf(out, ",\"%s\":\"%s\"", name, text);
}

static enum error append_text(struct buffer *out, const char *name, struct text text) {
    if (text.length == 0)
        return ERROR_NONE;
    enum error error = buffer_printf(out, ",\"%s\":", name);
    return error ? error : json_quote(out, text);
}

static enum error append_json(struct buffer *out, const char *name, struct text json) {
    if (json.length == 0)
        return ERROR_NONE;
    enum error error = buffer_printf(out, ",\"%s\":", name);
    return error ? error : buffer_append(out, json.bytes, json.length);
}

enum error say_claim(struct buffer *out, uint64_t id, const struct say_claim *claim) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%" PRIu64 ",\"method\":\"link.claim\",\"params\":{\"v\":1", id);
    error = error ? error : append_bytes(out, "folder", claim->folder, FOLDER_SIZE);
    error = error ? error : append_bytes(out, "stream", claim->stream, STREAM_SIZE);
    error = error ? error : append_bytes(out, "previousStream", claim->previous, STREAM_SIZE);
    if (!error && claim->restored)
        error = buffer_append_text(out, ",\"restored\":true");
    if (!error && claim->takeover)
        error = buffer_append_text(out, ",\"takeover\":true");
    error = error ? error : append_text(out, "journal", text_of(claim->journal));
    if (!error && claim->s >= 0)
        error = buffer_printf(out, ",\"s\":%" PRId64, claim->s);
    return error ? error : buffer_append(out, "}}", 2);
}

enum error say_time(struct buffer *out, uint64_t id) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%" PRIu64 ",\"method\":\"link.time\",\"params\":{}}", id);
}

enum error say_forward(struct buffer *out, uint64_t id, struct text person, struct text token, struct text address, struct text method, struct text params) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%" PRIu64 ",\"method\":\"link.forward\",\"params\":{\"method\":", id);
    error = error ? error : json_quote(out, method);
    error = error ? error : append_text(out, "person", person);
    error = error ? error : append_text(out, "token", token);
    error = error ? error : append_text(out, "address", address);
    error = error ? error : append_json(out, "params", params);
    return error ? error : buffer_append(out, "}}", 2);
}

enum error say_offer(struct buffer *out, const struct say_offer *offer) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"link.offer\",\"params\":{\"lane\":\"%s\",\"n\":%" PRIu64, LANES[offer->lane],
                                     offer->number);
    error = error ? error : append_bytes(out, "stream", offer->stream, STREAM_SIZE);
    error = error ? error : append_text(out, "person", offer->person);
    error = error ? error : append_text(out, "method", offer->method);
    error = error ? error : append_json(out, "params", offer->params);
    return error ? error
                 : buffer_printf(out, ",\"stamp\":%" PRId64 ",\"stampError\":%" PRIu32 ",\"proof\":%s,\"epoch\":%" PRIu64 "}}", offer->stamp,
                                 offer->stamp_error, offer->proof ? "true" : "false", offer->epoch);
}

enum error say_drained(struct buffer *out, uint32_t poll, const uint8_t *stream, uint64_t upto) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"link.drained\",\"params\":{\"poll\":%" PRIu32, poll);
    error = error ? error : append_bytes(out, "stream", stream, STREAM_SIZE);
    return error ? error : buffer_printf(out, ",\"upto\":%" PRIu64 "}}", upto);
}

enum error say_operators(struct buffer *out, const char *operators) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"link.operators\",\"params\":{\"operators\":%s}}", operators);
}

enum error say_report_display(struct buffer *displays, const char *display, const char *stage, int64_t rev) {
    enum error error = buffer_printf(displays, "%s{\"display\":\"%s\"", displays->length > 0 ? "," : "", display);
    if (!error && rev > 0)
        error = buffer_printf(displays, ",\"stage\":\"%s\",\"rev\":%" PRId64, stage, rev);
    return error ? error : buffer_append(displays, "}", 1);
}

enum error say_report(struct buffer *out, const struct say_report *report) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"link.report\",\"params\":{\"outbox\":%" PRIu64 ",\"present\":%" PRIu64,
                                     report->outbox, report->present);
    if (!error && report->oldest > 0)
        error = buffer_printf(out, ",\"oldest\":%" PRId64, report->oldest);
    if (!error && report->round_trip >= 0)
        error = buffer_printf(out, ",\"roundTrip\":%" PRId64, report->round_trip);
    if (!error && report->clock_error >= 0)
        error = buffer_printf(out, ",\"clockOffset\":%" PRId64 ",\"clockError\":%" PRId64, report->clock_offset, report->clock_error);
    if (!error && report->displays.length > 0)
        error = buffer_printf(out, ",\"displays\":[%.*s]", (int)report->displays.length, report->displays.bytes);
    return error ? error : buffer_append(out, "}}", 2);
}

/* Addresses hold nothing that JSON would want escaped: they are checked when the process starts, and at the hub. */
static enum error append_address(struct buffer *out, const char *address, size_t *count) {
    return buffer_printf(out, "%s\"%s\"", (*count)++ == 0 ? ",\"addresses\":[" : ",", address);
}

static enum error append_addresses(struct buffer *out, const struct say_hello *hello) {
    enum error error = ERROR_NONE;
    bool more = *hello->said != '\0';
    size_t count = 0;
    for (size_t i = 0; !error && i < hello->own_count; i++) {
        error = append_address(out, hello->own[i], &count);
        more = more && strcmp(hello->own[i], hello->said) != 0;
    }
    if (!error && more)
        error = append_address(out, hello->said, &count);
    for (size_t i = 0; !error && i < hello->hub_count; i++)
        error = append_address(out, hello->hub[i], &count);
    return error || count == 0 ? error : buffer_append(out, "]", 1);
}

enum error say_hello(struct buffer *out, const char *id, const struct say_hello *hello) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"v\":1,\"journal\":\"%s\",\"serverTime\":%" PRId64 ",\"conference\":{",
                                     id, hello->journal, hello->server_time);
    if (!error && hello->title.length > 0)
        error = buffer_printf(out, "\"title\":%.*s", (int)hello->title.length, hello->title.bytes);
    if (!error && hello->theme.length > 0)
        error = buffer_printf(out, "%s\"theme\":%.*s", hello->title.length > 0 ? "," : "", (int)hello->theme.length, hello->theme.bytes);
    error = error ? error : buffer_append(out, "}", 1);
    error = error ? error : append_text(out, "person", hello->person);
    error = error ? error : append_text(out, "channel", text_of(hello->channel));
    error = error ? error : append_addresses(out, hello);
    if (!error && hello->own_count > 0)
        error = buffer_append_text(out, ",\"siteProcess\":true");
    return error ? error : buffer_append(out, "}}", 2);
}

enum error say_answer(struct buffer *out, const char *id, struct text answer) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,", id);
    error = error ? error : buffer_append(out, answer.bytes, answer.length);
    return error ? error : buffer_append(out, "}", 1);
}

enum error say_kept(struct buffer *out, const uint8_t key[KEY_SIZE], int64_t at, const uint8_t *receipt, size_t receipt_length) {
    char text[BASE64URL_SIZE(KEY_SIZE)], word[BASE64URL_SIZE(RECEIPT_SIZE)] = "";
    base64url_encode(key, KEY_SIZE, text);
    if (receipt)
        base64url_encode(receipt, receipt_length, word);
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"kept\",\"params\":{\"key\":\"%s\",\"at\":%" PRId64 "%s%s%s}}", text, at,
                         receipt ? ",\"receipt\":\"" : "", word, receipt ? "\"" : "");
}

enum error say_live(struct buffer *out, const struct say_live *live) {
    enum error error = buffer_printf(out,
                                     "{\"jsonrpc\":\"2.0\",\"method\":\"live\",\"params\":{\"serverTime\":%" PRId64 ",\"link\":\"%s\",\"since\":%" PRId64
                                     ",\"outbox\":%" PRIu64,
                                     live->server_time, live->link_up ? "up" : "down", live->since, live->outbox);
    if (!error && live->oldest > 0)
        error = buffer_printf(out, ",\"oldest\":%" PRId64, live->oldest);
    error = error ? error : append_json(out, "turnout", live->turnout);
    error = error ? error : append_json(out, "present", live->present);
    error = error ? error : append_json(out, "operators", live->operators);
    return error ? error : buffer_append(out, "}}", 2);
}
