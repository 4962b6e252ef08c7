/* commands.c - from a wish to a durable fact and its result. When it is time for an append, and with whom: gathering.c.
 *
 * Normal course: a command is parsed and waits; when no append is under way all that wait are stepped one after another against
 * `ahead`, their events go into one append, and when that is durable the events are published and every sender gets its result. A key that is known,
 * recorded or in the same append, is answered with the first result (relay/DELIVERY.md, D2).
 * Ways it fails: a refusal without event is answered together with the batch it was decided in, because it may rest on an event of it;
 * an append that failed drops `ahead` and answers `not_stored`; one whose outcome is unknown answers nobody until hub_tick knows. */
#include "hub/state.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "codec/event_json.h"
#include "codec/reply.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* ---- answering ---- */

/* Whatever is answered with an error is counted and logged by its code: who asked and what for is nobody's business here. */
static void note_refusal(enum error error, const char *field) {
    char event[64];
    metric_add(METRIC_MESSAGES_REFUSED, 1);
    metric_refusal(error);
    snprintf(event, sizeof event, "refused_%s", error_word(error));
    log_line(LOG_INFO, event, "%s%s%s", error_text(error), field && *field ? ": " : "", field ? field : "");
}

void hub_reply_error(struct subscriber *subscriber, const char *id, enum error error, const char *field) {
    struct buffer text;
    buffer_init(&text);
    note_refusal(error, field);
    reply_error(&text, id, error, field, NULL);
    subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
}

/* The row that stands in the way, as the sender may see it. */
static enum error append_fault(struct buffer *text, const struct hub *hub, const struct subscriber *subscriber,
                               const struct waiting *waiting) {
    const struct fault *fault = &waiting->fault;
    const char *field = fault->field < FIELD_COUNT ? FIELD_INFO[fault->field].name : NULL;
    note_refusal(waiting->error, field);
    struct row row;
    bool visible = false;
    if (fault->row_kind >= 0 && subscriber->person != NO_PERSON)
        visible = view_row(hub->published, subscriber->channel->audience, (enum row_kind)fault->row_kind, fault->row_id, &row);
    return reply_error(text, waiting->id, waiting->error, field, visible ? &row : NULL);
}

static void append_outcome(const struct hub *hub, struct buffer *text, const char *id, const struct outcome *outcome) {
    struct outcome now = *outcome;
    now.error = (uint8_t)conference_outcome_error(hub->published, outcome);
    if (now.error)
        note_refusal((enum error)now.error, now.error_field < FIELD_COUNT ? FIELD_INFO[now.error_field].name : NULL);
    reply_outcome(text, id, &now);
}

/* What a person on a socket is told. */
static void answer_person(struct hub *hub, const struct waiting *waiting) {
    struct subscriber *subscriber = subscriber_find(hub, waiting->from);
    if (!subscriber)
        return;
    struct buffer *text = &hub->text;
    buffer_clear(text);
    if (waiting->error) {
        append_fault(text, hub, subscriber, waiting);
    } else if (waiting->kind == WAITING_SESSION) {
        uint32_t person = conference_find_person(hub->published, waiting->command->record.person);
        metric_add(METRIC_SIGN_INS, 1);
        reply_session(text, waiting->id, waiting->token, waiting->command->record.person,
                      conference_person_roles(hub->published, person));
    } else if (waiting->kind == WAITING_SESSION_END) {
        reply_empty(text, waiting->id);
    } else {
        const struct outcome *outcome = outcomes_find(hub->outcomes, waiting->command->actor, waiting->command->record.key);
        if (outcome)
            append_outcome(hub, text, waiting->id, outcome);
        else
            reply_error(text, waiting->id, ERROR_INTERNAL, NULL, NULL);
    }
    subscriber_send_text(subscriber, text);
    if (waiting->kind == WAITING_SESSION)
        hub_sign_in_ended(hub, subscriber, waiting->error ? NULL : &waiting->command->record.token_digest);
}

static void answer(struct hub *hub, const struct waiting *waiting) {
    switch (waiting->kind) {
    case WAITING_CREDENTIAL:
        hub_codes_stored(hub, waiting->error);
        break;
    case WAITING_OFFER:
        hub_offer_answer(hub, waiting);
        break;
    case WAITING_GRANT:
        hub_link_granted(hub, waiting);
        break;
    case WAITING_DRAIN:
        hub_drain_answer(hub, waiting);
        break;
    case WAITING_SETUP:
        if (waiting->error)
            answer_person(hub, waiting);
        else
            hub_setup_done(hub, waiting);
        break;
    default:
        answer_person(hub, waiting);
    }
}

/* ---- waiting ---- */

enum error hub_enqueue(struct hub *hub, struct reference from, const char *id, enum waiting_kind kind, const struct command *command,
                       const char *token) {
    struct waiting_list *list = &hub->collecting;
    if (hub->stopping || list->count >= hub->limits.commands_waiting)
        return ERROR_BUSY;
    if (!hub->writable && !hub->unknown)
        return ERROR_NOT_STORED;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 64;
        struct waiting *items = memory_resize(list->items, capacity * sizeof *items);
        if (!items)
            return ERROR_NO_MEMORY;
        list->items = items;
        list->capacity = capacity;
    }
    struct waiting waiting = {
        .kind = kind,
        .from = from,
        .id = arena_copy(&list->arena, id, strlen(id)),
        .command = arena_take(&list->arena, sizeof *command),
        .token = token ? arena_copy(&list->arena, token, strlen(token)) : NULL,
    };
    if (!waiting.id || !waiting.command || (token && !waiting.token))
        return ERROR_NO_MEMORY;
    *waiting.command = *command;
    list->items[list->count++] = waiting;
    hub_gather(hub, from, kind == WAITING_OFFER);
    metric_set(METRIC_COMMANDS_WAITING, (int64_t)list->count);
    return ERROR_NONE;
}

void hub_waiting_finish(struct waiting_list *list) {
    arena_finish(&list->arena);
    memory_release(list->items);
    *list = (struct waiting_list){0};
}

/* A person asks at a person's pace; a repeat of a known key is no question. Slips and opinions come in piles, from the desk and the sites alone. */
static bool questions_too_fast(struct hub *hub, const struct command *command) {
    if (command->type != COMMAND_QUESTION_SUBMIT || command->actor >= hub->people_count)
        return false;
    if (command->record.origin != ORIGIN_LIVE || record_has(&command->record, FIELD_OPINION))
        return false;
    return !token_bucket_take(&hub->people[command->actor].questions, hub->limits.questions_burst, hub->limits.questions_per_minute,
                              hub->now);
}

/* A key that is already durable needs no append: it is answered at once, also while nothing can be stored. */
static bool answer_known(struct hub *hub, struct subscriber *subscriber, const char *id, const struct command *command) {
    const struct outcome *outcome = outcomes_find(hub->outcomes, command->actor, command->record.key);
    if (!outcome || outcome->seq > hub->durable)
        return false;
    metric_add(METRIC_COMMANDS_REPEATED, 1);
    if (memcmp(outcome->params, command->params, PARAMS_SIZE) != 0) {
        hub_reply_error(subscriber, id, ERROR_KEY_REUSED, FIELD_INFO[FIELD_KEY].name);
        return true;
    }
    struct buffer text;
    buffer_init(&text);
    append_outcome(hub, &text, id, outcome);
    subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
    return true;
}

void hub_command(struct hub *hub, struct subscriber *subscriber, struct request *request, enum command_type type) {
    char fault[FAULT_NAME_SIZE] = "";
    const struct arena before = hub->collecting.arena;
    struct command command = {.type = type, .actor = subscriber->person, .now = hub->now};
    enum error error = ERROR_NOT_SIGNED_IN;
    if (subscriber->person != NO_PERSON)
        error = request_record(request, COMMAND_INFO[type].fields, true, &hub->collecting.arena, &command.record, fault);
    if (!error)
        error = request_params_digest(request, command.params);
    if (!error)
        error = hub_read_receipt(hub, &hub->collecting.arena, &command);
    const bool is_answered = !error && !command.receipt && answer_known(hub, subscriber, request->id, &command);
    if (!error && !is_answered && questions_too_fast(hub, &command)) {
        metric_add(METRIC_RATE_LIMITED, 1);
        error = ERROR_RATE_LIMITED;
    }
    if (!error && !is_answered)
        error = hub_enqueue(hub, subscriber_reference(subscriber), request->id, WAITING_COMMAND, &command, NULL);
    if (!error && !is_answered) {
        hub_proceed_soon(hub);
        return;
    }
    arena_rewind(&hub->collecting.arena, before); /* it must not pile up, however long those wait who are waiting */
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
}

/* ---- stepping ---- */

/* Numbers, remembers, encodes and applies to `ahead` one event; on failure nothing changed. */
static enum error collect_event(struct hub *hub, uint32_t actor, const struct event *decided) {
    struct event event = *decided;
    event.seq = conference_seq(hub->ahead) + 1;
    size_t offset = hub->encoded.length;
    if (hub->event_count == hub->event_capacity) {
        size_t capacity = hub->event_capacity ? hub->event_capacity * 2 : 64;
        struct batch_event *events = memory_resize(hub->events, capacity * sizeof *events);
        if (!events)
            return ERROR_NO_MEMORY;
        hub->events = events;
        hub->event_capacity = capacity;
    }
    enum error error = event_encode(&hub->encoded, &event);
    if (!error)
        error = outcomes_add(hub->outcomes, actor, &event);
    if (!error) {
        touched_clear(&hub->touched);
        error = conference_apply(hub->ahead, &event, &hub->touched);
    }
    if (error) {
        hub->encoded.length = offset;
        outcomes_drop_after(hub->outcomes, event.seq - 1);
        return error;
    }
    hub->events[hub->event_count++] = (struct batch_event){event, offset, hub->encoded.length - offset};
    return ERROR_NONE;
}

/* A repeat by the person: its first outcome stands, unless a site's receipt makes more of it. True: there is no event. */
static bool step_repeat(struct hub *hub, struct waiting *waiting, struct event *event, bool *again) {
    struct command *command = waiting->command;
    const struct outcome *outcome = outcomes_find(hub->outcomes, command->actor, command->record.key);
    if (!outcome)
        return false;
    metric_add(METRIC_COMMANDS_REPEATED, 1);
    waiting->fault = (struct fault){FIELD_KEY, -1, 0};
    waiting->error = memcmp(outcome->params, command->params, PARAMS_SIZE) ? ERROR_KEY_REUSED : ERROR_NONE;
    *again = !waiting->error && command->receipt && conference_step_again(hub->ahead, command, (enum error)outcome->error, event);
    return !*again;
}

static void step_one(struct hub *hub, struct waiting *waiting) {
    struct command *command = waiting->command;
    struct event event;
    uint32_t site = command->type == COMMAND_LEASE_TAKE ? conference_find_site(hub->ahead, command->record.site) : NO_SITE;
    command->holder_is_here = site != NO_SITE && hub_holder_is_here(hub, site);
    bool again = false;
    command->now = hub->now;
    if (waiting->kind == WAITING_COMMAND && step_repeat(hub, waiting, &event, &again))
        return;
    metric_add(METRIC_COMMANDS, 1);
    if (!again)
        waiting->error = waiting->kind == WAITING_OFFER ? hub_offer_step(hub, waiting, &event)
                                                        : conference_step(hub->ahead, command, &event, &waiting->fault);
    if (!waiting->error)
        waiting->error = collect_event(hub, command->actor, &event);
    if (waiting->kind == WAITING_OFFER && waiting->error)
        hub_offer_not_taken(hub, waiting);
    if (!waiting->error && event.type == EVENT_MOVE_REFUSED)
        waiting->error = ERROR_NEEDS_OPERATOR; /* said once it is durable: the older device is told with it */
}

/* False: out of memory, the next tick tries again. */
static bool collect_deadlines(struct hub *hub) {
    struct event event;
    while (!hub->stopping && hub->event_count < BATCH_EVENTS && conference_deadline_event(hub->ahead, hub->now, &event))
        if (collect_event(hub, NO_PERSON, &event))
            return false;
    return true;
}

static void append_done(void *context, enum error outcome, uint64_t last_seq) {
    (void)last_seq;
    hub_batch_done(context, outcome);
}

static enum error start_append(struct hub *hub) {
    struct journal_record *records = memory_take(hub->event_count * sizeof *records);
    if (!records)
        return ERROR_NO_MEMORY;
    for (size_t i = 0; i < hub->event_count; i++)
        records[i] = (struct journal_record){.bytes = hub->encoded.bytes + hub->events[i].offset, .length = hub->events[i].length};
    hub->appending = true;
    hub->appending_since = hub->now;
    hub->append_look_at = hub->now + APPEND_LOOK_EVERY_MS;
    enum error error = hub->journal->operations->append(hub->journal, hub->durable, records, hub->event_count, append_done, hub);
    memory_release(records);
    if (error)
        hub->appending = false;
    return error;
}

int64_t hub_append_age(const struct hub *hub, int64_t now) {
    return hub->appending && now > hub->appending_since ? now - hub->appending_since : 0;
}

void hub_proceed(struct hub *hub) {
    bool goes_on = true;
    while (goes_on && !hub->appending && !hub->answering && hub->writable && hub_next_batch(hub)) {
        hub->event_count = 0;
        buffer_clear(&hub->encoded);
        goes_on = collect_deadlines(hub); /* else it would be due again, and again, while nobody is served */
        while (hub->batch_to < hub->batch.count && hub->event_count < BATCH_EVENTS)
            step_one(hub, &hub->batch.items[hub->batch_to++]);
        enum error error = hub->event_count > 0 ? start_append(hub) : ERROR_NONE;
        if (error || hub->event_count == 0)
            hub_batch_done(hub, error == ERROR_FENCED ? error : error ? ERROR_NOT_STORED : ERROR_NONE);
    }
}

/* ---- after the append ---- */

static void answer_range(struct hub *hub, struct waiting_list *list, size_t from, size_t to, enum error instead) {
    hub->answering = true;
    for (size_t i = from; i < to; i++) {
        if (instead) {
            list->items[i].error = instead;
            list->items[i].fault = (struct fault){FIELD_COUNT, -1, 0};
        }
        answer(hub, &list->items[i]);
    }
    hub->answering = false;
}

/* Nothing can be stored: everybody who waits is told, and `ahead` is made again when the journal is back. */
static void stop_storing(struct hub *hub) {
    metric_add(METRIC_APPEND_FAILED, 1);
    metric_set(METRIC_JOURNAL_WRITABLE, 0);
    if (hub->writable || hub->unknown)
        log_line(LOG_ERROR, "not_stored", "the journal cannot be written; commands are refused until it can");
    hub->writable = false;
    hub->unknown = false;
    hub->probe_at = hub->now + PROBE_EVERY_MS;
    outcomes_drop_after(hub->outcomes, hub->durable);
    answer_range(hub, &hub->batch, hub->batch_from, hub->batch.count, ERROR_NOT_STORED);
    answer_range(hub, &hub->collecting, 0, hub->collecting.count, ERROR_NOT_STORED);
    hub_links_acknowledge(hub);
    hub->batch.count = hub->batch_to = hub->collecting.count = 0;
    arena_reset(&hub->collecting.arena);
    metric_set(METRIC_COMMANDS_WAITING, 0);
    hub->event_count = 0;
    conference_destroy(hub->ahead);
    hub->ahead = NULL;
}

/* On every socket it is open on, each behind what it still has to be told. */
static void end_session(struct hub *hub, const struct digest *token) {
    for (uint32_t i = 0; i < hub->slot_count; i++) {
        struct subscriber *subscriber = hub->slots[i].subscriber;
        if (subscriber && !subscriber->closing && !subscriber->link && subscriber->person != NO_PERSON && digest_equal(&subscriber->token, token)) {
            subscriber->close_when_said = HUB_CLOSE_SIGNED_OUT;
            subscriber_schedule(subscriber);
        }
    }
}

static bool changes_rights(const struct record *record) {
    return record_has(record, FIELD_ROLES) || record_has(record, FIELD_SITE) || record->clear & 1u << CLEARABLE_SITE;
}

static void close_ended_sessions(struct hub *hub) {
    for (size_t i = 0; i < hub->event_count; i++) {
        const struct event *event = &hub->events[i].event;
        if (event->type == EVENT_SESSION_OPENED)
            hub_session_opened(hub, conference_find_person(hub->published, event->record.person));
    }
    for (size_t i = 0; i < hub->event_count; i++) {
        const struct event *event = &hub->events[i].event;
        if (event->type == EVENT_SESSION_CLOSED)
            end_session(hub, &event->record.token_digest);
        hub_links_follow(hub, event);
        hub_operators_follow(hub, event);
        if (event->type == EVENT_PERSON_REMOVED)
            hub_rights_changed(hub, conference_find_person(hub->published, event->record.person), HUB_CLOSE_SIGNED_OUT);
        if (event->type == EVENT_PERSON_CHANGED && changes_rights(&event->record))
            hub_rights_changed(hub, conference_find_person(hub->published, event->record.person), HUB_CLOSE_RIGHTS_CHANGED);
    }
}

void hub_batch_done(struct hub *hub, enum error outcome) {
    if (hub->append_hangs)
        log_line(LOG_WARNING, "append_answered", "the journal has answered after %" PRId64 " ms", hub_append_age(hub, hub->now));
    hub->appending = hub->append_hangs = false;
    metric_set(METRIC_APPEND_AGE, 0);
    switch (outcome) {
    case ERROR_NONE:
        hub->unknown = false;
        hub->durable += hub->event_count;
        metric_add(METRIC_EVENTS, (int64_t)hub->event_count);
        metric_add(METRIC_BATCHES, hub->event_count > 0);
        metric_set(METRIC_JOURNAL_SEQ, (int64_t)hub->durable);
        if (hub->event_count > 0 && hub_publish(hub)) {
            log_line(LOG_ERROR, "publish_failed", "a durable event could not be applied; the journal is the truth, stopping");
            hub->writable = false;
            hub->transport->fenced(hub->transport->context);
            return;
        }
        hub_links_announce(hub);
        answer_range(hub, &hub->batch, hub->batch_from, hub->batch_to, ERROR_NONE);
        hub_links_acknowledge(hub);
        close_ended_sessions(hub);
        hub->event_count = 0;
        return;
    case ERROR_UNKNOWN:
        log_line(LOG_ERROR, "append_unknown", "whether %zu events are stored is not known yet", hub->event_count);
        metric_add(METRIC_APPEND_FAILED, 1);
        metric_set(METRIC_JOURNAL_WRITABLE, 0);
        hub->unknown = true;
        hub->writable = false;
        hub->probe_at = hub->now;
        return;
    case ERROR_FENCED:
        hub->writable = false;
        hub->transport->fenced(hub->transport->context);
        return;
    default:
        stop_storing(hub);
    }
}
