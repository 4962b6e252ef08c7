/* uplink.c - the site's end of the link.
 *
 * Normal course: connect, link.time, link.claim; granted: channels come, link.reached says up to where; offers, forwards, drained, reports go.
 * Ways it fails: cut, or silent for SITE_ANSWER_MS: tried again by back_off; whoever waits for a forward is told link_down. Fenced: not tried again. */
#include "site/state.h"

#include "base/log.h"
#include "base/memory.h"
#include "codec/json_slice.h"
#include "codec/link_limits.h"
#include "codec/link_say.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

bool site_link_is_up(const struct site *site) {
    return site->link_state == LINK_SERVING;
}

static void hang_up(struct site *site, const char *why) {
    log_line(LOG_WARNING, "link_given_up", "%s", why);
    site->link->close(site->link->context);
}

bool site_send(struct site *site, const struct buffer *text, enum error error) {
    bool sent = !error && site->link->send(site->link->context, text->bytes, text->length);
    if (!sent)
        hang_up(site, "out of memory");
    return sent;
}

/* ---- what the pages are told ---- */

/* NULL = out of memory. */
static struct message *live_of(const struct site *site, struct text turnout, struct text present, struct text operators) {
    struct outbox_figures figures = outbox_figures(site->outbox);
    struct say_live live = {.server_time = site_hub_time(site), .link_up = site_link_is_up(site), .since = site->link_since, .outbox = figures.waiting,
                            .oldest = figures.oldest, .turnout = turnout, .present = present, .operators = operators};
    struct buffer text;
    buffer_init(&text);
    enum error error = say_live(&text, &live);
    struct message *message = error ? NULL : message_create(text.bytes, text.length);
    buffer_finish(&text);
    return message;
}

static void announce_to(struct site *site, bool participants, struct text turnout, struct text present, struct text operators) {
    struct message *message = live_of(site, turnout, present, operators);
    for (struct visitor *visitor = site->visitors; visitor && message; visitor = visitor->next)
        if ((visitor->shared && strcmp(visitor->shared->name, "participant") != 0) != participants)
            visitor_send(visitor, message_share(message));
    message_release(message);
}

void site_announce(struct site *site) {
    const struct text nothing = {0};
    announce_to(site, true, nothing, nothing, nothing);
    announce_to(site, false, nothing, nothing, nothing);
    site->said_outbox = outbox_figures(site->outbox).waiting;
    site->said_at = site->now;
}

/* What the hub tells an operator; the phones are told the turnout of it. */
static void pass_live_on(struct site *site, struct text params) {
    struct text turnout = {0}, present = {0}, operators = {0};
    (void)json_member(params, "turnout", &turnout);
    (void)json_member(params, "present", &present);
    (void)json_member(params, "operators", &operators);
    if (turnout.length > 0)
        announce_to(site, true, turnout, (struct text){0}, (struct text){0});
    if (turnout.length + present.length + operators.length > 0)
        announce_to(site, false, turnout, present, operators);
}

void site_announce_outbox(struct site *site) {
    if (outbox_figures(site->outbox).waiting == site->said_outbox || site->now - site->said_at < SITE_REPORT_MS)
        return;
    announce_to(site, false, (struct text){0}, (struct text){0}, (struct text){0});
    site->said_outbox = outbox_figures(site->outbox).waiting;
    site->said_at = site->now;
}

/* At once: a page that comes from elsewhere must not take this site for one that has the hub. */
void site_tell_link(struct site *site, struct visitor *visitor) {
    visitor_send(visitor, live_of(site, (struct text){0}, (struct text){0}, (struct text){0}));
}

static void turn_to(struct site *site, enum link_state state) {
    bool was_up = site_link_is_up(site);
    site->link_state = state;
    if (was_up == site_link_is_up(site))
        return;
    site->link_since = site_hub_time(site);
    site->caught_up = false;
    site->beat_at = site->now;
    log_line(LOG_INFO, site_link_is_up(site) ? "link_up" : "link_down", "%s", site_link_is_up(site) ? "the hub serves this site" : "this site is on its own");
}

/* ---- sending ---- */

static void send_time(struct site *site) {
    struct buffer text;
    buffer_init(&text);
    site->time_id = ++site->requests;
    site->time_sent = site->now;
    site->time_at = site->now + (++site->samples < SITE_TIME_FIRST ? SITE_TIME_FIRST_MS : SITE_TIME_EVERY_MS);
    (void)site_send(site, &text, say_time(&text, site->time_id));
    buffer_finish(&text);
}

static void send_claim(struct site *site, const struct outbox_claim *claim) {
    struct buffer text;
    struct say_claim say = {.folder = claim->folder, .stream = claim->stream, .previous = claim->has_previous ? claim->previous : NULL,
                            .restored = claim->restored, .takeover = claim->takeover, .journal = site->replica->journal, .s = site->replica->s};
    buffer_init(&text);
    site->claim_id = ++site->requests;
    memcpy(site->claimed, claim->stream, STREAM_SIZE);
    (void)site_send(site, &text, say_claim(&text, site->claim_id, &say));
    buffer_finish(&text);
}

static bool send_offer(struct site *site, const struct outbox_offer *offer) {
    const struct outbox_wish *wish = &offer->entry->wish;
    struct say_offer say = {.stream = offer->stream, .lane = offer->lane, .number = offer->number, .person = wish->person, .method = wish->method,
                            .params = wish->params, .stamp = wish->stamp, .stamp_error = wish->stamp_error, .proof = wish->proof, .epoch = wish->epoch};
    struct buffer text;
    buffer_init(&text);
    bool sent = site_send(site, &text, say_offer(&text, &say));
    buffer_finish(&text);
    return sent;
}

static bool send_drained(struct site *site, const struct outbox_drained *drained) {
    struct buffer text;
    buffer_init(&text);
    bool sent = site_send(site, &text, say_drained(&text, drained->poll, drained->stream, drained->upto));
    buffer_finish(&text);
    return sent;
}

void site_pump(struct site *site) {
    struct outbox_claim claim;
    struct outbox_offer offer;
    struct outbox_drained drained;
    if (site->link_state < LINK_OPEN)
        return;
    if (outbox_needs_stream(site->outbox)) {
        uint8_t stream[STREAM_SIZE];
        site->transport->random(site->transport->context, stream, sizeof stream);
        outbox_begin_stream(site->outbox, stream);
    }
    if (!site->claim_id && outbox_next_claim(site->outbox, &claim))
        send_claim(site, &claim);
    while (outbox_next_offer(site->outbox, &offer) && send_offer(site, &offer))
        ;
    while (outbox_next_drained(site->outbox, &drained) && send_drained(site, &drained))
        ;
}

/* The hub knows of a connection here only what it is told. */
static void send_operators(struct site *site) {
    char operators[SITE_OPERATORS_SIZE];
    site_list_operators(site, operators);
    if (strcmp(operators, site->operators_said) == 0)
        return;
    struct buffer text;
    buffer_init(&text);
    if (site_send(site, &text, say_operators(&text, operators)))
        memcpy(site->operators_said, operators, sizeof operators);
    buffer_finish(&text);
}

/* ---- forwards ---- */

enum error site_forward(struct site *site, struct visitor *visitor, const struct request *request) {
    if (!site_link_is_up(site))
        return ERROR_LINK_DOWN;
    if (site->forward_count >= SITE_FORWARDS_MOST)
        return ERROR_BUSY;
    struct forward *forward = memory_take_zeroed(1, sizeof *forward);
    if (!forward)
        return ERROR_NO_MEMORY;
    struct buffer params, text;
    buffer_init(&params);
    buffer_init(&text);
    forward->id = ++site->requests;
    forward->visitor = visitor->name;
    snprintf(forward->request, sizeof forward->request, "%s", request->id);
    bool closes = text_equal_string(request->method, "session.close"), opens = text_equal_string(request->method, "session.open");
    enum error error = request_params_text(request, &params);
    if (!error)
        error = say_forward(&text, forward->id, opens ? (struct text){0} : text_of(visitor->person), closes ? text_of(visitor->token) : (struct text){0},
                            text_of(visitor->address), request->method, (struct text){params.bytes, params.length});
    if (!error && !site_send(site, &text, ERROR_NONE))
        error = ERROR_LINK_DOWN;
    if (error) {
        memory_release(forward);
    } else {
        forward->signs_in = opens;
        visitor->signing_in += opens;
        forward->next = site->forwards;
        site->forwards = forward;
        site->forward_count++;
    }
    buffer_finish(&params);
    buffer_finish(&text);
    return error;
}

/* `token` is of the session that was opened, if one was. */
static void answer_forward(struct site *site, uint64_t id, struct text answer, struct text token) {
    struct forward **at = &site->forwards;
    while (*at && (*at)->id != id)
        at = &(*at)->next;
    struct forward *forward = *at;
    if (!forward)
        return;
    *at = forward->next;
    site->forward_count--;
    struct visitor *visitor = visitor_find(site, forward->visitor);
    if (visitor) {
        struct buffer text;
        buffer_init(&text);
        (void)say_answer(&text, forward->request, answer);
        visitor_send_text(visitor, &text);
        buffer_finish(&text);
    }
    if (visitor && forward->signs_in)
        site_sign_in_ended(site, visitor, token);
    memory_release(forward);
}

void site_release_forwards(struct site *site) {
    while (site->forwards) {
        struct forward *forward = site->forwards;
        struct visitor *visitor = visitor_find(site, forward->visitor);
        site->forwards = forward->next;
        if (visitor)
            visitor_refuse(visitor, forward->request, ERROR_LINK_DOWN, NULL);
        if (visitor && forward->signs_in)
            site_sign_in_ended(site, visitor, (struct text){0});
        memory_release(forward);
    }
    site->forward_count = 0;
}

/* ---- what the hub says ---- */

static bool number_of(struct text object, const char *name, uint64_t *out) {
    struct text value;
    return json_member(object, name, &value) && json_number(value, out);
}

static bool bytes_of(struct text object, const char *name, void *out, size_t length) {
    struct text value, word;
    return json_member(object, name, &value) && json_word(value, &word) && base64url_decode(word.bytes, word.length, out, length) == ERROR_NONE;
}

static bool word_of(struct text object, const char *name, struct text *out) {
    struct text value;
    return json_member(object, name, &value) && json_word(value, out);
}

void site_be_fenced(struct site *site) {
    if (!outbox_may_say_fenced(site->outbox) || site->fenced_said)
        return;
    site->fenced_said = true;
    log_line(LOG_ERROR, "fenced", "another process holds this site: this one serves nobody until an operator starts it with --takeover");
    for (struct visitor *visitor = site->visitors; visitor; visitor = visitor->next)
        visitor_close_when_said(visitor, HUB_CLOSE_RIGHTS_CHANGED);
    site->link->close(site->link->context);
}

/* Also for the next start, when the sockets are opened before the hub is there. */
static void take_limits(struct site *site, struct text result) {
    struct text limits;
    if (!json_member(result, "limits", &limits))
        return;
    struct site_value mark[] = {{SITE_TEXT, 0, "limits", 6}, {SITE_TEXT, 0, limits.bytes, limits.length}};
    link_limits_read(limits, &site->limits);
    (void)site_store_write(site->store, SITE_PUT_MARK, mark, 2);
}

static void claim_granted(struct site *site, struct text result) {
    struct text received;
    uint64_t numbers[LANE_COUNT];
    if (!json_member(result, "received", &received) || !number_of(received, "floor", &numbers[LANE_FLOOR]) ||
        !number_of(received, "questions", &numbers[LANE_QUESTIONS]) || !number_of(received, "rest", &numbers[LANE_REST])) {
        hang_up(site, "the hub's grant is not understood");
        return;
    }
    if (bytes_of(result, "sessionKey", site->session_key, sizeof site->session_key)) {
        struct site_value key[] = {{SITE_TEXT, 0, "session key", 11}, {SITE_BYTES, 0, site->session_key, sizeof site->session_key}};
        site->has_session_key = true;
        (void)site_store_write(site->store, SITE_PUT_MARK, key, 2);
    }
    site->has_receipt_key = bytes_of(result, "receiptKey", site->receipt_key, sizeof site->receipt_key);
    memcpy(site->receipt_stream, site->claimed, STREAM_SIZE);
    take_limits(site, result);
    /* DAMAGED: the hub's numbers are not this stream's; the next claim is made with another. */
    if (outbox_granted(site->outbox, site->claimed, numbers)) {
        hang_up(site, "the hub's grant cannot be taken");
        return;
    }
    back_off_succeeded(&site->back_off);
    site->report_whole_at = site->now;
    site->operators_said[0] = '\0';
    turn_to(site, LINK_SERVING);
}

static void claim_refused(struct site *site, struct text error) {
    struct text data, code = {0};
    (void)(json_member(error, "data", &data) && word_of(data, "code", &code));
    if (text_equal_string(code, "fenced")) {
        outbox_fenced(site->outbox);
        return;
    }
    /* A later stream of this very folder holds the site: the claim of a process that is gone came in behind ours. Nobody is fenced. */
    if (text_equal_string(code, "wrong_state"))
        outbox_replaced(site->outbox);
    log_line(LOG_WARNING, "claim_refused", "%.*s", (int)error.length, error.bytes);
    hang_up(site, "the hub refused the claim");
}

static void time_answered(struct site *site, struct text result) {
    uint64_t server_time, epoch;
    if (!number_of(result, "serverTime", &server_time) || !number_of(result, "epoch", &epoch))
        return;
    site->round_trip = site->now - site->time_sent;
    site_clock_sample(&site->clock, site->time_sent, site->now, (int64_t)server_time, epoch);
}

static void take_answer(struct site *site, uint64_t id, struct text bytes) {
    struct text result, error;
    bool good = json_member(bytes, "result", &result);
    bool bad = !good && json_member(bytes, "error", &error);
    if (!good && !bad)
        return;
    if (id == site->time_id) {
        site->time_id = 0;
        if (good)
            time_answered(site, result);
    } else if (id == site->claim_id) {
        site->claim_id = 0;
        if (good)
            claim_granted(site, result);
        else
            claim_refused(site, error);
    } else {
        const char *name = good ? "\"result\":" : "\"error\":";
        struct buffer answer;
        struct text token = {0};
        if (good)
            (void)word_of(result, "token", &token);
        buffer_init(&answer);
        if (!buffer_append_text(&answer, name) && !buffer_append(&answer, (good ? result : error).bytes, (good ? result : error).length))
            answer_forward(site, id, (struct text){answer.bytes, answer.length}, token);
        buffer_finish(&answer);
    }
}

/* Rows of whoever is served elsewhere go. Who came since, by the hub's word behind this one, may be here already. */
struct dropping {
    struct site *site;
    uint64_t upto;
};

static int drop_if_gone(void *context, const void *name, size_t length, union map_value value) {
    const struct dropping *dropping = context;
    struct site *site = dropping->site;
    const struct replica_channel *channel = value.pointer, *of_site = site->replica->of_site;
    struct text row;
    (void)name;
    (void)length;
    if (strncmp(channel->name, "person:", 7) == 0 && channel->to <= dropping->upto &&
        !replica_row(of_site, "site_person", text_of(channel->name + 7), &row) && replica_drop(site->replica, channel->name))
        replica_distrust(site->replica);
    return 0;
}

static void take_frame(struct site *site, struct text bytes, struct text params, bool is_snapshot) {
    enum replica_change change;
    struct replica_channel *channel = NULL;
    char journal[JOURNAL_ID_SIZE];
    memcpy(journal, site->replica->journal, sizeof journal);
    enum error error = replica_apply(site->replica, bytes, params, is_snapshot, &change, &channel);
    for (struct visitor *visitor = site->visitors; visitor && strcmp(journal, site->replica->journal) != 0; visitor = visitor->next)
        visitor_journal_changed(visitor);
    if (error || change == REPLICA_GAP) {
        replica_distrust(site->replica);
        hang_up(site, error ? "a frame could not be applied" : "a frame is missing");
        return;
    }
    if (change == REPLICA_NOTHING)
        return;
    if (channel == site->replica->of_site) {
        site_person_changed(site);
        struct dropping dropping = {site, change == REPLICA_SET_BACK ? UINT64_MAX : channel->to};
        map_each(site->replica->channels, drop_if_gone, &dropping);
    }
    site_addresses_follow(site);
    if (change == REPLICA_SET_BACK)
        log_line(LOG_WARNING, "channel_set_back", "the hub has less of %s than it has shown before", channel->name);
    for (struct visitor *visitor = site->visitors; visitor; visitor = visitor->next)
        visitor_channel_changed(visitor, channel, change);
}

static bool is_passing(struct text word) {
    char text[32];
    if (word.length >= sizeof text)
        return false;
    memcpy(text, word.bytes, word.length);
    text[word.length] = '\0';
    enum error error = error_from_word(text);
    return error != ERROR_COUNT && error_is_passing(error);
}

/* The member as it is stored and handed on: "result":… or "error":… */
static bool read_result(struct text item, struct buffer *texts, struct outbox_result *out) {
    struct text value, data, code, person;
    bool good = json_member(item, "result", &value);
    if (!(good || json_member(item, "error", &value)) || !word_of(item, "person", &person) || !bytes_of(item, "key", out->key, KEY_SIZE))
        return false;
    out->passing = !good && json_member(value, "data", &data) && word_of(data, "code", &code) && is_passing(code);
    out->person = person;
    buffer_clear(texts);
    if (buffer_append_text(texts, good ? "\"result\":" : "\"error\":") || buffer_append(texts, value.bytes, value.length))
        return false;
    out->result = (struct text){texts->bytes, texts->length};
    return true;
}

static void take_ack(struct site *site, struct text params) {
    uint8_t stream[STREAM_SIZE];
    struct text word, results, item;
    uint64_t upto;
    if (!bytes_of(params, "stream", stream, sizeof stream) || !word_of(params, "lane", &word) || !number_of(params, "upto", &upto) ||
        !json_member(params, "results", &results))
        return;
    struct buffer text;
    buffer_init(&text);
    /* One by one: each result is taken by its key, and all of a frame go to the disk in one transaction. */
    while (json_element(&results, &item)) {
        struct outbox_result result;
        if (read_result(item, &text, &result) && outbox_ack(site->outbox, stream, lane_find(word), upto, &result, 1))
            log_line(LOG_ERROR, "no_memory", "a result could not be taken; it will come again");
    }
    buffer_finish(&text);
}

static void take_notice(struct site *site, struct text method, struct text bytes, struct text params) {
    uint8_t stream[STREAM_SIZE];
    struct text word;
    uint64_t number, at = 0, epoch = 0;
    if (text_equal_string(method, "rows") || text_equal_string(method, "snapshot")) {
        take_frame(site, bytes, params, text_equal_string(method, "snapshot"));
    } else if (text_equal_string(method, "live")) {
        pass_live_on(site, params);
    } else if (text_equal_string(method, "link.reached")) {
        if (number_of(params, "s", &number)) {
            replica_reached(site->replica, number);
            site->caught_up = site_link_is_up(site);
        }
    } else if (text_equal_string(method, "link.ack")) {
        take_ack(site, params);
    } else if (text_equal_string(method, "link.gap")) {
        if (bytes_of(params, "stream", stream, sizeof stream) && word_of(params, "lane", &word) && number_of(params, "want", &number))
            outbox_gap(site->outbox, stream, lane_find(word), number);
    } else if (text_equal_string(method, "link.closing")) {
        if (number_of(params, "poll", &number) && number_of(params, "at", &at) && number_of(params, "epoch", &epoch))
            (void)outbox_closing(site->outbox, (uint32_t)number, (int64_t)at, epoch);
    } else if (text_equal_string(method, "link.fenced")) {
        outbox_fenced(site->outbox);
    }
}

void site_link_received(struct site *site, const char *bytes, size_t length, int64_t now) {
    struct text whole = {bytes, length}, method, params = {0}, value;
    uint64_t id;
    site->now = site->heard_at = now;
    if (!json_slice_check(bytes, length)) {
        hang_up(site, "the hub said what is no JSON object");
        return;
    }
    (void)json_member(whole, "params", &params);
    if (word_of(whole, "method", &method))
        take_notice(site, method, whole, params);
    else if (json_member(whole, "id", &value) && json_number(value, &id))
        take_answer(site, id, whole);
    site->transport->schedule(site->transport->context);
}

/* ---- coming and going ---- */

void site_link_up(struct site *site, int64_t now) {
    site->now = site->heard_at = now;
    site->claim_id = site->time_id = 0;
    site->samples = 0;
    turn_to(site, LINK_OPEN);
    send_time(site);
    site->transport->schedule(site->transport->context);
}

void site_link_down(struct site *site, int64_t now) {
    site->now = now;
    outbox_cut(site->outbox);
    site->claim_id = site->time_id = 0;
    turn_to(site, LINK_DOWN);
    site_release_forwards(site);
    site->connect_at = now + back_off_failed(&site->back_off);
    site->transport->schedule(site->transport->context);
}

void site_link_tick(struct site *site) {
    bool tries = !site->stopping && !outbox_is_fenced(site->outbox);
    if (site->link_state == LINK_DOWN) {
        if (tries && site->now >= site->connect_at) {
            site->link_state = LINK_CONNECTING;
            site->heard_at = site->now;
            site->link->connect(site->link->context);
        }
        return;
    }
    if (site->now - site->heard_at > SITE_ANSWER_MS) {
        site->heard_at = site->now;
        hang_up(site, "the hub says nothing");
        return;
    }
    if (site->link_state >= LINK_OPEN && !site->time_id && site->now >= site->time_at)
        send_time(site);
    if (site_link_is_up(site))
        send_operators(site);
    if (site_link_is_up(site) && site->now >= site->report_at)
        site_report(site);
}

void site_link_again(struct site *site, int64_t now) {
    site->now = now;
    if (site->link_state == LINK_DOWN) {
        back_off_succeeded(&site->back_off);
        site->connect_at = now;
    }
}

int64_t site_link_next(const struct site *site) {
    if (site->link_state == LINK_DOWN)
        return site->stopping || outbox_is_fenced(site->outbox) ? INT64_MAX : site->connect_at;
    int64_t next = site->heard_at + SITE_ANSWER_MS + 1;
    if (site->link_state >= LINK_OPEN && !site->time_id && site->time_at < next)
        next = site->time_at;
    if (site_link_is_up(site) && site->report_at < next)
        next = site->report_at;
    return next;
}
