/* fuzz.h - what every fuzz target has: libFuzzer calls LLVMFuzzerTestOneInput with any bytes; a broken law stops the process. */
#ifndef LAMRELAY_TESTS_FUZZ_FUZZ_H
#define LAMRELAY_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A law that holds for any input; also in builds without assert. */
#define LAW(condition) law((condition), __FILE__, __LINE__, #condition)

static inline void law(_Bool holds, const char *file, int line, const char *words) {
    if (!holds) {
        fprintf(stderr, "%s:%d: the law is broken: %s\n", file, line, words);
        abort();
    }
}

#endif
