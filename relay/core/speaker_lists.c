/* speaker_lists.c - who waits to speak: a list for each agenda item, open or closed, in the order of class, then of waiting. */
#include "core/speakers.h"

#include "base/memory.h"
#include "core/question.h"
#include "core/state.h"
#include <string.h>

/* ---- order ---- */

/* By class, then who has waited longest, then who asked first. */
static bool goes_before(const struct conference *conference, uint32_t left, uint32_t right) {
    const struct speaker *a = &conference->speakers[left - 1], *b = &conference->speakers[right - 1];
    if (a->class != b->class)
        return a->class < b->class;
    if (a->since != b->since)
        return a->since < b->since;
    return left < right;
}

enum error lists_add(struct conference *conference, uint32_t item) {
    struct speaker_list *lists = memory_resize(conference->lists, (item + 1) * sizeof *lists);
    if (!lists)
        return ERROR_NO_MEMORY;
    lists[item] = (struct speaker_list){0};
    conference->lists = lists;
    return ERROR_NONE;
}

enum error list_reserve(struct conference *conference, uint32_t item, uint32_t more) {
    struct speaker_list *list = &conference->lists[item];
    if (list->capacity - list->count >= more)
        return ERROR_NONE;
    uint32_t capacity = list->capacity * 2 > list->count + more ? list->capacity * 2 : list->count + more;
    uint32_t *waiting = memory_resize(list->waiting, capacity * sizeof *waiting);
    if (!waiting)
        return ERROR_NO_MEMORY;
    list->waiting = waiting;
    list->capacity = capacity;
    return ERROR_NONE;
}

void list_join(struct conference *conference, uint32_t number) {
    struct speaker_list *list = &conference->lists[conference->speakers[number - 1].item];
    uint32_t place = list->count++;
    for (; place > 0 && goes_before(conference, number, list->waiting[place - 1]); place--)
        list->waiting[place] = list->waiting[place - 1];
    list->waiting[place] = number;
}

void list_leave(struct conference *conference, uint32_t number) {
    struct speaker_list *list = &conference->lists[conference->speakers[number - 1].item];
    for (uint32_t i = 0; i < list->count; i++)
        if (list->waiting[i] == number) {
            memmove(&list->waiting[i], &list->waiting[i + 1], (list->count - i - 1) * sizeof *list->waiting);
            list->count--;
            return;
        }
}

/* ---- who sees whom ---- */

bool list_shows(const struct conference *conference, uint32_t number) {
    const struct speaker_list *list = &conference->lists[conference->current_item];
    for (uint32_t i = 0; i < SPEAKERS_SHOWN && i < list->count; i++)
        if (list->waiting[i] == number)
            return true;
    return false;
}

void list_touch_window(const struct conference *conference, struct touched *touched) {
    const struct speaker_list *list = &conference->lists[conference->current_item];
    for (uint32_t i = 0; i < list->count && i <= SPEAKERS_SHOWN; i++)
        touched_add(touched, ROW_SPEAKER, list->waiting[i], NO_PERSON);
}

void speaker_touch(const struct conference *conference, uint32_t number, struct touched *touched) {
    uint32_t person = conference->speakers[number - 1].person;
    touched_add(touched, ROW_SPEAKER, number, NO_PERSON);
    if (person != NO_PERSON)
        touched_add(touched, ROW_MY_SPEAKER, number, person);
}

/* ---- the item that starts ---- */

enum error lists_reserve_start(struct conference *conference, uint32_t item, struct touched *touched) {
    uint32_t early = conference->lists[0].count;
    enum error error = touched_reserve(touched, 2 * (1 + SPEAKERS_SHOWN + 1 + (size_t)early));
    return error ? error : list_reserve(conference, item, early);
}

void lists_start(struct conference *conference, uint32_t item, int64_t now, struct touched *touched) {
    struct speaker_list *early = &conference->lists[0];
    list_touch_window(conference, touched);
    conference->current_item = item;
    conference->current_since = now;
    for (uint32_t i = 0; i < early->count; i++) {
        struct speaker *speaker = &conference->speakers[early->waiting[i] - 1];
        speaker->item = item;
        speaker->rev++;
        list_join(conference, early->waiting[i]);
        speaker_touch(conference, early->waiting[i], touched);
    }
    early->count = 0;
    list_touch_window(conference, touched);
}

/* ---- open and closed ---- */

static enum error step_list(const struct conference *conference, const struct command *command, bool close, struct event *event,
                            struct fault *fault) {
    const struct item *item = conference_item(conference, command->record.item);
    if (!item)
        return command_not_found(fault, FIELD_ITEM);
    uint32_t number = (uint32_t)command->record.item;
    enum error error = command_check_rev(command, item->rev, ROW_AGENDA_ITEM, number, fault);
    if (error)
        return error;
    if (conference->lists[number].closed == close) {
        *fault = (struct fault){FIELD_ITEM, ROW_AGENDA_ITEM, number};
        return ERROR_WRONG_STATE;
    }
    event->type = close ? EVENT_SPEAKERS_CLOSED : EVENT_SPEAKERS_OPENED;
    record_number(&event->record, FIELD_ITEM, number);
    record_number(&event->record, FIELD_REV, item->rev + 1);
    return ERROR_NONE;
}

enum error step_speakers_open(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    return step_list(conference, command, false, event, fault);
}

enum error step_speakers_close(const struct conference *conference, const struct command *command, struct event *event,
                               struct fault *fault) {
    return step_list(conference, command, true, event, fault);
}

static enum error apply_list(struct conference *conference, const struct event *event, bool closed, struct touched *touched) {
    struct item *item = conference_item(conference, event->record.item);
    if (!item)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (error)
        return error;
    conference->lists[event->record.item].closed = closed;
    item->rev = (uint32_t)event->record.rev;
    touched_add(touched, ROW_AGENDA_ITEM, (uint32_t)event->record.item, NO_PERSON);
    return ERROR_NONE;
}

enum error apply_speakers_opened(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_list(conference, event, false, touched);
}

enum error apply_speakers_closed(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_list(conference, event, true, touched);
}

/* ---- the end of an item: whoever never spoke ---- */

bool list_is_over(const struct conference *conference, uint32_t item) {
    return item >= 1 && item < conference->current_item && conference->items[item - 1].state == STATE_DONE;
}

/* The one who is called for this item and has not begun, or 0. */
static uint32_t cued_for(const struct conference *conference, uint32_t item) {
    return conference->cued && conference->speakers[conference->cued - 1].item == item ? conference->cued : 0;
}

/* The first item that is over and has somebody who never spoke; 0 = none. */
static uint32_t left_over(const struct conference *conference) {
    for (uint32_t item = 1; item < conference->current_item; item++)
        if (list_is_over(conference, item) && (conference->lists[item].count > 0 || cued_for(conference, item)))
            return item;
    return 0;
}

int64_t lists_deadline(const struct conference *conference) {
    return left_over(conference) ? conference->current_since + LIMIT_EXPIRE_MS : INT64_MAX;
}

bool lists_deadline_event(const struct conference *conference, int64_t now, struct event *event) {
    if (lists_deadline(conference) > now)
        return false;
    event->type = EVENT_SPEAKERS_EXPIRED;
    record_number(&event->record, FIELD_ITEM, left_over(conference));
    return true;
}

static void expire(struct conference *conference, uint32_t number, struct touched *touched) {
    struct speaker *speaker = &conference->speakers[number - 1];
    speaker->state = STATE_EXPIRED;
    speaker->rev++;
    speaker_touch(conference, number, touched);
}

enum error apply_speakers_expired(struct conference *conference, const struct event *event, struct touched *touched) {
    if (!conference_item(conference, event->record.item))
        return ERROR_DAMAGED;
    uint32_t number = (uint32_t)event->record.item;
    struct speaker_list *list = &conference->lists[number];
    enum error error = touched_reserve(touched, 2 * (list->count + 1) + QUESTION_TOUCHES);
    if (error)
        return error;
    for (uint32_t i = 0; i < list->count; i++)
        expire(conference, list->waiting[i], touched);
    list->count = 0;
    if (cued_for(conference, number)) {
        expire(conference, conference->cued, touched);
        speaker_leave_question(conference, conference->cued, NO_PERSON, touched);
        conference->cued = 0;
    }
    return ERROR_NONE;
}
