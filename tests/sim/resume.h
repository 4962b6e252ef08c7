/* resume.h - hub, sites and people in one process with a virtual clock: does whoever comes back hold what it should (relay/DELIVERY.md, R)?
 *
 * What is real: the hub (channels, subscribers, links, the conference), the process of a site (replica, serving, its folder), journals' ids. What is modelled:
 * the journal's disk, browsers (as client-web/src/core/rows.ts and relay.ts do it), and connections: what is sent on one comes in order and whole, until it
 * breaks; what an older connection still has may come late. Everything follows from one seed.
 *
 * Checked after each step: K1 rows held of a channel = its view at the cursor, made from the journal alone; K2 no gap on a connection; K3 no cursor goes back;
 * K4 when nothing breaks any more, everybody has everything. */
#ifndef LAMRELAY_TESTS_SIM_RESUME_H
#define LAMRELAY_TESTS_SIM_RESUME_H

#include "codec/config.h"
#include "core/view.h"
#include "hub/links.h"
#include "hub/state.h"
#include "journal/site_store.h"
#include "site/state.h"

enum {
    RESUME_SITES = 2,
    RESUME_PHONES = 9,
    RESUME_DISKS = 24,      /* journals: one, and what took its place */
    RESUME_RECORDS = 700,   /* in one journal */
    RESUME_WIRES = 400,     /* connections, in one history */
    RESUME_ROOM = 6,        /* messages on their way, before a connection takes no more */
    RESUME_KEY_SIZE = 192,
    NOBODY = -1,
};

/* ---- the rules, one switch each ---- */

struct resume_rules {
    bool one_s_per_channel;    /* R1 */
    bool stored_with_rows;     /* R1: the cursor and its rows in one transaction */
    bool no_rows_no_s;         /* R1 */
    bool reached_said_apart;   /* R1, of a link: s is no frame's `to` */
    bool from_is_previous_to;  /* R2 */
    bool one_frame_a_batch;    /* R2 */
    bool open_socket_only;     /* R3 */
    bool old_frames_dropped;   /* R3 */
    bool gaps_ask;             /* R3 */
    bool snapshot_replaces;    /* R4 */
    bool snapshot_sets_back;   /* R4: s = to, even if lower */
    bool journal_empties;      /* R4: both channels */
    bool journal_compared;     /* R5 */
    bool floor_compared;       /* R5 */
    bool ahead_compared;       /* R5: the hub, with its own last seq */
    bool after_each_change;    /* R5: the same test after every change of state, at a site */
    bool behind_is_silent;     /* R6 */
    bool lost_tail_new_id;     /* R7 */
    bool older_id_is_silent;   /* R7 */
    bool snapshot_sets_floor;  /* R8 */
    bool each_frame_derived;   /* R8 */
    bool published_only;       /* R8 */
    bool me_drops_shared;      /* R9: at the client */
    bool roles_compared;       /* R9: with the cursor's name */
    bool roles_behind_silent;  /* R9: a site that knows of other roles than its client, and is behind */
    bool leavers_closed;       /* R10 */
    bool entering_sets_floor;  /* R10 */
};

/* What the linker puts between the product's own functions asks this one (resume_rules.c). */
extern struct resume_rules resume_rules;
struct resume_rules resume_rules_all(void);
/* A frame of the hub as it goes out, one way or two, when a rule of frames is off. */
struct resume_sim;
void resume_send_frame(struct resume_sim *sim, struct text frame, void (*send)(void *context, struct text frame), void *context);
/* What the site's replica met: frames that did not follow. */
extern unsigned resume_site_gaps;

/* ---- rows ---- */

struct held_row {
    char *name; /* kind, a line break, the id as JSON text */
    char *text;
};

struct held_rows {
    struct held_row *rows; /* by name */
    size_t count, capacity;
};

bool rows_change(struct held_rows *rows, struct text list); /* rows and `gone`, as a frame has them; false: not understood */
void rows_put(struct held_rows *rows, struct text row);
void rows_clear(struct held_rows *rows);
void rows_copy(struct held_rows *to, const struct held_rows *from);
const char *rows_find(const struct held_rows *rows, const char *name);
/* The first difference, in words; false = they are the same. */
bool rows_differ(const struct held_rows *held, const struct held_rows *view, char *out, size_t size);

/* ---- the journal's disk ---- */

struct disk {
    char id[JOURNAL_ID_SIZE];
    char *records[RESUME_RECORDS];
    size_t lengths[RESUME_RECORDS];
    uint64_t count, epoch;
};

struct journal *disk_open(struct disk *disk, bool *stores); /* appends become durable while `*stores` */
void disk_copy(struct disk *to, const struct disk *from, uint64_t count);
void disk_cut(struct disk *disk, uint64_t count);
/* The append under way happens, or it does not; then the journal may be closed. */
void disk_decide(struct journal *journal, bool stored);

/* ---- views, from the journal alone ---- */

struct oracle;
struct oracle *oracle_create(const struct limits *limits);
void oracle_destroy(struct oracle *oracle);
/* Rows of the channel at `seq` of this journal; borrowed until oracle_forget. NULL: there is no such channel or no such seq. */
const struct held_rows *oracle_view(struct oracle *oracle, const struct disk *disk, const char *channel, uint64_t seq);
/* Something will happen there by itself. */
bool oracle_waits(struct oracle *oracle, const struct disk *disk, uint64_t seq);
void oracle_forget(struct oracle *oracle); /* a journal was changed behind its back */

/* ---- browsers ---- */

struct held_channel {
    char name[CHANNEL_NAME_SIZE]; /* empty = none */
    int64_t s;                    /* -1 = none */
    struct held_rows rows;
};

struct held {
    char journal[JOURNAL_ID_SIZE]; /* empty = none */
    struct held_channel own, shared;
};

struct phone {
    const char *person;
    int at;                /* index of the site it belongs to now, or NOBODY: the hub alone */
    char token[24];
    unsigned tokens;
    struct held held, stored;
    struct wire *wire;     /* the open connection, or NULL */
    bool asking, greeted;
    unsigned gaps;         /* since something was applied */
    uint64_t hello_id;
    bool only_hub;         /* the site does not know it (yet) */
    bool changed;          /* to be checked */
};

struct hello_said {
    uint64_t id;
    char token[24], journal[JOURNAL_ID_SIZE], shared[CHANNEL_NAME_SIZE];
    int64_t own, shared_s;
};

void held_finish(struct held *held);
void phone_hello(struct resume_sim *sim, struct phone *phone);
void phone_receives(struct resume_sim *sim, struct phone *phone, struct wire *wire, struct text message);
void phone_closed(struct resume_sim *sim, struct phone *phone, int code);
void phone_stores(struct phone *phone, bool rows);
void phone_reloads(struct resume_sim *sim, struct phone *phone);
void phone_forgets(struct phone *phone);

/* ---- connections ---- */

struct item {
    struct item *next;
    char *bytes;           /* NULL: a hello, or a close */
    size_t length;
    int close_code;
    struct hello_said hello;
};

struct pipe {
    struct item *first, *last;
    unsigned count;
};

struct wire {
    int number;
    struct resume_sim *sim;
    struct phone *phone;   /* whose; NULL = the link of a site */
    int site;              /* the server, or whose link it is; NOBODY = the hub */
    void *server;          /* subscriber, visitor or hub_link; NULL = closed there */
    bool open;             /* at the other end */
    bool blocked;
    int close_code;        /* the server wants it closed */
    struct pipe up, down;
};

/* ---- the world ---- */

struct resume_site {
    struct resume_sim *sim;
    const char *id;
    int number;
    struct site *site;
    struct site_store *store;
    struct site_link uplink;
    struct hub_transport transport;
    struct wire *link;     /* NULL = none */
    bool cut;              /* it cannot reach the hub */
    bool connecting, hung_up;
    bool backup;           /* there is one */
    bool restored;
};

struct resume_sim {
    uint64_t random;
    int64_t now;
    bool trace;
    int steps;
    char fault[400];       /* empty = none yet */
    bool unchecked;        /* between a fault of the hub and its cure */

    struct config config;
    struct limits limits;
    struct oracle *oracle;
    struct disk *disks[RESUME_DISKS];
    int disk_count;        /* the last is the hub's */
    uint64_t base;         /* nothing before it is ever lost */

    struct hub *hub;
    struct journal *journal;
    bool stores;           /* appends become durable at once */
    struct hub_transport transport;
    struct resume_site sites[RESUME_SITES];
    struct phone phones[RESUME_PHONES];
    struct wire *wires[RESUME_WIRES];
    int wire_count;
    unsigned keys;
    uint64_t messages;
    unsigned snapshots, frames;
};

uint64_t resume_draw(struct resume_sim *sim, uint64_t below);
bool resume_chance(struct resume_sim *sim, unsigned in_hundred);
void resume_say(const struct resume_sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
void resume_fault(struct resume_sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
const struct disk *resume_disk(const struct resume_sim *sim, const char *journal); /* NULL = none has this id */
void resume_open_session(struct resume_sim *sim, struct phone *phone);
void resume_hang_up(struct resume_sim *sim, struct phone *phone);
void pipe_put(struct pipe *pipe, struct item item);

/* One history; true when nothing broke. */
bool resume_run(struct resume_sim *sim, uint64_t seed, const struct resume_rules *rules, int steps, bool trace);

/* resume_acts.c: what people do, so that there is something to miss */
void resume_act(struct resume_sim *sim);

/* resume_checks.c */
void resume_check_phone(struct resume_sim *sim, struct phone *phone);
void resume_check_site(struct resume_sim *sim, struct resume_site *site, const char *channel); /* NULL: all of them */
void resume_check_caught_up(struct resume_sim *sim);

#endif
