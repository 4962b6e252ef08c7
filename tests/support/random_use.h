/* random_use.h - people who do anything at any time: which of them does what is drawn from a seed, so that the same seed is the same conference.
 *
 * What must stay with its reader says so itself: a question is "canary-PERSON-…", a letter "letter-PERSON-…", an opinion "collected-…", and a ballot
 * comes from a device that begins with its voter's canary. Of the programme of tests/scenarios. */
#ifndef LAMRELAY_TESTS_RANDOM_USE_H
#define LAMRELAY_TESTS_RANDOM_USE_H

#include "support/world.h"

/* Gives the admin a password; from here on all that is drawn follows from the seed. */
void random_use_begin(struct world *world, uint64_t seed);
unsigned random_use_draw(unsigned below);
/* Somebody does something, which may not fit; `number` counts the steps from 0. */
void random_use_step(struct world *world, unsigned number);
/* The same of a conference that is led: most of what is done fits. */
void random_use_led_step(struct world *world, unsigned number);
/* Nine characters that stand in a row with a choice of this person, and nowhere else; borrowed until the next call. */
const char *random_use_ballot_canary(const char *person);

#endif
