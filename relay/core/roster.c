/* roster.c - sites, topics, people. What changes them later: roster_acts.c, people.c; what they sign in with: sessions.c. */
#include "core/roster.h"

#include "base/memory.h"
#include "core/state.h"
#include <stdio.h>
#include <string.h>

void roster_finish(struct conference *conference) {
    for (uint32_t i = 0; i < conference->site_count; i++) {
        state_release_text(&conference->sites[i].id);
        state_release_text(&conference->sites[i].address);
        state_release_localised(&conference->sites[i].name);
        lease_finish(&conference->sites[i].lease);
    }
    for (uint32_t i = 0; i < conference->topic_count; i++) {
        state_release_text(&conference->topics[i].id);
        state_release_localised(&conference->topics[i].name);
    }
    for (uint32_t i = 0; i < conference->person_count; i++) {
        state_release_text(&conference->people[i].id);
        state_release_text(&conference->people[i].name);
        state_release_text(&conference->people[i].password_hash);
        state_release_text(&conference->people[i].unit);
    }
    for (uint32_t i = 0; i < conference->group_count; i++)
        state_release_text(&conference->groups[i]);
    memory_release(conference->person_order);
    memory_release(conference->sites);
    memory_release(conference->topics);
    memory_release(conference->people);
    memory_release(conference->sessions);
    map_destroy(conference->person_by_id);
    map_destroy(conference->person_by_code);
    map_destroy(conference->session_by_token);
}

/* ---- asking ---- */

static uint32_t find_number(const struct map *map, const void *key, size_t length) {
    if (length == 0)
        return NO_PERSON;
    const union map_value *found = map_find(map, key, length);
    return found ? (uint32_t)found->number : NO_PERSON;
}

uint32_t conference_people(const struct conference *conference) {
    return conference->person_count;
}

uint32_t conference_find_person(const struct conference *conference, struct text id) {
    return find_number(conference->person_by_id, id.bytes, id.length);
}

uint32_t conference_find_code(const struct conference *conference, const struct digest *code_or_card) {
    return find_number(conference->person_by_code, code_or_card->bytes, DIGEST_SIZE);
}

uint32_t conference_find_session(const struct conference *conference, const struct digest *token) {
    uint32_t session = find_number(conference->session_by_token, token->bytes, DIGEST_SIZE);
    return session == NO_PERSON || !conference->sessions[session].open ? NO_PERSON : conference->sessions[session].person;
}

struct text conference_person_id(const struct conference *conference, uint32_t person) {
    return conference->people[person].id;
}

struct text conference_person_name(const struct conference *conference, uint32_t person) {
    return conference->people[person].name;
}

uint32_t conference_person_site_index(const struct conference *conference, uint32_t person) {
    return conference->people[person].site;
}

struct text conference_person_site(const struct conference *conference, uint32_t person) {
    uint32_t site = conference->people[person].site;
    return site == NO_SITE ? (struct text){0} : conference->sites[site].id;
}

uint32_t conference_person_roles(const struct conference *conference, uint32_t person) {
    return conference->people[person].roles;
}

bool conference_person_has_credential(const struct conference *conference, uint32_t person) {
    return conference->people[person].has_code || conference->people[person].password_hash.length > 0;
}

struct text conference_person_password_hash(const struct conference *conference, uint32_t person) {
    return conference->people[person].password_hash;
}

bool conference_person_is_single(const struct conference *conference, uint32_t person) {
    const uint32_t several = 1u << ROLE_ADMIN | 1u << ROLE_MODERATOR | 1u << ROLE_CHAIR | 1u << ROLE_OPERATOR | 1u << ROLE_DISPLAY;
    return (conference->people[person].roles & several) == 0;
}

bool conference_person_is_removed(const struct conference *conference, uint32_t person) {
    return conference->people[person].removed;
}

uint32_t conference_sites(const struct conference *conference) {
    return conference->site_count;
}

struct text conference_site_id(const struct conference *conference, uint32_t site) {
    return conference->sites[site].id;
}

struct localised conference_site_name(const struct conference *conference, uint32_t site) {
    return conference->sites[site].name;
}

struct text conference_site_address(const struct conference *conference, uint32_t site) {
    return conference->sites[site].address;
}

enum site_kind conference_site_kind(const struct conference *conference, uint32_t site) {
    return conference->sites[site].kind;
}

uint32_t conference_find_site(const struct conference *conference, struct text id) {
    for (uint32_t i = 0; i < conference->site_count; i++)
        if (text_equal(conference->sites[i].id, id))
            return i;
    return NO_SITE;
}

uint32_t conference_find_topic(const struct conference *conference, struct text id) {
    for (uint32_t i = 0; i < conference->topic_count; i++)
        if (text_equal(conference->topics[i].id, id))
            return i;
    return NO_TOPIC;
}

/* ---- opening events ---- */

void order_insert_id(uint32_t *order, uint32_t count, const struct text *first_id, size_t stride) {
    const char *base = (const char *)first_id;
    const struct text *fresh = (const struct text *)(const void *)(base + count * stride);
    uint32_t place = count;
    for (; place > 0; place--) {
        const struct text *other = (const struct text *)(const void *)(base + order[place - 1] * stride);
        if (strcmp(other->bytes, fresh->bytes) < 0)
            break;
        order[place] = order[place - 1];
    }
    order[place] = count;
}

enum error apply_conference_created(struct conference *conference, const struct event *event, struct touched *touched) {
    if (conference->seq != 0)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 2);
    if (!error)
        error = state_copy_text(&conference->id, event->record.conference);
    if (!error)
        error = state_copy_localised(&conference->title, event->record.title);
    if (!error)
        error = state_copy_localised(&conference->theme, event->record.theme);
    if (error)
        return error;
    touched_add(touched, ROW_CONFERENCE, 0, NO_PERSON);
    touched_add(touched, ROW_STAGE, 0, NO_PERSON);
    return ERROR_NONE;
}

enum error apply_site_added(struct conference *conference, const struct event *event, struct touched *touched) {
    if (conference->site_count >= LIMIT_SITES || conference_find_site(conference, event->record.site) != NO_SITE)
        return ERROR_DAMAGED;
    struct site *sites = memory_resize(conference->sites, (conference->site_count + 1) * sizeof *sites);
    if (!sites)
        return ERROR_NO_MEMORY;
    conference->sites = sites;
    struct site site = {.rev = 1, .kind = (enum site_kind)event->record.site_kind};
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = state_copy_text(&site.id, event->record.site);
    if (!error)
        error = state_copy_text(&site.address, event->record.address);
    if (!error)
        error = state_copy_localised(&site.name, event->record.local_name);
    if (error) {
        state_release_text(&site.id);
        state_release_text(&site.address);
        return error;
    }
    sites[conference->site_count] = site;
    order_insert_id(conference->site_order, conference->site_count, &sites[0].id, sizeof *sites);
    touched_add(touched, ROW_SITE, conference->site_count++, NO_PERSON);
    return ERROR_NONE;
}

enum error apply_topic_added(struct conference *conference, const struct event *event, struct touched *touched) {
    if (conference->topic_count >= LIMIT_TOPICS || conference_find_topic(conference, event->record.topic) != NO_TOPIC)
        return ERROR_DAMAGED;
    struct topic *topics = memory_resize(conference->topics, (conference->topic_count + 1) * sizeof *topics);
    if (!topics)
        return ERROR_NO_MEMORY;
    conference->topics = topics;
    struct topic topic = {.rev = 1};
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = state_copy_text(&topic.id, event->record.topic);
    if (!error)
        error = state_copy_localised(&topic.name, event->record.local_name);
    if (error) {
        state_release_text(&topic.id);
        return error;
    }
    topics[conference->topic_count] = topic;
    order_insert_id(conference->topic_order, conference->topic_count, &topics[0].id, sizeof *topics);
    touched_add(touched, ROW_TOPIC, conference->topic_count++, NO_PERSON);
    return ERROR_NONE;
}

/* Where an id stands among the first `count` in order, or would. */
static uint32_t place_of(const struct conference *conference, uint32_t count, struct text id) {
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(conference->people[conference->person_order[middle]].id.bytes, id.bytes) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Puts the newest person among the others; room must have been made. People of a site come in order, and mostly go to the end. */
static void order_newest(struct conference *conference) {
    uint32_t newest = conference->person_count - 1, *order = conference->person_order;
    uint32_t place = place_of(conference, newest, conference->people[newest].id);
    memmove(order + place + 1, order + place, (newest - place) * sizeof *order);
    order[place] = newest;
}

bool roster_is_counted(const struct person *person) {
    return person->site != NO_SITE && (person->roles & 1u << ROLE_PARTICIPANT) != 0;
}

enum error roster_add_person(struct conference *conference, struct person person, const struct record *record) {
    if (person.weight == 0)
        person.weight = 1;
    if (conference->person_count >= conference->limits.people || conference_find_person(conference, record->person) != NO_PERSON)
        return ERROR_DAMAGED;
    enum error error = memory_grow((void **)&conference->people, conference->person_count, &conference->person_capacity,
                                   sizeof person);
    if (!error)
        error = memory_grow((void **)&conference->person_order, conference->person_count, &conference->person_order_capacity,
                            sizeof *conference->person_order);
    person.id = person.name = person.unit = person.password_hash = (struct text){0};
    if (!error)
        error = state_copy_text(&person.id, record->person);
    if (!error)
        error = state_copy_text(&person.name, record->name);
    if (!error)
        error = state_copy_text(&person.unit, record->unit);
    if (!error)
        error = state_copy_text(&person.password_hash, record->password_hash);
    if (!error)
        error = groups_take(conference, record->groups, &person.groups);
    if (!error)
        error = map_put(conference->person_by_id, person.id.bytes, person.id.length,
                        (union map_value){.number = conference->person_count});
    if (error) {
        state_release_text(&person.id);
        state_release_text(&person.name);
        state_release_text(&person.unit);
        state_release_text(&person.password_hash);
        return error;
    }
    conference->people[conference->person_count++] = person;
    order_newest(conference);
    return ERROR_NONE;
}

static void remove_people_from(struct conference *conference, uint32_t count) {
    while (conference->person_count > count) {
        struct person *person = &conference->people[--conference->person_count];
        uint32_t place = place_of(conference, conference->person_count + 1, person->id), *order = conference->person_order;
        memmove(order + place, order + place + 1, (conference->person_count - place) * sizeof *order);
        map_remove(conference->person_by_id, person->id.bytes, person->id.length);
        state_release_text(&person->id);
        state_release_text(&person->name);
    }
}

enum error apply_people_added(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t site = conference_find_site(conference, event->record.site);
    if (site == NO_SITE || conference->sites[site].people != 0)
        return ERROR_DAMAGED;
    uint32_t before = conference->person_count;
    uint32_t people = (uint32_t)event->record.people;
    enum error error = touched_reserve(touched, 2 * (size_t)people + 1);
    for (uint32_t number = 1; number <= people && !error; number++) {
        char id[LIMIT_ID_BYTES + 16];
        snprintf(id, sizeof id, "%s-%04u", event->record.site.bytes, number);
        error = roster_add_person(conference, (struct person){.site = site, .number = number, .roles = 1u << ROLE_PARTICIPANT,
                                                                .weight = (uint32_t)event->record.weight},
                                  &(struct record){.person = text_of(id)});
    }
    if (error) {
        remove_people_from(conference, before);
        return error;
    }
    conference->sites[site].people = people;
    touched_add(touched, ROW_SITE, site, NO_PERSON);
    for (uint32_t i = before; i < conference->person_count; i++) {
        touched_add(touched, ROW_PERSON, i, NO_PERSON);
        touched_add(touched, ROW_SITE_PERSON, i, NO_PERSON);
    }
    return ERROR_NONE;
}

enum error apply_account_added(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    struct person person = {.site = NO_SITE, .roles = record->roles, .weight = (uint32_t)record->weight};
    if (record_has(record, FIELD_SITE) && (person.site = conference_find_site(conference, record->site)) == NO_SITE)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 5);
    if (!error)
        error = roster_add_person(conference, person, record);
    if (error)
        return error;
    if (roster_is_counted(&person)) {
        conference->sites[person.site].people++;
        touched_add(touched, ROW_SITE, person.site, NO_PERSON);
    }
    touched_add(touched, ROW_PERSON, conference->person_count - 1, NO_PERSON);
    if (record->roles & 1u << ROLE_DISPLAY)
        stage_add_display(conference, conference->people[conference->person_count - 1].id, touched);
    touched_add(touched, ROW_ME, conference->person_count - 1, conference->person_count - 1);
    touched_add(touched, ROW_SITE_PERSON, conference->person_count - 1, NO_PERSON);
    return ERROR_NONE;
}
