#include "auth/receipt.h"
#include "base/log.h"
#include "support/check.h"

#include <string.h>

static const uint8_t HUB_KEY[DIGEST_SIZE] = {1}, COMMAND_KEY[RECEIPT_COMMAND_KEY_SIZE] = {2}, PARAMS[RECEIPT_PARAMS_SIZE] = {3};
static const struct receipt SAID = {.stream = "streams", .stamp = INT64_C(1795307401000), .error = 20, .epoch = 3};

static struct receipt_subject subject_of(const char *person) {
    return (struct receipt_subject){text_of(person), COMMAND_KEY, PARAMS};
}

static void make(struct digest *key, uint8_t bytes[RECEIPT_BYTES]) {
    struct receipt_subject subject = subject_of("dc07-0001");
    CHECK_NUMBER(receipt_key(HUB_KEY, SAID.stream, key), ERROR_NONE);
    CHECK_NUMBER(receipt_make(key->bytes, &SAID, &subject, bytes), ERROR_NONE);
}

static void a_receipt_says_when_and_by_whom(void) {
    struct digest key;
    uint8_t bytes[RECEIPT_BYTES];
    struct receipt read;
    struct receipt_subject subject = subject_of("dc07-0001");
    make(&key, bytes);
    CHECK_NUMBER(receipt_check(key.bytes, bytes, &subject), ERROR_NONE);
    CHECK_NUMBER(receipt_read(bytes, &read), ERROR_NONE);
    CHECK(memcmp(read.stream, SAID.stream, sizeof read.stream) == 0);
    CHECK_NUMBER(read.stamp, SAID.stamp);
    CHECK_NUMBER(read.error, SAID.error);
    CHECK_NUMBER(read.epoch, SAID.epoch);
}

static void every_bit_matters(void) {
    struct digest key;
    uint8_t bytes[RECEIPT_BYTES];
    struct receipt_subject subject = subject_of("dc07-0001");
    make(&key, bytes);
    for (int bit = 0; bit < RECEIPT_BYTES * 8; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        CHECK_NUMBER(receipt_check(key.bytes, bytes, &subject), ERROR_NOT_ALLOWED);
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    }
}

static void it_is_of_one_command_of_one_person_and_one_stream(void) {
    static const uint8_t OTHER[RECEIPT_COMMAND_KEY_SIZE] = {9};
    struct digest key, other_key;
    uint8_t bytes[RECEIPT_BYTES];
    struct receipt_subject subject = subject_of("dc07-0002");
    make(&key, bytes);
    CHECK_NUMBER(receipt_check(key.bytes, bytes, &subject), ERROR_NOT_ALLOWED);
    subject = (struct receipt_subject){text_of("dc07-0001"), OTHER, PARAMS};
    CHECK_NUMBER(receipt_check(key.bytes, bytes, &subject), ERROR_NOT_ALLOWED);
    subject = (struct receipt_subject){text_of("dc07-0001"), COMMAND_KEY, OTHER};
    CHECK_NUMBER(receipt_check(key.bytes, bytes, &subject), ERROR_NOT_ALLOWED);
    subject = subject_of("dc07-0001");
    CHECK_NUMBER(receipt_key(HUB_KEY, (const uint8_t *)"another", &other_key), ERROR_NONE);
    CHECK_NUMBER(receipt_check(other_key.bytes, bytes, &subject), ERROR_NOT_ALLOWED);
}

static void what_is_none_is_not_read(void) {
    uint8_t bytes[RECEIPT_BYTES] = {2};
    struct receipt read;
    CHECK_NUMBER(receipt_read(bytes, &read), ERROR_MALFORMED);
    bytes[0] = 1;
    CHECK_NUMBER(receipt_read(bytes, &read), ERROR_NONE);
    bytes[1 + RECEIPT_STREAM_SIZE] = 0x80;
    CHECK_NUMBER(receipt_read(bytes, &read), ERROR_MALFORMED);
}

static void ids_have_bounds(void) {
    char person[66];
    uint8_t bytes[RECEIPT_BYTES];
    memset(person, 'a', sizeof person - 1);
    person[sizeof person - 1] = '\0';
    struct receipt_subject subject = subject_of(person);
    CHECK_NUMBER(receipt_make(HUB_KEY, &SAID, &subject, bytes), ERROR_TOO_LONG);
    subject.person.length = 64;
    CHECK_NUMBER(receipt_make(HUB_KEY, &SAID, &subject, bytes), ERROR_NONE);
}

static const struct check_test tests[] = {
    {"a receipt says when and by whom", a_receipt_says_when_and_by_whom},
    {"every bit matters", every_bit_matters},
    {"it is of one command of one person and one stream", it_is_of_one_command_of_one_person_and_one_stream},
    {"what is none is not read", what_is_none_is_not_read},
    {"ids have bounds", ids_have_bounds},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
