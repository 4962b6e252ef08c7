/* streams.c - which stream holds which site, what of each has been received, and what an open poll expects of them (relay/DELIVERY.md, G and B9). */
#include "core/state.h"

#include "base/memory.h"
#include "core/poll.h"
#include "core/roster.h"
#include <string.h>

enum { NO_STREAM = UINT32_MAX };

void streams_finish(struct conference *conference) {
    memory_release(conference->streams);
}

static bool same_stream(const uint8_t a[STREAM_SIZE], const uint8_t b[STREAM_SIZE]) {
    return memcmp(a, b, STREAM_SIZE) == 0;
}

static uint32_t find_stream(const struct conference *conference, const uint8_t id[STREAM_SIZE]) {
    for (uint32_t i = conference->stream_count; i > 0; i--)
        if (same_stream(conference->streams[i - 1].id, id))
            return i - 1;
    return NO_STREAM;
}

static bool is_granted(const struct conference *conference, uint32_t stream) {
    return conference->sites[conference->streams[stream].site].stream == stream + 1;
}

static struct stream *granted_to(const struct conference *conference, uint32_t site) {
    uint32_t stream = site < conference->site_count ? conference->sites[site].stream : 0;
    return stream ? &conference->streams[stream - 1] : NULL;
}

bool conference_granted_stream(const struct conference *conference, uint32_t site, struct stream_grant *out) {
    const struct stream *stream = granted_to(conference, site);
    if (!stream)
        return false;
    *out = (struct stream_grant){.generation = stream->generation};
    memcpy(out->stream, stream->id, STREAM_SIZE);
    memcpy(out->folder, stream->folder, FOLDER_SIZE);
    memcpy(out->received, stream->received, sizeof out->received);
    return true;
}

/* ---- offers ---- */

bool conference_may_be_offered(const struct conference *conference, uint32_t person, uint32_t site) {
    const struct person *somebody = &conference->people[person];
    return !somebody->removed && (somebody->site == site || somebody->left_site == site + 1);
}

bool offer_is_next(const struct conference *conference, const struct offer_origin *offer) {
    const struct stream *stream = granted_to(conference, offer->site);
    return stream && same_stream(stream->id, offer->stream) && offer->n == stream->received[offer->lane] + 1;
}

bool offer_is_proved(const struct offer_origin *offer) {
    return offer->proof && offer->stamp_error <= LIMIT_STAMP_ERROR_MS;
}

static bool is_of_offer(const struct event *event) {
    return record_has(&event->record, FIELD_STREAM) && record_has(&event->record, FIELD_N);
}

bool streams_can_receive(const struct conference *conference, const struct event *event) {
    if (!is_of_offer(event))
        return true;
    uint32_t stream = find_stream(conference, event->record.stream);
    return stream != NO_STREAM && is_granted(conference, stream) &&
           event->record.n == conference->streams[stream].received[event->record.lane] + 1;
}

void streams_receive(struct conference *conference, const struct event *event) {
    if (is_of_offer(event))
        conference->streams[find_stream(conference, event->record.stream)].received[event->record.lane] = event->record.n;
}

enum error apply_offer_known(struct conference *conference, const struct event *event, struct touched *touched) {
    (void)conference;
    (void)event;
    (void)touched;
    return ERROR_NONE; /* that it was received is all it says */
}

/* ---- what a poll expects ---- */

void expectations_finish(struct expectations *expectations) {
    memory_release(expectations->items);
    memory_release(expectations->sites);
    *expectations = (struct expectations){0};
}

/* Room for one more. */
static enum error expectations_reserve(struct expectations *expectations) {
    if (!expectations->sites && !(expectations->sites = memory_take_zeroed(2 * LIMIT_SITES, sizeof *expectations->sites)))
        return ERROR_NO_MEMORY;
    return memory_grow((void **)&expectations->items, expectations->count, &expectations->capacity, sizeof *expectations->items);
}

static void expectations_add(struct expectations *expectations, uint32_t stream) {
    expectations->items[expectations->count++] = (struct expected_stream){stream, EXPECTED_WAITING, false};
}

/* The lists of sites, in the order in which the sites were added. */
static void list_sites(const struct conference *conference, struct expectations *expectations) {
    expectations->waiting = expectations->absent = 0;
    for (uint32_t site = 0; site < conference->site_count; site++) {
        bool waiting = false, absent = false;
        for (uint32_t i = 0; i < expectations->count; i++) {
            const struct expected_stream *expected = &expectations->items[i];
            if (conference->streams[expected->stream].site != site)
                continue;
            waiting |= expected->standing == EXPECTED_WAITING;
            absent |= expected->standing == EXPECTED_WAITING || expected->standing == EXPECTED_LOST;
        }
        if (waiting)
            expectations->sites[expectations->waiting++] = conference->sites[site].id;
        if (absent)
            expectations->sites[LIMIT_SITES + expectations->absent++] = conference->sites[site].id;
    }
}

enum error expectations_make(const struct conference *conference, struct expectations *out) {
    *out = (struct expectations){0};
    for (uint32_t site = 0; site < conference->site_count; site++) {
        if (!conference->sites[site].stream)
            continue;
        if (expectations_reserve(out)) {
            expectations_finish(out);
            return ERROR_NO_MEMORY;
        }
        expectations_add(out, conference->sites[site].stream - 1);
    }
    list_sites(conference, out);
    return ERROR_NONE;
}

struct id_list expectations_waiting(const struct poll *poll) {
    return (struct id_list){poll->expectations.waiting, poll->expectations.sites};
}

struct id_list expectations_absent(const struct poll *poll) {
    const struct expectations *expectations = &poll->expectations;
    return (struct id_list){expectations->absent, expectations->sites ? expectations->sites + LIMIT_SITES : NULL};
}

static struct expected_stream *expected_of(const struct poll *poll, uint32_t stream) {
    for (uint32_t i = 0; i < poll->expectations.count; i++)
        if (poll->expectations.items[i].stream == stream)
            return &poll->expectations.items[i];
    return NULL;
}

int64_t conference_poll_end(const struct conference *conference, int64_t number) {
    const struct poll *poll = conference_poll(conference, number);
    return poll ? poll->closes_at : 0;
}

bool conference_expects(const struct conference *conference, int64_t number, uint32_t site) {
    const struct poll *poll = conference_poll(conference, number);
    for (uint32_t i = 0; poll && i < poll->expectations.count; i++)
        if (poll->expectations.items[i].standing == EXPECTED_WAITING && conference->streams[poll->expectations.items[i].stream].site == site)
            return true;
    return false;
}

bool conference_may_vouch(const struct conference *conference, int64_t number, const uint8_t id[STREAM_SIZE], uint32_t index) {
    const struct poll *poll = conference_poll(conference, number);
    uint32_t stream = find_stream(conference, id);
    if (!poll || stream == NO_STREAM || index >= conference->person_count)
        return false;
    const struct person *person = &conference->people[index];
    return conference->streams[stream].site == person->site || person->moved_at >= poll->opened_at;
}

bool poll_may_hear_of(const struct conference *conference, const struct poll *poll, uint32_t index) {
    const struct person *person = &conference->people[index];
    for (uint32_t i = 0; i < poll->expectations.count; i++) {
        const struct expected_stream *expected = &poll->expectations.items[i];
        bool undrained = expected->standing == EXPECTED_WAITING || expected->standing == EXPECTED_LOST;
        /* Who has moved since it opened may have been anywhere. */
        if (undrained && (conference->streams[expected->stream].site == person->site || person->moved_at >= poll->opened_at))
            return true;
    }
    return false;
}

/* ---- granted ---- */

enum error step_stream_grant(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    const struct record *record = &command->record;
    uint32_t site = conference_find_site(conference, record->site);
    if (site == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    uint32_t known = find_stream(conference, record->stream);
    if (known != NO_STREAM)
        return is_granted(conference, known) && conference->streams[known].site == site ? ERROR_WRONG_STATE : ERROR_FENCED;
    if (conference->stream_count >= LIMIT_STREAMS)
        return ERROR_FULL;
    const struct stream *holder = granted_to(conference, site);
    event->type = EVENT_STREAM_GRANTED;
    record_text(&event->record, FIELD_SITE, conference->sites[site].id);
    record_number(&event->record, FIELD_GENERATION, holder ? holder->generation + 1 : 1);
    record_copy(&event->record, record, FIELDS(FIELD_STREAM, FIELD_FOLDER, FIELD_PREVIOUS_STREAM));
    if (record->restored)
        record_flag(&event->record, FIELD_RESTORED, true);
    return ERROR_NONE;
}

/* The same folder goes on, not restored: what the poll expected of the stream before it now expects of the new one. */
static bool hand_on(const struct conference *conference, struct poll *poll, uint32_t previous, const struct record *record) {
    struct expected_stream *expected = previous == NO_STREAM ? NULL : expected_of(poll, previous);
    if (!expected || record->restored || memcmp(conference->streams[previous].folder, record->folder, FOLDER_SIZE) != 0)
        return false;
    if (expected->standing != EXPECTED_WAITING && expected->standing != EXPECTED_LOST)
        return false;
    expected->standing = EXPECTED_HANDED_ON;
    return true;
}

enum error apply_stream_granted(struct conference *conference, const struct event *event, struct touched *touched) {
    const struct record *record = &event->record;
    uint32_t site = conference_find_site(conference, record->site);
    const struct stream *holder = granted_to(conference, site);
    if (site == NO_SITE || find_stream(conference, record->stream) != NO_STREAM || record->generation != (holder ? holder->generation : 0) + 1)
        return ERROR_DAMAGED;
    enum error error = memory_grow((void **)&conference->streams, conference->stream_count, &conference->stream_capacity,
                                   sizeof *conference->streams);
    if (!error)
        error = touched_reserve(touched, conference->open_count);
    for (uint32_t i = 0; i < conference->open_count && !error; i++)
        error = expectations_reserve(&conference_poll(conference, conference->open_polls[i])->expectations);
    if (error)
        return error;

    uint32_t previous = record_has(record, FIELD_PREVIOUS_STREAM) ? find_stream(conference, record->previous_stream) : NO_STREAM;
    if (previous != NO_STREAM && conference->streams[previous].site != site)
        previous = NO_STREAM;
    struct stream stream = {.site = site, .generation = (uint32_t)record->generation};
    memcpy(stream.id, record->stream, STREAM_SIZE);
    memcpy(stream.folder, record->folder, FOLDER_SIZE);
    conference->streams[conference->stream_count++] = stream;
    conference->sites[site].stream = conference->stream_count;
    for (uint32_t i = 0; i < conference->open_count; i++) {
        struct poll *poll = conference_poll(conference, conference->open_polls[i]);
        if (!hand_on(conference, poll, previous, record) && poll->state != STATE_OPEN)
            continue;
        expectations_add(&poll->expectations, conference->stream_count - 1);
        list_sites(conference, &poll->expectations);
        touched_add(touched, ROW_POLL, conference->open_polls[i], NO_PERSON);
    }
    return ERROR_NONE;
}

/* ---- drained, or lost ---- */

enum error step_stream_drain(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    const struct poll *poll = conference_poll(conference, command->record.poll);
    uint32_t stream = find_stream(conference, command->record.stream);
    if (!poll)
        return command_not_found(fault, FIELD_POLL);
    if (stream == NO_STREAM || !is_granted(conference, stream))
        return ERROR_FENCED;
    const struct expected_stream *expected = expected_of(poll, stream);
    bool waits = expected && !expected->has_lost && (expected->standing == EXPECTED_WAITING || expected->standing == EXPECTED_LOST);
    if (poll->state != STATE_CLOSING || !waits)
        return ERROR_WRONG_STATE;
    if (record_has(&command->record, FIELD_N) && conference->streams[stream].received[LANE_FLOOR] < command->record.n) {
        fault->field = FIELD_N;
        return ERROR_WRONG_STATE;
    }
    event->type = EVENT_STREAM_DRAINED;
    record_copy(&event->record, &command->record, FIELDS(FIELD_POLL, FIELD_STREAM));
    return ERROR_NONE;
}

/* Room for one touch must have been reserved. */
static void settle(struct conference *conference, uint32_t number, struct expected_stream *expected,
                   enum expected_standing standing, struct touched *touched) {
    struct poll *poll = conference_poll(conference, number);
    expected->standing = standing;
    list_sites(conference, &poll->expectations);
    touched_add(touched, ROW_POLL, number, NO_PERSON);
}

void streams_doubt(struct conference *conference, uint32_t number, const uint8_t id[STREAM_SIZE], struct touched *touched) {
    const struct poll *poll = conference_poll(conference, number);
    uint32_t stream = find_stream(conference, id);
    struct expected_stream *expected = poll->state == STATE_CLOSING && stream != NO_STREAM ? expected_of(poll, stream) : NULL;
    if (!expected || expected->standing != EXPECTED_DRAINED)
        return;
    expected->has_lost = true;
    settle(conference, number, expected, EXPECTED_WAITING, touched);
}

static struct expected_stream *expected_by(const struct conference *conference, const struct event *event) {
    const struct poll *poll = conference_poll(conference, event->record.poll);
    uint32_t stream = find_stream(conference, event->record.stream);
    return poll && poll->state == STATE_CLOSING && stream != NO_STREAM ? expected_of(poll, stream) : NULL;
}

enum error apply_stream_drained(struct conference *conference, const struct event *event, struct touched *touched) {
    struct expected_stream *expected = expected_by(conference, event);
    enum error error = expected ? touched_reserve(touched, 1) : ERROR_DAMAGED;
    if (!error)
        settle(conference, (uint32_t)event->record.poll, expected, EXPECTED_DRAINED, touched);
    return error;
}

/* Of the streams of the site that the poll waits for: one that holds the site no longer, else the one that does. */
static uint32_t first_to_lose(const struct conference *conference, const struct poll *poll, uint32_t site) {
    uint32_t found = NO_STREAM;
    for (uint32_t i = 0; i < poll->expectations.count; i++) {
        const struct expected_stream *expected = &poll->expectations.items[i];
        if (expected->standing != EXPECTED_WAITING || conference->streams[expected->stream].site != site)
            continue;
        if (!is_granted(conference, expected->stream))
            return expected->stream;
        found = expected->stream;
    }
    return found;
}

enum error step_poll_declare_lost(const struct conference *conference, const struct command *command, struct event *event,
                                  struct fault *fault) {
    enum error error = poll_step_move(conference, command, EVENT_STREAM_LOST, event, fault);
    if (error)
        return error;
    uint32_t site = conference_find_site(conference, command->record.site);
    if (site == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    uint32_t stream = first_to_lose(conference, conference_poll(conference, command->record.poll), site);
    if (stream == NO_STREAM) {
        *fault = (struct fault){FIELD_SITE, ROW_POLL, (uint32_t)command->record.poll};
        return ERROR_WRONG_STATE;
    }
    record_text(&event->record, FIELD_SITE, conference->sites[site].id);
    record_binary(&event->record, FIELD_STREAM, conference->streams[stream].id);
    return ERROR_NONE;
}

enum error apply_stream_lost(struct conference *conference, const struct event *event, struct touched *touched) {
    struct expected_stream *expected = expected_by(conference, event);
    if (!expected || expected->standing != EXPECTED_WAITING)
        return ERROR_DAMAGED;
    enum error error = touched_reserve(touched, 1);
    if (error)
        return error;
    conference_poll(conference, event->record.poll)->rev = (uint32_t)event->record.rev;
    settle(conference, (uint32_t)event->record.poll, expected, EXPECTED_LOST, touched);
    return ERROR_NONE;
}
