#include "codec/link_say.h"

#include "base/digest.h"
#include "codec/json_slice.h"
#include <inttypes.h>

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

enum error say_report(struct buffer *out, uint64_t outbox, int64_t oldest, uint64_t present, int64_t round_trip) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"link.report\",\"params\":{\"outbox\":%" PRIu64 ",\"present\":%" PRIu64, outbox,
                                     present);
    if (!error && oldest > 0)
        error = buffer_printf(out, ",\"oldest\":%" PRId64, oldest);
    if (!error && round_trip >= 0)
        error = buffer_printf(out, ",\"roundTrip\":%" PRId64, round_trip);
    return error ? error : buffer_append(out, "}}", 2);
}

enum error say_hello(struct buffer *out, const char *id, const char *journal, int64_t server_time, struct text title, struct text theme, struct text person,
                     const char *channel) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"v\":1,\"journal\":\"%s\",\"serverTime\":%" PRId64 ",\"conference\":{",
                                     id, journal, server_time);
    if (!error && title.length > 0)
        error = buffer_printf(out, "\"title\":%.*s", (int)title.length, title.bytes);
    if (!error && theme.length > 0)
        error = buffer_printf(out, "%s\"theme\":%.*s", title.length > 0 ? "," : "", (int)theme.length, theme.bytes);
    error = error ? error : buffer_append(out, "}", 1);
    error = error ? error : append_text(out, "person", person);
    error = error ? error : append_text(out, "channel", text_of(channel));
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

enum error say_live(struct buffer *out, int64_t server_time, bool link_up, int64_t since, uint64_t outbox, struct text turnout, struct text present) {
    enum error error = buffer_printf(out,
                                     "{\"jsonrpc\":\"2.0\",\"method\":\"live\",\"params\":{\"serverTime\":%" PRId64 ",\"link\":\"%s\",\"since\":%" PRId64
                                     ",\"outbox\":%" PRIu64,
                                     server_time, link_up ? "up" : "down", since, outbox);
    error = error ? error : append_json(out, "turnout", turnout);
    error = error ? error : append_json(out, "present", present);
    return error ? error : buffer_append(out, "}}", 2);
}
