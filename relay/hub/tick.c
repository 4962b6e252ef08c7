/* tick.c - what time alone brings: deadlines of the core, live notices, the beat, clients that have stalled, a journal that may be back. */
#include "hub/state.h"

#include "base/log.h"
#include "base/metrics.h"
#include "codec/reply.h"

/* ---- live notices ---- */

struct turnout {
    struct buffer items;
    uint32_t polls;
};

static void add_turnout(void *context, uint32_t poll, int64_t ballots, const struct tally *tally) {
    struct turnout *turnout = context;
    if (turnout->polls++ < TURNOUT_POLLS)
        (void)reply_live_turnout(&turnout->items, poll, ballots, tally);
}

struct live {
    struct buffer turnout, present, payload;
};

static bool hears_present(const struct channel *channel) {
    return channel->audience.kind != AUDIENCE_PARTICIPANT;
}

static void announce(struct hub *hub, struct channel *channel, struct live *live) {
    bool signed_in = channel != hub->unsigned_in;
    buffer_clear(&live->payload);
    enum error error = reply_live(&live->payload, hub->now, signed_in ? &live->turnout : NULL,
                                  signed_in && hears_present(channel) ? &live->present : NULL);
    if (!error)
        channel_announce(channel, live->payload.bytes, live->payload.length);
}

/* Encoded once for each channel, whatever the number of listeners; its size depends on polls and sites, never on voters. */
static void announce_all(struct hub *hub, bool beat, bool with_turnout, bool with_present) {
    struct turnout turnout = {.polls = 0};
    struct live live;
    buffer_init(&turnout.items);
    buffer_init(&live.present);
    buffer_init(&live.payload);
    if (with_turnout)
        conference_turnout(hub->published, add_turnout, &turnout);
    if (with_present)
        for (uint32_t site = 0; site < conference_sites(hub->published); site++)
            (void)reply_live_present(&live.present, conference_site_id(hub->published, site), hub->present[site]);
    live.turnout = turnout.items;
    for (int kind = 0; kind < AUDIENCE_PERSON; kind++)
        if (hub->shared[kind] && (beat || with_turnout || hears_present(hub->shared[kind])))
            announce(hub, hub->shared[kind], &live);
    for (int site = 0; site < LIMIT_SITES; site++)
        if (hub->of_site[site])
            announce(hub, hub->of_site[site], &live);
    if (beat)
        announce(hub, hub->unsigned_in, &live);
    buffer_finish(&turnout.items);
    buffer_finish(&live.present);
    buffer_finish(&live.payload);
    hub->transport->schedule(hub->transport->context);
}

static bool is_due(int64_t *at, int64_t every, int64_t now) {
    if (now < *at)
        return false;
    *at = now + every;
    return true;
}

static void live_notices(struct hub *hub) {
    uint64_t ballots = conference_ballots_recorded(hub->published);
    bool turnout = ballots != hub->turnout_seen && is_due(&hub->turnout_at, TURNOUT_EVERY_MS, hub->now);
    bool present = hub->present_changed && is_due(&hub->present_at, PRESENT_EVERY_MS, hub->now);
    bool beat = is_due(&hub->beat_at, BEAT_EVERY_MS, hub->now);
    /* The beat carries all of it: who has just arrived, or lost a notice, is right again within ten seconds. */
    if (turnout || present || beat)
        announce_all(hub, beat, turnout || beat, present || beat);
    hub_displays_tick(hub, beat);
    if (turnout || beat)
        hub->turnout_seen = ballots;
    if (present || beat)
        hub->present_changed = false;
}

/* ---- clients that have stalled ---- */

static void close_stalled(struct hub *hub) {
    for (uint32_t i = 0; i < hub->slot_count; i++) {
        struct subscriber *subscriber = hub->slots[i].subscriber;
        if (subscriber && subscriber->blocked && hub->now - subscriber->blocked_since > BLOCKED_MOST_MS)
            subscriber_close(subscriber, HUB_CLOSE_TOO_SLOW);
    }
}

/* ---- the journal's return ---- */

static void probe(struct hub *hub) {
    struct journal_state state;
    enum error error = hub->journal->operations->resync(hub->journal, &state);
    hub->probe_at = hub->now + PROBE_EVERY_MS;
    if (error == ERROR_FENCED) {
        hub_batch_done(hub, error);
        return;
    }
    if (error)
        return;
    if (hub->unknown) {
        bool stored = state.last_seq == hub->durable + hub->event_count;
        log_line(LOG_INFO, "append_known", "the events in doubt are %s", stored ? "stored" : "not stored");
        hub_batch_done(hub, stored ? ERROR_NONE : ERROR_NOT_STORED);
    }
    if (!hub->ahead && hub_replay(hub, false))
        return;
    if (state.last_seq != hub->durable) {
        hub_batch_done(hub, ERROR_FENCED); /* somebody else has written */
        return;
    }
    hub->writable = true;
    metric_set(METRIC_JOURNAL_WRITABLE, 1);
    log_line(LOG_INFO, "stored_again", "the journal can be written again");
    hub_proceed(hub);
}

/* ---- the tick ---- */

void hub_tick(struct hub *hub, int64_t now) {
    hub->now = now;
    if (!hub->writable && !hub->stopping && now >= hub->probe_at)
        probe(hub);
    hub_proceed(hub);
    bool second = now >= hub->present_at;
    live_notices(hub);
    if (second)
        close_stalled(hub);
}

int64_t hub_next_tick(const struct hub *hub) {
    int64_t next = hub->beat_at;
    if (conference_ballots_recorded(hub->published) != hub->turnout_seen && hub->turnout_at < next)
        next = hub->turnout_at;
    if (hub->present_changed && hub->present_at < next)
        next = hub->present_at;
    if (hub->displays_changed && hub->displays_at < next)
        next = hub->displays_at;
    if (!hub->writable && hub->probe_at < next)
        next = hub->probe_at;
    if (hub->writable && !hub->appending && hub->ahead && conference_deadline(hub->ahead) < next)
        next = conference_deadline(hub->ahead);
    return next;
}
