/* resume_client.c - a browser, as client-web/src/core has it: rows.ts folds, relay.ts says hello. What it stores survives a reload. */
#include "codec/json_slice.h"
#include "sim/resume.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what it holds ---- */

static void channel_empty(struct held_channel *channel, const char *name) {
    rows_clear(&channel->rows);
    if (resume_rules.no_rows_no_s)
        channel->s = -1;
    if (name != channel->name)
        snprintf(channel->name, sizeof channel->name, "%s", name);
}

static void channel_forget(struct held_channel *channel) {
    rows_clear(&channel->rows);
    channel->name[0] = '\0';
    channel->s = -1;
}

static void channel_copy(struct held_channel *to, const struct held_channel *from, bool rows) {
    memcpy(to->name, from->name, sizeof to->name);
    to->s = from->s;
    if (rows)
        rows_copy(&to->rows, &from->rows);
}

static void held_copy(struct held *to, const struct held *from, bool rows) {
    memcpy(to->journal, from->journal, sizeof to->journal);
    channel_copy(&to->own, &from->own, rows);
    channel_copy(&to->shared, &from->shared, rows);
}

void held_finish(struct held *held) {
    channel_forget(&held->own);
    channel_forget(&held->shared);
    held->journal[0] = '\0';
}

void phone_forgets(struct phone *phone) {
    channel_forget(&phone->held.own);
    channel_forget(&phone->held.shared);
    phone_stores(phone, true);
}

void phone_stores(struct phone *phone, bool rows) {
    if (rows || !resume_rules.stored_with_rows)
        held_copy(&phone->stored, &phone->held, rows);
}

void phone_reloads(struct resume_sim *sim, struct phone *phone) {
    resume_hang_up(sim, phone);
    held_copy(&phone->held, &phone->stored, true);
    phone->gaps = 0;
    phone->changed = true;
}

/* ---- hello ---- */

void phone_hello(struct resume_sim *sim, struct phone *phone) {
    struct item item = {.hello = {.id = ++sim->messages, .own = phone->held.own.s, .shared_s = phone->held.shared.s}};
    if (phone->asking || !phone->wire)
        return;
    phone->asking = true;
    phone->hello_id = item.hello.id;
    memcpy(item.hello.token, phone->token, sizeof item.hello.token);
    memcpy(item.hello.journal, phone->held.journal, sizeof item.hello.journal);
    memcpy(item.hello.shared, phone->held.shared.name, sizeof item.hello.shared);
    pipe_put(&phone->wire->up, item);
}

/* The result of a hello says whose rows these are; what belongs to somebody else or to a journal that is gone goes. A site with an older journal than the rows
 * held changes none of them. */
static void welcome(struct held *held, struct text journal, struct text person, struct text channel) {
    char own[CHANNEL_NAME_SIZE], shared[CHANNEL_NAME_SIZE];
    snprintf(own, sizeof own, "person:%.*s", (int)person.length, person.bytes);
    snprintf(shared, sizeof shared, "%.*s", (int)channel.length, channel.bytes);
    bool newer = strncmp(held->journal, journal.bytes, journal.length) < 0;
    if (newer) {
        snprintf(held->journal, sizeof held->journal, "%.*s", (int)journal.length, journal.bytes);
        if (resume_rules.journal_empties) {
            channel_empty(&held->own, held->own.name);
            channel_empty(&held->shared, held->shared.name);
        }
    }
    if (strcmp(held->own.name, own) != 0) {
        channel_forget(&held->shared);
        channel_empty(&held->own, own);
    }
    if (strcmp(held->shared.name, shared) != 0)
        channel_empty(&held->shared, shared);
}

static void greeted(struct resume_sim *sim, struct phone *phone, struct text message) {
    struct text result, error, journal, person = {0}, channel = {0}, value, code = {0};
    phone->asking = false;
    if (json_member(message, "result", &result) && json_member(result, "journal", &value) && json_word(value, &journal)) {
        (void)(json_member(result, "person", &value) && json_word(value, &person));
        (void)(json_member(result, "channel", &value) && json_word(value, &channel));
        phone->greeted = true;
        if (person.length > 0)
            welcome(&phone->held, journal, person, channel);
        return;
    }
    (void)(json_member(message, "error", &error) && json_member(error, "data", &value) && json_member(value, "code", &value) && json_word(value, &code));
    resume_say(sim, "%s is refused: %.*s", phone->person, (int)code.length, code.bytes);
    phone->only_hub = phone->wire->site != NOBODY;
    if (text_equal_string(code, "bad_credentials"))
        phone_closed(sim, phone, HUB_CLOSE_SIGNED_OUT);
    resume_hang_up(sim, phone);
}

void phone_closed(struct resume_sim *sim, struct phone *phone, int code) {
    if (code != HUB_CLOSE_SIGNED_OUT)
        return;
    phone_forgets(phone);
    resume_open_session(sim, phone);
}

/* ---- frames ---- */

/* Rights are the row `me`. */
static void follow_rights(struct held *held) {
    struct text me, value, channel;
    if (!resume_rules.me_drops_shared)
        return;
    for (size_t i = 0; i < held->own.rows.count; i++) {
        if (strncmp(held->own.rows.rows[i].name, "me\n", 3) != 0)
            continue;
        me = text_of(held->own.rows.rows[i].text);
        if (json_member(me, "channel", &value) && json_word(value, &channel) && !text_equal_string(channel, held->shared.name)) {
            char name[CHANNEL_NAME_SIZE];
            snprintf(name, sizeof name, "%.*s", (int)channel.length, channel.bytes);
            channel_empty(&held->shared, name);
        }
    }
}

static void move_to(struct held *held, struct held_channel *channel, int64_t to) {
    channel->s = to;
    if (resume_rules.one_s_per_channel)
        return;
    held->own.s = held->own.s < 0 || held->own.s > to ? held->own.s : to;
    held->shared.s = held->shared.s < 0 || held->shared.s > to ? held->shared.s : to;
}

static void take_snapshot(struct held *held, struct held_channel *channel, struct text journal, struct text rows, int64_t to) {
    if (!text_equal_string(journal, held->journal)) {
        snprintf(held->journal, sizeof held->journal, "%.*s", (int)journal.length, journal.bytes);
        if (resume_rules.journal_empties) {
            channel_empty(&held->own, held->own.name);
            channel_empty(&held->shared, held->shared.name);
        }
    }
    if (!resume_rules.snapshot_sets_back && to < channel->s)
        return;
    if (resume_rules.snapshot_replaces)
        rows_clear(&channel->rows);
    rows_change(&channel->rows, rows);
    move_to(held, channel, to);
}

/* True: it did not follow. */
static bool take_rows(struct held *held, struct held_channel *channel, struct text rows, int64_t from, int64_t to) {
    if (channel->s < 0)
        return true;
    if (to <= channel->s && resume_rules.old_frames_dropped)
        return false;
    if (from > channel->s && resume_rules.gaps_ask)
        return true;
    rows_change(&channel->rows, rows);
    move_to(held, channel, to);
    return false;
}

/* ---- what comes ---- */

static bool number_in(struct text params, const char *name, int64_t *out) {
    struct text value;
    uint64_t number;
    if (!json_member(params, name, &value) || !json_number(value, &number))
        return false;
    *out = (int64_t)number;
    return true;
}

static void ask_after_gap(struct resume_sim *sim, struct phone *phone, struct wire *wire, const char *channel, int64_t from, int64_t s) {
    if (wire == phone->wire)
        resume_fault(sim, "K2: %s has %s at %" PRId64 ", and the next frame on its connection begins at %" PRId64, phone->person, channel, s, from);
    if (++phone->gaps == 1)
        phone_hello(sim, phone);
}

static void take_frame(struct resume_sim *sim, struct phone *phone, struct wire *wire, bool is_snapshot, struct text params) {
    struct text value, name, journal = {0}, rows;
    int64_t from = 0, to = 0;
    struct held *held = &phone->held;
    if (!json_member(params, "channel", &value) || !json_word(value, &name) || !json_member(params, "rows", &rows) || !number_in(params, "to", &to))
        abort();
    struct held_channel *channel = text_equal_string(name, held->own.name) ? &held->own : text_equal_string(name, held->shared.name) ? &held->shared : NULL;
    if (is_snapshot && (!json_member(params, "journal", &value) || !json_word(value, &journal)))
        abort();
    (void)number_in(params, "from", &from);
    resume_say(sim, "%s (connection %d) gets %s of %.*s up to %" PRId64 "%s", phone->person, wire->number, is_snapshot ? "a snapshot" : "a frame", (int)name.length,
               name.bytes, to, channel ? "" : ", which is not its own");
    if (!channel)
        return;
    *(is_snapshot ? &sim->snapshots : &sim->frames) += 1;
    struct held_channel before = {.s = channel->s};
    bool same_journal = !is_snapshot || text_equal_string(journal, held->journal);
    if (!same_journal && strncmp(held->journal, journal.bytes, journal.length) > 0)
        resume_fault(sim, "K3: %s goes back from journal %s to %.*s", phone->person, held->journal, (int)journal.length, journal.bytes);
    if (is_snapshot)
        take_snapshot(held, channel, journal, rows, to);
    else if (take_rows(held, channel, rows, from, to)) {
        ask_after_gap(sim, phone, wire, channel->name, from, channel->s);
        return;
    }
    if (same_journal && channel->s < before.s && !sim->unchecked)
        resume_fault(sim, "K3: %s goes back in %s from %" PRId64 " to %" PRId64, phone->person, channel->name, before.s, channel->s);
    phone->gaps = 0;
    phone->changed = true;
    if (channel == &held->own)
        follow_rights(held);
    phone_stores(phone, resume_rules.stored_with_rows || resume_chance(sim, 30));
}

void phone_receives(struct resume_sim *sim, struct phone *phone, struct wire *wire, struct text message) {
    struct text method, params, value;
    int64_t id;
    if (wire != phone->wire && resume_rules.open_socket_only)
        return;
    if (!json_member(message, "method", &value) || !json_word(value, &method)) {
        if (number_in(message, "id", &id) && wire == phone->wire && phone->asking && (uint64_t)id == phone->hello_id)
            greeted(sim, phone, message);
        return;
    }
    if (json_member(message, "params", &params) && (text_equal_string(method, "snapshot") || text_equal_string(method, "rows")))
        take_frame(sim, phone, wire, text_equal_string(method, "snapshot"), params);
}
