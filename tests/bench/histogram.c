#include "histogram.h"

#include <inttypes.h>
#include <stddef.h>

static size_t cell_of(uint64_t value) {
    if (value < 2 * HISTOGRAM_FINE)
        return (size_t)value;
    int shift = 63 - __builtin_clzll(value) - 6; /* leaves HISTOGRAM_FINE to 2 * HISTOGRAM_FINE - 1 */
    size_t cell = (size_t)shift * HISTOGRAM_FINE + (size_t)(value >> shift);
    return cell < HISTOGRAM_CELLS ? cell : HISTOGRAM_CELLS - 1;
}

static uint64_t upper_end(size_t cell) {
    if (cell < 2 * HISTOGRAM_FINE)
        return cell;
    size_t shift = cell / HISTOGRAM_FINE - 1;
    return ((uint64_t)(cell - shift * HISTOGRAM_FINE + 1) << shift) - 1;
}

void histogram_add(struct histogram *histogram, uint64_t nanoseconds) {
    histogram->cells[cell_of(nanoseconds)]++;
    histogram->total++;
    if (nanoseconds > histogram->most)
        histogram->most = nanoseconds;
}

uint64_t histogram_at(const struct histogram *histogram, double share) {
    uint64_t wanted = (uint64_t)(share * (double)histogram->total + 0.5), passed = 0;
    for (size_t cell = 0; cell < HISTOGRAM_CELLS; cell++) {
        passed += histogram->cells[cell];
        if (passed >= wanted && passed > 0)
            return upper_end(cell) < histogram->most ? upper_end(cell) : histogram->most;
    }
    return 0;
}

void histogram_print(FILE *out, const char *name, const struct histogram *histogram) {
    const char *comma = "";
    fprintf(out, "\"%s\":{\"count\":%" PRIu64 ",\"p50\":%" PRIu64 ",\"p90\":%" PRIu64 ",\"p99\":%" PRIu64 ",\"max\":%" PRIu64 ",\"cells\":[", name,
            histogram->total, histogram_at(histogram, 0.5), histogram_at(histogram, 0.9), histogram_at(histogram, 0.99), histogram->most);
    for (size_t cell = 0; cell < HISTOGRAM_CELLS; cell++)
        if (histogram->cells[cell] > 0) {
            fprintf(out, "%s[%" PRIu64 ",%" PRIu64 "]", comma, upper_end(cell), histogram->cells[cell]);
            comma = ",";
        }
    fprintf(out, "]}");
}
