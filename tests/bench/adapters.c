#include "adapters.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct adapter *const ADAPTERS[] = {&ADAPTER_HUB,   &ADAPTER_FLOOR, &ADAPTER_WS, &ADAPTER_SOCKETIO,
                                          &ADAPTER_NCHAN, &ADAPTER_NATS,  &ADAPTER_MOSQUITTO, NULL};

const struct adapter *adapter_find(const char *name) {
    for (size_t i = 0; ADAPTERS[i]; i++)
        if (strcmp(ADAPTERS[i]->name, name) == 0)
            return ADAPTERS[i];
    return NULL;
}

/* Key and device are names: the last sign of each carries fewer bits, and A suits. */
size_t ballot_text(struct client *client, uint32_t poll, char out[BALLOT_TEXT]) {
    static const char *const CHOICES[] = {"yes", "no", "abstain"};
    int length = snprintf(out, BALLOT_TEXT,
                          "{\"jsonrpc\":\"2.0\",\"id\":%" PRIu32 ",\"method\":\"poll.cast\",\"params\":{\"key\":\"%07" PRIu32 "-%05" PRIu32 "-%07" PRIu32
                          "A\",\"poll\":%" PRIu32 ",\"device\":\"%010" PRIu32 "A\",\"counter\":%" PRIu32 ",\"choice\":\"%s\"}}",
                          BALLOT_ID + client->counter, client->number, poll, client->counter, poll, client->number, client->counter,
                          CHOICES[client->number % 3]);
    return (size_t)length;
}

size_t http_post(char *out, size_t size, const char *content, size_t length) {
    int head = snprintf(out, size, "POST /pub HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", length);
    if (head < 0 || (size_t)head + length > size)
        return 0;
    memcpy(out + head, content, length);
    return (size_t)head + length;
}

size_t http_publish_text(struct client *publisher, const struct notice *notice, char *out, size_t size) {
    (void)publisher;
    return http_post(out, size, notice->text, notice->length);
}

/* Answers may come cut or several at once: it is enough that none of their status lines says anything but 2xx. */
void http_received(struct client *client, char *bytes, size_t length) {
    char *at = bytes, *end = bytes + length;
    while ((at = memmem(at, (size_t)(end - at), "HTTP/1.1 ", 9)) != NULL && end - at > 9) {
        if (at[9] != '2')
            client_met_fault(client, at, (size_t)(end - at));
        at += 9;
    }
}

void take_packets(struct client *client, char *bytes, size_t length, size_t (*take)(struct client *client, char *bytes, size_t length)) {
    char *whole = bytes, *joined = NULL;
    if (client->part_length > 0) {
        whole = joined = realloc(client->part, client->part_length + length);
        if (!joined)
            abort();
        memcpy(joined + client->part_length, bytes, length);
        length += client->part_length;
        client->part = NULL;
        client->part_length = 0;
    }
    size_t at = 0, size;
    while (at < length && client->stream.phase == STREAM_OPEN && (size = take(client, whole + at, length - at)) > 0)
        at += size;
    if (at < length && client->stream.phase == STREAM_OPEN) {
        client->part = malloc(length - at);
        if (!client->part)
            abort();
        memcpy(client->part, whole + at, length - at);
        client->part_length = length - at;
    }
    free(joined);
}
