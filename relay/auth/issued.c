#include "issued.h"

#include "base/log.h"
#include "durable_file.h"
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { ISSUED_MODE = 0644 };

/* The next of the file, NULL at its end; `*error` tells an end from a fault. */
static X509 *read_next(BIO *file, const char *path, enum error *error) {
    X509 *certificate = PEM_read_bio_X509(file, NULL, NULL, NULL);
    if (certificate == NULL) {
        bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
        ERR_clear_error();
        if (!ended) {
            log_line(LOG_ERROR, "certificate", "%s: what has been issued cannot be read", path);
            *error = ERROR_MALFORMED;
        }
    }
    return certificate;
}

enum error issued_read(const char *path, STACK_OF(X509) **out) {
    STACK_OF(X509) *all = sk_X509_new_null();
    if (all == NULL) {
        return ERROR_NO_MEMORY;
    }
    enum error error = ERROR_NONE;
    BIO *file = access(path, F_OK) == 0 ? BIO_new_file(path, "r") : NULL;
    if (file == NULL && errno != ENOENT) {
        log_line(LOG_ERROR, "certificate", "%s: %s", path, strerror(errno));
        error = ERROR_MALFORMED;
    }
    while (file != NULL && error == ERROR_NONE) {
        X509 *certificate = read_next(file, path, &error);
        if (certificate == NULL) {
            break;
        }
        if (sk_X509_num(all) == ISSUED_MAX || sk_X509_push(all, certificate) == 0) {
            error = sk_X509_num(all) == ISSUED_MAX ? ERROR_FULL : ERROR_NO_MEMORY;
            X509_free(certificate);
        }
    }
    BIO_free(file);
    if (error != ERROR_NONE) {
        sk_X509_pop_free(all, X509_free);
        return error;
    }
    *out = all;
    return ERROR_NONE;
}

static bool print_valid(BIO *out, X509 *certificate, time_t now) {
    return X509_cmp_time(X509_get0_notAfter(certificate), &now) < 0 || PEM_write_bio_X509(out, certificate) == 1;
}

static enum error write_all(const char *path, STACK_OF(X509) *all, X509 *one_more, time_t now) {
    BIO *memory = BIO_new(BIO_s_mem());
    bool done = memory != NULL;
    for (int i = 0; done && i < sk_X509_num(all); i++) {
        done = print_valid(memory, sk_X509_value(all, i), now);
    }
    done = done && print_valid(memory, one_more, now);
    char *bytes = NULL;
    long length = done ? BIO_get_mem_data(memory, &bytes) : 0;
    enum error error = done ? durable_file_write(path, bytes, (size_t)length, ISSUED_MODE, true) : ERROR_NO_MEMORY;
    BIO_free(memory);
    return error;
}

enum error issued_add(const char *path, X509 *certificate, int64_t now) {
    STACK_OF(X509) *all = NULL;
    enum error error = issued_read(path, &all);
    if (error == ERROR_NONE && sk_X509_num(all) == ISSUED_MAX) {
        error = ERROR_FULL;
    }
    if (error == ERROR_NONE) {
        error = write_all(path, all, certificate, (time_t)(now / 1000));
    }
    sk_X509_pop_free(all, X509_free);
    return error;
}

int issued_lock(const char *authority_key_path) {
    int lock = open(authority_key_path, O_RDONLY | O_CLOEXEC);
    int taken = lock < 0 ? -1 : flock(lock, LOCK_EX);
    while (taken != 0 && lock >= 0 && errno == EINTR) {
        taken = flock(lock, LOCK_EX);
    }
    if (taken == 0) {
        return lock;
    }
    log_line(LOG_ERROR, "certificate", "%s: %s", authority_key_path, strerror(errno));
    if (lock >= 0) {
        close(lock);
    }
    return -1;
}

void issued_unlock(int lock) {
    if (lock >= 0) {
        close(lock);
    }
}
