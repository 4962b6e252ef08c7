/* doubtful_journal.h - a memory journal whose next appends can be held back, fail, or leave it open whether they happened. */
#ifndef LAMRELAY_TESTS_DOUBTFUL_JOURNAL_H
#define LAMRELAY_TESTS_DOUBTFUL_JOURNAL_H

#include "journal/journal.h"

enum doubt {
    DOUBT_NONE,            /* an ordinary journal */
    DOUBT_HOLD,            /* nothing becomes durable until the doubt is lifted */
    DOUBT_FULL,            /* every append fails, resync too: the disk is full */
    DOUBT_UNKNOWN_STORED,  /* the append happened, but nobody knows until resync */
    DOUBT_UNKNOWN_LOST,    /* it did not happen, and nobody knows */
};

struct journal *doubtful_open(void);
void doubtful_set(struct journal *journal, enum doubt doubt);

#endif
