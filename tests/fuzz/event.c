/* A record of the journal: what can be read is written the same way again. */
#include "fuzz.h"

#include "codec/event_json.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct event event;
    struct buffer first, second;
    arena_init(&arena);
    buffer_init(&first);
    buffer_init(&second);
    enum error error = event_decode((const char *)data, size, &arena, &event);
    LAW(error == ERROR_NONE || error == ERROR_DAMAGED);
    if (error == ERROR_NONE) {
        LAW(event.type < EVENT_COUNT && event_encode(&first, &event) == ERROR_NONE);
        LAW(event_decode(first.bytes, first.length, &arena, &event) == ERROR_NONE);
        LAW(event_encode(&second, &event) == ERROR_NONE);
        LAW(first.length == second.length && memcmp(first.bytes, second.bytes, first.length) == 0);
    }
    buffer_finish(&first);
    buffer_finish(&second);
    arena_finish(&arena);
    return 0;
}
