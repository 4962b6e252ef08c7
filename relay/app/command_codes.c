/* command_codes.c - `lamrelay codes`: new codes and passwords as CSV.
 *
 * Normal course: a running hub is asked through its control socket; without one the journal is opened here by a hub
 * that nobody can reach.
 * Ways it fails: one line on stderr and 1; then the old codes may or may not be valid any more, so ask again. */
#include "app/commands.h"
#include "app/deployment.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "net/control.h"
#include "net/loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option OPTIONS[] = {
    {"--config", "FILE", NULL, false, false, "the conference, if it has a file"},
    {"--dir", "DIRECTORY", NULL, true, false, "the hub's directory"},
    {"--site", "ID", NULL, false, false, "only the people of this site"},
    {"--origin", "URL", NULL, false, false, "https://host:port in the links; else the configuration's first address"},
    {"--format", "FORMAT", "csv", false, false, "csv is the only one"},
};

struct issue {
    struct loop *loop;
    struct buffer csv;
    enum error outcome;
};

static void issued(void *context, enum error outcome, const struct buffer *csv) {
    struct issue *issue = context;
    issue->outcome = outcome;
    if (outcome == ERROR_NONE)
        issue->outcome = buffer_append(&issue->csv, csv->bytes, csv->length);
    loop_stop(issue->loop);
}

/* The hub has no connection here, so neither is ever called. */
static enum hub_write write_nothing(void *connection, const char *bytes, size_t length) {
    (void)connection;
    (void)bytes;
    (void)length;
    return HUB_WRITE_GONE;
}

static void close_nothing(void *connection, enum hub_close code) {
    (void)connection;
    (void)code;
}

static enum error issue_here(struct deployment *deployment, const char *site, const char *origin, struct buffer *csv) {
    deployment->transport.write = write_nothing;
    deployment->transport.close = close_nothing;
    enum error error = deployment_open_journal(deployment);
    if (error == ERROR_NONE)
        error = deployment_start(deployment);
    if (error != ERROR_NONE)
        return error;
    struct issue issue = {.loop = deployment->loop, .outcome = ERROR_INTERNAL};
    buffer_init(&issue.csv);
    error = hub_issue_codes(deployment->hub, site, origin, clock_hub_time(), issued, &issue);
    if (error == ERROR_NONE) {
        error = loop_run(deployment->loop);
        if (error == ERROR_NONE)
            error = issue.outcome;
    }
    if (error == ERROR_NONE)
        *csv = issue.csv;
    else {
        complain("no codes: %s", error_text(error));
        buffer_finish(&issue.csv);
    }
    return error;
}

static enum error ask(struct deployment *deployment, const char *site, const char *origin, struct buffer *csv) {
    bool reached;
    enum error error = control_ask(deployment->files.control, site, origin, csv, &reached);
    if (!reached)
        return issue_here(deployment, site, origin, csv);
    if (error != ERROR_NONE)
        complain("the running hub gives no codes: %s", error_text(error));
    return error;
}

static const char *choose_origin(const struct arguments *arguments, const struct config *config) {
    const char *origin = option_text(arguments, "--origin");
    if (origin != NULL || config->address_count == 0)
        return origin;
    return config->addresses[0].bytes;
}

static int run(const struct arguments *arguments) {
    if (strcmp(option_text(arguments, "--format"), "csv") != 0) {
        complain("--format: csv is the only one");
        return EXIT_USAGE;
    }
    struct deployment deployment;
    struct buffer csv;
    buffer_init(&csv);
    enum error error =
        deployment_open(&deployment, option_text(arguments, "--config"), option_text(arguments, "--dir"));
    const char *origin = error == ERROR_NONE ? choose_origin(arguments, &deployment.config) : NULL;
    if (error == ERROR_NONE && origin == NULL) {
        complain("codes needs --origin URL: the configuration names no address for the links");
        error = ERROR_MISSING_FIELD;
    }
    if (error == ERROR_NONE)
        error = ask(&deployment, option_text(arguments, "--site"), origin, &csv);
    if (error == ERROR_NONE && (fwrite(csv.bytes, 1, csv.length, stdout) != csv.length || fflush(stdout) != 0)) {
        complain("the codes could not be written out");
        error = ERROR_SYSTEM;
    }
    buffer_finish(&csv);
    deployment_close(&deployment, NULL, NULL);
    return error == ERROR_NONE ? EXIT_SUCCESS : EXIT_FAULT;
}

const struct subcommand COMMAND_CODES = {
    "codes", "makes new codes and passwords", NULL, OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0], run,
};
