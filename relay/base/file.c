#include "file.h"

#include "log.h"
#include "memory.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE_BYTES = 64 * 1024 };

static enum error fail(const char *path, const char *doing) {
    log_line(LOG_ERROR, "file_failure", "%s: cannot %s: %s", path, doing, strerror(errno));
    return ERROR_SYSTEM;
}

bool file_write_all(int file, const void *bytes, size_t length) {
    size_t done = 0;
    while (done < length) {
        ssize_t written = write(file, (const char *)bytes + done, length - done);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        done += written > 0 ? (size_t)written : 0;
    }
    return true;
}

enum error file_read(const char *path, size_t most, struct buffer *out) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return errno == ENOENT ? ERROR_NOT_FOUND : fail(path, "open");
    }
    char piece[PIECE_BYTES];
    size_t begin = out->length;
    enum error error = ERROR_NONE;
    for (ssize_t length = 1; length != 0 && error == ERROR_NONE;) {
        length = read(file, piece, sizeof(piece));
        if (length < 0 && errno != EINTR) {
            error = fail(path, "read");
        } else if (length > 0 && out->length - begin + (size_t)length > most) {
            error = ERROR_FULL;
        } else if (length > 0) {
            error = buffer_append(out, piece, (size_t)length);
        }
    }
    explicit_bzero(piece, sizeof(piece));
    close(file);
    return error;
}

/* Both are open. */
static bool copy_bytes(int from, int to) {
    char piece[PIECE_BYTES];
    for (;;) {
        ssize_t length = read(from, piece, sizeof(piece));
        if (length == 0) {
            return fsync(to) == 0;
        }
        if ((length < 0 && errno != EINTR) || (length > 0 && !file_write_all(to, piece, (size_t)length))) {
            return false;
        }
    }
}

enum error file_copy(const char *from, const char *to, mode_t mode) {
    int source = open(from, O_RDONLY | O_CLOEXEC);
    if (source < 0) {
        return fail(from, "open");
    }
    int target = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    enum error error = ERROR_NONE;
    if (target < 0) {
        error = errno == EEXIST ? ERROR_WRONG_STATE : fail(to, "make");
    } else if (!copy_bytes(source, target)) {
        error = fail(to, "write");
        unlink(to);
    }
    close(source);
    if (target >= 0) {
        close(target);
    }
    return error;
}

static enum error sync_open(const char *path, int flags) {
    int file = open(path, flags | O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return fail(path, "open");
    }
    enum error error = fsync(file) == 0 ? ERROR_NONE : fail(path, "sync");
    close(file);
    return error;
}

enum error file_sync(const char *path) {
    return sync_open(path, 0);
}

enum error file_sync_directory(const char *path) {
    return sync_open(path, O_DIRECTORY);
}

enum error file_sync_directory_of(const char *path) {
    char *copy = memory_copy_text(path, strlen(path));
    if (copy == NULL) {
        return ERROR_NO_MEMORY;
    }
    /* "a/b/" names the entry b of a, as "a/b" does. */
    size_t length = strlen(copy);
    while (length > 1 && copy[length - 1] == '/') {
        copy[--length] = '\0';
    }
    char *slash = strrchr(copy, '/');
    if (slash != NULL) {
        slash[slash == copy ? 1 : 0] = '\0';
    }
    enum error error = file_sync_directory(slash == NULL ? "." : copy);
    memory_release(copy);
    return error;
}

static bool overwrite(int file) {
    static const char zeros[PIECE_BYTES];
    struct stat state;
    if (fstat(file, &state) != 0) {
        return false;
    }
    for (off_t left = state.st_size; left > 0; left -= PIECE_BYTES) {
        if (!file_write_all(file, zeros, left < PIECE_BYTES ? (size_t)left : PIECE_BYTES)) {
            return false;
        }
    }
    return fsync(file) == 0;
}

enum error file_destroy(const char *path) {
    int file = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) {
        return errno == ENOENT ? ERROR_NONE : fail(path, "open");
    }
    bool done = overwrite(file);
    close(file);
    return done && unlink(path) == 0 ? ERROR_NONE : fail(path, "destroy");
}

enum error file_directory_is_empty(const char *path) {
    DIR *directory = opendir(path);
    if (directory == NULL) {
        return errno == ENOENT ? ERROR_NOT_FOUND : fail(path, "open");
    }
    enum error error = ERROR_NONE;
    for (struct dirent *entry = readdir(directory); entry != NULL && error == ERROR_NONE; entry = readdir(directory)) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            error = ERROR_WRONG_STATE;
        }
    }
    closedir(directory);
    return error;
}
