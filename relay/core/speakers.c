/* speakers.c - the list of speakers: request, call (cue), start, finish, withdraw. One is cued at most, one speaks at most. */
#include "core/state.h"

#include "base/lifecycle.h"
#include "base/memory.h"
#include <string.h>

static const struct lifecycle_move MOVES[] = {
    {STATE_WAITING, COMMAND_SPEAKER_CALL, STATE_NEXT},
    {STATE_NEXT, COMMAND_SPEAKER_START, STATE_SPEAKING},
    {STATE_WAITING, COMMAND_SPEAKER_START, STATE_SPEAKING},
    {STATE_SPEAKING, COMMAND_SPEAKER_FINISH, STATE_FINISHED},
    {STATE_WAITING, COMMAND_SPEAKER_WITHDRAW, STATE_WITHDRAWN},
    {STATE_NEXT, COMMAND_SPEAKER_WITHDRAW, STATE_WITHDRAWN},
};
static const struct lifecycle LIFE = {"speaker", MOVES, sizeof MOVES / sizeof MOVES[0]};

enum { WINDOW = 3 }; /* of the waiting ones, how many everybody sees */

struct speaker *conference_speaker(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->speaker_count ? &conference->speakers[number - 1] : NULL;
}

void speakers_finish(struct conference *conference) {
    memory_release(conference->speakers);
    memory_release(conference->waiting);
}

/* ---- step ---- */

enum error step_speaker_request(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    uint32_t person;
    enum error error = command_person(conference, command, &person, fault);
    if (error)
        return error;
    int64_t item = record_has(&command->record, FIELD_ITEM) ? command->record.item : conference->current_item;
    if (item && !conference_item(conference, item))
        return command_not_found(fault, FIELD_ITEM);
    for (uint32_t number = conference->people[person].first_speaker; number;
         number = conference->speakers[number - 1].next_of_person) {
        const struct speaker *other = &conference->speakers[number - 1];
        if (other->item == item && (other->state == STATE_WAITING || other->state == STATE_NEXT)) {
            fault->field = FIELD_PERSON;
            return ERROR_ALREADY_WAITING;
        }
    }
    if (conference->speaker_count >= conference->limits.speakers)
        return ERROR_FULL;
    event->type = EVENT_SPEAKER_REQUESTED;
    record_number(&event->record, FIELD_SPEAKER, (int64_t)conference->speaker_count + 1);
    record_number(&event->record, FIELD_REV, 1);
    record_text(&event->record, FIELD_PERSON, conference->people[person].id);
    record_text(&event->record, FIELD_SITE, conference_person_site(conference, person));
    if (item)
        record_number(&event->record, FIELD_ITEM, item);
    return ERROR_NONE;
}

static enum error step_move(const struct conference *conference, const struct command *command, enum event_type type,
                            struct event *event, struct fault *fault) {
    const struct speaker *speaker = conference_speaker(conference, command->record.speaker);
    if (!speaker)
        return command_not_found(fault, FIELD_SPEAKER);
    uint32_t number = (uint32_t)command->record.speaker;
    enum error error = command_check_rev(command, speaker->rev, ROW_SPEAKER, number, fault);
    if (error)
        return error;
    if (lifecycle_next(&LIFE, speaker->state, command->type) < 0) {
        *fault = (struct fault){FIELD_SPEAKER, ROW_SPEAKER, number};
        return ERROR_WRONG_STATE;
    }
    event->type = type;
    record_number(&event->record, FIELD_SPEAKER, number);
    record_number(&event->record, FIELD_REV, speaker->rev + 1);
    return ERROR_NONE;
}

enum error step_speaker_call(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    enum error error = step_move(conference, command, EVENT_SPEAKER_CALLED, event, fault);
    /* Two taps by two chairs must not call two people: whoever is cued has to start or step back first. */
    if (!error && conference->cued) {
        *fault = (struct fault){FIELD_SPEAKER, ROW_SPEAKER, conference->cued};
        return ERROR_FLOOR_TAKEN;
    }
    return error;
}

enum error step_speaker_start(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    enum error error = step_move(conference, command, EVENT_SPEAKER_STARTED, event, fault);
    if (error)
        return error;
    uint32_t holder = conference->speaking                                                  ? conference->speaking
                      : conference->cued && conference->cued != command->record.speaker ? conference->cued
                                                                                        : 0;
    if (holder) {
        *fault = (struct fault){FIELD_SPEAKER, ROW_SPEAKER, holder};
        return ERROR_FLOOR_TAKEN;
    }
    if (record_has(&command->record, FIELD_SECONDS))
        record_number(&event->record, FIELD_ENDS_AT, command->now + command->record.seconds * 1000);
    return ERROR_NONE;
}

enum error step_speaker_finish(const struct conference *conference, const struct command *command, struct event *event,
                               struct fault *fault) {
    return step_move(conference, command, EVENT_SPEAKER_FINISHED, event, fault);
}

enum error step_speaker_withdraw(const struct conference *conference, const struct command *command, struct event *event,
                                 struct fault *fault) {
    const struct speaker *speaker = conference_speaker(conference, command->record.speaker);
    bool desk = actor_has(conference, command, ROLE_MODERATOR) || actor_has(conference, command, ROLE_CHAIR);
    if (!speaker || (!desk && !command_may_act_for(conference, command, speaker->person, speaker->site)))
        return command_not_found(fault, FIELD_SPEAKER);
    return step_move(conference, command, EVENT_SPEAKER_WITHDRAWN, event, fault);
}

/* ---- apply ---- */

static void touch_speaker(const struct conference *conference, uint32_t number, struct touched *touched) {
    touched_add(touched, ROW_SPEAKER, number, NO_PERSON);
    touched_add(touched, ROW_MY_SPEAKER, number, conference->speakers[number - 1].person);
}

/* Whoever stands where the window ends may have come into view or left it. */
static void touch_window(const struct conference *conference, struct touched *touched) {
    for (uint32_t i = 0; i < conference->waiting_count && i <= WINDOW; i++)
        touched_add(touched, ROW_SPEAKER, conference->waiting[i], NO_PERSON);
}

enum error apply_speaker_requested(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    uint32_t person_index = event_person(conference, event, FIELD_PERSON);
    if (person_index == NO_PERSON || record->speaker != (int64_t)conference->speaker_count + 1)
        return ERROR_DAMAGED;
    struct speaker speaker = {
        .rev = (uint32_t)record->rev,
        .state = STATE_WAITING,
        .item = (uint32_t)record->item,
        .person = person_index,
        .site = conference_find_site(conference, record->site),
        .at = record->at,
    };
    memcpy(speaker.key, record->key, KEY_SIZE);
    enum error error = touched_reserve(touched, 2);
    if (!error)
        error = state_grow((void **)&conference->speakers, conference->speaker_count, &conference->speaker_capacity,
                           sizeof speaker);
    if (!error)
        error = state_grow((void **)&conference->waiting, conference->waiting_count, &conference->waiting_capacity,
                           sizeof *conference->waiting);
    if (error)
        return error;
    conference->speakers[conference->speaker_count++] = speaker;
    conference->waiting[conference->waiting_count++] = conference->speaker_count;
    struct person *person = &conference->people[person_index];
    if (person->last_speaker)
        conference->speakers[person->last_speaker - 1].next_of_person = conference->speaker_count;
    else
        person->first_speaker = conference->speaker_count;
    person->last_speaker = conference->speaker_count;
    touch_speaker(conference, conference->speaker_count, touched);
    return ERROR_NONE;
}

static void leave_waiting(struct conference *conference, uint32_t number) {
    for (uint32_t i = 0; i < conference->waiting_count; i++)
        if (conference->waiting[i] == number) {
            memmove(&conference->waiting[i], &conference->waiting[i + 1],
                    (conference->waiting_count - i - 1) * sizeof *conference->waiting);
            conference->waiting_count--;
            return;
        }
}

static enum error apply_move(struct conference *conference, const struct event *event, enum command_type act,
                             struct touched *touched, struct speaker **out) {
    struct speaker *speaker = conference_speaker(conference, event->record.speaker);
    int next = speaker ? lifecycle_next(&LIFE, speaker->state, act) : -1;
    if (next < 0)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 2 + WINDOW + 1);
    if (error)
        return error;
    uint32_t number = (uint32_t)event->record.speaker;
    if (speaker->state == STATE_WAITING)
        leave_waiting(conference, number);
    if (conference->cued == number)
        conference->cued = 0;
    if (conference->speaking == number)
        conference->speaking = 0;
    speaker->state = (enum state)next;
    speaker->rev = (uint32_t)event->record.rev;
    if (speaker->state == STATE_NEXT)
        conference->cued = number;
    if (speaker->state == STATE_SPEAKING)
        conference->speaking = number;
    touch_speaker(conference, number, touched);
    touch_window(conference, touched);
    *out = speaker;
    return ERROR_NONE;
}

enum error apply_speaker_called(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_CALL, touched, &speaker);
    if (!error)
        speaker->called_at = event->record.at;
    return error;
}

enum error apply_speaker_started(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_START, touched, &speaker);
    if (!error) {
        speaker->started_at = event->record.at;
        speaker->ends_at = event->record.ends_at;
    }
    return error;
}

enum error apply_speaker_finished(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_FINISH, touched, &speaker);
    if (!error)
        speaker->finished_at = event->record.at;
    return error;
}

enum error apply_speaker_withdrawn(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    return apply_move(conference, event, COMMAND_SPEAKER_WITHDRAW, touched, &speaker);
}
