#include "credential.h"

#include "base/log.h"
#include "durable_file.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KIND_LONGEST = 16 };

void credential_make(const uint8_t random[CREDENTIAL_RANDOM_SIZE], char out[CREDENTIAL_TEXT_SIZE]) {
    base64url_encode(random, CREDENTIAL_RANDOM_SIZE, out);
}

enum error credential_digest(const uint8_t key[CREDENTIAL_KEY_SIZE], const char *kind, struct text text,
                             struct digest *out) {
    char bytes[KIND_LONGEST + 1 + CREDENTIAL_LONGEST];
    size_t kind_length = strnlen(kind, KIND_LONGEST);
    if (text.length == 0 || text.length > CREDENTIAL_LONGEST) {
        return ERROR_MALFORMED;
    }
    memcpy(bytes, kind, kind_length);
    bytes[kind_length] = '\0';
    memcpy(bytes + kind_length + 1, text.bytes, text.length);
    enum error error = digest_hmac(key, CREDENTIAL_KEY_SIZE, bytes, kind_length + 1 + text.length, out);
    explicit_bzero(bytes, sizeof(bytes));
    return error;
}

static enum error read_key(int file, const char *path, uint8_t out[CREDENTIAL_KEY_SIZE]) {
    struct stat status;
    uint8_t bytes[CREDENTIAL_KEY_SIZE + 1];
    if (fstat(file, &status) != 0) {
        log_line(LOG_ERROR, "credential_key", "%s: cannot read: %s", path, strerror(errno));
        return ERROR_SYSTEM;
    }
    if (S_ISREG(status.st_mode) && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        log_line(LOG_ERROR, "credential_key", "%s: group or others may use it (mode %04o): chmod 600", path,
                 (unsigned)(status.st_mode & 07777));
        return ERROR_NOT_ALLOWED;
    }
    ssize_t length = S_ISREG(status.st_mode) ? read(file, bytes, sizeof(bytes)) : 0;
    enum error error = ERROR_NONE;
    if (length != CREDENTIAL_KEY_SIZE) {
        log_line(LOG_ERROR, "credential_key",
                 "%s: this is not a key; all codes and cards depend on it: put the saved one back", path);
        error = ERROR_DAMAGED;
    } else {
        memcpy(out, bytes, CREDENTIAL_KEY_SIZE);
    }
    explicit_bzero(bytes, sizeof(bytes));
    return error;
}

static enum error make_key(const char *path) {
    uint8_t key[CREDENTIAL_KEY_SIZE];
    if (getrandom(key, sizeof(key), 0) != (ssize_t)sizeof(key)) {
        log_line(LOG_ERROR, "credential_key", "the system gives no random bytes: %s", strerror(errno));
        return ERROR_SYSTEM;
    }
    enum error error = durable_file_write(path, key, sizeof(key), S_IRUSR | S_IWUSR, false);
    explicit_bzero(key, sizeof(key));
    /* Where another process was first, its key is the one. */
    return error == ERROR_WRONG_STATE ? ERROR_NONE : error;
}

enum error credential_key_load(const char *path, uint8_t out[CREDENTIAL_KEY_SIZE]) {
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK; /* a named pipe must not hold us up */
    int file = open(path, flags);
    if (file < 0 && errno == ENOENT) {
        enum error error = make_key(path);
        if (error != ERROR_NONE) {
            return error;
        }
        file = open(path, flags);
    }
    if (file < 0) {
        log_line(LOG_ERROR, "credential_key", "%s: cannot open: %s", path, strerror(errno));
        return ERROR_SYSTEM;
    }
    enum error error = read_key(file, path, out);
    close(file);
    return error;
}
