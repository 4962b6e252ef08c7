/* command_restore.c - `lamrelay restore`: a backup becomes the state of a hub.
 *
 * Normal course: a draft inside the empty directory gets a copy of the backup, a new journal id and the mark of its
 * origin; it is checked, and then key and journal, in this order, get their names.
 * Ways it fails: the directory holds something (nothing is touched); the backup does not hold together (the draft goes). */
#include "app/commands.h"
#include "app/deployment.h"
#include "app/state_copy.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/memory.h"
#include "journal/journal_copy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { RANDOM_BYTES = 10 };

static const struct option OPTIONS[] = {
    {"--from", "BACKUP", NULL, true, false, "what `lamrelay backup` made, or a copy of a stopped hub's directory"},
    {"--dir", "DIRECTORY", NULL, true, false, "the new state directory, empty or not there"},
};

static enum error need_empty(const char *directory) {
    if (mkdir(directory, 0700) != 0 && errno != EEXIST) {
        complain("the directory %s cannot be made: %s", directory, strerror(errno));
        return ERROR_SYSTEM;
    }
    enum error error = file_directory_is_empty(directory);
    if (error == ERROR_WRONG_STATE)
        complain("%s is not empty: a backup is restored into an empty directory", directory);
    return error;
}

/* The copy in `draft` becomes another journal: browsers must not take its numbers for those they know. */
static enum error make_another(const char *draft, struct journal_state *state) {
    uint8_t random[RANDOM_BYTES];
    char path[STATE_PATH_SIZE];
    if (!deployment_random(random, sizeof random) || !deployment_name_file(path, draft, "journal.sqlite"))
        return ERROR_SYSTEM;
    struct journal_origin origin = {.how = "restored", .state = state, .now = clock_hub_time(), .random = random};
    enum error error = journal_sqlite_make_another(path, &origin);
    if (error != ERROR_NONE)
        complain("%s cannot be given a new id: %s", path, error_text(error));
    return error == ERROR_NONE ? state_verify(draft, state) : error;
}

static enum error move_file(const char *draft, const char *directory, const char *name) {
    char from[STATE_PATH_SIZE], to[STATE_PATH_SIZE];
    if (deployment_name_file(from, draft, name) && deployment_name_file(to, directory, name)) {
        if (rename(from, to) == 0 || errno == ENOENT)
            return ERROR_NONE;
        complain("%s cannot be put in its place: %s", to, strerror(errno));
    }
    return ERROR_SYSTEM;
}

static enum error move_files(const char *draft, const char *directory) {
    enum error error = move_file(draft, directory, "credential.key");
    if (error == ERROR_NONE)
        error = move_file(draft, directory, "journal.sqlite");
    return error == ERROR_NONE ? file_sync_directory(directory) : error;
}

static int run(const struct arguments *arguments) {
    const char *directory = option_text(arguments, "--dir");
    char inside[STATE_PATH_SIZE], *draft = NULL;
    struct journal_state backup, restored;
    enum error error = need_empty(directory);
    if (error == ERROR_NONE)
        error = deployment_name_file(inside, directory, "restoring") ? state_make_draft(inside, &draft) : ERROR_SYSTEM;
    if (error != ERROR_NONE)
        return EXIT_FAULT;
    error = state_copy(option_text(arguments, "--from"), draft, &backup);
    restored = backup;
    if (error == ERROR_NONE)
        error = make_another(draft, &restored);
    if (error == ERROR_NONE)
        error = move_files(draft, directory);
    state_remove_draft(draft);
    memory_release(draft);
    if (error != ERROR_NONE)
        return EXIT_FAULT;
    state_print("from", &backup);
    state_print(directory, &restored);
    return EXIT_SUCCESS;
}

const struct subcommand COMMAND_RESTORE = {
    "restore", "makes a state directory out of a backup", NULL, OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0], run,
};
