/* What the loop does first: whoever waits for an answer comes before what goes to all. */
#include "support/check.h"

#include "base/clock.h"
#include "net/loop.h"
#include "serving/service.h"
#include "serving/transport.h"

#include <pthread.h>
#include <unistd.h>
#include <uv.h>

enum { WAKES_AT = 3, SHORT_REST_MS = 20, HOUR_MS = 3600000 };

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

/* A service to which, for a while, nothing that comes would be of use. */
struct resting {
    struct loop *loop;
    uv_poll_t socket;
    int64_t reads_at, read_at;
    int ends[2];
};

static int64_t reads_at(void *context) {
    const struct resting *resting = context;
    return resting->reads_at;
}

static bool sweep_nothing(void *context, size_t most) {
    (void)context;
    (void)most;
    return false;
}

static void end(struct resting *resting) {
    uv_poll_stop(&resting->socket);
    uv_close((uv_handle_t *)&resting->socket, NULL);
    loop_stop(resting->loop);
}

static void on_readable(uv_poll_t *socket, int status, int events) {
    struct resting *resting = socket->data;
    (void)status;
    (void)events;
    resting->read_at = clock_hub_time();
    end(resting);
}

static void on_woken(void *context, int64_t now) {
    (void)now;
    end(context);
}

/* With something to be read from the beginning, unless `is_empty`. */
static bool run_resting(struct resting *resting, bool is_empty, void (*meanwhile)(struct resting *resting)) {
    if (!CHECK_NUMBER(loop_create(&resting->loop), ERROR_NONE))
        return false;
    const struct service service = {.context = resting, .sweep = sweep_nothing, .woken = on_woken, .tick = tick, .next_tick = next_tick, .stop = stop, .reads_at = reads_at};
    loop_attach(resting->loop, &service);
    CHECK(pipe(resting->ends) == 0 && (is_empty || write(resting->ends[1], "1", 1) == 1));
    uv_poll_init(loop_handle(resting->loop), &resting->socket, resting->ends[0]);
    resting->socket.data = resting;
    uv_poll_start(&resting->socket, UV_READABLE, on_readable);
    if (meanwhile)
        meanwhile(resting);
    bool is_good = CHECK_NUMBER(loop_run(resting->loop), ERROR_NONE);
    loop_close(resting->loop);
    loop_destroy(resting->loop);
    close(resting->ends[0]);
    close(resting->ends[1]);
    return is_good;
}

static void what_need_not_be_read_lies_until_then(void) {
    struct resting resting = {.reads_at = clock_hub_time() + SHORT_REST_MS};
    if (run_resting(&resting, false, NULL))
        CHECK(resting.read_at >= resting.reads_at);
    resting = (struct resting){.reads_at = INT64_MIN};
    if (run_resting(&resting, false, NULL))
        CHECK(resting.read_at > 0);
}

static void *wake(void *context) {
    const struct resting *resting = context;
    loop_wake(resting->loop);
    return NULL;
}

static pthread_t other_thread;

static void wake_from_another_thread(struct resting *resting) {
    CHECK(pthread_create(&other_thread, NULL, wake, resting) == 0);
}

/* Else this takes an hour. */
static void an_append_that_is_durable_ends_the_rest(void) {
    struct resting resting = {.reads_at = clock_hub_time() + HOUR_MS};
    if (run_resting(&resting, true, wake_from_another_thread))
        pthread_join(other_thread, NULL);
    CHECK_NUMBER(resting.read_at, 0);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"an append that is durable ends the sweep", an_append_that_is_durable_ends_the_sweep},
        {"what need not be read lies until then", what_need_not_be_read_lies_until_then},
        {"an append that is durable ends the rest", an_append_that_is_durable_ends_the_rest},
    };
    return CHECK_MAIN(TESTS, count, words);
}
