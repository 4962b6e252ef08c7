/* lifecycle.h - the life of a thing as a const table. Pure. */
#ifndef LAMRELAY_BASE_LIFECYCLE_H
#define LAMRELAY_BASE_LIFECYCLE_H

#include <stdbool.h>
#include <stddef.h>

struct lifecycle_move {
    int from; /* state before */
    int act;  /* what happens */
    int to;   /* state after */
};

struct lifecycle {
    const char *name;
    const struct lifecycle_move *moves;
    size_t count;
};

/* The state after `act` from `from`, or -1 when the table has no such move. */
int lifecycle_next(const struct lifecycle *lifecycle, int from, int act);

#endif
