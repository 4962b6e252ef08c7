/* facts.h - what is measured of the process and its disk, into base/metrics.h: how long the loop and the journal take, the journal's size, room left, age of the last backup.
 * Thread: the loop's. */
#ifndef LAMRELAY_NET_FACTS_H
#define LAMRELAY_NET_FACTS_H

#include <stdbool.h>

enum { FACTS_PATH_SIZE = 1024 };

/* A file whose time of change is that of the last backup; `lamrelay backup` leaves it in the hub's directory. */
#define FACTS_BACKUP_MARK "backup.at"

struct facts {
    char directory[FACTS_PATH_SIZE]; /* "" = nothing of the disk is measured */
    unsigned turns;
};

/* `directory` NULL or too long: nothing of the disk is measured. */
void facts_begin(struct facts *facts, const char *directory);
/* Called by a timer of the loop ten times a second. True every five seconds: the figures were set, by four calls of stat and statvfs of the directory. */
bool facts_turn(struct facts *facts);

#endif
