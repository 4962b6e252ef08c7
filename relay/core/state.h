/* state.h - what a conference is made of. For the files of core/ only; everybody else asks conference.h and view.h.
 *
 * Its four great parts have headers of their own, which a file includes when it looks into them: roster.h (people), question.h, speakers.h, poll.h.
 *
 * Things are numbered from 1 in the order of their events, so a number is an index; nothing is ever removed. */
#ifndef LAMRELAY_CORE_STATE_H
#define LAMRELAY_CORE_STATE_H

#include "base/map.h"
#include "core/check_in.h"
#include "core/conference.h"
#include "core/counts.h"
#include "core/lease.h"
#include "core/limits.h"
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

/* Collected before the event; it never changes. */
struct opinion {
    struct text text, unit;     /* unit: whose opinion it is; may be empty */
    uint32_t topic;             /* index, or NO_TOPIC */
    uint32_t site;              /* or NO_SITE */
    uint32_t question;          /* made of it last; 0 = none */
    int64_t at;
};

/* One run of one site process. */
struct stream {
    uint8_t id[STREAM_SIZE];
    uint8_t folder[FOLDER_SIZE];
    uint32_t site, generation;
    int64_t received[LANE_COUNT];
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

/* Numbers of questions in an order of the desk's. */
struct question_order {
    uint32_t *numbers;          /* owned */
    uint32_t count, capacity;
};

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

/* Inserts the newest index, `count`, where its id belongs among the others. Ids are `stride` bytes apart. */
void order_insert_id(uint32_t *order, uint32_t count, const struct text *first_id, size_t stride);
void question_order_leave(struct question_order *order, uint32_t number);
bool question_order_has(const struct question_order *order, uint32_t number);

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

/* --- what the other modules own --- */
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
/* The side whose messages this audience sees, or NO_SIDE; and its name on the wire: "desk", "chair" or the id of a site. */
uint32_t message_side(struct audience audience);
struct text message_side_name(const struct conference *conference, uint32_t side);

#endif
