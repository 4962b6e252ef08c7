#include "arena.h"

#include "process.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COMING_A_TURN = 64, FAULTS_SAID = 10, SHOWN_BYTES = 300 };

/* ---- what clients tell ---- */

void client_met_fault(struct client *client, const char *bytes, size_t length) {
    if (client->arena->tally.faults++ < FAULTS_SAID)
        fprintf(stderr, "load: client %u: %.*s\n", client->number, (int)(length < SHOWN_BYTES ? length : SHOWN_BYTES), bytes);
}

void client_is_ready(struct client *client) {
    struct arena *arena = client->arena;
    if (client->state == CLIENT_READY)
        return;
    client->state = CLIENT_READY;
    client->next = NOTICE_ANY;
    client->seen = ~UINT64_C(0);
    client->since = arena->published;
    client->ballot_under_way = false;
    if (client->role != SUBSCRIBER)
        return;
    arena->coming--;
    arena->ready++;
    arena->tally.ready_count++;
    arena->tally.resumed += client->stream.resumed;
    histogram_add(&arena->tally.ready, clock_now() - arena->began);
}

void client_was_answered(struct client *client, bool refused) {
    struct tally *tally = &client->arena->tally;
    if (!client->ballot_under_way) {
        tally->strange++;
        return;
    }
    client->ballot_under_way = false;
    tally->answered++;
    tally->refused += refused;
    uint64_t came = stream_came_at(&client->stream);
    histogram_add(&tally->acks, came > client->ballot_at ? came - client->ballot_at : 0);
    stream_stamp(&client->stream, false);
}

/* Whether this is the first time that it comes; a gap before it is taken for lost until what is in it comes late. */
static bool is_new(struct client *client, uint32_t number, struct tally *tally) {
    if (client->next == NOTICE_ANY)
        client->next = number < client->since ? number : client->since;
    if (number >= client->next) {
        uint32_t passed = number - client->next + 1;
        tally->lost += passed - 1;
        client->seen = passed < 64 ? client->seen << passed | 1 : 1;
        client->next = number + 1;
        return true;
    }
    uint32_t back = client->next - 1 - number;
    if (back >= 64 || client->seen & UINT64_C(1) << back) {
        tally->twice++;
        return false;
    }
    client->seen |= UINT64_C(1) << back;
    tally->disordered++;
    tally->lost--;
    return true;
}

static void take_notice(struct client *client, uint32_t number, uint64_t stamp) {
    struct arena *arena = client->arena;
    struct tally *tally = &arena->tally;
    uint32_t place = number - arena->first;
    if (client->role != SUBSCRIBER)
        return;
    if (number < arena->first) {
        tally->twice += client->next != NOTICE_ANY; /* of a former phase: who has just come may see what stood before */
        return;
    }
    if (number >= arena->published || place >= NOTICES_MOST) {
        client_met_fault(client, "a notice that nobody published", 30);
        return;
    }
    if (!is_new(client, number, tally))
        return;
    tally->deliveries++;
    tally->came[place] += client->state == CLIENT_READY && number >= client->since; /* what others have beyond that makes up for nobody's */
    if (arena->loop.now > tally->last_at[place])
        tally->last_at[place] = arena->loop.now;
    histogram_add(&tally->latency, arena->loop.now > stamp ? arena->loop.now - stamp : 0);
}

static bool read_digits(const char *at, int count, uint64_t *out) {
    *out = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        *out = *out * 10 + (uint64_t)(at[i] - '0');
    }
    return true;
}

unsigned client_looks_for_notices(struct client *client, const char *bytes, size_t length) {
    unsigned found = 0;
    const char *at = bytes, *end = bytes + length;
    uint64_t number, stamp;
    while (end - at >= STAMP_TEXT && (at = memchr(at, '~', (size_t)(end - at) - STAMP_TEXT + 1)) != NULL) {
        if (at[11] != '~' || at[32] != '~' || !read_digits(at + 1, 10, &number) || !read_digits(at + 12, 20, &stamp)) {
            at++;
            continue;
        }
        found++;
        if (!client->arena->calibrated && client->role == SUBSCRIBER) {
            client->arena->overhead = (uint32_t)length - client->arena->text_length;
            client->arena->calibrated = true;
        }
        take_notice(client, (uint32_t)number, stamp);
        at += STAMP_TEXT;
    }
    if (found > 0 && client->role == SUBSCRIBER)
        client->arena->tally.bytes += length;
    if (found == 0 && client->number == 0)
        client->arena->live_at = client->arena->loop.now;
    return found;
}

/* ---- the turn ---- */

void arena_clear(struct arena *arena) {
    memset(&arena->tally, 0, sizeof arena->tally);
    arena->first = arena->published;
    for (uint32_t i = 0; i < arena->count; i++)
        if (arena->clients[i].state == CLIENT_READY) {
            arena->clients[i].next = arena->published;
            arena->clients[i].seen = ~UINT64_C(0);
        }
    arena->began = clock_now();
}

static bool come_now(struct arena *arena, uint32_t number) {
    struct client *client = &arena->clients[number];
    if (client->state != CLIENT_AWAY)
        return true;
    client->wanted = true;
    return client_come(client, arena->resume);
}

static void let_come(struct arena *arena) {
    for (int i = 0; i < COMING_A_TURN && arena->coming < arena->in_flight_most && !arena->holds_back; i++) {
        if (arena->again_count > 0) {
            if (!come_now(arena, arena->again[arena->again_count - 1]))
                return;
            arena->again_count--;
        } else if (arena->next_to_come < arena->wanted) {
            if (!come_now(arena, arena->next_to_come))
                return;
            arena->next_to_come++;
        } else {
            return;
        }
    }
}

void arena_turn(struct arena *arena, uint64_t most) {
    bool more_come = !arena->holds_back && arena->coming < arena->in_flight_most && (arena->again_count > 0 || arena->next_to_come < arena->wanted);
    stream_loop_turn(&arena->loop, more_come ? 0 : most);
    arena->loop.now = clock_now();
    let_come(arena);
}

/* ---- publishing ---- */

static size_t put_notice(struct arena *arena, struct notice notice, uint64_t stamp, char *out, size_t size) {
    static char text[4096];
    size_t length = arena->calibrated && arena->notice_bytes > arena->overhead + STAMP_TEXT ? arena->notice_bytes - arena->overhead : STAMP_TEXT;
    if (length > sizeof text - 1)
        length = sizeof text - 1;
    memset(text, 'x', length);
    char stamps[STAMP_TEXT + 1];
    snprintf(stamps, sizeof stamps, "~%010" PRIu32 "~%020" PRIu64 "~", notice.number, stamp);
    memcpy(text, stamps, STAMP_TEXT);
    notice.text = text;
    notice.length = length;
    arena->text_length = (uint32_t)length;
    return arena->adapter->publish(&arena->publisher, &notice, out, size);
}

void arena_publish(struct arena *arena, uint32_t count, uint64_t stamp) {
    static char bytes[PUBLISH_MOST];
    size_t length = 0;
    uint64_t now = clock_now();
    if (now > stamp && now - stamp > arena->tally.late_most)
        arena->tally.late_most = now - stamp;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t place = arena->published - arena->first;
        if (place < NOTICES_MOST) {
            arena->tally.stamp[place] = stamp;
            arena->tally.wanted[place] = arena->ready;
        }
        struct notice notice = {.number = arena->published++, .place = i, .of = count};
        length += put_notice(arena, notice, stamp, bytes + length, sizeof bytes - length);
    }
    client_send(&arena->publisher, bytes, length);
}

bool arena_all_have_all(const struct arena *arena) {
    uint32_t published = arena->published - arena->first;
    for (uint32_t i = 0; i < published && i < NOTICES_MOST; i++)
        if (arena->tally.came[i] < arena->tally.wanted[i])
            return false;
    return true;
}

void arena_settle(struct arena *arena, uint64_t most) {
    uint64_t ends = clock_now() + most;
    while (!arena_all_have_all(arena) && clock_now() < ends)
        arena_turn(arena, NS_PER_MS);
}

void arena_count_lost(struct arena *arena) {
    for (uint32_t i = 0; i < arena->count; i++) {
        struct client *client = &arena->clients[i];
        /* Whoever just came has missed nothing from before, also when it hears the end of that. */
        uint32_t next = client->next == NOTICE_ANY || client->next < client->since ? client->since : client->next;
        if (client->state == CLIENT_READY && next < arena->published)
            arena->tally.lost += arena->published - next;
    }
}

/* ---- CPU ---- */

uint64_t arena_server_cpu(const struct arena *arena) {
    uint64_t sum = 0;
    for (int i = 0; i < arena->pid_count; i++)
        sum += process_cpu(arena->pids[i]);
    return sum;
}

uint64_t arena_own_cpu(void) {
    struct timespec ran;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ran);
    return (uint64_t)ran.tv_sec * NS_PER_S + (uint64_t)ran.tv_nsec;
}

/* ---- saying ---- */

void arena_print_begin(const struct arena *arena, const char *order) {
    printf("{\"order\":\"%s\",\"server\":\"%s\",\"clients\":%u,\"ready\":%u,\"broken\":%" PRIu64 ",\"faults\":%" PRIu64 ",", order, arena->adapter->name,
           arena->count, arena->ready, arena->tally.broken, arena->tally.faults);
}

static void print_to_all(const struct arena *arena) {
    const struct tally *tally = &arena->tally;
    uint32_t count = arena->published - arena->first;
    printf("\"to_all\":[");
    for (uint32_t i = 0; i < count && i < NOTICES_MOST; i++)
        printf("%s%" PRIu64, i ? "," : "", tally->last_at[i] > tally->stamp[i] ? tally->last_at[i] - tally->stamp[i] : 0);
    printf("],");
}

void arena_print_deliveries(const struct arena *arena) {
    const struct tally *tally = &arena->tally;
    printf("\"published\":%u,\"deliveries\":%" PRIu64 ",\"lost\":%" PRIu64 ",\"twice\":%" PRIu64 ",\"disordered\":%" PRIu64 ",\"others\":%" PRIu64
           ",\"bytes_each\":%.1f,\"late_most\":%" PRIu64 ",",
           arena->published - arena->first, tally->deliveries, tally->lost, tally->twice, tally->disordered, tally->others,
           tally->deliveries ? (double)tally->bytes / (double)tally->deliveries : 0, tally->late_most);
    print_to_all(arena);
    histogram_print(stdout, "latency", &tally->latency);
}
