/* addresses.c - from where browsers may come and to where pages may go on: what was given at the start, and what the service learns while it runs.
 *
 * Normal course: server_take_addresses; then each request looks at the service's number, and when it is another one the Origins and the pages' headers are made
 * anew. Ways it fails: no memory (logged; the former stay, and the next request tries again). */
#include "base/log.h"
#include "base/memory.h"
#include "net/server_state.h"

#include <stdio.h>
#include <string.h>

static enum error make_origins(struct server *server, const struct server_options *options, struct buffer *fault) {
    char local[3][ORIGIN_BYTES_MAX];
    static const char *const HOSTS[3] = {"localhost", "127.0.0.1", "[::1]"};
    const char **addresses = memory_take_zeroed(3 + options->address_count + options->other_address_count, sizeof *addresses);
    size_t count = 0;
    if (addresses == NULL)
        return ERROR_NO_MEMORY;
    for (size_t i = 0; i < 3 && options->address_count == 0; i++) {
        snprintf(local[i], sizeof local[i], "https://%s:%u", HOSTS[i], server->listener.port);
        addresses[count++] = local[i];
    }
    for (size_t i = 0; i < options->address_count; i++)
        addresses[count++] = options->addresses[i];
    for (size_t i = 0; i < options->other_address_count; i++)
        addresses[count++] = options->other_addresses[i];
    enum error error = origins_init(&server->first_origins, addresses, count, fault);
    memory_release(addresses);
    return error;
}

struct gathering {
    struct origins origins;
    enum error error;
};

static void gather(void *to, const char *address) {
    struct gathering *gathering = to;
    enum error error = origins_add(&gathering->origins, address, strlen(address));
    if (error == ERROR_MALFORMED)
        log_line(LOG_ERROR, "address", "%s is not an address of the form https://host:port: nobody may come from there", address);
    else if (error != ERROR_NONE)
        gathering->error = error;
}

/* The first ones and the service's. */
static enum error gather_origins(const struct server *server, struct origins *out) {
    struct gathering gathering = {.error = ERROR_NONE};
    for (size_t i = 0; i < server->first_origins.count; i++)
        gather(&gathering, server->first_origins.texts[i]);
    if (server->service.each_address != NULL)
        server->service.each_address(server->service.context, gather, &gathering);
    if (gathering.error != ERROR_NONE)
        origins_finish(&gathering.origins);
    *out = gathering.origins;
    return gathering.error;
}

/* As content_policy_print wants them. */
static enum error print_sockets(const struct origins *origins, struct buffer *out) {
    enum error error = origins_print_sockets(origins, out);
    return error == ERROR_NONE ? buffer_append(out, "", 1) : error;
}

enum error server_take_addresses(struct server *server, const struct server_options *options, struct buffer *fault) {
    struct buffer sockets;
    buffer_init(&sockets);
    enum error error = make_origins(server, options, fault);
    if (error == ERROR_NONE)
        error = gather_origins(server, &server->origins);
    if (error == ERROR_NONE)
        error = print_sockets(&server->origins, &sockets);
    if (error == ERROR_NONE)
        error = pages_load(options->pages_path, sockets.bytes, &server->pages, fault);
    buffer_finish(&sockets);
    return error;
}

void server_follow_addresses(struct server *server) {
    const struct service *service = &server->service;
    uint64_t revision = service->addresses_revision != NULL ? service->addresses_revision(service->context) : 0;
    if (revision == server->addresses_revision)
        return;
    struct origins origins;
    struct pages *pages = NULL;
    struct buffer sockets;
    buffer_init(&sockets);
    enum error error = gather_origins(server, &origins);
    if (error == ERROR_NONE)
        error = print_sockets(&origins, &sockets);
    if (error == ERROR_NONE)
        error = pages_renew(server->pages, sockets.bytes, &pages);
    buffer_finish(&sockets);
    if (error != ERROR_NONE) {
        origins_finish(&origins);
        log_line(LOG_ERROR, "address", "what is new of the addresses cannot be taken yet: %s", error_text(error));
        return;
    }
    pages_release(server->pages);
    origins_finish(&server->origins);
    server->pages = pages;
    server->origins = origins;
    server->addresses_revision = revision;
}
