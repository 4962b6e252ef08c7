/* The end of a history: nothing fails any more. Every folder can be drained, everybody gets a result: what must be reachable (I6, J6). */
#include "sim/sim.h"

void sim_checked(struct sim *sim) {
    desk_watches(sim);
    check_invariants(sim);
    for (int poll = 1; poll <= POLLS; poll++)
        check_outcomes(sim, poll);
}

/* Nothing is on its way. */
static bool is_quiet(const struct sim *sim) {
    for (int i = 0; i < sim->phones; i++)
        for (int held = 0; held < sim->phone[i].held_count && sim->phone[i].connected; held++)
            if (!sim->phone[i].held[held].sent)
                return false;
    return sim->frames == 0 && sim->hub.collected_count == 0 && !sim->hub.appending;
}

static void sites_work(struct sim *sim) {
    for (int i = 0; i < sim->process_count; i++) {
        if (!sim->process[i].alive || sim->process[i].stopped)
            continue;
        site_sync(sim, i);
        for (int frames = 0; frames < 4; frames++)
            site_talks(sim, i);
        site_sees(sim, i);
        site_samples(sim, i);
    }
}

void sim_settles(struct sim *sim, int rounds) {
    int quiet = 0;
    for (int round = 0; round < rounds && quiet < 4 && !sim->fault[0]; round++) {
        int rows = sim->hub.row_count;
        sim->now += 100;
        sites_work(sim);
        for (int frames = sim->frames; frames > 0; frames--)
            sim_delivers(sim, false, false);
        for (int phone = 0; phone < sim->phones; phone++)
            phone_sends(sim, phone);
        hub_append_starts(sim);
        hub_append_ends(sim, true);
        quiet = is_quiet(sim) && rows == sim->hub.row_count ? quiet + 1 : 0;
        if (sim->scale.checked_every == 1 && round % 4 == 0)
            sim_checked(sim);
    }
    if (sim->scale.checked_every == 1)
        sim_checked(sim);
}

static int rounds(const struct sim *sim) {
    return sim->scale.checked_every > 1 ? 120 : 30 + sim->command_count;
}

/* The end of the poll while some are cut off or asleep: what they hold must be waited for. */
static void end_without_some(struct sim *sim) {
    sim_say(sim, "-- the end, for those who can hear it");
    desk_closes(sim);
    sim->now += 500;
    sim_settles(sim, 20);
}

static void all_links_again(struct sim *sim) {
    for (int i = 0; i < sim->process_count; i++) {
        if (sim->process[i].stopped)
            sim_stops_or_goes_on(sim, i);
        site_link(sim, i, true);
        site_cut(sim, i);
    }
}

/* I6 of the sites: what lies there gets through - where two processes do not take turns. */
static void check_sites(struct sim *sim) {
    for (int i = 0; i < sim->process_count && !sim->fault[0]; i++) {
        const struct process *it = &sim->process[i];
        int alive = 0;
        for (int other = 0; other < sim->process_count; other++)
            alive += sim->process[other].alive && sim->process[other].site == it->site;
        if (alive == 1 && it->alive && sim->hub.link[it->site] == i && outbox_figures(it->outbox).waiting > 0)
            sim_fault(sim, "I6: %llu of what process %d has kept do not get through", (unsigned long long)outbox_figures(it->outbox).waiting, i);
    }
}

static void drain_folder(struct sim *sim, int folder) {
    for (int i = 0; i < sim->process_count; i++)
        site_kill(sim, i);
    sim->process_count = 0;
    sim->now += 20000;
    for (int site = 0; site < sim->sites; site++)
        sim->hub.link[site] = NONE;
    int process = site_start(sim, folder, true);
    if (process == NONE)
        return;
    site_link(sim, process, true);
    sim_settles(sim, rounds(sim) / 2);
    long offers = sim->offers_sent;
    sim_settles(sim, 5);
    if (sim->offers_sent > offers)
        sim_fault(sim, "I6: what folder %d has kept is offered again and again", folder);
    uint64_t waiting = outbox_figures(sim->process[process].outbox).waiting;
    if (waiting > 0)
        sim_fault(sim, "I6: %llu of what folder %d has kept do not get through", (unsigned long long)waiting, folder);
}

/* I6, J6 of the phones. */
static void check_everybody_knows(struct sim *sim) {
    for (int i = 0; i < sim->command_count && !sim->fault[0]; i++) {
        const struct made *made = &sim->commands[i];
        if (!made->result_said && !made->orphan && sim->rules.phones_hold && sim->rules.phones_send_all)
            sim_fault(sim, "I6: command %d never got its result", i);
        bool open_end = made->shown == STATE_RECORDED || made->shown == STATE_UNPROVEN || made->shown == NONE;
        if (made->kind == BALLOT && made->recorded && !made->orphan && !made->result && sim->polls[made->poll].is_final && open_end &&
            made->standing != UNPROVEN_SEEN && sim->rules.phones_hold)
            sim_fault(sim, "J6: whoever cast ballot %d never hears what came of it", i);
    }
}

void sim_heals(struct sim *sim) {
    if (sim_chance(sim, 60))
        end_without_some(sim);
    sim_say(sim, "-- nothing fails any more");
    for (int phone = 0; phone < sim->phones; phone++)
        phone_cut(sim, phone);
    sim->frames = 0;
    all_links_again(sim);
    desk_closes(sim);
    sim_settles(sim, 5);
    sim->now += 500;
    sim_settles(sim, rounds(sim));
    desk_ends(sim);
    sim_settles(sim, rounds(sim));
    check_sites(sim);
    for (int folder = 0; folder < sim->folder_count && !sim->fault[0]; folder++)
        if (sim->folder[folder].exists && sim->scale.checked_every == 1)
            drain_folder(sim, folder);
    for (int phone = 0; phone < sim->phones; phone++)
        phone_connects(sim, phone, NONE);
    sim_settles(sim, HELD + 4);
    for (int phone = 0; phone < sim->phones; phone++)
        phone_connects(sim, phone, NONE);
    if (!sim->fault[0])
        check_everybody_knows(sim);
}
