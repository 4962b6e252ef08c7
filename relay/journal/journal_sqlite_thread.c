/* Normal course: order -> one transaction, durable -> finished, wake.
 *
 * Ways it fails: before the commit was tried, or when the disk was full, the batch is certainly not there: NOT_STORED.
 * Otherwise the file decides: the connection is dropped, made anew and the tail read. The old tail: a write in the
 * batch's place must succeed, so that no power cut can bring the batch back, and then it is NOT_STORED. The batch's
 * tail: it is copied into the main file, and then it is NONE. Neither: FENCED. Not readable or not writable: UNKNOWN,
 * and the owner asks again by resync. */
#include "journal_sqlite_thread.h"

#include "base/memory.h"
#include <signal.h>

/* What has become of the batch after a failure. */
static enum error settle(struct appender *appender, enum store_commit commit) {
    struct store *store = appender->store;
    struct store_tail now, after = {.seq = appender->batch.last_seq, .hash = appender->batch.last_hash};
    bool was_tried = commit != STORE_COMMIT_NOT_TRIED;
    enum error error = store_settle(store, &appender->before, was_tried ? &after : NULL, &now);
    if (error == ERROR_NONE && was_tried && now.seq == after.seq) {
        return ERROR_NONE;
    }
    if (error == ERROR_NONE && commit == STORE_COMMIT_DOUBTFUL) {
        error = store_check(store);
    }
    if (error == ERROR_NONE || error == ERROR_FENCED) {
        return error == ERROR_NONE ? ERROR_NOT_STORED : ERROR_FENCED;
    }
    store_drop(store);
    return commit == STORE_COMMIT_DOUBTFUL ? ERROR_UNKNOWN : ERROR_NOT_STORED;
}

static enum error carry_out(struct appender *appender) {
    struct store *store = appender->store;
    struct store_tail now;
    enum store_commit commit = STORE_COMMIT_NOT_TRIED;
    if (batch_chain(&appender->batch, appender->before.seq, &appender->before.hash, store->epoch) != ERROR_NONE) {
        return ERROR_NOT_STORED;
    }
    if (store->database == NULL) {
        enum error error = store_settle(store, &appender->before, NULL, &now);
        if (error != ERROR_NONE) {
            return error == ERROR_FENCED ? ERROR_FENCED : ERROR_NOT_STORED;
        }
    }
    enum error error = store_append(store, appender->before.seq, &appender->batch, &commit);
    return error == ERROR_NONE || error == ERROR_FENCED ? error : settle(appender, commit);
}

static void *run(void *context) {
    struct appender *appender = context;
    pthread_mutex_lock(&appender->mutex);
    for (;;) {
        while (appender->phase != APPENDER_ORDERED && !appender->must_stop) {
            pthread_cond_wait(&appender->changed, &appender->mutex);
        }
        if (appender->phase != APPENDER_ORDERED) {
            break;
        }
        pthread_mutex_unlock(&appender->mutex);
        appender->outcome = carry_out(appender);
        pthread_mutex_lock(&appender->mutex);
        appender->phase = APPENDER_FINISHED;
        pthread_cond_broadcast(&appender->changed);
        pthread_mutex_unlock(&appender->mutex);
        if (appender->wake != NULL) {
            appender->wake(appender->wake_context);
        }
        pthread_mutex_lock(&appender->mutex);
    }
    pthread_mutex_unlock(&appender->mutex);
    return NULL;
}

enum error appender_start(struct appender *appender, struct store *store, void (*wake)(void *context),
                          void *wake_context) {
    *appender = (struct appender){.store = store, .wake = wake, .wake_context = wake_context};
    pthread_mutex_init(&appender->mutex, NULL);
    pthread_cond_init(&appender->changed, NULL);
    /* Signals are the loop's: a new thread takes over the mask of the one that makes it. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int refused = pthread_create(&appender->thread, NULL, run, appender);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (refused != 0) {
        pthread_cond_destroy(&appender->changed);
        pthread_mutex_destroy(&appender->mutex);
        return ERROR_SYSTEM;
    }
    pthread_setname_np(appender->thread, "journal");
    return ERROR_NONE;
}

void appender_order(struct appender *appender) {
    pthread_mutex_lock(&appender->mutex);
    appender->phase = APPENDER_ORDERED;
    pthread_mutex_unlock(&appender->mutex);
    pthread_cond_broadcast(&appender->changed); /* behind the unlock: else who wakes meets the mutex and sleeps again */
}

bool appender_collect(struct appender *appender) {
    pthread_mutex_lock(&appender->mutex);
    bool finished = appender->phase == APPENDER_FINISHED;
    if (finished) {
        appender->phase = APPENDER_IDLE;
    }
    pthread_mutex_unlock(&appender->mutex);
    return finished;
}

bool appender_is_busy(struct appender *appender) {
    pthread_mutex_lock(&appender->mutex);
    bool busy = appender->phase != APPENDER_IDLE;
    pthread_mutex_unlock(&appender->mutex);
    return busy;
}

void appender_wait(struct appender *appender) {
    pthread_mutex_lock(&appender->mutex);
    while (appender->phase == APPENDER_ORDERED) {
        pthread_cond_wait(&appender->changed, &appender->mutex);
    }
    pthread_mutex_unlock(&appender->mutex);
}

void appender_stop(struct appender *appender) {
    pthread_mutex_lock(&appender->mutex);
    appender->must_stop = true;
    pthread_cond_broadcast(&appender->changed);
    pthread_mutex_unlock(&appender->mutex);
    pthread_join(appender->thread, NULL);
    pthread_cond_destroy(&appender->changed);
    pthread_mutex_destroy(&appender->mutex);
}
