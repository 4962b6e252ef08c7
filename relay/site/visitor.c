/* visitor.c - one browser: what waits for it, and when it is closed. */
#include "site/state.h"

#include "base/memory.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include <string.h>

enum { VISITOR_SCRATCH = 64 * 1024 };

void visitor_schedule(struct visitor *visitor) {
    struct site *site = visitor->site;
    if (visitor->is_ready || visitor->blocked || visitor->closing)
        return;
    visitor->is_ready = true;
    visitor->ready_next = NULL;
    visitor->ready_previous = site->ready_last;
    *(site->ready_last ? &site->ready_last->ready_next : &site->ready) = visitor;
    site->ready_last = visitor;
    site->transport->schedule(site->transport->context);
}

void visitor_unschedule(struct visitor *visitor) {
    struct site *site = visitor->site;
    if (!visitor->is_ready)
        return;
    visitor->is_ready = false;
    *(visitor->ready_previous ? &visitor->ready_previous->ready_next : &site->ready) = visitor->ready_next;
    *(visitor->ready_next ? &visitor->ready_next->ready_previous : &site->ready_last) = visitor->ready_previous;
}

void visitor_close(struct visitor *visitor, enum hub_close code) {
    if (visitor->closing)
        return;
    visitor->closing = true;
    if (code == HUB_CLOSE_TOO_SLOW)
        metric_add(METRIC_SLOW_CLOSED, 1);
    visitor->site->transport->close(visitor->connection, code);
}

void visitor_close_when_said(struct visitor *visitor, enum hub_close code) {
    if (visitor->closing || visitor->close_when_said)
        return;
    visitor->close_when_said = (int)code;
    visitor_schedule(visitor);
}

static bool grow_queue(struct visitor *visitor) {
    uint32_t capacity = visitor->queue_capacity ? visitor->queue_capacity * 2 : 8;
    struct message **queue = memory_take(capacity * sizeof(struct message *));
    if (!queue)
        return false;
    for (uint32_t i = 0; i < visitor->queue_count; i++)
        queue[i] = visitor->queue[(visitor->queue_first + i) % visitor->queue_capacity];
    memory_release(visitor->queue);
    visitor->queue = queue;
    visitor->queue_first = 0;
    visitor->queue_capacity = capacity;
    return true;
}

void visitor_send(struct visitor *visitor, struct message *message) {
    if (visitor->closing || visitor->close_when_said) {
        message_release(message);
        return;
    }
    /* One message may be longer than the cap (a snapshot), a pile of them may not: who comes back gets what it lacks. */
    bool too_much = visitor->queue_bytes > visitor->site->limits.channel_ring_bytes;
    if (!message || too_much || (visitor->queue_count == visitor->queue_capacity && !grow_queue(visitor))) {
        message_release(message);
        visitor_close(visitor, HUB_CLOSE_TOO_SLOW);
        return;
    }
    visitor->queue[(visitor->queue_first + visitor->queue_count++) % visitor->queue_capacity] = message;
    visitor->queue_bytes += message_framed_length(message);
    visitor_schedule(visitor);
}

void visitor_send_text(struct visitor *visitor, const struct buffer *text) {
    visitor_send(visitor, message_create(text->bytes, text->length));
}

void visitor_refuse(struct visitor *visitor, const char *id, enum error error, const char *field) {
    struct buffer text;
    metric_add(METRIC_MESSAGES_REFUSED, 1);
    metric_refusal(error);
    buffer_init(&text);
    if (reply_error(&text, id, error, field, NULL))
        visitor_close(visitor, HUB_CLOSE_TOO_SLOW);
    else
        visitor_send_text(visitor, &text);
    buffer_finish(&text);
}

struct visitor *visitor_find(const struct site *site, uint64_t name) {
    for (struct visitor *visitor = site->visitors; visitor; visitor = visitor->next)
        if (visitor->name == name)
            return visitor->closing ? NULL : visitor;
    return NULL;
}

static struct message *take_front(struct visitor *visitor) {
    struct message *message = visitor->queue[visitor->queue_first];
    visitor->queue_first = (visitor->queue_first + 1) % visitor->queue_capacity;
    visitor->queue_count--;
    visitor->queue_bytes -= message_framed_length(message);
    metric_add(METRIC_DELIVERIES, 1);
    return message;
}

static void write_bytes(struct visitor *visitor, const char *bytes, size_t length) {
    struct site *site = visitor->site;
    metric_add(METRIC_WRITES, 1);
    switch (site->transport->write(visitor->connection, bytes, length)) {
    case HUB_WRITE_DONE:
        return;
    case HUB_WRITE_BLOCKED:
        visitor->blocked = true;
        visitor->blocked_since = site->now;
        return;
    default:
        visitor->closing = true;
    }
}

void visitor_write(struct visitor *visitor) {
    while (!visitor->closing && !visitor->blocked && visitor->queue_count > 0) {
        size_t length = 0;
        struct message *message = take_front(visitor);
        if (message_framed_length(message) > VISITOR_SCRATCH || visitor->queue_count == 0) {
            write_bytes(visitor, message->bytes, message_framed_length(message));
            message_release(message);
            continue;
        }
        for (;; message = take_front(visitor)) {
            memcpy(visitor->site->scratch + length, message->bytes, message_framed_length(message));
            length += message_framed_length(message);
            message_release(message);
            if (visitor->queue_count == 0 || length + message_framed_length(visitor->queue[visitor->queue_first]) > VISITOR_SCRATCH)
                break;
        }
        write_bytes(visitor, visitor->site->scratch, length);
    }
    if (visitor->close_when_said && !visitor->blocked && visitor->queue_count == 0)
        visitor_close(visitor, (enum hub_close)visitor->close_when_said);
}

void visitor_leave(struct visitor *visitor) {
    site_display_left(visitor);
    *visitor->person = *visitor->token = *visitor->session = '\0';
    visitor->own = visitor->shared = NULL;
}
