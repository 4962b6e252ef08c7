/* service.c - the hub as the sockets see it. */
#include "hub/hub.h"

static void *serve_connect(void *context, void *connection, const char *address, int64_t now) {
    return hub_connect(context, connection, address, now);
}

static void serve_disconnect(void *context, void *subscriber) {
    hub_disconnect(context, subscriber);
}

static void serve_receive(void *context, void *subscriber, const char *bytes, size_t length, int64_t now) {
    hub_receive(context, subscriber, bytes, length, now);
}

static void serve_writable(void *context, void *subscriber) {
    hub_writable(context, subscriber);
}

static bool serve_turn(void *context) {
    return hub_turn(context);
}

static bool serve_sweep(void *context, size_t most) {
    return hub_sweep(context, most);
}

static void serve_woken(void *context, int64_t now) {
    hub_journal_ready(context, now);
}

static void serve_tick(void *context, int64_t now) {
    hub_tick(context, now);
}

static int64_t serve_next_tick(const void *context) {
    return hub_next_tick(context);
}

static int64_t serve_reads_at(void *context) {
    return hub_reads_at(context);
}

static const char *serve_not_ready(const void *context, int64_t now) {
    return hub_not_ready(context, now);
}

static bool serve_stop(void *context) {
    return hub_stop(context);
}

static uint64_t serve_addresses_revision(const void *context) {
    return hub_addresses_revision(context);
}

static void serve_each_address(const void *context, void (*each)(void *to, const char *address), void *to) {
    hub_each_address(context, each, to);
}

struct service hub_service(struct hub *hub) {
    return (struct service){
        .context = hub,
        .connect = serve_connect,
        .disconnect = serve_disconnect,
        .receive = serve_receive,
        .writable = serve_writable,
        .turn = serve_turn,
        .sweep = serve_sweep,
        .woken = serve_woken,
        .tick = serve_tick,
        .next_tick = serve_next_tick,
        .reads_at = serve_reads_at,
        .not_ready = serve_not_ready,
        .stop = serve_stop,
        .addresses_revision = serve_addresses_revision,
        .each_address = serve_each_address,
    };
}
