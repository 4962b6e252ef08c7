/* command_export.c - questions, opinions, speakers, polls and counts by hand as the desk sees them, or the events themselves, out of a journal. */
#include "app/commands.h"
#include "app/replay.h"
#include "codec/csv.h"
#include "codec/reply.h"
#include "core/view.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option OPTIONS[] = {
    {"--dir", "DIR", ".lamrelay", false, false, "the state directory of the conference"},
    {"--what", "WHAT", "questions", false, false, "questions, opinions, speakers, polls, counts, or events (JSON lines, without credentials)"},
    {"--format", "FORMAT", "csv", false, false, "csv or json"},
};

static const struct {
    const char *name;
    enum row_kind kind; /* ROW_KIND_COUNT: opinions, which are no rows */
} WHAT[] = {{"questions", ROW_QUESTION}, {"opinions", ROW_KIND_COUNT}, {"speakers", ROW_SPEAKER}, {"polls", ROW_POLL}, {"counts", ROW_HAND_COUNT}};

/* ---- events ---- */

static bool is_credential(enum event_type type) {
    return type == EVENT_CODE_ISSUED || type == EVENT_PASSWORD_SET || type == EVENT_SESSION_OPENED || type == EVENT_SESSION_CLOSED;
}

static void print_event(void *context, const struct journal_record *record, const struct event *event) {
    (void)context;
    if (!is_credential(event->type))
        printf("{\"seq\":%" PRIu64 ",\"event\":%.*s}\n", record->seq, (int)record->length, (const char *)record->bytes);
}

/* ---- rows ---- */

struct printing {
    const struct conference *conference;
    enum row_kind kind;
    bool json;
    bool any;
    struct buffer text;
};

static const struct audience DESK = {.kind = AUDIENCE_MODERATOR, .site = NO_SITE, .person = NO_PERSON};

/* Prints what stands in the buffer. */
static int print_text(struct printing *printing) {
    if (printing->json)
        printf(printing->any ? ",\n" : "\n");
    printing->any = true;
    fwrite(printing->text.bytes, 1, printing->text.length, stdout);
    return 0;
}

static int print_row(void *context, uint32_t id) {
    struct printing *printing = context;
    struct row row;
    if (!view_row(printing->conference, DESK, printing->kind, id, &row))
        return 0;
    buffer_clear(&printing->text);
    enum error error = printing->json ? reply_row(&printing->text, &row) : csv_row(&printing->text, &row);
    return error ? (int)error : print_text(printing);
}

/* They are no rows. */
static int print_opinions(struct printing *printing) {
    struct record record;
    int error = 0;
    for (uint32_t number = 1; !error && view_opinion(printing->conference, DESK, number, &record); number++) {
        buffer_clear(&printing->text);
        error = (int)(printing->json ? reply_opinion(&printing->text, &record) : csv_record(&printing->text, &record, OPINION_FIELDS));
        if (!error)
            error = print_text(printing);
    }
    return error;
}

static enum error print_things(const struct conference *conference, enum row_kind kind, bool json) {
    struct printing printing = {.conference = conference, .kind = kind, .json = json};
    buffer_init(&printing.text);
    bool opinions = kind == ROW_KIND_COUNT;
    enum error error = json       ? ERROR_NONE
                       : opinions ? csv_record_header(&printing.text, OPINION_FIELDS)
                                  : csv_header(&printing.text, kind);
    /* Spreadsheets take a CSV file for UTF-8 when it begins with this mark. */
    if (!error && !json)
        printf("\xEF\xBB\xBF%.*s", (int)printing.text.length, printing.text.bytes);
    if (json)
        printf("[");
    if (!error)
        error = (enum error)(opinions ? print_opinions(&printing) : view_each(conference, DESK, kind, print_row, &printing));
    if (json)
        printf("\n]\n");
    buffer_finish(&printing.text);
    return error;
}

static int run(const struct arguments *arguments) {
    const char *what = option_text(arguments, "--what");
    const char *format = option_text(arguments, "--format");
    bool events = strcmp(what, "events") == 0;
    size_t i = 0;
    while (i < sizeof WHAT / sizeof WHAT[0] && strcmp(WHAT[i].name, what) != 0)
        i++;
    if (!events && i == sizeof WHAT / sizeof WHAT[0]) {
        complain("--what takes questions, opinions, speakers, polls, counts or events, not %s", what);
        return EXIT_USAGE;
    }
    if (strcmp(format, "csv") != 0 && strcmp(format, "json") != 0) {
        complain("--format takes csv or json, not %s", format);
        return EXIT_USAGE;
    }
    struct replay replay = {.each = events ? print_event : NULL};
    enum error error = replay_directory(&replay, option_text(arguments, "--dir"));
    if (!error && !events)
        error = print_things(replay.conference, WHAT[i].kind, strcmp(format, "json") == 0);
    replay_finish(&replay);
    if (!error && fflush(stdout) != 0) {
        complain("the output cannot be written");
        return EXIT_FAULT;
    }
    return error ? EXIT_FAULT : EXIT_SUCCESS;
}

const struct subcommand COMMAND_EXPORT = {
    .name = "export",
    .summary = "prints questions, opinions, speakers, polls, counts or events of a conference",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run,
};
