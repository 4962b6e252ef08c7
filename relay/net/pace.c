/* pace.c
 *
 * Two kinds of handshakes are late. Some are dead or far away: the others finish while they are young, and late ones are in nobody's way. Or all are late,
 * because this machine or that of many clients has more to do than it can: then each that is begun makes the others later, until all of them reach the end of
 * their patience together and come again. So when most of those that finish finish late, no more are begun than will be finished in time.
 *
 * Of a handshake the greater part is waiting: for the way to the client, and for its processor. With few under way at once a quick place would wait with them;
 * so as many may be as it finishes in a little while, by what it has finished lately:
 * since they began to come, since a crowd comes after a time in which nobody came, and would else be over before its speed is known. */
#include "net/pace.h"

enum {
    SECOND_MS = 1000,
    STEP_MOST_MS = 2 * PACE_LOOK_MS, /* a look that comes later than this found us asleep */
    QUICK_MS = 500,                  /* twice as long as a handshake is young: so many keep us busy while each waits for its client */
    WAIT_MS = 2400,                  /* what a handshake may have to wait for those before it: a quarter of what it has in all */
};

void pace_begin(struct pace *pace, int64_t now) {
    *pace = (struct pace){.looked_at = now, .clock = now, .second = now / SECOND_MS};
}

int64_t pace_clock(const struct pace *pace, int64_t now) {
    int64_t step = now - pace->looked_at;
    return pace->clock + (step < STEP_MOST_MS ? step : STEP_MOST_MS);
}

void pace_look(struct pace *pace, int64_t now) {
    pace->clock = pace_clock(pace, now);
    pace->looked_at = now;
}

/* What was finished in the second `now` lies in and in the one before. */
static struct pace_count finished_lately(const struct pace *pace, int64_t now) {
    int64_t passed = now / SECOND_MS - pace->second;
    if (passed == 0)
        return (struct pace_count){pace->now.young + pace->before.young, pace->now.late + pace->before.late};
    return passed == 1 ? pace->now : (struct pace_count){0};
}

void pace_finished(struct pace *pace, bool was_late, int64_t now) {
    struct pace_count lately = finished_lately(pace, now);
    if (lately.young + lately.late == 0)
        pace->since = now;
    int64_t passed = now / SECOND_MS - pace->second;
    if (passed > 0) {
        pace->before = passed == 1 ? pace->now : (struct pace_count){0};
        pace->now = (struct pace_count){0};
        pace->second += passed;
    }
    pace->now.late += was_late;
    pace->now.young += !was_late;
}

/* The milliseconds that finished_lately counts. */
static size_t whole_span(int64_t now) {
    return SECOND_MS + (size_t)(now % SECOND_MS);
}

/* Those of them in which somebody came. A few that were finished in the same moment say nothing of speed. */
static size_t span_of_coming(const struct pace *pace, int64_t now) {
    size_t coming = now - pace->since > PACE_LOOK_MS ? (size_t)(now - pace->since) : PACE_LOOK_MS;
    return coming < whole_span(now) ? coming : whole_span(now);
}

/* How many would be finished in so many milliseconds at the speed of those that were within `span`, within bounds. */
static size_t reach(struct pace_count finished, size_t milliseconds, size_t span) {
    size_t many = (size_t)(finished.young + finished.late) * milliseconds / span;
    if (many < HANDSHAKES_YOUNG_LEAST)
        return HANDSHAKES_YOUNG_LEAST;
    return many < HANDSHAKES_YOUNG_MOST ? many : HANDSHAKES_YOUNG_MOST;
}

bool pace_is_calm(const struct pace *pace, int64_t now) {
    struct pace_count finished = finished_lately(pace, now);
    return finished.young + finished.late < HANDSHAKES_YOUNG_LEAST;
}

size_t pace_young_most(const struct pace *pace, size_t late, int64_t now) {
    struct pace_count finished = finished_lately(pace, now);
    if (finished.late <= finished.young)
        return reach(finished, QUICK_MS, span_of_coming(pace, now));
    size_t many = reach(finished, WAIT_MS, whole_span(now)); /* who comes behind them should still be served in good time */
    if (late < many)
        return many - late > HANDSHAKES_YOUNG_LEAST ? many - late : HANDSHAKES_YOUNG_LEAST;
    return HANDSHAKES_YOUNG_CROWDED; /* never none: few who finish late on purpose would shut the door for all */
}
