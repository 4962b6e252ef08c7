#include "auth/certificate.h"
#include "auth/revocation.h"
#include "base/log.h"
#include "support/check.h"

#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static const int64_t NOW = 1795600000000;
static const int64_t DAY = 86400000;

static struct revocation_files files(void) {
    return (struct revocation_files){check_path("ca.pem"), check_path("ca.key"), check_path("issued.pem"), check_path("revoked.pem")};
}

static void make_authority(void) {
    CHECK_NUMBER(certificate_make_authority("links", NOW, check_path("ca.pem"), check_path("ca.key")), ERROR_NONE);
}

static enum error make_site(const char *site, const char *name, int days, int64_t now) {
    struct certificate_order order = {.authority_path = check_path("ca.pem"), .authority_key_path = check_path("ca.key"), .days = days, .now = now,
                                      .issued_path = check_path("issued.pem")};
    return certificate_make_site(&order, site, check_path(name), check_path("site.key"));
}

static X509 *read_certificate(const char *name) {
    BIO *file = BIO_new_file(check_path(name), "r");
    X509 *certificate = file != NULL ? PEM_read_bio_X509(file, NULL, NULL, NULL) : NULL;
    BIO_free(file);
    return certificate;
}

/* OpenSSL's verdict, with the authority's list. */
static int verdict(const char *name, int64_t now) {
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509 *certificate = read_certificate(name);
    CHECK_NUMBER(X509_STORE_load_file(store, check_path("ca.pem")), 1);
    CHECK_NUMBER(X509_STORE_load_file(store, check_path("revoked.pem")), 1);
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_X509_STRICT);
    X509_STORE_CTX_init(context, store, certificate, NULL);
    X509_STORE_CTX_set_time(context, 0, (time_t)(now / 1000));
    X509_verify_cert(context);
    int answer = X509_STORE_CTX_get_error(context);
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    X509_free(certificate);
    return answer;
}

static void write_text(const char *name, const char *text) {
    FILE *file = fopen(check_path(name), "w");
    fputs(text, file);
    fclose(file);
}

static void one_site_is_revoked_and_no_other(void) {
    struct revocation_files all = files();
    size_t count = 9;
    make_authority();
    CHECK_NUMBER(make_site("dc01", "old.pem", 100, NOW), ERROR_NONE);
    CHECK_NUMBER(make_site("dc01", "newer.pem", 200, NOW), ERROR_NONE);
    CHECK_NUMBER(make_site("dc010", "other.pem", 100, NOW), ERROR_NONE);
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW + DAY, &count), ERROR_NONE);
    CHECK_NUMBER(count, 2);
    CHECK_NUMBER(verdict("old.pem", NOW + 2 * DAY), X509_V_ERR_CERT_REVOKED);
    CHECK_NUMBER(verdict("newer.pem", NOW + 2 * DAY), X509_V_ERR_CERT_REVOKED);
    CHECK_NUMBER(verdict("other.pem", NOW + 2 * DAY), X509_V_OK);
    CHECK_NUMBER(make_site("dc01", "renewed.pem", 100, NOW + 2 * DAY), ERROR_NONE);
    CHECK_NUMBER(verdict("renewed.pem", NOW + 3 * DAY), X509_V_OK);
    CHECK_NUMBER(revocation_add_site(&all, "dc010", NOW + 3 * DAY, &count), ERROR_NONE);
    CHECK_NUMBER(count, 1);
    CHECK_NUMBER(verdict("old.pem", NOW + 4 * DAY), X509_V_ERR_CERT_REVOKED);
    CHECK_NUMBER(verdict("other.pem", NOW + 4 * DAY), X509_V_ERR_CERT_REVOKED);
    CHECK_NUMBER(verdict("renewed.pem", NOW + 4 * DAY), X509_V_OK);
}

static void a_list_is_good_for_as_long_as_its_authority(void) {
    struct revocation_files all = files();
    size_t count;
    int64_t last = NOW + (CERTIFICATE_AUTHORITY_DAYS - 1) * DAY;
    make_authority();
    CHECK_NUMBER(make_site("dc01", "old.pem", 10, NOW), ERROR_NONE);
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW, &count), ERROR_NONE);
    CHECK_NUMBER(make_site("dc02", "late.pem", 10, last - DAY), ERROR_NONE);
    CHECK_NUMBER(verdict("late.pem", last), X509_V_OK);
}

static void twice_is_once(void) {
    struct revocation_files all = files();
    struct stat before, after;
    size_t count;
    make_authority();
    CHECK_NUMBER(make_site("dc01", "old.pem", 100, NOW), ERROR_NONE);
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW, &count), ERROR_NONE);
    CHECK_NUMBER(stat(all.revoked, &before), 0);
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW, &count), ERROR_NONE);
    CHECK_NUMBER(count, 0);
    CHECK_NUMBER(stat(all.revoked, &after), 0);
    CHECK_NUMBER(before.st_ino, after.st_ino);
}

static void the_end_is_that_of_the_last_good_one(void) {
    struct revocation_files all = files();
    int64_t end = 0;
    size_t count;
    CHECK_NUMBER(revocation_site_expiry(&all, "dc01", &end), ERROR_NOT_FOUND);
    make_authority();
    CHECK_NUMBER(make_site("dc01", "long.pem", 100, NOW), ERROR_NONE);
    CHECK_NUMBER(make_site("dc01", "short.pem", 10, NOW), ERROR_NONE);
    CHECK_NUMBER(make_site("dc02", "other.pem", 200, NOW), ERROR_NONE);
    CHECK_NUMBER(revocation_site_expiry(&all, "dc01", &end), ERROR_NONE);
    CHECK_NUMBER(end, NOW + 100 * DAY);
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW, &count), ERROR_NONE);
    CHECK_NUMBER(revocation_site_expiry(&all, "dc01", &end), ERROR_NOT_FOUND);
    CHECK_NUMBER(make_site("dc01", "next.pem", 20, NOW), ERROR_NONE);
    CHECK_NUMBER(revocation_site_expiry(&all, "dc01", &end), ERROR_NONE);
    CHECK_NUMBER(end, NOW + 20 * DAY);
}

static void what_has_expired_is_forgotten(void) {
    struct revocation_files all = files();
    size_t count = 0;
    make_authority();
    CHECK_NUMBER(make_site("dc01", "old.pem", 10, NOW), ERROR_NONE);
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW + 11 * DAY, &count), ERROR_NOT_FOUND);
    CHECK_NUMBER(make_site("dc01", "new.pem", 10, NOW + 11 * DAY), ERROR_NONE);
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW + 12 * DAY, &count), ERROR_NONE);
    CHECK_NUMBER(count, 1);
}

static void faults_change_nothing(void) {
    struct revocation_files all = files();
    struct stat state;
    size_t count = 0;
    int64_t end = 0;
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW, &count), ERROR_NOT_FOUND);
    make_authority();
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW, &count), ERROR_NOT_FOUND);
    CHECK_NUMBER(stat(all.revoked, &state), -1);
    CHECK_NUMBER(make_site("dc01", "old.pem", 100, NOW), ERROR_NONE);
    write_text("revoked.pem", "no list");
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW, &count), ERROR_MALFORMED);
    CHECK_NUMBER(revocation_site_expiry(&all, "dc01", &end), ERROR_MALFORMED);
    CHECK_NUMBER(unlink(all.revoked), 0);
    write_text("issued.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    CHECK_NUMBER(revocation_add_site(&all, "dc01", NOW, &count), ERROR_MALFORMED);
    CHECK_NUMBER(make_site("dc01", "never.pem", 100, NOW), ERROR_MALFORMED);
    CHECK_NUMBER(access(check_path("never.pem"), F_OK), -1);
    CHECK_NUMBER(stat(all.revoked, &state), -1);
}

static const struct check_test tests[] = {
    {"one site is revoked and no other", one_site_is_revoked_and_no_other},
    {"a list is good for as long as its authority", a_list_is_good_for_as_long_as_its_authority},
    {"twice is once", twice_is_once},
    {"the end is that of the last good one", the_end_is_that_of_the_last_good_one},
    {"what has expired is forgotten", what_has_expired_is_forgotten},
    {"faults change nothing", faults_change_nothing},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
