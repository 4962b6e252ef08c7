/* sim.h - a hub, its sites and their people in one process, with virtual clocks and a hostile network: delivery and the end of polls put to the test.
 *
 * Real: the conference (relay/core), what commands come to (outcomes), events as the journal has them (relay/codec), the judgement of offers, the outbox and the
 * site's clock (relay/link). Modelled, each in a file: the hub around them (hub.c: append, crash, replay; hub_links.c), folders and processes at sites (site.c),
 * phones (phones.c), the desk (desk.c). Frames between hub and sites lie in a bag: each is delivered never, once or twice, in any order, also after a later
 * claim. Everything follows from one seed. `now` is true time, which nobody in this world can read.
 *
 * A rule that is switched off is broken by the model around core/: what core is told, or what is made of its word, is what a hub without that rule would make of
 * it. So core has no switches; those of relay/link stand in link/rules.h. */
#ifndef LAMRELAY_TESTS_SIM_H
#define LAMRELAY_TESTS_SIM_H

#include "base/buffer.h"
#include "core/conference.h"
#include "core/outcomes.h"
#include "core/streams.h"
#include "core/view.h"
#include "link/offers.h"
#include "link/outbox.h"
#include "link/site_clock.h"
#include "support/site_folder.h"

enum { SITES = 34, POLLS = 3, HELD = 24, STRAYS = 24, NONE = -1, PROOF_MS = SITE_CLOCK_PROOF_MS };

/* One switch a rule; the names and numbers of the table in planted.c. */
struct sim_rules {
    struct link_rules link;
    /* browsers */
    bool phones_hold, phones_send_all, asked_again, counted_after_final, receipts;
    /* sites */
    bool fresh_streams, lanes, open_polls_only, boottime, runs_asleep, error_bound, this_boot;
    /* the hub */
    bool closed_links, known_by_key, known_in_flight, failed_append_forgets, passing_is_none, one_holder, grant_durable;
    bool highest_counter, latest_stamp, earliest_proof, first_is_final;
    bool this_epoch, proof_needed, unproven_waits;
    bool same_folder_goes_on, named_previous, restored_stays;
    bool late_not_final, late_ends, best_evidence, complete_when_drained, frozen;
    /* what the desk is told */
    bool changes_move_two, changed_count, by_weight, doubt_by_recount;
};

enum wish_kind { BALLOT, QUESTION, REQUEST };

/* A wish of a person, and all that is true of it. */
struct made {
    enum wish_kind kind;
    enum lane lane;
    int phone, index;          /* the how-manieth of its phone */
    uint32_t person;
    int poll;
    uint32_t choice;           /* of a ballot: bits of options, or 1 << value */
    uint64_t device;
    uint32_t counter;
    bool kept_said, result_said, orphan; /* orphan: the phone's storage was cleared */
    enum error result;
    int shown;                 /* enum state of the ballot, as the phone last heard; NONE */
    bool has_receipt;
    struct kept_receipt receipt;
    uint64_t receipt_epoch;
    int64_t early, proved_at;  /* first durable acceptance anywhere; and with a proof. INT64_MAX = none */
    int64_t proved_error;      /* ms, as that proof says */
    /* what the journal says of it (checks.c) */
    int effects;
    bool recorded;
    int64_t recorded_at;       /* true time */
    enum standing_seen { NOWHERE, IN_SET, UNPROVEN_SEEN, LATE_SEEN, LATE_IN_TIME_SEEN } standing;
    bool by_choice;            /* in the set because the chair has said so */
    int64_t at;                /* its stamp, by the rules */
    int order, joined;         /* seq: of its first event; of the one that put it into the set */
};

struct held {
    int command;
    bool sent, received;       /* over this connection; by the site */
};

struct phone {
    int site;
    uint32_t person;
    uint64_t device;
    uint32_t counter[POLLS + 1];
    int made;
    bool connected, to_hub;
    int process, connection;   /* connection counts: a reply to an older one is lost */
    struct held held[HELD];
    int held_count;
};

/* A machine with its folder. */
struct sim_folder {
    bool exists;
    int site;
    uint64_t starts;
    struct site_folder held;
    int poll_seen[POLLS + 1];  /* the replica: enum state; NONE */
    int64_t booted, asleep_since, asleep, wall; /* wall: offset of its wall clock, ms */
    int drift;                 /* ppm */
    struct site_clock clock;   /* as the last process had it */
};

struct process {
    bool alive, stopped, link_up;
    int site, folder;
    int connection;            /* counts: frames of an older one are strays */
    uint64_t claimed;          /* the stream of its last claim */
    int64_t started;
    struct site_clock clock;
    struct outbox *outbox;
};

enum frame_kind { FRAME_CLAIM, FRAME_GRANTED, FRAME_FENCED, FRAME_REPLACED, FRAME_OFFER, FRAME_ACK, FRAME_GAP, FRAME_CLOSING, FRAME_DRAINED };

struct frame {
    enum frame_kind kind;
    int process, site, connection;
    uint64_t stream, n;        /* n: number, upto or want */
    enum lane lane;
    int command, poll;
    enum error error;          /* ACK: what it came to */
    bool no_result;            /* ACK: received, but nothing is said of it yet */
    int64_t stamp, stamp_error;
    bool proof;
    uint64_t epoch;
    struct outbox_claim claim;
    uint64_t received[LANE_COUNT];
};

/* What waits at the hub: hub/state.h's `waiting`. */
enum waiting_for { FOR_PHONE, FOR_OFFER, FOR_GRANT, FOR_DRAIN, FOR_DESK };

struct waiting_wish {
    enum waiting_for kind;
    int command;
    struct command wish;
    struct offer_origin origin;
    struct kept_receipt receipt;
    bool has_receipt;
    uint64_t stream, n;        /* of the offer, as it came */
    int site, process, link_connection, phone, connection;
    enum error error;
};

struct journal_row {
    size_t offset, length;
    uint64_t epoch;
    uint64_t stream;           /* it truly came by; 0 = by none */
    int64_t now;               /* true time */
};

struct drained_word {
    bool said;
    uint64_t stream, upto;
};

struct sim_hub {
    struct conference *published, *ahead;
    struct outcomes *outcomes;
    struct touched touched;
    struct buffer journal;
    struct journal_row *rows;
    int row_count, row_capacity, durable;
    struct waiting_wish *collected, *batch;
    int collected_count, collected_capacity, batch_count, batch_capacity;
    bool appending;
    uint64_t epoch;
    int64_t offset, started;   /* hub time = now + offset */
    uint64_t poll_epoch[POLLS + 1];
    struct offers offers[SITES];
    int link[SITES];           /* process; NONE */
    int link_connection[SITES];
    bool held[SITES];
    uint8_t holder[SITES];     /* first byte of the folder's id */
    int64_t seen[SITES];
    struct drained_word drained[SITES][POLLS + 1];
};

/* What the oracles keep of one poll. */
struct poll_seen {
    bool first_is_final;
    bool is_final, complete;
    int64_t ended_first, ended; /* true time: when a hub's clock first passed closesAt, and when the end took effect; INT64_MAX */
    uint64_t epoch_opened, epoch_closed;
    bool cannot_said;
    struct tally cannot;        /* the weighted tally when "cannot change" was said last */
    struct tally announced;
};

struct sim_scale {
    int sites, people_each, phones_each, commands, folders, processes, frames, steps, checked_every;
};

struct sim {
    uint64_t random;
    int64_t now;
    struct sim_rules rules;
    struct sim_scale scale;
    bool trace, hub_dies;
    bool orderly;               /* frames of closed links are dropped, as by a socket */
    int steps;
    char fault[240];            /* empty = none yet */

    int sites, phones, phones_each, hot; /* hot: the site where most happens; site 0 is the hall, which has no process */
    uint32_t weight[SITES];
    int first_person[SITES];
    uint32_t people_each;
    struct made *commands;
    int command_count;
    struct phone *phone;
    struct process *process;
    int process_count;
    struct sim_folder *folder;
    int folder_count;
    struct frame *bag;
    int frames;
    struct frame stray[STRAYS];
    int strays;
    long offers_sent;
    struct sim_hub hub;
    struct poll_seen polls[POLLS + 1];
    enum poll_type poll_type[POLLS + 1];
    uint64_t granted[SITES];    /* by the journal, for I4 */
    unsigned direct, mischief, focus; /* in a hundred: phones that choose the hub; steps of operators; what happens at the hot site */
    int (*last_index)[LANE_COUNT]; /* by phone */
};

/* world.c */
uint64_t sim_draw(struct sim *sim, uint64_t below);
bool sim_chance(struct sim *sim, unsigned in_hundred);
void sim_say(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sim_fault(struct sim *sim, const char *format, ...) __attribute__((format(printf, 2, 3)));
void sim_send(struct sim *sim, struct frame frame);
uint64_t sim_stream(const uint8_t bytes[STREAM_SIZE]);
void *sim_room(void *list, int count, int *capacity, size_t size); /* for one more; never NULL */
extern const struct sim_scale SIM_SMALL, SIM_FULL_SIZE;
/* One history; true when nothing broke. `sim` may be read until sim_end. */
bool sim_run(struct sim *sim, const struct sim_scale *scale, uint64_t seed, const struct sim_rules *rules, bool trace);
void sim_end(struct sim *sim);

void sim_delivers(struct sim *sim, bool lost, bool again); /* any frame of the bag */
void sim_stops_or_goes_on(struct sim *sim, int process);

/* healing.c */
void sim_checked(struct sim *sim);
void sim_settles(struct sim *sim, int rounds); /* everybody works and nothing is lost, until nothing more happens */
void sim_heals(struct sim *sim);

/* hub.c */
void hub_begin(struct sim *sim);
void hub_finish(struct sim *sim);
int64_t hub_now(const struct sim *sim);
void hub_from_phone(struct sim *sim, int command);
struct waiting_wish *hub_collect(struct sim *sim, enum waiting_for kind);
void hub_append_starts(struct sim *sim);
void hub_append_ends(struct sim *sim, bool stored);
void hub_crashes(struct sim *sim, bool stored, bool other_clock);
const struct outcome *hub_outcome(const struct sim *sim, int command, bool durable_only);
enum error hub_error_now(const struct sim *sim, const struct outcome *outcome);
/* The command as core gets it, and the receipt that the phone has of it. */
void hub_wish_of(const struct sim *sim, int command, struct command *out);
void hub_take_receipt(const struct sim *sim, struct waiting_wish *wish);
void hub_key(int command, uint8_t key[KEY_SIZE]);
int hub_command_of(const uint8_t key[KEY_SIZE]); /* NONE: nobody's */
bool hub_poll_row(const struct sim *sim, int poll, struct row *row); /* as the desk sees it; false while it is a draft or unknown */

/* hub_links.c */
void hub_frame(struct sim *sim, const struct frame *frame);
void hub_link_lost(struct sim *sim, int process);
void hub_links_forget(struct sim *sim);
enum error hub_step_offer(struct sim *sim, struct waiting_wish *wish, struct event *event);
void hub_answer_offer(struct sim *sim, const struct waiting_wish *wish);
void hub_answer_grant(struct sim *sim, const struct waiting_wish *wish);
void hub_links_follow(struct sim *sim, const struct event *event);
void hub_try_drained(struct sim *sim);
uint64_t hub_epoch_of(const struct sim *sim, int poll);
struct site_name {
    char text[12];
};
struct site_name site_name(int site);

/* site.c */
int site_folder_new(struct sim *sim, int site, const struct sim_folder *backup_of);
int site_start(struct sim *sim, int folder, bool takeover); /* a process, or NONE */
void site_kill(struct sim *sim, int process);
void site_sync(struct sim *sim, int process);
void site_sync_fails(struct sim *sim, int process, bool written);
void site_talks(struct sim *sim, int process); /* claims, offers, drained: whatever is due, one thing */
void site_samples(struct sim *sim, int process);
void site_sees(struct sim *sim, int process); /* its replica follows what is published */
void site_frame(struct sim *sim, const struct frame *frame);
void site_from_phone(struct sim *sim, int process, int command);
void site_cut(struct sim *sim, int process); /* and it may come back at once */
void site_link(struct sim *sim, int process, bool up);

/* phones.c */
void phone_makes(struct sim *sim, int phone);
void phone_connects(struct sim *sim, int phone, int process); /* NONE = the hub */
void phone_cut(struct sim *sim, int phone);
void phone_sends(struct sim *sim, int phone);
void phone_forgets(struct sim *sim, int phone);
void phone_hears_kept(struct sim *sim, int command, const struct outbox_wish *kept, uint64_t stream);
void phone_hears(struct sim *sim, int command, enum error error);
void phone_sees(struct sim *sim, int phone); /* its own rows, as published */
struct person_name {
    char text[LIMIT_ID_BYTES + 1];
};
struct person_name person_name(const struct sim *sim, int phone);

/* desk.c */
struct programme_poll desk_poll(struct sim *sim, int poll);
void desk_step(struct sim *sim);
void desk_opens(struct sim *sim);
void desk_closes(struct sim *sim);
void desk_ends(struct sim *sim); /* whatever is closing: declared lost, announced */
void desk_watches(struct sim *sim); /* notes verdicts */
int desk_running(const struct sim *sim); /* the poll that is open or closing; 0 = none */

/* checks.c */
void check_event(struct sim *sim, const struct event *event, const struct journal_row *row);
void check_invariants(struct sim *sim);
/* checks_poll.c */
void check_ballot_event(struct made *made, const struct event *event);
void check_poll_event(struct sim *sim, const struct event *event, const struct journal_row *row);
void check_polls(struct sim *sim);
void check_outcomes(struct sim *sim, int poll);
bool check_in_doubt(const struct sim *sim, int poll);
const struct made *check_ballot_of(const struct sim *sim, uint32_t person, int poll, bool with_late);

/* planted.c */
struct sim_rules rules_all(void);
/* `also`: another rule catches what this one alone would let through; it is turned off too. Not `found`: see `why`. */
struct planted {
    const char *name;
    size_t rule, also;
    bool found;
    const char *why;
    uint64_t first;             /* seed to begin with; 0 = 1 */
};
extern const struct planted PLANTED[];
extern const size_t PLANTED_COUNT;
struct sim_rules rules_without(const struct planted *planted);

#endif
