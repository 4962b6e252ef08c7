/* poll_margin.c - can what is missing still change the result (relay/DELIVERY.md, B10), and would the late list.
 *
 * A missing ballot moves one weight between two options, a changed one two; what was counted by hand may have to be taken out. The outcome: of yes and no, or of one choice, which leads; of several
 * choices, their order; of a rating, the mean. */
#include "core/poll.h"

#include "core/state.h"

/* Yes, no: abstaining decides nothing. */
static uint32_t decisive(const struct poll *poll) {
    return poll->rules.type == POLL_YES_NO_ABSTAIN ? 2 : poll->tally.count;
}

/* The smallest difference of weights that the outcome rests on. */
static int64_t margin_of(const struct poll *poll, const struct tally *tally) {
    uint32_t count = decisive(poll);
    int64_t smallest = INT64_MAX, first = 0, second = 0;
    for (uint32_t i = 0; i < count; i++) {
        int64_t value = tally->values[i];
        if (value > first || i == 0) {
            second = i == 0 ? 0 : first;
            first = value;
        } else if (value > second) {
            second = value;
        }
        for (uint32_t other = 0; other < i; other++) {
            int64_t gap = value > tally->values[other] ? value - tally->values[other] : tally->values[other] - value;
            smallest = gap < smallest ? gap : smallest;
        }
    }
    return poll->rules.type == POLL_MULTIPLE ? smallest : first - second;
}

struct poll_margin poll_margin(const struct conference *conference, const struct poll *poll) {
    struct poll_margin margin = {0};
    int64_t new_weight = 0, changeable_weight = 0;
    bool final = poll->rules.ballot_rule == BALLOT_FIRST_IS_FINAL;
    uint32_t of_site[LIMIT_SITES] = {0};
    for (uint32_t person = 0; person < poll->rights_size; person++) {
        int64_t weight = poll_weight(poll, person);
        bool by_phone = weight > 0 && (poll_may_hear_of(conference, poll, person) || poll_has_unproven(poll, person));
        if (weight == 0 || !(by_phone || counts_may_hold(conference, poll, person)))
            continue;
        if (!poll_ballot_of(poll, person)) {
            uint32_t site = poll_site(poll, person);
            if (site != NO_SITE)
                of_site[site] += by_phone;
            margin.missing++;
            new_weight += weight;
        } else if (!final) {
            margin.changeable++;
            changeable_weight += weight;
        }
    }
    /* A count of a site yields to ballots of its people, with all it has. */
    for (uint32_t site = 0; site < conference->site_count; site++)
        new_weight += counts_at_stake(conference, poll, site, of_site[site]);
    bool nothing = margin.missing == 0 && margin.changeable == 0;
    bool by_margin = poll->rules.type != POLL_RATING && new_weight + 2 * changeable_weight < margin_of(poll, &poll->weighted_tally);
    margin.can_change = !nothing && !by_margin;
    return margin;
}

/* ---- the late list ---- */

/* Of a and b: -1, 0, 1. */
static int order(int64_t a, int64_t b) {
    return a < b ? -1 : a > b;
}

static bool same_leaders(const struct poll *poll, const struct tally *a, const struct tally *b) {
    int64_t most_a = 0, most_b = 0;
    for (uint32_t i = 0; i < decisive(poll); i++) {
        most_a = a->values[i] > most_a ? a->values[i] : most_a;
        most_b = b->values[i] > most_b ? b->values[i] : most_b;
    }
    for (uint32_t i = 0; i < decisive(poll); i++)
        if ((a->values[i] == most_a) != (b->values[i] == most_b))
            return false;
    return true;
}

static bool same_order(const struct poll *poll, const struct tally *a, const struct tally *b) {
    for (uint32_t i = 0; i < decisive(poll); i++)
        for (uint32_t other = 0; other < i; other++)
            if (order(a->values[i], a->values[other]) != order(b->values[i], b->values[other]))
                return false;
    return true;
}

static void sums(const struct poll *poll, const struct tally *tally, int64_t *ballots, int64_t *values) {
    *ballots = *values = 0;
    for (uint32_t i = 0; i < tally->count; i++) {
        *ballots += tally->values[i];
        *values += tally->values[i] * (poll->rules.least + i);
    }
}

static bool same_mean(const struct poll *poll, const struct tally *a, const struct tally *b) {
    int64_t ballots_a, values_a, ballots_b, values_b;
    sums(poll, a, &ballots_a, &values_a);
    sums(poll, b, &ballots_b, &values_b);
    return values_a * ballots_b == values_b * ballots_a && (ballots_a == 0) == (ballots_b == 0);
}

bool poll_is_in_doubt(const struct conference *conference, const struct poll *poll) {
    if (poll->late_in_time == 0)
        return false;
    if (!counts_fit_with(conference, poll, 1u << STANDS_LATE_IN_TIME))
        return true; /* somebody would be counted twice: what it came to cannot be told */
    struct tally with = counts_tally(conference, poll);
    for (uint32_t i = 0; i < poll->ballot_count; i++) {
        uint32_t person = poll->ballots[i].person;
        if (poll->of_person[person].ballots != i + 1)
            continue; /* each person once */
        const struct ballot *ballot = poll_ballot_with(poll, person, 1u << STANDS_LATE_IN_TIME);
        for (uint32_t option = 0; ballot && option < with.count; option++)
            if (ballot->options >> option & 1u)
                with.values[option] += poll_weight(poll, person);
    }
    const struct tally *announced = &poll->weighted_tally;
    return poll->rules.type == POLL_RATING     ? !same_mean(poll, announced, &with)
           : poll->rules.type == POLL_MULTIPLE ? !same_order(poll, announced, &with)
                                               : !same_leaders(poll, announced, &with);
}
