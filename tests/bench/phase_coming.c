/* phase_coming.c - connecting, leaving, and coming back all at once. */
#include "arena.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { COME_SECONDS = 300, PUBLISHER_SECONDS = 30, BEAT_SECONDS = 30 };

static uint64_t after(uint64_t seconds) {
    return clock_now() + seconds * NS_PER_S;
}

static void print_end(void) {
    printf("}\n");
    fflush(stdout);
}

void phase_publisher(struct arena *arena) {
    uint64_t ends = after(PUBLISHER_SECONDS);
    arena_clear(arena);
    client_leave(&arena->publisher);
    if (!client_come(&arena->publisher, false))
        arena->tally.faults++;
    while (arena->publisher.state == CLIENT_COMING && clock_now() < ends)
        arena_turn(arena, NS_PER_MS);
    arena->tally.faults += arena->publisher.state != CLIENT_READY;
    arena_print_begin(arena, "publisher");
    printf("\"seconds\":%.4f", (double)(clock_now() - arena->began) / 1e9);
    print_end();
}

static void print_coming(const struct arena *arena, const char *order, uint64_t cpu, uint64_t own) {
    const struct tally *tally = &arena->tally;
    arena_print_begin(arena, order);
    printf("\"came\":%" PRIu64 ",\"resumed\":%" PRIu64 ",\"seconds\":%.4f,\"cpu_ns\":%" PRIu64 ",\"own_cpu_ns\":%" PRIu64 ",\"snapshot_bytes\":%" PRIu64 ",",
           tally->ready_count, tally->resumed, (double)tally->ready.most / 1e9, cpu, own, tally->snapshot_bytes);
    histogram_print(stdout, "ready_after", &tally->ready);
}

static void wait_for_all(struct arena *arena) {
    uint64_t ends = after(COME_SECONDS);
    while (arena->ready < arena->wanted && clock_now() < ends)
        arena_turn(arena, 10 * NS_PER_MS);
}

void phase_connect(struct arena *arena, uint32_t count) {
    arena_clear(arena);
    uint64_t cpu = arena_server_cpu(arena), own = arena_own_cpu();
    arena->resume = false;
    arena->wanted = count < arena->count ? count : arena->count;
    wait_for_all(arena);
    print_coming(arena, "connect", arena_server_cpu(arena) - cpu, arena_own_cpu() - own);
    print_end();
}

void phase_leave(struct arena *arena) {
    arena_clear(arena);
    for (uint32_t i = 0; i < arena->count; i++) {
        arena->clients[i].wanted = false;
        client_leave(&arena->clients[i]);
    }
    arena->wanted = arena->next_to_come = arena->again_count = 0;
    arena_print_begin(arena, "leave");
    printf("\"seconds\":%.4f", (double)(clock_now() - arena->began) / 1e9);
    print_end();
}

void phase_beat(struct arena *arena) {
    uint64_t ends = after(BEAT_SECONDS);
    arena_clear(arena);
    while (arena->live_at < arena->began && clock_now() < ends)
        arena_turn(arena, 10 * NS_PER_MS);
    for (ends = clock_now() + 300 * NS_PER_MS; clock_now() < ends;)
        arena_turn(arena, 10 * NS_PER_MS);
    arena_print_begin(arena, "beat");
    printf("\"heard\":%s", arena->live_at >= arena->began ? "true" : "false");
    print_end();
}

void phase_storm(struct arena *arena, bool resume) {
    arena->resume = resume;
    arena->holds_back = true;
    for (uint32_t i = 0; i < arena->wanted; i++)
        if (arena->clients[i].state == CLIENT_READY) {
            client_leave(&arena->clients[i]);
            arena->again[arena->again_count++] = i;
        }
    arena_turn(arena, 0); /* events of the former connections are over */
    arena_clear(arena);
    uint64_t cpu = arena_server_cpu(arena), own = arena_own_cpu();
    arena->holds_back = false;
    wait_for_all(arena);
    print_coming(arena, resume ? "storm resumed" : "storm full", arena_server_cpu(arena) - cpu, arena_own_cpu() - own);
    print_end();
}

/* Whether somebody listens there. */
static bool answers(uint16_t port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    bool answered = connect(fd, (struct sockaddr *)&to, sizeof to) == 0;
    close(fd);
    return answered;
}

/* One asks for all while the port is closed: 6,000 that are refused a thousand times a second would only measure that. Then all come in the same moment. */
void phase_restart(struct arena *arena, bool resume) {
    uint64_t ends = after(COME_SECONDS), own = arena_own_cpu();
    arena->holds_back = true;
    arena->resume = resume;
    printf("{\"order\":\"restart\",\"waits\":true}\n");
    fflush(stdout);
    while (arena->again_count == 0 && clock_now() < ends)
        arena_turn(arena, NS_PER_MS);
    arena_clear(arena);
    while ((arena->ready > 0 || !answers(arena->ports[0])) && clock_now() < ends)
        arena_turn(arena, NS_PER_MS);
    uint64_t opened = clock_now() - arena->began;
    arena->holds_back = false;
    wait_for_all(arena);
    print_coming(arena, resume ? "restart resumed" : "restart full", 0, arena_own_cpu() - own);
    printf(",\"port_open_after\":%.4f", (double)opened / 1e9);
    print_end();
}
