#include "app/state_copy.h"

#include "app/deployment.h"
#include "app/options.h"
#include "app/replay.h"
#include "base/file.h"
#include "base/memory.h"
#include "journal/journal_copy.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char JOURNAL[] = "journal.sqlite", KEY[] = "credential.key";

static enum error name_file(char out[STATE_PATH_SIZE], const char *directory, const char *name) {
    if (deployment_name_file(out, directory, name))
        return ERROR_NONE;
    complain("the name of the directory is too long");
    return ERROR_SYSTEM;
}

static enum error copy_journal(const char *from, const char *to) {
    char source[STATE_PATH_SIZE], target[STATE_PATH_SIZE];
    enum error error = name_file(source, from, JOURNAL);
    if (error == ERROR_NONE)
        error = name_file(target, to, JOURNAL);
    if (error != ERROR_NONE)
        return error;
    if (access(source, R_OK) != 0) {
        complain("there is no journal %s to be read: %s", source, strerror(errno));
        return ERROR_SYSTEM;
    }
    error = journal_sqlite_copy(source, target);
    if (error != ERROR_NONE)
        complain("%s cannot be copied: %s", source, error_text(error));
    return error;
}

static enum error copy_key(const char *from, const char *to) {
    char source[STATE_PATH_SIZE], target[STATE_PATH_SIZE];
    enum error error = name_file(source, from, KEY);
    if (error == ERROR_NONE)
        error = name_file(target, to, KEY);
    if (error != ERROR_NONE)
        return error;
    if (access(source, F_OK) != 0) {
        complain("%s is not there: codes and passwords have to be made anew after a restore", source);
        return ERROR_NONE;
    }
    error = file_copy(source, target, 0600);
    if (error != ERROR_NONE)
        complain("%s cannot be copied: %s", source, error_text(error));
    return error;
}

enum error state_verify(const char *directory, struct journal_state *out) {
    struct replay replay = {0};
    enum error error = replay_directory(&replay, directory);
    if (error == ERROR_NONE)
        replay.journal->operations->state(replay.journal, out);
    replay_finish(&replay);
    return error;
}

enum error state_copy(const char *from, const char *to, struct journal_state *out) {
    enum error error = copy_journal(from, to);
    if (error == ERROR_NONE)
        error = copy_key(from, to);
    if (error == ERROR_NONE)
        error = file_sync_directory(to);
    return error == ERROR_NONE ? state_verify(to, out) : error;
}

enum error state_make_draft(const char *beside, char **out) {
    size_t size = strlen(beside) + sizeof ".XXXXXX";
    char *draft = memory_take(size);
    if (draft == NULL)
        return ERROR_NO_MEMORY;
    size_t length = strlen(beside);
    while (length > 1 && beside[length - 1] == '/')
        length--;
    snprintf(draft, size, "%.*s.XXXXXX", (int)length, beside);
    if (mkdtemp(draft) == NULL) {
        complain("a directory %s cannot be made: %s", draft, strerror(errno));
        memory_release(draft);
        return ERROR_SYSTEM;
    }
    *out = draft;
    return ERROR_NONE;
}

void state_remove_draft(const char *draft) {
    char path[STATE_PATH_SIZE];
    const char *const names[] = {JOURNAL, "journal.sqlite-journal", "journal.sqlite-wal", "journal.sqlite-shm", "journal.sqlite.lock", KEY};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (deployment_name_file(path, draft, names[i]))
            unlink(path);
    rmdir(draft);
}

void state_print(const char *what, const struct journal_state *state) {
    char hash[2 * DIGEST_SIZE + 1];
    hex_encode(&state->last_hash, DIGEST_SIZE, hash);
    printf("%s: journal %s, %" PRIu64 " records, last hash %s\n", what, state->id, state->last_seq, hash);
}
