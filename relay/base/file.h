/* file.h - whole files: copied, made durable, destroyed. Blocks; any thread. What fails is logged with the file's name. */
#ifndef LAMRELAY_BASE_FILE_H
#define LAMRELAY_BASE_FILE_H

#include "buffer.h"
#include "error.h"
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Writes all of it, however many calls that takes. False: errno says why, and some of it may be there. Logs nothing. */
bool file_write_all(int file, const void *bytes, size_t length);
/* All of a file of at most `most` bytes, appended. NONE, NOT_FOUND (not logged), FULL (it is longer), SYSTEM, NO_MEMORY. */
enum error file_read(const char *path, size_t most, struct buffer *out);
/* Copies into a new file of this mode, durable but for its name (file_sync_directory_of). NONE, WRONG_STATE (there is one already,
 * not logged), SYSTEM. On failure there is no new file. */
enum error file_copy(const char *from, const char *to, mode_t mode);
/* Makes what stands in a file durable. NONE or SYSTEM. */
enum error file_sync(const char *path);
/* Makes the names in a directory durable; the second takes the path of a file in it. NONE or SYSTEM. */
enum error file_sync_directory(const char *path);
enum error file_sync_directory_of(const char *path);
/* Overwrites a file with zeros, as far as the file system does so in place, and removes it. One that is not there is no
 * fault. NONE or SYSTEM. */
enum error file_destroy(const char *path);
/* Whether a directory holds nothing. NONE, WRONG_STATE (it holds something, not logged), NOT_FOUND (not logged), SYSTEM. */
enum error file_directory_is_empty(const char *path);

#endif
