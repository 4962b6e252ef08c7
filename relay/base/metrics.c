#include "metrics.h"

#include <inttypes.h>
#include <stdatomic.h>

static _Atomic int64_t values[METRIC_COUNT];

static const struct {
    const char *name;
    const char *type;
    const char *help;
} metrics[METRIC_COUNT] = {
#define METRIC_ROW(name, type, text, help) [METRIC_##name] = {text, #type, help},
    METRIC_LIST(METRIC_ROW)
#undef METRIC_ROW
};

/* By the first error that has the word. */
static _Atomic int64_t refusals[ERROR_COUNT];

enum { BUCKETS = 12, FIRST_BUCKET_MICROSECONDS = 250 }; /* each twice the one before; the last 0.512 s */

static struct {
    _Atomic int64_t buckets[BUCKETS + 1], sum; /* not cumulative; the last: longer than all; microseconds */
    _Atomic int64_t last, longest;
} times[METRIC_TIME_COUNT];

static const struct {
    const char *name, *help;
} times_info[METRIC_TIME_COUNT] = {
#define METRIC_ROW(name, text, help) [METRIC_TIME_##name] = {text, help},
    METRIC_TIME_LIST(METRIC_ROW)
#undef METRIC_ROW
};

void metric_took(enum metric_time time, int64_t microseconds) {
    unsigned bucket = 0;
    while (bucket < BUCKETS && microseconds > (int64_t)FIRST_BUCKET_MICROSECONDS << bucket) {
        bucket++;
    }
    atomic_fetch_add_explicit(&times[time].buckets[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&times[time].sum, microseconds, memory_order_relaxed);
    atomic_store_explicit(&times[time].last, microseconds, memory_order_relaxed);
    int64_t longest = atomic_load_explicit(&times[time].longest, memory_order_relaxed);
    while (microseconds > longest &&
           !atomic_compare_exchange_weak_explicit(&times[time].longest, &longest, microseconds, memory_order_relaxed, memory_order_relaxed)) {
    }
}

int64_t metric_last(enum metric_time time) {
    return atomic_load_explicit(&times[time].last, memory_order_relaxed);
}

int64_t metric_longest(enum metric_time time) {
    return atomic_exchange_explicit(&times[time].longest, 0, memory_order_relaxed);
}

int64_t metric_took_at_most(enum metric_time time, unsigned exponent) {
    int64_t count = 0;
    for (unsigned bucket = 0; bucket <= BUCKETS && bucket <= exponent; bucket++) {
        count += atomic_load_explicit(&times[time].buckets[bucket], memory_order_relaxed);
    }
    return count;
}

static enum error print_time(struct buffer *out, enum metric_time time) {
    const char *name = times_info[time].name;
    enum error error = buffer_printf(out, "# HELP %s %s\n# TYPE %s histogram\n", name, times_info[time].help, name);
    int64_t sum = atomic_load_explicit(&times[time].sum, memory_order_relaxed), count = 0;
    for (unsigned bucket = 0; bucket < BUCKETS && error == ERROR_NONE; bucket++) {
        count += atomic_load_explicit(&times[time].buckets[bucket], memory_order_relaxed);
        int64_t bound = (int64_t)FIRST_BUCKET_MICROSECONDS << bucket;
        error = buffer_printf(out, "%s_bucket{le=\"0.%06" PRId64 "\"} %" PRId64 "\n", name, bound, count);
    }
    count += atomic_load_explicit(&times[time].buckets[BUCKETS], memory_order_relaxed);
    if (error == ERROR_NONE) {
        error = buffer_printf(out, "%s_bucket{le=\"+Inf\"} %" PRId64 "\n%s_sum %" PRId64 ".%06" PRId64 "\n%s_count %" PRId64 "\n", name, count,
                              name, sum / 1000000, sum % 1000000, name, count);
    }
    return error;
}

void metric_add(enum metric metric, int64_t amount) {
    atomic_fetch_add_explicit(&values[metric], amount, memory_order_relaxed);
}

void metric_set(enum metric metric, int64_t value) {
    atomic_store_explicit(&values[metric], value, memory_order_relaxed);
}

int64_t metric_get(enum metric metric) {
    return atomic_load_explicit(&values[metric], memory_order_relaxed);
}

void metric_refusal(enum error error) {
    atomic_fetch_add_explicit(&refusals[error_from_word(error_word(error))], 1, memory_order_relaxed);
}

int64_t metric_refusals(enum error error) {
    return atomic_load_explicit(&refusals[error_from_word(error_word(error))], memory_order_relaxed);
}

/* All words, also those that have not been said yet: a rate needs to see the counter begin at 0. */
static enum error print_refusals(struct buffer *out) {
    enum error error = buffer_append_text(out, "# HELP lamrelay_refusals_total answers with an error, by its code\n"
                                               "# TYPE lamrelay_refusals_total counter\n");
    for (int i = ERROR_NONE + 1; i < ERROR_COUNT && error == ERROR_NONE; i++) {
        const char *word = error_word((enum error)i);
        if (error_from_word(word) == (enum error)i) {
            error = buffer_printf(out, "lamrelay_refusals_total{code=\"%s\"} %" PRId64 "\n", word,
                                  metric_refusals((enum error)i));
        }
    }
    return error;
}

enum error metrics_each(enum error (*each)(void *context, const char *name, int64_t value), void *context) {
    enum error error = ERROR_NONE;
    for (int i = 0; i < METRIC_COUNT && error == ERROR_NONE; i++) {
        error = each(context, metrics[i].name, metric_get((enum metric)i));
    }
    return error;
}

enum error metrics_print(struct buffer *out) {
    size_t length_before = out->length;
    enum error error = ERROR_NONE;
    for (int i = 0; i < METRIC_COUNT && error == ERROR_NONE; i++) {
        error = buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRId64 "\n", metrics[i].name, metrics[i].help,
                              metrics[i].name, metrics[i].type, metrics[i].name, metric_get((enum metric)i));
    }
    for (int i = 0; i < METRIC_TIME_COUNT && error == ERROR_NONE; i++) {
        error = print_time(out, (enum metric_time)i);
    }
    if (error == ERROR_NONE) {
        error = print_refusals(out);
    }
    if (error != ERROR_NONE) {
        out->length = length_before;
    }
    return error;
}
