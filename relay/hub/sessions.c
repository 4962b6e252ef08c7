/* sessions.c - hello, signing in and out, and the one question a client may ask.
 *
 * Normal course: session.open checks code, card or password, the session becomes an event, its token is the result; hello with
 * the token, or without it behind session.open, binds the connection to its person and two channels and sends what it missed
 * (relay/DELIVERY.md, R).
 * Ways it fails: wrong credentials cost the address and, for passwords, the account some time; a token whose session has ended is
 * `bad_credentials`; a person who is here already by code is replaced (4001). */
#include "hub/state.h"

#include "auth/credential.h"
#include "auth/password.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include <stdio.h>
#include <string.h>

/* ---- leaving and entering ---- */

static void count_present(struct hub *hub, uint32_t person, int change) {
    uint32_t site = conference_person_site_index(hub->published, person);
    bool counts = conference_person_roles(hub->published, person) >> ROLE_PARTICIPANT & 1u; /* operators and displays are no delegates */
    if (site == NO_SITE || !counts)
        return;
    hub->present[site] = (uint32_t)((int)hub->present[site] + change);
    hub->live[LIVE_PRESENT].changed = true;
}

void hub_leave_person(struct hub *hub, struct subscriber *subscriber) {
    if (subscriber->person == NO_PERSON)
        return;
    hub_display_left(hub, subscriber);
    uint32_t person = subscriber->person;
    struct own_channel *own = hub->people[person].own;
    struct subscriber **link = &own->subscribers;
    while (*link != subscriber)
        link = &(*link)->next_of_person;
    *link = subscriber->next_of_person;
    if (!own->subscribers) {
        count_present(hub, person, -1);
        hub_operator_moved(hub, person);
        hub_duty_moved(hub, person);
        hub_release_own(hub, person);
    }
    subscriber->next_of_person = NULL;
    subscriber->person = NO_PERSON;
}

static enum error enter_person(struct hub *hub, struct subscriber *subscriber, uint32_t person, const struct digest *token) {
    struct person_state *state = &hub->people[person];
    if (!state->own && !(state->own = memory_take_zeroed(1, sizeof *state->own)))
        return ERROR_NO_MEMORY;
    struct channel *channel = hub_channel(hub, view_shared_audience(hub->published, person));
    if (!channel)
        return ERROR_NO_MEMORY;
    enum error error = subscriber_join(subscriber, channel);
    if (error)
        return error;
    if (subscriber->person != person) {
        hub_leave_person(hub, subscriber);
        bool arrives = !state->own->subscribers;
        subscriber->next_of_person = state->own->subscribers;
        state->own->subscribers = subscriber;
        if (arrives) {
            count_present(hub, person, 1);
            hub_operator_moved(hub, person);
            hub_duty_moved(hub, person);
        }
        subscriber->person = person;
    }
    subscriber->token = *token;
    return ERROR_NONE;
}

/* Who is connected and counts, from the beginning: the roster has changed under them. */
static void count_all_present(struct hub *hub) {
    memset(hub->present, 0, sizeof hub->present);
    hub->live[LIVE_PRESENT].changed = true;
    for (uint32_t person = 0; person < hub->people_count; person++)
        if (hub->people[person].own && hub->people[person].own->subscribers)
            count_present(hub, person, 1);
}

void hub_rights_changed(struct hub *hub, uint32_t person, enum hub_close code) {
    count_all_present(hub);
    hub->live[LIVE_ON_DUTY].changed = true;
    hub_forget_own_frames(hub, person); /* who comes back with other rights, or at another site, begins with a snapshot */
    if (view_shared_audience(hub->published, person).kind != AUDIENCE_MODERATOR)
        hub_drop_claims_of(hub, person);
    if (!hub->people[person].own)
        return;
    struct subscriber *subscriber = hub->people[person].own->subscribers;
    for (; subscriber; subscriber = subscriber->next_of_person)
        if (!subscriber->closing && !subscriber->close_when_said) {
            (void)subscriber_join(subscriber, hub->unsigned_in); /* nothing more of the channel that the former rights gave */
            subscriber->close_when_said = (int)code;
            subscriber_schedule(subscriber);
        }
}

/* The newest socket of somebody who signs in by code is the only one. */
static void replace_others(struct hub *hub, struct subscriber *subscriber) {
    if (!conference_person_is_single(hub->published, subscriber->person))
        return;
    struct subscriber *other = hub->people[subscriber->person].own->subscribers;
    for (; other; other = other->next_of_person)
        if (other != subscriber)
            subscriber_close(other, HUB_CLOSE_REPLACED);
}

void hub_session_opened(struct hub *hub, uint32_t person) {
    if (person >= hub->people_count || !hub->people[person].own)
        return;
    struct subscriber *subscriber = hub->people[person].own->subscribers;
    for (; subscriber; subscriber = subscriber->next_of_person)
        if (conference_find_session(hub->published, &subscriber->token) == NO_PERSON)
            subscriber_close(subscriber, HUB_CLOSE_REPLACED);
}

/* ---- hello ---- */

/* Sites can make the digest of a session, and of nothing else. Sessions of before there were sites have one made with the hub's own key. */
enum error hub_find_session(const struct hub *hub, struct text token, struct digest *digest, uint32_t *person) {
    enum error error = credential_digest(hub->session_key.bytes, "session", token, digest);
    *person = error ? NO_PERSON : conference_find_session(hub->published, digest);
    if (error || *person != NO_PERSON)
        return error;
    error = credential_digest(hub->credential_key, "session", token, digest);
    *person = error ? NO_PERSON : conference_find_session(hub->published, digest);
    return error;
}

void hub_catch_up_own(struct hub *hub, struct subscriber *subscriber, bool same_journal, int64_t s) {
    const struct person_state *state = &hub->people[subscriber->person];
    if (same_journal && s > (int64_t)hub->durable) {
        metric_add(METRIC_RESYNC_FAULTS, 1);
        log_line(LOG_WARNING, "client_ahead", "a cursor is ahead of the journal; a snapshot is sent");
    }
    if (!same_journal || s < 0 || s > (int64_t)hub->durable || (uint64_t)s < hub_own_floor(hub, subscriber->person)) {
        if (subscriber->link)
            subscriber->owes_snapshot = true; /* of many people at once: each when there is room */
        else
            subscriber_send(subscriber, hub_own_snapshot(hub, subscriber->person));
        return;
    }
    for (uint32_t i = 0; i < state->own->count; i++)
        if (state->own->frames[i].to > (uint64_t)s)
            subscriber_send(subscriber, message_share(state->own->frames[i].message));
}

static void catch_up_shared(struct hub *hub, struct subscriber *subscriber, bool same_channel, int64_t s) {
    struct channel *channel = subscriber->channel;
    bool can = same_channel && s >= 0 && s <= (int64_t)hub->durable &&
               channel_can_resume(channel, (uint64_t)s, &subscriber->cursor);
    if (can) {
        subscriber_schedule(subscriber);
        return;
    }
    subscriber->cursor = channel->end_frame;
    subscriber_send(subscriber, channel_snapshot(channel, hub->published, hub->journal_id));
}

/* Nobody is sent to a process that would not serve them. */
static uint32_t site_that_serves(const struct hub *hub, uint32_t person) {
    uint32_t site = person != NO_PERSON ? conference_person_site_index(hub->published, person) : NO_SITE;
    return site != NO_SITE && view_is_served_at(hub->published, person, site) ? site : NO_SITE;
}

static void send_hello(struct hub *hub, struct subscriber *subscriber, const char *id) {
    bool signed_in = subscriber->person != NO_PERSON;
    uint32_t site = site_that_serves(hub, subscriber->person);
    struct reply_hello hello = {
        .journal = hub->journal_id,
        .server_time = hub->now,
        .title = conference_title(hub->published),
        .theme = conference_theme(hub->published),
        .person = signed_in ? conference_person_id(hub->published, subscriber->person) : (struct text){0},
        .channel = signed_in ? subscriber->channel->name : NULL,
        .setup = hub_setup_is_open(hub),
        .addresses = &hub->addresses,
        .site = site != NO_SITE ? conference_site_id(hub->published, site) : (struct text){0},
        .site_address = site != NO_SITE ? conference_site_address(hub->published, site) : (struct text){0},
    };
    struct buffer text;
    buffer_init(&text);
    reply_hello(&text, id, &hello);
    subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
}

static enum error greet_nobody(struct hub *hub, struct subscriber *subscriber, const char *id) {
    hub_leave_person(hub, subscriber);
    enum error error = subscriber_join(subscriber, hub->unsigned_in);
    if (!error)
        send_hello(hub, subscriber, id);
    return error;
}

/* `person` is whose session the token is. */
static enum error greet(struct hub *hub, struct subscriber *subscriber, const char *id, const struct hello *hello, uint32_t person,
                        const struct digest *token) {
    enum error error = enter_person(hub, subscriber, person, token);
    if (error)
        return error;
    replace_others(hub, subscriber);
    bool same_journal = text_equal_string(hello->journal, hub->journal_id);
    send_hello(hub, subscriber, id);
    hub_catch_up_own(hub, subscriber, same_journal, hello->own);
    catch_up_shared(hub, subscriber, same_journal && text_equal_string(hello->shared_name, subscriber->channel->name), hello->shared);
    hub_tell_live(hub, subscriber);
    return ERROR_NONE;
}

/* Whoever signs in and says hello in one breath is spared a trip. One hello may wait. */
static enum error keep_hello(struct subscriber *subscriber, const char *id) {
    size_t size = strlen(id) + 1;
    if (subscriber->waiting_hello)
        return ERROR_BUSY;
    subscriber->waiting_hello = memory_take(size);
    if (!subscriber->waiting_hello)
        return ERROR_NO_MEMORY;
    memcpy(subscriber->waiting_hello, id, size);
    return ERROR_NONE;
}

void hub_hello(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    struct hello hello;
    struct digest token;
    char fault[FAULT_NAME_SIZE] = "";
    uint32_t person = NO_PERSON;
    enum error error = request_hello(request, &hello, fault);
    bool has_token = !error && hello.token.length > 0;
    if (has_token)
        error = hub_find_session(hub, hello.token, &token, &person);
    if (has_token && !error && person == NO_PERSON) {
        snprintf(fault, sizeof fault, "token");
        error = ERROR_BAD_CREDENTIALS;
    }
    if (!error && has_token)
        error = greet(hub, subscriber, request->id, &hello, person, &token);
    else if (!error)
        error = subscriber->signing_in > 0 ? keep_hello(subscriber, request->id) : greet_nobody(hub, subscriber, request->id);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
}

/* As if the hello had come now, with the token of what was opened and no cursors. */
static enum error greet_late(struct hub *hub, struct subscriber *subscriber, const char *id, const struct digest *token) {
    const struct hello hello = {.own = -1, .shared = -1};
    if (!token)
        return greet_nobody(hub, subscriber, id);
    uint32_t person = conference_find_session(hub->published, token); /* another sign-in by the same code may have ended it already */
    return person == NO_PERSON ? ERROR_BAD_CREDENTIALS : greet(hub, subscriber, id, &hello, person, token);
}

void hub_sign_in_ended(struct hub *hub, struct subscriber *subscriber, const struct digest *token) {
    char *id = subscriber->waiting_hello;
    subscriber->signing_in--;
    if (!id || (!token && subscriber->signing_in > 0))
        return;
    subscriber->waiting_hello = NULL;
    bool ends = subscriber->closing || subscriber->close_when_said;
    enum error error = ends ? ERROR_NONE : greet_late(hub, subscriber, id, token);
    if (error)
        hub_reply_error(subscriber, id, error, error == ERROR_BAD_CREDENTIALS ? "token" : NULL);
    memory_release(id);
}

/* ---- signing in ---- */

/* Failures of an address, in a table that cannot grow without end: beyond its cap it starts anew. */
enum { ADDRESSES_MOST = 8192 };

static struct token_bucket *failures_of(struct hub *hub, const char *address) {
    union map_value *found = map_find(hub->failed_sign_ins, address, strlen(address));
    if (found)
        return found->pointer;
    struct token_bucket *bucket = map_count(hub->failed_sign_ins) < ADDRESSES_MOST ? memory_take(sizeof *bucket) : NULL;
    if (!bucket)
        return NULL;
    token_bucket_init(bucket, hub->limits.sign_ins_failed_per_minute, hub->now);
    if (map_put(hub->failed_sign_ins, address, strlen(address), (union map_value){.pointer = bucket})) {
        memory_release(bucket);
        return NULL;
    }
    return bucket;
}

/* Is there patience left for this address? Only failures use it up. */
static bool may_try(struct hub *hub, const char *address) {
    union map_value *found = map_find(hub->failed_sign_ins, address, strlen(address));
    if (!found)
        return true;
    struct token_bucket probe = *(struct token_bucket *)found->pointer;
    return token_bucket_take(&probe, hub->limits.sign_ins_failed_per_minute, hub->limits.sign_ins_failed_per_minute, hub->now);
}

void hub_sign_in_failed(struct hub *hub, struct subscriber *subscriber, const char *address, const char *id) {
    struct token_bucket *failures = failures_of(hub, address);
    if (failures)
        token_bucket_take(failures, hub->limits.sign_ins_failed_per_minute, hub->limits.sign_ins_failed_per_minute, hub->now);
    metric_add(METRIC_SIGN_INS_REFUSED, 1);
    hub_reply_error(subscriber, id, ERROR_BAD_CREDENTIALS, NULL);
}

void hub_open_session(struct hub *hub, struct subscriber *subscriber, const char *id, uint32_t person) {
    char token[CREDENTIAL_TEXT_SIZE];
    uint8_t random[CREDENTIAL_RANDOM_SIZE];
    struct command command = {.type = COMMAND_SESSION_OPEN, .actor = NO_PERSON, .now = hub->now};
    if (subscriber->link && !hub_link_serves(subscriber->link, person)) {
        hub_reply_error(subscriber, id, ERROR_NOT_ALLOWED, "site");
        return;
    }
    hub->transport->random(hub->transport->context, random, sizeof random);
    credential_make(random, token);
    struct digest digest;
    enum error error = credential_digest(hub->session_key.bytes, "session", text_of(token), &digest);
    record_text(&command.record, FIELD_PERSON, conference_person_id(hub->published, person));
    record_binary(&command.record, FIELD_TOKEN_DIGEST, &digest);
    if (!error)
        error = hub_enqueue(hub, subscriber_reference(subscriber), id, WAITING_SESSION, &command, token);
    if (error) {
        hub_reply_error(subscriber, id, error, NULL);
        return;
    }
    subscriber->signing_in++;
    hub_proceed(hub);
}

struct password_job {
    struct hub *hub;
    struct reference from;
    char id[REQUEST_ID_SIZE];
    char name[LIMIT_ID_BYTES + 1];
    char address[ADDRESS_SIZE];
    char password[LIMIT_PASSWORD_BYTES + 1];
    char hash[PASSWORD_HASH_SIZE]; /* of the account, or a dummy that takes as long */
    uint32_t person;               /* NO_PERSON: the name is unknown */
    bool matches;
};

static void check_password(void *context) {
    struct password_job *job = context;
    job->matches = password_check(job->hash, text_of(job->password)) && job->person != NO_PERSON;
}

static void password_checked(void *context) {
    struct password_job *job = context;
    struct hub *hub = job->hub;
    struct subscriber *subscriber = subscriber_find(hub, job->from);
    if (job->matches)
        backoff_succeeded(hub->backoff, job->name, job->address);
    else
        backoff_failed(hub->backoff, job->name, job->address, hub->now);
    if (subscriber && job->matches)
        hub_open_session(hub, subscriber, job->id, job->person);
    else if (subscriber)
        hub_sign_in_failed(hub, subscriber, job->address, job->id);
    if (subscriber)
        hub_sign_in_ended(hub, subscriber, NULL); /* what it has opened is another, under way */
    explicit_bzero(job->password, sizeof job->password);
    memory_release(job);
}

static enum error offload_password(struct hub *hub, struct subscriber *subscriber, const char *id, const struct sign_in *sign_in) {
    struct password_job *job = memory_take_zeroed(1, sizeof *job);
    if (!job)
        return ERROR_NO_MEMORY;
    job->hub = hub;
    job->from = subscriber_reference(subscriber);
    snprintf(job->id, sizeof job->id, "%s", id);
    snprintf(job->name, sizeof job->name, "%s", sign_in->name.bytes);
    snprintf(job->address, sizeof job->address, "%s", subscriber->address);
    snprintf(job->password, sizeof job->password, "%s", sign_in->password.bytes);
    job->person = conference_find_person(hub->published, sign_in->name);
    struct text hash = {0};
    if (job->person != NO_PERSON)
        hash = conference_person_password_hash(hub->published, job->person);
    if (hash.length == 0) {
        job->person = NO_PERSON;
        hash = text_of(password_dummy_hash());
    }
    snprintf(job->hash, sizeof job->hash, "%s", hash.bytes);
    enum error error = backoff_may_try(hub->backoff, job->name, job->address, hub->now) ? ERROR_NONE : ERROR_RATE_LIMITED;
    if (!error && !hub->transport->offload(hub->transport->context, job, check_password, password_checked))
        error = ERROR_BUSY;
    if (error)
        memory_release(job);
    else
        subscriber->signing_in++;
    return error;
}

void hub_session_open(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    struct sign_in sign_in;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = request_sign_in(request, &sign_in, fault);
    if (!error && !may_try(hub, subscriber->address)) {
        metric_add(METRIC_RATE_LIMITED, 1);
        error = ERROR_RATE_LIMITED;
    }
    if (!error && sign_in.name.length > 0)
        error = offload_password(hub, subscriber, request->id, &sign_in);
    if (error) {
        hub_reply_error(subscriber, request->id, error, fault);
        return;
    }
    if (sign_in.name.length > 0)
        return;
    char code[CODE_SIZE] = "";
    struct digest digest;
    bool by_code = sign_in.code.length > 0;
    uint32_t person = NO_PERSON;
    if (by_code && code_parse(sign_in.code, code)) {
        hub_sign_in_failed(hub, subscriber, subscriber->address, request->id);
        return;
    }
    if (!credential_digest(hub->credential_key, by_code ? "code" : "card", by_code ? text_of(code) : sign_in.card, &digest))
        person = conference_find_code(hub->published, &digest);
    if (person == NO_PERSON)
        hub_sign_in_failed(hub, subscriber, subscriber->address, request->id);
    else
        hub_open_session(hub, subscriber, request->id, person);
}

void hub_session_close(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    struct command command = {.type = COMMAND_SESSION_CLOSE, .actor = NO_PERSON, .now = hub->now};
    enum error error = subscriber->person == NO_PERSON ? ERROR_NOT_SIGNED_IN : ERROR_NONE;
    record_binary(&command.record, FIELD_TOKEN_DIGEST, &subscriber->token);
    if (!error)
        error = hub_enqueue(hub, subscriber_reference(subscriber), request->id, WAITING_SESSION_END, &command, NULL);
    if (error)
        hub_reply_error(subscriber, request->id, error, NULL);
    else
        hub_proceed(hub);
}
