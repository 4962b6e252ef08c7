#include "auth/certificate.h"
#include "base/log.h"
#include "support/check.h"

#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const int64_t NOW = 1795600000000;
static const int64_t DAY = 86400000;

static const char *const names[] = {"hub.example.org", "*.sites.example.org", "10.0.0.7", "fd00::7", "localhost"};

static enum error make_authority(void) {
    return certificate_make_authority("Hội nghị – thử", NOW, check_path("ca.pem"), check_path("ca.key"));
}

static enum error make_server(const char *const *some, size_t count, int days, int64_t now) {
    struct certificate_order order = {.authority_path = check_path("ca.pem"),
                                      .authority_key_path = check_path("ca.key"),
                                      .names = some,
                                      .name_count = count,
                                      .days = days,
                                      .now = now};
    return certificate_make_server(&order, check_path("hub.pem"), check_path("hub.key"));
}

static X509 *read_certificate(const char *path) {
    FILE *file = fopen(path, "r");
    X509 *certificate = file == NULL ? NULL : PEM_read_X509(file, NULL, NULL, NULL);
    if (file != NULL) {
        fclose(file);
    }
    return certificate;
}

static int verify(X509 *server, X509 *authority, int64_t now) {
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *context = X509_STORE_CTX_new();
    X509_STORE_add_cert(store, authority);
    X509_STORE_CTX_init(context, store, server, NULL);
    X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER);
    X509_STORE_CTX_set_flags(context, X509_V_FLAG_X509_STRICT);
    X509_STORE_CTX_set_time(context, 0, (time_t)(now / 1000));
    X509_verify_cert(context);
    int answer = X509_STORE_CTX_get_error(context);
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    return answer;
}

static void a_server_certificate_verifies(void) {
    if (!CHECK_NUMBER(make_authority(), ERROR_NONE) || !CHECK_NUMBER(make_server(names, 5, 90, NOW), ERROR_NONE)) {
        return;
    }
    X509 *authority = read_certificate(check_path("ca.pem")), *server = read_certificate(check_path("hub.pem"));
    CHECK_NUMBER(verify(server, authority, NOW), X509_V_OK);
    CHECK_NUMBER(verify(server, authority, NOW - 600000), X509_V_OK);
    CHECK_NUMBER(verify(server, authority, NOW + 91 * DAY), X509_V_ERR_CERT_HAS_EXPIRED);
    CHECK_NUMBER(X509_check_host(server, "hub.example.org", 0, 0, NULL), 1);
    CHECK_NUMBER(X509_check_host(server, "vinh.sites.example.org", 0, 0, NULL), 1);
    CHECK_NUMBER(X509_check_host(server, "localhost", 0, 0, NULL), 1);
    CHECK_NUMBER(X509_check_host(server, "other.example.org", 0, 0, NULL), 0);
    CHECK_NUMBER(X509_check_ip_asc(server, "10.0.0.7", 0), 1);
    CHECK_NUMBER(X509_check_ip_asc(server, "fd00::7", 0), 1);
    CHECK_NUMBER(X509_check_ip_asc(server, "10.0.0.8", 0), 0);
    CHECK_NUMBER(X509_check_ca(authority), 1);
    CHECK_NUMBER(X509_check_ca(server), 0);
    X509_free(authority);
    X509_free(server);
}

static void keys_are_private(void) {
    struct stat status;
    mode_t before = umask(0);
    CHECK_NUMBER(make_authority(), ERROR_NONE);
    CHECK_NUMBER(make_server(names, 1, 1, NOW), ERROR_NONE);
    umask(before);
    static const struct {
        const char *name;
        unsigned mode;
    } files[] = {{"ca.key", 0600}, {"hub.key", 0600}, {"ca.pem", 0644}, {"hub.pem", 0644}};
    for (size_t i = 0; i < 4; i++) {
        CHECK_NUMBER(stat(check_path(files[i].name), &status), 0);
        CHECK_NUMBER(status.st_mode & 07777, files[i].mode);
    }
}

static void an_authority_is_never_replaced(void) {
    CHECK_NUMBER(make_authority(), ERROR_NONE);
    CHECK_NUMBER(make_authority(), ERROR_WRONG_STATE);
    CHECK_NUMBER(unlink(check_path("ca.pem")), 0);
    CHECK_NUMBER(make_authority(), ERROR_WRONG_STATE);
}

static void a_server_certificate_is_renewed(void) {
    int64_t first = 0, second = 0;
    CHECK_NUMBER(make_authority(), ERROR_NONE);
    CHECK_NUMBER(make_server(names, 5, 90, NOW), ERROR_NONE);
    CHECK_NUMBER(certificate_check(check_path("hub.pem"), check_path("hub.key"), NOW, &first), ERROR_NONE);
    CHECK_NUMBER(make_server(names, 5, 90, NOW + 60 * DAY), ERROR_NONE);
    CHECK_NUMBER(certificate_check(check_path("hub.pem"), check_path("hub.key"), NOW + 60 * DAY, &second), ERROR_NONE);
    CHECK_NUMBER(first, NOW + 90 * DAY);
    CHECK_NUMBER(second, NOW + 150 * DAY);
}

static void it_ends_with_its_authority(void) {
    int64_t end = 0, now = NOW + (CERTIFICATE_AUTHORITY_DAYS - 10) * DAY;
    CHECK_NUMBER(make_authority(), ERROR_NONE);
    CHECK_NUMBER(make_server(names, 5, 825, now), ERROR_NONE);
    CHECK_NUMBER(certificate_check(check_path("hub.pem"), check_path("hub.key"), now, &end), ERROR_NONE);
    CHECK_NUMBER(end, NOW + CERTIFICATE_AUTHORITY_DAYS * DAY);
    CHECK_NUMBER(make_server(names, 5, 825, now + 11 * DAY), ERROR_STALE);
}

static void bad_orders_are_refused(void) {
    static const char *const bad[] = {"",        "-a.org",   "a-.org", "a..org",  ".a.org",   "a.org.",
                                      "*",       "*.",       "a b",    "a,DNS:b", "a\nb",     "hội.vn",
                                      "a.*.org", "http://a", "a:443",  "a/24",    "[fd00::7]"};
    struct stat status;
    CHECK_NUMBER(make_authority(), ERROR_NONE);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        const char *const some[] = {"good.org", bad[i]};
        check_note("%s", bad[i]);
        CHECK_NUMBER(make_server(some, 2, 90, NOW), ERROR_MALFORMED);
    }
    CHECK_NUMBER(stat(check_path("hub.key"), &status), -1);
}

static void orders_have_bounds(void) {
    CHECK_NUMBER(make_authority(), ERROR_NONE);
    CHECK_NUMBER(make_server(names, 0, 90, NOW), ERROR_OUT_OF_RANGE);
    CHECK_NUMBER(make_server(names, CERTIFICATE_NAMES_MAX + 1, 90, NOW), ERROR_OUT_OF_RANGE);
    CHECK_NUMBER(make_server(names, 1, 0, NOW), ERROR_OUT_OF_RANGE);
    CHECK_NUMBER(make_server(names, 1, CERTIFICATE_SERVER_DAYS_MAX + 1, NOW), ERROR_OUT_OF_RANGE);
    CHECK_NUMBER(certificate_make_authority("", NOW, check_path("x.pem"), check_path("x.key")), ERROR_MALFORMED);
    CHECK_NUMBER(certificate_make_authority("\xff", NOW, check_path("x.pem"), check_path("x.key")), ERROR_MALFORMED);
    CHECK_NUMBER(certificate_make_authority("x", NOW, "/nowhere/x.pem", "/nowhere/x.key"), ERROR_SYSTEM);
}

static void write_text(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    fputs(text, file);
    fclose(file);
}

/* A key with a pass phrase: nobody is there to type it. */
static void write_locked_key(const char *path) {
    EVP_PKEY *key = EVP_EC_gen("P-256");
    FILE *file = fopen(path, "w");
    CHECK_NUMBER(PEM_write_PKCS8PrivateKey(file, key, EVP_aes_128_cbc(), "secret", 6, NULL, NULL), 1);
    fclose(file);
    EVP_PKEY_free(key);
}

static void a_look_says_what_is_wrong(void) {
    int64_t end = 0;
    const char *ca = check_path("ca.pem"), *ca_key = check_path("ca.key");
    const char *hub = check_path("hub.pem"), *hub_key = check_path("hub.key"), *junk = check_path("junk");
    CHECK_NUMBER(certificate_check(ca, ca_key, NOW, &end), ERROR_NOT_FOUND);
    CHECK_NUMBER(make_authority(), ERROR_NONE);
    CHECK_NUMBER(certificate_make_authority("other", NOW, hub, hub_key), ERROR_NONE);
    CHECK_NUMBER(certificate_check(ca, ca_key, NOW, NULL), ERROR_NONE);
    CHECK_NUMBER(certificate_check(ca, check_path("none"), NOW, NULL), ERROR_NOT_FOUND);
    CHECK_NUMBER(certificate_check(ca, hub_key, NOW, &end), ERROR_BAD_CREDENTIALS);
    CHECK_NUMBER(end, NOW + CERTIFICATE_AUTHORITY_DAYS * DAY);
    CHECK_NUMBER(certificate_check(ca, ca_key, end, NULL), ERROR_STALE);
    CHECK_NUMBER(certificate_check(ca, ca_key, end - 1000, NULL), ERROR_NONE);
    CHECK_NUMBER(certificate_check(ca, ca_key, NOW - DAY, NULL), ERROR_STALE);
    write_text(junk, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    CHECK_NUMBER(certificate_check(junk, ca_key, NOW, NULL), ERROR_MALFORMED);
    CHECK_NUMBER(certificate_check(ca_key, ca_key, NOW, NULL), ERROR_MALFORMED);
    write_locked_key(junk);
    CHECK_NUMBER(certificate_check(ca, junk, NOW, NULL), ERROR_MALFORMED);
    CHECK_NUMBER(certificate_check(ca, ca, NOW, NULL), ERROR_MALFORMED);
    CHECK_NUMBER(certificate_check(check_directory(), ca_key, NOW, NULL), ERROR_MALFORMED);
}

static const struct check_test tests[] = {
    {"a server certificate verifies", a_server_certificate_verifies},
    {"keys are private", keys_are_private},
    {"an authority is never replaced", an_authority_is_never_replaced},
    {"a server certificate is renewed", a_server_certificate_is_renewed},
    {"it ends with its authority", it_ends_with_its_authority},
    {"bad orders are refused", bad_orders_are_refused},
    {"orders have bounds", orders_have_bounds},
    {"a look says what is wrong", a_look_says_what_is_wrong},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(tests, count, words);
}
