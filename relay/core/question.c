/* question.c - the life of a question, and what may be done to it when. What then changes: question_apply.c; order and intake: queue.c. */
#include "core/question.h"

#include "base/lifecycle.h"
#include "core/roster.h"
#include "core/state.h"

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
const struct lifecycle QUESTION_LIFE = {"question", MOVES, sizeof MOVES / sizeof MOVES[0]};

struct question *conference_question(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->question_count ? &conference->questions[number - 1] : NULL;
}

bool question_is_of_desk(const struct question *question) {
    return question->asker == NO_PERSON && (question->origin == ORIGIN_SURVEY || question->site == NO_SITE);
}

uint32_t conference_questions(const struct conference *conference) {
    return conference->question_count;
}

uint32_t conference_question_rev(const struct conference *conference, uint32_t question) {
    return conference->questions[question - 1].rev;
}

struct text conference_question_text(const struct conference *conference, uint32_t question) {
    return conference->questions[question - 1].now.text;
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

static enum error refuse(enum error error, struct fault *fault, enum field field) {
    fault->field = field;
    return error;
}

/* A slip is entered by operators and moderators, what was collected before the event by moderators. An opinion becomes a question once, and again
 * only when that was rejected. */
static enum error check_origin(const struct conference *conference, const struct command *command, struct fault *fault) {
    const struct record *record = &command->record;
    bool moderates = actor_has(conference, command, ROLE_MODERATOR), of_opinion = record_has(record, FIELD_OPINION);
    if (record->origin == ORIGIN_PAPER && !moderates && !actor_has(conference, command, ROLE_OPERATOR))
        return refuse(ERROR_NOT_ALLOWED, fault, FIELD_ORIGIN);
    if ((record->origin == ORIGIN_SURVEY || of_opinion) && !moderates)
        return refuse(ERROR_NOT_ALLOWED, fault, of_opinion ? FIELD_OPINION : FIELD_ORIGIN);
    if (of_opinion && record_has(record, FIELD_ORIGIN) && record->origin != ORIGIN_SURVEY)
        return refuse(ERROR_OUT_OF_RANGE, fault, FIELD_ORIGIN);
    if ((record->origin == ORIGIN_SURVEY || of_opinion) && record_has(record, FIELD_PERSON))
        return refuse(ERROR_UNKNOWN_FIELD, fault, FIELD_PERSON);
    if (!of_opinion)
        return record_has(record, FIELD_TEXT) ? ERROR_NONE : refuse(ERROR_MISSING_FIELD, fault, FIELD_TEXT);
    const struct opinion *opinion = conference_opinion(conference, record->opinion);
    if (!opinion)
        return command_not_found(fault, FIELD_OPINION);
    if (!opinion->question || conference_question(conference, opinion->question)->now.state == STATE_REJECTED)
        return ERROR_NONE;
    *fault = (struct fault){FIELD_OPINION, ROW_QUESTION, opinion->question};
    return ERROR_WRONG_STATE;
}

/* Who asks, if it is a person, and the site it counts for. */
static enum error find_asker(const struct conference *conference, const struct command *command, uint32_t *asker, uint32_t *site,
                             struct fault *fault) {
    const struct record *record = &command->record;
    const struct opinion *opinion = conference_opinion(conference, record->opinion);
    *asker = NO_PERSON;
    *site = opinion ? opinion->site : NO_SITE;
    if (opinion || record->origin == ORIGIN_SURVEY)
        return ERROR_NONE;
    if (record->origin == ORIGIN_PAPER && !record_has(record, FIELD_PERSON)) {
        *site = conference->people[command->actor].site;
        return ERROR_NONE;
    }
    enum error error = command_person(conference, command, asker, fault);
    if (!error)
        *site = conference->people[*asker].site;
    return error;
}

static void write_origin(const struct conference *conference, const struct record *from, uint32_t asker, uint32_t site, struct record *record) {
    const struct opinion *opinion = conference_opinion(conference, from->opinion);
    bool given = record_has(from, FIELD_TEXT);
    record_text(record, FIELD_TEXT, given || !opinion ? from->text : opinion->text);
    if (asker != NO_PERSON)
        record_text(record, FIELD_PERSON, conference->people[asker].id);
    if (site != NO_SITE)
        record_text(record, FIELD_SITE, conference->sites[site].id);
    if (opinion) {
        record_number(record, FIELD_OPINION, from->opinion);
        record_word(record, FIELD_ORIGIN, ORIGIN_SURVEY);
    } else if (from->origin != ORIGIN_LIVE) {
        record_word(record, FIELD_ORIGIN, from->origin);
    }
}

enum error step_question_submit(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    uint32_t asker, site;
    enum error error = check_origin(conference, command, fault);
    if (!error)
        error = find_asker(conference, command, &asker, &site, fault);
    if (error)
        return error;
    const struct opinion *opinion = conference_opinion(conference, command->record.opinion);
    uint32_t topic = conference_find_topic(conference, command->record.topic);
    if (record_has(&command->record, FIELD_TOPIC) && topic == NO_TOPIC)
        return command_not_found(fault, FIELD_TOPIC);
    if (topic == NO_TOPIC && opinion)
        topic = opinion->topic;
    if (!intake_is_open(conference, command, topic, fault))
        return ERROR_INTAKE_CLOSED;
    if (conference->question_count >= conference->limits.questions)
        return ERROR_FULL;
    event->type = EVENT_QUESTION_SUBMITTED;
    record_number(&event->record, FIELD_QUESTION, (int64_t)conference->question_count + 1);
    record_number(&event->record, FIELD_REV, 1);
    write_origin(conference, &command->record, asker, site, &event->record);
    if (topic != NO_TOPIC)
        record_text(&event->record, FIELD_TOPIC, conference->topics[topic].id);
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
    if (lifecycle_next(&QUESTION_LIFE, (int)question->now.state, (int)command->type) < 0) {
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
    if (!question || question_is_of_desk(question) || !command_may_act_for(conference, command, question->asker, question->site))
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
    return error ? error : question_step_call(conference, (uint32_t)command->record.question, event, fault);
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
    const struct question *question = conference_question(conference, command->record.question);
    if (question && question_is_of_desk(question)) {
        *fault = (struct fault){FIELD_QUESTION, ROW_QUESTION, (uint32_t)command->record.question};
        return ERROR_WRONG_STATE; /* to nobody */
    }
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
    bool asked_again = question->act && question->before.state == STATE_ASKING && question->now.state != STATE_ASKING;
    if (!question->act || (asked_again && conference->asking)) {
        *fault = (struct fault){FIELD_QUESTION, ROW_QUESTION, number};
        return question->act ? ERROR_ANOTHER_ASKING : ERROR_WRONG_STATE;
    }
    event->type = EVENT_ACT_UNDONE;
    record_number(&event->record, FIELD_QUESTION, number);
    record_number(&event->record, FIELD_REV, question->rev + 1);
    record_number(&event->record, FIELD_ACT, (int64_t)question->act);
    /* Who has spoken to it has spoken; else its asker is called again. */
    return asked_again && !question->speaker ? question_step_call(conference, number, event, fault) : ERROR_NONE;
}
