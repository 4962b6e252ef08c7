/* One history: chance, the bag of frames, the steps. */
#include "sim/sim.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct sim_scale SIM_SMALL = {.sites = 0, .people_each = 0, .phones_each = 0, .commands = 100, .folders = 20, .processes = 80, .frames = 500,
                                    .steps = 300, .checked_every = 1};
const struct sim_scale SIM_FULL_SIZE = {.sites = 34, .people_each = 148, .phones_each = 148, .commands = 16000, .folders = 90, .processes = 4000,
                                        .frames = 20000, .steps = 250000, .checked_every = 5000};

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

void *sim_room(void *list, int count, int *capacity, size_t size) {
    if (count < *capacity)
        return list;
    *capacity = *capacity ? *capacity * 2 : 64;
    void *grown = realloc(list, (size_t)*capacity * size);
    if (!grown)
        abort();
    return grown;
}

/* --- the bag --- */

static const char *const KINDS[] = {"claim", "granted", "fenced", "replaced", "offer", "ack", "gap", "closing", "drained"};

void sim_send(struct sim *sim, struct frame frame) {
    if (sim->frames == sim->scale.frames) /* the oldest is lost */
        memmove(sim->bag, sim->bag + 1, (size_t)--sim->frames * sizeof sim->bag[0]);
    sim->bag[sim->frames++] = frame;
}

static void say_frame(struct sim *sim, const struct frame *frame, const char *how) {
    bool of_command = frame->kind == FRAME_OFFER || frame->kind == FRAME_ACK;
    char what[48] = "";
    if (of_command)
        snprintf(what, sizeof what, " of command %d", frame->command);
    sim_say(sim, "%s%s %s process %d, lane %d, %llu, %s", KINDS[frame->kind], what,
            frame->kind == FRAME_CLAIM || frame->kind == FRAME_OFFER || frame->kind == FRAME_DRAINED ? "from" : "to", frame->process, (int)frame->lane,
            (unsigned long long)frame->n, how);
}

static void hand_over(struct sim *sim, const struct frame *frame, const char *how) {
    say_frame(sim, frame, how);
    if (frame->kind == FRAME_CLAIM || frame->kind == FRAME_OFFER || frame->kind == FRAME_DRAINED)
        hub_frame(sim, frame);
    else
        site_frame(sim, frame);
}

void sim_delivers(struct sim *sim, bool lost, bool again) {
    if (!sim->frames)
        return;
    int chosen = (int)sim_draw(sim, (uint64_t)sim->frames);
    struct frame frame = sim->bag[chosen];
    sim->bag[chosen] = sim->bag[--sim->frames];
    if (again)
        sim->stray[sim->strays < STRAYS ? sim->strays++ : (int)sim_draw(sim, STRAYS)] = frame;
    if (lost)
        say_frame(sim, &frame, "is lost");
    else
        hand_over(sim, &frame, "is delivered");
}

static void deliver_stray(struct sim *sim) {
    if (!sim->strays)
        return;
    struct frame frame = sim->stray[sim_draw(sim, (uint64_t)sim->strays)];
    hand_over(sim, &frame, "is delivered once more");
}

/* --- steps: most of them where most happens --- */

static int any_site(struct sim *sim) {
    return sim_chance(sim, sim->focus) ? sim->hot : 1 + (int)sim_draw(sim, (uint64_t)sim->sites - 1);
}

static int any_phone(struct sim *sim) {
    int site = sim_chance(sim, 10) ? 0 : any_site(sim);
    uint64_t among = sim_chance(sim, 85) && sim->phones_each > 2 ? 2 : (uint64_t)sim->phones_each;
    if (sim->scale.checked_every > 1) /* the large world is used evenly */
        return (int)sim_draw(sim, (uint64_t)sim->phones);
    return site * sim->phones_each + (int)sim_draw(sim, among);
}

static int any_process(struct sim *sim, int site) {
    int found = NONE, count = 0;
    for (int i = 0; i < sim->process_count; i++)
        if (sim->process[i].alive && sim->process[i].site == site && sim_draw(sim, (uint64_t)++count) == 0)
            found = i;
    return found;
}

static int any_folder(struct sim *sim, int site) {
    int found = NONE, count = 0;
    for (int i = 0; i < sim->folder_count; i++)
        if (sim->folder[i].exists && sim->folder[i].site == site && sim_draw(sim, (uint64_t)++count) == 0)
            found = i;
    return found;
}

/* A supervisor starts again what was killed. */
static void supervise(struct sim *sim, int site) {
    int folder = any_folder(sim, site);
    if (folder != NONE && !sim->folder[folder].held.restored)
        site_start(sim, folder, false);
}

static void site_step(struct sim *sim) {
    int site = any_site(sim), process = any_process(sim, site);
    if (process == NONE)
        supervise(sim, site);
    if (process == NONE || sim->process[process].stopped)
        return;
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (what < 85) {
        if (what < 45)
            site_sync(sim, process);
        for (uint64_t frames = sim_draw(sim, 4); frames > 0; frames--)
            site_talks(sim, process);
        if (what < 15)
            site_sees(sim, process);
        if (what >= 65)
            site_samples(sim, process);
    } else if (what < 92)
        site_link(sim, process, !sim->process[process].link_up);
    else if (what < 94)
        site_sync_fails(sim, process, sim_chance(sim, 50));
    else
        site_kill(sim, process);
}

static void lose_folder(struct sim *sim, int folder) {
    for (int i = 0; i < sim->process_count; i++)
        if (sim->process[i].folder == folder)
            site_kill(sim, i);
    sim_say(sim, "folder %d is lost", folder);
    sim->folder[folder].exists = false;
    site_folder_finish(&sim->folder[folder].held);
}

/* A backup comes back: mostly its folder is lost, sometimes both run. */
static void restore(struct sim *sim, int backup) {
    for (int i = 0; i < sim->folder_count; i++)
        if (sim->folder[i].exists && !sim->folder[i].held.restored && sim->folder[i].held.id[0] == sim->folder[backup].held.id[0] && !sim_chance(sim, 45))
            lose_folder(sim, i);
    site_start(sim, backup, sim_chance(sim, 30));
}

/* SIGSTOP, or the lid of the laptop: then the machine sleeps. */
void sim_stops_or_goes_on(struct sim *sim, int process) {
    struct process *it = &sim->process[process];
    struct sim_folder *machine = &sim->folder[it->folder];
    it->stopped = !it->stopped;
    sim_say(sim, "process %d %s", process, it->stopped ? "stops" : "goes on");
    if (it->stopped && sim_chance(sim, 50)) {
        machine->asleep_since = sim->now;
    } else if (!it->stopped && machine->asleep_since) {
        machine->asleep += sim->now - machine->asleep_since;
        machine->asleep_since = 0;
    }
}

static void machine_step(struct sim *sim, int folder) {
    struct sim_folder *machine = &sim->folder[folder];
    if (sim_chance(sim, 50)) {
        int64_t most = sim_chance(sim, 50) ? 3600000 : 10000;
        machine->wall += (int64_t)sim_draw(sim, 2 * (uint64_t)most) - most;
        sim_say(sim, "the wall clock of folder %d steps", folder);
        return;
    }
    for (int i = 0; i < sim->process_count; i++)
        if (sim->process[i].folder == folder)
            site_kill(sim, i);
    sim_say(sim, "the machine of folder %d boots", folder);
    machine->booted = sim->now;
    machine->asleep = machine->asleep_since = 0;
    site_start(sim, folder, false);
}

/* Starts, backups, restores, an empty folder with the same certificate, a process that sleeps, clocks that step. */
static void operator_step(struct sim *sim) {
    int site = any_site(sim), folder = any_folder(sim, site);
    if (folder == NONE) {
        site_start(sim, site_folder_new(sim, site, NULL), sim_chance(sim, 50));
        return;
    }
    bool restored = sim->folder[folder].held.restored;
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (what < 15) {
        site_start(sim, folder, sim_chance(sim, 30));
    } else if (what < 45 && restored) {
        restore(sim, folder);
    } else if (what < 45) {
        int copy = site_folder_new(sim, site, &sim->folder[folder]);
        if (copy != NONE)
            sim_say(sim, "folder %d is a backup of %d", copy, folder);
    } else if (what < 55) {
        site_start(sim, site_folder_new(sim, site, NULL), sim_chance(sim, 20));
    } else if (what < 75) {
        int process = any_process(sim, site);
        if (process != NONE)
            sim_stops_or_goes_on(sim, process);
    } else {
        machine_step(sim, folder);
    }
}

/* The answer is lost, and it tries the other way. */
static void phone_sends_and_leaves(struct sim *sim, int phone) {
    bool was_at_hub = sim->phone[phone].to_hub;
    phone_sends(sim, phone);
    phone_connects(sim, phone, was_at_hub ? any_process(sim, sim->phone[phone].site) : NONE);
}

static void phone_step(struct sim *sim) {
    int phone = any_phone(sim);
    unsigned what = (unsigned)sim_draw(sim, 200);
    if (what < 60)
        phone_makes(sim, phone);
    if (what < 145 && sim->phone[phone].connected)
        phone_sends(sim, phone);
    else if (what < 160 && sim->phone[phone].connected)
        phone_sends_and_leaves(sim, phone);
    else if (what < 193)
        phone_connects(sim, phone, sim_chance(sim, sim->direct) ? NONE : any_process(sim, sim->phone[phone].site));
    else if (what < 199)
        phone_cut(sim, phone);
    else
        phone_forgets(sim, phone);
}

static void hub_step(struct sim *sim) {
    unsigned what = (unsigned)sim_draw(sim, 200);
    if (what < 60) {
        hub_append_starts(sim);
    } else if (what < 180) {
        hub_append_ends(sim, true);
        if (what < 130)
            hub_append_starts(sim);
    } else if (what < 187)
        hub_append_ends(sim, false);
    else if (what < 191 && sim->hub_dies && (sim->scale.checked_every == 1 || sim_chance(sim, 1)))
        hub_crashes(sim, sim_chance(sim, 50), sim_chance(sim, 40));
}

static int64_t some_time(struct sim *sim) {
    unsigned what = (unsigned)sim_draw(sim, 200);
    return what < 1 && sim_chance(sim, 40) ? 600000 : what < 3 ? 20000 : what < 10 ? 700 : (int64_t)sim_draw(sim, 30);
}

static void step(struct sim *sim) {
    sim->now += some_time(sim);
    unsigned what = (unsigned)sim_draw(sim, 100);
    if (what < 27)
        phone_step(sim);
    else if (what < 48)
        site_step(sim);
    else if (what < 66)
        sim_delivers(sim, sim_chance(sim, 6), sim_chance(sim, 25));
    else if (what < 69)
        deliver_stray(sim);
    else if (what < 74)
        desk_step(sim);
    else if (what < 100 - sim->mischief)
        hub_step(sim);
    else
        operator_step(sim);
}

/* --- a history --- */

static void people_begin(struct sim *sim) {
    bool pairs = sim->scale.checked_every == 1 && sim_chance(sim, 75);
    for (int i = 0; i < sim->phones; i++) {
        int site = i / sim->phones_each, place = i % sim->phones_each;
        sim->phone[i].site = site;
        sim->phone[i].person = (uint32_t)sim->first_person[site] + (uint32_t)(pairs && place > 0 ? place - 1 : place);
        sim->phone[i].device = sim_draw(sim, UINT64_MAX);
        for (int lane = 0; lane < LANE_COUNT; lane++)
            sim->last_index[i][lane] = -1;
    }
}

static void begin(struct sim *sim, const struct sim_scale *scale, uint64_t seed, const struct sim_rules *rules, bool trace) {
    memset(sim, 0, sizeof *sim);
    sim->random = seed;
    sim->rules = *rules;
    sim->scale = *scale;
    sim->trace = trace;
    sim->now = 1000000;
    sim->mischief = 1 + (unsigned)sim_draw(sim, 10);
    sim->direct = 3 + (unsigned)sim_draw(sim, 40);
    sim->focus = sim_chance(sim, 70) ? 85 : 40;
    if (scale->checked_every > 1)
        sim->focus = 0; /* everywhere the same */
    sim->orderly = sim_chance(sim, 50);
    sim->hub_dies = scale->checked_every > 1 || sim_chance(sim, 50);
    sim->sites = scale->sites ? scale->sites : 4 + (int)sim_draw(sim, 3);
    uint64_t most = sim_chance(sim, 70) ? 3 : 8;
    sim->people_each = scale->people_each ? (uint32_t)scale->people_each : 1 + (uint32_t)sim_draw(sim, most);
    sim->phones_each = (int)sim->people_each;
    sim->phones = sim->sites * sim->phones_each;
    sim->hot = 1 + (int)sim_draw(sim, (uint64_t)sim->sites - 1);
    for (int site = 0; site < SITES; site++)
        sim->weight[site] = sim_chance(sim, 60) ? 1 : 1 + (uint32_t)sim_draw(sim, 3);
    for (int poll = 1; poll <= POLLS; poll++) {
        sim->poll_type[poll] = sim_chance(sim, 60) ? POLL_YES_NO_ABSTAIN : (enum poll_type)(1 + sim_draw(sim, 3));
        sim->polls[poll] = (struct poll_seen){.first_is_final = sim_chance(sim, 20), .ended = INT64_MAX, .ended_first = INT64_MAX};
    }
    sim->commands = calloc((size_t)scale->commands, sizeof *sim->commands);
    sim->phone = calloc((size_t)sim->phones, sizeof *sim->phone);
    sim->last_index = calloc((size_t)sim->phones, sizeof *sim->last_index);
    sim->process = calloc((size_t)scale->processes, sizeof *sim->process);
    sim->folder = calloc((size_t)scale->folders, sizeof *sim->folder);
    sim->bag = calloc((size_t)scale->frames, sizeof *sim->bag);
    if (!sim->commands || !sim->phone || !sim->last_index || !sim->process || !sim->folder || !sim->bag)
        abort();
    for (int site = 0; site < SITES; site++)
        sim->hub.link[site] = NONE;
    hub_begin(sim);
    people_begin(sim);
    for (int site = 1; site < sim->sites; site++)
        site_start(sim, site_folder_new(sim, site, NULL), false);
    desk_opens(sim);
    if (scale->checked_every == 1 && !sim_chance(sim, 85))
        return;
    sim_settles(sim, 6);
    for (int phone = 0; phone < sim->phones; phone++)
        phone_connects(sim, phone, sim_chance(sim, sim->direct) ? NONE : any_process(sim, sim->phone[phone].site));
}

void sim_end(struct sim *sim) {
    for (int i = 0; i < sim->scale.processes && sim->process; i++)
        outbox_destroy(sim->process[i].outbox);
    for (int i = 0; i < sim->folder_count; i++)
        site_folder_finish(&sim->folder[i].held);
    hub_finish(sim);
    free(sim->commands);
    free(sim->phone);
    free(sim->last_index);
    free(sim->process);
    free(sim->folder);
    free(sim->bag);
}

bool sim_run(struct sim *sim, const struct sim_scale *scale, uint64_t seed, const struct sim_rules *rules, bool trace) {
    begin(sim, scale, seed, rules, trace);
    int steps = scale->checked_every > 1 ? scale->steps : 20 + (int)sim_draw(sim, (uint64_t)scale->steps); /* short ones find most */
    while (sim->steps < steps && !sim->fault[0]) {
        sim->steps++;
        step(sim);
        if (sim->steps % scale->checked_every == 0)
            sim_checked(sim);
    }
    if (!sim->fault[0])
        sim_heals(sim);
    if (!sim->fault[0])
        sim_checked(sim);
    return sim->fault[0] == 0;
}
