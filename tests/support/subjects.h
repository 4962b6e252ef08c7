/* subjects.h - a conference in which one thing is in one state: for tests that go through all of them. */
#ifndef LAMRELAY_TESTS_SUBJECTS_H
#define LAMRELAY_TESTS_SUBJECTS_H

#include "support/world.h"

enum { SUBJECT_COUNT = 37, SUBJECT_STEPS = 8 };

struct subject_step {
    const char *person, *method, *params; /* person NULL: five seconds go by */
};

struct subject {
    enum field thing;  /* which: number 1 of its kind; FIELD_COUNT: nothing in particular */
    const char *state;
    struct subject_step steps[SUBJECT_STEPS];
};

extern const struct subject SUBJECTS[SUBJECT_COUNT];

/* The world in which the steps have been taken; the caller destroys it. A step that is refused fails the running test. Its people: admin,
 * moderator, chair, chair-two, operator and operator-two (of dc07), operator-elsewhere (of dc12), responder, display, and the participants of tests/scenarios/policy.json.
 * The thing is dc07-0001's. */
struct world *subject_world(const struct subject *subject);

#endif
