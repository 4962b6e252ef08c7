/* view_counts.c - what was counted by hand, for the desk and the operators of the site. */
#include "core/view_rows.h"

#include "core/poll.h"
#include "core/roster.h"

const field_use *visible_hand_count(const struct conference *conference, struct audience audience, uint32_t id) {
    static const field_use NO_TALLY[] = {FIELD_TALLY, FIELD_COUNT};
    const struct count *count = count_of_number(conference, id);
    bool desk = audience.kind == AUDIENCE_MODERATOR || audience.kind == AUDIENCE_CHAIR;
    if (!desk && !(audience.kind == AUDIENCE_OPERATOR && audience.site == count->site))
        return NULL;
    return count_shows_tally(conference, audience, count) ? WHOLE : NO_TALLY;
}

static uint32_t ceiling(uint32_t entitled, uint32_t phones) {
    return entitled > phones ? entitled - phones : 0;
}

void fill_hand_count(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct count *count = count_of_number(conference, id);
    bool void_poll = conference_poll(conference, count->poll)->state == STATE_VOID;
    struct record *record = &row->record;
    row->number = id;
    record_number(record, FIELD_REV, count->rev);
    record_number(record, FIELD_POLL, count->poll);
    record_text(record, FIELD_SITE, conference->sites[count->site].id);
    record_word(record, FIELD_STATE, (int)(void_poll ? STATE_VOID : count->state));
    *(struct tally *)record_place(record, FIELD_TALLY) = count->tally;
    record_number(record, FIELD_TOTAL, count->total);
    record_number(record, FIELD_CEILING, ceiling(count->entitled, count->phones));
    record_text(record, FIELD_ENTERED_BY, conference->people[count->entered_by].id);
    if (count->confirmed_by != NO_PERSON)
        record_text(record, FIELD_CONFIRMED_BY, conference->people[count->confirmed_by].id);
    record_number(record, FIELD_AT, count->at);
    record_text(record, FIELD_NOTE, count->note);
    if (count_is_over(count))
        record_flag(record, FIELD_OVER, true);
    if (count->phones > count->phones_before && count->state != STATE_WITHDRAWN)
        record_number(record, FIELD_PHONES_AFTER, count->phones - count->phones_before);
}

enum error view_count_ceiling(const struct conference *conference, uint32_t person, uint32_t number, uint32_t site, struct record *out, enum field *fault) {
    const struct poll *poll = conference_poll(conference, number);
    struct fault found = {FIELD_COUNT, -1, 0};
    record_clear(out);
    *fault = FIELD_SITE;
    if (!count_may(conference, person, site))
        return ERROR_NOT_ALLOWED;
    *fault = FIELD_POLL;
    if (!poll || poll->state == STATE_DRAFT)
        return ERROR_NOT_FOUND;
    struct count_roster roster = count_roster_of(poll, site);
    enum error error = count_is_possible(poll, &roster, &found);
    *fault = found.field;
    record_number(out, FIELD_ELECTORATE, roster.entitled);
    record_number(out, FIELD_BALLOTS, roster.phones);
    record_number(out, FIELD_CEILING, ceiling(roster.entitled, roster.phones));
    return error;
}
