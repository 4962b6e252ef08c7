/* tls_trust.h - does this system trust the certificate in use, so that browsers will too? To know that, all its authorities have to be read: 140 of them take
 * some 50 ms and 5 MiB, on another thread. Thread: the loop's. */
#ifndef LAMRELAY_NET_TLS_TRUST_H
#define LAMRELAY_NET_TLS_TRUST_H

#include <stdbool.h>

struct loop;

/* Asks about the certificate that this `SSL_CTX *` has now; the answer is METRIC_CERTIFICATE_TRUSTED, which stays as it was until then. False: no memory, or
 * too much is waiting: ask again. */
bool tls_trust_measure(void *ssl_ctx, struct loop *loop);

#endif
