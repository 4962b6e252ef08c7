/* command_protocol.c - the tables of names as they are compiled in: what relay/protocol.asyncapi.yaml is compared with, both ways. */
#include "app/commands.h"
#include "core/command.h"
#include "core/view.h"
#include "hub/methods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_field(enum field field, bool required, bool first) {
    printf("%s{\"name\":\"%s\",\"required\":%s}", first ? "" : ",", FIELD_INFO[field].name, required ? "true" : "false");
}

static void print_fields(const field_use *fields, bool first) {
    for (; *fields != FIELD_COUNT; fields++, first = false)
        print_field(field_of(*fields), !field_is_optional(*fields), first);
}

/* The password goes with a field that is never absent. */
static bool asks_always(const struct command_info *info) {
    for (const field_use *asked = info->password; *asked != FIELD_COUNT; asked++)
        for (const field_use *use = info->fields; *use != FIELD_COUNT; use++)
            if (*use == *asked)
                return true;
    return false;
}

static void print_methods(void) {
    printf("{\"methods\":[");
    for (size_t i = 0; i < HUB_METHOD_COUNT; i++) {
        printf("%s\n{\"name\":\"%s\",\"params\":[", i ? "," : "", HUB_METHODS[i].name);
        for (const struct hub_parameter *parameter = HUB_METHODS[i].parameters; parameter->name; parameter++)
            printf("%s{\"name\":\"%s\",\"required\":%s}", parameter == HUB_METHODS[i].parameters ? "" : ",", parameter->name,
                   parameter->required ? "true" : "false");
        printf("]}");
    }
    for (int i = 0; i < COMMANDS_FROM_PEOPLE; i++) {
        printf(",\n{\"name\":\"%s\",\"params\":[", COMMAND_INFO[i].method);
        print_field(FIELD_KEY, true, true);
        print_fields(COMMAND_INFO[i].fields, false);
        if (COMMAND_INFO[i].password)
            printf(",{\"name\":\"password\",\"required\":%s}", asks_always(&COMMAND_INFO[i]) ? "true" : "false");
        printf("]}");
    }
    printf("\n]");
}

/* Those of browsers, or those that only a site's process gets (relay/link.asyncapi.yaml). */
static void print_rows(const char *name, bool of_site) {
    bool first = true;
    printf(",\"%s\":[", name);
    for (int kind = 0; kind < ROW_KIND_COUNT; kind++) {
        if (ROW_INFO[kind].of_site != of_site)
            continue;
        printf("%s\n{\"kind\":\"%s\",\"own\":%s,\"fields\":[", first ? "" : ",", ROW_INFO[kind].name, ROW_INFO[kind].own ? "true" : "false");
        print_fields(ROW_INFO[kind].fields, true);
        printf("]}");
        first = false;
    }
    printf("\n]");
}

/* Several codes share one word where the wire makes no difference: each word once. */
static void print_errors(void) {
    printf(",\"errors\":[");
    for (int i = ERROR_NONE + 1; i < ERROR_COUNT; i++)
        if (error_from_word(error_word((enum error)i)) == (enum error)i)
            printf("%s\"%s\"", i > 1 ? "," : "", error_word((enum error)i));
    printf("]}\n");
}

static int run(const struct arguments *arguments) {
    (void)arguments;
    print_methods();
    print_rows("rows", false);
    print_rows("siteRows", true);
    print_errors();
    return EXIT_SUCCESS;
}

const struct subcommand COMMAND_PROTOCOL = {
    .name = "protocol",
    .summary = "prints the names of the wire protocol as JSON",
    .run = run,
};
