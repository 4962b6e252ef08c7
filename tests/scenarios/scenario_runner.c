/* scenario_runner.c - runs the scenario files, which are the specification.
 *
 *     scenario_runner [--update] [--record DIR] [--journals DIR] FILE...
 *
 * A file is read line by line; # begins a comment.
 *     at 5000                       the clock stands at 5,000 ms after the beginning; what is due happens
 *     an: question.approve {...}    an sends a command; key, and until where it belongs, are added when they are not given
 *     again                         the same bytes once more, by the same person
 *     event NAME {...}              the next event in the journal, with at least these members
 *     result {...}                  the last answer was a result with at least these members
 *     error CODE [FIELD]            the last answer was this error; no event was recorded
 *     refused CODE [FIELD]          the last answer was this error, and it is remembered (event command_refused)
 *     live an {...}                 the last live notice to an has at least these members
 *     leave dung / return dung      a socket breaks / comes back with its cursors
 *     closed an 4001                the hub has closed that socket
 *     password an nine plain words  an has this password; event password_set
 *     restart                       kill -9 and start
 *     site dc07 claims s1 folder f1 [previous s0] [restored] [takeover]
 *                                   a process at dc07 links up with this stream, from this folder; the link before it is gone
 *     site dc07 offers floor 1 at 4800 proof: dc07-0001 poll.cast {...}
 *                                   it brings what a person left with it when its clock stood at 4,800 ms; `unproven:` when it cannot prove that.
 *                                   result, error, refused speak of what it is told of it
 *     site dc07 drains 1 [upto 2]   it says that it has no ballot of poll 1 behind that number (of the last it offered) of the lane floor
 *     site dc07 names dung hoa      it says who of its operators is connected there
 *     site dc07 vouches at 4800: dc07-0001 poll.cast {...}
 *                                   the person brings a ballot itself, with the receipt that the process gave for it when its clock stood at 4,800 ms
 *     site dc07 leaves              its link is cut
 *     view AUDIENCE [KIND...]       the rows of an audience, all of these kinds (of every kind when none is named), one a line; AUDIENCE is a
 *                                   person's id (the shared channel) or own:ID
 * The programme is FILE's own, with .json in the place of .txt, or else programme.json beside it.
 * Events that no line mentions are a failure. After every line everybody's fold is held against the view. --update writes the view blocks anew;
 * --record writes the frames of everybody into DIR/NAME.jsonl; --journals what was recorded into DIR/NAME/journal.sqlite. */
#include "support/journal_desk.h"
#include "support/world.h"

#include "base/log.h"
#include <stdarg.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_SIZE = 16384 };

struct scenario {
    const char *path;
    struct world *world;
    FILE *in;
    struct buffer updated;
    bool update;
    int line;
    int failures;
    uint64_t seen;                 /* events already mentioned */
    struct world_client *last;
    char *last_request;
    char *last_answer;
    char held_line[LINE_SIZE];     /* read too far by a view block */
    bool has_held_line;
};

static void fail(struct scenario *scenario, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void fail(struct scenario *scenario, const char *format, ...) {
    va_list words;
    va_start(words, format);
    printf("%s:%d: ", scenario->path, scenario->line);
    vprintf(format, words);
    printf("\n");
    va_end(words);
    scenario->failures++;
}

/* ---- reading ---- */

static bool next_line(struct scenario *scenario, char line[LINE_SIZE]) {
    if (scenario->has_held_line) {
        scenario->has_held_line = false;
        strcpy(line, scenario->held_line);
        return true;
    }
    if (!fgets(line, LINE_SIZE, scenario->in))
        return false;
    scenario->line++;
    return true;
}

static char *trimmed(char *line) {
    char *end = line + strlen(line);
    while (end > line && isspace((unsigned char)end[-1]))
        *--end = '\0';
    while (isspace((unsigned char)*line))
        line++;
    return line;
}

/* The first word; `*rest` is what follows. */
static char *take_word(char *text, char **rest) {
    char *end = text + strcspn(text, " \t");
    *rest = end + strspn(end, " \t");
    *end = '\0';
    return text;
}

/* ---- comparing ---- */

static bool contains(json_t *whole, json_t *part) {
    if (!json_is_object(part))
        return json_equal(whole, part);
    const char *name;
    json_t *value;
    json_object_foreach(part, name, value) if (!contains(json_object_get(whole, name), value)) return false;
    return true;
}

static void expect_members(struct scenario *scenario, json_t *whole, const char *text) {
    json_error_t fault;
    json_t *part = *text ? json_loads(text, 0, &fault) : json_object();
    char *found = json_dumps(whole, JSON_COMPACT | JSON_ENCODE_ANY);
    if (!part)
        fail(scenario, "not JSON: %s", fault.text);
    else if (!contains(whole, part))
        fail(scenario, "expected at least %s\n    found %s", text, found ? found : "nothing");
    free(found);
    json_decref(part);
}

/* ---- events ---- */

struct fetching {
    uint64_t seq;
    json_t *event;
};

static int fetch(void *context, const struct journal_record *record) {
    struct fetching *fetching = context;
    if (record->seq != fetching->seq)
        return 1;
    fetching->event = json_loadb(record->bytes, record->length, 0, NULL);
    return 1;
}

static json_t *event_at(struct scenario *scenario, uint64_t seq) {
    struct fetching fetching = {seq, NULL};
    uint64_t bad;
    struct journal *journal = scenario->world->journal;
    if (seq <= scenario->world->hub->durable)
        journal->operations->read(journal, seq, fetch, &fetching, &bad);
    return fetching.event;
}

static void expect_event(struct scenario *scenario, const char *name, const char *members) {
    json_t *event = event_at(scenario, ++scenario->seen);
    const char *type = json_string_value(json_object_get(event, "type"));
    if (!type)
        fail(scenario, "expected event %s, but there is none", name);
    else if (strcmp(type, name) != 0)
        fail(scenario, "expected event %s, found %s", name, type);
    else
        expect_members(scenario, event, members);
    json_decref(event);
}

static void expect_no_more_events(struct scenario *scenario) {
    for (; scenario->seen < scenario->world->hub->durable; scenario->seen++) {
        json_t *event = event_at(scenario, scenario->seen + 1);
        fail(scenario, "event %s was not mentioned", json_string_value(json_object_get(event, "type")));
        json_decref(event);
    }
}

/* Sessions are how people come in, not what a scenario is about. */
static void pass_session_events(struct scenario *scenario) {
    for (;; scenario->seen++) {
        json_t *event = event_at(scenario, scenario->seen + 1);
        const char *type = json_string_value(json_object_get(event, "type"));
        bool is_session = type && strcmp(type, "session_opened") == 0;
        json_decref(event);
        if (!is_session)
            return;
    }
}

/* ---- lines ---- */

static struct world_client *client_of(struct scenario *scenario, const char *person) {
    struct world_client *client = world_join(scenario->world, person);
    pass_session_events(scenario);
    return client;
}

static void keep_answer(struct scenario *scenario) {
    free(scenario->last_answer);
    scenario->last_answer = json_dumps(scenario->last->answer, JSON_COMPACT);
}

/* Takes `object` over. */
static void send_command(struct scenario *scenario, const char *person, const char *method, json_t *object) {
    scenario->last = client_of(scenario, person);
    json_incref(object);
    world_call(scenario->last, method, object);
    json_t *request = json_pack("{sssisssO}", "jsonrpc", "2.0", "id", (int)scenario->world->next_id, "method", method, "params", object);
    free(scenario->last_request);
    scenario->last_request = json_dumps(request, JSON_COMPACT);
    json_decref(request);
    json_decref(object);
    keep_answer(scenario);
}

static void run_command(struct scenario *scenario, const char *person, char *text) {
    char *params;
    char *method = take_word(text, &params);
    json_error_t fault;
    json_t *object = json_loads(*params ? params : "{}", 0, &fault);
    expect_no_more_events(scenario);
    if (!object) {
        fail(scenario, "not JSON: %s", fault.text);
        return;
    }
    send_command(scenario, person, method, object);
}

static void run_again(struct scenario *scenario) {
    char *before = scenario->last_answer;
    expect_no_more_events(scenario);
    scenario->last_answer = NULL;
    world_send(client_of(scenario, scenario->last->person), scenario->last_request, strlen(scenario->last_request));
    keep_answer(scenario);
    if (!scenario->last_answer || strcmp(before, scenario->last_answer) != 0)
        fail(scenario, "the repeat was answered %s\n    the first was %s", scenario->last_answer, before);
    free(before);
}

static void expect_error(struct scenario *scenario, char *text) {
    char *field;
    char *code = take_word(text, &field);
    json_t *data = json_object_get(json_object_get(scenario->last->answer, "error"), "data");
    const char *found_field = json_string_value(json_object_get(data, "field"));
    if (strcmp(world_error(scenario->last), code) != 0 || (*field && strcmp(found_field ? found_field : "", field) != 0))
        fail(scenario, "expected the error %s %s, found %s", code, field, scenario->last_answer);
}

static void own_or_shared(struct scenario *scenario, const char *name, struct buffer *out) {
    const struct conference *conference = scenario->world->hub->published;
    bool own = strncmp(name, "own:", 4) == 0;
    uint32_t person = conference_find_person(conference, text_of(own ? name + 4 : name));
    if (person == NO_PERSON) {
        fail(scenario, "nobody is called %s", name);
        return;
    }
    struct audience audience = own ? (struct audience){AUDIENCE_PERSON, NO_SITE, person} : view_shared_audience(conference, person);
    world_view(scenario->world, audience, out);
}

/* Keeps the rows of these kinds. */
static void keep_kinds(const struct buffer *all, const char *kinds, struct buffer *kept) {
    for (const char *row = all->bytes, *end; row && *row; row = end + 1) {
        char kind[64];
        end = strchr(row, '\n');
        snprintf(kind, sizeof kind, "%.*s", (int)strcspn(row + 9, "\""), row + 9);
        const char *found = strstr(kinds, kind);
        size_t length = strlen(kind);
        if (!*kinds || (found && (found == kinds || found[-1] == ' ') && (found[length] == ' ' || found[length] == '\0')))
            buffer_append(kept, row, (size_t)(end - row) + 1);
    }
    buffer_append(kept, "", 1);
}

static void check_view(struct scenario *scenario, char *text) {
    struct buffer all, view, expected;
    char *kinds;
    const char *name = take_word(text, &kinds);
    buffer_init(&all);
    buffer_init(&view);
    buffer_init(&expected);
    own_or_shared(scenario, name, &all);
    buffer_append(&all, "", 1);
    keep_kinds(&all, kinds, &view);
    char line[LINE_SIZE];
    while (next_line(scenario, line)) {
        char copy[LINE_SIZE];
        strcpy(copy, line);
        char *row = trimmed(copy);
        if (*row != '{') {
            strcpy(scenario->held_line, line);
            scenario->has_held_line = true;
            break;
        }
        buffer_append_text(&expected, row);
        buffer_append_text(&expected, "\n");
    }
    buffer_append(&expected, "", 1);
    if (scenario->update)
        for (char *row = strtok(view.bytes, "\n"); row; row = strtok(NULL, "\n"))
            buffer_printf(&scenario->updated, "    %s\n", row);
    else if (strcmp(view.bytes, expected.bytes) != 0)
        fail(scenario, "the view of %s is\n%s", name, view.bytes);
    buffer_finish(&all);
    buffer_finish(&view);
    buffer_finish(&expected);
}

static void expect_live(struct scenario *scenario, char *text) {
    char *members;
    char *person = take_word(text, &members);
    expect_members(scenario, client_of(scenario, person)->live, members);
}

static void expect_closed(struct scenario *scenario, char *text) {
    char *code;
    char *person = take_word(text, &code);
    for (size_t i = 0; i < scenario->world->client_count; i++) {
        const struct world_client *client = scenario->world->clients[i];
        if (strcmp(client->person, person) == 0 && client->close_code == atoi(code))
            return;
    }
    fail(scenario, "the socket of %s was not closed with %s", person, code);
}

/* ---- sites ---- */

/* Some bytes that begin with the name, base64url. */
static json_t *named_bytes(const char *name, size_t size) {
    uint8_t bytes[32] = {0};
    char text[64];
    memcpy(bytes, name, strlen(name) < size ? strlen(name) : size);
    base64url_encode(bytes, size, text);
    return json_string(text);
}

static void site_claims(struct scenario *scenario, const char *site, char *words) {
    struct world_client *link = world_link(scenario->world, site);
    json_t *params = json_pack("{siso}", "v", 1, "stream", named_bytes(take_word(words, &words), STREAM_SIZE));
    snprintf(link->stream, sizeof link->stream, "%s", json_string_value(json_object_get(params, "stream")));
    while (*words) {
        const char *word = take_word(words, &words);
        if (strcmp(word, "folder") == 0)
            json_object_set_new(params, "folder", named_bytes(take_word(words, &words), FOLDER_SIZE));
        else if (strcmp(word, "previous") == 0)
            json_object_set_new(params, "previousStream", named_bytes(take_word(words, &words), STREAM_SIZE));
        else
            json_object_set_new(params, word, json_true());
    }
    world_link_say(link, "link.claim", params, true);
    json_int_t epoch = json_integer_value(json_object_get(json_object_get(link->answer, "result"), "epoch"));
    const char *key = json_string_value(json_object_get(json_object_get(link->answer, "result"), "receiptKey"));
    snprintf(link->receipt_key, sizeof link->receipt_key, "%s", key ? key : "");
    snprintf(link->epoch, sizeof link->epoch, "%" JSON_INTEGER_FORMAT, epoch);
    link->own = 0;
    scenario->last = link;
    keep_answer(scenario);
}

static void site_offers(struct scenario *scenario, struct world_client *link, char *words) {
    const char *lane = take_word(words, &words), *n = take_word(words, &words);
    take_word(words, &words); /* at */
    const char *at = take_word(words, &words), *proof = take_word(words, &words), *person = take_word(words, &words);
    const char *method = take_word(words, &words);
    json_error_t fault;
    json_t *object = json_loads(*words ? words : "{}", 0, &fault);
    if (!object) {
        fail(scenario, "not JSON: %s", fault.text);
        return;
    }
    world_complete(scenario->world, method, object);
    link->own = strcmp(lane, "floor") == 0 ? atoll(n) : link->own;
    world_link_say(link, "link.offer",
                   json_pack("{sssssIsssssosIsisbsI}", "stream", link->stream, "lane", lane, "n", (json_int_t)atoll(n), "person", person, "method",
                             method, "params", object, "stamp", (json_int_t)(WORLD_BEGIN + atoll(at)), "stampError", 20, "proof",
                             strcmp(proof, "proof:") == 0, "epoch", (json_int_t)atoll(link->epoch)),
                   false);
    json_t *results = json_object_get(link->answer, "results");
    json_t *result = json_incref(json_array_get(results, json_array_size(results) - 1));
    json_decref(link->answer);
    link->answer = result;
    scenario->last = link;
    keep_answer(scenario);
}

static void site_vouches(struct scenario *scenario, const struct world_client *link, char *words) {
    take_word(words, &words); /* at */
    int64_t stamp = WORLD_BEGIN + atoll(take_word(words, &words));
    const char *person = take_word(words, &words), *method = take_word(words, &words);
    json_error_t fault;
    json_t *object = json_loads(words, 0, &fault);
    if (!object) {
        fail(scenario, "not JSON: %s", fault.text);
        return;
    }
    world_complete(scenario->world, method, object);
    json_object_set_new(object, "receipt", world_receipt(link, person, method, object, stamp));
    send_command(scenario, person, method, object);
}

static void run_site(struct scenario *scenario, char *words) {
    const char *site = take_word(words, &words);
    const char *act = take_word(words, &words);
    struct world_client *link = NULL;
    expect_no_more_events(scenario);
    for (size_t i = 0; i < scenario->world->link_count; i++)
        if (strcmp(scenario->world->links[i]->person, site) == 0)
            link = scenario->world->links[i];
    if (strcmp(act, "claims") == 0) {
        site_claims(scenario, site, words);
    } else if (!link) {
        fail(scenario, "nothing has claimed %s", site);
    } else if (strcmp(act, "offers") == 0) {
        site_offers(scenario, link, words);
    } else if (strcmp(act, "vouches") == 0) {
        site_vouches(scenario, link, words);
    } else if (strcmp(act, "drains") == 0) {
        json_int_t poll = atoll(take_word(words, &words));
        json_int_t upto = strncmp(words, "upto ", 5) == 0 ? atoll(words + 5) : link->own;
        world_link_say(link, "link.drained", json_pack("{sIsssI}", "poll", poll, "stream", link->stream, "upto", upto), false);
    } else if (strcmp(act, "names") == 0) {
        json_t *operators = json_array();
        while (*words)
            json_array_append_new(operators, json_string(take_word(words, &words)));
        world_link_say(link, "link.operators", json_pack("{so}", "operators", operators), false);
    } else if (strcmp(act, "leaves") == 0) {
        world_link_leave(link);
    } else {
        fail(scenario, "a site does not do this: %s", act);
    }
}

static void run_line(struct scenario *scenario, char *line) {
    char *rest;
    char *word = take_word(line, &rest);
    size_t length = strlen(word);
    if (length > 1 && word[length - 1] == ':') {
        word[length - 1] = '\0';
        run_command(scenario, word, rest);
    } else if (strcmp(word, "at") == 0) {
        expect_no_more_events(scenario);
        world_at(scenario->world, WORLD_BEGIN + atoll(rest));
    } else if (strcmp(word, "again") == 0) {
        run_again(scenario);
    } else if (strcmp(word, "event") == 0) {
        char *members;
        char *name = take_word(rest, &members);
        expect_event(scenario, name, members);
    } else if (strcmp(word, "result") == 0) {
        expect_members(scenario, json_object_get(scenario->last->answer, "result"), *rest ? rest : "{}");
        if (*world_error(scenario->last))
            fail(scenario, "expected a result, found %s", scenario->last_answer);
    } else if (strcmp(word, "error") == 0) {
        expect_error(scenario, rest);
    } else if (strcmp(word, "refused") == 0) {
        expect_error(scenario, rest);
        expect_event(scenario, "command_refused", "");
    } else if (strcmp(word, "join") == 0 || strcmp(word, "return") == 0) {
        client_of(scenario, rest);
    } else if (strcmp(word, "leave") == 0) {
        world_leave(client_of(scenario, rest));
    } else if (strcmp(word, "live") == 0) {
        expect_live(scenario, rest);
    } else if (strcmp(word, "closed") == 0) {
        expect_closed(scenario, rest);
    } else if (strcmp(word, "password") == 0) {
        char *password;
        const char *person = take_word(rest, &password);
        world_set_password(scenario->world, person, password);
    } else if (strcmp(word, "restart") == 0) {
        world_restart(scenario->world);
    } else if (strcmp(word, "site") == 0) {
        run_site(scenario, rest);
    } else if (strcmp(word, "view") == 0) {
        check_view(scenario, rest);
    } else {
        fail(scenario, "unknown word %s", word);
    }
}

/* The whole view of everybody, at the end of a recording. */
static void record_views(struct world *world) {
    for (size_t i = 0; i < world->client_count; i++)
        for (int own = 0; own < 2; own++) {
            struct world_client *client = world->clients[i];
            json_t *rows = json_object_get(client->rows, own ? "own" : "shared");
            struct buffer held;
            buffer_init(&held);
            if (!client->subscriber || json_object_size(rows) == 0)
                continue;
            world_held(client, own, &held);
            for (size_t j = 0; j + 1 < held.length; j++)
                if (held.bytes[j] == '\n')
                    held.bytes[j] = ',';
            fprintf(world->record, "{\"audience\":\"%s %s\",\"view\":[%.*s]}\n", client->person, own ? "own" : "shared",
                    (int)held.length - 1, held.bytes);
            buffer_finish(&held);
        }
}

static FILE *open_record(const char *directory, const char *path) {
    const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    char name[1024];
    snprintf(name, sizeof name, "%s/%.*s.jsonl", directory, (int)strcspn(base, "."), base);
    return fopen(name, "w");
}

static int copy_record(void *context, const struct journal_record *record) {
    return desk_append_records(context, record, 1) != ERROR_NONE;
}

static void write_journal(struct scenario *scenario, const char *directory) {
    const char *base = strrchr(scenario->path, '/') ? strrchr(scenario->path, '/') + 1 : scenario->path;
    char path[1024];
    struct desk desk;
    uint64_t bad;
    struct journal *journal = scenario->world->journal;
    snprintf(path, sizeof path, "%s/%.*s", directory, (int)strcspn(base, "."), base);
    mkdir(path, 0700);
    strncat(path, "/journal.sqlite", sizeof path - strlen(path) - 1);
    desk_init(&desk);
    if (!desk_open_fresh(&desk, path) || journal->operations->read(journal, 1, copy_record, &desk, &bad))
        fail(scenario, "%s cannot be written", path);
    desk_finish(&desk);
}

static int run_file(const char *path, const char *programme, bool update, const char *record, const char *journals) {
    struct scenario scenario = {.path = path, .update = update, .in = fopen(path, "r")};
    if (!scenario.in) {
        printf("%s cannot be read\n", path);
        return 1;
    }
    buffer_init(&scenario.updated);
    scenario.world = world_create(programme, NULL);
    scenario.world->record = record ? open_record(record, path) : NULL;
    scenario.seen = scenario.world->hub->durable;
    char line[LINE_SIZE];
    while (next_line(&scenario, line)) {
        char copy[LINE_SIZE];
        strcpy(copy, line);
        char *words = trimmed(copy);
        buffer_append_text(&scenario.updated, line);
        if (*words && *words != '#')
            run_line(&scenario, words);
        if (!world_laws_hold(scenario.world))
            fail(&scenario, "a fold differs from its view");
    }
    expect_no_more_events(&scenario);
    if (journals)
        write_journal(&scenario, journals);
    if (scenario.world->record) {
        record_views(scenario.world);
        fclose(scenario.world->record);
    }
    fclose(scenario.in);
    if (update && scenario.failures == 0 && (scenario.in = fopen(path, "w"))) {
        fwrite(scenario.updated.bytes, 1, scenario.updated.length, scenario.in);
        fclose(scenario.in);
    }
    world_destroy(scenario.world);
    buffer_finish(&scenario.updated);
    free(scenario.last_request);
    free(scenario.last_answer);
    return scenario.failures;
}

int main(int count, char **words) {
    bool update = false;
    const char *record = NULL, *journals = NULL;
    int passed = 0, failed = 0;
    log_set_descriptor(-1);
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--update") == 0) {
            update = true;
            continue;
        }
        if (strcmp(words[i], "--record") == 0 && i + 1 < count) {
            record = words[++i];
            continue;
        }
        if (strcmp(words[i], "--journals") == 0 && i + 1 < count) {
            journals = words[++i];
            continue;
        }
        char programme[1024];
        const char *slash = strrchr(words[i], '/');
        snprintf(programme, sizeof programme, "%.*s.json", (int)(strlen(words[i]) - strlen(".txt")), words[i]);
        if (access(programme, R_OK) != 0)
            snprintf(programme, sizeof programme, "%.*sprogramme.json", slash ? (int)(slash - words[i]) + 1 : 0, words[i]);
        bool good = run_file(words[i], programme, update, record, journals) == 0;
        printf("%s %s\n", good ? "ok" : "FAIL", words[i]);
        good ? passed++ : failed++;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0;
}
