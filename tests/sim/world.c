/* One history: chance, the bag of frames, the steps, and the healing at the end. */
#include "sim/sim.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

uint64_t sim_draw(struct sim *sim, uint64_t below) {
    uint64_t x = sim->random += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return (x ^ (x >> 31)) % below;
}

bool sim_chance(struct sim *sim, unsigned in_hundred) {
    return sim_draw(sim, 100) < in_hundred;
}

void sim_say(struct sim *sim, const char *format, ...) {
    if (!sim->trace)
        return;
    va_list values;
    va_start(values, format);
    printf("    %4d %8lld ms  ", sim->steps, (long long)sim->now);
    vprintf(format, values);
    printf("\n");
    va_end(values);
}

void sim_fault(struct sim *sim, const char *format, ...) {
    if (sim->fault[0])
        return;
    va_list values;
    va_start(values, format);
    vsnprintf(sim->fault, sizeof sim->fault, format, values);
    va_end(values);
    sim_say(sim, "FAULT %s", sim->fault);
}

uint64_t sim_stream(const uint8_t bytes[STREAM_SIZE]) {
    uint64_t stream;
    memcpy(&stream, bytes, STREAM_SIZE);
    return stream;
}

static const char *const KINDS[] = {"claim", "granted", "fenced", "replaced", "offer", "ack", "gap", "closing", "drained"};

void sim_send(struct sim *sim, struct frame frame) {
    if (sim->frames == FRAMES) /* the oldest is lost */
        memmove(sim->bag, sim->bag + 1, (size_t)--sim->frames * sizeof sim->bag[0]);
    sim->bag[sim->frames++] = frame;
}

static void hand_over(struct sim *sim, const struct frame *frame, const char *how) {
    sim_say(sim, "%s of process %d, lane %d, %llu, command %d %s", KINDS[frame->kind], frame->process, (int)frame->lane,
            (unsigned long long)frame->n, frame->command, how);
    if (frame->kind == FRAME_CLAIM || frame->kind == FRAME_OFFER || frame->kind == FRAME_DRAINED)
        hub_frame(sim, frame);
    else
        site_frame(sim, frame);
}

static void deliver(struct sim *sim, bool lost, bool again) {
    if (!sim->frames)
        return;
    int chosen = (int)sim_draw(sim, (uint64_t)sim->frames);
    struct frame frame = sim->bag[chosen];
    sim->bag[chosen] = sim->bag[--sim->frames];
    if (again)
        sim->stray[sim->strays < STRAYS ? sim->strays++ : (int)sim_draw(sim, STRAYS)] = frame;
    if (lost)
        sim_say(sim, "%s of process %d, lane %d, %llu, command %d is lost", KINDS[frame.kind], frame.process, (int)frame.lane,
                (unsigned long long)frame.n, frame.command);
    else
        hand_over(sim, &frame, "is delivered");
}

static void deliver_stray(struct sim *sim) {
    if (!sim->strays)
        return;
    struct frame frame = sim->stray[sim_draw(sim, (uint64_t)sim->strays)];
    hand_over(sim, &frame, "is delivered once more");
}

/* --- steps --- */

static int any_process(struct sim *sim, int site) {
    int found = NONE, count = 0;
    for (int i = 0; i < sim->process_count; i++)
        if (sim->process[i].alive && (site == NONE || sim->process[i].site == site) && sim_draw(sim, (uint64_t)++count) == 0)
            found = i;
    return found;
}

static int any_folder(struct sim *sim) {
    int found = NONE, count = 0;
    for (int i = 0; i < sim->folder_count; i++)
        if (sim->folder[i].exists && sim_draw(sim, (uint64_t)++count) == 0)
            found = i;
    return found;
}

/* A supervisor starts again what was killed. */
static void supervise(struct sim *sim, int site) {
    int folder = any_folder(sim);
    if (sim->folder[folder].site == site && !sim->folder[folder].held.restored)
        site_start(sim, folder, false);
}

static void site_step(struct sim *sim) {
    int site = (int)sim_draw(sim, (uint64_t)sim->sites), process = any_process(sim, site);
    if (process == NONE)
        supervise(sim, site);
    if (process == NONE || sim->process[process].stopped)
        return;
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (what < 90) {
        if (what < 45)
            site_sync(sim, process);
        for (uint64_t frames = sim_draw(sim, 4); frames > 0; frames--)
            site_talks(sim, process);
    } else if (what < 94)
        site_link(sim, process, !sim->process[process].link_up);
    else if (what < 95)
        site_sync_fails(sim, process, sim_chance(sim, 50));
    else
        site_kill(sim, process);
}

/* A backup comes back: mostly its folder is lost, sometimes both run. */
static void restore(struct sim *sim, int backup) {
    for (int i = 0; i < sim->folder_count; i++) {
        struct sim_folder *folder = &sim->folder[i];
        if (!folder->exists || folder->held.restored || folder->held.id[0] != sim->folder[backup].held.id[0] || sim_chance(sim, 30))
            continue;
        for (int j = 0; j < sim->process_count; j++)
            if (sim->process[j].folder == i)
                site_kill(sim, j);
        sim_say(sim, "folder %d is lost", i);
        folder->exists = false;
        site_folder_finish(&folder->held);
    }
    site_start(sim, backup, sim_chance(sim, 30));
}

/* Starts, backups, restores, an empty folder with the same certificate, a process that sleeps. */
static void operator_step(struct sim *sim) {
    int folder = any_folder(sim), site = sim->folder[folder].site;
    bool restored = sim->folder[folder].held.restored;
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (what < 25) {
        site_start(sim, folder, sim_chance(sim, 30));
    } else if (what < 75 && restored) {
        restore(sim, folder);
    } else if (what < 75) {
        int copy = site_folder_new(sim, site, &sim->folder[folder]);
        if (copy != NONE)
            sim_say(sim, "folder %d is a backup of %d", copy, folder);
    } else if (what < 85) {
        int fresh = site_folder_new(sim, site, NULL);
        if (fresh != NONE)
            site_start(sim, fresh, sim_chance(sim, 20));
    } else {
        int process = any_process(sim, site);
        if (process == NONE)
            return;
        sim->process[process].stopped = !sim->process[process].stopped;
        sim_say(sim, "process %d %s", process, sim->process[process].stopped ? "stops" : "goes on");
    }
}

static void phone_step(struct sim *sim) {
    int phone = (int)sim_draw(sim, (uint64_t)sim->phones);
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (what < 25)
        phone_makes(sim, phone);
    else if (what < 80 && sim->phone[phone].connected)
        phone_sends(sim, phone);
    else if (what < 95)
        phone_connects(sim, phone, sim_chance(sim, sim->direct) ? NONE : any_process(sim, sim->phone[phone].site));
    else
        phone_cut(sim, phone);
}

static void hub_step(struct sim *sim) {
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (what < 25) {
        hub_append_starts(sim);
    } else if (what < 88) {
        hub_append_ends(sim, true);
        if (what < 60)
            hub_append_starts(sim);
    } else if (what < 92)
        hub_append_ends(sim, false);
    else if (what < 95)
        hub_crashes(sim, sim_chance(sim, 50));
    else if (what < 98)
        hub_closes_poll(sim);
    hub_may_announce(sim, false);
}

static void step(struct sim *sim) {
    sim->now += sim_chance(sim, 5) ? 20000 : (int64_t)sim_draw(sim, 100);
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (what < 22)
        phone_step(sim);
    else if (what < 46)
        site_step(sim);
    else if (what < 68)
        deliver(sim, sim_chance(sim, 6), sim_chance(sim, 25));
    else if (what < 72)
        deliver_stray(sim);
    else if (what < 100 - sim->mischief)
        hub_step(sim);
    else
        operator_step(sim);
}

/* --- the end: nothing fails any more. Every folder can be drained, everybody gets a result. --- */

static void settle_down(struct sim *sim) {
    for (int round = 0; round < 40 + 4 * sim->command_count; round++) {
        sim->now += 100;
        for (int i = 0; i < sim->process_count; i++)
            if (sim->process[i].alive) {
                site_sync(sim, i);
                site_talks(sim, i);
            }
        while (sim->frames)
            deliver(sim, false, false);
        for (int phone = 0; phone < sim->phones; phone++)
            phone_sends(sim, phone);
        hub_append_starts(sim);
        hub_append_ends(sim, true);
    }
}

static void heal(struct sim *sim) {
    sim_say(sim, "-- nothing fails any more");
    for (int phone = 0; phone < sim->phones; phone++)
        phone_cut(sim, phone);
    sim->frames = 0;
    for (int i = 0; i < sim->process_count; i++) {
        sim->process[i].stopped = false;
        site_link(sim, i, true);
        site_cut(sim, i);
    }
    settle_down(sim);
    for (int site = 0; site < sim->sites; site++)
        if (sim->link[site] != NONE && outbox_figures(sim->process[sim->link[site]].outbox).waiting > 0)
            sim_fault(sim, "I6: what process %d has kept does not get through", sim->link[site]);
    hub_may_announce(sim, false);
    check_invariants(sim);
    for (int folder = 0; folder < sim->folder_count && !sim->fault[0]; folder++) {
        for (int i = 0; i < sim->process_count; i++)
            site_kill(sim, i);
        sim->process_count = 0;
        sim->now += 20000;
        int process = sim->folder[folder].exists ? site_start(sim, folder, true) : NONE;
        if (process == NONE)
            continue;
        site_link(sim, process, true);
        settle_down(sim);
        if (outbox_figures(sim->process[process].outbox).waiting > 0)
            sim_fault(sim, "I6: what folder %d has kept does not get through", folder);
    }
    hub_may_announce(sim, false);
    hub_closes_poll(sim);
    hub_may_announce(sim, true);
    for (int phone = 0; phone < sim->phones; phone++)
        phone_connects(sim, phone, NONE);
    settle_down(sim);
    for (int command = 0; command < sim->command_count; command++)
        if (!sim->commands[command].result_said && sim->rules.phones_hold && sim->rules.phones_send_all)
            sim_fault(sim, "I6: command %d never got its result", command);
}

static void begin(struct sim *sim, uint64_t seed, const struct sim_rules *rules, bool trace) {
    memset(sim, 0, sizeof *sim);
    sim->random = seed;
    sim->rules = *rules;
    sim->trace = trace;
    sim->now = 1000000;
    sim->mischief = 1 + (unsigned)sim_draw(sim, 12);
    sim->direct = 3 + (unsigned)sim_draw(sim, 40);
    sim->sites = sim_chance(sim, 60) ? 1 : 2 + (int)sim_draw(sim, SITES - 1);
    sim->phones = sim->sites * (1 + (int)sim_draw(sim, 3));
    hub_begin(sim);
    for (int site = 0; site < sim->sites; site++)
        site_start(sim, site_folder_new(sim, site, NULL), false);
    for (int phone = 0; phone < sim->phones; phone++)
        sim->phone[phone].site = phone % sim->sites;
}

static void end(struct sim *sim) {
    for (int i = 0; i < sim->process_count; i++)
        outbox_destroy(sim->process[i].outbox);
    for (int i = 0; i < sim->folder_count; i++)
        site_folder_finish(&sim->folder[i].held);
}

bool sim_run(struct sim *sim, uint64_t seed, const struct sim_rules *rules, int steps, bool trace) {
    begin(sim, seed, rules, trace);
    steps = 20 + (int)sim_draw(sim, (uint64_t)steps); /* short ones find most */
    while (sim->steps < steps && !sim->fault[0]) {
        sim->steps++;
        step(sim);
        check_invariants(sim);
    }
    if (!sim->fault[0])
        heal(sim);
    check_invariants(sim);
    end(sim);
    return sim->fault[0] == 0;
}
