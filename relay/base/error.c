#include "error.h"

#include <string.h>

static const struct {
    int number;
    const char *word;
    const char *text;
} errors[ERROR_COUNT] = {
#define ERROR_ROW(name, number, word, text) [ERROR_##name] = {number, word, text},
    ERROR_LIST(ERROR_ROW)
#undef ERROR_ROW
};

int error_number(enum error error) {
    return errors[error].number;
}

const char *error_word(enum error error) {
    return errors[error].word;
}

const char *error_text(enum error error) {
    return errors[error].text;
}

enum error error_from_word(const char *word) {
    int code = 0;
    while (code < ERROR_COUNT && strcmp(errors[code].word, word) != 0) {
        code++;
    }
    return (enum error)code;
}

bool error_is_passing(enum error error) {
    switch (error) {
    case ERROR_RATE_LIMITED:
    case ERROR_BUSY:
    case ERROR_NOT_STORED:
    case ERROR_NO_MEMORY:
    case ERROR_LINK_DOWN:
    case ERROR_NOT_HERE:
    case ERROR_LATE:
    case ERROR_FENCED:
    case ERROR_UNKNOWN:
    case ERROR_DAMAGED:
    case ERROR_SYSTEM:
    case ERROR_INTERNAL:
        return true;
    default:
        return false;
    }
}
