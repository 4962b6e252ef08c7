/* adapter_mosquitto.c - MQTT 3.1.1 over WebSocket: topic `ev` at QoS 0 for notices, `vote` at QoS 1 for ballots; PUBACK is the answer.
 * A client is served at its SUBACK. Published over plain TCP at QoS 0. */
#include "adapters.h"

#include <stdio.h>
#include <string.h>

enum { CONNECT = 1, CONNACK = 2, PUBLISH = 3, PUBACK = 4, SUBSCRIBE = 8, SUBACK = 9 };
enum { HEAD_MOST = 5, FLAGS_QOS_1 = 2 };

/* Writes the fixed head of a packet with so many bytes behind it; its size. */
static size_t put_head(char *out, int type, int flags, size_t length) {
    size_t size = 0;
    out[size++] = (char)(type << 4 | flags);
    do {
        out[size++] = (char)((length & 0x7F) | (length > 0x7F ? 0x80 : 0));
        length >>= 7;
    } while (length > 0);
    return size;
}

static size_t put_text(char *out, const char *text, size_t length) {
    out[0] = (char)(length >> 8);
    out[1] = (char)length;
    memcpy(out + 2, text, length);
    return 2 + length;
}

static size_t put_publish(char *out, size_t size, const char *topic, uint16_t packet_id, const char *content, size_t length) {
    size_t topic_length = strlen(topic), id_length = packet_id ? 2 : 0;
    if (HEAD_MOST + 2 + topic_length + id_length + length > size)
        return 0;
    size_t at = put_head(out, PUBLISH, packet_id ? FLAGS_QOS_1 : 0, 2 + topic_length + id_length + length);
    at += put_text(out + at, topic, topic_length);
    if (packet_id) {
        out[at++] = (char)(packet_id >> 8);
        out[at++] = (char)packet_id;
    }
    memcpy(out + at, content, length);
    return at + length;
}

static void opened(struct client *client) {
    static const char VARIABLE[] = {0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 0}; /* level 4, clean session, no keep-alive */
    char name[32], packet[64];
    size_t name_length = (size_t)snprintf(name, sizeof name, "%s%u", client->role == PUBLISHER ? "desk" : "c", client->number);
    size_t at = put_head(packet, CONNECT, 0, sizeof VARIABLE + 2 + name_length);
    memcpy(packet + at, VARIABLE, sizeof VARIABLE);
    at += sizeof VARIABLE;
    at += put_text(packet + at, name, name_length);
    client_say(client, packet, at);
}

static void subscribe(struct client *client) {
    char packet[32];
    size_t at = put_head(packet, SUBSCRIBE, FLAGS_QOS_1, 2 + 2 + 2 + 1);
    packet[at++] = 0;
    packet[at++] = 1;
    at += put_text(packet + at, "ev", 2);
    packet[at++] = 0;
    client_say(client, packet, at);
}

static void take_whole(struct client *client, int type, char *bytes, size_t length) {
    if (type == CONNACK && (length < 2 || bytes[1] != 0))
        client_met_fault(client, "no CONNACK", 10);
    else if (type == CONNACK && client->role == PUBLISHER)
        client_is_ready(client);
    else if (type == CONNACK)
        subscribe(client);
    else if (type == SUBACK)
        client_is_ready(client);
    else if (type == PUBACK)
        client_was_answered(client, false);
    else if (type == PUBLISH && client_looks_for_notices(client, bytes, length) == 0)
        client->arena->tally.others++;
}

static size_t take(struct client *client, char *bytes, size_t length) {
    size_t remaining = 0, at = 1;
    for (int shift = 0; at < length && at < HEAD_MOST; shift += 7) {
        remaining |= (size_t)(bytes[at] & 0x7F) << shift;
        if (!(bytes[at++] & 0x80)) {
            if (length < at + remaining)
                return 0;
            take_whole(client, (unsigned char)bytes[0] >> 4, bytes + at, remaining);
            return at + remaining;
        }
    }
    return 0;
}

static void received(struct client *client, char *bytes, size_t length) {
    take_packets(client, bytes, length, take);
}

static size_t publish(struct client *publisher, const struct notice *notice, char *out, size_t size) {
    (void)publisher;
    return put_publish(out, size, "ev", 0, notice->text, notice->length);
}

static size_t ballot(struct client *client, uint32_t poll, char *out, size_t size) {
    char text[BALLOT_TEXT], packet[BALLOT_TEXT + 64];
    size_t length = put_publish(packet, sizeof packet, "vote", (uint16_t)(1 + client->counter % 65535), text, ballot_text(client, poll, text));
    return put_frame(out, size, FRAME_BINARY, packet, length);
}

const struct adapter ADAPTER_MOSQUITTO = {
    .name = "mosquitto",
    .subscriber = {.websocket = true, .tls = true, .path = "/mqtt", .subprotocol = "mqtt", .frame_kind = FRAME_BINARY, .opened = opened, .received = received},
    .publisher = {.opened = opened, .received = received},
    .publish = publish,
    .ballot = ballot,
};
