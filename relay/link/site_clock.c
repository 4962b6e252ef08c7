#include "link/site_clock.h"

static const int64_t OLDEST = INT64_C(1000) * 3600 * 24 * 365; /* a sample older than this is none */

void site_clock_init(struct site_clock *clock) {
    *clock = (struct site_clock){0};
}

/* ms, rounded up; `age` is at most OLDEST. */
static int64_t bound(int64_t half_trip, int64_t age) {
    return half_trip + (age * SITE_CLOCK_DRIFT_PPM + 999999) / 1000000 + 1;
}

void site_clock_sample(struct site_clock *clock, int64_t sent, int64_t received, int64_t hub_time, uint64_t epoch) {
    if (received < sent || received - sent > INT32_MAX)
        return;
    int64_t half_trip = (received - sent + 1) / 2;
    bool better = !clock->has_sample || clock->epoch != epoch || received < clock->uptime || received - clock->uptime > OLDEST ||
                  bound(half_trip, 0) <= bound(clock->half_trip, received - clock->uptime);
    if (!better)
        return;
    /* The hub read its clock somewhere on the way: half of it is the guess that is wrong by half at most. */
    *clock = (struct site_clock){
        .has_sample = true, .hub_time = hub_time + half_trip, .uptime = received, .half_trip = half_trip, .epoch = epoch};
}

struct site_stamp site_clock_stamp(const struct site_clock *clock, int64_t uptime, int64_t wall) {
    if (!clock->has_sample || uptime < clock->uptime || uptime - clock->uptime > OLDEST)
        return (struct site_stamp){.at = wall, .error = UINT32_MAX};
    int64_t age = uptime - clock->uptime;
    int64_t error = bound(clock->half_trip, age);
    return (struct site_stamp){.at = clock->hub_time + age,
                               .error = error < UINT32_MAX ? (uint32_t)error : UINT32_MAX,
                               .proof = error <= SITE_CLOCK_PROOF_MS,
                               .epoch = clock->epoch};
}
