/* view_messages.c - a message is seen at its two ends, and nowhere else. */
#include "core/view_rows.h"

#include "core/roster.h"

const field_use *visible_message(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct staff_message *message = &conference->messages[id - 1];
    uint32_t side = message_side(audience);
    return side != NO_SIDE && (side == message->from || side == message->to) ? WHOLE : NULL;
}

void fill_message(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    const struct staff_message *message = &conference->messages[id - 1];
    row->number = id;
    record_text(&row->record, FIELD_FROM, message_side_name(conference, message->from));
    record_text(&row->record, FIELD_TO, message_side_name(conference, message->to));
    record_text(&row->record, FIELD_TEXT, message->text);
    fill_person_of(conference, audience, message->sender, NO_SITE, &row->record);
    record_number(&row->record, FIELD_AT, message->at);
    if (message->reader == NO_PERSON)
        return;
    record_number(&row->record, FIELD_READ_AT, message->read_at);
    record_text(&row->record, FIELD_READ_BY, conference->people[message->reader].id);
}
