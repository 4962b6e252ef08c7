/* offload.c
 *
 * Normal course: a free place takes the job to libuv's pool; when it is finished its place takes the next one that
 * waits.
 * Ways it fails: all places and the queue are full (false); libuv cannot queue (false). */
#include "net/offload.h"

#include "base/memory.h"

#include <stddef.h>
#include <uv.h>

struct task {
    void *job;
    void (*work)(void *job);
    void (*finished)(void *job);
};

struct place {
    uv_work_t request;
    struct offload *offload;
    struct task task;
    bool busy;
};

struct offload {
    uv_loop_t *loop;
    struct place places[OFFLOAD_RUNNING];
    struct task waiting[OFFLOAD_WAITING]; /* a ring */
    size_t first;
    size_t count;
};

static bool start(struct offload *offload, struct place *place, const struct task *task);

static void on_work(uv_work_t *request) {
    struct place *place = request->data;
    place->task.work(place->task.job);
}

static void on_finished(uv_work_t *request, int status) {
    (void)status; /* nobody cancels */
    struct place *place = request->data;
    struct offload *offload = place->offload;
    struct task done = place->task;
    place->busy = false;
    if (offload->count > 0) {
        struct task next = offload->waiting[offload->first];
        offload->first = (offload->first + 1) % OFFLOAD_WAITING;
        offload->count--;
        if (!start(offload, place, &next)) {
            next.work(next.job); /* promised once: slow here is better than never */
            next.finished(next.job);
        }
    }
    done.finished(done.job);
}

static bool start(struct offload *offload, struct place *place, const struct task *task) {
    place->offload = offload;
    place->task = *task;
    place->request.data = place;
    if (uv_queue_work(offload->loop, &place->request, on_work, on_finished) != 0)
        return false;
    place->busy = true;
    return true;
}

struct offload *offload_create(struct uv_loop_s *loop) {
    struct offload *offload = memory_take_zeroed(1, sizeof *offload);
    if (offload != NULL)
        offload->loop = loop;
    return offload;
}

void offload_destroy(struct offload *offload) {
    memory_release(offload);
}

bool offload_add(struct offload *offload, void *job, void (*work)(void *job), void (*finished)(void *job)) {
    struct task task = {job, work, finished};
    for (size_t i = 0; i < OFFLOAD_RUNNING; i++)
        if (!offload->places[i].busy)
            return start(offload, &offload->places[i], &task);
    if (offload->count == OFFLOAD_WAITING)
        return false;
    offload->waiting[(offload->first + offload->count) % OFFLOAD_WAITING] = task;
    offload->count++;
    return true;
}
