#include "base/log_limit.h"
#include "support/check.h"

#include <stdio.h>

static unsigned count_allowed(const char *event, int64_t now, unsigned tries, uint64_t *left_out) {
    unsigned allowed = 0;
    for (unsigned i = 0; i < tries; i++) {
        uint64_t out = 0;
        if (log_limit_allows(event, now, &out)) {
            *left_out = allowed == 0 ? out : *left_out;
            allowed++;
        }
    }
    return allowed;
}

static void a_repeated_word_is_cut_off(void) {
    log_limit_reset();
    uint64_t left_out = 99;
    CHECK_NUMBER(count_allowed("full", 1000, 500, &left_out), LOG_LIMIT_LINES);
    CHECK_NUMBER(left_out, 0);
    CHECK_NUMBER(count_allowed("full", 1000 + LOG_LIMIT_MS - 1, 5, &left_out), 0);
    CHECK_NUMBER(count_allowed("full", 1000 + LOG_LIMIT_MS, 500, &left_out), LOG_LIMIT_LINES);
    CHECK_NUMBER(left_out, 500 - LOG_LIMIT_LINES + 5);
}

static void words_do_not_hinder_each_other(void) {
    log_limit_reset();
    uint64_t left_out = 0;
    CHECK_NUMBER(count_allowed("refused_busy", 0, 100, &left_out), LOG_LIMIT_LINES);
    CHECK_NUMBER(count_allowed("refused_late", 0, 1, &left_out), 1);
    CHECK_NUMBER(left_out, 0);
}

static void many_words_never_silence_one(void) {
    log_limit_reset();
    for (unsigned i = 0; i < 1000; i++) {
        char word[80];
        uint64_t left_out = 0;
        snprintf(word, sizeof word, "word_%u_%060u", i, i);
        CHECK(log_limit_allows(word, 0, &left_out));
    }
}

static const struct check_test tests[] = {
    {"a repeated word is cut off", a_repeated_word_is_cut_off},
    {"words do not hinder each other", words_do_not_hinder_each_other},
    {"many words never silence one", many_words_never_silence_one},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
