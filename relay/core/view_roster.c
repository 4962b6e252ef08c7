/* view_roster.c - what everybody may know of the conference: sites, topics, agenda, stage, people. */
#include "core/view_rows.h"

#include "core/poll.h"
#include "core/roster.h"
#include "core/speakers.h"
#include <string.h>

const field_use *visible_to_all(const struct conference *conference, struct audience audience, uint32_t id) {
    (void)conference;
    (void)id;
    return audience.kind == AUDIENCE_PERSON ? NULL : WHOLE;
}

/* How much each site has spoken is for who gives the floor; who speaks for it, for the desk and its own operators. */
static const field_use WITHOUT_FLOOR[] = {FIELD_SPEECHES, FIELD_SPOKEN, FIELD_COUNT};
static const field_use NAME_ALONE[] = {FIELD_SPEECHES, FIELD_SPOKEN, FIELD_OPERATOR, FIELD_OPERATOR_NAME, FIELD_LEASE, FIELD_LEASE_AT, FIELD_VIDEO_DELAY,
    FIELD_CHECKED_AT, FIELD_LACKING, FIELD_ADDRESS, FIELD_COUNT};

const field_use *visible_site(const struct conference *conference, struct audience audience, uint32_t id) {
    (void)conference;
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
    case AUDIENCE_CHAIR:
        return WHOLE;
    case AUDIENCE_OPERATOR:
        return id == audience.site ? WITHOUT_FLOOR : NAME_ALONE;
    case AUDIENCE_STAGE:
        return NAME_ALONE;
    default:
        return NULL;
    }
}

/* What one display shows of its own is for the displays and the desk: phones have the main stage. */
const field_use *visible_stage(const struct conference *conference, struct audience audience, uint32_t id) {
    bool about_displays = audience.kind == AUDIENCE_MODERATOR || audience.kind == AUDIENCE_CHAIR || audience.kind == AUDIENCE_STAGE;
    if (stage_is_gone(conference, id))
        return NULL;
    return id == 0 || about_displays ? visible_to_all(conference, audience, id) : NULL;
}

/* That the list of speakers may be cleared is for those who can confirm it. */
static const field_use WITHOUT_PROPOSAL[] = {FIELD_PROPOSED, FIELD_PROPOSED_BY, FIELD_PROPOSED_UNTIL, FIELD_COUNT};

const field_use *visible_agenda_item(const struct conference *conference, struct audience audience, uint32_t id) {
    switch (audience.kind) {
    case AUDIENCE_PERSON:
        return NULL;
    case AUDIENCE_PARTICIPANT:
        return id == conference->current_item ? WITHOUT_PROPOSAL : NULL;
    case AUDIENCE_STAGE: /* displays show the whole programme */
    case AUDIENCE_OPERATOR:
        return WITHOUT_PROPOSAL;
    default:
        return WHOLE;
    }
}

/* The desk names its own people: who proposed, claimed, read, and the displays. All others it asks for, page by page; but it is told who cannot sign in. */
static const field_use NAMED_TO_DESK[] = {FIELD_UNIT, FIELD_GROUPS, FIELD_PRESENT, FIELD_COUNT};
static const field_use NAMED_TO_CHAIR[] = {FIELD_UNIT, FIELD_GROUPS, FIELD_PRESENT, FIELD_NEEDS_OPERATOR, FIELD_COUNT};

const field_use *visible_person(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct person *person = &conference->people[id];
    bool staff = (person->roles & ~(1u << ROLE_PARTICIPANT)) != 0;
    switch (audience.kind) {
    case AUDIENCE_OPERATOR:
        return person->site == audience.site && roster_is_counted(person) ? WHOLE : NULL;
    case AUDIENCE_MODERATOR:
        return staff || person->move_refused_at ? NAMED_TO_DESK : NULL;
    case AUDIENCE_CHAIR:
        return staff ? NAMED_TO_CHAIR : NULL;
    default:
        return NULL;
    }
}

const field_use *visible_me(const struct conference *conference, struct audience audience, uint32_t id) {
    (void)conference;
    return audience.kind == AUDIENCE_PERSON && audience.person == id ? WHOLE : NULL;
}

void fill_conference(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    (void)id;
    row->id = text_of("conference");
    record_localised(&row->record, FIELD_TITLE, conference->title);
    record_localised(&row->record, FIELD_THEME, conference->theme);
    record_word(&row->record, FIELD_INTAKE, (int)conference->intake);
    record_number(&row->record, FIELD_REV, conference->intake_rev);
}

void fill_site(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct site *site = &conference->sites[id];
    row->id = site->id;
    record_localised(&row->record, FIELD_LOCAL_NAME, site->name);
    record_word(&row->record, FIELD_SITE_KIND, (int)site->kind);
    record_number(&row->record, FIELD_PEOPLE, site->people);
    record_number(&row->record, FIELD_REV, site->rev);
    record_number(&row->record, FIELD_SPEECHES, site->speeches);
    record_number(&row->record, FIELD_SPOKEN, site->spoken / 1000);
    if (site->lease.count)
        record_number(&row->record, FIELD_LEASE, site->lease.count);
    if (site->lease.holder) {
        const struct person *operator = &conference->people[site->lease.holder - 1];
        record_text(&row->record, FIELD_OPERATOR, operator->id);
        record_text(&row->record, FIELD_OPERATOR_NAME, operator->name);
        record_number(&row->record, FIELD_LEASE_AT, site->lease.at);
    }
    if (site->video_delay)
        record_number(&row->record, FIELD_VIDEO_DELAY, site->video_delay);
    fill_time(&row->record, FIELD_CHECKED_AT, site->check_in.at);
    if (site->check_in.lacking)
        *(uint32_t *)record_place(&row->record, FIELD_LACKING) = site->check_in.lacking;
    record_text(&row->record, FIELD_ADDRESS, site->address);
}

void fill_topic(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    row->id = conference->topics[id].id;
    record_localised(&row->record, FIELD_LOCAL_NAME, conference->topics[id].name);
    record_word(&row->record, FIELD_INTAKE, (int)conference->topics[id].intake);
    record_number(&row->record, FIELD_REV, conference->topics[id].rev);
}

void fill_agenda_item(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct item *item = &conference->items[id - 1];
    row->number = id;
    record_number(&row->record, FIELD_REV, item->rev);
    record_word(&row->record, FIELD_STATE, (int)item->state);
    record_localised(&row->record, FIELD_TITLE, item->title);
    record_word(&row->record, FIELD_ITEM_KIND, (int)item->kind);
    if (item->session != NO_SESSION)
        record_text(&row->record, FIELD_SESSION, conference->agenda_sessions[item->session].id);
    record_text(&row->record, FIELD_PRESENTER, item->presenter);
    if (item->seconds)
        record_number(&row->record, FIELD_SECONDS, item->seconds);
    record_word(&row->record, FIELD_SPEAKERS, conference->lists[id].closed ? LIST_CLOSED : LIST_OPEN);
    fill_time(&row->record, FIELD_STARTED_AT, item->started_at);
    if (!item->proposal.pending)
        return;
    record_word(&row->record, FIELD_PROPOSED, PROPOSAL_CLEAR);
    record_text(&row->record, FIELD_PROPOSED_BY, conference->people[item->proposal.by].id);
    record_number(&row->record, FIELD_PROPOSED_UNTIL, item->proposal.until);
}

void fill_agenda_session(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    row->id = conference->agenda_sessions[id].id;
    record_localised(&row->record, FIELD_TITLE, conference->agenda_sessions[id].title);
    record_number(&row->record, FIELD_NUMBER, id + 1);
    record_number(&row->record, FIELD_REV, conference->agenda_sessions[id].rev);
}

void fill_stage(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct stage *stage = stage_of_row(conference, id);
    row->id = stage->id;
    record_number(&row->record, FIELD_REV, stage->rev);
    record_word(&row->record, FIELD_VIEW, (int)stage->view);
    if (stage->question)
        record_number(&row->record, FIELD_QUESTION, stage->question);
    if (stage->poll)
        record_number(&row->record, FIELD_POLL, stage->poll);
    record_localised(&row->record, FIELD_MESSAGE, stage->message);
}

void fill_person(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct person *person = &conference->people[id];
    row->id = person->id;
    if (person->site != NO_SITE)
        record_text(&row->record, FIELD_SITE, conference->sites[person->site].id);
    if (person->number)
        record_number(&row->record, FIELD_NUMBER, person->number);
    record_text(&row->record, FIELD_NAME, person->name);
    *(uint32_t *)record_place(&row->record, FIELD_ROLES) = person->roles;
    record_text(&row->record, FIELD_UNIT, person->unit);
    fill_groups(conference, person->groups, row);
    if (person->present)
        record_flag(&row->record, FIELD_PRESENT, true);
    if (person->move_refused_at)
        record_flag(&row->record, FIELD_NEEDS_OPERATOR, true);
}

void fill_groups(const struct conference *conference, uint64_t groups, struct row *row) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < conference->group_count && count < LIMIT_GROUPS_OF_PERSON; i++)
        if (groups >> i & 1u)
            row->groups[count++] = conference->groups[i];
    if (count > 0)
        *(struct id_list *)record_place(&row->record, FIELD_GROUPS) = (struct id_list){count, row->groups};
}

/* ---- the roster, asked for by the desk ---- */

enum error view_people(const struct conference *conference, struct audience audience, uint32_t after,
                       int (*each)(void *context, uint32_t person), void *context) {
    if (audience.kind != AUDIENCE_MODERATOR && audience.kind != AUDIENCE_CHAIR)
        return ERROR_NOT_ALLOWED;
    for (uint32_t place = after; place < conference->person_count; place++) {
        uint32_t person = conference->person_order[place];
        if (!conference->people[person].removed && each(context, person))
            break;
    }
    return ERROR_NONE;
}

uint32_t view_people_place(const struct conference *conference, uint32_t person) {
    uint32_t low = 0, high = conference->person_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (strcmp(conference->people[conference->person_order[middle]].id.bytes, conference->people[person].id.bytes) <= 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool view_listed_person(const struct conference *conference, uint32_t person, struct row *row) {
    *row = (struct row){.kind = ROW_PERSON};
    fill_person(conference, (struct audience){.kind = AUDIENCE_MODERATOR}, person, row);
    record_text(&row->record, FIELD_PERSON, row->id);
    record_flag(&row->record, FIELD_PRESENT, conference->people[person].present);
    if (conference->people[person].weight != 1)
        record_number(&row->record, FIELD_WEIGHT, conference->people[person].weight);
    return roster_has_session(conference, person);
}

/* The last poll that would ask this person as things are now, and did not when it opened; 0 = none. It changes only with the person: whoever is
 * asked when a poll opens may vote in it for good. */
static uint32_t late_for(const struct conference *conference, uint32_t person) {
    for (uint32_t i = conference->poll_count; i > 0; i--) {
        const struct poll *poll = &conference->polls[i - 1];
        if (poll->rights && poll_weight(poll, person) == 0 && poll_entitles(conference, &poll->rules, person))
            return i;
    }
    return 0;
}

void fill_me(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    fill_person(conference, audience, id, row);
    const struct person *person = &conference->people[id];
    if (person->site != NO_SITE) {
        record_localised(&row->record, FIELD_SITE_NAME, conference->sites[person->site].name);
        record_word(&row->record, FIELD_SITE_KIND, (int)conference->sites[person->site].kind);
    }
    fill_time(&row->record, FIELD_MOVE_REFUSED_AT, person->move_refused_at);
    uint32_t late = late_for(conference, id);
    if (late)
        record_number(&row->record, FIELD_LATE_FOR, late);
    struct audience shared = view_shared_audience(conference, id);
    view_channel_name(conference, shared, row->channel);
    if (person->weight != 1)
        record_number(&row->record, FIELD_WEIGHT, person->weight);
    record_text(&row->record, FIELD_CHANNEL, text_of(row->channel));
}
