#include "ledger.h"

#include <inttypes.h>
#include <stdio.h>

static void write_command(FILE *file, const struct person *person, const struct command *command) {
    fprintf(file, "{\"person\":\"%s\",\"method\":\"%s\",\"params\":%s,\"kept\":%s,\"sent\":%u,\"ms\":%" PRIu64, person->id, command->method, command->params,
            command->kept ? "true" : "false", command->sent, command->answer ? command->answered_at - command->made_at : 0);
    fprintf(file, "%s%s}\n", command->answer ? "," : "", command->answer ? command->answer : "");
}

bool ledger_write(const char *path, const struct person *people, uint32_t count) {
    FILE *file = fopen(path, "we");
    if (!file) {
        perror(path);
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t k = 0; k < people[i].command_count; k++)
            write_command(file, &people[i], &people[i].commands[k]);
        for (int poll = 0; poll < POLLS_MOST; poll++)
            if (people[i].polls[poll].ballot)
                fprintf(file, "{\"person\":\"%s\",\"shown\":%s}\n", people[i].id, people[i].polls[poll].ballot);
    }
    if (fclose(file) == 0)
        return true;
    perror(path);
    return false;
}

void ledger_say_figures(const struct figures *figures) {
    const struct {
        const char *name;
        uint64_t value;
    } all[] = {
        {"here", figures->here},           {"signedIn", figures->signed_in}, {"commands", figures->commands},     {"kept", figures->kept},
        {"answered", figures->answered},   {"refused", figures->refused},    {"sent", figures->sent},             {"repeated", figures->repeated},
        {"gaveWay", figures->gave_way},    {"putOff", figures->put_off},      {"frames", figures->frames},      {"snapshots", figures->snapshots},   {"live", figures->live},
        {"connects", figures->connects},   {"moved", figures->moved},        {"actsLeft", figures->acts_left},    {"actsDropped", figures->acts_dropped},
        {"faults", figures->faults},       {"bytesSent", socket_totals.sent}, {"bytesReceived", socket_totals.received}, {"opened", socket_totals.opened},
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        printf("%s\"%s\":%" PRIu64, i ? "," : "{", all[i].name, all[i].value);
    printf("}\n");
    fflush(stdout);
}
