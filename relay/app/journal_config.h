/* journal_config.h - what a conference consists of when no file says so: id, title and sites as its journal has them. Faults are said on stderr. */
#ifndef LAMRELAY_APP_JOURNAL_CONFIG_H
#define LAMRELAY_APP_JOURNAL_CONFIG_H

#include "codec/config.h"

/* Reads DIR/journal.sqlite, also while its hub runs. NONE: `*out` is the caller's until config_finish; its siteAddresses are those that
 * admins gave the sites, and it has no people, agenda or addresses of the hub. SYSTEM, DAMAGED,
 * NO_MEMORY (said): `*out` is empty. */
enum error journal_config_read(const char *directory, struct config *out);

#endif
