/* command_verify.c - is the journal whole, and does every record follow from the one before it? */
#include "app/commands.h"
#include "app/replay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const struct option OPTIONS[] = {
    {"--dir", "DIR", ".lamrelay", false, false, "the state directory of the conference"},
};

static double seconds_since(const struct timespec *start) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static int run(const struct arguments *arguments) {
    struct replay replay = {0};
    struct timespec start;
    clock_gettime(CLOCK_MONOTONIC, &start);
    enum error error = replay_directory(&replay, option_text(arguments, "--dir"));
    if (!error) {
        struct journal_state state;
        char hash[2 * DIGEST_SIZE + 1];
        double seconds = seconds_since(&start);
        replay.journal->operations->state(replay.journal, &state);
        hex_encode(&state.last_hash, DIGEST_SIZE, hash);
        printf("journal %s: %" PRIu64 " records, the chain holds, every event applies; last hash %s; %.2f s, %.0f records/s\n", state.id,
               replay.seq, hash, seconds, (double)replay.seq / seconds);
    }
    replay_finish(&replay);
    return error ? EXIT_FAULT : EXIT_SUCCESS;
}

const struct subcommand COMMAND_VERIFY = {
    .name = "verify",
    .summary = "checks the journal from its first record to its last",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run,
};
