/* site_clock.h - hub time at a site, and how sure it is (rule B9). Pure: times come in.
 *
 * `uptime` is ms of CLOCK_BOOTTIME: it runs on while the machine sleeps, nobody can set it, and it begins anew at a boot - so a sample never outlives the
 * process that took it. The wall clock plays no part.
 * Error bound of a stamp = half the round trip of its sample + 200 ppm of the sample's age + 1 ms for what whole milliseconds round off. */
#ifndef LAMRELAY_LINK_SITE_CLOCK_H
#define LAMRELAY_LINK_SITE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum {
    SITE_CLOCK_DRIFT_PPM = 200,
    SITE_CLOCK_PROOF_MS = 250, /* a stamp is proof up to this error */
};

struct site_stamp {
    int64_t at;       /* hub time, ms since 1970 */
    uint32_t error;   /* ms; UINT32_MAX = not known */
    bool proof;
    uint64_t epoch;   /* of the hub's journal at the sample; 0 = there was none */
};

struct site_clock {
    bool has_sample;
    int64_t hub_time; /* at `uptime` */
    int64_t uptime;   /* when the answer came in */
    int64_t half_trip; /* ms, rounded up */
    uint64_t epoch;
};

void site_clock_init(struct site_clock *clock);
/* A link.time was sent at `sent` and its answer came at `received` (uptime). It is taken when it is of another epoch, or now bounds the error no worse than the
 * sample that is there. Answers that came before they were asked for are ignored. */
void site_clock_sample(struct site_clock *clock, int64_t sent, int64_t received, int64_t hub_time, uint64_t epoch);
/* The stamp of what is accepted at `uptime`. Without a sample: `wall` (the machine's own time, for people to read), error not known, no proof. */
struct site_stamp site_clock_stamp(const struct site_clock *clock, int64_t uptime, int64_t wall);

#endif
