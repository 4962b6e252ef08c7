/* options.h - the command line as const tables: what is printed by --help is what is parsed. Pure but for printing. */
#ifndef LAMRELAY_APP_OPTIONS_H
#define LAMRELAY_APP_OPTIONS_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>

enum {
    OPTIONS_MOST = 16,       /* of one subcommand */
    OPTION_VALUES_MOST = 16, /* of one repeatable option */
};

/* HELD: another process or folder has what this one wants, and only an operator can say who is to have it. Starting again by itself changes nothing. */
enum { EXIT_FAULT = 1, EXIT_USAGE = 2, EXIT_HELD = 3 };

struct option {
    const char *name;     /* "--port" */
    const char *argument; /* what --help calls it: "N"; NULL = it takes none */
    const char *standard; /* the value when it is not given; NULL = none */
    bool required;
    bool repeatable;
    const char *help; /* one line */
};

struct arguments;

struct subcommand {
    const char *name;
    const char *summary; /* one line */
    const char *operand; /* what --help calls the one operand, "FILE", or "[FILE]" when it may be left out; NULL = it takes none */
    const struct option *options;
    size_t option_count;
    int (*run)(const struct arguments *arguments); /* returns the exit status */
};

struct arguments {
    const struct subcommand *subcommand;
    const char *operand;
    const char *values[OPTIONS_MOST][OPTION_VALUES_MOST]; /* by the option's place; borrowed from argv or the table */
    size_t counts[OPTIONS_MOST];
};

/* Reads argv[2] and on. True: go on. False: `*status` is what to exit with, everything has been said (--help, or one
 * line on stderr). */
bool options_parse(const struct subcommand *subcommand, int argc, char **argv, struct arguments *out, int *status);
/* The value, the standard one, or NULL. `name` is one of the subcommand's. */
const char *option_text(const struct arguments *arguments, const char *name);
/* Is it there? For options without an argument. */
bool option_given(const struct arguments *arguments, const char *name);
/* All values of a repeatable option. */
size_t option_list(const struct arguments *arguments, const char *name, const char *const **out);
/* A number of [least, most]. False: one line on stderr. */
bool option_number(const struct arguments *arguments, const char *name, unsigned long least, unsigned long most,
                   unsigned long *out);
void options_print_help(const struct subcommand *subcommand);

/* What a subcommand that serves ends with. */
int exit_status(enum error error);

/* "lamrelay: <text>" and a line break on stderr. */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
