#include "base/origin.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char SCHEME[] = "https://", DEFAULT_PORT[] = ":443";

/* What stands between "https://" and the port: how long it is; 0 = none. */
static size_t host_length(const char *host) {
    if (host[0] != '[')
        return strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.-");
    size_t inside = strspn(host + 1, "0123456789abcdef:.");
    return inside > 0 && host[inside + 1] == ']' ? inside + 2 : 0;
}

/* "" or ":1" to ":65535". */
static bool is_port(const char *port) {
    if (port[0] == '\0')
        return true;
    size_t digits = strspn(port + 1, "0123456789");
    return port[0] == ':' && port[1] != '0' && digits >= 1 && digits <= 5 && port[digits + 1] == '\0' && strtoul(port + 1, NULL, 10) <= UINT16_MAX;
}

bool origin_normalise(const char *address, size_t length, char out[ORIGIN_BYTES_MAX]) {
    const size_t scheme = sizeof SCHEME - 1;
    if (length > 0 && address[length - 1] == '/')
        length--;
    if (length <= scheme || length >= ORIGIN_BYTES_MAX || memchr(address, '\0', length) != NULL)
        return false;
    for (size_t i = 0; i < length; i++)
        out[i] = address[i] >= 'A' && address[i] <= 'Z' ? (char)(address[i] - 'A' + 'a') : address[i];
    out[length] = '\0';
    size_t host = strncmp(out, SCHEME, scheme) == 0 ? host_length(out + scheme) : 0;
    char *port = out + scheme + host;
    if (host == 0 || !is_port(port))
        return false;
    if (strcmp(port, DEFAULT_PORT) == 0)
        *port = '\0';
    return true;
}
