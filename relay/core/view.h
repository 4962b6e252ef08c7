/* view.h - who sees what. view_row is the only place that decides it (invariant 5): nobody else filters.
 *
 * To add a row kind: one row in view.c's table, one function that fills it, one that says which fields an audience may see, one scenario. */
#ifndef LAMRELAY_CORE_VIEW_H
#define LAMRELAY_CORE_VIEW_H

#include "base/error.h"
#include "core/record.h"

struct conference;

/* In bytewise order of their names: the order of a snapshot. */
enum row_kind {
    ROW_AGENDA_ITEM, ROW_AGENDA_SESSION, ROW_CONFERENCE, ROW_HAND_COUNT, ROW_ME, ROW_MESSAGE, ROW_MY_BALLOT, ROW_MY_ME_TOO, ROW_MY_QUESTION, ROW_MY_SPEAKER,
    ROW_PERSON, ROW_POLL, ROW_QUESTION, ROW_QUEUE, ROW_SESSION, ROW_SITE, ROW_SITE_PERSON, ROW_SPEAKER, ROW_STAGE, ROW_TOPIC,
    ROW_KIND_COUNT
};

/* The shared channels, then the own one, then what only the process at a site may know. */
enum audience_kind {
    AUDIENCE_MODERATOR, AUDIENCE_CHAIR, AUDIENCE_OPERATOR, AUDIENCE_STAGE, AUDIENCE_PARTICIPANT,
    AUDIENCE_PERSON,
    AUDIENCE_SITE,
    AUDIENCE_KIND_COUNT
};

struct audience {
    enum audience_kind kind;
    uint32_t site;   /* AUDIENCE_OPERATOR, AUDIENCE_SITE: index of the site */
    uint32_t person; /* AUDIENCE_PERSON: index of the person */
};

struct row_info {
    const char *name;
    bool id_is_number;     /* else text */
    bool own;              /* a row of the own channel */
    const field_use *fields; /* besides id */
    bool of_site;          /* a row of the channel of a site's process; neither: of the shared channels */
};

extern const struct row_info ROW_INFO[ROW_KIND_COUNT];

struct row {
    enum row_kind kind;
    int64_t number;        /* the id, when it is a number */
    struct text id;        /* else the id */
    struct record record;  /* what this audience may see; texts borrowed from the state or from this row */
    char channel[64];      /* behind the field of that name */
    struct text groups[LIMIT_GROUPS_OF_PERSON]; /* behind the field of that name */
};

/* Can the audience be shown rows of this kind at all? */
bool view_has_kind(struct audience audience, enum row_kind kind);

/* The row as the audience may see it; false when it may not, or there is no such row. `id` as in struct touch. */
bool view_row(const struct conference *conference, struct audience audience, enum row_kind kind, uint32_t id, struct row *out);

/* Kind and id alone: what a `gone` says. */
void view_row_id(const struct conference *conference, enum row_kind kind, uint32_t id, struct row *out);

/* Calls `each` with the id of every row of the kind that the audience may see, in canonical order, until it returns non-zero; returns that. */
int view_each(const struct conference *conference, struct audience audience, enum row_kind kind,
              int (*each)(void *context, uint32_t id), void *context);

/* The questions that everybody may page through - approved, asking or answered - with numbers greater than `after`, without who asked. Calls `each`
 * until it returns non-zero; returns that. */
int view_listed_questions(const struct conference *conference, uint32_t after, int (*each)(void *context, const struct row *row),
                          void *context);

/* What was collected before the event, for moderator and chair; its question, when one was made of it that the audience may see. False when the
 * audience may not see it, or there is no such opinion. OPINION_FIELDS: what it can have. */
extern const field_use OPINION_FIELDS[];
bool view_opinion(const struct conference *conference, struct audience audience, uint32_t number, struct record *out);

/* What was done to a question: the act numbered `n`, from 1, how it was submitted; of those that are not kept any more, the first one behind. text = the
 * words from then on, original = those until then; `*event` = its name. False: it may not be seen (by others than moderators), or there is none. */
extern const field_use QUESTION_ACT_FIELDS[];
bool view_question_act(const struct conference *conference, struct audience audience, uint32_t number, uint32_t n, struct record *out, const char **event);

/* Who of a poll's electorate has a recorded ballot (operators, of the own site), or has none (the desk; operators, of the own site): never a choice.
 * `site` narrows it; NO_SITE = all the audience may ask for. Calls `each`, in the roster's order, until it returns non-zero.
 * Errors: NOT_ALLOWED; NOT_FOUND: no such poll, or a draft. */
enum error view_poll_people(const struct conference *conference, struct audience audience, uint32_t number, bool recorded, uint32_t site,
                            int (*each)(void *context, uint32_t person), void *context);
/* Who that is: person, site, number and name. */
void view_poll_person(const struct conference *conference, uint32_t person, struct record *out);

/* How many may be counted by hand at a site in this poll: `electorate` of the site, `ballots` of their own among these, `ceiling`; for those who may enter
 * a count there. Errors: NOT_ALLOWED; NOT_FOUND: no such poll, or a draft; and as the entry itself would be refused, with the field in `*fault`. */
enum error view_count_ceiling(const struct conference *conference, uint32_t person, uint32_t number, uint32_t site, struct record *out, enum field *fault);

/* People of the roster, for the desk, in the order of their ids, behind the place `after` in it (0 = from the beginning). Calls `each` with the person
 * until it returns non-zero. NOT_ALLOWED for others than the desk. */
enum error view_people(const struct conference *conference, struct audience audience, uint32_t after,
                       int (*each)(void *context, uint32_t person), void *context);
/* The place of a person in that order, from 1. `person` must exist. */
uint32_t view_people_place(const struct conference *conference, uint32_t person);
/* Who that is, in `row`: fields of the record of it, and behind `groups`. True when somebody is signed in as this person. */
bool view_listed_person(const struct conference *conference, uint32_t person, struct row *row);

/* The shared audience of a person: the first that the roles give of moderator (also admin), chair, operator, stage, participant. */
struct audience view_shared_audience(const struct conference *conference, uint32_t person);
/* May the process at the site serve this person: somebody of its roster whom only participant, responder, operator or display make? */
bool view_is_served_at(const struct conference *conference, uint32_t person, uint32_t site);
/* The name of its channel: "moderator", "operator:dc07", "person:dc07-0001"... `out` has CHANNEL_NAME_SIZE bytes. */
enum { CHANNEL_NAME_SIZE = 64 };
void view_channel_name(const struct conference *conference, struct audience audience, char out[CHANNEL_NAME_SIZE]);

#endif
