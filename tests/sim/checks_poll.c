/* The invariants of the end of a poll, J1 to J6, and of what the desk is told: by a count of its own, from the journal and from what is true. */
#include "sim/sim.h"

#include <string.h>

/* --- the set, counted again (relay/DELIVERY.md, B1) --- */

static bool is_candidate(const struct made *made, uint32_t person, int poll, bool with_late) {
    return made->kind == BALLOT && made->poll == poll && made->person == person &&
           (made->standing == IN_SET || (with_late && made->standing == LATE_IN_TIME_SEEN));
}

static bool is_outdone(const struct sim *sim, const struct made *made, bool with_late) {
    for (int i = 0; i < sim->command_count; i++) {
        const struct made *other = &sim->commands[i];
        if (is_candidate(other, made->person, made->poll, with_late) && other->device == made->device && other->counter > made->counter)
            return true;
    }
    return false;
}

static bool beats(const struct sim *sim, const struct made *a, const struct made *b) {
    uint8_t key_a[KEY_SIZE], key_b[KEY_SIZE];
    if (sim->polls[a->poll].first_is_final)
        return a->standing != b->standing ? a->standing == IN_SET : a->standing == IN_SET ? a->joined < b->joined : a->order < b->order;
    if (a->by_choice != b->by_choice)
        return b->by_choice;
    if (a->at != b->at)
        return a->at > b->at;
    hub_key((int)(a - sim->commands), key_a);
    hub_key((int)(b - sim->commands), key_b);
    return memcmp(key_a, key_b, KEY_SIZE) > 0;
}

const struct made *check_ballot_of(const struct sim *sim, uint32_t person, int poll, bool with_late) {
    bool first = sim->polls[poll].first_is_final;
    const struct made *best = NULL;
    for (int i = 0; i < sim->command_count; i++) {
        const struct made *made = &sim->commands[i];
        if (is_candidate(made, person, poll, with_late) && (first || !is_outdone(sim, made, with_late)) && (!best || beats(sim, made, best)))
            best = made;
    }
    return best;
}

static uint32_t bits_of(const struct sim *sim, const struct made *made) {
    return sim->poll_type[made->poll] == POLL_YES_NO_ABSTAIN ? (made->choice == 1 ? 1u : made->choice == 2 ? 2u : 4u) : made->choice;
}

static struct tally count(const struct sim *sim, int poll, bool with_late, bool weighted) {
    struct tally tally = {.count = 3};
    for (int phone = 0; phone < sim->phones; phone++) {
        const struct phone *it = &sim->phone[phone];
        if (phone > 0 && it->person == sim->phone[phone - 1].person)
            continue; /* the second phone of one person */
        const struct made *made = check_ballot_of(sim, it->person, poll, with_late);
        for (int option = 0; made && option < 3; option++)
            if (bits_of(sim, made) >> option & 1u)
                tally.values[option] += weighted ? sim->weight[it->site] : 1;
    }
    return tally;
}

/* --- outcomes --- */

static int sign(int64_t a, int64_t b) {
    return a < b ? -1 : a > b;
}

static int64_t most_of(const struct tally *tally, int options) {
    int64_t most = 0;
    for (int i = 0; i < options; i++)
        most = tally->values[i] > most ? tally->values[i] : most;
    return most;
}

/* Do two counts come to the same outcome: who leads; of multiple choices the order; of a rating the mean. */
static bool same_outcome(enum poll_type type, const struct tally *a, const struct tally *b) {
    int options = type == POLL_YES_NO_ABSTAIN ? 2 : 3;
    if (type == POLL_RATING) {
        int64_t of_a = a->values[0] + a->values[1] + a->values[2], of_b = b->values[0] + b->values[1] + b->values[2];
        int64_t sum_a = a->values[0] + 2 * a->values[1] + 3 * a->values[2], sum_b = b->values[0] + 2 * b->values[1] + 3 * b->values[2];
        return sum_a * of_b == sum_b * of_a && (of_a == 0) == (of_b == 0);
    }
    for (int i = 0; i < options; i++) {
        if (type != POLL_MULTIPLE && (a->values[i] == most_of(a, options)) != (b->values[i] == most_of(b, options)))
            return false;
        for (int other = 0; type == POLL_MULTIPLE && other < i; other++)
            if (sign(a->values[i], a->values[other]) != sign(b->values[i], b->values[other]))
                return false;
    }
    return true;
}

/* --- what the journal says of ballots --- */

void check_ballot_event(struct made *made, const struct event *event) {
    const struct record *record = &event->record;
    bool unproven = event->type == EVENT_BALLOT_UNPROVEN;
    if (event->type != EVENT_BALLOT_CAST && event->type != EVENT_BALLOT_LATE && !unproven)
        return;
    bool was_set = made->standing == IN_SET && !made->by_choice;
    int64_t at = record_has(record, FIELD_STAMP) && (unproven || record->stamp < record->at) ? record->stamp : record->at;
    made->at = was_set && made->at < at ? made->at : at;
    made->by_choice = unproven;
    if (!made->order)
        made->order = (int)event->seq;
    if (event->type == EVENT_BALLOT_CAST && !was_set)
        made->joined = (int)event->seq;
    made->standing = unproven                             ? UNPROVEN_SEEN
                     : event->type == EVENT_BALLOT_CAST   ? IN_SET
                     : record->evidence == EVIDENCE_IN_TIME ? LATE_IN_TIME_SEEN
                                                            : LATE_SEEN;
}

static void take_into_set(struct sim *sim, int poll, enum standing_seen standing, uint64_t seq) {
    for (int i = 0; i < sim->command_count; i++) {
        struct made *made = &sim->commands[i];
        if (made->kind != BALLOT || made->poll != poll || made->standing != standing)
            continue;
        made->standing = IN_SET;
        made->joined = (int)seq + made->order; /* behind all that are there, and in their own order */
    }
}

/* --- J1, J2: of a complete end --- */

/* When it was truly accepted, by the order of the rules. */
static int64_t accepted(const struct made *made) {
    return made->proved_at < made->recorded_at ? made->proved_at : made->recorded_at;
}

/* Anywhere, proved or not. */
static int64_t first_accepted(const struct made *made) {
    return made->early < made->recorded_at ? made->early : made->recorded_at;
}

/* How far off that may be: ms, as its proof says. The hub's own time is what all others are measured by. */
static int64_t error_of(const struct made *made) {
    return made->proved_at < made->recorded_at ? made->proved_error : made->early < made->recorded_at ? PROOF_MS : 1;
}

/* Was it acknowledged, and accepted so early that it was in time for certain. */
static bool must_count(const struct sim *sim, const struct made *made, uint32_t person, int poll) {
    bool said = made->kept_said || (made->result_said && !made->result);
    return made->kind == BALLOT && made->person == person && made->poll == poll && said && !(made->result_said && made->result) &&
           first_accepted(made) <= sim->polls[poll].ended_first - error_of(made);
}

static bool is_newest_of_device(const struct sim *sim, const struct made *made) {
    for (int i = 0; i < sim->command_count; i++) {
        const struct made *other = &sim->commands[i];
        if (other->device == made->device && other->counter > made->counter && must_count(sim, other, made->person, made->poll))
            return false;
    }
    return true;
}

static void check_is_last(struct sim *sim, const struct made *counted, const struct made *made) {
    const struct poll_seen *seen = &sim->polls[made->poll];
    bool one_clock = seen->epoch_opened == seen->epoch_closed;
    int command = (int)(made - sim->commands);
    if (!counted)
        sim_fault(sim, "J1: ballot %d was acknowledged in time and is missing at a complete end", command);
    else if (counted->device == made->device ? counted->counter < made->counter
                                             : (one_clock ? accepted(counted) + error_of(counted) < accepted(made) - error_of(made)
                                                          : counted->recorded_at < first_accepted(made) - 2 * PROOF_MS))
        sim_fault(sim, "J1: ballot %d counts, though %d of the same person was accepted later and in time", (int)(counted - sim->commands), command);
}

static const struct made *counted_of(const struct sim *sim, uint32_t person, int poll) {
    const struct audience own = {AUDIENCE_PERSON, NO_SITE, person};
    struct row row;
    if (!view_row(sim->hub.published, own, ROW_MY_BALLOT, (uint32_t)poll, &row) || row.record.state != STATE_COUNTED)
        return NULL;
    return &sim->commands[hub_command_of(row.record.key)];
}

static void check_end(struct sim *sim, int poll) {
    const struct poll_seen *seen = &sim->polls[poll];
    for (int i = 0; i < sim->command_count && !sim->fault[0]; i++) {
        const struct made *made = &sim->commands[i];
        if (made->kind != BALLOT || made->poll != poll)
            continue;
        const struct made *counted = counted_of(sim, made->person, poll);
        const struct made *expected = check_ballot_of(sim, made->person, poll, false);
        if (counted != expected)
            sim_fault(sim, "J1: ballot %d counts, by the rules it were %d", counted ? (int)(counted - sim->commands) : NONE,
                      expected ? (int)(expected - sim->commands) : NONE);
        if (counted == made && !made->by_choice && first_accepted(made) > seen->ended + error_of(made))
            sim_fault(sim, "J2: ballot %d was accepted %lld ms after the end and counts", i, (long long)(first_accepted(made) - seen->ended));
        if (seen->complete && !seen->first_is_final && must_count(sim, made, made->person, poll) && is_newest_of_device(sim, made))
            check_is_last(sim, counted, made);
        if (seen->complete && seen->first_is_final && must_count(sim, made, made->person, poll) && !counted)
            check_is_last(sim, NULL, made);
    }
}

/* The doubt that is raised is the doubt there is; and what could not change the outcome has not. */
bool check_in_doubt(const struct sim *sim, int poll) {
    struct tally without = count(sim, poll, false, true), with = count(sim, poll, true, true);
    return !same_outcome(sim->poll_type[poll], &without, &with);
}

static bool doubt_told(const struct sim *sim, int poll, const struct row *row) {
    struct poll_result result;
    if (sim->rules.doubt_by_recount)
        return row->record.in_doubt;
    conference_poll_result(sim->hub.published, (uint32_t)poll, &result); /* instead: as many as the margin */
    int64_t margin = result.weighted_tally.values[0] - result.weighted_tally.values[1];
    return row->record.late_in_time > 0 && row->record.late_in_time >= (margin < 0 ? -margin : margin);
}

void check_outcomes(struct sim *sim, int poll) {
    struct row row;
    struct poll_seen *seen = &sim->polls[poll];
    if (!hub_poll_row(sim, poll, &row) || row.record.state == STATE_OPEN || sim->fault[0])
        return;
    struct tally set = count(sim, poll, false, true), all = count(sim, poll, true, true);
    if (seen->is_final && doubt_told(sim, poll, &row) != check_in_doubt(sim, poll))
        sim_fault(sim, "M: the late list of poll %d %s, and the desk is told otherwise", poll,
                  check_in_doubt(sim, poll) ? "changes the outcome" : "does not change the outcome");
    if (seen->cannot_said && !same_outcome(sim->poll_type[poll], &seen->cannot, &all))
        sim_fault(sim, "M: nothing could change poll %d any more, it was said; %lld to %lld became %lld to %lld", poll, (long long)seen->cannot.values[0],
                  (long long)seen->cannot.values[1], (long long)all.values[0], (long long)all.values[1]);
    struct poll_result result;
    conference_poll_result(sim->hub.published, (uint32_t)poll, &result);
    if (memcmp(result.weighted_tally.values, set.values, 3 * sizeof set.values[0]) != 0)
        sim_fault(sim, "J1: the tally of poll %d is not that of its ballots", poll);
}

static void forget_shown(struct sim *sim, int poll) {
    for (int i = 0; i < sim->command_count; i++)
        if (sim->commands[i].poll == poll)
            sim->commands[i].shown = NONE;
}

void check_poll_event(struct sim *sim, const struct event *event, const struct journal_row *row) {
    if (!record_has(&event->record, FIELD_POLL) || event->record.poll > POLLS)
        return;
    int poll = (int)event->record.poll;
    struct poll_seen *seen = &sim->polls[poll];
    if (event->type == EVENT_POLL_OPENED)
        seen->epoch_opened = row->epoch;
    if (event->type == EVENT_POLL_CLOSING) {
        int64_t end = conference_poll_end(sim->hub.published, poll) - sim->hub.offset;
        seen->ended = end > sim->hub.started ? end : sim->hub.started;
        seen->ended_first = seen->ended_first < seen->ended ? seen->ended_first : seen->ended;
        seen->epoch_closed = row->epoch;
    }
    if (event->type == EVENT_POLL_CLOSED) {
        if (record_has(&event->record, FIELD_UNPROVEN_RULE) && event->record.unproven_rule == UNPROVEN_COUNT)
            take_into_set(sim, poll, UNPROVEN_SEEN, event->seq);
        seen->is_final = true;
        seen->complete = !record_has(&event->record, FIELD_ACTOR) && !record_has(&event->record, FIELD_MISSING_SITES);
        check_end(sim, poll);
        seen->announced = count(sim, poll, false, false);
        sim_say(sim, "poll %d is announced, %s", poll, seen->complete ? "complete" : "without some");
    }
    if (event->type == EVENT_POLL_AMENDED) {
        take_into_set(sim, poll, LATE_IN_TIME_SEEN, event->seq);
        if (record_has(&event->record, FIELD_ACTOR)) { /* the chair's: what voters were told holds no longer, and they are told anew */
            seen->announced = count(sim, poll, false, false);
            forget_shown(sim, poll);
        }
    }
}

/* --- after each step --- */

static void note_end(struct sim *sim, int poll) {
    struct poll_seen *seen = &sim->polls[poll];
    int64_t end = conference_poll_end(sim->hub.published, poll);
    if (end && hub_now(sim) > end && seen->ended_first == INT64_MAX)
        seen->ended_first = end - sim->hub.offset;
}

/* J3, J4, J5. */
static void check_final(struct sim *sim, int poll) {
    struct poll_result result;
    conference_poll_result(sim->hub.published, (uint32_t)poll, &result);
    if (memcmp(result.tally.values, sim->polls[poll].announced.values, 3 * sizeof result.tally.values[0]) != 0)
        sim_fault(sim, "J3: poll %d has changed after it was announced", poll);
    for (int i = 0; i < sim->command_count && !sim->fault[0]; i++) {
        const struct made *made = &sim->commands[i];
        if (made->kind != BALLOT || made->poll != poll)
            continue;
        bool counts = counted_of(sim, made->person, poll) == made;
        if (made->shown == STATE_COUNTED && !counts)
            sim_fault(sim, "J4: ballot %d is shown as counted and is not", i);
        if (counts && (made->shown == STATE_LATE || (made->result_said && made->result == ERROR_POLL_CLOSED)))
            sim_fault(sim, "J5: ballot %d is said to be late and counts", i);
    }
}

void check_polls(struct sim *sim) {
    for (int poll = 1; poll <= POLLS && !sim->fault[0]; poll++) {
        note_end(sim, poll);
        if (sim->polls[poll].is_final)
            check_final(sim, poll);
    }
}
