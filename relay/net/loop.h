/* loop.h - the one libuv loop a process runs on: the journal's wake, the hub's deadlines and sweeps, work for other
 * threads, the stop.
 *
 * Normal course: loop_create; open the journal with loop_wake; fill a hub_transport with loop_transport; hub_create;
 * loop_attach; loop_run, which returns after SIGTERM, SIGINT or loop_stop; loop_close; hub_destroy; close the
 * journal; loop_destroy.
 *
 * Thread: the one that runs the loop, but for loop_wake. No libuv type shows here. */
#ifndef LAMRELAY_NET_LOOP_H
#define LAMRELAY_NET_LOOP_H

#include "base/error.h"
#include <stdbool.h>

struct hub_transport;
struct service;
struct loop;
struct uv_loop_s;

/* What holds handles on the loop besides the loop itself: the server. */
struct loop_part {
    void (*stop)(void *context);  /* the stop begins: take nothing new. Called once, before hub_stop */
    bool (*quiet)(void *context); /* true when every connection is gone */
    void (*reload)(void *context); /* SIGHUP: read again what was read from files; NULL = nothing */
    void (*close)(void *context); /* give up all handles, whatever is still open. Called once */
    void *context;
};

/* NONE: `*out` is the caller's until loop_destroy. Errors: SYSTEM (logged), NO_MEMORY. */
enum error loop_create(struct loop **out);
/* From now on SIGTERM and SIGINT stop the loop, SIGHUP makes its part reload. */
enum error loop_catch_signals(struct loop *loop);
/* After loop_close. NULL is harmless. */
void loop_destroy(struct loop *loop);

/* The journal's wake (struct journal_options): `loop` is the context. Any thread. */
void loop_wake(void *loop);
/* Runs work(job) on another thread, then finished(job) on the loop's. False: too much is waiting (offload.h), nothing will be called. */
bool loop_offload(void *loop, void *job, void (*work)(void *job), void (*finished)(void *job));
/* Fills schedule, offload, random, fenced and context; write and close are the server's. */
void loop_transport(struct loop *loop, struct hub_transport *transport);
/* The hub or site to be driven; copied, its context borrowed until loop_close. */
void loop_attach(struct loop *loop, const struct service *service);
/* At most one part; copied. Its context is borrowed until loop_close. */
void loop_set_part(struct loop *loop, const struct loop_part *part);

/* Runs until stopped and empty. NONE: stopped as asked; FENCED: another process has taken the journal over. */
enum error loop_run(struct loop *loop);
/* Begins the stop: what is durable is still said, connections are closed with 1001, loop_run returns. */
void loop_stop(struct loop *loop);
/* Gives up all handles at once and runs until they are gone; nothing after loop_run. For a start that failed half-way.
 * NULL is harmless. */
void loop_close(struct loop *loop);

/* For net/ only. */
struct uv_loop_s *loop_handle(struct loop *loop);

#endif
