#include "codec/link_limits.h"

#include "codec/json_slice.h"
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

static bool is_kept_at_sites(const char *name) {
    static const char *const NAMES[] = {"messageBytes", "messagesPerMinute", "messagesBurst", "connections", "connectionsPerAddress"};
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        if (strcmp(NAMES[i], name) == 0)
            return true;
    return false;
}

enum error link_limits_write(struct buffer *out, const struct limits *limits) {
    const char *before = "{";
    enum error error = ERROR_NONE;
    for (uint32_t i = 0; i < LIMIT_ROW_COUNT && !error; i++)
        if (is_kept_at_sites(LIMIT_ROWS[i].name)) {
            uint32_t value;
            memcpy(&value, (const char *)limits + LIMIT_ROWS[i].offset, sizeof value);
            error = buffer_printf(out, "%s\"%s\":%" PRIu32, before, LIMIT_ROWS[i].name, value);
            before = ",";
        }
    return error ? error : buffer_append(out, "}", 1);
}

void link_limits_read(struct text object, struct limits *limits) {
    for (uint32_t i = 0; i < LIMIT_ROW_COUNT; i++) {
        const struct limit_row *row = &LIMIT_ROWS[i];
        struct text member;
        uint64_t number;
        if (!is_kept_at_sites(row->name) || !json_member(object, row->name, &member) || !json_number(member, &number) || number < row->least || number > row->most)
            continue;
        uint32_t value = (uint32_t)number;
        memcpy((char *)limits + row->offset, &value, sizeof value);
    }
}
