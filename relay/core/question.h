/* question.h - a question, what the desk can change of it, and what becomes of whoever is called for it. For the files of core/ only.
 *
 * While a question is asked, its speaker has the floor or has had it (relay/DELIVERY.md, S7): whatever moves the one goes through here for the other. */
#ifndef LAMRELAY_CORE_QUESTION_H
#define LAMRELAY_CORE_QUESTION_H

#include "base/lifecycle.h"
#include "core/conference.h"
#include "core/question_acts.h"

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

/* --- questions (question.c, question_apply.c, queue.c) --- */
extern const struct lifecycle QUESTION_LIFE; /* acts are enum command_type */
void questions_finish(struct conference *conference);
/* The question that is asked waits again: whoever was called for it is not there. Room for QUESTION_TOUCHES must have been reserved. */
enum { QUESTION_TOUCHES = 8 };
void question_wait_again(struct conference *conference, uint32_t number, uint32_t actor, struct touched *touched);
/* Nobody asks it who could say more or take it back: neither a person nor a site. */
bool question_is_of_desk(const struct question *question);
bool question_me_too_of(const struct question *question, uint32_t person);

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

#endif
