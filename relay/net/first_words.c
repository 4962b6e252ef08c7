#include "net/first_words.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char SAYS[] = "say.", BLANKS[] = " \t,";
static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static bool is_base64url(const char *text) {
    return *text != '\0' && text[strspn(text, LETTERS)] == '\0';
}

static void add(struct first_words *out, const char *method, const char *params) {
    snprintf(out->messages[out->count++], FIRST_MESSAGE_SIZE, "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"%s\",\"params\":{%s}}", method, method, params);
}

static enum error understand(const char *word, struct first_words *out) {
    char params[FIRST_WORDS_LIST_MOST + 32] = "\"v\":1";
    if (strncmp(word, "card.", 5) == 0 && is_base64url(word + 5)) {
        snprintf(params, sizeof params, "\"card\":\"%s\"", word + 5);
        add(out, "session.open", params);
        add(out, "hello", "\"v\":1");
    } else if (strncmp(word, "hello.", 6) == 0 && is_base64url(word + 6)) {
        snprintf(params, sizeof params, "\"v\":1,\"token\":\"%s\"", word + 6);
        add(out, "hello", params);
    } else if (strcmp(word, "hello") == 0) {
        add(out, "hello", params);
    } else {
        return ERROR_MALFORMED;
    }
    explicit_bzero(params, sizeof params);
    return ERROR_NONE;
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
