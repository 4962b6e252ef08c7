/* agenda.c - the items of the programme and what the displays show. One item is current at most. */
#include "core/state.h"

#include "base/memory.h"

struct item *conference_item(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->item_count ? &conference->items[number - 1] : NULL;
}

enum error apply_agenda_item_added(struct conference *conference, const struct event *event, struct touched *touched) {
    if (conference->item_count >= LIMIT_AGENDA_ITEMS || event->record.item != (int64_t)conference->item_count + 1)
        return ERROR_DAMAGED;
    struct item *items = memory_resize(conference->items, (conference->item_count + 1) * sizeof *items);
    if (!items)
        return ERROR_NO_MEMORY;
    conference->items = items;
    struct item item = {.rev = 1, .state = STATE_PLANNED, .kind = (enum item_kind)event->record.item_kind};
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = lists_add(conference, conference->item_count + 1);
    if (!error)
        error = state_copy_localised(&item.title, event->record.title);
    if (error)
        return error;
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

/* ---- stage ---- */

enum error step_stage_show(const struct conference *conference, const struct command *command, struct event *event,
                           struct fault *fault) {
    const struct record *record = &command->record;
    enum error error = command_check_rev(command, conference->stage.rev, ROW_STAGE, 0, fault);
    if (error)
        return error;
    if (record->view == VIEW_QUESTION) {
        const struct question *question = conference_question(conference, record->question);
        if (!question)
            return command_not_found(fault, FIELD_QUESTION);
        /* A screen shows what is being asked or was answered, never what the desk has not let through. */
        if (question->now.state != STATE_ASKING && question->now.state != STATE_ANSWERED) {
            *fault = (struct fault){FIELD_QUESTION, ROW_QUESTION, (uint32_t)record->question};
            return ERROR_WRONG_STATE;
        }
    }
    if (record->view == VIEW_POLL) {
        const struct poll *poll = conference_poll(conference, record->poll);
        if (!poll)
            return command_not_found(fault, FIELD_POLL);
        if (poll->state == STATE_DRAFT) {
            *fault = (struct fault){FIELD_POLL, ROW_POLL, (uint32_t)record->poll};
            return ERROR_WRONG_STATE;
        }
    }
    if (record->view == VIEW_MESSAGE && !record_has(record, FIELD_MESSAGE)) {
        fault->field = FIELD_MESSAGE;
        return ERROR_MISSING_FIELD;
    }
    event->type = EVENT_STAGE_SHOWN;
    record_word(&event->record, FIELD_VIEW, record->view);
    record_number(&event->record, FIELD_REV, conference->stage.rev + 1);
    if (record->view == VIEW_QUESTION)
        record_number(&event->record, FIELD_QUESTION, record->question);
    if (record->view == VIEW_POLL)
        record_number(&event->record, FIELD_POLL, record->poll);
    if (record->view == VIEW_MESSAGE)
        record_localised(&event->record, FIELD_MESSAGE, record->message);
    return ERROR_NONE;
}

enum error apply_stage_shown(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    struct localised message = {0};
    enum error error = touched_reserve(touched, 5);
    if (!error)
        error = state_copy_localised(&message, record->message);
    if (error)
        return error;
    /* What the stage shows is what it and the phones may see: the thing before and the thing now. */
    uint32_t questions[] = {conference->stage.question, (uint32_t)record->question};
    uint32_t polls[] = {conference->stage.poll, (uint32_t)record->poll};
    for (int i = 0; i < 2; i++) {
        if (questions[i])
            touched_add(touched, ROW_QUESTION, questions[i], NO_PERSON);
        if (polls[i])
            touched_add(touched, ROW_POLL, polls[i], NO_PERSON);
    }
    touched_add(touched, ROW_STAGE, 0, NO_PERSON);
    state_release_localised(&conference->stage.message);
    conference->stage.rev = (uint32_t)record->rev;
    conference->stage.view = (enum stage_view)record->view;
    conference->stage.question = (uint32_t)record->question;
    conference->stage.poll = (uint32_t)record->poll;
    conference->stage.message = message;
    return ERROR_NONE;
}
