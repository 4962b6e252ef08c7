/* resume_world.c - connections, and what happens: one step is one thing that a person, the network, a disk or a process does. */
#include "auth/credential.h"
#include "base/memory.h"
#include "codec/json_slice.h"
#include "sim/resume.h"
#include "support/check.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const uint8_t KEY[32] = "a key of this simulation alone";

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

static struct disk *disk_now(const struct resume_sim *sim) {
    return sim->disks[sim->disk_count - 1];
}

/* ---- connections ---- */

void pipe_put(struct pipe *pipe, struct item item) {
    struct item *made = malloc(sizeof *made);
    *made = item;
    made->next = NULL;
    if (pipe->last)
        pipe->last->next = made;
    else
        pipe->first = made;
    pipe->last = made;
    pipe->count++;
}

static bool pipe_take(struct pipe *pipe, struct item *out) {
    struct item *first = pipe->first;
    if (!first)
        return false;
    *out = *first;
    pipe->first = first->next;
    if (!pipe->first)
        pipe->last = NULL;
    pipe->count--;
    free(first);
    return true;
}

static void pipe_empty(struct pipe *pipe) {
    struct item item;
    while (pipe_take(pipe, &item))
        free(item.bytes);
}

static struct wire *wire_make(struct resume_sim *sim, struct phone *phone, int site) {
    if (sim->wire_count == RESUME_WIRES)
        return NULL;
    struct wire *wire = calloc(1, sizeof *wire);
    *wire = (struct wire){.number = sim->wire_count, .sim = sim, .phone = phone, .site = site, .open = true};
    sim->wires[sim->wire_count++] = wire;
    return wire;
}

static void put_down(void *context, struct text frame) {
    struct wire *wire = context;
    struct item item = {.bytes = strndup(frame.bytes, frame.length), .length = frame.length};
    pipe_put(&wire->down, item);
}

static enum hub_write write_down(struct wire *wire, const char *bytes, size_t length, bool of_hub) {
    const unsigned char *at = (const unsigned char *)bytes, *end = at + length;
    while (at < end) {
        size_t payload = at[1], header = 2;
        int wide = payload == 126 ? 2 : payload == 127 ? 8 : 0;
        for (int i = 0; i < wide; i++)
            payload = (i == 0 ? 0 : payload << 8) | at[2 + i];
        header += (size_t)wide;
        struct text frame = {(const char *)at + header, payload};
        if (of_hub)
            resume_send_frame(wire->sim, frame, put_down, wire);
        else
            put_down(wire, frame);
        at += header + payload;
    }
    wire->blocked = wire->down.count > RESUME_ROOM;
    return wire->blocked ? HUB_WRITE_BLOCKED : HUB_WRITE_DONE;
}

static enum hub_write hub_writes(void *connection, const char *bytes, size_t length) {
    return write_down(connection, bytes, length, true);
}

static enum hub_write site_writes(void *connection, const char *bytes, size_t length) {
    return write_down(connection, bytes, length, false);
}

static void server_closes(void *connection, enum hub_close code) {
    struct wire *wire = connection;
    wire->close_code = (int)code;
    pipe_put(&wire->down, (struct item){.close_code = (int)code});
}

static void nothing_to_schedule(void *context) {
    (void)context;
}

static bool no_workers(void *context, void *job, void (*work)(void *job), void (*finished)(void *job)) {
    (void)context;
    (void)job;
    (void)work;
    (void)finished;
    return false;
}

static void site_random(void *context, void *bytes, size_t length) {
    struct resume_site *site = context;
    for (size_t i = 0; i < length; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)resume_draw(site->sim, 256);
}

static void hub_random(void *context, void *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)resume_draw(context, 256);
}

static void hub_is_fenced(void *context) {
    resume_fault(context, "the hub stopped itself");
}

/* The server's end of a connection goes. */
static void server_loses(struct resume_sim *sim, struct wire *wire) {
    if (!wire->server)
        return;
    if (!wire->phone)
        hub_link_disconnect(wire->server);
    else if (wire->site == NOBODY)
        hub_disconnect(sim->hub, wire->server);
    else {
        struct service service = site_service(sim->sites[wire->site].site);
        service.disconnect(service.context, wire->server);
    }
    wire->server = NULL;
    pipe_empty(&wire->up);
}

/* ---- phones and their connections ---- */

void resume_hang_up(struct resume_sim *sim, struct phone *phone) {
    struct wire *wire = phone->wire;
    if (!wire)
        return;
    resume_say(sim, "the connection %d of %s breaks%s", wire->number, phone->person, wire->down.count ? ", with something on its way" : "");
    wire->open = false;
    phone->wire = NULL;
    phone->asking = phone->greeted = false;
    if (resume_chance(sim, 70))
        server_loses(sim, wire);
}

static bool may_go_to_site(const struct phone *phone) {
    return phone->at != NOBODY && !phone->only_hub;
}

static void connect_phone(struct resume_sim *sim, struct phone *phone, bool to_site) {
    int site = to_site && may_go_to_site(phone) ? phone->at : NOBODY;
    struct wire *wire = wire_make(sim, phone, site);
    if (!wire)
        return;
    if (site == NOBODY) {
        wire->server = hub_connect(sim->hub, wire, "10.0.0.1", sim->now);
        phone->only_hub = false;
    } else {
        struct service service = site_service(sim->sites[site].site);
        wire->server = service.connect(service.context, wire, "10.0.0.1", sim->now);
    }
    resume_say(sim, "%s connects to %s (connection %d) with journal %.10s.., own %" PRId64 ", %s %" PRId64, phone->person, site == NOBODY ? "the hub" : sim->sites[site].id, wire->number,
               phone->held.journal, phone->held.own.s, *phone->held.shared.name ? phone->held.shared.name : "no other", phone->held.shared.s);
    phone->wire = wire;
    phone->gaps = 0;
    phone_hello(sim, phone);
}

void resume_open_session(struct resume_sim *sim, struct phone *phone) {
    struct hub *hub = sim->hub;
    struct command command = {.type = COMMAND_SESSION_OPEN, .actor = NO_PERSON, .now = sim->now};
    struct digest digest;
    uint32_t person;
    if (!hub_find_session(hub, text_of(phone->token), &digest, &person) && person != NO_PERSON)
        return; /* a site that does not know it yet */
    snprintf(phone->token, sizeof phone->token, "t-%.11s-%02u", phone->person, ++phone->tokens % 100);
    if (credential_digest(hub->session_key.bytes, "session", text_of(phone->token), &digest))
        abort();
    record_text(&command.record, FIELD_PERSON, text_of(phone->person));
    record_binary(&command.record, FIELD_TOKEN_DIGEST, &digest);
    if (!hub_enqueue(hub, (struct reference){UINT32_MAX, 0}, "null", WAITING_SESSION, &command, phone->token))
        hub_proceed(hub);
}

/* ---- what a hello says, to a server that does not compare it ---- */

static int64_t server_seq(const struct resume_sim *sim, const struct wire *wire) {
    return wire->site == NOBODY ? (int64_t)sim->hub->durable : INT64_MAX;
}

static const char *server_journal(const struct resume_sim *sim, const struct wire *wire) {
    return wire->site == NOBODY ? sim->hub->journal_id : sim->sites[wire->site].site->replica->journal;
}

static void name_at_server(const struct resume_sim *sim, const struct wire *wire, char name[CHANNEL_NAME_SIZE]) {
    struct text row, value, channel;
    if (wire->site == NOBODY) {
        uint32_t person = conference_find_person(sim->hub->published, text_of(wire->phone->person));
        view_channel_name(sim->hub->published, view_shared_audience(sim->hub->published, person), name);
    } else if (replica_row(sim->sites[wire->site].site->replica->of_site, "site_person", text_of(wire->phone->person), &row) &&
               json_member(row, "channel", &value) && json_word(value, &channel)) {
        snprintf(name, CHANNEL_NAME_SIZE, "%.*s", (int)channel.length, channel.bytes);
    }
}

static void bend_hello(const struct resume_sim *sim, const struct wire *wire, struct hello_said *hello) {
    const char *journal = server_journal(sim, wire);
    int64_t seq = server_seq(sim, wire);
    if (!resume_rules.journal_compared && *hello->journal)
        snprintf(hello->journal, sizeof hello->journal, "%s", journal);
    if (!resume_rules.older_id_is_silent && strcmp(hello->journal, journal) > 0) {
        hello->journal[0] = '\0';
        hello->own = hello->shared_s = -1;
    }
    if (!resume_rules.ahead_compared && strcmp(hello->journal, journal) == 0) {
        hello->own = hello->own > seq ? seq : hello->own;
        hello->shared_s = hello->shared_s > seq ? seq : hello->shared_s;
    }
    if (!resume_rules.roles_compared && *hello->shared)
        name_at_server(sim, wire, hello->shared);
    if (!resume_rules.roles_behind_silent && wire->site != NOBODY && hello->own >= 0) {
        const char *person = wire->phone->person;
        char own[CHANNEL_NAME_SIZE], name[CHANNEL_NAME_SIZE] = "";
        snprintf(own, sizeof own, "person:%s", person);
        const struct replica_channel *channel = replica_find(sim->sites[wire->site].site->replica, own);
        name_at_server(sim, wire, name);
        if (channel && hello->own > (int64_t)channel->to && strcmp(name, hello->shared) != 0)
            hello->own = (int64_t)channel->to; /* it does not see that it is behind */
    }
}

static void number_or_null(char *out, size_t size, int64_t number) {
    if (number < 0)
        snprintf(out, size, "null");
    else
        snprintf(out, size, "%" PRId64, number);
}

static void say_hello_to(struct resume_sim *sim, struct wire *wire, struct hello_said hello) {
    char own[24], shared[24];
    struct buffer text;
    bend_hello(sim, wire, &hello);
    number_or_null(own, sizeof own, hello.own);
    number_or_null(shared, sizeof shared, hello.shared_s);
    buffer_init(&text);
    if (buffer_printf(&text, "{\"jsonrpc\":\"2.0\",\"id\":%" PRIu64 ",\"method\":\"hello\",\"params\":{\"v\":1,\"token\":\"%s\",\"own\":%s", hello.id, hello.token, own) ||
        (*hello.journal && buffer_printf(&text, ",\"journal\":\"%s\"", hello.journal)) ||
        (*hello.shared && buffer_printf(&text, ",\"shared\":{\"name\":\"%s\",\"s\":%s}", hello.shared, shared)) || buffer_append_text(&text, "}}"))
        abort();
    if (wire->site == NOBODY)
        hub_receive(sim->hub, wire->server, text.bytes, text.length, sim->now);
    else {
        struct service service = site_service(sim->sites[wire->site].site);
        service.receive(service.context, wire->server, text.bytes, text.length, sim->now);
    }
    buffer_finish(&text);
}

/* ---- links ---- */

static void link_connect(void *context) {
    ((struct resume_site *)context)->connecting = true;
}

/* A claim whose s is the greatest `to` of a frame, rather than what the hub has said. */
static void bend_claim(const struct resume_site *site, struct item *item) {
    static const char MEMBER[] = ",\"s\":";
    char *at = resume_rules.reached_said_apart || !memmem(item->bytes, item->length, "\"link.claim\"", 12) ? NULL : memmem(item->bytes, item->length, MEMBER, sizeof MEMBER - 1);
    static const char *const NAMES[] = {"participant", "stage"};
    uint64_t most = 0;
    if (!at)
        return;
    for (size_t i = 0; i < 2; i++) {
        const struct replica_channel *channel = replica_find(site->site->replica, NAMES[i]);
        if (channel && channel->has_rows && channel->to > most)
            most = channel->to;
    }
    char *rest = at + sizeof MEMBER - 1;
    while (*rest >= '0' && *rest <= '9')
        rest++;
    struct buffer text;
    buffer_init(&text);
    if (buffer_append(&text, item->bytes, (size_t)(at - item->bytes)) || buffer_printf(&text, ",\"s\":%" PRIu64 "%.*s", most, (int)(item->bytes + item->length - rest), rest))
        abort();
    free(item->bytes);
    item->bytes = strndup(text.bytes, text.length);
    item->length = text.length;
    buffer_finish(&text);
}

static bool link_send(void *context, const char *bytes, size_t length) {
    struct resume_site *site = context;
    if (!site->link)
        return true;
    struct item item = {.bytes = strndup(bytes, length), .length = length};
    bend_claim(site, &item);
    pipe_put(&site->link->up, item);
    return true;
}

static void link_close(void *context) {
    ((struct resume_site *)context)->hung_up = true;
}

static void lose_link(struct resume_sim *sim, struct resume_site *site, bool hub_knows) {
    struct wire *wire = site->link;
    site->connecting = site->hung_up = false;
    site->link = NULL;
    if (wire) {
        wire->open = false;
        pipe_empty(&wire->down);
        if (hub_knows)
            server_loses(sim, wire);
    }
    if (site->site)
        site_link_down(site->site, sim->now);
}

static void open_link(struct resume_sim *sim, struct resume_site *site) {
    struct wire *wire = site->cut ? NULL : wire_make(sim, NULL, site->number);
    site->connecting = false;
    if (wire)
        wire->server = hub_link_connect(sim->hub, wire, site->id, sim->now);
    if (!wire || !wire->server) {
        if (wire)
            wire->open = false;
        site_link_down(site->site, sim->now);
        return;
    }
    resume_say(sim, "the site %s has a connection to the hub (%d)", site->id, wire->number);
    site->link = wire;
    site_link_up(site->site, sim->now);
}

/* ---- processes ---- */

static char *folder_path(const struct resume_site *site, const char *suffix) {
    static char path[300];
    snprintf(path, sizeof path, "%s/%s.sqlite%s", check_directory(), site->id, suffix);
    return path;
}

static void start_site(struct resume_sim *sim, struct resume_site *site) {
    uint8_t random[SITE_FOLDER_SIZE];
    site_random(site, random, sizeof random);
    struct site_store_options store = {.path = folder_path(site, ""), .random = random, .restored = site->restored};
    if (site_store_open(&store, &site->store))
        abort();
    struct site_options options = {.store = site->store, .transport = &site->transport, .link = &site->uplink, .now = sim->now};
    if (site_create(&options, &site->site))
        abort();
    site->restored = false;
    site->site->replica->shared_frames = 5;
    site->site->replica->own_frames = 3;
}

static void kill_site(struct resume_sim *sim, struct resume_site *site) {
    for (int i = 0; i < sim->wire_count; i++)
        if (sim->wires[i]->phone && sim->wires[i]->site == site->number) {
            struct phone *phone = sim->wires[i]->phone;
            if (phone->wire == sim->wires[i])
                resume_hang_up(sim, phone);
            server_loses(sim, sim->wires[i]);
        }
    lose_link(sim, site, resume_chance(sim, 60));
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
    snprintf(backup, sizeof backup, "%s", folder_path(site, ".backup"));
    copy_file(back ? backup : folder_path(site, ""), back ? folder_path(site, "") : backup);
    unlink(folder_path(site, "-wal"));
    unlink(folder_path(site, "-shm"));
}

static void restart_site(struct resume_sim *sim, struct resume_site *site) {
    kill_site(sim, site);
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
    start_site(sim, site);
    resume_check_site(sim, site, NULL);
}

static void start_hub(struct resume_sim *sim) {
    bool stores = sim->stores;
    sim->stores = true;
    sim->journal = disk_open(disk_now(sim), &sim->stores);
    struct hub_options options = {.journal = sim->journal, .transport = &sim->transport, .programme = &sim->config.programme, .limits = sim->limits,
                                  .credential_key = KEY, .now = sim->now};
    if (hub_create(&options, &sim->hub))
        abort();
    sim->stores = stores;
}

static void kill_hub(struct resume_sim *sim, bool stored) {
    for (int i = 0; i < sim->wire_count; i++) {
        struct wire *wire = sim->wires[i];
        if (wire->phone && wire->site == NOBODY) {
            if (wire->phone->wire == wire)
                resume_hang_up(sim, wire->phone);
            server_loses(sim, wire);
        } else if (!wire->phone && wire->server) {
            if (sim->sites[wire->site].link == wire)
                lose_link(sim, &sim->sites[wire->site], true);
            else
                server_loses(sim, wire);
        }
    }
    disk_decide(sim->journal, stored);
    hub_destroy(sim->hub);
    sim->journal->operations->close(sim->journal);
    sim->hub = NULL;
}

static void new_disk(struct resume_sim *sim, const struct disk *from, uint64_t count) {
    struct disk *disk = calloc(1, sizeof *disk);
    uint8_t random[10];
    hub_random(sim, random, sizeof random);
    journal_make_id(sim->now, random, disk->id);
    if (from)
        disk_copy(disk, from, count);
    sim->disks[sim->disk_count++] = disk;
}

static void restart_hub(struct resume_sim *sim) {
    bool stored = resume_chance(sim, 50);
    kill_hub(sim, stored);
    resume_say(sim, "the hub is killed and starts again; what it was storing is %s", stored ? "there" : "not there");
    start_hub(sim);
}

/* A restored copy, or a standby that has not got the end: a new id. */
static void replace_journal(struct resume_sim *sim) {
    struct disk *disk = disk_now(sim);
    if (sim->disk_count == RESUME_DISKS || disk->count <= sim->base)
        return;
    uint64_t most = disk->count - sim->base, lost = resume_draw(sim, most < 8 ? most + 1 : 8);
    kill_hub(sim, true);
    sim->now += 1000; /* it takes a while */
    uint64_t kept = disk->count > lost ? disk->count - lost : sim->base;
    resume_say(sim, "the hub goes on from a copy of its journal: %" PRIu64 " of %" PRIu64 " events", kept, disk->count);
    if (resume_rules.lost_tail_new_id)
        new_disk(sim, disk, kept);
    else {
        disk_cut(disk, kept);
        oracle_forget(sim->oracle);
    }
    start_hub(sim);
}

/* ---- one turn ---- */

static void turn_site(struct resume_sim *sim, struct resume_site *site) {
    struct service service = site_service(site->site);
    while (service.sweep(service.context, 64)) {
    }
    if (site->hung_up)
        lose_link(sim, site, true);
}

/* Everything that follows by itself. */
static void settle_turn(struct resume_sim *sim) {
    for (int i = 0; i < RESUME_SITES; i++)
        turn_site(sim, &sim->sites[i]);
    while (hub_sweep(sim->hub, 64)) {
    }
    for (int i = 0; i < sim->wire_count; i++)
        if (sim->wires[i]->close_code)
            server_loses(sim, sim->wires[i]);
    for (int i = 0; i < RESUME_PHONES; i++)
        resume_check_phone(sim, &sim->phones[i]);
}

static void journal_turn(struct resume_sim *sim) {
    sim->stores = true;
    hub_journal_ready(sim->hub, sim->now);
    sim->stores = false;
}

static void drain_blocked(struct resume_sim *sim, struct wire *wire) {
    if (!wire->blocked || wire->down.count > RESUME_ROOM / 2 || !wire->server)
        return;
    wire->blocked = false;
    if (!wire->phone)
        hub_link_writable(wire->server);
    else if (wire->site == NOBODY)
        hub_writable(sim->hub, wire->server);
    else {
        struct service service = site_service(sim->sites[wire->site].site);
        service.writable(service.context, wire->server);
    }
}

static void deliver_to_site(struct resume_sim *sim, struct wire *wire, const struct item *item) {
    struct resume_site *site = &sim->sites[wire->site];
    struct text whole = {item->bytes, item->length}, params, value, channel = {0};
    char name[CHANNEL_NAME_SIZE] = "";
    if (site->link != wire)
        return;
    if (item->close_code) {
        resume_say(sim, "the hub closes the link of %s (%d)", site->id, item->close_code);
        lose_link(sim, site, true);
        return;
    }
    if (json_member(whole, "params", &params) && json_member(params, "channel", &value) && json_word(value, &channel)) {
        snprintf(name, sizeof name, "%.*s", (int)channel.length, channel.bytes);
        if (json_member(params, "to", &value))
            resume_say(sim, "the site %s hears of %s up to %.*s", site->id, name, (int)value.length, value.bytes);
    }
    site_link_received(site->site, item->bytes, item->length, sim->now);
    if (*name)
        resume_check_site(sim, site, name);
}

static bool deliver_down(struct resume_sim *sim, struct wire *wire) {
    struct item item;
    if (!pipe_take(&wire->down, &item))
        return false;
    if (!wire->phone)
        deliver_to_site(sim, wire, &item);
    else if (item.close_code) {
        if (wire->phone->wire == wire) {
            resume_say(sim, "%s is told: closed (%d)", wire->phone->person, item.close_code);
            resume_hang_up(sim, wire->phone);
            phone_closed(sim, wire->phone, item.close_code);
        }
    } else {
        phone_receives(sim, wire->phone, wire, (struct text){item.bytes, item.length});
        resume_check_phone(sim, wire->phone);
    }
    free(item.bytes);
    drain_blocked(sim, wire);
    return true;
}

static bool deliver_up(struct resume_sim *sim, struct wire *wire) {
    struct item item;
    if (!wire->server || !pipe_take(&wire->up, &item))
        return false;
    if (wire->phone)
        say_hello_to(sim, wire, item.hello);
    else
        hub_link_receive(wire->server, item.bytes, item.length, sim->now);
    free(item.bytes);
    return true;
}

static void deliver_some(struct resume_sim *sim) {
    int first = (int)resume_draw(sim, (uint64_t)sim->wire_count + 1);
    for (int i = 0; i < sim->wire_count; i++) {
        struct wire *wire = sim->wires[(first + i) % sim->wire_count];
        unsigned most = 1 + (unsigned)resume_draw(sim, 6);
        bool any = false;
        while (most-- > 0 && (deliver_up(sim, wire) || deliver_down(sim, wire)))
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
            open_link(sim, site);
        if (site->hung_up)
            lose_link(sim, site, true);
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
            connect_phone(sim, phone, served && !all_at_hub && resume_chance(sim, 60));
    }
}

static void calm_down(struct resume_sim *sim, bool all_at_hub) {
    for (int i = 0; i < RESUME_SITES; i++)
        sim->sites[i].cut = false;
    for (int i = 0; i < sim->wire_count; i++)
        if (!sim->wires[i]->open)
            server_loses(sim, sim->wires[i]);
    for (int turn = 0; turn < 300 && !sim->fault[0]; turn++) {
        bool any = false;
        journal_turn(sim);
        for (int i = 0; i < sim->wire_count; i++)
            while (!sim->fault[0] && (deliver_up(sim, sim->wires[i]) || deliver_down(sim, sim->wires[i])))
                any = true;
        settle_turn(sim);
        if (turn > 12 && !any && turn % 4 == 0 && sim->sites[0].site->replica->s == (int64_t)sim->hub->durable &&
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
    struct disk *disk = disk_now(sim);
    calm_down(sim, true);
    uint64_t kept = disk->count - 1 - resume_draw(sim, 2);
    if (sim->fault[0] || disk->count < sim->base + 3 || oracle_waits(sim->oracle, disk, kept))
        return;
    kill_hub(sim, true);
    disk_cut(disk, kept);
    oracle_forget(sim->oracle);
    resume_say(sim, "the hub has lost the end of its journal and does not know it: %" PRIu64 " events are left", disk->count);
    sim->unchecked = true;
    start_hub(sim);
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
        connect_phone(sim, phone, resume_chance(sim, 60));
    } else if (phone->gaps > 0 && !phone->asking)
        phone_hello(sim, phone);
}

static void old_connections(struct resume_sim *sim) {
    for (int i = 0; i < sim->wire_count; i++) {
        struct wire *wire = sim->wires[i];
        if (wire->open)
            continue;
        if (wire->down.count > 0 && resume_chance(sim, 30))
            deliver_down(sim, wire);
        if (wire->server && resume_chance(sim, 15))
            server_loses(sim, wire);
        if (!wire->server && resume_chance(sim, 10))
            pipe_empty(&wire->down);
    }
}

static void link_step(struct resume_sim *sim) {
    struct resume_site *site = &sim->sites[resume_draw(sim, RESUME_SITES)];
    site->cut = !site->cut && resume_chance(sim, 60);
    resume_say(sim, "the link of %s is %s", site->id, site->cut ? "cut" : "repaired");
    if (site->link)
        lose_link(sim, site, resume_chance(sim, 60));
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
        restart_site(sim, &sim->sites[resume_draw(sim, RESUME_SITES)]);
    else if (what < 194)
        restart_hub(sim);
    else if (what < 196)
        replace_journal(sim);
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
    sim->transport = (struct hub_transport){hub_writes, server_closes, nothing_to_schedule, no_workers, hub_random, hub_is_fenced, sim};
    new_disk(sim, NULL, 0);
    start_hub(sim);
    begin_phones(sim);
    for (int i = 0; i < RESUME_SITES; i++) {
        struct resume_site *site = &sim->sites[i];
        *site = (struct resume_site){.sim = sim, .id = SITES[i], .number = i};
        site->uplink = (struct site_link){link_connect, link_send, link_close, site};
        site->transport = (struct hub_transport){site_writes, server_closes, nothing_to_schedule, no_workers, site_random, hub_is_fenced, site};
        const char *const files[] = {"", "-wal", "-shm", ".backup", ".starts", ".lock"};
        for (size_t file = 0; file < sizeof files / sizeof files[0]; file++)
            unlink(folder_path(site, files[file]));
        start_site(sim, site);
    }
}

static void end(struct resume_sim *sim) {
    kill_hub(sim, true);
    for (int i = 0; i < RESUME_SITES; i++)
        kill_site(sim, &sim->sites[i]);
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
