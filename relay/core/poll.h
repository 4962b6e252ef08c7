/* poll.h - a poll: what it asks and whom, the ballots it has, and the sites it still waits for. For the files of core/ only.
 *
 * Which ballot counts, and when a poll that has ended may be announced: relay/DELIVERY.md, B. A poll is found by conference_poll (state.h). */
#ifndef LAMRELAY_CORE_POLL_H
#define LAMRELAY_CORE_POLL_H

#include "base/lifecycle.h"
#include "core/conference.h"
#include "core/counts.h"

/* A stream that was granted while the poll was open: it may hold ballots that were in time. */
struct expected_stream {
    uint32_t stream;            /* index */
    enum expected_standing { EXPECTED_WAITING, EXPECTED_DRAINED, EXPECTED_LOST, EXPECTED_HANDED_ON } standing;
    bool has_lost;              /* a ballot it had kept came by a receipt after it was drained: no word of its is believed */
};

/* What a poll expects of the sites (relay/DELIVERY.md, B9). */
struct expectations {
    struct expected_stream *items; /* owned */
    uint32_t count, capacity;
    struct text *sites;         /* owned, LIMIT_SITES twice: those waited for, then those without which it would be announced; the texts are theirs */
    uint32_t waiting, absent;
};

/* Where a ballot stands. */
enum standing {
    STANDS,                     /* in the set of those in time */
    STANDS_UNPROVEN, STANDS_LATE, STANDS_LATE_IN_TIME, /* on a side list */
    STANDS_REPLACED,            /* a later one of the same device stands */
};

/* One ballot: of each device the best in time, and those on the side lists (relay/DELIVERY.md, B1). */
struct ballot {
    uint32_t person;
    uint32_t next;              /* the person's next in this poll, index + 1; 0 = none */
    uint32_t options;           /* bits 1 << index of what was chosen */
    uint32_t counter;
    int64_t at;                 /* acceptance stamp: the earliest proved one; of an unproven one what the site said */
    enum standing standing;
    bool unproven;              /* its stamp is not proved */
    uint8_t device[DEVICE_SIZE];
    uint8_t key[KEY_SIZE];
};

struct voter {
    uint32_t ballots;           /* newest entry, index + 1; 0 = none */
    uint32_t casts;             /* ballots recorded, for the cap */
};

/* What a person may in a poll. */
struct poll_right {
    uint16_t weight;            /* of the ballot; 0 = not entitled */
    uint16_t site;              /* where the person was, or UINT16_MAX */
};

/* What a poll asks, and whom: fixed when it is drafted. */
struct poll_rules {
    enum poll_type type;
    enum results results;
    enum ballot_rule ballot_rule;
    struct localised title;
    struct localised_list options; /* owned; single and multiple choice */
    int64_t least, most;        /* multiple: how many options; rating: the values */
    uint32_t roles;             /* bits: who votes */
    int site_kind;              /* where from; -1 = any kind */
    struct id_list sites;       /* where from; none = anywhere; the list is owned, the texts are those of the sites */
    uint64_t groups;            /* bits: of one of them; 0 = of any or none */
    bool presence_required;
    enum counts_rule counts;
};

struct poll {
    uint32_t rev;
    enum state state;
    struct poll_rules rules;
    int64_t opened_at, closes_at, closed_at;
    uint32_t electorate;        /* fixed when it opens */
    struct poll_right *rights;  /* who may, by index of the person: fixed when it opens; owned */
    uint32_t rights_size;
    uint32_t voters;            /* people with a ballot, and those counted by hand */
    struct tally tally;
    int64_t weighted_electorate, weighted_voters;
    struct tally weighted_tally;
    struct site_results by_site; /* made when it is published; owned, the texts are those of the sites */
    uint32_t repeats, repeated_by; /* numbers; 0 = none. A repeat borrows its rules from the poll it repeats */
    struct {                    /* of voiding or reopening; waits for a second person */
        bool pending;
        enum proposal act;
        uint32_t by;            /* person */
        int64_t until;
        int64_t seconds;        /* reopening: how long; 0 = until it is closed */
    } proposal;
    enum void_reason void_reason; /* of the proposal, or of the void poll */
    struct text note;
    struct ballot *ballots;     /* owned */
    uint32_t ballot_count, ballot_capacity;
    struct voter *of_person;    /* by index of the person; owned; NULL until the first ballot */
    uint32_t of_person_size;
    uint32_t unproven, late_in_time; /* ballots on these side lists */
    struct expectations expectations;
    struct poll_counts counts;
};

/* --- its acts (poll.c, poll_acts.c) --- */
void polls_finish(struct conference *conference);
/* What the acts of one person and of two share: poll.c. A step names poll and rev in the event and finds the lifecycle's verdict; apply changes state
 * and rev with room for `touches` more touches. */
enum error poll_step_move(const struct conference *conference, const struct command *command, enum event_type type, struct event *event,
                          struct fault *fault);
enum error poll_apply_move(struct conference *conference, const struct event *event, int act, struct touched *touched, size_t touches,
                           struct poll **out);
/* A poll's opening, in the event and in the poll. */
void poll_write_opening(const struct conference *conference, const struct poll_rules *rules, struct event *event);
void poll_read_opening(struct poll *poll, const struct event *event, const struct conference *conference, struct poll_right *rights);
/* Takes a number out of a list, which keeps its order. */
void poll_leave(uint32_t *numbers, uint32_t *count, uint32_t number);
/* The own rows of all who have a ballot in it; room must have been reserved for poll->ballot_count. */
void poll_touch_ballots(const struct poll *poll, uint32_t number, struct touched *touched);
int64_t polls_deadline(const struct conference *conference);
bool polls_deadline_event(const struct conference *conference, int64_t now, struct event *event);

/* --- what it asks, and whom (poll_rules.c) --- */
/* How many options a ballot of this poll chooses from. */
uint32_t poll_options(const struct poll_rules *rules);
/* Would the person be entitled if it opened now. */
bool poll_entitles(const struct conference *conference, const struct poll_rules *rules, uint32_t person);
/* The weight of the person's ballot in a poll that has opened; 0 = not entitled. Whatever has changed in the roster since. */
int64_t poll_weight(const struct poll *poll, uint32_t person);
/* Where the person was then; NO_SITE: nowhere, or not entitled. */
uint32_t poll_site(const struct poll *poll, uint32_t person);
/* Who would be entitled now, as struct poll keeps it; the caller owns `*rights`. NONE or NO_MEMORY. */
enum error poll_fix_rights(const struct conference *conference, const struct poll_rules *rules, struct poll_right **rights);
/* Everybody who may: how many, and the sum of their weights. */
void poll_electorate(const struct conference *conference, const struct poll_rules *rules, uint32_t *people, int64_t *weight);
void poll_rules_finish(struct poll_rules *rules);
/* What a ballot's fields choose, as bits. MISSING_FIELD, UNKNOWN_FIELD, OUT_OF_RANGE: it is no ballot of such a poll. */
enum error poll_read_ballot(const struct poll_rules *rules, const struct record *record, uint32_t *options, struct fault *fault);
/* Its fields again. */
void poll_fill_ballot(const struct poll_rules *rules, uint32_t options, struct record *record);

/* --- its ballots (ballots.c) --- */
/* The ballot that counts for a person in a poll (relay/DELIVERY.md, B1), or NULL. */
const struct ballot *poll_ballot_of(const struct poll *poll, uint32_t person);
/* The person's best ballot outside the set, or NULL. */
const struct ballot *poll_side_ballot_of(const struct poll *poll, uint32_t person);
bool poll_has_unproven(const struct poll *poll, uint32_t person);
/* The person's ballot if those on these side lists (bits 1 << enum standing) counted too. */
const struct ballot *poll_ballot_with(const struct poll *poll, uint32_t person, uint32_t standings);
/* All of one side list are taken into the set; touches the own rows, for which room must have been reserved. */
void poll_take_side_list(struct poll *poll, uint32_t number, enum standing standing, struct touched *touched);
/* The event of a further copy of a ballot whose key is known; false: it has nothing new to say. */
bool poll_step_known(const struct conference *conference, const struct command *command, enum error known, struct event *event);

/* --- its end: the sites it waits for (streams.c, poll_barrier.c) --- */
/* What a poll that opens now expects. NONE or NO_MEMORY. */
enum error expectations_make(const struct conference *conference, struct expectations *out);
void expectations_finish(struct expectations *expectations);
/* Sites that the poll waits for, and those without which it would be announced; borrowed, they last. */
struct id_list expectations_waiting(const struct poll *poll);
struct id_list expectations_absent(const struct poll *poll);
/* Could the person have a ballot in a stream that has not been drained. */
bool poll_may_hear_of(const struct conference *conference, const struct poll *poll, uint32_t person);
/* Nothing more can come, so that it is announced by itself. */
bool poll_is_complete(const struct poll *poll);
/* The sites without whose ballots it is announced, in the event; borrowed. */
void poll_name_absent(const struct poll *poll, struct event *event);

/* --- how sure the result is (poll_margin.c) --- */
/* What else can change the result, and would the late list change it. */
struct poll_margin {
    int64_t missing, changeable; /* people: without a ballot in the set, and with one that they may have changed */
    bool can_change;
};
struct poll_margin poll_margin(const struct conference *conference, const struct poll *poll);
bool poll_is_in_doubt(const struct conference *conference, const struct poll *poll);

/* --- its result by site (poll_results.c) --- */
/* Results by site: only of sites with at least `least` ballots; the others together, which are at least as many too, so that nothing smaller can be
 * had by subtracting: where they would be fewer, the smallest of the other sites joins them. NONE or NO_MEMORY. */
enum error poll_make_site_results(const struct conference *conference, const struct poll *poll, int64_t least, struct site_results *out);
/* The same in two steps, the first of which may fail (NULL), the second not: it takes the room. */
struct site_result *poll_site_results_room(const struct conference *conference);
struct site_results poll_fill_site_results(const struct conference *conference, const struct poll *poll, int64_t least,
                                           struct site_result *room);

#endif
