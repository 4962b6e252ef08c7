/* The hub's judgement of what a site offers. */
#include "link/offers.h"
#include "support/check.h"

static const uint8_t A[STREAM_SIZE] = {'A'};
static const uint8_t B[STREAM_SIZE] = {'B'};
static const uint64_t NOTHING[LANE_COUNT] = {0};

static void nothing_is_taken_before_a_grant(void) {
    struct offers offers;
    offers_init(&offers);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 1), OFFER_NOT_OURS);
}

/* Counterexample 3: (1, 2) must not overtake (1, 1). */
static void only_the_next_number_is_taken(void) {
    struct offers offers;
    offers_init(&offers);
    offers_grant(&offers, A, NOTHING);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 2), OFFER_GAP);
    CHECK_NUMBER(offers_want(&offers, LANE_FLOOR), 1);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 1), OFFER_TAKE);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 2), OFFER_TAKE);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_QUESTIONS, 2), OFFER_GAP);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_QUESTIONS, 0), OFFER_NOT_OURS);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_COUNT, 1), OFFER_NOT_OURS);
}

static void a_repeat_is_acknowledged_once_it_is_recorded(void) {
    struct offers offers;
    offers_init(&offers);
    offers_grant(&offers, A, NOTHING);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 1), OFFER_TAKE);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 1), OFFER_UNDER_WAY);
    offers_recorded(&offers, A, LANE_FLOOR, 1);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 1), OFFER_KNOWN);
}

/* Counterexample 7: what the process before sent comes late. */
static void another_stream_is_not_ours(void) {
    struct offers offers;
    offers_init(&offers);
    offers_grant(&offers, A, NOTHING);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 1), OFFER_TAKE);
    offers_grant(&offers, B, NOTHING);
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 2), OFFER_NOT_OURS);
    offers_recorded(&offers, A, LANE_FLOOR, 1); /* its append was under way */
    CHECK_NUMBER(offers_judge(&offers, B, LANE_FLOOR, 1), OFFER_TAKE);
}

static void what_came_to_nothing_has_to_come_again_with_all_behind_it(void) {
    struct offers offers;
    offers_init(&offers);
    offers_grant(&offers, A, (const uint64_t[LANE_COUNT]){4, 0, 0});
    for (uint64_t number = 5; number <= 7; number++)
        CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, number), OFFER_TAKE);
    offers_recorded(&offers, A, LANE_FLOOR, 5);
    offers_dropped(&offers, A, LANE_FLOOR, 6);
    offers_dropped(&offers, A, LANE_FLOOR, 5); /* recorded: nothing to drop */
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 8), OFFER_GAP);
    CHECK_NUMBER(offers_want(&offers, LANE_FLOOR), 6);
}

/* Counterexample 10: drained came before the ballots it speaks of. */
static void drained_is_believed_when_all_ballots_are_recorded(void) {
    struct offers offers;
    offers_init(&offers);
    offers_grant(&offers, A, NOTHING);
    CHECK(offers_drained(&offers, A, 0));
    CHECK(!offers_drained(&offers, A, 1));
    CHECK(!offers_drained(&offers, B, 0));
    CHECK_NUMBER(offers_judge(&offers, A, LANE_FLOOR, 1), OFFER_TAKE);
    CHECK(!offers_drained(&offers, A, 1));
    offers_recorded(&offers, A, LANE_FLOOR, 1);
    CHECK(offers_drained(&offers, A, 1));
}

static const struct check_test tests[] = {
    {"nothing is taken before a grant", nothing_is_taken_before_a_grant},
    {"only the next number is taken", only_the_next_number_is_taken},
    {"a repeat is acknowledged once it is recorded", a_repeat_is_acknowledged_once_it_is_recorded},
    {"another stream is not ours", another_stream_is_not_ours},
    {"what came to nothing has to come again, with all behind it", what_came_to_nothing_has_to_come_again_with_all_behind_it},
    {"drained is believed when all ballots are recorded", drained_is_believed_when_all_ballots_are_recorded},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
