/* beginning.c - a conference that was not written down beforehand: its first admin, and its title and theme, which may be given at any time. */
#include "core/state.h"

#include "core/roster.h"

/* ---- title and theme ---- */

enum error step_conference_change(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    const struct record *record = &command->record;
    enum error error = command_check_rev(command, conference->intake_rev, ROW_CONFERENCE, 0, fault);
    if (error)
        return error;
    bool clears = (record->clear & 1u << CLEARABLE_THEME) != 0;
    fault->field = FIELD_CLEAR;
    if (record->clear & ~(1u << CLEARABLE_THEME) || (clears && record_has(record, FIELD_THEME)))
        return ERROR_MALFORMED;
    fault->field = FIELD_TITLE;
    if (!record_has(record, FIELD_TITLE) && !record_has(record, FIELD_THEME) && !clears)
        return ERROR_MISSING_FIELD;
    event->type = EVENT_CONFERENCE_CHANGED;
    record_copy(&event->record, record, FIELDS(FIELD_TITLE, FIELD_THEME, FIELD_CLEAR));
    record_number(&event->record, FIELD_REV, conference->intake_rev + 1);
    return ERROR_NONE;
}

enum error apply_conference_changed(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    struct localised title = {0}, theme = {0};
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = state_copy_localised(&title, record->title);
    if (!error)
        error = state_copy_localised(&theme, record->theme);
    if (error) {
        state_release_localised(&title);
        return error;
    }
    if (record_has(record, FIELD_TITLE)) {
        state_release_localised(&conference->title);
        conference->title = title;
    }
    if (record_has(record, FIELD_THEME) || record->clear & 1u << CLEARABLE_THEME) {
        state_release_localised(&conference->theme);
        conference->theme = theme;
    }
    conference->intake_rev = (uint32_t)record->rev;
    touched_add(touched, ROW_CONFERENCE, 0, NO_PERSON);
    return ERROR_NONE;
}

/* ---- the first admin ---- */

bool conference_has_staff(const struct conference *conference) {
    const uint32_t staff = 1u << ROLE_ADMIN | 1u << ROLE_MODERATOR | 1u << ROLE_CHAIR | 1u << ROLE_OPERATOR;
    for (uint32_t i = 0; i < conference->person_count; i++)
        if (conference->people[i].roles & staff)
            return true;
    return false;
}

/* With the password in one event: there is never an admin who cannot sign in. */
enum error step_admin_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    if (conference_has_staff(conference))
        return ERROR_WRONG_STATE;
    fault->field = FIELD_PERSON;
    if (conference_find_person(conference, command->record.person) != NO_PERSON)
        return ERROR_WRONG_STATE;
    event->type = EVENT_ACCOUNT_ADDED;
    record_copy(&event->record, &command->record, FIELDS(FIELD_PERSON, FIELD_NAME, FIELD_PASSWORD_HASH));
    *(uint32_t *)record_place(&event->record, FIELD_ROLES) = 1u << ROLE_ADMIN;
    return ERROR_NONE;
}
