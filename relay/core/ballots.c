/* ballots.c - one person, one ballot: a function of the SET of ballots known to be in time (relay/DELIVERY.md, B1), so that the order in which
 * they arrive, by which path, and how often, can't change a result.
 *
 * Of each device the one with the highest counter; between devices the one with the latest acceptance stamp, a tie by key. A ballot whose time cannot be
 * proved yields to every other device's. What is not in that set stands on a side list (B11): unproven, late, or in time but after the announcement. */
#include "core/poll.h"

#include "base/memory.h"
#include "core/outcomes.h"
#include "core/roster.h"
#include "core/state.h"
#include <string.h>

static bool beats(const struct ballot *a, const struct ballot *b) {
    if (a->unproven != b->unproven)
        return b->unproven;
    if (a->at != b->at)
        return a->at > b->at;
    return memcmp(a->key, b->key, KEY_SIZE) > 0;
}

static struct voter voter_of(const struct poll *poll, uint32_t person) {
    return person < poll->of_person_size ? poll->of_person[person] : (struct voter){0};
}

/* The person's entries, newest first: the one at `*next`, and on. NULL = no more. */
static struct ballot *next_of(const struct poll *poll, uint32_t *next) {
    struct ballot *ballot = *next ? &poll->ballots[*next - 1] : NULL;
    if (ballot)
        *next = ballot->next;
    return ballot;
}

/* Is there a later one of the same device among these. */
static bool is_replaced(const struct poll *poll, const struct ballot *ballot, uint32_t standings) {
    uint32_t next = voter_of(poll, ballot->person).ballots;
    for (const struct ballot *other; (other = next_of(poll, &next));)
        if (standings >> other->standing & 1u && other->counter > ballot->counter && memcmp(other->device, ballot->device, DEVICE_SIZE) == 0)
            return true;
    return false;
}

static const struct ballot *best_of(const struct poll *poll, uint32_t person, uint32_t standings) {
    const struct ballot *best = NULL;
    uint32_t next = voter_of(poll, person).ballots;
    for (const struct ballot *ballot; (ballot = next_of(poll, &next));)
        if (standings >> ballot->standing & 1u && (!best || beats(ballot, best)) && !is_replaced(poll, ballot, standings))
            best = ballot;
    return best;
}

const struct ballot *poll_ballot_of(const struct poll *poll, uint32_t person) {
    return best_of(poll, person, 1u << STANDS);
}

/* Where the first is final: in the journal's order, those in time before those of a side list. */
static const struct ballot *first_of(const struct poll *poll, uint32_t person, uint32_t standings) {
    const struct ballot *first = poll_ballot_of(poll, person);
    uint32_t next = first ? 0 : voter_of(poll, person).ballots;
    for (const struct ballot *ballot; (ballot = next_of(poll, &next));)
        if (standings >> ballot->standing & 1u)
            first = ballot;
    return first;
}

const struct ballot *poll_ballot_with(const struct poll *poll, uint32_t person, uint32_t standings) {
    return poll->rules.ballot_rule == BALLOT_FIRST_IS_FINAL ? first_of(poll, person, standings)
                                                           : best_of(poll, person, standings | 1u << STANDS);
}

const struct ballot *poll_side_ballot_of(const struct poll *poll, uint32_t person) {
    static const enum standing ORDER[] = {STANDS_LATE_IN_TIME, STANDS_UNPROVEN, STANDS_LATE};
    const struct ballot *best = NULL;
    for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0] && !best; i++)
        best = best_of(poll, person, 1u << ORDER[i]);
    return best;
}

bool poll_has_unproven(const struct poll *poll, uint32_t person) {
    return best_of(poll, person, 1u << STANDS_UNPROVEN) != NULL;
}

static struct ballot *ballot_of_device(const struct poll *poll, uint32_t person, const uint8_t device[DEVICE_SIZE]) {
    uint32_t next = voter_of(poll, person).ballots;
    struct ballot *ballot;
    while ((ballot = next_of(poll, &next)) && (ballot->standing != STANDS || memcmp(ballot->device, device, DEVICE_SIZE) != 0)) {
    }
    return ballot;
}

static struct ballot *ballot_of_key(const struct poll *poll, uint32_t person, const struct record *record) {
    uint32_t next = record_has(record, FIELD_KEY) ? voter_of(poll, person).ballots : 0;
    struct ballot *ballot;
    while ((ballot = next_of(poll, &next)) && memcmp(ballot->key, record->key, KEY_SIZE) != 0) {
    }
    return ballot;
}

static bool counter_is_used(const struct poll *poll, uint32_t person, const struct record *record) {
    uint32_t next = voter_of(poll, person).ballots;
    for (const struct ballot *ballot; (ballot = next_of(poll, &next));)
        if (ballot->standing != STANDS_REPLACED && ballot->counter == record->counter && memcmp(ballot->device, record->device, DEVICE_SIZE) == 0 &&
            memcmp(ballot->key, record->key, KEY_SIZE) != 0)
            return true;
    return false;
}

uint64_t conference_ballots_recorded(const struct conference *conference) {
    return conference->ballots_recorded;
}

/* ---- step ---- */

static bool is_final(const struct poll *poll) {
    return poll->state == STATE_CLOSED || poll->state == STATE_PUBLISHED;
}

/* closesAt has passed. The event that says so may come behind a command of the same batch: the announced end decides all the same. */
static bool has_ended(const struct poll *poll, const struct command *command) {
    return poll->state != STATE_OPEN || (poll->closes_at && command->now > poll->closes_at);
}

/* When a site has kept this copy: by its offer, or by the receipt that the person brings, whichever is proved and earlier. */
struct kept_time {
    bool known, proved;
    int64_t stamp, error;
};

static struct kept_time kept_time_of(const struct command *command) {
    const struct offer_origin *offer = command->offer;
    const struct kept_receipt *receipt = command->receipt;
    struct kept_time kept = {0};
    if (offer)
        kept = (struct kept_time){true, offer_is_proved(offer), offer->stamp, offer->stamp_error};
    bool proved = receipt && receipt->proof && receipt->stamp_error <= LIMIT_STAMP_ERROR_MS;
    if (receipt && (!kept.known || (proved && (!kept.proved || receipt->stamp < kept.stamp))))
        kept = (struct kept_time){true, proved, receipt->stamp, receipt->stamp_error};
    return kept;
}

/* In time: recorded before the end, or kept by a site before it, with proof. */
static enum evidence judge(const struct poll *poll, const struct command *command) {
    struct kept_time kept = kept_time_of(command);
    if (!has_ended(poll, command))
        return EVIDENCE_IN_TIME;
    if (kept.proved)
        return kept.stamp <= poll->closes_at ? EVIDENCE_IN_TIME : EVIDENCE_LATE;
    return kept.known ? EVIDENCE_UNPROVEN : EVIDENCE_LATE;
}

enum error conference_outcome_error(const struct conference *conference, const struct outcome *outcome) {
    const struct poll *poll = outcome->error == ERROR_LATE && outcome->thing == FIELD_POLL ? conference_poll(conference, outcome->number) : NULL;
    return poll && (is_final(poll) || poll->state == STATE_VOID) ? ERROR_POLL_CLOSED : (enum error)outcome->error;
}

/* The event that a ballot of this evidence makes now, or a refusal. */
static enum error type_of(const struct poll *poll, const struct command *command, enum evidence evidence, enum event_type *type) {
    *type = evidence == EVIDENCE_UNPROVEN ? EVENT_BALLOT_UNPROVEN : evidence == EVIDENCE_LATE ? EVENT_BALLOT_LATE : EVENT_BALLOT_CAST;
    if (is_final(poll))
        *type = EVENT_BALLOT_LATE;
    if (poll->state == STATE_VOID || (is_final(poll) && evidence != EVIDENCE_IN_TIME))
        return ERROR_POLL_CLOSED;
    return evidence == EVIDENCE_LATE && !command->offer ? ERROR_LATE : ERROR_NONE;
}

static void write_ballot(const struct conference *conference, const struct poll *poll, const struct command *command, uint32_t options,
                         struct event *event) {
    const struct record *record = &command->record;
    const struct kept_time kept = kept_time_of(command);
    record_number(&event->record, FIELD_POLL, record->poll);
    record_text(&event->record, FIELD_PERSON, conference->people[command->actor].id);
    record_binary(&event->record, FIELD_DEVICE, record->device);
    record_number(&event->record, FIELD_COUNTER, record->counter);
    poll_fill_ballot(&poll->rules, options, &event->record);
    bool cast = event->type == EVENT_BALLOT_CAST;
    if (kept.known && (!cast || kept.proved)) {
        record_number(&event->record, FIELD_STAMP, kept.stamp > 0 ? kept.stamp : 0);
        record_number(&event->record, FIELD_STAMP_ERROR, kept.error);
    }
    if (kept.known && (!cast || has_ended(poll, command)))
        record_word(&event->record, FIELD_EVIDENCE, (int)judge(poll, command));
    if (command->receipt)
        record_binary(&event->record, FIELD_RECEIPT_STREAM, command->receipt->stream);
}

enum error step_poll_cast(const struct conference *conference, const struct command *command, struct event *event,
                          struct fault *fault) {
    const struct record *record = &command->record;
    const struct poll *poll = conference_poll(conference, record->poll);
    if (!poll || poll->state == STATE_DRAFT)
        return command_not_found(fault, FIELD_POLL);
    fault->field = FIELD_POLL;
    if (poll_weight(poll, command->actor) == 0)
        return ERROR_NOT_ENTITLED;
    enum error error = type_of(poll, command, judge(poll, command), &event->type);
    if (error)
        return error;
    if (voter_of(poll, command->actor).casts >= conference->limits.ballots_per_person)
        return ERROR_FULL;
    if (poll->rules.ballot_rule == BALLOT_FIRST_IS_FINAL && poll_ballot_of(poll, command->actor))
        return ERROR_ALREADY_CAST;
    if (counter_is_used(poll, command->actor, record)) {
        fault->field = FIELD_COUNTER;
        return ERROR_COUNTER_USED;
    }
    uint32_t options;
    error = poll_read_ballot(&poll->rules, record, &options, fault);
    if (error)
        return error;
    fault->field = FIELD_COUNT;
    write_ballot(conference, poll, command, options, event);
    return ERROR_NONE;
}

/* The best evidence of a ballot stands, and the earliest proved stamp: has this copy a better one. */
static bool is_better(const struct poll *poll, const struct command *command, const struct ballot *ballot, enum evidence evidence) {
    bool in_time = evidence == EVIDENCE_IN_TIME;
    const struct kept_time kept = kept_time_of(command);
    bool earlier = kept.proved && kept.stamp < ballot->at;
    switch (ballot->standing) {
    case STANDS:
        return in_time && !is_final(poll) && earlier;
    case STANDS_LATE_IN_TIME:
        return in_time && earlier;
    case STANDS_UNPROVEN:
        return in_time;
    case STANDS_LATE:
        return in_time || (evidence == EVIDENCE_UNPROVEN && !is_final(poll));
    default:
        return false;
    }
}

bool poll_step_known(const struct conference *conference, const struct command *command, enum error known, struct event *event) {
    const struct poll *poll = conference_poll(conference, command->record.poll);
    if (!poll || poll->state == STATE_DRAFT || poll->state == STATE_VOID)
        return false;
    const struct ballot *ballot = ballot_of_key(poll, command->actor, &command->record);
    struct fault fault = {FIELD_COUNT, -1, 0};
    if (!ballot) /* refused as late, and nothing was kept of it: judged by its stamp */
        return (known == ERROR_LATE || known == ERROR_POLL_CLOSED) && !step_poll_cast(conference, command, event, &fault);
    enum evidence evidence = judge(poll, command);
    if (!is_better(poll, command, ballot, evidence) || type_of(poll, command, evidence, &event->type))
        return false;
    write_ballot(conference, poll, command, ballot->options, event);
    return true;
}

/* ---- apply ---- */

/* Makes all the room that recording a ballot may need. */
static enum error make_room(const struct conference *conference, struct poll *poll) {
    if (poll->of_person_size < conference->person_count) {
        struct voter *grown = memory_resize(poll->of_person, conference->person_count * sizeof *grown);
        if (!grown)
            return ERROR_NO_MEMORY;
        memset(grown + poll->of_person_size, 0, (conference->person_count - poll->of_person_size) * sizeof *grown);
        poll->of_person = grown;
        poll->of_person_size = conference->person_count;
    }
    return memory_grow((void **)&poll->ballots, poll->ballot_count, &poll->ballot_capacity, sizeof *poll->ballots);
}

/* Adds a ballot to the tallies, or with a sign of -1 takes it out again. */
static void count_ballot(struct poll *poll, const struct ballot *ballot, int64_t weight, int sign) {
    for (uint32_t i = 0; i < poll->tally.count; i++)
        if (ballot->options >> i & 1u) {
            poll->tally.values[i] += sign;
            poll->weighted_tally.values[i] += sign * weight;
        }
}

/* Takes the person's ballot out of the tallies (before the set changes), and puts it back in (afterwards). */
static void uncount(struct poll *poll, uint32_t person) {
    const struct ballot *ballot = poll_ballot_of(poll, person);
    if (!ballot)
        return;
    count_ballot(poll, ballot, poll_weight(poll, person), -1);
    poll->voters--;
    poll->weighted_voters -= poll_weight(poll, person);
}

static void count(struct poll *poll, uint32_t person) {
    const struct ballot *ballot = poll_ballot_of(poll, person);
    if (!ballot)
        return;
    count_ballot(poll, ballot, poll_weight(poll, person), 1);
    poll->voters++;
    poll->weighted_voters += poll_weight(poll, person);
}

static uint32_t *side_count(struct poll *poll, enum standing standing) {
    return standing == STANDS_UNPROVEN ? &poll->unproven : standing == STANDS_LATE_IN_TIME ? &poll->late_in_time : NULL;
}

static void move_to(struct poll *poll, struct ballot *ballot, enum standing standing) {
    uint32_t *left = side_count(poll, ballot->standing), *joined = side_count(poll, standing);
    if (left)
        --*left;
    if (joined)
        ++*joined;
    ballot->standing = standing;
}

/* From a side list, or new, into the set: only the highest counter of each device stays there. */
static void join_set(struct poll *poll, struct ballot *ballot) {
    struct ballot *same = ballot_of_device(poll, ballot->person, ballot->device);
    bool first_is_final = poll->rules.ballot_rule == BALLOT_FIRST_IS_FINAL && poll_ballot_of(poll, ballot->person);
    bool replaced = first_is_final || (same && same != ballot && same->counter >= ballot->counter);
    if (same && same != ballot && !replaced)
        move_to(poll, same, STANDS_REPLACED);
    move_to(poll, ballot, replaced ? STANDS_REPLACED : STANDS);
}

static struct ballot *add_ballot(struct poll *poll, uint32_t person, const struct record *record, uint32_t options) {
    /* One that was replaced is known by nobody any more but by its key, and needs none: its place is taken again. */
    bool in_order = poll->rules.ballot_rule == BALLOT_FIRST_IS_FINAL;
    uint32_t next = in_order ? 0 : poll->of_person[person].ballots;
    struct ballot *ballot;
    while ((ballot = next_of(poll, &next)) && ballot->standing != STANDS_REPLACED) {
    }
    if (!ballot) {
        ballot = &poll->ballots[poll->ballot_count++];
        *ballot = (struct ballot){.next = poll->of_person[person].ballots};
        poll->of_person[person].ballots = poll->ballot_count;
    }
    *ballot = (struct ballot){.person = person, .next = ballot->next, .options = options, .counter = (uint32_t)record->counter,
                              .standing = STANDS_REPLACED};
    memcpy(ballot->device, record->device, DEVICE_SIZE);
    memcpy(ballot->key, record->key, KEY_SIZE);
    return ballot;
}

/* The earliest proved stamp of all copies; of an unproven one what the site said first. */
static void take_stamp(struct ballot *ballot, const struct record *record, bool is_new, bool unproven) {
    int64_t at = record_has(record, FIELD_STAMP) && (unproven || record->stamp < record->at) ? record->stamp : record->at;
    if (is_new || unproven || ballot->unproven || at < ballot->at)
        ballot->at = at;
    ballot->unproven = unproven;
}

/* A ballot, or a better copy of one, comes to stand there. */
static enum error apply_ballot(struct conference *conference, const struct event *event, enum standing standing, struct touched *touched) {
    const struct record *record = &event->record;
    struct poll *poll = conference_poll(conference, record->poll);
    uint32_t person = event_person(conference, event, FIELD_PERSON);
    uint32_t options;
    if (!poll || person == NO_PERSON || poll_weight(poll, person) == 0 || poll_read_ballot(&poll->rules, record, &options, &(struct fault){0}))
        return ERROR_DAMAGED;
    bool fits = standing == STANDS_LATE_IN_TIME ? is_final(poll) : poll->state == STATE_OPEN || poll->state == STATE_CLOSING;
    enum error error = fits ? touched_reserve(touched, 5) : ERROR_DAMAGED;
    if (!error)
        error = make_room(conference, poll);
    if (error)
        return error;

    bool had_one = poll_ballot_of(poll, person) != NULL;
    uncount(poll, person);
    struct ballot *ballot = ballot_of_key(poll, person, record);
    bool is_new = !ballot;
    if (is_new)
        ballot = add_ballot(poll, person, record, options);
    poll->of_person[person].casts += is_new;
    if (is_new && record_has(record, FIELD_RECEIPT_STREAM))
        streams_doubt(conference, (uint32_t)record->poll, record->receipt_stream, touched);
    take_stamp(ballot, record, is_new, standing == STANDS_UNPROVEN);
    if (standing != STANDS)
        move_to(poll, ballot, standing);
    else if (ballot->standing != STANDS)
        join_set(poll, ballot);
    count(poll, person);
    conference->ballots_recorded += standing == STANDS;
    if (!had_one && poll_ballot_of(poll, person))
        counts_person_voted(conference, (uint32_t)record->poll, person, touched);
    touched_add(touched, ROW_MY_BALLOT, (uint32_t)record->poll, person);
    if (standing != STANDS || poll->state != STATE_OPEN)
        touched_add(touched, ROW_POLL, (uint32_t)record->poll, NO_PERSON);
    return ERROR_NONE;
}

enum error apply_ballot_cast(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_ballot(conference, event, STANDS, touched);
}

enum error apply_ballot_unproven(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_ballot(conference, event, STANDS_UNPROVEN, touched);
}

enum error apply_ballot_late(struct conference *conference, const struct event *event, struct touched *touched) {
    enum standing standing = event->record.evidence == EVIDENCE_IN_TIME ? STANDS_LATE_IN_TIME : STANDS_LATE;
    return apply_ballot(conference, event, standing, touched);
}

void poll_take_side_list(struct poll *poll, uint32_t number, enum standing standing, struct touched *touched) {
    for (uint32_t i = 0; i < poll->ballot_count; i++) {
        struct ballot *ballot = &poll->ballots[i];
        if (ballot->standing != standing)
            continue;
        uncount(poll, ballot->person);
        join_set(poll, ballot);
        count(poll, ballot->person);
        touched_add(touched, ROW_MY_BALLOT, number, ballot->person);
    }
}
