/* link_offers.c - what a site has kept for its people, on its way to become facts (relay/DELIVERY.md, L).
 *
 * Normal course: an offer is judged by stream, lane and number, goes the way of every command, and its result goes back by its key, all of a batch in one
 * frame a lane. The same key by two paths is one command with one result.
 * Ways it fails: one before it is missing (link.gap); it cannot be taken now (busy, not stored): nothing behind it is taken either, and after a moment the site
 * is asked for it again; it is refused: that is a result like any other. */
#include "hub/link_state.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include <string.h>

/* ---- polls that close ---- */

uint64_t hub_poll_epoch(const struct hub *hub, int64_t poll) {
    uint64_t epoch = poll > 0 && poll < (int64_t)hub->poll_epoch_capacity ? hub->poll_epochs[poll] : 0;
    struct poll_result result = {.state = STATE_OPEN};
    if (epoch)
        conference_poll_result(hub->published, (uint32_t)poll, &result);
    return epoch && result.state != STATE_OPEN ? epoch : hub->epoch;
}

enum error hub_poll_closing(struct hub *hub, const struct event *event, uint64_t epoch) {
    if (event->type != EVENT_POLL_CLOSING)
        return ERROR_NONE;
    uint32_t poll = (uint32_t)event->record.poll;
    if (poll >= hub->poll_epoch_capacity) {
        uint32_t capacity = poll * 2;
        uint64_t *epochs = memory_resize(hub->poll_epochs, capacity * sizeof *epochs);
        if (!epochs)
            return ERROR_NO_MEMORY;
        memset(epochs + hub->poll_epoch_capacity, 0, (capacity - hub->poll_epoch_capacity) * sizeof *epochs);
        hub->poll_epochs = epochs;
        hub->poll_epoch_capacity = capacity;
    }
    hub->poll_epochs[poll] = epoch;
    return ERROR_NONE;
}

static void announce_closing(struct hub_link *link, uint32_t poll) {
    struct hub *hub = link->hub;
    struct buffer text;
    buffer_init(&text);
    if (!link_closing(&text, poll, conference_poll_end(hub->published, poll), hub->durable, hub_poll_epoch(hub, poll)))
        subscriber_send_text(link->voice, &text);
    buffer_finish(&text);
}

/* Ballots that were late have a result now: whatever of the lane has none is offered again. */
static void ask_for_late(struct hub_link *link) {
    struct buffer text;
    buffer_init(&text);
    if (link->offers.granted && !link_gap(&text, link->offers.stream, LANE_FLOOR, 1))
        subscriber_send_text(link->voice, &text);
    buffer_finish(&text);
}

void hub_links_announce(struct hub *hub) {
    for (size_t i = 0; i < hub->event_count; i++) {
        const struct event *event = &hub->events[i].event;
        if (hub_poll_closing(hub, event, hub->epoch))
            log_line(LOG_ERROR, "no_memory", "in which epoch a poll ended is not known: its stamps prove less");
        bool over = event->type == EVENT_POLL_CLOSED || event->type == EVENT_POLL_VOIDED || event->type == EVENT_POLL_REOPENED;
        if (event->type != EVENT_POLL_CLOSING && !over)
            continue;
        for (uint32_t site = 0; site < LIMIT_SITES; site++) {
            struct hub_link *link = hub->sites[site].link;
            if (link && link->listeners[0] && over)
                ask_for_late(link);
            else if (link && link->listeners[0])
                announce_closing(link, (uint32_t)event->record.poll);
        }
    }
}

static bool is_closing(const struct hub *hub, uint32_t poll) {
    struct poll_result result;
    conference_poll_result(hub->published, poll, &result);
    return result.state == STATE_CLOSING && conference_poll_end(hub->published, poll) != 0;
}

void hub_link_announce_closing(struct hub_link *link) {
    for (uint32_t poll = 1; poll <= conference_polls(link->hub->published); poll++)
        if (is_closing(link->hub, poll) && conference_expects(link->hub->published, poll, link->site))
            announce_closing(link, poll);
}

/* ---- drained ---- */

static bool drain(struct hub_link *link, const struct link_drained *drained) {
    struct hub *hub = link->hub;
    struct command command = {.type = COMMAND_STREAM_DRAIN, .actor = NO_PERSON, .now = hub->now};
    record_number(&command.record, FIELD_POLL, drained->poll);
    record_binary(&command.record, FIELD_STREAM, drained->stream);
    if (drained->upto > 0)
        record_number(&command.record, FIELD_N, (int64_t)drained->upto);
    return !hub_enqueue(hub, subscriber_reference(link->voice), "null", WAITING_DRAIN, &command, NULL);
}

/* Words that can be believed become events; the others wait until what they speak of is recorded. */
static void believe(struct hub_link *link) {
    for (uint32_t i = link->drained_count; i > 0; i--) {
        const struct link_drained *drained = &link->drained[i - 1];
        bool ready = offers_drained(&link->offers, drained->stream, drained->upto);
        bool needed = conference_expects(link->hub->published, drained->poll, link->site);
        if (!needed || (ready && drain(link, drained)))
            link->drained[i - 1] = link->drained[--link->drained_count];
        else if (ready && !link->ask_at)
            link->ask_at = link->hub->now + OFFER_AGAIN_MS;
    }
}

static void remember(struct hub_link *link, struct link_drained drained) {
    for (uint32_t i = 0; i < link->drained_count; i++)
        if (link->drained[i].poll == drained.poll) {
            link->drained[i] = drained;
            return;
        }
    if (link->drained_count < LINK_DRAINED_MOST) /* beyond: it says so again when it is told again that the poll closes */
        link->drained[link->drained_count++] = drained;
}

void hub_drain_answer(struct hub *hub, const struct waiting *waiting) {
    struct subscriber *voice = subscriber_find(hub, waiting->from);
    if (!voice || !waiting->error || !error_is_passing(waiting->error))
        return;
    const struct record *record = &waiting->command->record;
    struct link_drained drained = {.poll = record->poll, .upto = record_has(record, FIELD_N) ? (uint64_t)record->n : 0};
    memcpy(drained.stream, record->stream, STREAM_SIZE);
    if (!voice->link->offers.granted || memcmp(drained.stream, voice->link->offers.stream, STREAM_SIZE) != 0)
        return;
    remember(voice->link, drained);
    voice->link->ask_at = hub->now + OFFER_AGAIN_MS;
}

void hub_link_drained(struct hub_link *link, const struct request *request) {
    struct link_drained drained;
    char fault[FAULT_NAME_SIZE];
    if (link_read_drained(request, &drained, fault) || !link->offers.granted || memcmp(drained.stream, link->offers.stream, STREAM_SIZE) != 0)
        return;
    remember(link, drained);
    believe(link);
    hub_proceed(link->hub);
}

/* ---- acks and gaps ---- */

static void say_ack(struct hub_link *link, enum lane lane) {
    struct link_answers *answers = &link->answers[lane];
    struct buffer text;
    buffer_init(&text);
    if (!link_ack(&text, link->offers.stream, lane, link->offers.recorded[lane], &answers->results))
        subscriber_send_text(link->voice, &text);
    buffer_finish(&text);
    buffer_clear(&answers->results);
    answers->any = false;
}

static void say_gap(struct hub_link *link, enum lane lane) {
    struct link_answers *answers = &link->answers[lane];
    uint64_t want = offers_want(&link->offers, lane);
    if (answers->asked == want)
        return; /* all of a window lie behind one that is missing: once is enough */
    answers->ask = false;
    struct buffer text;
    buffer_init(&text);
    if (!link_gap(&text, link->offers.stream, lane, want))
        subscriber_send_text(link->voice, &text);
    answers->asked = want;
    buffer_finish(&text);
}

/* Not now: asked for again after a moment. Until then whatever lies behind it is passed over in silence. */
static void not_taken(struct hub_link *link, enum lane lane, uint64_t number) {
    struct link_answers *answers = &link->answers[lane];
    offers_dropped(&link->offers, link->offers.stream, lane, number);
    answers->ask = true;
    answers->asked = offers_want(&link->offers, lane);
    if (!link->ask_at)
        link->ask_at = link->hub->now + OFFER_AGAIN_MS;
}

void hub_links_ask_again(struct hub *hub) {
    const uint32_t sites = hub_sites(hub);
    for (uint32_t site = 0; site < sites; site++) {
        struct hub_link *link = hub->sites[site].link;
        if (!link || !link->ask_at || hub->now < link->ask_at)
            continue;
        link->ask_at = 0;
        for (int lane = 0; lane < LANE_COUNT; lane++)
            if (link->answers[lane].ask) {
                link->answers[lane].asked = 0;
                say_gap(link, (enum lane)lane);
            }
        if (link->drained_count > 0)
            believe(link);
    }
    hub_proceed(hub);
}

void hub_links_acknowledge(struct hub *hub) {
    const uint32_t sites = hub_sites(hub);
    for (uint32_t site = 0; site < sites; site++) {
        struct hub_link *link = hub->sites[site].link;
        if (!link)
            continue;
        for (int lane = 0; lane < LANE_COUNT; lane++)
            if (link->answers[lane].any)
                say_ack(link, (enum lane)lane);
        if (link->drained_count > 0)
            believe(link);
    }
}

/* ---- results ---- */

static void add_result(struct hub_link *link, enum lane lane, const uint8_t key[KEY_SIZE], struct text person, const struct buffer *answer) {
    if (link_add_result(&link->answers[lane].results, key, person, answer)) {
        log_line(LOG_ERROR, "no_memory", "a result could not be sent to a site");
        hub_link_close(link, HUB_CLOSE_TOO_SLOW); /* it comes back and offers again */
    }
    link->answers[lane].any = true;
}

/* A ballot that was late is received, and has no result before its poll is announced: said as one it would be offered again at once, and for ever. */
static void add_outcome(struct hub_link *link, enum lane lane, struct text person, const struct outcome *outcome) {
    struct outcome now = *outcome;
    now.error = (uint8_t)conference_outcome_error(link->hub->published, outcome);
    link->answers[lane].any = true;
    if (now.error == ERROR_LATE)
        return;
    struct buffer text;
    buffer_init(&text);
    reply_outcome(&text, "null", &now);
    add_result(link, lane, outcome->key, person, &text);
    buffer_finish(&text);
}

static struct hub_link *link_of(const struct hub *hub, const struct waiting *waiting) {
    struct subscriber *voice = subscriber_find(hub, waiting->from);
    struct hub_link *link = voice ? voice->link : NULL;
    return link && link->offers.granted && memcmp(link->offers.stream, waiting->offer->origin.stream, STREAM_SIZE) == 0 ? link : NULL;
}

void hub_offer_answer(struct hub *hub, const struct waiting *waiting) {
    struct hub_link *link = link_of(hub, waiting);
    const struct waiting_offer *offer = waiting->offer;
    if (!link)
        return;
    link->under_way--;
    if (waiting->error) { /* passing: nothing is recorded */
        not_taken(link, offer->origin.lane, (uint64_t)offer->origin.n);
        return;
    }
    offers_recorded(&link->offers, offer->origin.stream, offer->origin.lane, (uint64_t)offer->origin.n);
    const struct command *command = waiting->command;
    const struct outcome *outcome =
        command->actor == NO_PERSON ? NULL : outcomes_find(hub->outcomes, command->actor, command->record.key);
    bool reused = outcome && memcmp(outcome->params, command->params, PARAMS_SIZE) != 0;
    if (outcome && !reused) {
        add_outcome(link, offer->origin.lane, offer->person, outcome);
        return;
    }
    struct buffer text;
    buffer_init(&text);
    if (reused)
        reply_error(&text, "null", ERROR_KEY_REUSED, FIELD_INFO[FIELD_KEY].name, NULL);
    else
        reply_error(&text, "null", offer->why ? offer->why : ERROR_INTERNAL, offer->fault, NULL);
    add_result(link, offer->origin.lane, offer->key, offer->person, &text);
    buffer_finish(&text);
}

/* ---- stepping ---- */

enum error hub_offer_step(struct hub *hub, struct waiting *waiting, struct event *event) {
    const struct command *command = waiting->command;
    const struct outcome *outcome =
        command->actor == NO_PERSON ? NULL : outcomes_find(hub->outcomes, command->actor, command->record.key);
    if (outcome && memcmp(outcome->params, command->params, PARAMS_SIZE) != 0)
        return conference_step_refused(hub->ahead, command, ERROR_KEY_REUSED, event);
    if (outcome) {
        metric_add(METRIC_COMMANDS_REPEATED, 1);
        return conference_step_known(hub->ahead, command, (enum error)outcome->error, event);
    }
    if (waiting->offer->why)
        return conference_step_refused(hub->ahead, command, waiting->offer->why, event);
    return conference_step(hub->ahead, command, event, &waiting->fault);
}

void hub_offer_not_taken(struct hub *hub, const struct waiting *waiting) {
    struct hub_link *link = link_of(hub, waiting);
    if (link)
        not_taken(link, waiting->offer->origin.lane, (uint64_t)waiting->offer->origin.n);
}

/* ---- offers ---- */

/* It was recorded before: its result again. */
static void answer_again(struct hub_link *link, const struct link_offer *offer) {
    struct hub *hub = link->hub;
    uint8_t key[KEY_SIZE];
    uint32_t person = conference_find_person(hub->published, offer->person);
    if (!link_offered_key(offer, key))
        return;
    const struct outcome *outcome = person == NO_PERSON ? NULL : outcomes_find(hub->outcomes, person, key);
    if (outcome) {
        add_outcome(link, offer->lane, offer->person, outcome);
    } else { /* it could not be decided on: nothing is remembered of it */
        struct buffer text;
        buffer_init(&text);
        reply_error(&text, "null", ERROR_NOT_ALLOWED, NULL, NULL);
        add_result(link, offer->lane, key, offer->person, &text);
        buffer_finish(&text);
    }
    say_ack(link, offer->lane);
}

/* The command of an offer; `why` when there is none to be made of it. */
static void read_command(struct hub_link *link, const struct link_offer *offer, struct command *command, struct waiting_offer *waiting) {
    struct hub *hub = link->hub;
    struct arena *arena = &hub->collecting.arena;
    bool has_key = link_offered_key(offer, waiting->key);
    uint32_t person = conference_find_person(hub->published, offer->person);
    bool may = person != NO_PERSON && conference_may_be_offered(hub->published, person, link->site);
    *command = (struct command){.actor = NO_PERSON, .type = offer->request.command, .now = hub->now};
    if (!may)
        waiting->why = ERROR_NOT_ALLOWED;
    else if (command->type == COMMAND_COUNT || !COMMAND_INFO[command->type].remembered)
        waiting->why = ERROR_UNKNOWN_METHOD;
    else
        waiting->why = request_record(&offer->request, COMMAND_INFO[command->type].fields, true, arena, &command->record, waiting->fault);
    if (!waiting->why || (may && has_key)) {
        command->actor = person;
        record_binary(&command->record, FIELD_KEY, waiting->key);
    }
    enum error error = request_params_digest(&offer->request, command->params);
    if (!error)
        error = hub_read_receipt(hub, arena, command);
    if (!waiting->why)
        waiting->why = error;
    int64_t poll = command->type == COMMAND_POLL_CAST && !waiting->why ? command->record.poll : 0;
    waiting->origin.proof = offer->proof && offer->epoch == hub_poll_epoch(hub, poll);
}

static enum error enqueue(struct hub_link *link, const struct link_offer *offer) {
    struct hub *hub = link->hub;
    struct arena *arena = &hub->collecting.arena;
    struct waiting_offer *waiting = arena_take(arena, sizeof *waiting);
    const char *person = arena_copy(arena, offer->person.bytes, offer->person.length);
    struct command command;
    if (!waiting || !person)
        return ERROR_NO_MEMORY;
    *waiting = (struct waiting_offer){
        .origin = {.site = link->site, .lane = offer->lane, .n = (int64_t)offer->number, .stamp = offer->stamp, .stamp_error = offer->stamp_error},
        .person = {person, offer->person.length}};
    memcpy(waiting->origin.stream, offer->stream, STREAM_SIZE);
    read_command(link, offer, &command, waiting);
    if (waiting->why == ERROR_NO_MEMORY)
        return ERROR_NO_MEMORY;
    command.offer = &waiting->origin;
    enum error error = hub_enqueue(hub, subscriber_reference(link->voice), "null", WAITING_OFFER, &command, NULL);
    if (!error)
        hub->collecting.items[hub->collecting.count - 1].offer = waiting;
    return error;
}

static void take(struct hub_link *link, const struct link_offer *offer) {
    struct hub *hub = link->hub;
    const struct arena before = hub->collecting.arena;
    enum error error = link->under_way >= LIMIT_OFFERS_UNDER_WAY ? ERROR_BUSY : enqueue(link, offer);
    if (error) {
        arena_rewind(&hub->collecting.arena, before);
        not_taken(link, offer->lane, offer->number);
        return;
    }
    link->under_way++;
    hub->gathering.is_urgent |= link->under_way >= LIMIT_OFFER_WINDOW; /* it sends no more before it has results */
    link->answers[offer->lane].asked = 0;
    link->answers[offer->lane].ask = false;
    hub_proceed_soon(hub);
}

void hub_link_offer(struct hub_link *link, const struct request *request) {
    struct link_offer offer;
    char fault[FAULT_NAME_SIZE];
    if (link_read_offer(request, &offer, fault)) {
        metric_add(METRIC_MESSAGES_REFUSED, 1);
        log_line(LOG_WARNING, "offer_malformed", "a site offers what cannot be read: %s", fault);
        return;
    }
    switch (offers_judge(&link->offers, offer.stream, offer.lane, offer.number)) {
    case OFFER_TAKE:
        take(link, &offer);
        return;
    case OFFER_KNOWN:
        answer_again(link, &offer);
        return;
    case OFFER_GAP:
        say_gap(link, offer.lane);
        return;
    default:
        return;
    }
}
