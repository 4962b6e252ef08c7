/* counts.c - what operators count by hand (relay/DELIVERY.md, C). A person's own ballot is never refused for it: the count yields, and says that it is
 * over, until it is entered and confirmed anew or withdrawn; the end of the poll waits for that. */
#include "core/state.h"

#include "base/memory.h"
#include "core/poll.h"
#include "core/roster.h"
#include <string.h>

struct count *count_of_number(const struct conference *conference, uint32_t number) {
    return &conference->counts.items[number - 1];
}

uint32_t count_next(const struct conference *conference, const struct poll *poll, uint32_t number) {
    return number ? count_of_number(conference, number)->next : poll->counts.first;
}

uint32_t count_find(const struct conference *conference, const struct poll *poll, uint32_t site) {
    uint32_t number = poll->counts.first;
    while (number && count_of_number(conference, number)->site != site)
        number = count_of_number(conference, number)->next;
    return number;
}

bool count_is_over(const struct count *count) {
    return count->state != STATE_WITHDRAWN && count->total + count->phones > count->entitled;
}

bool count_is_open(const struct count *count) {
    return count->state == STATE_ENTERED || count_is_over(count);
}

void counts_finish(struct counts *counts) {
    for (uint32_t i = 0; i < counts->count; i++)
        state_release_text(&counts->items[i].note);
    memory_release(counts->items);
}

struct count_roster count_roster_of(const struct poll *poll, uint32_t site) {
    struct count_roster roster = {0};
    bool same = true;
    for (uint32_t person = 0; person < poll->rights_size; person++) {
        if (poll_site(poll, person) != site)
            continue;
        roster.entitled++;
        roster.phones += poll_ballot_of(poll, person) != NULL;
        same &= roster.weight == 0 || roster.weight == poll_weight(poll, person);
        roster.weight = poll_weight(poll, person);
    }
    if (!same)
        roster.weight = 0;
    return roster;
}

enum error count_is_possible(const struct poll *poll, const struct count_roster *roster, struct fault *fault) {
    fault->field = poll->rules.counts == COUNTS_NONE ? FIELD_COUNTS
                   : poll->rules.type == POLL_RATING ? FIELD_POLL_TYPE
                   : roster->entitled == 0           ? FIELD_SITE
                   : roster->weight == 0             ? FIELD_WEIGHT
                                                     : FIELD_COUNT;
    return fault->field == FIELD_SITE ? ERROR_NOT_ENTITLED : fault->field == FIELD_COUNT ? ERROR_NONE : ERROR_WRONG_STATE;
}

bool count_may(const struct conference *conference, uint32_t index, uint32_t site) {
    const struct person *person = &conference->people[index];
    bool desk = (person->roles & (1u << ROLE_ADMIN | 1u << ROLE_MODERATOR | 1u << ROLE_CHAIR)) != 0;
    return desk || (person->roles & 1u << ROLE_OPERATOR && person->site == site);
}

bool count_shows_tally(const struct conference *conference, struct audience audience, const struct count *count) {
    const struct poll *poll = conference_poll(conference, count->poll);
    if (audience.kind == AUDIENCE_OPERATOR)
        return audience.site == count->site;
    return poll->rules.results == RESULTS_LIVE || (poll->state == STATE_PUBLISHED && count->total >= poll->counts.least);
}

/* ---- step ---- */

/* The poll and the site of a command, of somebody who may act for it, while the counted set is open. */
static enum error find(const struct conference *conference, const struct command *command, struct poll **poll, uint32_t *site, struct fault *fault) {
    *poll = conference_poll(conference, command->record.poll);
    if (!*poll || (*poll)->state == STATE_DRAFT)
        return command_not_found(fault, FIELD_POLL);
    *site = conference_find_site(conference, command->record.site);
    if (*site == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    fault->field = FIELD_SITE;
    if (!count_may(conference, command->actor, *site))
        return ERROR_NOT_ALLOWED;
    *fault = (struct fault){FIELD_POLL, ROW_POLL, (uint32_t)command->record.poll};
    if ((*poll)->state != STATE_OPEN && (*poll)->state != STATE_CLOSING)
        return ERROR_WRONG_STATE;
    *fault = (struct fault){FIELD_COUNT, -1, 0};
    return ERROR_NONE;
}

static enum error refused(struct fault *fault, enum field field, uint32_t number, enum error error) {
    *fault = (struct fault){field, number ? ROW_HAND_COUNT : -1, number};
    return error;
}

/* Are these figures of such a poll; gives the people they are of, where the command need not say. */
static enum error read_figures(const struct poll *poll, const struct record *record, int64_t *total, struct fault *fault) {
    bool multiple = poll->rules.type == POLL_MULTIPLE;
    int64_t sum = 0;
    fault->field = FIELD_TALLY;
    if (record->tally.count != poll->tally.count)
        return ERROR_OUT_OF_RANGE;
    for (uint32_t i = 0; i < record->tally.count; i++) {
        if (record->tally.values[i] < 0 || record->tally.values[i] > INT32_MAX)
            return ERROR_OUT_OF_RANGE;
        sum += record->tally.values[i];
    }
    fault->field = FIELD_TOTAL;
    if (multiple && !record_has(record, FIELD_TOTAL))
        return ERROR_MISSING_FIELD;
    *total = record_has(record, FIELD_TOTAL) ? record->total : sum;
    if (*total > INT32_MAX || (multiple ? sum < *total * poll->rules.least || sum > *total * poll->rules.most : sum != *total))
        return ERROR_OUT_OF_RANGE;
    fault->field = FIELD_TALLY;
    for (uint32_t i = 0; i < record->tally.count; i++)
        if (record->tally.values[i] > *total)
            return ERROR_OUT_OF_RANGE;
    fault->field = FIELD_COUNT;
    return ERROR_NONE;
}

static void write_event(const struct conference *conference, const struct command *command, uint32_t site, enum event_type type, struct event *event) {
    uint32_t number = count_find(conference, conference_poll(conference, command->record.poll), site);
    event->type = type;
    record_number(&event->record, FIELD_POLL, command->record.poll);
    record_text(&event->record, FIELD_SITE, conference->sites[site].id);
    record_number(&event->record, FIELD_REV, number ? count_of_number(conference, number)->rev + 1 : 1);
}

enum error step_count_enter(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    struct poll *poll;
    uint32_t site;
    int64_t total;
    enum error error = find(conference, command, &poll, &site, fault);
    if (error)
        return error;
    struct count_roster roster = count_roster_of(poll, site);
    uint32_t number = count_find(conference, poll, site), rev = number ? count_of_number(conference, number)->rev : 0;
    error = count_is_possible(poll, &roster, fault);
    if (!error)
        error = read_figures(poll, &command->record, &total, fault);
    if (error)
        return error;
    /* Whoever does not know of the one that is there must not replace it. */
    if ((record_has(&command->record, FIELD_REV) ? command->record.rev : 0) != rev)
        return refused(fault, FIELD_REV, number, ERROR_STALE_REV);
    if (total + roster.phones > roster.entitled)
        return refused(fault, FIELD_TOTAL, number, ERROR_OUT_OF_RANGE);
    write_event(conference, command, site, EVENT_COUNT_ENTERED, event);
    record_copy(&event->record, &command->record, FIELDS(FIELD_TALLY, FIELD_NOTE));
    record_number(&event->record, FIELD_TOTAL, total);
    return ERROR_NONE;
}

/* The poll's count that a command is about. */
static enum error find_count(const struct conference *conference, const struct command *command, struct poll **poll, uint32_t *number,
                             struct fault *fault) {
    uint32_t site;
    enum error error = find(conference, command, poll, &site, fault);
    if (error)
        return error;
    *number = count_find(conference, *poll, site);
    if (!*number)
        return command_not_found(fault, FIELD_SITE);
    return command_check_rev(command, count_of_number(conference, *number)->rev, ROW_HAND_COUNT, *number, fault);
}

/* Whoever is not shown how they voted says it again. */
static enum error compare(const struct conference *conference, const struct command *command, const struct poll *poll, const struct count *count,
                          struct fault *fault) {
    int64_t total;
    if (!record_has(&command->record, FIELD_TALLY)) {
        fault->field = FIELD_TALLY;
        return count_shows_tally(conference, view_shared_audience(conference, command->actor), count) ? ERROR_NONE : ERROR_MISSING_FIELD;
    }
    enum error error = read_figures(poll, &command->record, &total, fault);
    if (error)
        return error;
    fault->field = FIELD_TALLY;
    bool same = total == count->total && memcmp(command->record.tally.values, count->tally.values, count->tally.count * sizeof count->tally.values[0]) == 0;
    return same ? ERROR_NONE : ERROR_DIFFERS;
}

enum error step_count_confirm(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    struct poll *poll;
    uint32_t number;
    enum error error = find_count(conference, command, &poll, &number, fault);
    if (error)
        return error;
    const struct count *count = count_of_number(conference, number);
    if (count->state != STATE_ENTERED)
        return refused(fault, FIELD_SITE, number, ERROR_WRONG_STATE);
    if (count->entered_by == command->actor)
        return ERROR_NEEDS_ANOTHER;
    error = compare(conference, command, poll, count, fault);
    if (error)
        return error;
    if (count_is_over(count))
        return refused(fault, FIELD_TOTAL, number, ERROR_OUT_OF_RANGE);
    write_event(conference, command, count->site, EVENT_COUNT_CONFIRMED, event);
    fault->field = FIELD_COUNT;
    return ERROR_NONE;
}

enum error step_count_withdraw(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    struct poll *poll;
    uint32_t number;
    enum error error = find_count(conference, command, &poll, &number, fault);
    if (error)
        return error;
    const struct count *count = count_of_number(conference, number);
    if (count->state == STATE_WITHDRAWN)
        return refused(fault, FIELD_SITE, number, ERROR_WRONG_STATE);
    write_event(conference, command, count->site, EVENT_COUNT_WITHDRAWN, event);
    record_copy(&event->record, &command->record, FIELDS(FIELD_NOTE));
    return ERROR_NONE;
}

/* ---- what counts ---- */

static void add_figures(struct poll *poll, const struct count *count, int sign) {
    for (uint32_t i = 0; i < poll->tally.count; i++) {
        poll->tally.values[i] += sign * count->tally.values[i];
        poll->weighted_tally.values[i] += sign * count->tally.values[i] * count->weight;
    }
    poll->voters += (uint32_t)sign * count->total;
    poll->weighted_voters += sign * (int64_t)count->total * count->weight;
    poll->counts.by_hand += (uint32_t)sign * count->total;
}

static void take_out(struct conference *conference, struct poll *poll, struct count *count) {
    if (count->counts)
        add_figures(poll, count, -1);
    conference->ballots_recorded += count->counts;
    count->counts = false;
}

/* In the tallies, or not, as it now stands. */
static void settle(struct conference *conference, struct count *count) {
    struct poll *poll = conference_poll(conference, count->poll);
    take_out(conference, poll, count);
    count->counts = count->state == STATE_CONFIRMED && !count_is_over(count);
    if (count->counts)
        add_figures(poll, count, 1);
    conference->ballots_recorded += count->counts;
    poll->counts.open = 0;
    for (uint32_t number = 0; (number = count_next(conference, poll, number));)
        poll->counts.open += count_is_open(count_of_number(conference, number));
}

void counts_person_voted(struct conference *conference, uint32_t number, uint32_t person, struct touched *touched) {
    const struct poll *poll = conference_poll(conference, number);
    uint32_t site = poll_site(poll, person), found = site == NO_SITE ? 0 : count_find(conference, poll, site);
    if (!found)
        return;
    count_of_number(conference, found)->phones++;
    settle(conference, count_of_number(conference, found));
    touched_add(touched, ROW_HAND_COUNT, found, NO_PERSON);
    touched_add(touched, ROW_POLL, number, NO_PERSON);
}

void counts_touch(const struct conference *conference, const struct poll *poll, struct touched *touched) {
    for (uint32_t number = 0; (number = count_next(conference, poll, number));)
        touched_add(touched, ROW_HAND_COUNT, number, NO_PERSON);
}

void counts_recheck(struct conference *conference, uint32_t poll_number, struct touched *touched) {
    const struct poll *poll = conference_poll(conference, poll_number);
    for (uint32_t number = 0; (number = count_next(conference, poll, number));) {
        struct count *count = count_of_number(conference, number);
        count->phones = count_roster_of(poll, count->site).phones;
        settle(conference, count);
    }
    counts_touch(conference, poll, touched);
}

bool counts_fit_with(const struct conference *conference, const struct poll *poll, uint32_t standings) {
    for (uint32_t number = 0; (number = count_next(conference, poll, number));) {
        const struct count *count = count_of_number(conference, number);
        uint32_t phones = 0;
        for (uint32_t person = 0; person < poll->rights_size && count->counts; person++)
            phones += poll_site(poll, person) == count->site && poll_ballot_with(poll, person, standings);
        if (count->counts && count->total + phones > count->entitled)
            return false;
    }
    return true;
}

bool counts_may_hold(const struct conference *conference, const struct poll *poll, uint32_t person) {
    uint32_t site = poll->counts.open ? poll_site(poll, person) : NO_SITE;
    uint32_t number = site == NO_SITE ? 0 : count_find(conference, poll, site);
    return number && count_is_open(count_of_number(conference, number)) && !poll_ballot_of(poll, person);
}

int64_t counts_at_stake(const struct conference *conference, const struct poll *poll, uint32_t site, uint32_t people) {
    uint32_t number = count_find(conference, poll, site);
    const struct count *count = number ? count_of_number(conference, number) : NULL;
    return count && count->counts && count->total + count->phones + people > count->entitled ? count->total * count->weight : 0;
}

struct tally counts_tally(const struct conference *conference, const struct poll *poll) {
    struct tally tally = {.count = poll->tally.count};
    for (uint32_t number = 0; (number = count_next(conference, poll, number));) {
        const struct count *count = count_of_number(conference, number);
        for (uint32_t i = 0; i < tally.count && count->counts; i++)
            tally.values[i] += count->tally.values[i] * count->weight;
    }
    return tally;
}

/* ---- apply ---- */

/* The count that the event is about; `*poll` and `*site` are what it names. NULL: there is none, or the event does not fit. */
static struct count *count_by(const struct conference *conference, const struct event *event, struct poll **poll, uint32_t *site) {
    *poll = conference_poll(conference, event->record.poll);
    *site = conference_find_site(conference, event->record.site);
    uint32_t number = *poll && *site != NO_SITE ? count_find(conference, *poll, *site) : 0;
    return number ? count_of_number(conference, number) : NULL;
}

/* The poll's own row may say something else now, too. */
static void touch(const struct conference *conference, const struct count *count, struct touched *touched) {
    touched_add(touched, ROW_HAND_COUNT, (uint32_t)(count - conference->counts.items) + 1, NO_PERSON);
    touched_add(touched, ROW_POLL, count->poll, NO_PERSON);
}

static bool can_change(const struct poll *poll) {
    return poll && (poll->state == STATE_OPEN || poll->state == STATE_CLOSING);
}

/* A place for the first one of a poll and site. */
static struct count *add_count(struct conference *conference, struct poll *poll, uint32_t number, uint32_t site) {
    struct count *count = &conference->counts.items[conference->counts.count++];
    *count = (struct count){.poll = number, .site = site, .next = poll->counts.first};
    poll->counts.first = conference->counts.count;
    poll->counts.entries++;
    return count;
}

enum error apply_count_entered(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    struct poll *poll;
    uint32_t site, by = event_person(conference, event, FIELD_ACTOR);
    int64_t total;
    struct count *count = count_by(conference, event, &poll, &site);
    struct text note = {0};
    if (!can_change(poll) || site == NO_SITE || by == NO_PERSON || read_figures(poll, record, &total, &(struct fault){0}))
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 2);
    if (!error && !count)
        error = memory_grow((void **)&conference->counts.items, conference->counts.count, &conference->counts.capacity, sizeof *count);
    if (!error)
        error = state_copy_text(&note, record->note);
    if (error)
        return error;
    struct count_roster roster = count_roster_of(poll, site);
    if (!count)
        count = add_count(conference, poll, (uint32_t)record->poll, site);
    take_out(conference, poll, count);
    state_release_text(&count->note);
    *count = (struct count){.poll = count->poll, .site = site, .next = count->next, .rev = (uint32_t)record->rev, .state = STATE_ENTERED, .tally = record->tally,
                            .total = (uint32_t)total, .weight = roster.weight, .entitled = roster.entitled, .phones = roster.phones,
                            .phones_before = roster.phones, .entered_by = by, .confirmed_by = NO_PERSON, .at = record->at, .note = note};
    settle(conference, count);
    touch(conference, count, touched);
    return ERROR_NONE;
}

enum error apply_count_confirmed(struct conference *conference, const struct event *event, struct touched *touched) {
    struct poll *poll;
    uint32_t site, by = event_person(conference, event, FIELD_ACTOR);
    struct count *count = count_by(conference, event, &poll, &site);
    if (!can_change(poll) || !count || count->state != STATE_ENTERED || by == NO_PERSON || by == count->entered_by)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 2);
    if (error)
        return error;
    count->state = STATE_CONFIRMED;
    count->confirmed_by = by;
    count->rev = (uint32_t)event->record.rev;
    settle(conference, count);
    touch(conference, count, touched);
    return ERROR_NONE;
}

enum error apply_count_withdrawn(struct conference *conference, const struct event *event, struct touched *touched) {
    struct poll *poll;
    uint32_t site;
    struct count *count = count_by(conference, event, &poll, &site);
    struct text note;
    if (!can_change(poll) || !count || count->state == STATE_WITHDRAWN)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 2);
    if (!error)
        error = state_copy_text(&note, event->record.note);
    if (error)
        return error;
    state_release_text(&count->note);
    count->note = note;
    count->state = STATE_WITHDRAWN;
    count->rev = (uint32_t)event->record.rev;
    settle(conference, count);
    touch(conference, count, touched);
    return ERROR_NONE;
}
