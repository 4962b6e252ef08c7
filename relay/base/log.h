/* log.h - one JSON object per line on the sink (stderr by default). Tiny vocabulary; never a secret, never the body of
 * a message. Thread: any (one write(2) per line). */
#ifndef LAMRELAY_BASE_LOG_H
#define LAMRELAY_BASE_LOG_H

#include <stddef.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

void log_set_level(enum log_level least);
void log_set_descriptor(int descriptor); /* where lines go; -1 = nowhere. Lines are counted anew */
/* {"time":"2026-11-22T09:00:00.123Z","level":"info","event":EVENT,"text":FORMATTED}. Control characters and non-UTF-8
 * bytes are escaped, a line is at most 2 KiB (longer text is cut). `event` is a short snake_case word.
 * Of one event at most 20 lines are written in 10 s; the next one that is says how many were left out. */
void log_line(enum log_level level, const char *event, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The last LOG_KEPT lines that were written, oldest first, each without its line feed, until `each` returns non-zero, which is then returned. The line is
 * borrowed for the call; `each` must not log. */
enum { LOG_KEPT = 64 };
typedef int (*log_kept)(void *context, const char *line, size_t length);
int log_each(log_kept each, void *context);

#endif
