#include "base/clock.h"
#include "support/check.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

static void hub_time_starts_at_the_wall_clock(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    CHECK(llabs((long long)clock_hub_time() - ((long long)now.tv_sec * 1000 + now.tv_nsec / 1000000)) < 1000);
}

static void hub_time_goes_forward(void) {
    int64_t before = clock_hub_time();
    nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
    int64_t passed = clock_hub_time() - before;
    CHECK(passed >= 19 && passed < 5000);
}

static void hub_time_can_be_raised_not_lowered(void) {
    int64_t before = clock_hub_time();
    clock_not_before(before - 100000);
    CHECK(clock_hub_time() >= before && clock_hub_time() < before + 5000);
    clock_not_before(before + 3600000);
    int64_t raised = clock_hub_time();
    CHECK(raised >= before + 3600000 && raised < before + 3605000);
}

static void *watch(void *context) {
    bool *good = context;
    int64_t last = 0;
    for (int i = 0; i < 20000; i++) {
        int64_t now = clock_hub_time();
        *good = *good && now >= last;
        last = now;
    }
    return NULL;
}

static void hub_time_never_steps_back(void) {
    pthread_t thread;
    bool good = true;
    CHECK_NUMBER(pthread_create(&thread, NULL, watch, &good), 0);
    for (int i = 0; i < 2000; i++) {
        clock_not_before(clock_hub_time() + 2);
    }
    pthread_join(thread, NULL);
    CHECK(good);
}

static const struct check_test tests[] = {
    {"hub time starts at the wall clock", hub_time_starts_at_the_wall_clock},
    {"hub time goes forward", hub_time_goes_forward},
    {"hub time can be raised, not lowered", hub_time_can_be_raised_not_lowered},
    {"hub time never steps back", hub_time_never_steps_back},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
