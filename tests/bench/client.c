#include "client.h"

#include "arena.h"
#include "frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct manner *manner_of(const struct client *client) {
    return client->role == PUBLISHER ? &client->adapter->publisher : &client->adapter->subscriber;
}

/* ---- saying ---- */

size_t put_frame(char *out, size_t size, int kind, const char *content, size_t length) {
    char head[FRAME_HEAD_MOST];
    size_t head_length = frame_head(head, kind, length, true);
    if (head_length + length > size)
        return 0;
    memmove(out + head_length, content, length);
    memcpy(out, head, head_length);
    return head_length + length;
}

void client_send(struct client *client, const char *bytes, size_t length) {
    stream_send(&client->stream, bytes, length);
}

static void say(struct client *client, int kind, const char *bytes, size_t length) {
    char framed[4096];
    size_t size = put_frame(framed, sizeof framed, kind, bytes, length);
    if (size == 0)
        abort(); /* no message of a client is so long */
    client_send(client, framed, size);
}

void client_say(struct client *client, const char *bytes, size_t length) {
    if (manner_of(client)->websocket)
        say(client, manner_of(client)->frame_kind, bytes, length);
    else
        client_send(client, bytes, length);
}

void client_ping(struct client *client, const char *bytes, size_t length) {
    say(client, FRAME_PING, bytes, length);
}

/* ---- reading ---- */

static void take_message(struct client *client, char *bytes, size_t length) {
    const struct manner *manner = manner_of(client);
    if (manner->received)
        manner->received(client, bytes, length);
    else if (client_looks_for_notices(client, bytes, length) == 0)
        client->arena->tally.others++;
}

static void on_pong(struct client *client);

static void take_frame(struct client *client, const struct frame *frame) {
    switch (frame->kind) {
    case FRAME_TEXT:
    case FRAME_BINARY:
        if (!frame->is_last)
            client_met_fault(client, frame->bytes, frame->length); /* no server here cuts its messages */
        take_message(client, frame->bytes, frame->length);
        return;
    case FRAME_PING:
        say(client, FRAME_PONG, frame->bytes, frame->length);
        return;
    case FRAME_PONG:
        on_pong(client);
        return;
    default:
        return; /* whoever closes also ends the connection */
    }
}

/* Bytes taken. */
static size_t take_frames(struct client *client, char *bytes, size_t length) {
    size_t at = 0;
    struct frame frame;
    while (client->stream.phase == STREAM_OPEN && frame_read(bytes + at, length - at, &frame) == 1) {
        take_frame(client, &frame);
        at += frame.size;
    }
    return at;
}

static void be_served(struct client *client) {
    if (manner_of(client)->opened)
        manner_of(client)->opened(client);
    else
        client_is_ready(client);
}

/* Bytes taken of the answer to the upgrade; 0: it is not whole yet, or a refusal. */
static size_t take_answer(struct client *client, char *bytes, size_t length) {
    char *end = memmem(bytes, length, "\r\n\r\n", 4);
    if (!end)
        return 0;
    if (strncmp(bytes, "HTTP/1.1 101 ", 13) != 0) {
        client_met_fault(client, bytes, (size_t)(end - bytes));
        client_leave(client);
        return 0;
    }
    client->upgraded = true;
    be_served(client);
    return (size_t)(end - bytes) + 4;
}

static size_t take_bytes(struct client *client, char *bytes, size_t length) {
    if (!manner_of(client)->websocket) {
        take_message(client, bytes, length);
        return length;
    }
    size_t taken = client->upgraded ? 0 : take_answer(client, bytes, length);
    return client->upgraded ? taken + take_frames(client, bytes + taken, length - taken) : 0;
}

static void keep_rest(struct client *client, const char *bytes, size_t length) {
    char *rest = length > 0 ? malloc(length) : NULL;
    if (length > 0 && !rest)
        abort();
    if (rest)
        memcpy(rest, bytes, length);
    free(client->rest);
    client->rest = rest;
    client->rest_length = length;
}

static void on_received(struct stream *stream, char *bytes, size_t length) {
    struct client *client = (struct client *)stream;
    if (client->rest_length == 0) {
        size_t taken = take_bytes(client, bytes, length);
        if (client->stream.phase == STREAM_OPEN && taken < length)
            keep_rest(client, bytes + taken, length - taken);
        return;
    }
    size_t whole = client->rest_length + length;
    char *joined = malloc(whole);
    if (!joined)
        abort();
    memcpy(joined, client->rest, client->rest_length);
    memcpy(joined + client->rest_length, bytes, length);
    size_t taken = take_bytes(client, joined, whole);
    if (client->stream.phase == STREAM_OPEN)
        keep_rest(client, joined + taken, whole - taken);
    free(joined);
}

/* ---- coming and going ---- */

static void on_opened(struct stream *stream) {
    struct client *client = (struct client *)stream;
    const struct manner *manner = manner_of(client);
    char head[512], words[128] = "", protocol[192] = "";
    if (!manner->websocket) {
        be_served(client);
        return;
    }
    if (manner->first_words)
        manner->first_words(client, words, sizeof words);
    if (manner->subprotocol)
        snprintf(protocol, sizeof protocol, "Sec-WebSocket-Protocol: %s%s\r\n", manner->subprotocol, words);
    int length = snprintf(head, sizeof head,
                          "GET %s HTTP/1.1\r\nHost: localhost:%u\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nOrigin: https://localhost:%u\r\n%s\r\n",
                          manner->path, client->port, client->port, protocol);
    client_send(client, head, (size_t)length);
}

static void be_away(struct client *client) {
    if (client->role == SUBSCRIBER && client->state == CLIENT_READY)
        client->arena->ready--;
    if (client->role == SUBSCRIBER && client->state == CLIENT_COMING)
        client->arena->coming--;
    client->state = CLIENT_AWAY;
    keep_rest(client, NULL, 0);
    free(client->part);
    client->part = NULL;
    client->part_length = 0;
}

static void on_closed(struct stream *stream) {
    struct client *client = (struct client *)stream;
    struct arena *arena = client->arena;
    be_away(client);
    if (client->role != SUBSCRIBER)
        return;
    arena->tally.broken++;
    if (client->wanted && arena->again_count < arena->count)
        arena->again[arena->again_count++] = client->number;
}

static const struct stream_events EVENTS = {on_opened, on_received, on_closed};

bool client_come(struct client *client, bool resume) {
    struct arena *arena = client->arena;
    bool publishes = client->role == PUBLISHER;
    client->stream.loop = &arena->loop;
    client->stream.events = &EVENTS;
    client->port = publishes ? arena->publisher_port : arena->ports[client->number % arena->port_count];
    client->upgraded = false;
    client->next = client->since = NOTICE_ANY;
    client->step = client->unanswered = 0;
    uint32_t source = publishes ? 0 : (1 + (client->number >> 14)) << 16 | (client->number >> 7 & 127) << 8 | (1 + (client->number & 127));
    if (!stream_open(&client->stream, source, client->port, manner_of(client)->tls, resume))
        return false;
    client->state = CLIENT_COMING;
    arena->coming += client->role == SUBSCRIBER;
    return true;
}

void client_leave(struct client *client) {
    if (client->stream.phase == STREAM_CLOSED)
        return;
    stream_close(&client->stream);
    be_away(client);
}

static void on_pong(struct client *client) {
    struct arena *arena = client->arena;
    if (client->role != PROBE || !client->ballot_under_way)
        return;
    client->ballot_under_way = false;
    uint64_t came = stream_came_at(&client->stream);
    histogram_add(&arena->tally.acks, came > client->ballot_at ? came - client->ballot_at : 0);
}
