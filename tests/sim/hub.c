/* The hub: a ledger of events, the append under way, and the real judgement of offers. */
#include "sim/sim.h"
#include <string.h>

void hub_begin(struct sim *sim) {
    for (int site = 0; site < SITES; site++) {
        offers_init(&sim->offers[site]);
        sim->offers[site].rules = sim->rules.link;
        sim->link[site] = NONE;
    }
}

int hub_find(const struct sim *sim, int command, int upto) {
    for (int i = 0; i < upto; i++)
        if (sim->events[i].kind == EV_COMMAND && sim->events[i].command == command && sim->events[i].effective)
            return i;
    return NONE;
}

static int all(const struct sim *sim) {
    return sim->durable + sim->flying + sim->collected;
}

static struct ledger_event *collect(struct sim *sim, struct ledger_event event) {
    if (all(sim) == EVENTS)
        return NULL;
    sim->collected++;
    sim->events[all(sim) - 1] = event;
    return &sim->events[all(sim) - 1];
}

static const struct ledger_event *holder(const struct sim *sim, int site, int upto) {
    for (int i = upto - 1; i >= 0; i--)
        if (sim->events[i].kind == EV_GRANT && sim->events[i].site == site)
            return &sim->events[i];
    return NULL;
}

static bool was_granted(const struct sim *sim, int site, uint64_t stream) {
    for (int i = 0; i < all(sim); i++)
        if (sim->events[i].kind == EV_GRANT && sim->events[i].site == site && sim->events[i].stream == stream)
            return true;
    return false;
}

static void received_of(const struct sim *sim, uint64_t stream, uint64_t received[LANE_COUNT]) {
    memset(received, 0, sizeof(uint64_t) * LANE_COUNT);
    for (int i = 0; i < sim->durable; i++) {
        const struct ledger_event *event = &sim->events[i];
        if (event->kind == EV_COMMAND && event->offered && event->stream == stream && event->n > received[event->lane])
            received[event->lane] = event->n;
    }
}

/* What the journal says of who holds the site. */
static void take_grants(struct sim *sim, int site) {
    const struct ledger_event *granted = holder(sim, site, sim->durable);
    offers_init(&sim->offers[site]);
    sim->offers[site].rules = sim->rules.link;
    if (!granted)
        return;
    uint64_t received[LANE_COUNT];
    received_of(sim, granted->stream, received);
    offers_grant(&sim->offers[site], (const uint8_t *)&granted->stream, received);
}

/* --- commands --- */

/* Decides against everything that is decided, durable or not. */
static void decide(struct sim *sim, int index) {
    struct ledger_event *event = &sim->events[index];
    if (event->kind != EV_COMMAND)
        return;
    int known = hub_find(sim, event->command, sim->rules.known_in_flight ? index : sim->durable);
    event->effective = !sim->rules.known_by_key || known == NONE;
}

static void answer_phone(struct sim *sim, int phone, int connection, int command) {
    if (sim->phone[phone].connected && sim->phone[phone].connection == connection)
        phone_hears_result(sim, command);
}

void hub_from_phone(struct sim *sim, int command) {
    int phone = sim->commands[command].phone;
    if (sim->rules.known_by_key && hub_find(sim, command, sim->durable) != NONE) {
        phone_hears_result(sim, command);
        return;
    }
    if (sim->commands[command].ballot && sim->closing && !sim->final)
        return; /* late here: nothing is recorded, the phone holds it */
    collect(sim, (struct ledger_event){.kind = EV_COMMAND, .command = command, .in_time = !sim->closing, .phone = phone,
                                       .connection = sim->phone[phone].connection});
}

static void ack(struct sim *sim, int site, uint64_t stream, enum lane lane, uint64_t n, int command) {
    if (sim->link[site] != NONE)
        sim_send(sim, (struct frame){.kind = FRAME_ACK, .process = sim->link[site], .site = site, .stream = stream, .lane = lane, .n = n, .command = command});
}

static void take_offer(struct sim *sim, const struct frame *frame) {
    struct offers *offers = &sim->offers[frame->site];
    const uint8_t *stream = (const uint8_t *)&frame->stream;
    switch (offers_judge(offers, stream, frame->lane, frame->n)) {
    case OFFER_TAKE:
        if (!collect(sim, (struct ledger_event){.kind = EV_COMMAND, .command = frame->command, .offered = true, .site = frame->site,
                                                .stream = frame->stream, .lane = frame->lane, .n = frame->n, .phone = NONE,
                                                .in_time = !sim->closing || (frame->stamp <= sim->closed_at && !sim->final)}))
            offers_dropped(offers, stream, frame->lane, frame->n);
        break;
    case OFFER_KNOWN:
        ack(sim, frame->site, frame->stream, frame->lane, frame->n, frame->command);
        break;
    case OFFER_GAP:
        if (sim->link[frame->site] != NONE)
            sim_send(sim, (struct frame){.kind = FRAME_GAP, .process = sim->link[frame->site], .site = frame->site, .stream = frame->stream, .lane = frame->lane,
                                         .n = offers_want(offers, frame->lane)});
        break;
    case OFFER_UNDER_WAY:
    case OFFER_NOT_OURS:
        break;
    }
}

/* --- claims --- */

static void link_is_up(struct sim *sim, int site, int process, uint64_t stream) {
    sim->link[site] = process;
    struct frame frame = {.kind = FRAME_GRANTED, .process = process, .stream = stream};
    received_of(sim, stream, frame.received);
    sim_send(sim, frame);
    if (sim->closing)
        sim_send(sim, (struct frame){.kind = FRAME_CLOSING, .process = process, .site = site, .stamp = sim->closed_at});
}

static void claim(struct sim *sim, const struct frame *frame) {
    const struct ledger_event *now = holder(sim, frame->site, all(sim));
    uint64_t stream = sim_stream(frame->claim.stream);
    int folder = frame->claim.folder[0];
    if (now && now->stream == stream) {
        if (now < &sim->events[sim->durable])
            link_is_up(sim, frame->site, frame->process, stream);
        return;
    }
    bool same = now && now->folder_id == folder;
    bool gone = sim->link[frame->site] == NONE && sim->now - sim->absent_since[frame->site] > 15000;
    if (was_granted(sim, frame->site, stream)) {
        sim_send(sim, (struct frame){.kind = same ? FRAME_REPLACED : FRAME_FENCED, .process = frame->process, .stream = stream});
        return;
    }
    if (now && !same && !gone && !frame->claim.takeover && sim->rules.one_holder) {
        sim_send(sim, (struct frame){.kind = FRAME_FENCED, .process = frame->process, .stream = stream});
        return;
    }
    offers_init(&sim->offers[frame->site]); /* the link of the one before is closed first */
    sim->offers[frame->site].rules = sim->rules.link;
    sim->link[frame->site] = NONE;
    collect(sim, (struct ledger_event){.kind = EV_GRANT, .site = frame->site, .stream = stream, .folder_id = folder,
                                       .has_previous = frame->claim.has_previous, .previous = sim_stream(frame->claim.previous),
                                       .restored = frame->claim.restored, .process = frame->process});
}

void hub_link_lost(struct sim *sim, int process) {
    for (int site = 0; site < SITES; site++)
        if (sim->link[site] == process) {
            sim->link[site] = NONE;
            sim->absent_since[site] = sim->now;
        }
}

/* --- the end of the poll --- */

static bool has_left(const struct sim *sim, int index) {
    const struct ledger_event *granted = &sim->events[index];
    bool later = false;
    for (int i = index + 1; i < sim->durable; i++) {
        const struct ledger_event *event = &sim->events[i];
        if (event->kind == EV_DRAIN && event->stream == granted->stream && event->site == granted->site)
            return true;
        if (event->kind == EV_GRANT && event->site == granted->site && !later) {
            later = true;
            if (!sim->rules.streams_expected ||
                (event->has_previous && event->previous == granted->stream && event->folder_id == granted->folder_id && !event->restored))
                return true;
        }
    }
    return false;
}

void hub_closes_poll(struct sim *sim) {
    if (sim->closing)
        return;
    sim->closing = true;
    sim->closed_at = sim->now;
    sim_say(sim, "the poll closes");
    for (int site = 0; site < SITES; site++)
        if (sim->link[site] != NONE)
            sim_send(sim, (struct frame){.kind = FRAME_CLOSING, .process = sim->link[site], .site = site, .stamp = sim->closed_at});
}

void hub_may_announce(struct sim *sim, bool incomplete) {
    if (!sim->closing || sim->final || sim->flying || sim->collected)
        return;
    for (int i = 0; i < sim->durable && !incomplete; i++)
        if (sim->events[i].kind == EV_GRANT && !has_left(sim, i))
            return;
    sim->final = true;
    sim_say(sim, "the poll is closed%s", incomplete ? ", incomplete" : "");
    sim->complete = !incomplete;
}

static void try_drained(struct sim *sim, int site) {
    struct word_of_drained *word = &sim->drained[site];
    if (!word->said || !sim->closing || !offers_drained(&sim->offers[site], (const uint8_t *)&word->stream, word->upto))
        return;
    word->said = false;
    collect(sim, (struct ledger_event){.kind = EV_DRAIN, .site = site, .stream = word->stream});
}

void hub_frame(struct sim *sim, const struct frame *frame) {
    if (frame->kind == FRAME_CLAIM) {
        claim(sim, frame);
    } else if (frame->kind == FRAME_OFFER) {
        take_offer(sim, frame);
    } else if (frame->kind == FRAME_DRAINED) {
        sim->drained[frame->site] = (struct word_of_drained){true, frame->stream, frame->n};
        try_drained(sim, frame->site);
    }
}

/* --- the append --- */

void hub_append_starts(struct sim *sim) {
    if (sim->flying || !sim->collected)
        return;
    sim->flying = sim->collected;
    sim->collected = 0;
    for (int i = sim->durable; i < sim->durable + sim->flying; i++)
        decide(sim, i);
    sim_say(sim, "hub: append of %d starts", sim->flying);
}

static void is_durable(struct sim *sim, const struct ledger_event *event) {
    if (event->kind == EV_GRANT) {
        take_grants(sim, event->site);
        if (holder(sim, event->site, all(sim)) == event && sim->process[event->process].alive)
            link_is_up(sim, event->site, event->process, event->stream);
    }
    if (event->kind != EV_COMMAND)
        return;
    if (event->offered) {
        offers_recorded(&sim->offers[event->site], (const uint8_t *)&event->stream, event->lane, event->n);
        ack(sim, event->site, event->stream, event->lane, event->n, event->command);
    } else {
        answer_phone(sim, event->phone, event->connection, event->command);
    }
}

/* What was not stored, and what waits behind it, is forgotten: its senders are told to come again, and in order. */
static void forget_undurable(struct sim *sim) {
    sim->flying = sim->collected = 0;
    for (int site = 0; site < SITES; site++)
        take_grants(sim, site);
    for (int phone = 0; phone < sim->phones; phone++)
        if (sim->phone[phone].connected && sim->phone[phone].to_hub)
            phone_cut(sim, phone);
}

void hub_append_ends(struct sim *sim, bool stored) {
    if (!sim->flying)
        return;
    sim_say(sim, "hub: append %s", stored ? "is durable" : "failed");
    if (!stored) {
        forget_undurable(sim);
        return;
    }
    int from = sim->durable, to = from + sim->flying;
    sim->durable = to;
    sim->flying = 0;
    check_order(sim);
    for (int i = from; i < to; i++)
        is_durable(sim, &sim->events[i]);
    for (int site = 0; site < SITES; site++)
        try_drained(sim, site);
}

void hub_crashes(struct sim *sim, bool stored) {
    sim_say(sim, "hub: killed and started%s", sim->flying && stored ? ", the append was durable" : "");
    if (stored) {
        sim->durable += sim->flying;
        check_order(sim);
    }
    forget_undurable(sim);
    memset(sim->drained, 0, sizeof sim->drained);
    for (int site = 0; site < SITES; site++) {
        if (sim->link[site] != NONE)
            site_cut(sim, sim->link[site]);
        sim->link[site] = NONE;
        sim->absent_since[site] = sim->now;
    }
}
