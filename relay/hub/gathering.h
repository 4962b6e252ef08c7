/* gathering.h - when the next append begins, and who goes with it: group commit. For the files of hub/ only.
 *
 * Normal course: a command is put into `collecting` (hub_enqueue), which says so here by hub_gather, and hub_proceed_soon is asked. With nothing going on it waits for
 * the turns of the loop in which others come (hub_turn), then goes. While an append is under way all that come wait for it. When one append follows on another those
 * who wait do so a moment longer, for each other (hub_gathers_until). Whenever it may be time hub_proceed asks for hub_next_batch, and steps what that has put into
 * `batch`. A deadline of the core waits for nobody.
 * What must hold: whoever waits for time alone is in hub_next_tick (hub_append_due, hub_deadline), whoever waits for a turn has scheduled one, everybody else waits for
 * an append under way, whose end calls hub_proceed, or, while it is not known whether one is stored, for the tick that looks (probe_at). Nobody waits for nothing.
 * Nothing here can fail. Thread: the loop's. */
#ifndef LAMRELAY_HUB_GATHERING_H
#define LAMRELAY_HUB_GATHERING_H

#include "hub/subscriber.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hub;

struct gathering {
    bool by_turns;         /* commands wait for hub_turn */
    unsigned turns_waited; /* 0 = nothing waits for one */
    size_t count_at_turn;  /* so many waited at the last turn ... */
    size_t count_at_rest;  /* ... and when the loop asked last whether it may rest */
    bool has_command;      /* something in `collecting` is no offer */
    bool is_urgent;        /* something in it may not wait for others at all */
    struct reference served_alone; /* whose command was the only one of the last append: the next of the same sender waits for nobody */
};

/* One more has come into `collecting`. */
void hub_gather(struct hub *hub, struct reference from, bool is_offer);
/* Starts the next append if nobody is waited for; else it will begin with the others, of this turn of the loop or after the append under way. */
void hub_proceed_soon(struct hub *hub);
/* True: hub->batch from batch_to on, or a deadline of the core, is to be served now. No append may be under way. */
bool hub_next_batch(struct hub *hub);

int64_t hub_gathers_until(const struct hub *hub); /* those who wait go then; INT64_MAX = nothing is being gathered */
int64_t hub_append_due(const struct hub *hub);    /* when those who wait go, or should have gone; INT64_MAX = nobody waits, or for something else than time */
int64_t hub_deadline(const struct hub *hub);      /* the next one of the core that is to be met; INT64_MAX = none */

#endif
