/* The load generator's counting: who is owed which notice, and what is lost. No server: what would come is handed in. */
#include "bench/arena.h"

#include "support/check.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { CLIENTS = 4 };

static size_t publish_nothing(struct client *publisher, const struct notice *notice, char *out, size_t size) {
    (void)publisher, (void)notice, (void)out, (void)size;
    return 0;
}

static const struct adapter SILENT = {.name = "silent", .publish = publish_nothing};

static struct arena *arena_with(uint32_t ready) {
    struct arena *arena = calloc(1, sizeof *arena);
    arena->clients = calloc(CLIENTS, sizeof *arena->clients);
    arena->adapter = &SILENT;
    arena->count = CLIENTS;
    arena->coming = CLIENTS;
    arena->calibrated = true;
    arena->loop.now = clock_now();
    arena->publisher = (struct client){.arena = arena, .adapter = &SILENT, .role = PUBLISHER};
    for (uint32_t i = 0; i < CLIENTS; i++)
        arena->clients[i] = (struct client){.arena = arena, .adapter = &SILENT, .number = i, .state = CLIENT_COMING, .next = NOTICE_ANY, .since = NOTICE_ANY};
    for (uint32_t i = 0; i < ready; i++)
        client_is_ready(&arena->clients[i]);
    arena_clear(arena);
    return arena;
}

static void arena_release(struct arena *arena) {
    free(arena->clients);
    free(arena);
}

static void deliver(struct arena *arena, uint32_t client, uint32_t number) {
    char text[STAMP_TEXT + 1];
    snprintf(text, sizeof text, "~%010" PRIu32 "~%020" PRIu64 "~", number, clock_now());
    CHECK_NUMBER(client_looks_for_notices(&arena->clients[client], text, STAMP_TEXT), 1);
}

/* Who joins while a burst goes out may hear of it; that does not make up for somebody who was there and has not yet. */
static void a_joiners_deliveries_make_up_for_nobodys(void) {
    struct arena *arena = arena_with(2);
    arena_publish(arena, 1, clock_now());
    client_is_ready(&arena->clients[2]);
    deliver(arena, 0, 0);
    deliver(arena, 2, 0);
    CHECK(!arena_all_have_all(arena));
    deliver(arena, 3, 0); /* its second snapshot is still on the way */
    CHECK(!arena_all_have_all(arena));
    deliver(arena, 1, 0);
    CHECK(arena_all_have_all(arena));
    arena_count_lost(arena);
    CHECK_NUMBER(arena->tally.lost, 0);
    CHECK_NUMBER(arena->tally.deliveries, 4);
    arena_release(arena);
}

static void who_was_there_is_owed_it(void) {
    struct arena *arena = arena_with(2);
    arena_publish(arena, 2, clock_now());
    client_is_ready(&arena->clients[2]);
    client_is_ready(&arena->clients[3]);
    arena_publish(arena, 3, clock_now());
    for (uint32_t number = 0; number < 5; number++)
        deliver(arena, 0, number);
    deliver(arena, 1, 0); /* 4 more are missing at the end */
    deliver(arena, 2, 4); /* 2 and 3 are missing between; 0 and 1 were before it */
    CHECK(!arena_all_have_all(arena));
    CHECK_NUMBER(arena->tally.lost, 2);
    arena_count_lost(arena); /* 3 has had none of its 3 */
    CHECK_NUMBER(arena->tally.lost, 2 + 4 + 3);
    arena_release(arena);
}

/* It came between two bursts that were on their way: the first has reached it, the second may still. */
static void what_was_on_its_way_is_owed_to_nobody_new(void) {
    struct arena *arena = arena_with(1);
    arena_publish(arena, 2, clock_now());
    client_is_ready(&arena->clients[1]);
    deliver(arena, 0, 0);
    deliver(arena, 0, 1);
    deliver(arena, 1, 0);
    CHECK(arena_all_have_all(arena));
    arena_count_lost(arena);
    CHECK_NUMBER(arena->tally.lost, 0);
    arena_release(arena);
}

static void late_twice_and_again(void) {
    struct arena *arena = arena_with(1);
    arena_publish(arena, 3, clock_now());
    deliver(arena, 0, 2);
    CHECK_NUMBER(arena->tally.lost, 2);
    deliver(arena, 0, 0);
    deliver(arena, 0, 1);
    deliver(arena, 0, 1);
    CHECK_NUMBER(arena->tally.lost, 0);
    CHECK_NUMBER(arena->tally.disordered, 2);
    CHECK_NUMBER(arena->tally.twice, 1);
    arena_release(arena);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a joiner's deliveries make up for nobody's", a_joiners_deliveries_make_up_for_nobodys},
        {"who was there is owed it", who_was_there_is_owed_it},
        {"what was on its way is owed to nobody new", what_was_on_its_way_is_owed_to_nobody_new},
        {"late, twice and again", late_twice_and_again},
    };
    return CHECK_MAIN(TESTS, count, words);
}
