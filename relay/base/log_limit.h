/* log_limit.h - how many lines of one event word the log takes, so that a fault that repeats does not fill the disk. For
 * log.c. Time is an argument; any thread. */
#ifndef LAMRELAY_BASE_LOG_LIMIT_H
#define LAMRELAY_BASE_LOG_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

enum { LOG_LIMIT_LINES = 20, LOG_LIMIT_MS = 10000 };

/* At most LOG_LIMIT_LINES for one word in LOG_LIMIT_MS. True: `*left_out` says how many of that word were refused since the last
 * one that was not. `now` in ms, of a clock that does not jump. */
bool log_limit_allows(const char *event, int64_t now, uint64_t *left_out);
/* Begins anew. */
void log_limit_reset(void);

#endif
