/* messages.c - short messages between the desk and the chair, or the desk and a site, with a receipt. */
#include "core/state.h"

#include "base/memory.h"

static const char DESK[] = "desk", CHAIR[] = "chair";

void messages_finish(struct conference *conference) {
    for (uint32_t i = 0; i < conference->message_count; i++)
        state_release_text(&conference->messages[i].text);
    memory_release(conference->messages);
}

/* ---- sides ---- */

uint32_t message_side(struct audience audience) {
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
        return SIDE_DESK;
    case AUDIENCE_CHAIR:
        return SIDE_CHAIR;
    case AUDIENCE_OPERATOR:
        return audience.site;
    default:
        return NO_SIDE;
    }
}

struct text message_side_name(const struct conference *conference, uint32_t side) {
    return side == SIDE_DESK ? text_of(DESK) : side == SIDE_CHAIR ? text_of(CHAIR) : conference->sites[side].id;
}

/* A site that is called like the desk or the chair cannot be written to. */
static uint32_t find_side(const struct conference *conference, struct text name) {
    if (text_equal_string(name, DESK))
        return SIDE_DESK;
    if (text_equal_string(name, CHAIR))
        return SIDE_CHAIR;
    uint32_t site = conference_find_site(conference, name);
    return site == NO_SITE ? NO_SIDE : site;
}

static uint32_t side_of_actor(const struct conference *conference, const struct command *command) {
    return message_side(view_shared_audience(conference, command->actor));
}

/* ---- step ---- */

enum error step_message_send(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    uint32_t from = side_of_actor(conference, command), to = find_side(conference, command->record.to);
    fault->field = FIELD_TO;
    if (to == NO_SIDE)
        return ERROR_NOT_FOUND;
    if (from == NO_SIDE || from == to || (from != SIDE_DESK && to != SIDE_DESK))
        return ERROR_NOT_ALLOWED; /* everything goes by the desk */
    fault->field = FIELD_COUNT;
    if (conference->message_count >= conference->limits.messages)
        return ERROR_FULL;
    event->type = EVENT_MESSAGE_SENT;
    record_number(&event->record, FIELD_MESSAGE_NUMBER, (int64_t)conference->message_count + 1);
    record_text(&event->record, FIELD_FROM, message_side_name(conference, from));
    record_text(&event->record, FIELD_TO, message_side_name(conference, to));
    record_text(&event->record, FIELD_TEXT, command->record.text);
    return ERROR_NONE;
}

static struct staff_message *find_message(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->message_count ? &conference->messages[number - 1] : NULL;
}

enum error step_message_read(const struct conference *conference, const struct command *command, struct event *event,
                             struct fault *fault) {
    const struct staff_message *message = find_message(conference, command->record.message_number);
    if (!message || message->to != side_of_actor(conference, command))
        return command_not_found(fault, FIELD_MESSAGE_NUMBER);
    if (message->reader != NO_PERSON) {
        *fault = (struct fault){FIELD_MESSAGE_NUMBER, ROW_MESSAGE, (uint32_t)command->record.message_number};
        return ERROR_WRONG_STATE;
    }
    event->type = EVENT_MESSAGE_READ;
    record_number(&event->record, FIELD_MESSAGE_NUMBER, command->record.message_number);
    return ERROR_NONE;
}

/* ---- apply ---- */

enum error apply_message_sent(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    struct staff_message message = {
        .from = find_side(conference, record->from),
        .to = find_side(conference, record->to),
        .sender = event_person(conference, event, FIELD_ACTOR),
        .reader = NO_PERSON,
        .at = record->at,
    };
    if (message.from == NO_SIDE || message.to == NO_SIDE || message.sender == NO_PERSON ||
        record->message_number != (int64_t)conference->message_count + 1)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (!error)
        error = memory_grow((void **)&conference->messages, conference->message_count, &conference->message_capacity, sizeof message);
    if (!error)
        error = state_copy_text(&message.text, record->text);
    if (error)
        return error;
    conference->messages[conference->message_count++] = message;
    touched_add(touched, ROW_MESSAGE, conference->message_count, NO_PERSON);
    return ERROR_NONE;
}

enum error apply_message_read(struct conference *conference, const struct event *event, struct touched *touched) {
    struct staff_message *message = find_message(conference, event->record.message_number);
    uint32_t reader = event_person(conference, event, FIELD_ACTOR);
    if (!message || reader == NO_PERSON)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (error)
        return error;
    message->reader = reader;
    message->read_at = event->record.at;
    touched_add(touched, ROW_MESSAGE, (uint32_t)event->record.message_number, NO_PERSON);
    return ERROR_NONE;
}
