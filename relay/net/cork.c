#include "net/cork.h"

#include "net/connection.h"
#include "net/library.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

static bool set_option(int socket, int option, int value) {
    return setsockopt(socket, IPPROTO_TCP, option, &value, sizeof value) == 0;
}

bool cork_accepted(int listening_socket) {
    return set_option(listening_socket, TCP_CORK, 1);
}

/* OpenSSL waits for the client, or has given up; or the handshake is over and the client, before TLS 1.3, waits to hear so. The end of one of TLS 1.3 is
 * followed by a ticket, which nobody waits for. TCP_NODELAY sends what lies there and leaves the cork in. */
static void on_step(const SSL *ssl, int where, int result) {
    if (where == SSL_CB_ACCEPT_EXIT && (result <= 0 || SSL_version(ssl) < TLS1_3_VERSION))
        set_option(SSL_get_fd(ssl), TCP_NODELAY, 1);
}

void cork_push_flights(void *ssl_ctx) {
    SSL_CTX_set_info_callback(ssl_ctx, on_step);
}

void cork_release(struct connection *connection) {
    if (!connection->corked)
        return;
    connection->corked = false;
    set_option(lws_get_socket_fd(connection->wsi), TCP_CORK, 0);
}
