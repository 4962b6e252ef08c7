#include "net/facts.h"

#include "base/metrics.h"

#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

enum { FIGURES_TURNS = 50 };

static bool stat_in(const struct facts *facts, const char *name, struct stat *out) {
    char path[FACTS_PATH_SIZE + 32];
    snprintf(path, sizeof path, "%s/%s", facts->directory, name);
    return stat(path, out) == 0;
}

static void measure_disk(const struct facts *facts) {
    struct statvfs disk;
    struct stat journal, ahead, mark;
    if (*facts->directory == '\0')
        return;
    if (statvfs(facts->directory, &disk) == 0)
        metric_set(METRIC_DISK_FREE, (int64_t)disk.f_bavail * (int64_t)disk.f_frsize);
    if (stat_in(facts, "journal.sqlite", &journal))
        metric_set(METRIC_JOURNAL_BYTES, journal.st_size + (stat_in(facts, "journal.sqlite-wal", &ahead) ? ahead.st_size : 0));
    /* Whose clock was set back since says 0, not a time to come. */
    int64_t age = stat_in(facts, FACTS_BACKUP_MARK, &mark) ? (int64_t)(time(NULL) - mark.st_mtime) : -1;
    metric_set(METRIC_BACKUP_AGE, age < -1 ? 0 : age);
}

void facts_begin(struct facts *facts, const char *directory) {
    *facts = (struct facts){0};
    if (directory != NULL && snprintf(facts->directory, sizeof facts->directory, "%s", directory) >= FACTS_PATH_SIZE)
        *facts->directory = '\0';
    metric_set(METRIC_BACKUP_AGE, -1);
    measure_disk(facts);
}

bool facts_turn(struct facts *facts) {
    if (facts->turns++ % FIGURES_TURNS != 0)
        return false;
    metric_set(METRIC_LOOP_LAG, metric_longest(METRIC_TIME_LOOP_TURN) / 1000);
    metric_set(METRIC_APPEND_TIME, metric_last(METRIC_TIME_APPEND) / 1000);
    measure_disk(facts);
    return true;
}
