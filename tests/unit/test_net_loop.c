/* What the loop does first: whoever waits for an answer comes before what goes to all. */
#include "support/check.h"

#include "base/clock.h"
#include "net/loop.h"
#include "serving/service.h"
#include "serving/transport.h"

enum { WAKES_AT = 3, HOUR_MS = 3600000 };

/* A service that would write for ever, as a hub with very many clients. */
struct endless {
    struct loop *loop;
    unsigned sweeps, sweeps_before_woken;
};

static bool sweep(void *context, size_t most) {
    struct endless *endless = context;
    (void)most;
    if (++endless->sweeps == WAKES_AT)
        loop_wake(endless->loop); /* as the journal's thread does, whenever it has finished */
    return true;
}

static void woken(void *context, int64_t now) {
    struct endless *endless = context;
    (void)now;
    endless->sweeps_before_woken = endless->sweeps;
    loop_stop(endless->loop);
}

static void tick(void *context, int64_t now) {
    (void)context;
    (void)now;
}

static int64_t next_tick(const void *context) {
    (void)context;
    return clock_hub_time() + HOUR_MS;
}

static bool stop(void *context) {
    (void)context;
    return true;
}

static void an_append_that_is_durable_ends_the_sweep(void) {
    struct endless endless = {0};
    struct hub_transport transport = {0};
    if (!CHECK_NUMBER(loop_create(&endless.loop), ERROR_NONE))
        return;
    const struct service service = {.context = &endless, .sweep = sweep, .woken = woken, .tick = tick, .next_tick = next_tick, .stop = stop};
    loop_transport(endless.loop, &transport);
    loop_attach(endless.loop, &service);
    transport.schedule(transport.context);
    CHECK_NUMBER(loop_run(endless.loop), ERROR_NONE);
    CHECK_NUMBER(endless.sweeps_before_woken, WAKES_AT);
    loop_close(endless.loop);
    loop_destroy(endless.loop);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"an append that is durable ends the sweep", an_append_that_is_durable_ends_the_sweep},
    };
    return CHECK_MAIN(TESTS, count, words);
}
