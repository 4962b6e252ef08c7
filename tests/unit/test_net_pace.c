/* How many handshakes may begin, and whose time it is that passes: under a clock that is told. */
#include "support/check.h"

#include "net/pace.h"
#include <stdlib.h>
#include <string.h>

static void finish(struct pace *pace, int count, bool was_late, int64_t now) {
    for (int i = 0; i < count; i++)
        pace_finished(pace, was_late, now);
}

static void late_ones_are_in_nobodys_way_while_others_are_quick(void) {
    struct pace pace;
    pace_begin(&pace, 10000);
    CHECK_NUMBER(pace_young_most(&pace, 0, 10000), HANDSHAKES_YOUNG_LEAST);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_LATE_MOST, 10000), HANDSHAKES_YOUNG_LEAST); /* nobody has come through: nothing is known */
    finish(&pace, 10, false, 10100);
    finish(&pace, 9, true, 10200);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_LATE_MOST, 10300), HANDSHAKES_YOUNG_LEAST);
}

/* Each waits for its client in between: with a few of them we would have nothing to do. */
static void the_quicker_they_finish_the_more_may_begin(void) {
    struct pace pace;
    pace_begin(&pace, 8000);
    finish(&pace, 20, false, 8500);
    finish(&pace, 200, false, 9500);
    finish(&pace, 1320, false, 10500);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_LATE_MOST, 10900), 400); /* half a second's, of 1,520 in 1.9 s */
    finish(&pace, 10000, false, 10900);
    CHECK_NUMBER(pace_young_most(&pace, 0, 10900), HANDSHAKES_YOUNG_MOST);
    CHECK_NUMBER(pace_young_most(&pace, 0, 12000), HANDSHAKES_YOUNG_LEAST); /* that was long ago */
}

/* After a restart it would be half over before a second has passed. */
static void the_speed_of_a_crowd_is_known_from_its_first_ones(void) {
    struct pace pace;
    pace_begin(&pace, 10000);
    finish(&pace, 60, false, 15500);
    CHECK_NUMBER(pace_young_most(&pace, 0, 15501), 300); /* of 60 in a tenth of a second: fewer than that say nothing */
    finish(&pace, 60, false, 15650);
    CHECK_NUMBER(pace_young_most(&pace, 0, 15700), 300); /* of 120 in 0.2 s */
    finish(&pace, 1, false, 30000);
    CHECK_NUMBER(pace_young_most(&pace, 0, 30000), HANDSHAKES_YOUNG_LEAST);
}

/* Far away, or with little processors: who waits for them is not we, so more of them are under way at once. */
static void slow_clients_of_a_quick_place_do_not_wait_for_each_other(void) {
    struct pace pace;
    pace_begin(&pace, 10000);
    finish(&pace, 380, true, 10500);
    CHECK_NUMBER(pace_young_most(&pace, 0, 10900), 480); /* 2.4 s of it, of 380 in 1.9 s */
    CHECK_NUMBER(pace_young_most(&pace, 300, 10900), 180);
    CHECK_NUMBER(pace_young_most(&pace, 479, 10900), HANDSHAKES_YOUNG_LEAST);
}

static void when_all_are_late_fewer_begin(void) {
    struct pace pace;
    pace_begin(&pace, 10000);
    finish(&pace, 1000, true, 10500);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_YOUNG_MOST - 1, 10900), HANDSHAKES_YOUNG_LEAST);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_YOUNG_MOST, 10900), HANDSHAKES_YOUNG_CROWDED);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_LATE_MOST, 10900), HANDSHAKES_YOUNG_CROWDED);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_LATE_MOST, 11999), HANDSHAKES_YOUNG_CROWDED);
    CHECK(!pace_is_calm(&pace, 11999));
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_LATE_MOST, 12000), HANDSHAKES_YOUNG_LEAST); /* that was long ago */
    CHECK(pace_is_calm(&pace, 12000));
}

/* 60 a second: who comes behind 143 others has to wait a quarter of the time there is. */
static void the_slower_they_finish_the_fewer_are_too_many(void) {
    struct pace pace;
    pace_begin(&pace, 10000);
    finish(&pace, 60, true, 10500);
    finish(&pace, 60, true, 11500);
    CHECK_NUMBER(pace_young_most(&pace, 143, 11999), HANDSHAKES_YOUNG_LEAST);
    CHECK_NUMBER(pace_young_most(&pace, 144, 11999), HANDSHAKES_YOUNG_CROWDED);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_LATE_MOST, 11999), HANDSHAKES_YOUNG_CROWDED);
    CHECK_NUMBER(pace_young_most(&pace, HANDSHAKES_YOUNG_LEAST - 1, 20000), HANDSHAKES_YOUNG_LEAST);
}

static void nobody_is_late_while_we_were_asleep(void) {
    struct pace pace;
    int64_t now = 50000;
    pace_begin(&pace, now);
    for (int i = 0; i < 10; i++)
        pace_look(&pace, now += PACE_LOOK_MS);
    CHECK_NUMBER(pace_clock(&pace, now), 51000);
    CHECK_NUMBER(pace_clock(&pace, now + 70), 51070);
    now += 30000; /* stopped, or without a processor */
    CHECK_NUMBER(pace_clock(&pace, now), 51200);
    pace_look(&pace, now);
    CHECK_NUMBER(pace_clock(&pace, now), 51200);
    CHECK_NUMBER(pace_clock(&pace, now + 1), 51201);
}

/* ---- a crowd comes to a place that is too slow ---- */

enum { CROWD = 4000, STEPS = 2, YOUNG_MS = 250, PATIENCE_MS = 9750, TICK_MS = 10 };

struct comer {
    int64_t began; /* by the clock of the phases; -1 = waits in the kernel's queue */
    int steps;     /* that are still to be done */
    bool is_done;
};

/* Their handshakes are worked on one after another, as they lie in a queue: the processor is the clients' own, or it is ours. */
struct place {
    struct pace pace;
    struct comer comers[CROWD];
    int queue[CROWD * 64], first, last;
    int64_t now;
    int done, cut;
};

static int64_t age(const struct place *place, const struct comer *comer) {
    return pace_clock(&place->pace, place->now) - comer->began;
}

static bool is_under_way(const struct comer *comer) {
    return !comer->is_done && comer->began >= 0;
}

static void work(struct place *place, int steps) {
    while (steps-- > 0 && place->first < place->last) {
        int number = place->queue[place->first++];
        struct comer *comer = &place->comers[number];
        if (!is_under_way(comer))
            continue; /* in vain: it was cut meanwhile */
        if (--comer->steps > 0) {
            place->queue[place->last++] = number;
            continue;
        }
        comer->is_done = true;
        place->done++;
        pace_finished(&place->pace, age(place, comer) >= YOUNG_MS, place->now);
    }
}

static void look(struct place *place) {
    size_t young = 0, late = 0;
    pace_look(&place->pace, place->now);
    for (int i = 0; i < CROWD; i++) {
        struct comer *comer = &place->comers[i];
        if (!is_under_way(comer))
            continue;
        if (age(place, comer) >= PATIENCE_MS) {
            comer->began = -1;
            place->cut++;
            continue;
        }
        young += age(place, comer) < YOUNG_MS;
        late += age(place, comer) >= YOUNG_MS;
    }
    for (int i = 0; i < CROWD && young < pace_young_most(&place->pace, late, place->now); i++) {
        struct comer *comer = &place->comers[i];
        if (comer->is_done || comer->began >= 0)
            continue;
        comer->began = pace_clock(&place->pace, place->now);
        comer->steps = STEPS;
        place->queue[place->last++] = i;
        young++;
    }
}

/* Seconds until all are in; `cut` is how many had to come again. */
static int64_t seconds_for_all(int handshakes_per_second, int *cut) {
    struct place *place = calloc(1, sizeof *place);
    for (int i = 0; i < CROWD; i++)
        place->comers[i].began = -1;
    pace_begin(&place->pace, 0);
    int owed = 0;
    while (place->done < CROWD && place->now < 3600 * 1000 && place->last < CROWD * 60) {
        owed += handshakes_per_second * STEPS * TICK_MS;
        work(place, owed / 1000);
        owed %= 1000;
        if (place->now % PACE_LOOK_MS == 0)
            look(place);
        place->now += TICK_MS;
    }
    int64_t seconds = place->done == CROWD ? place->now / 1000 : -1;
    *cut = place->cut;
    free(place);
    return seconds;
}

/* If as many began as ever, at 100 a second 1,100 would always be under way: each would wait for eleven seconds, and most
 * be cut, again and again: it took 220 s, and each was cut nine times. */
static void a_crowd_comes_in_at_a_slow_place(void) {
    static const int SPEEDS[] = {2000, 1000, 400, 200, 100, 60};
    for (size_t i = 0; i < sizeof SPEEDS / sizeof SPEEDS[0]; i++) {
        int cut;
        int64_t seconds = seconds_for_all(SPEEDS[i], &cut);
        check_note("%d a second: %lld s, %d cut", SPEEDS[i], (long long)seconds, cut);
        CHECK(seconds > 0 && seconds <= CROWD / SPEEDS[i] * 3 / 2 + 10);
        CHECK(cut <= CROWD / 8);
    }
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"late ones are in nobody's way while others are quick", late_ones_are_in_nobodys_way_while_others_are_quick},
        {"the quicker they finish the more may begin", the_quicker_they_finish_the_more_may_begin},
        {"the speed of a crowd is known from its first ones", the_speed_of_a_crowd_is_known_from_its_first_ones},
        {"slow clients of a quick place do not wait for each other", slow_clients_of_a_quick_place_do_not_wait_for_each_other},
        {"when all are late fewer begin", when_all_are_late_fewer_begin},
        {"the slower they finish the fewer are too many", the_slower_they_finish_the_fewer_are_too_many},
        {"nobody is late while we were asleep", nobody_is_late_while_we_were_asleep},
        {"a crowd comes in at a slow place", a_crowd_comes_in_at_a_slow_place},
    };
    return CHECK_MAIN(TESTS, count, words);
}
