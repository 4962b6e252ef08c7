#include "net/first_words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
    HELLO_PARTS = 5,  /* token, journal, own, name and s of the shared one */
    DIGITS_MOST = 16, /* of a number that JSON carries everywhere */
};

static const char SAYS[] = "say.", BLANKS[] = " \t,";
static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static bool is_base64url(const char *text) {
    return *text != '\0' && text[strspn(text, LETTERS)] == '\0';
}

static bool is_number(const char *text) {
    size_t digits = strspn(text, "0123456789");
    return digits > 0 && digits <= DIGITS_MOST && text[digits] == '\0' && (text[0] != '0' || digits == 1);
}

static void add(struct first_words *out, const char *method, const char *params) {
    snprintf(out->messages[out->count++], FIRST_MESSAGE_SIZE, "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\",\"params\":{%s}}", method, method, params);
}

/* Cuts it at its dots. The number of parts, at most one more than there is room for. */
static size_t cut(char *text, char *parts[HELLO_PARTS]) {
    size_t count = 0;
    for (char *part; (part = strsep(&text, ".")) != NULL; count++) {
        if (count == HELLO_PARTS)
            return HELLO_PARTS + 1;
        parts[count] = part;
    }
    return count;
}

static enum error say_hello(char *rest, struct first_words *out) {
    char params[FIRST_MESSAGE_SIZE] = "\"v\":1", *parts[HELLO_PARTS];
    size_t count = rest != NULL ? cut(rest, parts) : 0;
    if (count != 0 && count != 1 && count != HELLO_PARTS)
        return ERROR_MALFORMED;
    for (size_t i = 0; i < count; i++)
        if (i == 2 || i == 4 ? !is_number(parts[i]) : !is_base64url(parts[i]))
            return ERROR_MALFORMED;
    if (count == 1)
        snprintf(params, sizeof params, "\"v\":1,\"token\":\"%s\"", parts[0]);
    if (count == HELLO_PARTS)
        snprintf(params, sizeof params, "\"v\":1,\"token\":\"%s\",\"journal\":\"%s\",\"own\":%s,\"shared\":{\"name\":\"%s\",\"s\":%s}", parts[0], parts[1],
                 parts[2], parts[3], parts[4]);
    add(out, "hello", params);
    explicit_bzero(params, sizeof params);
    return ERROR_NONE;
}

static enum error say_card(const char *card, struct first_words *out) {
    char params[FIRST_MESSAGE_SIZE];
    if (!is_base64url(card))
        return ERROR_MALFORMED;
    snprintf(params, sizeof params, "\"card\":\"%s\"", card);
    add(out, "session.open", params);
    add(out, "hello", "\"v\":1");
    explicit_bzero(params, sizeof params);
    return ERROR_NONE;
}

static enum error understand(char *word, struct first_words *out) {
    char *rest = word;
    const char *what = strsep(&rest, ".");
    if (strcmp(what, "hello") == 0)
        return say_hello(rest, out);
    return strcmp(what, "card") == 0 && rest != NULL ? say_card(rest, out) : ERROR_MALFORMED;
}

enum error first_words_read(const char *list, struct first_words *out) {
    char word[FIRST_WORDS_LIST_MOST + 1];
    out->count = 0;
    if (strlen(list) > FIRST_WORDS_LIST_MOST)
        return ERROR_MALFORMED;
    for (list += strspn(list, BLANKS); *list != '\0'; list += strspn(list, BLANKS)) {
        size_t length = strcspn(list, BLANKS);
        const char *item = list;
        list += length;
        if (length < sizeof SAYS - 1 || memcmp(item, SAYS, sizeof SAYS - 1) != 0)
            continue;
        length -= sizeof SAYS - 1;
        if (out->count > 0)
            return ERROR_MALFORMED;
        memcpy(word, item + sizeof SAYS - 1, length);
        word[length] = '\0';
        enum error error = understand(word, out);
        explicit_bzero(word, sizeof word);
        if (error)
            return error;
    }
    return ERROR_NONE;
}
