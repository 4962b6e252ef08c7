/* poll_barrier.c - the honest end of a poll that sites may still hold ballots of (relay/DELIVERY.md, B9 and B12): it is complete when nothing more can
 * come, else the chair announces it, and the event names what is missing. Afterwards the counted set is frozen; only poll_amended changes it. */
#include "core/poll.h"

#include "base/memory.h"
#include "core/state.h"

bool poll_is_complete(const struct poll *poll) {
    return poll->expectations.waiting == 0 && poll->unproven == 0 && poll->counts.open == 0;
}

void poll_name_absent(const struct poll *poll, struct event *event) {
    struct id_list absent = expectations_absent(poll);
    if (absent.count > 0)
        *(struct id_list *)record_place(&event->record, FIELD_MISSING_SITES) = absent;
}

static enum error stands_against(struct fault *fault, enum field field, const struct command *command) {
    *fault = (struct fault){field, ROW_POLL, (uint32_t)command->record.poll};
    return ERROR_WRONG_STATE;
}

enum error step_poll_announce(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    enum error error = poll_step_move(conference, command, EVENT_POLL_CLOSED, event, fault);
    if (error)
        return error;
    const struct poll *poll = conference_poll(conference, command->record.poll);
    if (poll->counts.open > 0)
        return stands_against(fault, FIELD_COUNTS_OPEN, command);
    poll_name_absent(poll, event);
    if (poll->unproven == 0)
        return ERROR_NONE;
    if (!record_has(&command->record, FIELD_UNPROVEN_RULE)) {
        fault->field = FIELD_UNPROVEN_RULE;
        return ERROR_MISSING_FIELD;
    }
    if (command->record.unproven_rule == UNPROVEN_COUNT && !counts_fit_with(conference, poll, 1u << STANDS_UNPROVEN))
        return stands_against(fault, FIELD_UNPROVEN_RULE, command);
    record_word(&event->record, FIELD_UNPROVEN_RULE, command->record.unproven_rule);
    return ERROR_NONE;
}

enum error step_poll_amend(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    enum error error = poll_step_move(conference, command, EVENT_POLL_AMENDED, event, fault);
    if (error)
        return error;
    const struct poll *poll = conference_poll(conference, command->record.poll);
    if (poll->late_in_time == 0)
        return stands_against(fault, FIELD_POLL, command);
    if (!counts_fit_with(conference, poll, 1u << STANDS_LATE_IN_TIME)) /* nobody is counted twice */
        return stands_against(fault, FIELD_BY_HAND, command);
    if (poll->state == STATE_PUBLISHED)
        record_number(&event->record, FIELD_SITE_RESULTS_LEAST, conference->limits.site_results_least);
    return ERROR_NONE;
}

enum error apply_poll_amended(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    struct poll *poll = conference_poll(conference, record->poll);
    if (!poll || poll->late_in_time == 0)
        return ERROR_DAMAGED;
    /* The results by site are made of the set as it will be: room for them first, so that nothing can fail half way. */
    struct site_result *room = record_has(record, FIELD_SITE_RESULTS_LEAST) ? poll_site_results_room(conference) : NULL;
    enum error error = record_has(record, FIELD_SITE_RESULTS_LEAST) && !room ? ERROR_NO_MEMORY : ERROR_NONE;
    if (!error)
        error = poll_apply_move(conference, event, COMMAND_POLL_AMEND, touched, poll->ballot_count + poll->counts.entries, &poll);
    if (error) {
        memory_release(room);
        return error;
    }
    poll_take_side_list(poll, (uint32_t)record->poll, STANDS_LATE_IN_TIME, touched);
    counts_recheck(conference, (uint32_t)record->poll, touched);
    if (room) {
        memory_release((void *)(uintptr_t)poll->by_site.items);
        poll->by_site = poll_fill_site_results(conference, poll, record->site_results_least, room);
    }
    return ERROR_NONE;
}
