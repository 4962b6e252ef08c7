#include "core/state.h"

#include "base/memory.h"
#include "core/poll.h"
#include "core/question.h"
#include "core/roster.h"
#include "core/speakers.h"
#include <string.h>

struct conference *conference_create(const struct limits *limits) {
    struct conference *conference = memory_take_zeroed(1, sizeof *conference);
    if (!conference)
        return NULL;
    conference->limits = *limits;
    conference->stage.id = text_of("main");
    conference->stage.rev = 1;
    conference->queue_rev = conference->intake_rev = 1;
    enum error error = lists_add(conference, 0);
    conference->person_by_id = map_create();
    conference->person_by_code = map_create();
    conference->session_by_token = map_create();
    if (error || !conference->person_by_id || !conference->person_by_code || !conference->session_by_token) {
        conference_destroy(conference);
        return NULL;
    }
    return conference;
}

void conference_destroy(struct conference *conference) {
    if (!conference)
        return;
    polls_finish(conference);
    streams_finish(conference);
    messages_finish(conference);
    speakers_finish(conference);
    questions_finish(conference);
    opinions_finish(conference);
    roster_finish(conference);
    agenda_finish(conference);
    stage_finish(conference);
    state_release_text(&conference->id);
    state_release_localised(&conference->title);
    state_release_localised(&conference->theme);
    memory_release(conference);
}

uint64_t conference_seq(const struct conference *conference) {
    return conference->seq;
}

int64_t conference_time(const struct conference *conference) {
    return conference->time;
}

struct text conference_id(const struct conference *conference) {
    return conference->id;
}

struct localised conference_title(const struct conference *conference) {
    return conference->title;
}

struct localised conference_theme(const struct conference *conference) {
    return conference->theme;
}

/* ---- opening ---- */

bool conference_opening_event(const struct programme *programme, size_t index, int64_t now, struct event *event) {
    *event = (struct event){0};
    struct record *record = &event->record;
    record_number(record, FIELD_AT, now);
    if (index == 0) {
        event->type = EVENT_CONFERENCE_CREATED;
        record_text(record, FIELD_CONFERENCE, programme->id);
        record_localised(record, FIELD_TITLE, programme->title);
        record_localised(record, FIELD_THEME, programme->theme);
        return true;
    }
    index--;
    if (index < 2 * programme->site_count) {
        const struct programme_site *site = &programme->sites[index / 2];
        record_text(record, FIELD_SITE, site->id);
        if (index % 2 == 0) {
            event->type = EVENT_SITE_ADDED;
            record_localised(record, FIELD_LOCAL_NAME, site->name);
            record_word(record, FIELD_SITE_KIND, (int)site->kind);
        } else {
            event->type = EVENT_PEOPLE_ADDED;
            record_number(record, FIELD_PEOPLE, site->people);
            if (site->weight > 1)
                record_number(record, FIELD_WEIGHT, site->weight);
        }
        return true;
    }
    index -= 2 * programme->site_count;
    if (index < programme->topic_count) {
        event->type = EVENT_TOPIC_ADDED;
        record_text(record, FIELD_TOPIC, programme->topics[index].id);
        record_localised(record, FIELD_LOCAL_NAME, programme->topics[index].name);
        return true;
    }
    index -= programme->topic_count;
    if (index < programme->session_count) {
        event->type = EVENT_AGENDA_SESSION_ADDED;
        record_text(record, FIELD_SESSION, programme->sessions[index].id);
        record_localised(record, FIELD_TITLE, programme->sessions[index].title);
        return true;
    }
    index -= programme->session_count;
    if (index < programme->item_count) {
        const struct programme_item *item = &programme->items[index];
        event->type = EVENT_AGENDA_ITEM_ADDED;
        record_number(record, FIELD_ITEM, (int64_t)index + 1);
        record_localised(record, FIELD_TITLE, item->title);
        record_word(record, FIELD_ITEM_KIND, (int)item->kind);
        record_text(record, FIELD_SESSION, item->session);
        record_text(record, FIELD_PRESENTER, item->presenter);
        if (item->seconds)
            record_number(record, FIELD_SECONDS, item->seconds);
        return true;
    }
    index -= programme->item_count;
    if (index < programme->account_count) {
        const struct programme_account *account = &programme->accounts[index];
        event->type = EVENT_ACCOUNT_ADDED;
        record_text(record, FIELD_PERSON, account->id);
        record_text(record, FIELD_NAME, account->name);
        record_text(record, FIELD_SITE, account->site);
        *(uint32_t *)record_place(record, FIELD_ROLES) = account->roles;
        if (account->weight > 1)
            record_number(record, FIELD_WEIGHT, account->weight);
        return true;
    }
    index -= programme->account_count;
    if (index < programme->poll_count) {
        enum field fault;
        event->type = EVENT_POLL_DRAFTED;
        record_number(record, FIELD_POLL, (int64_t)index + 1);
        record_number(record, FIELD_REV, 1);
        (void)programme_draft_poll(&programme->polls[index], record, &fault); /* whoever read the programme has checked it */
        return true;
    }
    return false;
}

/* ---- step ---- */

bool actor_has(const struct conference *conference, const struct command *command, enum role role) {
    if (command->actor == NO_PERSON)
        return false;
    uint32_t roles = conference->people[command->actor].roles;
    if (roles & 1u << ROLE_ADMIN)
        roles |= 1u << ROLE_MODERATOR;
    return (roles >> role & 1u) != 0;
}

static bool may(const struct conference *conference, const struct command *command, uint32_t roles) {
    if (command->actor == NO_PERSON)
        return command->type >= COMMANDS_FROM_PEOPLE;
    if (command->type >= COMMANDS_FROM_PEOPLE)
        return false;
    for (int role = 0; role < ROLE_COUNT; role++)
        if (roles >> role & 1u && actor_has(conference, command, (enum role)role))
            return true;
    return false;
}

static void stamp(const struct conference *conference, const struct command *command, struct event *event) {
    *event = (struct event){0};
    record_number(&event->record, FIELD_AT, command->now);
    if (command->offer) {
        record_binary(&event->record, FIELD_STREAM, command->offer->stream);
        record_word(&event->record, FIELD_LANE, (int)command->offer->lane);
        record_number(&event->record, FIELD_N, command->offer->n);
    }
    if (command->actor == NO_PERSON)
        return;
    record_text(&event->record, FIELD_ACTOR, conference->people[command->actor].id);
    record_binary(&event->record, FIELD_KEY, command->record.key);
    record_binary(&event->record, FIELD_PARAMS, command->params);
}

static void refuse(const struct conference *conference, const struct command *command, enum error why, enum field field,
                   struct event *event) {
    stamp(conference, command, event);
    event->type = EVENT_COMMAND_REFUSED;
    record_word(&event->record, FIELD_FAULT, (int)why);
    if (field != FIELD_COUNT)
        record_text(&event->record, FIELD_FAULT_FIELD, text_of(FIELD_INFO[field].name));
}

/* A site brings what its own people may leave with it. */
static bool may_be_offered(const struct conference *conference, const struct command *command) {
    return COMMAND_INFO[command->type].remembered && command->actor != NO_PERSON &&
           conference_may_be_offered(conference, command->actor, command->offer->site);
}

static enum error decide(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    const struct command_info *info = &COMMAND_INFO[command->type];
    if (!may(conference, command, info->roles) || (command->offer && !may_be_offered(conference, command)))
        return ERROR_NOT_ALLOWED;
    if (info->dangerous) {
        fault->field = FIELD_UNTIL;
        if (command->now > command->record.until)
            return ERROR_STALE;
        if (command->record.until > command->now + LIMIT_UNTIL_AHEAD_MS)
            return ERROR_OUT_OF_RANGE;
        fault->field = FIELD_COUNT;
    }
    enum error error = lease_check(conference, command, info->lease, fault);
    if (error)
        return error;
    stamp(conference, command, event);
    return info->step(conference, command, event, fault);
}

enum error conference_step(const struct conference *conference, const struct command *command, struct event *event,
                           struct fault *fault) {
    *fault = (struct fault){FIELD_COUNT, -1, 0};
    if (command->offer && !offer_is_next(conference, command->offer))
        return ERROR_FENCED;
    enum error error = decide(conference, command, event, fault);
    bool by_the_domain = error >= ERROR_STALE && error < ERROR_FENCED;
    bool leaves_event = command->offer ? !error_is_passing(error) : COMMAND_INFO[command->type].remembered && by_the_domain;
    if (!error || !leaves_event)
        return error;
    refuse(conference, command, error, fault->field, event);
    return ERROR_NONE;
}

enum error conference_step_known(const struct conference *conference, const struct command *command, enum error known, struct event *event) {
    if (!offer_is_next(conference, command->offer))
        return ERROR_FENCED;
    stamp(conference, command, event);
    if (may_be_offered(conference, command) && command->type == COMMAND_POLL_CAST && poll_step_known(conference, command, known, event))
        return ERROR_NONE;
    struct command nobody = *command;
    nobody.actor = NO_PERSON;
    stamp(conference, &nobody, event);
    event->type = EVENT_OFFER_KNOWN;
    return ERROR_NONE;
}

bool conference_step_again(const struct conference *conference, const struct command *command, enum error known, struct event *event) {
    stamp(conference, command, event);
    return command->type == COMMAND_POLL_CAST && poll_step_known(conference, command, known, event);
}

enum error conference_step_refused(const struct conference *conference, const struct command *command, enum error why,
                                   struct event *event) {
    if (!offer_is_next(conference, command->offer))
        return ERROR_FENCED;
    struct command of = *command;
    if (why == ERROR_KEY_REUSED)
        of.actor = NO_PERSON; /* what the key came to first stays */
    refuse(conference, &of, why, why == ERROR_KEY_REUSED ? FIELD_KEY : FIELD_COUNT, event);
    return ERROR_NONE;
}

enum error command_person(const struct conference *conference, const struct command *command, uint32_t *person,
                          struct fault *fault) {
    *person = command->actor;
    if (!record_has(&command->record, FIELD_PERSON))
        return ERROR_NONE;
    *person = conference_find_person(conference, command->record.person);
    if (*person != NO_PERSON && conference->people[*person].removed)
        *person = NO_PERSON;
    bool desk = actor_has(conference, command, ROLE_MODERATOR) || actor_has(conference, command, ROLE_CHAIR);
    if (desk && *person == NO_PERSON)
        return command_not_found(fault, FIELD_PERSON);
    bool own_site = *person != NO_PERSON && actor_has(conference, command, ROLE_OPERATOR) &&
                    conference->people[*person].site != NO_SITE &&
                    conference->people[*person].site == conference->people[command->actor].site;
    if (desk || own_site || *person == command->actor)
        return ERROR_NONE;
    fault->field = FIELD_PERSON;
    return ERROR_NOT_ALLOWED;
}

bool command_may_act_for(const struct conference *conference, const struct command *command, uint32_t person, uint32_t site) {
    return person == command->actor || (actor_has(conference, command, ROLE_OPERATOR) && site != NO_SITE &&
                                        conference->people[command->actor].site == site);
}

enum error command_check_rev(const struct command *command, uint32_t rev, int kind, uint32_t id, struct fault *fault) {
    if (!record_has(&command->record, FIELD_REV) || command->record.rev == rev)
        return ERROR_NONE;
    *fault = (struct fault){FIELD_REV, kind, id};
    return ERROR_STALE_REV;
}

enum error command_not_found(struct fault *fault, enum field field) {
    fault->field = field;
    return ERROR_NOT_FOUND;
}

/* ---- apply ---- */

enum error conference_apply(struct conference *conference, const struct event *event, struct touched *touched) {
    if (event->seq != conference->seq + 1 || !streams_can_receive(conference, event))
        return ERROR_DAMAGED;
    struct question_act act;
    enum error error = question_acts_begin(conference, event, &act);
    if (error)
        return error;
    error = EVENT_INFO[event->type].apply(conference, event, touched);
    question_acts_end(conference, event, &act, error == ERROR_NONE);
    if (error)
        return error;
    streams_receive(conference, event);
    conference->seq = event->seq;
    conference->time = event->record.at;
    return ERROR_NONE;
}

enum error apply_command_refused(struct conference *conference, const struct event *event, struct touched *touched) {
    (void)conference;
    (void)event;
    (void)touched;
    return ERROR_NONE; /* only the outcome is remembered: outcomes.h */
}

uint32_t event_person(const struct conference *conference, const struct event *event, enum field field) {
    if (!record_has(&event->record, field))
        return NO_PERSON;
    return conference_find_person(conference, *(const struct text *)record_value(&event->record, field));
}

/* ---- deadline ---- */

int64_t conference_deadline(const struct conference *conference) {
    const int64_t deadlines[] = {polls_deadline(conference), lists_deadline(conference), clearing_deadline(conference)};
    int64_t first = INT64_MAX;
    for (size_t i = 0; i < sizeof deadlines / sizeof deadlines[0]; i++)
        first = deadlines[i] < first ? deadlines[i] : first;
    return first;
}

bool conference_deadline_event(const struct conference *conference, int64_t now, struct event *event) {
    *event = (struct event){0};
    record_number(&event->record, FIELD_AT, now);
    return polls_deadline_event(conference, now, event) || lists_deadline_event(conference, now, event) ||
           clearing_deadline_event(conference, now, event);
}

/* ---- touched ---- */

void touched_init(struct touched *touched) {
    *touched = (struct touched){0};
}

void touched_finish(struct touched *touched) {
    memory_release(touched->items);
    touched_init(touched);
}

void touched_clear(struct touched *touched) {
    touched->count = 0;
}

enum error touched_reserve(struct touched *touched, size_t more) {
    if (touched->capacity - touched->count >= more)
        return ERROR_NONE;
    size_t capacity = touched->capacity * 2 > touched->count + more ? touched->capacity * 2 : touched->count + more;
    struct touch *items = memory_resize(touched->items, capacity * sizeof *items);
    if (!items)
        return ERROR_NO_MEMORY;
    touched->items = items;
    touched->capacity = capacity;
    return ERROR_NONE;
}

void touched_add(struct touched *touched, int kind, uint32_t id, uint32_t person) {
    touched->items[touched->count++] = (struct touch){kind, id, person};
}

/* ---- memory ---- */

enum error state_copy_text(struct text *to, struct text from) {
    if (from.length == 0) {
        *to = (struct text){0};
        return ERROR_NONE;
    }
    char *bytes = memory_copy_text(from.bytes, from.length);
    if (!bytes)
        return ERROR_NO_MEMORY;
    *to = (struct text){bytes, from.length};
    return ERROR_NONE;
}

enum error state_copy_localised(struct localised *to, struct localised from) {
    struct localised copy;
    enum error error = state_copy_text(&copy.vi, from.vi);
    if (error)
        return error;
    error = state_copy_text(&copy.en, from.en);
    if (error) {
        state_release_text(&copy.vi);
        return error;
    }
    *to = copy;
    return ERROR_NONE;
}

enum error state_replace_localised(struct localised *to, struct localised from) {
    struct localised copy;
    enum error error = state_copy_localised(&copy, from);
    if (error)
        return error;
    state_release_localised(to);
    *to = copy;
    return ERROR_NONE;
}

void state_release_text(struct text *text) {
    memory_release((void *)(uintptr_t)text->bytes);
    *text = (struct text){0};
}

void state_release_localised(struct localised *value) {
    state_release_text(&value->vi);
    state_release_text(&value->en);
}

enum error state_copy_localised_list(struct localised_list *to, struct localised_list from) {
    struct localised *items = memory_take_zeroed(from.count, sizeof *items);
    struct localised_list copy = {0, items};
    if (!items)
        return ERROR_NO_MEMORY;
    for (; copy.count < from.count; copy.count++) {
        enum error error = state_copy_localised(&items[copy.count], from.items[copy.count]);
        if (error) {
            state_release_localised_list(&copy);
            return error;
        }
    }
    *to = copy;
    return ERROR_NONE;
}

void state_release_localised_list(struct localised_list *list) {
    struct localised *items = (struct localised *)(uintptr_t)list->items;
    for (uint32_t i = 0; i < list->count; i++)
        state_release_localised(&items[i]);
    memory_release(items);
    *list = (struct localised_list){0};
}

