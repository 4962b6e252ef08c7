/* The rules, one switch each, under their numbers in relay/DELIVERY.md: turned off, what breaks? */
#include "sim/sim.h"

struct sim_rules rules_all(void) {
    struct sim_rules rules = {.link = link_rules_all()};
    for (size_t i = offsetof(struct sim_rules, phones_hold); i < sizeof rules; i++)
        *((bool *)&rules + i) = true;
    return rules;
}

#define AT(member) offsetof(struct sim_rules, member)
#define BOTH(one, other) .rule = AT(one), .also = AT(other)
#define ALONE(member) BOTH(member, member)
#define FOUND .found = true
#define NOT_ALONE(reason) .why = reason

const struct planted PLANTED[] = {
    {.name = "L1 phones hold until the result", ALONE(phones_hold), FOUND},
    {.name = "L1 phones send all they hold", ALONE(phones_send_all), FOUND},
    {.name = "L2 kept when durable", ALONE(link.durable_before_kept), FOUND},
    {.name = "L2 one entry a key", ALONE(link.one_entry_per_key), FOUND},
    {.name = "L3 fresh streams", .first = 420, ALONE(fresh_streams), FOUND},
    {.name = "L4 the next number only", ALONE(link.next_number_only), FOUND},
    {.name = "L4 lanes", ALONE(lanes), NOT_ALONE("the floor goes first by them: no safety")},
    {.name = "L5 the granted stream only", ALONE(link.granted_stream_only), FOUND},
    {.name = "L5 closed links", ALONE(closed_links), NOT_ALONE("caught by the granted stream")},
    {.name = "L6 known by key", ALONE(known_by_key), FOUND},
    {.name = "L6 known in flight", ALONE(known_in_flight), FOUND},
    {.name = "L6 a failed append forgets", ALONE(failed_append_forgets), FOUND},
    {.name = "L7 acks of the own stream", ALONE(link.acks_of_own_stream), NOT_ALONE("caught by results by key")},
    {.name = "L7 settled by key", ALONE(link.settled_by_key), NOT_ALONE("caught by acks of the own stream")},
    {.name = "L7 acks of the own stream, settled by key", .first = 960, BOTH(link.acks_of_own_stream, link.settled_by_key), FOUND},
    {.name = "L7 result before drop", ALONE(link.result_before_drop), NOT_ALONE("the hub has the result: who asks again gets it")},
    {.name = "L8 passing results are none", ALONE(passing_is_none), FOUND},
    {.name = "L9 one holder", ALONE(one_holder), NOT_ALONE("safety rests on streams: it keeps two processes from taking turns")},
    {.name = "L9 granted when durable", ALONE(grant_durable), FOUND},
    {.name = "L9 fenced stops", ALONE(link.fenced_stops), NOT_ALONE("caught by the granted stream")},
    {.name = "L10 restored says so", ALONE(link.restored_says_so), FOUND},
    {.name = "L10 restored waits", .first = 540, ALONE(link.restored_waits), FOUND},
    {.name = "B1 the highest counter of a device", .first = 2980, ALONE(highest_counter), FOUND},
    {.name = "B1 the latest stamp between devices", .first = 80, ALONE(latest_stamp), FOUND},
    {.name = "B1 the earliest proved stamp of a ballot", .first = 2140, ALONE(earliest_proof), FOUND},
    {.name = "B1 the first is final", ALONE(first_is_final), FOUND},
    {.name = "L12 never the wall clock", .first = 2330, ALONE(boottime), FOUND},
    {.name = "L12 the clock runs while asleep", .first = 190, ALONE(runs_asleep), FOUND},
    {.name = "L12 the error is bounded", ALONE(error_bound), FOUND},
    {.name = "L12 a sample of this boot", .first = 290, ALONE(this_boot), FOUND},
    {.name = "G5 a stamp of the epoch of the end", .first = 1390, ALONE(this_epoch), FOUND},
    {.name = "B11 only a proof is in time", ALONE(proof_needed), FOUND},
    {.name = "B9 unproven ballots are waited for", ALONE(unproven_waits), FOUND},
    {.name = "B9 the same folder goes on", ALONE(same_folder_goes_on), FOUND},
    {.name = "B9 it names the previous stream", .first = 300, ALONE(named_previous), FOUND},
    {.name = "B9 a restored one stays expected", ALONE(restored_stays), FOUND},
    {.name = "B11 late is not final", .first = 120, ALONE(late_not_final), FOUND},
    {.name = "B11 late is final after the announcement", ALONE(late_ends), FOUND},
    {.name = "B11 the best evidence stands", ALONE(best_evidence), FOUND},
    {.name = "L11 closing stops ballots", ALONE(link.closing_stops), NOT_ALONE("caught by their stamps")},
    {.name = "L11 closing durable before drained", .first = 1390, ALONE(link.closing_durable), FOUND},
    {.name = "L11 drained behind ballots", ALONE(link.drained_behind_ballots), FOUND},
    {.name = "L11 ballots of open polls only", ALONE(open_polls_only), FOUND},
    {.name = "B9 complete when all are drained", ALONE(complete_when_drained), FOUND},
    {.name = "B12 frozen when it is announced", ALONE(frozen), FOUND},
    {.name = "B3 counted when it is announced", ALONE(counted_after_final), FOUND},
    {.name = "B3 asked again on every hello", ALONE(asked_again), FOUND},
    {.name = "B10 a change moves two", .first = 1550, ALONE(changes_move_two), FOUND},
    {.name = "B10 who may have changed counts", .first = 450, ALONE(changed_count), FOUND},
    {.name = "B10 by weight", .first = 13030, ALONE(by_weight), FOUND},
    {.name = "B10 doubt by recount", ALONE(doubt_by_recount), FOUND},
    {.name = "B13 receipts", ALONE(receipts), NOT_ALONE("less is lost by them: no safety")},
};
const size_t PLANTED_COUNT = sizeof PLANTED / sizeof PLANTED[0];

struct sim_rules rules_without(const struct planted *planted) {
    struct sim_rules rules = rules_all();
    *((bool *)&rules + planted->rule) = false;
    *((bool *)&rules + planted->also) = false;
    return rules;
}
