/* displays.c - what each display has really drawn. Not events: it is true only while the display is there, so it is kept with the connection and
 * told to the desk by live notices. */
#include "hub/state.h"

#include "codec/reply.h"

void hub_stage_confirm(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    char fault[FAULT_NAME_SIZE] = "";
    struct confirmation confirmation;
    enum error error = request_confirmation(request, &confirmation, fault);
    if (subscriber->person == NO_PERSON)
        error = ERROR_NOT_SIGNED_IN;
    else if (!(conference_person_roles(hub->published, subscriber->person) & 1u << ROLE_DISPLAY))
        error = ERROR_NOT_ALLOWED;
    bool is_main = !error && text_equal_string(confirmation.stage, "main");
    if (!error && !is_main && !text_equal(confirmation.stage, conference_person_id(hub->published, subscriber->person))) {
        hub_reply_error(subscriber, request->id, ERROR_NOT_FOUND, "stage");
        return;
    }
    if (error) {
        hub_reply_error(subscriber, request->id, error, fault);
        return;
    }
    subscriber->shown_rev = confirmation.rev;
    subscriber->shows_main = is_main;
    hub->live[LIVE_DISPLAYS].changed = true;
    struct buffer text;
    buffer_init(&text);
    reply_empty(&text, request->id);
    subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
}

void hub_display_left(struct hub *hub, struct subscriber *subscriber) {
    subscriber->shown_rev = 0;
    if (subscriber->channel->audience.kind == AUDIENCE_STAGE)
        hub->live[LIVE_DISPLAYS].changed = true;
}

/* One item a connected display; who has confirmed nothing yet is there too, so that the desk sees it lags behind. */
void hub_append_displays(const struct hub *hub, struct buffer *out) {
    const struct channel *stage = hub->shared[AUDIENCE_STAGE];
    uint32_t listed = 0;
    for (uint32_t i = 0; stage && i < stage->subscriber_count && listed < DISPLAYS_MOST; i++) {
        const struct subscriber *subscriber = stage->subscribers[i];
        if (subscriber->person == NO_PERSON)
            continue;
        struct text id = conference_person_id(hub->published, subscriber->person);
        (void)reply_live_display(out, id, subscriber->shows_main ? text_of("main") : id, subscriber->shown_rev);
        listed++;
    }
    for (uint32_t i = 0; i < hub->slot_count; i++) { /* those behind a link, as their site says */
        const struct subscriber *subscriber = hub->slots[i].subscriber;
        if (!subscriber || !subscriber->is_display || listed++ >= DISPLAYS_MOST)
            continue;
        struct text id = conference_person_id(hub->published, subscriber->person);
        (void)reply_live_display(out, id, subscriber->shows_main ? text_of("main") : id, subscriber->shown_rev);
    }
}
