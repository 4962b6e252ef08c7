/* ballots.c - one person, one ballot: a function of the SET of ballots known (relay/DELIVERY.md, B1), so that the order in which
 * they arrive, and how often, can't change a result.
 *
 * Of each device the one with the highest counter; between devices the one with the latest acceptance stamp, a tie by key. */
#include "core/state.h"

#include "base/memory.h"
#include <string.h>

static bool beats(const struct ballot *a, const struct ballot *b) {
    if (a->at != b->at)
        return a->at > b->at;
    return memcmp(a->key, b->key, KEY_SIZE) > 0;
}

static struct voter voter_of(const struct poll *poll, uint32_t person) {
    return person < poll->of_person_size ? poll->of_person[person] : (struct voter){0};
}

const struct ballot *poll_ballot_of(const struct poll *poll, uint32_t person) {
    const struct ballot *best = NULL;
    for (uint32_t next = voter_of(poll, person).ballots; next; next = poll->ballots[next - 1].next) {
        const struct ballot *ballot = &poll->ballots[next - 1];
        if (!best || beats(ballot, best))
            best = ballot;
    }
    return best;
}

static struct ballot *ballot_of_device(const struct poll *poll, uint32_t person, const uint8_t device[DEVICE_SIZE]) {
    for (uint32_t next = voter_of(poll, person).ballots; next; next = poll->ballots[next - 1].next)
        if (memcmp(poll->ballots[next - 1].device, device, DEVICE_SIZE) == 0)
            return &poll->ballots[next - 1];
    return NULL;
}

uint64_t conference_ballots_recorded(const struct conference *conference) {
    return conference->ballots_recorded;
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
    if (poll->state == STATE_CLOSING)
        return ERROR_LATE;
    if (poll->state != STATE_OPEN)
        return ERROR_POLL_CLOSED;
    /* closesAt has passed, but the deadline's event comes behind this command in the same batch: the hub's order decides, and says late. */
    if (poll->closes_at && command->now > poll->closes_at)
        return ERROR_LATE;
    if (voter_of(poll, command->actor).casts >= conference->limits.ballots_per_person)
        return ERROR_FULL;
    if (poll->rules.ballot_rule == BALLOT_FIRST_IS_FINAL && voter_of(poll, command->actor).ballots)
        return ERROR_ALREADY_CAST;
    const struct ballot *same = ballot_of_device(poll, command->actor, record->device);
    if (same && same->counter == record->counter) {
        fault->field = FIELD_COUNTER;
        return ERROR_COUNTER_USED;
    }
    uint32_t options;
    enum error error = poll_read_ballot(&poll->rules, record, &options, fault);
    if (error)
        return error;
    fault->field = FIELD_COUNT;
    event->type = EVENT_BALLOT_CAST;
    record_number(&event->record, FIELD_POLL, record->poll);
    record_text(&event->record, FIELD_PERSON, conference->people[command->actor].id);
    record_binary(&event->record, FIELD_DEVICE, record->device);
    record_number(&event->record, FIELD_COUNTER, record->counter);
    poll_fill_ballot(&poll->rules, options, &event->record);
    return ERROR_NONE;
}

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
    return state_grow((void **)&poll->ballots, poll->ballot_count, &poll->ballot_capacity, sizeof *poll->ballots);
}

/* Adds a ballot to the tallies, or with a sign of -1 takes it out again. */
static void count_ballot(struct poll *poll, const struct ballot *ballot, int64_t weight, int sign) {
    for (uint32_t i = 0; i < poll->tally.count; i++)
        if (ballot->options >> i & 1u) {
            poll->tally.values[i] += sign;
            poll->weighted_tally.values[i] += sign * weight;
        }
}

enum error apply_ballot_cast(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    struct poll *poll = conference_poll(conference, record->poll);
    uint32_t person = event_person(conference, event, FIELD_PERSON);
    if (!poll || person == NO_PERSON || poll->state != STATE_OPEN || poll_weight(poll, person) == 0)
        return ERROR_DAMAGED;
    uint32_t options;
    if (poll_read_ballot(&poll->rules, record, &options, &(struct fault){0}))
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = make_room(conference, poll);
    if (error)
        return error;

    const struct ballot *before = poll_ballot_of(poll, person);
    int64_t weight = poll_weight(poll, person);
    if (before) {
        count_ballot(poll, before, weight, -1);
    } else {
        poll->voters++;
        poll->weighted_voters += weight;
    }
    struct ballot *ballot = ballot_of_device(poll, person, record->device);
    if (!ballot) {
        ballot = &poll->ballots[poll->ballot_count++];
        *ballot = (struct ballot){.person = person, .next = poll->of_person[person].ballots};
        memcpy(ballot->device, record->device, DEVICE_SIZE);
        poll->of_person[person].ballots = poll->ballot_count;
    }
    if (record->counter > ballot->counter) {
        ballot->counter = (uint32_t)record->counter;
        ballot->options = options;
        ballot->at = record->at;
        memcpy(ballot->key, record->key, KEY_SIZE);
    }
    count_ballot(poll, poll_ballot_of(poll, person), weight, 1);
    poll->of_person[person].casts++;
    conference->ballots_recorded++;
    touched_add(touched, ROW_MY_BALLOT, (uint32_t)record->poll, person);
    return ERROR_NONE;
}
