/* speakers_apply.c - what has been done with requests to speak: the events of speakers.c. */
#include "core/speakers.h"

#include "base/lifecycle.h"
#include "base/memory.h"
#include "core/question.h"
#include "core/roster.h"
#include "core/state.h"
#include <string.h>

void speakers_finish(struct conference *conference) {
    for (uint32_t i = 0; i < conference->speaker_count; i++)
        state_release_text(&conference->speakers[i].name);
    for (uint32_t item = 0; conference->lists && item <= conference->item_count; item++)
        memory_release(conference->lists[item].waiting);
    memory_release(conference->lists);
    memory_release(conference->speakers);
}

/* ---- new ones ---- */

static void chain_to_person(struct conference *conference, uint32_t number) {
    uint32_t index = conference->speakers[number - 1].person;
    if (index == NO_PERSON)
        return;
    struct person *person = &conference->people[index];
    if (person->last_speaker)
        conference->speakers[person->last_speaker - 1].next_of_person = number;
    else
        person->first_speaker = number;
    person->last_speaker = number;
}

enum error speaker_reserve(struct conference *conference, uint32_t item) {
    enum error error = list_reserve(conference, item, 1);
    return error ? error
                 : memory_grow((void **)&conference->speakers, conference->speaker_count, &conference->speaker_capacity,
                               sizeof *conference->speakers);
}

uint32_t speaker_add(struct conference *conference, const struct speaker *speaker) {
    conference->speakers[conference->speaker_count++] = *speaker;
    chain_to_person(conference, conference->speaker_count);
    return conference->speaker_count;
}

/* Adds the speaker in this state; the caller puts it into a list or cues it. Room for one in the list and for the touches is made. */
static enum error add_speaker(struct conference *conference, const struct event *event, enum state state, struct touched *touched) {
    const struct record *record = &event->record;
    if (record->speaker != (int64_t)conference->speaker_count + 1 || (uint64_t)record->item > conference->item_count)
        return ERROR_DAMAGED;
    struct speaker speaker = {
        .rev = (uint32_t)record->rev,
        .state = state,
        .class = record_has(record, FIELD_CLASS) ? (enum speaker_class)record->speaker_class : CLASS_NORMAL,
        .item = (uint32_t)record->item,
        .person = event_person(conference, event, FIELD_PERSON),
        .site = conference_find_site(conference, record->site),
        .at = record->at,
        .since = record->at,
    };
    memcpy(speaker.key, record->key, KEY_SIZE);
    enum error error = touched_reserve(touched, SPEAKER_TOUCHES);
    if (!error)
        error = speaker_reserve(conference, speaker.item);
    if (!error)
        error = state_copy_text(&speaker.name, record->name);
    if (!error)
        speaker_add(conference, &speaker);
    return error;
}

enum error apply_speaker_requested(struct conference *conference, const struct event *event, struct touched *touched) {
    if (event_person(conference, event, FIELD_PERSON) == NO_PERSON)
        return ERROR_DAMAGED;
    enum error error = add_speaker(conference, event, STATE_WAITING, touched);
    if (error)
        return error;
    list_join(conference, conference->speaker_count);
    speaker_touch(conference, conference->speaker_count, touched);
    list_touch_window(conference, touched);
    return ERROR_NONE;
}

enum error apply_speaker_admitted(struct conference *conference, const struct event *event, struct touched *touched) {
    if (conference->cued)
        return ERROR_DAMAGED;
    enum error error = add_speaker(conference, event, STATE_NEXT, touched);
    if (error)
        return error;
    conference->cued = conference->speaker_count;
    conference->speakers[conference->cued - 1].called_at = event->record.at;
    speaker_touch(conference, conference->cued, touched);
    return ERROR_NONE;
}

/* ---- moves ---- */

static void touch_site(const struct speaker *speaker, struct touched *touched) {
    if (speaker->site != NO_SITE)
        touched_add(touched, ROW_SITE, speaker->site, NO_PERSON);
}

/* The floor is left: what was spoken is added to the site's. */
static void leave_floor(struct conference *conference, struct speaker *speaker, int64_t at, struct touched *touched) {
    conference->speaking = 0;
    if (speaker->site != NO_SITE && at > speaker->speaking_since)
        conference->sites[speaker->site].spoken += at - speaker->speaking_since;
    touch_site(speaker, touched);
}

void speaker_change_state(struct conference *conference, uint32_t number, enum state next, int64_t at, struct touched *touched) {
    struct speaker *speaker = &conference->speakers[number - 1];
    if (speaker->state == STATE_WAITING)
        list_leave(conference, number);
    if (conference->cued == number)
        conference->cued = 0;
    if (conference->speaking == number)
        leave_floor(conference, speaker, at, touched);
    speaker->state = next;
    if (next == STATE_NEXT || next == STATE_READY)
        conference->cued = number;
    if (next == STATE_SPEAKING) {
        conference->speaking = number;
        speaker->speaking_since = at;
    }
}

static enum error apply_move(struct conference *conference, const struct event *event, enum command_type act,
                             struct touched *touched, struct speaker **out) {
    struct speaker *speaker = conference_speaker(conference, event->record.speaker);
    int next = speaker ? lifecycle_next(&SPEAKER_LIFE, (int)speaker->state, (int)act) : -1;
    if (next < 0)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, SPEAKER_TOUCHES + QUESTION_TOUCHES);
    if (error)
        return error;
    uint32_t number = (uint32_t)event->record.speaker;
    if ((enum state)next != speaker->state)
        speaker_change_state(conference, number, (enum state)next, event->record.at, touched);
    speaker->rev = (uint32_t)event->record.rev;
    speaker_touch(conference, number, touched);
    list_touch_window(conference, touched);
    *out = speaker;
    return ERROR_NONE;
}

static void set_countdown(struct speaker *speaker, const struct record *record) {
    speaker->has_limit = record_has(record, FIELD_ENDS_AT) || record_has(record, FIELD_REMAINING);
    speaker->ends_at = record->ends_at;
    speaker->remaining = record->remaining;
}

enum error apply_speaker_called(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_CALL, touched, &speaker);
    if (!error)
        speaker->called_at = event->record.at;
    return error;
}

enum error apply_speaker_made_ready(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    return apply_move(conference, event, COMMAND_SPEAKER_READY, touched, &speaker);
}

/* Behind everybody who waits now: like an ordinary request made at this moment. */
enum error apply_speaker_skipped(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker = conference_speaker(conference, event->record.speaker);
    if (!speaker)
        return ERROR_DAMAGED;
    uint32_t item = speaker->item ? speaker->item : conference->current_item;
    enum error error = list_reserve(conference, item, 1);
    if (!error)
        error = touched_reserve(touched, 2 * SPEAKER_TOUCHES + QUESTION_TOUCHES);
    if (!error)
        error = apply_move(conference, event, COMMAND_SPEAKER_SKIP, touched, &speaker);
    if (error)
        return error;
    speaker->item = item;
    speaker->class = CLASS_NORMAL;
    speaker->since = event->record.at;
    speaker->called_at = 0;
    list_join(conference, (uint32_t)event->record.speaker);
    list_touch_window(conference, touched);
    speaker_leave_question(conference, (uint32_t)event->record.speaker, event_person(conference, event, FIELD_ACTOR), touched);
    return ERROR_NONE;
}

enum error apply_speaker_started(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_START, touched, &speaker);
    if (error)
        return error;
    speaker->started_at = event->record.at;
    set_countdown(speaker, &event->record);
    speaker->granted = speaker->has_limit ? (speaker->ends_at - speaker->started_at) / 1000 : 0;
    if (speaker->site != NO_SITE)
        conference->sites[speaker->site].speeches++;
    touch_site(speaker, touched);
    return ERROR_NONE;
}

enum error apply_speaker_paused(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_PAUSE, touched, &speaker);
    if (!error)
        set_countdown(speaker, &event->record);
    return error;
}

enum error apply_speaker_resumed(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_RESUME, touched, &speaker);
    if (!error)
        set_countdown(speaker, &event->record);
    return error;
}

enum error apply_speaker_extended(struct conference *conference, const struct event *event, struct touched *touched) {
    struct speaker *speaker;
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_EXTEND, touched, &speaker);
    if (error)
        return error;
    set_countdown(speaker, &event->record);
    speaker->granted += event->record.more;
    return ERROR_NONE;
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
    enum error error = apply_move(conference, event, COMMAND_SPEAKER_WITHDRAW, touched, &speaker);
    if (!error)
        speaker_leave_question(conference, (uint32_t)event->record.speaker, event_person(conference, event, FIELD_ACTOR), touched);
    return error;
}

/* ---- the person is removed ---- */

static bool is_pending(const struct speaker *speaker) {
    return speaker->state == STATE_WAITING || speaker->state == STATE_NEXT || speaker->state == STATE_READY;
}

uint32_t speakers_pending_of(const struct conference *conference, uint32_t person) {
    uint32_t count = 0;
    for (uint32_t number = conference->people[person].first_speaker; number; number = conference->speakers[number - 1].next_of_person)
        count += is_pending(&conference->speakers[number - 1]);
    return count;
}

void speakers_withdraw_of(struct conference *conference, uint32_t person, const struct event *event, struct touched *touched) {
    for (uint32_t number = conference->people[person].first_speaker; number; number = conference->speakers[number - 1].next_of_person) {
        struct speaker *speaker = &conference->speakers[number - 1];
        if (!is_pending(speaker))
            continue;
        speaker_change_state(conference, number, STATE_WITHDRAWN, event->record.at, touched);
        speaker->rev++;
        speaker_touch(conference, number, touched);
        speaker_leave_question(conference, number, event_person(conference, event, FIELD_ACTOR), touched);
    }
    list_touch_window(conference, touched);
}
