/* forget.h - what of an event is about a person, and what becomes of it when a conference is over. The rule for each field stands in one
 * table, and a field without a rule stops the run, so that a new one cannot be overlooked.
 *
 * Normal course: forget_begin; forget_look at every event; forget_settle; forget_change every event, in order; forget_finish, which
 * throws the secret of this run away. Nothing is dropped and nothing changes its number or time: a journal of changed events replays
 * as the old one did. Pure; texts of a changed event live in the arena given. */
#ifndef LAMRELAY_APP_FORGET_H
#define LAMRELAY_APP_FORGET_H

#include "base/arena.h"
#include "base/error.h"
#include "core/event.h"

enum { FORGET_SECRET_SIZE = 32 };

enum treatment {
    TREATMENT_UNDECIDED,
    TREATMENT_KEEP,
    TREATMENT_PERSON, /* a participant's id: those of one site are dealt out anew, one given by hand becomes "forgotten-<number>" */
    TREATMENT_BLANK,  /* a text that is emptied */
    TREATMENT_WORDS,  /* what somebody wrote: emptied on request, unless the public has seen it */
    TREATMENT_DIGEST, /* bytes that must stay different from each other, and fit nothing any more */
};

enum treatment forget_treatment(enum field field);

struct forget_counts {
    uint64_t names, passwords, credentials, sessions, texts, people, sites;
};

struct forgetting {
    bool texts;                         /* also the words of questions that were never let through */
    uint8_t secret[FORGET_SECRET_SIZE]; /* of this run alone */
    struct arena arena;
    struct forget_site *sites; /* owned by the arena */
    struct map *accounts;      /* id -> 0: keeps it; else the number of a participant who was added by name; owned */
    uint32_t named;            /* how many such participants */
    bool *let_through;         /* by question; owned */
    size_t let_through_size;
    enum field undecided; /* why INTERNAL was returned */
    struct forget_counts counts;
};

/* `secret` is fresh randomness, copied. */
void forget_begin(struct forgetting *forgetting, bool texts, const uint8_t secret[FORGET_SECRET_SIZE]);
/* NONE or NO_MEMORY. */
enum error forget_look(struct forgetting *forgetting, const struct event *event);
/* Deals the people of each site out. NONE or NO_MEMORY. */
enum error forget_settle(struct forgetting *forgetting);
/* NONE, NO_MEMORY, or INTERNAL: `undecided` is a field without a rule. */
enum error forget_change(struct forgetting *forgetting, struct event *event, struct arena *arena);
void forget_finish(struct forgetting *forgetting);

#endif
