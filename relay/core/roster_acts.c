/* roster_acts.c - sites and topics that an admin adds, or gives another name; sites another address. */
#include "core/roster.h"

#include "core/question.h"
#include "core/speakers.h"
#include "core/state.h"

/* ---- sites ---- */

/* A browser that comes from an address comes from one site. */
static enum error check_address(const struct conference *conference, const struct record *record, uint32_t site, struct fault *fault) {
    for (uint32_t i = 0; record_has(record, FIELD_ADDRESS) && i < conference->site_count; i++)
        if (i != site && text_equal(conference->sites[i].address, record->address)) {
            *fault = (struct fault){FIELD_ADDRESS, ROW_SITE, i};
            return ERROR_WRONG_STATE;
        }
    return ERROR_NONE;
}

enum error step_site_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    const struct record *record = &command->record;
    uint32_t site = conference_find_site(conference, record->site);
    *fault = (struct fault){FIELD_SITE, site == NO_SITE ? -1 : ROW_SITE, site};
    /* Messages call their other two ends so. */
    if (site != NO_SITE || text_equal_string(record->site, "desk") || text_equal_string(record->site, "chair"))
        return ERROR_WRONG_STATE;
    if (conference->site_count >= LIMIT_SITES)
        return ERROR_FULL;
    event->type = EVENT_SITE_ADDED;
    record_copy(&event->record, record, FIELDS(FIELD_SITE, FIELD_LOCAL_NAME, FIELD_SITE_KIND, FIELD_ADDRESS));
    return check_address(conference, record, NO_SITE, fault);
}

enum error step_site_change(const struct conference *conference, const struct command *command, struct event *event,
                            struct fault *fault) {
    const struct record *record = &command->record;
    uint32_t site = conference_find_site(conference, record->site);
    if (site == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    uint32_t rev = conference->sites[site].rev;
    enum error error = command_check_rev(command, rev, ROW_SITE, site, fault);
    if (error)
        return error;
    bool addressed = record_has(record, FIELD_ADDRESS), cleared = record_has(record, FIELD_CLEAR);
    if (!record_has(record, FIELD_LOCAL_NAME) && !addressed && !cleared) {
        fault->field = FIELD_LOCAL_NAME;
        return ERROR_MISSING_FIELD;
    }
    if (cleared && (addressed || record->clear != 1u << CLEARABLE_ADDRESS)) {
        fault->field = FIELD_CLEAR;
        return ERROR_MALFORMED;
    }
    event->type = EVENT_SITE_CHANGED;
    record_copy(&event->record, record, FIELDS(FIELD_SITE, FIELD_LOCAL_NAME, FIELD_ADDRESS, FIELD_CLEAR));
    record_number(&event->record, FIELD_REV, rev + 1);
    return check_address(conference, record, site, fault);
}

/* Phones read the site's name in the rows of its people, questions and speakers. */
static void touch_named(const struct conference *conference, uint32_t site, struct touched *touched) {
    touched_add(touched, ROW_SITE, site, NO_PERSON);
    for (uint32_t i = 0; i < conference->person_count; i++)
        if (conference->people[i].site == site)
            touched_add(touched, ROW_ME, i, i);
    for (uint32_t i = 0; i < conference->question_count; i++)
        if (conference->questions[i].site == site)
            touched_add(touched, ROW_QUESTION, i + 1, NO_PERSON);
    for (uint32_t i = 0; i < conference->speaker_count; i++)
        if (conference->speakers[i].site == site)
            touched_add(touched, ROW_SPEAKER, i + 1, NO_PERSON);
}

enum error apply_site_changed(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    uint32_t index = conference_find_site(conference, record->site);
    if (index == NO_SITE)
        return ERROR_DAMAGED;
    struct site *site = &conference->sites[index];
    bool named = record_has(record, FIELD_LOCAL_NAME);
    struct text address = {0};
    enum error error = touched_reserve(touched, 1 + (size_t)conference->person_count + conference->question_count +
                                                    conference->speaker_count);
    if (!error)
        error = state_copy_text(&address, record->address);
    if (!error && named && (error = state_replace_localised(&site->name, record->local_name)))
        state_release_text(&address);
    if (error)
        return error;
    if (record_has(record, FIELD_ADDRESS) || record->clear & 1u << CLEARABLE_ADDRESS) {
        state_release_text(&site->address);
        site->address = address;
    }
    site->rev = (uint32_t)record->rev;
    if (named)
        touch_named(conference, index, touched);
    else
        touched_add(touched, ROW_SITE, index, NO_PERSON);
    return ERROR_NONE;
}

/* ---- topics ---- */

enum error step_topic_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    uint32_t topic = conference_find_topic(conference, command->record.topic);
    *fault = (struct fault){FIELD_TOPIC, topic == NO_TOPIC ? -1 : ROW_TOPIC, topic};
    if (topic != NO_TOPIC)
        return ERROR_WRONG_STATE;
    if (conference->topic_count >= LIMIT_TOPICS)
        return ERROR_FULL;
    event->type = EVENT_TOPIC_ADDED;
    record_copy(&event->record, &command->record, FIELDS(FIELD_TOPIC, FIELD_LOCAL_NAME));
    return ERROR_NONE;
}

enum error step_topic_change(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    uint32_t topic = conference_find_topic(conference, command->record.topic);
    if (topic == NO_TOPIC)
        return command_not_found(fault, FIELD_TOPIC);
    uint32_t rev = conference->topics[topic].rev;
    enum error error = command_check_rev(command, rev, ROW_TOPIC, topic, fault);
    if (error)
        return error;
    event->type = EVENT_TOPIC_CHANGED;
    record_copy(&event->record, &command->record, FIELDS(FIELD_TOPIC, FIELD_LOCAL_NAME));
    record_number(&event->record, FIELD_REV, rev + 1);
    return ERROR_NONE;
}

enum error apply_topic_changed(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t topic = conference_find_topic(conference, event->record.topic);
    if (topic == NO_TOPIC)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = state_replace_localised(&conference->topics[topic].name, event->record.local_name);
    if (error)
        return error;
    conference->topics[topic].rev = (uint32_t)event->record.rev;
    touched_add(touched, ROW_TOPIC, topic, NO_PERSON);
    return ERROR_NONE;
}
