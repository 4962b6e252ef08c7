/* adapter_hub.c - lamrelay, hub or site, by relay/protocol.asyncapi.yaml: a code once, then a token, said with the upgrade as the page for phones does
 * (net/first_words.h); served when both snapshots have come.
 *
 * A notice is one command of the desk, one event, one row for everybody: alone, a message on the stage (stage.show); several at once, new titles for as
 * many parts of the agenda (agenda.session_change), since of one row that changes several times in one commit only the last state is sent. */
#include "adapters.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SIGN_IN = 1, HELLO = 2, PUBLISH = 10 }; /* ids of requests; publishers make no ballots */
enum { UNTIL_MS = 5000, PARTS_MOST = 32 };

static bool begins(const char *bytes, size_t length, const char *with) {
    size_t size = strlen(with);
    return length >= size && memcmp(bytes, with, size) == 0;
}

static void say_hello(struct client *client) {
    char text[256];
    int length = snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"hello\",\"params\":{\"v\":1,\"token\":\"%s\"}}", HELLO, client->token);
    client_say(client, text, (size_t)length);
}

static void first_words(const struct client *client, char *out, size_t size) {
    if (*client->token)
        snprintf(out, size, ", say.hello.%s", client->token);
}

static void opened(struct client *client) {
    char text[256];
    if (*client->token)
        return; /* hello was said with the upgrade */
    int length = snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"session.open\",\"params\":{\"code\":\"%s\"}}", SIGN_IN, client->code);
    client_say(client, text, (size_t)length);
}

static void signed_in(struct client *client, const char *bytes, size_t length) {
    json_t *message = json_loadb(bytes, length, 0, NULL);
    const char *token = json_string_value(json_object_get(json_object_get(message, "result"), "token"));
    if (token) {
        snprintf(client->token, sizeof client->token, "%s", token);
        say_hello(client);
    } else {
        client_met_fault(client, bytes, length);
    }
    json_decref(message);
}

/* `{"jsonrpc":"2.0","id":N,"result":` or `"error":`; of a hello with the upgrade the id is its name. */
static void take_answer(struct client *client, const char *bytes, size_t length) {
    static const char HEAD[] = "{\"jsonrpc\":\"2.0\",\"id\":", OF_HELLO[] = "\"hello\"";
    char *after;
    unsigned long id = strtoul(bytes + sizeof HEAD - 1, &after, 10);
    if (begins(after, (size_t)(bytes + length - after), OF_HELLO))
        after += sizeof OF_HELLO - 1;
    bool refused = !begins(after, (size_t)(bytes + length - after), ",\"result\":");
    if (id == SIGN_IN) {
        signed_in(client, bytes, length);
        return;
    }
    client->unanswered -= id == PUBLISH;
    if (refused)
        client_met_fault(client, bytes, length);
    if (id == BALLOT_ID + client->counter && client->role == SUBSCRIBER)
        client_was_answered(client, refused);
}

static const char *const SNAPSHOT = "{\"jsonrpc\":\"2.0\",\"method\":\"snapshot\"", *const ROWS = "{\"jsonrpc\":\"2.0\",\"method\":\"rows\"",
                        *const ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":";

static void received(struct client *client, char *bytes, size_t length) {
    struct arena *arena = client->arena;
    if (begins(bytes, length, ROWS)) {
        arena->tally.others += client_looks_for_notices(client, bytes, length) == 0;
    } else if (begins(bytes, length, ANSWER)) {
        take_answer(client, bytes, length);
    } else if (begins(bytes, length, SNAPSHOT)) {
        arena->tally.snapshot_bytes = length > arena->tally.snapshot_bytes ? length : arena->tally.snapshot_bytes;
        if (++client->step == 2)
            client_is_ready(client);
    } else {
        arena->tally.others++;
        if (client->number == 0)
            arena->live_at = arena->loop.now;
    }
}

/* ---- the desk ---- */

/* Who publishes keeps the revisions: of what the stage shows, and of the parts `part-00` to `part-31`. */
static int64_t stage_rev, part_revs[PARTS_MOST];
static uint32_t part_count;

static void take_row(const json_t *row) {
    const char *kind = json_string_value(json_object_get(row, "kind")), *id = json_string_value(json_object_get(row, "id"));
    int64_t rev = json_integer_value(json_object_get(row, "rev"));
    unsigned part;
    if (!kind || !id)
        return;
    if (strcmp(kind, "stage") == 0 && strcmp(id, "main") == 0)
        stage_rev = rev;
    if (strcmp(kind, "agenda_session") == 0 && sscanf(id, "part-%u", &part) == 1 && part < PARTS_MOST) {
        part_revs[part] = rev;
        part_count = part + 1 > part_count ? part + 1 : part_count;
    }
}

static void take_rows(const char *bytes, size_t length) {
    json_t *message = json_loadb(bytes, length, 0, NULL), *row;
    size_t i;
    json_array_foreach(json_object_get(json_object_get(message, "params"), "rows"), i, row)
        take_row(row);
    json_decref(message);
}

static void desk_received(struct client *client, char *bytes, size_t length) {
    if (begins(bytes, length, SNAPSHOT))
        take_rows(bytes, length);
    if (!begins(bytes, length, ROWS))
        received(client, bytes, length);
}

static int64_t hub_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static size_t publish(struct client *desk, const struct notice *notice, char *out, size_t size) {
    char text[4096], key[32];
    int length;
    desk->unanswered++;
    snprintf(key, sizeof key, "%08" PRIx32 "-%011" PRIx64 "-A", notice->number, clock_now() & UINT64_C(0xFFFFFFFFFFF));
    if (notice->of > 1 && part_count > 0) {
        uint32_t part = notice->place % part_count; /* rows of one frame go by id */
        length = snprintf(text, sizeof text,
                          "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"agenda.session_change\",\"params\":{\"key\":\"%s\",\"session\":\"part-%02" PRIu32
                          "\",\"rev\":%" PRId64 ",\"title\":{\"vi\":\"%.*s\"}}}",
                          PUBLISH, key, part, part_revs[part]++, (int)notice->length, notice->text);
    } else {
        length = snprintf(text, sizeof text,
                          "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"stage.show\",\"params\":{\"key\":\"%s\",\"rev\":%" PRId64
                          ",\"view\":\"message\",\"message\":{\"vi\":\"%.*s\"},\"until\":%" PRId64 "}}",
                          PUBLISH, key, stage_rev++, (int)notice->length, notice->text, hub_time() + UNTIL_MS);
    }
    return put_frame(out, size, FRAME_TEXT, text, (size_t)length);
}

static size_t ballot(struct client *client, uint32_t poll, char *out, size_t size) {
    char text[BALLOT_TEXT];
    return put_frame(out, size, FRAME_TEXT, text, ballot_text(client, poll, text));
}

#define MANNER(RECEIVED)                                                                                                                                       \
    {.websocket = true, .tls = true, .path = "/ws", .subprotocol = "lamrelay.v1", .first_words = first_words, .frame_kind = FRAME_TEXT, .opened = opened,              \
     .received = RECEIVED}

const struct adapter ADAPTER_HUB = {.name = "hub", .subscriber = MANNER(received), .publisher = MANNER(desk_received), .publish = publish, .ballot = ballot};
