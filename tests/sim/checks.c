/* The invariants of delivery, I1 to I6: of the journal whenever something becomes durable, of what people were told after each step. */
#include "sim/sim.h"

#include <string.h>

static uint32_t site_of(const struct sim *sim, const struct event *event) {
    return conference_find_site(sim->hub.published, event->record.site);
}

/* I4: what came by a stream came by the one that held its site. */
static void check_stream(struct sim *sim, const struct event *event, const struct journal_row *row, const struct made *made) {
    if (event->type == EVENT_STREAM_GRANTED)
        sim->granted[site_of(sim, event)] = sim_stream(event->record.stream);
    if (row->stream && made && row->stream != sim->granted[sim->phone[made->phone].site])
        sim_fault(sim, "I4: command %d came by a stream that does not hold its site", (int)(made - sim->commands));
}

/* I1, I5: once, and in the order of its phone. Ballots stand alone: what counts of them is a function of the set (checks_poll.c). */
static void check_effect(struct sim *sim, const struct event *event, struct made *made) {
    int command = (int)(made - sim->commands);
    bool refused = event->type == EVENT_COMMAND_REFUSED;
    if (made->kind == BALLOT || event->type == EVENT_OFFER_KNOWN)
        return;
    if (++made->effects > 1)
        sim_fault(sim, "I1: command %d is effective twice", command);
    int *last = &sim->last_index[made->phone][made->lane];
    if (made->index < *last && !refused && !made->orphan)
        sim_fault(sim, "I5: command %d of phone %d was overtaken", command, made->phone);
    *last = made->index > *last ? made->index : *last;
}

void check_event(struct sim *sim, const struct event *event, const struct journal_row *row) {
    int command = record_has(&event->record, FIELD_KEY) ? hub_command_of(event->record.key) : NONE;
    struct made *made = command != NONE ? &sim->commands[command] : NULL;
    check_stream(sim, event, row, made);
    check_poll_event(sim, event, row);
    if (!made)
        return;
    check_effect(sim, event, made);
    if (made->kind == BALLOT) {
        check_ballot_event(made, event);
        static const char *const STANDINGS[] = {"nowhere", "in the set", "unproven", "late", "in time, but late here"};
        sim_say(sim, "    ballot %d of device %04x, counter %u, accepted at %lld: %s", command, (unsigned)(made->device & 0xffff), made->counter,
                (long long)made->at, STANDINGS[made->standing]);
    }
    made->recorded = true;
    made->recorded_at = row->now < made->recorded_at ? row->now : made->recorded_at;
}

static bool lies_in_a_folder(const struct sim *sim, int command) {
    struct person_name name = person_name(sim, sim->commands[command].phone);
    uint8_t key[KEY_SIZE];
    hub_key(command, key);
    for (int folder = 0; folder < sim->folder_count; folder++)
        if (sim->folder[folder].exists && sim->folder[folder].site == sim->phone[sim->commands[command].phone].site &&
            site_folder_find(&sim->folder[folder].held, text_of(name.text), key))
            return true;
    return false;
}

static bool is_held(const struct sim *sim, int command) {
    const struct phone *phone = &sim->phone[sim->commands[command].phone];
    for (int i = 0; i < phone->held_count; i++)
        if (phone->held[i].command == command)
            return true;
    return false;
}

/* After each step. */
void check_invariants(struct sim *sim) {
    for (int command = 0; command < sim->command_count && !sim->fault[0]; command++) {
        const struct made *made = &sim->commands[command];
        if (made->kept_said && !made->result_said && !made->recorded && !made->orphan && !is_held(sim, command) && !lies_in_a_folder(sim, command) &&
            !hub_outcome(sim, command, false))
            sim_fault(sim, "I2: command %d was said to be kept, and nobody has it", command);
    }
    check_polls(sim);
}
