/* origin.h - an address by which browsers come, as they write it in Origin. The one place that says what such an address is. Pure; any thread. */
#ifndef LAMRELAY_BASE_ORIGIN_H
#define LAMRELAY_BASE_ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

enum { ORIGIN_BYTES_MAX = 280 }; /* with the NUL */

/* From "https://host", "https://host:port", either with a "/" behind it, in letters of any case: "https://host", or "https://host:port" unless that is 443, in
 * lower case, with a NUL. A host is a name or numbers, IPv6 in brackets. False: it is nothing of the kind, or too long; `out` then holds nothing of use. It may be where
 * the address lies. */
bool origin_normalise(const char *address, size_t length, char out[ORIGIN_BYTES_MAX]);

#endif
