/* agenda.c - the sessions and the items of the programme. One item is current at most. */
#include "core/state.h"

#include "base/memory.h"
#include "core/speakers.h"

struct item *conference_item(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->item_count ? &conference->items[number - 1] : NULL;
}

void agenda_finish(struct conference *conference) {
    for (uint32_t i = 0; i < conference->item_count; i++) {
        state_release_localised(&conference->items[i].title);
        state_release_text(&conference->items[i].presenter);
    }
    memory_release(conference->items);
    for (uint32_t i = 0; i < conference->agenda_session_count; i++) {
        state_release_text(&conference->agenda_sessions[i].id);
        state_release_localised(&conference->agenda_sessions[i].title);
    }
    memory_release(conference->agenda_sessions);
}

static uint32_t find_session(const struct conference *conference, struct text id) {
    for (uint32_t i = 0; i < conference->agenda_session_count; i++)
        if (text_equal(conference->agenda_sessions[i].id, id))
            return i;
    return NO_SESSION;
}

enum error apply_agenda_session_added(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t count = conference->agenda_session_count;
    if (count >= LIMIT_AGENDA_SESSIONS || find_session(conference, event->record.session) != NO_SESSION)
        return ERROR_DAMAGED;
    struct agenda_session *sessions = memory_resize(conference->agenda_sessions, (count + 1) * sizeof *sessions);
    if (!sessions)
        return ERROR_NO_MEMORY;
    conference->agenda_sessions = sessions;
    struct agenda_session session = {.rev = 1};
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = state_copy_text(&session.id, event->record.session);
    if (!error)
        error = state_copy_localised(&session.title, event->record.title);
    if (error) {
        state_release_text(&session.id);
        return error;
    }
    sessions[count] = session;
    order_insert_id(conference->agenda_session_order, count, &sessions[0].id, sizeof *sessions);
    touched_add(touched, ROW_AGENDA_SESSION, conference->agenda_session_count++, NO_PERSON);
    return ERROR_NONE;
}

enum error apply_agenda_item_added(struct conference *conference, const struct event *event, struct touched *touched) {
    if (conference->item_count >= LIMIT_AGENDA_ITEMS || event->record.item != (int64_t)conference->item_count + 1)
        return ERROR_DAMAGED;
    struct item *items = memory_resize(conference->items, (conference->item_count + 1) * sizeof *items);
    if (!items)
        return ERROR_NO_MEMORY;
    conference->items = items;
    struct item item = {
        .rev = 1,
        .state = STATE_PLANNED,
        .kind = (enum item_kind)event->record.item_kind,
        .session = find_session(conference, event->record.session),
        .seconds = (uint32_t)event->record.seconds,
    };
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = lists_add(conference, conference->item_count + 1);
    if (!error)
        error = state_copy_text(&item.presenter, event->record.presenter);
    if (!error)
        error = state_copy_localised(&item.title, event->record.title);
    if (error) {
        state_release_text(&item.presenter);
        return error;
    }
    items[conference->item_count++] = item;
    touched_add(touched, ROW_AGENDA_ITEM, conference->item_count, NO_PERSON);
    return ERROR_NONE;
}

/* ---- changed by an admin or the desk ---- */

enum error step_agenda_session_add(const struct conference *conference, const struct command *command, struct event *event,
                                   struct fault *fault) {
    uint32_t session = find_session(conference, command->record.session);
    *fault = (struct fault){FIELD_SESSION, session == NO_SESSION ? -1 : ROW_AGENDA_SESSION, session};
    if (session != NO_SESSION)
        return ERROR_WRONG_STATE;
    if (conference->agenda_session_count >= LIMIT_AGENDA_SESSIONS)
        return ERROR_FULL;
    event->type = EVENT_AGENDA_SESSION_ADDED;
    record_copy(&event->record, &command->record, FIELDS(FIELD_SESSION, FIELD_TITLE));
    return ERROR_NONE;
}

enum error step_agenda_session_change(const struct conference *conference, const struct command *command, struct event *event,
                                      struct fault *fault) {
    uint32_t session = find_session(conference, command->record.session);
    if (session == NO_SESSION)
        return command_not_found(fault, FIELD_SESSION);
    uint32_t rev = conference->agenda_sessions[session].rev;
    enum error error = command_check_rev(command, rev, ROW_AGENDA_SESSION, session, fault);
    if (error)
        return error;
    event->type = EVENT_AGENDA_SESSION_CHANGED;
    record_copy(&event->record, &command->record, FIELDS(FIELD_SESSION, FIELD_TITLE));
    record_number(&event->record, FIELD_REV, rev + 1);
    return ERROR_NONE;
}

enum error apply_agenda_session_changed(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t index = find_session(conference, event->record.session);
    if (index == NO_SESSION)
        return ERROR_DAMAGED;
    struct agenda_session *session = &conference->agenda_sessions[index];
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = state_replace_localised(&session->title, event->record.title);
    if (error)
        return error;
    session->rev = (uint32_t)event->record.rev;
    touched_add(touched, ROW_AGENDA_SESSION, index, NO_PERSON);
    return ERROR_NONE;
}

enum error step_agenda_item_add(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    const struct record *record = &command->record;
    if (record_has(record, FIELD_SESSION) && find_session(conference, record->session) == NO_SESSION)
        return command_not_found(fault, FIELD_SESSION);
    if (conference->item_count >= LIMIT_AGENDA_ITEMS)
        return ERROR_FULL;
    event->type = EVENT_AGENDA_ITEM_ADDED;
    record_number(&event->record, FIELD_ITEM, (int64_t)conference->item_count + 1);
    record_copy(&event->record, record, FIELDS(FIELD_TITLE, FIELD_ITEM_KIND, FIELD_SESSION, FIELD_PRESENTER, FIELD_SECONDS));
    return ERROR_NONE;
}

/* What an item need not have, and not what is given at once. */
static enum error check_clear(const struct record *record, struct fault *fault) {
    const uint32_t presenter = 1u << CLEARABLE_PRESENTER, seconds = 1u << CLEARABLE_SECONDS;
    uint32_t given = (record_has(record, FIELD_PRESENTER) ? presenter : 0) | (record_has(record, FIELD_SECONDS) ? seconds : 0);
    if (!(record->clear & ~(presenter | seconds)) && !(record->clear & given))
        return ERROR_NONE;
    fault->field = FIELD_CLEAR;
    return ERROR_MALFORMED;
}

enum error step_agenda_item_change(const struct conference *conference, const struct command *command, struct event *event,
                                   struct fault *fault) {
    const struct record *record = &command->record;
    const struct item *item = conference_item(conference, record->item);
    if (!item)
        return command_not_found(fault, FIELD_ITEM);
    enum error error = command_check_rev(command, item->rev, ROW_AGENDA_ITEM, (uint32_t)record->item, fault);
    if (error)
        return error;
    error = check_clear(record, fault);
    if (error)
        return error;
    if (!record_has(record, FIELD_TITLE) && !record_has(record, FIELD_PRESENTER) && !record_has(record, FIELD_SECONDS) && !record->clear) {
        fault->field = FIELD_TITLE;
        return ERROR_MISSING_FIELD;
    }
    event->type = EVENT_AGENDA_ITEM_CHANGED;
    record_copy(&event->record, record, FIELDS(FIELD_ITEM, FIELD_TITLE, FIELD_PRESENTER, FIELD_SECONDS, FIELD_CLEAR));
    record_number(&event->record, FIELD_REV, item->rev + 1);
    return ERROR_NONE;
}

enum error apply_agenda_item_changed(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    struct item *item = conference_item(conference, record->item);
    struct text presenter = {0};
    enum error error = item ? touched_reserve(touched, 1) : ERROR_DAMAGED;
    if (!error)
        error = state_copy_text(&presenter, record->presenter);
    if (!error && record_has(record, FIELD_TITLE) && (error = state_replace_localised(&item->title, record->title)))
        state_release_text(&presenter);
    if (error)
        return error;
    if (record_has(record, FIELD_PRESENTER) || record->clear & 1u << CLEARABLE_PRESENTER) {
        state_release_text(&item->presenter);
        item->presenter = presenter;
    }
    if (record_has(record, FIELD_SECONDS) || record->clear & 1u << CLEARABLE_SECONDS)
        item->seconds = (uint32_t)record->seconds;
    item->rev = (uint32_t)record->rev;
    touched_add(touched, ROW_AGENDA_ITEM, (uint32_t)record->item, NO_PERSON);
    return ERROR_NONE;
}

/* ---- the current item ---- */

enum error step_agenda_start(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    const struct item *item = conference_item(conference, command->record.item);
    if (!item)
        return command_not_found(fault, FIELD_ITEM);
    uint32_t number = (uint32_t)command->record.item;
    enum error error = command_check_rev(command, item->rev, ROW_AGENDA_ITEM, number, fault);
    if (error)
        return error;
    if (item->state == STATE_CURRENT) {
        *fault = (struct fault){FIELD_ITEM, ROW_AGENDA_ITEM, number};
        return ERROR_WRONG_STATE;
    }
    event->type = EVENT_AGENDA_ITEM_STARTED;
    record_number(&event->record, FIELD_ITEM, number);
    record_number(&event->record, FIELD_REV, item->rev + 1);
    return ERROR_NONE;
}

enum error apply_agenda_item_started(struct conference *conference, const struct event *event, struct touched *touched) {
    struct item *item = conference_item(conference, event->record.item);
    if (!item)
        return ERROR_DAMAGED;
    enum error error = lists_reserve_start(conference, (uint32_t)event->record.item, touched);
    if (error)
        return error;
    struct item *former = conference_item(conference, conference->current_item);
    if (former) {
        former->state = STATE_DONE;
        former->rev++;
        touched_add(touched, ROW_AGENDA_ITEM, conference->current_item, NO_PERSON);
    }
    lists_start(conference, (uint32_t)event->record.item, event->record.at, touched);
    item->state = STATE_CURRENT;
    item->started_at = event->record.at;
    item->rev = (uint32_t)event->record.rev;
    touched_add(touched, ROW_AGENDA_ITEM, conference->current_item, NO_PERSON);
    return ERROR_NONE;
}
