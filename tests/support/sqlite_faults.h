/* sqlite_faults.h - a layer between SQLite and the disk that fails on demand: disk full, torn writes, fsync errors. It
 * becomes the default for all connections opened after faults_install. Thread: any. */
#ifndef LAMRELAY_TESTS_SQLITE_FAULTS_H
#define LAMRELAY_TESTS_SQLITE_FAULTS_H

#include <stdbool.h>

enum fault_call {
    FAULT_OPEN, /* opening a file */
    FAULT_READ,
    FAULT_WRITE, /* the first half of the bytes is written, then it fails */
    FAULT_SYNC,  /* what was written stays in the file */
    FAULT_MAP,   /* the shared memory of the write-ahead log */
    FAULT_CALLS,
};

void faults_install(void);
/* Call number `nth` from now (1 = the next) fails with SQLite's `code`, and all later ones too if `lasting`. Counts
 * start anew. */
void faults_set(enum fault_call call, unsigned long nth, bool lasting, int code);
/* Nothing fails any more; counts start anew. */
void faults_clear(void);
/* Calls since the last faults_set or faults_clear. */
unsigned long faults_counted(enum fault_call call);
/* Has the fault that was set come up? */
bool faults_happened(enum fault_call call);

#endif
