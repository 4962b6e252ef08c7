#include "certificate.h"

#include "base/log.h"
#include "base/text.h"
#include "certificate_parts.h"
#include "durable_file.h"
#include "issued.h"
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <unistd.h>

enum { AUTHORITY_NAME_MAX = 64, SERVER_MODE = 0644, KEY_MODE = 0600 };

static enum error write_certificate(const char *path, X509 *certificate, bool replace) {
    BIO *memory = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    enum error error = ERROR_NO_MEMORY;
    if (memory != NULL && PEM_write_bio_X509(memory, certificate) == 1) {
        long length = BIO_get_mem_data(memory, &bytes);
        error = durable_file_write(path, bytes, (size_t)length, SERVER_MODE, replace);
    }
    BIO_free(memory);
    return error;
}

static enum error write_key(const char *path, EVP_PKEY *key, bool replace) {
    BIO *memory = BIO_new(BIO_s_secmem());
    char *bytes = NULL;
    enum error error = ERROR_NO_MEMORY;
    if (memory != NULL && PEM_write_bio_PKCS8PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL) == 1) {
        long length = BIO_get_mem_data(memory, &bytes);
        error = durable_file_write(path, bytes, (size_t)length, KEY_MODE, replace);
    }
    BIO_free(memory);
    return error;
}

static bool is_there(const char *path) {
    bool there = access(path, F_OK) == 0;
    if (there) {
        log_line(LOG_ERROR, "certificate", "%s: is there already and is not replaced", path);
    }
    return there;
}

enum error certificate_make_authority(const char *name, int64_t now, const char *certificate_path,
                                      const char *key_path) {
    size_t length = strlen(name);
    if (length == 0 || length > AUTHORITY_NAME_MAX || !text_is_utf8(name, length)) {
        return ERROR_MALFORMED;
    }
    if (is_there(certificate_path) || is_there(key_path)) {
        return ERROR_WRONG_STATE;
    }
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *authority = key == NULL ? NULL : parts_make_authority(name, key, now);
    enum error error = authority == NULL ? ERROR_NO_MEMORY : write_key(key_path, key, false);
    if (error == ERROR_NONE) {
        error = write_certificate(certificate_path, authority, false);
    }
    X509_free(authority);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return error;
}

static enum error check_names(const struct certificate_order *order) {
    if (order->name_count == 0 || order->name_count > CERTIFICATE_NAMES_MAX || order->days < 1 ||
        order->days > CERTIFICATE_SERVER_DAYS_MAX) {
        return ERROR_OUT_OF_RANGE;
    }
    for (size_t i = 0; i < order->name_count; i++) {
        if (!parts_is_name(order->names[i])) {
            log_line(LOG_ERROR, "certificate", "\"%.100s\" is neither a DNS name nor an IP address", order->names[i]);
            return ERROR_MALFORMED;
        }
    }
    return ERROR_NONE;
}

static enum error note_issued(const struct certificate_order *order, X509 *certificate) {
    int lock = issued_lock(order->authority_key_path);
    enum error error = lock >= 0 ? issued_add(order->issued_path, certificate, order->now) : ERROR_SYSTEM;
    issued_unlock(lock);
    return error;
}

/* A certificate with a new key, by the authority: for the names of the order, or for a site. */
static enum error make_signed(const struct certificate_order *order, const char *site, const char *certificate_path, const char *key_path) {
    struct parts_pair authority = {.certificate = NULL};
    EVP_PKEY *key = NULL;
    X509 *certificate = NULL;
    enum error error = parts_load_pair(order->authority_path, order->authority_key_path, order->now, &authority);
    if (error != ERROR_NONE) {
        goto release;
    }
    error = ERROR_NO_MEMORY;
    key = EVP_EC_gen("P-256");
    if (key != NULL) {
        certificate = site != NULL ? parts_make_site(order, site, key, &authority) : parts_make_server(order, key, &authority);
    }
    if (certificate != NULL && site != NULL && order->issued_path != NULL) {
        error = note_issued(order, certificate); /* before it is anywhere else: what is out there can be revoked */
    } else if (certificate != NULL) {
        error = ERROR_NONE;
    }
    if (error == ERROR_NONE) {
        /* The key first: with the old certificate it does not fit, and that is noticed; the other way round is no
         * better. */
        error = write_key(key_path, key, true);
    }
    if (error == ERROR_NONE) {
        error = write_certificate(certificate_path, certificate, true);
    }

release:
    X509_free(certificate);
    EVP_PKEY_free(key);
    parts_release_pair(&authority);
    ERR_clear_error();
    return error;
}

enum error certificate_make_server(const struct certificate_order *order, const char *certificate_path,
                                   const char *key_path) {
    enum error error = check_names(order);
    return error == ERROR_NONE ? make_signed(order, NULL, certificate_path, key_path) : error;
}

enum error certificate_make_site(const struct certificate_order *order, const char *site, const char *certificate_path, const char *key_path) {
    size_t length = strlen(site);
    if (length == 0 || length > AUTHORITY_NAME_MAX || strspn(site, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != length) {
        return ERROR_MALFORMED;
    }
    if (order->days < 1 || order->days > CERTIFICATE_SERVER_DAYS_MAX) {
        return ERROR_OUT_OF_RANGE;
    }
    return make_signed(order, site, certificate_path, key_path);
}

enum error certificate_check(const char *certificate_path, const char *key_path, int64_t now, int64_t *not_after) {
    struct parts_pair pair = {.certificate = NULL};
    enum error error = parts_load_pair(certificate_path, key_path, now, &pair);
    if (pair.certificate != NULL && not_after != NULL) {
        *not_after = pair.not_after;
    }
    parts_release_pair(&pair);
    ERR_clear_error();
    return error;
}

enum error certificate_check_texts(const struct certificate_texts *texts, int64_t now) {
    struct parts_pair pair = {.certificate = NULL};
    enum error error = parts_parse_pair(texts, now, &pair);
    if (error == ERROR_NONE && texts->site != NULL) {
        error = parts_check_signed(texts, &pair);
    }
    parts_release_pair(&pair);
    ERR_clear_error();
    return error;
}

bool certificate_covers(const char *path, const char *name, int64_t at) {
    struct parts_pair pair = {.certificate = NULL};
    bool covers = access(path, R_OK) == 0 && parts_load_certificate(path, &pair) == ERROR_NONE && pair.not_after > at &&
                  (X509_check_host(pair.certificate, name, 0, 0, NULL) == 1 || X509_check_ip_asc(pair.certificate, name, 0) == 1);
    parts_release_pair(&pair);
    ERR_clear_error();
    return covers;
}

enum error certificate_expiry(const char *certificate_path, int64_t *not_after) {
    struct parts_pair pair;
    enum error error = parts_load_certificate(certificate_path, &pair);
    if (error == ERROR_NONE) {
        *not_after = pair.not_after;
    }
    parts_release_pair(&pair);
    ERR_clear_error();
    return error;
}
