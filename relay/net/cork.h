/* cork.h - what a connection says first goes out together. For net/ only. Thread: the loop's.
 *
 * Behind its own half of the handshake a server of TLS 1.3 says three things to who comes back: a ticket, the 101, and the answer to hello. On its own each is a
 * packet, with all that the kernel does for one and a turn of the client's. So accepted sockets are corked (TCP_CORK, inherited from the listener): the kernel
 * keeps what fills no packet until cork_push, which each flight of the handshake ends with, or cork_release. Whoever forgets one of them makes a client wait
 * 200 ms, no longer: then the kernel sends. */
#ifndef LAMRELAY_NET_CORK_H
#define LAMRELAY_NET_CORK_H

#include <stdbool.h>

struct connection;

/* All sockets that this one accepts begin corked. */
bool cork_accepted(int listening_socket);
/* For SSL_CTX_set_info_callback, of a `SSL_CTX *`: pushes whatever the client has to hear before it says its next. */
void cork_push_flights(void *ssl_ctx);
/* Nothing is kept back any more; once for each connection, then nothing. */
void cork_release(struct connection *connection);

#endif
