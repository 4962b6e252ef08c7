/* listener.c - one browser: what waits for it, and when it is closed. */
#include "site/state.h"

#include "base/memory.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include <string.h>

enum { LISTENER_SCRATCH = 64 * 1024 };

static void schedule(struct listener *listener) {
    struct site *site = listener->site;
    if (!site->any_pending)
        site->transport->schedule(site->transport->context);
    site->any_pending = true;
}

void listener_close(struct listener *listener, enum hub_close code) {
    if (listener->closing)
        return;
    listener->closing = true;
    if (code == HUB_CLOSE_TOO_SLOW)
        metric_add(METRIC_SLOW_CLOSED, 1);
    listener->site->transport->close(listener->connection, code);
}

void listener_close_when_said(struct listener *listener, enum hub_close code) {
    if (listener->closing || listener->close_when_said)
        return;
    listener->close_when_said = (int)code;
    schedule(listener);
}

static bool grow_queue(struct listener *listener) {
    uint32_t capacity = listener->queue_capacity ? listener->queue_capacity * 2 : 8;
    struct message **queue = memory_take(capacity * sizeof(struct message *));
    if (!queue)
        return false;
    for (uint32_t i = 0; i < listener->queue_count; i++)
        queue[i] = listener->queue[(listener->queue_first + i) % listener->queue_capacity];
    memory_release(listener->queue);
    listener->queue = queue;
    listener->queue_first = 0;
    listener->queue_capacity = capacity;
    return true;
}

void listener_send(struct listener *listener, struct message *message) {
    if (listener->closing || listener->close_when_said) {
        message_release(message);
        return;
    }
    /* One message may be longer than the cap (a snapshot), a pile of them may not: who comes back gets what it lacks. */
    bool too_much = listener->queue_bytes > listener->site->limits.channel_ring_bytes;
    if (!message || too_much || (listener->queue_count == listener->queue_capacity && !grow_queue(listener))) {
        message_release(message);
        listener_close(listener, HUB_CLOSE_TOO_SLOW);
        return;
    }
    listener->queue[(listener->queue_first + listener->queue_count++) % listener->queue_capacity] = message;
    listener->queue_bytes += message_framed_length(message);
    schedule(listener);
}

void listener_send_text(struct listener *listener, const struct buffer *text) {
    listener_send(listener, message_create(text->bytes, text->length));
}

void listener_refuse(struct listener *listener, const char *id, enum error error, const char *field) {
    struct buffer text;
    metric_add(METRIC_MESSAGES_REFUSED, 1);
    metric_refusal(error);
    buffer_init(&text);
    if (reply_error(&text, id, error, field, NULL))
        listener_close(listener, HUB_CLOSE_TOO_SLOW);
    else
        listener_send_text(listener, &text);
    buffer_finish(&text);
}

struct listener *listener_find(const struct site *site, uint64_t name) {
    for (struct listener *listener = site->listeners; listener; listener = listener->next)
        if (listener->name == name)
            return listener->closing ? NULL : listener;
    return NULL;
}

static struct message *take_front(struct listener *listener) {
    struct message *message = listener->queue[listener->queue_first];
    listener->queue_first = (listener->queue_first + 1) % listener->queue_capacity;
    listener->queue_count--;
    listener->queue_bytes -= message_framed_length(message);
    metric_add(METRIC_DELIVERIES, 1);
    return message;
}

static void write_bytes(struct listener *listener, const char *bytes, size_t length) {
    struct site *site = listener->site;
    metric_add(METRIC_WRITES, 1);
    switch (site->transport->write(listener->connection, bytes, length)) {
    case HUB_WRITE_DONE:
        return;
    case HUB_WRITE_BLOCKED:
        listener->blocked = true;
        listener->blocked_since = site->now;
        return;
    default:
        listener->closing = true;
    }
}

void listener_write(struct listener *listener) {
    while (!listener->closing && !listener->blocked && listener->queue_count > 0) {
        size_t length = 0;
        struct message *message = take_front(listener);
        if (message_framed_length(message) > LISTENER_SCRATCH || listener->queue_count == 0) {
            write_bytes(listener, message->bytes, message_framed_length(message));
            message_release(message);
            continue;
        }
        for (;; message = take_front(listener)) {
            memcpy(listener->site->scratch + length, message->bytes, message_framed_length(message));
            length += message_framed_length(message);
            message_release(message);
            if (listener->queue_count == 0 || length + message_framed_length(listener->queue[listener->queue_first]) > LISTENER_SCRATCH)
                break;
        }
        write_bytes(listener, listener->site->scratch, length);
    }
    if (listener->close_when_said && !listener->blocked && listener->queue_count == 0)
        listener_close(listener, (enum hub_close)listener->close_when_said);
}

void listener_leave(struct listener *listener) {
    if (*listener->person)
        listener->site->live_changed = true;
    *listener->person = *listener->token = *listener->session = '\0';
    listener->own = listener->shared = NULL;
}
