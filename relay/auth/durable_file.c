#include "durable_file.h"

#include "base/file.h"
#include "base/log.h"
#include "base/memory.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Gives the finished file its name; link, unlike rename, does not replace. */
static bool put_in_place(const char *draft, const char *path, bool replace) {
    if (replace) {
        return rename(draft, path) == 0;
    }
    return link(draft, path) == 0;
}

static enum error write_draft(int file, const char *draft, const char *path, const void *bytes, size_t length,
                              mode_t mode, bool replace) {
    bool written = fchmod(file, mode) == 0 && file_write_all(file, bytes, length) && fsync(file) == 0;
    bool placed = written && put_in_place(draft, path, replace);
    if (written && !placed && errno == EEXIST) {
        return ERROR_WRONG_STATE;
    }
    if (!placed || file_sync_directory_of(path) != ERROR_NONE) {
        log_line(LOG_ERROR, "file_failure", "%s: cannot write: %s", path, strerror(errno));
        return ERROR_SYSTEM;
    }
    return ERROR_NONE;
}

enum error durable_file_write(const char *path, const void *bytes, size_t length, mode_t mode, bool replace) {
    size_t size = strlen(path) + sizeof(".XXXXXX");
    char *draft = memory_take(size);
    if (draft == NULL) {
        return ERROR_NO_MEMORY;
    }
    snprintf(draft, size, "%s.XXXXXX", path);
    enum error error = ERROR_SYSTEM;
    int file = mkostemp(draft, O_CLOEXEC);
    if (file < 0) {
        log_line(LOG_ERROR, "file_failure", "%s: cannot write beside it: %s", path, strerror(errno));
    } else {
        error = write_draft(file, draft, path, bytes, length, mode, replace);
        close(file);
        /* After a link the draft is a second name, after a failure the only one; after a rename it is gone. */
        unlink(draft);
    }
    memory_release(draft);
    return error;
}
