/* poll.c - the life of a poll: drafted, opened, closing at its announced end, closed (the counted set is frozen), published; or void.
 *
 * `poll_closed` follows `poll_closing` at once where nobody else can hold a ballot that was in time, as on a hub without sites; else when the sites
 * have brought theirs, or when it is announced without them (relay/DELIVERY.md, B2 and B9; poll_barrier.c). What it asks and whom: poll_rules.c. Ballots: ballots.c. The acts of two persons: poll_acts.c. */
#include "core/poll.h"

#include "base/lifecycle.h"
#include "base/memory.h"
#include "core/state.h"

/* Acts that are no command of a person. */
enum { ACT_CLOSING = COMMAND_COUNT, ACT_CLOSED };

static const struct lifecycle_move MOVES[] = {
    {STATE_DRAFT, COMMAND_POLL_OPEN, STATE_OPEN},
    {STATE_OPEN, COMMAND_POLL_CLOSE, STATE_OPEN}, /* announced; still open until closesAt */
    {STATE_OPEN, ACT_CLOSING, STATE_CLOSING},
    {STATE_CLOSING, ACT_CLOSED, STATE_CLOSED},
    {STATE_CLOSED, COMMAND_POLL_PUBLISH, STATE_PUBLISHED},
    {STATE_OPEN, COMMAND_POLL_VOID, STATE_OPEN}, /* proposed only */
    {STATE_CLOSED, COMMAND_POLL_VOID, STATE_CLOSED},
    {STATE_PUBLISHED, COMMAND_POLL_VOID, STATE_PUBLISHED},
    {STATE_CLOSED, COMMAND_POLL_REOPEN, STATE_CLOSED},
    {STATE_PUBLISHED, COMMAND_POLL_REOPEN, STATE_PUBLISHED},
    {STATE_OPEN, COMMAND_POLL_CONFIRM, STATE_VOID},
    {STATE_CLOSED, COMMAND_POLL_CONFIRM, STATE_VOID},
    {STATE_PUBLISHED, COMMAND_POLL_CONFIRM, STATE_VOID},
    {STATE_CLOSING, COMMAND_POLL_VOID, STATE_CLOSING},
    {STATE_CLOSING, COMMAND_POLL_REOPEN, STATE_CLOSING},
    {STATE_CLOSING, COMMAND_POLL_CONFIRM, STATE_VOID},
    {STATE_CLOSING, COMMAND_POLL_ANNOUNCE, STATE_CLOSED},
    {STATE_CLOSING, COMMAND_POLL_DECLARE_LOST, STATE_CLOSING},
    {STATE_CLOSED, COMMAND_POLL_AMEND, STATE_CLOSED},
    {STATE_PUBLISHED, COMMAND_POLL_AMEND, STATE_PUBLISHED},
};
static const struct lifecycle LIFE = {"poll", MOVES, sizeof MOVES / sizeof MOVES[0]};

struct poll *conference_poll(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->poll_count ? &conference->polls[number - 1] : NULL;
}

uint32_t conference_polls(const struct conference *conference) {
    return conference->poll_count;
}

void polls_finish(struct conference *conference) {
    for (uint32_t i = 0; i < conference->poll_count; i++) {
        struct poll *poll = &conference->polls[i];
        if (!poll->repeats)
            poll_rules_finish(&poll->rules);
        state_release_text(&poll->note);
        memory_release((void *)(uintptr_t)poll->by_site.items);
        memory_release(poll->ballots);
        memory_release(poll->of_person);
        memory_release(poll->rights);
        expectations_finish(&poll->expectations);
    }
    counts_finish(&conference->counts);
    memory_release(conference->polls);
    memory_release(conference->open_polls);
    memory_release(conference->proposed_polls);
}

/* ---- step ---- */

enum error poll_step_move(const struct conference *conference, const struct command *command, enum event_type type, struct event *event,
                          struct fault *fault) {
    const struct poll *poll = conference_poll(conference, command->record.poll);
    if (!poll)
        return command_not_found(fault, FIELD_POLL);
    uint32_t number = (uint32_t)command->record.poll;
    enum error error = command_check_rev(command, poll->rev, ROW_POLL, number, fault);
    if (error)
        return error;
    if (lifecycle_next(&LIFE, poll->state, command->type) < 0) {
        *fault = (struct fault){FIELD_POLL, ROW_POLL, number};
        return ERROR_WRONG_STATE;
    }
    event->type = type;
    record_number(&event->record, FIELD_POLL, number);
    record_number(&event->record, FIELD_REV, poll->rev + 1);
    return ERROR_NONE;
}

void poll_write_opening(const struct conference *conference, const struct poll_rules *rules, struct event *event) {
    uint32_t people;
    int64_t weight;
    poll_electorate(conference, rules, &people, &weight);
    record_number(&event->record, FIELD_ELECTORATE, people);
    if (weight != people)
        record_number(&event->record, FIELD_WEIGHTED_ELECTORATE, weight);
}

enum error step_poll_open(const struct conference *conference, const struct command *command, struct event *event,
                          struct fault *fault) {
    enum error error = poll_step_move(conference, command, EVENT_POLL_OPENED, event, fault);
    if (error)
        return error;
    if (conference->open_count >= conference->limits.open_polls)
        return ERROR_FULL;
    poll_write_opening(conference, &conference_poll(conference, command->record.poll)->rules, event);
    if (record_has(&command->record, FIELD_SECONDS))
        record_number(&event->record, FIELD_CLOSES_AT, command->now + command->record.seconds * 1000);
    return ERROR_NONE;
}

enum error step_poll_close(const struct conference *conference, const struct command *command, struct event *event,
                           struct fault *fault) {
    enum error error = poll_step_move(conference, command, EVENT_POLL_CLOSE_ANNOUNCED, event, fault);
    if (error)
        return error;
    int64_t end = command->now + conference->limits.poll_close_notice_ms;
    const struct poll *poll = conference_poll(conference, command->record.poll);
    if (poll->closes_at && poll->closes_at <= end) {
        /* It ends by itself before that: nothing to announce, and countdowns must not jump back. */
        *fault = (struct fault){FIELD_POLL, ROW_POLL, (uint32_t)command->record.poll};
        return ERROR_WRONG_STATE;
    }
    record_number(&event->record, FIELD_CLOSES_AT, end);
    return ERROR_NONE;
}

enum error step_poll_publish(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    enum error error = poll_step_move(conference, command, EVENT_POLL_PUBLISHED, event, fault);
    if (!error)
        record_number(&event->record, FIELD_SITE_RESULTS_LEAST, conference->limits.site_results_least);
    return error;
}

/* ---- deadline ---- */

int64_t polls_deadline(const struct conference *conference) {
    int64_t soonest = INT64_MAX;
    for (uint32_t i = 0; i < conference->open_count; i++) {
        const struct poll *poll = conference_poll(conference, conference->open_polls[i]);
        int64_t due = poll->closes_at ? poll->closes_at : INT64_MAX;
        if (poll->state == STATE_CLOSING)
            due = poll_is_complete(poll) ? 0 : INT64_MAX;
        if (due < soonest)
            soonest = due;
    }
    for (uint32_t i = 0; i < conference->proposed_count; i++) {
        const struct poll *poll = conference_poll(conference, conference->proposed_polls[i]);
        if (poll->proposal.until < soonest)
            soonest = poll->proposal.until;
    }
    return soonest;
}

bool polls_deadline_event(const struct conference *conference, int64_t now, struct event *event) {
    for (uint32_t i = 0; i < conference->open_count; i++) {
        const struct poll *poll = conference_poll(conference, conference->open_polls[i]);
        bool closing = poll->state == STATE_CLOSING;
        if (closing ? !poll_is_complete(poll) : !poll->closes_at || poll->closes_at > now)
            continue;
        event->type = closing ? EVENT_POLL_CLOSED : EVENT_POLL_CLOSING;
        record_number(&event->record, FIELD_POLL, conference->open_polls[i]);
        record_number(&event->record, FIELD_REV, poll->rev + 1);
        if (closing)
            poll_name_absent(poll, event);
        return true;
    }
    for (uint32_t i = 0; i < conference->proposed_count; i++) {
        const struct poll *poll = conference_poll(conference, conference->proposed_polls[i]);
        if (poll->proposal.until > now)
            continue;
        event->type = EVENT_POLL_PROPOSAL_EXPIRED;
        record_number(&event->record, FIELD_POLL, conference->proposed_polls[i]);
        record_number(&event->record, FIELD_REV, poll->rev + 1);
        return true;
    }
    return false;
}

/* ---- apply ---- */

enum error poll_apply_move(struct conference *conference, const struct event *event, int act, struct touched *touched, size_t touches,
                           struct poll **out) {
    struct poll *poll = conference_poll(conference, event->record.poll);
    int next = poll ? lifecycle_next(&LIFE, poll->state, act) : -1;
    if (next < 0)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1 + touches);
    if (error)
        return error;
    poll->state = (enum state)next;
    poll->rev = (uint32_t)event->record.rev;
    touched_add(touched, ROW_POLL, (uint32_t)event->record.poll, NO_PERSON);
    *out = poll;
    return ERROR_NONE;
}

void poll_read_opening(struct poll *poll, const struct event *event, const struct conference *conference, struct poll_right *rights) {
    const struct record *record = &event->record;
    poll->opened_at = record->at;
    poll->closes_at = record->closes_at;
    poll->electorate = (uint32_t)record->electorate;
    poll->rights = rights;
    poll->rights_size = conference->person_count;
    poll->weighted_electorate = record_has(record, FIELD_WEIGHTED_ELECTORATE) ? record->weighted_electorate : record->electorate;
}

enum error apply_poll_opened(struct conference *conference, const struct event *event, struct touched *touched) {
    enum error error = memory_grow((void **)&conference->open_polls, conference->open_count, &conference->open_capacity,
                                   sizeof *conference->open_polls);
    if (error)
        return error;
    struct poll *poll = conference_poll(conference, event->record.poll);
    struct poll_right *rights = NULL;
    struct expectations expectations = {0};
    error = poll ? poll_fix_rights(conference, &poll->rules, &rights) : ERROR_DAMAGED;
    if (!error)
        error = expectations_make(conference, &expectations);
    if (!error)
        error = poll_apply_move(conference, event, COMMAND_POLL_OPEN, touched, 0, &poll);
    if (error) {
        memory_release(rights);
        expectations_finish(&expectations);
        return error;
    }
    conference->open_polls[conference->open_count++] = (uint32_t)event->record.poll;
    poll->expectations = expectations;
    poll_read_opening(poll, event, conference, rights);
    return ERROR_NONE;
}

enum error apply_poll_close_announced(struct conference *conference, const struct event *event, struct touched *touched) {
    struct poll *poll;
    enum error error = poll_apply_move(conference, event, COMMAND_POLL_CLOSE, touched, 0, &poll);
    if (!error)
        poll->closes_at = event->record.closes_at;
    return error;
}

enum error apply_poll_closing(struct conference *conference, const struct event *event, struct touched *touched) {
    struct poll *poll;
    return poll_apply_move(conference, event, ACT_CLOSING, touched, 0, &poll);
}

void poll_leave(uint32_t *numbers, uint32_t *count, uint32_t number) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < *count; i++)
        if (numbers[i] != number)
            numbers[kept++] = numbers[i];
    *count = kept;
}

void poll_touch_ballots(const struct poll *poll, uint32_t number, struct touched *touched) {
    for (uint32_t i = 0; i < poll->ballot_count; i++)
        if (poll->of_person[poll->ballots[i].person].ballots == i + 1)
            touched_add(touched, ROW_MY_BALLOT, number, poll->ballots[i].person);
}

enum error apply_poll_closed(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct poll *before = conference_poll(conference, event->record.poll);
    struct poll *poll;
    enum error error = poll_apply_move(conference, event, ACT_CLOSED, touched, before ? 2 * (size_t)before->ballot_count + before->counts.entries : 0, &poll);
    if (error)
        return error;
    uint32_t number = (uint32_t)event->record.poll;
    if (record_has(&event->record, FIELD_UNPROVEN_RULE) && event->record.unproven_rule == UNPROVEN_COUNT)
        poll_take_side_list(poll, number, STANDS_UNPROVEN, touched);
    counts_recheck(conference, number, touched);
    poll->closed_at = event->record.at;
    poll_leave(conference->open_polls, &conference->open_count, number);
    /* Only now may a voter be told "counted". */
    poll_touch_ballots(poll, number, touched);
    return ERROR_NONE;
}

enum error apply_poll_published(struct conference *conference, const struct event *event, struct touched *touched) {
    struct poll *poll = conference_poll(conference, event->record.poll);
    struct site_results by_site = {0};
    enum error error = poll ? ERROR_NONE : ERROR_DAMAGED;
    if (!error && record_has(&event->record, FIELD_SITE_RESULTS_LEAST))
        error = poll_make_site_results(conference, poll, event->record.site_results_least, &by_site);
    if (!error)
        error = poll_apply_move(conference, event, COMMAND_POLL_PUBLISH, touched, 1 + poll->counts.entries, &poll);
    if (error) {
        memory_release((void *)(uintptr_t)by_site.items);
        return error;
    }
    poll->by_site = by_site;
    poll->counts.least = event->record.site_results_least;
    counts_touch(conference, poll, touched);
    if (conference->last_published)
        touched_add(touched, ROW_POLL, conference->last_published, NO_PERSON);
    conference->last_published = (uint32_t)event->record.poll;
    return ERROR_NONE;
}
