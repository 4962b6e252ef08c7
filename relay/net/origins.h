/* origins.h - the addresses the conference is reached at, as browsers write them in Origin. Thread: any once made. */
#ifndef LAMRELAY_NET_ORIGINS_H
#define LAMRELAY_NET_ORIGINS_H

#include "base/buffer.h"
#include "base/error.h"
#include "base/origin.h"
#include <stdbool.h>
#include <stddef.h>

struct origins {
    char (*texts)[ORIGIN_BYTES_MAX]; /* as base/origin.h has them, none twice; owned */
    size_t count;
};

/* From what origin_normalise takes. MALFORMED: `fault` names the first that is not of this form; NO_MEMORY. On failure nothing is owned. */
enum error origins_init(struct origins *origins, const char *const *addresses, size_t count, struct buffer *fault);
void origins_finish(struct origins *origins);
/* One more, unless it is there. MALFORMED, NO_MEMORY: nothing has changed. */
enum error origins_add(struct origins *origins, const char *address, size_t length);
/* Exactly one of them, byte for byte. */
bool origins_hold(const struct origins *origins, const char *origin, size_t length);
/* " wss://host:port" for each, as Content-Security-Policy has it: it knows no IPv6 addresses, for those 'self' must do.
 * ERROR_NONE or NO_MEMORY. */
enum error origins_print_sockets(const struct origins *origins, struct buffer *out);

#endif
