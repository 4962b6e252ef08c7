#include "journal/journal.h"
#include "support/check.h"

#include <string.h>

static void the_rule_of_the_chain(void) {
    struct digest hash = {{0}};
    char hex[2 * DIGEST_SIZE + 1];
    CHECK_NUMBER(journal_chain(&hash, 1, 2, "{\"a\":1}", 7, &hash), ERROR_NONE);
    hex_encode(hash.bytes, DIGEST_SIZE, hex);
    CHECK_TEXT(hex, "ec958908db907bf71338be24b1f2d0ccea75394332484eb2aa81974ec362cfdf");
    CHECK_NUMBER(journal_chain(&hash, 0x0102030405060708, 3, NULL, 0, &hash), ERROR_NONE);
    hex_encode(hash.bytes, DIGEST_SIZE, hex);
    CHECK_TEXT(hex, "66fcd4017286351f7749de5f286d52586d8f1143bef553c144c201fcd45dd336");
}

static void every_part_counts(void) {
    struct digest none = {{0}}, other = {{1}}, hash, changed;
    CHECK_NUMBER(journal_chain(&none, 1, 1, "ab", 2, &hash), ERROR_NONE);
    CHECK_NUMBER(journal_chain(&other, 1, 1, "ab", 2, &changed), ERROR_NONE);
    CHECK(!digest_equal(&hash, &changed));
    CHECK_NUMBER(journal_chain(&none, 2, 1, "ab", 2, &changed), ERROR_NONE);
    CHECK(!digest_equal(&hash, &changed));
    CHECK_NUMBER(journal_chain(&none, 1, 2, "ab", 2, &changed), ERROR_NONE);
    CHECK(!digest_equal(&hash, &changed));
    CHECK_NUMBER(journal_chain(&none, 1, 1, "aB", 2, &changed), ERROR_NONE);
    CHECK(!digest_equal(&hash, &changed));
}

static void ids_are_crockford_and_sort_by_birth(void) {
    static const uint8_t random[10] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, zeros[10],
                         ones[10] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    char first[JOURNAL_ID_SIZE], second[JOURNAL_ID_SIZE];
    journal_make_id(1795600000000, random, first);
    CHECK_TEXT(first, "01m891k900041061050r3gg28a");
    journal_make_id(1795600000001, zeros, second);
    CHECK_TEXT(second, "01m891k9010000000000000000");
    CHECK(strcmp(first, second) < 0);
    journal_make_id(0xffffffffffff, ones, first);
    CHECK_TEXT(first, "7zzzzzzzzzzzzzzzzzzzzzzzzz");
    journal_make_id(0, zeros, first);
    CHECK_TEXT(first, "00000000000000000000000000");
}

/* A copy that goes on is the newer journal, whatever the clock of its machine says. */
static void a_later_id_sorts_behind(void) {
    const uint8_t ones[10] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255}, zeros[10] = {0};
    char former[JOURNAL_ID_SIZE], later[JOURNAL_ID_SIZE], expected[JOURNAL_ID_SIZE];
    journal_make_id(1795600000000, ones, former);
    journal_make_later_id(1795600000000, zeros, former, later);
    CHECK(strcmp(later, former) > 0);
    journal_make_later_id(1000, zeros, former, later);
    journal_make_id(1795600000001, zeros, expected);
    CHECK_TEXT(later, expected);
    journal_make_later_id(1795700000000, zeros, former, later);
    journal_make_id(1795700000000, zeros, expected);
    CHECK_TEXT(later, expected);
}

static const struct check_test tests[] = {
    {"the rule of the chain", the_rule_of_the_chain},
    {"every part counts", every_part_counts},
    {"a later id sorts behind", a_later_id_sorts_behind},
    {"ids are Crockford's and sort by birth", ids_are_crockford_and_sort_by_birth},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
