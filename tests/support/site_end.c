#include "support/site_end.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { ENDS = 4 };

static struct site_end *ends[ENDS];
static struct hub_transport browsers; /* the world's own */

static struct site_end *end_of(const void *connection) {
    for (int i = 0; i < ENDS; i++)
        if (ends[i] && ends[i] == connection)
            return ends[i];
    return NULL;
}

/* ---- what a site does with what it gets ---- */

static void fold(json_t *rows, json_t *changes) {
    size_t i;
    json_t *row;
    json_array_foreach(changes, i, row) {
        json_t *gone = json_object_get(row, "gone"), *id = json_object_get(gone ? gone : row, "id");
        char name[160], number[24];
        snprintf(number, sizeof number, "%010" JSON_INTEGER_FORMAT, json_is_integer(id) ? json_integer_value(id) : 0);
        snprintf(name, sizeof name, "%s/%s", json_string_value(json_object_get(gone ? gone : row, "kind")),
                 json_is_integer(id) ? number : json_string_value(id));
        if (gone)
            json_object_del(rows, name);
        else
            json_object_set(rows, name, row);
    }
}

static void take_frame(struct site_end *end, bool snapshot, json_t *params) {
    const char *name = json_string_value(json_object_get(params, "channel"));
    int64_t to = json_integer_value(json_object_get(params, "to")), from = json_integer_value(json_object_get(params, "from"));
    json_t *channel = json_object_get(end->channels, name);
    end->snapshots += snapshot;
    if (snapshot) {
        channel = json_pack("{sIs{}}", "s", (json_int_t)to, "rows");
        json_object_set_new(end->channels, name, channel);
    } else if (!channel || from > json_integer_value(json_object_get(channel, "s"))) {
        end->gaps_met++;
        return;
    } else if (to <= json_integer_value(json_object_get(channel, "s"))) {
        return;
    }
    fold(json_object_get(channel, "rows"), json_object_get(params, "rows"));
    json_object_set_new(channel, "s", json_integer(to));
}

static void replace(json_t **place, json_t *value) {
    json_decref(*place);
    *place = json_incref(value);
}

static void take_live(struct site_end *end, json_t *params) {
    replace(&end->live, params);
    end->lives++;
}

static void take_message(struct site_end *end, const char *bytes, size_t length) {
    json_t *message = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, NULL);
    const char *method = json_string_value(json_object_get(message, "method"));
    json_t *params = json_object_get(message, "params");
    (void)buffer_append(&end->bytes, bytes, length);
    (void)buffer_append(&end->bytes, "\n", 1);
    if (!method)
        replace(&end->answer, message);
    else if (strcmp(method, "live") == 0)
        take_live(end, params);
    else if (strcmp(method, "link.ack") == 0)
        json_array_append(end->acks, params);
    else if (strcmp(method, "link.gap") == 0)
        json_array_append(end->gaps, params);
    else if (strcmp(method, "link.closing") == 0)
        json_array_append(end->closings, params);
    else if (strcmp(method, "link.fenced") == 0)
        json_array_append(end->fences, params);
    else if (strcmp(method, "link.reached") == 0)
        end->reached = json_integer_value(json_object_get(params, "s"));
    else
        take_frame(end, strcmp(method, "snapshot") == 0, params);
    json_decref(message);
}

static enum hub_write transport_write(void *connection, const char *bytes, size_t length) {
    struct site_end *end = end_of(connection);
    if (!end)
        return browsers.write(connection, bytes, length);
    const unsigned char *at = (const unsigned char *)bytes, *stop = at + length;
    while (at < stop) {
        size_t payload = at[1], header = 2;
        int wide = payload == 126 ? 2 : payload == 127 ? 8 : 0;
        if (wide)
            payload = 0;
        for (int i = 0; i < wide; i++)
            payload = payload << 8 | at[2 + i];
        header += (size_t)wide;
        take_message(end, (const char *)at + header, payload);
        at += header + payload;
    }
    return end->blocked ? HUB_WRITE_BLOCKED : HUB_WRITE_DONE;
}

static void transport_expect(void *connection) {
    if (!end_of(connection))
        browsers.expect(connection);
}

static void transport_close(void *connection, enum hub_close code) {
    struct site_end *end = end_of(connection);
    if (end)
        end->close_code = (int)code;
    else
        browsers.close(connection, code);
}

/* ---- the end ---- */

void site_end_open(struct world *world) {
    memset(ends, 0, sizeof ends);
    browsers = world->transport;
    world->transport.write = transport_write;
    world->transport.expect = transport_expect;
    world->transport.close = transport_close;
}

void site_end_init(struct site_end *end, struct world *world, const char *site) {
    *end = (struct site_end){.world = world, .site = site, .channels = json_object(), .acks = json_array(), .gaps = json_array(),
                             .closings = json_array(), .fences = json_array()};
    buffer_init(&end->bytes);
    for (int i = 0; i < ENDS; i++)
        if (!ends[i]) {
            ends[i] = end;
            return;
        }
    abort();
}

void site_end_cut(struct site_end *end) {
    if (end->link)
        hub_link_disconnect(end->link);
    end->link = NULL;
}

void site_end_finish(struct site_end *end) {
    site_end_cut(end);
    for (int i = 0; i < ENDS; i++)
        if (ends[i] == end)
            ends[i] = NULL;
    json_t *held[] = {end->channels, end->answer, end->acks, end->gaps, end->closings, end->fences, end->live};
    for (size_t i = 0; i < sizeof held / sizeof held[0]; i++)
        json_decref(held[i]);
    buffer_finish(&end->bytes);
}

void site_end_connect(struct site_end *end) {
    end->close_code = 0;
    end->link = hub_link_connect(end->world->hub, end, end->site, end->world->now);
}

static void send(struct site_end *end, const char *id, const char *method, const char *params) {
    struct buffer text;
    buffer_init(&text);
    (void)buffer_printf(&text, "{\"jsonrpc\":\"2.0\",%s\"method\":\"%s\",\"params\":%s}", id, method, params);
    hub_link_receive(end->link, text.bytes, text.length, end->world->now);
    buffer_finish(&text);
    world_settle(end->world);
}

void site_end_call(struct site_end *end, const char *method, const char *params) {
    char id[32];
    json_decref(end->answer);
    end->answer = NULL;
    snprintf(id, sizeof id, "\"id\":%u,", ++end->next_id);
    send(end, id, method, params);
}

void site_end_say(struct site_end *end, const char *method, const char *params) {
    send(end, "", method, params);
}

/* `size` bytes, all the same letter, as base64url. */
static void named(char letter, size_t size, char *out) {
    uint8_t bytes[32];
    memset(bytes, letter, size);
    base64url_encode(bytes, size, out);
}

const char *site_end_error(const struct site_end *end) {
    const char *word = json_string_value(json_object_get(json_object_get(json_object_get(end->answer, "error"), "data"), "code"));
    return word ? word : "";
}

const char *site_end_claim(struct site_end *end, char folder, char stream, const char *more) {
    char params[512], folder_text[32], stream_text[16];
    if (!end->link)
        site_end_connect(end);
    named(folder, FOLDER_SIZE, folder_text);
    named(stream, STREAM_SIZE, stream_text);
    end->folder = folder;
    end->stream = stream;
    snprintf(params, sizeof params, "{\"v\":1,\"folder\":\"%s\",\"stream\":\"%s\"%s}", folder_text, stream_text, more);
    site_end_call(end, "link.claim", params);
    return site_end_error(end);
}

void site_end_offer(struct site_end *end, const char *lane, int n, const char *person, const char *method, char key, const char *params) {
    char text[2048], stream[16], key_text[32];
    named(end->stream, STREAM_SIZE, stream);
    named(key, KEY_SIZE, key_text);
    snprintf(text, sizeof text,
             "{\"stream\":\"%s\",\"lane\":\"%s\",\"n\":%d,\"person\":\"%s\",\"method\":\"%s\",\"params\":{\"key\":\"%s\"%s%s},\"stamp\":%" PRId64
             ",\"stampError\":10,\"proof\":true,\"epoch\":%" PRIu64 "}",
             stream, lane, n, person, method, key_text, *params ? "," : "", params, end->world->now, end->world->hub->epoch);
    site_end_say(end, "link.offer", text);
}

json_t *site_end_result(const struct site_end *end, char key) {
    char wanted[32];
    named(key, KEY_SIZE, wanted);
    for (size_t i = json_array_size(end->acks); i > 0; i--) {
        size_t place;
        json_t *result;
        json_array_foreach(json_object_get(json_array_get(end->acks, i - 1), "results"), place, result)
            if (strcmp(json_string_value(json_object_get(result, "key")), wanted) == 0)
                return result;
    }
    return NULL;
}

/* ---- what it holds ---- */

static int compare_lines(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static json_t *lines_of_view(const struct site_end *end, struct audience audience) {
    struct buffer view;
    buffer_init(&view);
    world_view(end->world, audience, &view);
    (void)buffer_append(&view, "", 1);
    json_t *lines = json_array();
    for (char *line = strtok(view.bytes, "\n"); line; line = strtok(NULL, "\n"))
        json_array_append_new(lines, json_string(line));
    buffer_finish(&view);
    return lines;
}

/* Sorted and joined. */
static char *joined(json_t *lines) {
    size_t count = json_array_size(lines), length = 1;
    char **texts = calloc(count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++) {
        texts[i] = (char *)(uintptr_t)json_string_value(json_array_get(lines, i));
        length += strlen(texts[i]) + 1;
    }
    qsort(texts, count, sizeof *texts, compare_lines);
    char *all = calloc(length, 1);
    for (size_t i = 0; i < count; i++)
        strcat(strcat(all, texts[i]), "\n");
    free(texts);
    return all;
}

static bool channel_holds(const struct site_end *end, struct audience audience) {
    char name[CHANNEL_NAME_SIZE];
    view_channel_name(end->world->hub->published, audience, name);
    json_t *view = lines_of_view(end, audience), *held = json_array(), *row;
    const char *key;
    json_object_foreach(json_object_get(json_object_get(end->channels, name), "rows"), key, row) {
        char *text = json_dumps(row, JSON_COMPACT);
        json_array_append_new(held, json_string(text));
        free(text);
    }
    char *is = joined(held), *should = joined(view);
    bool equal = strcmp(is, should) == 0;
    if (!equal)
        printf("%s holds\n%sbut the view is\n%s", name, is, should);
    free(is);
    free(should);
    json_decref(view);
    json_decref(held);
    return equal;
}

bool site_end_holds(const struct site_end *end) {
    const struct conference *conference = end->world->hub->published;
    uint32_t site = conference_find_site(conference, text_of(end->site));
    const struct audience shared[] = {
        {AUDIENCE_SITE, site, NO_PERSON}, {AUDIENCE_OPERATOR, site, NO_PERSON}, {AUDIENCE_STAGE, NO_SITE, NO_PERSON}, {AUDIENCE_PARTICIPANT, NO_SITE, NO_PERSON}};
    bool holds = end->gaps_met == 0;
    for (size_t i = 0; i < 4; i++)
        holds &= channel_holds(end, shared[i]);
    for (uint32_t person = 0; person < conference_people(conference); person++)
        if (view_is_served_at(conference, person, site))
            holds &= channel_holds(end, (struct audience){AUDIENCE_PERSON, NO_SITE, person});
    return holds;
}
