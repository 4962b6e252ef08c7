/* phase_fanout.c - notices to all, at a rate, one or several at once. */
#include "arena.h"

#include <inttypes.h>
#include <stdio.h>

enum { SETTLE_SECONDS = 20 };

/* How long a message is besides its text is known once one has come. */
static void calibrate(struct arena *arena) {
    if (arena->calibrated)
        return;
    arena_clear(arena);
    arena_publish(arena, 1, clock_now());
    arena_settle(arena, SETTLE_SECONDS * NS_PER_S);
}

/* One burst at a time: a desk is answered before it says more, and all have the one before; what is lost is not waited for without end. */
static bool is_time(const struct arena *arena, uint64_t due, uint64_t last) {
    uint64_t now = clock_now();
    bool over = arena->publisher.unanswered == 0 && arena_all_have_all(arena);
    return now >= due && (over || now - last > SETTLE_SECONDS * NS_PER_S);
}

void phase_fanout(struct arena *arena, uint32_t bursts, uint32_t size, double per_second) {
    calibrate(arena);
    arena_clear(arena);
    uint64_t cpu = arena_server_cpu(arena), own = arena_own_cpu(), began = clock_now();
    uint64_t last = began;
    for (uint32_t done = 0; done < bursts && (done + 1) * size <= NOTICES_MOST;) {
        uint64_t due = began + (uint64_t)((double)done * 1e9 / per_second), now = clock_now();
        if (!is_time(arena, due, last)) {
            arena_turn(arena, now < due ? due - now : NS_PER_MS);
            continue;
        }
        last = now;
        arena_publish(arena, size, due); /* stamped with when it was due: who is late has not hidden it */
        done++;
    }
    arena_settle(arena, SETTLE_SECONDS * NS_PER_S);
    cpu = arena_server_cpu(arena) - cpu;
    own = arena_own_cpu() - own;
    arena_count_lost(arena);
    arena_print_begin(arena, "fanout");
    printf("\"bursts\":%u,\"size\":%u,\"per_second\":%.3f,\"seconds\":%.4f,\"cpu_ns\":%" PRIu64 ",\"own_cpu_ns\":%" PRIu64 ",", bursts, size, per_second,
           (double)(clock_now() - began) / 1e9, cpu, own);
    arena_print_deliveries(arena);
    printf("}\n");
    fflush(stdout);
}
