/* rewrite.h - a journal written again, event by event, for `forget`. Faults are said on stderr. Blocks. */
#ifndef LAMRELAY_APP_REWRITE_H
#define LAMRELAY_APP_REWRITE_H

#include "app/forget.h"
#include "base/error.h"

/* Reads the journal in `from`, changes every event and appends it to a new journal in the directory `to`, which is marked as made from the
 * old one; the chain is made anew. `forgetting` has just begun. SYSTEM, DAMAGED, NOT_STORED, NO_MEMORY, INTERNAL. */
enum error rewrite_journal(const char *from, const char *to, struct forgetting *forgetting);

#endif
