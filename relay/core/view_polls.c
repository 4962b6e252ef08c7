/* view_polls.c - polls and ballots. Nobody at all sees a tally in a row before it is published: live ones travel as live notices. */
#include "core/view_rows.h"

#include "core/poll.h"
#include "core/roster.h"

/* What only the desk sees: proposals, how many have voted while results are hidden, notes; and with the displays: results by site. Whoever sees a result
 * is told without whom it was announced, and that it is in doubt. */
#define PROPOSAL FIELD_PROPOSED, FIELD_PROPOSED_BY, FIELD_PROPOSED_UNTIL, FIELD_SECONDS, FIELD_VOID_REASON, FIELD_NOTE
#define TURNOUT FIELD_BALLOTS, FIELD_WEIGHTED_BALLOTS, FIELD_BY_HAND
#define BARRIER FIELD_EXPECTED, FIELD_DRAINED, FIELD_WAITING_FOR, FIELD_MISSING, FIELD_CHANGEABLE, FIELD_CAN_CHANGE, FIELD_UNPROVEN, FIELD_LATE_IN_TIME, FIELD_COUNTS_OPEN
#define VERDICT FIELD_IN_DOUBT, FIELD_INCOMPLETE
static const field_use *const FOR_DESK = FIELDS(PROPOSAL, BARRIER);
static const field_use *const FOR_DESK_AND_STAGE = FIELDS(PROPOSAL, BARRIER, FIELD_BY_SITE);
static const field_use *const FOR_DESK_UNPUBLISHED = FIELDS(PROPOSAL, BARRIER, VERDICT);
static const field_use *const FOR_DESK_HIDDEN = FIELDS(PROPOSAL, BARRIER, VERDICT, TURNOUT);
static const field_use *const FOR_DESK_VOID = FIELDS(FIELD_NOTE, BARRIER, VERDICT, TURNOUT);
#undef PROPOSAL
#undef BARRIER
#undef VERDICT
#undef TURNOUT

static bool is_desk(struct audience audience) {
    return audience.kind == AUDIENCE_MODERATOR || audience.kind == AUDIENCE_CHAIR;
}

static bool is_weighted(const struct poll *poll) {
    return poll->weighted_electorate != poll->electorate;
}

/* May the audience know that there is such a poll. */
static bool knows_poll(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct poll *poll = &conference->polls[id - 1];
    bool running = poll->state == STATE_OPEN || poll->state == STATE_CLOSING;
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
    case AUDIENCE_CHAIR:
        return true;
    case AUDIENCE_OPERATOR:
    case AUDIENCE_STAGE:
        return poll->state != STATE_DRAFT;
    case AUDIENCE_PARTICIPANT: {
        bool on_stage = conference->stage.view == VIEW_POLL || conference->stage.view == VIEW_RESULTS_BY_SITE;
        bool shown = on_stage && conference->stage.poll == id && poll->state != STATE_DRAFT;
        return running || shown || id == conference->last_published;
    }
    default:
        return false;
    }
}

const field_use *visible_poll(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct poll *poll = &conference->polls[id - 1];
    if (!knows_poll(conference, audience, id))
        return NULL;
    if (is_desk(audience))
        return WHOLE;
    if (poll->state == STATE_VOID)
        return FOR_DESK_VOID;
    if (poll->state != STATE_PUBLISHED)
        return poll->rules.results == RESULTS_HIDDEN ? FOR_DESK_HIDDEN : FOR_DESK_UNPUBLISHED;
    return audience.kind == AUDIENCE_STAGE ? FOR_DESK : FOR_DESK_AND_STAGE;
}

static bool is_final(const struct poll *poll) {
    return poll->state == STATE_CLOSED || poll->state == STATE_PUBLISHED;
}

/* The one that counts, else the best of the others. "Late" is not final before the announcement: until then nothing is said of it. */
static const struct ballot *shown_ballot(const struct poll *poll, uint32_t person) {
    const struct ballot *ballot = poll_ballot_of(poll, person);
    if (!ballot)
        ballot = poll_side_ballot_of(poll, person);
    return ballot && ballot->standing == STANDS_LATE && !is_final(poll) ? NULL : ballot;
}

const field_use *visible_my_ballot(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && shown_ballot(&conference->polls[id - 1], audience.person) ? WHOLE : NULL;
}

static void fill_rules(const struct poll_rules *rules, struct record *record) {
    record_localised(record, FIELD_TITLE, rules->title);
    record_word(record, FIELD_RESULTS, (int)rules->results);
    if (rules->type != POLL_YES_NO_ABSTAIN)
        record_word(record, FIELD_POLL_TYPE, (int)rules->type);
    if (rules->options.count > 0)
        *(struct localised_list *)record_place(record, FIELD_OPTIONS) = rules->options;
    if (rules->type == POLL_MULTIPLE || rules->type == POLL_RATING) {
        record_number(record, FIELD_LEAST, rules->least);
        record_number(record, FIELD_MOST, rules->most);
    }
    if (rules->ballot_rule != BALLOT_CHANGEABLE)
        record_word(record, FIELD_BALLOT_RULE, (int)rules->ballot_rule);
    if (rules->roles != 1u << ROLE_PARTICIPANT)
        *(uint32_t *)record_place(record, FIELD_ROLES) = rules->roles;
    if (rules->sites.count > 0)
        *(struct id_list *)record_place(record, FIELD_SITES) = rules->sites;
    if (rules->site_kind >= 0)
        record_word(record, FIELD_SITE_KIND, rules->site_kind);
    if (rules->presence_required)
        record_word(record, FIELD_PRESENCE, PRESENCE_REQUIRED);
    if (rules->counts != COUNTS_OPERATORS)
        record_word(record, FIELD_COUNTS, (int)rules->counts);
}

static void fill_figures(const struct poll *poll, struct record *record) {
    bool weighted = is_weighted(poll);
    if (poll->state == STATE_DRAFT)
        return;
    record_number(record, FIELD_ELECTORATE, poll->electorate);
    if (weighted)
        record_number(record, FIELD_WEIGHTED_ELECTORATE, poll->weighted_electorate);
    if (poll->state != STATE_CLOSED && poll->state != STATE_PUBLISHED && poll->state != STATE_VOID)
        return;
    record_number(record, FIELD_BALLOTS, poll->voters);
    if (poll->counts.by_hand > 0)
        record_number(record, FIELD_BY_HAND, poll->counts.by_hand);
    if (weighted)
        record_number(record, FIELD_WEIGHTED_BALLOTS, poll->weighted_voters);
    if (poll->state != STATE_PUBLISHED)
        return;
    *(struct tally *)record_place(record, FIELD_TALLY) = poll->tally;
    if (weighted)
        *(struct tally *)record_place(record, FIELD_WEIGHTED_TALLY) = poll->weighted_tally;
    if (poll->by_site.count > 0)
        *(struct site_results *)record_place(record, FIELD_BY_SITE) = poll->by_site;
}

static void fill_acts(const struct conference *conference, const struct poll *poll, struct record *record) {
    if (poll->proposal.pending) {
        record_word(record, FIELD_PROPOSED, (int)poll->proposal.act);
        record_text(record, FIELD_PROPOSED_BY, conference->people[poll->proposal.by].id);
        record_number(record, FIELD_PROPOSED_UNTIL, poll->proposal.until);
        fill_time(record, FIELD_SECONDS, poll->proposal.seconds);
    }
    if (poll->proposal.pending || poll->state == STATE_VOID) {
        record_word(record, FIELD_VOID_REASON, (int)poll->void_reason);
        record_text(record, FIELD_NOTE, poll->note);
    }
    if (poll->repeats)
        record_number(record, FIELD_REPEATS, poll->repeats);
    if (poll->repeated_by)
        record_number(record, FIELD_REPEATED_BY, poll->repeated_by);
}

static void fill_sites(struct record *record, enum field field, struct id_list sites) {
    if (sites.count > 0)
        *(struct id_list *)record_place(record, field) = sites;
}

static void fill_count(struct record *record, enum field field, int64_t count) {
    if (count > 0)
        record_number(record, field, count);
}

/* What has to be said with a result. */
static void fill_verdict(const struct conference *conference, const struct poll *poll, struct record *record) {
    if (poll_is_in_doubt(conference, poll))
        record_flag(record, FIELD_IN_DOUBT, true);
    if (is_final(poll))
        fill_sites(record, FIELD_INCOMPLETE, expectations_absent(poll));
}

/* What the poll expects of the sites, and what that can do to the result. */
static void fill_barrier(const struct conference *conference, const struct poll *poll, struct record *record) {
    const struct expectations *expectations = &poll->expectations;
    int64_t expected = 0, drained = 0;
    for (uint32_t i = 0; i < expectations->count; i++) {
        expected += expectations->items[i].standing != EXPECTED_HANDED_ON;
        drained += expectations->items[i].standing == EXPECTED_DRAINED;
    }
    fill_count(record, FIELD_EXPECTED, expected);
    fill_count(record, FIELD_UNPROVEN, poll->unproven);
    if (poll->state == STATE_OPEN || poll->state == STATE_CLOSING)
        fill_count(record, FIELD_COUNTS_OPEN, poll->counts.open);
    fill_count(record, FIELD_LATE_IN_TIME, poll->late_in_time);
    if (poll->state == STATE_CLOSING && expected > 0) {
        record_number(record, FIELD_DRAINED, drained);
        fill_sites(record, FIELD_WAITING_FOR, expectations_waiting(poll));
    }
    bool open_ended = poll->state == STATE_CLOSING && !poll_is_complete(poll);
    if (open_ended || (is_final(poll) && expectations->absent > 0)) {
        struct poll_margin margin = poll_margin(conference, poll);
        record_number(record, FIELD_MISSING, margin.missing);
        record_number(record, FIELD_CHANGEABLE, margin.changeable);
        record_word(record, FIELD_CAN_CHANGE, margin.can_change ? CHANGE_CAN : CHANGE_CANNOT);
    }
}

void fill_poll(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    const struct poll *poll = &conference->polls[id - 1];
    row->number = id;
    record_number(&row->record, FIELD_REV, poll->rev);
    record_word(&row->record, FIELD_STATE, (int)poll->state);
    fill_rules(&poll->rules, &row->record);
    fill_groups(conference, poll->rules.groups, row);
    fill_time(&row->record, FIELD_OPENED_AT, poll->opened_at);
    fill_time(&row->record, FIELD_CLOSES_AT, poll->closes_at);
    fill_time(&row->record, FIELD_CLOSED_AT, poll->closed_at);
    fill_figures(poll, &row->record);
    fill_acts(conference, poll, &row->record);
    fill_verdict(conference, poll, &row->record);
    if (is_desk(audience))
        fill_barrier(conference, poll, &row->record);
}

static int state_of_ballot(const struct poll *poll, const struct ballot *ballot) {
    static const enum state STATES[] = {
        [STANDS_UNPROVEN] = STATE_UNPROVEN, [STANDS_LATE] = STATE_LATE, [STANDS_LATE_IN_TIME] = STATE_LATE_IN_TIME};
    if (poll->state == STATE_VOID)
        return STATE_VOID;
    if (ballot->standing != STANDS)
        return (int)STATES[ballot->standing];
    return (int)(is_final(poll) ? STATE_COUNTED : STATE_RECORDED);
}

void fill_my_ballot(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    const struct poll *poll = &conference->polls[id - 1];
    const struct ballot *ballot = shown_ballot(poll, audience.person);
    row->number = id;
    record_number(&row->record, FIELD_POLL, id);
    poll_fill_ballot(&poll->rules, ballot->options, &row->record);
    record_number(&row->record, FIELD_AT, ballot->at);
    record_word(&row->record, FIELD_STATE, state_of_ballot(poll, ballot));
    record_binary(&row->record, FIELD_DEVICE, ballot->device);
    record_number(&row->record, FIELD_COUNTER, ballot->counter);
    record_binary(&row->record, FIELD_KEY, ballot->key);
}

/* ---- who has voted ---- */

/* Of which site the audience may be told who has voted; false: of none. `*site` is what it asks for. */
static bool may_ask_for(struct audience audience, bool recorded, uint32_t *site) {
    if (is_desk(audience))
        return !recorded;
    bool own = audience.kind == AUDIENCE_OPERATOR && (*site == NO_SITE || *site == audience.site);
    *site = audience.site;
    return own;
}

enum error view_poll_people(const struct conference *conference, struct audience audience, uint32_t number, bool recorded, uint32_t site,
                            int (*each)(void *context, uint32_t person), void *context) {
    const struct poll *poll = conference_poll(conference, number);
    if (!may_ask_for(audience, recorded, &site))
        return ERROR_NOT_ALLOWED;
    if (!poll || poll->state == STATE_DRAFT)
        return ERROR_NOT_FOUND;
    for (uint32_t person = 0; person < conference->person_count; person++) {
        bool asked = site == NO_SITE || conference->people[person].site == site;
        bool counts = poll_weight(poll, person) > 0 && (recorded || !conference->people[person].removed);
        if (asked && counts && (poll_ballot_of(poll, person) != NULL) == recorded && each(context, person))
            break;
    }
    return ERROR_NONE;
}

void view_poll_person(const struct conference *conference, uint32_t person, struct record *out) {
    record_clear(out);
    fill_person_of(conference, (struct audience){.kind = AUDIENCE_MODERATOR}, person, conference->people[person].site, out);
    if (conference->people[person].number)
        record_number(out, FIELD_NUMBER, conference->people[person].number);
}

/* ---- live ---- */

void conference_turnout(const struct conference *conference, const struct audience *audience,
                        void (*each)(void *context, const struct poll_turnout *turnout), void *context) {
    for (uint32_t i = 0; i < conference->open_count; i++) {
        const struct poll *poll = conference_poll(conference, conference->open_polls[i]);
        if (poll->rules.results == RESULTS_HIDDEN && !is_desk(*audience))
            continue;
        bool live = poll->rules.results == RESULTS_LIVE;
        each(context, &(struct poll_turnout){.poll = conference->open_polls[i],
                                             .ballots = poll->voters,
                                             .tally = live ? &poll->tally : NULL,
                                             .weighted_tally = live && is_weighted(poll) ? &poll->weighted_tally : NULL});
    }
}
