/* A configuration file, and the bundle of a site: taken, or every fault named in a line of its own. */
#include "fuzz.h"

#include "codec/bundle.h"
#include "codec/config.h"

#include <string.h>

static void check(enum error error, const struct buffer *faults) {
    LAW(error == ERROR_NONE || error == ERROR_MALFORMED);
    LAW((error == ERROR_NONE) == (faults->length == 0));
    LAW(faults->length == 0 || faults->bytes[faults->length - 1] == '\n');
    LAW(faults->length == 0 || text_is_utf8(faults->bytes, faults->length));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct config config;
    struct bundle bundle;
    struct buffer faults;
    buffer_init(&faults);
    enum error error = config_parse("conference.json", (const char *)data, size, &config, &faults);
    check(error, &faults);
    config_finish(&config);
    buffer_clear(&faults);
    error = bundle_parse("site", (const char *)data, size, &bundle, &faults);
    check(error, &faults);
    bundle_finish(&bundle);
    buffer_finish(&faults);
    return 0;
}
