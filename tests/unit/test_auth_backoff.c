#include "auth/backoff.h"
#include "base/memory.h"
#include "support/check.h"

#include <stdio.h>

static void fail(struct backoff *backoff, int times, int64_t now) {
    for (int i = 0; i < times; i++) {
        backoff_failed(backoff, "lan", "10.0.0.1", now);
    }
}

static bool may(const struct backoff *backoff, int64_t now) {
    return backoff_may_try(backoff, "lan", "10.0.0.1", now);
}

static void five_tries_are_free(void) {
    struct backoff *backoff = backoff_create();
    CHECK(may(backoff, 0));
    fail(backoff, 4, 1000);
    CHECK(may(backoff, 1000));
    fail(backoff, 1, 1000);
    CHECK(!may(backoff, 1000));
    CHECK(!may(backoff, 30999));
    CHECK(may(backoff, 31000));
    backoff_destroy(backoff);
    backoff_destroy(NULL);
}

static void waits_double_up_to_a_quarter_of_an_hour(void) {
    static const int64_t waits[] = {30, 60, 120, 240, 480, 900, 900, 900};
    struct backoff *backoff = backoff_create();
    int64_t now = 0;
    fail(backoff, 4, now);
    for (size_t i = 0; i < sizeof(waits) / sizeof(waits[0]); i++) {
        fail(backoff, 1, now);
        check_note("wait %zu", i);
        CHECK(!may(backoff, now + waits[i] * 1000 - 1));
        now += waits[i] * 1000;
        CHECK(may(backoff, now));
    }
    fail(backoff, 100000, now);
    CHECK(!may(backoff, now + 899999));
    CHECK(may(backoff, now + 900000));
    backoff_destroy(backoff);
}

static void a_success_clears(void) {
    struct backoff *backoff = backoff_create();
    fail(backoff, 8, 0);
    CHECK(!may(backoff, 0));
    backoff_succeeded(backoff, "lan", "10.0.0.1");
    CHECK(may(backoff, 0));
    fail(backoff, 4, 0);
    CHECK(may(backoff, 0));
    backoff_succeeded(backoff, "nobody", "10.0.0.1");
    backoff_destroy(backoff);
}

static void others_are_not_locked_out(void) {
    struct backoff *backoff = backoff_create();
    fail(backoff, 10, 0);
    CHECK(backoff_may_try(backoff, "lan", "10.0.0.2", 0));
    CHECK(backoff_may_try(backoff, "hoa", "10.0.0.1", 0));
    CHECK(backoff_may_try(backoff, "lan1", "0.0.0.1", 0));
    CHECK(backoff_may_try(backoff, "la", "n10.0.0.1", 0));
    CHECK(!may(backoff, 0));
    backoff_destroy(backoff);
}

static void name(char out[32], int number) {
    snprintf(out, 32, "name %d", number);
}

static void the_oldest_makes_room(void) {
    struct backoff *backoff = backoff_create();
    char account[32];
    for (int i = 0; i < BACKOFF_ENTRIES; i++) {
        name(account, i);
        for (int j = 0; j < 5; j++) {
            backoff_failed(backoff, account, "a", i);
        }
    }
    CHECK(!backoff_may_try(backoff, "name 0", "a", 5000));
    backoff_failed(backoff, "name 0", "a", 5000);
    backoff_failed(backoff, "one more", "a", 5000);
    CHECK(!backoff_may_try(backoff, "name 0", "a", 5000));
    CHECK(backoff_may_try(backoff, "name 1", "a", 5000));
    CHECK(!backoff_may_try(backoff, "name 2", "a", 5000));
    backoff_destroy(backoff);
}

static void little_memory_forgets_a_failure(void) {
    for (unsigned long nth = 1; nth < 20; nth++) {
        memory_fail_from(nth);
        struct backoff *backoff = backoff_create();
        if (backoff != NULL) {
            fail(backoff, 5, 0);
            memory_fail_from(0);
            fail(backoff, 5, 0);
            CHECK(!may(backoff, 0));
        }
        backoff_destroy(backoff);
    }
    memory_fail_from(0);
}

static const struct check_test tests[] = {
    {"five tries are free", five_tries_are_free},
    {"waits double up to a quarter of an hour", waits_double_up_to_a_quarter_of_an_hour},
    {"a success clears", a_success_clears},
    {"others are not locked out", others_are_not_locked_out},
    {"the oldest makes room", the_oldest_makes_room},
    {"little memory forgets a failure", little_memory_forgets_a_failure},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
