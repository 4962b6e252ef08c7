/* question_speaker.c - a question and who speaks to it: asked means that its asker is called (relay/DELIVERY.md, S7).
 *
 * Asking takes an asker who has the floor as it is, else calls the asker's request from the list, else makes one. Whatever ends it takes back just that;
 * but a speech that has begun is never taken back: it finishes. */
#include "core/question.h"

#include "core/roster.h"
#include "core/speakers.h"
#include "core/state.h"
#include <string.h>

/* ---- who it is ---- */

/* Not an anonymous asker, nor one who was removed, nor the desk's own account: what those ask is read out. */
static bool has_speaker(const struct conference *conference, const struct question *question) {
    const uint32_t desk = 1u << ROLE_ADMIN | 1u << ROLE_MODERATOR | 1u << ROLE_CHAIR;
    return question->asker != NO_PERSON && !question->anonymous && !conference->people[question->asker].removed &&
           !(conference->people[question->asker].roles & desk);
}

static bool has_floor(const struct speaker *speaker) {
    return speaker->state == STATE_NEXT || speaker->state == STATE_READY || speaker->state == STATE_SPEAKING ||
           speaker->state == STATE_PAUSED;
}

static bool is_of(const struct conference *conference, uint32_t number, uint32_t person) {
    return number && conference->speakers[number - 1].person == person;
}

/* The person's speech: under way, about to begin, or paused; 0 = none. */
static uint32_t on_floor(const struct conference *conference, uint32_t person) {
    if (is_of(conference, conference->speaking, person))
        return conference->speaking;
    if (is_of(conference, conference->cued, person))
        return conference->cued;
    uint32_t number = conference->people[person].first_speaker;
    while (number && conference->speakers[number - 1].state != STATE_PAUSED)
        number = conference->speakers[number - 1].next_of_person;
    return number;
}

/* The person's first request on the list of the current item; 0 = none. */
static uint32_t on_list(const struct conference *conference, uint32_t person) {
    const struct speaker_list *list = &conference->lists[conference->current_item];
    for (uint32_t i = 0; i < list->count; i++)
        if (is_of(conference, list->waiting[i], person))
            return list->waiting[i];
    return 0;
}

enum error question_step_call(const struct conference *conference, uint32_t number, struct event *event, struct fault *fault) {
    const struct question *question = conference_question(conference, number);
    if (!has_speaker(conference, question))
        return ERROR_NONE;
    uint32_t speaker = on_floor(conference, question->asker);
    if (!speaker && conference->cued)
        return speaker_floor_taken(fault, conference->cued);
    if (!speaker)
        speaker = on_list(conference, question->asker);
    if (!speaker && conference->speaker_count >= conference->limits.speakers)
        return ERROR_FULL;
    record_number(&event->record, FIELD_SPEAKER, speaker ? speaker : (int64_t)conference->speaker_count + 1);
    return ERROR_NONE;
}

/* ---- called ---- */

/* The list a request waits on; made before anything was current, it has none of its own. */
static uint32_t list_of(const struct conference *conference, const struct speaker *speaker) {
    return speaker->item ? speaker->item : conference->current_item;
}

/* Can this be who is called for the question: the asker's, and nobody else is called. */
static bool can_be_called(const struct conference *conference, const struct question *question, int64_t number) {
    const struct speaker *speaker = conference_speaker(conference, number);
    if (question->asker == NO_PERSON || (speaker && speaker->person != question->asker))
        return false;
    if (!speaker)
        return number == (int64_t)conference->speaker_count + 1 && !conference->cued;
    return has_floor(speaker) || (speaker->state == STATE_WAITING && !conference->cued);
}

enum error question_reserve_call(struct conference *conference, const struct event *event) {
    const struct question *question = conference_question(conference, event->record.question);
    if (!question)
        return ERROR_DAMAGED;
    const struct speaker *speaker = conference_speaker(conference, question->speaker);
    enum error error = speaker ? list_reserve(conference, list_of(conference, speaker), 1) : ERROR_NONE;
    if (error || !record_has(&event->record, FIELD_SPEAKER))
        return error;
    return can_be_called(conference, question, event->record.speaker) ? speaker_reserve(conference, conference->current_item)
                                                                      : ERROR_DAMAGED;
}

static void add_called(struct conference *conference, uint32_t person, const struct event *event) {
    struct speaker speaker = {
        .state = STATE_NEXT,
        .class = CLASS_NORMAL,
        .item = conference->current_item,
        .person = person,
        .site = conference->people[person].site,
        .at = event->record.at,
        .since = event->record.at,
        .called_at = event->record.at,
        .called_by_asking = CALL_OF_NEW,
    };
    memcpy(speaker.key, event->record.key, KEY_SIZE);
    conference->cued = speaker_add(conference, &speaker);
}

void question_call(struct conference *conference, const struct event *event, struct touched *touched) {
    if (!record_has(&event->record, FIELD_SPEAKER))
        return;
    struct question *question = conference_question(conference, event->record.question);
    uint32_t number = (uint32_t)event->record.speaker;
    if (number > conference->speaker_count)
        add_called(conference, question->asker, event);
    struct speaker *speaker = conference_speaker(conference, number);
    if (speaker->state == STATE_WAITING) {
        speaker_change_state(conference, number, STATE_NEXT, event->record.at, touched);
        speaker->called_at = event->record.at;
        speaker->called_by_asking = CALL_OF_WAITING;
    } else if (speaker->called_by_asking == CALL_NONE)
        speaker->called_by_asking = CALL_OF_WHO_HAD_FLOOR;
    speaker->rev++;
    speaker->question = (uint32_t)event->record.question;
    question->speaker = number;
    speaker_touch(conference, number, touched);
    list_touch_window(conference, touched);
}

/* ---- the call is over ---- */

/* What becomes of a speaker whose question is asked no longer. */
static enum state after_call(const struct speaker *speaker, bool answered) {
    bool began = speaker->state == STATE_SPEAKING || speaker->state == STATE_PAUSED;
    bool had_floor = speaker->called_by_asking == CALL_OF_WHO_HAD_FLOOR;
    if (had_floor && !(began && answered))
        return speaker->state;
    if (began)
        return STATE_FINISHED;
    return speaker->called_by_asking == CALL_OF_WAITING ? STATE_WAITING : STATE_WITHDRAWN;
}

/* Whoever has not spoken to the question has nothing to do with it any more. */
static void part(struct question *question, struct speaker *speaker) {
    question->speaker = 0;
    speaker->question = 0;
    speaker->called_by_asking = CALL_NONE;
}

void question_end_call(struct conference *conference, uint32_t number, int64_t at, bool answered, struct touched *touched) {
    struct question *question = conference_question(conference, number);
    struct speaker *speaker = conference_speaker(conference, question->speaker);
    if (!speaker || !has_floor(speaker))
        return;
    uint32_t speaker_number = question->speaker;
    enum state next = after_call(speaker, answered);
    if (next != speaker->state)
        speaker_change_state(conference, speaker_number, next, at, touched);
    if (next == STATE_FINISHED)
        speaker->finished_at = at;
    else
        part(question, speaker);
    if (next == STATE_WAITING) {
        speaker->item = list_of(conference, speaker);
        speaker->called_at = 0;
        list_join(conference, speaker_number);
    }
    speaker->rev++;
    speaker_touch(conference, speaker_number, touched);
    list_touch_window(conference, touched);
}

void speaker_leave_question(struct conference *conference, uint32_t number, uint32_t actor, struct touched *touched) {
    struct speaker *speaker = conference_speaker(conference, number);
    uint32_t question = speaker->question;
    if (!question)
        return;
    part(conference_question(conference, question), speaker);
    question_wait_again(conference, question, actor, touched);
}
