/* speakers.c - the floor: what may be done with a request to speak. One is called at most (next or ready), one speaks at most; whoever is paused has
 * given the floor away for the moment, so that an interposed question can be asked. */
#include "core/speakers.h"

#include "base/lifecycle.h"
#include "core/roster.h"
#include "core/state.h"

static const struct lifecycle_move MOVES[] = {
    {STATE_WAITING, COMMAND_SPEAKER_CALL, STATE_NEXT},
    {STATE_NEXT, COMMAND_SPEAKER_READY, STATE_READY},
    {STATE_WAITING, COMMAND_SPEAKER_START, STATE_SPEAKING},
    {STATE_NEXT, COMMAND_SPEAKER_START, STATE_SPEAKING},
    {STATE_READY, COMMAND_SPEAKER_START, STATE_SPEAKING},
    {STATE_NEXT, COMMAND_SPEAKER_SKIP, STATE_WAITING},
    {STATE_READY, COMMAND_SPEAKER_SKIP, STATE_WAITING},
    {STATE_SPEAKING, COMMAND_SPEAKER_PAUSE, STATE_PAUSED},
    {STATE_PAUSED, COMMAND_SPEAKER_RESUME, STATE_SPEAKING},
    {STATE_SPEAKING, COMMAND_SPEAKER_EXTEND, STATE_SPEAKING},
    {STATE_PAUSED, COMMAND_SPEAKER_EXTEND, STATE_PAUSED},
    {STATE_SPEAKING, COMMAND_SPEAKER_FINISH, STATE_FINISHED},
    {STATE_PAUSED, COMMAND_SPEAKER_FINISH, STATE_FINISHED},
    {STATE_WAITING, COMMAND_SPEAKER_WITHDRAW, STATE_WITHDRAWN},
    {STATE_NEXT, COMMAND_SPEAKER_WITHDRAW, STATE_WITHDRAWN},
    {STATE_READY, COMMAND_SPEAKER_WITHDRAW, STATE_WITHDRAWN},
};
const struct lifecycle SPEAKER_LIFE = {"speaker", MOVES, sizeof MOVES / sizeof MOVES[0]};

struct speaker *conference_speaker(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->speaker_count ? &conference->speakers[number - 1] : NULL;
}

static bool is_desk(const struct conference *conference, const struct command *command) {
    return actor_has(conference, command, ROLE_MODERATOR) || actor_has(conference, command, ROLE_CHAIR);
}

static enum speaker_class class_of(const struct command *command) {
    return record_has(&command->record, FIELD_CLASS) ? (enum speaker_class)command->record.speaker_class : CLASS_NORMAL;
}

/* ---- asking for the floor ---- */

/* A request of the person for the item that has not come to anything yet, in this class (CLASS_COUNT = any); 0 = none. */
static uint32_t pending_of(const struct conference *conference, uint32_t person, int64_t item, enum speaker_class class) {
    for (uint32_t number = conference->people[person].first_speaker; number;
         number = conference->speakers[number - 1].next_of_person) {
        const struct speaker *speaker = &conference->speakers[number - 1];
        bool pending = speaker->state == STATE_WAITING || speaker->state == STATE_NEXT || speaker->state == STATE_READY;
        if (pending && speaker->item == item && (class == CLASS_COUNT || speaker->class == class))
            return number;
    }
    return 0;
}

/* The list of an item that is over is over; a closed one takes no more ordinary requests. What belongs to the speech of the moment still passes. */
static enum error check_list(const struct conference *conference, int64_t item, enum speaker_class class, struct fault *fault) {
    if (item && !conference_item(conference, item))
        return command_not_found(fault, FIELD_ITEM);
    bool over = list_is_over(conference, (uint32_t)item);
    if (over || (class == CLASS_NORMAL && conference->lists[item].closed))
        *fault = (struct fault){FIELD_ITEM, ROW_AGENDA_ITEM, (uint32_t)item};
    return over ? ERROR_WRONG_STATE : fault->field == FIELD_ITEM ? ERROR_LIST_CLOSED : ERROR_NONE;
}

static enum error begin_request(const struct conference *conference, const struct command *command, enum event_type type, int64_t item,
                                struct event *event) {
    if (conference->speaker_count >= conference->limits.speakers)
        return ERROR_FULL;
    event->type = type;
    record_number(&event->record, FIELD_SPEAKER, (int64_t)conference->speaker_count + 1);
    record_number(&event->record, FIELD_REV, 1);
    if (item)
        record_number(&event->record, FIELD_ITEM, item);
    if (class_of(command) != CLASS_NORMAL)
        record_word(&event->record, FIELD_CLASS, (int)class_of(command));
    return ERROR_NONE;
}

static void name_person(const struct conference *conference, uint32_t person, struct event *event) {
    record_text(&event->record, FIELD_PERSON, conference->people[person].id);
    record_text(&event->record, FIELD_SITE, conference_person_site(conference, person));
}

enum error step_speaker_request(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    uint32_t person;
    enum error error = command_person(conference, command, &person, fault);
    if (error)
        return error;
    int64_t item = record_has(&command->record, FIELD_ITEM) ? command->record.item : conference->current_item;
    error = check_list(conference, item, class_of(command), fault);
    if (!error && pending_of(conference, person, item, class_of(command))) {
        fault->field = FIELD_PERSON;
        return ERROR_ALREADY_WAITING;
    }
    if (!error)
        error = begin_request(conference, command, EVENT_SPEAKER_REQUESTED, item, event);
    if (!error)
        name_person(conference, person, event);
    return error;
}

/* ---- calling ---- */

enum error speaker_floor_taken(struct fault *fault, uint32_t holder) {
    *fault = (struct fault){FIELD_SPEAKER, ROW_SPEAKER, holder};
    return ERROR_FLOOR_TAKEN;
}

/* Whose request it is, what rev it had, and whether its life has this move. */
static enum error step_move(const struct conference *conference, const struct command *command, enum event_type type,
                            struct event *event, struct fault *fault) {
    const struct speaker *speaker = conference_speaker(conference, command->record.speaker);
    if (!speaker)
        return command_not_found(fault, FIELD_SPEAKER);
    uint32_t number = (uint32_t)command->record.speaker;
    enum error error = command_check_rev(command, speaker->rev, ROW_SPEAKER, number, fault);
    if (error)
        return error;
    bool elsewhere = speaker->state == STATE_WAITING && speaker->item != conference->current_item &&
                     command->type != COMMAND_SPEAKER_WITHDRAW; /* only the current item's list is called from */
    if (elsewhere || lifecycle_next(&SPEAKER_LIFE, (int)speaker->state, (int)command->type) < 0) {
        *fault = (struct fault){elsewhere ? FIELD_ITEM : FIELD_SPEAKER, ROW_SPEAKER, number};
        return ERROR_WRONG_STATE;
    }
    event->type = type;
    record_number(&event->record, FIELD_SPEAKER, number);
    record_number(&event->record, FIELD_REV, speaker->rev + 1);
    return ERROR_NONE;
}

/* The site that is the hall, or none: where somebody without an account speaks. */
static struct text hall_of(const struct conference *conference) {
    for (uint32_t site = 0; site < conference->site_count; site++)
        if (conference->sites[site].kind == SITE_HALL)
            return conference->sites[site].id;
    return (struct text){0};
}

static enum error call_from_outside(const struct conference *conference, const struct command *command, struct event *event,
                                    struct fault *fault) {
    uint32_t person = NO_PERSON;
    bool has_person = record_has(&command->record, FIELD_PERSON);
    enum error error = has_person ? command_person(conference, command, &person, fault) : ERROR_NONE;
    if (error)
        return error;
    uint32_t pending = has_person ? pending_of(conference, person, conference->current_item, CLASS_COUNT) : 0;
    if (pending) {
        *fault = (struct fault){FIELD_PERSON, ROW_SPEAKER, pending};
        return ERROR_ALREADY_WAITING;
    }
    if (conference->cued)
        return speaker_floor_taken(fault, conference->cued);
    error = begin_request(conference, command, EVENT_SPEAKER_ADMITTED, conference->current_item, event);
    if (error)
        return error;
    if (has_person) {
        name_person(conference, person, event);
        return ERROR_NONE;
    }
    record_text(&event->record, FIELD_NAME, command->record.name);
    record_text(&event->record, FIELD_SITE, hall_of(conference));
    return ERROR_NONE;
}

/* Who is called: exactly one of speaker (with rev), person, name. */
static enum error check_called(const struct record *record, struct fault *fault) {
    static const enum field WAYS[] = {FIELD_SPEAKER, FIELD_PERSON, FIELD_NAME};
    int ways = 0;
    for (size_t i = 0; i < sizeof WAYS / sizeof WAYS[0]; i++)
        if (record_has(record, WAYS[i]) && ++ways > 1) {
            fault->field = WAYS[i];
            return ERROR_UNKNOWN_FIELD;
        }
    bool listed = record_has(record, FIELD_SPEAKER);
    if (listed && record_has(record, FIELD_CLASS)) {
        fault->field = FIELD_CLASS;
        return ERROR_UNKNOWN_FIELD;
    }
    if (ways == 1 && (!listed || record_has(record, FIELD_REV)))
        return ERROR_NONE;
    fault->field = listed ? FIELD_REV : FIELD_SPEAKER;
    return ERROR_MISSING_FIELD;
}

enum error step_speaker_call(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    enum error error = check_called(&command->record, fault);
    if (error)
        return error;
    if (!record_has(&command->record, FIELD_SPEAKER))
        return call_from_outside(conference, command, event, fault);
    error = step_move(conference, command, EVENT_SPEAKER_CALLED, event, fault);
    /* Two taps by two chairs must not call two people: whoever is cued has to start or step back first. */
    return !error && conference->cued ? speaker_floor_taken(fault, conference->cued) : error;
}

enum error step_speaker_ready(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    const struct speaker *speaker = conference_speaker(conference, command->record.speaker);
    if (!speaker ||
        (!is_desk(conference, command) && !command_may_act_for(conference, command, speaker->person, speaker->site)))
        return command_not_found(fault, FIELD_SPEAKER);
    return step_move(conference, command, EVENT_SPEAKER_MADE_READY, event, fault);
}

enum error step_speaker_skip(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    return step_move(conference, command, EVENT_SPEAKER_SKIPPED, event, fault);
}

/* ---- speaking ---- */

enum error step_speaker_start(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    enum error error = step_move(conference, command, EVENT_SPEAKER_STARTED, event, fault);
    if (error)
        return error;
    if (conference->speaking)
        return speaker_floor_taken(fault, conference->speaking);
    if (conference->cued && conference->cued != command->record.speaker)
        return speaker_floor_taken(fault, conference->cued);
    if (record_has(&command->record, FIELD_SECONDS))
        record_number(&event->record, FIELD_ENDS_AT, command->now + command->record.seconds * 1000);
    return ERROR_NONE;
}

enum error step_speaker_pause(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    enum error error = step_move(conference, command, EVENT_SPEAKER_PAUSED, event, fault);
    if (error)
        return error;
    const struct speaker *speaker = conference_speaker(conference, command->record.speaker);
    if (speaker->has_limit)
        record_number(&event->record, FIELD_REMAINING, speaker->ends_at - command->now);
    return ERROR_NONE;
}

enum error step_speaker_resume(const struct conference *conference, const struct command *command, struct event *event,
                               struct fault *fault) {
    enum error error = step_move(conference, command, EVENT_SPEAKER_RESUMED, event, fault);
    if (error)
        return error;
    if (conference->speaking)
        return speaker_floor_taken(fault, conference->speaking);
    const struct speaker *speaker = conference_speaker(conference, command->record.speaker);
    if (speaker->has_limit)
        record_number(&event->record, FIELD_ENDS_AT, command->now + speaker->remaining);
    return ERROR_NONE;
}

/* A speech without a limit gets one: so many seconds from now. Less than none can only be taken from a limit. */
enum error step_speaker_extend(const struct conference *conference, const struct command *command, struct event *event,
                               struct fault *fault) {
    enum error error = step_move(conference, command, EVENT_SPEAKER_EXTENDED, event, fault);
    if (error)
        return error;
    const struct speaker *speaker = conference_speaker(conference, command->record.speaker);
    int64_t more = command->record.more * 1000;
    if (more == 0 || (more < 0 && !speaker->has_limit)) {
        fault->field = FIELD_MORE;
        return ERROR_OUT_OF_RANGE;
    }
    record_number(&event->record, FIELD_MORE, command->record.more);
    if (speaker->state == STATE_PAUSED)
        record_number(&event->record, FIELD_REMAINING, (speaker->has_limit ? speaker->remaining : 0) + more);
    else
        record_number(&event->record, FIELD_ENDS_AT, (speaker->has_limit ? speaker->ends_at : command->now) + more);
    return ERROR_NONE;
}

enum error step_speaker_finish(const struct conference *conference, const struct command *command, struct event *event,
                               struct fault *fault) {
    return step_move(conference, command, EVENT_SPEAKER_FINISHED, event, fault);
}

enum error step_speaker_withdraw(const struct conference *conference, const struct command *command, struct event *event,
                                 struct fault *fault) {
    const struct speaker *speaker = conference_speaker(conference, command->record.speaker);
    if (!speaker ||
        (!is_desk(conference, command) && !command_may_act_for(conference, command, speaker->person, speaker->site)))
        return command_not_found(fault, FIELD_SPEAKER);
    return step_move(conference, command, EVENT_SPEAKER_WITHDRAWN, event, fault);
}
