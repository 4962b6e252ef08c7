/* main.c - which subcommand. */
#include "app/commands.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct subcommand *const SUBCOMMANDS[] = {
    &COMMAND_HUB,
    &COMMAND_SITE,
    &COMMAND_CODES,
    &COMMAND_CHECK,
    &COMMAND_CERTIFICATE,
    &COMMAND_BUNDLE,
    &COMMAND_VERIFY,
    &COMMAND_EXPORT,
    &COMMAND_BACKUP,
    &COMMAND_RESTORE,
    &COMMAND_FORGET,
    &COMMAND_PROTOCOL,
    &COMMAND_RECOUNT,
};
static const size_t SUBCOMMAND_COUNT = sizeof SUBCOMMANDS / sizeof SUBCOMMANDS[0];

static void print_help(FILE *to) {
    fprintf(to, "lamrelay - live-session relay for hybrid conferences\n\nusage: lamrelay SUBCOMMAND ...\n\n");
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++)
        fprintf(to, "  %-12s %s\n", SUBCOMMANDS[i]->name, SUBCOMMANDS[i]->summary);
    fprintf(to, "\nlamrelay SUBCOMMAND --help says more; lamrelay --version, which one this is.\n");
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN); /* a closed pipe or socket is an error like others */
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        print_help(stdout);
        return EXIT_SUCCESS;
    }
    if (strcmp(argv[1], "--version") == 0) {
        printf("lamrelay %s\n", LAMRELAY_VERSION);
        return EXIT_SUCCESS;
    }
    for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
        if (strcmp(SUBCOMMANDS[i]->name, argv[1]) != 0)
            continue;
        struct arguments arguments;
        int status;
        return options_parse(SUBCOMMANDS[i], argc, argv, &arguments, &status) ? SUBCOMMANDS[i]->run(&arguments) : status;
    }
    complain("there is no subcommand %s; see lamrelay --help", argv[1]);
    return EXIT_USAGE;
}
