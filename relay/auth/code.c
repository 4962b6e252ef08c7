#include "credential.h"

#include <stdbool.h>
#include <string.h>

enum { DIGITS = CODE_SIZE - 1 };

static const uint64_t CODES = 100000000000; /* of eleven digits */

/* H. M. Damm, Total anti-symmetrische Quasigruppen, 2004. */
static const uint8_t quasigroup[10][10] = {
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3}, {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6}, {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7}, {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
};

static unsigned check_digit(const char *digits, size_t length) {
    unsigned interim = 0;
    for (size_t i = 0; i < length; i++) {
        interim = quasigroup[interim][digits[i] - '0'];
    }
    return interim;
}

void code_make(const uint8_t random[CODE_RANDOM_SIZE], char out[CODE_SIZE]) {
    uint64_t number = 0;
    for (size_t i = 0; i < CODE_RANDOM_SIZE; i++) {
        number = number << 8 | random[i];
    }
    number %= CODES;
    for (size_t i = DIGITS - 1; i > 0; i--) {
        out[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    out[DIGITS - 1] = (char)('0' + check_digit(out, DIGITS - 1));
    out[DIGITS] = '\0';
}

/* How many bytes at the start of the text are one separator; phones turn a minus into a dash and a space into a stiff
 * one. */
static size_t separator_length(const char *bytes, size_t length) {
    static const char *const separators[] = {" ",      "-",      "\t",     "\u00a0", "\u2010", "\u2011",
                                             "\u2012", "\u2013", "\u2014", "\u2212", "\u202f", "\u2009"};
    for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
        size_t size = strlen(separators[i]);
        if (size <= length && memcmp(bytes, separators[i], size) == 0) {
            return size;
        }
    }
    return 0;
}

enum error code_parse(struct text text, char out[CODE_SIZE]) {
    char digits[CODE_SIZE];
    size_t count = 0;
    for (size_t done = 0; done < text.length;) {
        char c = text.bytes[done];
        size_t separator = separator_length(text.bytes + done, text.length - done);
        bool is_digit = c >= '0' && c <= '9';
        if (separator == 0 && (!is_digit || count == DIGITS)) {
            return ERROR_MALFORMED;
        }
        if (is_digit) {
            digits[count++] = c;
        }
        done += separator > 0 ? separator : 1;
    }
    if (count != DIGITS || check_digit(digits, DIGITS) != 0) {
        return ERROR_MALFORMED;
    }
    memcpy(out, digits, DIGITS);
    out[DIGITS] = '\0';
    return ERROR_NONE;
}
