/* speakers.h - who asks to speak, waits, is called and speaks, and the lists they wait on, one for each agenda item. For the files of core/ only. */
#ifndef LAMRELAY_CORE_SPEAKERS_H
#define LAMRELAY_CORE_SPEAKERS_H

#include "base/lifecycle.h"
#include "core/conference.h"

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

/* --- speakers (speakers.c, speakers_apply.c) --- */
void speakers_finish(struct conference *conference);
extern const struct lifecycle SPEAKER_LIFE;
enum { SPEAKERS_SHOWN = 3 }; /* of those who wait for the current item, how many everybody sees */
enum { SPEAKER_TOUCHES = 3 + SPEAKERS_SHOWN + 1 }; /* of one speaker's move */
/* Two touches at most. */
void speaker_touch(const struct conference *conference, uint32_t number, struct touched *touched);
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

/* --- their lists (speaker_lists.c) --- */
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
/* Makes the item the current one: its list is the one called from. Those who asked to speak before anything was current go to the list of the first
 * item that starts. Room for it all, with 2 touches more, must have been reserved. */
enum error lists_reserve_start(struct conference *conference, uint32_t item, struct touched *touched);
void lists_start(struct conference *conference, uint32_t item, int64_t now, struct touched *touched);
int64_t lists_deadline(const struct conference *conference);
bool lists_deadline_event(const struct conference *conference, int64_t now, struct event *event);

/* --- a list is cleared by two people (speaker_clear.c) --- */
int64_t clearing_deadline(const struct conference *conference);
bool clearing_deadline_event(const struct conference *conference, int64_t now, struct event *event);

#endif
