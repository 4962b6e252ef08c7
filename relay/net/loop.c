/* loop.c
 *
 * Normal course: sockets and the journal's wake call the hub (or site) in the poll phase; whatever it then wants to say
 * goes out in the check phase of the same turn, for at most SWEEP_NANOSECONDS so that votes and handshakes run in
 * between, and no longer than until an append is durable or a deadline has come; the prepare phase sets the one timer for the hub's next deadline, and
 * rests for milliseconds while most of what comes would only wait for what came before it.
 * Ways it fails: the journal is fenced (the stop begins, loop_run returns FENCED); at the stop a connection does not
 * go within STOP_MS (it is cut); an append does not finish (waited for: its outcome must not be lost). */
#include "net/loop.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "net/offload.h"
#include "serving/service.h"
#include "serving/transport.h"

#include <openssl/rand.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <uv.h>

enum {
    SWEEP_CONNECTIONS = 32, /* between two looks at the clock */
    SWEEP_NANOSECONDS = 2000000,
    NANOSECONDS_PER_MS = 1000000,
    STOP_MS = 3000,
    STOP_STEP_MS = 50,
};

static const int64_t TICK_NOT_SET = INT64_MIN;

enum loop_state { LOOP_RUNNING, LOOP_STOPPING, LOOP_CLOSING, LOOP_CLOSED };

struct loop {
    uv_loop_t uv;
    uv_async_t wake;         /* the journal's thread has finished something */
    uv_timer_t tick;         /* the hub's next deadline */
    uv_timer_t stop_step;    /* runs during the stop, so that a turn happens */
    uv_prepare_t prepare;    /* before each poll: sets `tick` */
    uv_check_t check;        /* after each poll: sweeps */
    uv_idle_t hurry;         /* active while more is to be swept: keeps the poll from waiting */
    uv_signal_t terminate;   /* SIGTERM */
    uv_signal_t interrupt;   /* SIGINT */
    uv_signal_t hang_up;     /* SIGHUP */
    struct offload *offload; /* owned */
    struct service service;  /* context NULL = not attached */
    struct loop_part part;
    bool has_part;
    bool has_signals;
    atomic_bool is_woken; /* by the journal's thread, and not yet served */
    uv_mutex_t resting;   /* for the wait of `rest` */
    uv_cond_t finished;   /* is_woken was set */
    bool sweep_wanted;
    bool service_quiet; /* its stop has said true */
    bool was_fenced;
    enum loop_state state;
    int64_t tick_at;     /* hub time `tick` is set for, or TICK_NOT_SET */
    uint64_t stop_began; /* ms of the loop's clock */
    uint64_t turn_began, idle_before; /* ns, as libuv counts them: at the end of the last turn */
    uint64_t rested;                  /* ns since the end of the last turn */
};

static void begin_closing(struct loop *loop);

static void on_wake(uv_async_t *handle) {
    struct loop *loop = handle->data;
    atomic_store(&loop->is_woken, false); /* before it is looked at: what is finished meanwhile wakes again */
    if (loop->service.context != NULL)
        loop->service.woken(loop->service.context, clock_hub_time());
}

static void on_tick(uv_timer_t *handle) {
    struct loop *loop = handle->data;
    loop->tick_at = TICK_NOT_SET;
    if (loop->service.context == NULL)
        return;
    int64_t now = clock_hub_time();
    /* The loop's clock may run a millisecond ahead of hub time: then the timer is only set again. */
    if (now >= loop->service.next_tick(loop->service.context))
        loop->service.tick(loop->service.context, now);
}

static void set_tick(struct loop *loop) {
    int64_t next = loop->service.next_tick(loop->service.context);
    if (next == loop->tick_at)
        return;
    int64_t wait = next - clock_hub_time();
    uv_update_time(&loop->uv);
    uv_timer_start(&loop->tick, on_tick, wait > 0 ? (uint64_t)wait : 0, 0);
    loop->tick_at = next;
}

/* To be woken for each message costs more than to read it: what may lie until then is read together. */
static void rest(struct loop *loop) {
    const int64_t until = loop->service.reads_at(loop->service.context), now = clock_hub_time();
    if (until <= now)
        return;
    const uint64_t began = uv_hrtime(), most = (uint64_t)(until - now) * NANOSECONDS_PER_MS;
    uv_mutex_lock(&loop->resting);
    for (uint64_t taken = 0; taken < most && !atomic_load(&loop->is_woken); taken = uv_hrtime() - began)
        uv_cond_timedwait(&loop->finished, &loop->resting, most - taken);
    uv_mutex_unlock(&loop->resting);
    loop->rested += uv_hrtime() - began;
    uv_update_time(&loop->uv);
}

static void on_prepare(uv_prepare_t *handle) {
    struct loop *loop = handle->data;
    if (loop->service.context == NULL || loop->state >= LOOP_CLOSING)
        return;
    set_tick(loop);
    if (loop->service.reads_at != NULL && !loop->sweep_wanted && loop->state == LOOP_RUNNING)
        rest(loop);
}

static void on_hurry(uv_idle_t *handle) {
    (void)handle; /* being active is all it is for */
}

static void advance_stop(struct loop *loop) {
    if (!loop->service_quiet)
        loop->service_quiet = loop->service.context == NULL || loop->service.stop(loop->service.context);
    if (!loop->service_quiet)
        return;
    bool late = uv_now(&loop->uv) - loop->stop_began >= STOP_MS;
    if (!late && loop->has_part && !loop->part.quiet(loop->part.context))
        return;
    begin_closing(loop);
}

/* An append is durable, or a deadline has come: those who wait for it have their answer before the rest of all hear what is meant for all. */
static bool is_called(const struct loop *loop) {
    return atomic_load(&loop->is_woken) || (loop->tick_at != TICK_NOT_SET && clock_hub_time() >= loop->tick_at);
}

static void sweep(struct loop *loop) {
    uint64_t began = uv_hrtime(), taken = 0;
    bool again = loop->service.turn != NULL && loop->service.turn(loop->service.context), more;
    do {
        more = loop->service.sweep(loop->service.context, SWEEP_CONNECTIONS);
        taken = uv_hrtime() - began;
    } while (more && taken < SWEEP_NANOSECONDS && !is_called(loop));
    metric_took(METRIC_TIME_SWEEP, (int64_t)(taken / 1000));
    if (more || again)
        return;
    loop->sweep_wanted = false;
    uv_idle_stop(&loop->hurry);
}

/* From the end of one turn to the end of the next, without the waiting in between: so long nobody else was served. */
static void note_turn(struct loop *loop) {
    uint64_t now = uv_hrtime(), idle = uv_metrics_idle_time(&loop->uv);
    uint64_t all = now - loop->turn_began, waited = idle - loop->idle_before + loop->rested;
    if (loop->turn_began != 0)
        metric_took(METRIC_TIME_LOOP_TURN, all > waited ? (int64_t)((all - waited) / 1000) : 0);
    loop->turn_began = now;
    loop->idle_before = idle;
    loop->rested = 0;
}

static void on_check(uv_check_t *handle) {
    struct loop *loop = handle->data;
    if (loop->sweep_wanted && loop->service.context != NULL)
        sweep(loop);
    if (loop->state == LOOP_STOPPING)
        advance_stop(loop);
    note_turn(loop);
}

static void on_stop_step(uv_timer_t *handle) {
    (void)handle; /* on_check does the work of this turn */
}

static void on_signal(uv_signal_t *handle, int number) {
    log_line(LOG_INFO, "signal", "signal %d: stopping", number);
    loop_stop(handle->data);
}

static void on_hang_up(uv_signal_t *handle, int number) {
    (void)number;
    struct loop *loop = handle->data;
    if (loop->state == LOOP_RUNNING && loop->has_part && loop->part.reload != NULL)
        loop->part.reload(loop->part.context);
}

static void schedule(void *context) {
    struct loop *loop = context;
    if (loop->sweep_wanted || loop->state >= LOOP_CLOSING)
        return;
    loop->sweep_wanted = true;
    uv_idle_start(&loop->hurry, on_hurry);
}

static void random_bytes(void *context, void *bytes, size_t length) {
    (void)context;
    if (RAND_bytes(bytes, (int)length) != 1) {
        /* Nothing that needs randomness may go on without it. */
        log_line(LOG_ERROR, "no_randomness", "the system gives no randomness");
        abort();
    }
}

static void fenced(void *context) {
    struct loop *loop = context;
    log_line(LOG_ERROR, "fenced", "another process has taken the journal over: stopping");
    loop->was_fenced = true;
    loop_stop(loop);
}

static void adopt(struct loop *loop, uv_handle_t *handle) {
    handle->data = loop;
}

enum error loop_create(struct loop **out) {
    *out = NULL;
    enum error error = ERROR_NO_MEMORY;
    struct loop *loop = memory_take_zeroed(1, sizeof *loop);
    if (loop == NULL)
        return error;
    int status = uv_loop_init(&loop->uv);
    if (status != 0) {
        log_line(LOG_ERROR, "loop", "the event loop cannot be made: %s", uv_strerror(status));
        error = ERROR_SYSTEM;
        goto release;
    }
    uv_loop_configure(&loop->uv, UV_METRICS_IDLE_TIME); /* else the figure of a turn would hold the waiting */
    loop->offload = offload_create(&loop->uv);
    if (loop->offload == NULL)
        goto close;
    if (uv_mutex_init(&loop->resting) != 0)
        goto destroy_offload;
    if (uv_cond_init(&loop->finished) != 0)
        goto destroy_resting;
    status = uv_async_init(&loop->uv, &loop->wake, on_wake);
    if (status != 0) {
        log_line(LOG_ERROR, "loop", "the event loop cannot be woken: %s", uv_strerror(status));
        error = ERROR_SYSTEM;
        goto destroy_finished;
    }
    loop->tick_at = TICK_NOT_SET;
    /* None of these can fail: they are memory only. */
    uv_timer_init(&loop->uv, &loop->tick);
    uv_timer_init(&loop->uv, &loop->stop_step);
    uv_prepare_init(&loop->uv, &loop->prepare);
    uv_check_init(&loop->uv, &loop->check);
    uv_idle_init(&loop->uv, &loop->hurry);
    uv_prepare_start(&loop->prepare, on_prepare);
    uv_check_start(&loop->check, on_check);
    adopt(loop, (uv_handle_t *)&loop->wake);
    adopt(loop, (uv_handle_t *)&loop->tick);
    adopt(loop, (uv_handle_t *)&loop->stop_step);
    adopt(loop, (uv_handle_t *)&loop->prepare);
    adopt(loop, (uv_handle_t *)&loop->check);
    adopt(loop, (uv_handle_t *)&loop->hurry);
    *out = loop;
    return ERROR_NONE;

destroy_finished:
    uv_cond_destroy(&loop->finished);
destroy_resting:
    uv_mutex_destroy(&loop->resting);
destroy_offload:
    offload_destroy(loop->offload);
close:
    uv_loop_close(&loop->uv);
release:
    memory_release(loop);
    return error;
}

enum error loop_catch_signals(struct loop *loop) {
    if (uv_signal_init(&loop->uv, &loop->terminate) != 0)
        return ERROR_SYSTEM;
    uv_signal_init(&loop->uv, &loop->interrupt);
    adopt(loop, (uv_handle_t *)&loop->terminate);
    uv_signal_init(&loop->uv, &loop->hang_up);
    adopt(loop, (uv_handle_t *)&loop->interrupt);
    adopt(loop, (uv_handle_t *)&loop->hang_up);
    loop->has_signals = true;
    if (uv_signal_start(&loop->terminate, on_signal, SIGTERM) != 0 ||
        uv_signal_start(&loop->interrupt, on_signal, SIGINT) != 0 ||
        uv_signal_start(&loop->hang_up, on_hang_up, SIGHUP) != 0)
        return ERROR_SYSTEM;
    return ERROR_NONE;
}

void loop_destroy(struct loop *loop) {
    if (loop == NULL)
        return;
    int status = uv_loop_close(&loop->uv);
    if (status != 0)
        log_line(LOG_ERROR, "loop", "the event loop did not end empty: %s", uv_strerror(status));
    uv_cond_destroy(&loop->finished);
    uv_mutex_destroy(&loop->resting);
    offload_destroy(loop->offload);
    memory_release(loop);
}

void loop_wake(void *context) {
    struct loop *loop = context;
    uv_mutex_lock(&loop->resting);
    atomic_store(&loop->is_woken, true);
    uv_mutex_unlock(&loop->resting);
    uv_cond_signal(&loop->finished);
    uv_async_send(&loop->wake);
}

bool loop_offload(void *context, void *job, void (*work)(void *job), void (*finished)(void *job)) {
    struct loop *loop = context;
    return offload_add(loop->offload, job, work, finished);
}

void loop_transport(struct loop *loop, struct hub_transport *transport) {
    transport->schedule = schedule;
    transport->offload = loop_offload;
    transport->random = random_bytes;
    transport->fenced = fenced;
    transport->context = loop;
}

void loop_attach(struct loop *loop, const struct service *service) {
    loop->service = *service;
}

void loop_set_part(struct loop *loop, const struct loop_part *part) {
    loop->part = *part;
    loop->has_part = true;
}

enum error loop_run(struct loop *loop) {
    while (loop->state != LOOP_CLOSED) {
        uv_run(&loop->uv, UV_RUN_DEFAULT);
        if (loop->state == LOOP_CLOSING)
            loop->state = LOOP_CLOSED;
    }
    return loop->was_fenced ? ERROR_FENCED : ERROR_NONE;
}

void loop_stop(struct loop *loop) {
    if (loop->state != LOOP_RUNNING)
        return;
    loop->state = LOOP_STOPPING;
    loop->stop_began = uv_now(&loop->uv);
    if (loop->has_part)
        loop->part.stop(loop->part.context);
    uv_timer_start(&loop->stop_step, on_stop_step, 0, STOP_STEP_MS);
}

static void begin_closing(struct loop *loop) {
    loop->state = LOOP_CLOSING;
    if (loop->has_part)
        loop->part.close(loop->part.context);
    uv_close((uv_handle_t *)&loop->wake, NULL);
    uv_close((uv_handle_t *)&loop->tick, NULL);
    uv_close((uv_handle_t *)&loop->stop_step, NULL);
    uv_close((uv_handle_t *)&loop->prepare, NULL);
    uv_close((uv_handle_t *)&loop->check, NULL);
    uv_close((uv_handle_t *)&loop->hurry, NULL);
    if (loop->has_signals) {
        uv_close((uv_handle_t *)&loop->terminate, NULL);
        uv_close((uv_handle_t *)&loop->interrupt, NULL);
        uv_close((uv_handle_t *)&loop->hang_up, NULL);
        /* libuv gives them back their deadly meaning: a second one must not spoil the clean end of the first. */
        signal(SIGTERM, SIG_IGN);
        signal(SIGINT, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
    }
}

void loop_close(struct loop *loop) {
    if (loop == NULL || loop->state == LOOP_CLOSED)
        return;
    if (loop->state != LOOP_CLOSING)
        begin_closing(loop);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    loop->state = LOOP_CLOSED;
}

struct uv_loop_s *loop_handle(struct loop *loop) {
    return &loop->uv;
}
