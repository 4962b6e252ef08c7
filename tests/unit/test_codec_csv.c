/* Rows for spreadsheets: quoted, guarded against formulas, a column for each part. */
#include "support/check.h"

#include "codec/csv.h"
#include <string.h>

static const char *text_in(struct buffer *buffer) {
    buffer_append(buffer, "", 1);
    return buffer->bytes;
}

static void a_cell_is_never_a_formula(void) {
    static const struct {
        const char *text, *cell;
    } CASES[] = {
        {"", "\"\""},       {"plain", "\"plain\""}, {"=1+1", "\"'=1+1\""},         {"+84", "\"'+84\""},
        {"-1", "\"'-1\""},  {"@x", "\"'@x\""},      {"say \"hi\"", "\"say \"\"hi\"\"\""}, {"a=b", "\"a=b\""},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct buffer out;
        buffer_init(&out);
        CHECK_NUMBER(csv_cell(&out, text_of(CASES[i].text)), ERROR_NONE);
        CHECK_TEXT(text_in(&out), CASES[i].cell);
        buffer_finish(&out);
    }
}

static void a_poll_has_a_column_for_each_language(void) {
    struct row row = {.kind = ROW_POLL, .number = 7};
    struct buffer out;
    buffer_init(&out);
    record_number(&row.record, FIELD_REV, 6);
    record_word(&row.record, FIELD_STATE, STATE_PUBLISHED);
    record_localised(&row.record, FIELD_TITLE, (struct localised){text_of("Thông qua?"), text_of("Adopt?")});
    record_word(&row.record, FIELD_RESULTS, RESULTS_HIDDEN);
    record_number(&row.record, FIELD_CLOSED_AT, 1700000000123);
    *(struct tally *)record_place(&row.record, FIELD_TALLY) = (struct tally){.count = 3, .values = {10, 2, 0}};
    CHECK_NUMBER(csv_header(&out, ROW_POLL), ERROR_NONE);
    CHECK_NUMBER(csv_row(&out, &row), ERROR_NONE);
    const char *text = text_in(&out);
    CHECK(strstr(text, "\"id\",\"rev\",\"state\",\"title.vi\",\"title.en\",\"results\",\"electorate\",\"openedAt\",\"closesAt\","
                       "\"closedAt\",\"ballots\",\"tally\",") == text);
    CHECK(strstr(text, "\r\n\"7\",\"6\",\"published\",\"Thông qua?\",\"Adopt?\",\"hidden\",\"\",\"\",\"\",\"2023-11-14T22:13:20.123Z\","
                       "\"\",\"10 2 0\",") != NULL);
    buffer_finish(&out);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a cell is never a formula", a_cell_is_never_a_formula},
        {"a poll has a column for each language, and one for its tally", a_poll_has_a_column_for_each_language},
    };
    return CHECK_MAIN(TESTS, count, words);
}
