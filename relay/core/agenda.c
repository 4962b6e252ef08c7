/* agenda.c - the sessions and the items of the programme. One item is current at most. */
#include "core/state.h"

#include "base/memory.h"

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
    struct agenda_session session = {0};
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
    item->rev = (uint32_t)event->record.rev;
    touched_add(touched, ROW_AGENDA_ITEM, conference->current_item, NO_PERSON);
    return ERROR_NONE;
}
