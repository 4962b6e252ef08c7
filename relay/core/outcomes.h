/* outcomes.h - what each command came to, by (actor, key), for the whole conference (invariant 2). Pure.
 *
 * An outcome is made from the event, so a replay gives the same bytes as the first answer did. */
#ifndef LAMRELAY_CORE_OUTCOMES_H
#define LAMRELAY_CORE_OUTCOMES_H

#include "base/error.h"
#include "core/event.h"

struct outcomes;

struct outcome {
    uint64_t seq;
    int64_t at;
    uint32_t actor;
    uint8_t key[KEY_SIZE];
    uint8_t params[PARAMS_SIZE];
    uint8_t error;       /* enum error: what a remembered refusal said */
    uint8_t error_field; /* enum field, or FIELD_COUNT */
    uint8_t thing;       /* enum field: question, speaker, poll, item or message; FIELD_COUNT = none */
    uint32_t number;     /* of that thing */
    uint32_t rev;        /* 0 = none */
    uint32_t before;     /* the outcome in whose place this one is, index + 1; 0 = none */
};

struct outcomes *outcomes_create(void);            /* NULL = out of memory */
void outcomes_destroy(struct outcomes *outcomes);  /* NULL is harmless */
/* Remembers what the event says of the command that made it; an event without a key is skipped. The first outcome of a key stays, but
 * for a ballot's that was late (rule B11). NONE or NO_MEMORY (nothing changed). */
enum error outcomes_add(struct outcomes *outcomes, uint32_t actor, const struct event *event);
/* The outcome, or NULL. Borrowed until the next add or drop. */
const struct outcome *outcomes_find(const struct outcomes *outcomes, uint32_t actor, const uint8_t key[KEY_SIZE]);
/* What a repeat is answered now, ERROR_NONE or the refusal: a ballot that was late has no result before the announcement (rule B11); then it is
 * POLL_CLOSED, which is final. */
enum error conference_outcome_error(const struct conference *conference, const struct outcome *outcome);
/* Forgets those with seq > `last`: their events did not become durable. */
void outcomes_drop_after(struct outcomes *outcomes, uint64_t last);

#endif
