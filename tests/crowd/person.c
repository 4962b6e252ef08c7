#include "person.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { SIGN_IN = 1, HELLO = 2, FIRST_COMMAND = 10 }; /* ids of requests */
enum { DEAD_MS = 25000, BACK_OFF_MS = 500, BACK_OFF_MOST_MS = 15000, AGAIN_MS = 1000 };
enum { REPLACED = 4001, SIGNED_OUT = 4002, RIGHTS_CHANGED = 4004 }; /* close codes */

static const char *const PASSING[] = {"rate_limited", "busy", "not_stored", "no_memory", "link_down", "not_here", "late", "not_signed_in"};

double crowd_chance(struct crowd *crowd) {
    crowd->chance = crowd->chance * 1664525u + 1013904223u;
    return (crowd->chance >> 8) / (double)(1 << 24);
}

__attribute__((format(printf, 2, 3))) static void fault(struct person *person, const char *format, ...) {
    va_list arguments;
    if (++person->crowd->figures.faults > FAULTS_SAID)
        return;
    fprintf(stderr, "%s: ", person->id);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

static bool is(const char *a, const char *b) {
    return a && strcmp(a, b) == 0;
}

static void copy(char *out, size_t size, const char *text) {
    snprintf(out, size, "%s", text ? text : "");
}

/* Random bytes as base64url: the last sign of 8 bytes carries 4 bits and that of 16 bytes 2, so it is one that suits both. */
static void random_text(char *out, size_t length) {
    static const char SIGNS[] = "AQgwBCDEFGHIJKLMNOPRSTUVWXYZabcdefhijklmnopqrstuvxyz0123456789-_";
    unsigned char bytes[32];
    if (getrandom(bytes, length, 0) != (ssize_t)length)
        abort();
    for (size_t i = 0; i < length; i++)
        out[i] = SIGNS[bytes[i] % (i + 1 == length ? 4 : 64)];
    out[length] = '\0';
}

/* ---- sending ---- */

__attribute__((format(printf, 2, 3))) static void say(struct person *person, const char *format, ...) {
    char text[8192];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length > 0 && length < (int)sizeof text)
        socket_send(person->socket, text, (size_t)length);
}

static void send_command(struct person *person, struct command *command) {
    command->under_way = true;
    command->sent++;
    person->crowd->figures.sent++;
    char receipt[RECEIPT_TEXT + 16] = "";
    if (*command->receipt)
        snprintf(receipt, sizeof receipt, ",\"receipt\":\"%s\"", command->receipt);
    int length = (int)strlen(command->params) - 1; /* without the bracket at its end */
    say(person, "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"%s\",\"params\":%.*s%s}}", (unsigned)(command - person->commands) + FIRST_COMMAND,
        command->method, length, command->params, receipt);
}

static void send_held(struct person *person) {
    for (uint32_t i = 0; i < person->command_count && person->is_here; i++)
        if (!person->commands[i].answer && !person->commands[i].under_way)
            send_command(person, &person->commands[i]);
}

static void say_hello(struct person *person) {
    char cursor[256] = "";
    int length = 0;
    if (*person->journal && *person->shared.name) {
        length = snprintf(cursor, sizeof cursor, ",\"journal\":\"%s\"", person->journal);
        if (person->own.s >= 0)
            length += snprintf(cursor + length, sizeof cursor - (size_t)length, ",\"own\":%lld", (long long)person->own.s);
        if (person->shared.s >= 0)
            snprintf(cursor + length, sizeof cursor - (size_t)length, ",\"shared\":{\"name\":\"%s\",\"s\":%lld}", person->shared.name, (long long)person->shared.s);
    }
    say(person, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"hello\",\"params\":{\"v\":1,\"token\":\"%s\"%s}}", HELLO, person->token, cursor);
}

/* ---- coming and going ---- */

static void on_later(uv_timer_t *timer) {
    struct person *person = timer->data;
    if (!person->socket)
        person_connect(person);
    else
        send_held(person);
}

static void be_away(struct person *person) {
    person->socket = NULL;
    person->crowd->figures.here -= person->is_here;
    person->is_here = false;
    for (uint32_t i = 0; i < person->command_count; i++)
        person->commands[i].under_way = false;
}

static void come_back(struct person *person, bool elsewhere) {
    if (!person->wanted)
        return;
    uint32_t doubled = person->failures < 5 ? person->failures : 5;
    double most = (double)BACK_OFF_MS * (double)(1u << doubled);
    uint64_t delay = (uint64_t)(crowd_chance(person->crowd) * (most < BACK_OFF_MOST_MS ? most : BACK_OFF_MOST_MS));
    person->failures++;
    if (elsewhere || person->failures % 2 == 0)
        person->address = (person->address + 1) % person->address_count;
    uv_timer_start(&person->later, on_later, delay, 0);
}

static void drop(struct person *person, bool elsewhere) {
    socket_drop(person->socket);
    be_away(person);
    come_back(person, elsewhere);
}

static void on_closed(void *context, int code) {
    struct person *person = context;
    if (code == REPLACED || code == SIGNED_OUT)
        fault(person, "closed with %d", code);
    be_away(person);
    come_back(person, code == RIGHTS_CHANGED);
}

static void on_opened(void *context) {
    struct person *person = context;
    person->heard_at = uv_now(person->crowd->loop);
    if (*person->token)
        say_hello(person);
    else
        say(person, "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"session.open\",\"params\":{\"code\":\"%s\"}}", SIGN_IN, person->code);
}

/* ---- answers ---- */

static const char *code_of(const json_t *error) {
    const char *code = json_string_value(json_object_get(json_object_get(error, "data"), "code"));
    return code ? code : "";
}

static bool is_passing(const char *code) {
    for (size_t i = 0; i < sizeof PASSING / sizeof PASSING[0]; i++)
        if (strcmp(code, PASSING[i]) == 0)
            return true;
    return false;
}

static void signed_in(struct person *person, const json_t *result, const json_t *error) {
    if (result) {
        copy(person->token, sizeof person->token, json_string_value(json_object_get(result, "token")));
        person->crowd->figures.signed_in++;
        say_hello(person);
        return;
    }
    if (!is_passing(code_of(error)))
        fault(person, "session.open: %s", code_of(error));
    drop(person, is(code_of(error), "not_here"));
}

static void greeted(struct person *person, const json_t *result, const json_t *error) {
    const char *code = code_of(error), *journal = json_string_value(json_object_get(result, "journal"));
    if (!result) {
        if (!is_passing(code))
            fault(person, "hello: %s", code);
        drop(person, is(code, "not_here"));
        return;
    }
    const char *channel = json_string_value(json_object_get(result, "channel"));
    if (!is(journal, person->journal))
        person->own.s = person->shared.s = -1;
    if (!is(channel, person->shared.name))
        person->shared.s = -1;
    copy(person->journal, sizeof person->journal, journal);
    copy(person->shared.name, sizeof person->shared.name, channel);
    person->failures = 0;
    person->crowd->figures.connects++;
    person->crowd->figures.moved += person->last_address != person->address;
    person->last_address = person->address;
    person->crowd->figures.here += !person->is_here;
    person->is_here = true;
    for (uint32_t i = 0; i < person->command_count; i++)
        person->commands[i].under_way = false;
    send_held(person);
}

/* "result":... or "error":... as it came. */
static char *body_of(const char *bytes, size_t length, bool is_result) {
    const char *name = is_result ? ",\"result\":" : ",\"error\":";
    const char *at = memmem(bytes, length, name, strlen(name));
    return at ? strndup(at + 1, (size_t)(bytes + length - at) - 2) : NULL;
}

/* The one answer that may change: a refusal of a ballot as too late, when a copy that a site had kept in time has come in (relay/DELIVERY.md, B11). */
static bool gives_way(const struct command *command, const char *body) {
    return is(command->method, "poll.cast") && strstr(command->answer, "\"code\":\"poll_closed\"") && strncmp(body, "\"result\":", 9) == 0;
}

static void answered(struct person *person, struct command *command, const json_t *error, char *body) {
    struct figures *figures = &person->crowd->figures;
    command->under_way = false;
    if (error && is_passing(code_of(error))) {
        figures->put_off++;
        free(body);
        if (is(code_of(error), "not_here"))
            drop(person, true);
        else if (!uv_is_active((uv_handle_t *)&person->later))
            uv_timer_start(&person->later, on_later, AGAIN_MS, 0);
        return;
    }
    if (!command->answer) {
        command->answer = body;
        command->answered_at = uv_now(person->crowd->loop);
        figures->answered++;
        figures->refused += error != NULL;
        return;
    }
    figures->repeated++;
    if (gives_way(command, body)) {
        figures->gave_way++;
        free(command->answer);
        command->answer = body;
        return;
    }
    if (strcmp(command->answer, body) != 0)
        fault(person, "%s %s: first %s, now %s", command->method, command->params, command->answer, body);
    free(body);
}

static void take_answer(struct person *person, const json_t *message, const char *bytes, size_t length) {
    const json_t *result = json_object_get(message, "result"), *error = json_object_get(message, "error");
    json_int_t id = json_integer_value(json_object_get(message, "id"));
    if (id == SIGN_IN) {
        signed_in(person, result, error);
    } else if (id == HELLO) {
        greeted(person, result, error);
    } else if (id >= FIRST_COMMAND && id < FIRST_COMMAND + (json_int_t)person->command_count) {
        char *body = body_of(bytes, length, result != NULL);
        if (body)
            answered(person, &person->commands[id - FIRST_COMMAND], error, body);
    } else {
        fault(person, "nobody asked for %.*s", (int)length, bytes);
    }
}

/* ---- notices ---- */

static void take_row(struct person *person, const json_t *row) {
    const char *kind = json_string_value(json_object_get(row, "kind"));
    bool is_ballot = is(kind, "my_ballot");
    json_int_t poll = json_integer_value(json_object_get(row, "id"));
    if ((!is_ballot && !is(kind, "poll")) || poll <= 0 || poll >= POLLS_MOST)
        return;
    struct poll_seen *seen = &person->polls[poll];
    if (is_ballot) {
        free(seen->ballot);
        seen->ballot = json_dumps(row, JSON_COMPACT | JSON_SORT_KEYS);
    } else {
        const char *state = json_string_value(json_object_get(row, "state"));
        seen->is_open = is(state, "open");
        seen->is_over = !seen->is_open && !is(state, "draft");
    }
}

static void take_frame(struct person *person, const json_t *params, bool is_snapshot) {
    const char *name = json_string_value(json_object_get(params, "channel"));
    struct channel *channel = is(name, person->own.name) ? &person->own : is(name, person->shared.name) ? &person->shared : NULL;
    json_int_t from = json_integer_value(json_object_get(params, "from")), to = json_integer_value(json_object_get(params, "to"));
    size_t i;
    json_t *row;
    if (!channel)
        return;
    if (!is_snapshot && channel->s >= 0 && to <= channel->s)
        return;
    if (!is_snapshot && (channel->s < 0 || from > channel->s)) {
        fault(person, "a gap in %s: from %lld, held %lld", name, (long long)from, (long long)channel->s);
        say_hello(person);
        return;
    }
    channel->s = to;
    json_array_foreach(json_object_get(params, "rows"), i, row)
        take_row(person, row);
}

static void take_kept(struct person *person, const json_t *params) {
    const char *key = json_string_value(json_object_get(params, "key"));
    for (uint32_t i = 0; i < person->command_count; i++) {
        struct command *command = &person->commands[i];
        if (!is(key, command->key))
            continue;
        person->crowd->figures.kept += !command->kept;
        command->kept = true;
        if (json_object_get(params, "receipt"))
            copy(command->receipt, sizeof command->receipt, json_string_value(json_object_get(params, "receipt")));
    }
}

static void on_received(void *context, const char *bytes, size_t length) {
    static const char LIVE[] = "{\"jsonrpc\":\"2.0\",\"method\":\"live\"";
    struct person *person = context;
    struct figures *figures = &person->crowd->figures;
    person->heard_at = uv_now(person->crowd->loop);
    if (length > sizeof LIVE && memcmp(bytes, LIVE, sizeof LIVE - 1) == 0) {
        figures->live++;
        return;
    }
    json_t *message = json_loadb(bytes, length, 0, NULL);
    const char *method = json_string_value(json_object_get(message, "method"));
    const json_t *params = json_object_get(message, "params");
    if (!message)
        fault(person, "no JSON: %.*s", (int)length, bytes);
    else if (!method)
        take_answer(person, message, bytes, length);
    else if (is(method, "kept"))
        take_kept(person, params);
    else if (is(method, "rows") || is(method, "snapshot")) {
        bool is_snapshot = *method == 's';
        figures->snapshots += is_snapshot;
        figures->frames += !is_snapshot;
        take_frame(person, params, is_snapshot);
    }
    json_decref(message);
}

/* ---- what a person does ---- */

static const struct socket_events EVENTS = {on_opened, on_received, on_closed};

void person_begin(struct person *person, struct crowd *crowd) {
    person->crowd = crowd;
    person->own.s = person->shared.s = -1;
    snprintf(person->own.name, sizeof person->own.name, "person:%s", person->id);
    random_text(person->device, 11);
    uv_timer_init(crowd->loop, &person->later);
    person->later.data = person;
}

void person_connect(struct person *person) {
    char source[32];
    snprintf(source, sizeof source, "127.%u.%u.%u", 1 + (person->number >> 14), person->number >> 7 & 127, 1 + (person->number & 127));
    struct socket_options options = {
        .loop = person->crowd->loop,
        .tls = person->crowd->tls,
        .source = person->crowd->spread ? source : NULL,
        .port = person->addresses[person->address],
        .path = "/ws",
        .subprotocol = "lamrelay.v1",
        .events = &EVENTS,
        .context = person,
    };
    person->wanted = true;
    if (person->socket)
        return;
    person->heard_at = uv_now(person->crowd->loop);
    person->socket = socket_connect(&options);
    if (!person->socket)
        come_back(person, false);
}

void person_leave(struct person *person) {
    person->wanted = false;
    uv_timer_stop(&person->later);
    if (!person->socket)
        return;
    socket_drop(person->socket);
    be_away(person);
}

void person_look(struct person *person) {
    if (person->socket && uv_now(person->crowd->loop) - person->heard_at > DEAD_MS)
        drop(person, false);
}

__attribute__((format(printf, 3, 4))) static void act(struct person *person, const char *method, const char *format, ...) {
    char more[512];
    if (person->command_count == person->command_capacity) {
        person->command_capacity = person->command_capacity ? person->command_capacity * 2 : 4;
        person->commands = realloc(person->commands, person->command_capacity * sizeof *person->commands);
        if (!person->commands)
            abort();
    }
    struct command *command = &person->commands[person->command_count++];
    *command = (struct command){.method = method, .made_at = uv_now(person->crowd->loop)};
    random_text(command->key, 22);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(more, sizeof more, format, arguments);
    va_end(arguments);
    if (asprintf(&command->params, "{\"key\":\"%s\",%s}", command->key, more) < 0)
        abort();
    person->crowd->figures.commands++;
    send_held(person);
}

bool person_cast(struct person *person, uint32_t poll) {
    static const char *const CHOICES[] = {"yes", "no", "abstain"};
    struct poll_seen *seen = &person->polls[poll];
    if (seen->is_over) {
        person->crowd->figures.acts_dropped++;
        return true;
    }
    if (!seen->is_open)
        return false;
    act(person, "poll.cast", "\"poll\":%u,\"device\":\"%s\",\"counter\":%u,\"choice\":\"%s\"", poll, person->device, ++seen->counter,
        CHOICES[(int)(crowd_chance(person->crowd) * 3)]);
    return true;
}

bool person_ask(struct person *person) {
    if (!*person->token)
        return false;
    act(person, "question.submit", "\"text\":\"Câu hỏi thứ %u của %s: bao giờ xong?\",\"topic\":\"economy\"", person->command_count + 1, person->id);
    return true;
}

void person_repeat(struct person *person) {
    for (uint32_t i = 0; i < person->command_count && person->is_here; i++)
        if (person->commands[i].answer && !person->commands[i].under_way)
            send_command(person, &person->commands[i]);
}
