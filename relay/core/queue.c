/* queue.c - which question comes next, who else has it, and whether questions are taken at all. */
#include "core/question.h"

#include "base/memory.h"
#include "core/roster.h"
#include "core/state.h"
#include <string.h>

/* ---- the desk's orders ---- */

static uint32_t place_of(const struct question_order *order, uint32_t number) {
    uint32_t place = 0;
    while (place < order->count && order->numbers[place] != number)
        place++;
    return place;
}

bool question_order_has(const struct question_order *order, uint32_t number) {
    return place_of(order, number) < order->count;
}

void question_order_leave(struct question_order *order, uint32_t number) {
    uint32_t place = place_of(order, number);
    if (place == order->count)
        return;
    memmove(&order->numbers[place], &order->numbers[place + 1], (order->count - place - 1) * sizeof *order->numbers);
    order->count--;
}

/* Room has been made. */
static void order_insert(struct question_order *order, uint32_t place, uint32_t number) {
    memmove(&order->numbers[place + 1], &order->numbers[place], (order->count - place) * sizeof *order->numbers);
    order->numbers[place] = number;
    order->count++;
}

static enum error step_queue(const struct conference *conference, const struct command *command, struct fault *fault) {
    const struct question *question = conference_question(conference, command->record.question);
    if (!question)
        return command_not_found(fault, FIELD_QUESTION);
    enum error error = command_check_rev(command, conference->queue_rev, ROW_QUEUE, 0, fault);
    if (!error && question->now.state != STATE_APPROVED) {
        *fault = (struct fault){FIELD_QUESTION, ROW_QUESTION, (uint32_t)command->record.question};
        return ERROR_WRONG_STATE;
    }
    return error;
}

static void queue_event(const struct conference *conference, const struct command *command, enum event_type type, struct event *event) {
    event->type = type;
    record_number(&event->record, FIELD_QUESTION, command->record.question);
    record_number(&event->record, FIELD_REV, conference->queue_rev + 1);
}

enum error step_question_pin(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    enum error error = step_queue(conference, command, fault);
    if (error)
        return error;
    queue_event(conference, command, EVENT_QUESTION_PINNED, event);
    record_flag(&event->record, FIELD_PIN, command->record.pin);
    return ERROR_NONE;
}

enum error step_question_move(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    enum error error = step_queue(conference, command, fault);
    if (error)
        return error;
    if (record_has(&command->record, FIELD_BEFORE) && (command->record.before == command->record.question ||
                                                       !question_order_has(&conference->manual, (uint32_t)command->record.before)))
        return command_not_found(fault, FIELD_BEFORE);
    queue_event(conference, command, EVENT_QUESTION_MOVED, event);
    record_flag(&event->record, FIELD_ON, command->record.on);
    if (record_has(&command->record, FIELD_BEFORE))
        record_number(&event->record, FIELD_BEFORE, command->record.before);
    return ERROR_NONE;
}

static enum error apply_order(struct conference *conference, const struct event *event, struct question_order *order, bool in,
                              struct touched *touched) {
    if (!conference_question(conference, event->record.question))
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = memory_grow((void **)&order->numbers, order->count, &order->capacity, sizeof *order->numbers);
    if (error)
        return error;
    uint32_t number = (uint32_t)event->record.question;
    question_order_leave(order, number);
    if (in)
        order_insert(order, place_of(order, (uint32_t)event->record.before), number);
    conference->queue_rev = (uint32_t)event->record.rev;
    touched_add(touched, ROW_QUEUE, 0, NO_PERSON);
    return ERROR_NONE;
}

enum error apply_question_pinned(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_order(conference, event, &conference->pinned, event->record.pin, touched);
}

enum error apply_question_moved(struct conference *conference, const struct event *event, struct touched *touched) {
    return apply_order(conference, event, &conference->manual, event->record.on, touched);
}

/* ---- the order in which they would be asked ---- */

struct fairness {
    uint32_t taken[LIMIT_SITES + 1]; /* asked already, and picked in this order; the last is for those without a site */
};

static uint32_t site_place(const struct question *question) {
    return question->site == NO_SITE ? LIMIT_SITES : question->site;
}

static bool is_fairer(const struct conference *conference, const struct fairness *fairness, uint32_t a, uint32_t b) {
    const struct question *left = &conference->questions[a - 1], *right = &conference->questions[b - 1];
    uint32_t left_taken = fairness->taken[site_place(left)], right_taken = fairness->taken[site_place(right)];
    if (left_taken != right_taken)
        return left_taken < right_taken;
    if (left->at != right->at)
        return left->at < right->at;
    return a < b;
}

static void place(const struct conference *conference, struct fairness *fairness, uint32_t number, enum why why,
                  struct queue_place *out) {
    fairness->taken[site_place(&conference->questions[number - 1])]++;
    *out = (struct queue_place){number, why};
}

/* Moves the fairest of waiting[0, count) to its end and returns it. */
static uint32_t take_fairest(const struct conference *conference, const struct fairness *fairness, uint32_t *waiting, uint32_t count) {
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++)
        if (is_fairer(conference, fairness, waiting[i], waiting[best]))
            best = i;
    uint32_t number = waiting[best];
    waiting[best] = waiting[count - 1];
    return number;
}

enum error conference_queue(const struct conference *conference, uint32_t most, struct queue_place *out, uint32_t *count) {
    struct fairness fairness = {{0}};
    uint32_t *waiting = memory_take((conference->question_count + 1) * sizeof *waiting);
    uint32_t waiting_count = 0;
    *count = 0;
    if (!waiting)
        return ERROR_NO_MEMORY;
    for (uint32_t number = 1; number <= conference->question_count; number++) {
        const struct question *question = &conference->questions[number - 1];
        if (question->asked_at)
            fairness.taken[site_place(question)]++;
        if (question->now.state == STATE_APPROVED && !question_order_has(&conference->pinned, number) &&
            !question_order_has(&conference->manual, number))
            waiting[waiting_count++] = number;
    }
    for (uint32_t i = 0; i < conference->pinned.count && *count < most; i++)
        place(conference, &fairness, conference->pinned.numbers[i], WHY_PINNED, &out[(*count)++]);
    for (uint32_t i = 0; i < conference->manual.count && *count < most; i++)
        if (!question_order_has(&conference->pinned, conference->manual.numbers[i]))
            place(conference, &fairness, conference->manual.numbers[i], WHY_MANUAL, &out[(*count)++]);
    while (waiting_count > 0 && *count < most) {
        uint32_t number = take_fairest(conference, &fairness, waiting, waiting_count--);
        bool first = fairness.taken[site_place(&conference->questions[number - 1])] == 0;
        place(conference, &fairness, number, first ? WHY_SITE_NOT_YET_ASKED : WHY_FEWEST_OF_SITE, &out[(*count)++]);
    }
    memory_release(waiting);
    return ERROR_NONE;
}

/* ---- me too ---- */

bool question_me_too_of(const struct question *question, uint32_t person) {
    return person < question->me_too_people && (question->me_too[person / 8] >> person % 8 & 1) != 0;
}

enum error step_question_me_too(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    const struct question *question = conference_question(conference, command->record.question);
    /* What was not let through does not exist for those who might share it. */
    if (!question || (question->now.state != STATE_APPROVED && question->now.state != STATE_ASKING))
        return command_not_found(fault, FIELD_QUESTION);
    event->type = EVENT_ME_TOO_SET;
    record_number(&event->record, FIELD_QUESTION, command->record.question);
    record_text(&event->record, FIELD_PERSON, conference->people[command->actor].id);
    record_flag(&event->record, FIELD_ON, command->record.on);
    return ERROR_NONE;
}

enum error apply_me_too_set(struct conference *conference, const struct event *event, struct touched *touched) {
    struct question *question = conference_question(conference, event->record.question);
    uint32_t person = event_person(conference, event, FIELD_PERSON);
    if (!question || person == NO_PERSON)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 2);
    if (error)
        return error;
    if (person >= question->me_too_people) {
        uint32_t people = (conference->person_count + 7) / 8 * 8;
        uint8_t *grown = memory_resize(question->me_too, people / 8);
        if (!grown)
            return ERROR_NO_MEMORY;
        memset(grown + question->me_too_people / 8, 0, (people - question->me_too_people) / 8);
        question->me_too = grown;
        question->me_too_people = people;
    }
    if (question_me_too_of(question, person) != event->record.on) {
        question->me_too[person / 8] ^= (uint8_t)(1u << person % 8);
        question->me_too_count = event->record.on ? question->me_too_count + 1 : question->me_too_count - 1;
    }
    touched_add(touched, ROW_QUESTION, (uint32_t)event->record.question, NO_PERSON);
    touched_add(touched, ROW_MY_ME_TOO, (uint32_t)event->record.question, person);
    return ERROR_NONE;
}

/* ---- intake ---- */

enum error step_intake_set(const struct conference *conference, const struct command *command, struct event *event,
                           struct fault *fault) {
    uint32_t topic = conference_find_topic(conference, command->record.topic);
    bool of_topic = record_has(&command->record, FIELD_TOPIC);
    if (of_topic && topic == NO_TOPIC)
        return command_not_found(fault, FIELD_TOPIC);
    uint32_t rev = of_topic ? conference->topics[topic].rev : conference->intake_rev;
    enum error error = command_check_rev(command, rev, of_topic ? ROW_TOPIC : ROW_CONFERENCE, of_topic ? topic : 0, fault);
    if (error)
        return error;
    event->type = EVENT_INTAKE_SET;
    record_word(&event->record, FIELD_INTAKE, command->record.intake);
    record_number(&event->record, FIELD_REV, rev + 1);
    record_text(&event->record, FIELD_TOPIC, command->record.topic);
    return ERROR_NONE;
}

enum error apply_intake_set(struct conference *conference, const struct event *event, struct touched *touched) {
    bool of_topic = record_has(&event->record, FIELD_TOPIC);
    uint32_t topic = conference_find_topic(conference, event->record.topic);
    if (of_topic && topic == NO_TOPIC)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (error)
        return error;
    *(of_topic ? &conference->topics[topic].intake : &conference->intake) = (enum intake)event->record.intake;
    *(of_topic ? &conference->topics[topic].rev : &conference->intake_rev) = (uint32_t)event->record.rev;
    touched_add(touched, of_topic ? ROW_TOPIC : ROW_CONFERENCE, of_topic ? topic : 0, NO_PERSON);
    return ERROR_NONE;
}
