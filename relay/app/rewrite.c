#include "app/rewrite.h"

#include "app/deployment.h"
#include "app/options.h"
#include "app/replay.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "codec/event_json.h"
#include "journal/journal_copy.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

enum { BATCH_RECORDS = 1000, RANDOM_BYTES = 10 };

struct rewriting {
    struct forgetting *forgetting;
    struct journal *target;
    struct arena arena; /* of one event */
    struct buffer bytes; /* of the batch */
    size_t ends[BATCH_RECORDS];
    size_t count;
    uint64_t seq; /* of the record under way */
    enum error error;
};

/* ---- the first reading ---- */

static void look(void *context, const struct journal_record *record, const struct event *event) {
    (void)record;
    struct rewriting *rewriting = context;
    if (rewriting->error == ERROR_NONE)
        rewriting->error = forget_look(rewriting->forgetting, event);
}

/* ---- the second ---- */

struct outcome_of_append {
    enum error error;
    bool done;
};

static void append_done(void *context, enum error outcome, uint64_t last_seq) {
    (void)last_seq;
    *(struct outcome_of_append *)context = (struct outcome_of_append){outcome, true};
}

static void wake_nobody(void *context) {
    (void)context; /* write_batch asks by itself */
}

static enum error write_batch(struct rewriting *rewriting) {
    const struct journal_operations *operations = rewriting->target->operations;
    struct journal_record records[BATCH_RECORDS];
    struct outcome_of_append outcome = {0};
    struct journal_state state;
    for (size_t i = 0, start = 0; i < rewriting->count; start = rewriting->ends[i++])
        records[i] = (struct journal_record){.bytes = rewriting->bytes.bytes + start, .length = rewriting->ends[i] - start};
    if (rewriting->count == 0)
        return ERROR_NONE;
    operations->state(rewriting->target, &state);
    enum error error = operations->append(rewriting->target, state.last_seq, records, rewriting->count, append_done, &outcome);
    while (error == ERROR_NONE && !outcome.done) {
        operations->poll(rewriting->target);
        nanosleep(&(struct timespec){.tv_nsec = 100000}, NULL);
    }
    rewriting->count = 0;
    buffer_clear(&rewriting->bytes);
    return error != ERROR_NONE ? error : outcome.error;
}

static enum error add_record(struct rewriting *rewriting, const struct journal_record *record) {
    struct event event;
    arena_reset(&rewriting->arena);
    enum error error = event_decode(record->bytes, record->length, &rewriting->arena, &event);
    if (error == ERROR_NONE)
        error = forget_change(rewriting->forgetting, &event, &rewriting->arena);
    if (error == ERROR_NONE)
        error = event_encode(&rewriting->bytes, &event);
    if (error != ERROR_NONE)
        return error;
    rewriting->ends[rewriting->count++] = rewriting->bytes.length;
    return rewriting->count == BATCH_RECORDS ? write_batch(rewriting) : ERROR_NONE;
}

static int rewrite_record(void *context, const struct journal_record *record) {
    struct rewriting *rewriting = context;
    rewriting->seq = record->seq;
    rewriting->error = add_record(rewriting, record);
    return rewriting->error != ERROR_NONE;
}

static void explain(const struct rewriting *rewriting, enum error error) {
    if (rewriting->forgetting->undecided < FIELD_COUNT)
        complain("record %" PRIu64 ": this program has no rule for the field %s", rewriting->seq,
                 FIELD_INFO[rewriting->forgetting->undecided].name);
    else
        complain("the journal could not be written again, at record %" PRIu64 ": %s", rewriting->seq, error_text(error));
}

static enum error rewrite_all(struct rewriting *rewriting, struct journal *source) {
    uint64_t bad_seq = 0;
    enum error error = source->operations->read(source, 1, rewrite_record, rewriting, &bad_seq);
    if (error == ERROR_NONE)
        error = rewriting->error;
    if (error == ERROR_NONE)
        error = write_batch(rewriting);
    if (error != ERROR_NONE)
        explain(rewriting, error);
    return error;
}

/* ---- the whole ---- */

static enum error write_into(const char *path, struct rewriting *rewriting, struct journal *source) {
    uint8_t random[RANDOM_BYTES];
    if (!deployment_random(random, sizeof random))
        return ERROR_SYSTEM;
    struct journal_options options = {.path = path, .create = true, .now = clock_hub_time(), .random = random, .wake = wake_nobody};
    enum error error = journal_sqlite_open(&options, &rewriting->target);
    if (error != ERROR_NONE) {
        complain("the new journal %s cannot be made: %s", path, error_text(error));
        return error;
    }
    error = rewrite_all(rewriting, source);
    rewriting->target->operations->close(rewriting->target);
    if (error != ERROR_NONE)
        return error;
    struct journal_state old;
    source->operations->state(source, &old);
    struct journal_origin origin = {.how = "forgotten", .state = &old, .now = options.now, .random = random};
    return journal_sqlite_make_another(path, &origin);
}

enum error rewrite_journal(const char *from, const char *to, struct forgetting *forgetting) {
    struct rewriting rewriting = {.forgetting = forgetting};
    struct replay replay = {.each = look, .context = &rewriting};
    char path[STATE_PATH_SIZE];
    arena_init(&rewriting.arena);
    buffer_init(&rewriting.bytes);
    enum error error = deployment_name_file(path, to, "journal.sqlite") ? ERROR_NONE : ERROR_SYSTEM;
    if (error == ERROR_NONE)
        error = replay_directory(&replay, from);
    if (error == ERROR_NONE)
        error = rewriting.error;
    if (error == ERROR_NONE)
        error = forget_settle(forgetting);
    if (error == ERROR_NONE)
        error = write_into(path, &rewriting, replay.journal);
    replay_finish(&replay);
    buffer_finish(&rewriting.bytes);
    arena_finish(&rewriting.arena);
    return error;
}
