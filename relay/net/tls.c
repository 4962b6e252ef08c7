#include "net/tls.h"

#include "base/log.h"
#include "net/cork.h"
#include "net/link_trust.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char TLS_CIPHERS_1_2[] =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
const char TLS_CIPHERS_1_3[] = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

/* Old enough keys are replaced at a start: who records today's traffic must not profit from a key stolen next month. */
enum { TICKET_KEY_LIFE_SECONDS = 7 * 24 * 3600 };

static const unsigned char SESSION_CONTEXT[] = "lamrelay";

static enum error readable(const char *what, const char *path, struct buffer *fault) {
    if (access(path, R_OK) == 0)
        return ERROR_NONE;
    buffer_printf(fault, "the %s %s cannot be read: %s", what, path, strerror(errno));
    return ERROR_MALFORMED;
}

static enum error check_dates(const X509 *certificate, const char *path, struct buffer *fault) {
    const ASN1_TIME *end = X509_get0_notAfter(certificate);
    if (X509_cmp_current_time(end) < 0) {
        struct tm at;
        char text[32] = "an unknown date";
        if (ASN1_TIME_to_tm(end, &at) == 1)
            strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &at);
        buffer_printf(fault, "the certificate %s expired on %s", path, text);
        return ERROR_MALFORMED;
    }
    if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0)
        log_line(LOG_WARNING, "certificate",
                 "the certificate %s is not valid yet: browsers will refuse it; is the clock right?", path);
    return ERROR_NONE;
}

/* Loads the pair into a context of its own, the caller's whatever is returned (SSL_CTX_free). */
static enum error load_trial(const char *certificate_path, const char *key_path, SSL_CTX **out, struct buffer *fault) {
    *out = NULL;
    enum error error = readable("certificate", certificate_path, fault);
    if (error == ERROR_NONE)
        error = readable("key", key_path, fault);
    if (error != ERROR_NONE)
        return error;
    SSL_CTX *trial = *out = SSL_CTX_new(TLS_server_method());
    if (trial == NULL) {
        buffer_append_text(fault, "out of memory");
        return ERROR_NO_MEMORY;
    }
    if (SSL_CTX_use_certificate_chain_file(trial, certificate_path) != 1) {
        buffer_printf(fault, "%s is not a PEM certificate", certificate_path);
        return ERROR_MALFORMED;
    }
    bool read = SSL_CTX_use_PrivateKey_file(trial, key_path, SSL_FILETYPE_PEM) == 1;
    /* OpenSSL compares the two here already. */
    if (!read && ERR_GET_REASON(ERR_peek_last_error()) != X509_R_KEY_VALUES_MISMATCH) {
        buffer_printf(fault, "%s is not a PEM private key", key_path);
        return ERROR_MALFORMED;
    }
    if (!read || SSL_CTX_check_private_key(trial) != 1) {
        buffer_printf(fault, "the key %s does not belong to the certificate %s", key_path, certificate_path);
        return ERROR_MALFORMED;
    }
    return check_dates(SSL_CTX_get0_certificate(trial), certificate_path, fault);
}

enum error tls_check_certificate(const char *certificate_path, const char *key_path, struct buffer *fault) {
    SSL_CTX *trial;
    enum error error = load_trial(certificate_path, key_path, &trial, fault);
    SSL_CTX_free(trial);
    ERR_clear_error();
    return error;
}

/* What was looked at is what is taken: the files are not read a second time, somebody may be writing them. A context has a place
 * for each kind of key, so one of another kind would not replace the old pair but stand beside it. */
static enum error take_over(SSL_CTX *live, SSL_CTX *trial, const char *key_path, struct buffer *fault) {
    X509 *certificate = SSL_CTX_get0_certificate(trial);
    EVP_PKEY *key = SSL_CTX_get0_privatekey(trial);
    STACK_OF(X509) *chain = NULL;
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_get_base_id(SSL_CTX_get0_privatekey(live))) {
        buffer_printf(fault, "the key %s is of another kind than the one in use: stop the hub and start it again",
                      key_path);
        return ERROR_SYSTEM;
    }
    if (SSL_CTX_get0_chain_certs(trial, &chain) == 1 && SSL_CTX_use_cert_and_key(live, certificate, key, chain, 1) == 1)
        return ERROR_NONE;
    buffer_append_text(fault, "OpenSSL does not take the new certificate");
    return ERROR_SYSTEM;
}

enum error tls_replace_certificate(void *ssl_ctx, const char *certificate_path, const char *key_path,
                                   struct buffer *fault) {
    SSL_CTX *trial;
    enum error error = load_trial(certificate_path, key_path, &trial, fault);
    if (error == ERROR_NONE)
        error = take_over(ssl_ctx, trial, key_path, fault);
    SSL_CTX_free(trial);
    ERR_clear_error();
    return error;
}

int64_t tls_expires_in(const void *ssl_ctx) {
    const X509 *certificate = ssl_ctx != NULL ? SSL_CTX_get0_certificate(ssl_ctx) : NULL;
    int days = 0, seconds = 0;
    if (certificate == NULL || ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(certificate)) != 1)
        return 0;
    return (int64_t)days * 24 * 3600 + seconds;
}

static enum error read_tickets(int file, const char *path, struct tls_tickets *out, struct buffer *fault) {
    ssize_t length = read(file, out->bytes, sizeof out->bytes);
    if (length == TICKET_KEY_SIZE)
        return ERROR_NONE;
    buffer_printf(fault, "the TLS ticket keys %s are damaged: remove the file", path);
    return ERROR_SYSTEM;
}

static enum error write_tickets(int file, const char *path, struct tls_tickets *out, struct buffer *fault) {
    if (RAND_bytes(out->bytes, TICKET_KEY_SIZE) != 1) {
        buffer_append_text(fault, "the system gives no randomness");
        return ERROR_SYSTEM;
    }
    if (write(file, out->bytes, TICKET_KEY_SIZE) != TICKET_KEY_SIZE || fsync(file) != 0) {
        buffer_printf(fault, "the TLS ticket keys %s cannot be written: %s", path, strerror(errno));
        unlink(path);
        return ERROR_SYSTEM;
    }
    return ERROR_NONE;
}

enum error tls_load_tickets(const char *path, struct tls_tickets *out, struct buffer *fault) {
    struct stat state;
    if (stat(path, &state) == 0 && time(NULL) - state.st_mtime > TICKET_KEY_LIFE_SECONDS)
        unlink(path);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool fresh = file < 0 && errno == ENOENT;
    if (fresh)
        file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        buffer_printf(fault, "the TLS ticket keys %s cannot be opened: %s", path, strerror(errno));
        return ERROR_SYSTEM;
    }
    enum error error = fresh ? write_tickets(file, path, out, fault) : read_tickets(file, path, out, fault);
    close(file);
    return error;
}

enum error tls_set_tickets(void *ssl_ctx, const struct tls_tickets *tickets) {
    struct tls_tickets keys = *tickets; /* OpenSSL takes no const */
    bool done = SSL_CTX_set_tlsext_ticket_keys((SSL_CTX *)ssl_ctx, keys.bytes, sizeof keys.bytes) == 1;
    OPENSSL_cleanse(&keys, sizeof keys);
    return done ? ERROR_NONE : ERROR_SYSTEM;
}

enum error tls_configure(void *ssl_ctx, const struct tls_tickets *tickets) {
    SSL_CTX *context = ssl_ctx;
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_clear_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE); /* a phone without AES hardware knows best */
    /* Tickets carry the whole session: a cache here would only grow. One ticket, not two, per handshake. */
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    cork_push_flights(context);
    bool done = SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
                SSL_CTX_set1_groups_list(context, "X25519:P-256") == 1 && SSL_CTX_set_num_tickets(context, 1) == 1 &&
                SSL_CTX_set_session_id_context(context, SESSION_CONTEXT, sizeof SESSION_CONTEXT - 1) == 1 &&
                tls_set_tickets(context, tickets) == ERROR_NONE;
    if (done)
        return ERROR_NONE;
    log_line(LOG_ERROR, "tls", "OpenSSL refuses the TLS settings: %s", ERR_reason_error_string(ERR_peek_last_error()));
    return ERROR_SYSTEM;
}

static enum error trust(SSL_CTX *context, const char *authority_path, const char *revoked_path) {
    struct buffer fault;
    buffer_init(&fault);
    enum error error = link_trust_load(context, authority_path, revoked_path, &fault);
    if (error != ERROR_NONE)
        log_line(LOG_ERROR, "tls", "%.*s", (int)fault.length, fault.length > 0 ? fault.bytes : "");
    buffer_finish(&fault);
    return error == ERROR_NONE ? ERROR_NONE : ERROR_SYSTEM;
}

enum error tls_configure_link(void *ssl_ctx, const char *authority_path, const char *revoked_path) {
    SSL_CTX *context = ssl_ctx;
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    /* libwebsockets' would swap in the context of the browsers, by the name that the client asks for. */
    SSL_CTX_set_tlsext_servername_callback(context, NULL);
    /* Told, too, whom to name: a site with several certificates then knows which to show. */
    STACK_OF(X509_NAME) *names = SSL_load_client_CA_file(authority_path);
    SSL_CTX_set_client_CA_list(context, names);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
    bool done = names != NULL && SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 && SSL_CTX_set_num_tickets(context, 0) == 1 &&
                SSL_CTX_set1_groups_list(context, "X25519:P-256") == 1;
    if (done)
        return trust(context, authority_path, revoked_path);
    log_line(LOG_ERROR, "tls", "OpenSSL refuses the TLS settings for sites: %s", ERR_reason_error_string(ERR_peek_last_error()));
    return ERROR_SYSTEM;
}

enum error tls_check_authority(const char *authority_path, const char *revoked_path, struct buffer *fault) {
    enum error error = readable("authority", authority_path, fault);
    if (error != ERROR_NONE)
        return error;
    SSL_CTX *trial = SSL_CTX_new(TLS_server_method());
    error = trial != NULL ? link_trust_load(trial, authority_path, revoked_path, fault) : ERROR_NO_MEMORY;
    SSL_CTX_free(trial);
    ERR_clear_error();
    return error;
}
