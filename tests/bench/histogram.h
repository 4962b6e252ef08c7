/* histogram.h - how often which time was seen, in cells 1/64 wide of what they hold (HDR-like): every percentile is right to 1.6 %. Nanoseconds. */
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stdint.h>
#include <stdio.h>

enum { HISTOGRAM_FINE = 64, HISTOGRAM_CELLS = HISTOGRAM_FINE * 36 }; /* up to some 2,000 s; what is longer stands in the last cell */

struct histogram {
    uint64_t cells[HISTOGRAM_CELLS], total, most;
};

void histogram_add(struct histogram *histogram, uint64_t nanoseconds);
/* The time that this share (0 to 1) of all did not exceed; 0 when there is none. */
uint64_t histogram_at(const struct histogram *histogram, double share);
/* As members of a JSON object: "NAME":{"count":…,"p50":…,"p90":…,"p99":…,"max":…,"cells":[[upper end, count],…]}; without a comma. */
void histogram_print(FILE *out, const char *name, const struct histogram *histogram);

#endif
