/* poll_rules.c - what a poll asks, whom, and what a ballot of it looks like: fixed when it is drafted.
 *
 * A ballot is a set of options as bits, whatever the type: yes, no, abstain are three options; the values of a rating are options too. */
#include "core/poll.h"

#include "base/memory.h"
#include "core/roster.h"
#include "core/state.h"

/* The fields that make a type, of all that belong to some type. */
static const field_use *const PARTS = FIELDS(FIELD_OPTIONS, FIELD_LEAST, FIELD_MOST);
static const field_use NOTHING[] = {FIELD_COUNT};
static const field_use *const PARTS_OF[POLL_TYPE_COUNT] = {
    [POLL_YES_NO_ABSTAIN] = NOTHING,
    [POLL_SINGLE] = FIELDS(FIELD_OPTIONS),
    [POLL_MULTIPLE] = FIELDS(FIELD_OPTIONS, OPTIONAL(FIELD_LEAST), OPTIONAL(FIELD_MOST)),
    [POLL_RATING] = FIELDS(FIELD_LEAST, FIELD_MOST),
};

static const field_use *const BALLOT_PARTS = FIELDS(FIELD_CHOICE, FIELD_CHOICES, FIELD_RATING);
static const field_use *const BALLOT_PARTS_OF[POLL_TYPE_COUNT] = {
    [POLL_YES_NO_ABSTAIN] = FIELDS(FIELD_CHOICE),
    [POLL_SINGLE] = FIELDS(FIELD_CHOICES),
    [POLL_MULTIPLE] = FIELDS(FIELD_CHOICES),
    [POLL_RATING] = FIELDS(FIELD_RATING),
};

/* What a draft says besides its type; what is absent stays absent. */
static const field_use *const DRAFTED = FIELDS(FIELD_TITLE, FIELD_RESULTS, FIELD_POLL_TYPE, FIELD_OPTIONS, FIELD_LEAST, FIELD_MOST,
                                             FIELD_BALLOT_RULE, FIELD_ROLES, FIELD_SITES, FIELD_SITE_KIND, FIELD_GROUPS, FIELD_PRESENCE, FIELD_COUNTS);

uint32_t poll_options(const struct poll_rules *rules) {
    switch (rules->type) {
    case POLL_SINGLE:
    case POLL_MULTIPLE:
        return rules->options.count;
    case POLL_RATING:
        return (uint32_t)(rules->most - rules->least + 1);
    default:
        return CHOICE_COUNT;
    }
}

/* ---- who votes ---- */

bool poll_entitles(const struct conference *conference, const struct poll_rules *rules, uint32_t index) {
    const struct person *person = &conference->people[index];
    if (!(person->roles & rules->roles) || (rules->presence_required && !person->present) ||
        (rules->groups && !(person->groups & rules->groups)))
        return false;
    if (rules->site_kind < 0 && rules->sites.count == 0)
        return true;
    if (person->site == NO_SITE)
        return false;
    const struct site *site = &conference->sites[person->site];
    if (rules->site_kind >= 0 && (int)site->kind != rules->site_kind)
        return false;
    bool listed = rules->sites.count == 0;
    for (uint32_t i = 0; i < rules->sites.count && !listed; i++)
        listed = text_equal(rules->sites.items[i], site->id);
    return listed;
}

void poll_electorate(const struct conference *conference, const struct poll_rules *rules, uint32_t *people, int64_t *weight) {
    *people = 0;
    *weight = 0;
    for (uint32_t i = 0; i < conference->person_count; i++)
        if (poll_entitles(conference, rules, i)) {
            ++*people;
            *weight += conference->people[i].weight;
        }
}

enum error poll_fix_rights(const struct conference *conference, const struct poll_rules *rules, struct poll_right **rights) {
    _Static_assert(LIMIT_SITES < UINT16_MAX, "a right has room for the index of a site");
    *rights = memory_take_zeroed((size_t)conference->person_count + 1, sizeof **rights);
    if (!*rights)
        return ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < conference->person_count; i++)
        if (poll_entitles(conference, rules, i))
            (*rights)[i] = (struct poll_right){(uint16_t)conference->people[i].weight, (uint16_t)conference->people[i].site};
    return ERROR_NONE;
}

int64_t poll_weight(const struct poll *poll, uint32_t person) {
    return person < poll->rights_size ? poll->rights[person].weight : 0;
}

uint32_t poll_site(const struct poll *poll, uint32_t person) {
    bool somewhere = poll_weight(poll, person) > 0 && poll->rights[person].site != UINT16_MAX;
    return somewhere ? poll->rights[person].site : NO_SITE;
}

/* ---- ballots ---- */

/* Every one of `parts` that `wanted` does not list must be absent, every required one there. */
static enum error check_parts(const struct record *record, const field_use *parts, const field_use *wanted, struct fault *fault) {
    for (; *parts != FIELD_COUNT; parts++) {
        const field_use *use = wanted;
        while (*use != FIELD_COUNT && field_of(*use) != *parts)
            use++;
        fault->field = (enum field)*parts;
        bool given = record_has(record, (enum field)*parts);
        if (*use == FIELD_COUNT && given)
            return ERROR_UNKNOWN_FIELD;
        if (*use != FIELD_COUNT && !field_is_optional(*use) && !given)
            return ERROR_MISSING_FIELD;
    }
    fault->field = FIELD_COUNT;
    return ERROR_NONE;
}

static uint32_t bits_in(uint32_t bits) {
    uint32_t count = 0;
    for (; bits; bits &= bits - 1)
        count++;
    return count;
}

enum error poll_read_ballot(const struct poll_rules *rules, const struct record *record, uint32_t *options, struct fault *fault) {
    enum error error = check_parts(record, BALLOT_PARTS, BALLOT_PARTS_OF[rules->type], fault);
    if (error)
        return error;
    if (rules->type == POLL_YES_NO_ABSTAIN) {
        *options = 1u << record->choice;
        return ERROR_NONE;
    }
    if (rules->type == POLL_RATING) {
        fault->field = FIELD_RATING;
        if (record->rating < rules->least || record->rating > rules->most)
            return ERROR_OUT_OF_RANGE;
        *options = 1u << (record->rating - rules->least);
        return ERROR_NONE;
    }
    fault->field = FIELD_CHOICES;
    uint32_t chosen = bits_in(record->choices);
    if ((uint64_t)record->choices >> rules->options.count || chosen < rules->least || chosen > rules->most)
        return ERROR_OUT_OF_RANGE;
    *options = record->choices;
    return ERROR_NONE;
}

static int lowest_bit(uint32_t bits) {
    int index = 0;
    while (bits && !(bits >> index & 1u))
        index++;
    return index;
}

void poll_fill_ballot(const struct poll_rules *rules, uint32_t options, struct record *record) {
    if (rules->type == POLL_YES_NO_ABSTAIN)
        record_word(record, FIELD_CHOICE, lowest_bit(options));
    else if (rules->type == POLL_RATING)
        record_number(record, FIELD_RATING, rules->least + lowest_bit(options));
    else
        *(uint32_t *)record_place(record, FIELD_CHOICES) = options;
}

/* ---- drafting ---- */

static enum error out_of_range(struct fault *fault, enum field field) {
    fault->field = field;
    return ERROR_OUT_OF_RANGE;
}

/* Sets least and most where the type has them, and says when they cannot be. */
static enum error complete_type(struct record *record, struct fault *fault) {
    enum error error = check_parts(record, PARTS, PARTS_OF[record->poll_type], fault);
    if (error)
        return error;
    if (record->poll_type == POLL_MULTIPLE) {
        if (!record_has(record, FIELD_LEAST))
            record_number(record, FIELD_LEAST, 1);
        if (!record_has(record, FIELD_MOST))
            record_number(record, FIELD_MOST, record->options.count);
        if (record->most > record->options.count)
            return out_of_range(fault, FIELD_MOST);
        if (record->least > record->most)
            return out_of_range(fault, FIELD_LEAST);
    }
    if (record->poll_type == POLL_RATING && (record->most <= record->least || record->most - record->least >= LIMIT_OPTIONS))
        return out_of_range(fault, FIELD_MOST);
    return ERROR_NONE;
}

static enum error check_roles(const struct record *record, struct fault *fault) {
    if (!record_has(record, FIELD_ROLES) || (record->roles != 0 && !(record->roles & 1u << ROLE_DISPLAY)))
        return ERROR_NONE;
    fault->field = FIELD_ROLES;
    return record->roles == 0 ? ERROR_EMPTY : ERROR_UNKNOWN_WORD; /* a display votes on nothing */
}

static enum error check_electorate(const struct conference *conference, const struct record *record, struct fault *fault) {
    enum error error = check_roles(record, fault);
    if (error)
        return error;
    for (uint32_t i = 0; i < record->sites.count; i++)
        if (conference_find_site(conference, record->sites.items[i]) == NO_SITE)
            return command_not_found(fault, FIELD_SITES);
    if (record_has(record, FIELD_GROUPS) && record->groups.count == 0)
        return out_of_range(fault, FIELD_GROUPS);
    uint64_t groups;
    return groups_find(conference, record->groups, &groups) ? command_not_found(fault, FIELD_GROUPS) : ERROR_NONE;
}

enum error step_poll_draft(const struct conference *conference, const struct command *command, struct event *event,
                           struct fault *fault) {
    if (conference->poll_count >= conference->limits.polls)
        return ERROR_FULL;
    event->type = EVENT_POLL_DRAFTED;
    record_number(&event->record, FIELD_POLL, (int64_t)conference->poll_count + 1);
    record_number(&event->record, FIELD_REV, 1);
    record_copy(&event->record, &command->record, DRAFTED);
    enum error error = complete_type(&event->record, fault);
    return error ? error : check_electorate(conference, &event->record, fault);
}

enum error programme_draft_poll(const struct programme_poll *poll, struct record *out, enum field *field) {
    struct fault fault = {FIELD_COUNT, -1, 0};
    record_localised(out, FIELD_TITLE, poll->title);
    record_word(out, FIELD_POLL_TYPE, (int)poll->type);
    record_word(out, FIELD_RESULTS, (int)poll->results);
    record_word(out, FIELD_BALLOT_RULE, (int)poll->ballot_rule);
    if (poll->option_count > 0)
        *(struct localised_list *)record_place(out, FIELD_OPTIONS) = (struct localised_list){(uint32_t)poll->option_count, poll->options};
    if (poll->least.given)
        record_number(out, FIELD_LEAST, poll->least.value);
    if (poll->most.given)
        record_number(out, FIELD_MOST, poll->most.value);
    if (poll->roles)
        *(uint32_t *)record_place(out, FIELD_ROLES) = poll->roles;
    if (poll->site_count > 0)
        *(struct id_list *)record_place(out, FIELD_SITES) = (struct id_list){(uint32_t)poll->site_count, poll->sites};
    if (poll->counts != COUNTS_OPERATORS)
        record_word(out, FIELD_COUNTS, (int)poll->counts);
    enum error error = complete_type(out, &fault);
    if (!error)
        error = check_roles(out, &fault);
    *field = fault.field;
    return error;
}

/* The list as texts of the sites themselves, which stay. */
static enum error copy_sites(const struct conference *conference, struct id_list from, struct id_list *to) {
    struct text *items = memory_take(from.count * sizeof *items);
    if (!items)
        return ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < from.count; i++)
        items[i] = conference->sites[conference_find_site(conference, from.items[i])].id;
    *to = (struct id_list){from.count, items};
    return ERROR_NONE;
}

void poll_rules_finish(struct poll_rules *rules) {
    state_release_localised(&rules->title);
    state_release_localised_list(&rules->options);
    memory_release((void *)(uintptr_t)rules->sites.items);
    rules->sites = (struct id_list){0};
}

static enum error read_rules(const struct conference *conference, const struct record *record, struct poll_rules *rules) {
    *rules = (struct poll_rules){
        .type = (enum poll_type)record->poll_type,
        .results = (enum results)record->results,
        .ballot_rule = (enum ballot_rule)record->ballot_rule,
        .least = record->poll_type == POLL_SINGLE ? 1 : record->least,
        .most = record->poll_type == POLL_SINGLE ? 1 : record->most,
        .roles = record_has(record, FIELD_ROLES) ? record->roles : 1u << ROLE_PARTICIPANT,
        .site_kind = record_has(record, FIELD_SITE_KIND) ? record->site_kind : -1,
        .presence_required = record_has(record, FIELD_PRESENCE),
        .counts = record_has(record, FIELD_COUNTS) ? (enum counts_rule)record->counts : COUNTS_OPERATORS,
    };
    groups_find(conference, record->groups, &rules->groups);
    enum error error = state_copy_localised(&rules->title, record->title);
    if (!error && record->options.count > 0)
        error = state_copy_localised_list(&rules->options, record->options);
    if (!error && record->sites.count > 0)
        error = copy_sites(conference, record->sites, &rules->sites);
    if (error)
        poll_rules_finish(rules);
    return error;
}

enum error apply_poll_drafted(struct conference *conference, const struct event *event, struct touched *touched) {
    struct record said = event->record;
    struct fault fault = {0};
    if (said.poll != (int64_t)conference->poll_count + 1 || complete_type(&said, &fault) ||
        check_electorate(conference, &said, &fault))
        return ERROR_DAMAGED;
    struct poll poll = {.rev = (uint32_t)said.rev, .state = STATE_DRAFT};
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = memory_grow((void **)&conference->polls, conference->poll_count, &conference->poll_capacity, sizeof poll);
    if (!error)
        error = read_rules(conference, &said, &poll.rules);
    if (error)
        return error;
    poll.tally.count = poll.weighted_tally.count = poll_options(&poll.rules);
    conference->polls[conference->poll_count++] = poll;
    touched_add(touched, ROW_POLL, conference->poll_count, NO_PERSON);
    return ERROR_NONE;
}
