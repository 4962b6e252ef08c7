/* pace.h - how many handshakes may begin while others are not finished, and how long a client may take when it is we who are slow. Pure: time comes in as
 * an argument, ms of the monotonic clock. Thread: one owner.
 *
 * Normal course: pace_begin; pace_look every PACE_LOOK_MS; pace_young_most before a handshake is begun, pace_finished when it has ended well. How long a
 * connection has been in its phase (connection.h) is told by pace_clock. */
#ifndef LAMRELAY_NET_PACE_H
#define LAMRELAY_NET_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    HANDSHAKES_YOUNG_LEAST = 128, /* begun a moment ago, at once, whoever else is late; when nothing is known, too */
    HANDSHAKES_YOUNG_MOST = 1024, /* beyond, the kernel's queue is the better place to wait */
    HANDSHAKES_YOUNG_CROWDED = 16,
    HANDSHAKES_LATE_MOST = 2048, /* older ones, at once */
    PACE_LOOK_MS = 100,          /* from one pace_look to the next */
};

struct pace_count {
    uint32_t young, late; /* handshakes that were finished */
};

struct pace {
    int64_t looked_at, clock;  /* at the last look */
    int64_t second;            /* which one `now` counts */
    int64_t since;             /* when the first of those was finished that came after a time in which nobody did */
    struct pace_count now, before; /* of this second and of the one before */
};

void pace_begin(struct pace *pace, int64_t now);
/* A clock that goes on while we are awake, and stands while we are not: what a client sends meanwhile lies in its socket, and it is not the client that is
 * late. Never goes back. */
int64_t pace_clock(const struct pace *pace, int64_t now);
void pace_look(struct pace *pace, int64_t now);
/* A handshake has ended well, after it had become late or before. */
void pace_finished(struct pace *pace, bool was_late, int64_t now);
/* How many young ones may be under way now, with so many late ones: HANDSHAKES_YOUNG_CROWDED at least. */
size_t pace_young_most(const struct pace *pace, size_t late, int64_t now);
/* People come one by one, not all at once: fewer than HANDSHAKES_YOUNG_LEAST in the last second. */
bool pace_is_calm(const struct pace *pace, int64_t now);

#endif
