#include "core/view.h"

#include "core/question.h"
#include "core/roster.h"
#include "core/speakers.h"
#include "core/view_rows.h"
#include <stdio.h>
#include <string.h>

const struct row_info ROW_INFO[ROW_KIND_COUNT] = {
    [ROW_AGENDA_ITEM] = {"agenda_item", true, false, FIELDS(FIELD_REV, FIELD_STATE, FIELD_TITLE, FIELD_ITEM_KIND, FIELD_SPEAKERS,
                                                            OPTIONAL(FIELD_SESSION), OPTIONAL(FIELD_PRESENTER), OPTIONAL(FIELD_SECONDS),
                                                            OPTIONAL(FIELD_PROPOSED), OPTIONAL(FIELD_PROPOSED_BY),
                                                            OPTIONAL(FIELD_PROPOSED_UNTIL), OPTIONAL(FIELD_STARTED_AT))},
    [ROW_AGENDA_SESSION] = {"agenda_session", false, false, FIELDS(FIELD_TITLE, FIELD_NUMBER, FIELD_REV)},
    [ROW_CONFERENCE] = {"conference", false, false, FIELDS(FIELD_TITLE, OPTIONAL(FIELD_THEME), FIELD_INTAKE, FIELD_REV)},
    [ROW_HAND_COUNT] = {"count", true, false, FIELDS(FIELD_REV, FIELD_POLL, FIELD_SITE, FIELD_STATE, OPTIONAL(FIELD_TALLY), FIELD_TOTAL, FIELD_CEILING,
                                                     FIELD_ENTERED_BY, OPTIONAL(FIELD_CONFIRMED_BY), FIELD_AT, OPTIONAL(FIELD_NOTE), OPTIONAL(FIELD_OVER),
                                                     OPTIONAL(FIELD_PHONES_AFTER))},
    [ROW_ME] = {"me", false, true, FIELDS(OPTIONAL(FIELD_SITE), OPTIONAL(FIELD_SITE_NAME), OPTIONAL(FIELD_NUMBER),
                                          OPTIONAL(FIELD_NAME), FIELD_ROLES, FIELD_CHANNEL, OPTIONAL(FIELD_WEIGHT),
                                          OPTIONAL(FIELD_SITE_KIND), OPTIONAL(FIELD_GROUPS), OPTIONAL(FIELD_PRESENT),
                                          OPTIONAL(FIELD_MOVE_REFUSED_AT), OPTIONAL(FIELD_LATE_FOR))},
    [ROW_MESSAGE] = {"message", true, false, FIELDS(FIELD_FROM, FIELD_TO, FIELD_TEXT, FIELD_PERSON, OPTIONAL(FIELD_NAME), FIELD_AT,
                                                    OPTIONAL(FIELD_READ_AT), OPTIONAL(FIELD_READ_BY))},
    [ROW_MY_BALLOT] = {"my_ballot", true, true, FIELDS(FIELD_POLL, OPTIONAL(FIELD_CHOICE), OPTIONAL(FIELD_CHOICES),
                                                       OPTIONAL(FIELD_RATING), FIELD_AT, FIELD_STATE, FIELD_DEVICE,
                                                       FIELD_COUNTER, FIELD_KEY)},
    [ROW_MY_ME_TOO] = {"my_me_too", true, true, FIELDS(FIELD_ON)},
    [ROW_MY_QUESTION] = {"my_question", true, true, FIELDS(FIELD_REV, FIELD_STATE, FIELD_TEXT, OPTIONAL(FIELD_TOPIC), FIELD_AT,
                                                           OPTIONAL(FIELD_REASON), OPTIONAL(FIELD_NOTE), OPTIONAL(FIELD_INTO),
                                                           OPTIONAL(FIELD_ORIGINAL), OPTIONAL(FIELD_ANSWERER),
                                                           OPTIONAL(FIELD_ANONYMOUS), FIELD_KEY)},
    [ROW_MY_SPEAKER] = {"my_speaker", true, true, FIELDS(FIELD_REV, FIELD_STATE, OPTIONAL(FIELD_ITEM), FIELD_AT,
                                                         OPTIONAL(FIELD_CALLED_AT), OPTIONAL(FIELD_STARTED_AT),
                                                         OPTIONAL(FIELD_ENDS_AT), FIELD_KEY, FIELD_CLASS,
                                                         OPTIONAL(FIELD_SINCE), OPTIONAL(FIELD_REMAINING),
                                                         OPTIONAL(FIELD_QUESTION), OPTIONAL(FIELD_VIDEO_DELAY))},
    [ROW_PERSON] = {"person", false, false, FIELDS(OPTIONAL(FIELD_SITE), OPTIONAL(FIELD_NUMBER), OPTIONAL(FIELD_NAME), FIELD_ROLES,
                                                  OPTIONAL(FIELD_UNIT), OPTIONAL(FIELD_GROUPS), OPTIONAL(FIELD_PRESENT),
                                                  OPTIONAL(FIELD_NEEDS_OPERATOR))},
    [ROW_POLL] = {"poll", true, false, FIELDS(FIELD_REV, FIELD_STATE, FIELD_TITLE, FIELD_RESULTS, OPTIONAL(FIELD_ELECTORATE),
                                              OPTIONAL(FIELD_OPENED_AT), OPTIONAL(FIELD_CLOSES_AT), OPTIONAL(FIELD_CLOSED_AT),
                                              OPTIONAL(FIELD_BALLOTS), OPTIONAL(FIELD_TALLY),
                                              OPTIONAL(FIELD_POLL_TYPE), OPTIONAL(FIELD_OPTIONS), OPTIONAL(FIELD_LEAST),
                                              OPTIONAL(FIELD_MOST), OPTIONAL(FIELD_BALLOT_RULE), OPTIONAL(FIELD_ROLES),
                                              OPTIONAL(FIELD_SITES), OPTIONAL(FIELD_SITE_KIND), OPTIONAL(FIELD_WEIGHTED_ELECTORATE),
                                              OPTIONAL(FIELD_WEIGHTED_BALLOTS), OPTIONAL(FIELD_WEIGHTED_TALLY), OPTIONAL(FIELD_PROPOSED),
                                              OPTIONAL(FIELD_PROPOSED_BY), OPTIONAL(FIELD_PROPOSED_UNTIL), OPTIONAL(FIELD_SECONDS),
                                              OPTIONAL(FIELD_VOID_REASON), OPTIONAL(FIELD_NOTE), OPTIONAL(FIELD_REPEATS),
                                              OPTIONAL(FIELD_REPEATED_BY), OPTIONAL(FIELD_BY_SITE), OPTIONAL(FIELD_GROUPS),
                                              OPTIONAL(FIELD_PRESENCE), OPTIONAL(FIELD_EXPECTED), OPTIONAL(FIELD_DRAINED), OPTIONAL(FIELD_WAITING_FOR),
                                              OPTIONAL(FIELD_MISSING), OPTIONAL(FIELD_CHANGEABLE), OPTIONAL(FIELD_CAN_CHANGE),
                                              OPTIONAL(FIELD_UNPROVEN), OPTIONAL(FIELD_LATE_IN_TIME), OPTIONAL(FIELD_IN_DOUBT),
                                              OPTIONAL(FIELD_INCOMPLETE), OPTIONAL(FIELD_COUNTS), OPTIONAL(FIELD_BY_HAND),
                                              OPTIONAL(FIELD_COUNTS_OPEN))},
    [ROW_QUESTION] = {"question", true, false, FIELDS(FIELD_REV, FIELD_STATE, FIELD_TEXT, OPTIONAL(FIELD_TOPIC),
                                                      OPTIONAL(FIELD_SITE), OPTIONAL(FIELD_SITE_NAME), OPTIONAL(FIELD_PERSON), OPTIONAL(FIELD_NAME), FIELD_AT,
                                                      OPTIONAL(FIELD_REASON), OPTIONAL(FIELD_NOTE), OPTIONAL(FIELD_ASKED_AT),
                                                      OPTIONAL(FIELD_ANSWERED_AT), OPTIONAL(FIELD_ACTOR),
                                                      OPTIONAL(FIELD_ORIGINAL), OPTIONAL(FIELD_ANSWERER), OPTIONAL(FIELD_INTO),
                                                      OPTIONAL(FIELD_ANONYMOUS), OPTIONAL(FIELD_ASKERS), OPTIONAL(FIELD_ME_TOO),
                                                      OPTIONAL(FIELD_SPEAKER), OPTIONAL(FIELD_UNDOABLE),
                                                      OPTIONAL(FIELD_ORIGIN), OPTIONAL(FIELD_OPINION))},
    [ROW_QUEUE] = {"queue", false, false, FIELDS(FIELD_REV, FIELD_PINNED, FIELD_MANUAL)},
    [ROW_SESSION] = {"session", false, false, FIELDS(FIELD_PERSON), .of_site = true},
    [ROW_SITE] = {"site", false, false, FIELDS(FIELD_LOCAL_NAME, FIELD_SITE_KIND, FIELD_PEOPLE, FIELD_REV, OPTIONAL(FIELD_SPEECHES),
                                               OPTIONAL(FIELD_SPOKEN), OPTIONAL(FIELD_OPERATOR), OPTIONAL(FIELD_OPERATOR_NAME),
                                               OPTIONAL(FIELD_LEASE), OPTIONAL(FIELD_LEASE_AT), OPTIONAL(FIELD_VIDEO_DELAY),
                                               OPTIONAL(FIELD_CHECKED_AT), OPTIONAL(FIELD_LACKING), OPTIONAL(FIELD_ADDRESS))},
    [ROW_SITE_PERSON] = {"site_person", false, false, FIELDS(FIELD_ROLES, FIELD_CHANNEL), .of_site = true},
    [ROW_SPEAKER] = {"speaker", true, false, FIELDS(FIELD_REV, FIELD_STATE, OPTIONAL(FIELD_ITEM), OPTIONAL(FIELD_SITE),
                                                    OPTIONAL(FIELD_SITE_NAME),
                                                    OPTIONAL(FIELD_PERSON), OPTIONAL(FIELD_NAME), FIELD_AT,
                                                    OPTIONAL(FIELD_CALLED_AT), OPTIONAL(FIELD_STARTED_AT),
                                                    OPTIONAL(FIELD_ENDS_AT), OPTIONAL(FIELD_FINISHED_AT), FIELD_CLASS,
                                                    OPTIONAL(FIELD_SINCE), OPTIONAL(FIELD_REMAINING),
                                                    OPTIONAL(FIELD_QUESTION), OPTIONAL(FIELD_VIDEO_DELAY), OPTIONAL(FIELD_GRANTED))},
    [ROW_STAGE] = {"stage", false, false, FIELDS(FIELD_REV, FIELD_VIEW, OPTIONAL(FIELD_QUESTION), OPTIONAL(FIELD_POLL),
                                                 OPTIONAL(FIELD_MESSAGE))},
    [ROW_TOPIC] = {"topic", false, false, FIELDS(FIELD_LOCAL_NAME, FIELD_INTAKE, FIELD_REV)},
};

const field_use WHOLE[] = {FIELD_COUNT};

void fill_person_of(const struct conference *conference, struct audience audience, uint32_t person, uint32_t site, struct record *record) {
    if (site != NO_SITE)
        record_text(record, FIELD_SITE, conference->sites[site].id);
    if (site != NO_SITE && audience.kind == AUDIENCE_PARTICIPANT)
        record_localised(record, FIELD_SITE_NAME, conference->sites[site].name);
    if (person == NO_PERSON)
        return;
    record_text(record, FIELD_PERSON, conference->people[person].id);
    record_text(record, FIELD_NAME, conference->people[person].name);
}

void fill_time(struct record *record, enum field field, int64_t value) {
    if (value)
        record_number(record, field, value);
}

/* ---- the table ---- */

static const struct {
    row_visible *visible;
    row_fill *fill;
} ROWS[ROW_KIND_COUNT] = {
    [ROW_AGENDA_ITEM] = {visible_agenda_item, fill_agenda_item},
    [ROW_AGENDA_SESSION] = {visible_to_all, fill_agenda_session},
    [ROW_CONFERENCE] = {visible_to_all, fill_conference},
    [ROW_HAND_COUNT] = {visible_hand_count, fill_hand_count},
    [ROW_ME] = {visible_me, fill_me},
    [ROW_MESSAGE] = {visible_message, fill_message},
    [ROW_MY_BALLOT] = {visible_my_ballot, fill_my_ballot},
    [ROW_MY_ME_TOO] = {visible_my_me_too, fill_my_me_too},
    [ROW_MY_QUESTION] = {visible_my_question, fill_my_question},
    [ROW_MY_SPEAKER] = {visible_my_speaker, fill_my_speaker},
    [ROW_PERSON] = {visible_person, fill_person},
    [ROW_POLL] = {visible_poll, fill_poll},
    [ROW_QUESTION] = {visible_question, fill_question},
    [ROW_QUEUE] = {visible_queue, fill_queue},
    [ROW_SESSION] = {visible_session, fill_session},
    [ROW_SITE] = {visible_site, fill_site},
    [ROW_SITE_PERSON] = {visible_site_person, fill_site_person},
    [ROW_SPEAKER] = {visible_speaker, fill_speaker},
    [ROW_STAGE] = {visible_stage, fill_stage},
    [ROW_TOPIC] = {visible_to_all, fill_topic},
};

/* Ids of a kind run from `first` to `last`. */
static void id_range(const struct conference *conference, enum row_kind kind, uint32_t *first, uint32_t *end) {
    *first = 1;
    switch (kind) {
    case ROW_AGENDA_ITEM:
        *end = conference->item_count + 1;
        return;
    case ROW_HAND_COUNT:
        *end = conference->counts.count + 1;
        return;
    case ROW_MESSAGE:
        *end = conference->message_count + 1;
        return;
    case ROW_MY_BALLOT:
    case ROW_POLL:
        *end = conference->poll_count + 1;
        return;
    case ROW_MY_ME_TOO:
    case ROW_MY_QUESTION:
    case ROW_QUESTION:
        *end = conference->question_count + 1;
        return;
    case ROW_MY_SPEAKER:
    case ROW_SPEAKER:
        *end = conference->speaker_count + 1;
        return;
    default:
        break;
    }
    *first = 0;
    *end = kind == ROW_SITE                          ? conference->site_count
           : kind == ROW_TOPIC                       ? conference->topic_count
           : kind == ROW_AGENDA_SESSION              ? conference->agenda_session_count
           : kind == ROW_STAGE                       ? conference->display_count + 1
           : kind == ROW_SESSION                     ? conference->session_count
           : kind == ROW_PERSON || kind == ROW_ME || kind == ROW_SITE_PERSON ? conference->person_count
                                                     : 1;
}

bool view_has_kind(struct audience audience, enum row_kind kind) {
    return ROW_INFO[kind].own == (audience.kind == AUDIENCE_PERSON) && ROW_INFO[kind].of_site == (audience.kind == AUDIENCE_SITE);
}

bool view_row(const struct conference *conference, struct audience audience, enum row_kind kind, uint32_t id, struct row *out) {
    uint32_t first, end;
    if (!view_has_kind(audience, kind))
        return false;
    id_range(conference, kind, &first, &end);
    if (id < first || id >= end)
        return false;
    const field_use *hidden = ROWS[kind].visible(conference, audience, id);
    if (!hidden)
        return false;
    *out = (struct row){.kind = kind};
    ROWS[kind].fill(conference, audience, id, out);
    record_hide(&out->record, hidden);
    return true;
}

void view_row_id(const struct conference *conference, enum row_kind kind, uint32_t id, struct row *out) {
    *out = (struct row){.kind = kind, .number = id};
    if (ROW_INFO[kind].id_is_number)
        return;
    /* Into `out` itself: an id may lie in its row. */
    ROWS[kind].fill(conference, (struct audience){.kind = AUDIENCE_PERSON, .person = id}, id, out);
    record_clear(&out->record);
}

/* The next id of an own row, or the next number at all; ids of own things hang on the person. */
static uint32_t next_id(const struct conference *conference, enum row_kind kind, uint32_t id) {
    if (kind == ROW_MY_QUESTION)
        return conference->questions[id - 1].next_of_asker;
    if (kind == ROW_MY_SPEAKER)
        return conference->speakers[id - 1].next_of_person;
    return id + 1;
}

/* The id that stands at this place of a snapshot: ids that are texts go bytewise. */
static uint32_t in_order(const struct conference *conference, enum row_kind kind, uint32_t place) {
    switch (kind) {
    case ROW_SITE:
        return conference->site_order[place];
    case ROW_TOPIC:
        return conference->topic_order[place];
    case ROW_AGENDA_SESSION:
        return conference->agenda_session_order[place];
    case ROW_STAGE:
        return conference->stage_order[place];
    case ROW_PERSON:
    case ROW_SITE_PERSON:
        return conference->person_order[place];
    default:
        return place;
    }
}

int view_each(const struct conference *conference, struct audience audience, enum row_kind kind,
              int (*each)(void *context, uint32_t id), void *context) {
    if (!view_has_kind(audience, kind))
        return 0;
    uint32_t first, end;
    id_range(conference, kind, &first, &end);
    bool chained = kind == ROW_MY_QUESTION || kind == ROW_MY_SPEAKER;
    uint32_t id = kind == ROW_ME            ? audience.person
                  : kind == ROW_MY_QUESTION ? conference->people[audience.person].first_question
                  : kind == ROW_MY_SPEAKER  ? conference->people[audience.person].first_speaker
                                            : first;
    while (chained ? id != 0 : id < end) {
        uint32_t ordered = in_order(conference, kind, id);
        if (ROWS[kind].visible(conference, audience, ordered)) {
            int stop = each(context, ordered);
            if (stop)
                return stop;
        }
        if (kind == ROW_ME)
            return 0;
        id = next_id(conference, kind, id);
    }
    return 0;
}


struct audience view_shared_audience(const struct conference *conference, uint32_t person) {
    uint32_t roles = conference->people[person].roles;
    struct audience audience = {.kind = AUDIENCE_PARTICIPANT, .site = NO_SITE, .person = NO_PERSON};
    if (roles & (1u << ROLE_MODERATOR | 1u << ROLE_ADMIN))
        audience.kind = AUDIENCE_MODERATOR;
    else if (roles & 1u << ROLE_CHAIR)
        audience.kind = AUDIENCE_CHAIR;
    else if (roles & 1u << ROLE_OPERATOR && conference->people[person].site != NO_SITE) {
        audience.kind = AUDIENCE_OPERATOR;
        audience.site = conference->people[person].site;
    } else if (roles & 1u << ROLE_DISPLAY)
        audience.kind = AUDIENCE_STAGE;
    return audience;
}

bool view_is_served_at(const struct conference *conference, uint32_t person, uint32_t site) {
    const struct person *somebody = &conference->people[person];
    enum audience_kind kind = view_shared_audience(conference, person).kind;
    return somebody->site == site && !somebody->removed && somebody->roles != 0 && kind != AUDIENCE_MODERATOR && kind != AUDIENCE_CHAIR;
}

static const char *const CHANNELS[AUDIENCE_KIND_COUNT] = {"moderator", "chair", "operator", "stage", "participant", "person", "site"};

void view_channel_name(const struct conference *conference, struct audience audience, char out[CHANNEL_NAME_SIZE]) {
    bool of_site = audience.kind == AUDIENCE_OPERATOR || audience.kind == AUDIENCE_SITE;
    const char *id = of_site ? conference->sites[audience.site].id.bytes
                     : audience.kind == AUDIENCE_PERSON ? conference->people[audience.person].id.bytes
                                                        : "";
    char *end = stpcpy(out, CHANNELS[audience.kind]);
    if (*id)
        stpcpy(stpcpy(end, ":"), id);
}
