#include "journal_sqlite_lock.h"

#include "base/log.h"
#include "base/memory.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static char *lock_path(const char *path) {
    size_t size = strlen(path) + sizeof(".lock");
    char *out = memory_take(size);
    if (out != NULL) {
        snprintf(out, size, "%s.lock", path);
    }
    return out;
}

static enum error refuse(const char *path, int lock) {
    char holder[32] = "";
    ssize_t length = pread(lock, holder, sizeof(holder) - 1, 0);
    holder[length > 0 ? length : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    log_line(LOG_ERROR, "journal_locked", "%s: another lamrelay has this journal open: process %s", path,
             holder[0] == '\0' ? "unknown" : holder);
    return ERROR_FENCED;
}

static enum error lock_file(const char *path, const char *file, int *out) {
    char us[32];
    int length = snprintf(us, sizeof(us), "%ld\n", (long)getpid());
    int lock = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) {
        log_line(LOG_ERROR, "journal_failure", "%s: cannot open: %s", file, strerror(errno));
        return ERROR_SYSTEM;
    }
    enum error error = ERROR_NONE;
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
        error = errno == EWOULDBLOCK ? refuse(path, lock) : ERROR_SYSTEM;
    } else if (ftruncate(lock, 0) != 0 || pwrite(lock, us, (size_t)length, 0) != length) {
        /* A full disk: the lock holds all the same, only its holder's name is missing. */
        log_line(LOG_WARNING, "journal_lock", "%s: cannot write the process id: %s", file, strerror(errno));
    }
    if (error == ERROR_SYSTEM) {
        log_line(LOG_ERROR, "journal_failure", "%s: cannot lock: %s", file, strerror(errno));
    }
    if (error != ERROR_NONE) {
        close(lock);
        return error;
    }
    *out = lock;
    return ERROR_NONE;
}

enum error lock_take(const char *path, int *out) {
    *out = -1;
    char *file = lock_path(path);
    if (file == NULL) {
        return ERROR_NO_MEMORY;
    }
    enum error error = lock_file(path, file, out);
    memory_release(file);
    return error;
}

void lock_release(int lock) {
    if (lock >= 0) {
        if (ftruncate(lock, 0) != 0) {
            log_line(LOG_WARNING, "journal_lock", "cannot clear the lock file: %s", strerror(errno));
        }
        close(lock);
    }
}
