/* poll_acts.c - what needs two persons: to void a poll, and to reopen one, which voids it and opens a new one with the same rules.
 *
 * One proposes, another confirms within LIMIT_PROPOSAL_MS; else the proposal expires by an event of its own. A closed set never opens again:
 * ballots stay with the void poll, and are told so. */
#include "core/poll.h"

#include "base/memory.h"
#include "core/state.h"

/* ---- step ---- */

static enum error wrong_state(struct fault *fault, uint32_t number) {
    *fault = (struct fault){FIELD_POLL, ROW_POLL, number};
    return ERROR_WRONG_STATE;
}

static enum error step_proposal(const struct conference *conference, const struct command *command, enum event_type type,
                                struct event *event, struct fault *fault) {
    enum error error = poll_step_move(conference, command, type, event, fault);
    if (error)
        return error;
    if (conference_poll(conference, command->record.poll)->proposal.pending)
        return wrong_state(fault, (uint32_t)command->record.poll);
    record_copy(&event->record, &command->record, FIELDS(FIELD_VOID_REASON, FIELD_NOTE, FIELD_SECONDS));
    record_number(&event->record, FIELD_PROPOSED_UNTIL, command->now + LIMIT_PROPOSAL_MS);
    return ERROR_NONE;
}

enum error step_poll_void(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    return step_proposal(conference, command, EVENT_POLL_VOID_PROPOSED, event, fault);
}

enum error step_poll_reopen(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    return step_proposal(conference, command, EVENT_POLL_REOPEN_PROPOSED, event, fault);
}

static enum error step_reopening(const struct conference *conference, const struct command *command, const struct poll *poll,
                                 struct event *event) {
    if (conference->poll_count >= conference->limits.polls || conference->open_count >= conference->limits.open_polls)
        return ERROR_FULL;
    event->type = EVENT_POLL_REOPENED;
    record_number(&event->record, FIELD_REPEATED_BY, (int64_t)conference->poll_count + 1);
    poll_write_opening(conference, &poll->rules, event);
    if (poll->proposal.seconds)
        record_number(&event->record, FIELD_CLOSES_AT, command->now + poll->proposal.seconds * 1000);
    return ERROR_NONE;
}

enum error step_poll_confirm(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    enum error error = poll_step_move(conference, command, EVENT_POLL_VOIDED, event, fault);
    if (error)
        return error;
    const struct poll *poll = conference_poll(conference, command->record.poll);
    if (!poll->proposal.pending || command->now >= poll->proposal.until)
        return wrong_state(fault, (uint32_t)command->record.poll);
    if (poll->proposal.by == command->actor)
        return ERROR_NEEDS_ANOTHER;
    return poll->proposal.act == PROPOSAL_REOPEN ? step_reopening(conference, command, poll, event) : ERROR_NONE;
}

/* ---- apply ---- */

static enum error apply_proposal(struct conference *conference, const struct event *event, int command, enum proposal act,
                                 struct touched *touched) {
    const struct record *record = &event->record;
    uint32_t by = event_person(conference, event, FIELD_ACTOR);
    struct poll *poll = conference_poll(conference, record->poll);
    if (by == NO_PERSON || !poll || poll->proposal.pending)
        return ERROR_DAMAGED;
    enum error error = memory_grow((void **)&conference->proposed_polls, conference->proposed_count, &conference->proposed_capacity,
                                   sizeof *conference->proposed_polls);
    struct text note = {0};
    if (!error)
        error = state_copy_text(&note, record->note);
    if (!error)
        error = poll_apply_move(conference, event, command, touched, 0, &poll);
    if (error) {
        state_release_text(&note);
        return error;
    }
    conference->proposed_polls[conference->proposed_count++] = (uint32_t)record->poll;
    poll->proposal.pending = true;
    poll->proposal.act = act;
    poll->proposal.by = by;
    poll->proposal.until = record->proposed_until;
    poll->proposal.seconds = record->seconds;
    poll->void_reason = (enum void_reason)record->void_reason;
    poll->note = note;
    return ERROR_NONE;
}

enum error apply_poll_void_proposed(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_proposal(conference, event, COMMAND_POLL_VOID, PROPOSAL_VOID, touched);
}

enum error apply_poll_reopen_proposed(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_proposal(conference, event, COMMAND_POLL_REOPEN, PROPOSAL_REOPEN, touched);
}

static void end_proposal(struct conference *conference, struct poll *poll, uint32_t number) {
    poll->proposal.pending = false;
    poll_leave(conference->proposed_polls, &conference->proposed_count, number);
}

enum error apply_poll_proposal_expired(struct conference *conference, const struct event *event, struct touched *touched) {
    struct poll *poll = conference_poll(conference, event->record.poll);
    if (!poll || !poll->proposal.pending)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (error)
        return error;
    poll->rev = (uint32_t)event->record.rev;
    end_proposal(conference, poll, (uint32_t)event->record.poll);
    state_release_text(&poll->note);
    touched_add(touched, ROW_POLL, (uint32_t)event->record.poll, NO_PERSON);
    return ERROR_NONE;
}

/* The poll becomes void; `more` touches can be added afterwards. */
static enum error apply_void(struct conference *conference, const struct event *event, struct touched *touched, size_t more) {
    struct poll *poll = conference_poll(conference, event->record.poll);
    if (!poll || !poll->proposal.pending)
        return ERROR_DAMAGED;
    enum error error = poll_apply_move(conference, event, COMMAND_POLL_CONFIRM, touched, poll->ballot_count + poll->counts.entries + more, &poll);
    if (error)
        return error;
    uint32_t number = (uint32_t)event->record.poll;
    end_proposal(conference, poll, number);
    poll_leave(conference->open_polls, &conference->open_count, number);
    poll_touch_ballots(poll, number, touched);
    counts_touch(conference, poll, touched);
    return ERROR_NONE;
}

enum error apply_poll_voided(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_void(conference, event, touched, 0);
}

enum error apply_poll_reopened(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t number = (uint32_t)event->record.poll;
    if (event->record.repeated_by != (int64_t)conference->poll_count + 1)
        return ERROR_DAMAGED;
    enum error error = memory_grow((void **)&conference->polls, conference->poll_count, &conference->poll_capacity,
                                   sizeof *conference->polls);
    if (!error)
        error = memory_grow((void **)&conference->open_polls, conference->open_count, &conference->open_capacity,
                            sizeof *conference->open_polls);
    struct poll *before = conference_poll(conference, number);
    struct poll_right *rights = NULL;
    struct expectations expectations = {0};
    if (!error)
        error = before ? poll_fix_rights(conference, &before->rules, &rights) : ERROR_DAMAGED;
    if (!error)
        error = expectations_make(conference, &expectations);
    if (!error)
        error = apply_void(conference, event, touched, 1);
    if (error) {
        memory_release(rights);
        expectations_finish(&expectations);
        return error;
    }
    struct poll poll = {.rev = 1, .state = STATE_OPEN, .rules = before->rules, .repeats = number, .expectations = expectations};
    poll.tally.count = poll.weighted_tally.count = before->tally.count;
    poll_read_opening(&poll, event, conference, rights);
    conference->polls[conference->poll_count++] = poll;
    before->repeated_by = conference->poll_count;
    conference->open_polls[conference->open_count++] = conference->poll_count;
    touched_add(touched, ROW_POLL, conference->poll_count, NO_PERSON);
    return ERROR_NONE;
}
