/* A configuration file: taken, or every fault named in a line of its own. */
#include "fuzz.h"

#include "codec/config.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct config config;
    struct buffer faults;
    buffer_init(&faults);
    enum error error = config_parse("conference.json", (const char *)data, size, &config, &faults);
    LAW(error == ERROR_NONE || error == ERROR_MALFORMED);
    LAW((error == ERROR_NONE) == (faults.length == 0));
    LAW(faults.length == 0 || faults.bytes[faults.length - 1] == '\n');
    LAW(faults.length == 0 || text_is_utf8(faults.bytes, faults.length));
    config_finish(&config);
    buffer_finish(&faults);
    return 0;
}
