#include "hub/gathering.h"
#include "hub/state.h"

#include "base/metrics.h"

static bool is_same(struct reference a, struct reference b) {
    return a.slot == b.slot && a.generation == b.generation;
}

void hub_gather(struct hub *hub, struct reference from, bool is_offer) {
    hub->gathering.has_command |= !is_offer;
    hub->gathering.is_urgent |= !is_offer && is_same(from, hub->gathering.served_alone);
}

/* ---- until when ---- */

/* Once the stop has begun a deadline is for the next start: an append of its own could outlive the hub. */
int64_t hub_deadline(const struct hub *hub) {
    return hub->ahead && !hub->stopping ? conference_deadline(hub->ahead) : INT64_MAX;
}

/* What thirty sites offer, or a hall of people in the same moment, would come to many times as many appends as need be: while one follows on another, commands
 * wait for each other. When there is nothing going on none of them waits; nor does one whose sender has just had its answer, with nobody else about. */
int64_t hub_gathers_until(const struct hub *hub) {
    uint32_t most = hub->gathering.is_urgent ? 0 : hub->gathering.has_command ? hub->limits.commands_gather_ms : hub->limits.offers_gather_ms;
    int64_t until = hub->appending_since + most;
    bool waits = hub->collecting.count > 0 && hub->now < until && hub->now >= hub->appending_since && !hub->stopping;
    return waits ? until : INT64_MAX;
}

/* What has waited long enough is due until it has gone, though the time be seen by something else than a tick first. In a turn that gathers hub_turn is what goes on. */
int64_t hub_append_due(const struct hub *hub) {
    if (!hub->writable || hub->appending || hub->collecting.count == 0 || hub->gathering.turns_waited != 0)
        return INT64_MAX;
    int64_t until = hub_gathers_until(hub);
    return until == INT64_MAX ? hub->now : until;
}

/* A command that goes into the append after this one in any case may lie in its socket for a moment, so that one turn of the loop reads several. Where many lay
 * there, as many more will: then there is no time to rest. */
int64_t hub_reads_at(struct hub *hub) {
    const size_t count = hub->collecting.count, came = count < hub->gathering.count_at_rest ? count : count - hub->gathering.count_at_rest;
    const int64_t gathers_until = hub_gathers_until(hub);
    const bool goes_later = hub->appending ? hub->batch.count > 1 : gathers_until != INT64_MAX;
    hub->gathering.count_at_rest = count;
    if (!goes_later || came > REST_COMMANDS_MOST || hub->gathering.is_urgent || hub->limits.commands_gather_ms == 0)
        return INT64_MIN;
    const int64_t tick = hub_next_tick(hub), most = tick < hub->now + REST_MS ? tick : hub->now + REST_MS;
    const int64_t last = hub->appending ? most : gathers_until - 1; /* who comes until then is to go with those who wait */
    return last < most ? last : most;
}

/* ---- the next batch ---- */

/* What is left of the one under way, else what has arrived meanwhile. */
bool hub_next_batch(struct hub *hub) {
    bool deadline = hub_deadline(hub) <= hub->now;
    if (hub->batch_to == hub->batch.count && !deadline && hub_gathers_until(hub) != INT64_MAX)
        return false;
    if (hub->batch_to == hub->batch.count) {
        struct waiting_list served = hub->batch;
        hub->batch = hub->collecting;
        hub->collecting = served;
        hub->collecting.count = 0;
        hub->gathering.has_command = hub->gathering.is_urgent = false;
        if (hub->batch.count > 0)
            hub->gathering.served_alone = hub->batch.count == 1 ? hub->batch.items[0].from : (struct reference){.slot = UINT32_MAX};
        hub->gathering.count_at_turn = 0;
        metric_set(METRIC_COMMANDS_WAITING, 0);
        arena_reset(&hub->collecting.arena);
        hub->batch_to = 0;
    }
    hub->batch_from = hub->batch_to;
    return hub->batch_to < hub->batch.count || deadline;
}

/* ---- one turn of the loop ---- */

void hub_proceed_soon(struct hub *hub) {
    if (!hub->gathering.by_turns) {
        hub_proceed(hub);
        return;
    }
    if (hub->appending || hub_gathers_until(hub) != INT64_MAX)
        return; /* it goes with the next */
    if (hub->gathering.turns_waited == 0)
        hub->gathering.turns_waited = 1;
    hub->transport->schedule(hub->transport->context);
}

bool hub_turn(struct hub *hub) {
    if (hub->gathering.turns_waited == 0)
        return false;
    bool more_came = hub->collecting.count > hub->gathering.count_at_turn;
    hub->gathering.count_at_turn = hub->collecting.count;
    if (more_came && !hub->appending && hub->gathering.turns_waited++ < TURNS_WAITED_MOST)
        return true;
    hub->gathering.turns_waited = 0;
    hub_proceed(hub); /* under way already: what has come goes with the next */
    return false;
}
