/* view_polls.c - polls and ballots. Nobody at all sees a tally in a row before it is published: live ones travel as live notices. */
#include "core/view_rows.h"

const uint8_t *visible_poll(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct poll *poll = &conference->polls[id - 1];
    bool running = poll->state == STATE_OPEN || poll->state == STATE_CLOSING;
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
    case AUDIENCE_CHAIR:
        return WHOLE;
    case AUDIENCE_OPERATOR:
    case AUDIENCE_STAGE:
        return poll->state != STATE_DRAFT ? WHOLE : NULL;
    case AUDIENCE_PARTICIPANT: {
        bool on_stage = conference->stage.view == VIEW_POLL || conference->stage.view == VIEW_RESULTS_BY_SITE;
        bool shown = on_stage && conference->stage.poll == id && poll->state != STATE_DRAFT;
        return running || shown || id == conference->last_published ? WHOLE : NULL;
    }
    default:
        return NULL;
    }
}

const uint8_t *visible_my_ballot(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && poll_ballot_of(&conference->polls[id - 1], audience.person) ? WHOLE : NULL;
}

void fill_poll(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct poll *poll = &conference->polls[id - 1];
    row->number = id;
    record_number(&row->record, FIELD_REV, poll->rev);
    record_word(&row->record, FIELD_STATE, (int)poll->state);
    record_localised(&row->record, FIELD_TITLE, poll->title);
    record_word(&row->record, FIELD_RESULTS, (int)poll->results);
    fill_time(&row->record, FIELD_OPENED_AT, poll->opened_at);
    fill_time(&row->record, FIELD_CLOSES_AT, poll->closes_at);
    fill_time(&row->record, FIELD_CLOSED_AT, poll->closed_at);
    if (poll->state != STATE_DRAFT)
        record_number(&row->record, FIELD_ELECTORATE, poll->electorate);
    if (poll->state == STATE_CLOSED || poll->state == STATE_PUBLISHED)
        record_number(&row->record, FIELD_BALLOTS, poll->voters);
    /* Nobody at all sees a tally in a row before it is published: live ones travel as live notices. */
    if (poll->state == STATE_PUBLISHED)
        *(struct tally *)record_place(&row->record, FIELD_TALLY) = poll->tally;
}

void fill_my_ballot(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
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
