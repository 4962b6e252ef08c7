#include "net/origins.h"

#include "base/memory.h"

#include <string.h>

static const char SCHEME[] = "https://";

enum error origins_init(struct origins *origins, const char *const *addresses, size_t count, struct buffer *fault) {
    *origins = (struct origins){0};
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < count && error == ERROR_NONE; i++) {
        error = origins_add(origins, addresses[i], strlen(addresses[i]));
        if (error == ERROR_MALFORMED)
            buffer_printf(fault, "%s is not an address of the form https://host:port", addresses[i]);
    }
    if (error != ERROR_NONE)
        origins_finish(origins);
    return error;
}

void origins_finish(struct origins *origins) {
    memory_release(origins->texts);
    *origins = (struct origins){0};
}

enum error origins_add(struct origins *origins, const char *address, size_t length) {
    char origin[ORIGIN_BYTES_MAX];
    if (!origin_normalise(address, length, origin))
        return ERROR_MALFORMED;
    if (origins_hold(origins, origin, strlen(origin)))
        return ERROR_NONE;
    char(*texts)[ORIGIN_BYTES_MAX] = memory_resize(origins->texts, (origins->count + 1) * sizeof *texts);
    if (texts == NULL)
        return ERROR_NO_MEMORY;
    origins->texts = texts;
    memcpy(texts[origins->count++], origin, strlen(origin) + 1);
    return ERROR_NONE;
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
