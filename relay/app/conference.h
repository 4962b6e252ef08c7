/* conference.h - one conference of this machine opened for a subcommand: its configuration, its state directory, its
 * journal and hub on a loop.
 *
 * Normal course: conference_open; use it; conference_close, whatever conference_open returned. Faults are said on
 * stderr, one line each.
 * Thread: the one that runs the loop. */
#ifndef LAMRELAY_APP_CONFERENCE_H
#define LAMRELAY_APP_CONFERENCE_H

#include "base/error.h"
#include "codec/config.h"
#include "hub/hub.h"
#include <stdbool.h>
#include <stdint.h>

struct journal;
struct loop;

enum { CREDENTIAL_KEY_SIZE = 32, STATE_PATH_SIZE = 1024 };

struct conference_files {
    char directory[STATE_PATH_SIZE];
    char journal[STATE_PATH_SIZE];
    char credential_key[STATE_PATH_SIZE];
    char ticket_keys[STATE_PATH_SIZE];
    char control[STATE_PATH_SIZE];
};

struct conference {
    struct config config;
    struct conference_files files;
    struct hub_transport transport; /* the hub's way out: the caller fills it before conference_start */
    struct loop *loop;
    struct journal *journal; /* NULL until conference_start */
    struct hub *hub;         /* NULL until conference_start */
    uint8_t credential_key[CREDENTIAL_KEY_SIZE];
};

/* "<directory>/<name>"; false = too long. */
bool conference_name_file(char out[STATE_PATH_SIZE], const char *directory, const char *name);
/* Names the files and makes the directory (mode 0700) when it is not there. SYSTEM (said). */
enum error conference_name_files(const char *directory, struct conference_files *out);
/* Reads the configuration and makes the loop. SYSTEM, MALFORMED, NO_MEMORY (said). */
enum error conference_open(struct conference *conference, const char *config_path, const char *directory);
/* Opens the journal and replays it; the hub is attached to the loop. SYSTEM, FENCED, DAMAGED, NO_MEMORY (said). */
enum error conference_start(struct conference *conference);
/* Closes all there is, but what still holds handles on the loop must be the loop's part. `after_loop` (NULL = nothing)
 * is called between the loop's end and the hub's. */
void conference_close(struct conference *conference, void (*after_loop)(void *context), void *context);

#endif
