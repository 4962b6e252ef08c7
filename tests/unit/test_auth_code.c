#include "auth/credential.h"
#include "support/check.h"

#include <string.h>

static enum error parse(const char *text, char out[CODE_SIZE]) {
    return code_parse(text_of(text), out);
}

static void codes_are_made_from_the_random_number(void) {
    static const uint8_t zeros[8], one[8] = {0, 0, 0, 0, 0, 0, 0, 1},
                                   ones[8] = {255, 255, 255, 255, 255, 255, 255, 255};
    char code[CODE_SIZE];
    code_make(zeros, code);
    CHECK_TEXT(code, "000000000000");
    code_make(one, code);
    CHECK_TEXT(code, "000000000013");
    code_make(ones, code);
    CHECK(strncmp(code, "73709551615", 11) == 0); /* 18446744073709551615 modulo 10^11 */
    CHECK_NUMBER(strlen(code), 12);
}

static void made_codes_parse(void) {
    for (unsigned i = 0; i < 2000; i++) {
        uint8_t random[8] = {(uint8_t)i, (uint8_t)(i * 7),  3, (uint8_t)(i >> 3),
                             5,          (uint8_t)(i * 31), 7, (uint8_t)(i * 13)};
        char code[CODE_SIZE], parsed[CODE_SIZE];
        code_make(random, code);
        CHECK_NUMBER(parse(code, parsed), ERROR_NONE);
        CHECK_TEXT(parsed, code);
    }
}

static void slips_of_the_finger_are_found(void) {
    static const uint8_t random[8] = {0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0};
    char code[CODE_SIZE], slip[CODE_SIZE], parsed[CODE_SIZE];
    code_make(random, code);
    for (size_t place = 0; place < 12; place++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            memcpy(slip, code, CODE_SIZE);
            slip[place] = digit;
            CHECK_NUMBER(parse(slip, parsed), digit == code[place] ? ERROR_NONE : ERROR_MALFORMED);
        }
    }
    for (size_t place = 0; place + 1 < 12; place++) {
        memcpy(slip, code, CODE_SIZE);
        slip[place] = code[place + 1];
        slip[place + 1] = code[place];
        CHECK_NUMBER(parse(slip, parsed), code[place] == code[place + 1] ? ERROR_NONE : ERROR_MALFORMED);
    }
}

/* H. M. Damm's own example: 572 has the check digit 4. */
static void the_check_digit_is_damms(void) {
    char parsed[CODE_SIZE];
    CHECK_NUMBER(parse("000000005724", parsed), ERROR_NONE);
    CHECK_NUMBER(parse("000000005720", parsed), ERROR_MALFORMED);
}

static void codes_are_read_as_they_are_typed(void) {
    static const char *const good[] = {"000 000 005 724",
                                       "000-000-005-724",
                                       " 000000005724\t",
                                       "0-0-0 000005724",
                                       "000\u00a0000\u202f005\u2009724",
                                       "000\u2013000\u2011005\u2212724"};
    static const char *const bad[] = {"",
                                      "    ",
                                      "00000000572",
                                      "0000000057244",
                                      "00000000572a",
                                      "000000005724x",
                                      "000.000.005.724",
                                      "+00000005724",
                                      "\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0665\u0667\u0662\u0664",
                                      "000000005724\xe2",
                                      "000000005724\xc2",
                                      "\xff",
                                      "000000005724\n"};
    char parsed[CODE_SIZE];
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        check_note("%s", good[i]);
        CHECK_NUMBER(parse(good[i], parsed), ERROR_NONE);
        CHECK_TEXT(parsed, "000000005724");
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        check_note("bad %zu", i);
        CHECK_NUMBER(parse(bad[i], parsed), ERROR_MALFORMED);
    }
    CHECK_NUMBER(code_parse((struct text){"00000000\0724", 12}, parsed), ERROR_MALFORMED);
    CHECK_NUMBER(code_parse((struct text){NULL, 0}, parsed), ERROR_MALFORMED);
}

static const struct check_test tests[] = {
    {"codes are made from the random number", codes_are_made_from_the_random_number},
    {"made codes parse", made_codes_parse},
    {"slips of the finger are found", slips_of_the_finger_are_found},
    {"the check digit is Damm's", the_check_digit_is_damms},
    {"codes are read as they are typed", codes_are_read_as_they_are_typed},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
