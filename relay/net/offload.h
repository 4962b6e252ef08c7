/* offload.h - work for other threads, a bounded amount: OFFLOAD_RUNNING at once, OFFLOAD_WAITING behind them. Thread:
 * the loop's. */
#ifndef LAMRELAY_NET_OFFLOAD_H
#define LAMRELAY_NET_OFFLOAD_H

#include <stdbool.h>

enum {
    OFFLOAD_RUNNING = 2, /* a password costs 64 MiB and 0.2 s of a core */
    OFFLOAD_WAITING = 32,
};

struct offload;
struct uv_loop_s;

struct offload *offload_create(struct uv_loop_s *loop); /* NULL = out of memory */
void offload_destroy(struct offload *offload); /* nothing may run any more: the loop has ended. NULL is harmless */
/* Runs work(job) on another thread, then finished(job) here. False: too many are waiting, nothing will be called. */
bool offload_add(struct offload *offload, void *job, void (*work)(void *job), void (*finished)(void *job));

#endif
