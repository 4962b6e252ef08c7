/* The hub's end of the links: claims, offers, drained; what relay/hub/links.c and link_offers.c do with JSON. */
#include "sim/sim.h"

#include <stdio.h>
#include <string.h>

struct site_name site_name(int site) {
    struct site_name name;
    snprintf(name.text, sizeof name.text, site ? "dc%02d" : "hall", site);
    return name;
}

/* --- commands --- */

void hub_wish_of(const struct sim *sim, int command, struct command *out) {
    static const enum command_type TYPES[] = {COMMAND_POLL_CAST, COMMAND_QUESTION_SUBMIT, COMMAND_SPEAKER_REQUEST};
    const struct made *made = &sim->commands[command];
    uint8_t key[KEY_SIZE];
    hub_key(command, key);
    *out = (struct command){.type = TYPES[made->kind], .actor = made->person, .now = hub_now(sim)};
    memcpy(out->params, &command, sizeof command);
    record_binary(&out->record, FIELD_KEY, key);
    if (made->kind == QUESTION)
        record_text(&out->record, FIELD_TEXT, text_of("Bao giờ?"));
    if (made->kind != BALLOT)
        return;
    record_number(&out->record, FIELD_POLL, made->poll);
    record_binary(&out->record, FIELD_DEVICE, &made->device);
    record_number(&out->record, FIELD_COUNTER, made->counter);
    if (sim->poll_type[made->poll] == POLL_YES_NO_ABSTAIN)
        record_word(&out->record, FIELD_CHOICE, made->choice == 1 ? CHOICE_YES : made->choice == 2 ? CHOICE_NO : CHOICE_ABSTAIN);
    else if (sim->poll_type[made->poll] == POLL_RATING)
        record_number(&out->record, FIELD_RATING, made->choice == 1 ? 1 : made->choice == 2 ? 2 : 3);
    else
        *(uint32_t *)record_place(&out->record, FIELD_CHOICES) = made->choice;
}

uint64_t hub_epoch_of(const struct sim *sim, int poll) {
    return poll && sim->hub.poll_epoch[poll] ? sim->hub.poll_epoch[poll] : sim->hub.epoch;
}

void hub_take_receipt(const struct sim *sim, struct waiting_wish *wish) {
    const struct made *made = &sim->commands[wish->command];
    wish->has_receipt = made->has_receipt && sim->rules.receipts;
    wish->receipt = made->receipt;
    wish->receipt.proof = made->receipt.proof && made->receipt_epoch == hub_epoch_of(sim, made->poll);
}

/* --- offers --- */

static void say(struct sim *sim, int site, struct frame frame) {
    if (sim->hub.link[site] == NONE)
        return;
    frame.process = sim->hub.link[site];
    frame.connection = sim->hub.link_connection[site];
    frame.site = site;
    sim_send(sim, frame);
}

static void ack(struct sim *sim, int site, uint64_t stream, enum lane lane, uint64_t n, int command) {
    const struct outcome *outcome = hub_outcome(sim, command, true);
    enum error error = outcome ? hub_error_now(sim, outcome) : ERROR_NONE;
    say(sim, site, (struct frame){.kind = FRAME_ACK, .stream = stream, .lane = lane, .n = n, .command = command, .error = error,
                                  .no_result = error == ERROR_LATE && sim->rules.late_ends});
}

static void gap(struct sim *sim, int site, enum lane lane) {
    const struct offers *offers = &sim->hub.offers[site];
    if (offers->granted)
        say(sim, site, (struct frame){.kind = FRAME_GAP, .stream = sim_stream(offers->stream), .lane = lane, .n = offers_want(offers, lane)});
}

static void collect_offer(struct sim *sim, const struct frame *frame) {
    struct waiting_wish *wish = hub_collect(sim, FOR_OFFER);
    wish->command = frame->command;
    wish->site = frame->site;
    wish->stream = frame->stream;
    wish->n = frame->n;
    hub_wish_of(sim, frame->command, &wish->wish);
    hub_take_receipt(sim, wish);
    int poll = sim->commands[frame->command].poll;
    bool same_epoch = frame->epoch == hub_epoch_of(sim, poll) || !sim->rules.this_epoch;
    wish->origin = (struct offer_origin){.site = (uint32_t)frame->site, .lane = frame->lane, .n = (int64_t)frame->n, .stamp = frame->stamp,
                                         .stamp_error = frame->stamp_error, .proof = frame->proof && same_epoch};
    memcpy(wish->origin.stream, &frame->stream, STREAM_SIZE);
    if (!sim->rules.proof_needed) {
        wish->origin.proof = true;
        wish->origin.stamp_error = 0;
    }
}

/* Not now: with the rule off that is said as a result. */
static void is_busy(struct sim *sim, const struct frame *frame) {
    struct offers *offers = &sim->hub.offers[frame->site];
    if (sim->rules.passing_is_none) {
        offers_dropped(offers, offers->stream, frame->lane, frame->n);
        gap(sim, frame->site, frame->lane);
        return;
    }
    offers_recorded(offers, offers->stream, frame->lane, frame->n);
    say(sim, frame->site, (struct frame){.kind = FRAME_ACK, .stream = frame->stream, .lane = frame->lane, .n = frame->n, .command = frame->command,
                                         .error = ERROR_BUSY});
}

static void take_offer(struct sim *sim, const struct frame *frame) {
    struct offers *offers = &sim->hub.offers[frame->site];
    switch (offers_judge(offers, (const uint8_t *)&frame->stream, frame->lane, frame->n)) {
    case OFFER_TAKE:
        if (sim_chance(sim, 2))
            is_busy(sim, frame);
        else
            collect_offer(sim, frame);
        break;
    case OFFER_KNOWN:
        ack(sim, frame->site, frame->stream, frame->lane, frame->n, frame->command);
        break;
    case OFFER_GAP:
        gap(sim, frame->site, frame->lane);
        break;
    case OFFER_UNDER_WAY:
    case OFFER_NOT_OURS:
        break;
    }
}

/* With a rule of the stream's numbers off, core is told what it wants to hear. */
static void pretend(const struct sim *sim, struct waiting_wish *wish) {
    const struct link_rules *link = &sim->rules.link;
    struct stream_grant grant;
    if (!conference_granted_stream(sim->hub.ahead, (uint32_t)wish->site, &grant))
        return;
    if (!link->granted_stream_only)
        memcpy(wish->origin.stream, grant.stream, STREAM_SIZE);
    if (!link->granted_stream_only || !link->next_number_only || !sim->rules.passing_is_none)
        wish->origin.n = grant.received[wish->origin.lane] + 1;
}

enum error hub_step_offer(struct sim *sim, struct waiting_wish *wish, struct event *event) {
    const struct sim_hub *hub = &sim->hub;
    const struct outcome *known = sim->rules.known_by_key ? hub_outcome(sim, wish->command, !sim->rules.known_in_flight) : NULL;
    struct fault fault;
    pretend(sim, wish);
    /* With the rule off the copy that came last decides. */
    if (known && !sim->rules.best_evidence && wish->wish.type == COMMAND_POLL_CAST && !conference_step(hub->ahead, &wish->wish, event, &fault) &&
        event->type != EVENT_COMMAND_REFUSED)
        return ERROR_NONE;
    if (known && !known->error && !sim->rules.earliest_proof) {
        wish->origin.proof = false;
        wish->wish.receipt = NULL;
    }
    return known ? conference_step_known(hub->ahead, &wish->wish, (enum error)known->error, event)
                 : conference_step(hub->ahead, &wish->wish, event, &fault);
}

void hub_answer_offer(struct sim *sim, const struct waiting_wish *wish) {
    struct offers *offers = &sim->hub.offers[wish->site];
    const uint8_t *stream = (const uint8_t *)&wish->stream;
    if (!wish->error) {
        offers_recorded(offers, stream, wish->origin.lane, wish->n);
        ack(sim, wish->site, wish->stream, wish->origin.lane, wish->n, wish->command);
    } else if (offers->granted && memcmp(offers->stream, stream, STREAM_SIZE) == 0) {
        offers_dropped(offers, stream, wish->origin.lane, wish->n);
        gap(sim, wish->site, wish->origin.lane);
    }
}

/* --- claims --- */

static void grant_answered(struct sim *sim, int site, const uint8_t stream[STREAM_SIZE], const int64_t numbers[LANE_COUNT]) {
    struct frame frame = {.kind = FRAME_GRANTED, .stream = sim_stream(stream)};
    for (int lane = 0; lane < LANE_COUNT; lane++)
        frame.received[lane] = (uint64_t)numbers[lane];
    offers_grant(&sim->hub.offers[site], stream, frame.received);
    sim->hub.offers[site].rules = sim->rules.link;
    say(sim, site, frame);
}

static void say_closing(struct sim *sim, int site, int poll) {
    say(sim, site, (struct frame){.kind = FRAME_CLOSING, .poll = poll, .stamp = conference_poll_end(sim->hub.published, poll),
                                  .epoch = hub_epoch_of(sim, poll)});
}

static bool may_hold(const struct sim *sim, const struct frame *frame) {
    const struct sim_hub *hub = &sim->hub;
    int site = frame->site;
    bool same = hub->held[site] && hub->holder[site] == frame->claim.folder[0];
    bool there = hub->link[site] != NONE || sim->now - hub->seen[site] <= 15000;
    return !hub->held[site] || same || !there || frame->claim.takeover || !sim->rules.one_holder;
}

/* With a rule off, what the poll expects of the stream before goes on to this one all the same. */
static void write_claim(const struct sim *sim, const struct frame *frame, struct record *record) {
    const struct outbox_claim *claim = &frame->claim;
    struct stream_grant holder;
    bool held = conference_granted_stream(sim->hub.ahead, (uint32_t)frame->site, &holder);
    record_text(record, FIELD_SITE, conference_site_id(sim->hub.published, (uint32_t)frame->site));
    record_binary(record, FIELD_STREAM, claim->stream);
    record_binary(record, FIELD_FOLDER, held && !sim->rules.same_folder_goes_on ? holder.folder : claim->folder);
    if (held && (!sim->rules.same_folder_goes_on || !sim->rules.named_previous))
        record_binary(record, FIELD_PREVIOUS_STREAM, holder.stream);
    else if (claim->has_previous)
        record_binary(record, FIELD_PREVIOUS_STREAM, claim->previous);
    if (claim->restored && sim->rules.restored_stays)
        record_flag(record, FIELD_RESTORED, true);
}

static void claim(struct sim *sim, const struct frame *frame) {
    struct sim_hub *hub = &sim->hub;
    int site = frame->site;
    if (!may_hold(sim, frame)) {
        sim_send(sim, (struct frame){.kind = FRAME_FENCED, .process = frame->process, .site = site, .connection = frame->connection,
                                     .stream = sim_stream(frame->claim.stream)});
        return;
    }
    struct waiting_wish *wish = hub_collect(sim, FOR_GRANT);
    wish->wish.type = COMMAND_STREAM_GRANT;
    wish->site = site;
    wish->process = frame->process;
    wish->link_connection = frame->connection;
    wish->stream = sim_stream(frame->claim.stream);
    write_claim(sim, frame, &wish->wish.record);
    if (hub->link[site] != NONE && (hub->link[site] != frame->process || hub->link_connection[site] != frame->connection)) {
        int older = hub->link[site]; /* its link is closed first */
        bool other_folder = hub->holder[site] != frame->claim.folder[0];
        if (other_folder)
            say(sim, site, (struct frame){.kind = FRAME_FENCED, .stream = sim->process[older].claimed});
        hub->link[site] = NONE;
        if (sim->orderly && older != frame->process && !other_folder)
            site_cut(sim, older);
    }
    hub->held[site] = true;
    hub->holder[site] = frame->claim.folder[0];
    hub->link[site] = frame->process;
    hub->link_connection[site] = frame->connection;
    hub->seen[site] = sim->now;
    hub->offers[site].granted = false; /* while a new grant is being stored, nobody's offers are taken */
    memset(hub->drained[site], 0, sizeof hub->drained[site]);
    if (!sim->rules.grant_durable)
        grant_answered(sim, site, frame->claim.stream, (const int64_t[LANE_COUNT]){0});
}

void hub_answer_grant(struct sim *sim, const struct waiting_wish *wish) {
    struct sim_hub *hub = &sim->hub;
    struct stream_grant grant;
    int site = wish->site;
    if (hub->link[site] != wish->process || hub->link_connection[site] != wish->link_connection)
        return;
    if (wish->error == ERROR_NOT_STORED) {
        if (sim->rules.grant_durable)
            site_cut(sim, wish->process); /* it claims again */
        return;
    }
    bool granted = conference_granted_stream(hub->published, (uint32_t)site, &grant) && sim_stream(grant.stream) == wish->stream;
    if (!granted) {
        say(sim, site, (struct frame){.kind = FRAME_REPLACED, .stream = wish->stream});
        return;
    }
    if (sim->rules.grant_durable || !hub->offers[site].granted)
        grant_answered(sim, site, grant.stream, grant.received);
    for (int poll = 1; poll <= POLLS; poll++) {
        struct row row;
        if (hub_poll_row(sim, poll, &row) && row.record.state == STATE_CLOSING && conference_expects(hub->published, poll, (uint32_t)site))
            say_closing(sim, site, poll);
    }
}

void hub_link_lost(struct sim *sim, int process) {
    struct sim_hub *hub = &sim->hub;
    int site = sim->process[process].site;
    if (hub->link[site] != process)
        return;
    hub->link[site] = NONE;
    hub->seen[site] = sim->now;
}

/* A start of the hub: nobody has a link, and every holder counts as just heard. */
void hub_links_forget(struct sim *sim) {
    struct sim_hub *hub = &sim->hub;
    memset(hub->drained, 0, sizeof hub->drained);
    for (int site = 0; site < sim->sites; site++) {
        struct stream_grant grant;
        int process = hub->link[site];
        hub->link[site] = NONE;
        if (process != NONE && sim->process_count > process)
            site_cut(sim, process);
        offers_init(&hub->offers[site]);
        hub->held[site] = conference_granted_stream(hub->published, (uint32_t)site, &grant);
        hub->holder[site] = hub->held[site] ? grant.folder[0] : 0;
        hub->seen[site] = sim->now;
    }
}

/* --- the end of a poll --- */

/* What is durable and concerns the sites. A poll that is over: what was late there has a result now, so it is asked for once more. */
void hub_links_follow(struct sim *sim, const struct event *event) {
    bool over = event->type == EVENT_POLL_CLOSED || event->type == EVENT_POLL_VOIDED;
    for (int site = 0; site < sim->sites; site++) {
        const struct offers *offers = &sim->hub.offers[site];
        if (event->type == EVENT_POLL_CLOSING)
            say_closing(sim, site, (int)event->record.poll);
        if (over && offers->granted && sim->rules.late_ends)
            say(sim, site, (struct frame){.kind = FRAME_GAP, .stream = sim_stream(offers->stream), .lane = LANE_FLOOR, .n = 1});
    }
}

/* Words that can be believed become events; the others wait until what they speak of is recorded. */
void hub_try_drained(struct sim *sim) {
    for (int site = 0; site < sim->sites; site++)
        for (int poll = 1; poll <= POLLS; poll++) {
            struct drained_word *word = &sim->hub.drained[site][poll];
            bool ready = word->said && offers_drained(&sim->hub.offers[site], (const uint8_t *)&word->stream, word->upto);
            if (word->said && !conference_expects(sim->hub.published, poll, (uint32_t)site))
                word->said = false;
            if (!word->said || !ready)
                continue;
            word->said = false;
            struct waiting_wish *wish = hub_collect(sim, FOR_DRAIN);
            wish->wish.type = COMMAND_STREAM_DRAIN;
            record_number(&wish->wish.record, FIELD_POLL, poll);
            record_binary(&wish->wish.record, FIELD_STREAM, &word->stream);
            if (word->upto && sim->rules.link.drained_behind_ballots)
                record_number(&wish->wish.record, FIELD_N, (int64_t)word->upto);
        }
}

/* A frame of a link that is closed. */
static bool is_stray(const struct sim *sim, const struct frame *frame) {
    if (!sim->orderly || !sim->rules.closed_links)
        return false;
    bool current = sim->process[frame->process].alive && sim->process[frame->process].connection == frame->connection;
    bool holds = sim->hub.link[frame->site] == frame->process && sim->hub.link_connection[frame->site] == frame->connection;
    return !current || (frame->kind != FRAME_CLAIM && !holds);
}

void hub_frame(struct sim *sim, const struct frame *frame) {
    if (is_stray(sim, frame))
        return;
    if (frame->kind == FRAME_CLAIM) {
        claim(sim, frame);
    } else if (frame->kind == FRAME_OFFER) {
        take_offer(sim, frame);
    } else if (frame->kind == FRAME_DRAINED) {
        if (sim->hub.offers[frame->site].granted && sim_stream(sim->hub.offers[frame->site].stream) == frame->stream)
            sim->hub.drained[frame->site][frame->poll] = (struct drained_word){true, frame->stream, frame->n};
        hub_try_drained(sim);
    }
}
