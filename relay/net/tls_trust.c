#include "net/tls_trust.h"

#include "base/memory.h"
#include "base/metrics.h"
#include "net/loop.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

struct question {
    X509 *certificate;     /* a reference: a reload may give the context another one meanwhile */
    STACK_OF(X509) *chain; /* of references, or NULL */
    bool trusted;
};

/* The chain that was given with it counts as steps on the way, never as a beginning. */
static void look(void *job) {
    struct question *question = job;
    X509_STORE *store = X509_STORE_new();
    X509_STORE_CTX *check = X509_STORE_CTX_new();
    if (store != NULL && check != NULL && X509_STORE_set_default_paths(store) == 1 &&
        X509_STORE_CTX_init(check, store, question->certificate, question->chain) == 1)
        question->trusted = X509_verify_cert(check) == 1;
    X509_STORE_CTX_free(check);
    X509_STORE_free(store);
    ERR_clear_error();
}

static void release(struct question *question) {
    X509_free(question->certificate);
    sk_X509_pop_free(question->chain, X509_free);
    memory_release(question);
}

static void tell(void *job) {
    struct question *question = job;
    metric_set(METRIC_CERTIFICATE_TRUSTED, question->trusted);
    release(question);
}

bool tls_trust_measure(void *ssl_ctx, struct loop *loop) {
    struct question *question = memory_take_zeroed(1, sizeof *question);
    STACK_OF(X509) *chain = NULL;
    X509 *certificate = SSL_CTX_get0_certificate(ssl_ctx);
    if (question == NULL)
        return false;
    if (certificate != NULL && X509_up_ref(certificate) == 1)
        question->certificate = certificate;
    if (SSL_CTX_get0_chain_certs(ssl_ctx, &chain) == 1 && chain != NULL)
        question->chain = X509_chain_up_ref(chain);
    if (loop_offload(loop, question, look, tell))
        return true;
    release(question);
    return false;
}
