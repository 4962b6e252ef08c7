/* process.h - what the kernel knows of a process. */
#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <stdint.h>

/* CPU time of all its threads that live, in ns (schedstat; where the kernel has none, utime + stime in ticks). 0: there is no such process. */
uint64_t process_cpu(int pid);

#endif
