/* sqlite_description.h - whether a file of ours still says of itself what we once wrote: SQLite reads the rows by it, and nothing but we ourselves looks after it.
 * With one letter of PRIMARY KEY changed a file full of records would be read as an empty one; with one bit of a number it would be taken for a new one, or an old
 * page be given to what is written next. Inside journal/ only. Thread: whoever has the connection. */
#ifndef LAMRELAY_JOURNAL_SQLITE_DESCRIPTION_H
#define LAMRELAY_JOURNAL_SQLITE_DESCRIPTION_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

struct described_table {
    const char *name;
    const char *words; /* CREATE TABLE …, to the letter, as it was made */
    int64_t root;      /* the page it begins at; 0 = any */
};

enum description {
    DESCRIPTION_NONE,    /* a file that nobody has written anything into yet */
    DESCRIPTION_OURS,    /* every table is as it was made; others beside them are none of our business */
    DESCRIPTION_OTHER,   /* something, but none of these tables */
    DESCRIPTION_DAMAGED, /* ours once */
};

/* Writes nothing (a connection that may write does recover the log beside the file, as with any reading). SQLITE_OK: `*out` is the answer; else SQLite's code. */
int description_read(sqlite3 *database, const struct described_table *tables, size_t count, enum description *out);

#endif
