/* adapter_nats.c - NATS core over WebSocket: subject `ev` for notices, `vote` for ballots, which nobody subscribes to; +OK is the answer.
 * A client is served when the PONG behind its SUB is there. Published over plain TCP. */
#include "adapters.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char CONNECT_CLIENT[] = "CONNECT {\"verbose\":true,\"pedantic\":false}\r\nSUB ev 1\r\nPING\r\n",
                  CONNECT_PUBLISHER[] = "CONNECT {\"verbose\":false,\"pedantic\":false}\r\nPING\r\n";

static void say(struct client *client, const char *text) {
    client_say(client, text, strlen(text));
}

static void opened(struct client *client) {
    (void)client; /* the server speaks first */
}

/* `MSG ev 1 BYTES`, then so many bytes. */
static size_t take_message(struct client *client, char *bytes, size_t line, size_t length) {
    char *space = memrchr(bytes, ' ', line);
    size_t size = space ? strtoul(space + 1, NULL, 10) : 0;
    if (length < line + 2 + size + 2)
        return 0;
    client_looks_for_notices(client, bytes + line + 2, size);
    return line + 2 + size + 2;
}

static size_t take(struct client *client, char *bytes, size_t length) {
    char *end = memmem(bytes, length, "\r\n", 2);
    size_t line = end ? (size_t)(end - bytes) : 0;
    if (!end)
        return 0;
    if (strncmp(bytes, "MSG ", 4) == 0)
        return take_message(client, bytes, line, length);
    if (strncmp(bytes, "INFO ", 5) == 0 && client->step++ == 0)
        say(client, client->role == PUBLISHER ? CONNECT_PUBLISHER : CONNECT_CLIENT);
    else if (strncmp(bytes, "PING", 4) == 0)
        say(client, "PONG\r\n");
    else if (strncmp(bytes, "PONG", 4) == 0)
        client_is_ready(client);
    else if (strncmp(bytes, "+OK", 3) == 0 && client->state == CLIENT_READY && client->role == SUBSCRIBER)
        client_was_answered(client, false);
    else if (strncmp(bytes, "-ERR", 4) == 0)
        client_met_fault(client, bytes, line);
    return line + 2;
}

static void received(struct client *client, char *bytes, size_t length) {
    take_packets(client, bytes, length, take);
}

static size_t put(char *out, size_t size, const char *subject, const char *content, size_t length) {
    int written = snprintf(out, size, "PUB %s %zu\r\n%.*s\r\n", subject, length, (int)length, content);
    return written > 0 && (size_t)written < size ? (size_t)written : 0;
}

static size_t publish(struct client *publisher, const struct notice *notice, char *out, size_t size) {
    (void)publisher;
    return put(out, size, "ev", notice->text, notice->length);
}

static size_t ballot(struct client *client, uint32_t poll, char *out, size_t size) {
    char text[BALLOT_TEXT], packet[BALLOT_TEXT + 64];
    return put_frame(out, size, FRAME_BINARY, packet, put(packet, sizeof packet, "vote", text, ballot_text(client, poll, text)));
}

const struct adapter ADAPTER_NATS = {
    .name = "nats",
    .subscriber = {.websocket = true, .tls = true, .path = "/", .frame_kind = FRAME_BINARY, .opened = opened, .received = received},
    .publisher = {.opened = opened, .received = received},
    .publish = publish,
    .ballot = ballot,
};
