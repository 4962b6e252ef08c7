/* durable_file.h - files that are there whole or not at all. Inside auth/ only; any thread. */
#ifndef LAMRELAY_AUTH_DURABLE_FILE_H
#define LAMRELAY_AUTH_DURABLE_FILE_H

#include "base/error.h"
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Writes a file beside `path`, syncs it, gives it its name and syncs the directory. Without `replace` a file that is
 * there stays: WRONG_STATE. NONE, WRONG_STATE (not logged), SYSTEM (logged), NO_MEMORY. */
enum error durable_file_write(const char *path, const void *bytes, size_t length, mode_t mode, bool replace);

#endif
