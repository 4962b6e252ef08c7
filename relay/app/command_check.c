/* command_check.c - `lamrelay check FILE`: is this configuration usable, and if not, why. */
#include "app/commands.h"
#include "base/buffer.h"
#include "codec/config.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static void print_summary(const char *path, const struct config *config) {
    uint64_t people = 0;
    for (size_t i = 0; i < config->programme.site_count; i++)
        people += config->programme.sites[i].people;
    printf("%s: %zu sites, %" PRIu64 " participants, %zu topics, %zu agenda items, %zu accounts\n", path,
           config->programme.site_count, people, config->programme.topic_count, config->programme.item_count,
           config->programme.account_count);
}

static int run(const struct arguments *arguments) {
    struct config config = {0};
    struct buffer faults;
    buffer_init(&faults);
    enum error error = config_load(arguments->operand, &config, &faults);
    if (error == ERROR_NONE)
        print_summary(arguments->operand, &config);
    else if (faults.length > 0)
        fwrite(faults.bytes, 1, faults.length, stderr);
    else
        complain("%s: %s", arguments->operand, error_text(error));
    config_finish(&config);
    buffer_finish(&faults);
    return error == ERROR_NONE ? EXIT_SUCCESS : EXIT_FAULT;
}

const struct subcommand COMMAND_CHECK = {
    "check", "looks at a configuration file", "FILE", NULL, 0, run,
};
