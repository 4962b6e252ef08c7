#include "base/memory.h"
#include "base/metrics.h"
#include "support/check.h"

#include <pthread.h>
#include <string.h>

static void figures_add_up(void) {
    metric_set(METRIC_CONNECTIONS, 5);
    metric_add(METRIC_CONNECTIONS, -2);
    CHECK_NUMBER(metric_get(METRIC_CONNECTIONS), 3);
    CHECK_NUMBER(metric_get(METRIC_JOURNAL_SEQ), 0);
}

static void the_text_is_prometheus(void) {
    struct buffer out;
    buffer_init(&out);
    metric_set(METRIC_CONNECTIONS, 3);
    metric_set(METRIC_EVENTS, INT64_MAX);
    CHECK_NUMBER(metrics_print(&out), ERROR_NONE);
    CHECK_NUMBER(buffer_append(&out, "", 1), ERROR_NONE);
    CHECK(strncmp(out.bytes,
                  "# HELP lamrelay_connections WebSocket connections open now\n# TYPE lamrelay_connections gauge\n"
                  "lamrelay_connections 3\n",
                  116) == 0);
    CHECK(strstr(out.bytes, "# TYPE lamrelay_events_total counter\nlamrelay_events_total 9223372036854775807\n") !=
          NULL);
    size_t lines = 0;
    for (const char *c = out.bytes; *c != '\0'; c++) {
        lines += *c == '\n' ? 1 : 0;
    }
    CHECK(lines > 3 * METRIC_COUNT);
    buffer_finish(&out);
}

static void a_refusal_counts_under_its_word(void) {
    metric_refusal(ERROR_NOT_A_REQUEST);
    metric_refusal(ERROR_MALFORMED);
    metric_refusal(ERROR_SYSTEM);
    CHECK_NUMBER(metric_refusals(ERROR_PARSE), 2);
    CHECK_NUMBER(metric_refusals(ERROR_BUSY), 1);
    CHECK_NUMBER(metric_refusals(ERROR_LATE), 0);
    struct buffer out;
    buffer_init(&out);
    CHECK_NUMBER(metrics_print(&out), ERROR_NONE);
    CHECK_NUMBER(buffer_append(&out, "", 1), ERROR_NONE);
    const char *line = strstr(out.bytes, "lamrelay_refusals_total{code=\"malformed\"} 2\n");
    CHECK(line != NULL && strstr(line + 40, "code=\"malformed\"") == NULL);
    CHECK(strstr(out.bytes, "lamrelay_refusals_total{code=\"late\"} 0\n") != NULL);
    CHECK(strstr(out.bytes, "code=\"none\"") == NULL);
    buffer_finish(&out);
}

static void times_stand_in_buckets(void) {
    struct buffer out;
    buffer_init(&out);
    metric_took(METRIC_TIME_SWEEP, 250);
    metric_took(METRIC_TIME_SWEEP, 251);
    metric_took(METRIC_TIME_SWEEP, 3000000);
    CHECK_NUMBER(metric_last(METRIC_TIME_APPEND), 0);
    CHECK_NUMBER(metric_last(METRIC_TIME_SWEEP), 3000000);
    CHECK_NUMBER(metric_longest(METRIC_TIME_SWEEP), 3000000);
    CHECK_NUMBER(metric_longest(METRIC_TIME_SWEEP), 0); /* since then: none */
    CHECK_NUMBER(metric_took_at_most(METRIC_TIME_SWEEP, 0), 1);
    CHECK_NUMBER(metric_took_at_most(METRIC_TIME_SWEEP, 1), 2);
    CHECK_NUMBER(metric_took_at_most(METRIC_TIME_SWEEP, 11), 2);
    CHECK_NUMBER(metric_took_at_most(METRIC_TIME_SWEEP, 12), 3);
    CHECK_NUMBER(metrics_print(&out), ERROR_NONE);
    CHECK_NUMBER(buffer_append(&out, "", 1), ERROR_NONE);
    CHECK(strstr(out.bytes, "# TYPE lamrelay_sweep_seconds histogram\nlamrelay_sweep_seconds_bucket{le=\"0.000250\"} 1\n") != NULL);
    CHECK(strstr(out.bytes, "_bucket{le=\"0.512000\"} 2\nlamrelay_sweep_seconds_bucket{le=\"+Inf\"} 3\nlamrelay_sweep_seconds_sum 3.000501\n"
                            "lamrelay_sweep_seconds_count 3\n") != NULL);
    buffer_finish(&out);
}

static void out_of_memory_changes_nothing(void) {
    struct buffer out;
    buffer_init(&out);
    CHECK_NUMBER(buffer_append_text(&out, "kept"), ERROR_NONE);
    for (unsigned long nth = 1; nth < 4; nth++) {
        memory_fail_from(nth);
        CHECK_NUMBER(metrics_print(&out), ERROR_NO_MEMORY);
        CHECK_BYTES(out.bytes, out.length, "kept", 4);
    }
    memory_fail_from(0);
    buffer_finish(&out);
}

static void *add_many(void *context) {
    (void)context;
    for (int i = 0; i < 10000; i++) {
        metric_add(METRIC_MESSAGES, 1);
    }
    return NULL;
}

static void threads_may_add(void) {
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++) {
        CHECK_NUMBER(pthread_create(&threads[i], NULL, add_many, NULL), 0);
    }
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_NUMBER(metric_get(METRIC_MESSAGES), 40000);
}

static const struct check_test tests[] = {
    {"figures add up", figures_add_up},
    {"the text is Prometheus's", the_text_is_prometheus},
    {"a refusal counts under its word", a_refusal_counts_under_its_word},
    {"times stand in buckets", times_stand_in_buckets},
    {"out of memory changes nothing", out_of_memory_changes_nothing},
    {"threads may add", threads_may_add},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
