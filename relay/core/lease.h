/* lease.h - who speaks for a site (relay/DELIVERY.md, O). For the files of core/ only.
 *
 * Several operators may belong to a site; one of them holds its lease. Leases of a site are numbered from 1 and never come back, so a number that an
 * act carries says under whose word it was made. Pure. */
#ifndef LAMRELAY_CORE_LEASE_H
#define LAMRELAY_CORE_LEASE_H

#include "base/error.h"
#include <stdbool.h>
#include <stdint.h>

struct command;
struct conference;
struct fault;
struct touched;

/* What an operator's command has to do with the lease of the own site. Nobody else has one, and may not name one. */
enum lease_use {
    LEASE_FREE,       /* nothing: it is nobody's word but the person's own, or a fact that any operator may state */
    LEASE_HELD,       /* dangerous when stale: of who holds the lease now */
    LEASE_MADE_UNDER, /* may sit in an outbox: of who held the lease that it names, now or before */
};

struct lease {
    uint32_t *holders; /* people, by number of the lease - 1; owned */
    uint32_t count, capacity;
    uint32_t holder;   /* person, index + 1; 0 = nobody */
    int64_t at;        /* when it was taken */
};

void lease_finish(struct lease *lease);
/* NONE; NOT_ALLOWED: who is no operator names a lease; FENCED_SITE: another speaks for the site (fault: lease, the row of the site). While nobody holds
 * a lease, each operator of the site may act without one. */
enum error lease_check(const struct conference *conference, const struct command *command, enum lease_use use, struct fault *fault);
/* The person is removed, or has other rights: no lease stays with whoever is no operator of the site. One touch at most, for which room must have been
 * reserved. */
void lease_follow(struct conference *conference, uint32_t person, struct touched *touched);
/* The person has another name: touches the site that shows it. One touch at most, reserved. */
void lease_touch_named(const struct conference *conference, uint32_t person, struct touched *touched);

#endif
