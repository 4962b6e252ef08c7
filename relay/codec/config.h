/* config.h - the configuration file: one JSON text, the same verdict as config/lamrelay.schema.json gives, and more words about each fault.
 * Thread: any; pure but for reading the file in config_load. */
#ifndef LAMRELAY_CODEC_CONFIG_H
#define LAMRELAY_CODEC_CONFIG_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "core/addresses.h"
#include "core/limits.h"
#include "core/programme.h"

enum { CONFIG_BYTES_MAX = 1024 * 1024 };

struct config {
    struct arena memory;           /* owns every text below */
    struct programme programme;
    struct limits limits;
    struct text *addresses;        /* "https://host:port" the conference is reached at: Origins and CSP; may be empty (then app adds its own) */
    size_t address_count;
    struct site_address *site_addresses; /* where a site serves its own people: Origins and CSP too, and told to them */
    size_t site_address_count;
};

/* Reads and checks a file / a text. NONE: `*out` is the caller's until config_finish. Otherwise every fault found (up to 100) is a line in
 * `faults`: "path: line L, column C: what" for a syntax fault, "$.sites[3].people: what, what is allowed" for the others; `*out` is empty.
 * Errors: SYSTEM (file cannot be read; the fault line says why), MALFORMED (faults), NO_MEMORY. */
enum error config_load(const char *path, struct config *out, struct buffer *faults);
enum error config_parse(const char *name, const char *bytes, size_t length, struct config *out, struct buffer *faults);
/* A conference of which nothing was written down: it gets its title, sites and people later, by commands. */
void config_empty(struct config *out);
void config_finish(struct config *config);

#endif
