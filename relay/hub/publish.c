/* publish.c - durable events become visible: applied to `published`, then one frame for each channel whose view changed. */
#include "hub/state.h"

#include "base/log.h"
#include "base/memory.h"
#include "codec/reply.h"
#include <stdlib.h>
#include <string.h>

/* ---- own channels ---- */

uint64_t hub_own_floor(const struct hub *hub, uint32_t person) {
    const struct own_channel *own = hub->people[person].own;
    return own && own->count > 0 ? own->frames[0].from : hub->people[person].to;
}

static void own_forget_frames(struct own_channel *own) {
    while (own->count > 0)
        message_release(own->frames[--own->count].message);
}

void hub_forget_own_frames(struct hub *hub, uint32_t person) {
    if (hub->people[person].own)
        own_forget_frames(hub->people[person].own);
}

void hub_release_own(struct hub *hub, uint32_t person) {
    struct own_channel *own = hub->people[person].own;
    if (!own || own->subscribers || own->proxy || own->count > 0)
        return;
    hub->people[person].own = NULL;
    memory_release(own);
}

static void own_keep_frame(struct own_channel *own, struct message *message, uint64_t from, uint64_t to) {
    if (own->count == OWN_FRAMES) {
        message_release(own->frames[0].message);
        memmove(&own->frames[0], &own->frames[1], (OWN_FRAMES - 1) * sizeof own->frames[0]);
        own->count--;
    }
    own->frames[own->count++] = (struct own_frame){message_share(message), from, to};
}

/* One frame of the touches [from, to), all of one person. NULL = out of memory, or nothing to say. */
static struct message *own_frame_of(struct hub *hub, uint32_t person, const struct touch *from, const struct touch *to) {
    struct audience audience = {.kind = AUDIENCE_PERSON, .site = NO_SITE, .person = person};
    struct buffer *text = &hub->text;
    char name[CHANNEL_NAME_SIZE];
    view_channel_name(hub->published, audience, name);
    buffer_clear(text);
    enum error error = reply_rows_begin(text, name, hub->people[person].to, hub->durable);
    for (const struct touch *touch = from; touch < to && !error; touch++) {
        struct row row;
        if (touch > from)
            error = buffer_append(text, ",", 1);
        if (!error && view_row(hub->published, audience, (enum row_kind)touch->kind, touch->id, &row))
            error = reply_row(text, &row);
        else if (!error) {
            view_row_id(hub->published, (enum row_kind)touch->kind, touch->id, &row);
            error = reply_gone(text, &row);
        }
    }
    if (!error)
        error = reply_rows_end(text);
    return error ? NULL : message_create(text->bytes, text->length);
}

static void publish_own(struct hub *hub, uint32_t person, const struct touch *from, const struct touch *to) {
    struct person_state *state = &hub->people[person];
    struct own_channel *own = state->own;
    struct message *message = own && (own->subscribers || own->proxy) ? own_frame_of(hub, person, from, to) : NULL;
    if (message) {
        for (struct subscriber *subscriber = own->subscribers; subscriber; subscriber = subscriber->next_of_person)
            subscriber_send(subscriber, message_share(message));
        if (own->proxy && !own->proxy->owes_snapshot)
            subscriber_send(own->proxy, message_share(message));
        own_keep_frame(own, message, state->to, hub->durable);
        message_release(message);
    } else if (own) {
        /* Nobody listens, or no memory: the floor rises, and who comes back gets a snapshot. */
        own_forget_frames(own);
        for (struct subscriber *subscriber = own->subscribers; subscriber;) {
            struct subscriber *next = subscriber->next_of_person;
            subscriber_close(subscriber, HUB_CLOSE_TOO_SLOW);
            subscriber = next;
        }
        if (own->proxy)
            subscriber_close(own->proxy, HUB_CLOSE_TOO_SLOW);
        hub_release_own(hub, person);
    }
    state->to = hub->durable;
}

struct own_rows {
    const struct hub *hub;
    struct audience audience;
    struct buffer rows;
    enum row_kind kind;
};

static int append_own_row(void *context, uint32_t id) {
    struct own_rows *own = context;
    struct row row;
    if (!view_row(own->hub->published, own->audience, own->kind, id, &row))
        return 0;
    if (own->rows.length > 0 && buffer_append(&own->rows, ",", 1))
        return ERROR_NO_MEMORY;
    return (int)reply_row(&own->rows, &row);
}

struct message *hub_own_snapshot(struct hub *hub, uint32_t person) {
    struct own_rows own = {.hub = hub, .audience = {.kind = AUDIENCE_PERSON, .site = NO_SITE, .person = person}};
    struct buffer payload;
    buffer_init(&own.rows);
    buffer_init(&payload);
    char name[CHANNEL_NAME_SIZE];
    view_channel_name(hub->published, own.audience, name);
    int error = 0;
    for (int kind = 0; kind < ROW_KIND_COUNT && !error; kind++) {
        own.kind = (enum row_kind)kind;
        error = view_each(hub->published, own.audience, own.kind, append_own_row, &own);
    }
    if (!error)
        error = (int)reply_snapshot_frame(&payload, hub->journal_id, name, hub->durable, &own.rows);
    struct message *message = error ? NULL : message_create(payload.bytes, payload.length);
    buffer_finish(&own.rows);
    buffer_finish(&payload);
    return message;
}

/* ---- shared channels ---- */

static struct channel **channel_slot(struct hub *hub, struct audience audience) {
    return audience.kind == AUDIENCE_OPERATOR ? &hub->of_site[audience.site]
           : audience.kind == AUDIENCE_SITE   ? &hub->site_only[audience.site]
                                              : &hub->shared[audience.kind];
}

struct channel *hub_channel(struct hub *hub, struct audience audience) {
    struct channel **slot = channel_slot(hub, audience);
    if (!*slot)
        *slot = channel_create(hub->published, audience, hub->limits.channel_ring_bytes);
    return *slot;
}

uint32_t hub_sites(const struct hub *hub) {
    return hub->published ? conference_sites(hub->published) : 0;
}

void hub_each_channel(struct hub *hub, void (*each)(struct hub *hub, struct channel *channel)) {
    const uint32_t sites = hub_sites(hub);
    for (int kind = 0; kind < AUDIENCE_PERSON; kind++)
        if (hub->shared[kind])
            each(hub, hub->shared[kind]);
    for (uint32_t site = 0; site < sites; site++)
        if (hub->of_site[site])
            each(hub, hub->of_site[site]);
    for (uint32_t site = 0; site < sites; site++)
        if (hub->site_only[site])
            each(hub, hub->site_only[site]);
    each(hub, hub->unsigned_in);
}

static void publish_shared(struct hub *hub, struct channel *channel) {
    if (channel == hub->unsigned_in)
        return;
    if (channel_publish(channel, hub->published, &hub->touched, hub->durable))
        log_line(LOG_ERROR, "no_memory", "channel %s could not be brought up to date", channel->name);
}

/* ---- the batch ---- */

/* By person (the shared ones last), then by row. */
static int compare_touches(const void *left, const void *right) {
    const struct touch *a = left, *b = right;
    if (a->person != b->person)
        return a->person < b->person ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->id < b->id ? -1 : a->id > b->id;
}

static void sort_touches(struct touched *touched) {
    size_t kept = 0;
    if (touched->count > 0)
        qsort(touched->items, touched->count, sizeof *touched->items, compare_touches);
    for (size_t i = 0; i < touched->count; i++)
        if (i == 0 || compare_touches(&touched->items[kept - 1], &touched->items[i]) != 0)
            touched->items[kept++] = touched->items[i];
    touched->count = kept;
}

enum error hub_publish(struct hub *hub) {
    touched_clear(&hub->touched);
    for (size_t i = 0; i < hub->event_count; i++) {
        enum error error = conference_apply(hub->published, &hub->events[i].event, &hub->touched);
        if (error)
            return error;
        hub_addresses_follow(hub, &hub->events[i].event);
    }
    enum error error = hub_fit_people(hub);
    if (error)
        return error;
    sort_touches(&hub->touched);
    hub_each_channel(hub, publish_shared);
    const struct touch *end = hub->touched.items + hub->touched.count;
    for (const struct touch *from = hub->touched.items; from < end && from->person != NO_PERSON;) {
        const struct touch *to = from + 1;
        while (to < end && to->person == from->person)
            to++;
        publish_own(hub, from->person, from, to);
        from = to;
    }
    if (hub->touched.count > 0)
        hub->transport->schedule(hub->transport->context);
    return ERROR_NONE;
}
