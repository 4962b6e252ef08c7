/* command_backup.c - `lamrelay backup`: journal and credential key in a new directory, while the hub runs or not.
 *
 * Normal course: a draft beside the new directory gets a copy of one moment; it is synced, checked from the first record to
 * the last, and then gets its name.
 * Ways it fails: the name is taken (nothing is touched); the copy cannot be made or does not hold together (the draft
 * goes); a power cut leaves a draft behind, under a name that nobody takes for a backup. */
#include "app/commands.h"
#include "app/deployment.h"
#include "app/state_copy.h"
#include "base/file.h"
#include "base/memory.h"
#include "net/facts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct option OPTIONS[] = {
    {"--dir", "DIRECTORY", NULL, true, false, "the hub's directory"},
    {"--to", "BACKUP", NULL, true, false, "the directory to be made"},
};

static enum error give_name(const char *draft, const char *name) {
    if (renameat2(AT_FDCWD, draft, AT_FDCWD, name, RENAME_NOREPLACE) != 0) {
        complain("the backup cannot be called %s: %s", name, strerror(errno));
        return ERROR_SYSTEM;
    }
    return file_sync_directory_of(name);
}

/* The hub says how old the last backup is. That it cannot is no fault of the backup. */
static void leave_mark(const char *directory) {
    char path[STATE_PATH_SIZE];
    if (!deployment_name_file(path, directory, FACTS_BACKUP_MARK))
        return;
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0 || futimens(file, NULL) != 0)
        complain("%s cannot be written, so that the hub will not know of this backup: %s", path, strerror(errno));
    if (file >= 0)
        close(file);
}

static int run(const struct arguments *arguments) {
    const char *to = option_text(arguments, "--to");
    if (access(to, F_OK) == 0) {
        complain("there is something called %s already: a backup replaces nothing", to);
        return EXIT_FAULT;
    }
    char *draft = NULL;
    struct journal_state state;
    enum error error = state_make_draft(to, &draft);
    if (error != ERROR_NONE)
        return EXIT_FAULT;
    error = state_copy(option_text(arguments, "--dir"), draft, &state);
    if (error == ERROR_NONE)
        error = give_name(draft, to);
    if (error == ERROR_NONE) {
        leave_mark(option_text(arguments, "--dir"));
        state_print(to, &state);
    }
    else
        state_remove_draft(draft);
    memory_release(draft);
    return error == ERROR_NONE ? EXIT_SUCCESS : EXIT_FAULT;
}

const struct subcommand COMMAND_BACKUP = {
    "backup", "copies a conference, also while its hub runs", NULL, OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0], run,
};
