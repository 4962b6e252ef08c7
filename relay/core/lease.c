/* lease.c - the lease of a site: taken, given up, taken over; and how far behind its picture is. */
#include "core/state.h"

#include "base/memory.h"
#include "core/roster.h"
#include "core/speakers.h"

void lease_finish(struct lease *lease) {
    memory_release(lease->holders);
    *lease = (struct lease){0};
}

static bool is_operator_of(const struct conference *conference, uint32_t person, uint32_t site) {
    const struct person *somebody = &conference->people[person];
    return !somebody->removed && somebody->site == site && (somebody->roles & 1u << ROLE_OPERATOR) != 0;
}

static bool is_desk(const struct conference *conference, const struct command *command) {
    return actor_has(conference, command, ROLE_MODERATOR) || actor_has(conference, command, ROLE_CHAIR);
}

static enum error refuse(enum error error, enum field field, uint32_t site, struct fault *fault) {
    *fault = (struct fault){field, ROW_SITE, site};
    return error;
}

uint32_t conference_site_operator(const struct conference *conference, uint32_t site) {
    uint32_t holder = conference->sites[site].lease.holder;
    return holder ? holder - 1 : NO_PERSON;
}

/* ---- the fence ---- */

static bool is_covered(const struct lease *lease, const struct command *command, enum lease_use use) {
    if (!record_has(&command->record, FIELD_LEASE)) /* made before there was one, and left in an outbox until then: good from who has it now */
        return lease->holder == 0 || (use == LEASE_MADE_UNDER && lease->holder == command->actor + 1);
    int64_t number = command->record.lease;
    if (number > lease->count || lease->holders[number - 1] != command->actor)
        return false;
    return use == LEASE_MADE_UNDER || (number == lease->count && lease->holder != 0);
}

enum error lease_check(const struct conference *conference, const struct command *command, enum lease_use use, struct fault *fault) {
    if (use == LEASE_FREE)
        return ERROR_NONE;
    uint32_t site = conference->people[command->actor].site;
    bool speaks_for_site = !is_desk(conference, command) && actor_has(conference, command, ROLE_OPERATOR) && site != NO_SITE;
    if (speaks_for_site)
        return is_covered(&conference->sites[site].lease, command, use) ? ERROR_NONE : refuse(ERROR_FENCED_SITE, FIELD_LEASE, site, fault);
    if (!record_has(&command->record, FIELD_LEASE))
        return ERROR_NONE;
    fault->field = FIELD_LEASE;
    return ERROR_NOT_ALLOWED;
}

/* ---- taken and given up ---- */

/* Whose lease it becomes: an operator takes it, a moderator hands it to one. */
static enum error find_taker(const struct conference *conference, const struct command *command, uint32_t site, uint32_t *taker, struct fault *fault) {
    const struct record *record = &command->record;
    *taker = record_has(record, FIELD_PERSON) ? conference_find_person(conference, record->person) : command->actor;
    bool desk = actor_has(conference, command, ROLE_MODERATOR);
    if (desk && !record_has(record, FIELD_PERSON) && !is_operator_of(conference, command->actor, site)) {
        fault->field = FIELD_PERSON;
        return ERROR_MISSING_FIELD;
    }
    fault->field = !desk && *taker == command->actor ? FIELD_SITE : FIELD_PERSON;
    if (!desk && *taker != command->actor)
        return ERROR_NOT_ALLOWED;
    return *taker != NO_PERSON && is_operator_of(conference, *taker, site) ? ERROR_NONE : ERROR_NOT_ALLOWED;
}

enum error step_lease_take(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    uint32_t site = conference_find_site(conference, command->record.site), taker;
    if (site == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    enum error error = find_taker(conference, command, site, &taker, fault);
    if (error)
        return error;
    const struct lease *lease = &conference->sites[site].lease;
    int64_t seen = record_has(&command->record, FIELD_LEASE) ? command->record.lease : 0;
    if (seen != lease->count)
        return refuse(ERROR_STALE_REV, FIELD_LEASE, site, fault);
    if (lease->holder == taker + 1)
        return refuse(ERROR_WRONG_STATE, FIELD_LEASE, site, fault);
    if (lease->holder && command->holder_is_here && !actor_has(conference, command, ROLE_MODERATOR))
        return refuse(ERROR_FENCED_SITE, FIELD_LEASE, site, fault);
    if (lease->count >= LIMIT_LEASES)
        return refuse(ERROR_FULL, FIELD_LEASE, site, fault);
    event->type = EVENT_LEASE_TAKEN;
    record_text(&event->record, FIELD_SITE, conference->sites[site].id);
    record_text(&event->record, FIELD_PERSON, conference->people[taker].id);
    record_number(&event->record, FIELD_LEASE, (int64_t)lease->count + 1);
    return ERROR_NONE;
}

enum error apply_lease_taken(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t site = conference_find_site(conference, event->record.site), person = event_person(conference, event, FIELD_PERSON);
    if (site == NO_SITE || person == NO_PERSON)
        return ERROR_DAMAGED;
    struct lease *lease = &conference->sites[site].lease;
    if (event->record.lease != (int64_t)lease->count + 1)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = memory_grow((void **)&lease->holders, lease->count, &lease->capacity, sizeof *lease->holders);
    if (error)
        return error;
    lease->holders[lease->count++] = person;
    lease->holder = person + 1;
    lease->at = event->record.at;
    touched_add(touched, ROW_SITE, site, NO_PERSON);
    return ERROR_NONE;
}

enum error step_lease_give_up(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    uint32_t site = conference_find_site(conference, command->record.site);
    if (site == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    if (!is_operator_of(conference, command->actor, site)) {
        fault->field = FIELD_SITE;
        return ERROR_NOT_ALLOWED;
    }
    const struct lease *lease = &conference->sites[site].lease;
    if (lease->holder != command->actor + 1 || command->record.lease != lease->count)
        return refuse(ERROR_FENCED_SITE, FIELD_LEASE, site, fault);
    event->type = EVENT_LEASE_GIVEN_UP;
    record_text(&event->record, FIELD_SITE, conference->sites[site].id);
    record_number(&event->record, FIELD_LEASE, lease->count);
    return ERROR_NONE;
}

enum error apply_lease_given_up(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t site = conference_find_site(conference, event->record.site);
    if (site == NO_SITE || event->record.lease != (int64_t)conference->sites[site].lease.count)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (error)
        return error;
    conference->sites[site].lease.holder = 0;
    touched_add(touched, ROW_SITE, site, NO_PERSON);
    return ERROR_NONE;
}

/* ---- what happens to who holds it ---- */

static uint32_t site_held_by(const struct conference *conference, uint32_t person) {
    for (uint32_t site = 0; site < conference->site_count; site++)
        if (conference->sites[site].lease.holder == person + 1)
            return site;
    return NO_SITE;
}

void lease_follow(struct conference *conference, uint32_t person, struct touched *touched) {
    uint32_t site = site_held_by(conference, person);
    if (site == NO_SITE || is_operator_of(conference, person, site))
        return;
    conference->sites[site].lease.holder = 0;
    touched_add(touched, ROW_SITE, site, NO_PERSON);
}

void lease_touch_named(const struct conference *conference, uint32_t person, struct touched *touched) {
    uint32_t site = site_held_by(conference, person);
    if (site != NO_SITE)
        touched_add(touched, ROW_SITE, site, NO_PERSON);
}

/* ---- how far behind the picture is ---- */

enum error step_site_measure_delay(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    uint32_t site = conference_find_site(conference, command->record.site);
    if (site == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    if (!actor_has(conference, command, ROLE_MODERATOR) && !is_operator_of(conference, command->actor, site)) {
        fault->field = FIELD_SITE;
        return ERROR_NOT_ALLOWED;
    }
    event->type = EVENT_SITE_DELAY_MEASURED;
    record_text(&event->record, FIELD_SITE, conference->sites[site].id);
    record_number(&event->record, FIELD_VIDEO_DELAY, command->record.video_delay);
    return ERROR_NONE;
}

int64_t speaker_video_delay(const struct conference *conference, const struct speaker *speaker) {
    switch (speaker->state) {
    case STATE_WAITING:
    case STATE_NEXT:
    case STATE_READY:
    case STATE_SPEAKING:
    case STATE_PAUSED:
        return speaker->site == NO_SITE ? 0 : conference->sites[speaker->site].video_delay;
    default:
        return 0;
    }
}

enum error apply_site_delay_measured(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t site = conference_find_site(conference, event->record.site);
    if (site == NO_SITE)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1 + 2 * (size_t)conference->speaker_count);
    if (error)
        return error;
    uint32_t before = conference->sites[site].video_delay;
    conference->sites[site].video_delay = (uint32_t)event->record.video_delay;
    touched_add(touched, ROW_SITE, site, NO_PERSON);
    for (uint32_t number = 1; number <= conference->speaker_count; number++) {
        const struct speaker *speaker = &conference->speakers[number - 1];
        if (speaker->site == site && (before || speaker_video_delay(conference, speaker)))
            speaker_touch(conference, number, touched);
    }
    return ERROR_NONE;
}
