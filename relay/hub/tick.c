/* tick.c - what time alone brings: deadlines of the core, live notices, the beat, clients that have stalled, a journal that may be back. */
#include "hub/bundles.h"
#include "hub/state.h"

#include "base/log.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include <string.h>

/* ---- live notices ---- */

struct turnout {
    struct buffer items;       /* what goes out */
    struct buffer all;         /* the same of every poll */
    const struct buffer *told; /* `all` of the last time: what stands there is no news; NULL = everything is */
    uint32_t polls;
};

static bool is_news(const struct turnout *turnout, const char *item, size_t length) {
    return !turnout->told || turnout->told->length == 0 || !memmem(turnout->told->bytes, turnout->told->length, item, length);
}

static void add_turnout(void *context, const struct poll_turnout *poll) {
    struct turnout *turnout = context;
    if (turnout->polls++ >= TURNOUT_POLLS)
        return;
    const size_t before = turnout->all.length, comma = before > 0;
    if (reply_live_turnout(&turnout->all, poll)) {
        turnout->all.length = before; /* half of it is no JSON: the next notice says it */
        return;
    }
    const char *item = turnout->all.bytes + before + comma;
    const size_t length = turnout->all.length - before - comma;
    if (!is_news(turnout, item, length) || buffer_reserve(&turnout->items, length + 1))
        return;
    if (turnout->items.length > 0)
        (void)buffer_append(&turnout->items, ",", 1);
    (void)buffer_append(&turnout->items, item, length);
}

static void finish_turnout(struct turnout *turnout) {
    buffer_finish(&turnout->items);
    buffer_finish(&turnout->all);
}

/* What goes out now, and in what is built. */
struct live {
    bool beat, with_turnout, with_present, with_claims, with_displays, with_links, with_operators, with_duty;
    const struct channel *only; /* for whom; NULL = for all */
    struct turnout desk, others; /* what each may hear of turnout */
    struct buffer present, claims, displays, links, operators, on_duty, payload;
};

static bool is_desk(const struct channel *channel) {
    return channel->audience.kind == AUDIENCE_MODERATOR || channel->audience.kind == AUDIENCE_CHAIR;
}

static struct buffer *turnout_for(struct live *live, const struct channel *channel) {
    return is_desk(channel) ? &live->desk.items : &live->others.items;
}

static bool hears_present(const struct channel *channel) {
    return channel->audience.kind != AUDIENCE_PARTICIPANT;
}

static bool hears_claims(const struct channel *channel) {
    return channel->audience.kind == AUDIENCE_MODERATOR;
}

static bool hears_displays(const struct channel *channel) {
    return channel->audience.kind == AUDIENCE_MODERATOR || channel->audience.kind == AUDIENCE_CHAIR;
}

/* Of all sites, or of the own one; NULL: it is not for this channel. */
static const struct buffer *operators_for(const struct hub *hub, const struct channel *channel, struct live *live) {
    bool of_site = channel->audience.kind == AUDIENCE_OPERATOR;
    if (!live->with_operators || !(of_site || hears_displays(channel)))
        return NULL;
    buffer_clear(&live->operators);
    hub_append_operators(hub, of_site ? channel->audience.site : NO_SITE, &live->operators);
    return &live->operators;
}

/* What the channel may hear of it, in `payload`; false: nothing that is news there. */
static bool compose(const struct hub *hub, const struct channel *channel, struct live *live) {
    bool signed_in = channel != hub->unsigned_in;
    struct live_lists lists = {
        .turnout = signed_in ? turnout_for(live, channel) : NULL,
        .present = signed_in && hears_present(channel) ? &live->present : NULL,
        .claims = live->with_claims && signed_in && hears_claims(channel) ? &live->claims : NULL,
        .displays = live->with_displays && signed_in && hears_displays(channel) ? &live->displays : NULL,
        .links = live->with_links && signed_in && hears_displays(channel) ? &live->links : NULL,
        .operators = signed_in ? operators_for(hub, channel, live) : NULL,
        .on_duty = live->with_duty && signed_in && hears_displays(channel) ? &live->on_duty : NULL,
    };
    bool news = live->beat || (lists.turnout && lists.turnout->length > 0) || (lists.present && lists.present->length > 0) ||
                lists.claims || lists.displays || lists.links || lists.operators || lists.on_duty;
    buffer_clear(&live->payload);
    return news && !reply_live(&live->payload, hub->now, &lists);
}

static void announce(struct hub *hub, struct channel *channel, struct live *live) {
    if (compose(hub, channel, live))
        channel_announce(channel, live->payload.bytes, live->payload.length);
}

static void gather(const struct hub *hub, struct live *live) {
    static const struct audience DESK = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON}, OTHERS = {AUDIENCE_PARTICIPANT, NO_SITE, NO_PERSON};
    buffer_init(&live->present);
    buffer_init(&live->claims);
    buffer_init(&live->displays);
    buffer_init(&live->links);
    buffer_init(&live->operators);
    buffer_init(&live->on_duty);
    buffer_init(&live->payload);
    if (live->with_turnout && (!live->only || is_desk(live->only)))
        conference_turnout(hub->published, &DESK, add_turnout, &live->desk);
    if (live->with_turnout && (!live->only || !is_desk(live->only)))
        conference_turnout(hub->published, &OTHERS, add_turnout, &live->others);
    if (live->with_present)
        for (uint32_t site = 0; site < conference_sites(hub->published); site++)
            (void)reply_live_present(&live->present, conference_site_id(hub->published, site), hub->present[site] + hub_links_present(hub, site));
    if (live->with_claims)
        hub_append_claims(hub, &live->claims);
    if (live->with_displays)
        hub_append_displays(hub, &live->displays);
    if (live->with_links)
        hub_append_links(hub, &live->links);
    if (live->with_duty)
        hub_append_duty(hub, &live->on_duty);
}

static void finish(struct live *live) {
    finish_turnout(&live->desk);
    finish_turnout(&live->others);
    buffer_finish(&live->present);
    buffer_finish(&live->claims);
    buffer_finish(&live->displays);
    buffer_finish(&live->links);
    buffer_finish(&live->operators);
    buffer_finish(&live->on_duty);
    buffer_finish(&live->payload);
}

static void keep_told(struct buffer *told, struct buffer *all) {
    struct buffer before = *told;
    *told = *all;
    *all = before;
}

/* Encoded once for each channel, whatever the number of listeners; its size depends on polls and sites, never on voters. */
static void announce_all(struct hub *hub, struct live *live) {
    gather(hub, live);
    for (int kind = 0; kind < AUDIENCE_PERSON; kind++)
        if (hub->shared[kind])
            announce(hub, hub->shared[kind], live);
    for (int site = 0; site < LIMIT_SITES; site++)
        if (hub->of_site[site])
            announce(hub, hub->of_site[site], live);
    announce(hub, hub->unsigned_in, live);
    if (live->with_turnout) {
        keep_told(&hub->desk_told, &live->desk.all);
        keep_told(&hub->others_told, &live->others.all);
    }
    finish(live);
    hub->transport->schedule(hub->transport->context);
}

void hub_tell_live(struct hub *hub, struct subscriber *subscriber) {
    const struct channel *channel = subscriber->channel;
    if (!subscriber_has_room(subscriber))
        return; /* a long snapshot is on its way: the next beat says it */
    struct live live = {
        .only = channel,
        .with_turnout = true,
        .with_present = hears_present(channel),
        .with_claims = hears_claims(channel),
        .with_displays = hears_displays(channel),
        .with_links = hears_displays(channel),
        .with_operators = true,
        .with_duty = hears_displays(channel),
    };
    gather(hub, &live);
    if (compose(hub, channel, &live))
        subscriber_send_text(subscriber, &live.payload);
    finish(&live);
}

static bool is_due(int64_t *at, int64_t every, int64_t now) {
    if (now < *at)
        return false;
    *at = now + every;
    return true;
}

/* To thousands it takes so long that those who vote would wait for it: as long again is theirs before the next. */
void hub_told_all(struct hub *hub) {
    if (hub->telling_since == 0)
        return;
    int64_t took = hub->now - hub->telling_since;
    int64_t next = took > TURNOUT_EVERY_MS / 2 ? hub->now + took : hub->telling_since + TURNOUT_EVERY_MS;
    if (next < hub->turnout_at)
        hub->turnout_at = next;
    hub->telling_since = 0;
}

static void live_notices(struct hub *hub) {
    uint64_t ballots = conference_ballots_recorded(hub->published);
    hub_expire_claims(hub);
    struct live live = {
        .with_turnout = ballots != hub->turnout_seen && is_due(&hub->turnout_at, TURNOUT_EVERY_MS, hub->now),
        .with_present = hub->present_changed && is_due(&hub->present_at, PRESENT_EVERY_MS, hub->now),
        .with_claims = hub->claims_changed,
        .with_displays = hub->displays_changed && is_due(&hub->displays_at, DISPLAYS_EVERY_MS, hub->now),
        .with_links = hub->links_changed && is_due(&hub->links_at, LINKS_EVERY_MS, hub->now),
        .with_operators = hub->operators_changed,
        .with_duty = hub->duty_changed && is_due(&hub->duty_at, DUTY_EVERY_MS, hub->now),
        .beat = is_due(&hub->beat_at, BEAT_EVERY_MS, hub->now),
    };
    if (!live.with_turnout && !live.with_present && !live.with_claims && !live.with_displays && !live.with_links && !live.with_operators &&
        !live.with_duty && !live.beat)
        return;
    /* The beat carries all of it: who has just arrived, or lost a notice, is right again within ten seconds. */
    if (live.beat) {
        live.with_turnout = live.with_present = live.with_claims = live.with_displays = live.with_links = live.with_operators = live.with_duty = true;
    } else {
        live.desk.told = &hub->desk_told;
        live.others.told = &hub->others_told;
    }
    announce_all(hub, &live);
    if (live.with_turnout) {
        hub->turnout_seen = ballots;
        hub->telling_since = hub->now;
        hub->turnout_at = hub->now + TURNOUT_LATEST_MS; /* sooner when all were told: hub_told_all */
    }
    if (live.with_present)
        hub->present_changed = false;
    hub->claims_changed = false;
    hub->operators_changed = false;
    if (live.with_displays)
        hub->displays_changed = false;
    if (live.with_links)
        hub->links_changed = false;
    if (live.with_duty)
        hub->duty_changed = false;
}

/* ---- clients that have stalled ---- */

static void close_stalled(struct hub *hub) {
    for (uint32_t i = 0; i < hub->slot_count; i++) {
        struct subscriber *subscriber = hub->slots[i].subscriber;
        if (subscriber && subscriber->blocked && hub->now - subscriber->blocked_since > BLOCKED_MOST_MS)
            subscriber_close(subscriber, HUB_CLOSE_TOO_SLOW);
    }
}

/* ---- a journal that does not answer, and its return ---- */

static void look_at_append(struct hub *hub) {
    int64_t age = hub_append_age(hub, hub->now);
    metric_set(METRIC_APPEND_AGE, age / 1000);
    if (age < APPEND_HANGS_MS || hub->append_hangs)
        return;
    hub->append_hangs = true;
    log_line(LOG_ERROR, "append_hangs", "the journal has not answered for %d s; %zu commands wait behind what is being stored", APPEND_HANGS_MS / 1000,
             hub->collecting.count);
}

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
    if (hub->appending && is_due(&hub->append_look_at, APPEND_LOOK_EVERY_MS, now))
        look_at_append(hub);
    hub_proceed(hub);
    live_notices(hub);
    hub_links_tick(hub);
    hub_search_prepare(hub);
    if (is_due(&hub->stalled_at, STALLED_EVERY_MS, now))
        close_stalled(hub);
    hub_bundles_tick(hub);
}

int64_t hub_next_tick(const struct hub *hub) {
    int64_t next = hub->beat_at;
    if (conference_ballots_recorded(hub->published) != hub->turnout_seen && hub->turnout_at < next)
        next = hub->turnout_at;
    if (hub->present_changed && hub->present_at < next)
        next = hub->present_at;
    if (hub->claims_changed || hub->operators_changed)
        next = hub->now;
    for (uint32_t i = 0; i < hub->claim_count; i++)
        if (hub->claims[i].until < next)
            next = hub->claims[i].until;
    if (hub->displays_changed && hub->displays_at < next)
        next = hub->displays_at;
    if (hub->duty_changed && hub->duty_at < next)
        next = hub->duty_at;
    if (hub_search_is_behind(hub) && hub->now + PREPARE_EVERY_MS < next)
        next = hub->now + PREPARE_EVERY_MS;
    if (!hub->writable && !hub->stopping && hub->probe_at < next)
        next = hub->probe_at;
    if (hub->appending && hub->append_look_at < next)
        next = hub->append_look_at;
    if (hub->writable && !hub->appending && hub_deadline(hub) < next)
        next = hub_deadline(hub);
    if (hub_append_due(hub) < next)
        next = hub_append_due(hub);
    int64_t links = hub_links_next_tick(hub);
    return links < next ? links : next;
}
