#include "app/replay.h"

#include "app/options.h"
#include "base/arena.h"
#include "codec/event_json.h"
#include <inttypes.h>
#include <stdio.h>

static int apply_record(void *context, const struct journal_record *record) {
    struct replay *replay = context;
    struct event event;
    struct touched touched;
    arena_reset(replay->arena);
    touched_init(&touched);
    replay->seq = record->seq;
    replay->error = event_decode(record->bytes, record->length, replay->arena, &event);
    event.seq = record->seq;
    if (!replay->error && replay->each)
        replay->each(replay->context, record, &event);
    if (!replay->error)
        replay->error = conference_apply(replay->conference, &event, &touched);
    touched_finish(&touched);
    return replay->error != ERROR_NONE;
}

enum error replay_directory(struct replay *out, const char *directory) {
    /* What the journal holds was within its limits when it was written. */
    struct limits limits = limits_default();
    limits.people = limits.questions = limits.speakers = limits.polls = limits.open_polls = limits.messages = UINT32_MAX;
    char path[1024];
    snprintf(path, sizeof path, "%s/journal.sqlite", directory);
    struct journal_options options = {.path = path, .read_only = true};
    enum error error = journal_sqlite_open(&options, &out->journal);
    if (error) {
        complain("%s cannot be read: %s", path, error_text(error));
        return error;
    }
    struct arena arena;
    arena_init(&arena);
    out->arena = &arena;
    out->conference = conference_create(&limits);
    if (!out->conference)
        return ERROR_NO_MEMORY;
    uint64_t bad_seq = 0;
    error = out->journal->operations->read(out->journal, 1, apply_record, out, &bad_seq);
    arena_finish(&arena);
    if (error == ERROR_DAMAGED)
        complain("%s: record %" PRIu64 " does not follow from the one before it", path, bad_seq);
    else if (error)
        complain("%s cannot be read: %s", path, error_text(error));
    else if (out->error)
        complain("%s: record %" PRIu64 " cannot be applied: %s", path, out->seq, error_text(error = out->error));
    return error;
}

void replay_finish(struct replay *replay) {
    conference_destroy(replay->conference);
    if (replay->journal)
        replay->journal->operations->close(replay->journal);
}
