/* view_opinions.c - who sees what was collected before the event. */
#include "core/view_rows.h"

const uint8_t OPINION_FIELDS[] = {FIELD_OPINION,       FIELD_TEXT, OPTIONAL(FIELD_TOPIC),    OPTIONAL(FIELD_UNIT),
                                  OPTIONAL(FIELD_SITE), FIELD_AT,   OPTIONAL(FIELD_QUESTION), FIELD_COUNT};

bool view_opinion(const struct conference *conference, struct audience audience, uint32_t number, struct record *out) {
    const struct opinion *opinion = conference_opinion(conference, number);
    record_clear(out);
    if (!opinion || (audience.kind != AUDIENCE_MODERATOR && audience.kind != AUDIENCE_CHAIR))
        return false;
    record_number(out, FIELD_OPINION, number);
    record_text(out, FIELD_TEXT, opinion->text);
    if (opinion->topic != NO_TOPIC)
        record_text(out, FIELD_TOPIC, conference->topics[opinion->topic].id);
    record_text(out, FIELD_UNIT, opinion->unit);
    if (opinion->site != NO_SITE)
        record_text(out, FIELD_SITE, conference->sites[opinion->site].id);
    record_number(out, FIELD_AT, opinion->at);
    if (opinion->question && visible_question(conference, audience, opinion->question))
        record_number(out, FIELD_QUESTION, opinion->question);
    return true;
}
