/* back_off.h - how long a link waits before it tries again: 0.5 s × 2ⁿ up to 15 s, of that anything between nothing and all (full jitter), so that many sites
 * do not come back at the same moment. Pure: chance comes from a seed. */
#ifndef LAMRELAY_LINK_BACK_OFF_H
#define LAMRELAY_LINK_BACK_OFF_H

#include <stdint.h>

enum { BACK_OFF_FIRST_MS = 500, BACK_OFF_MOST_MS = 15000 };

struct back_off {
    uint64_t state;    /* of the generator */
    uint32_t failures; /* since the last success */
};

void back_off_init(struct back_off *back_off, uint64_t seed);
/* A try failed: ms to wait before the next, 0 to the cap of this try. */
uint32_t back_off_failed(struct back_off *back_off);
void back_off_succeeded(struct back_off *back_off);

#endif
