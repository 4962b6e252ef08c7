/* command_forget.c - `lamrelay forget`: after the event, a journal that no longer says who.
 *
 * Normal course: the hub is kept away; every event is read, changed by the rules of forget.h and written into a new journal in a draft;
 * that one is checked, and its polls compared with the old one's; then it takes the old one's place, whose bytes are overwritten.
 * Ways it fails: a hub is running, the journal is damaged, a field has no rule, the disk is full: the old journal stays as it is. */
#include "app/commands.h"
#include "app/deployment.h"
#include "app/forget.h"
#include "app/replay.h"
#include "app/rewrite.h"
#include "app/state_copy.h"
#include "base/memory.h"
#include "codec/reply.h"
#include "core/view.h"
#include "journal/journal_copy.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct option OPTIONS[] = {
    {"--dir", "DIRECTORY", NULL, true, false, "the directory of a hub that is stopped"},
    {"--texts", "WHICH", "keep", false, false, "keep, or drop: the texts of questions that were never let through"},
};

/* ---- what must not change ---- */

static const struct audience DESK = {.kind = AUDIENCE_MODERATOR, .site = NO_SITE, .person = NO_PERSON};

struct printing {
    const struct conference *conference;
    struct buffer text;
};

static int print_poll(void *context, uint32_t id) {
    struct printing *printing = context;
    struct row row;
    return view_row(printing->conference, DESK, ROW_POLL, id, &row) ? (int)reply_row(&printing->text, &row) : 0;
}

/* All polls with their results, as the desk sees them. */
static enum error print_polls(const char *directory, struct buffer *out, struct journal_state *state) {
    struct replay replay = {0};
    enum error error = replay_directory(&replay, directory);
    struct printing printing = {.conference = replay.conference};
    buffer_init(&printing.text);
    if (error == ERROR_NONE)
        error = (enum error)view_each(replay.conference, DESK, ROW_POLL, print_poll, &printing);
    if (error == ERROR_NONE)
        replay.journal->operations->state(replay.journal, state);
    replay_finish(&replay);
    *out = printing.text;
    return error;
}

static enum error compare(const char *old, const char *new, struct journal_state *old_state, struct journal_state *new_state) {
    struct buffer before, after;
    buffer_init(&after);
    enum error error = print_polls(old, &before, old_state);
    if (error == ERROR_NONE)
        error = print_polls(new, &after, new_state);
    if (error == ERROR_NONE && (before.length != after.length || (before.length > 0 && memcmp(before.bytes, after.bytes, before.length) != 0) ||
                                old_state->last_seq != new_state->last_seq)) {
        complain("a poll would come out differently: nothing was changed");
        error = ERROR_INTERNAL;
    }
    buffer_finish(&before);
    buffer_finish(&after);
    return error;
}

/* ---- the run ---- */

static enum error put_in_place(const char *directory, const char *draft) {
    char path[STATE_PATH_SIZE], by[STATE_PATH_SIZE];
    if (!deployment_name_file(path, directory, "journal.sqlite") || !deployment_name_file(by, draft, "journal.sqlite"))
        return ERROR_SYSTEM;
    enum error error = journal_sqlite_replace(path, by);
    if (error != ERROR_NONE)
        complain("%s could not be replaced altogether: see the log, and run this again", path);
    return error;
}

static void print_counts(const struct forget_counts *counts) {
    printf("forgotten: %" PRIu64 " names, %" PRIu64 " passwords, %" PRIu64 " codes and cards, %" PRIu64 " sessions, %" PRIu64
           " texts; %" PRIu64 " people of %" PRIu64 " sites dealt out anew\n",
           counts->names, counts->passwords, counts->credentials, counts->sessions, counts->texts, counts->people, counts->sites);
}

static enum error forget(const char *directory, const char *draft, bool texts) {
    uint8_t secret[FORGET_SECRET_SIZE];
    if (!deployment_random(secret, sizeof secret))
        return ERROR_SYSTEM;
    struct forgetting forgetting;
    struct journal_state old, new;
    forget_begin(&forgetting, texts, secret);
    explicit_bzero(secret, sizeof secret);
    enum error error = rewrite_journal(directory, draft, &forgetting);
    if (error == ERROR_NONE)
        error = compare(directory, draft, &old, &new);
    if (error == ERROR_NONE)
        error = put_in_place(directory, draft);
    if (error == ERROR_NONE) {
        print_counts(&forgetting.counts);
        state_print("before", &old);
        state_print("now", &new);
    }
    forget_finish(&forgetting);
    return error;
}

static enum error hold(const char *directory, int *held) {
    char path[STATE_PATH_SIZE];
    *held = -1;
    if (!deployment_name_file(path, directory, "journal.sqlite") || access(path, R_OK | W_OK) != 0) {
        complain("there is no journal %s to be changed: %s", path, strerror(errno));
        return ERROR_SYSTEM;
    }
    enum error error = journal_sqlite_hold(path, held);
    if (error == ERROR_FENCED)
        complain("a hub is running on %s: stop it first", directory);
    else if (error != ERROR_NONE)
        complain("%s cannot be locked: %s", path, error_text(error));
    return error;
}

static int run(const struct arguments *arguments) {
    const char *directory = option_text(arguments, "--dir"), *texts = option_text(arguments, "--texts");
    if (strcmp(texts, "keep") != 0 && strcmp(texts, "drop") != 0) {
        complain("--texts takes keep or drop, not %s", texts);
        return EXIT_USAGE;
    }
    char inside[STATE_PATH_SIZE], *draft = NULL;
    int held;
    enum error error = hold(directory, &held);
    if (error != ERROR_NONE)
        return EXIT_FAULT;
    error = deployment_name_file(inside, directory, "forgetting") ? state_make_draft(inside, &draft) : ERROR_SYSTEM;
    if (error == ERROR_NONE) {
        error = forget(directory, draft, strcmp(texts, "drop") == 0);
        state_remove_draft(draft);
    }
    memory_release(draft);
    journal_sqlite_let_go(held);
    return error == ERROR_NONE ? EXIT_SUCCESS : EXIT_FAULT;
}

const struct subcommand COMMAND_FORGET = {
    "forget", "makes a stopped conference forget who took part", NULL, OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0], run,
};
