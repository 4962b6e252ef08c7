#include "core/question_acts.h"

#include "base/memory.h"
#include "core/question.h"
#include "core/state.h"
#include <string.h>

/* Me-too is counted, not told one by one; how it was submitted stands in the question. */
static bool is_told(enum event_type type) {
    return (type >= EVENT_QUESTION_APPROVED && type <= EVENT_QUESTION_MOVED);
}

static void release(struct question_act *act) {
    state_release_text(&act->before);
    state_release_text(&act->note);
}

void question_acts_finish(struct question_acts *acts) {
    for (uint32_t i = 0; i < acts->count; i++)
        release(&acts->items[i]);
    memory_release(acts->items);
    *acts = (struct question_acts){0};
}

enum error question_acts_begin(struct conference *conference, const struct event *event, struct question_act *act) {
    const struct record *record = &event->record;
    struct question *question = is_told(event->type) ? conference_question(conference, record->question) : NULL;
    *act = (struct question_act){.event = EVENT_COUNT};
    if (!question)
        return ERROR_NONE;
    *act = (struct question_act){
        .at = record->at,
        .event = event->type,
        .actor = event_person(conference, event, FIELD_ACTOR),
        .into = record_has(record, FIELD_INTO) ? (uint32_t)record->into : 0,
        .reason = record_has(record, FIELD_REASON) ? record->reason : -1,
        .on = record->on || record->pin,
    };
    struct question_acts *acts = &question->acts;
    bool other_words = record_has(record, FIELD_TEXT) || event->type == EVENT_ACT_UNDONE;
    enum error error = ERROR_NONE;
    if (acts->count < QUESTION_ACTS_MOST)
        error = memory_grow((void **)&acts->items, acts->count, &acts->capacity, sizeof *acts->items);
    if (!error && other_words)
        error = state_copy_text(&act->before, question->now.text);
    if (!error && (record_has(record, FIELD_NOTE) || record_has(record, FIELD_ANSWERER)))
        error = state_copy_text(&act->note, record_has(record, FIELD_NOTE) ? record->note : record->answerer);
    if (error)
        release(act);
    return error;
}

void question_acts_end(struct conference *conference, const struct event *event, struct question_act *act, bool applied) {
    if (act->event == EVENT_COUNT)
        return;
    if (!applied) {
        release(act);
        return;
    }
    struct question *question = conference_question(conference, event->record.question);
    struct question_acts *acts = &question->acts;
    if (text_equal(act->before, question->now.text))
        state_release_text(&act->before); /* undone was something else */
    if (acts->count == QUESTION_ACTS_MOST) {
        release(&acts->items[0]);
        memmove(acts->items, acts->items + 1, (QUESTION_ACTS_MOST - 1) * sizeof *acts->items);
        acts->count--;
        acts->left_out++;
    }
    acts->items[acts->count++] = *act;
}
