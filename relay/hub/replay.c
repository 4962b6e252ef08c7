/* replay.c - memory from the journal: at start both conferences and the outcomes, after a failed append `ahead` alone. */
#include "hub/state.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "codec/event_json.h"
#include <inttypes.h>
#include <string.h>
#include <time.h>

enum error hub_fit_people(struct hub *hub) {
    uint32_t count = conference_people(hub->published);
    if (count <= hub->people_count)
        return ERROR_NONE;
    struct person_state *people = memory_resize(hub->people, count * sizeof *people);
    if (!people)
        return ERROR_NO_MEMORY;
    memset(people + hub->people_count, 0, (count - hub->people_count) * sizeof *people);
    for (uint32_t i = hub->people_count; i < count; i++)
        token_bucket_init(&people[i].questions, hub->limits.questions_burst, hub->now);
    hub->people = people;
    hub->people_count = count;
    return ERROR_NONE;
}

struct replaying {
    struct hub *hub;
    bool all;
    struct arena arena;
    enum error error;
    uint64_t seq;
};

static enum error apply_to_all(struct hub *hub, const struct event *event, uint64_t epoch) {
    touched_clear(&hub->touched);
    enum error error = conference_apply(hub->published, event, &hub->touched);
    if (!error)
        error = hub_fit_people(hub);
    for (size_t i = 0; i < hub->touched.count && !error; i++)
        if (hub->touched.items[i].person != NO_PERSON)
            hub->people[hub->touched.items[i].person].to = event->seq;
    if (!error)
        error = hub_poll_closing(hub, event, epoch);
    if (!error && record_has(&event->record, FIELD_ACTOR))
        error = outcomes_add(hub->outcomes, conference_find_person(hub->published, event->record.actor), event);
    return error;
}

static int replay_record(void *context, const struct journal_record *record) {
    struct replaying *replaying = context;
    struct event event;
    arena_reset(&replaying->arena);
    replaying->seq = record->seq;
    replaying->error = event_decode(record->bytes, record->length, &replaying->arena, &event);
    event.seq = record->seq;
    if (!replaying->error && replaying->all)
        replaying->error = apply_to_all(replaying->hub, &event, record->epoch);
    if (!replaying->error) {
        touched_clear(&replaying->hub->touched);
        replaying->error = conference_apply(replaying->hub->ahead, &event, &replaying->hub->touched);
    }
    return replaying->error != ERROR_NONE;
}

enum error hub_replay(struct hub *hub, bool all) {
    struct replaying replaying = {.hub = hub, .all = all};
    uint64_t bad_seq = 0;
    hub->ahead = conference_create(&hub->limits);
    if (!hub->ahead)
        return ERROR_NO_MEMORY;
    arena_init(&replaying.arena);
    enum error error = hub->journal->operations->read(hub->journal, 1, replay_record, &replaying, &bad_seq);
    arena_finish(&replaying.arena);
    if (error)
        log_line(LOG_ERROR, "journal_damaged", "record %" PRIu64 " does not follow from the one before it: %s", bad_seq,
                 error_text(error));
    else if (replaying.error) {
        log_line(LOG_ERROR, "journal_damaged", "record %" PRIu64 " cannot be applied: %s", replaying.seq,
                 error_text(replaying.error));
        error = replaying.error;
    }
    if (error) {
        conference_destroy(hub->ahead);
        hub->ahead = NULL;
    } else if (all) {
        hub->durable = conference_seq(hub->published);
        metric_set(METRIC_JOURNAL_SEQ, (int64_t)hub->durable);
    }
    return error;
}

/* ---- an empty journal ---- */

struct opening {
    enum error outcome;
    bool done;
};

static void opening_done(void *context, enum error outcome, uint64_t last_seq) {
    (void)last_seq;
    *(struct opening *)context = (struct opening){outcome, true};
}

static enum error append_opening(struct hub *hub, const struct journal_record *records, size_t count) {
    struct opening opening = {0};
    const struct journal_operations *operations = hub->journal->operations;
    enum error error = operations->append(hub->journal, 0, records, count, opening_done, &opening);
    while (!error && !opening.done) {
        operations->poll(hub->journal);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return error ? error : opening.outcome;
}

enum error hub_open_programme(struct hub *hub, const struct programme *programme) {
    struct journal_record *records = memory_take(JOURNAL_BATCH_RECORDS_MAX * sizeof *records);
    size_t *offsets = memory_take((JOURNAL_BATCH_RECORDS_MAX + 1) * sizeof *offsets);
    struct buffer encoded;
    buffer_init(&encoded);
    enum error error = records && offsets ? ERROR_NONE : ERROR_NO_MEMORY;
    size_t count = 0;
    struct event event;
    while (!error && conference_opening_event(programme, count, hub->now, &event)) {
        if (count == JOURNAL_BATCH_RECORDS_MAX) {
            error = ERROR_FULL;
            break;
        }
        offsets[count++] = encoded.length;
        error = event_encode(&encoded, &event);
    }
    if (!error)
        offsets[count] = encoded.length;
    for (size_t i = 0; i < count && !error; i++)
        records[i] = (struct journal_record){.bytes = encoded.bytes + offsets[i], .length = offsets[i + 1] - offsets[i]};
    if (!error)
        error = append_opening(hub, records, count);
    buffer_finish(&encoded);
    memory_release(offsets);
    memory_release(records);
    return error;
}
