/* speaker_clear.c - to clear a list of speakers takes two persons: one proposes, another confirms within LIMIT_PROPOSAL_MS; else the proposal expires by an
 * event of its own. Whoever is called or speaks is not on the list any more, and stays. */
#include "core/speakers.h"

#include "core/state.h"

/* ---- step ---- */

static enum error step_item(const struct conference *conference, const struct command *command, enum event_type type,
                            struct event *event, struct fault *fault) {
    const struct item *item = conference_item(conference, command->record.item);
    if (!item)
        return command_not_found(fault, FIELD_ITEM);
    enum error error = command_check_rev(command, item->rev, ROW_AGENDA_ITEM, (uint32_t)command->record.item, fault);
    if (error)
        return error;
    event->type = type;
    record_number(&event->record, FIELD_ITEM, command->record.item);
    record_number(&event->record, FIELD_REV, item->rev + 1);
    return ERROR_NONE;
}

static enum error wrong_state(const struct command *command, struct fault *fault) {
    *fault = (struct fault){FIELD_ITEM, ROW_AGENDA_ITEM, (uint32_t)command->record.item};
    return ERROR_WRONG_STATE;
}

enum error step_speakers_clear(const struct conference *conference, const struct command *command, struct event *event,
                               struct fault *fault) {
    enum error error = step_item(conference, command, EVENT_SPEAKERS_CLEAR_PROPOSED, event, fault);
    if (error)
        return error;
    if (conference_item(conference, command->record.item)->proposal.pending || conference->lists[command->record.item].count == 0)
        return wrong_state(command, fault);
    record_number(&event->record, FIELD_PROPOSED_UNTIL, command->now + LIMIT_PROPOSAL_MS);
    return ERROR_NONE;
}

enum error step_speakers_confirm(const struct conference *conference, const struct command *command, struct event *event,
                                 struct fault *fault) {
    enum error error = step_item(conference, command, EVENT_SPEAKERS_CLEARED, event, fault);
    if (error)
        return error;
    const struct item *item = conference_item(conference, command->record.item);
    if (!item->proposal.pending || command->now >= item->proposal.until)
        return wrong_state(command, fault);
    return item->proposal.by == command->actor ? ERROR_NEEDS_ANOTHER : ERROR_NONE;
}

/* ---- apply ---- */

/* The item of the event, whose proposal is there or not as it has to be; room for `touches` and the item's own. */
static enum error take_item(struct conference *conference, const struct event *event, bool proposed, size_t touches,
                            struct touched *touched, struct item **out) {
    *out = conference_item(conference, event->record.item);
    return !*out || (*out)->proposal.pending != proposed ? ERROR_DAMAGED : touched_reserve(touched, touches + 1);
}

static void change_item(struct item *item, const struct event *event, struct touched *touched) {
    item->rev = (uint32_t)event->record.rev;
    touched_add(touched, ROW_AGENDA_ITEM, (uint32_t)event->record.item, NO_PERSON);
}

enum error apply_speakers_clear_proposed(struct conference *conference, const struct event *event, struct touched *touched) {
    struct item *item;
    uint32_t by = event_person(conference, event, FIELD_ACTOR);
    enum error error = by == NO_PERSON ? ERROR_DAMAGED : take_item(conference, event, false, 0, touched, &item);
    if (error)
        return error;
    item->proposal.pending = true;
    item->proposal.by = by;
    item->proposal.until = event->record.proposed_until;
    change_item(item, event, touched);
    return ERROR_NONE;
}

enum error apply_speakers_proposal_expired(struct conference *conference, const struct event *event, struct touched *touched) {
    struct item *item;
    enum error error = take_item(conference, event, true, 0, touched, &item);
    if (error)
        return error;
    item->proposal.pending = false;
    change_item(item, event, touched);
    return ERROR_NONE;
}

enum error apply_speakers_cleared(struct conference *conference, const struct event *event, struct touched *touched) {
    struct item *item;
    if (!conference_item(conference, event->record.item))
        return ERROR_DAMAGED;
    struct speaker_list *list = &conference->lists[event->record.item];
    enum error error = take_item(conference, event, true, 2 * (size_t)list->count, touched, &item);
    if (error)
        return error;
    for (uint32_t i = 0; i < list->count; i++) {
        struct speaker *speaker = &conference->speakers[list->waiting[i] - 1];
        speaker->state = STATE_WITHDRAWN;
        speaker->rev++;
        speaker_touch(conference, list->waiting[i], touched);
    }
    list->count = 0;
    item->proposal.pending = false;
    change_item(item, event, touched);
    return ERROR_NONE;
}

/* ---- deadline ---- */

/* The item whose proposal expires first; 0 = none. */
static uint32_t first_proposed(const struct conference *conference) {
    uint32_t first = 0;
    for (uint32_t item = 1; item <= conference->item_count; item++)
        if (conference->items[item - 1].proposal.pending &&
            (!first || conference->items[item - 1].proposal.until < conference->items[first - 1].proposal.until))
            first = item;
    return first;
}

int64_t clearing_deadline(const struct conference *conference) {
    uint32_t item = first_proposed(conference);
    return item ? conference->items[item - 1].proposal.until : INT64_MAX;
}

bool clearing_deadline_event(const struct conference *conference, int64_t now, struct event *event) {
    if (clearing_deadline(conference) > now)
        return false;
    uint32_t item = first_proposed(conference);
    event->type = EVENT_SPEAKERS_PROPOSAL_EXPIRED;
    record_number(&event->record, FIELD_ITEM, item);
    record_number(&event->record, FIELD_REV, conference->items[item - 1].rev + 1);
    return true;
}
