#include "base/token_bucket.h"
#include "support/check.h"

static int take_many(struct token_bucket *bucket, uint32_t burst, uint32_t per_minute, int64_t now, int tries) {
    int passed = 0;
    for (int i = 0; i < tries; i++) {
        passed += token_bucket_take(bucket, burst, per_minute, now) ? 1 : 0;
    }
    return passed;
}

static void a_burst_then_the_rate(void) {
    struct token_bucket bucket;
    token_bucket_init(&bucket, 5, 1000);
    CHECK_NUMBER(take_many(&bucket, 5, 60, 1000, 10), 5);
    CHECK(!token_bucket_take(&bucket, 5, 60, 1999));
    CHECK(token_bucket_take(&bucket, 5, 60, 2000));
    CHECK(!token_bucket_take(&bucket, 5, 60, 2000));
    CHECK_NUMBER(take_many(&bucket, 5, 60, 5000, 10), 3);
}

static void it_never_holds_more_than_the_burst(void) {
    struct token_bucket bucket;
    token_bucket_init(&bucket, 3, 0);
    CHECK_NUMBER(take_many(&bucket, 3, 60000, 1000000, 10), 3);
    CHECK_NUMBER(take_many(&bucket, 3, 60000, INT64_MAX, 10), 3);
    CHECK_NUMBER(take_many(&bucket, 2, 60000, INT64_MAX, 10), 0);
}

/* Asking at every millisecond must not cost anybody the fraction that one millisecond brings. */
static void asking_often_loses_nothing(void) {
    struct token_bucket bucket;
    token_bucket_init(&bucket, 1, 0);
    CHECK(token_bucket_take(&bucket, 1, 7, 0));
    int passed = 0;
    for (int64_t now = 1; now <= 600000; now++) {
        passed += token_bucket_take(&bucket, 1, 7, now) ? 1 : 0;
    }
    CHECK(passed >= 69 && passed <= 70);
}

static void time_that_steps_back_is_no_time(void) {
    struct token_bucket bucket;
    token_bucket_init(&bucket, 1, 100000);
    CHECK(token_bucket_take(&bucket, 1, 60, 100000));
    CHECK(!token_bucket_take(&bucket, 1, 60, 0));
    CHECK(!token_bucket_take(&bucket, 1, 60, 999));
    CHECK(token_bucket_take(&bucket, 1, 60, 1000));
}

static void nothing_passes_through_no_bucket(void) {
    struct token_bucket bucket;
    token_bucket_init(&bucket, 0, 0);
    CHECK_NUMBER(take_many(&bucket, 0, 0, 1000000, 10), 0);
    CHECK_NUMBER(take_many(&bucket, 0, 60, 2000000, 10), 0);
    token_bucket_init(&bucket, 2, 0);
    CHECK_NUMBER(take_many(&bucket, 2, 0, INT64_MAX, 10), 2);
    token_bucket_init(&bucket, UINT32_MAX, 0);
    CHECK(token_bucket_take(&bucket, UINT32_MAX, UINT32_MAX, INT64_MAX));
}

static const struct check_test tests[] = {
    {"a burst, then the rate", a_burst_then_the_rate},
    {"it never holds more than the burst", it_never_holds_more_than_the_burst},
    {"asking often loses nothing", asking_often_loses_nothing},
    {"time that steps back is no time", time_that_steps_back_is_no_time},
    {"nothing passes through no bucket", nothing_passes_through_no_bucket},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
