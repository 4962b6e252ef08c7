/* subscriber.c - what goes out. Private messages first, then the run of shared frames, in one write.
 *
 * Normal course: something is queued or a channel gets a frame, the transport is asked to schedule, hub_sweep visits.
 * Ways it fails: the transport is BLOCKED: nothing is written until hub_writable; meanwhile frames pile up in the channel's ring only, and when they
 * have been overtaken the subscriber gets a snapshot; a private queue beyond its cap, or 25 s without progress, closes the connection. */
#include "hub/subscriber.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "hub/link_state.h"
#include <string.h>

struct reference subscriber_reference(const struct subscriber *subscriber) {
    return (struct reference){subscriber->slot, subscriber->generation};
}

struct subscriber *subscriber_find(const struct hub *hub, struct reference reference) {
    if (reference.slot >= hub->slot_count || hub->slots[reference.slot].generation != reference.generation)
        return NULL;
    struct subscriber *subscriber = hub->slots[reference.slot].subscriber;
    return subscriber && !subscriber->closing ? subscriber : NULL;
}

void subscriber_schedule(struct subscriber *subscriber) {
    struct hub *hub = subscriber->hub;
    if (subscriber->is_ready || subscriber->blocked || subscriber->closing)
        return;
    subscriber->is_ready = true;
    subscriber->next_ready = NULL;
    if (hub->ready_last)
        hub->ready_last->next_ready = subscriber;
    else
        hub->ready = subscriber;
    hub->ready_last = subscriber;
    hub->transport->schedule(hub->transport->context);
}

void subscriber_close(struct subscriber *subscriber, enum hub_close code) {
    if (subscriber->closing)
        return;
    if (subscriber->link) {
        hub_link_close(subscriber->link, code);
        return;
    }
    subscriber->closing = true;
    if (code == HUB_CLOSE_TOO_SLOW)
        metric_add(METRIC_SLOW_CLOSED, 1);
    subscriber->hub->transport->close(subscriber->connection, code);
}

static bool grow_queue(struct subscriber *subscriber) {
    uint32_t capacity = subscriber->queue_capacity ? subscriber->queue_capacity * 2 : 8;
    struct message **queue = memory_take(capacity * sizeof(struct message *));
    if (!queue)
        return false;
    for (uint32_t i = 0; i < subscriber->queue_count; i++)
        queue[i] = subscriber->queue[(subscriber->queue_first + i) % subscriber->queue_capacity];
    memory_release(subscriber->queue);
    subscriber->queue = queue;
    subscriber->queue_first = 0;
    subscriber->queue_capacity = capacity;
    return true;
}

bool subscriber_has_room(const struct subscriber *subscriber) {
    const struct limits *limits = &subscriber->hub->limits;
    return subscriber->queue_bytes <= (subscriber->link ? limits->link_queue_bytes : limits->subscriber_queue_bytes);
}

void subscriber_send(struct subscriber *subscriber, struct message *message) {
    if (subscriber->link && subscriber->person != NO_PERSON)
        subscriber = subscriber->link->voice; /* all the people of a site speak with one voice */
    if (subscriber->closing) {
        message_release(message);
        return;
    }
    size_t length = message ? message_framed_length(message) : 0;
    /* One message may be longer than the cap (a snapshot of a desk), a pile of them may not. */
    if (!message || !subscriber_has_room(subscriber) || (subscriber->queue_count == subscriber->queue_capacity && !grow_queue(subscriber))) {
        message_release(message);
        subscriber_close(subscriber, HUB_CLOSE_TOO_SLOW);
        return;
    }
    uint32_t place = (subscriber->queue_first + subscriber->queue_count++) % subscriber->queue_capacity;
    subscriber->queue[place] = message;
    subscriber->queue_bytes += length;
    metric_add(METRIC_QUEUED_BYTES, (int64_t)length);
    subscriber_schedule(subscriber);
}

void subscriber_send_text(struct subscriber *subscriber, const struct buffer *payload) {
    subscriber_send(subscriber, message_create(payload->bytes, payload->length));
}

enum error subscriber_join(struct subscriber *subscriber, struct channel *channel) {
    struct channel *former = subscriber->channel;
    if (former != channel) {
        uint32_t former_place = subscriber->channel_place;
        enum error error = channel_add(channel, subscriber);
        if (error)
            return error;
        if (former) {
            uint32_t place = subscriber->channel_place;
            subscriber->channel_place = former_place;
            channel_remove(former, subscriber);
            subscriber->channel_place = place;
        }
        subscriber->channel = channel;
    }
    subscriber->cursor = channel->end_frame;
    subscriber->wants_snapshot = false;
    return ERROR_NONE;
}

/* ---- one visit ---- */

static struct message *queue_front(const struct subscriber *subscriber) {
    return subscriber->queue_count ? subscriber->queue[subscriber->queue_first] : NULL;
}

static void queue_pop(struct subscriber *subscriber) {
    struct message *message = queue_front(subscriber);
    subscriber->queue_bytes -= message_framed_length(message);
    metric_add(METRIC_QUEUED_BYTES, -(int64_t)message_framed_length(message));
    subscriber->queue_first = (subscriber->queue_first + 1) % subscriber->queue_capacity;
    subscriber->queue_count--;
    message_release(message);
}

/* Frames that it lacks are no longer kept: the rows as they are now say the same. */
static void replace_by_snapshot(struct subscriber *subscriber) {
    struct channel *channel = subscriber->channel;
    subscriber->cursor = channel->end_frame;
    if (subscriber->person == NO_PERSON && !subscriber->link)
        return;
    metric_add(METRIC_SLOW_RESYNCED, 1);
    subscriber_send(subscriber, channel_snapshot(channel, subscriber->hub->published, subscriber->hub->journal_id));
}

static bool has_pending(const struct subscriber *subscriber) {
    return !subscriber->closing && !subscriber->blocked &&
           (subscriber->queue_count > 0 || subscriber->cursor < subscriber->channel->end_frame);
}

/* Hands bytes to the transport; false = no more now. */
static bool write_bytes(struct subscriber *subscriber, const char *bytes, size_t length) {
    struct hub *hub = subscriber->hub;
    metric_add(METRIC_WRITES, 1);
    switch (hub->transport->write(subscriber->connection, bytes, length)) {
    case HUB_WRITE_DONE:
        return true;
    case HUB_WRITE_BLOCKED:
        subscriber->blocked = true;
        metric_add(METRIC_BLOCKED, 1);
        subscriber->blocked_since = hub->now;
        if (subscriber->link)
            hub_link_mute(subscriber->link, true);
        return false;
    default:
        subscriber->closing = true;
        if (subscriber->link)
            hub_link_gone(subscriber->link);
        return false;
    }
}

/* Everything of the private queue and the ring that fits goes into one write; a piece that is alone is written where it lies. */
static bool write_some(struct subscriber *subscriber) {
    struct hub *hub = subscriber->hub;
    size_t length = 0;
    struct message *front = queue_front(subscriber);
    if (front && message_framed_length(front) > SCRATCH_SIZE) {
        message_share(front);
        queue_pop(subscriber);
        metric_add(METRIC_DELIVERIES, 1);
        bool more = write_bytes(subscriber, front->bytes, message_framed_length(front));
        message_release(front);
        return more;
    }
    for (; (front = queue_front(subscriber)) && length + message_framed_length(front) <= SCRATCH_SIZE; queue_pop(subscriber)) {
        memcpy(hub->scratch + length, front->bytes, message_framed_length(front));
        length += message_framed_length(front);
        metric_add(METRIC_DELIVERIES, 1);
    }
    if (subscriber->queue_count > 0)
        return write_bytes(subscriber, hub->scratch, length);
    const char *bytes;
    uint64_t cursor = subscriber->cursor;
    size_t run = channel_run(subscriber->channel, &cursor, SCRATCH_SIZE, !subscriber->is_deaf_to_live, &bytes);
    if (length > 0 && length + run <= SCRATCH_SIZE && run > 0) {
        memcpy(hub->scratch + length, bytes, run);
        length += run;
        bytes = hub->scratch;
    } else if (length > 0) {
        bytes = hub->scratch;
        cursor = subscriber->cursor;
    } else {
        length = run;
    }
    metric_add(METRIC_DELIVERIES, (int64_t)(cursor - subscriber->cursor));
    subscriber->cursor = cursor;
    return length == 0 || write_bytes(subscriber, bytes, length);
}

static void visit(struct subscriber *subscriber) {
    if (subscriber->link)
        hub_link_refill(subscriber->link);
    if (subscriber->cursor < subscriber->channel->first_frame && !subscriber->closing && !subscriber->blocked)
        replace_by_snapshot(subscriber);
    while (has_pending(subscriber) && write_some(subscriber)) {
        if (subscriber->cursor < subscriber->channel->first_frame)
            replace_by_snapshot(subscriber);
        if (subscriber->link)
            hub_link_refill(subscriber->link);
    }
    if (subscriber->close_when_said && !subscriber->blocked && subscriber->queue_count == 0)
        subscriber_close(subscriber, (enum hub_close)subscriber->close_when_said);
}

/* ---- the sweep ---- */

/* With thousands of them all that a visit reads is cold. So it is asked for while others are visited: the subscriber, then the head of its connection, which
 * says where the rest lies, then what a write reads. A visit takes many times as long as memory to answer: each step needs to be no earlier than one visit before the next. */
enum { SUBSCRIBER_AHEAD = 3, CONNECTION_AHEAD = 2, WRITE_AHEAD = 1, HEAD_BYTES = 64 };

/* What is visited in so many visits' time; NULL = nobody any more. */
static struct subscriber *ahead(const struct channel *channel, uint32_t visits) {
    return visits <= channel->unswept ? channel->subscribers[channel->unswept - visits] : NULL;
}

static void ask_for_head(const void *object) {
    __builtin_prefetch(object);
    __builtin_prefetch((const char *)object + HEAD_BYTES - 1); /* it may begin anywhere in a cache line */
}

static void look_ahead(const struct channel *channel) {
    const struct subscriber *far = ahead(channel, SUBSCRIBER_AHEAD), *near = ahead(channel, CONNECTION_AHEAD), *next = ahead(channel, WRITE_AHEAD);
    if (far)
        ask_for_head(far);
    if (near)
        ask_for_head(near->connection);
    if (next && has_pending(next) && next->hub->transport->expect)
        next->hub->transport->expect(next->connection);
}

static void sweep_channel(struct channel *channel, size_t *left) {
    while (channel->unswept > 0 && *left > 0) {
        struct subscriber *subscriber = channel->subscribers[--channel->unswept];
        look_ahead(channel);
        if (has_pending(subscriber)) {
            visit(subscriber);
            (*left)--;
        }
    }
}

static bool sweep_channels(struct hub *hub, size_t *left) {
    bool more = false;
    for (int kind = 0; kind < AUDIENCE_PERSON; kind++)
        if (hub->shared[kind]) {
            sweep_channel(hub->shared[kind], left);
            more |= hub->shared[kind]->unswept > 0;
        }
    const uint32_t sites = hub_sites(hub);
    for (uint32_t site = 0; site < sites; site++)
        if (hub->of_site[site]) {
            sweep_channel(hub->of_site[site], left);
            more |= hub->of_site[site]->unswept > 0;
        }
    for (uint32_t site = 0; site < sites; site++)
        if (hub->site_only[site]) {
            sweep_channel(hub->site_only[site], left);
            more |= hub->site_only[site]->unswept > 0;
        }
    sweep_channel(hub->unsigned_in, left);
    return more || hub->unsigned_in->unswept > 0;
}

bool hub_sweep(struct hub *hub, size_t most) {
    size_t left = most;
    while (hub->ready && left > 0) {
        struct subscriber *subscriber = hub->ready;
        hub->ready = subscriber->next_ready;
        if (!hub->ready)
            hub->ready_last = NULL;
        subscriber->is_ready = false;
        visit(subscriber);
        left--;
    }
    bool more = sweep_channels(hub, &left);
    hub_links_reached(hub);
    if (!more && !hub->ready)
        hub_told_all(hub);
    return more || hub->ready;
}

void hub_writable(struct hub *hub, struct subscriber *subscriber) {
    (void)hub;
    metric_add(METRIC_BLOCKED, subscriber->blocked ? -1 : 0);
    subscriber->blocked = false;
    subscriber->blocked_since = 0;
    subscriber_schedule(subscriber);
}
