#include "app/options.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void complain(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("lamrelay: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
}

int exit_status(enum error error) {
    if (error == ERROR_NONE)
        return EXIT_SUCCESS;
    return error == ERROR_FENCED || error == ERROR_NOT_ALLOWED ? EXIT_HELD : EXIT_FAULT;
}

void options_print_help(const struct subcommand *subcommand) {
    printf("lamrelay %s - %s\n\nusage: lamrelay %s", subcommand->name, subcommand->summary, subcommand->name);
    for (size_t i = 0; i < subcommand->option_count; i++) {
        const struct option *option = &subcommand->options[i];
        if (option->argument == NULL)
            printf(" [%s]", option->name);
        else
            printf(option->required ? " %s %s%s" : " [%s %s%s]", option->name, option->argument,
               option->repeatable ? " ..." : "");
    }
    if (subcommand->operand != NULL)
        printf(" %s", subcommand->operand);
    printf("\n\n");
    for (size_t i = 0; i < subcommand->option_count; i++) {
        const struct option *option = &subcommand->options[i];
        char left[40];
        snprintf(left, sizeof left, "%s%s%s", option->name, option->argument != NULL ? " " : "", option->argument != NULL ? option->argument : "");
        printf("  %-24s %s", left, option->help);
        if (option->standard != NULL)
            printf(" (%s)", option->standard);
        printf("%s\n", option->required ? " (required)" : option->repeatable ? " (may be repeated)" : "");
    }
    printf("  %-24s %s\n", "--help", "this text");
}

static size_t place_of(const struct subcommand *subcommand, const char *name) {
    size_t place = 0;
    while (place < subcommand->option_count && strcmp(subcommand->options[place].name, name) != 0)
        place++;
    return place;
}

static bool take_value(struct arguments *out, size_t place, const char *value) {
    const struct option *option = &out->subcommand->options[place];
    size_t most = option->repeatable ? OPTION_VALUES_MOST : 1;
    if (out->counts[place] == most) {
        complain("%s is given too often", option->name);
        return false;
    }
    out->values[place][out->counts[place]++] = value;
    return true;
}

static bool take_word(struct arguments *out, int argc, char **argv, int *at) {
    const struct subcommand *subcommand = out->subcommand;
    const char *word = argv[*at];
    if (word[0] != '-' || word[1] == '\0') {
        if (subcommand->operand == NULL || out->operand != NULL) {
            complain("%s: `%s` is one word too many; see lamrelay %s --help", subcommand->name, word, subcommand->name);
            return false;
        }
        out->operand = word;
        return true;
    }
    /* both --name value and --name=value */
    const char *equals = strchr(word, '=');
    char name[40];
    snprintf(name, sizeof name, "%.*s", equals != NULL ? (int)(equals - word) : (int)strlen(word), word);
    size_t place = place_of(subcommand, name);
    if (place == subcommand->option_count) {
        complain("%s has no option %s; see lamrelay %s --help", subcommand->name, name, subcommand->name);
        return false;
    }
    if (subcommand->options[place].argument == NULL && equals != NULL) {
        complain("%s takes no value", name);
        return false;
    }
    if (subcommand->options[place].argument == NULL)
        return take_value(out, place, "");
    if (equals != NULL)
        return take_value(out, place, equals + 1);
    if (*at + 1 == argc) {
        complain("%s needs a value", name);
        return false;
    }
    (*at)++;
    return take_value(out, place, argv[*at]);
}

static bool complete(const struct arguments *arguments) {
    const struct subcommand *subcommand = arguments->subcommand;
    for (size_t i = 0; i < subcommand->option_count; i++)
        if (subcommand->options[i].required && arguments->counts[i] == 0) {
            complain("%s needs %s %s", subcommand->name, subcommand->options[i].name, subcommand->options[i].argument);
            return false;
        }
    if (subcommand->operand != NULL && subcommand->operand[0] != '[' && arguments->operand == NULL) {
        complain("%s needs a %s", subcommand->name, subcommand->operand);
        return false;
    }
    return true;
}

bool options_parse(const struct subcommand *subcommand, int argc, char **argv, struct arguments *out, int *status) {
    *out = (struct arguments){.subcommand = subcommand};
    assert(subcommand->option_count <= OPTIONS_MOST);
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            options_print_help(subcommand);
            *status = EXIT_SUCCESS;
            return false;
        }
    *status = EXIT_USAGE;
    for (int i = 2; i < argc; i++)
        if (!take_word(out, argc, argv, &i))
            return false;
    return complete(out);
}

const char *option_text(const struct arguments *arguments, const char *name) {
    size_t place = place_of(arguments->subcommand, name);
    assert(place < arguments->subcommand->option_count);
    return arguments->counts[place] > 0 ? arguments->values[place][0] : arguments->subcommand->options[place].standard;
}

bool option_given(const struct arguments *arguments, const char *name) {
    return arguments->counts[place_of(arguments->subcommand, name)] > 0;
}

size_t option_list(const struct arguments *arguments, const char *name, const char *const **out) {
    size_t place = place_of(arguments->subcommand, name);
    assert(place < arguments->subcommand->option_count);
    *out = arguments->values[place];
    return arguments->counts[place];
}

bool option_number(const struct arguments *arguments, const char *name, unsigned long least, unsigned long most,
                   unsigned long *out) {
    const char *text = option_text(arguments, name);
    char *end = NULL;
    errno = 0;
    unsigned long value = text != NULL && text[0] >= '0' && text[0] <= '9' ? strtoul(text, &end, 10) : 0;
    if (end == NULL || *end != '\0' || errno != 0 || value < least || value > most) {
        complain("%s must be a number from %lu to %lu", name, least, most);
        return false;
    }
    *out = value;
    return true;
}
