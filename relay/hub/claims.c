/* claims.c - who has a question open just now. Not an event, and nothing rests on it: two who act on one row are told apart by `rev`.
 * A claim lasts for half a minute, and is renewed by claiming again; it is gone after a restart. */
#include "hub/state.h"

#include "codec/reply.h"
#include <stdio.h>

static struct claim *find_claim(struct hub *hub, uint32_t question) {
    for (uint32_t i = 0; i < hub->claim_count; i++)
        if (hub->claims[i].question == question)
            return &hub->claims[i];
    return NULL;
}

static void drop_claim(struct hub *hub, struct claim *claim) {
    *claim = hub->claims[--hub->claim_count];
    hub->live[LIVE_CLAIMS].changed = true;
}

void hub_drop_claims_of(struct hub *hub, uint32_t person) {
    for (uint32_t i = hub->claim_count; i > 0; i--)
        if (hub->claims[i - 1].person == person)
            drop_claim(hub, &hub->claims[i - 1]);
}

void hub_expire_claims(struct hub *hub) {
    for (uint32_t i = hub->claim_count; i > 0; i--)
        if (hub->claims[i - 1].until <= hub->now)
            drop_claim(hub, &hub->claims[i - 1]);
}

/* The claim as it stands after the wish: the first to open a question keeps it until it ends. */
static enum error claim_question(struct hub *hub, uint32_t question, uint32_t person, bool on, struct claim *out) {
    struct claim *claim = find_claim(hub, question);
    bool own = claim && claim->person == person;
    *out = (struct claim){question, NO_PERSON, 0};
    if (claim && !own) {
        *out = *claim;
        return ERROR_NONE;
    }
    if (!on) {
        if (own)
            drop_claim(hub, claim);
        return ERROR_NONE;
    }
    if (!claim && hub->claim_count == CLAIMS_MOST)
        return ERROR_FULL;
    if (!claim)
        claim = &hub->claims[hub->claim_count++];
    *claim = *out = (struct claim){question, person, hub->now + CLAIM_LASTS_MS};
    hub->live[LIVE_CLAIMS].changed = true;
    return ERROR_NONE;
}

void hub_question_claim(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    static const field_use FIELDS_OF_CLAIM[] = {FIELD_QUESTION, FIELD_ON, FIELD_COUNT};
    struct record record;
    struct claim claim;
    struct row row;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = subscriber->person == NO_PERSON                                     ? ERROR_NOT_SIGNED_IN
                       : subscriber->channel->audience.kind != AUDIENCE_MODERATOR ? ERROR_NOT_ALLOWED
                                                                                           : ERROR_NONE;
    if (!error)
        error = request_record(request, FIELDS_OF_CLAIM, false, &hub->query_arena, &record, fault);
    if (!error && !view_row(hub->published, subscriber->channel->audience, ROW_QUESTION, (uint32_t)record.question, &row)) {
        snprintf(fault, sizeof fault, "question");
        error = ERROR_NOT_FOUND;
    }
    arena_reset(&hub->query_arena);
    hub_expire_claims(hub);
    if (!error)
        error = claim_question(hub, (uint32_t)record.question, subscriber->person, record.on, &claim);
    if (error) {
        hub_reply_error(subscriber, request->id, error, fault);
        return;
    }
    struct buffer text;
    buffer_init(&text);
    reply_claim(&text, request->id, claim.person == NO_PERSON ? (struct text){0} : conference_person_id(hub->published, claim.person),
                claim.until);
    subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
}

void hub_append_claims(const struct hub *hub, struct buffer *out) {
    for (uint32_t i = 0; i < hub->claim_count; i++)
        (void)reply_live_claim(out, hub->claims[i].question, conference_person_id(hub->published, hub->claims[i].person),
                               hub->claims[i].until);
}
