#include "link/offers.h"

#include <string.h>

void offers_init(struct offers *offers) {
    *offers = (struct offers){.rules = link_rules_all()};
}

void offers_grant(struct offers *offers, const uint8_t stream[STREAM_SIZE], const uint64_t received[LANE_COUNT]) {
    memcpy(offers->stream, stream, STREAM_SIZE);
    memcpy(offers->recorded, received, sizeof offers->recorded);
    memcpy(offers->taken, received, sizeof offers->taken);
    offers->granted = true;
}

static bool is_ours(const struct offers *offers, const uint8_t stream[STREAM_SIZE]) {
    return offers->granted && (memcmp(offers->stream, stream, STREAM_SIZE) == 0 || !offers->rules.granted_stream_only);
}

enum offer_judgement offers_judge(struct offers *offers, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t number) {
    if (!is_ours(offers, stream) || lane >= LANE_COUNT || number == 0)
        return OFFER_NOT_OURS;
    if (number <= offers->recorded[lane])
        return OFFER_KNOWN;
    if (number <= offers->taken[lane])
        return OFFER_UNDER_WAY;
    if (number > offers->taken[lane] + 1 && offers->rules.next_number_only)
        return OFFER_GAP;
    offers->taken[lane] = number;
    return OFFER_TAKE;
}

void offers_recorded(struct offers *offers, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t number) {
    if (!is_ours(offers, stream) || lane >= LANE_COUNT)
        return;
    if (number > offers->recorded[lane])
        offers->recorded[lane] = number;
    if (number > offers->taken[lane])
        offers->taken[lane] = number;
}

void offers_dropped(struct offers *offers, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t number) {
    if (!is_ours(offers, stream) || lane >= LANE_COUNT || number == 0 || number <= offers->recorded[lane])
        return;
    if (number <= offers->taken[lane])
        offers->taken[lane] = number - 1;
}

uint64_t offers_want(const struct offers *offers, enum lane lane) {
    return offers->taken[lane] + 1;
}

bool offers_drained(const struct offers *offers, const uint8_t stream[STREAM_SIZE], uint64_t upto) {
    return is_ours(offers, stream) && (offers->recorded[LANE_FLOOR] >= upto || !offers->rules.drained_behind_ballots);
}
