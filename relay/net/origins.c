#include "net/origins.h"

#include "base/memory.h"

#include <string.h>

static const char SCHEME[] = "https://";
static const char DEFAULT_PORT[] = ":443";

/* Nothing that could end the header it will stand in. */
static bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' ||
           c == ']' || c == '_';
}

static bool normalise(const char *address, char out[ORIGIN_BYTES_MAX]) {
    size_t length = strlen(address);
    if (length > 0 && address[length - 1] == '/')
        length--;
    if (length >= ORIGIN_BYTES_MAX || length <= sizeof SCHEME - 1)
        return false;
    for (size_t i = 0; i < length; i++)
        out[i] = address[i] >= 'A' && address[i] <= 'Z' ? (char)(address[i] - 'A' + 'a') : address[i];
    out[length] = '\0';
    if (strncmp(out, SCHEME, sizeof SCHEME - 1) != 0)
        return false;
    for (size_t i = sizeof SCHEME - 1; i < length; i++)
        if (!is_host_character(out[i]))
            return false;
    size_t tail = sizeof DEFAULT_PORT - 1;
    if (length > tail && strcmp(out + length - tail, DEFAULT_PORT) == 0)
        out[length - tail] = '\0';
    return true;
}

enum error origins_init(struct origins *origins, const char *const *addresses, size_t count, struct buffer *fault) {
    *origins = (struct origins){0};
    origins->texts = memory_take_zeroed(count, sizeof *origins->texts);
    if (origins->texts == NULL)
        return ERROR_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        if (!normalise(addresses[i], origins->texts[i])) {
            buffer_printf(fault, "%s is not an address of the form https://host:port", addresses[i]);
            origins_finish(origins);
            return ERROR_MALFORMED;
        }
    origins->count = count;
    return ERROR_NONE;
}

void origins_finish(struct origins *origins) {
    memory_release(origins->texts);
    *origins = (struct origins){0};
}

bool origins_hold(const struct origins *origins, const char *origin, size_t length) {
    for (size_t i = 0; i < origins->count; i++)
        if (strlen(origins->texts[i]) == length && memcmp(origins->texts[i], origin, length) == 0)
            return true;
    return false;
}

enum error origins_print_sockets(const struct origins *origins, struct buffer *out) {
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < origins->count && error == ERROR_NONE; i++)
        if (strchr(origins->texts[i], '[') == NULL)
            error = buffer_printf(out, " wss://%s", origins->texts[i] + sizeof SCHEME - 1);
    return error;
}
