/* Delivery and the end of polls under a hostile network: with all rules on nothing ever breaks; with any one of them off something does.
 *
 *   test_delivery                         1,000 histories, then every rule turned off once
 *   SIM_HISTORIES=10000                   before a release
 *   SIM_FULL=yes                          also one history with 33 sites and 5,000 people
 *   SIM_SEED=1                            the first history; each one's seed is one more
 *   SIM_BUDGET=4000                       how many with a rule off, before it counts as not needed
 *   SIM_FROM=1                            where that begins; else shortly before the seed that is known to do, so that CI is quick
 *   SIM_ONLY="B9"                         only rules with this in their name
 *   test_delivery --seed N [--rule "B9 …"] [--trace]      one history, with that rule off; told step by step */
#include "sim/sim.h"

#include "support/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct sim sim; /* too large for the stack */

static uint64_t number(const char *name, uint64_t otherwise) {
    const char *value = getenv(name);
    return value ? strtoull(value, NULL, 10) : otherwise;
}

static bool run(const struct sim_scale *scale, uint64_t seed, const struct sim_rules *rules, bool trace) {
    bool whole = sim_run(&sim, scale, seed, rules, trace);
    sim_end(&sim);
    return whole;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void no_history_breaks_anything(void) {
    struct sim_rules rules = rules_all();
    uint64_t first = number("SIM_SEED", 1), histories = number("SIM_HISTORIES", 1000);
    long steps = 0, commands = 0, events = 0, ends = 0, complete = 0;
    double began = seconds();
    for (uint64_t seed = first; seed < first + histories; seed++) {
        bool whole = run(&SIM_SMALL, seed, &rules, false);
        steps += sim.steps;
        commands += sim.command_count;
        events += sim.hub.durable;
        for (int poll = 1; poll <= POLLS; poll++) {
            ends += sim.polls[poll].is_final;
            complete += sim.polls[poll].complete;
        }
        check_note("test_delivery --seed %llu --trace: step %d: %s", (unsigned long long)seed, sim.steps, sim.fault);
        if (!CHECK(whole))
            break;
    }
    printf("%llu histories from seed %llu in %.1f s: %ld steps, %ld commands, %ld events, %ld polls announced, %ld of them complete\n",
           (unsigned long long)histories, (unsigned long long)first, seconds() - began, steps, commands, events, ends, complete);
}

static bool breaks(const struct planted *planted, uint64_t seed) {
    struct sim_rules rules = rules_without(planted);
    bool whole = run(&SIM_SMALL, seed, &rules, false);
    return !whole;
}

static void find(const struct planted *planted) {
    uint64_t seed = number("SIM_FROM", planted->first ? planted->first : 1), budget = number("SIM_BUDGET", planted->found ? 4000 : 30), last = seed + budget - 1;
    while (seed <= last && !breaks(planted, seed))
        seed++;
    bool found = seed <= last;
    if (found)
        printf("%-44s %8llu %6d  %s\n", planted->name, (unsigned long long)seed, sim.steps, sim.fault);
    else
        printf("%-44s %8s %6s  nothing in %llu histories: %s\n", planted->name, "-", "-", (unsigned long long)budget, planted->why);
    fflush(stdout);
    check_note("%s", planted->name);
    CHECK(found == planted->found);
}

static void every_rule_is_needed(void) {
    const char *only = getenv("SIM_ONLY");
    printf("%-44s %8s %6s  %s\n", "rule turned off", "seed", "steps", "what broke");
    for (size_t i = 0; i < PLANTED_COUNT; i++)
        if (!only || strstr(PLANTED[i].name, only))
            find(&PLANTED[i]);
}

static void the_whole_conference(void) {
    struct sim_rules rules = rules_all();
    if (!getenv("SIM_FULL")) {
        check_skip("SIM_FULL is not set");
        return;
    }
    double began = seconds();
    bool whole = run(&SIM_FULL_SIZE, number("SIM_SEED", 1), &rules, false);
    printf("%d sites, %d people, %d steps in %.1f s: %d commands, %d events, %ld offers\n", sim.sites - 1, sim.phones, sim.steps, seconds() - began,
           sim.command_count, sim.hub.durable, sim.offers_sent);
    check_note("step %d: %s", sim.steps, sim.fault);
    CHECK(whole);
}

static const struct check_test tests[] = {
    {"no history breaks anything", no_history_breaks_anything},
    {"every rule is needed", every_rule_is_needed},
    {"the whole conference", the_whole_conference},
};

/* --seed N: one history. */
static int tell(int count, char **words) {
    uint64_t seed = 1;
    bool trace = false;
    struct sim_rules rules = rules_all();
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--seed") == 0 && i + 1 < count)
            seed = strtoull(words[++i], NULL, 10);
        trace = trace || strcmp(words[i], "--trace") == 0;
        for (size_t rule = 0; strcmp(words[i], "--rule") == 0 && i + 1 < count && rule < PLANTED_COUNT; rule++)
            if (strncmp(PLANTED[rule].name, words[i + 1], strlen(words[i + 1])) == 0) {
                rules = rules_without(&PLANTED[rule]);
                break;
            }
    }
    bool whole = run(&SIM_SMALL, seed, &rules, trace);
    printf("seed %llu, %d steps: %s\n", (unsigned long long)seed, sim.steps, whole ? "nothing broke" : sim.fault);
    return whole ? 0 : 1;
}

int main(int count, char **words) {
    if (count > 1 && words[1][0] == '-')
        return tell(count, words);
    return CHECK_MAIN(tests, count, words);
}
