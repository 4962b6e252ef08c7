/* poll_results.c - results by site, so that no small group can be told apart: neither shown, nor had by subtracting what is shown from the whole. */
#include "core/poll.h"

#include "base/memory.h"
#include "core/roster.h"
#include "core/state.h"

struct site_result *poll_site_results_room(const struct conference *conference) {
    return memory_take_zeroed(conference->site_count + 1, sizeof(struct site_result));
}

static void join(struct site_result *others, struct site_result *result) {
    others->ballots += result->ballots;
    others->by_hand += result->by_hand;
    for (uint32_t option = 0; option < result->tally.count; option++)
        others->tally.values[option] += result->tally.values[option];
    result->ballots = result->by_hand = 0;
}

/* How each site voted, and behind the sites those who belong to none. */
static void count_sites(const struct conference *conference, const struct poll *poll, struct site_result *all) {
    for (uint32_t i = 0; i <= conference->site_count; i++)
        all[i].tally.count = poll->tally.count;
    for (uint32_t i = 0; i < conference->site_count; i++)
        all[i].site = conference->sites[i].id;
    for (uint32_t i = 0; i < poll->ballot_count; i++) {
        const struct ballot *ballot = &poll->ballots[i];
        uint32_t site = conference->people[ballot->person].site;
        if (poll_ballot_of(poll, ballot->person) != ballot)
            continue;
        struct site_result *result = &all[site == NO_SITE ? conference->site_count : site];
        result->ballots++;
        for (uint32_t option = 0; option < poll->tally.count; option++)
            result->tally.values[option] += ballot->options >> option & 1u;
    }
    for (uint32_t number = 0; (number = count_next(conference, poll, number));) {
        const struct count *count = count_of_number(conference, number);
        if (count->counts)
            join(&all[count->site], &(struct site_result){.ballots = count->total, .tally = count->tally, .by_hand = count->total});
    }
}

/* Ballots of people's own. Whoever was there has seen the hands: these must not be told by subtracting. */
static int64_t phones(const struct site_result *result) {
    return result->ballots - result->by_hand;
}

static bool is_small(int64_t ballots, int64_t least) {
    return ballots > 0 && ballots < least;
}

/* Of those that have ballots, and so many of people's own, or else of all that have any; NULL = none. */
static struct site_result *smallest_of(struct site_result *all, uint32_t sites, int64_t least) {
    struct site_result *smallest = NULL;
    for (uint32_t i = 0; i < sites; i++)
        if (all[i].ballots > 0 && phones(&all[i]) >= least && (!smallest || all[i].ballots < smallest->ballots))
            smallest = &all[i];
    return smallest || least == 0 ? smallest : smallest_of(all, sites, 0);
}

struct site_results poll_fill_site_results(const struct conference *conference, const struct poll *poll, int64_t least,
                                           struct site_result *all) {
    uint32_t sites = conference->site_count, shown = 0;
    count_sites(conference, poll, all);
    struct site_result others = {.tally.count = poll->tally.count};
    join(&others, &all[sites]);
    for (uint32_t i = 0; i < sites; i++)
        if (all[i].ballots < least || is_small(phones(&all[i]), least))
            join(&others, &all[i]);
    struct site_result *smallest = smallest_of(all, sites, is_small(phones(&others), least) ? least : 0);
    if (smallest && (is_small(others.ballots, least) || is_small(phones(&others), least)))
        join(&others, smallest);
    for (uint32_t i = 0; i < sites; i++)
        if (all[i].ballots > 0)
            all[shown++] = all[i];
    if (shown == 0) { /* the others alone are the whole */
        memory_release(all);
        return (struct site_results){0};
    }
    if (others.ballots > 0)
        all[shown++] = others;
    struct site_result *fitting = memory_resize(all, shown * sizeof *all);
    return (struct site_results){shown, fitting ? fitting : all};
}

enum error poll_make_site_results(const struct conference *conference, const struct poll *poll, int64_t least, struct site_results *out) {
    struct site_result *room = poll_site_results_room(conference);
    if (!room)
        return ERROR_NO_MEMORY;
    *out = poll_fill_site_results(conference, poll, least, room);
    return ERROR_NONE;
}

void conference_poll_result(const struct conference *conference, uint32_t number, struct poll_result *out) {
    const struct poll *poll = conference_poll(conference, number);
    *out = (struct poll_result){poll->state, poll->voters, poll->weighted_voters, poll->tally, poll->weighted_tally, poll->counts.by_hand};
}
