/* Who sees what: every kind of row, in every state of the thing, with the fields that each audience is shown. All of it is written out in
 * tests/unit/views.txt to be read by people; what view_row shows must be what stands there. After a change of what is shown:
 *
 *     build/dev/tests/unit/test_core_views --update     and read the difference */
#include "support/check.h"
#include "support/subjects.h"

#include "base/log.h"
#include "core/roster.h"
#include "core/state.h"
#include <stdlib.h>
#include <string.h>

static const char *const VIEWS = "tests/unit/views.txt";

enum { FIELDS_SIZE = 512 };

static const struct {
    const char *name;
    enum audience_kind kind;
    const char *place; /* site, or person */
} AUDIENCES[] = {
    {"moderator", AUDIENCE_MODERATOR, NULL},
    {"chair", AUDIENCE_CHAIR, NULL},
    {"operator of the site", AUDIENCE_OPERATOR, "dc07"},
    {"operator elsewhere", AUDIENCE_OPERATOR, "dc12"},
    {"stage", AUDIENCE_STAGE, NULL},
    {"participants", AUDIENCE_PARTICIPANT, NULL},
    {"the person", AUDIENCE_PERSON, "dc07-0001"},
    {"another person", AUDIENCE_PERSON, "dc07-0002"},
    {"process of the site", AUDIENCE_SITE, "dc07"},
    {"process elsewhere", AUDIENCE_SITE, "dc12"},
};
enum { WATCHERS = sizeof AUDIENCES / sizeof AUDIENCES[0] };

static struct audience audience_of(const struct world *world, size_t watcher) {
    struct audience audience = {AUDIENCES[watcher].kind, NO_SITE, NO_PERSON};
    if (audience.kind == AUDIENCE_OPERATOR || audience.kind == AUDIENCE_SITE)
        audience.site = conference_find_site(world->hub->published, text_of(AUDIENCES[watcher].place));
    if (audience.kind == AUDIENCE_PERSON)
        audience.person = conference_find_person(world->hub->published, text_of(AUDIENCES[watcher].place));
    return audience;
}

/* The row of a kind that is looked at: number 1 of numbered things, what belongs to dc07-0001 otherwise. */
static uint32_t row_id(const struct world *world, enum row_kind kind) {
    if (ROW_INFO[kind].id_is_number)
        return 1;
    if (kind == ROW_SESSION)
        return world->hub->published->people[conference_find_person(world->hub->published, text_of("dc07-0001"))].sessions - 1;
    if (kind == ROW_PERSON || kind == ROW_ME || kind == ROW_SITE_PERSON)
        return conference_find_person(world->hub->published, text_of("dc07-0001"));
    return kind == ROW_SITE ? conference_find_site(world->hub->published, text_of("dc07")) : 0;
}

/* The names of the fields shown, in the order of the table; "" = the row is not shown. */
static void fields_shown(const struct world *world, enum row_kind kind, size_t watcher, char out[FIELDS_SIZE]) {
    struct row row;
    struct audience audience = audience_of(world, watcher);
    out[0] = '\0';
    if (!view_has_kind(audience, kind))
        return;
    uint32_t id = kind == ROW_ME ? audience.person : row_id(world, kind);
    if (!view_row(world->hub->published, audience, kind, id, &row))
        return;
    snprintf(out, FIELDS_SIZE, "id");
    for (const field_use *use = ROW_INFO[kind].fields; *use != FIELD_COUNT; use++)
        if (record_has(&row.record, field_of(*use)))
            snprintf(out + strlen(out), FIELDS_SIZE - strlen(out), " %s", FIELD_INFO[field_of(*use)].name);
}

static bool concerns(enum row_kind kind, enum field thing) {
    switch (kind) {
    case ROW_QUESTION:
    case ROW_MY_QUESTION:
        return thing == FIELD_QUESTION;
    case ROW_SPEAKER:
    case ROW_MY_SPEAKER:
        return thing == FIELD_SPEAKER;
    case ROW_POLL:
    case ROW_HAND_COUNT:
        return thing == FIELD_POLL;
    case ROW_AGENDA_ITEM:
        return thing == FIELD_ITEM;
    case ROW_MESSAGE:
        return thing == FIELD_MESSAGE_NUMBER;
    case ROW_MY_BALLOT:
        return thing == FIELD_POLL;
    case ROW_MY_ME_TOO:
        return thing == FIELD_QUESTION;
    case ROW_SITE:
        return thing == FIELD_LEASE;
    default:
        return thing == FIELD_COUNT;
    }
}

static void print_state(FILE *out, enum row_kind kind, const struct subject *subject) {
    char shown[WATCHERS][FIELDS_SIZE];
    struct world *world = subject_world(subject);
    if (kind == ROW_SESSION)
        world_join(world, "dc07-0001");
    for (size_t watcher = 0; watcher < WATCHERS; watcher++)
        fields_shown(world, kind, watcher, shown[watcher]);
    world_destroy(world);
    fprintf(out, "    %s\n", subject->state);
    bool somebody = false;
    for (size_t watcher = 0; watcher < WATCHERS; watcher++) {
        bool first = shown[watcher][0] != '\0';
        for (size_t before = 0; before < watcher && first; before++)
            first = strcmp(shown[before], shown[watcher]) != 0;
        if (!first)
            continue;
        somebody = true;
        fprintf(out, "        %s", AUDIENCES[watcher].name);
        for (size_t other = watcher + 1; other < WATCHERS; other++)
            if (strcmp(shown[other], shown[watcher]) == 0)
                fprintf(out, ", %s", AUDIENCES[other].name);
        fprintf(out, "\n            %s\n", shown[watcher]);
    }
    if (!somebody)
        fputs("        nobody\n", out);
}

static void print_views(FILE *out) {
    fputs("# Who sees which fields of a row, in which state of the thing. Written by test_core_views --update; read by people.\n"
          "# Whoever is not named does not receive the row. The thing is \"the person\"'s, at \"the site\".\n", out);
    for (int kind = 0; kind < ROW_KIND_COUNT; kind++) {
        fprintf(out, "\n%s\n", ROW_INFO[kind].name);
        for (size_t subject = 0; subject < SUBJECT_COUNT; subject++)
            if (concerns((enum row_kind)kind, SUBJECTS[subject].thing))
                print_state(out, (enum row_kind)kind, &SUBJECTS[subject]);
    }
}

static void the_views_are_the_written_ones(void) {
    FILE *out = fopen(check_path("views.txt"), "w");
    if (!CHECK(out != NULL))
        return;
    print_views(out);
    fclose(out);
    FILE *now = fopen(check_path("views.txt"), "r"), *written = fopen(VIEWS, "r");
    char is[FIELDS_SIZE + 64], should[FIELDS_SIZE + 64];
    for (int line = 1; CHECK(now && written) && fgets(is, sizeof is, now); line++) {
        check_note("%s, line %d", VIEWS, line);
        if (!CHECK(fgets(should, sizeof should, written) != NULL) || !CHECK_TEXT(is, should))
            break;
    }
    if (now)
        fclose(now);
    if (written) {
        CHECK(!fgets(should, sizeof should, written));
        fclose(written);
    }
}

/* A row kind is of the shared channels or of the own one, never of both. */
static void a_kind_belongs_to_one_channel(void) {
    struct world *world = subject_world(&SUBJECTS[0]);
    for (int kind = 0; kind < ROW_KIND_COUNT; kind++)
        for (size_t watcher = 0; watcher < WATCHERS; watcher++) {
            char shown[FIELDS_SIZE];
            fields_shown(world, (enum row_kind)kind, watcher, shown);
            if (*shown)
                CHECK(ROW_INFO[kind].own == (AUDIENCES[watcher].kind == AUDIENCE_PERSON));
        }
    world_destroy(world);
}

static const struct check_test TESTS[] = {
    {"the views are the written ones", the_views_are_the_written_ones},
    {"a kind of row belongs to one channel", a_kind_belongs_to_one_channel},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    if (count == 2 && strcmp(words[1], "--update") == 0) {
        FILE *out = fopen(VIEWS, "w");
        if (!out)
            return 1;
        print_views(out);
        return fclose(out) ? 1 : 0;
    }
    return CHECK_MAIN(TESTS, count, words);
}
