/* adapter_text.c - servers that know text messages and nothing more: the floor of this folder, and `ws` for node (peers/ws.mjs).
 * Whatever is said comes back to who said it; the floor publishes what begins with P. `ws` is told by HTTP what to publish. */
#include "adapters.h"

#include <stdio.h>

static void subscriber_received(struct client *client, char *bytes, size_t length) {
    if (length > 0 && bytes[0] == '{')
        client_was_answered(client, false);
    else if (client_looks_for_notices(client, bytes, length) == 0)
        client->arena->tally.others++;
}

static size_t floor_publish(struct client *publisher, const struct notice *notice, char *out, size_t size) {
    char text[4096];
    int length = snprintf(text, sizeof text, "P%.*s", (int)notice->length, notice->text);
    (void)publisher;
    return put_frame(out, size, FRAME_TEXT, text, (size_t)length);
}

static size_t text_ballot(struct client *client, uint32_t poll, char *out, size_t size) {
    char text[BALLOT_TEXT];
    return put_frame(out, size, FRAME_TEXT, text, ballot_text(client, poll, text));
}

static void floor_publisher_received(struct client *client, char *bytes, size_t length) {
    (void)client, (void)bytes, (void)length;
}

#define TEXT_MANNER {.websocket = true, .tls = true, .path = "/ws", .frame_kind = FRAME_TEXT, .received = subscriber_received}

const struct adapter ADAPTER_FLOOR = {
    .name = "floor",
    .subscriber = TEXT_MANNER,
    .publisher = {.websocket = true, .tls = true, .path = "/ws", .frame_kind = FRAME_TEXT, .received = floor_publisher_received},
    .publish = floor_publish,
    .ballot = text_ballot,
};

const struct adapter ADAPTER_WS = {
    .name = "ws",
    .subscriber = TEXT_MANNER,
    .publisher = {.received = http_received},
    .publish = http_publish_text,
    .ballot = text_ballot,
};
