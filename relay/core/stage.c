/* stage.c - what the displays show: all of them the main stage, unless one is given something of its own - a preview, or a permanent notice. */
#include "core/state.h"

#include "core/poll.h"
#include "core/question.h"
#include "core/roster.h"
#include <string.h>

static const char ALL[] = "all"; /* the main stage, and every display follows it again */

void stage_finish(struct conference *conference) {
    state_release_localised(&conference->stage.message);
    for (uint32_t i = 0; i < conference->display_count; i++)
        state_release_localised(&conference->displays[i].message);
}

struct stage *stage_of_row(const struct conference *conference, uint32_t row) {
    return (struct stage *)(uintptr_t)(row == 0 ? &conference->stage : &conference->displays[row - 1]);
}

bool stage_is_gone(const struct conference *conference, uint32_t row) {
    return row > 0 && conference->people[conference_find_person(conference, conference->displays[row - 1].id)].removed;
}

bool stage_shows_question(const struct conference *conference, uint32_t question) {
    for (uint32_t row = 0; row <= conference->display_count; row++) {
        const struct stage *stage = stage_of_row(conference, row);
        if (stage->view == VIEW_QUESTION && stage->question == question)
            return true;
    }
    return false;
}

void stage_add_display(struct conference *conference, struct text id, struct touched *touched) {
    uint32_t row = conference->display_count + 1;
    if (row > LIMIT_DISPLAYS || text_equal(id, conference->stage.id) || text_equal_string(id, ALL))
        return;
    conference->displays[row - 1] = (struct stage){.id = id, .rev = 1, .view = VIEW_MAIN};
    conference->display_count = row;
    uint32_t place = row;
    for (; place > 0; place--) {
        uint32_t other = conference->stage_order[place - 1];
        if (strcmp(stage_of_row(conference, other)->id.bytes, id.bytes) < 0)
            break;
        conference->stage_order[place] = other;
    }
    conference->stage_order[place] = row;
    touched_add(touched, ROW_STAGE, row, NO_PERSON);
}

/* The row that `display` names: absent or "all" is the main stage. False: there is no such display. */
static bool find_row(const struct conference *conference, const struct record *record, uint32_t *row) {
    *row = 0;
    if (!record_has(record, FIELD_DISPLAY) || text_equal_string(record->display, ALL))
        return true;
    for (*row = 1; *row <= conference->display_count; ++*row)
        if (text_equal(conference->displays[*row - 1].id, record->display))
            return !stage_is_gone(conference, *row);
    return false;
}

/* ---- step ---- */

static enum error not_now(struct fault *fault, enum field field, int kind, int64_t id) {
    *fault = (struct fault){field, kind, (uint32_t)id};
    return ERROR_WRONG_STATE;
}

/* A screen shows what is being asked or was answered, never what the desk has not let through; results by site only once they are published. */
static enum error check_shown(const struct conference *conference, const struct record *record, uint32_t row, struct fault *fault) {
    const struct question *question = conference_question(conference, record->question);
    const struct poll *poll = conference_poll(conference, record->poll);
    switch (record->view) {
    case VIEW_QUESTION:
        if (!question)
            return command_not_found(fault, FIELD_QUESTION);
        if (question->now.state != STATE_ASKING && question->now.state != STATE_ANSWERED)
            return not_now(fault, FIELD_QUESTION, ROW_QUESTION, record->question);
        return ERROR_NONE;
    case VIEW_POLL:
    case VIEW_RESULTS_BY_SITE:
        if (!poll)
            return command_not_found(fault, FIELD_POLL);
        if (poll->state == STATE_DRAFT || (record->view == VIEW_RESULTS_BY_SITE && poll->state != STATE_PUBLISHED))
            return not_now(fault, FIELD_POLL, ROW_POLL, record->poll);
        return ERROR_NONE;
    case VIEW_MESSAGE:
        fault->field = FIELD_MESSAGE;
        return record_has(record, FIELD_MESSAGE) ? ERROR_NONE : ERROR_MISSING_FIELD;
    case VIEW_MAIN:
    case VIEW_PROMPT:
    case VIEW_LOWER_THIRD:
        return row == 0 ? not_now(fault, FIELD_VIEW, -1, 0) : ERROR_NONE;
    default:
        return ERROR_NONE;
    }
}

enum error step_stage_show(const struct conference *conference, const struct command *command, struct event *event,
                           struct fault *fault) {
    const struct record *record = &command->record;
    uint32_t row;
    if (!find_row(conference, record, &row))
        return command_not_found(fault, FIELD_DISPLAY);
    uint32_t rev = stage_of_row(conference, row)->rev;
    enum error error = command_check_rev(command, rev, ROW_STAGE, row, fault);
    if (!error)
        error = check_shown(conference, record, row, fault);
    if (error)
        return error;
    event->type = EVENT_STAGE_SHOWN;
    record_word(&event->record, FIELD_VIEW, record->view);
    record_number(&event->record, FIELD_REV, rev + 1);
    if (record->view == VIEW_QUESTION)
        record_number(&event->record, FIELD_QUESTION, record->question);
    if (record->view == VIEW_POLL || record->view == VIEW_RESULTS_BY_SITE)
        record_number(&event->record, FIELD_POLL, record->poll);
    if (record->view == VIEW_MESSAGE)
        record_localised(&event->record, FIELD_MESSAGE, record->message);
    record_text(&event->record, FIELD_DISPLAY, record->display);
    return ERROR_NONE;
}

/* ---- apply ---- */

/* What a stage shows is what it and the phones may see: the thing before and the thing now. Three touches at most. */
static void touch_stage(const struct conference *conference, uint32_t row, struct touched *touched) {
    const struct stage *stage = stage_of_row(conference, row);
    touched_add(touched, ROW_STAGE, row, NO_PERSON);
    if (stage->question)
        touched_add(touched, ROW_QUESTION, stage->question, NO_PERSON);
    if (stage->poll)
        touched_add(touched, ROW_POLL, stage->poll, NO_PERSON);
}

static void set_stage(struct conference *conference, uint32_t row, struct stage shown, struct touched *touched) {
    struct stage *stage = stage_of_row(conference, row);
    touch_stage(conference, row, touched);
    state_release_localised(&stage->message);
    shown.id = stage->id;
    *stage = shown;
    touch_stage(conference, row, touched);
}

enum error apply_stage_shown(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    uint32_t row;
    if (!find_row(conference, record, &row))
        return ERROR_DAMAGED;
    struct stage shown = {
        .rev = (uint32_t)record->rev,
        .view = (enum stage_view)record->view,
        .question = (uint32_t)record->question,
        .poll = (uint32_t)record->poll,
    };
    enum error error = touched_reserve(touched, 6 * (1 + (size_t)conference->display_count));
    if (!error)
        error = state_copy_localised(&shown.message, record->message);
    if (error)
        return error;
    set_stage(conference, row, shown, touched);
    if (!text_equal_string(record->display, ALL))
        return ERROR_NONE;
    for (row = 1; row <= conference->display_count; row++) {
        uint32_t rev = stage_of_row(conference, row)->rev;
        if (stage_of_row(conference, row)->view != VIEW_MAIN)
            set_stage(conference, row, (struct stage){.rev = rev + 1, .view = VIEW_MAIN}, touched);
    }
    return ERROR_NONE;
}
