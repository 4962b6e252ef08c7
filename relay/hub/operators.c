/* operators.c - is whoever speaks for a site still there?
 *
 * Normal course: an operator connects or leaves, here or at the site; at the next tick everybody whom it concerns is told in `live.operators`.
 * Ways it fails: a hub that has just begun knows of nobody yet, and a cut link says nothing: whoever is not seen counts from that moment on. */
#include "hub/link_state.h"

#include "codec/reply.h"

static bool is_connected(const struct hub *hub, uint32_t person, uint32_t site) {
    const struct operator_watch *watch = &hub->operators[site];
    if (person < hub->people_count && hub->people[person].own && hub->people[person].own->subscribers)
        return true;
    for (uint32_t i = 0; i < watch->at_site_count; i++)
        if (watch->at_site[i] == person)
            return true;
    return false;
}

/* Notes who has come and gone since the last look. */
static void look(struct hub *hub) {
    for (uint32_t site = 0; site < conference_sites(hub->published); site++) {
        struct operator_watch *watch = &hub->operators[site];
        uint32_t person = conference_site_operator(hub->published, site);
        uint32_t holder = person == NO_PERSON ? 0 : person + 1;
        bool here = holder && is_connected(hub, person, site);
        if (holder == watch->holder && here == watch->here)
            continue;
        watch->holder = holder;
        watch->here = here;
        watch->seen = hub->now;
        hub->live[LIVE_OPERATORS].changed = true;
    }
}

void hub_operators_begin(struct hub *hub) {
    look(hub);
}

void hub_operator_moved(struct hub *hub, uint32_t person) {
    if (!(conference_person_roles(hub->published, person) >> ROLE_OPERATOR & 1u))
        return;
    look(hub);
    hub->live[LIVE_OPERATORS].changed = true; /* who has just come is told too, and not only with the next beat */
}

void hub_operators_follow(struct hub *hub, const struct event *event) {
    if (event->type == EVENT_LEASE_TAKEN || event->type == EVENT_LEASE_GIVEN_UP || event->type == EVENT_PERSON_CHANGED || event->type == EVENT_PERSON_REMOVED)
        look(hub);
}

bool hub_holder_is_here(const struct hub *hub, uint32_t site) {
    const struct operator_watch *watch = &hub->operators[site];
    uint32_t person = conference_site_operator(hub->ahead, site);
    if (person == NO_PERSON)
        return false;
    /* A lease that was taken since the last look was taken by somebody who is here. */
    return is_connected(hub, person, site) || watch->holder != person + 1 || watch->here || hub->now - watch->seen < hub->limits.operator_absent_ms;
}

void hub_link_operators(struct hub_link *link, const struct request *request) {
    struct link_operators named;
    char fault[FAULT_NAME_SIZE];
    if (!link->listeners[0] || link_read_operators(request, &named, fault))
        return;
    struct operator_watch *watch = &link->hub->operators[link->site];
    watch->at_site_count = 0;
    for (uint32_t i = 0; i < named.count; i++) {
        uint32_t person = conference_find_person(link->hub->published, named.people[i]);
        if (person != NO_PERSON && hub_link_serves(link, person))
            watch->at_site[watch->at_site_count++] = person;
    }
    look(link->hub);
    link->hub->live[LIVE_OPERATORS].changed = true;
}

void hub_operators_cut(struct hub *hub, uint32_t site) {
    hub->operators[site].at_site_count = 0;
    look(hub);
}

void hub_append_operators(const struct hub *hub, uint32_t site, struct buffer *out) {
    uint32_t first = site == NO_SITE ? 0 : site, end = site == NO_SITE ? conference_sites(hub->published) : site + 1;
    for (uint32_t i = first; i < end; i++) {
        const struct operator_watch *watch = &hub->operators[i];
        if (watch->holder)
            (void)reply_live_operator(out, conference_site_id(hub->published, i), conference_person_id(hub->published, watch->holder - 1),
                                      watch->here ? 0 : watch->seen, watch->seen + hub->limits.operator_absent_ms);
    }
}
