/* tick.c - what time alone brings: deadlines of the core, live notices (live.c), clients that have stalled, a journal that may be back. */
#include "hub/bundles.h"
#include "hub/state.h"

#include "base/log.h"
#include "base/metrics.h"

bool hub_is_due(int64_t *at, int64_t every, int64_t now) {
    if (now < *at)
        return false;
    *at = now + every;
    return true;
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
    if (hub->appending && hub_is_due(&hub->append_look_at, APPEND_LOOK_EVERY_MS, now))
        look_at_append(hub);
    hub_proceed(hub);
    hub_expire_claims(hub);
    hub_live_tick(hub);
    hub_links_tick(hub);
    hub_search_prepare(hub);
    if (hub_is_due(&hub->stalled_at, STALLED_EVERY_MS, now))
        close_stalled(hub);
    hub_bundles_tick(hub);
}

int64_t hub_next_tick(const struct hub *hub) {
    int64_t next = hub_live_next_tick(hub);
    for (uint32_t i = 0; i < hub->claim_count; i++)
        if (hub->claims[i].until < next)
            next = hub->claims[i].until;
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
