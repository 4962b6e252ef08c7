/* library.h - libwebsockets as net/ sees it. */
#ifndef LAMRELAY_NET_LIBRARY_H
#define LAMRELAY_NET_LIBRARY_H

#include <libwebsockets.h>

#undef _DEBUG /* Debian's lws_config.h leaks it */

#endif
