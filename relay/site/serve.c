/* serve.c - what a browser asks of the site.
 *
 * Normal course: session.open is forwarded, a hello without token behind it waits for its result; hello finds the session among the rows of the channel site:<id> and sends what the browser missed; a command that
 * may wait is kept (keep.c); everything else is forwarded in the name of its person.
 * Ways it fails: a person whom this site does not serve is told so (`not_here`); a session that the hub opened a moment ago is waited for a little. */
#include "site/state.h"

#include "base/memory.h"
#include "base/metrics.h"
#include "codec/json_slice.h"
#include "codec/link_say.h"
#include <stdio.h>
#include <string.h>

int64_t site_hub_time(const struct site *site) {
    return site_clock_stamp(&site->clock, site->now, site->now).at;
}

/* ---- who somebody is ---- */

static bool copy_text(char *out, size_t size, struct text text) {
    if (text.length >= size)
        return false;
    memcpy(out, text.bytes, text.length);
    out[text.length] = '\0';
    return true;
}

/* The word in the member `name` of a row. */
static bool row_word(struct text row, const char *name, struct text *out) {
    struct text value;
    return json_member(row, name, &value) && json_word(value, out);
}

static bool person_of_session(const struct site *site, const char *session, struct text *person) {
    struct text row;
    return replica_row(site->replica->of_site, "session", text_of(session), &row) && row_word(row, "person", person);
}

static bool channel_of_person(const struct site *site, struct text person, struct text *channel) {
    struct text row;
    return replica_row(site->replica->of_site, "site_person", person, &row) && row_word(row, "channel", channel);
}

/* Only participants and responders sign in by a code, on one device at a time. */
static bool is_single(const struct site *site, struct text person) {
    struct text row, roles, role, word;
    if (!replica_row(site->replica->of_site, "site_person", person, &row) || !json_member(row, "roles", &roles))
        return false;
    while (json_element(&roles, &role))
        if (json_word(role, &word) && !text_equal_string(word, "participant") && !text_equal_string(word, "responder"))
            return false;
    return true;
}

/* ---- hello ---- */

static void send_hello(struct site *site, struct visitor *visitor, const char *id) {
    struct text row, title = {0}, theme = {0};
    if (replica_any_row(visitor->shared ? visitor->shared : replica_find(site->replica, "participant"), "conference", NULL, &row)) {
        (void)json_member(row, "title", &title);
        (void)json_member(row, "theme", &theme);
    }
    const struct site_addresses *addresses = &site->addresses;
    struct say_hello hello = {.journal = site->replica->journal, .server_time = site_hub_time(site), .title = title, .theme = theme,
                              .person = text_of(visitor->person), .channel = visitor->shared ? visitor->shared->name : "",
                              .own = addresses->own, .own_count = addresses->own_count, .hub = addresses->hub, .hub_count = addresses->hub_count,
                              .said = site->address_said};
    struct buffer text;
    buffer_init(&text);
    (void)say_hello(&text, id, &hello);
    visitor_send_text(visitor, &text);
    buffer_finish(&text);
    site_tell_link(site, visitor);
}

static void replace_others(struct site *site, struct visitor *visitor) {
    if (!is_single(site, text_of(visitor->person)))
        return;
    for (struct visitor *other = site->visitors; other; other = other->next)
        if (other != visitor && strcmp(other->person, visitor->person) == 0)
            visitor_close(other, HUB_CLOSE_REPLACED);
}

static enum error enter(struct site *site, struct visitor *visitor, struct text token, const char *session, struct text person, struct text channel) {
    char own_name[CHANNEL_NAME_SIZE], shared_name[CHANNEL_NAME_SIZE], id[LIMIT_ID_BYTES + 1];
    if (!copy_text(id, sizeof id, person) || !copy_text(shared_name, sizeof shared_name, channel))
        return ERROR_INTERNAL;
    snprintf(own_name, sizeof own_name, "person:%s", id);
    struct replica_channel *own = replica_want(site->replica, own_name), *shared = replica_want(site->replica, shared_name);
    if (!own || !shared)
        return ERROR_NO_MEMORY;
    visitor_leave(visitor);
    snprintf(visitor->person, sizeof visitor->person, "%s", id);
    (void)copy_text(visitor->token, sizeof visitor->token, token);
    snprintf(visitor->session, sizeof visitor->session, "%s", session);
    visitor->own = own;
    visitor->shared = shared;
    site->displays_changed = true;
    return ERROR_NONE;
}

/* The session may be on its way: the hub answered session.open before its row came. */
static bool hold(struct site *site, struct visitor *visitor, const char *bytes, size_t length) {
    if (visitor->held_until || !site_link_is_up(site) || buffer_append(&visitor->held, bytes, length))
        return false;
    visitor->held_until = site->now + SITE_HELLO_HELD_MS;
    site->held_count++;
    return true;
}

static enum error identify(struct site *site, const struct hello *hello, char session[BASE64URL_SIZE(DIGEST_SIZE)], struct text *person,
                           struct text *channel) {
    struct digest digest;
    if (site->fenced_said)
        return ERROR_NOT_HERE;
    if (!site->has_session_key || !site->replica->of_site || !site->replica->of_site->has_rows)
        return ERROR_LINK_DOWN;
    enum error error = credential_digest(site->session_key, "session", hello->token, &digest);
    if (error)
        return error == ERROR_MALFORMED ? ERROR_BAD_CREDENTIALS : error;
    base64url_encode(digest.bytes, DIGEST_SIZE, session);
    /* A page forgets a session that is said to have ended: only who has seen all that the hub has may say so. */
    if (!person_of_session(site, session, person))
        return site->caught_up ? ERROR_BAD_CREDENTIALS : ERROR_LINK_DOWN;
    return channel_of_person(site, *person, channel) ? ERROR_NONE : ERROR_NOT_HERE;
}

/* Whoever signs in and says hello in one breath is spared a trip. One hello may wait. */
static enum error keep_hello(struct visitor *visitor, const char *id) {
    return visitor->waiting_hello.length > 0 ? ERROR_BUSY : buffer_append_text(&visitor->waiting_hello, id);
}

static enum error greet_nobody(struct site *site, struct visitor *visitor, const char *id) {
    visitor_leave(visitor);
    if (*site->replica->journal == '\0')
        return ERROR_LINK_DOWN;
    send_hello(site, visitor, id);
    return ERROR_NONE;
}

static void greet(struct site *site, struct visitor *visitor, const struct request *request, const char *bytes, size_t length) {
    struct hello hello;
    struct text person, channel;
    char fault[FAULT_NAME_SIZE] = "", session[BASE64URL_SIZE(DIGEST_SIZE)];
    enum error error = request_hello(request, &hello, fault);
    if (!error && hello.token.length == 0) {
        error = visitor->signing_in > 0 ? keep_hello(visitor, request->id) : greet_nobody(site, visitor, request->id);
        if (error)
            visitor_refuse(visitor, request->id, error, NULL);
        return;
    }
    if (!error)
        error = identify(site, &hello, session, &person, &channel);
    if ((error == ERROR_BAD_CREDENTIALS || error == ERROR_LINK_DOWN) && hold(site, visitor, bytes, length))
        return;
    if (error == ERROR_BAD_CREDENTIALS)
        snprintf(fault, sizeof fault, "token");
    if (!error)
        error = enter(site, visitor, hello.token, session, person, channel);
    if (error) {
        visitor_refuse(visitor, request->id, error, fault);
        return;
    }
    replace_others(site, visitor);
    send_hello(site, visitor, request->id);
    visitor_follow(visitor, &hello);
}

/* As if the hello had come now, with the token of what was opened; its row may still be on its way. */
static void greet_late(struct site *site, struct visitor *visitor, struct text id, struct text token) {
    struct buffer hello;
    struct request request;
    buffer_init(&hello);
    enum error error = buffer_printf(&hello, "{\"jsonrpc\":\"2.0\",\"id\":%.*s,\"method\":\"hello\",\"params\":{\"v\":1", (int)id.length, id.bytes);
    if (!error && token.length > 0)
        error = buffer_printf(&hello, ",\"token\":\"%.*s\"", (int)token.length, token.bytes);
    if (!error)
        error = buffer_append_text(&hello, "}}");
    if (error) {
        visitor_close(visitor, HUB_CLOSE_TOO_SLOW); /* no memory: it comes back */
    } else {
        error = request_parse(hello.bytes, hello.length, &request);
        if (error)
            visitor_refuse(visitor, request.id, error, NULL);
        else
            greet(site, visitor, &request, hello.bytes, hello.length);
        request_finish(&request);
    }
    buffer_finish(&hello);
}

void site_sign_in_ended(struct site *site, struct visitor *visitor, struct text token) {
    struct buffer id = visitor->waiting_hello;
    visitor->signing_in--;
    if (id.length == 0 || (token.length == 0 && visitor->signing_in > 0))
        return;
    buffer_init(&visitor->waiting_hello);
    if (!visitor->closing && !visitor->close_when_said)
        greet_late(site, visitor, (struct text){id.bytes, id.length}, token);
    buffer_finish(&id);
}

void site_try_held(struct site *site) {
    uint32_t held_count = 0;
    for (struct visitor *visitor = site->visitors; visitor && site->held_count > 0; visitor = visitor->next) {
        if (!visitor->held_until)
            continue;
        struct buffer held = visitor->held;
        bool late = site->now >= visitor->held_until;
        buffer_init(&visitor->held);
        int64_t until = visitor->held_until;
        struct request request;
        if (!late)
            visitor->held_until = 0;
        if (!request_parse(held.bytes, held.length, &request))
            greet(site, visitor, &request, held.bytes, held.length);
        request_finish(&request);
        if (visitor->held_until)
            visitor->held_until = late ? 0 : until;
        held_count += visitor->held_until != 0;
        buffer_finish(&held);
    }
    site->held_count = held_count;
}

/* ---- sessions and people come and go ---- */

static bool has_another_session(const struct site *site, const char *person) {
    char member[LIMIT_ID_BYTES + 16];
    struct text row;
    snprintf(member, sizeof member, "\"person\":\"%s\"", person);
    return replica_any_row(site->replica->of_site, "session", member, &row);
}

void site_person_changed(struct site *site) {
    struct text person, channel;
    for (struct visitor *visitor = site->visitors; visitor; visitor = visitor->next) {
        if (*visitor->person == '\0' || visitor->closing || visitor->close_when_said)
            continue;
        if (!channel_of_person(site, text_of(visitor->person), &channel) || !text_equal_string(channel, visitor->shared->name)) {
            visitor->shared = NULL; /* nothing more of what the former rights gave */
            visitor_close_when_said(visitor, HUB_CLOSE_RIGHTS_CHANGED);
        } else if (!person_of_session(site, visitor->session, &person)) {
            visitor_close_when_said(visitor, has_another_session(site, visitor->person) ? HUB_CLOSE_REPLACED : HUB_CLOSE_SIGNED_OUT);
        }
    }
    site_try_held(site);
}

/* ---- requests ---- */

static bool is_limited(struct site *site, struct visitor *visitor, const struct request *request) {
    if (token_bucket_take(&visitor->bucket, site->limits.messages_burst, site->limits.messages_per_minute, site->now)) {
        visitor->refusals = 0;
        return false;
    }
    metric_add(METRIC_RATE_LIMITED, 1);
    if (++visitor->refusals > SITE_REFUSALS_MOST)
        visitor_close(visitor, HUB_CLOSE_POLICY);
    else
        visitor_refuse(visitor, request->id, ERROR_RATE_LIMITED, NULL);
    return true;
}

static void serve(struct site *site, struct visitor *visitor, struct request *request, const char *bytes, size_t length) {
    enum command_type type = request->command;
    if (text_equal_string(request->method, "hello")) {
        greet(site, visitor, request, bytes, length);
        return;
    }
    bool signs_in = text_equal_string(request->method, "session.open");
    enum error error = site->fenced_said ? ERROR_NOT_HERE : *visitor->person || signs_in ? ERROR_NONE : ERROR_NOT_SIGNED_IN;
    if (!error && text_equal_string(request->method, "stage.confirm")) {
        site_confirm(site, visitor, request);
        return;
    }
    if (!error && type != COMMAND_COUNT && lane_of_method(request->method) != LANE_COUNT) {
        site_keep(site, visitor, request, type);
        return;
    }
    if (!error)
        error = site_forward(site, visitor, request);
    if (error)
        visitor_refuse(visitor, request->id, error, NULL);
}

void site_receive(struct site *site, struct visitor *visitor, const char *bytes, size_t length) {
    struct request request;
    if (visitor->closing || visitor->close_when_said)
        return;
    metric_add(METRIC_MESSAGES, 1);
    enum error error = request_parse(bytes, length, &request);
    if (!is_limited(site, visitor, &request)) {
        if (error)
            visitor_refuse(visitor, request.id, error, NULL);
        else if (!request.has_id)
            metric_add(METRIC_MESSAGES_WITHOUT_ID, 1);
        else
            serve(site, visitor, &request, bytes, length);
    }
    request_finish(&request);
}
