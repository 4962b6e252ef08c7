/* duty.c - which moderators and chairs are there just now, so that those of one desk know of each other. Not events: known from their sockets, and told to
 * moderators and chairs alone by live notices, in one for all who come and go within DUTY_EVERY_MS. */
#include "hub/state.h"

#include "codec/reply.h"

static bool has_duty(const struct hub *hub, uint32_t person) {
    return (conference_person_roles(hub->published, person) & (1u << ROLE_MODERATOR | 1u << ROLE_CHAIR)) != 0;
}

void hub_duty_moved(struct hub *hub, uint32_t person) {
    hub->live[LIVE_ON_DUTY].changed |= has_duty(hub, person);
}

struct on_duty {
    uint32_t people[ON_DUTY_MOST]; /* growing */
    uint32_t count;
};

/* One person may have several windows. */
static void add(struct on_duty *on_duty, uint32_t person) {
    uint32_t place = on_duty->count;
    while (place > 0 && on_duty->people[place - 1] > person)
        place--;
    if (on_duty->count == ON_DUTY_MOST || (place > 0 && on_duty->people[place - 1] == person))
        return;
    for (uint32_t i = on_duty->count++; i > place; i--)
        on_duty->people[i] = on_duty->people[i - 1];
    on_duty->people[place] = person;
}

static void look(const struct hub *hub, const struct channel *channel, struct on_duty *on_duty) {
    for (uint32_t i = 0; channel && i < channel->subscriber_count; i++) {
        uint32_t person = channel->subscribers[i]->person;
        if (person != NO_PERSON && has_duty(hub, person))
            add(on_duty, person);
    }
}

void hub_append_duty(const struct hub *hub, struct buffer *out) {
    struct on_duty on_duty = {.count = 0};
    look(hub, hub->shared[AUDIENCE_MODERATOR], &on_duty);
    look(hub, hub->shared[AUDIENCE_CHAIR], &on_duty);
    for (uint32_t i = 0; i < on_duty.count; i++)
        (void)reply_live_duty(out, conference_person_id(hub->published, on_duty.people[i]));
}
