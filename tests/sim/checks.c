/* The invariants of relay/DELIVERY.md. */
#include "sim/sim.h"
#include <stdio.h>
#include <string.h>

/* I1, I4, I5: of the journal, whenever something became durable. */
void check_order(struct sim *sim) {
    uint64_t granted[SITES] = {0};
    int last[PHONES][LANE_COUNT + 1]; /* ballots stand alone: one that is late here may count later by its stamp */
    bool done[COMMANDS] = {false};
    memset(last, 0xff, sizeof last);
    for (int i = 0; i < sim->durable; i++) {
        const struct ledger_event *event = &sim->events[i];
        if (event->kind == EV_GRANT)
            granted[event->site] = event->stream;
        if (event->kind != EV_COMMAND)
            continue;
        if (event->offered && event->stream != granted[event->site])
            sim_fault(sim, "I4: command %d came by a stream that does not hold site %d", event->command, event->site);
        if (!event->effective)
            continue;
        const struct command_made *made = &sim->commands[event->command];
        if (done[event->command])
            sim_fault(sim, "I1: command %d is effective twice", event->command);
        done[event->command] = true;
        if (made->ballot && !event->in_time)
            continue;
        int *before = &last[made->phone][made->ballot ? LANE_COUNT : (int)made->lane];
        if (made->index < *before)
            sim_fault(sim, "I5: command %d of phone %d was overtaken", event->command, made->phone);
        *before = made->index;
    }
}

static bool lies_in_a_folder(const struct sim *sim, int command) {
    char person[8];
    uint8_t key[KEY_SIZE] = {(uint8_t)(command + 1)};
    snprintf(person, sizeof person, "p%d", sim->commands[command].phone);
    for (int folder = 0; folder < sim->folder_count; folder++)
        if (sim->folder[folder].exists && site_folder_find(&sim->folder[folder].held, text_of(person), key))
            return true;
    return false;
}

/* J1: after a complete end every ballot that was, or is, said to be kept in time is among the recorded ones, and in time. */
static void check_announced(struct sim *sim) {
    for (int command = 0; command < sim->command_count; command++) {
        const struct command_made *made = &sim->commands[command];
        if (!made->ballot || !made->kept_said || made->kept_at > sim->closed_at)
            continue;
        bool counted = false;
        for (int i = 0; i < sim->durable; i++)
            counted = counted || (sim->events[i].kind == EV_COMMAND && sim->events[i].command == command && sim->events[i].in_time);
        if (!counted)
            sim_fault(sim, "J1: ballot %d was kept in time and is missing at a complete end", command);
    }
}

/* After each step. */
void check_invariants(struct sim *sim) {
    for (int command = 0; command < sim->command_count; command++) {
        const struct command_made *made = &sim->commands[command];
        if (made->kept_said && !made->result_said && !sim->phone[made->phone].held[command] && !lies_in_a_folder(sim, command) &&
            hub_find(sim, command, sim->durable + sim->flying) == NONE)
            sim_fault(sim, "I2: command %d was said to be kept, and nobody has it", command);
    }
    if (sim->complete)
        check_announced(sim);
}
