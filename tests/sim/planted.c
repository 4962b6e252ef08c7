/* The rules, one switch each, under their numbers in relay/DELIVERY.md: turned off, what breaks? */
#include "sim/sim.h"

struct sim_rules rules_all(void) {
    struct sim_rules rules = {.link = link_rules_all()};
    for (size_t i = offsetof(struct sim_rules, phones_hold); i < sizeof rules; i++)
        *((bool *)&rules + i) = true;
    return rules;
}

#define AT(member) offsetof(struct sim_rules, member)
#define ALONE(member) AT(member), AT(member)
#define FOUND true, 1, ""
#define NOT_ALONE(why) false, 1, why

const struct planted PLANTED[] = {
    {"L1 phones hold until the result", ALONE(phones_hold), FOUND},
    {"L1 phones send all they hold", ALONE(phones_send_all), FOUND},
    {"L2 kept when durable", ALONE(link.durable_before_kept), FOUND},
    {"L2 one entry a key", ALONE(link.one_entry_per_key), FOUND},
    {"L3 fresh streams", ALONE(fresh_streams), FOUND},
    {"L4 the next number only", ALONE(link.next_number_only), FOUND},
    {"L4 lanes", ALONE(lanes), NOT_ALONE("the floor goes first by them: no safety")},
    {"L5 the granted stream only", ALONE(link.granted_stream_only), FOUND},
    {"L5 closed links", ALONE(closed_links), NOT_ALONE("caught by the granted stream")},
    {"L6 known by key", ALONE(known_by_key), FOUND},
    {"L6 known in flight", ALONE(known_in_flight), FOUND},
    {"L6 a failed append forgets", ALONE(failed_append_forgets), FOUND},
    {"L7 acks of the own stream", ALONE(link.acks_of_own_stream), NOT_ALONE("caught by results by key")},
    {"L7 settled by key", ALONE(link.settled_by_key), NOT_ALONE("caught by acks of the own stream")},
    {"L7 acks of the own stream, settled by key", AT(link.acks_of_own_stream), AT(link.settled_by_key), FOUND},
    {"L7 result before drop", ALONE(link.result_before_drop), NOT_ALONE("the hub has the result: who asks again gets it")},
    {"L8 passing results are none", ALONE(passing_is_none), FOUND},
    {"L9 one holder", ALONE(one_holder), NOT_ALONE("safety rests on streams: it keeps two processes from taking turns")},
    {"L9 granted when durable", ALONE(grant_durable), FOUND},
    {"L9 fenced stops", ALONE(link.fenced_stops), NOT_ALONE("caught by the granted stream")},
    {"L10 restored says so", ALONE(link.restored_says_so), FOUND},
    {"L10 restored waits", ALONE(link.restored_waits), FOUND},
    {"B1 the highest counter of a device", ALONE(highest_counter), FOUND},
    {"B1 the latest stamp between devices", ALONE(latest_stamp), FOUND},
    {"B1 the earliest proved stamp of a ballot", ALONE(earliest_proof), FOUND},
    {"B1 the first is final", ALONE(first_is_final), FOUND},
    {"L12 never the wall clock", ALONE(boottime), FOUND},
    {"L12 the clock runs while asleep", ALONE(runs_asleep), FOUND},
    {"L12 the error is bounded", ALONE(error_bound), FOUND},
    {"L12 a sample of this boot", ALONE(this_boot), FOUND},
    {"G5 a stamp of the epoch of the end", ALONE(this_epoch), FOUND},
    {"B11 only a proof is in time", ALONE(proof_needed), FOUND},
    {"B9 unproven ballots are waited for", ALONE(unproven_waits), FOUND},
    {"B9 the same folder goes on", ALONE(same_folder_goes_on), FOUND},
    {"B9 it names the previous stream", ALONE(named_previous), FOUND},
    {"B9 a restored one stays expected", ALONE(restored_stays), FOUND},
    {"B11 late is not final", ALONE(late_not_final), FOUND},
    {"B11 late is final after the announcement", ALONE(late_ends), FOUND},
    {"B11 the best evidence stands", ALONE(best_evidence), FOUND},
    {"L11 closing stops ballots", ALONE(link.closing_stops), NOT_ALONE("caught by their stamps")},
    {"L11 closing durable before drained", ALONE(link.closing_durable), FOUND},
    {"L11 drained behind ballots", ALONE(link.drained_behind_ballots), FOUND},
    {"L11 ballots of open polls only", ALONE(open_polls_only), FOUND},
    {"B9 complete when all are drained", ALONE(complete_when_drained), FOUND},
    {"B3 counted when it is announced", ALONE(counted_after_final), FOUND},
    {"B3 asked again on every hello", ALONE(asked_again), FOUND},
    {"B10 a change moves two", ALONE(changes_move_two), FOUND},
    {"B10 who may have changed counts", ALONE(changed_count), FOUND},
    {"B10 by weight", ALONE(by_weight), FOUND},
    {"B10 doubt by recount", ALONE(doubt_by_recount), FOUND},
    {"B13 receipts", ALONE(receipts), NOT_ALONE("less is lost by them: no safety")},
};
const size_t PLANTED_COUNT = sizeof PLANTED / sizeof PLANTED[0];

struct sim_rules rules_without(const struct planted *planted) {
    struct sim_rules rules = rules_all();
    *((bool *)&rules + planted->rule) = false;
    *((bool *)&rules + planted->also) = false;
    return rules;
}
