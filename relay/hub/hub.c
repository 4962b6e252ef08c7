#include "hub/bundles.h"
#include "hub/methods.h"
#include "hub/password_again.h"
#include "hub/state.h"

#include "auth/credential.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include <stdio.h>
#include <string.h>

/* ---- create, destroy, stop ---- */

static enum error begin(struct hub *hub, const struct hub_options *options) {
    struct journal_state state;
    hub->journal->operations->state(hub->journal, &state);
    memcpy(hub->journal_id, state.id, sizeof hub->journal_id);
    hub->epoch = state.epoch;
    enum error error = state.last_seq == 0 ? hub_open_programme(hub, options->programme) : ERROR_NONE;
    if (!error)
        error = hub_replay(hub, true);
    if (error)
        return error;
    hub->unsigned_in = channel_create(NULL, (struct audience){.kind = AUDIENCE_PARTICIPANT}, 64 * 1024);
    if (!hub->unsigned_in)
        return ERROR_NO_MEMORY;
    hub_link_hold(hub);
    hub_operators_begin(hub);
    hub->writable = true;
    metric_set(METRIC_JOURNAL_WRITABLE, 1);
    return ERROR_NONE;
}

enum error hub_create(const struct hub_options *options, struct hub **out) {
    struct hub *hub = memory_take_zeroed(1, sizeof *hub);
    *out = NULL;
    if (!hub)
        return ERROR_NO_MEMORY;
    hub->journal = options->journal;
    hub->transport = options->transport;
    hub->limits = options->limits;
    hub->now = options->now;
    hub->addresses = options->addresses;
    hub->addresses_revision = 1;
    hub->gathering.by_turns = options->turns;
    memcpy(hub->credential_key, options->credential_key, sizeof hub->credential_key);
    hub->published = conference_create(&hub->limits);
    hub->outcomes = outcomes_create();
    hub->scratch = memory_take(SCRATCH_SIZE);
    hub->backoff = backoff_create();
    hub->failed_sign_ins = map_create();
    hub->bundles = bundle_desk_create(options->certifier);
    enum error error = credential_digest(hub->credential_key, "sites", text_of("sessions"), &hub->session_key);
    if (!error)
        error = ERROR_NO_MEMORY;
    if (hub->published && hub->outcomes && hub->scratch && hub->backoff && hub->failed_sign_ins && hub->bundles)
        error = begin(hub, options);
    if (error) {
        hub_destroy(hub);
        return error;
    }
    *out = hub;
    return ERROR_NONE;
}

static void destroy_channel(struct hub *hub, struct channel *channel) {
    (void)hub;
    channel_destroy(channel);
}

static int release_bucket(void *context, const void *key, size_t length, union map_value value) {
    (void)context;
    (void)key;
    (void)length;
    memory_release(value.pointer);
    return 0;
}

void hub_destroy(struct hub *hub) {
    if (!hub)
        return;
    hub_codes_abandon(hub);
    hub_each_channel(hub, destroy_channel);
    for (uint32_t i = 0; i < hub->people_count; i++) {
        struct own_channel *own = hub->people[i].own;
        for (uint32_t frame = 0; own && frame < own->count; frame++)
            message_release(own->frames[frame].message);
        memory_release(own);
    }
    memory_release(hub->people);
    memory_release(hub->poll_epochs);
    buffer_finish(&hub->desk_told);
    buffer_finish(&hub->others_told);
    memory_release(hub->slots);
    memory_release(hub->scratch);
    memory_release(hub->events);
    buffer_finish(&hub->encoded);
    buffer_finish(&hub->text);
    touched_finish(&hub->touched);
    hub_waiting_finish(&hub->collecting);
    hub_waiting_finish(&hub->batch);
    if (hub->failed_sign_ins)
        map_each(hub->failed_sign_ins, release_bucket, NULL);
    map_destroy(hub->failed_sign_ins);
    backoff_destroy(hub->backoff);
    bundle_desk_destroy(hub->bundles);
    hub_search_finish(hub);
    arena_finish(&hub->query_arena);
    outcomes_destroy(hub->outcomes);
    conference_destroy(hub->published);
    conference_destroy(hub->ahead);
    explicit_bzero(hub->credential_key, sizeof hub->credential_key);
    explicit_bzero(&hub->session_key, sizeof hub->session_key);
    memory_release(hub);
}

bool hub_stop(struct hub *hub) {
    hub->stopping = true;
    for (uint32_t i = 0; i < hub->slot_count; i++)
        if (hub->slots[i].subscriber)
            subscriber_close(hub->slots[i].subscriber, HUB_CLOSE_STOPPING);
    hub_proceed(hub); /* what waits for others, or for its turn, need not wait for them any more */
    return !hub->appending;
}

/* ---- connections ---- */

enum error hub_take_slot(struct hub *hub, struct subscriber *subscriber) {
    if (!hub->free_slot) {
        if (memory_grow((void **)&hub->slots, hub->slot_count, &hub->slot_capacity, sizeof *hub->slots))
            return ERROR_NO_MEMORY;
        hub->slots[hub->slot_count++] = (struct subscriber_slot){.next_free = 0};
        hub->free_slot = hub->slot_count;
    }
    subscriber->slot = hub->free_slot - 1;
    struct subscriber_slot *slot = &hub->slots[subscriber->slot];
    hub->free_slot = slot->next_free;
    slot->subscriber = subscriber;
    subscriber->generation = slot->generation;
    return ERROR_NONE;
}

void hub_give_slot_back(struct hub *hub, struct subscriber *subscriber) {
    struct subscriber_slot *slot = &hub->slots[subscriber->slot];
    slot->subscriber = NULL;
    slot->generation++;
    slot->next_free = hub->free_slot;
    hub->free_slot = subscriber->slot + 1;
}

struct subscriber *hub_connect(struct hub *hub, void *connection, const char *address, int64_t now) {
    struct subscriber *subscriber = memory_take_zeroed(1, sizeof *subscriber);
    hub->now = now;
    if (!subscriber)
        return NULL;
    subscriber->hub = hub;
    subscriber->connection = connection;
    subscriber->person = NO_PERSON;
    snprintf(subscriber->address, sizeof subscriber->address, "%s", address);
    token_bucket_init(&subscriber->bucket, hub->limits.messages_burst, now);
    if (subscriber_join(subscriber, hub->unsigned_in)) {
        memory_release(subscriber);
        return NULL;
    }
    if (hub_take_slot(hub, subscriber)) {
        channel_remove(subscriber->channel, subscriber);
        memory_release(subscriber);
        return NULL;
    }
    metric_add(METRIC_CONNECTIONS, 1);
    metric_add(METRIC_CONNECTIONS_TOTAL, 1);
    return subscriber;
}

void hub_leave_ready(struct hub *hub, struct subscriber *subscriber) {
    struct subscriber *before = NULL;
    for (struct subscriber *ready = hub->ready; ready && subscriber->is_ready; before = ready, ready = ready->next_ready) {
        if (ready != subscriber)
            continue;
        if (before)
            before->next_ready = ready->next_ready;
        else
            hub->ready = ready->next_ready;
        if (hub->ready_last == ready)
            hub->ready_last = before;
        return;
    }
}

void hub_disconnect(struct hub *hub, struct subscriber *subscriber) {
    hub_leave_ready(hub, subscriber);
    hub_leave_person(hub, subscriber);
    subscriber->closing = true;
    channel_remove(subscriber->channel, subscriber);
    hub_give_slot_back(hub, subscriber);
    for (uint32_t i = 0; i < subscriber->queue_count; i++)
        message_release(subscriber->queue[(subscriber->queue_first + i) % subscriber->queue_capacity]);
    metric_add(METRIC_QUEUED_BYTES, -(int64_t)subscriber->queue_bytes);
    metric_add(METRIC_BLOCKED, subscriber->blocked ? -1 : 0);
    memory_release(subscriber->queue);
    memory_release(subscriber->waiting_hello);
    memory_release(subscriber);
    metric_add(METRIC_CONNECTIONS, -1);
}

/* ---- messages ---- */

/* Whose password is asked for. */
enum { NOBODY = 0, OF_ADMINS = 1 << ROLE_ADMIN, OF_OPERATORS = OF_ADMINS | 1 << ROLE_OPERATOR };

const struct hub_method HUB_METHODS[] = {
    {"hello", hub_hello, NOBODY, {{"v", true}, {"token", false}, {"journal", false}, {"own", false}, {"shared", false}}},
    {"session.open", hub_session_open, NOBODY, {{"code", false}, {"card", false}, {"name", false}, {"password", false}}},
    {"session.close", hub_session_close, NOBODY, {{NULL, false}}},
    {"setup.open", hub_setup_open, NOBODY, {{"code", true}, {"person", true}, {"name", false}, {"password", true}}},
    {"question.list", hub_question_list, NOBODY, {{"after", false}, {"limit", false}}},
    {"question.claim", hub_question_claim, NOBODY, {{"question", true}, {"on", true}}},
    {"question.queue", hub_question_queue, NOBODY, {{NULL, false}}},
    {"question.search", hub_question_search, NOBODY, {{"text", true}}},
    {"question.similar", hub_question_similar, NOBODY, {{"question", true}}},
    {"question.history", hub_question_history, NOBODY, {{"question", true}, {"after", false}}},
    {"poll.missing", hub_poll_missing, NOBODY, {{"poll", true}, {"site", false}, {"after", false}, {"limit", false}}},
    {"poll.recorded", hub_poll_recorded, NOBODY, {{"poll", true}, {"site", false}, {"after", false}, {"limit", false}}},
    {"count.ceiling", hub_count_ceiling, NOBODY, {{"poll", true}, {"site", true}}},
    {"stage.confirm", hub_stage_confirm, NOBODY, {{"stage", true}, {"rev", true}}},
    {"opinion.list", hub_opinion_list, NOBODY, {{"after", false}, {"limit", false}, {"topic", false}, {"text", false}}},
    {"person.list", hub_person_list, NOBODY, {{"after", false}, {"limit", false}, {"text", false}, {"site", false}, {"role", false}}},
    {"codes.issue", hub_codes_issue, OF_OPERATORS, {{"people", false}, {"site", false}, {"password", true}}},
    {"hub.health", hub_health, NOBODY, {{NULL, false}}},
    {"hub.log", hub_log, NOBODY, {{NULL, false}}},
    {"bundle.make", hub_bundle_make, OF_ADMINS, {{"site", true}, {"password", true}}},
    {"certificate.revoke", hub_certificate_revoke, OF_ADMINS, {{"site", true}, {"password", true}}},
};
const size_t HUB_METHOD_COUNT = sizeof HUB_METHODS / sizeof HUB_METHODS[0];

static const struct hub_method *find_method(const struct request *request) {
    for (size_t i = 0; i < HUB_METHOD_COUNT; i++)
        if (text_equal_string(request->method, HUB_METHODS[i].name))
            return &HUB_METHODS[i];
    return NULL;
}

/* Whose password, of whoever has one of these roles (bits), it has to bring; 0 = nobody's. */
static uint32_t asked_password(const struct request *request) {
    const struct command_info *command = request->command != COMMAND_COUNT ? &COMMAND_INFO[request->command] : NULL;
    const struct hub_method *method = command ? NULL : find_method(request);
    if (command)
        return command->password && request_says(request, command->password) ? command->roles : 0;
    return method ? method->password : 0;
}

void hub_serve_checked(struct hub *hub, struct subscriber *subscriber, struct request *request) {
    const struct hub_method *method = request->command != COMMAND_COUNT ? NULL : find_method(request);
    if (request->command != COMMAND_COUNT)
        hub_command(hub, subscriber, request, request->command);
    else if (method)
        method->serve(hub, subscriber, request);
    else
        hub_reply_error(subscriber, request->id, ERROR_UNKNOWN_METHOD, NULL);
}

static void serve(struct hub *hub, struct subscriber *subscriber, struct request *request) {
    uint32_t roles = asked_password(request);
    if (roles)
        hub_password_again(hub, subscriber, request, roles);
    else
        hub_serve_checked(hub, subscriber, request);
}

/* Too fast: an error for each message, and no patience without end. */
static bool limited(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    const struct limits *limits = &hub->limits;
    bool desk = subscriber->channel->audience.kind == AUDIENCE_MODERATOR;
    uint32_t burst = desk && limits->desk_messages_burst > limits->messages_burst ? limits->desk_messages_burst : limits->messages_burst;
    uint32_t per_minute = desk && limits->desk_messages_per_minute > limits->messages_per_minute ? limits->desk_messages_per_minute
                                                                                                 : limits->messages_per_minute;
    if (token_bucket_take(&subscriber->bucket, burst, per_minute, hub->now)) {
        subscriber->refusals = 0;
        return false;
    }
    metric_add(METRIC_RATE_LIMITED, 1);
    if (++subscriber->refusals > REFUSALS_MOST && !subscriber->link)
        subscriber_close(subscriber, HUB_CLOSE_POLICY);
    else
        hub_reply_error(subscriber, request->id, ERROR_RATE_LIMITED, NULL);
    return true;
}

void hub_serve(struct hub *hub, struct subscriber *subscriber, struct request *request) {
    if (!limited(hub, subscriber, request))
        serve(hub, subscriber, request);
}

void hub_receive(struct hub *hub, struct subscriber *subscriber, const char *bytes, size_t length, int64_t now) {
    struct request request;
    hub->now = now;
    if (subscriber->closing || subscriber->close_when_said)
        return;
    metric_add(METRIC_MESSAGES, 1);
    enum error error = request_parse(bytes, length, &request);
    if (!limited(hub, subscriber, &request)) {
        if (error)
            hub_reply_error(subscriber, request.id, error, NULL);
        else if (!request.has_id)
            metric_add(METRIC_MESSAGES_WITHOUT_ID, 1);
        else
            serve(hub, subscriber, &request);
    }
    request_finish(&request);
}

void hub_journal_ready(struct hub *hub, int64_t now) {
    hub->now = now;
    hub->journal->operations->poll(hub->journal);
    hub_proceed(hub);
}

int64_t hub_recorded_until(const struct hub *hub) {
    return conference_time(hub->published);
}

const char *hub_not_ready(const struct hub *hub, int64_t now) {
    if (hub->stopping)
        return "stopping";
    if (!hub->writable)
        return "not stored";
    return hub_append_age(hub, now) >= APPEND_HANGS_MS ? "the disk does not answer" : NULL;
}
