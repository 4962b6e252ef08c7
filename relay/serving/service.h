/* service.h - who serves the browsers of this process, as the sockets see it: a hub (hub/hub.h says what each call means) or a site.
 * `subscriber` is the service's name for a connection, handed back in its calls. Thread: the loop's. */
#ifndef LAMRELAY_SERVING_SERVICE_H
#define LAMRELAY_SERVING_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct service {
    void *context; /* the first argument of each */
    void *(*connect)(void *context, void *connection, const char *address, int64_t now); /* NULL = out of memory: close the socket */
    void (*disconnect)(void *context, void *subscriber);
    void (*receive)(void *context, void *subscriber, const char *bytes, size_t length, int64_t now);
    void (*writable)(void *context, void *subscriber);
    bool (*turn)(void *context); /* once in each turn of the loop in which something was scheduled, before the sweep; true: another turn at once. May be NULL */
    bool (*sweep)(void *context, size_t most);
    void (*woken)(void *context, int64_t now); /* another thread has finished something */
    void (*tick)(void *context, int64_t now);
    int64_t (*next_tick)(const void *context);
    /* Asked before each wait of the loop with nothing to send: hub time until which what comes may lie in its socket, since most of it would wait in any case; a past
     * one = not at all. Until then handshakes, timers and offloaded work lie, too, so it is milliseconds; what the journal has finished is served at once. May be NULL. */
    int64_t (*reads_at)(void *context);
    /* NULL: what is sent now can be stored. Else why not, in a few words that /readyz says. */
    const char *(*not_ready)(const void *context, int64_t now);
    bool (*stop)(void *context); /* true: nothing is under way any more */
    /* Other processes whose pages come here and to which pages from here go, besides those known when the sockets were opened: "https://host[:port]", borrowed for
     * the call of `each`. They change while the process runs, and the number with them; it is asked for with each request, and begins at 1. Both may be NULL. */
    uint64_t (*addresses_revision)(const void *context);
    void (*each_address)(const void *context, void (*each)(void *to, const char *address), void *to);
};

#endif
