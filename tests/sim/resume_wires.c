/* resume_wires.c - connections: what is sent comes in order and whole, until one breaks; then each end learns of it at its own time. */
#include "auth/credential.h"
#include "codec/json_slice.h"
#include "sim/resume_world.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

bool pipe_take(struct pipe *pipe, struct item *out) {
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

void pipe_empty(struct pipe *pipe) {
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

void wire_site_random(void *context, void *bytes, size_t length) {
    struct resume_site *site = context;
    for (size_t i = 0; i < length; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)resume_draw(site->sim, 256);
}

void wire_hub_random(void *context, void *bytes, size_t length) {
    for (size_t i = 0; i < length; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)resume_draw(context, 256);
}

static void hub_is_fenced(void *context) {
    resume_fault(context, "the hub stopped itself");
}

/* The server's end of a connection goes. */
void wire_lose_server(struct resume_sim *sim, struct wire *wire) {
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
        wire_lose_server(sim, wire);
}

static bool may_go_to_site(const struct phone *phone) {
    return phone->at != NOBODY && !phone->only_hub;
}

void phone_connects(struct resume_sim *sim, struct phone *phone, bool to_site) {
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

void link_lose(struct resume_sim *sim, struct resume_site *site, bool hub_knows) {
    struct wire *wire = site->link;
    site->connecting = site->hung_up = false;
    site->link = NULL;
    if (wire) {
        wire->open = false;
        pipe_empty(&wire->down);
        if (hub_knows)
            wire_lose_server(sim, wire);
    }
    if (site->site)
        site_link_down(site->site, sim->now);
}

void link_open(struct resume_sim *sim, struct resume_site *site) {
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

void wire_open_hub(struct resume_sim *sim) {
    sim->transport = (struct hub_transport){hub_writes, NULL, server_closes, nothing_to_schedule, no_workers, wire_hub_random, hub_is_fenced, sim};
}

void wire_open_site(struct resume_site *site) {
    site->uplink = (struct site_link){link_connect, link_send, link_close, site};
    site->transport = (struct hub_transport){site_writes, NULL, server_closes, nothing_to_schedule, no_workers, wire_site_random, hub_is_fenced, site};
}

/* ---- on their way ---- */

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
        link_lose(sim, site, true);
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

bool wire_deliver_down(struct resume_sim *sim, struct wire *wire) {
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

bool wire_deliver_up(struct resume_sim *sim, struct wire *wire) {
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
