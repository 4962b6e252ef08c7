/* sim.h - a hub, its sites and their people in one process, with a virtual clock and a hostile network: delivery put to the test (relay/DELIVERY.md, L).
 *
 * What is real: the outbox and the judgement of offers (relay/link). What is modelled: the hub's conference as a ledger (key -> event, in order; grants,
 * the end of one poll), its append, the sites' folders, phones. Frames between hub and sites lie in a bag: each is delivered never, once or twice, in any
 * order, also after a later claim. Everything follows from one seed. */
#ifndef LAMRELAY_TESTS_SIM_H
#define LAMRELAY_TESTS_SIM_H

#include "link/offers.h"
#include "link/outbox.h"
#include "support/site_folder.h"

enum { SITES = 4, FOLDERS = 16, PROCESSES = 40, PHONES = 12, COMMANDS = 96, EVENTS = 600, FRAMES = 400, STRAYS = 24, NONE = -1, THE_POLL = 1 };

/* The rules that are not in relay/link: of the browsers, of the hub, of whoever starts processes. */
struct sim_rules {
    struct link_rules link;
    bool phones_hold;       /* L1: until the hub's result */
    bool phones_send_all;   /* L1: all they hold, oldest first, after every connect */
    bool fresh_streams;     /* L3: drawn at random, not counted on in the folder */
    bool known_by_key;      /* L6 */
    bool known_in_flight;   /* L6: also what is not durable yet */
    bool one_holder;        /* L9: another folder waits until the holder is gone */
    bool streams_expected;  /* B11: streams are waited for, not sites */
};

struct command_made {
    int phone, index;       /* the how-manieth of its phone */
    enum lane lane;
    bool ballot;
    bool kept_said, result_said;
    int64_t kept_at;        /* its acceptance, as first said */
};

enum event_kind { EV_COMMAND, EV_GRANT, EV_DRAIN };

struct ledger_event {
    enum event_kind kind;
    int command;
    bool effective;         /* not a further copy of a key that is known */
    bool in_time;
    bool offered;           /* stream, lane, n say by whom */
    int site;
    uint64_t stream, n, previous;
    enum lane lane;
    int folder_id;
    bool has_previous, restored;
    int process;            /* GRANT: to be answered */
    int phone, connection;  /* COMMAND, direct: to be answered */
};

enum frame_kind { FRAME_CLAIM, FRAME_GRANTED, FRAME_FENCED, FRAME_REPLACED, FRAME_OFFER, FRAME_ACK, FRAME_GAP, FRAME_CLOSING, FRAME_DRAINED };

struct frame {
    enum frame_kind kind;
    int process, site;      /* the process it comes from or goes to */
    uint64_t stream, n;     /* n: number, upto or want */
    enum lane lane;
    int command;
    int64_t stamp;
    struct outbox_claim claim;
    uint64_t received[LANE_COUNT];
};

struct process {
    bool alive, stopped, link_up;
    int site, folder;
    uint64_t claimed;       /* the stream of its last claim */
    struct outbox *outbox;
};

struct sim_folder {
    bool exists, knows_poll;
    int site;
    uint64_t starts;
    struct site_folder held;
};

struct phone {
    int site;
    int made;
    int connection;         /* counts; a reply to an older one is lost */
    bool connected, to_hub;
    int process;
    int queue[COMMANDS], queued;
    bool received[COMMANDS]; /* by the site, over this connection */
    bool held[COMMANDS];
};

struct word_of_drained {
    bool said;
    uint64_t stream, upto;
};

struct sim {
    uint64_t random;
    int64_t now;
    struct sim_rules rules;
    bool trace;
    int steps;
    char fault[200];        /* empty = none yet */

    int sites, phones;
    struct command_made commands[COMMANDS];
    int command_count;
    struct phone phone[PHONES];
    struct process process[PROCESSES];
    int process_count;
    struct sim_folder folder[FOLDERS];
    int folder_count;
    struct frame bag[FRAMES];
    int frames;
    struct frame stray[STRAYS];         /* delivered once, and kept for a bad moment */
    int strays;

    struct ledger_event events[EVENTS]; /* durable, then in flight, then collected */
    int durable, flying, collected;     /* how many of each */
    struct offers offers[SITES];
    int link[SITES];                    /* process whose link is open; NONE */
    int64_t absent_since[SITES];
    struct word_of_drained drained[SITES];
    bool closing, final, complete;
    unsigned direct;                    /* how many phones in a hundred choose the hub */
    unsigned mischief;                  /* how often, in a hundred steps, somebody copies, restores, stops or starts something */
    int64_t closed_at;
};

/* world.c */
uint64_t sim_draw(struct sim *sim, uint64_t below);
bool sim_chance(struct sim *sim, unsigned in_hundred);
void sim_say(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sim_fault(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sim_send(struct sim *sim, struct frame frame);
uint64_t sim_stream(const uint8_t bytes[STREAM_SIZE]);
/* One history; true when nothing broke. */
bool sim_run(struct sim *sim, uint64_t seed, const struct sim_rules *rules, int steps, bool trace);

/* hub.c */
void hub_begin(struct sim *sim);
void hub_frame(struct sim *sim, const struct frame *frame);
void hub_from_phone(struct sim *sim, int command);
void hub_append_starts(struct sim *sim);
void hub_append_ends(struct sim *sim, bool stored);
void hub_crashes(struct sim *sim, bool stored);
void hub_link_lost(struct sim *sim, int process);
void hub_closes_poll(struct sim *sim);
void hub_may_announce(struct sim *sim, bool incomplete);
int hub_find(const struct sim *sim, int command, int upto); /* index of its effective event among the first `upto`; NONE */

/* site.c */
int site_start(struct sim *sim, int folder, bool takeover); /* a process, or NONE */
void site_kill(struct sim *sim, int process);
void site_sync(struct sim *sim, int process);
void site_sync_fails(struct sim *sim, int process, bool written);
void site_talks(struct sim *sim, int process); /* claims, offers, drained: whatever is due, one thing */
void site_frame(struct sim *sim, const struct frame *frame);
void site_from_phone(struct sim *sim, int process, int command);
void site_cut(struct sim *sim, int process); /* and it may come back at once */
void site_link(struct sim *sim, int process, bool up);
int site_folder_new(struct sim *sim, int site, const struct sim_folder *backup_of);

/* phones.c */
void phone_makes(struct sim *sim, int phone);
void phone_connects(struct sim *sim, int phone, int process); /* NONE = the hub */
void phone_cut(struct sim *sim, int phone);
void phone_sends(struct sim *sim, int phone);
void phone_hears_kept(struct sim *sim, int command, int64_t stamp);
void phone_hears_result(struct sim *sim, int command);

/* checks.c */
void check_invariants(struct sim *sim); /* I2, J1 */
void check_order(struct sim *sim);

#endif
