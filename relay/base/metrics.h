/* metrics.h - counters, gauges and histograms of times, printed as Prometheus text (exposition format 0.0.4).
 * One table of what is measured: a new figure is one row here. Thread: any (relaxed atomics). */
#ifndef LAMRELAY_BASE_METRICS_H
#define LAMRELAY_BASE_METRICS_H

#include "buffer.h"
#include "error.h"
#include <stdint.h>

/* X(name, type, Prometheus name, help) */
#define METRIC_LIST(X)                                                                                                 \
    X(CONNECTIONS, gauge, "lamrelay_connections", "WebSocket connections open now")                                    \
    X(CONNECTIONS_TOTAL, counter, "lamrelay_connections_total", "WebSocket connections since start")                   \
    X(LINKS, gauge, "lamrelay_links", "links of sites open now")                                                       \
    X(HANDSHAKES, gauge, "lamrelay_handshakes", "sockets accepted and not yet upgraded")                               \
    X(HANDSHAKES_DROPPED, counter, "lamrelay_handshakes_dropped_total", "sockets closed before they were upgraded")    \
    X(MESSAGES, counter, "lamrelay_messages_total", "messages received")                                               \
    X(MESSAGES_REFUSED, counter, "lamrelay_messages_refused_total", "messages answered with an error")                 \
    X(MESSAGES_WITHOUT_ID, counter, "lamrelay_messages_without_id_total", "notifications received, ignored")           \
    X(COMMANDS, counter, "lamrelay_commands_total", "commands stepped")                                                \
    X(COMMANDS_REPEATED, counter, "lamrelay_commands_repeated_total", "commands answered from the first result")       \
    X(EVENTS, counter, "lamrelay_events_total", "events made durable")                                                 \
    X(BATCHES, counter, "lamrelay_batches_total", "batches appended")                                                  \
    X(APPEND_FAILED, counter, "lamrelay_append_failed_total", "appends that failed or whose outcome was unknown")      \
    X(DELIVERIES, counter, "lamrelay_deliveries_total", "frames handed to sockets")                                    \
    X(WRITES, counter, "lamrelay_writes_total", "writes handed to sockets")                                            \
    X(SNAPSHOTS, counter, "lamrelay_snapshots_total", "snapshots of shared channels made; all who need one get the same")  \
    X(COMMANDS_WAITING, gauge, "lamrelay_commands_waiting", "commands that wait for the next append")                  \
    X(QUEUED_BYTES, gauge, "lamrelay_queued_bytes", "bytes that wait for one connection each, besides the shared frames") \
    X(BLOCKED, gauge, "lamrelay_connections_blocked", "connections whose socket takes no more now")                    \
    X(SLOW_RESYNCED, counter, "lamrelay_slow_resynced_total", "slow clients given a snapshot instead of frames")       \
    X(SLOW_CLOSED, counter, "lamrelay_slow_closed_total", "slow clients closed")                                       \
    X(RATE_LIMITED, counter, "lamrelay_rate_limited_total", "messages refused by a rate limit")                        \
    X(SIGN_INS, counter, "lamrelay_sign_ins_total", "sign-ins that succeeded")                                         \
    X(SIGN_INS_REFUSED, counter, "lamrelay_sign_ins_refused_total", "sign-ins refused")                                \
    X(JOURNAL_SEQ, gauge, "lamrelay_journal_seq", "sequence number of the last durable event")                         \
    X(JOURNAL_WRITABLE, gauge, "lamrelay_journal_writable", "1 when the journal can be written")                       \
    X(RESYNC_FAULTS, counter, "lamrelay_resync_faults_total", "clients that were ahead of the journal")                  \
    X(CERTIFICATE_EXPIRES, gauge, "lamrelay_certificate_expires_seconds", "time left for the certificate in use") \
    X(LINK_CERTIFICATE_EXPIRES, gauge, "lamrelay_link_certificate_expires_seconds", "time left for the first certificate of a link in use to end, 0 without links") \
    X(CERTIFICATE_TRUSTED, gauge, "lamrelay_certificate_trusted", "1 when the certificate in use is of an authority that this system trusts") \
    X(LOOP_LAG, gauge, "lamrelay_loop_lag", "longest turn of the loop in five seconds, without the waiting, in ms") \
    X(APPEND_TIME, gauge, "lamrelay_append_time", "how long the last append to the journal took, in ms")         \
    X(APPEND_AGE, gauge, "lamrelay_append_age_seconds", "how long the append to the journal that is under way has been, 0 when it is short or there is none") \
    X(JOURNAL_BYTES, gauge, "lamrelay_journal_bytes", "size of the journal on disk")                                     \
    X(DISK_FREE, gauge, "lamrelay_disk_free_bytes", "left for the journal on its disk")                                   \
    X(BACKUP_AGE, gauge, "lamrelay_backup_age_seconds", "since the last backup, -1 when there was none")                \
    X(CONNECTIONS_MOST, gauge, "lamrelay_connections_most", "WebSocket connections that the configuration and the limit of open files allow")

#define METRIC_ENUM(name, type, text, help) METRIC_##name,
enum metric { METRIC_LIST(METRIC_ENUM) METRIC_COUNT };
#undef METRIC_ENUM

/* X(name, Prometheus name, help): histograms, in seconds. */
#define METRIC_TIME_LIST(X)                                                                                            \
    X(LOOP_TURN, "lamrelay_loop_turn_seconds", "turns of the loop, without the waiting: how long nobody else was served") \
    X(SWEEP, "lamrelay_sweep_seconds", "slices of writing to sockets")                                                 \
    X(APPEND, "lamrelay_append_seconds", "appends to the journal, until they are known to be durable")

#define METRIC_TIME_ENUM(name, text, help) METRIC_TIME_##name,
enum metric_time { METRIC_TIME_LIST(METRIC_TIME_ENUM) METRIC_TIME_COUNT };
#undef METRIC_TIME_ENUM

void metric_add(enum metric metric, int64_t amount);
void metric_set(enum metric metric, int64_t value);
int64_t metric_get(enum metric metric);
/* One more that took so long. */
void metric_took(enum metric_time time, int64_t microseconds);
/* How many took at most 2^exponent * 0.25 ms, exponent 0..11; above: how many there were at all. */
int64_t metric_took_at_most(enum metric_time time, unsigned exponent);
/* The latest one, and the longest since this was asked before; microseconds, 0 = none. */
int64_t metric_last(enum metric_time time);
int64_t metric_longest(enum metric_time time);
/* One more answer with this error: lamrelay_refusals_total{code="<its word>"}. Errors that share a word share a counter. */
void metric_refusal(enum error error);
int64_t metric_refusals(enum error error);
/* Every figure, with its Prometheus name, in the order of the list; refusals are not among them. Stops at the first error and returns it. */
enum error metrics_each(enum error (*each)(void *context, const char *name, int64_t value), void *context);
/* All metrics as Prometheus text, appended. ERROR_NONE or ERROR_NO_MEMORY. */
enum error metrics_print(struct buffer *out);

#endif
