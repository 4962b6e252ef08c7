/* deployment.h - one conference of this machine opened for a subcommand: its configuration, its state directory, its
 * journal and hub on a loop.
 *
 * Normal course: deployment_open; use it; deployment_close, whatever deployment_open returned. Faults are said on
 * stderr, one line each.
 * Thread: the one that runs the loop. */
#ifndef LAMRELAY_APP_DEPLOYMENT_H
#define LAMRELAY_APP_DEPLOYMENT_H

#include "auth/credential.h"
#include "base/error.h"
#include "codec/config.h"
#include "hub/hub.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct journal;
struct loop;

enum { STATE_PATH_SIZE = 1024 };

struct deployment_files {
    char directory[STATE_PATH_SIZE];
    char journal[STATE_PATH_SIZE];
    char credential_key[STATE_PATH_SIZE];
    char ticket_keys[STATE_PATH_SIZE];
    char control[STATE_PATH_SIZE];
};

struct deployment {
    struct config config;
    const char *const *addresses; /* of the hub, for browsers; the caller may set them before deployment_start */
    size_t address_count;
    const struct certifier *certifier; /* NULL = none; the caller may set it before deployment_start */
    struct deployment_files files;
    struct hub_transport transport; /* the hub's way out: the caller fills it before deployment_start */
    struct loop *loop;
    struct journal *journal; /* NULL until deployment_open_journal */
    struct hub *hub;         /* NULL until deployment_start */
    uint8_t credential_key[CREDENTIAL_KEY_SIZE];
};

/* "<directory>/<name>"; false = too long. */
bool deployment_name_file(char out[STATE_PATH_SIZE], const char *directory, const char *name);
/* The pages: `given`, or those that were installed beside the program (../share/lamrelay/pages); "" = there are none. */
void deployment_find_pages(const char *given, char out[STATE_PATH_SIZE]);
/* Bytes of the system's randomness; false = there are none (said). */
bool deployment_random(void *bytes, size_t length);
/* Names the files and makes the directory (mode 0700) when it is not there. SYSTEM (said). */
enum error deployment_name_files(const char *directory, struct deployment_files *out);
/* Reads the configuration (NULL = there is none: an empty journal begins an empty conference) and makes the loop. SYSTEM, MALFORMED, NO_MEMORY (said). */
enum error deployment_open(struct deployment *conference, const char *config_path, const char *directory);
/* Opens the journal, and nobody else can. SYSTEM, FENCED, DAMAGED, NO_MEMORY (said). */
enum error deployment_open_journal(struct deployment *conference);
/* Replays the journal; the hub is attached to the loop. SYSTEM, FENCED, DAMAGED, NO_MEMORY (said). */
enum error deployment_start(struct deployment *conference);
/* Closes all there is, but what still holds handles on the loop must be the loop's part. `after_loop` (NULL = nothing)
 * is called between the loop's end and the hub's. */
void deployment_close(struct deployment *conference, void (*after_loop)(void *context), void *context);

#endif
