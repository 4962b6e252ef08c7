#include "net/link_trust.h"

#include "base/log.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <unistd.h>

enum { NAME_SIZE = 128 };

/* An authority without a list has revoked nothing. Every other fault stays one, and is said here: it is the only place that knows whose certificate it was. */
static int on_verified(int good, X509_STORE_CTX *context) {
    int fault = X509_STORE_CTX_get_error(context);
    X509 *certificate = X509_STORE_CTX_get_current_cert(context);
    if (good == 0 && fault == X509_V_ERR_UNABLE_TO_GET_CRL) {
        X509_STORE_CTX_set_error(context, X509_V_OK);
        return 1;
    }
    if (good == 0) {
        char name[NAME_SIZE] = "";
        if (certificate != NULL)
            X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
        log_line(LOG_WARNING, "link_refused", "a certificate in the name of \"%s\" is not taken: %s", name, X509_verify_cert_error_string(fault));
    }
    return good;
}

/* A list that somebody else signed would be passed over in silence, and nobody be refused. */
static bool is_signed_by_one(X509_STORE *store, X509_CRL *list) {
    bool found = false;
    STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(store);
    for (int i = 0; i < sk_X509_OBJECT_num(objects) && !found; i++) {
        X509 *authority = X509_OBJECT_get0_X509(sk_X509_OBJECT_value(objects, i));
        found = authority != NULL && X509_NAME_cmp(X509_get_subject_name(authority), X509_CRL_get_issuer(list)) == 0 &&
                X509_CRL_verify(list, X509_get0_pubkey(authority)) == 1;
    }
    return found;
}

static enum error add_lists(X509_STORE *store, const char *path, struct buffer *fault) {
    if (path == NULL || (access(path, F_OK) != 0 && errno == ENOENT))
        return ERROR_NONE;
    BIO *file = BIO_new_file(path, "r");
    if (file == NULL) {
        buffer_printf(fault, "the list of revoked certificates %s cannot be read", path);
        return ERROR_MALFORMED;
    }
    size_t count = 0;
    enum error error = ERROR_NONE;
    for (X509_CRL *list; error == ERROR_NONE && (list = PEM_read_bio_X509_CRL(file, NULL, NULL, NULL)) != NULL; count++) {
        if (!is_signed_by_one(store, list)) {
            buffer_printf(fault, "the list of revoked certificates %s is not signed by the authority of the links", path);
            error = ERROR_MALFORMED;
        } else if (X509_STORE_add_crl(store, list) != 1)
            error = ERROR_NO_MEMORY;
        X509_CRL_free(list);
    }
    bool ended = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (error == ERROR_NONE && (count == 0 || !ended)) {
        buffer_printf(fault, "%s is not a PEM list of revoked certificates", path);
        error = ERROR_MALFORMED;
    }
    BIO_free(file);
    return error;
}

enum error link_trust_load(void *ssl_ctx, const char *authority_path, const char *revoked_path, struct buffer *fault) {
    X509_STORE *store = X509_STORE_new();
    enum error error = store != NULL ? ERROR_NONE : ERROR_NO_MEMORY;
    ERR_clear_error();
    if (error == ERROR_NONE && X509_STORE_load_file(store, authority_path) != 1) {
        buffer_printf(fault, "%s is not a PEM certificate", authority_path);
        error = ERROR_MALFORMED;
    }
    if (error == ERROR_NONE)
        error = add_lists(store, revoked_path, fault);
    /* Whoever asks for lists and has no callback that forgives a missing one - a client has its own - would take nobody. */
    if (error == ERROR_NONE && revoked_path != NULL && X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK) != 1)
        error = ERROR_NO_MEMORY;
    if (error == ERROR_NONE) {
        X509_STORE_set_verify_cb(store, on_verified);
        SSL_CTX_set_cert_store(ssl_ctx, store); /* owned by it from here on */
    } else
        X509_STORE_free(store);
    ERR_clear_error();
    return error;
}

bool link_trust_holds(void *ssl_ctx, void *ssl) {
    X509 *certificate = SSL_get0_peer_certificate(ssl);
    X509_STORE_CTX *context = certificate != NULL ? X509_STORE_CTX_new() : NULL;
    bool holds = context != NULL && X509_STORE_CTX_init(context, SSL_CTX_get_cert_store(ssl_ctx), certificate, SSL_get_peer_cert_chain(ssl)) == 1 &&
                 X509_STORE_CTX_set_default(context, "ssl_client") == 1 && X509_verify_cert(context) == 1;
    X509_STORE_CTX_free(context);
    ERR_clear_error();
    return holds;
}

int64_t link_trust_expires_in(const void *ssl) {
    const X509 *certificate = ssl != NULL ? SSL_get0_peer_certificate(ssl) : NULL;
    int days = 0, seconds = 0;
    if (certificate == NULL || ASN1_TIME_diff(&days, &seconds, NULL, X509_get0_notAfter(certificate)) != 1)
        return INT64_MAX;
    return (int64_t)days * 24 * 3600 + seconds;
}
