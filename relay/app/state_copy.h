/* state_copy.h - what a conference needs to be restored, copied from one directory into another: journal and credential key. For
 * `backup` and `restore`. Faults are said on stderr. */
#ifndef LAMRELAY_APP_STATE_COPY_H
#define LAMRELAY_APP_STATE_COPY_H

#include "base/error.h"
#include "journal/journal.h"

/* Copies into `to`, an empty directory of ours (mode 0700); a hub may be running on `from`. A key that is not there is said, and no fault.
 * The copy is durable, and every record in it follows from the one before and applies; `out` is its journal. SYSTEM, DAMAGED, NO_MEMORY. */
enum error state_copy(const char *from, const char *to, struct journal_state *out);
/* Whether journal and events in `directory` hold together; `out` is its journal. SYSTEM, DAMAGED, NO_MEMORY. */
enum error state_verify(const char *directory, struct journal_state *out);
/* Makes a directory of its own (mode 0700) whose name begins with `beside`; `*out` is the caller's (memory_release). SYSTEM, NO_MEMORY. */
enum error state_make_draft(const char *beside, char **out);
/* Removes a draft with what state_copy put in it. */
void state_remove_draft(const char *draft);
/* "journal ID, N records, last hash H" on stdout, behind `what` and a colon. */
void state_print(const char *what, const struct journal_state *state);

#endif
