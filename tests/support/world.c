#include "support/world.h"

#include "auth/credential.h"
#include "base/memory.h"
#include "codec/reply.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t KEY[32] = "a key of these tests, never used";

static void give_up(const char *what, const char *why) {
    fprintf(stderr, "world: %s: %s\n", what, why);
    exit(2);
}

/* ---- what a browser does ---- */

static json_t *channel_rows(const struct world_client *client, bool own) {
    return json_object_get(client->rows, own ? "own" : "shared");
}

static void row_name(json_t *row, char *out, size_t size) {
    json_t *id = json_object_get(row, "id");
    if (json_is_integer(id))
        snprintf(out, size, "%s/%010" JSON_INTEGER_FORMAT, json_string_value(json_object_get(row, "kind")),
                 json_integer_value(id));
    else
        snprintf(out, size, "%s/%s", json_string_value(json_object_get(row, "kind")), json_string_value(id));
}

static void fold_rows(struct world_client *client, bool own, json_t *rows, json_t *texts) {
    size_t i;
    json_t *row;
    json_array_foreach(rows, i, row) {
        char name[128];
        json_t *gone = json_object_get(row, "gone");
        row_name(gone ? gone : row, name, sizeof name);
        if (gone)
            json_object_del(channel_rows(client, own), name);
        else
            json_object_set(channel_rows(client, own), name, json_array_get(texts, i));
    }
}

static void take_frame(struct world_client *client, const char *method, json_t *params) {
    const char *channel = json_string_value(json_object_get(params, "channel"));
    bool own = strncmp(channel, "person:", 7) == 0;
    int64_t *cursor = own ? &client->own : &client->shared;
    int64_t to = json_integer_value(json_object_get(params, "to"));
    client->frames++;
    if (strcmp(method, "snapshot") == 0) {
        json_object_clear(channel_rows(client, own));
        if (!own)
            snprintf(client->shared_name, sizeof client->shared_name, "%s", channel);
    } else {
        if (to <= *cursor)
            return;
        if (*cursor < 0 || json_integer_value(json_object_get(params, "from")) > *cursor) {
            client->gaps++;
            return;
        }
    }
    fold_rows(client, own, json_object_get(params, "rows"), json_object_get(params, "texts"));
    *cursor = to;
}

/* The same bytes go to many, one after the other: they are read once. Each row of a frame as text is what clients hold. Borrowed until the next. */
static json_t *read_message(struct world *world, const char *bytes, size_t length) {
    if (world->message && world->message_bytes.length == length && memcmp(world->message_bytes.bytes, bytes, length) == 0)
        return world->message;
    json_error_t fault;
    json_decref(world->message);
    world->message = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &fault);
    if (!world->message)
        give_up("the hub sent no JSON", fault.text);
    world->message_bytes.length = 0;
    if (buffer_append(&world->message_bytes, bytes, length)) { /* fails only where a test makes memory fail */
        world->message_bytes.length = 0;
    }
    json_t *params = json_object_get(world->message, "params"), *texts = json_array(), *row;
    size_t i;
    json_array_foreach(json_object_get(params, "rows"), i, row) {
        char *text = json_dumps(row, JSON_COMPACT);
        json_array_append_new(texts, json_string(text));
        free(text);
    }
    if (params)
        json_object_set(params, "texts", texts);
    json_decref(texts);
    return world->message;
}

static void take_message(struct world_client *client, const char *bytes, size_t length) {
    json_t *message = json_incref(read_message(client->world, bytes, length));
    const char *method = json_string_value(json_object_get(message, "method"));
    json_t *params = json_object_get(message, "params");
    client->messages++;
    if (client->link && (!method || strcmp(method, "link.ack") == 0)) {
        json_decref(client->answer);
        client->answer = json_incref(method ? params : message);
    } else if (client->link) {
        /* its channels are held against the views elsewhere */
    } else if (!method) {
        json_decref(client->answer);
        client->answer = json_incref(message);
    } else if (strcmp(method, "live") == 0) {
        json_decref(client->live);
        client->live = json_incref(params);
    } else {
        take_frame(client, method, params);
        if (client->world->record)
            fprintf(client->world->record, "{\"audience\":\"%s\",\"frame\":%.*s}\n", client->person, (int)length,
                    bytes);
    }
    json_decref(message);
}

/* ---- the transport ---- */

static enum hub_write transport_write(void *connection, const char *bytes, size_t length) {
    struct world_client *client = connection;
    (void)buffer_append(&client->bytes, bytes, length); /* fails only where a test makes memory fail */
    client->writes++;
    const unsigned char *at = (const unsigned char *)bytes, *end = at + length;
    while (at < end) {
        if (at[0] != 0x81)
            give_up("write", "not a final text frame");
        size_t payload = at[1], header = 2;
        if (payload == 126) {
            payload = (size_t)at[2] << 8 | at[3];
            header = 4;
        } else if (payload == 127) {
            payload = 0;
            for (int i = 2; i < 10; i++)
                payload = payload << 8 | at[i];
            header = 10;
        }
        take_message(client, (const char *)at + header, payload);
        at += header + payload;
    }
    return client->blocked ? HUB_WRITE_BLOCKED : HUB_WRITE_DONE;
}

static void transport_expect(void *connection) {
    ((struct world_client *)connection)->expected++;
}

static void transport_close(void *connection, enum hub_close code) {
    ((struct world_client *)connection)->close_code = (int)code;
}

static void transport_schedule(void *context) {
    (void)context; /* world_settle sweeps in any case */
}

static bool transport_offload(void *context, void *job, void (*work)(void *job), void (*finished)(void *job)) {
    struct world *world = context;
    if (world->job_count == WORLD_JOBS)
        return false;
    world->jobs[world->job_count].job = job;
    world->jobs[world->job_count].work = work;
    world->jobs[world->job_count++].finished = finished;
    return true;
}

static bool run_jobs(struct world *world) {
    if (world->job_count == 0)
        return false;
    world->job_count--;
    world->jobs[world->job_count].work(world->jobs[world->job_count].job);
    world->jobs[world->job_count].finished(world->jobs[world->job_count].job);
    return true;
}

static void transport_random(void *context, void *bytes, size_t length) {
    struct world *world = context;
    for (size_t i = 0; i < length; i++)
        ((uint8_t *)bytes)[i] = (uint8_t)(++world->random * 2654435761u >> 7);
}

static void transport_fenced(void *context) {
    ((struct world *)context)->fenced = true;
}

/* ---- the world ---- */

static void make_hub(struct world *world) {
    struct hub_options options = {
        .journal = world->journal,
        .transport = &world->transport,
        .programme = &world->config.programme,
        .limits = world->config.limits,
        .credential_key = KEY,
        .now = world->now,
    };
    enum error error = hub_create(&options, &world->hub);
    if (error)
        give_up("hub_create", error_word(error));
}

struct world *world_create(const char *config_path, struct journal *journal) {
    struct world *world = calloc(1, sizeof *world);
    if (!world)
        give_up("create", "out of memory");
    struct buffer faults;
    buffer_init(&faults);
    if (config_load(config_path, &world->config, &faults))
        give_up(config_path, buffer_append(&faults, "", 1) ? "no memory" : faults.bytes);
    buffer_finish(&faults);
    world->config.limits.offers_gather_ms = world->config.limits.commands_gather_ms = 0; /* time stands still here while things settle */
    world->now = WORLD_BEGIN;
    world->transport = (struct hub_transport){transport_write,
                                              transport_expect,
                                              transport_close,
                                              transport_schedule,
                                              transport_offload,
                                              transport_random,
                                              transport_fenced,
                                              world};
    world->journal = journal;
    if (!journal) {
        const uint8_t random[10] = {1};
        struct journal_options options = {.create = true, .now = world->now, .random = random};
        if (journal_memory_open(&options, &world->journal))
            give_up("journal", "cannot be opened");
    }
    make_hub(world);
    return world;
}

static void break_sockets(struct world *world) {
    for (size_t i = 0; i < world->client_count; i++)
        world_leave(world->clients[i]);
    for (size_t i = 0; i < world->link_count; i++)
        world_link_leave(world->links[i]);
}

void world_restart(struct world *world) {
    break_sockets(world);
    hub_destroy(world->hub);
    make_hub(world);
}

void world_destroy(struct world *world) {
    break_sockets(world);
    hub_destroy(world->hub);
    world->journal->operations->close(world->journal);
    for (size_t i = 0; i < world->client_count; i++) {
        struct world_client *client = world->clients[i];
        json_decref(client->rows);
        json_decref(client->answer);
        json_decref(client->live);
        buffer_finish(&client->bytes);
        free(client);
    }
    for (size_t i = 0; i < world->link_count; i++) {
        json_decref(world->links[i]->answer);
        buffer_finish(&world->links[i]->bytes);
        free(world->links[i]);
    }
    json_decref(world->message);
    buffer_finish(&world->message_bytes);
    config_finish(&world->config);
    free(world);
}

void world_settle(struct world *world) {
    for (int turn = 0; turn < 10000; turn++) {
        bool appending = world->hub->appending;
        hub_journal_ready(world->hub, world->now);
        while (hub_sweep(world->hub, 64)) {
        }
        if (!run_jobs(world) && !appending && !world->hub->appending && !world->hub->ready)
            break;
    }
    for (size_t i = 0; i < world->client_count; i++)
        if (world->clients[i]->close_code && world->clients[i]->subscriber)
            world_leave(world->clients[i]);
}

void world_at(struct world *world, int64_t now) {
    world->now = now;
    hub_tick(world->hub, now);
    world_settle(world);
}

/* ---- people ---- */

static struct world_client *find_client(struct world *world, const char *person) {
    for (size_t i = 0; i < world->client_count; i++)
        if (strcmp(world->clients[i]->person, person) == 0)
            return world->clients[i];
    return NULL;
}

static struct world_client *add_client(struct world *world, const char *person) {
    struct world_client *client = calloc(1, sizeof *client);
    if (!client || world->client_count == WORLD_CLIENTS)
        give_up(person, "no room");
    client->world = world;
    client->own = client->shared = -1;
    client->rows = json_pack("{s{}s{}}", "own", "shared");
    snprintf(client->person, sizeof client->person, "%s", person);
    snprintf(client->token, sizeof client->token, "token-%04zu", world->client_count);
    world->clients[world->client_count++] = client;
    return client;
}

static void open_session(struct world_client *client) {
    struct hub *hub = client->world->hub;
    struct command command = {.type = COMMAND_SESSION_OPEN, .actor = NO_PERSON};
    struct digest digest;
    if (credential_digest(KEY, "session", text_of(client->token), &digest))
        give_up(client->person, "no digest");
    record_text(&command.record, FIELD_PERSON,
                conference_person_id(hub->published, conference_find_person(hub->published, text_of(client->person))));
    record_binary(&command.record, FIELD_TOKEN_DIGEST, &digest);
    if (hub_enqueue(hub, (struct reference){UINT32_MAX, 0}, "null", WAITING_SESSION, &command, client->token))
        give_up(client->person, "no session");
    world_settle(client->world);
}

void world_return(struct world_client *client) {
    struct world *world = client->world;
    client->close_code = 0;
    client->subscriber = hub_connect(world->hub, client, "127.0.0.1", world->now);
    if (!client->subscriber)
        give_up(client->person, "cannot connect");
    json_t *hello = json_pack("{siss}", "v", 1, "token", client->token);
    json_object_set_new(hello, "journal", json_string(world->hub->journal_id));
    if (client->own >= 0)
        json_object_set_new(hello, "own", json_integer(client->own));
    if (client->shared >= 0)
        json_object_set_new(hello, "shared",
                            json_pack("{sssI}", "name", client->shared_name, "s", (json_int_t)client->shared));
    world_call(client, "hello", hello);
}

struct world_client *world_join(struct world *world, const char *person) {
    struct world_client *client = find_client(world, person);
    if (client && client->subscriber)
        return client;
    if (!client) {
        if (conference_find_person(world->hub->published, text_of(person)) == NO_PERSON)
            give_up(person, "is not in the programme");
        client = add_client(world, person);
        open_session(client);
    }
    world_return(client);
    return client;
}

void world_leave(struct world_client *client) {
    if (client->subscriber)
        hub_disconnect(client->world->hub, client->subscriber);
    client->subscriber = NULL;
}

/* ---- sites ---- */

struct world_client *world_link(struct world *world, const char *site) {
    struct world_client *link = NULL;
    for (size_t i = 0; i < world->link_count; i++)
        if (strcmp(world->links[i]->person, site) == 0)
            link = world->links[i];
    if (!link) {
        link = calloc(1, sizeof *link);
        if (!link || world->link_count == WORLD_LINKS)
            give_up(site, "no room");
        link->world = world;
        snprintf(link->person, sizeof link->person, "%s", site);
        world->links[world->link_count++] = link;
    }
    world_link_leave(link);
    link->close_code = 0;
    link->link = hub_link_connect(world->hub, link, site, world->now);
    if (!link->link)
        give_up(site, "cannot connect");
    return link;
}

void world_link_leave(struct world_client *link) {
    if (link->link)
        hub_link_disconnect(link->link);
    link->link = NULL;
}

void world_link_say(struct world_client *link, const char *method, json_t *params, bool id) {
    struct world *world = link->world;
    json_t *message = json_pack("{sssssO}", "jsonrpc", "2.0", "method", method, "params", params);
    if (id)
        json_object_set_new(message, "id", json_integer((json_int_t)++world->next_id));
    char *text = json_dumps(message, JSON_COMPACT);
    json_decref(link->answer);
    link->answer = NULL;
    if (link->link)
        hub_link_receive(link->link, text, strlen(text), world->now);
    world_settle(world);
    free(text);
    json_decref(message);
    json_decref(params);
}

/* ---- calls ---- */

void world_send(struct world_client *client, const char *bytes, size_t length) {
    hub_receive(client->world->hub, client->subscriber, bytes, length, client->world->now);
    world_settle(client->world);
}

void world_complete(struct world *world, const char *method, json_t *params) {
    enum command_type type = command_find(text_of(method));
    if (type == COMMAND_COUNT)
        return;
    if (!json_object_get(params, "key")) {
        uint8_t key[KEY_SIZE] = {0};
        unsigned number = ++world->next_key;
        for (int i = 0; i < 4; i++)
            key[KEY_SIZE - 1 - i] = (uint8_t)(number >> 8 * i);
        char text[BASE64URL_SIZE(KEY_SIZE)];
        base64url_encode(key, sizeof key, text);
        json_object_set_new(params, "key", json_string(text));
    }
    if (COMMAND_INFO[type].dangerous && !json_object_get(params, "until"))
        json_object_set_new(params, "until", json_integer(world->now + 5000));
}

json_t *world_call(struct world_client *client, const char *method, json_t *params) {
    struct world *world = client->world;
    world_complete(world, method, params);
    json_t *request =
        json_pack("{sssisssO}", "jsonrpc", "2.0", "id", (int)++world->next_id, "method", method, "params", params);
    char *text = json_dumps(request, JSON_COMPACT);
    json_decref(client->answer);
    client->answer = NULL;
    world_send(client, text, strlen(text));
    free(text);
    json_decref(request);
    json_decref(params);
    return client->answer;
}

json_t *world_call_text(struct world_client *client, const char *method, const char *params) {
    json_error_t fault;
    json_t *object = json_loads(params, 0, &fault);
    if (!object)
        give_up(params, fault.text);
    return world_call(client, method, object);
}

const char *world_error(const struct world_client *client) {
    json_t *data = json_object_get(json_object_get(client->answer, "error"), "data");
    const char *word = json_string_value(json_object_get(data, "code"));
    return word ? word : "";
}

/* ---- views and folds ---- */

struct viewing {
    const struct world *world;
    struct audience audience;
    enum row_kind kind;
    struct buffer *out;
};

static int print_row(void *context, uint32_t id) {
    struct viewing *viewing = context;
    struct row row;
    if (!view_row(viewing->world->hub->published, viewing->audience, viewing->kind, id, &row))
        return 0;
    return (int)reply_row(viewing->out, &row) || (int)buffer_append(viewing->out, "\n", 1);
}

void world_view(const struct world *world, struct audience audience, struct buffer *out) {
    struct viewing viewing = {world, audience, ROW_AGENDA_ITEM, out};
    for (int kind = 0; kind < ROW_KIND_COUNT; kind++) {
        viewing.kind = (enum row_kind)kind;
        if (view_each(world->hub->published, audience, viewing.kind, print_row, &viewing))
            give_up("view", "out of memory");
    }
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void world_held(const struct world_client *client, bool own, struct buffer *out) {
    json_t *rows = channel_rows(client, own);
    const char **names = calloc(json_object_size(rows) + 1, sizeof *names);
    size_t count = 0;
    const char *name;
    json_t *row;
    json_object_foreach(rows, name, row) names[count++] = name;
    qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++) {
        json_t *text = json_object_get(rows, names[i]);
        if (buffer_append(out, json_string_value(text), json_string_length(text)) || buffer_append(out, "\n", 1))
            give_up("held", "out of memory");
    }
    free(names);
}

/* Views of the shared channels that have been made for one check, by name; many clients have the same. */
struct views {
    char name[CHANNEL_NAME_SIZE];
    struct buffer view;
    struct views *next;
};

static const struct buffer *shared_view(struct views **views, const struct world *world, struct audience audience) {
    char name[CHANNEL_NAME_SIZE];
    view_channel_name(world->hub->published, audience, name);
    for (struct views *known = *views; known; known = known->next)
        if (strcmp(known->name, name) == 0)
            return &known->view;
    struct views *made = calloc(1, sizeof *made);
    if (!made)
        give_up(name, "out of memory");
    memcpy(made->name, name, sizeof name);
    buffer_init(&made->view);
    world_view(world, audience, &made->view);
    made->next = *views;
    *views = made;
    return &made->view;
}

static void forget_views(struct views *views) {
    while (views) {
        struct views *next = views->next;
        buffer_finish(&views->view);
        free(views);
        views = next;
    }
}

static bool fold_equals_view(const struct world_client *client, bool own, struct views **views) {
    const struct world *world = client->world;
    uint32_t person = conference_find_person(world->hub->published, text_of(client->person));
    struct buffer own_view, held;
    buffer_init(&own_view);
    buffer_init(&held);
    if (own)
        world_view(world, (struct audience){AUDIENCE_PERSON, NO_SITE, person}, &own_view);
    const struct buffer view = own ? own_view : *shared_view(views, world, view_shared_audience(world->hub->published, person));
    world_held(client, own, &held);
    bool equal = view.length == held.length && (view.length == 0 || memcmp(view.bytes, held.bytes, view.length) == 0);
    if (!equal)
        printf("%s (%s) holds at %" PRId64 ":\n%.*sbut the view is:\n%.*s", client->person, own ? "own" : "shared",
               own ? client->own : client->shared, (int)held.length, held.bytes ? held.bytes : "", (int)view.length,
               view.bytes ? view.bytes : "");
    buffer_finish(&own_view);
    buffer_finish(&held);
    return equal;
}

static bool laws_hold(struct world *world, struct views **views) {
    for (size_t i = 0; i < world->client_count; i++) {
        struct world_client *client = world->clients[i];
        if (!client->subscriber || client->blocked)
            continue;
        /* The view follows from what is durable, the fold from what was received. */
        bool same = client->held_at == world->hub->durable && client->held_after == client->messages;
        if (same)
            continue;
        if (client->gaps > 0) {
            printf("%s met %d gaps\n", client->person, client->gaps);
            return false;
        }
        if (!fold_equals_view(client, true, views) || !fold_equals_view(client, false, views))
            return false;
        client->held_at = world->hub->durable;
        client->held_after = client->messages;
    }
    return true;
}

bool world_laws_hold(struct world *world) {
    struct views *views = NULL;
    bool hold = laws_hold(world, &views);
    forget_views(views);
    return hold;
}
