/* question.c - the life of a question: submitted, approved or rejected, asked, answered. */
#include "core/state.h"

#include "base/lifecycle.h"
#include "base/memory.h"
#include <string.h>

static const struct lifecycle_move MOVES[] = {
    {STATE_PENDING, COMMAND_QUESTION_APPROVE, STATE_APPROVED},
    {STATE_PENDING, COMMAND_QUESTION_REJECT, STATE_REJECTED},
    {STATE_APPROVED, COMMAND_QUESTION_REJECT, STATE_REJECTED},
    {STATE_PENDING, COMMAND_QUESTION_WITHDRAW, STATE_WITHDRAWN},
    {STATE_APPROVED, COMMAND_QUESTION_WITHDRAW, STATE_WITHDRAWN},
    {STATE_APPROVED, COMMAND_QUESTION_ASK, STATE_ASKING},
    {STATE_ASKING, COMMAND_QUESTION_ANSWER, STATE_ANSWERED},
};
static const struct lifecycle LIFE = {"question", MOVES, sizeof MOVES / sizeof MOVES[0]};

struct question *conference_question(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->question_count ? &conference->questions[number - 1] : NULL;
}

void questions_finish(struct conference *conference) {
    for (uint32_t i = 0; i < conference->question_count; i++) {
        state_release_text(&conference->questions[i].text);
        state_release_text(&conference->questions[i].note);
    }
    memory_release(conference->questions);
}

/* ---- step ---- */

enum error step_question_submit(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    uint32_t asker;
    enum error error = command_person(conference, command, &asker, fault);
    if (error)
        return error;
    if (record_has(&command->record, FIELD_TOPIC) &&
        conference_find_topic(conference, command->record.topic) == NO_TOPIC)
        return command_not_found(fault, FIELD_TOPIC);
    if (conference->question_count >= conference->limits.questions)
        return ERROR_FULL;
    event->type = EVENT_QUESTION_SUBMITTED;
    record_number(&event->record, FIELD_QUESTION, (int64_t)conference->question_count + 1);
    record_number(&event->record, FIELD_REV, 1);
    record_text(&event->record, FIELD_TEXT, command->record.text);
    record_text(&event->record, FIELD_PERSON, conference->people[asker].id);
    record_text(&event->record, FIELD_SITE, conference_person_site(conference, asker));
    record_text(&event->record, FIELD_TOPIC, command->record.topic);
    return ERROR_NONE;
}

/* What all later steps share: the question is there, its rev is known, the lifecycle has the move. */
static enum error step_move(const struct conference *conference, const struct command *command, enum event_type type,
                            struct event *event, struct fault *fault) {
    const struct question *question = conference_question(conference, command->record.question);
    if (!question)
        return command_not_found(fault, FIELD_QUESTION);
    uint32_t number = (uint32_t)command->record.question;
    enum error error = command_check_rev(command, question->rev, ROW_QUESTION, number, fault);
    if (error)
        return error;
    if (lifecycle_next(&LIFE, question->state, command->type) < 0) {
        *fault = (struct fault){FIELD_QUESTION, ROW_QUESTION, number};
        return ERROR_WRONG_STATE;
    }
    event->type = type;
    record_number(&event->record, FIELD_QUESTION, number);
    record_number(&event->record, FIELD_REV, question->rev + 1);
    return ERROR_NONE;
}

enum error step_question_approve(const struct conference *conference, const struct command *command, struct event *event,
                                 struct fault *fault) {
    return step_move(conference, command, EVENT_QUESTION_APPROVED, event, fault);
}

enum error step_question_reject(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    if (command->record.reason == REASON_OTHER && !record_has(&command->record, FIELD_NOTE)) {
        fault->field = FIELD_NOTE;
        return ERROR_MISSING_FIELD;
    }
    enum error error = step_move(conference, command, EVENT_QUESTION_REJECTED, event, fault);
    if (error)
        return error;
    record_word(&event->record, FIELD_REASON, command->record.reason);
    record_text(&event->record, FIELD_NOTE, command->record.note);
    return ERROR_NONE;
}

enum error step_question_withdraw(const struct conference *conference, const struct command *command, struct event *event,
                                  struct fault *fault) {
    const struct question *question = conference_question(conference, command->record.question);
    /* A question of somebody else is as good as none: numbers of pending questions tell nothing. */
    if (!question || !command_may_act_for(conference, command, question->asker, question->site))
        return command_not_found(fault, FIELD_QUESTION);
    return step_move(conference, command, EVENT_QUESTION_WITHDRAWN, event, fault);
}

enum error step_question_ask(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    enum error error = step_move(conference, command, EVENT_QUESTION_ASKED, event, fault);
    if (!error && conference->asking) {
        *fault = (struct fault){FIELD_QUESTION, ROW_QUESTION, conference->asking};
        return ERROR_ANOTHER_ASKING;
    }
    return error;
}

enum error step_question_answer(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    return step_move(conference, command, EVENT_QUESTION_ANSWERED, event, fault);
}

/* ---- apply ---- */

static void touch_question(const struct conference *conference, uint32_t number, struct touched *touched) {
    touched_add(touched, ROW_QUESTION, number, NO_PERSON);
    touched_add(touched, ROW_MY_QUESTION, number, conference->questions[number - 1].asker);
}

enum error apply_question_submitted(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    uint32_t asker = event_person(conference, event, FIELD_PERSON);
    if (asker == NO_PERSON || record->question != (int64_t)conference->question_count + 1)
        return ERROR_DAMAGED;
    struct question question = {
        .rev = (uint32_t)record->rev,
        .state = STATE_PENDING,
        .asker = asker,
        .site = conference_find_site(conference, record->site),
        .topic = conference_find_topic(conference, record->topic),
        .actor = NO_PERSON,
        .at = record->at,
    };
    memcpy(question.key, record->key, KEY_SIZE);
    enum error error = touched_reserve(touched, 2);
    if (!error)
        error = state_grow((void **)&conference->questions, conference->question_count, &conference->question_capacity,
                           sizeof question);
    if (!error)
        error = state_copy_text(&question.text, record->text);
    if (error)
        return error;
    conference->questions[conference->question_count++] = question;
    struct person *person = &conference->people[asker];
    if (person->last_question)
        conference->questions[person->last_question - 1].next_of_asker = conference->question_count;
    else
        person->first_question = conference->question_count;
    person->last_question = conference->question_count;
    touch_question(conference, conference->question_count, touched);
    return ERROR_NONE;
}

/* What all later events share. NULL in `*out` on error. */
static enum error apply_move(struct conference *conference, const struct event *event, enum command_type act,
                             struct touched *touched, struct question **out) {
    struct question *question = conference_question(conference, event->record.question);
    int next = question ? lifecycle_next(&LIFE, question->state, act) : -1;
    if (next < 0)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 2);
    if (error)
        return error;
    if (question->state == STATE_ASKING)
        conference->asking = 0;
    question->state = (enum state)next;
    question->rev = (uint32_t)event->record.rev;
    question->actor = event_person(conference, event, FIELD_ACTOR);
    if (question->state == STATE_ASKING)
        conference->asking = (uint32_t)event->record.question;
    touch_question(conference, (uint32_t)event->record.question, touched);
    *out = question;
    return ERROR_NONE;
}

enum error apply_question_approved(struct conference *conference, const struct event *event, struct touched *touched) {
    struct question *question;
    return apply_move(conference, event, COMMAND_QUESTION_APPROVE, touched, &question);
}

enum error apply_question_rejected(struct conference *conference, const struct event *event, struct touched *touched) {
    struct text note = {0};
    enum error error = state_copy_text(&note, event->record.note);
    if (error)
        return error;
    struct question *question;
    error = apply_move(conference, event, COMMAND_QUESTION_REJECT, touched, &question);
    if (error) {
        state_release_text(&note);
        return error;
    }
    question->reason = (enum reason)event->record.reason;
    state_release_text(&question->note);
    question->note = note;
    return ERROR_NONE;
}

enum error apply_question_withdrawn(struct conference *conference, const struct event *event, struct touched *touched) {
    struct question *question;
    return apply_move(conference, event, COMMAND_QUESTION_WITHDRAW, touched, &question);
}

enum error apply_question_asked(struct conference *conference, const struct event *event, struct touched *touched) {
    struct question *question;
    enum error error = apply_move(conference, event, COMMAND_QUESTION_ASK, touched, &question);
    if (!error)
        question->asked_at = event->record.at;
    return error;
}

enum error apply_question_answered(struct conference *conference, const struct event *event, struct touched *touched) {
    struct question *question;
    enum error error = apply_move(conference, event, COMMAND_QUESTION_ANSWER, touched, &question);
    if (!error)
        question->answered_at = event->record.at;
    return error;
}
