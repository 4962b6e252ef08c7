#include "net/http_choice.h"

#include "net/first_words.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char SUBPROTOCOL[] = "lamrelay.v1", LINK_SUBPROTOCOL[] = "lamrelay.link.v1";

static const struct {
    const char *path;
    enum http_choice choice;
} ROUTES[] = {
    {"/healthz", HTTP_HEALTH},
    {"/readyz", HTTP_READY},
    {"/metrics", HTTP_METRICS},
    {"/ws", HTTP_SOCKET},
    {"/bundle", HTTP_BUNDLE},
};

enum http_choice http_choose(const struct http_request *request, const struct pages *pages, const struct page **page) {
    *page = NULL;
    if (!request->get && !request->head)
        return HTTP_METHOD_REFUSED;
    if (strspn(request->content_length, "0") != strlen(request->content_length))
        return HTTP_BODY_REFUSED;
    for (size_t i = 0; i < sizeof ROUTES / sizeof ROUTES[0]; i++)
        if (strlen(ROUTES[i].path) == request->path_length &&
            memcmp(ROUTES[i].path, request->path, request->path_length) == 0)
            return ROUTES[i].choice;
    *page = pages_find(pages, request->path, request->path_length);
    return *page != NULL ? HTTP_PAGE : HTTP_UNKNOWN;
}

bool http_is_known_host(const struct origins *origins, const char *host) {
    char address[ORIGIN_BYTES_MAX + 1], origin[ORIGIN_BYTES_MAX];
    int length = snprintf(address, sizeof address, "https://%s", host);
    return length > 0 && (size_t)length < sizeof address && origin_normalise(address, (size_t)length, origin) &&
           origins_hold(origins, origin, strlen(origin));
}

static bool lists(const char *list, const char *word) {
    size_t length = strlen(word);
    while (*list != '\0') {
        list += strspn(list, " \t,");
        size_t item = strcspn(list, " \t,");
        if (item == length && memcmp(list, word, length) == 0)
            return true;
        list += item;
    }
    return false;
}

const char *http_refuse_upgrade(const struct http_upgrade *upgrade, const struct origins *origins) {
    if (strcasecmp(upgrade->upgrade, "websocket") != 0) /* h2c too: libwebsockets' HTTP/2 is not to be reached */
        return "400 Bad Request";
    if (strcmp(upgrade->path, "/ws") != 0)
        return "404 Not Found";
    if (strcmp(upgrade->version, "13") != 0)
        return "426 Upgrade Required";
    if (!origins_hold(origins, upgrade->origin, strlen(upgrade->origin)))
        return "403 Forbidden";
    struct first_words words;
    bool good = first_words_read(upgrade->protocol, &words) == ERROR_NONE;
    explicit_bzero(&words, sizeof words);
    return good && lists(upgrade->protocol, SUBPROTOCOL) && upgrade->has_key ? NULL : "400 Bad Request";
}

const char *http_refuse_link(const struct http_upgrade *upgrade) {
    if (strcasecmp(upgrade->upgrade, "websocket") != 0)
        return "400 Bad Request";
    if (strcmp(upgrade->path, "/link") != 0)
        return "404 Not Found";
    if (strcmp(upgrade->version, "13") != 0)
        return "426 Upgrade Required";
    return lists(upgrade->protocol, LINK_SUBPROTOCOL) && upgrade->has_key ? NULL : "400 Bad Request";
}
