/* phase_upstream.c - a ballot of each client within so many seconds, notices to all going out meanwhile.
 * A ballot's time counts from when it was to be sent, whenever it could be, until its answer was in this machine's kernel: while thousands of notices lie in the
 * sockets, it is not the server that has them wait there. Ballots that are due go before anything is read. */
#include "arena.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { SETTLE_SECONDS = 30, BALLOT_MOST = 1024 };

/* A fixed shuffle of [0, count): neighbours in the roster are no neighbours in time. */
static uint32_t *shuffled(uint32_t count) {
    uint32_t *order = malloc((size_t)count * sizeof *order), chance = 1;
    if (!order)
        abort();
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t i = count; i > 1; i--) {
        chance = chance * 1664525u + 1013904223u;
        uint32_t other = (uint32_t)((uint64_t)chance * i >> 32), held = order[i - 1];
        order[i - 1] = order[other];
        order[other] = held;
    }
    return order;
}

static bool cast(struct arena *arena, struct client *client, uint32_t poll, uint64_t due) {
    char bytes[BALLOT_MOST];
    if (client->state != CLIENT_READY)
        return false;
    client->counter++;
    client->ballot_under_way = true;
    client->ballot_at = due;
    stream_stamp(&client->stream, true);
    uint64_t now = clock_now();
    if (now - due > arena->tally.late_most)
        arena->tally.late_most = now - due;
    client_send(client, bytes, client->adapter->ballot(client, poll, bytes, sizeof bytes));
    return true;
}

static void print(const struct arena *arena, uint32_t asked, double seconds, uint64_t cpu, uint64_t own) {
    const struct tally *tally = &arena->tally;
    arena_print_begin(arena, "upstream");
    printf("\"seconds\":%.4f,\"ballots\":%u,\"answered\":%" PRIu64 ",\"refused\":%" PRIu64 ",\"strange\":%" PRIu64 ",\"cpu_ns\":%" PRIu64 ",\"own_cpu_ns\":%" PRIu64 ",",
           seconds, asked, tally->answered, tally->refused, tally->strange, cpu, own);
    histogram_print(stdout, "ack", &tally->acks);
    printf(",");
    arena_print_deliveries(arena);
    printf("}\n");
    fflush(stdout);
}

void phase_upstream(struct arena *arena, double seconds, double notices_per_second, uint32_t poll) {
    arena_clear(arena);
    uint32_t cast_count = 0, asked = 0, notices = 0, *order = shuffled(arena->wanted);
    uint64_t cpu = arena_server_cpu(arena), own = arena_own_cpu(), began = clock_now() + 10 * NS_PER_MS, ends = began + SETTLE_SECONDS * NS_PER_S;
    while (arena->adapter->ballot && (cast_count < arena->wanted || arena->tally.answered < asked) && clock_now() < ends) {
        uint64_t now = clock_now();
        uint64_t ballot_due = began + (uint64_t)(seconds * 1e9 * (double)cast_count / (double)arena->wanted);
        uint64_t notice_due = notices_per_second > 0 ? began + (uint64_t)((double)notices * 1e9 / notices_per_second) : UINT64_MAX;
        if (cast_count < arena->wanted && now >= notice_due) {
            arena_publish(arena, 1, notice_due);
            notices++;
        }
        if (cast_count < arena->wanted && now >= ballot_due) {
            asked += cast(arena, &arena->clients[order[cast_count++]], poll, ballot_due);
            continue;
        }
        uint64_t next = cast_count < arena->wanted ? ballot_due : now + NS_PER_MS;
        arena_turn(arena, next > now ? next - now : 0);
    }
    arena_settle(arena, SETTLE_SECONDS * NS_PER_S);
    arena_count_lost(arena);
    free(order);
    print(arena, asked, seconds, arena_server_cpu(arena) - cpu, arena_own_cpu() - own);
}
