#include "app/recount_roster.h"

#include "base/memory.h"
#include <stdio.h>
#include <string.h>

enum { NOWHERE = UINT32_MAX };

enum error recount_roster_begin(struct recount_roster *roster) {
    *roster = (struct recount_roster){.by_id = map_create()};
    arena_init(&roster->arena);
    return roster->by_id ? ERROR_NONE : ERROR_NO_MEMORY;
}

void recount_roster_finish(struct recount_roster *roster) {
    map_destroy(roster->by_id);
    memory_release(roster->people);
    arena_finish(&roster->arena);
}

uint32_t recount_find_site(const struct recount_roster *roster, struct text id) {
    for (uint32_t i = 0; i < roster->site_count; i++)
        if (text_equal(roster->sites[i].id, id))
            return i;
    return NOWHERE;
}

static struct recount_person *find_person(const struct recount_roster *roster, struct text id) {
    const union map_value *found = map_find(roster->by_id, id.bytes, id.length);
    return found ? &roster->people[found->number] : NULL;
}

static enum error copy_ids(struct recount_roster *roster, struct id_list from, struct id_list *to) {
    struct text *items = arena_take(&roster->arena, ((size_t)from.count + 1) * sizeof *items);
    for (uint32_t i = 0; items && i < from.count; i++) {
        items[i] = (struct text){arena_copy(&roster->arena, from.items[i].bytes, from.items[i].length), from.items[i].length};
        if (!items[i].bytes)
            return ERROR_NO_MEMORY;
    }
    *to = (struct id_list){from.count, items};
    return items ? ERROR_NONE : ERROR_NO_MEMORY;
}

/* ---- taking events ---- */

static enum error add_site(struct recount_roster *roster, const struct record *record) {
    char *id = arena_copy(&roster->arena, record->site.bytes, record->site.length);
    if (roster->site_count == LIMIT_SITES)
        return ERROR_DAMAGED;
    roster->sites[roster->site_count++] = (struct recount_site){{id, record->site.length}, record->site_kind};
    return id ? ERROR_NONE : ERROR_NO_MEMORY;
}

static enum error add_person(struct recount_roster *roster, struct text id, struct recount_person person) {
    if (person.weight == 0)
        person.weight = 1;
    if (roster->count == roster->capacity) {
        size_t capacity = roster->capacity ? roster->capacity * 2 : 256;
        struct recount_person *people = memory_resize(roster->people, capacity * sizeof *people);
        if (!people)
            return ERROR_NO_MEMORY;
        roster->people = people;
        roster->capacity = capacity;
    }
    roster->people[roster->count] = person;
    return map_put(roster->by_id, id.bytes, id.length, (union map_value){.number = roster->count++});
}

static enum error add_people(struct recount_roster *roster, const struct record *record) {
    enum error error = ERROR_NONE;
    for (int64_t number = 1; number <= record->people && !error; number++) {
        char id[LIMIT_ID_BYTES + 16];
        snprintf(id, sizeof id, "%s-%04u", record->site.bytes, (unsigned)number);
        error = add_person(roster, text_of(id), (struct recount_person){.site = recount_find_site(roster, record->site),
                                                                        .roles = 1u << ROLE_PARTICIPANT, .weight = record->weight});
    }
    return error;
}

static enum error add_account(struct recount_roster *roster, const struct record *record) {
    struct recount_person person = {.site = recount_find_site(roster, record->site), .roles = record->roles, .weight = record->weight};
    enum error error = copy_ids(roster, record->groups, &person.groups);
    return error ? error : add_person(roster, record->person, person);
}

static enum error change_person(struct recount_roster *roster, struct recount_person *person, const struct record *record) {
    if (record_has(record, FIELD_SITE))
        person->site = recount_find_site(roster, record->site);
    if (record_has(record, FIELD_ROLES))
        person->roles = record->roles;
    if (record_has(record, FIELD_WEIGHT))
        person->weight = record->weight;
    return record_has(record, FIELD_GROUPS) ? copy_ids(roster, record->groups, &person->groups) : ERROR_NONE;
}

enum error recount_roster_take(struct recount_roster *roster, const struct event *event) {
    const struct record *record = &event->record;
    if (event->type == EVENT_SITE_ADDED)
        return add_site(roster, record);
    if (event->type == EVENT_PEOPLE_ADDED)
        return add_people(roster, record);
    if (event->type == EVENT_ACCOUNT_ADDED)
        return add_account(roster, record);
    if (event->type != EVENT_PERSON_CHANGED && event->type != EVENT_PERSON_REMOVED && event->type != EVENT_PERSON_CHECKED_IN &&
        event->type != EVENT_SESSION_OPENED)
        return ERROR_NONE;
    struct recount_person *person = find_person(roster, record->person);
    if (!person)
        return ERROR_DAMAGED;
    if (event->type == EVENT_PERSON_CHANGED)
        return change_person(roster, person, record);
    if (event->type == EVENT_PERSON_REMOVED)
        person->roles = 0;
    else if (event->type == EVENT_PERSON_CHECKED_IN)
        person->present = record->on;
    else if (!person->arrived)
        person->present = true;
    person->arrived = true;
    return ERROR_NONE;
}

/* ---- a poll ---- */

enum error recount_rules_read(struct recount_roster *roster, const struct record *draft, struct recount_rules *out) {
    *out = (struct recount_rules){
        .roles = record_has(draft, FIELD_ROLES) ? draft->roles : 1u << ROLE_PARTICIPANT,
        .site_kind = record_has(draft, FIELD_SITE_KIND) ? draft->site_kind : -1,
        .presence_required = record_has(draft, FIELD_PRESENCE),
    };
    enum error error = copy_ids(roster, draft->sites, &out->sites);
    return error ? error : copy_ids(roster, draft->groups, &out->groups);
}

/* Are two lists without anything in common. */
static bool apart(struct id_list left, struct id_list right) {
    for (uint32_t i = 0; i < left.count; i++)
        for (uint32_t j = 0; j < right.count; j++)
            if (text_equal(left.items[i], right.items[j]))
                return false;
    return true;
}

static bool entitled(const struct recount_roster *roster, const struct recount_rules *rules, const struct recount_person *person) {
    const struct recount_site *site = person->site == NOWHERE ? NULL : &roster->sites[person->site];
    if (!(person->roles & rules->roles) || (rules->presence_required && !person->present))
        return false;
    if (rules->groups.count > 0 && apart(rules->groups, person->groups))
        return false;
    if (rules->site_kind >= 0 && (!site || site->kind != rules->site_kind))
        return false;
    return rules->sites.count == 0 || (site && !apart(rules->sites, (struct id_list){1, &site->id}));
}

enum error recount_roster_open(const struct recount_roster *roster, const struct recount_rules *rules, struct recount_electorate *out) {
    *out = (struct recount_electorate){.weights = memory_take_zeroed(roster->count + 1, sizeof *out->weights),
                                       .sites = memory_take_zeroed(roster->count + 1, sizeof *out->sites), .size = roster->count};
    if (!out->weights || !out->sites) {
        recount_electorate_finish(out);
        return ERROR_NO_MEMORY;
    }
    for (size_t i = 0; i < roster->count; i++)
        if (entitled(roster, rules, &roster->people[i])) {
            out->weights[i] = (uint16_t)roster->people[i].weight;
            out->sites[i] = roster->people[i].site;
            out->people++;
            out->weight += roster->people[i].weight;
        }
    return ERROR_NONE;
}

void recount_electorate_finish(struct recount_electorate *electorate) {
    memory_release(electorate->weights);
    memory_release(electorate->sites);
    *electorate = (struct recount_electorate){0};
}

int64_t recount_site_weight(const struct recount_electorate *electorate, uint32_t site) {
    for (size_t i = 0; i < electorate->size; i++)
        if (electorate->weights[i] > 0 && electorate->sites[i] == site)
            return electorate->weights[i];
    return 0;
}

uint32_t recount_site(const struct recount_roster *roster, const struct recount_electorate *electorate, struct text person) {
    const struct recount_person *found = find_person(roster, person);
    size_t index = found ? (size_t)(found - roster->people) : electorate->size;
    return index < electorate->size ? electorate->sites[index] : NOWHERE;
}

int64_t recount_weight(const struct recount_roster *roster, const struct recount_electorate *electorate, struct text person) {
    const struct recount_person *found = find_person(roster, person);
    size_t index = found ? (size_t)(found - roster->people) : electorate->size;
    return index < electorate->size ? electorate->weights[index] : 0;
}
