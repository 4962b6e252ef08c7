#include "base/memory.h"
#include "journal/journal_batch.h"
#include "support/check.h"

static void a_batch_is_a_chained_copy(void) {
    char text[] = "two";
    struct journal_record records[] = {{.bytes = "one", .length = 3}, {.bytes = text, .length = 3}};
    struct digest hash = {{7}};
    struct journal_batch batch;
    CHECK_NUMBER(batch_init(&batch, records, 2), ERROR_NONE);
    text[0] = 'x';
    CHECK_NUMBER(batch_chain(&batch, 41, &hash, 3), ERROR_NONE);
    CHECK_NUMBER(batch.last_seq, 43);
    CHECK_NUMBER(batch.records[0].seq, 42);
    CHECK_NUMBER(batch.records[1].epoch, 3);
    CHECK_BYTES(batch.records[1].bytes, batch.records[1].length, "two", 3);
    CHECK_NUMBER(journal_chain(&hash, 42, 3, "one", 3, &hash), ERROR_NONE);
    CHECK(digest_equal(&hash, &batch.records[0].hash));
    CHECK_NUMBER(journal_chain(&hash, 43, 3, "two", 3, &hash), ERROR_NONE);
    CHECK(digest_equal(&hash, &batch.last_hash));
    batch_finish(&batch);
    batch_finish(&batch);
}

static void what_is_refused_is_not_owned(void) {
    struct journal_record records[] = {{.bytes = "one", .length = 3}, {.bytes = "", .length = 0}};
    struct journal_batch batch;
    CHECK_NUMBER(batch_init(&batch, records, 0), ERROR_EMPTY);
    CHECK_NUMBER(batch_init(&batch, records, 2), ERROR_EMPTY);
    records[1].length = JOURNAL_RECORD_BYTES_MAX + 1;
    CHECK_NUMBER(batch_init(&batch, records, 2), ERROR_FULL);
    CHECK_NUMBER(batch_init(&batch, records, JOURNAL_BATCH_RECORDS_MAX + 1), ERROR_FULL);
    memory_fail_from(1);
    CHECK_NUMBER(batch_init(&batch, records, 1), ERROR_NO_MEMORY);
    memory_fail_from(0);
    CHECK(batch.records == NULL && batch.count == 0);
}

static const struct check_test tests[] = {
    {"a batch is a chained copy", a_batch_is_a_chained_copy},
    {"what is refused is not owned", what_is_refused_is_not_owned},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
