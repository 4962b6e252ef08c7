#include "link/rules.h"

struct link_rules link_rules_all(void) {
    return (struct link_rules){
        .one_entry_per_key = true,
        .durable_before_kept = true,
        .acks_of_own_stream = true,
        .settled_by_key = true,
        .result_before_drop = true,
        .closing_stops = true,
        .closing_durable = true,
        .fenced_stops = true,
        .restored_says_so = true,
        .restored_waits = true,
        .granted_stream_only = true,
        .next_number_only = true,
        .drained_behind_ballots = true,
    };
}
