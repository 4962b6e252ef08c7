/* roster.h - people: who they are, what they sign in with, which sessions are open. For the files of core/ only; everybody else asks conference.h.
 *
 * A person is an index. Nobody is ever taken out: who is removed has no role and no credential any more. */
#ifndef LAMRELAY_CORE_ROSTER_H
#define LAMRELAY_CORE_ROSTER_H

#include "core/conference.h"

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

#endif
