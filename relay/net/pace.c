/* pace.c
 *
 * Two kinds of handshakes are late. Some are dead or far away: the others finish while they are young, and late ones are in nobody's way. Or all are late,
 * because this machine or that of many clients has more to do than it can: then each that is begun makes the others later, until all of them reach the end of
 * their patience together and come again. So when most of those that finish finish late, no more are begun than will be finished in time. */
#include "net/pace.h"

enum {
    SECOND_MS = 1000,
    STEP_MOST_MS = 2 * PACE_LOOK_MS, /* a look that comes later than this found us asleep */
    WAIT_MS = 3200,                  /* what a handshake may have to wait for those before it: a third of what it has in all */
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
    int64_t passed = now / SECOND_MS - pace->second;
    if (passed > 0) {
        pace->before = passed == 1 ? pace->now : (struct pace_count){0};
        pace->now = (struct pace_count){0};
        pace->second += passed;
    }
    pace->now.late += was_late;
    pace->now.young += !was_late;
}

/* How many late ones are a crowd: who comes behind them should still be served in good time. */
static size_t crowd(struct pace_count finished, int64_t now) {
    size_t span = SECOND_MS + (size_t)(now % SECOND_MS); /* what `finished` counts */
    size_t reach = (size_t)(finished.young + finished.late) * WAIT_MS / span;
    if (reach < HANDSHAKES_YOUNG_MOST)
        return HANDSHAKES_YOUNG_MOST;
    return reach < HANDSHAKES_LATE_CROWD ? reach : HANDSHAKES_LATE_CROWD;
}

bool pace_is_calm(const struct pace *pace, int64_t now) {
    struct pace_count finished = finished_lately(pace, now);
    return finished.young + finished.late < HANDSHAKES_YOUNG_MOST;
}

size_t pace_young_most(const struct pace *pace, size_t late, int64_t now) {
    struct pace_count finished = finished_lately(pace, now);
    size_t many = crowd(finished, now);
    if (finished.late <= finished.young || late < many)
        return HANDSHAKES_YOUNG_MOST;
    return late < 2 * many ? HANDSHAKES_YOUNG_CROWDED : 0;
}
