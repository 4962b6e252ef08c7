/* arena.h - all clients of one server, and what the phase under way counts.
 *
 * Phases (phase_*.c) run one after another, each from an order to one line of JSON on stdout; between them clients go on being served. */
#ifndef BENCH_ARENA_H
#define BENCH_ARENA_H

#include "adapter.h"
#include "histogram.h"

enum { PORTS_MOST = 16, PIDS_MOST = 32, NOTICES_MOST = 4096, STAMP_TEXT = 33, PUBLISH_MOST = 256 * 1024 };

#define NS_PER_S UINT64_C(1000000000)
#define NS_PER_MS UINT64_C(1000000)

/* Of one phase; numbers of notices count from the phase's first. */
struct tally {
    uint64_t deliveries, bytes, lost, twice, disordered; /* lost: not come in between others, or at the end of the phase */
    uint64_t others;                                     /* messages without a notice */
    uint64_t came[NOTICES_MOST], wanted[NOTICES_MOST], last_at[NOTICES_MOST], stamp[NOTICES_MOST]; /* wanted: clients that were there; came: of those */
    struct histogram latency, ready, acks;
    uint64_t answered, refused, strange; /* ballots; strange: answered twice, or nobody asked */
    uint64_t broken;                     /* connections that ended by themselves */
    uint64_t resumed, ready_count;
    uint64_t faults;
    uint64_t snapshot_bytes;             /* of the longest that came */
    uint64_t late_most;                  /* the generator itself behind its plan, ns */
};

struct arena {
    struct stream_loop loop;
    const struct adapter *adapter;
    struct client *clients, publisher, probe;
    uint32_t count, ready, coming, wanted; /* wanted: clients [0, wanted) are to be there */
    uint32_t next_to_come, in_flight_most;
    uint32_t *again;                       /* numbers of those whose connection ended and who are wanted; a queue of at most `count` */
    uint32_t again_count;
    uint16_t ports[PORTS_MOST], publisher_port;
    uint32_t port_count;
    int pids[PIDS_MOST];
    int pid_count;
    uint32_t notice_bytes, overhead;       /* of a whole delivered message; of it, what is not the text, known when `calibrated` */
    uint32_t text_length;                  /* of the notice last published */
    uint32_t first, published;             /* number of the phase's first notice; of the next one to come */
    uint64_t began;                        /* the phase, or what `ready` is measured from */
    uint64_t live_at;                      /* a message without a notice last came to client 0 */
    bool calibrated, resume, holds_back;   /* coming by a ticket; nobody comes now: the server is down */
    struct tally tally;
};

void arena_clear(struct arena *arena);
/* Serves for at most `most` ns, and lets come whoever is to come. */
void arena_turn(struct arena *arena, uint64_t most);
/* CPU time of the server's processes and of this one, ns. */
uint64_t arena_server_cpu(const struct arena *arena);
uint64_t arena_own_cpu(void);
/* Publishes `count` notices at once, stamped with `stamp`. */
void arena_publish(struct arena *arena, uint32_t count, uint64_t stamp);
/* Whether each client that was there has had all that was published in this phase. */
bool arena_all_have_all(const struct arena *arena);
/* Until that is so, or for `most` ns. */
void arena_settle(struct arena *arena, uint64_t most);
/* What of the phase's notices has not come is lost. */
void arena_count_lost(struct arena *arena);

/* A line of JSON: its beginning, members, its end. */
void arena_print_begin(const struct arena *arena, const char *order);
void arena_print_deliveries(const struct arena *arena);

/* ---- orders; each prints one line ---- */
void phase_publisher(struct arena *arena);                                                 /* connects who publishes */
void phase_connect(struct arena *arena, uint32_t count);                                   /* until so many are there */
void phase_leave(struct arena *arena);
void phase_beat(struct arena *arena);                                                      /* until just after a message of the server's own */
void phase_fanout(struct arena *arena, uint32_t bursts, uint32_t size, double per_second);
void phase_upstream(struct arena *arena, double seconds, double notices_per_second, uint32_t poll);
void phase_storm(struct arena *arena, bool resume);                                        /* everybody's connection ends; they come back at once */
void phase_restart(struct arena *arena, bool resume);                                      /* the same, when somebody kills and starts the server */
void phase_stall(struct arena *arena, uint32_t size, uint32_t joining, double seconds);    /* a burst while so many join, and a probe asks all the time */

#endif
