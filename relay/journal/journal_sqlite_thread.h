/* journal_sqlite_thread.h - the thread that appends. It has one order at a time; the store and the order are the
 * thread's while the order is being carried out and the owner's otherwise. Inside journal/ only. */
#ifndef LAMRELAY_JOURNAL_JOURNAL_SQLITE_THREAD_H
#define LAMRELAY_JOURNAL_JOURNAL_SQLITE_THREAD_H

#include "journal_batch.h"
#include "journal_sqlite_store.h"
#include <pthread.h>

enum appender_phase { APPENDER_IDLE, APPENDER_ORDERED, APPENDER_FINISHED };

struct appender {
    struct store *store; /* borrowed */
    void (*wake)(void *context);
    void *wake_context;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    enum appender_phase phase; /* under the mutex */
    bool must_stop;            /* under the mutex */
    /* the order */
    struct journal_batch batch; /* owned */
    struct store_tail before;   /* the tail that the batch follows */
    enum error outcome;         /* NONE, NOT_STORED, UNKNOWN, FENCED */
};

/* NONE; SYSTEM: no thread can be had, nothing is owned. */
enum error appender_start(struct appender *appender, struct store *store, void (*wake)(void *context),
                          void *wake_context);
/* Starts the order that the owner has filled in. Only when idle. */
void appender_order(struct appender *appender);
/* True when the order is carried out; then it is idle again and `outcome` and `batch` can be read. */
bool appender_collect(struct appender *appender);
/* Is an order neither finished nor collected? */
bool appender_is_busy(struct appender *appender);
/* Waits until the order, if any, is finished. */
void appender_wait(struct appender *appender);
/* Ends the thread; only when no order is under way. */
void appender_stop(struct appender *appender);

#endif
