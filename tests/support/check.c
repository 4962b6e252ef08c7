#include "check.h"

#include <errno.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { FAILURES_PRINTED = 20, PATHS = 64, PATH_SIZE = 512 };

static struct {
    atomic_int failures;
    char note[256];
    const char *skipped;
    const char *variant;
    char directory[PATH_SIZE / 2];
    char paths[PATHS][PATH_SIZE];
    size_t path_count;
} running;

static bool failed(const char *file, int line, const char *what) {
    int before = atomic_fetch_add(&running.failures, 1);
    if (before == FAILURES_PRINTED) {
        printf("    ... and more\n");
    }
    if (before >= FAILURES_PRINTED) {
        return false;
    }
    printf("    %s:%d: %s%s%s%s", file, line, what, running.note[0] != '\0' ? "  [" : "", running.note,
           running.note[0] != '\0' ? "]" : "");
    return true;
}

bool check_that(bool holds, const char *what, const char *file, int line) {
    if (!holds && failed(file, line, what)) {
        printf("\n");
    }
    return holds;
}

bool check_number(long long actual, long long expected, const char *what, const char *file, int line) {
    if (actual != expected && failed(file, line, what)) {
        printf(" is %lld, not %lld\n", actual, expected);
    }
    return actual == expected;
}

bool check_text(const char *actual, const char *expected, const char *what, const char *file, int line) {
    bool same = actual == NULL || expected == NULL ? actual == expected : strcmp(actual, expected) == 0;
    if (!same && failed(file, line, what)) {
        printf(" is\n        %s\n      not\n        %s\n", actual == NULL ? "(absent)" : actual,
               expected == NULL ? "(absent)" : expected);
    }
    return same;
}

static void print_bytes(const unsigned char *bytes, size_t length) {
    printf("        (%zu)", length);
    for (size_t i = 0; i < length && i < 64; i++) {
        printf(" %02x", bytes[i]);
    }
    printf("%s\n", length > 64 ? " ..." : "");
}

bool check_bytes(const void *actual, size_t actual_length, const void *expected, size_t expected_length,
                 const char *what, const char *file, int line) {
    bool same =
        actual_length == expected_length && (actual_length == 0 || memcmp(actual, expected, actual_length) == 0);
    if (!same && failed(file, line, what)) {
        printf(" is\n");
        print_bytes(actual, actual_length);
        printf("      not\n");
        print_bytes(expected, expected_length);
    }
    return same;
}

void check_note(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(running.note, sizeof(running.note), format, arguments);
    va_end(arguments);
}

void check_skip(const char *reason) {
    running.skipped = reason;
}

const char *check_directory(void) {
    if (running.directory[0] != '\0') {
        return running.directory;
    }
    const char *parent = getenv("TMPDIR");
    int length = snprintf(running.directory, sizeof(running.directory), "%s/lamrelay-test-XXXXXX",
                          parent != NULL && parent[0] != '\0' ? parent : "/tmp");
    if (length < 0 || (size_t)length >= sizeof(running.directory) || mkdtemp(running.directory) == NULL) {
        fprintf(stderr, "cannot make %s: %s\n", running.directory, strerror(errno));
        exit(2);
    }
    return running.directory;
}

const char *check_path(const char *name) {
    for (size_t i = 0; i < running.path_count; i++) {
        if (strcmp(running.paths[i] + strlen(check_directory()) + 1, name) == 0) {
            return running.paths[i];
        }
    }
    if (running.path_count == PATHS) {
        fprintf(stderr, "more than %d paths in one test\n", PATHS);
        exit(2);
    }
    char *path = running.paths[running.path_count++];
    snprintf(path, PATH_SIZE, "%s/%s", check_directory(), name);
    return path;
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place) {
    (void)status;
    (void)kind;
    (void)place;
    return remove(path);
}

static void run_one(const struct check_test *test) {
    atomic_store(&running.failures, 0);
    running.note[0] = '\0';
    running.skipped = NULL;
    running.directory[0] = '\0';
    running.path_count = 0;
    test->run();
    if (running.directory[0] != '\0') {
        nftw(running.directory, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    }
}

static bool is_chosen(const char *name, int word_count, char **words) {
    for (int i = 1; i < word_count; i++) {
        if (strstr(name, words[i]) != NULL) {
            return true;
        }
    }
    return word_count < 2;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

const char *check_variant(void) {
    return running.variant;
}

struct totals {
    size_t passed;
    size_t failed;
};

static void run_table(const struct check_test *tests, size_t test_count, int word_count, char **words,
                      struct totals *totals) {
    for (size_t i = 0; i < test_count; i++) {
        char name[256];
        snprintf(name, sizeof(name), "%s%s%s", running.variant, running.variant[0] == '\0' ? "" : ": ", tests[i].name);
        if (!is_chosen(name, word_count, words)) {
            continue;
        }
        run_one(&tests[i]);
        bool good = atomic_load(&running.failures) == 0;
        totals->passed += good ? 1 : 0;
        totals->failed += good ? 0 : 1;
        if (running.skipped != NULL) {
            printf("%s %s (skipped: %s)\n", good ? "ok" : "FAIL", name, running.skipped);
        } else {
            printf("%s %s\n", good ? "ok" : "FAIL", name);
        }
    }
}

int check_run_variants(const struct check_test *tests, size_t test_count, const char *const variants[],
                       size_t variant_count, int word_count, char **words) {
    struct totals totals = {0, 0};
    double started = seconds();
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (size_t i = 0; i < variant_count; i++) {
        running.variant = variants[i];
        run_table(tests, test_count, word_count, words, &totals);
    }
    printf("%zu passed, %zu failed (%.1f s)\n", totals.passed, totals.failed, seconds() - started);
    return totals.failed == 0 && totals.passed > 0 ? 0 : 1;
}

int check_run(const struct check_test *tests, size_t test_count, int word_count, char **words) {
    static const char *const none[] = {""};
    return check_run_variants(tests, test_count, none, 1, word_count, words);
}
