/* Hub time at a site: how sure it is, and when it is proof. And how long a link waits. */
#include "link/back_off.h"
#include "link/site_clock.h"
#include "support/check.h"

static void without_a_sample_there_is_no_proof(void) {
    struct site_clock clock;
    site_clock_init(&clock);
    struct site_stamp stamp = site_clock_stamp(&clock, 1000, 1700000000000);
    CHECK(!stamp.proof);
    CHECK_NUMBER(stamp.at, 1700000000000);
    CHECK_NUMBER(stamp.epoch, 0);
}

static void the_error_is_half_the_trip_and_grows_with_age(void) {
    struct site_clock clock;
    site_clock_init(&clock);
    site_clock_sample(&clock, 1000, 1021, 50000, 3);
    struct site_stamp stamp = site_clock_stamp(&clock, 1021, 0);
    CHECK_NUMBER(stamp.at, 50011);
    CHECK_NUMBER(stamp.error, 12);
    CHECK(stamp.proof);
    CHECK_NUMBER(stamp.epoch, 3);
    stamp = site_clock_stamp(&clock, 1021 + 600000, 0); /* ten minutes cut: 120 ms more */
    CHECK_NUMBER(stamp.at, 650011);
    CHECK_NUMBER(stamp.error, 132);
    CHECK(stamp.proof);
    CHECK(site_clock_stamp(&clock, 1021 + 1190000, 0).proof);
    CHECK(!site_clock_stamp(&clock, 1021 + 1200000, 0).proof);
}

static void the_better_sample_stays_until_it_is_worse(void) {
    struct site_clock clock;
    site_clock_init(&clock);
    site_clock_sample(&clock, 0, 10, 5000, 1);
    site_clock_sample(&clock, 1000, 1100, 6000, 1); /* slow: half of it is 50 ms */
    CHECK_NUMBER(site_clock_stamp(&clock, 1100, 0).error, 7);
    site_clock_sample(&clock, 301000, 301100, 306000, 1); /* by now the first is no better */
    CHECK_NUMBER(site_clock_stamp(&clock, 301100, 0).error, 51);
    site_clock_sample(&clock, 302000, 302400, 9000000, 2); /* another hub: the old one's clock is not its own */
    struct site_stamp stamp = site_clock_stamp(&clock, 302400, 0);
    CHECK_NUMBER(stamp.epoch, 2);
    CHECK_NUMBER(stamp.at, 9000200);
}

/* However the delay falls on the two ways, hub time lies within the bound. */
static void the_bound_holds_for_any_split_of_the_trip(void) {
    for (int64_t there = 0; there <= 100; there += 7)
        for (int64_t back = 0; back <= 100; back += 9) {
            struct site_clock clock;
            site_clock_init(&clock);
            int64_t hub_behind = 12345678;
            site_clock_sample(&clock, 500, 500 + there + back, 500 + there + hub_behind, 1);
            struct site_stamp stamp = site_clock_stamp(&clock, 100500, 0);
            int64_t wrong = stamp.at - (100500 + hub_behind);
            CHECK(wrong <= stamp.error && -wrong <= stamp.error);
        }
}

static void an_answer_before_its_question_is_none(void) {
    struct site_clock clock;
    site_clock_init(&clock);
    site_clock_sample(&clock, 100, 99, 5000, 1);
    CHECK(!clock.has_sample);
    site_clock_sample(&clock, 100, 110, 5000, 1);
    CHECK(!site_clock_stamp(&clock, 50, 0).proof);
    CHECK(!site_clock_stamp(&clock, INT64_MAX, 0).proof);
}

static void a_link_waits_longer_each_time_and_anything_up_to_it(void) {
    static const uint32_t MOST[] = {500, 1000, 2000, 4000, 8000, 15000, 15000, 15000};
    uint32_t longest[8] = {0}, shortest[8];
    for (int i = 0; i < 8; i++)
        shortest[i] = UINT32_MAX;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        struct back_off back_off;
        back_off_init(&back_off, seed);
        for (int i = 0; i < 8; i++) {
            uint32_t wait = back_off_failed(&back_off);
            longest[i] = wait > longest[i] ? wait : longest[i];
            shortest[i] = wait < shortest[i] ? wait : shortest[i];
        }
        back_off_succeeded(&back_off);
        CHECK(back_off_failed(&back_off) <= 500);
    }
    for (int i = 0; i < 8; i++) {
        CHECK(longest[i] <= MOST[i] && longest[i] > MOST[i] - MOST[i] / 50);
        CHECK(shortest[i] < MOST[i] / 50);
    }
}

static const struct check_test tests[] = {
    {"without a sample there is no proof", without_a_sample_there_is_no_proof},
    {"the error is half the trip and grows with age", the_error_is_half_the_trip_and_grows_with_age},
    {"the better sample stays until it is worse", the_better_sample_stays_until_it_is_worse},
    {"the bound holds for any split of the trip", the_bound_holds_for_any_split_of_the_trip},
    {"an answer before its question is none", an_answer_before_its_question_is_none},
    {"a link waits longer each time, and anything up to it", a_link_waits_longer_each_time_and_anything_up_to_it},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
