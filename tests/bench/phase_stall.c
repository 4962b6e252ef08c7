/* phase_stall.c - how long a server does not listen: one client asks without pause while all get bursts and others join.
 *
 * What the probe waits is the server's, not the generator's: the answer's time is the kernel's, taken when its packet came. */
#include "arena.h"

#include <inttypes.h>
#include <stdio.h>

enum { PROBE_SECONDS = 10, SETTLE_SECONDS = 20, ASK_EVERY_US = 500 };

static void ask(struct arena *arena) {
    struct client *probe = &arena->probe;
    uint64_t now = clock_now();
    if (probe->state != CLIENT_READY || probe->ballot_under_way || now - probe->ballot_at < ASK_EVERY_US * UINT64_C(1000))
        return;
    probe->ballot_under_way = true;
    probe->ballot_at = now;
    client_ping(probe, "?", 1);
}

static bool probe_comes(struct arena *arena) {
    uint64_t ends = clock_now() + PROBE_SECONDS * NS_PER_S;
    client_leave(&arena->probe);
    arena_turn(arena, 0);
    if (!client_come(&arena->probe, false))
        return false;
    while (arena->probe.state == CLIENT_COMING && clock_now() < ends)
        arena_turn(arena, NS_PER_MS);
    stream_stamp(&arena->probe.stream, true);
    return arena->probe.state == CLIENT_READY;
}

void phase_stall(struct arena *arena, uint32_t size, uint32_t joining, double seconds) {
    arena_clear(arena);
    arena->tally.faults += !probe_comes(arena);
    uint32_t before = arena->ready, bursts = 0;
    arena_clear(arena);
    uint64_t began = clock_now(), ends = began + (uint64_t)(seconds * 1e9);
    arena->wanted = arena->wanted + joining < arena->count ? arena->wanted + joining : arena->count;
    while (clock_now() < ends || arena->ready < arena->wanted) {
        uint64_t due = began + bursts * NS_PER_S / 2;
        if (clock_now() >= due && due < ends && arena->publisher.unanswered == 0) {
            arena_publish(arena, size, due);
            bursts++;
        }
        ask(arena);
        arena_turn(arena, ASK_EVERY_US * UINT64_C(1000));
        if (clock_now() > ends + SETTLE_SECONDS * NS_PER_S)
            break;
    }
    arena_settle(arena, SETTLE_SECONDS * NS_PER_S);
    arena_count_lost(arena);
    client_leave(&arena->probe);
    arena_print_begin(arena, "stall");
    printf("\"size\":%u,\"bursts\":%u,\"joined\":%u,", size, bursts, arena->ready - before);
    histogram_print(stdout, "probe", &arena->tally.acks);
    printf(",");
    arena_print_deliveries(arena);
    printf("}\n");
    fflush(stdout);
}
