/* sessions.c - what people sign in with, and the sessions that it gives. A code or card has one session at a time and may move to another device
 * LIMIT_MOVES times by itself (relay/DELIVERY.md, P4). */
#include "core/roster.h"

#include "base/memory.h"
#include "core/state.h"

/* ---- credentials ---- */

enum error step_code_issue(const struct conference *conference, const struct command *command, struct event *event,
                           struct fault *fault) {
    uint32_t person = conference_find_person(conference, command->record.person);
    if (person == NO_PERSON || conference->people[person].removed)
        return command_not_found(fault, FIELD_PERSON);
    event->type = EVENT_CODE_ISSUED;
    record_text(&event->record, FIELD_PERSON, conference->people[person].id);
    if (record_has(&command->record, FIELD_CODE_DIGEST))
        record_binary(&event->record, FIELD_CODE_DIGEST, &command->record.code_digest);
    record_binary(&event->record, FIELD_CARD_DIGEST, &command->record.card_digest);
    record_text(&event->record, FIELD_ISSUED_BY, command->record.issued_by);
    return ERROR_NONE;
}

static void forget_code(struct conference *conference, struct person *person) {
    if (!person->has_code)
        return;
    map_remove(conference->person_by_code, person->code.bytes, DIGEST_SIZE);
    map_remove(conference->person_by_code, person->card.bytes, DIGEST_SIZE);
    person->has_code = false;
}

void roster_void_credentials(struct conference *conference, uint32_t person) {
    forget_code(conference, &conference->people[person]);
    state_release_text(&conference->people[person].password_hash);
    conference->people[person].move_refused_at = 0;
}

enum error apply_code_issued(struct conference *conference, const struct event *event, struct touched *touched) {
    (void)touched;
    const struct record *record = &event->record;
    uint32_t index = event_person(conference, event, FIELD_PERSON);
    if (index == NO_PERSON)
        return ERROR_DAMAGED;
    struct person *person = &conference->people[index];
    union map_value value = {.number = index};
    enum error error = map_put(conference->person_by_code, record->card_digest.bytes, DIGEST_SIZE, value);
    if (!error && record_has(record, FIELD_CODE_DIGEST)) {
        error = map_put(conference->person_by_code, record->code_digest.bytes, DIGEST_SIZE, value);
        if (error)
            map_remove(conference->person_by_code, record->card_digest.bytes, DIGEST_SIZE);
    }
    if (error)
        return error;
    forget_code(conference, person);
    person->has_code = true;
    person->code = record->code_digest;
    person->card = record->card_digest;
    return ERROR_NONE;
}

enum error step_password_set(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    uint32_t person = conference_find_person(conference, command->record.person);
    if (person == NO_PERSON || conference->people[person].removed)
        return command_not_found(fault, FIELD_PERSON);
    event->type = EVENT_PASSWORD_SET;
    record_text(&event->record, FIELD_PERSON, conference->people[person].id);
    record_text(&event->record, FIELD_PASSWORD_HASH, command->record.password_hash);
    record_text(&event->record, FIELD_ISSUED_BY, command->record.issued_by);
    return ERROR_NONE;
}

enum error apply_password_set(struct conference *conference, const struct event *event, struct touched *touched) {
    (void)touched;
    uint32_t index = event_person(conference, event, FIELD_PERSON);
    if (index == NO_PERSON)
        return ERROR_DAMAGED;
    struct text hash = {0};
    enum error error = state_copy_text(&hash, event->record.password_hash);
    if (error)
        return error;
    state_release_text(&conference->people[index].password_hash);
    conference->people[index].password_hash = hash;
    return ERROR_NONE;
}

/* ---- sessions ---- */

bool roster_has_session(const struct conference *conference, uint32_t person) {
    for (uint32_t next = conference->people[person].sessions; next; next = conference->sessions[next - 1].next)
        if (conference->sessions[next - 1].open)
            return true;
    return false;
}

/* Does a new session take the place of one that lives: the code has moved to another device. */
static bool is_move(const struct conference *conference, uint32_t person) {
    return conference_person_is_single(conference, person) && roster_has_session(conference, person);
}

enum error step_session_open(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    uint32_t person = conference_find_person(conference, command->record.person);
    if (person == NO_PERSON)
        return command_not_found(fault, FIELD_PERSON);
    if (conference->people[person].removed)
        return ERROR_BAD_CREDENTIALS;
    bool one_too_many = conference->people[person].moves >= LIMIT_MOVES && is_move(conference, person);
    if (one_too_many && conference->people[person].move_refused_at)
        return ERROR_NEEDS_OPERATOR; /* that it was tried is known */
    event->type = one_too_many ? EVENT_MOVE_REFUSED : EVENT_SESSION_OPENED;
    record_text(&event->record, FIELD_PERSON, conference->people[person].id);
    if (one_too_many)
        return ERROR_NONE;
    record_binary(&event->record, FIELD_TOKEN_DIGEST, &command->record.token_digest);
    return ERROR_NONE;
}

void roster_touch_sessions(const struct conference *conference, uint32_t person, struct touched *touched) {
    for (uint32_t next = conference->people[person].sessions; next; next = conference->sessions[next - 1].next)
        if (conference->sessions[next - 1].open)
            touched_add(touched, ROW_SESSION, next - 1, NO_PERSON);
}

static void end_session(struct conference *conference, uint32_t index) {
    struct session *session = &conference->sessions[index];
    session->open = false;
    map_remove(conference->session_by_token, session->token.bytes, DIGEST_SIZE);
}

/* Leaves the newest `keep` sessions of a person open. */
static void end_older_sessions(struct conference *conference, const struct person *person, uint32_t keep) {
    for (uint32_t next = person->sessions; next; next = conference->sessions[next - 1].next) {
        if (!conference->sessions[next - 1].open)
            continue;
        if (keep > 0)
            keep--;
        else
            end_session(conference, next - 1);
    }
}

void roster_end_sessions(struct conference *conference, uint32_t person) {
    end_older_sessions(conference, &conference->people[person], 0);
}

enum error apply_session_opened(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t index = event_person(conference, event, FIELD_PERSON);
    if (index == NO_PERSON)
        return ERROR_DAMAGED;
    enum error error = memory_grow((void **)&conference->sessions, conference->session_count, &conference->session_capacity,
                                   sizeof *conference->sessions);
    if (!error)
        error = touched_reserve(touched, 3 + LIMIT_STAFF_SESSIONS);
    if (!error)
        error = map_put(conference->session_by_token, event->record.token_digest.bytes, DIGEST_SIZE,
                        (union map_value){.number = conference->session_count});
    if (error)
        return error;
    struct person *person = &conference->people[index];
    person->moves += is_move(conference, index);
    if (!person->arrived || person->move_refused_at) {
        touched_add(touched, ROW_PERSON, index, NO_PERSON);
        touched_add(touched, ROW_ME, index, index);
    }
    if (!person->arrived)
        person->arrived = person->present = true;
    person->move_refused_at = 0;
    roster_touch_sessions(conference, index, touched);
    touched_add(touched, ROW_SESSION, conference->session_count, NO_PERSON);
    conference->sessions[conference->session_count++] = (struct session){
        .token = event->record.token_digest, .person = index, .next = person->sessions, .open = true};
    person->sessions = conference->session_count;
    end_older_sessions(conference, person, conference_person_is_single(conference, index) ? 1 : LIMIT_STAFF_SESSIONS);
    return ERROR_NONE;
}

enum error step_session_close(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    (void)fault;
    if (conference_find_session(conference, &command->record.token_digest) == NO_PERSON)
        return ERROR_NOT_SIGNED_IN;
    event->type = EVENT_SESSION_CLOSED;
    record_binary(&event->record, FIELD_TOKEN_DIGEST, &command->record.token_digest);
    return ERROR_NONE;
}

enum error apply_session_closed(struct conference *conference, const struct event *event, struct touched *touched) {
    const union map_value *found = map_find(conference->session_by_token, event->record.token_digest.bytes, DIGEST_SIZE);
    if (!found)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (error)
        return error;
    touched_add(touched, ROW_SESSION, (uint32_t)found->number, NO_PERSON);
    end_session(conference, (uint32_t)found->number);
    return ERROR_NONE;
}
