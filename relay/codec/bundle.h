/* bundle.h - the one file by which a site is set up: whose process it is, where its hub is, by which addresses browsers come, and every certificate and key
 * it needs. One JSON text; docs: deploy/README.md. It holds private keys. Thread: any; pure but for reading the file in bundle_load. */
#ifndef LAMRELAY_CODEC_BUNDLE_H
#define LAMRELAY_CODEC_BUNDLE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "core/record.h"

enum {
    BUNDLE_BYTES_MAX = 512 * 1024,
    BUNDLE_PEM_MAX = 64 * 1024, /* each */
    BUNDLE_ADDRESSES_MAX = 16,
    BUNDLE_VERSION = 1,
};

struct bundle {
    struct arena memory;          /* owns every text below, when it was read */
    uint32_t version;
    struct text conference, site; /* ids */
    struct localised title, name; /* of the conference, of the site */
    struct text hub;              /* "wss://host:port" of the hub's links */
    struct text *addresses;       /* "https://host:port" by which browsers reach the site, the preferred one first */
    size_t address_count;
    struct text *hub_addresses; /* the same of the hub; may be none */
    size_t hub_address_count;
    struct text link_authority, link_certificate, link_key; /* PEM */
    struct text certificate, key;                           /* PEM: what browsers see */
};

/* Reads and checks a file / a text: its form, not what the certificates say. NONE: `*out` is the caller's until bundle_finish. Otherwise every fault found is
 * a line in `faults`, as config_load has them, and never holds what stands in a key; `*out` is empty.
 * Errors: SYSTEM (cannot be read), MALFORMED (faults), NO_MEMORY. */
enum error bundle_load(const char *path, struct bundle *out, struct buffer *faults);
enum error bundle_parse(const char *name, const char *bytes, size_t length, struct bundle *out, struct buffer *faults);
void bundle_finish(struct bundle *bundle); /* the keys are overwritten */
/* The text of a bundle, appended; what it borrows stays the caller's. NO_MEMORY. */
enum error bundle_print(const struct bundle *bundle, struct buffer *out);

#endif
