/* journal_sqlite_lock.h - a lock file beside the journal that tells a second process who has it. It saves people from a
 * mistake; what keeps a second writer out is the epoch. Inside journal/ only. */
#ifndef LAMRELAY_JOURNAL_JOURNAL_SQLITE_LOCK_H
#define LAMRELAY_JOURNAL_JOURNAL_SQLITE_LOCK_H

#include "base/error.h"

/* Locks "<path>.lock" and writes our process id in it. NONE: `*out` is a descriptor for lock_release. FENCED: another
 * process holds it. SYSTEM, NO_MEMORY. All logged; on failure `*out` is -1. */
enum error lock_take(const char *path, int *out);
/* -1 is harmless. The file stays: deleting it could take it away from the next one who has just opened it. */
void lock_release(int lock);

#endif
