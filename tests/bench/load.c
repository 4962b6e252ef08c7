/* load - many clients of one server in one process, ordered about by lines on stdin; one line of JSON on stdout for each order, when it is done.
 *
 *   load --server NAME --ports P[,P…] --publisher-port P --clients N [--roster FILE] [--token T] [--bytes N] [--in-flight N]
 *
 * The roster, for lamrelay, has a line for each client: person and code. The token is that of who publishes.
 *   pids P…                              the server's processes, whose CPU time is counted from now on
 *   publisher                            who publishes connects
 *   connect COUNT                        clients come until so many are there
 *   leave                                all of them, at once
 *   beat                                 returns when the server has just said something by itself
 *   fanout BURSTS SIZE PER_SECOND        notices to all
 *   upstream SECONDS NOTICES_PER_SECOND POLL    a ballot of each within that time, notices going out meanwhile
 *   storm full|resumed                   all connections end and come back at once
 *   restart full|resumed                 the same, when the server is killed and started: says first that it waits
 *   stall SIZE JOINING SECONDS           bursts, so many clients coming meanwhile, and one that asks all the time
 * The end of stdin is the end. Exit status 1: it could not begin. */
#include "arena.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { LINE_MOST = 1024, NOTICE_BYTES = 300, IN_FLIGHT_MOST = 4000 };

static struct arena arena;

/* ---- orders ---- */

static void take_pids(const char *text) {
    arena.pid_count = 0;
    int pid, taken;
    while (arena.pid_count < PIDS_MOST && sscanf(text, "%d%n", &pid, &taken) == 1) {
        arena.pids[arena.pid_count++] = pid;
        text += taken;
    }
    printf("{\"order\":\"pids\",\"count\":%d}\n", arena.pid_count);
    fflush(stdout);
}

static void obey(const char *order) {
    unsigned a, b;
    double rate, seconds;
    char how[16];
    if (strncmp(order, "pids ", 5) == 0)
        take_pids(order + 5);
    else if (strcmp(order, "publisher") == 0)
        phase_publisher(&arena);
    else if (sscanf(order, "connect %u", &a) == 1)
        phase_connect(&arena, a);
    else if (strcmp(order, "leave") == 0)
        phase_leave(&arena);
    else if (strcmp(order, "beat") == 0)
        phase_beat(&arena);
    else if (sscanf(order, "fanout %u %u %lf", &a, &b, &rate) == 3)
        phase_fanout(&arena, a, b, rate);
    else if (sscanf(order, "upstream %lf %lf %u", &seconds, &rate, &a) == 3)
        phase_upstream(&arena, seconds, rate, a);
    else if (sscanf(order, "storm %15s", how) == 1)
        phase_storm(&arena, strcmp(how, "resumed") == 0);
    else if (sscanf(order, "restart %15s", how) == 1)
        phase_restart(&arena, strcmp(how, "resumed") == 0);
    else if (sscanf(order, "stall %u %u %lf", &a, &b, &seconds) == 3)
        phase_stall(&arena, a, b, seconds);
    else
        fprintf(stderr, "load: what is `%s`?\n", order);
}

/* Orders come one at a time: who gives them waits for the answer. False: no more will come. */
static bool read_orders(void) {
    static char line[LINE_MOST];
    static size_t length;
    ssize_t got = read(STDIN_FILENO, line + length, sizeof line - 1 - length);
    char *end;
    if (got <= 0)
        return false;
    length += (size_t)got;
    while ((end = memchr(line, '\n', length)) != NULL) {
        *end = '\0';
        obey(line);
        length -= (size_t)(end + 1 - line);
        memmove(line, end + 1, length);
    }
    return true;
}

static bool order_waits(void) {
    struct epoll_event event;
    static int epoll = -1;
    if (epoll < 0) {
        epoll = epoll_create1(EPOLL_CLOEXEC);
        event = (struct epoll_event){.events = EPOLLIN};
        epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &event);
        event.data.ptr = NULL;
        epoll_ctl(arena.loop.epoll, EPOLL_CTL_ADD, epoll, &event); /* wakes the loop, too */
    }
    return epoll_wait(epoll, &event, 1, 0) == 1;
}

/* ---- the beginning ---- */

static bool read_roster(const char *path) {
    FILE *file = fopen(path, "re");
    char line[LINE_MOST];
    uint32_t count = 0;
    while (file && count <= arena.count && fgets(line, sizeof line, file)) {
        struct client *client = count < arena.count ? &arena.clients[count] : &arena.probe;
        count += sscanf(line, "%47s %47s", client->name, client->code) == 2;
    }
    if (file)
        fclose(file);
    return count >= arena.count;
}

static bool read_ports(const char *text) {
    while (*text && arena.port_count < PORTS_MOST) {
        char *after;
        arena.ports[arena.port_count++] = (uint16_t)strtoul(text, &after, 10);
        text = *after == ',' ? after + 1 : after;
        if (after == text)
            break;
    }
    return arena.port_count > 0;
}

static bool make_clients(void) {
    arena.clients = calloc(arena.count, sizeof *arena.clients);
    arena.again = calloc(arena.count, sizeof *arena.again);
    if (arena.count == 0 || !arena.clients || !arena.again)
        return false;
    for (uint32_t i = 0; i < arena.count; i++)
        arena.clients[i] = (struct client){.arena = &arena, .adapter = arena.adapter, .number = i};
    arena.publisher = (struct client){.arena = &arena, .adapter = arena.adapter, .role = PUBLISHER};
    arena.probe = (struct client){.arena = &arena, .adapter = arena.adapter, .role = PROBE, .number = arena.count};
    return true;
}

static bool read_words(int count, char **words) {
    const char *roster = NULL, *token = "";
    arena.notice_bytes = NOTICE_BYTES;
    arena.in_flight_most = IN_FLIGHT_MOST;
    for (int i = 1; i + 1 < count; i += 2) {
        const char *name = words[i], *value = words[i + 1];
        if (strcmp(name, "--server") == 0)
            arena.adapter = adapter_find(value);
        else if (strcmp(name, "--ports") == 0)
            read_ports(value);
        else if (strcmp(name, "--publisher-port") == 0)
            arena.publisher_port = (uint16_t)strtoul(value, NULL, 10);
        else if (strcmp(name, "--clients") == 0)
            arena.count = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(name, "--roster") == 0)
            roster = value;
        else if (strcmp(name, "--token") == 0)
            token = value;
        else if (strcmp(name, "--bytes") == 0)
            arena.notice_bytes = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(name, "--in-flight") == 0)
            arena.in_flight_most = (uint32_t)strtoul(value, NULL, 10);
        else
            return false;
    }
    if (!arena.adapter || arena.port_count == 0 || !make_clients())
        return false;
    snprintf(arena.publisher.token, sizeof arena.publisher.token, "%s", token);
    return !roster || read_roster(roster);
}

int main(int count, char **words) {
    struct rlimit limit;
    signal(SIGPIPE, SIG_IGN);
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (!read_words(count, words) || !stream_loop_make(&arena.loop)) {
        fprintf(stderr, "load: --server NAME --ports P[,P...] --publisher-port P --clients N [--roster FILE] [--token T] [--bytes N] [--in-flight N]\n");
        return EXIT_FAILURE;
    }
    for (;;) {
        if (order_waits() && !read_orders())
            return EXIT_SUCCESS;
        arena_turn(&arena, 100 * NS_PER_MS);
    }
}
