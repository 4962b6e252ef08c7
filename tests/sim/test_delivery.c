/* Delivery under a hostile network: with all rules on nothing ever breaks; with any one of them off something does.
 *
 *   SIM_HISTORIES=1000   how many, with all rules on
 *   SIM_SEED=1           the first of them; each history's seed is one more
 *   SIM_STEPS=300        at most so many in each (and 20), before nothing fails any more
 *   SIM_RULE="L3 …"      with this rule off; then SIM_SEED alone is run, and told step by step */
#include "sim/sim.h"
#include "support/check.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct sim sim; /* too large for the stack */

static uint64_t number(const char *name, uint64_t otherwise) {
    const char *value = getenv(name);
    return value ? strtoull(value, NULL, 10) : otherwise;
}

static struct sim_rules all_rules(void) {
    return (struct sim_rules){link_rules_all(), true, true, true, true, true, true, true};
}

#define RULE(member) offsetof(struct sim_rules, member)

/* `hidden`: another rule catches what this one alone would let through; it is turned off too. */
static const struct planted {
    const char *name;
    size_t rule, also;
    bool found; /* a fault is to be found */
} PLANTED[] = {
    {"L1 phones hold until the result", RULE(phones_hold), RULE(phones_hold), true},
    {"L1 phones send all they hold", RULE(phones_send_all), RULE(phones_send_all), true},
    {"L2 kept when durable", RULE(link.durable_before_kept), RULE(link.durable_before_kept), true},
    {"L2 one entry a key", RULE(link.one_entry_per_key), RULE(link.one_entry_per_key), true},
    {"L3 fresh streams", RULE(fresh_streams), RULE(fresh_streams), true},
    {"L4 the next number only", RULE(link.next_number_only), RULE(link.next_number_only), true},
    {"L5 the granted stream only", RULE(link.granted_stream_only), RULE(link.granted_stream_only), true},
    {"L6 known by key", RULE(known_by_key), RULE(known_by_key), true},
    {"L6 known in flight", RULE(known_in_flight), RULE(known_in_flight), true},
    {"L7 acks of the own stream", RULE(link.acks_of_own_stream), RULE(link.acks_of_own_stream), true},
    {"L7 acks of the own stream, settled by key", RULE(link.acks_of_own_stream), RULE(link.settled_by_key), true},
    {"L10 restored says so", RULE(link.restored_says_so), RULE(link.restored_says_so), true},
    {"L10 restored waits", RULE(link.restored_waits), RULE(link.restored_waits), true},
    {"B11 streams are expected", RULE(streams_expected), RULE(streams_expected), true},
    {"B12 drained behind ballots", RULE(link.drained_behind_ballots), RULE(link.drained_behind_ballots), true},
    {"B12 closing durable before drained", RULE(link.closing_durable), RULE(link.closing_durable), true},
    {"L7 settled by key", RULE(link.settled_by_key), RULE(link.settled_by_key), false},
    {"L7 result before drop", RULE(link.result_before_drop), RULE(link.result_before_drop), false},
    {"L9 one holder", RULE(one_holder), RULE(one_holder), false},
    {"L9 fenced stops", RULE(link.fenced_stops), RULE(link.fenced_stops), false},
    {"B12 closing stops ballots", RULE(link.closing_stops), RULE(link.closing_stops), false},
};

static struct sim_rules rules_without(const struct planted *planted) {
    struct sim_rules rules = all_rules();
    *((bool *)&rules + planted->rule) = false;
    *((bool *)&rules + planted->also) = false;
    return rules;
}

static void no_history_breaks_anything(void) {
    struct sim_rules rules = all_rules();
    uint64_t first = number("SIM_SEED", 1), count = number("SIM_HISTORIES", 1000);
    int steps = (int)number("SIM_STEPS", 300);
    int commands = 0, events = 0, complete = 0;
    for (uint64_t seed = first; seed < first + count; seed++) {
        bool whole = sim_run(&sim, seed, &rules, steps, false);
        commands += sim.command_count;
        events += sim.durable;
        complete += sim.complete;
        if (!whole) {
            check_note("SIM_SEED=%llu SIM_HISTORIES=1: step %d: %s", (unsigned long long)seed, sim.steps, sim.fault);
            CHECK(whole);
            break;
        }
    }
    printf("%llu histories from seed %llu: %d commands, %d events, %d complete ends\n", (unsigned long long)count, (unsigned long long)first, commands, events,
           complete);
}

static void every_rule_is_needed(void) {
    uint64_t budget = number("SIM_BUDGET", 2000);
    int steps = (int)number("SIM_STEPS", 300);
    printf("%-44s %8s %6s  %s\n", "rule turned off", "seed", "steps", "what broke");
    for (size_t i = 0; i < sizeof PLANTED / sizeof PLANTED[0]; i++) {
        const struct planted *planted = &PLANTED[i];
        struct sim_rules rules = rules_without(planted);
        uint64_t seed = 1;
        while (seed <= budget && sim_run(&sim, seed, &rules, steps, false))
            seed++;
        if (seed <= budget)
            printf("%-44s %8llu %6d  %s\n", planted->name, (unsigned long long)seed, sim.steps, sim.fault);
        else
            printf("%-44s %8s %6s  nothing in %llu histories\n", planted->name, "-", "-", (unsigned long long)budget);
        check_note("%s", planted->name);
        CHECK(seed <= budget || !planted->found);
    }
}

/* SIM_RULE and SIM_SEED: one history, told step by step. */
static void tell(const char *name) {
    struct sim_rules rules = all_rules();
    for (size_t i = 0; i < sizeof PLANTED / sizeof PLANTED[0]; i++)
        if (name[0] && strcmp(PLANTED[i].name, name) == 0)
            rules = rules_without(&PLANTED[i]);
    bool whole = sim_run(&sim, number("SIM_SEED", 1), &rules, (int)number("SIM_STEPS", 300), true);
    CHECK(whole);
}

static void one_history_step_by_step(void) {
    const char *name = getenv("SIM_RULE");
    if (name)
        tell(name);
}

static const struct check_test tests[] = {
    {"no history breaks anything", no_history_breaks_anything},
    {"every rule is needed", every_rule_is_needed},
    {"one history, step by step, if SIM_RULE names one", one_history_step_by_step},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
