/* check.h - the tests' own few words. A test program is a table of plain functions:
 *
 *     static void empty_is_refused(void) { CHECK(thing_make("") == NULL); }
 *     static const struct check_test tests[] = {{"empty is refused", empty_is_refused}};
 *     int main(int count, char **words) { return CHECK_MAIN(tests, count, words); }
 *
 * A check that fails is recorded and the test goes on; where going on makes no sense: `if (!CHECK(thing != NULL))
 * return;`. Words on the command line choose the tests whose names contain one of them. Thread: the checks may be
 * called from any thread, the rest from the main one. */
#ifndef LAMRELAY_TESTS_CHECK_H
#define LAMRELAY_TESTS_CHECK_H

#include <stdbool.h>
#include <stddef.h>

struct check_test {
    const char *name;
    void (*run)(void);
};

/* Each is an expression: true when it holds. */
#define CHECK(condition) check_that((condition), #condition, __FILE__, __LINE__)
#define CHECK_NUMBER(actual, expected)                                                                                 \
    check_number((long long)(actual), (long long)(expected), #actual, __FILE__, __LINE__)
#define CHECK_TEXT(actual, expected) check_text((actual), (expected), #actual, __FILE__, __LINE__)
#define CHECK_BYTES(actual, actual_length, expected, expected_length)                                                  \
    check_bytes((actual), (actual_length), (expected), (expected_length), #actual, __FILE__, __LINE__)

/* Runs the table once for each variant; the test asks check_variant() which one it is. */
#define CHECK_MAIN_VARIANTS(tests, variants, count, words)                                                             \
    check_run_variants((tests), sizeof(tests) / sizeof((tests)[0]), (variants),                                        \
                       sizeof(variants) / sizeof((variants)[0]), (count), (words))
#define CHECK_MAIN(tests, count, words) check_run((tests), sizeof(tests) / sizeof((tests)[0]), (count), (words))

bool check_that(bool holds, const char *what, const char *file, int line);
bool check_number(long long actual, long long expected, const char *what, const char *file, int line);
bool check_text(const char *actual, const char *expected, const char *what, const char *file,
                int line); /* NULL = absent */
bool check_bytes(const void *actual, size_t actual_length, const void *expected, size_t expected_length,
                 const char *what, const char *file, int line);

/* Printed with the failures of this test, until the next note: which seed, which of the vectors. */
void check_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The test cannot run here; it counts as passed and the reason is printed. */
void check_skip(const char *reason);

/* A fresh directory of the running test, removed with all in it when the test is over. Never NULL: it exits when none
 * can be made. */
const char *check_directory(void);
/* "<directory>/<name>"; valid until the test is over. */
const char *check_path(const char *name);

/* Prints `ok NAME` or `FAIL NAME` lines and "N passed, N failed"; the exit code: 0 when none failed and one was run at
 * least. */
int check_run(const struct check_test *tests, size_t test_count, int word_count, char **words);
/* The same for each of the variants; names are printed as "VARIANT: NAME". */
int check_run_variants(const struct check_test *tests, size_t test_count, const char *const variants[],
                       size_t variant_count, int word_count, char **words);
/* The variant that is running; "" when there are none. */
const char *check_variant(void);

#endif
