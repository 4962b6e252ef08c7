/* question.c - the life of a question. What the desk does to it keeps what was before, so that it can be undone while nothing else has
 * happened to the question since. Order and intake: queue.c. */
#include "core/state.h"

#include "base/lifecycle.h"
#include "base/memory.h"
#include <string.h>

static const struct lifecycle_move MOVES[] = {
    {STATE_PENDING, COMMAND_QUESTION_APPROVE, STATE_APPROVED},
    {STATE_PENDING, COMMAND_QUESTION_REJECT, STATE_REJECTED},
    {STATE_APPROVED, COMMAND_QUESTION_REJECT, STATE_REJECTED},
    {STATE_PENDING, COMMAND_QUESTION_RETURN, STATE_RETURNED},
    {STATE_RETURNED, COMMAND_QUESTION_RESUBMIT, STATE_PENDING},
    {STATE_PENDING, COMMAND_QUESTION_MERGE, STATE_MERGED},
    {STATE_APPROVED, COMMAND_QUESTION_MERGE, STATE_MERGED},
    {STATE_PENDING, COMMAND_QUESTION_WITHDRAW, STATE_WITHDRAWN},
    {STATE_APPROVED, COMMAND_QUESTION_WITHDRAW, STATE_WITHDRAWN},
    {STATE_RETURNED, COMMAND_QUESTION_WITHDRAW, STATE_WITHDRAWN},
    {STATE_APPROVED, COMMAND_QUESTION_UNAPPROVE, STATE_PENDING},
    {STATE_APPROVED, COMMAND_QUESTION_ASK, STATE_ASKING},
    {STATE_ASKING, COMMAND_QUESTION_PUT_BACK, STATE_APPROVED},
    {STATE_ASKING, COMMAND_QUESTION_ANSWER, STATE_ANSWERED},
    {STATE_PENDING, COMMAND_QUESTION_EDIT, STATE_PENDING},
    {STATE_APPROVED, COMMAND_QUESTION_EDIT, STATE_APPROVED},
    {STATE_PENDING, COMMAND_QUESTION_ASSIGN, STATE_PENDING},
    {STATE_APPROVED, COMMAND_QUESTION_ASSIGN, STATE_APPROVED},
    {STATE_ASKING, COMMAND_QUESTION_ASSIGN, STATE_ASKING},
};
static const struct lifecycle LIFE = {"question", MOVES, sizeof MOVES / sizeof MOVES[0]};

struct question *conference_question(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->question_count ? &conference->questions[number - 1] : NULL;
}

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
        memory_release(question->me_too);
    }
    memory_release(conference->questions);
    memory_release(conference->pinned.numbers);
    memory_release(conference->manual.numbers);
}

/* ---- step ---- */

/* Is intake open for this topic? The desk itself may always add a question. */
static bool intake_is_open(const struct conference *conference, const struct command *command, uint32_t topic, struct fault *fault) {
    if (actor_has(conference, command, ROLE_MODERATOR))
        return true;
    if (conference->intake != INTAKE_OPEN)
        return false;
    if (topic == NO_TOPIC || conference->topics[topic].intake == INTAKE_OPEN)
        return true;
    fault->field = FIELD_TOPIC;
    return false;
}

enum error step_question_submit(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    uint32_t asker;
    enum error error = command_person(conference, command, &asker, fault);
    if (error)
        return error;
    uint32_t topic = conference_find_topic(conference, command->record.topic);
    if (record_has(&command->record, FIELD_TOPIC) && topic == NO_TOPIC)
        return command_not_found(fault, FIELD_TOPIC);
    if (!intake_is_open(conference, command, topic, fault))
        return ERROR_INTAKE_CLOSED;
    if (conference->question_count >= conference->limits.questions)
        return ERROR_FULL;
    event->type = EVENT_QUESTION_SUBMITTED;
    record_number(&event->record, FIELD_QUESTION, (int64_t)conference->question_count + 1);
    record_number(&event->record, FIELD_REV, 1);
    record_text(&event->record, FIELD_TEXT, command->record.text);
    record_text(&event->record, FIELD_PERSON, conference->people[asker].id);
    record_text(&event->record, FIELD_SITE, conference_person_site(conference, asker));
    record_text(&event->record, FIELD_TOPIC, command->record.topic);
    if (command->record.anonymous)
        record_flag(&event->record, FIELD_ANONYMOUS, true);
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
    if (lifecycle_next(&LIFE, (int)question->now.state, (int)command->type) < 0) {
        *fault = (struct fault){FIELD_QUESTION, ROW_QUESTION, number};
        return ERROR_WRONG_STATE;
    }
    event->type = type;
    record_number(&event->record, FIELD_QUESTION, number);
    record_number(&event->record, FIELD_REV, question->rev + 1);
    return ERROR_NONE;
}

/* The same for what an asker, or the operator of the site, does. A question of somebody else is as good as none: numbers of pending
 * questions tell nothing. */
static enum error step_own_move(const struct conference *conference, const struct command *command, enum event_type type,
                                struct event *event, struct fault *fault) {
    const struct question *question = conference_question(conference, command->record.question);
    if (!question || !command_may_act_for(conference, command, question->asker, question->site))
        return command_not_found(fault, FIELD_QUESTION);
    return step_move(conference, command, type, event, fault);
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
    return step_own_move(conference, command, EVENT_QUESTION_WITHDRAWN, event, fault);
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

enum error step_question_edit(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    if (record_has(&command->record, FIELD_TOPIC) && conference_find_topic(conference, command->record.topic) == NO_TOPIC)
        return command_not_found(fault, FIELD_TOPIC);
    record_text(&event->record, FIELD_TEXT, command->record.text);
    record_text(&event->record, FIELD_TOPIC, command->record.topic);
    return step_move(conference, command, EVENT_QUESTION_EDITED, event, fault);
}

enum error step_question_return(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    record_text(&event->record, FIELD_NOTE, command->record.note);
    return step_move(conference, command, EVENT_QUESTION_RETURNED, event, fault);
}

enum error step_question_resubmit(const struct conference *conference, const struct command *command, struct event *event,
                                  struct fault *fault) {
    record_text(&event->record, FIELD_TEXT, command->record.text);
    return step_own_move(conference, command, EVENT_QUESTION_RESUBMITTED, event, fault);
}

enum error step_question_unapprove(const struct conference *conference, const struct command *command, struct event *event,
                                   struct fault *fault) {
    return step_move(conference, command, EVENT_QUESTION_UNAPPROVED, event, fault);
}

enum error step_question_put_back(const struct conference *conference, const struct command *command, struct event *event,
                                  struct fault *fault) {
    return step_move(conference, command, EVENT_QUESTION_PUT_BACK, event, fault);
}

enum error step_question_assign(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    record_text(&event->record, FIELD_ANSWERER, command->record.answerer);
    return step_move(conference, command, EVENT_QUESTION_ASSIGNED, event, fault);
}

enum error step_question_merge(const struct conference *conference, const struct command *command, struct event *event,
                               struct fault *fault) {
    const struct question *into = conference_question(conference, command->record.into);
    if (!into || command->record.into == command->record.question)
        return command_not_found(fault, FIELD_INTO);
    enum state state = into->now.state;
    if (state != STATE_PENDING && state != STATE_APPROVED && state != STATE_ASKING) {
        *fault = (struct fault){FIELD_INTO, ROW_QUESTION, (uint32_t)command->record.into};
        return ERROR_WRONG_STATE;
    }
    record_number(&event->record, FIELD_INTO, command->record.into);
    return step_move(conference, command, EVENT_QUESTION_MERGED, event, fault);
}

enum error step_question_undo(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    const struct question *question = conference_question(conference, command->record.question);
    if (!question)
        return command_not_found(fault, FIELD_QUESTION);
    uint32_t number = (uint32_t)command->record.question;
    /* The rev names the act: another one means that something has happened since. */
    enum error error = command_check_rev(command, question->rev, ROW_QUESTION, number, fault);
    if (error)
        return error;
    *fault = (struct fault){FIELD_QUESTION, ROW_QUESTION, number};
    if (!question->act)
        return ERROR_WRONG_STATE;
    if (question->before.state == STATE_ASKING && question->now.state != STATE_ASKING && conference->asking)
        return ERROR_ANOTHER_ASKING;
    event->type = EVENT_ACT_UNDONE;
    record_number(&event->record, FIELD_QUESTION, number);
    record_number(&event->record, FIELD_REV, question->rev + 1);
    record_number(&event->record, FIELD_ACT, (int64_t)question->act);
    return ERROR_NONE;
}

/* ---- apply ---- */

enum { TOUCHES = 8 };

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
        .now = {.state = STATE_PENDING, .topic = conference_find_topic(conference, record->topic)},
        .anonymous = record->anonymous,
        .asker = asker,
        .askers = 1,
        .site = conference_find_site(conference, record->site),
        .actor = NO_PERSON,
        .at = record->at,
    };
    memcpy(question.key, record->key, KEY_SIZE);
    enum error error = touched_reserve(touched, TOUCHES);
    if (!error)
        error = state_grow((void **)&conference->questions, conference->question_count, &conference->question_capacity,
                           sizeof question);
    if (!error)
        error = state_copy_text(&question.now.text, record->text);
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

/* Whoever is asked, or no longer waits to be, leaves the desk's orders; what is put back has not been asked. */
static void follow_state(struct conference *conference, uint32_t number, enum state state, struct touched *touched) {
    if (conference->asking == number)
        conference->asking = 0;
    if (state == STATE_ASKING)
        conference->asking = number;
    struct question *question = conference_question(conference, number);
    if (state == STATE_APPROVED)
        question->asked_at = 0;
    if (state == STATE_ASKING)
        question->answered_at = 0;
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
    int next = question ? lifecycle_next(&LIFE, (int)question->now.state, (int)act) : -1;
    if (next < 0)
        return ERROR_DAMAGED;
    struct question_content fresh;
    enum error error = touched_reserve(touched, TOUCHES);
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
    uint32_t number = (uint32_t)event->record.question;
    follow_state(conference, number, fresh.state, touched);
    touch_question(conference, number, touched);
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
    enum error error = apply_move(conference, event, COMMAND_QUESTION_ASK, touched);
    if (!error)
        conference_question(conference, event->record.question)->asked_at = event->record.at;
    return error;
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
    follow_state(conference, number, question->now.state, touched);
    touch_question(conference, number, touched);
    return ERROR_NONE;
}
