/* Who may do what, and when: every command, for every role, in every state of what it is about. The whole matrix is written out in
 * tests/unit/policy.txt to be read by people; what the core says must be what stands there. After a change of the rules:
 *
 *     build/dev/tests/unit/test_core_policy --update     and read the difference
 *
 * A command is decided on by conference_step, which changes nothing, so that one conference in each state serves all. */
#include "support/check.h"
#include "support/subjects.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

static const char *const MATRIX = "tests/unit/policy.txt";

/* ---- who ---- */

static const struct {
    const char *name, *person;
} ACTORS[] = {
    {"admin", "admin"},
    {"moderator", "moderator"},
    {"chair", "chair"},
    {"operator of the site", "operator"},
    {"its other operator", "operator-two"},
    {"operator elsewhere", "operator-elsewhere"},
    {"the person", "dc07-0001"},
    {"another participant", "dc07-0002"},
    {"responder", "responder"},
    {"display", "display"},
};
enum { ACTOR_COUNT = sizeof ACTORS / sizeof ACTORS[0] };

enum { RESULT_SIZE = 32 };

/* ---- one command about it ---- */

static enum field thing_of(const struct command_info *info) {
    static const enum field THINGS[] = {FIELD_QUESTION, FIELD_SPEAKER, FIELD_POLL, FIELD_ITEM, FIELD_MESSAGE_NUMBER, FIELD_LEASE};
    if (strcmp(info->method, "stage.show") == 0)
        return FIELD_COUNT;
    for (const field_use *use = info->fields; *use != FIELD_COUNT; use++)
        for (size_t i = 0; i < sizeof THINGS / sizeof THINGS[0]; i++)
            if (field_of(*use) == THINGS[i] && strcmp(info->method, "speaker.request") != 0 && strcmp(info->method, "question.submit") != 0)
                return THINGS[i];
    return FIELD_COUNT;
}

static int64_t rev_of(const struct world *world, const struct command_info *info, enum field thing) {
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    enum row_kind kind = thing == FIELD_QUESTION  ? ROW_QUESTION
                         : thing == FIELD_SPEAKER ? ROW_SPEAKER
                         : thing == FIELD_POLL    ? ROW_POLL
                         : thing == FIELD_ITEM    ? ROW_AGENDA_ITEM
                                                  : ROW_KIND_COUNT;
    if (strncmp(info->method, "count.", 6) == 0)
        kind = ROW_HAND_COUNT;
    if (strcmp(info->method, "question.pin") == 0 || strcmp(info->method, "question.move") == 0)
        kind = ROW_QUEUE;
    struct row row;
    bool seen = kind != ROW_KIND_COUNT && view_row(world->hub->published, desk, kind, kind != ROW_QUEUE, &row);
    return seen ? row.record.rev : 1;
}

/* What a command says where the table alone does not tell. */
static void fill_own_fields(struct record *record, const char *method) {
    if (strcmp(method, "poll.cast") == 0)
        record_word(record, FIELD_CHOICE, CHOICE_YES);
    if (strcmp(method, "question.reject") == 0)
        record_text(record, FIELD_NOTE, text_of("Đã trả lời"));
    if (strcmp(method, "stage.show") == 0)
        record_word(record, FIELD_VIEW, VIEW_BLANK);
    if (strcmp(method, "message.send") == 0)
        record_text(record, FIELD_TO, text_of("desk"));
    if (strcmp(method, "question.submit") == 0)
        record_text(record, FIELD_TEXT, text_of("Khi nào?"));
    if (strcmp(method, "question.merge") == 0)
        record_number(record, FIELD_INTO, 2);
    if (strncmp(method, "count.", 6) == 0) {
        record_text(record, FIELD_SITE, text_of("dc07"));
        *(struct tally *)record_place(record, FIELD_TALLY) = (struct tally){3, {1, 0, 0}};
    }
    if (strcmp(method, "poll.declare_lost") == 0 || strcmp(method, "lease.take") == 0 || strcmp(method, "lease.give_up") == 0 ||
        strcmp(method, "site.measure_delay") == 0 || strcmp(method, "site.check_in") == 0)
        record_text(record, FIELD_SITE, text_of("dc07"));
    if (strcmp(method, "site.change") == 0) {
        record_text(record, FIELD_SITE, text_of("dc07"));
        record_localised(record, FIELD_LOCAL_NAME, (struct localised){text_of("Tên"), {0}});
    }
    if (strcmp(method, "conference.change") == 0)
        record_localised(record, FIELD_TITLE, (struct localised){text_of("Tên"), {0}});
    if (strcmp(method, "topic.change") == 0)
        record_text(record, FIELD_TOPIC, text_of("economy"));
    if (strcmp(method, "agenda.session_change") == 0)
        record_text(record, FIELD_SESSION, text_of("morning"));
    if (strcmp(method, "agenda.item_change") == 0)
        record_number(record, FIELD_SECONDS, 60);
    if (strcmp(method, "person.add") == 0) {
        record_text(record, FIELD_PERSON, text_of("moi"));
        record_text(record, FIELD_SITE, text_of("dc07"));
    }
    if (strcmp(method, "person.change") == 0)
        record_text(record, FIELD_NAME, text_of("Tên"));
}

static void fill_field(struct record *record, enum field field, const struct world *world, const struct command_info *info,
                       enum field thing) {
    static const struct localised TITLE = {{"Tên", 4}, {0}};
    const struct field_info *of = &FIELD_INFO[field];
    if (field == FIELD_UNTIL)
        record_number(record, field, world->now + 5000);
    else if (field == FIELD_REV)
        record_number(record, field, rev_of(world, info, thing));
    else if (field == FIELD_PERSON)
        record_text(record, field, text_of("dc07-0001"));
    else if (of->type == TYPE_NUMBER)
        record_number(record, field, of->least > 1 ? of->least : 1);
    else if (of->type == TYPE_WORD)
        record_word(record, field, 0);
    else if (of->type == TYPE_TEXT)
        record_text(record, field, text_of("Một câu"));
    else if (of->type == TYPE_ID)
        record_text(record, field, text_of("moi"));
    else if (of->type == TYPE_LOCALISED)
        record_localised(record, field, TITLE);
    else if (of->type == TYPE_BINARY)
        record_binary(record, field, "12345678901234567890123456789012");
    else if (of->type == TYPE_FLAG)
        record_flag(record, field, true);
    else if (of->type == TYPE_TALLY)
        *(struct tally *)record_place(record, field) = (struct tally){3, {1, 0, 0}};
    else if (of->type == TYPE_WORDS)
        *(uint32_t *)record_place(record, field) = 1u << ROLE_PARTICIPANT;
    else
        check_that(false, of->name, __FILE__, __LINE__); /* a required field of a type without a sample: give it one here */
}

/* An operator says the number of the site's lease, right or not; a moderator says whom the site is given to. */
static void fill_lease(struct record *record, const struct world *world, const struct command_info *info, uint32_t actor) {
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    struct row row;
    uint32_t roles = conference_person_roles(world->hub->published, actor), site = conference_find_site(world->hub->published, text_of("dc07"));
    bool taken = view_row(world->hub->published, desk, ROW_SITE, site, &row) && record_has(&row.record, FIELD_LEASE);
    if (taken && (roles & 1u << ROLE_OPERATOR || strcmp(info->method, "lease.take") == 0))
        record_number(record, FIELD_LEASE, row.record.lease);
    if (strcmp(info->method, "lease.take") == 0 && !(roles & 1u << ROLE_OPERATOR))
        record_text(record, FIELD_PERSON, text_of("operator-two"));
}

/* Whoever enters a count names the one that is there. */
static bool seen_count(const struct world *world) {
    struct row row;
    return view_row(world->hub->published, (struct audience){AUDIENCE_MODERATOR, NO_SITE, NO_PERSON}, ROW_HAND_COUNT, 1, &row);
}

static const char *decide(const struct world *world, enum command_type type, uint32_t actor) {
    static const uint8_t KEY[KEY_SIZE] = "policy";
    const struct command_info *info = &COMMAND_INFO[type];
    struct command command = {.type = type, .actor = actor, .now = world->now};
    struct event event;
    struct fault fault;
    record_binary(&command.record, FIELD_KEY, KEY);
    for (const field_use *use = info->fields; *use != FIELD_COUNT; use++)
        if (!field_is_optional(*use) || field_of(*use) == FIELD_SPEAKER || (type == COMMAND_COUNT_ENTER && field_of(*use) == FIELD_REV && seen_count(world)) || (field_of(*use) == FIELD_REV && type == COMMAND_SPEAKER_CALL))
            fill_field(&command.record, field_of(*use), world, info, thing_of(info));
    fill_own_fields(&command.record, info->method);
    if (thing_of(info) == FIELD_LEASE)
        fill_lease(&command.record, world, info, actor);
    enum error error = conference_step(world->hub->published, &command, &event, &fault);
    if (!error && event.type == EVENT_COMMAND_REFUSED)
        error = (enum error)event.record.fault;
    return error ? error_word(error) : "yes";
}

/* ---- the matrix ---- */

static char cells[COMMANDS_FROM_PEOPLE][SUBJECT_COUNT][ACTOR_COUNT][RESULT_SIZE];

static void fill_cells(void) {
    for (size_t subject = 0; subject < SUBJECT_COUNT; subject++) {
        struct world *world = subject_world(&SUBJECTS[subject]);
        for (int type = 0; type < COMMANDS_FROM_PEOPLE; type++)
            for (size_t actor = 0; actor < ACTOR_COUNT && thing_of(&COMMAND_INFO[type]) == SUBJECTS[subject].thing; actor++) {
                uint32_t person = conference_find_person(world->hub->published, text_of(ACTORS[actor].person));
                check_note("%s as %s, %s", COMMAND_INFO[type].method, ACTORS[actor].name, SUBJECTS[subject].state);
                if (CHECK(person != NO_PERSON))
                    snprintf(cells[type][subject][actor], RESULT_SIZE, "%s", decide(world, (enum command_type)type, person));
            }
        world_destroy(world);
    }
}

static bool same_answers(int type, size_t one, size_t other) {
    for (size_t subject = 0; subject < SUBJECT_COUNT; subject++)
        if (strcmp(cells[type][subject][one], cells[type][subject][other]) != 0)
            return false;
    return true;
}

/* All that have this one's answers. */
static void print_actors(FILE *out, int type, size_t actor) {
    fprintf(out, "    %s", ACTORS[actor].name);
    for (size_t other = actor + 1; other < ACTOR_COUNT; other++)
        if (same_answers(type, actor, other))
            fprintf(out, ", %s", ACTORS[other].name);
    fputc('\n', out);
}

/* In which states the answer is this one; at the first of them only. */
static void print_states(FILE *out, int type, size_t actor, size_t subject) {
    const char *answer = cells[type][subject][actor];
    for (size_t before = 0; before < subject; before++)
        if (strcmp(cells[type][before][actor], answer) == 0)
            return;
    fprintf(out, "        %-14s", answer);
    const char *separator = " ";
    for (size_t other = subject; other < SUBJECT_COUNT; other++)
        if (strcmp(cells[type][other][actor], answer) == 0) {
            fprintf(out, "%s%s", separator, SUBJECTS[other].state);
            separator = ", ";
        }
    fputc('\n', out);
}

/* For which of its fields the password is asked for anew. */
static void print_password(FILE *out, const field_use *fields) {
    const char *separator = ", with the password anew for ";
    for (; fields && *fields != FIELD_COUNT; fields++, separator = ", ")
        fprintf(out, "%s%s", separator, FIELD_INFO[field_of(*fields)].name);
}

static void print_command(FILE *out, int type) {
    fprintf(out, "\n%s", COMMAND_INFO[type].method);
    print_password(out, COMMAND_INFO[type].password);
    fputc('\n', out);
    for (size_t actor = 0; actor < ACTOR_COUNT; actor++) {
        bool new = true;
        for (size_t before = 0; before < actor && new; before++)
            new = !same_answers(type, before, actor);
        if (!new)
            continue;
        print_actors(out, type, actor);
        for (size_t subject = 0; subject < SUBJECT_COUNT; subject++)
            if (*cells[type][subject][actor])
                print_states(out, type, actor, subject);
    }
}

static void print_matrix(FILE *out) {
    fputs("# Who may do what, and in which state of the thing. Written by test_core_policy --update; read by people.\n"
          "# \"the person\" asked the question, or to speak; \"of the site\" is where that person is.\n", out);
    for (int type = 0; type < COMMANDS_FROM_PEOPLE; type++)
        print_command(out, type);
}

/* A site keeps what waits on its disk, and brings it without asking anybody again. */
static void what_takes_the_password_waits_nowhere(void) {
    for (int type = 0; type < COMMANDS_FROM_PEOPLE; type++) {
        check_note("%s", COMMAND_INFO[type].method);
        CHECK(!COMMAND_INFO[type].password || !COMMAND_INFO[type].remembered);
    }
}

static void every_state_can_be_reached(void) {
    fill_cells();
}

static void the_matrix_is_the_written_one(void) {
    const char *fresh = check_path("policy.txt");
    FILE *out = fopen(fresh, "w");
    if (!CHECK(out != NULL))
        return;
    print_matrix(out);
    fclose(out);
    FILE *now = fopen(fresh, "r"), *written = fopen(MATRIX, "r");
    char is[256], should[256];
    for (int line = 1; CHECK(now && written) && fgets(is, sizeof is, now); line++) {
        check_note("%s, line %d", MATRIX, line);
        if (!CHECK_TEXT(fgets(should, sizeof should, written) ? is : "", is) || !CHECK_TEXT(is, should))
            break;
    }
    if (now)
        fclose(now);
    if (written) {
        CHECK(!fgets(should, sizeof should, written));
        fclose(written);
    }
}

static bool role_is_named(int type, size_t actor) {
    static const enum role ROLES[ACTOR_COUNT] = {ROLE_ADMIN, ROLE_MODERATOR, ROLE_CHAIR, ROLE_OPERATOR, ROLE_OPERATOR, ROLE_OPERATOR, ROLE_PARTICIPANT, ROLE_PARTICIPANT,
                                                 ROLE_RESPONDER, ROLE_DISPLAY};
    uint32_t roles = COMMAND_INFO[type].roles;
    return (roles >> ROLES[actor] & 1u) || (ROLES[actor] == ROLE_ADMIN && roles >> ROLE_MODERATOR & 1u);
}

static void whoever_has_none_of_the_roles_is_never_let_in(void) {
    for (int type = 0; type < COMMANDS_FROM_PEOPLE; type++)
        for (size_t subject = 0; subject < SUBJECT_COUNT; subject++)
            for (size_t actor = 0; actor < ACTOR_COUNT; actor++) {
                check_note("%s as %s, %s", COMMAND_INFO[type].method, ACTORS[actor].name, SUBJECTS[subject].state);
                if (*cells[type][subject][actor] && !role_is_named(type, actor))
                    CHECK_TEXT(cells[type][subject][actor], "not_allowed");
            }
}

/* Else the matrix would not show who may. */
static void every_command_is_possible_for_somebody(void) {
    for (int type = 0; type < COMMANDS_FROM_PEOPLE; type++) {
        bool possible = false;
        for (size_t subject = 0; subject < SUBJECT_COUNT; subject++)
            for (size_t actor = 0; actor < ACTOR_COUNT; actor++)
                possible = possible || strcmp(cells[type][subject][actor], "yes") == 0;
        check_note("%s", COMMAND_INFO[type].method);
        CHECK(possible);
    }
}

static const struct check_test TESTS[] = {
    {"every state can be reached", every_state_can_be_reached},
    {"the matrix is the written one", the_matrix_is_the_written_one},
    {"whoever has none of the roles is never let in", whoever_has_none_of_the_roles_is_never_let_in},
    {"every command is possible for somebody", every_command_is_possible_for_somebody},
    {"what takes the password anew waits at no site", what_takes_the_password_waits_nowhere},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    if (count == 2 && strcmp(words[1], "--update") == 0) {
        fill_cells();
        FILE *out = fopen(MATRIX, "w");
        if (!out)
            return 1;
        print_matrix(out);
        return fclose(out) ? 1 : 0;
    }
    return CHECK_MAIN(TESTS, count, words);
}
