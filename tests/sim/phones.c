/* The phones: they hold what they made until they have the hub's result, and switch paths as they like. */
#include "sim/sim.h"
#include <string.h>

void phone_makes(struct sim *sim, int phone) {
    struct phone *it = &sim->phone[phone];
    if (sim->command_count == COMMANDS || sim->final)
        return;
    int command = sim->command_count++;
    struct command_made *made = &sim->commands[command];
    *made = (struct command_made){.phone = phone, .index = it->made++, .ballot = !sim->closing && sim_chance(sim, 65)};
    made->lane = made->ballot || sim_chance(sim, 60) ? LANE_FLOOR : LANE_QUESTIONS;
    it->held[command] = true;
    if (it->connected)
        it->queue[it->queued++] = command;
    sim_say(sim, "phone %d makes command %d%s", phone, command, made->ballot ? ", a ballot" : "");
}

void phone_cut(struct sim *sim, int phone) {
    struct phone *it = &sim->phone[phone];
    it->connected = false;
    it->connection++;
    it->queued = 0;
    memset(it->received, 0, sizeof it->received);
}

void phone_connects(struct sim *sim, int phone, int process) {
    struct phone *it = &sim->phone[phone];
    phone_cut(sim, phone);
    it->connected = true;
    it->to_hub = process == NONE;
    it->process = process;
    int last = NONE;
    for (int command = 0; command < sim->command_count; command++)
        if (it->held[command]) {
            last = command;
            if (sim->rules.phones_send_all)
                it->queue[it->queued++] = command;
        }
    if (!sim->rules.phones_send_all && last != NONE)
        it->queue[it->queued++] = last;
    sim_say(sim, "phone %d connects to %s %d", phone, it->to_hub ? "the hub" : "process", process);
}

void phone_sends(struct sim *sim, int phone) {
    struct phone *it = &sim->phone[phone];
    if (!it->connected || it->queued == 0)
        return;
    if (!it->to_hub && (!sim->process[it->process].alive || sim->process[it->process].stopped))
        return;
    int command = it->queue[0];
    memmove(it->queue, it->queue + 1, (size_t)--it->queued * sizeof it->queue[0]);
    sim_say(sim, "phone %d sends command %d", phone, command);
    if (it->to_hub)
        hub_from_phone(sim, command);
    else
        site_from_phone(sim, it->process, command);
}

void phone_hears_kept(struct sim *sim, int command, int64_t stamp) {
    struct command_made *made = &sim->commands[command];
    if (!made->kept_said) {
        sim_say(sim, "phone %d hears that %d is kept", made->phone, command);
        made->kept_said = true;
        made->kept_at = stamp;
    }
    if (!sim->rules.phones_hold)
        sim->phone[made->phone].held[command] = false;
}

void phone_hears_result(struct sim *sim, int command) {
    struct command_made *made = &sim->commands[command];
    if (made->result_said)
        return;
    sim_say(sim, "phone %d hears the result of %d", made->phone, command);
    made->result_said = true;
    sim->phone[made->phone].held[command] = false;
    if (hub_find(sim, command, sim->durable) == NONE)
        sim_fault(sim, "I3: the result of command %d was said and is not recorded", command);
}
