#include "app/conference.h"

#include "app/options.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "journal/journal.h"
#include "net/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOURNAL_RANDOM_SIZE = 10 };

bool conference_name_file(char out[STATE_PATH_SIZE], const char *directory, const char *name) {
    int length = snprintf(out, STATE_PATH_SIZE, "%s/%s", directory, name);
    return length > 0 && length < STATE_PATH_SIZE;
}

enum error conference_name_files(const char *directory, struct conference_files *out) {
    if (mkdir(directory, 0700) != 0 && errno != EEXIST) {
        complain("the directory %s cannot be made: %s", directory, strerror(errno));
        return ERROR_SYSTEM;
    }
    struct stat state;
    if (stat(directory, &state) != 0 || !S_ISDIR(state.st_mode) || access(directory, R_OK | W_OK | X_OK) != 0) {
        complain("%s is not a directory this user can write in", directory);
        return ERROR_SYSTEM;
    }
    if (conference_name_file(out->directory, directory, "") &&
        conference_name_file(out->journal, directory, "journal.sqlite") &&
        conference_name_file(out->credential_key, directory, "credential.key") &&
        conference_name_file(out->ticket_keys, directory, "ticket.keys") &&
        conference_name_file(out->control, directory, "control.sock"))
        return ERROR_NONE;
    complain("the name of the directory is too long");
    return ERROR_SYSTEM;
}

static bool fill_random(void *bytes, size_t length) {
    if (getentropy(bytes, length) == 0)
        return true;
    complain("the system gives no randomness: %s", strerror(errno));
    return false;
}

static bool sync_directory(const char *path) {
    int directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = directory >= 0 && fsync(directory) == 0;
    if (directory >= 0)
        close(directory);
    return done;
}

/* The key's file must be on disk before any code made with it is: without it every printed code is waste paper. */
static enum error load_credential_key(struct conference *conference) {
    const char *path = conference->files.credential_key;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT) {
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        bool done = file >= 0 && fill_random(conference->credential_key, CREDENTIAL_KEY_SIZE) &&
                    write(file, conference->credential_key, CREDENTIAL_KEY_SIZE) == CREDENTIAL_KEY_SIZE &&
                    fsync(file) == 0 && sync_directory(conference->files.directory);
        if (!done)
            complain("the credential key %s cannot be made: %s", path, strerror(errno));
        if (file >= 0)
            close(file);
        return done ? ERROR_NONE : ERROR_SYSTEM;
    }
    if (file < 0) {
        complain("the credential key %s cannot be read: %s", path, strerror(errno));
        return ERROR_SYSTEM;
    }
    bool whole = read(file, conference->credential_key, CREDENTIAL_KEY_SIZE) == CREDENTIAL_KEY_SIZE;
    close(file);
    if (!whole)
        complain("the credential key %s is damaged: every code and password depends on it; put the saved one back",
                 path);
    return whole ? ERROR_NONE : ERROR_SYSTEM;
}

static enum error load_config(struct conference *conference, const char *path) {
    struct buffer faults;
    buffer_init(&faults);
    enum error error = config_load(path, &conference->config, &faults);
    if (error != ERROR_NONE) {
        complain("the configuration %s is not usable:", path);
        fwrite(faults.bytes, 1, faults.length, stderr);
    }
    buffer_finish(&faults);
    return error;
}

enum error conference_open(struct conference *conference, const char *config_path, const char *directory) {
    *conference = (struct conference){0};
    enum error error = load_config(conference, config_path);
    if (error == ERROR_NONE)
        error = conference_name_files(directory, &conference->files);
    if (error != ERROR_NONE)
        return error;
    error = loop_create(&conference->loop);
    if (error != ERROR_NONE) {
        complain("the event loop cannot be made: %s", error_text(error));
        return error;
    }
    loop_transport(conference->loop, &conference->transport);
    return ERROR_NONE;
}

static enum error open_journal(struct conference *conference) {
    uint8_t random[JOURNAL_RANDOM_SIZE];
    if (!fill_random(random, sizeof random))
        return ERROR_SYSTEM;
    const char *path = conference->files.journal;
    struct journal_options options = {
        .path = path,
        .create = true,
        .now = clock_hub_time(),
        .random = random,
        .wake = loop_wake,
        .wake_context = conference->loop,
    };
    enum error error = journal_sqlite_open(&options, &conference->journal);
    if (error == ERROR_FENCED)
        complain("another process has the journal %s open", path);
    else if (error == ERROR_DAMAGED)
        complain("%s is damaged, or no journal of this version of lamrelay", path);
    else if (error != ERROR_NONE)
        complain("the journal %s cannot be opened: %s", path, error_text(error));
    return error;
}

enum error conference_start(struct conference *conference) {
    enum error error = load_credential_key(conference);
    if (error == ERROR_NONE)
        error = open_journal(conference);
    if (error != ERROR_NONE)
        return error;
    struct hub_options options = {
        .journal = conference->journal,
        .transport = &conference->transport,
        .programme = &conference->config.programme,
        .limits = conference->config.limits,
        .credential_key = conference->credential_key,
        .now = clock_hub_time(),
    };
    error = hub_create(&options, &conference->hub);
    if (error == ERROR_DAMAGED)
        complain("the journal %s is damaged: see the log for the record; `lamrelay verify` says more",
                 conference->files.journal);
    else if (error != ERROR_NONE)
        complain("the journal %s cannot be used: %s", conference->files.journal, error_text(error));
    else
        loop_attach(conference->loop, conference->hub);
    return error;
}

void conference_close(struct conference *conference, void (*after_loop)(void *context), void *context) {
    loop_close(conference->loop);
    if (after_loop != NULL)
        after_loop(context);
    hub_destroy(conference->hub);
    if (conference->journal != NULL)
        conference->journal->operations->close(conference->journal);
    loop_destroy(conference->loop);
    config_finish(&conference->config);
    explicit_bzero(conference->credential_key, sizeof conference->credential_key);
}
