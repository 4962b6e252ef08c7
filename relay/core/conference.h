/* conference.h - the pure state machine of one conference: step, apply, deadline, view.
 *
 *   step     command + state -> event or refusal      (changes nothing)
 *   apply    event + state   -> state, rows touched   (the only way state changes; the same on hub, standby and recount)
 *   deadline state           -> when time alone makes an event, and which
 *   view     state + audience -> rows                 (view.h: the only place that decides who sees what)
 *
 * It reads no clock and no random and does no I/O: time, ids and digests come in with the command. Thread: one owner. */
#ifndef LAMRELAY_CORE_CONFERENCE_H
#define LAMRELAY_CORE_CONFERENCE_H

#include "base/error.h"
#include "core/command.h"
#include "core/event.h"
#include "core/limits.h"
#include "core/programme.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conference;

/* Rows of which kind changed; `person` says whose own row it is (NO_PERSON for rows of the shared channels). */
struct touch {
    int kind;        /* enum row_kind */
    uint32_t id;     /* number of the thing, or index of a site, topic or person */
    uint32_t person;
};

struct touched {
    struct touch *items; /* owned */
    size_t count, capacity;
};

void touched_init(struct touched *touched);
void touched_finish(struct touched *touched);
void touched_clear(struct touched *touched);
/* Room for `more` touches, so that adding them cannot fail. ERROR_NONE or ERROR_NO_MEMORY. */
enum error touched_reserve(struct touched *touched, size_t more);
/* Room must have been reserved. */
void touched_add(struct touched *touched, int kind, uint32_t id, uint32_t person);

/* An empty conference. NULL = out of memory. */
struct conference *conference_create(const struct limits *limits);
void conference_destroy(struct conference *conference); /* NULL is harmless */

/* The events that begin a conference, in order: event `index` of the programme. False when there are no more. Texts borrowed from `programme`. */
bool conference_opening_event(const struct programme *programme, size_t index, int64_t now, struct event *event);

/* Who may, then the command's own rules. NONE: `event` is filled, numbered by nobody yet, and includes at, actor, key and params.
 * A refusal by the domain of a command that is remembered fills `event` with EVENT_COMMAND_REFUSED and still returns NONE: look at its
 * type. Other codes: nothing to record; `fault` says more. Key and params have been looked up by the caller (outcomes.h). */
enum error conference_step(const struct conference *conference, const struct command *command, struct event *event,
                           struct fault *fault);
/* Applies one event; `event->seq` must be the last one + 1 (else DAMAGED). Errors as event_apply; on failure nothing changed. */
enum error conference_apply(struct conference *conference, const struct event *event, struct touched *touched);

/* The next time at which conference_deadline_event has something to say; INT64_MAX = never. */
int64_t conference_deadline(const struct conference *conference);
/* The event that is due at `now`, if any. Apply it and ask again. */
bool conference_deadline_event(const struct conference *conference, int64_t now, struct event *event);

uint64_t conference_seq(const struct conference *conference);     /* of the last event applied; 0 = none */
int64_t conference_time(const struct conference *conference);     /* its time */
struct text conference_id(const struct conference *conference);
struct localised conference_title(const struct conference *conference);
struct localised conference_theme(const struct conference *conference);

/* --- people, for sign-in --- */
uint32_t conference_people(const struct conference *conference);
uint32_t conference_find_person(const struct conference *conference, struct text id);                    /* or NO_PERSON */
uint32_t conference_find_code(const struct conference *conference, const struct digest *code_or_card);   /* or NO_PERSON */
uint32_t conference_find_session(const struct conference *conference, const struct digest *token);       /* or NO_PERSON */
struct text conference_person_id(const struct conference *conference, uint32_t person);
struct text conference_person_name(const struct conference *conference, uint32_t person);   /* may be empty */
struct text conference_person_site(const struct conference *conference, uint32_t person);   /* site id, may be empty */
uint32_t conference_person_site_index(const struct conference *conference, uint32_t person); /* or NO_SITE */
uint32_t conference_person_roles(const struct conference *conference, uint32_t person);
struct text conference_person_password_hash(const struct conference *conference, uint32_t person); /* empty = none */
/* One session at a time: people who sign in by code. Staff and displays may have several. */
bool conference_person_is_single(const struct conference *conference, uint32_t person);
/* Is there anybody who signs in by password? A roster without is one that has to be set up. */
bool conference_has_staff(const struct conference *conference);
/* Can the person sign in: has a code, a card or a password. */
bool conference_person_has_credential(const struct conference *conference, uint32_t person);
uint32_t conference_find_site(const struct conference *conference, struct text id); /* or NO_SITE */
uint32_t conference_sites(const struct conference *conference);
struct text conference_site_id(const struct conference *conference, uint32_t site);
struct localised conference_site_name(const struct conference *conference, uint32_t site);
enum site_kind conference_site_kind(const struct conference *conference, uint32_t site);
/* By which browsers reach the site's process, as an admin has said; empty = it was not said. Borrowed until the next event. */
struct text conference_site_address(const struct conference *conference, uint32_t site);
/* Who holds the lease of the site, or NO_PERSON. */
uint32_t conference_site_operator(const struct conference *conference, uint32_t site);

/* Was removed: has no role and no credential any more. */
bool conference_person_is_removed(const struct conference *conference, uint32_t person);

enum { NO_SITE = UINT32_MAX };

/* --- texts, for the index of the search alone: what was found is shown through view.h --- */
uint32_t conference_questions(const struct conference *conference);
uint32_t conference_question_rev(const struct conference *conference, uint32_t question); /* the text changes with it at most */
struct text conference_question_text(const struct conference *conference, uint32_t question);
uint32_t conference_opinions(const struct conference *conference);
struct text conference_opinion_text(const struct conference *conference, uint32_t opinion); /* never changes */

/* --- order --- */
struct queue_place {
    uint32_t question;
    enum why why;
};
/* The approved questions in the order they would be asked: pinned, then the desk's manual order, then fairly - the site with the fewest asked
 * first, then the longest wait. At most `most` into `out`. NONE or NO_MEMORY. */
enum error conference_queue(const struct conference *conference, uint32_t most, struct queue_place *out, uint32_t *count);

/* --- live figures --- */
uint32_t conference_polls(const struct conference *conference);
/* What the hub has counted so far, of whatever is published of it: for the recount alone, never for an audience. `poll` must exist. */
struct poll_result {
    enum state state;
    int64_t ballots, weighted_ballots;
    struct tally tally, weighted_tally;
    int64_t by_hand; /* of the ballots: counted by hand */
};
void conference_poll_result(const struct conference *conference, uint32_t poll, struct poll_result *out);
struct poll_turnout {
    uint32_t poll;
    int64_t ballots;                    /* so far */
    const struct tally *tally;          /* NULL: its results are not live */
    const struct tally *weighted_tally; /* NULL: nor this, or nobody's ballot weighs more than another's */
};
/* Open or closing polls of which the audience may hear how many have voted: the desk of all, the others of those whose results are not hidden. */
struct audience;
void conference_turnout(const struct conference *conference, const struct audience *audience,
                        void (*each)(void *context, const struct poll_turnout *turnout), void *context);
/* Changes with every ballot: cheap to compare. */
uint64_t conference_ballots_recorded(const struct conference *conference);

#endif
