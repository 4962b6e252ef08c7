#include "revocation.h"

#include "base/log.h"
#include "certificate_parts.h"
#include "durable_file.h"
#include "issued.h"
#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LIST_MODE = 0644, NAME_SIZE = 128, CRL_V2 = 1 };

static bool is_of_site(X509 *certificate, const char *site) {
    char name[NAME_SIZE];
    int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof(name));
    return length > 0 && (size_t)length == strlen(site) && memcmp(name, site, (size_t)length) == 0;
}

static bool is_listed(X509_CRL *list, X509 *certificate) {
    X509_REVOKED *entry = NULL;
    return list != NULL && X509_CRL_get0_by_serial(list, &entry, X509_get_serialNumber(certificate)) == 1;
}

/* `*out` NULL: there is no list yet. */
static enum error read_list(const char *path, X509_CRL **out) {
    *out = NULL;
    BIO *file = BIO_new_file(path, "r");
    if (file == NULL) {
        bool missing = access(path, F_OK) != 0 && errno == ENOENT;
        ERR_clear_error();
        return missing ? ERROR_NONE : ERROR_MALFORMED;
    }
    *out = PEM_read_bio_X509_CRL(file, NULL, NULL, NULL);
    BIO_free(file);
    if (*out != NULL) {
        return ERROR_NONE;
    }
    ERR_clear_error();
    log_line(LOG_ERROR, "certificate", "%s: this is not a list of revoked certificates in PEM", path);
    return ERROR_MALFORMED;
}

static bool set_number(X509_CRL *list, long number) {
    ASN1_INTEGER *value = ASN1_INTEGER_new();
    bool done = value != NULL && ASN1_INTEGER_set(value, number) == 1 && X509_CRL_add1_ext_i2d(list, NID_crl_number, value, 0, X509V3_ADD_REPLACE) == 1;
    ASN1_INTEGER_free(value);
    return done;
}

static long number_of(X509_CRL *list) {
    ASN1_INTEGER *value = X509_CRL_get_ext_d2i(list, NID_crl_number, NULL, NULL);
    long number = value != NULL ? ASN1_INTEGER_get(value) : 0;
    ASN1_INTEGER_free(value);
    return number;
}

static X509_CRL *make_list(X509 *authority) {
    X509_CRL *list = X509_CRL_new();
    if (list != NULL && X509_CRL_set_version(list, CRL_V2) == 1 && X509_CRL_set_issuer_name(list, X509_get_subject_name(authority)) == 1) {
        return list;
    }
    X509_CRL_free(list);
    return NULL;
}

static bool add_entry(X509_CRL *list, X509 *certificate, ASN1_TIME *at) {
    X509_REVOKED *entry = X509_REVOKED_new();
    bool done = entry != NULL && X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(certificate)) == 1 &&
                X509_REVOKED_set_revocationDate(entry, at) == 1 && X509_CRL_add0_revoked(list, entry) == 1;
    if (!done) {
        X509_REVOKED_free(entry);
    }
    return done;
}

/* Good until the authority itself ends: who keeps the list beside the hub needs no newer one to know that this one counts. */
static bool sign(X509_CRL *list, const struct parts_pair *authority, ASN1_TIME *at) {
    return X509_CRL_set1_lastUpdate(list, at) == 1 && X509_CRL_set1_nextUpdate(list, X509_get0_notAfter(authority->certificate)) == 1 &&
           set_number(list, number_of(list) + 1) && X509_CRL_sort(list) == 1 && X509_CRL_sign(list, authority->key, EVP_sha256()) > 0;
}

static enum error write_list(const char *path, X509_CRL *list) {
    BIO *memory = BIO_new(BIO_s_mem());
    char *bytes = NULL;
    enum error error = ERROR_NO_MEMORY;
    if (memory != NULL && PEM_write_bio_X509_CRL(memory, list) == 1) {
        long length = BIO_get_mem_data(memory, &bytes);
        error = durable_file_write(path, bytes, (size_t)length, LIST_MODE, true);
    }
    BIO_free(memory);
    return error;
}

/* NOT_FOUND when the site has none that is still good by its dates; NO_MEMORY. */
static enum error add_all(X509_CRL *list, STACK_OF(X509) *issued, const char *site, int64_t now, ASN1_TIME *at, size_t *count) {
    time_t seconds = (time_t)(now / 1000);
    size_t found = 0;
    for (int i = 0; i < sk_X509_num(issued); i++) {
        X509 *certificate = sk_X509_value(issued, i);
        if (!is_of_site(certificate, site) || X509_cmp_time(X509_get0_notAfter(certificate), &seconds) < 0) {
            continue;
        }
        found++;
        if (is_listed(list, certificate)) {
            continue;
        }
        if (!add_entry(list, certificate, at)) {
            return ERROR_NO_MEMORY;
        }
        ++*count;
    }
    return found > 0 ? ERROR_NONE : ERROR_NOT_FOUND;
}

static enum error add_locked(const struct revocation_files *files, const char *site, int64_t now, size_t *count) {
    struct parts_pair authority = {.certificate = NULL};
    STACK_OF(X509) *issued = NULL;
    X509_CRL *list = NULL;
    ASN1_TIME *at = ASN1_TIME_set(NULL, (time_t)(now / 1000));
    enum error error = at != NULL ? parts_load_pair(files->authority, files->authority_key, now, &authority) : ERROR_NO_MEMORY;
    if (error == ERROR_NONE) {
        error = issued_read(files->issued, &issued);
    }
    if (error == ERROR_NONE) {
        error = read_list(files->revoked, &list);
    }
    if (error == ERROR_NONE && list == NULL) {
        list = make_list(authority.certificate);
        error = list != NULL ? ERROR_NONE : ERROR_NO_MEMORY;
    }
    if (error == ERROR_NONE) {
        error = add_all(list, issued, site, now, at, count);
    }
    if (error == ERROR_NONE && *count > 0) {
        error = sign(list, &authority, at) ? write_list(files->revoked, list) : ERROR_NO_MEMORY;
    }
    X509_CRL_free(list);
    sk_X509_pop_free(issued, X509_free);
    parts_release_pair(&authority);
    ASN1_TIME_free(at);
    ERR_clear_error();
    return error;
}

enum error revocation_add_site(const struct revocation_files *files, const char *site, int64_t now, size_t *count) {
    *count = 0;
    if (access(files->authority_key, F_OK) != 0) {
        return ERROR_NOT_FOUND;
    }
    int lock = issued_lock(files->authority_key);
    enum error error = lock >= 0 ? add_locked(files, site, now, count) : ERROR_SYSTEM;
    issued_unlock(lock);
    return error;
}

enum error revocation_site_expiry(const struct revocation_files *files, const char *site, int64_t *not_after) {
    STACK_OF(X509) *issued = NULL;
    X509_CRL *list = NULL;
    enum error error = issued_read(files->issued, &issued);
    if (error == ERROR_NONE) {
        error = read_list(files->revoked, &list);
    }
    int64_t latest = INT64_MIN;
    for (int i = 0; error == ERROR_NONE && i < sk_X509_num(issued); i++) {
        X509 *certificate = sk_X509_value(issued, i);
        int64_t end = parts_milliseconds(X509_get0_notAfter(certificate));
        if (end > latest && is_of_site(certificate, site) && !is_listed(list, certificate)) {
            latest = end;
        }
    }
    X509_CRL_free(list);
    sk_X509_pop_free(issued, X509_free);
    *not_after = latest;
    return error == ERROR_NONE && latest == INT64_MIN ? ERROR_NOT_FOUND : error;
}
