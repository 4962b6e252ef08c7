/* The pace of a storm: with as many handshakes under way as may be, nobody is accepted; who has finished one makes room at once, whatever it came for. */
#include "support/check.h"

#include "net/loop.h"
#include "net/server_state.h"

#include <arpa/inet.h>
#include <netinet/in.h>

enum { CONNECTIONS_MOST = 1000, ROOM_TO_WAKE = 16 };

struct storm {
    struct server server;
    struct connection *young[HANDSHAKES_YOUNG_LEAST];
};

/* As when the last one that had room has just been accepted: the listener sleeps. */
static bool begin(struct storm *storm) {
    *storm = (struct storm){.server.listener.socket = -1, .server.link_listener.socket = -1};
    struct server *server = &storm->server;
    struct listener *listener = &server->listener;
    struct buffer fault;
    buffer_init(&fault);
    bool is_open = CHECK_NUMBER(loop_create(&server->loop), ERROR_NONE) &&
                   CHECK_NUMBER(connections_init(&server->connections, CONNECTIONS_MOST, CONNECTIONS_MOST), ERROR_NONE) &&
                   CHECK_NUMBER(listener_open(listener, "127.0.0.1", 0, &fault), ERROR_NONE);
    listener->server = server;
    is_open = is_open && CHECK_NUMBER(listener_start(listener, &fault), ERROR_NONE);
    buffer_finish(&fault);
    if (!is_open)
        return false;
    pace_begin(&server->pace, connection_clock());
    const struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (size_t i = 0; i < HANDSHAKES_YOUNG_LEAST; i++)
        CHECK_NUMBER(connection_create(&server->connections, server, (const struct sockaddr *)&from, server_clock(server), &storm->young[i]), ERROR_NONE);
    uv_poll_stop(&listener->poll);
    listener->accepting = false;
    return true;
}

static void end(struct storm *storm) {
    for (size_t i = 0; i < HANDSHAKES_YOUNG_LEAST; i++)
        if (storm->young[i] != NULL)
            connection_destroy(&storm->server.connections, storm->young[i]);
    listener_close(&storm->server.listener);
    loop_close(storm->server.loop);
    loop_destroy(storm->server.loop);
    connections_finish(&storm->server.connections);
}

static void finished_ones_make_room(enum connection_phase phase) {
    struct storm storm;
    if (!begin(&storm))
        return;
    const struct listener *listener = &storm.server.listener;
    for (size_t i = 0; i < ROOM_TO_WAKE; i++) {
        CHECK(!listener->accepting);
        server_enter(storm.young[i], phase);
    }
    CHECK(listener->accepting);
    end(&storm);
}

/* It did not: after 128 of them nobody was accepted until the next tenth of a second. */
static void a_websocket_that_is_through_its_handshake_makes_room(void) {
    finished_ones_make_room(PHASE_UPGRADED);
}

static void a_page_that_is_asked_for_makes_room(void) {
    finished_ones_make_room(PHASE_ANSWERING);
}

static void who_is_late_makes_room_when_it_is_through(void) {
    struct storm storm;
    if (!begin(&storm))
        return;
    struct server *server = &storm.server;
    for (size_t i = 0; i < ROOM_TO_WAKE; i++)
        connection_enter(&server->connections, storm.young[i], PHASE_LATE_HANDSHAKE, server_clock(server));
    CHECK(!server->listener.accepting); /* growing late is no end of a handshake: the server's timer looks after it */
    server_enter(storm.young[0], PHASE_UPGRADED);
    CHECK(server->listener.accepting);
    end(&storm);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a WebSocket that is through its handshake makes room", a_websocket_that_is_through_its_handshake_makes_room},
        {"a page that is asked for makes room", a_page_that_is_asked_for_makes_room},
        {"who is late makes room when it is through", who_is_late_makes_room_when_it_is_through},
    };
    return CHECK_MAIN(TESTS, count, words);
}
