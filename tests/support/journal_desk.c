#include "journal_desk.h"

#include "base/buffer.h"
#include "check.h"
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const uint8_t random_bytes[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

static void wake(void *context) {
    struct desk *desk = context;
    sem_post(&desk->woken);
}

static void note_outcome(void *context, enum error outcome, uint64_t last_seq) {
    struct desk *desk = context;
    desk->done_count++;
    desk->outcome = outcome;
    desk->last_seq = last_seq;
}

void desk_init(struct desk *desk) {
    *desk = (struct desk){.journal = NULL};
    sem_init(&desk->woken, 0, 0);
}

void desk_finish(struct desk *desk) {
    desk_close(desk);
    sem_destroy(&desk->woken);
}

enum error desk_open(struct desk *desk, desk_opener opener, const char *path) {
    struct journal_options options = {
        .path = path, .create = true, .now = 1795600000000, .random = random_bytes, .wake = wake, .wake_context = desk};
    return opener(&options, &desk->journal);
}

enum error desk_open_read_only(struct desk *desk, desk_opener opener, const char *path) {
    struct journal_options options = {.path = path, .read_only = true, .random = random_bytes};
    return opener(&options, &desk->journal);
}

void desk_close(struct desk *desk) {
    if (desk->journal != NULL) {
        desk->journal->operations->close(desk->journal);
        desk->journal = NULL;
    }
}

struct journal_state desk_state(const struct desk *desk) {
    struct journal_state state;
    desk->journal->operations->state(desk->journal, &state);
    return state;
}

enum error desk_start(struct desk *desk, const char *text) {
    struct journal_record record = {.bytes = text, .length = strlen(text)};
    return desk->journal->operations->append(desk->journal, desk_state(desk).last_seq, &record, 1, note_outcome, desk);
}

enum error desk_wait(struct desk *desk) {
    unsigned before = desk->done_count;
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_sec += 20;
    while (desk->done_count == before && sem_timedwait(&desk->woken, &limit) == 0) {
        desk->journal->operations->poll(desk->journal);
    }
    return desk->done_count == before ? ERROR_INTERNAL : desk->outcome;
}

enum error desk_append(struct desk *desk, const char *text) {
    enum error error = desk_start(desk, text);
    return error != ERROR_NONE ? error : desk_wait(desk);
}

enum error desk_append_records(struct desk *desk, const struct journal_record *records, size_t count) {
    enum error error =
        desk->journal->operations->append(desk->journal, desk_state(desk).last_seq, records, count, note_outcome, desk);
    return error != ERROR_NONE ? error : desk_wait(desk);
}

enum error desk_append_numbers(struct desk *desk, unsigned first, size_t count) {
    struct journal_record *records = calloc(count, sizeof(*records));
    char(*texts)[16] = calloc(count, sizeof(*texts));
    for (size_t i = 0; i < count; i++) {
        int length = snprintf(texts[i], sizeof(texts[i]), "%zu", first + i);
        records[i] = (struct journal_record){.bytes = texts[i], .length = (size_t)length};
    }
    enum error error = desk_append_records(desk, records, count);
    free(records);
    free(texts);
    return error;
}

static int add_record(void *context, const struct journal_record *record) {
    struct buffer *out = context;
    return buffer_printf(out, "%s%" PRIu64 ":%.*s", out->length == 0 ? "" : " ", record->seq, (int)record->length,
                         (const char *)record->bytes) != ERROR_NONE;
}

char *desk_read(struct desk *desk, uint64_t from) {
    struct buffer out;
    uint64_t bad_seq = 0;
    char refusal[64];
    buffer_init(&out);
    enum error error = desk->journal->operations->read(desk->journal, from, add_record, &out, &bad_seq);
    if (error != ERROR_NONE) {
        snprintf(refusal, sizeof(refusal), "<%s> %" PRIu64, error == ERROR_DAMAGED ? "damaged" : error_word(error),
                 bad_seq);
    }
    char *answer = error != ERROR_NONE ? strdup(refusal) : strndup(out.length == 0 ? "" : out.bytes, out.length);
    buffer_finish(&out);
    return answer;
}

bool desk_open_fresh(struct desk *desk, const char *path) {
    desk_init(desk);
    return CHECK_NUMBER(desk_open(desk, journal_sqlite_open, path), ERROR_NONE);
}

void desk_check_read(struct desk *desk, uint64_t from, const char *expected) {
    char *records = desk_read(desk, from);
    CHECK_TEXT(records, expected);
    free(records);
}

void desk_run_sql(const char *path, const char *sql) {
    sqlite3 *database = NULL;
    char *why = NULL;
    CHECK_NUMBER(sqlite3_open(path, &database), SQLITE_OK);
    CHECK_NUMBER(sqlite3_exec(database, sql, NULL, NULL, &why), SQLITE_OK);
    CHECK_TEXT(why, NULL);
    sqlite3_free(why);
    sqlite3_close(database);
}
