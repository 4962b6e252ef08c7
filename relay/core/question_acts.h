/* question_acts.h - the life of a question: who did what to it when, from the events, oldest first. For the files of core/ only.
 *
 * Normal course: question_acts_begin before an event is applied, question_acts_end after. How the question was submitted stands in the question itself.
 * Bounded: QUESTION_ACTS_MOST of each question are kept, the newest; what went before is only counted. Pure. */
#ifndef LAMRELAY_CORE_QUESTION_ACTS_H
#define LAMRELAY_CORE_QUESTION_ACTS_H

#include "base/error.h"
#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>

struct conference;
struct event;

enum { QUESTION_ACTS_MOST = 64 };

struct question_act {
    int64_t at;
    int event;             /* enum event_type */
    uint32_t actor;        /* person, or NO_PERSON */
    uint32_t into;         /* merged: into which question; 0 = none */
    int reason;            /* of a rejection; -1 = none */
    bool on;               /* pinned, or moved: it was; false: taken back */
    struct text before;    /* the words until then, when they changed; owned */
    struct text note;      /* to a return or rejection, or who will answer; owned */
};

struct question_acts {
    struct question_act *items; /* owned */
    uint32_t count, capacity;
    uint32_t left_out;          /* older ones */
    uint32_t entered_by;        /* who submitted the question: its asker or another; NO_PERSON = nobody */
};

/* Copies what `event` is about to change. NONE: give `act` to question_acts_end, whatever becomes of the event; NO_MEMORY: nothing was taken. */
enum error question_acts_begin(struct conference *conference, const struct event *event, struct question_act *act);
void question_acts_end(struct conference *conference, const struct event *event, struct question_act *act, bool applied);
void question_acts_finish(struct question_acts *acts);

#endif
