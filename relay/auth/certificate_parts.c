#include "certificate_parts.h"

#include "base/log.h"
#include <arpa/inet.h>
#include <errno.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SERIAL_SIZE = 16, COMMON_NAME_MAX = 64, DNS_NAME_MAX = 253, DNS_LABEL_MAX = 63, DAY = 86400 };

/* A clock at the other end that is a little behind must not find it not yet valid. */
enum { BACKDATED = 3600 };

static enum error refuse(enum error error, const char *path, const char *why) {
    log_line(LOG_ERROR, "certificate", "%s: %s", path, why);
    return error;
}

static enum error open_file(const char *path, FILE **out) {
    *out = fopen(path, "re");
    if (*out != NULL) {
        return ERROR_NONE;
    }
    return refuse(errno == ENOENT ? ERROR_NOT_FOUND : ERROR_MALFORMED, path, strerror(errno));
}

/* A key with a pass phrase is no key here: nobody is there to type it. */
static int no_pass_phrase(char *out, int size, int writing, void *context) {
    (void)out;
    (void)size;
    (void)writing;
    (void)context;
    return -1;
}

static enum error read_certificate(const char *path, X509 **out) {
    FILE *file;
    enum error error = open_file(path, &file);
    if (error == ERROR_NONE) {
        *out = PEM_read_X509(file, NULL, no_pass_phrase, NULL);
        fclose(file);
        error = *out == NULL ? refuse(ERROR_MALFORMED, path, "this is not a certificate in PEM") : ERROR_NONE;
    }
    return error;
}

static enum error read_key(const char *path, EVP_PKEY **out) {
    FILE *file;
    enum error error = open_file(path, &file);
    if (error == ERROR_NONE) {
        *out = PEM_read_PrivateKey(file, NULL, no_pass_phrase, NULL);
        fclose(file);
        error = *out == NULL ? refuse(ERROR_MALFORMED, path, "this is not a private key in PEM without a pass phrase")
                             : ERROR_NONE;
    }
    return error;
}

int64_t parts_milliseconds(const ASN1_TIME *time) {
    struct tm parts;
    return ASN1_TIME_to_tm(time, &parts) == 1 ? (int64_t)timegm(&parts) * 1000 : INT64_MIN;
}

enum error parts_load_certificate(const char *path, struct parts_pair *out) {
    *out = (struct parts_pair){.certificate = NULL};
    enum error error = read_certificate(path, &out->certificate);
    if (error == ERROR_NONE) {
        out->not_after = parts_milliseconds(X509_get0_notAfter(out->certificate));
    }
    return error;
}

static enum error check_pair(const char *certificate_path, const char *key_path, int64_t now, const struct parts_pair *pair) {
    if (X509_check_private_key(pair->certificate, pair->key) != 1) {
        return refuse(ERROR_BAD_CREDENTIALS, key_path, "this key belongs to another certificate");
    }
    if (now >= pair->not_after) {
        return refuse(ERROR_STALE, certificate_path, "this certificate has expired");
    }
    if (now < parts_milliseconds(X509_get0_notBefore(pair->certificate))) {
        return refuse(ERROR_STALE, certificate_path, "this certificate is not valid yet; is the clock right?");
    }
    return ERROR_NONE;
}

enum error parts_load_pair(const char *certificate_path, const char *key_path, int64_t now, struct parts_pair *out) {
    enum error error = parts_load_certificate(certificate_path, out);
    if (error == ERROR_NONE) {
        error = read_key(key_path, &out->key);
    }
    return error == ERROR_NONE ? check_pair(certificate_path, key_path, now, out) : error;
}

static BIO *text_bio(const char *text) {
    return BIO_new_mem_buf(text, -1);
}

enum error parts_parse_pair(const struct certificate_texts *texts, int64_t now, struct parts_pair *out) {
    *out = (struct parts_pair){.certificate = NULL};
    BIO *certificate = text_bio(texts->certificate), *key = text_bio(texts->key);
    enum error error = certificate != NULL && key != NULL ? ERROR_NONE : ERROR_NO_MEMORY;
    if (error == ERROR_NONE) {
        out->certificate = PEM_read_bio_X509(certificate, NULL, no_pass_phrase, NULL);
        out->key = PEM_read_bio_PrivateKey(key, NULL, no_pass_phrase, NULL);
        bool read = out->certificate != NULL && out->key != NULL;
        error = read ? ERROR_NONE : refuse(ERROR_MALFORMED, texts->what, "no certificate and key in PEM without a pass phrase");
    }
    BIO_free(certificate);
    BIO_free(key);
    if (error == ERROR_NONE) {
        out->not_after = parts_milliseconds(X509_get0_notAfter(out->certificate));
        error = check_pair(texts->what, texts->what, now, out);
    }
    return error;
}

enum error parts_check_signed(const struct certificate_texts *texts, const struct parts_pair *pair) {
    char name[COMMON_NAME_MAX + 2];
    int length = X509_NAME_get_text_by_NID(X509_get_subject_name(pair->certificate), NID_commonName, name, sizeof(name));
    if (length < 0 || strcmp(name, texts->site) != 0) {
        return refuse(ERROR_BAD_CREDENTIALS, texts->what, "this certificate is of another site");
    }
    BIO *bio = text_bio(texts->authority);
    X509 *authority = bio != NULL ? PEM_read_bio_X509(bio, NULL, no_pass_phrase, NULL) : NULL;
    bool good = authority != NULL && X509_verify(pair->certificate, X509_get0_pubkey(authority)) == 1;
    X509_free(authority);
    BIO_free(bio);
    return good ? ERROR_NONE : refuse(ERROR_BAD_CREDENTIALS, texts->what, "this certificate is of another authority");
}

void parts_release_pair(struct parts_pair *pair) {
    X509_free(pair->certificate);
    EVP_PKEY_free(pair->key);
    *pair = (struct parts_pair){.certificate = NULL};
}

static bool set_serial(X509 *certificate) {
    unsigned char bytes[SERIAL_SIZE];
    if (RAND_bytes(bytes, sizeof(bytes)) != 1) {
        return false;
    }
    bytes[0] = (unsigned char)((bytes[0] & 0x7f) | 0x40); /* positive, and always of the same length */
    BIGNUM *number = BN_bin2bn(bytes, sizeof(bytes), NULL);
    bool done = number != NULL && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != NULL;
    BN_free(number);
    return done;
}

static bool set_times(X509 *certificate, int64_t now, int days, int64_t latest) {
    time_t seconds = (time_t)(now / 1000), end = seconds + (time_t)days * DAY;
    if (latest < (int64_t)end * 1000) {
        end = (time_t)(latest / 1000);
    }
    return ASN1_TIME_set(X509_getm_notBefore(certificate), seconds - BACKDATED) != NULL &&
           ASN1_TIME_set(X509_getm_notAfter(certificate), end) != NULL;
}

static bool set_subject(X509 *certificate, const char *name) {
    const unsigned char *bytes = (const unsigned char *)name;
    return X509_NAME_add_entry_by_NID(X509_get_subject_name(certificate), NID_commonName, MBSTRING_UTF8, bytes, -1, -1,
                                      0) == 1;
}

static bool add_extension(X509 *certificate, X509 *issuer, int kind, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_nconf_nid(NULL, &context, kind, value);
    bool done = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return done;
}

static X509 *start_certificate(const char *name, EVP_PKEY *key, int64_t now, int days, int64_t latest) {
    X509 *certificate = X509_new();
    if (certificate != NULL && X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) &&
        set_times(certificate, now, days, latest) && set_subject(certificate, name) &&
        X509_set_pubkey(certificate, key) == 1) {
        return certificate;
    }
    X509_free(certificate);
    return NULL;
}

X509 *parts_make_authority(const char *name, EVP_PKEY *key, int64_t now) {
    X509 *authority = start_certificate(name, key, now, CERTIFICATE_AUTHORITY_DAYS, INT64_MAX);
    if (authority != NULL && X509_set_issuer_name(authority, X509_get_subject_name(authority)) == 1 &&
        add_extension(authority, authority, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
        add_extension(authority, authority, NID_key_usage, "critical,keyCertSign,cRLSign") &&
        add_extension(authority, authority, NID_subject_key_identifier, "hash") &&
        X509_sign(authority, key, EVP_sha256()) > 0) {
        return authority;
    }
    X509_free(authority);
    return NULL;
}

/* The bytes of an IP address, 4 or 16 of them; 0 when it is none. */
static int address_bytes(const char *name, unsigned char out[16]) {
    if (inet_pton(AF_INET, name, out) == 1) {
        return 4;
    }
    return inet_pton(AF_INET6, name, out) == 1 ? 16 : 0;
}

static bool add_name(GENERAL_NAMES *names, const char *name) {
    unsigned char address[16];
    int address_length = address_bytes(name, address);
    GENERAL_NAME *entry = GENERAL_NAME_new();
    ASN1_STRING *value = ASN1_STRING_type_new(address_length > 0 ? V_ASN1_OCTET_STRING : V_ASN1_IA5STRING);
    bool done =
        entry != NULL && value != NULL &&
        (address_length > 0 ? ASN1_STRING_set(value, address, address_length) : ASN1_STRING_set(value, name, -1)) == 1;
    if (done) {
        GENERAL_NAME_set0_value(entry, address_length > 0 ? GEN_IPADD : GEN_DNS, value);
        value = NULL;
        done = sk_GENERAL_NAME_push(names, entry) > 0;
    }
    if (!done) {
        ASN1_STRING_free(value);
        GENERAL_NAME_free(entry);
    }
    return done;
}

/* The names of the certificate there was; none when there was none. NULL: no memory. */
static GENERAL_NAMES *kept_names(const char *path) {
    struct parts_pair old = {.certificate = NULL};
    GENERAL_NAMES *names = NULL;
    if (path != NULL && access(path, R_OK) == 0 && parts_load_certificate(path, &old) == ERROR_NONE) {
        names = X509_get_ext_d2i(old.certificate, NID_subject_alt_name, NULL, NULL);
    }
    parts_release_pair(&old);
    return names != NULL ? names : GENERAL_NAMES_new();
}

static bool add_names(X509 *certificate, const struct certificate_order *order) {
    GENERAL_NAMES *names = kept_names(order->kept_path);
    bool done = names != NULL && sk_GENERAL_NAME_num(names) < CERTIFICATE_NAMES_MAX;
    for (size_t i = 0; i < order->name_count && done; i++) {
        done = add_name(names, order->names[i]);
    }
    done = done && X509_add1_ext_i2d(certificate, NID_subject_alt_name, names, 0, X509V3_ADD_DEFAULT) == 1;
    GENERAL_NAMES_free(names);
    return done;
}

X509 *parts_make_server(const struct certificate_order *order, EVP_PKEY *key, const struct parts_pair *authority) {
    const char *name = strlen(order->names[0]) <= COMMON_NAME_MAX ? order->names[0] : "lamrelay";
    X509 *server = start_certificate(name, key, order->now, order->days, authority->not_after);
    X509 *issuer = authority->certificate;
    if (server != NULL && X509_set_issuer_name(server, X509_get_subject_name(issuer)) == 1 &&
        add_extension(server, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
        add_extension(server, issuer, NID_key_usage, "critical,digitalSignature") &&
        add_extension(server, issuer, NID_ext_key_usage, "serverAuth") &&
        add_extension(server, issuer, NID_subject_key_identifier, "hash") &&
        add_extension(server, issuer, NID_authority_key_identifier, "keyid") && add_names(server, order) &&
        X509_sign(server, authority->key, EVP_sha256()) > 0) {
        return server;
    }
    X509_free(server);
    return NULL;
}

X509 *parts_make_site(const struct certificate_order *order, const char *site, EVP_PKEY *key, const struct parts_pair *authority) {
    X509 *certificate = start_certificate(site, key, order->now, order->days, authority->not_after);
    X509 *issuer = authority->certificate;
    if (certificate != NULL && X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
        add_extension(certificate, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
        add_extension(certificate, issuer, NID_key_usage, "critical,digitalSignature") &&
        add_extension(certificate, issuer, NID_ext_key_usage, "clientAuth") &&
        add_extension(certificate, issuer, NID_subject_key_identifier, "hash") &&
        add_extension(certificate, issuer, NID_authority_key_identifier, "keyid") && X509_sign(certificate, authority->key, EVP_sha256()) > 0) {
        return certificate;
    }
    X509_free(certificate);
    return NULL;
}

static bool is_label_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

static bool is_dns_name(const char *name) {
    if (strncmp(name, "*.", 2) == 0) {
        name += 2;
    }
    size_t length = strlen(name), label = 0;
    bool good = length > 0 && length <= DNS_NAME_MAX;
    for (size_t i = 0; i <= length && good; i++) {
        if (name[i] == '.' || name[i] == '\0') {
            good = label > 0 && label <= DNS_LABEL_MAX && name[i - 1] != '-';
            label = 0;
        } else {
            good = is_label_letter(name[i]) && (label > 0 || name[i] != '-');
            label++;
        }
    }
    return good;
}

bool parts_is_name(const char *name) {
    unsigned char address[16];
    return address_bytes(name, address) > 0 || is_dns_name(name);
}
