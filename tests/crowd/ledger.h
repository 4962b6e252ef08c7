/* ledger.h - what the crowd wished and was told, as JSON lines for whoever compares it with the journal. */
#ifndef CROWD_LEDGER_H
#define CROWD_LEDGER_H

#include "person.h"

/* A line for each command and for each ballot that a person was shown last. False: said on stderr. */
bool ledger_write(const char *path, const struct person *people, uint32_t count);
/* All figures on one line of stdout. */
void ledger_say_figures(const struct figures *figures);

#endif
