/* The desk: the chair opens and closes polls, and decides what to do when one cannot be complete. */
#include "sim/sim.h"

#include <stdio.h>
#include <string.h>

struct programme_poll desk_poll(struct sim *sim, int poll) {
    static const struct localised OPTIONS[] = {{.vi = {"Một", 5}}, {.vi = {"Hai", 3}}, {.vi = {"Ba", 2}}};
    static const struct programme_number ONE = {true, 1}, THREE = {true, 3};
    struct programme_poll it = {.title = {.vi = text_of("Thông qua?")}, .type = sim->poll_type[poll], .results = RESULTS_HIDDEN,
                                .ballot_rule = sim->polls[poll].first_is_final && sim->rules.first_is_final ? BALLOT_FIRST_IS_FINAL : BALLOT_CHANGEABLE};
    if (it.type == POLL_SINGLE || it.type == POLL_MULTIPLE) {
        it.options = OPTIONS;
        it.option_count = 3;
    }
    if (it.type == POLL_MULTIPLE || it.type == POLL_RATING) {
        it.least = ONE;
        it.most = THREE;
    }
    return it;
}

int desk_running(const struct sim *sim) {
    struct row row;
    for (int poll = POLLS; poll > 0; poll--)
        if (hub_poll_row(sim, poll, &row) && (row.record.state == STATE_OPEN || row.record.state == STATE_CLOSING))
            return poll;
    return 0;
}

static struct record *act(struct sim *sim, enum command_type type, int poll) {
    struct waiting_wish *wish = hub_collect(sim, FOR_DESK);
    uint8_t key[KEY_SIZE] = {0};
    uint64_t drawn = sim_draw(sim, UINT64_MAX);
    memcpy(key, &drawn, sizeof drawn);
    wish->wish.type = type;
    wish->wish.actor = conference_find_person(sim->hub.published, text_of("chair"));
    record_binary(&wish->wish.record, FIELD_KEY, key);
    record_number(&wish->wish.record, FIELD_POLL, poll);
    record_number(&wish->wish.record, FIELD_UNTIL, hub_now(sim) + 30000);
    sim_say(sim, "the chair: %s, poll %d", COMMAND_INFO[type].method, poll);
    return &wish->wish.record;
}

void desk_opens(struct sim *sim) {
    struct row row;
    for (int poll = 1; poll <= POLLS; poll++)
        if (!hub_poll_row(sim, poll, &row)) {
            act(sim, COMMAND_POLL_OPEN, poll);
            return;
        }
}

void desk_closes(struct sim *sim) {
    struct row row;
    int poll = desk_running(sim);
    if (poll && hub_poll_row(sim, poll, &row) && row.record.state == STATE_OPEN && !row.record.closes_at)
        act(sim, COMMAND_POLL_CLOSE, poll);
}

static void announce(struct sim *sim, int poll) {
    record_word(act(sim, COMMAND_POLL_ANNOUNCE, poll), FIELD_UNPROVEN_RULE, sim_chance(sim, 50) ? UNPROVEN_COUNT : UNPROVEN_LEAVE_OUT);
}

static void declare_lost(struct sim *sim, int poll, const struct row *row) {
    if (!record_has(&row->record, FIELD_WAITING_FOR))
        return;
    const struct id_list *waiting = &row->record.waiting_for;
    record_text(act(sim, COMMAND_POLL_DECLARE_LOST, poll), FIELD_SITE, waiting->items[sim_draw(sim, waiting->count)]);
}

void desk_ends(struct sim *sim) {
    int poll = desk_running(sim);
    struct row row;
    if (poll && hub_poll_row(sim, poll, &row) && row.record.state == STATE_CLOSING)
        announce(sim, poll);
}

/* Whether what is missing can change the outcome, as the desk is told; with a rule off: told by a wrong bound. */
static bool cannot_change(const struct sim *sim, int poll, const struct row *row) {
    const struct sim_rules *rules = &sim->rules;
    if (!record_has(&row->record, FIELD_CAN_CHANGE))
        return false;
    if (rules->changes_move_two && rules->changed_count && rules->by_weight)
        return row->record.can_change == CHANGE_CANNOT;
    struct poll_result result;
    conference_poll_result(sim->hub.published, (uint32_t)poll, &result);
    int64_t changed = rules->changed_count ? row->record.changeable * (rules->changes_move_two ? 2 : 1) : 0;
    int64_t margin = result.tally.values[0] - result.tally.values[1];
    bool two = sim->poll_type[poll] == POLL_YES_NO_ABSTAIN && (!rules->by_weight || result.weighted_ballots == result.ballots);
    return two && row->record.missing + changed < (margin < 0 ? -margin : margin);
}

void desk_watches(struct sim *sim) {
    for (int poll = 1; poll <= POLLS; poll++) {
        struct row row;
        struct poll_result result;
        if (!hub_poll_row(sim, poll, &row) || !cannot_change(sim, poll, &row) || sim->polls[poll].cannot_said)
            continue;
        conference_poll_result(sim->hub.published, (uint32_t)poll, &result);
        sim->polls[poll].cannot_said = true;
        sim->polls[poll].cannot = result.weighted_tally;
        sim_say(sim, "the desk is told that nothing can change poll %d any more: %lld to %lld", poll, (long long)result.weighted_tally.values[0],
                (long long)result.weighted_tally.values[1]);
    }
}

static void decide(struct sim *sim, int poll, const struct row *row) {
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (row->record.state == STATE_OPEN && what < 40)
        desk_closes(sim);
    else if (row->record.state == STATE_CLOSING && what < 12)
        declare_lost(sim, poll, row);
    else if (row->record.state == STATE_CLOSING && what < 22)
        announce(sim, poll);
    else if (row->record.state == STATE_CLOSED && what < 40)
        act(sim, row->record.late_in_time && what < 15 ? COMMAND_POLL_AMEND : COMMAND_POLL_PUBLISH, poll);
}

void desk_step(struct sim *sim) {
    struct row row;
    int running = desk_running(sim);
    if (!running && sim_chance(sim, 40))
        desk_opens(sim);
    int poll = 1 + (int)sim_draw(sim, POLLS);
    if (hub_poll_row(sim, poll, &row))
        decide(sim, poll, &row);
}
