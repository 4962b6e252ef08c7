/* people.c - people who are added, changed or removed while the conference runs; who is present; groups of people; moves of a code.
 *
 * Nobody is taken out of the roster: who is removed has no role and no credential any more, and what they did stays. A poll keeps who may vote in
 * it, and with what weight, from its opening on (poll_rules.c): nothing here changes that. */
#include "core/roster.h"

#include "core/question.h"
#include "core/speakers.h"
#include "core/state.h"

/* ---- groups ---- */

static uint32_t find_group(const struct conference *conference, struct text id) {
    uint32_t group = 0;
    while (group < conference->group_count && !text_equal(conference->groups[group], id))
        group++;
    return group;
}

enum error groups_find(const struct conference *conference, struct id_list ids, uint64_t *bits) {
    *bits = 0;
    for (uint32_t i = 0; i < ids.count; i++) {
        uint32_t group = find_group(conference, ids.items[i]);
        if (group == conference->group_count)
            return ERROR_NOT_FOUND;
        *bits |= UINT64_C(1) << group;
    }
    return ERROR_NONE;
}

uint32_t groups_new(const struct conference *conference, struct id_list ids) {
    uint32_t fresh = 0;
    for (uint32_t i = 0; i < ids.count; i++)
        fresh += find_group(conference, ids.items[i]) == conference->group_count;
    return fresh;
}

enum error groups_take(struct conference *conference, struct id_list ids, uint64_t *bits) {
    uint32_t before = conference->group_count;
    enum error error = ids.count > 0 && before + groups_new(conference, ids) > LIMIT_GROUPS ? ERROR_DAMAGED : ERROR_NONE;
    for (uint32_t i = 0; i < ids.count && !error; i++)
        if (find_group(conference, ids.items[i]) == conference->group_count &&
            !(error = state_copy_text(&conference->groups[conference->group_count], ids.items[i])))
            conference->group_count++;
    if (!error)
        return groups_find(conference, ids, bits);
    while (conference->group_count > before)
        state_release_text(&conference->groups[--conference->group_count]);
    return error;
}

/* ---- what a person may be ---- */

static const field_use *const GIVEN = FIELDS(FIELD_NAME, FIELD_UNIT, FIELD_SITE, FIELD_ROLES, FIELD_WEIGHT, FIELD_GROUPS, FIELD_CLEAR);

static enum error refuse(enum error error, enum field field, struct fault *fault) {
    fault->field = field;
    return error;
}

/* The rules of the configuration (codec/config_check.c), for a person with these roles at this site. */
static enum error check_person(const struct conference *conference, const struct record *record, uint32_t roles, uint32_t site,
                               struct fault *fault) {
    const uint32_t at_a_site = 1u << ROLE_OPERATOR | 1u << ROLE_PARTICIPANT, display = 1u << ROLE_DISPLAY;
    if (record_has(record, FIELD_SITE) && conference_find_site(conference, record->site) == NO_SITE)
        return refuse(ERROR_NOT_FOUND, FIELD_SITE, fault);
    if (roles == 0)
        return refuse(ERROR_EMPTY, FIELD_ROLES, fault);
    if (roles & display && roles != display)
        return refuse(ERROR_MALFORMED, FIELD_ROLES, fault);
    if (roles & at_a_site && site == NO_SITE)
        return refuse(ERROR_MISSING_FIELD, FIELD_SITE, fault);
    if (conference->group_count + groups_new(conference, record->groups) > LIMIT_GROUPS)
        return refuse(ERROR_FULL, FIELD_GROUPS, fault);
    return ERROR_NONE;
}

static bool clears(const struct record *record, enum clearable what) {
    return (record->clear >> what & 1u) != 0;
}

/* What a person need not have, and not what is given at once. */
static enum error check_clear(const struct record *record, struct fault *fault) {
    const uint32_t of_people = 1u << CLEARABLE_NAME | 1u << CLEARABLE_UNIT | 1u << CLEARABLE_SITE;
    bool given = (clears(record, CLEARABLE_NAME) && record_has(record, FIELD_NAME)) ||
                 (clears(record, CLEARABLE_UNIT) && record_has(record, FIELD_UNIT)) ||
                 (clears(record, CLEARABLE_SITE) && record_has(record, FIELD_SITE));
    return record->clear & ~of_people || given ? refuse(ERROR_MALFORMED, FIELD_CLEAR, fault) : ERROR_NONE;
}

/* The person that a command of an admin names. */
static enum error find_person(const struct conference *conference, const struct command *command, uint32_t *person, struct fault *fault) {
    *person = conference_find_person(conference, command->record.person);
    bool found = *person != NO_PERSON && !conference->people[*person].removed;
    return found ? ERROR_NONE : command_not_found(fault, FIELD_PERSON);
}

static void name_event(const struct conference *conference, enum event_type type, uint32_t person, struct event *event) {
    event->type = type;
    record_text(&event->record, FIELD_PERSON, conference->people[person].id);
}

/* ---- added, changed, removed ---- */

enum error step_person_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    const struct record *record = &command->record;
    if (conference_find_person(conference, record->person) != NO_PERSON)
        return refuse(ERROR_WRONG_STATE, FIELD_PERSON, fault);
    if (conference->person_count >= conference->limits.people)
        return ERROR_FULL;
    uint32_t site = conference_find_site(conference, record->site);
    enum error error = check_person(conference, record, record->roles, site, fault);
    if (error)
        return error;
    event->type = EVENT_ACCOUNT_ADDED;
    record_copy(&event->record, record, FIELDS(FIELD_PERSON));
    record_copy(&event->record, record, GIVEN);
    return ERROR_NONE;
}

enum error step_person_change(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    const struct record *record = &command->record;
    const uint32_t admin = 1u << ROLE_ADMIN, display = 1u << ROLE_DISPLAY;
    uint32_t index;
    enum error error = find_person(conference, command, &index, fault);
    if (error)
        return error;
    const struct person *person = &conference->people[index];
    uint32_t roles = record_has(record, FIELD_ROLES) ? record->roles : person->roles;
    bool of_site = record_has(record, FIELD_SITE) || clears(record, CLEARABLE_SITE);
    uint32_t site = of_site ? conference_find_site(conference, record->site) : person->site;
    error = check_clear(record, fault);
    if (!error)
        error = check_person(conference, record, roles, site, fault);
    if (error)
        return error;
    if ((roles ^ person->roles) & display)
        return refuse(ERROR_WRONG_STATE, FIELD_ROLES, fault);
    if (index == command->actor && !(roles & admin))
        return refuse(ERROR_NOT_ALLOWED, FIELD_ROLES, fault);
    name_event(conference, EVENT_PERSON_CHANGED, index, event);
    record_copy(&event->record, record, GIVEN);
    bool says_something = false;
    for (const field_use *field = GIVEN; *field != FIELD_COUNT; field++)
        says_something = says_something || (*field == FIELD_CLEAR ? record->clear != 0 : record_has(record, (enum field)*field));
    return says_something ? ERROR_NONE : refuse(ERROR_MISSING_FIELD, FIELD_NAME, fault);
}

/* Rows that show the person's name. */
static void touch_named(const struct conference *conference, uint32_t index, struct touched *touched) {
    const struct person *person = &conference->people[index];
    for (uint32_t number = person->first_question; number; number = conference->questions[number - 1].next_of_asker)
        touched_add(touched, ROW_QUESTION, number, NO_PERSON);
    for (uint32_t number = person->first_speaker; number; number = conference->speakers[number - 1].next_of_person)
        touched_add(touched, ROW_SPEAKER, number, NO_PERSON);
    for (uint32_t i = 0; i < conference->message_count; i++)
        if (conference->messages[i].sender == index)
            touched_add(touched, ROW_MESSAGE, i + 1, NO_PERSON);
    lease_touch_named(conference, index, touched);
}

/* Two touches. */
static void touch_person(uint32_t index, struct touched *touched) {
    touched_add(touched, ROW_PERSON, index, NO_PERSON);
    touched_add(touched, ROW_ME, index, index);
}

static void leave_site(struct conference *conference, uint32_t index, struct touched *touched) {
    const struct person *person = &conference->people[index];
    touch_person(index, touched);
    touched_add(touched, ROW_SITE_PERSON, index, NO_PERSON);
    roster_touch_sessions(conference, index, touched);
    if (!roster_is_counted(person))
        return;
    conference->sites[person->site].people--;
    touched_add(touched, ROW_SITE, person->site, NO_PERSON);
}

/* Other roles and another site, and what follows: the number belongs to the site, the credential to the way one signs in. */
static void change_rights(struct conference *conference, uint32_t index, const struct record *record, struct touched *touched) {
    struct person *person = &conference->people[index];
    bool single = conference_person_is_single(conference, index);
    uint32_t site = person->site;
    leave_site(conference, index, touched);
    if (record_has(record, FIELD_ROLES))
        person->roles = record->roles;
    if (record_has(record, FIELD_SITE) || clears(record, CLEARABLE_SITE))
        person->site = conference_find_site(conference, record->site);
    if (person->site != site) {
        person->number = 0;
        person->moved_at = record->at;
        person->left_site = site == NO_SITE ? 0 : site + 1;
    }
    if (conference_person_is_single(conference, index) != single)
        roster_void_credentials(conference, index);
    if (roster_is_counted(person)) {
        conference->sites[person->site].people++;
        touched_add(touched, ROW_SITE, person->site, NO_PERSON);
    }
    lease_follow(conference, index, touched);
}

static void replace(struct text *to, struct text from) {
    state_release_text(to);
    *to = from;
}

enum error apply_person_changed(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    uint32_t index = event_person(conference, event, FIELD_PERSON);
    if (index == NO_PERSON || (record_has(record, FIELD_SITE) && conference_find_site(conference, record->site) == NO_SITE))
        return ERROR_DAMAGED;
    struct person *person = &conference->people[index];
    struct text name = {0}, unit = {0};
    uint64_t groups = 0;
    enum error error = touched_reserve(touched, 7 + LIMIT_STAFF_SESSIONS + (size_t)conference->question_count + conference->speaker_count +
                                                    conference->message_count);
    if (!error)
        error = state_copy_text(&name, record->name);
    if (!error)
        error = state_copy_text(&unit, record->unit);
    if (!error)
        error = groups_take(conference, record->groups, &groups);
    if (error) {
        state_release_text(&name);
        state_release_text(&unit);
        return error;
    }
    if (record_has(record, FIELD_NAME) || clears(record, CLEARABLE_NAME))
        replace(&person->name, name);
    if (record_has(record, FIELD_UNIT) || clears(record, CLEARABLE_UNIT))
        replace(&person->unit, unit);
    if (record_has(record, FIELD_WEIGHT))
        person->weight = (uint32_t)record->weight;
    if (record_has(record, FIELD_GROUPS))
        person->groups = groups;
    change_rights(conference, index, record, touched);
    if (record_has(record, FIELD_NAME) || clears(record, CLEARABLE_NAME))
        touch_named(conference, index, touched);
    return ERROR_NONE;
}

enum error step_person_remove(const struct conference *conference, const struct command *command, struct event *event,
                              struct fault *fault) {
    uint32_t person;
    enum error error = find_person(conference, command, &person, fault);
    if (error)
        return error;
    if (person == command->actor)
        return refuse(ERROR_NOT_ALLOWED, FIELD_PERSON, fault);
    name_event(conference, EVENT_PERSON_REMOVED, person, event);
    if (speakers_pending_of(conference, person) > 0)
        record_flag(&event->record, FIELD_REQUESTS_WITHDRAWN, true);
    return ERROR_NONE;
}

enum error apply_person_removed(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t index = event_person(conference, event, FIELD_PERSON);
    if (index == NO_PERSON || conference->people[index].removed)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 6 + LIMIT_STAFF_SESSIONS + 2 * (size_t)speakers_pending_of(conference, index) + SPEAKER_TOUCHES + QUESTION_TOUCHES);
    if (error)
        return error;
    struct person *person = &conference->people[index];
    if (event->record.requests_withdrawn)
        speakers_withdraw_of(conference, index, event, touched);
    leave_site(conference, index, touched);
    for (uint32_t row = 1; row <= conference->display_count; row++)
        if (text_equal(conference->displays[row - 1].id, person->id))
            touched_add(touched, ROW_STAGE, row, NO_PERSON);
    roster_end_sessions(conference, index);
    roster_void_credentials(conference, index);
    person->roles = 0;
    person->present = false;
    person->removed = true;
    lease_follow(conference, index, touched);
    return ERROR_NONE;
}

/* ---- present, and on which device ---- */

enum error step_person_check_in(const struct conference *conference, const struct command *command, struct event *event,
                                struct fault *fault) {
    uint32_t person;
    enum error error = command_person(conference, command, &person, fault);
    if (error)
        return error;
    name_event(conference, EVENT_PERSON_CHECKED_IN, person, event);
    record_flag(&event->record, FIELD_ON, command->record.on);
    return ERROR_NONE;
}

enum error apply_person_checked_in(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t index = event_person(conference, event, FIELD_PERSON);
    enum error error = index == NO_PERSON ? ERROR_DAMAGED : touched_reserve(touched, 2);
    if (error)
        return error;
    conference->people[index].arrived = true;
    conference->people[index].present = event->record.on;
    touch_person(index, touched);
    return ERROR_NONE;
}

enum error step_person_allow_move(const struct conference *conference, const struct command *command, struct event *event,
                                  struct fault *fault) {
    uint32_t person;
    enum error error = command_person(conference, command, &person, fault);
    if (!error)
        name_event(conference, EVENT_PERSON_MOVE_ALLOWED, person, event);
    return error;
}

enum error apply_person_move_allowed(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t index = event_person(conference, event, FIELD_PERSON);
    enum error error = index == NO_PERSON ? ERROR_DAMAGED : touched_reserve(touched, 2);
    if (error)
        return error;
    conference->people[index].moves = 0;
    conference->people[index].move_refused_at = 0;
    touch_person(index, touched);
    return ERROR_NONE;
}

enum error apply_move_refused(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t index = event_person(conference, event, FIELD_PERSON);
    enum error error = index == NO_PERSON ? ERROR_DAMAGED : touched_reserve(touched, 2);
    if (error)
        return error;
    conference->people[index].move_refused_at = event->record.at;
    touch_person(index, touched);
    return ERROR_NONE;
}
