#include "app/deployment.h"

#include "app/options.h"
#include "auth/credential.h"
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

bool deployment_name_file(char out[STATE_PATH_SIZE], const char *directory, const char *name) {
    int length = snprintf(out, STATE_PATH_SIZE, "%s/%s", directory, name);
    return length > 0 && length < STATE_PATH_SIZE;
}

void deployment_find_pages(const char *given, char out[STATE_PATH_SIZE]) {
    static const char INSTALLED[] = "/../share/lamrelay/pages";
    *out = '\0';
    if (given != NULL) {
        snprintf(out, STATE_PATH_SIZE, "%s", given);
        return;
    }
    ssize_t length = readlink("/proc/self/exe", out, STATE_PATH_SIZE - sizeof INSTALLED);
    size_t end = length > 0 ? (size_t)length : 0;
    while (end > 0 && out[end - 1] != '/')
        end--;
    if (end > 0)
        memcpy(out + end - 1, INSTALLED, sizeof INSTALLED);
    if (end == 0 || access(out, R_OK | X_OK) != 0)
        *out = '\0';
}

enum error deployment_name_files(const char *directory, struct deployment_files *out) {
    if (mkdir(directory, 0700) != 0 && errno != EEXIST) {
        complain("the directory %s cannot be made: %s", directory, strerror(errno));
        return ERROR_SYSTEM;
    }
    struct stat state;
    if (stat(directory, &state) != 0 || !S_ISDIR(state.st_mode) || access(directory, R_OK | W_OK | X_OK) != 0) {
        complain("%s is not a directory this user can write in", directory);
        return ERROR_SYSTEM;
    }
    if (deployment_name_file(out->directory, directory, "") &&
        deployment_name_file(out->journal, directory, "journal.sqlite") &&
        deployment_name_file(out->credential_key, directory, "credential.key") &&
        deployment_name_file(out->ticket_keys, directory, "ticket.keys") &&
        deployment_name_file(out->control, directory, "control.sock"))
        return ERROR_NONE;
    complain("the name of the directory is too long");
    return ERROR_SYSTEM;
}

bool deployment_random(void *bytes, size_t length) {
    if (getentropy(bytes, length) == 0)
        return true;
    complain("the system gives no randomness: %s", strerror(errno));
    return false;
}

/* Without the key every printed code is waste paper: its file is on disk before any code made with it. */
static enum error load_credential_key(struct deployment *deployment) {
    const char *path = deployment->files.credential_key;
    enum error error = credential_key_load(path, deployment->credential_key);
    if (error)
        complain("the credential key %s cannot be used: it must be a file of %d bytes that only its owner can read", path,
                 CREDENTIAL_KEY_SIZE);
    return error;
}

static enum error load_config(struct deployment *deployment, const char *path) {
    struct buffer faults;
    buffer_init(&faults);
    enum error error = config_load(path, &deployment->config, &faults);
    if (error != ERROR_NONE) {
        complain("the configuration %s is not usable:", path);
        fwrite(faults.bytes, 1, faults.length, stderr);
    }
    buffer_finish(&faults);
    return error;
}

enum error deployment_open(struct deployment *deployment, const char *config_path, const char *directory) {
    *deployment = (struct deployment){0};
    enum error error = ERROR_NONE;
    if (config_path != NULL)
        error = load_config(deployment, config_path);
    else
        config_empty(&deployment->config);
    if (error == ERROR_NONE)
        error = deployment_name_files(directory, &deployment->files);
    if (error != ERROR_NONE)
        return error;
    error = loop_create(&deployment->loop);
    if (error != ERROR_NONE) {
        complain("the event loop cannot be made: %s", error_text(error));
        return error;
    }
    loop_transport(deployment->loop, &deployment->transport);
    return ERROR_NONE;
}

enum error deployment_open_journal(struct deployment *deployment) {
    uint8_t random[JOURNAL_RANDOM_SIZE];
    enum error error = load_credential_key(deployment);
    if (error != ERROR_NONE)
        return error;
    if (!deployment_random(random, sizeof random))
        return ERROR_SYSTEM;
    const char *path = deployment->files.journal;
    struct journal_options options = {
        .path = path,
        .create = true,
        .now = clock_hub_time(),
        .random = random,
        .wake = loop_wake,
        .wake_context = deployment->loop,
    };
    error = journal_sqlite_open(&options, &deployment->journal);
    if (error == ERROR_FENCED)
        complain("another process has the journal %s open", path);
    else if (error == ERROR_DAMAGED)
        complain("%s is damaged, or no journal of this version of lamrelay", path);
    else if (error != ERROR_NONE)
        complain("the journal %s cannot be opened: %s", path, error_text(error));
    return error;
}

enum error deployment_start(struct deployment *deployment) {
    struct hub_options options = {
        .journal = deployment->journal,
        .transport = &deployment->transport,
        .programme = &deployment->config.programme,
        .limits = deployment->config.limits,
        .credential_key = deployment->credential_key,
        .addresses = {deployment->addresses, deployment->address_count, deployment->config.site_addresses, deployment->config.site_address_count},
        .certifier = deployment->certifier,
        .turns = true,
        .now = clock_hub_time(),
    };
    enum error error = hub_create(&options, &deployment->hub);
    if (error == ERROR_DAMAGED)
        complain("the journal %s is damaged: see the log for the record; `lamrelay verify` says more",
                 deployment->files.journal);
    else if (error != ERROR_NONE)
        complain("the journal %s cannot be used: %s", deployment->files.journal, error_text(error));
    if (error == ERROR_NONE) {
        /* The wall clock may have been set back since the last run. */
        clock_not_before(hub_recorded_until(deployment->hub));
        struct service service = hub_service(deployment->hub);
        loop_attach(deployment->loop, &service);
    }
    return error;
}

void deployment_close(struct deployment *deployment, void (*after_loop)(void *context), void *context) {
    loop_close(deployment->loop);
    if (after_loop != NULL)
        after_loop(context);
    hub_destroy(deployment->hub);
    if (deployment->journal != NULL)
        deployment->journal->operations->close(deployment->journal);
    loop_destroy(deployment->loop);
    config_finish(&deployment->config);
    explicit_bzero(deployment->credential_key, sizeof deployment->credential_key);
}
