#include "net/connection.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define PHASE_LIMIT(name, limit) limit,
static const int64_t PHASE_LIMITS[PHASE_COUNT] = {CONNECTION_PHASES(PHASE_LIMIT)};
#undef PHASE_LIMIT

int64_t connection_clock(void) {
    struct timespec at;
    clock_gettime(CLOCK_MONOTONIC, &at);
    return (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
}

static void list_append(struct connection_list *list, struct connection *connection) {
    connection->next = NULL;
    connection->previous = list->last;
    if (list->last != NULL)
        list->last->next = connection;
    else
        list->first = connection;
    list->last = connection;
    list->count++;
}

static void list_remove(struct connection_list *list, struct connection *connection) {
    if (connection->previous != NULL)
        connection->previous->next = connection->next;
    else
        list->first = connection->next;
    if (connection->next != NULL)
        connection->next->previous = connection->previous;
    else
        list->last = connection->previous;
    list->count--;
}

static void show_handshakes(const struct connections *connections) {
    metric_set(METRIC_HANDSHAKES,
               (int64_t)(connections->phases[PHASE_HANDSHAKE].count + connections->phases[PHASE_LATE_HANDSHAKE].count));
}

static void count_dropped(const struct connection *connection) {
    if (connection->phase == PHASE_HANDSHAKE || connection->phase == PHASE_LATE_HANDSHAKE)
        metric_add(METRIC_HANDSHAKES_DROPPED, 1);
}

static void print_ipv4(const uint8_t bytes[4], struct connection *connection) {
    snprintf(connection->address, sizeof connection->address, "%u.%u.%u.%u", bytes[0], bytes[1], bytes[2], bytes[3]);
    connection->loopback = bytes[0] == 127;
}

/* One subscriber line owns a whole /64: counting single IPv6 addresses would limit nobody. */
static void print_ipv6(const struct in6_addr *address, struct connection *connection) {
    struct in6_addr network = *address;
    memset(network.s6_addr + 8, 0, 8);
    char text[INET6_ADDRSTRLEN] = "";
    inet_ntop(AF_INET6, &network, text, sizeof text);
    snprintf(connection->address, sizeof connection->address, "%s/64", text);
    connection->loopback = IN6_IS_ADDR_LOOPBACK(address);
}

static void print_address(const struct sockaddr *address, struct connection *connection) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        print_ipv4((const uint8_t *)&v4.sin_addr, connection);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            print_ipv4(v6.sin6_addr.s6_addr + 12, connection);
        else
            print_ipv6(&v6.sin6_addr, connection);
    }
}

enum error connections_init(struct connections *connections, size_t most, size_t most_per_address) {
    *connections = (struct connections){.most = most, .most_per_address = most_per_address};
    connections->per_address = map_create();
    return connections->per_address != NULL ? ERROR_NONE : ERROR_NO_MEMORY;
}

void connections_finish(struct connections *connections) {
    map_destroy(connections->per_address);
    connections->per_address = NULL;
}

static enum error count_in(struct connections *connections, const char *address) {
    size_t length = strlen(address);
    union map_value *found = map_find(connections->per_address, address, length);
    if (found == NULL)
        return map_put(connections->per_address, address, length, (union map_value){.number = 1});
    if (found->number >= connections->most_per_address)
        return ERROR_FULL;
    found->number++;
    return ERROR_NONE;
}

static void count_out(struct connections *connections, const char *address) {
    size_t length = strlen(address);
    union map_value *found = map_find(connections->per_address, address, length);
    if (found == NULL)
        return;
    if (found->number > 1)
        found->number--;
    else
        map_remove(connections->per_address, address, length);
}

enum error connection_create(struct connections *connections, struct server *server, const struct sockaddr *address,
                             int64_t now, struct connection **out) {
    *out = NULL;
    if (connections->count >= connections->most)
        return ERROR_FULL;
    struct connection *connection = memory_take_zeroed(1, sizeof *connection);
    if (connection == NULL)
        return ERROR_NO_MEMORY;
    print_address(address, connection);
    enum error error = count_in(connections, connection->address);
    if (error != ERROR_NONE) {
        memory_release(connection);
        return error;
    }
    connection->server = server;
    connection->since = now;
    connection->phase = PHASE_HANDSHAKE;
    buffer_init(&connection->message);
    buffer_init(&connection->answer);
    list_append(&connections->phases[PHASE_HANDSHAKE], connection);
    connections->count++;
    show_handshakes(connections);
    *out = connection;
    return ERROR_NONE;
}

void connection_drop_answer(struct connection *connection) {
    if (connection->secret_answer && connection->answer.bytes != NULL)
        explicit_bzero(connection->answer.bytes, connection->answer.length);
    connection->secret_answer = false;
    buffer_finish(&connection->answer);
    pages_release(connection->pages);
    connection->pages = NULL;
}

void connection_destroy(struct connections *connections, struct connection *connection) {
    count_dropped(connection);
    list_remove(&connections->phases[connection->phase], connection);
    connections->count--;
    count_out(connections, connection->address);
    show_handshakes(connections);
    buffer_finish(&connection->message);
    connection_drop_answer(connection);
    memory_release(connection);
}

void connection_enter(struct connections *connections, struct connection *connection, enum connection_phase phase,
                      int64_t now) {
    list_remove(&connections->phases[connection->phase], connection);
    connection->phase = phase;
    connection->since = now;
    list_append(&connections->phases[phase], connection);
    show_handshakes(connections);
}

static void expire(struct connections *connections, struct connection *connection, int64_t now,
                   void (*cut)(struct connection *connection)) {
    switch (connection->phase) {
    case PHASE_HANDSHAKE:
        connection_enter(connections, connection, PHASE_LATE_HANDSHAKE, now);
        return;
    case PHASE_CUT:
        if (connection->wsi != NULL)
            break;
        /* libwebsockets refused the socket for want of memory and tells nobody. */
        connection_destroy(connections, connection);
        return;
    default:
        break;
    }
    count_dropped(connection);
    connection_enter(connections, connection, PHASE_CUT, now);
    cut(connection);
}

void connections_expire(struct connections *connections, int64_t now, size_t late_most,
                        void (*cut)(struct connection *connection)) {
    for (size_t phase = 0; phase < PHASE_COUNT; phase++) {
        struct connection_list *list = &connections->phases[phase];
        while (PHASE_LIMITS[phase] != 0 && list->first != NULL && now - list->first->since >= PHASE_LIMITS[phase])
            expire(connections, list->first, now, cut);
    }
    struct connection_list *late = &connections->phases[PHASE_LATE_HANDSHAKE];
    while (late->count > late_most)
        expire(connections, late->first, now, cut);
}
