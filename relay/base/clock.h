/* clock.h - the two clocks, read only by layers that do I/O (never by core). Any thread. */
#ifndef LAMRELAY_BASE_CLOCK_H
#define LAMRELAY_BASE_CLOCK_H

#include <stdint.h>

/* Hub time: milliseconds since 1970 that never step back or jump: the wall clock at the first call, advanced by
 * CLOCK_BOOTTIME. */
int64_t clock_hub_time(void);
/* Raises hub time so that it is at least `least` (the time of the journal's last event). */
void clock_not_before(int64_t least);

#endif
