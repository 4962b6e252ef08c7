/* What the loop does first: whoever waits for an answer comes before what goes to all. */
#include "support/check.h"

#include "base/clock.h"
#include "net/loop.h"
#include "serving/service.h"
#include "serving/transport.h"

#include <pthread.h>
#include <stdint.h>

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

/* A service that only waits: for an append, with an hour until its deadline. */
struct patient {
    struct loop *loop;
    pthread_t journal;
    unsigned asked, woken;
};

static void *finish_append(void *context) {
    struct patient *patient = context;
    loop_wake(patient->loop);
    return NULL;
}

static bool gathers(const void *context) {
    struct patient *patient = (struct patient *)(uintptr_t)context;
    if (patient->asked++ == 0)
        CHECK_NUMBER(pthread_create(&patient->journal, NULL, finish_append, patient), 0);
    return true;
}

static void patient_woken(void *context, int64_t now) {
    struct patient *patient = context;
    (void)now;
    patient->woken++;
    loop_stop(patient->loop);
}

static bool no_sweep(void *context, size_t most) {
    (void)context;
    (void)most;
    return false;
}

static void an_append_that_is_durable_ends_the_rest(void) {
    struct patient patient = {0};
    if (!CHECK_NUMBER(loop_create(&patient.loop), ERROR_NONE))
        return;
    const struct service service = {.context = &patient, .sweep = no_sweep, .woken = patient_woken, .tick = tick, .next_tick = next_tick, .gathers = gathers, .stop = stop};
    loop_attach(patient.loop, &service);
    CHECK_NUMBER(loop_run(patient.loop), ERROR_NONE);
    CHECK_NUMBER(patient.woken, 1);
    CHECK(patient.asked > 0);
    pthread_join(patient.journal, NULL);
    loop_close(patient.loop);
    loop_destroy(patient.loop);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"an append that is durable ends the sweep", an_append_that_is_durable_ends_the_sweep},
        {"an append that is durable ends the rest", an_append_that_is_durable_ends_the_rest},
    };
    return CHECK_MAIN(TESTS, count, words);
}
