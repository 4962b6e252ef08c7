/* state.h - what a conference is made of. For the files of core/ only; everybody else asks conference.h and view.h.
 *
 * Things are numbered from 1 in the order of their events, so a number is an index; nothing is ever removed. */
#ifndef LAMRELAY_CORE_STATE_H
#define LAMRELAY_CORE_STATE_H

#include "base/lifecycle.h"
#include "base/map.h"
#include "core/check_in.h"
#include "core/conference.h"
#include "core/counts.h"
#include "core/lease.h"
#include "core/limits.h"
#include "core/question_acts.h"
#include "core/steps.h"
#include "core/streams.h"
#include "core/view.h"

struct site {
    struct text id, address; /* address: by which browsers reach its process; empty = none was given */
    struct localised name;
    enum site_kind kind;
    uint32_t rev;    /* of name and address */
    uint32_t people; /* participants */
    uint32_t speeches;   /* begun by its people */
    int64_t spoken;      /* ms they have spoken, without pauses */
    uint32_t stream;     /* that holds the site, index + 1; 0 = none ever did */
    struct lease lease;  /* of who speaks for it */
    uint32_t video_delay; /* ms, from the hall's picture to its own; 0 = none, or not measured */
    struct check_in check_in; /* the last one */
};

struct topic {
    struct text id;
    struct localised name;
    enum intake intake;
    uint32_t rev;    /* of name and intake */
};

struct item {
    uint32_t rev;
    enum state state;
    enum item_kind kind;
    struct localised title;
    uint32_t session;           /* index of an agenda session, or NO_SESSION */
    uint32_t seconds;           /* how long it is meant to be; 0 = not given */
    struct text presenter;      /* may be empty */
    int64_t started_at;         /* when it became current, last; 0 = it has not been */
    struct {                    /* to clear its list of speakers; waits for a second person */
        bool pending;
        uint32_t by;            /* person */
        int64_t until;
    } proposal;
};

/* A part of the agenda; its items name it. */
struct agenda_session {
    struct text id;
    uint32_t rev;
    struct localised title;
};

enum { NO_SESSION = UINT32_MAX };

struct session {
    struct digest token;
    uint32_t person;
    uint32_t next;  /* the person's next older session, index + 1; 0 = none */
    bool open;
};

struct person {
    struct text id;
    struct text name;
    struct text password_hash;
    struct digest code, card;   /* of what was issued last */
    bool has_code;
    uint32_t site;              /* index, or NO_SITE */
    uint32_t number;            /* 1.. within the site; 0 for accounts */
    uint32_t roles;
    uint32_t weight;            /* of the ballot */
    uint32_t sessions;          /* newest session, index + 1 */
    uint32_t first_question;    /* chains of the person's own things; 0 = none */
    uint32_t last_question;
    uint32_t first_speaker;
    uint32_t last_speaker;
    struct text unit;
    uint64_t groups;            /* bits 1 << index of the conference's groups */
    uint32_t moves;             /* of the code to another device, since an operator allowed one */
    int64_t moved_at;           /* to another site last; 0 = never */
    uint32_t left_site;         /* then, its index + 1; 0 = none */
    int64_t move_refused_at;    /* the first that was one too many, since then; 0 = none */
    bool arrived;               /* has signed in, or was checked in or out */
    bool present;
    bool removed;               /* has no role and no credential any more; what was done stays */
};

/* What the desk can change of a question, and undo. */
struct question_content {
    enum state state;
    enum reason reason;         /* when rejected */
    uint32_t topic;             /* index, or NO_TOPIC */
    uint32_t into;              /* when merged: the question it went into */
    struct text text, note, answerer;
};

struct question {
    uint32_t rev;
    struct question_content now;
    struct question_content before; /* what the last act of the desk changed; owned while `act` is not 0 */
    uint64_t act;               /* seq of that act; 0 = nothing to undo */
    struct text original;       /* the asker's words, when the desk has edited them */
    bool anonymous;
    enum origin origin;
    uint32_t opinion;           /* it was made of this one; 0 = of none */
    uint32_t asker;             /* person; NO_PERSON: a slip without a name, or the survey */
    uint32_t site;              /* of the asker when it was asked, of the slip or of the opinion; or NO_SITE */
    uint32_t actor;             /* who decided last, or NO_PERSON; of a slip or the survey at first: who entered it */
    uint32_t next_of_asker;
    uint32_t speaker;           /* who was called when it was asked; 0 = nobody has been, or the call was taken back */
    uint32_t askers;            /* 1, and one more for each question merged into it */
    uint32_t me_too_count;
    uint8_t *me_too;            /* a bit for each person; owned; NULL until the first */
    uint32_t me_too_people;     /* how many bits */
    int64_t at, asked_at, answered_at;
    uint8_t key[KEY_SIZE];
    struct question_acts acts;
};

/* Collected before the event; it never changes. */
struct opinion {
    struct text text, unit;     /* unit: whose opinion it is; may be empty */
    uint32_t topic;             /* index, or NO_TOPIC */
    uint32_t site;              /* or NO_SITE */
    uint32_t question;          /* made of it last; 0 = none */
    int64_t at;
};

/* Numbers of questions in an order of the desk's. */
struct question_order {
    uint32_t *numbers;          /* owned */
    uint32_t count, capacity;
};

/* How a question came by its speaker: what asking did is what putting it back takes back. */
enum called_by_asking { CALL_NONE, CALL_OF_NEW, CALL_OF_WAITING, CALL_OF_WHO_HAD_FLOOR };

struct speaker {
    uint32_t rev;
    enum state state;
    enum speaker_class class;
    uint32_t item;              /* number, 0 = nothing has been current yet */
    uint32_t person;            /* or NO_PERSON: somebody without an account */
    uint32_t site;              /* or NO_SITE */
    uint32_t next_of_person;
    uint32_t question;          /* that it is called for, or has spoken to; 0 = none */
    enum called_by_asking called_by_asking;
    int64_t at, called_at, started_at, finished_at;
    int64_t since;              /* its place in the list: the time of the request, or of the skip */
    int64_t ends_at;            /* of the countdown; 0 = no limit, or the countdown stands */
    int64_t remaining;          /* ms, may be below zero; while paused */
    bool has_limit;             /* there is a countdown, running or not */
    int64_t granted;            /* seconds of it in all: at the start, and what was given and taken since */
    int64_t speaking_since;     /* while speaking: without the time before a pause */
    struct text name;           /* of somebody without an account */
    uint8_t key[KEY_SIZE];
};

/* Who waits to speak on an agenda item. */
struct speaker_list {
    uint32_t *waiting;          /* numbers, in order; owned */
    uint32_t count, capacity;
    bool closed;
};

/* One run of one site process. */
struct stream {
    uint8_t id[STREAM_SIZE];
    uint8_t folder[FOLDER_SIZE];
    uint32_t site, generation;
    int64_t received[LANE_COUNT];
};

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

struct stage {
    struct text id;             /* "main", or of the display's account (borrowed) */
    uint32_t rev;
    enum stage_view view;
    uint32_t question, poll;
    struct localised message;
};

/* One of the two ends of a message: the index of a site, or one of these. */
enum { SIDE_DESK = UINT32_MAX - 2, SIDE_CHAIR = UINT32_MAX - 1, NO_SIDE = UINT32_MAX };

/* Between the desk and the chair, or the desk and a site. */
struct staff_message {
    uint32_t from, to;          /* sides */
    uint32_t sender;            /* person */
    uint32_t reader;            /* or NO_PERSON: not read yet */
    int64_t at, read_at;
    struct text text;
};

enum { NO_TOPIC = UINT32_MAX };

struct conference {
    struct limits limits;
    uint64_t seq;
    int64_t time;
    struct text id;
    struct localised title, theme;

    struct site *sites;
    uint32_t site_count;
    uint32_t site_order[LIMIT_SITES];   /* indexes in bytewise order of their ids: the order of a snapshot */
    struct topic *topics;
    uint32_t topic_count;
    uint32_t topic_order[LIMIT_TOPICS];
    struct item *items;         /* items[0] is number 1 */
    uint32_t item_count;
    uint32_t current_item;      /* number, 0 = none */
    int64_t current_since;

    struct person *people;
    uint32_t person_count, person_capacity;
    uint32_t *person_order;     /* indexes in bytewise order of their ids; owned */
    uint32_t person_order_capacity;
    struct text groups[LIMIT_GROUPS]; /* ids, in the order in which they were first given to somebody */
    uint32_t group_count;
    struct map *person_by_id;
    struct map *person_by_code; /* digest of code or card -> person */
    struct session *sessions;
    uint32_t session_count, session_capacity;
    struct map *session_by_token;

    struct question *questions;
    uint32_t question_count, question_capacity;
    uint32_t asking;            /* the question being asked, 0 = none */
    struct question_order pinned, manual;
    uint32_t queue_rev;
    enum intake intake;         /* of the whole conference; topics have their own */
    uint32_t intake_rev;

    struct opinion *opinions;
    uint32_t opinion_count, opinion_capacity;

    struct speaker *speakers;
    uint32_t speaker_count, speaker_capacity;
    struct speaker_list *lists; /* by number of the item; lists[0] is for requests made before the first item; owned */
    uint32_t cued;              /* the speaker in state next or ready, 0 = none */
    uint32_t speaking;          /* 0 = none; whoever is paused does not hold the floor */

    struct poll *polls;
    uint32_t poll_count, poll_capacity;
    uint32_t *open_polls;       /* numbers of those open or closing */
    uint32_t open_count, open_capacity;
    uint32_t *proposed_polls;   /* numbers of those with a proposal */
    uint32_t proposed_count, proposed_capacity;
    uint32_t last_published;    /* 0 = none */
    uint64_t ballots_recorded;
    struct counts counts;

    struct stream *streams;     /* in the order in which they were granted; owned */
    uint32_t stream_count, stream_capacity;

    struct staff_message *messages;
    uint32_t message_count, message_capacity;

    struct stage stage;         /* what all displays show that have nothing of their own: row 0 */
    struct stage displays[LIMIT_DISPLAYS]; /* in the order of the accounts: rows 1.. */
    uint32_t display_count;
    uint32_t stage_order[1 + LIMIT_DISPLAYS]; /* rows in bytewise order of their ids; always display_count + 1 */

    struct agenda_session *agenda_sessions;
    uint32_t agenda_session_count;
    uint32_t agenda_session_order[LIMIT_AGENDA_SESSIONS];
};

/* --- things by number; NULL when there is no such number --- */
struct question *conference_question(const struct conference *conference, int64_t number);
struct speaker *conference_speaker(const struct conference *conference, int64_t number);
struct poll *conference_poll(const struct conference *conference, int64_t number);
struct item *conference_item(const struct conference *conference, int64_t number);
struct opinion *conference_opinion(const struct conference *conference, int64_t number);
uint32_t conference_find_topic(const struct conference *conference, struct text id); /* or NO_TOPIC */

/* --- helpers of the modules --- */
/* Copies a text into memory of its own; an empty one stays empty. ERROR_NONE or ERROR_NO_MEMORY. */
enum error state_copy_text(struct text *to, struct text from);
enum error state_copy_localised(struct localised *to, struct localised from);
/* A copy in the place of what was there; on failure that stays. ERROR_NONE or ERROR_NO_MEMORY. */
enum error state_replace_localised(struct localised *to, struct localised from);
void state_release_text(struct text *text);
void state_release_localised(struct localised *value);
enum error state_copy_localised_list(struct localised_list *to, struct localised_list from);
void state_release_localised_list(struct localised_list *list);
/* Makes room for one more element of `size` bytes; `*array` and `*capacity` change on success only. */
enum error state_grow(void **array, uint32_t count, uint32_t *capacity, size_t size);

/* The person a command speaks for: `person` of the record, or the actor. `allowed_for_site`: an operator may name people of the own
 * site, a moderator or chair anybody. Errors: NOT_FOUND, NOT_ALLOWED (fault->field = person). */
enum error command_person(const struct conference *conference, const struct command *command, uint32_t *person, struct fault *fault);
/* May the actor act for this thing of `person` at `site`: it is the person, or an operator of that site. */
bool command_may_act_for(const struct conference *conference, const struct command *command, uint32_t person, uint32_t site);
/* Compares `rev`; a stale one fills the fault with the row. */
enum error command_check_rev(const struct command *command, uint32_t rev, int kind, uint32_t id, struct fault *fault);
enum error command_not_found(struct fault *fault, enum field field);
bool actor_has(const struct conference *conference, const struct command *command, enum role role);
/* The person of an event's field, or NO_PERSON. */
uint32_t event_person(const struct conference *conference, const struct event *event, enum field field);

/* --- what the modules own --- */
void roster_finish(struct conference *conference);
/* Adds one person, without what a display needs; the texts are copied. On failure nothing changed. DAMAGED: the id is taken, or the roster is full. */
enum error roster_add_person(struct conference *conference, struct person person, const struct record *record);
/* All that the person signs in with is void. */
void roster_void_credentials(struct conference *conference, uint32_t person);
void roster_end_sessions(struct conference *conference, uint32_t person);
/* Touches the rows of those that are open. Room for LIMIT_STAFF_SESSIONS must have been reserved. */
void roster_touch_sessions(const struct conference *conference, uint32_t person, struct touched *touched);
bool roster_has_session(const struct conference *conference, uint32_t person);
/* Is the person counted among the participants of the site. */
bool roster_is_counted(const struct person *person);
/* Groups by their ids, as bits. NOT_FOUND: one that nobody has been given. */
enum error groups_find(const struct conference *conference, struct id_list ids, uint64_t *bits);
/* The same, giving those that are new a place. DAMAGED: there is none left; NO_MEMORY. */
enum error groups_take(struct conference *conference, struct id_list ids, uint64_t *bits);
/* How many of the ids are new. */
uint32_t groups_new(const struct conference *conference, struct id_list ids);
extern const struct lifecycle QUESTION_LIFE; /* acts are enum command_type */
void questions_finish(struct conference *conference);
/* The question that is asked waits again: whoever was called for it is not there. Room for QUESTION_TOUCHES must have been reserved. */
enum { QUESTION_TOUCHES = 8 };
void question_wait_again(struct conference *conference, uint32_t number, uint32_t actor, struct touched *touched);
/* --- the link of a question and its speaker (question_speaker.c) --- */
/* Asking calls the asker: writes the speaker into the event, if there is one. FLOOR_TAKEN: somebody else is called (fault: the speaker);
 * FULL: no more requests. */
enum error question_step_call(const struct conference *conference, uint32_t number, struct event *event, struct fault *fault);
/* Room for what the next two do, SPEAKER_TOUCHES apart. DAMAGED: the event's speaker cannot be it. */
enum error question_reserve_call(struct conference *conference, const struct event *event);
void question_call(struct conference *conference, const struct event *event, struct touched *touched);
/* The question is asked no longer: its speaker finishes, or what asking did is taken back. `answered`: it has come to its end. */
void question_end_call(struct conference *conference, uint32_t number, int64_t at, bool answered, struct touched *touched);
/* The speaker has left the cue without having spoken: the question it was called for waits again. `actor` may be NO_PERSON. Room for QUESTION_TOUCHES
 * must have been reserved. */
void speaker_leave_question(struct conference *conference, uint32_t number, uint32_t actor, struct touched *touched);
void question_order_leave(struct question_order *order, uint32_t number);
bool question_order_has(const struct question_order *order, uint32_t number);
/* Nobody asks it who could say more or take it back: neither a person nor a site. */
bool question_is_of_desk(const struct question *question);
bool question_me_too_of(const struct question *question, uint32_t person);
void speakers_finish(struct conference *conference);
void polls_finish(struct conference *conference);
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
/* --- streams (streams.c) --- */
void streams_finish(struct conference *conference);
/* Is the offer of the granted stream of its site, and the next of its lane. */
bool offer_is_next(const struct conference *conference, const struct offer_origin *offer);
bool offer_is_proved(const struct offer_origin *offer);
/* A ballot that the stream had kept has come by another path, and new: were the stream drained, it has lost data, and the poll waits for it again. Room for
 * one touch must have been reserved. */
void streams_doubt(struct conference *conference, uint32_t poll, const uint8_t stream[STREAM_SIZE], struct touched *touched);
/* Does the event, if an offer made it, follow from what has been received; and then it has been. */
bool streams_can_receive(const struct conference *conference, const struct event *event);
void streams_receive(struct conference *conference, const struct event *event);
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
/* What else can change the result (poll_margin.c), and would the late list change it. */
struct poll_margin {
    int64_t missing, changeable; /* people: without a ballot in the set, and with one that they may have changed */
    bool can_change;
};
struct poll_margin poll_margin(const struct conference *conference, const struct poll *poll);
bool poll_is_in_doubt(const struct conference *conference, const struct poll *poll);
/* The person's best ballot outside the set, or NULL. */
const struct ballot *poll_side_ballot_of(const struct poll *poll, uint32_t person);
bool poll_has_unproven(const struct poll *poll, uint32_t person);
/* The person's ballot if those on these side lists (bits 1 << enum standing) counted too. */
const struct ballot *poll_ballot_with(const struct poll *poll, uint32_t person, uint32_t standings);
/* All of one side list are taken into the set; touches the own rows, for which room must have been reserved. */
void poll_take_side_list(struct poll *poll, uint32_t number, enum standing standing, struct touched *touched);
/* The event of a further copy of a ballot whose key is known; false: it has nothing new to say. */
bool poll_step_known(const struct conference *conference, const struct command *command, enum error known, struct event *event);
void messages_finish(struct conference *conference);
void opinions_finish(struct conference *conference);
void agenda_finish(struct conference *conference);
void stage_finish(struct conference *conference);
/* A stage for one more display account, following the main one; beyond LIMIT_DISPLAYS it can only follow. Room for one touch must have been
 * reserved. */
void stage_add_display(struct conference *conference, struct text id, struct touched *touched);
/* Row 0 is the main stage, then the displays' own. */
struct stage *stage_of_row(const struct conference *conference, uint32_t row);
/* Is it of a display whose account was removed. */
bool stage_is_gone(const struct conference *conference, uint32_t row);
/* Does any display show this question? */
bool stage_shows_question(const struct conference *conference, uint32_t question);
/* Inserts the newest index, `count`, where its id belongs among the others. Ids are `stride` bytes apart. */
void order_insert_id(uint32_t *order, uint32_t count, const struct text *first_id, size_t stride);
/* The side whose messages this audience sees, or NO_SIDE; and its name on the wire: "desk", "chair" or the id of a site. */
uint32_t message_side(struct audience audience);
struct text message_side_name(const struct conference *conference, uint32_t side);
/* Results by site: only of sites with at least `least` ballots; the others together, which are at least as many too, so that nothing smaller can be
 * had by subtracting: where they would be fewer, the smallest of the other sites joins them. NONE or NO_MEMORY. */
enum error poll_make_site_results(const struct conference *conference, const struct poll *poll, int64_t least, struct site_results *out);
/* The same in two steps, the first of which may fail (NULL), the second not: it takes the room. */
struct site_result *poll_site_results_room(const struct conference *conference);
struct site_results poll_fill_site_results(const struct conference *conference, const struct poll *poll, int64_t least,
                                           struct site_result *room);
/* The ballot that counts for a person in a poll (relay/DELIVERY.md, B1), or NULL. */
const struct ballot *poll_ballot_of(const struct poll *poll, uint32_t person);
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

/* --- speakers (speakers.c) and their lists (speaker_lists.c) --- */
struct lifecycle;
extern const struct lifecycle SPEAKER_LIFE;
enum { SPEAKERS_SHOWN = 3 }; /* of those who wait for the current item, how many everybody sees */
/* A list for one more item; on failure nothing changed. */
enum error lists_add(struct conference *conference, uint32_t item);
/* Room for `more` in the item's list, so that joining cannot fail. */
enum error list_reserve(struct conference *conference, uint32_t item, uint32_t more);
/* Is the item over, with its list? One that was left to go back to an earlier one is not: its turn comes again. */
bool list_is_over(const struct conference *conference, uint32_t item);
/* Puts a waiting speaker at its place in the list of its item, or takes it out. */
void list_join(struct conference *conference, uint32_t number);
void list_leave(struct conference *conference, uint32_t number);
/* Does everybody see this waiting one? */
bool list_shows(const struct conference *conference, uint32_t number);
/* Touches whoever stands where the current item's window ends, SPEAKERS_SHOWN + 1 at most: they may have come into view or left it. */
void list_touch_window(const struct conference *conference, struct touched *touched);
enum { SPEAKER_TOUCHES = 3 + SPEAKERS_SHOWN + 1 }; /* of one speaker's move */
/* Two touches at most. */
void speaker_touch(const struct conference *conference, uint32_t number, struct touched *touched);
/* Makes the item the current one: its list is the one called from. Those who asked to speak before anything was current go to the list of the first
 * item that starts. Room for it all, with 2 touches more, must have been reserved. */
enum error lists_reserve_start(struct conference *conference, uint32_t item, struct touched *touched);
void lists_start(struct conference *conference, uint32_t item, int64_t now, struct touched *touched);
/* Room for one more speaker, waiting or not, on the list of the item; on failure nothing changed. */
enum error speaker_reserve(struct conference *conference, uint32_t item);
/* Adds it, with its person's chain; in no list, not cued. Room has been reserved. The number. */
uint32_t speaker_add(struct conference *conference, const struct speaker *speaker);
/* What the state before held is given up, what the new one holds is taken. Room for one touch must have been reserved. */
void speaker_change_state(struct conference *conference, uint32_t number, enum state next, int64_t at, struct touched *touched);
/* How many requests of the person wait or are called; and what happens to them when their person is removed: a question asked of it waits again. Room for
 * 2 touches each, SPEAKER_TOUCHES and QUESTION_TOUCHES must have been reserved. */
uint32_t speakers_pending_of(const struct conference *conference, uint32_t person);
void speakers_withdraw_of(struct conference *conference, uint32_t person, const struct event *event, struct touched *touched);
/* How far the picture is behind where this one speaks, ms; 0 for whoever is through with it. */
int64_t speaker_video_delay(const struct conference *conference, const struct speaker *speaker);
/* Fills the fault: FLOOR_TAKEN. */
enum error speaker_floor_taken(struct fault *fault, uint32_t holder);
int64_t clearing_deadline(const struct conference *conference);
bool clearing_deadline_event(const struct conference *conference, int64_t now, struct event *event);
int64_t lists_deadline(const struct conference *conference);
bool lists_deadline_event(const struct conference *conference, int64_t now, struct event *event);

#endif
