#include "codec/csv.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { PARTS_MOST = 2 };

/* The columns of a field: how many, and what each adds to its name. */
static unsigned parts_of(enum field field, const char *suffixes[PARTS_MOST]) {
    static const char *const LANGUAGES[] = {".vi", ".en"};
    suffixes[0] = "";
    if (FIELD_INFO[field].type == TYPE_LOCALISED) {
        memcpy(suffixes, LANGUAGES, sizeof LANGUAGES);
        return 2;
    }
    return 1;
}

enum error csv_cell(struct buffer *out, struct text text) {
    enum error error = buffer_append(out, "\"", 1);
    if (!error && text.length > 0 && strchr("=+-@\t\r", text.bytes[0]))
        error = buffer_append(out, "'", 1);
    for (size_t i = 0; i < text.length && !error; i++)
        error = text.bytes[i] == '"' ? buffer_append(out, "\"\"", 2) : buffer_append(out, &text.bytes[i], 1);
    return error ? error : buffer_append(out, "\"", 1);
}

static enum error header_cells(struct buffer *out, const field_use *fields, bool first) {
    enum error error = ERROR_NONE;
    for (; *fields != FIELD_COUNT && !error; fields++) {
        const char *suffixes[PARTS_MOST];
        unsigned parts = parts_of(field_of(*fields), suffixes);
        for (unsigned part = 0; part < parts && !error; part++, first = false)
            error = buffer_printf(out, "%s\"%s%s\"", first ? "" : ",", FIELD_INFO[field_of(*fields)].name, suffixes[part]);
    }
    return error ? error : buffer_append(out, "\r\n", 2);
}

enum error csv_header(struct buffer *out, enum row_kind kind) {
    enum error error = buffer_append_text(out, "\"id\"");
    return error ? error : header_cells(out, ROW_INFO[kind].fields, false);
}

enum error csv_record_header(struct buffer *out, const field_use *fields) {
    return header_cells(out, fields, true);
}

static bool is_time(enum field field) {
    return field >= FIELD_AT && field <= FIELD_CLOSED_AT;
}

static struct text time_text(int64_t at, char out[32]) {
    struct tm parts;
    time_t seconds = (time_t)(at / 1000);
    gmtime_r(&seconds, &parts);
    size_t length = strftime(out, 32, "%Y-%m-%dT%H:%M:%S", &parts);
    length += (size_t)snprintf(out + length, 32 - length, ".%03dZ", (int)(at % 1000));
    return (struct text){out, length};
}

static struct text roles_text(uint32_t roles, char out[128]) {
    size_t length = 0;
    out[0] = '\0';
    for (unsigned role = 0; role < ROLE_COUNT; role++)
        if (roles >> role & 1u)
            length += (size_t)snprintf(out + length, 128 - length, "%s%s", length ? " " : "", ROLE_WORDS.words[role]);
    return (struct text){out, length};
}

/* One part of a field that is there, as text; numbers are printed into `room`. */
static struct text part_text(const struct record *record, enum field field, unsigned part, char room[128]) {
    const void *value = record_value(record, field);
    switch (FIELD_INFO[field].type) {
    case TYPE_NUMBER:
        if (is_time(field))
            return time_text(*(const int64_t *)value, room);
        return (struct text){room, (size_t)snprintf(room, 128, "%" PRId64, *(const int64_t *)value)};
    case TYPE_ID:
    case TYPE_TEXT:
    case TYPE_ADDRESS:
        return *(const struct text *)value;
    case TYPE_LOCALISED:
        return part == 0 ? ((const struct localised *)value)->vi : ((const struct localised *)value)->en;
    case TYPE_WORD:
        return text_of(FIELD_INFO[field].words->words[*(const int *)value]);
    case TYPE_WORDS:
        return roles_text(*(const uint32_t *)value, room);
    case TYPE_FLAG:
        return text_of(*(const bool *)value ? "yes" : "no");
    default:
        return (struct text){0}; /* lists: list_cell; bytes and faults stand in no table */
    }
}

/* ---- lists: one cell, the numbers and ids with spaces between, texts with bars, sites with semicolons ---- */

static enum error tally_words(struct buffer *out, const struct tally *tally) {
    enum error error = ERROR_NONE;
    for (uint32_t i = 0; i < tally->count && !error; i++)
        error = buffer_printf(out, "%s%" PRId64, i ? " " : "", tally->values[i]);
    return error;
}

static enum error list_words(struct buffer *out, enum field_type type, const void *value) {
    const struct localised_list *texts = value;
    const struct id_list *ids = value;
    const struct site_results *results = value;
    enum error error = ERROR_NONE;
    if (type == TYPE_TALLY)
        return tally_words(out, value);
    if (type == TYPE_CHOICES)
        for (uint32_t bits = *(const uint32_t *)value, number = 1; bits && !error; bits >>= 1, number++)
            error = bits & 1u ? buffer_printf(out, "%s%u", out->length ? " " : "", number) : ERROR_NONE;
    if (type == TYPE_LOCALISED_LIST)
        for (uint32_t i = 0; i < texts->count && !error; i++)
            error = buffer_printf(out, "%s%s", i ? " | " : "", texts->items[i].vi.bytes);
    if (type == TYPE_IDS)
        for (uint32_t i = 0; i < ids->count && !error; i++)
            error = buffer_printf(out, "%s%s", i ? " " : "", ids->items[i].bytes);
    if (type == TYPE_SITE_RESULTS)
        for (uint32_t i = 0; i < results->count && !error; i++) {
            const struct site_result *result = &results->items[i];
            error = buffer_printf(out, "%s%s %" PRId64 ": ", i ? "; " : "", result->site.length ? result->site.bytes : "*", result->ballots);
            if (!error)
                error = tally_words(out, &result->tally);
        }
    return error;
}

static bool is_list(enum field field) {
    enum field_type type = FIELD_INFO[field].type;
    return type == TYPE_TALLY || type == TYPE_CHOICES || type == TYPE_LOCALISED_LIST || type == TYPE_IDS || type == TYPE_SITE_RESULTS;
}

static enum error list_cell(struct buffer *out, const struct record *record, enum field field) {
    struct buffer words;
    buffer_init(&words);
    enum error error = record_has(record, field) ? list_words(&words, FIELD_INFO[field].type, record_value(record, field)) : ERROR_NONE;
    if (!error)
        error = csv_cell(out, (struct text){words.bytes, words.length});
    buffer_finish(&words);
    return error;
}

static enum error record_cells(struct buffer *out, const struct record *record, const field_use *fields, bool first) {
    char room[128];
    enum error error = ERROR_NONE;
    for (; *fields != FIELD_COUNT && !error; fields++) {
        enum field field = field_of(*fields);
        const char *suffixes[PARTS_MOST];
        unsigned parts = parts_of(field, suffixes);
        for (unsigned part = 0; part < parts && !error; part++, first = false) {
            struct text text = record_has(record, field) ? part_text(record, field, part, room) : (struct text){0};
            error = first ? ERROR_NONE : buffer_append(out, ",", 1);
            if (!error)
                error = is_list(field) ? list_cell(out, record, field) : csv_cell(out, text);
        }
    }
    return error ? error : buffer_append(out, "\r\n", 2);
}

enum error csv_row(struct buffer *out, const struct row *row) {
    char room[128];
    struct text id = row->id;
    if (ROW_INFO[row->kind].id_is_number)
        id = (struct text){room, (size_t)snprintf(room, sizeof room, "%" PRId64, row->number)};
    enum error error = csv_cell(out, id);
    return error ? error : record_cells(out, &row->record, ROW_INFO[row->kind].fields, false);
}

enum error csv_record(struct buffer *out, const struct record *record, const field_use *fields) {
    return record_cells(out, record, fields, true);
}
