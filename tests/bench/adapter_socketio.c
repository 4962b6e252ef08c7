/* adapter_socketio.c - Socket.IO 4 (Engine.IO 4) on WebSocket alone; the server is peers/socketio.mjs. */
#include "adapters.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Packets of Engine.IO: 0 open, 2 ping, 3 pong, 4 message; in 4: 0 connected, 2 event, 3 ack. */
static void received(struct client *client, char *bytes, size_t length) {
    if (length == 0)
        return;
    if (*bytes == '0')
        client_say(client, "40", 2);
    else if (*bytes == '2')
        client_say(client, "3", 1);
    else if (length >= 2 && memcmp(bytes, "40", 2) == 0)
        client_is_ready(client);
    else if (length >= 2 && memcmp(bytes, "43", 2) == 0)
        client_was_answered(client, false);
    else if (client_looks_for_notices(client, bytes, length) == 0)
        client->arena->tally.others++;
}

static void opened(struct client *client) {
    (void)client; /* the server speaks first */
}

static size_t publish(struct client *publisher, const struct notice *notice, char *out, size_t size) {
    char text[4096];
    int length = snprintf(text, sizeof text, "{\"t\":\"%.*s\"}", (int)notice->length, notice->text);
    (void)publisher;
    return http_post(out, size, text, (size_t)length);
}

static size_t ballot(struct client *client, uint32_t poll, char *out, size_t size) {
    char text[BALLOT_TEXT], packet[BALLOT_TEXT + 64];
    int length = snprintf(packet, sizeof packet, "42%" PRIu32 "[\"vote\",%.*s]", client->counter, (int)ballot_text(client, poll, text), text);
    return put_frame(out, size, FRAME_TEXT, packet, (size_t)length);
}

const struct adapter ADAPTER_SOCKETIO = {
    .name = "socketio",
    .subscriber = {.websocket = true, .tls = true, .path = "/socket.io/?EIO=4&transport=websocket", .frame_kind = FRAME_TEXT, .opened = opened, .received = received},
    .publisher = {.received = http_received},
    .publish = publish,
    .ballot = ballot,
};
