/* resume_checks.c - the invariants K of those who resume. */
#include "codec/json_slice.h"
#include "sim/resume.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* K1: held of a channel = its view at the cursor. */
static void check_rows(struct resume_sim *sim, const char *who, const char *journal, const char *channel, int64_t s, const struct held_rows *held) {
    char difference[360];
    if (s < 0) {
        if (held->count > 0)
            resume_fault(sim, "K1: %s holds rows of %s without a cursor: %.150s", who, channel, held->rows[0].text);
        return;
    }
    const struct disk *disk = resume_disk(sim, journal);
    const struct held_rows *view = disk ? oracle_view(sim->oracle, disk, channel, (uint64_t)s) : NULL;
    if (!view)
        resume_fault(sim, "K1: %s holds %s at %" PRId64 " of journal %s, which has not got so far", who, channel, s, journal);
    else if (rows_differ(held, view, difference, sizeof difference))
        resume_fault(sim, "K1: %s holds of %s at %" PRId64 ": %s", who, channel, s, difference);
}

/* K1: nothing is left from a right that was withdrawn, as far as the person has been told. */
static void check_rights(struct resume_sim *sim, const struct phone *phone) {
    const struct held *held = &phone->held;
    char name[RESUME_KEY_SIZE];
    struct text value, channel;
    snprintf(name, sizeof name, "me\n\"%s\"", phone->person);
    const char *me = rows_find(&held->own.rows, name);
    if (me && held->shared.rows.count > 0 && json_member(text_of(me), "channel", &value) && json_word(value, &channel) &&
        !text_equal_string(channel, held->shared.name))
        resume_fault(sim, "K1: %s knows of %.*s and holds rows of %s", phone->person, (int)channel.length, channel.bytes, held->shared.name);
}

void resume_check_phone(struct resume_sim *sim, struct phone *phone) {
    if (!phone->changed || sim->unchecked)
        return;
    phone->changed = false;
    const struct held *held = &phone->held;
    check_rows(sim, phone->person, held->journal, held->own.name, held->own.s, &held->own.rows);
    check_rows(sim, phone->person, held->journal, held->shared.name, held->shared.s, &held->shared.rows);
    check_rights(sim, phone);
}

/* ---- sites ---- */

static int gather_row(void *context, const void *name, size_t length, union map_value value) {
    const struct replica_row *row = value.pointer;
    (void)name;
    (void)length;
    rows_put(context, row->text);
    return 0;
}

struct checking {
    struct resume_sim *sim;
    struct resume_site *site;
};

static int check_channel(void *context, const void *name, size_t length, union map_value value) {
    const struct checking *checking = context;
    const struct replica_channel *channel = value.pointer;
    struct held_rows held = {0};
    struct text row;
    char who[40];
    (void)name;
    (void)length;
    if (!channel->has_rows)
        return 0;
    const struct replica *replica = checking->site->site->replica;
    map_each(channel->rows, gather_row, &held);
    snprintf(who, sizeof who, "the site %s", checking->site->id);
    check_rows(checking->sim, who, replica->journal, channel->name, (int64_t)channel->to, &held);
    rows_clear(&held);
    /* Somebody new comes with the rows first, or with the word of it first. */
    if (strncmp(channel->name, "person:", 7) == 0 && replica->of_site && replica->of_site->has_rows && channel->to <= replica->of_site->to &&
        !replica_row(replica->of_site, "site_person", text_of(channel->name + 7), &row))
        resume_fault(checking->sim, "K1: the site %s still holds %s, which is served elsewhere", checking->site->id, channel->name);
    return 0;
}

void resume_check_site(struct resume_sim *sim, struct resume_site *site, const char *channel) {
    struct checking checking = {sim, site};
    if (sim->unchecked)
        return;
    if (resume_site_gaps > 0)
        resume_fault(sim, "K2: the site %s met a frame that did not follow", site->id);
    struct replica_channel *one = channel ? replica_find(site->site->replica, channel) : NULL;
    if (one)
        check_channel(&checking, NULL, 0, (union map_value){.pointer = one});
    else if (!channel)
        map_each(site->site->replica->channels, check_channel, &checking);
}

/* ---- the end ---- */

static void check_is_now(struct resume_sim *sim, const struct phone *phone, const char *name, const struct held_channel *channel) {
    char difference[360];
    const struct disk *disk = sim->disks[sim->disk_count - 1];
    const struct held_rows *view = oracle_view(sim->oracle, disk, name, disk->count);
    if (strcmp(channel->name, name) != 0)
        resume_fault(sim, "K4: at the end %s holds %s rather than %s", phone->person, *channel->name ? channel->name : "nothing", name);
    else if (view && (channel->s < 0 || rows_differ(&channel->rows, view, difference, sizeof difference)))
        resume_fault(sim, "K4: at the end %s holds %s at %" PRId64 ": %s", phone->person, name, channel->s, channel->s < 0 ? "nothing" : difference);
}

/* K4: nothing breaks any more, and who is connected has everything. */
void resume_check_caught_up(struct resume_sim *sim) {
    const struct disk *disk = sim->disks[sim->disk_count - 1];
    for (int i = 0; i < RESUME_PHONES && !sim->fault[0]; i++) {
        struct phone *phone = &sim->phones[i];
        uint32_t person = conference_find_person(sim->hub->published, text_of(phone->person));
        struct audience own = {AUDIENCE_PERSON, NO_SITE, person}, shared = view_shared_audience(sim->hub->published, person);
        char own_name[CHANNEL_NAME_SIZE], shared_name[CHANNEL_NAME_SIZE];
        view_channel_name(sim->hub->published, own, own_name);
        view_channel_name(sim->hub->published, shared, shared_name);
        if (!phone->wire || !phone->greeted)
            resume_fault(sim, "K4: at the end %s has no connection", phone->person);
        else if (strcmp(phone->held.journal, disk->id) != 0)
            resume_fault(sim, "K4: at the end %s holds journal %s rather than %s", phone->person, phone->held.journal, disk->id);
        else {
            check_is_now(sim, phone, own_name, &phone->held.own);
            check_is_now(sim, phone, shared_name, &phone->held.shared);
        }
    }
}
