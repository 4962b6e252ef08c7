/* told_clock.c - put in front of libc by LD_PRELOAD: clocks that a test sets, in the file named by $TOLD_CLOCK, which holds two numbers of 8 bytes.
 *
 *     first    where the wall clock and the boot clock stand, ms since 1970: hub time is then exactly that. 0 = they go as they are
 *     second   seconds by which the wall clock alone is moved, as when somebody sets the time of a machine
 *
 * What measures how long something takes (the monotonic clock) goes on. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile struct {
    int64_t stands, moved;
} *told;

__attribute__((constructor)) static void open_told_clock(void) {
    const char *path = getenv("TOLD_CLOCK");
    int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *memory = file >= 0 ? mmap(NULL, sizeof *told, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
    if (memory == MAP_FAILED)
        abort();
    close(file);
    told = memory;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    bool wall = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    if (told && told->stands && (wall || clock == CLOCK_BOOTTIME)) {
        int64_t milliseconds = told->stands;
        now->tv_sec = milliseconds / 1000;
        now->tv_nsec = milliseconds % 1000 * 1000000;
        return 0;
    }
    int failed = (int)syscall(SYS_clock_gettime, clock, now);
    if (!failed && told && wall)
        now->tv_sec += told->moved;
    return failed;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out)
        *out = now.tv_sec;
    return now.tv_sec;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec precise;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}
