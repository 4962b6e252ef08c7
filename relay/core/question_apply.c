/* question_apply.c - what the events do to a question. An act of the desk keeps what was before, so that it can be undone while nothing else has
 * happened to the question since. */
#include "core/question.h"

#include "base/lifecycle.h"
#include "base/memory.h"
#include "core/roster.h"
#include "core/speakers.h"
#include "core/state.h"
#include <string.h>

static void release_content(struct question_content *content) {
    state_release_text(&content->text);
    state_release_text(&content->note);
    state_release_text(&content->answerer);
}

static void forget_before(struct question *question) {
    release_content(&question->before);
    question->act = 0;
}

void questions_finish(struct conference *conference) {
    for (uint32_t i = 0; i < conference->question_count; i++) {
        struct question *question = &conference->questions[i];
        release_content(&question->now);
        release_content(&question->before);
        state_release_text(&question->original);
        question_acts_finish(&question->acts);
        memory_release(question->me_too);
    }
    memory_release(conference->questions);
    memory_release(conference->pinned.numbers);
    memory_release(conference->manual.numbers);
}

enum { TOUCHES = QUESTION_TOUCHES + SPEAKER_TOUCHES };

static void touch_question(const struct conference *conference, uint32_t number, struct touched *touched) {
    touched_add(touched, ROW_QUESTION, number, NO_PERSON);
    uint32_t asker = conference->questions[number - 1].asker;
    if (asker != NO_PERSON)
        touched_add(touched, ROW_MY_QUESTION, number, asker);
}

/* The newest question in the chain of its asker's. */
static void follow_asker(struct conference *conference, uint32_t asker) {
    struct person *person = &conference->people[asker];
    if (person->last_question)
        conference->questions[person->last_question - 1].next_of_asker = conference->question_count;
    else
        person->first_question = conference->question_count;
    person->last_question = conference->question_count;
}

enum error apply_question_submitted(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    uint32_t asker = event_person(conference, event, FIELD_PERSON);
    struct opinion *opinion = conference_opinion(conference, record->opinion);
    bool somebody = record->origin == ORIGIN_LIVE || record_has(record, FIELD_PERSON);
    if ((somebody && asker == NO_PERSON) || (record_has(record, FIELD_OPINION) && !opinion) ||
        record->question != (int64_t)conference->question_count + 1)
        return ERROR_DAMAGED;
    struct question question = {
        .rev = (uint32_t)record->rev,
        .now = {.state = STATE_PENDING, .topic = conference_find_topic(conference, record->topic)},
        .anonymous = record->anonymous,
        .asker = asker,
        .askers = 1,
        .site = conference_find_site(conference, record->site),
        .origin = (enum origin)record->origin,
        .opinion = (uint32_t)record->opinion,
        .actor = record->origin == ORIGIN_LIVE ? NO_PERSON : event_person(conference, event, FIELD_ACTOR),
        .at = record->at,
        .acts = {.entered_by = event_person(conference, event, FIELD_ACTOR)},
    };
    memcpy(question.key, record->key, KEY_SIZE);
    enum error error = touched_reserve(touched, TOUCHES);
    if (!error)
        error = memory_grow((void **)&conference->questions, conference->question_count, &conference->question_capacity,
                            sizeof question);
    if (!error)
        error = state_copy_text(&question.now.text, record->text);
    if (error)
        return error;
    conference->questions[conference->question_count++] = question;
    if (asker != NO_PERSON)
        follow_asker(conference, asker);
    if (opinion)
        opinion->question = conference->question_count;
    touch_question(conference, conference->question_count, touched);
    return ERROR_NONE;
}

/* The words as they were, so that a copy can be changed. */
static enum error copy_content(struct question_content *to, const struct question_content *from) {
    *to = *from;
    to->text = to->note = to->answerer = (struct text){0};
    enum error error = state_copy_text(&to->text, from->text);
    if (!error)
        error = state_copy_text(&to->note, from->note);
    if (!error)
        error = state_copy_text(&to->answerer, from->answerer);
    if (error)
        release_content(to);
    return error;
}

static enum error replace_text(struct text *text, struct text with) {
    struct text copy;
    enum error error = state_copy_text(&copy, with);
    if (error)
        return error;
    state_release_text(text);
    *text = copy;
    return ERROR_NONE;
}

void question_wait_again(struct conference *conference, uint32_t number, uint32_t actor, struct touched *touched) {
    struct question *question = conference_question(conference, number);
    forget_before(question);
    question->now.state = STATE_APPROVED;
    question->asked_at = 0;
    question->rev++;
    question->actor = actor;
    conference->asking = 0;
    touch_question(conference, number, touched);
}

/* Whoever is asked, or no longer waits to be, leaves the desk's orders; what is put back has not been asked. */
static void follow_state(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t number = (uint32_t)event->record.question;
    enum state state = conference_question(conference, number)->now.state;
    if (conference->asking == number && state != STATE_ASKING) {
        question_end_call(conference, number, event->record.at, state == STATE_ANSWERED, touched);
        conference->asking = 0;
    } else if (state == STATE_ASKING) {
        question_call(conference, event, touched);
        conference->asking = number;
    }
    struct question *question = conference_question(conference, number);
    if (state == STATE_APPROVED)
        question->asked_at = 0;
    if (state == STATE_ASKING) {
        question->asked_at = question->asked_at ? question->asked_at : event->record.at;
        question->answered_at = 0;
    }
    bool ordered = question_order_has(&conference->pinned, number) || question_order_has(&conference->manual, number);
    if (state == STATE_APPROVED || !ordered)
        return;
    question_order_leave(&conference->pinned, number);
    question_order_leave(&conference->manual, number);
    conference->queue_rev++;
    touched_add(touched, ROW_QUEUE, 0, NO_PERSON);
}

/* Changes what the event says, on a copy. */
static enum error change_content(const struct conference *conference, const struct event *event, enum command_type act,
                                 struct question_content *content) {
    const struct record *record = &event->record;
    enum error error = ERROR_NONE;
    if (record_has(record, FIELD_TEXT))
        error = replace_text(&content->text, record->text);
    if (!error && record_has(record, FIELD_ANSWERER))
        error = replace_text(&content->answerer, record->answerer);
    if (!error && (record_has(record, FIELD_NOTE) || act == COMMAND_QUESTION_RESUBMIT || act == COMMAND_QUESTION_REJECT))
        error = replace_text(&content->note, record->note);
    if (record_has(record, FIELD_TOPIC))
        content->topic = conference_find_topic(conference, record->topic);
    if (record_has(record, FIELD_REASON))
        content->reason = (enum reason)record->reason;
    content->into = record_has(record, FIELD_INTO) ? (uint32_t)record->into : 0;
    return error;
}

/* What all later events share. An act of the desk keeps what was before; what the asker does cannot be undone by the desk. */
static enum error apply_move(struct conference *conference, const struct event *event, enum command_type act,
                             struct touched *touched) {
    struct question *question = conference_question(conference, event->record.question);
    int next = question ? lifecycle_next(&QUESTION_LIFE, (int)question->now.state, (int)act) : -1;
    if (next < 0)
        return ERROR_DAMAGED;
    struct question_content fresh;
    enum error error = touched_reserve(touched, TOUCHES);
    if (!error)
        error = question_reserve_call(conference, event);
    if (!error)
        error = copy_content(&fresh, &question->now);
    if (error)
        return error;
    error = change_content(conference, event, act, &fresh);
    if (error) {
        release_content(&fresh);
        return error;
    }
    fresh.state = (enum state)next;
    forget_before(question);
    question->before = question->now;
    question->now = fresh;
    question->act = event->seq;
    question->rev = (uint32_t)event->record.rev;
    question->actor = event_person(conference, event, FIELD_ACTOR);
    if (act == COMMAND_QUESTION_WITHDRAW || act == COMMAND_QUESTION_RESUBMIT)
        forget_before(question);
    follow_state(conference, event, touched);
    touch_question(conference, (uint32_t)event->record.question, touched);
    return ERROR_NONE;
}

enum error apply_question_approved(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_APPROVE, touched);
}

enum error apply_question_rejected(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_REJECT, touched);
}

enum error apply_question_withdrawn(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_WITHDRAW, touched);
}

enum error apply_question_returned(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_RETURN, touched);
}

enum error apply_question_resubmitted(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_RESUBMIT, touched);
}

enum error apply_question_unapproved(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_UNAPPROVE, touched);
}

enum error apply_question_put_back(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_PUT_BACK, touched);
}

enum error apply_question_assigned(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_ASSIGN, touched);
}

enum error apply_question_edited(struct conference *conference, const struct event *event, struct touched *touched) {
    struct question *question = conference_question(conference, event->record.question);
    struct text original = {0};
    bool first = question && question->original.length == 0;
    enum error error = first ? state_copy_text(&original, question->now.text) : ERROR_NONE;
    if (!error)
        error = apply_move(conference, event, COMMAND_QUESTION_EDIT, touched);
    if (!error && first)
        question->original = original;
    else if (first)
        state_release_text(&original);
    return error;
}

enum error apply_question_asked(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_move(conference, event, COMMAND_QUESTION_ASK, touched);
}

enum error apply_question_answered(struct conference *conference, const struct event *event, struct touched *touched) {
    enum error error = apply_move(conference, event, COMMAND_QUESTION_ANSWER, touched);
    if (!error)
        conference_question(conference, event->record.question)->answered_at = event->record.at;
    return error;
}

/* `askers` more or fewer stand behind a question. */
static void change_askers(struct conference *conference, uint32_t number, bool more, uint32_t askers, struct touched *touched) {
    struct question *into = conference_question(conference, number);
    into->askers = more ? into->askers + askers : into->askers - askers;
    into->rev++;
    forget_before(into);
    touch_question(conference, number, touched);
}

enum error apply_question_merged(struct conference *conference, const struct event *event, struct touched *touched) {
    if (!conference_question(conference, event->record.into))
        return ERROR_DAMAGED;
    enum error error = apply_move(conference, event, COMMAND_QUESTION_MERGE, touched);
    if (!error)
        change_askers(conference, (uint32_t)event->record.into, true,
                      conference_question(conference, event->record.question)->askers, touched);
    return error;
}

enum error apply_act_undone(struct conference *conference, const struct event *event, struct touched *touched) {
    struct question *question = conference_question(conference, event->record.question);
    if (!question || !question->act || question->act != (uint64_t)event->record.act)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, TOUCHES);
    if (!error)
        error = question_reserve_call(conference, event);
    if (error)
        return error;
    uint32_t number = (uint32_t)event->record.question, into = question->now.into;
    release_content(&question->now);
    question->now = question->before;
    question->before = (struct question_content){0};
    question->act = 0;
    question->rev = (uint32_t)event->record.rev;
    question->actor = event_person(conference, event, FIELD_ACTOR);
    if (into)
        change_askers(conference, into, false, question->askers, touched);
    follow_state(conference, event, touched);
    touch_question(conference, number, touched);
    return ERROR_NONE;
}
