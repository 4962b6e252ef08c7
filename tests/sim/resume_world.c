/* resume_world.c - what happens: one step is one thing that a person, the network, a disk or a process does. */
#include "sim/resume_world.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- words and chance ---- */

uint64_t resume_draw(struct resume_sim *sim, uint64_t below) {
    sim->random ^= sim->random << 13;
    sim->random ^= sim->random >> 7;
    sim->random ^= sim->random << 17;
    return (sim->random >> 11) % below;
}

bool resume_chance(struct resume_sim *sim, unsigned in_hundred) {
    return resume_draw(sim, 100) < in_hundred;
}

void resume_say(const struct resume_sim *sim, const char *format, ...) {
    va_list words;
    if (!sim->trace)
        return;
    printf("%4d  ", sim->steps);
    va_start(words, format);
    vprintf(format, words);
    va_end(words);
    printf("\n");
}

void resume_fault(struct resume_sim *sim, const char *format, ...) {
    va_list words;
    if (sim->fault[0])
        return;
    va_start(words, format);
    vsnprintf(sim->fault, sizeof sim->fault, format, words);
    va_end(words);
    resume_say(sim, "FAULT %s", sim->fault);
}

const struct disk *resume_disk(const struct resume_sim *sim, const char *journal) {
    for (int i = 0; i < sim->disk_count; i++)
        if (strcmp(sim->disks[i]->id, journal) == 0)
            return sim->disks[i];
    return NULL;
}

/* ---- one turn ---- */

static void turn_site(struct resume_sim *sim, struct resume_site *site) {
    struct service service = site_service(site->site);
    while (service.sweep(service.context, 64)) {
    }
    if (site->hung_up)
        link_lose(sim, site, true);
}

/* Everything that follows by itself. */
static void settle_turn(struct resume_sim *sim) {
    for (int i = 0; i < RESUME_SITES; i++)
        turn_site(sim, &sim->sites[i]);
    while (hub_sweep(sim->hub, 64)) {
    }
    for (int i = 0; i < sim->wire_count; i++)
        if (sim->wires[i]->close_code)
            wire_lose_server(sim, sim->wires[i]);
    for (int i = 0; i < RESUME_PHONES; i++)
        resume_check_phone(sim, &sim->phones[i]);
}

static void journal_turn(struct resume_sim *sim) {
    sim->stores = true;
    hub_journal_ready(sim->hub, sim->now);
    sim->stores = false;
}

static void deliver_some(struct resume_sim *sim) {
    int first = (int)resume_draw(sim, (uint64_t)sim->wire_count + 1);
    for (int i = 0; i < sim->wire_count; i++) {
        struct wire *wire = sim->wires[(first + i) % sim->wire_count];
        unsigned most = 1 + (unsigned)resume_draw(sim, 6);
        bool any = false;
        while (most-- > 0 && (wire_deliver_up(sim, wire) || wire_deliver_down(sim, wire)))
            any = true;
        if (any)
            return;
    }
}

static void tick(struct resume_sim *sim) {
    if (sim->now >= hub_next_tick(sim->hub))
        hub_tick(sim->hub, sim->now);
    for (int i = 0; i < RESUME_SITES; i++) {
        struct resume_site *site = &sim->sites[i];
        struct service service = site_service(site->site);
        if (sim->now >= service.next_tick(service.context))
            service.tick(service.context, sim->now);
        if (site->connecting)
            link_open(sim, site);
        if (site->hung_up)
            link_lose(sim, site, true);
    }
}

/* ---- when nothing breaks any more ---- */

static void phones_come_back(struct resume_sim *sim, bool all_at_hub) {
    for (int i = 0; i < RESUME_PHONES; i++) {
        struct phone *phone = &sim->phones[i];
        uint32_t site = conference_person_site_index(sim->hub->published, conference_find_person(sim->hub->published, text_of(phone->person)));
        bool served = phone->at != NOBODY && site != NO_SITE && text_equal_string(conference_site_id(sim->hub->published, site), sim->sites[phone->at].id) &&
                      view_is_served_at(sim->hub->published, conference_find_person(sim->hub->published, text_of(phone->person)), site);
        if (phone->wire && phone->wire->site != NOBODY && all_at_hub)
            resume_hang_up(sim, phone);
        if (!phone->wire)
            phone_connects(sim, phone, served && !all_at_hub && resume_chance(sim, 60));
    }
}

/* Whoever was closed meanwhile comes back. */
static bool everybody_is_here(const struct resume_sim *sim) {
    for (int i = 0; i < RESUME_PHONES; i++)
        if (!sim->phones[i].wire)
            return false;
    return true;
}

static void calm_down(struct resume_sim *sim, bool all_at_hub) {
    for (int i = 0; i < RESUME_SITES; i++)
        sim->sites[i].cut = false;
    for (int i = 0; i < sim->wire_count; i++)
        if (!sim->wires[i]->open)
            wire_lose_server(sim, sim->wires[i]);
    for (int turn = 0; turn < 300 && !sim->fault[0]; turn++) {
        bool any = false;
        journal_turn(sim);
        for (int i = 0; i < sim->wire_count; i++)
            while (!sim->fault[0] && (wire_deliver_up(sim, sim->wires[i]) || wire_deliver_down(sim, sim->wires[i])))
                any = true;
        settle_turn(sim);
        if (turn > 12 && !any && turn % 4 == 0 && everybody_is_here(sim) && sim->sites[0].site->replica->s == (int64_t)sim->hub->durable &&
            sim->sites[1].site->replica->s == (int64_t)sim->hub->durable)
            break;
        if (turn % 4 == 0)
            phones_come_back(sim, all_at_hub);
        sim->now += turn < 8 ? 300 : 1500;
        tick(sim);
    }
}

static void everybody_catches_up(struct resume_sim *sim) {
    resume_say(sim, "nothing breaks for a while");
    calm_down(sim, false);
    resume_check_caught_up(sim);
}

/* The one fault of a hub that a snapshot cures: it goes on from an older copy under the same id. Everybody who holds more says so before anything new is done. */
static void hub_forgets(struct resume_sim *sim) {
    struct disk *disk = resume_disk_now(sim);
    calm_down(sim, true);
    uint64_t kept = disk->count - 1 - resume_draw(sim, 2);
    if (sim->fault[0] || disk->count < sim->base + 3 || oracle_waits(sim->oracle, disk, kept))
        return;
    resume_hub_kill(sim, true);
    disk_cut(disk, kept);
    oracle_forget(sim->oracle);
    resume_say(sim, "the hub has lost the end of its journal and does not know it: %" PRIu64 " events are left", disk->count);
    sim->unchecked = true;
    resume_hub_start(sim);
    calm_down(sim, true);
    sim->unchecked = false;
    for (int i = 0; i < RESUME_PHONES; i++) {
        sim->phones[i].changed = true;
        phone_stores(&sim->phones[i], true);
        resume_check_phone(sim, &sim->phones[i]);
    }
    for (int i = 0; i < RESUME_SITES; i++) {
        sim->sites[i].backup = false;
        resume_check_site(sim, &sim->sites[i], NULL);
    }
    resume_check_caught_up(sim);
}

/* ---- steps ---- */

static void phone_step(struct resume_sim *sim) {
    struct phone *phone = &sim->phones[resume_draw(sim, RESUME_PHONES)];
    if (resume_chance(sim, 12)) {
        resume_say(sim, "the page of %s is loaded anew", phone->person);
        phone_reloads(sim, phone);
    } else if (phone->wire && resume_chance(sim, 60)) {
        resume_hang_up(sim, phone);
    }
    if (!phone->wire) {
        uint32_t site = conference_person_site_index(sim->hub->published, conference_find_person(sim->hub->published, text_of(phone->person)));
        if (resume_chance(sim, 40)) /* it hears of its new site at some time */
            phone->at = site != NO_SITE && site > 0 && site <= RESUME_SITES ? (int)site - 1 : NOBODY;
        phone_connects(sim, phone, resume_chance(sim, 60));
    } else if (phone->gaps > 0 && !phone->asking)
        phone_hello(sim, phone);
}

static void old_connections(struct resume_sim *sim) {
    for (int i = 0; i < sim->wire_count; i++) {
        struct wire *wire = sim->wires[i];
        if (wire->open)
            continue;
        if (wire->down.count > 0 && resume_chance(sim, 30))
            wire_deliver_down(sim, wire);
        if (wire->server && resume_chance(sim, 15))
            wire_lose_server(sim, wire);
        if (!wire->server && resume_chance(sim, 10))
            pipe_empty(&wire->down);
    }
}

static void link_step(struct resume_sim *sim) {
    struct resume_site *site = &sim->sites[resume_draw(sim, RESUME_SITES)];
    site->cut = !site->cut && resume_chance(sim, 60);
    resume_say(sim, "the link of %s is %s", site->id, site->cut ? "cut" : "repaired");
    if (site->link)
        link_lose(sim, site, resume_chance(sim, 60));
    site->site->connect_at = sim->now;
}

static void time_passes(struct resume_sim *sim) {
    sim->now += resume_chance(sim, 15) ? 2000 + (int64_t)resume_draw(sim, 12000) : 50 + (int64_t)resume_draw(sim, 500);
    tick(sim);
}

static void take_step(struct resume_sim *sim) {
    unsigned what = (unsigned)resume_draw(sim, 200);
    if (what < 60)
        deliver_some(sim);
    else if (what < 92)
        resume_act(sim);
    else if (what < 124)
        journal_turn(sim);
    else if (what < 154)
        phone_step(sim);
    else if (what < 178)
        time_passes(sim);
    else if (what < 188)
        link_step(sim);
    else if (what < 191)
        resume_site_restart(sim, &sim->sites[resume_draw(sim, RESUME_SITES)]);
    else if (what < 194)
        resume_hub_restart(sim);
    else if (what < 196)
        resume_hub_goes_on_from_copy(sim);
    else if (what < 199)
        everybody_catches_up(sim);
    else
        hub_forgets(sim);
    old_connections(sim);
    settle_turn(sim);
}

/* ---- a history ---- */

static void begin_phones(struct resume_sim *sim) {
    static const struct {
        const char *person;
        int at;
    } PEOPLE[RESUME_PHONES] = {{"dc07-0001", 0}, {"dc07-0002", 0}, {"dc07-0003", 0}, {"dc12-0001", 1}, {"dc12-0002", 1},
                               {"operator-07", 0}, {"operator-12", 1}, {"hall-0001", NOBODY}, {"an", NOBODY}};
    for (int i = 0; i < RESUME_PHONES; i++) {
        struct phone *phone = &sim->phones[i];
        *phone = (struct phone){.person = PEOPLE[i].person, .at = PEOPLE[i].at};
        phone->held.own.s = phone->held.shared.s = phone->stored.own.s = phone->stored.shared.s = -1;
        resume_open_session(sim, phone);
        journal_turn(sim);
    }
    journal_turn(sim);
    sim->base = sim->hub->durable;
}

static void begin(struct resume_sim *sim) {
    static const char *const SITES[RESUME_SITES] = {"dc07", "dc12"};
    struct buffer faults;
    buffer_init(&faults);
    if (config_load("tests/scenarios/programme.json", &sim->config, &faults))
        abort();
    buffer_finish(&faults);
    sim->limits = sim->config.limits;
    sim->limits.channel_ring_bytes = 6000;
    sim->oracle = oracle_create(&sim->limits);
    wire_open_hub(sim);
    resume_new_disk(sim, NULL, 0);
    resume_hub_start(sim);
    begin_phones(sim);
    for (int i = 0; i < RESUME_SITES; i++) {
        struct resume_site *site = &sim->sites[i];
        *site = (struct resume_site){.sim = sim, .id = SITES[i], .number = i};
        wire_open_site(site);
        const char *const files[] = {"", "-wal", "-shm", ".backup", ".starts", ".lock"};
        for (size_t file = 0; file < sizeof files / sizeof files[0]; file++)
            unlink(resume_folder_path(site, files[file]));
        resume_site_start(sim, site);
    }
}

static void end(struct resume_sim *sim) {
    resume_hub_kill(sim, true);
    for (int i = 0; i < RESUME_SITES; i++)
        resume_site_kill(sim, &sim->sites[i]);
    for (int i = 0; i < sim->wire_count; i++) {
        pipe_empty(&sim->wires[i]->up);
        pipe_empty(&sim->wires[i]->down);
        free(sim->wires[i]);
    }
    for (int i = 0; i < RESUME_PHONES; i++) {
        held_finish(&sim->phones[i].held);
        held_finish(&sim->phones[i].stored);
    }
    for (int i = 0; i < sim->disk_count; i++) {
        disk_cut(sim->disks[i], 0);
        free(sim->disks[i]);
    }
    oracle_destroy(sim->oracle);
    config_finish(&sim->config);
}

bool resume_run(struct resume_sim *sim, uint64_t seed, const struct resume_rules *rules, int steps, bool trace) {
    *sim = (struct resume_sim){.random = seed * 0x9e3779b97f4a7c15u + 1, .now = 1000000, .trace = trace};
    resume_rules = *rules;
    resume_site_gaps = 0;
    begin(sim);
    for (sim->steps = 1; sim->steps <= steps && !sim->fault[0]; sim->steps++)
        take_step(sim);
    if (!sim->fault[0])
        everybody_catches_up(sim);
    end(sim);
    return sim->fault[0] == '\0';
}
