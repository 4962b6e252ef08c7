/* resume_processes.c - processes that are killed and start again, on what their disks have; disks that are copied, and copies that take their place. */
#include "support/check.h"
#include "sim/resume_world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const uint8_t KEY[32] = "a key of this simulation alone";

struct disk *resume_disk_now(const struct resume_sim *sim) {
    return sim->disks[sim->disk_count - 1];
}

/* ---- processes ---- */

char *resume_folder_path(const struct resume_site *site, const char *suffix) {
    static char path[300];
    snprintf(path, sizeof path, "%s/%s.sqlite%s", check_directory(), site->id, suffix);
    return path;
}

void resume_site_start(struct resume_sim *sim, struct resume_site *site) {
    uint8_t random[SITE_FOLDER_SIZE];
    wire_site_random(site, random, sizeof random);
    struct site_store_options store = {.path = resume_folder_path(site, ""), .random = random, .restored = site->restored};
    if (site_store_open(&store, &site->store))
        abort();
    struct site_options options = {.store = site->store, .transport = &site->transport, .link = &site->uplink, .now = sim->now};
    if (site_create(&options, &site->site))
        abort();
    site->restored = false;
    site->site->replica->shared_frames = 5;
    site->site->replica->own_frames = 3;
}

void resume_site_kill(struct resume_sim *sim, struct resume_site *site) {
    for (int i = 0; i < sim->wire_count; i++)
        if (sim->wires[i]->phone && sim->wires[i]->site == site->number) {
            struct phone *phone = sim->wires[i]->phone;
            if (phone->wire == sim->wires[i])
                resume_hang_up(sim, phone);
            wire_lose_server(sim, sim->wires[i]);
        }
    link_lose(sim, site, resume_chance(sim, 60));
    site_destroy(site->site);
    site_store_close(site->store);
    site->site = NULL;
    site->store = NULL;
}

static void copy_file(const char *from, const char *to) {
    char bytes[65536];
    size_t length;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    while (in && out && (length = fread(bytes, 1, sizeof bytes, in)) > 0)
        fwrite(bytes, 1, length, out);
    if (in)
        fclose(in);
    if (out)
        fclose(out);
}

static void copy_folder(const struct resume_site *site, bool back) {
    char backup[300];
    snprintf(backup, sizeof backup, "%s", resume_folder_path(site, ".backup"));
    copy_file(back ? backup : resume_folder_path(site, ""), back ? resume_folder_path(site, "") : backup);
    unlink(resume_folder_path(site, "-wal"));
    unlink(resume_folder_path(site, "-shm"));
}

void resume_site_restart(struct resume_sim *sim, struct resume_site *site) {
    resume_site_kill(sim, site);
    unsigned what = (unsigned)resume_draw(sim, 4);
    if (what == 0) {
        copy_folder(site, false);
        site->backup = true;
    } else if (what == 1 && site->backup) {
        copy_folder(site, true);
        site->restored = true;
    }
    resume_say(sim, "the process of site %s is killed and starts again%s", site->id,
               site->restored ? " on an older folder" : what == 0 ? "; its folder was copied in between" : "");
    resume_site_start(sim, site);
    resume_check_site(sim, site, NULL);
}

void resume_hub_start(struct resume_sim *sim) {
    bool stores = sim->stores;
    sim->stores = true;
    sim->journal = disk_open(resume_disk_now(sim), &sim->stores);
    struct hub_options options = {.journal = sim->journal, .transport = &sim->transport, .programme = &sim->config.programme, .limits = sim->limits,
                                  .credential_key = KEY, .now = sim->now};
    if (hub_create(&options, &sim->hub))
        abort();
    sim->stores = stores;
}

void resume_hub_kill(struct resume_sim *sim, bool stored) {
    for (int i = 0; i < sim->wire_count; i++) {
        struct wire *wire = sim->wires[i];
        if (wire->phone && wire->site == NOBODY) {
            if (wire->phone->wire == wire)
                resume_hang_up(sim, wire->phone);
            wire_lose_server(sim, wire);
        } else if (!wire->phone && wire->server) {
            if (sim->sites[wire->site].link == wire)
                link_lose(sim, &sim->sites[wire->site], true);
            else
                wire_lose_server(sim, wire);
        }
    }
    disk_decide(sim->journal, stored);
    hub_destroy(sim->hub);
    sim->journal->operations->close(sim->journal);
    sim->hub = NULL;
}

void resume_new_disk(struct resume_sim *sim, const struct disk *from, uint64_t count) {
    struct disk *disk = calloc(1, sizeof *disk);
    uint8_t random[10];
    wire_hub_random(sim, random, sizeof random);
    journal_make_id(sim->now, random, disk->id);
    if (from)
        disk_copy(disk, from, count);
    sim->disks[sim->disk_count++] = disk;
}

void resume_hub_restart(struct resume_sim *sim) {
    bool stored = resume_chance(sim, 50);
    resume_hub_kill(sim, stored);
    resume_say(sim, "the hub is killed and starts again; what it was storing is %s", stored ? "there" : "not there");
    resume_hub_start(sim);
}

/* A restored copy, or a standby that has not got the end: a new id. */
void resume_hub_goes_on_from_copy(struct resume_sim *sim) {
    struct disk *disk = resume_disk_now(sim);
    if (sim->disk_count == RESUME_DISKS || disk->count <= sim->base)
        return;
    uint64_t most = disk->count - sim->base, lost = resume_draw(sim, most < 8 ? most + 1 : 8);
    resume_hub_kill(sim, true);
    sim->now += 1000; /* it takes a while */
    uint64_t kept = disk->count > lost ? disk->count - lost : sim->base;
    resume_say(sim, "the hub goes on from a copy of its journal: %" PRIu64 " of %" PRIu64 " events", kept, disk->count);
    if (resume_rules.lost_tail_new_id)
        resume_new_disk(sim, disk, kept);
    else {
        disk_cut(disk, kept);
        oracle_forget(sim->oracle);
    }
    resume_hub_start(sim);
}
