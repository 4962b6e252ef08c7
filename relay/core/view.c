#include "core/view.h"

#include "core/state.h"
#include <stdio.h>
#include <string.h>

static const uint64_t ALL = ~UINT64_C(0);

const struct row_info ROW_INFO[ROW_KIND_COUNT] = {
    [ROW_AGENDA_ITEM] = {"agenda_item", true, false, FIELDS(FIELD_REV, FIELD_STATE, FIELD_TITLE, FIELD_ITEM_KIND)},
    [ROW_CONFERENCE] = {"conference", false, false, FIELDS(FIELD_TITLE, OPTIONAL(FIELD_THEME))},
    [ROW_ME] = {"me", false, true, FIELDS(OPTIONAL(FIELD_SITE), OPTIONAL(FIELD_SITE_NAME), OPTIONAL(FIELD_NUMBER),
                                          OPTIONAL(FIELD_NAME), FIELD_ROLES, FIELD_CHANNEL)},
    [ROW_MY_BALLOT] = {"my_ballot", true, true, FIELDS(FIELD_POLL, FIELD_CHOICE, FIELD_AT, FIELD_STATE, FIELD_DEVICE,
                                                       FIELD_COUNTER, FIELD_KEY)},
    [ROW_MY_QUESTION] = {"my_question", true, true, FIELDS(FIELD_REV, FIELD_STATE, FIELD_TEXT, OPTIONAL(FIELD_TOPIC), FIELD_AT,
                                                           OPTIONAL(FIELD_REASON), OPTIONAL(FIELD_NOTE), FIELD_KEY)},
    [ROW_MY_SPEAKER] = {"my_speaker", true, true, FIELDS(FIELD_REV, FIELD_STATE, OPTIONAL(FIELD_ITEM), FIELD_AT,
                                                         OPTIONAL(FIELD_CALLED_AT), OPTIONAL(FIELD_STARTED_AT),
                                                         OPTIONAL(FIELD_ENDS_AT), FIELD_KEY)},
    [ROW_PERSON] = {"person", false, false, FIELDS(FIELD_SITE, FIELD_NUMBER, OPTIONAL(FIELD_NAME), FIELD_ROLES)},
    [ROW_POLL] = {"poll", true, false, FIELDS(FIELD_REV, FIELD_STATE, FIELD_TITLE, FIELD_RESULTS, OPTIONAL(FIELD_ELECTORATE),
                                              OPTIONAL(FIELD_OPENED_AT), OPTIONAL(FIELD_CLOSES_AT), OPTIONAL(FIELD_CLOSED_AT),
                                              OPTIONAL(FIELD_BALLOTS), OPTIONAL(FIELD_TALLY))},
    [ROW_QUESTION] = {"question", true, false, FIELDS(FIELD_REV, FIELD_STATE, FIELD_TEXT, OPTIONAL(FIELD_TOPIC),
                                                      OPTIONAL(FIELD_SITE), OPTIONAL(FIELD_PERSON), OPTIONAL(FIELD_NAME), FIELD_AT,
                                                      OPTIONAL(FIELD_REASON), OPTIONAL(FIELD_NOTE), OPTIONAL(FIELD_ASKED_AT),
                                                      OPTIONAL(FIELD_ANSWERED_AT), OPTIONAL(FIELD_ACTOR))},
    [ROW_SITE] = {"site", false, false, FIELDS(FIELD_LOCAL_NAME, FIELD_SITE_KIND, FIELD_PEOPLE)},
    [ROW_SPEAKER] = {"speaker", true, false, FIELDS(FIELD_REV, FIELD_STATE, OPTIONAL(FIELD_ITEM), OPTIONAL(FIELD_SITE),
                                                    OPTIONAL(FIELD_PERSON), OPTIONAL(FIELD_NAME), FIELD_AT,
                                                    OPTIONAL(FIELD_CALLED_AT), OPTIONAL(FIELD_STARTED_AT),
                                                    OPTIONAL(FIELD_ENDS_AT), OPTIONAL(FIELD_FINISHED_AT))},
    [ROW_STAGE] = {"stage", false, false, FIELDS(FIELD_REV, FIELD_VIEW, OPTIONAL(FIELD_QUESTION), OPTIONAL(FIELD_POLL),
                                                 OPTIONAL(FIELD_MESSAGE))},
    [ROW_TOPIC] = {"topic", false, false, FIELDS(FIELD_LOCAL_NAME)},
};

static void optional_time(struct record *record, enum field field, int64_t value) {
    if (value)
        record_number(record, field, value);
}

/* ---- which fields of a thing an audience may see: 0 = the row does not exist for it ---- */

typedef uint64_t (*row_visible)(const struct conference *conference, struct audience audience, uint32_t id);

static uint64_t visible_to_all(const struct conference *conference, struct audience audience, uint32_t id) {
    (void)conference;
    (void)id;
    return audience.kind == AUDIENCE_PERSON ? 0 : ALL;
}

static uint64_t visible_site(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PARTICIPANT ? 0 : visible_to_all(conference, audience, id);
}

static uint64_t visible_agenda_item(const struct conference *conference, struct audience audience, uint32_t id) {
    switch (audience.kind) {
    case AUDIENCE_PERSON:
        return 0;
    case AUDIENCE_PARTICIPANT:
    case AUDIENCE_STAGE:
        return id == conference->current_item ? ALL : 0;
    default:
        return ALL;
    }
}

/* Of a question that is shown to everybody: neither who asked nor who decided what. */
static const uint64_t SHOWN_QUESTION =
    ~(UINT64_C(1) << FIELD_ACTOR | UINT64_C(1) << FIELD_PERSON | UINT64_C(1) << FIELD_NOTE);

static uint64_t visible_question(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct question *question = &conference->questions[id - 1];
    const uint64_t decided_by = field_bit(FIELD_ACTOR);
    bool shown = question->state == STATE_ASKING ||
                 (id == conference->stage.question && conference->stage.view == VIEW_QUESTION);
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
        return ALL;
    case AUDIENCE_CHAIR:
        return question->state == STATE_APPROVED || question->state == STATE_ANSWERED || shown ? ALL & ~decided_by : 0;
    case AUDIENCE_OPERATOR:
        if (question->site == audience.site)
            return ALL & ~decided_by;
        break;
    case AUDIENCE_STAGE:
    case AUDIENCE_PARTICIPANT:
        break;
    default:
        return 0;
    }
    return shown ? SHOWN_QUESTION : 0;
}

static uint64_t visible_speaker(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct speaker *speaker = &conference->speakers[id - 1];
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
    case AUDIENCE_CHAIR:
        return ALL;
    case AUDIENCE_OPERATOR:
        if (speaker->state == STATE_FINISHED || speaker->state == STATE_WITHDRAWN)
            return 0;
        return speaker->site == audience.site ? ALL : ALL & ~field_bit(FIELD_PERSON);
    case AUDIENCE_STAGE:
    case AUDIENCE_PARTICIPANT:
        break;
    default:
        return 0;
    }
    bool shown = speaker->state == STATE_SPEAKING || speaker->state == STATE_NEXT;
    for (uint32_t i = 0; !shown && i < 3 && i < conference->waiting_count; i++)
        shown = conference->waiting[i] == id;
    return shown ? ALL & ~field_bit(FIELD_PERSON) : 0;
}

static uint64_t visible_poll(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct poll *poll = &conference->polls[id - 1];
    bool running = poll->state == STATE_OPEN || poll->state == STATE_CLOSING;
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
    case AUDIENCE_CHAIR:
        return ALL;
    case AUDIENCE_OPERATOR:
    case AUDIENCE_STAGE:
        return poll->state != STATE_DRAFT ? ALL : 0;
    case AUDIENCE_PARTICIPANT: {
        bool shown = conference->stage.view == VIEW_POLL && conference->stage.poll == id && poll->state != STATE_DRAFT;
        return running || shown || id == conference->last_published ? ALL : 0;
    }
    default:
        return 0;
    }
}

static uint64_t visible_person(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct person *person = &conference->people[id];
    return audience.kind == AUDIENCE_OPERATOR && person->site == audience.site && person->number > 0 ? ALL : 0;
}

static uint64_t visible_me(const struct conference *conference, struct audience audience, uint32_t id) {
    (void)conference;
    return audience.kind == AUDIENCE_PERSON && audience.person == id ? ALL : 0;
}

static uint64_t visible_my_question(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && conference->questions[id - 1].asker == audience.person ? ALL : 0;
}

static uint64_t visible_my_speaker(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && conference->speakers[id - 1].person == audience.person ? ALL : 0;
}

static uint64_t visible_my_ballot(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && poll_ballot_of(&conference->polls[id - 1], audience.person) ? ALL : 0;
}

/* ---- what stands in a row ---- */

typedef void (*row_fill)(const struct conference *conference, struct audience audience, uint32_t id, struct row *row);

static void fill_conference(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    (void)id;
    row->id = text_of("conference");
    record_localised(&row->record, FIELD_TITLE, conference->title);
    record_localised(&row->record, FIELD_THEME, conference->theme);
}

static void fill_site(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct site *site = &conference->sites[id];
    row->id = site->id;
    record_localised(&row->record, FIELD_LOCAL_NAME, site->name);
    record_word(&row->record, FIELD_SITE_KIND, (int)site->kind);
    record_number(&row->record, FIELD_PEOPLE, site->people);
}

static void fill_topic(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    row->id = conference->topics[id].id;
    record_localised(&row->record, FIELD_LOCAL_NAME, conference->topics[id].name);
}

static void fill_agenda_item(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct item *item = &conference->items[id - 1];
    row->number = id;
    record_number(&row->record, FIELD_REV, item->rev);
    record_word(&row->record, FIELD_STATE, (int)item->state);
    record_localised(&row->record, FIELD_TITLE, item->title);
    record_word(&row->record, FIELD_ITEM_KIND, (int)item->kind);
}

/* Where and who: what rows of questions and speakers share. */
static void fill_person_of(const struct conference *conference, uint32_t person, uint32_t site, struct record *record) {
    if (site != NO_SITE)
        record_text(record, FIELD_SITE, conference->sites[site].id);
    record_text(record, FIELD_PERSON, conference->people[person].id);
    record_text(record, FIELD_NAME, conference->people[person].name);
}

static void fill_question_life(const struct conference *conference, const struct question *question, struct record *record) {
    record_number(record, FIELD_REV, question->rev);
    record_word(record, FIELD_STATE, (int)question->state);
    record_text(record, FIELD_TEXT, question->text);
    if (question->topic != NO_TOPIC)
        record_text(record, FIELD_TOPIC, conference->topics[question->topic].id);
    record_number(record, FIELD_AT, question->at);
    if (question->state == STATE_REJECTED)
        record_word(record, FIELD_REASON, (int)question->reason);
    record_text(record, FIELD_NOTE, question->note);
}

static void fill_question(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct question *question = &conference->questions[id - 1];
    row->number = id;
    fill_question_life(conference, question, &row->record);
    fill_person_of(conference, question->asker, question->site, &row->record);
    optional_time(&row->record, FIELD_ASKED_AT, question->asked_at);
    optional_time(&row->record, FIELD_ANSWERED_AT, question->answered_at);
    if (question->actor != NO_PERSON)
        record_text(&row->record, FIELD_ACTOR, conference->people[question->actor].id);
}

static void fill_my_question(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct question *question = &conference->questions[id - 1];
    row->number = id;
    fill_question_life(conference, question, &row->record);
    record_binary(&row->record, FIELD_KEY, question->key);
}

static void fill_speaker_life(const struct speaker *speaker, struct record *record) {
    record_number(record, FIELD_REV, speaker->rev);
    record_word(record, FIELD_STATE, (int)speaker->state);
    if (speaker->item)
        record_number(record, FIELD_ITEM, speaker->item);
    record_number(record, FIELD_AT, speaker->at);
    optional_time(record, FIELD_CALLED_AT, speaker->called_at);
    optional_time(record, FIELD_STARTED_AT, speaker->started_at);
    optional_time(record, FIELD_ENDS_AT, speaker->ends_at);
}

static void fill_speaker(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct speaker *speaker = &conference->speakers[id - 1];
    row->number = id;
    fill_speaker_life(speaker, &row->record);
    fill_person_of(conference, speaker->person, speaker->site, &row->record);
    optional_time(&row->record, FIELD_FINISHED_AT, speaker->finished_at);
}

static void fill_my_speaker(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct speaker *speaker = &conference->speakers[id - 1];
    row->number = id;
    fill_speaker_life(speaker, &row->record);
    record_binary(&row->record, FIELD_KEY, speaker->key);
}

static void fill_poll(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct poll *poll = &conference->polls[id - 1];
    row->number = id;
    record_number(&row->record, FIELD_REV, poll->rev);
    record_word(&row->record, FIELD_STATE, (int)poll->state);
    record_localised(&row->record, FIELD_TITLE, poll->title);
    record_word(&row->record, FIELD_RESULTS, (int)poll->results);
    optional_time(&row->record, FIELD_OPENED_AT, poll->opened_at);
    optional_time(&row->record, FIELD_CLOSES_AT, poll->closes_at);
    optional_time(&row->record, FIELD_CLOSED_AT, poll->closed_at);
    if (poll->state != STATE_DRAFT)
        record_number(&row->record, FIELD_ELECTORATE, poll->electorate);
    if (poll->state == STATE_CLOSED || poll->state == STATE_PUBLISHED)
        record_number(&row->record, FIELD_BALLOTS, poll->voters);
    /* Nobody at all sees a tally in a row before it is published: live ones travel as live notices. */
    if (poll->state == STATE_PUBLISHED)
        *(struct tally *)record_place(&row->record, FIELD_TALLY) = poll->tally;
}

static void fill_my_ballot(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    const struct poll *poll = &conference->polls[id - 1];
    const struct ballot *ballot = poll_ballot_of(poll, audience.person);
    bool counted = poll->state == STATE_CLOSED || poll->state == STATE_PUBLISHED;
    row->number = id;
    record_number(&row->record, FIELD_POLL, id);
    record_word(&row->record, FIELD_CHOICE, (int)ballot->choice);
    record_number(&row->record, FIELD_AT, ballot->at);
    record_word(&row->record, FIELD_STATE, counted ? STATE_COUNTED : STATE_RECORDED);
    record_binary(&row->record, FIELD_DEVICE, ballot->device);
    record_number(&row->record, FIELD_COUNTER, ballot->counter);
    record_binary(&row->record, FIELD_KEY, ballot->key);
}

static void fill_stage(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    (void)id;
    row->id = text_of("main");
    record_number(&row->record, FIELD_REV, conference->stage.rev);
    record_word(&row->record, FIELD_VIEW, (int)conference->stage.view);
    if (conference->stage.question)
        record_number(&row->record, FIELD_QUESTION, conference->stage.question);
    if (conference->stage.poll)
        record_number(&row->record, FIELD_POLL, conference->stage.poll);
    record_localised(&row->record, FIELD_MESSAGE, conference->stage.message);
}

static void fill_person(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct person *person = &conference->people[id];
    row->id = person->id;
    if (person->site != NO_SITE)
        record_text(&row->record, FIELD_SITE, conference->sites[person->site].id);
    if (person->number)
        record_number(&row->record, FIELD_NUMBER, person->number);
    record_text(&row->record, FIELD_NAME, person->name);
    *(uint32_t *)record_place(&row->record, FIELD_ROLES) = person->roles;
}

static const char *const CHANNELS[AUDIENCE_KIND_COUNT] = {"moderator", "chair", "operator", "stage", "participant", "person"};

static void fill_me(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    fill_person(conference, audience, id, row);
    const struct person *person = &conference->people[id];
    if (person->site != NO_SITE)
        record_localised(&row->record, FIELD_SITE_NAME, conference->sites[person->site].name);
    struct audience shared = view_shared_audience(conference, id);
    view_channel_name(conference, shared, row->channel);
    record_text(&row->record, FIELD_CHANNEL, text_of(row->channel));
}

/* ---- the table ---- */

static const struct {
    row_visible visible;
    row_fill fill;
} ROWS[ROW_KIND_COUNT] = {
    [ROW_AGENDA_ITEM] = {visible_agenda_item, fill_agenda_item},
    [ROW_CONFERENCE] = {visible_to_all, fill_conference},
    [ROW_ME] = {visible_me, fill_me},
    [ROW_MY_BALLOT] = {visible_my_ballot, fill_my_ballot},
    [ROW_MY_QUESTION] = {visible_my_question, fill_my_question},
    [ROW_MY_SPEAKER] = {visible_my_speaker, fill_my_speaker},
    [ROW_PERSON] = {visible_person, fill_person},
    [ROW_POLL] = {visible_poll, fill_poll},
    [ROW_QUESTION] = {visible_question, fill_question},
    [ROW_SITE] = {visible_site, fill_site},
    [ROW_SPEAKER] = {visible_speaker, fill_speaker},
    [ROW_STAGE] = {visible_to_all, fill_stage},
    [ROW_TOPIC] = {visible_to_all, fill_topic},
};

/* Ids of a kind run from `first` to `last`. */
static void id_range(const struct conference *conference, enum row_kind kind, uint32_t *first, uint32_t *end) {
    *first = 1;
    switch (kind) {
    case ROW_AGENDA_ITEM:
        *end = conference->item_count + 1;
        return;
    case ROW_MY_BALLOT:
    case ROW_POLL:
        *end = conference->poll_count + 1;
        return;
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
           : kind == ROW_PERSON || kind == ROW_ME ? conference->person_count
                                                     : 1;
}

bool view_row(const struct conference *conference, struct audience audience, enum row_kind kind, uint32_t id, struct row *out) {
    uint32_t first, end;
    id_range(conference, kind, &first, &end);
    if (id < first || id >= end)
        return false;
    uint64_t visible = ROWS[kind].visible(conference, audience, id);
    if (!visible)
        return false;
    *out = (struct row){.kind = kind};
    ROWS[kind].fill(conference, audience, id, out);
    out->record.present &= visible;
    return true;
}

void view_row_id(const struct conference *conference, enum row_kind kind, uint32_t id, struct row *out) {
    *out = (struct row){.kind = kind, .number = id};
    if (ROW_INFO[kind].id_is_number)
        return;
    struct row row = {0};
    ROWS[kind].fill(conference, (struct audience){.kind = AUDIENCE_PERSON, .person = id}, id, &row);
    out->id = row.id;
}

/* The next id of an own row, or the next number at all; ids of own things hang on the person. */
static uint32_t next_id(const struct conference *conference, enum row_kind kind, uint32_t id) {
    if (kind == ROW_MY_QUESTION)
        return conference->questions[id - 1].next_of_asker;
    if (kind == ROW_MY_SPEAKER)
        return conference->speakers[id - 1].next_of_person;
    return id + 1;
}

int view_each(const struct conference *conference, struct audience audience, enum row_kind kind,
              int (*each)(void *context, uint32_t id), void *context) {
    if (ROW_INFO[kind].own != (audience.kind == AUDIENCE_PERSON))
        return 0;
    uint32_t first, end;
    id_range(conference, kind, &first, &end);
    bool chained = kind == ROW_MY_QUESTION || kind == ROW_MY_SPEAKER;
    uint32_t id = kind == ROW_ME            ? audience.person
                  : kind == ROW_MY_QUESTION ? conference->people[audience.person].first_question
                  : kind == ROW_MY_SPEAKER  ? conference->people[audience.person].first_speaker
                                            : first;
    while (chained ? id != 0 : id < end) {
        uint32_t ordered = kind == ROW_SITE ? conference->site_order[id] : kind == ROW_TOPIC ? conference->topic_order[id] : id;
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

int view_listed_questions(const struct conference *conference, uint32_t after, int (*each)(void *context, const struct row *row),
                          void *context) {
    for (uint32_t number = after + 1; number <= conference->question_count; number++) {
        const struct question *question = &conference->questions[number - 1];
        if (question->state != STATE_APPROVED && question->state != STATE_ASKING && question->state != STATE_ANSWERED)
            continue;
        struct row row = {.kind = ROW_QUESTION};
        fill_question(conference, (struct audience){.kind = AUDIENCE_PARTICIPANT}, number, &row);
        row.record.present &= SHOWN_QUESTION;
        int stop = each(context, &row);
        if (stop)
            return stop;
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

void view_channel_name(const struct conference *conference, struct audience audience, char out[CHANNEL_NAME_SIZE]) {
    const char *id = audience.kind == AUDIENCE_OPERATOR ? conference->sites[audience.site].id.bytes
                     : audience.kind == AUDIENCE_PERSON ? conference->people[audience.person].id.bytes
                                                        : "";
    snprintf(out, CHANNEL_NAME_SIZE, "%s%s%s", CHANNELS[audience.kind], *id ? ":" : "", id);
}
