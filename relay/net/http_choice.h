/* http_choice.h - which answer a request gets, from its words alone: no socket, no library. Pure; any thread. */
#ifndef LAMRELAY_NET_HTTP_CHOICE_H
#define LAMRELAY_NET_HTTP_CHOICE_H

#include "net/origins.h"
#include "net/pages.h"

#include <stdbool.h>
#include <stddef.h>

enum http_choice {
    HTTP_METHOD_REFUSED, /* neither GET nor HEAD */
    HTTP_BODY_REFUSED,   /* a body is announced */
    HTTP_HEALTH,
    HTTP_READY,
    HTTP_METRICS,
    HTTP_SOCKET,
    HTTP_BUNDLE,
    HTTP_PAGE,
    HTTP_UNKNOWN,
};

struct http_request {
    bool get, head;
    const char *content_length; /* the header; "" = absent */
    const char *path;           /* without a query; not NUL-terminated */
    size_t path_length;
};

/* `*page` is set for HTTP_PAGE, else NULL; borrowed from `pages`. */
enum http_choice http_choose(const struct http_request *request, const struct pages *pages, const struct page **page);

/* Is `host` (the header) one of the addresses? Where it is not, no page that was opened there has a socket. */
bool http_is_known_host(const struct origins *origins, const char *host);

/* What an upgrade asks for: headers, "" = absent. */
struct http_upgrade {
    const char *upgrade, *path, *version, *origin, *protocol;
    bool has_key;
};
/* NULL = a WebSocket of ours; else the rest of the status line of the refusal. */
const char *http_refuse_link(const struct http_upgrade *upgrade); /* the same, at the port for sites */
const char *http_refuse_upgrade(const struct http_upgrade *upgrade, const struct origins *origins);

#endif
