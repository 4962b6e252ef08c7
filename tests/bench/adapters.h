/* adapters.h - what adapters share among themselves. */
#ifndef BENCH_ADAPTERS_H
#define BENCH_ADAPTERS_H

#include "arena.h"
#include "frames.h"

extern const struct adapter ADAPTER_HUB, ADAPTER_FLOOR, ADAPTER_WS, ADAPTER_SOCKETIO, ADAPTER_NCHAN, ADAPTER_NATS, ADAPTER_MOSQUITTO;

enum { BALLOT_TEXT = 512, BALLOT_ID = 1000 }; /* requests with smaller ids are no ballots */

/* The same ballot for every server: lamrelay's request poll.cast. Its length. */
size_t ballot_text(struct client *client, uint32_t poll, char out[BALLOT_TEXT]);

/* Publishing by POST /pub on a connection that stays. */
size_t http_post(char *out, size_t size, const char *content, size_t length);
size_t http_publish_text(struct client *publisher, const struct notice *notice, char *out, size_t size);
/* Answers other than 2xx are faults. */
void http_received(struct client *client, char *bytes, size_t length);

/* Servers whose packets may lie in several messages or share one: `take` gets what there is and returns the size of the packet it took, 0 = it is not whole. */
void take_packets(struct client *client, char *bytes, size_t length, size_t (*take)(struct client *client, char *bytes, size_t length));

#endif
