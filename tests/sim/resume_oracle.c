/* resume_oracle.c - what a channel's rows are at a sequence number: the view of the conference that the journal's events up to it make, and nothing else. */
#include "base/map.h"
#include "codec/event_json.h"
#include "codec/json_slice.h"
#include "codec/reply.h"
#include "sim/resume.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct oracle {
    struct limits limits;
    struct map *views;           /* "journal channel seq" -> struct held_rows */
    struct conference *conference;
    const struct disk *disk;     /* whose events ... */
    uint64_t seq;                /* ... up to this one it has */
    struct arena arena;
    struct touched touched;
};

struct oracle *oracle_create(const struct limits *limits) {
    struct oracle *oracle = calloc(1, sizeof *oracle);
    oracle->limits = *limits;
    oracle->views = map_create();
    arena_init(&oracle->arena);
    touched_init(&oracle->touched);
    return oracle;
}

static int forget_view(void *context, const void *name, size_t length, union map_value value) {
    (void)context;
    (void)name;
    (void)length;
    rows_clear(value.pointer);
    free(value.pointer);
    return 0;
}

void oracle_forget(struct oracle *oracle) {
    map_each(oracle->views, forget_view, NULL);
    map_destroy(oracle->views);
    oracle->views = map_create();
    conference_destroy(oracle->conference);
    oracle->conference = NULL;
}

void oracle_destroy(struct oracle *oracle) {
    if (!oracle)
        return;
    oracle_forget(oracle);
    map_destroy(oracle->views);
    arena_finish(&oracle->arena);
    touched_finish(&oracle->touched);
    free(oracle);
}

static void go_to(struct oracle *oracle, const struct disk *disk, uint64_t seq) {
    if (!oracle->conference || oracle->disk != disk || oracle->seq > seq) {
        conference_destroy(oracle->conference);
        oracle->conference = conference_create(&oracle->limits);
        oracle->disk = disk;
        oracle->seq = 0;
    }
    for (; oracle->seq < seq; oracle->seq++) {
        struct event event;
        arena_reset(&oracle->arena);
        touched_clear(&oracle->touched);
        if (event_decode(disk->records[oracle->seq], disk->lengths[oracle->seq], &oracle->arena, &event))
            abort();
        event.seq = oracle->seq + 1;
        if (conference_apply(oracle->conference, &event, &oracle->touched))
            abort();
    }
}

bool oracle_waits(struct oracle *oracle, const struct disk *disk, uint64_t seq) {
    go_to(oracle, disk, seq);
    return conference_deadline(oracle->conference) != INT64_MAX;
}

static bool audience_of(const struct conference *conference, const char *channel, struct audience *out) {
    static const struct {
        const char *name;
        enum audience_kind kind;
    } SHARED[] = {{"moderator", AUDIENCE_MODERATOR}, {"chair", AUDIENCE_CHAIR}, {"stage", AUDIENCE_STAGE}, {"participant", AUDIENCE_PARTICIPANT}};
    *out = (struct audience){AUDIENCE_KIND_COUNT, NO_SITE, NO_PERSON};
    for (size_t i = 0; i < sizeof SHARED / sizeof SHARED[0]; i++)
        if (strcmp(channel, SHARED[i].name) == 0)
            out->kind = SHARED[i].kind;
    const char *id = strchr(channel, ':');
    if (!id++)
        return out->kind != AUDIENCE_KIND_COUNT;
    if (strncmp(channel, "person:", 7) == 0)
        *out = (struct audience){AUDIENCE_PERSON, NO_SITE, conference_find_person(conference, text_of(id))};
    else
        *out = (struct audience){strncmp(channel, "site:", 5) == 0 ? AUDIENCE_SITE : AUDIENCE_OPERATOR, conference_find_site(conference, text_of(id)), NO_PERSON};
    return out->kind == AUDIENCE_PERSON ? out->person != NO_PERSON : out->site != NO_SITE;
}

struct viewing {
    const struct conference *conference;
    struct audience audience;
    enum row_kind kind;
    struct held_rows *rows;
    struct buffer text;
};

static int view_one(void *context, uint32_t id) {
    struct viewing *viewing = context;
    struct row row;
    if (!view_row(viewing->conference, viewing->audience, viewing->kind, id, &row))
        return 0;
    buffer_clear(&viewing->text);
    if (reply_row(&viewing->text, &row))
        abort();
    rows_put(viewing->rows, (struct text){viewing->text.bytes, viewing->text.length});
    return 0;
}

const struct held_rows *oracle_view(struct oracle *oracle, const struct disk *disk, const char *channel, uint64_t seq) {
    char name[RESUME_KEY_SIZE];
    if (seq == 0 || seq > disk->count)
        return NULL;
    snprintf(name, sizeof name, "%s %s %" PRIu64, disk->id, channel, seq);
    union map_value *known = map_find(oracle->views, name, strlen(name));
    if (known)
        return known->pointer;
    struct viewing viewing = {.rows = calloc(1, sizeof *viewing.rows)};
    go_to(oracle, disk, seq);
    viewing.conference = oracle->conference;
    bool there = audience_of(oracle->conference, channel, &viewing.audience);
    buffer_init(&viewing.text);
    for (int kind = 0; kind < ROW_KIND_COUNT && there; kind++) {
        viewing.kind = (enum row_kind)kind;
        view_each(oracle->conference, viewing.audience, viewing.kind, view_one, &viewing);
    }
    buffer_finish(&viewing.text);
    if (map_put(oracle->views, name, strlen(name), (union map_value){.pointer = viewing.rows}))
        abort();
    return viewing.rows;
}
