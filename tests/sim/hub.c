/* The hub: the real conference twice - what is decided, what is durable - and the append between them, as in relay/hub. */
#include "sim/sim.h"

#include "codec/event_json.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int64_t hub_now(const struct sim *sim) {
    return sim->now + sim->hub.offset;
}

void hub_key(int command, uint8_t key[KEY_SIZE]) {
    memset(key, 0, KEY_SIZE);
    memcpy(key + 4, &command, sizeof command);
    key[15] = 1;
}

int hub_command_of(const uint8_t key[KEY_SIZE]) {
    int command;
    memcpy(&command, key + 4, sizeof command);
    return key[15] == 1 ? command : NONE;
}

static void sure(struct sim *sim, bool holds, const char *what) {
    if (!holds)
        sim_fault(sim, "the hub cannot go on: %s", what);
}

/* --- the journal --- */

/* What is decided is applied to `ahead` and written behind what is durable. */
static enum error write_down(struct sim *sim, uint32_t actor, const struct event *decided, uint64_t stream) {
    struct sim_hub *hub = &sim->hub;
    struct event event = *decided;
    event.seq = conference_seq(hub->ahead) + 1;
    touched_clear(&hub->touched);
    enum error error = conference_apply(hub->ahead, &event, &hub->touched);
    sure(sim, !error, "what it has decided cannot be applied");
    if (error)
        return error;
    hub->rows = sim_room(hub->rows, hub->row_count, &hub->row_capacity, sizeof *hub->rows);
    struct journal_row *row = &hub->rows[hub->row_count++];
    *row = (struct journal_row){.offset = hub->journal.length, .epoch = hub->epoch, .stream = stream, .now = sim->now};
    sure(sim, !event_encode(&hub->journal, &event) && !outcomes_add(hub->outcomes, actor, &event), "no memory");
    row->length = hub->journal.length - row->offset;
    return ERROR_NONE;
}

static void forget_rows(struct sim_hub *hub) {
    if (hub->row_count > hub->durable)
        hub->journal.length = hub->rows[hub->durable].offset;
    hub->row_count = hub->durable;
}

static void read_row(struct sim *sim, int row, struct arena *arena, struct event *event) {
    const struct sim_hub *hub = &sim->hub;
    arena_reset(arena);
    sure(sim, !event_decode(hub->journal.bytes + hub->rows[row].offset, hub->rows[row].length, arena, event), "its journal is damaged");
    event->seq = (uint64_t)row + 1;
}

static void apply_row(struct sim *sim, struct conference *conference, int row, struct arena *arena, struct event *event) {
    read_row(sim, row, arena, event);
    touched_clear(&sim->hub.touched);
    sure(sim, !conference_apply(conference, event, &sim->hub.touched), "its journal cannot be replayed");
}

static struct conference *new_conference(const struct sim *sim) {
    struct limits limits = limits_default();
    limits.poll_close_notice_ms = 400;
    limits.questions = limits.speakers = (uint32_t)sim->scale.commands + 1;
    return conference_create(&limits);
}

/* `ahead` from what is durable; `all`: as after a start, everything. */
static void replay(struct sim *sim, bool all) {
    struct sim_hub *hub = &sim->hub;
    struct arena arena;
    arena_init(&arena);
    conference_destroy(hub->ahead);
    hub->ahead = new_conference(sim);
    if (all) {
        conference_destroy(hub->published);
        outcomes_destroy(hub->outcomes);
        hub->published = new_conference(sim);
        hub->outcomes = outcomes_create();
    }
    for (int row = 0; row < hub->durable && !sim->fault[0]; row++) {
        struct event event;
        apply_row(sim, hub->ahead, row, &arena, &event);
        if (!all)
            continue;
        apply_row(sim, hub->published, row, &arena, &event);
        if (event.type == EVENT_POLL_CLOSING)
            hub->poll_epoch[event.record.poll] = hub->rows[row].epoch;
        if (record_has(&event.record, FIELD_ACTOR))
            sure(sim, !outcomes_add(hub->outcomes, conference_find_person(hub->published, event.record.actor), &event), "no memory");
    }
    arena_finish(&arena);
}

const struct outcome *hub_outcome(const struct sim *sim, int command, bool durable_only) {
    uint8_t key[KEY_SIZE];
    hub_key(command, key);
    const struct outcome *outcome = outcomes_find(sim->hub.outcomes, sim->commands[command].person, key);
    return outcome && (!durable_only || outcome->seq <= (uint64_t)sim->hub.durable) ? outcome : NULL;
}

/* "Late" is no result before the announcement; then it is one. */
enum error hub_error_now(const struct sim *sim, const struct outcome *outcome) {
    return sim->rules.late_ends ? conference_outcome_error(sim->hub.published, outcome) : (enum error)outcome->error;
}

bool hub_poll_row(const struct sim *sim, int poll, struct row *row) {
    static const struct audience DESK = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    return view_row(sim->hub.published, DESK, ROW_POLL, (uint32_t)poll, row) && row->record.state != STATE_DRAFT;
}

/* --- stepping --- */

struct waiting_wish *hub_collect(struct sim *sim, enum waiting_for kind) {
    struct sim_hub *hub = &sim->hub;
    hub->collected = sim_room(hub->collected, hub->collected_count, &hub->collected_capacity, sizeof *hub->collected);
    struct waiting_wish *wish = &hub->collected[hub->collected_count++];
    *wish = (struct waiting_wish){.kind = kind, .command = NONE, .phone = NONE, .process = NONE, .wish = {.actor = NO_PERSON}};
    return wish;
}

/* With the rule off: the refusal is remembered like any other. */
static enum error remember_late(const struct sim *sim, const struct waiting_wish *wish, struct event *event) {
    *event = (struct event){.type = EVENT_COMMAND_REFUSED};
    record_number(&event->record, FIELD_AT, hub_now(sim));
    record_text(&event->record, FIELD_ACTOR, conference_person_id(sim->hub.ahead, wish->wish.actor));
    record_binary(&event->record, FIELD_KEY, wish->wish.record.key);
    record_binary(&event->record, FIELD_PARAMS, wish->wish.params);
    record_word(&event->record, FIELD_FAULT, ERROR_POLL_CLOSED);
    return ERROR_NONE;
}

static enum error step_direct(struct sim *sim, struct waiting_wish *wish, struct event *event, bool *no_event) {
    struct sim_hub *hub = &sim->hub;
    struct fault fault;
    const struct outcome *known = wish->command != NONE && sim->rules.known_by_key ? hub_outcome(sim, wish->command, !sim->rules.known_in_flight) : NULL;
    if (known) {
        *no_event = !wish->has_receipt || !conference_step_again(hub->ahead, &wish->wish, (enum error)known->error, event);
        return ERROR_NONE;
    }
    enum error error = conference_step(hub->ahead, &wish->wish, event, &fault);
    return error == ERROR_LATE && !sim->rules.late_not_final ? remember_late(sim, wish, event) : error;
}

static void step_one(struct sim *sim, struct waiting_wish *wish) {
    struct event event;
    bool no_event = false;
    wish->wish.now = hub_now(sim);
    wish->wish.offer = wish->kind == FOR_OFFER ? &wish->origin : NULL;
    wish->wish.receipt = wish->has_receipt ? &wish->receipt : NULL;
    if (!sim->rules.highest_counter && wish->wish.type == COMMAND_POLL_CAST)
        wish->wish.record.counter = sim->hub.row_count; /* the order of arrival instead */
    wish->error = wish->kind == FOR_OFFER ? hub_step_offer(sim, wish, &event) : step_direct(sim, wish, &event, &no_event);
    if (wish->error || no_event)
        return;
    if (event.type == EVENT_BALLOT_CAST && !sim->rules.latest_stamp)
        record_hide(&event.record, FIELDS(FIELD_STAMP, FIELD_STAMP_ERROR)); /* the time of arrival instead */
    wish->error = write_down(sim, wish->wish.actor, &event, wish->kind == FOR_OFFER ? wish->stream : 0);
}

/* With a rule off the poll is closed by the hub too soon. */
static bool ends_too_soon(const struct sim *sim, struct event *event) {
    struct row row;
    for (int poll = 1; poll <= POLLS && (!sim->rules.unproven_waits || !sim->rules.complete_when_drained); poll++) {
        if (!hub_poll_row(sim, poll, &row) || row.record.state != STATE_CLOSING || sim->hub.row_count > sim->hub.durable)
            continue;
        if (record_has(&row.record, FIELD_WAITING_FOR) && sim->rules.complete_when_drained)
            continue;
        if (row.record.unproven > 0 && sim->rules.unproven_waits)
            continue;
        *event = (struct event){.type = EVENT_POLL_CLOSED};
        record_number(&event->record, FIELD_AT, hub_now(sim));
        record_number(&event->record, FIELD_POLL, poll);
        record_number(&event->record, FIELD_REV, row.record.rev + 1);
        return true;
    }
    return false;
}

/* With the rule off what comes after the announcement is counted, and nobody has decided it. */
static bool amends_by_itself(const struct sim *sim, struct event *event) {
    struct row row;
    for (int poll = 1; poll <= POLLS && !sim->rules.frozen && sim->hub.row_count == sim->hub.durable; poll++) {
        if (!hub_poll_row(sim, poll, &row) || row.record.late_in_time == 0 || row.record.state != STATE_CLOSED)
            continue;
        *event = (struct event){.type = EVENT_POLL_AMENDED};
        record_number(&event->record, FIELD_AT, hub_now(sim));
        record_number(&event->record, FIELD_POLL, poll);
        record_number(&event->record, FIELD_REV, row.record.rev + 1);
        return true;
    }
    return false;
}

static void step_deadlines(struct sim *sim) {
    struct event event;
    while (!sim->fault[0] && (conference_deadline_event(sim->hub.ahead, hub_now(sim), &event) || ends_too_soon(sim, &event) ||
                              amends_by_itself(sim, &event)))
        if (write_down(sim, NO_PERSON, &event, 0))
            return;
}

/* --- the append --- */

static void answer_phone(struct sim *sim, const struct waiting_wish *wish) {
    const struct phone *phone = &sim->phone[wish->phone];
    if (!phone->connected || phone->connection != wish->connection || !phone->to_hub)
        return;
    if (wish->error == ERROR_NOT_STORED) {
        phone_cut(sim, wish->phone); /* nothing sent behind it may overtake it */
        return;
    }
    const struct outcome *outcome = wish->error ? NULL : hub_outcome(sim, wish->command, false);
    phone_hears(sim, wish->command, outcome ? hub_error_now(sim, outcome) : wish->error);
}

static void answer_all(struct sim *sim, enum error instead) {
    struct sim_hub *hub = &sim->hub;
    for (int i = 0; i < hub->batch_count; i++) {
        struct waiting_wish *wish = &hub->batch[i];
        wish->error = instead ? instead : wish->error;
        if (wish->kind == FOR_PHONE)
            answer_phone(sim, wish);
        else if (wish->kind == FOR_OFFER)
            hub_answer_offer(sim, wish);
        else if (wish->kind == FOR_GRANT)
            hub_answer_grant(sim, wish);
    }
    hub->batch_count = 0;
}

void hub_append_starts(struct sim *sim) {
    struct sim_hub *hub = &sim->hub;
    if (hub->appending || sim->fault[0])
        return;
    struct waiting_wish *served = hub->batch;
    int capacity = hub->batch_capacity;
    hub->batch = hub->collected;
    hub->batch_count = hub->collected_count;
    hub->batch_capacity = hub->collected_capacity;
    hub->collected = served;
    hub->collected_count = 0;
    hub->collected_capacity = capacity;
    step_deadlines(sim);
    for (int i = 0; i < hub->batch_count && !sim->fault[0]; i++)
        step_one(sim, &hub->batch[i]);
    if (hub->row_count == hub->durable) {
        answer_all(sim, ERROR_NONE);
        return;
    }
    hub->appending = true;
    sim_say(sim, "hub: append of %d events starts", hub->row_count - hub->durable);
}

static void publish(struct sim *sim) {
    struct sim_hub *hub = &sim->hub;
    struct arena arena;
    arena_init(&arena);
    for (; hub->durable < hub->row_count && !sim->fault[0]; hub->durable++) {
        struct event event;
        apply_row(sim, hub->published, hub->durable, &arena, &event);
        sim_say(sim, "  %d: %s%s%s", hub->durable + 1, EVENT_INFO[event.type].name, record_has(&event.record, FIELD_ACTOR) ? " by " : "",
                record_has(&event.record, FIELD_ACTOR) ? event.record.actor.bytes : "");
        if (event.type == EVENT_POLL_CLOSING)
            hub->poll_epoch[event.record.poll] = hub->rows[hub->durable].epoch;
        check_event(sim, &event, &hub->rows[hub->durable]);
        hub_links_follow(sim, &event);
    }
    arena_finish(&arena);
}

/* Whoever is connected is told of the own rows at once, if the word is not lost. */
static void push_rows(struct sim *sim) {
    for (int phone = 0; phone < sim->phones; phone++)
        if (sim->phone[phone].connected && sim->phone[phone].to_hub && sim->phone[phone].made > 0)
            phone_sees(sim, phone);
}

/* What was not stored, and what waits behind it, is forgotten: its senders are told to come again, and in order. */
static void forget_undurable(struct sim *sim) {
    struct sim_hub *hub = &sim->hub;
    forget_rows(hub);
    if (sim->rules.failed_append_forgets)
        outcomes_drop_after(hub->outcomes, (uint64_t)hub->durable);
    for (int i = 0; i < hub->collected_count; i++) {
        hub->batch = sim_room(hub->batch, hub->batch_count, &hub->batch_capacity, sizeof *hub->batch);
        hub->batch[hub->batch_count++] = hub->collected[i];
    }
    hub->collected_count = 0;
    answer_all(sim, ERROR_NOT_STORED);
    replay(sim, false);
}

void hub_append_ends(struct sim *sim, bool stored) {
    struct sim_hub *hub = &sim->hub;
    if (!hub->appending)
        return;
    hub->appending = false;
    sim_say(sim, "hub: append %s", stored ? "is durable" : "failed");
    if (!stored) {
        forget_undurable(sim);
        return;
    }
    publish(sim);
    answer_all(sim, ERROR_NONE);
    push_rows(sim);
    hub_try_drained(sim);
}

/* Another hub may have another clock; it never stands before what is recorded. */
static void another_clock(struct sim *sim) {
    struct sim_hub *hub = &sim->hub;
    int64_t least = conference_time(hub->published) - sim->now;
    hub->offset += (int64_t)sim_draw(sim, 20000) - 10000;
    hub->offset = hub->offset < least ? least : hub->offset;
    sim_say(sim, "hub: its clock is %+lld ms off", (long long)hub->offset);
}

void hub_crashes(struct sim *sim, bool stored, bool other_clock) {
    struct sim_hub *hub = &sim->hub;
    sim_say(sim, "hub: killed and started%s", hub->appending && stored ? ", the append was durable" : "");
    hub->batch_count = hub->collected_count = 0;
    if (hub->appending && stored)
        publish(sim);
    hub->appending = false;
    forget_rows(hub);
    for (int phone = 0; phone < sim->phones; phone++)
        if (sim->phone[phone].connected && sim->phone[phone].to_hub)
            phone_cut(sim, phone);
    hub->epoch++;
    replay(sim, true);
    if (other_clock)
        another_clock(sim);
    hub->started = sim->now;
    hub_links_forget(sim);
}

void hub_from_phone(struct sim *sim, int command) {
    const struct made *made = &sim->commands[command];
    const struct phone *phone = &sim->phone[made->phone];
    const struct outcome *known = sim->rules.known_by_key ? hub_outcome(sim, command, true) : NULL;
    bool has_receipt = made->has_receipt && sim->rules.receipts;
    if (known && !has_receipt) {
        phone_hears(sim, command, hub_error_now(sim, known));
        return;
    }
    struct waiting_wish *wish = hub_collect(sim, FOR_PHONE);
    wish->command = command;
    wish->phone = made->phone;
    wish->connection = phone->connection;
    hub_wish_of(sim, command, &wish->wish);
    hub_take_receipt(sim, wish);
}

/* --- a beginning --- */

static void opening(struct sim *sim) {
    struct programme_site sites[SITES];
    struct programme_poll polls[POLLS];
    static const struct programme_account CHAIR = {.id = {"chair", 5}, .name = {"Chair", 5}, .roles = 1u << ROLE_CHAIR};
    struct site_name names[SITES];
    for (int site = 0; site < sim->sites; site++) {
        names[site] = site_name(site);
        sites[site] = (struct programme_site){.id = text_of(names[site].text), .name = {.vi = text_of(names[site].text)},
                                              .kind = site ? SITE_REMOTE : SITE_HALL, .people = sim->people_each, .weight = sim->weight[site]};
    }
    for (int poll = 1; poll <= POLLS; poll++)
        polls[poll - 1] = desk_poll(sim, poll);
    struct programme programme = {.id = text_of("simulated"), .title = {.vi = text_of("Mô phỏng")}, .sites = sites, .site_count = (size_t)sim->sites,
                                  .accounts = &CHAIR, .account_count = 1, .polls = polls, .poll_count = POLLS};
    struct event event;
    for (size_t index = 0; conference_opening_event(&programme, index, hub_now(sim), &event); index++)
        if (write_down(sim, NO_PERSON, &event, 0))
            return;
}

void hub_begin(struct sim *sim) {
    struct sim_hub *hub = &sim->hub;
    hub->epoch = 1;
    hub->offset = 1000000;
    buffer_init(&hub->journal);
    touched_init(&hub->touched);
    hub->published = new_conference(sim);
    hub->ahead = new_conference(sim);
    hub->outcomes = outcomes_create();
    opening(sim);
    publish(sim);
    hub_links_forget(sim);
    for (int site = 0; site < sim->sites; site++) {
        char id[24];
        snprintf(id, sizeof id, "%s-0001", site_name(site).text);
        sim->first_person[site] = (int)conference_find_person(hub->published, text_of(id));
    }
}

void hub_finish(struct sim *sim) {
    struct sim_hub *hub = &sim->hub;
    conference_destroy(hub->published);
    conference_destroy(hub->ahead);
    outcomes_destroy(hub->outcomes);
    touched_finish(&hub->touched);
    buffer_finish(&hub->journal);
    free(hub->rows);
    free(hub->collected);
    free(hub->batch);
}
