/* link_channels.c - what flows down a link: the shared channels by a listener each, the own channel of each of its people by a proxy, all on one connection.
 *
 * Normal course: after the grant every channel goes on behind `s`, by its kept frames or with a snapshot; each batch then gives one frame per changed
 * channel, the same bytes as a browser's. Own channels of many people owe their snapshots, and pay as there is room.
 * Ways it fails: the site is slow: the rings overtake it and it gets snapshots; what is queued beyond the cap closes the link. */
#include "hub/link_state.h"

#include "base/memory.h"
#include "base/metrics.h"
#include <string.h>

static struct subscriber *make_part(struct hub_link *link, struct channel *channel) {
    struct subscriber *part = memory_take_zeroed(1, sizeof *part);
    if (!part)
        return NULL;
    *part = (struct subscriber){.hub = link->hub, .connection = link->connection, .link = link, .person = NO_PERSON, .cursor = UINT64_MAX};
    part->channel = channel;
    return part;
}

/* ---- shared channels ---- */

static enum error add_listener(struct hub_link *link, int place, struct audience audience, bool same_journal, int64_t s) {
    struct hub *hub = link->hub;
    struct channel *channel = hub_channel(hub, audience);
    struct subscriber *listener = channel ? make_part(link, NULL) : NULL;
    if (!listener)
        return ERROR_NO_MEMORY;
    if (subscriber_join(listener, channel)) {
        memory_release(listener);
        return ERROR_NO_MEMORY;
    }
    listener->blocked = link->voice->blocked; /* proxies never are: they write nothing, their words are the voice's */
    listener->is_deaf_to_live = audience.kind != AUDIENCE_OPERATOR; /* whose notices hold all that the others' do */
    link->listeners[place] = listener;
    if (same_journal && s >= 0 && s <= (int64_t)hub->durable && channel_can_resume(channel, (uint64_t)s, &listener->cursor))
        subscriber_schedule(listener);
    else
        subscriber_send(listener, channel_snapshot(channel, hub->published, hub->journal_id));
    return ERROR_NONE;
}

static void drop_listener(struct hub_link *link, int place) {
    struct subscriber *listener = link->listeners[place];
    if (!listener)
        return;
    hub_leave_ready(link->hub, listener);
    listener->closing = true;
    channel_remove(listener->channel, listener);
    for (uint32_t i = 0; i < listener->queue_count; i++)
        message_release(listener->queue[(listener->queue_first + i) % listener->queue_capacity]);
    metric_add(METRIC_QUEUED_BYTES, -(int64_t)listener->queue_bytes);
    memory_release(listener->queue);
    memory_release(listener);
    link->listeners[place] = NULL;
}

/* ---- own channels ---- */

static void drop_proxy(struct hub *hub, uint32_t person) {
    struct own_channel *own = hub->people[person].own;
    if (!own || !own->proxy)
        return;
    if (own->proxy->is_display)
        hub->live[LIVE_DISPLAYS].changed = true;
    hub_give_slot_back(hub, own->proxy);
    memory_release(own->proxy);
    own->proxy = NULL;
}

static enum error add_proxy(struct hub_link *link, uint32_t person) {
    struct hub *hub = link->hub;
    struct person_state *state = &hub->people[person];
    struct channel *channel = hub_channel(hub, view_shared_audience(hub->published, person));
    drop_proxy(hub, person); /* of a site just left: granted in the batch of the move, this link hears of it first */
    if (!channel || (!state->own && !(state->own = memory_take_zeroed(1, sizeof *state->own))))
        return ERROR_NO_MEMORY;
    struct subscriber *proxy = make_part(link, channel);
    if (!proxy || hub_take_slot(hub, proxy)) {
        memory_release(proxy);
        return ERROR_NO_MEMORY;
    }
    proxy->person = person;
    token_bucket_init(&proxy->bucket, hub->limits.messages_burst, hub->now);
    state->own->proxy = proxy;
    return ERROR_NONE;
}

static enum error add_people(struct hub_link *link, bool same_journal, int64_t s) {
    struct hub *hub = link->hub;
    for (uint32_t person = 0; person < hub->people_count; person++) {
        if (!view_is_served_at(hub->published, person, link->site))
            continue;
        enum error error = add_proxy(link, person);
        if (error)
            return error;
        struct subscriber *proxy = hub->people[person].own->proxy;
        hub_catch_up_own(hub, proxy, same_journal, s);
        link->owed += proxy->owes_snapshot;
    }
    return ERROR_NONE;
}

void hub_link_refill(struct hub_link *link) {
    struct hub *hub = link->hub;
    for (uint32_t looked = 0; link->owed > 0 && looked < hub->people_count && !link->closing; looked++) {
        if (link->voice->queue_bytes >= SCRATCH_SIZE || link->voice->blocked)
            return;
        uint32_t person = link->next_owed < hub->people_count ? link->next_owed : 0;
        link->next_owed = person + 1;
        struct own_channel *own = hub->people[person].own;
        if (!own || !own->proxy || own->proxy->link != link || !own->proxy->owes_snapshot)
            continue;
        own->proxy->owes_snapshot = false;
        link->owed--;
        subscriber_send(own->proxy, hub_own_snapshot(hub, person));
    }
    link->owed = link->voice->queue_bytes >= SCRATCH_SIZE ? link->owed : 0; /* who owed has left */
}

/* ---- the whole ---- */

enum error hub_link_listen(struct hub_link *link, bool same_journal, int64_t s) {
    const struct audience audiences[LINK_LISTENERS] = {
        {AUDIENCE_SITE, link->site, NO_PERSON},
        {AUDIENCE_OPERATOR, link->site, NO_PERSON},
        {AUDIENCE_STAGE, NO_SITE, NO_PERSON},
        {AUDIENCE_PARTICIPANT, NO_SITE, NO_PERSON},
    };
    enum error error = ERROR_NONE;
    for (int i = 0; i < LINK_LISTENERS && !error; i++)
        error = add_listener(link, i, audiences[i], same_journal, s);
    if (!error)
        error = add_people(link, same_journal, s);
    subscriber_schedule(link->voice);
    return error;
}

void hub_link_deafen(struct hub_link *link) {
    struct hub *hub = link->hub;
    for (int i = 0; i < LINK_LISTENERS; i++)
        drop_listener(link, i);
    for (uint32_t person = 0; person < hub->people_count; person++) {
        struct own_channel *own = hub->people[person].own;
        if (own && own->proxy && own->proxy->link == link)
            drop_proxy(hub, person);
    }
    link->owed = 0;
}

/* The proxy stands where the person now belongs, or nowhere. */
static void follow(struct hub *hub, uint32_t person) {
    struct own_channel *own = hub->people[person].own;
    if (own && own->proxy && !view_is_served_at(hub->published, person, own->proxy->link->site))
        drop_proxy(hub, person);
    uint32_t site = conference_person_site_index(hub->published, person);
    struct hub_link *link = site == NO_SITE ? NULL : hub->sites[site].link;
    if (!link || !link->listeners[0] || !view_is_served_at(hub->published, person, site))
        return;
    own = hub->people[person].own;
    enum error error = own && own->proxy ? ERROR_NONE : add_proxy(link, person);
    struct channel *channel = hub_channel(hub, view_shared_audience(hub->published, person));
    if (error || !channel) {
        hub_link_close(link, HUB_CLOSE_TOO_SLOW); /* no memory: it comes back */
        return;
    }
    struct subscriber *proxy = hub->people[person].own->proxy;
    proxy->channel = channel;
    link->owed += !proxy->owes_snapshot;
    proxy->owes_snapshot = true;
    subscriber_schedule(link->voice);
}

void hub_links_follow(struct hub *hub, const struct event *event) {
    switch (event->type) {
    case EVENT_PEOPLE_ADDED:
        for (uint32_t person = 0; person < hub->people_count; person++)
            if (!hub->people[person].own || !hub->people[person].own->proxy)
                follow(hub, person);
        return;
    case EVENT_ACCOUNT_ADDED:
    case EVENT_PERSON_CHANGED:
    case EVENT_PERSON_REMOVED:
        follow(hub, conference_find_person(hub->published, event->record.person));
        return;
    default:
        return;
    }
}

/* ---- how far a site has everything ---- */

static bool has_everything(const struct hub_link *link) {
    if (link->closing || !link->listeners[0] || link->owed > 0 || link->voice->blocked || link->voice->queue_count > 0)
        return false;
    for (int i = 0; i < LINK_LISTENERS; i++)
        if (link->listeners[i]->queue_count > 0 || link->listeners[i]->cursor < link->listeners[i]->channel->end_frame)
            return false;
    return true;
}

void hub_links_reached(struct hub *hub) {
    const uint32_t sites = hub_sites(hub);
    for (uint32_t site = 0; site < sites; site++) {
        struct hub_link *link = hub->sites[site].link;
        if (!link || link->reached == hub->durable || (link->reached && hub->now < link->reached_at + REACHED_EVERY_MS) || !has_everything(link))
            continue;
        struct buffer text;
        buffer_init(&text);
        link->reached = hub->durable;
        link->reached_at = hub->now;
        if (!link_reached(&text, hub->durable))
            subscriber_send_text(link->voice, &text);
        buffer_finish(&text);
    }
}
