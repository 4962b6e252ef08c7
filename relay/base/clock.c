#include "clock.h"

#include <stdatomic.h>
#include <time.h>

/* Hub time minus boot time; INT64_MIN = not set yet. It is only ever raised, so hub time never steps back. */
static _Atomic int64_t offset = INT64_MIN;

static int64_t milliseconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t offset_get(void) {
    int64_t current = atomic_load(&offset);
    if (current == INT64_MIN) {
        int64_t first = milliseconds(CLOCK_REALTIME) - milliseconds(CLOCK_BOOTTIME);
        /* Where another thread was first, `current` becomes what that thread has set. */
        if (atomic_compare_exchange_strong(&offset, &current, first)) {
            current = first;
        }
    }
    return current;
}

int64_t clock_hub_time(void) {
    /* The offset first: read the other way round, a raise between the two reads could give a time before one already
     * given. */
    int64_t current = offset_get();
    return milliseconds(CLOCK_BOOTTIME) + current;
}

void clock_not_before(int64_t least) {
    int64_t current = offset_get();
    int64_t wanted = least - milliseconds(CLOCK_BOOTTIME);
    while (current < wanted && !atomic_compare_exchange_weak(&offset, &current, wanted)) {
    }
}
