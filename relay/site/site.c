#include "site/state.h"

#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "codec/link_limits.h"
#include <stdio.h>
#include <string.h>

enum { SCRATCH_BYTES = 64 * 1024 };

/* ---- the folder ---- */

struct marks {
    uint8_t granted[STREAM_SIZE], tried[STREAM_SIZE];
    bool has_granted, has_tried, fenced;
    struct site *site;
};

static bool take_bytes(const struct site_value *values, const char *name, void *out, size_t length) {
    if (values[0].length != strlen(name) || memcmp(values[0].bytes, name, values[0].length) != 0 || values[1].length != length)
        return false;
    memcpy(out, values[1].bytes, length);
    return true;
}

static enum error read_mark(void *context, const struct site_value *values) {
    struct marks *marks = context;
    marks->has_granted |= take_bytes(values, "granted", marks->granted, STREAM_SIZE);
    marks->has_tried |= take_bytes(values, "tried", marks->tried, STREAM_SIZE);
    marks->fenced |= values[0].length == 6 && memcmp(values[0].bytes, "fenced", 6) == 0;
    marks->site->has_session_key |= take_bytes(values, "session key", marks->site->session_key, DIGEST_SIZE);
    return ERROR_NONE;
}

static struct text text_in(const struct site_value *value) {
    return (struct text){value->bytes, value->length};
}

static enum error read_limits(void *context, const struct site_value *values) {
    if (text_equal_string(text_in(&values[0]), "limits") && values[1].kind == SITE_TEXT)
        link_limits_read(text_in(&values[1]), context);
    return ERROR_NONE;
}

struct limits site_remembered_limits(struct site_store *store) {
    struct limits limits = limits_default();
    if (site_store_read(store, SITE_READ_MARKS, read_limits, &limits))
        log_line(LOG_WARNING, "limits_unread", "the limits that the hub has said cannot be read; the usual ones hold");
    return limits;
}

static enum error read_entry(void *context, const struct site_value *values) {
    struct outbox_entry entry = {
        .place = (uint64_t)values[0].number,
        .wish = {.lane = (enum lane)values[1].number, .person = text_in(&values[2]), .method = text_in(&values[4]), .params = text_in(&values[5]),
                 .poll = (uint32_t)values[7].number, .stamp = values[8].number, .stamp_error = (uint32_t)values[9].number, .proof = values[10].number != 0,
                 .epoch = (uint64_t)values[11].number},
        .state = values[12].kind == SITE_NOTHING ? OUTBOX_KEPT : OUTBOX_SETTLED,
        .result = text_in(&values[12]),
    };
    if (values[1].number < 0 || values[3].length != KEY_SIZE || values[6].length != PARAMS_SIZE)
        return ERROR_DAMAGED;
    memcpy(entry.wish.key, values[3].bytes, KEY_SIZE);
    memcpy(entry.wish.digest, values[6].bytes, PARAMS_SIZE);
    return outbox_restore_entry(context, &entry);
}

static enum error read_closing(void *context, const struct site_value *values) {
    return outbox_restore_closing(context, (uint32_t)values[0].number, values[1].number);
}

static enum error read_folder(struct site *site, bool takeover) {
    struct marks marks = {.site = site};
    uint8_t stream[STREAM_SIZE];
    site->transport->random(site->transport->context, stream, sizeof stream);
    enum error error = site_store_read(site->store, SITE_READ_MARKS, read_mark, &marks);
    if (error)
        return error;
    site->outbox = outbox_create(site_store_folder(site->store), stream, site_store_is_restored(site->store));
    if (!site->outbox)
        return ERROR_NO_MEMORY;
    error = site_store_read(site->store, SITE_READ_ENTRIES, read_entry, site->outbox);
    if (!error)
        error = site_store_read(site->store, SITE_READ_CLOSINGS, read_closing, site->outbox);
    if (error)
        return error;
    outbox_restore_streams(site->outbox, marks.has_granted ? marks.granted : NULL, marks.has_tried ? marks.tried : NULL);
    if (marks.fenced || takeover)
        outbox_restore_fenced(site->outbox, takeover);
    return replica_load(site->replica);
}

/* ---- create, destroy ---- */

enum error site_create(const struct site_options *options, struct site **out) {
    uint64_t seed;
    *out = NULL;
    struct site *site = memory_take_zeroed(1, sizeof *site);
    if (!site)
        return ERROR_NO_MEMORY;
    site->store = options->store;
    site->transport = options->transport;
    site->link = options->link;
    site->addresses = options->addresses;
    site->now = site->link_since = site->beat_at = options->now;
    site->limits = site_remembered_limits(site->store);
    site->round_trip = -1;
    site_clock_init(&site->clock);
    arena_init(&site->arena);
    site->transport->random(site->transport->context, &seed, sizeof seed);
    back_off_init(&site->back_off, seed);
    site->scratch = memory_take(SCRATCH_BYTES);
    site->replica = replica_create(site->store);
    enum error error = site->scratch && site->replica ? read_folder(site, options->takeover) : ERROR_NO_MEMORY;
    if (error) {
        site_destroy(site);
        return error;
    }
    metric_set(METRIC_JOURNAL_WRITABLE, 1);
    site->addresses_revision = 1;
    site_addresses_follow(site);
    site_be_fenced(site);
    *out = site;
    return ERROR_NONE;
}

void site_destroy(struct site *site) {
    if (!site)
        return;
    site_release_forwards(site);
    replica_destroy(site->replica);
    outbox_destroy(site->outbox);
    arena_finish(&site->arena);
    memory_release(site->scratch);
    explicit_bzero(site->session_key, sizeof site->session_key);
    explicit_bzero(site->receipt_key, sizeof site->receipt_key);
    memory_release(site);
}

/* ---- connections ---- */

static void *on_connect(void *context, void *connection, const char *address, int64_t now) {
    struct site *site = context;
    struct visitor *visitor = memory_take_zeroed(1, sizeof *visitor);
    site->now = now;
    if (!visitor)
        return NULL;
    visitor->site = site;
    visitor->name = ++site->visitor_names;
    visitor->connection = connection;
    snprintf(visitor->address, sizeof visitor->address, "%s", address);
    token_bucket_init(&visitor->bucket, site->limits.messages_burst, now);
    buffer_init(&visitor->held);
    buffer_init(&visitor->waiting_hello);
    visitor->next = site->visitors;
    if (visitor->next)
        visitor->next->previous = visitor;
    site->visitors = visitor;
    site->visitor_count++;
    metric_add(METRIC_CONNECTIONS, 1);
    metric_add(METRIC_CONNECTIONS_TOTAL, 1);
    return visitor;
}

static void on_disconnect(void *context, void *subscriber) {
    struct site *site = context;
    struct visitor *visitor = subscriber;
    visitor_leave(visitor);
    visitor_unschedule(visitor);
    site->held_count -= visitor->held_until != 0;
    *(visitor->previous ? &visitor->previous->next : &site->visitors) = visitor->next;
    if (visitor->next)
        visitor->next->previous = visitor->previous;
    for (uint32_t i = 0; i < visitor->queue_count; i++)
        message_release(visitor->queue[(visitor->queue_first + i) % visitor->queue_capacity]);
    memory_release(visitor->queue);
    visitor_release_waiters(visitor);
    buffer_finish(&visitor->held);
    buffer_finish(&visitor->waiting_hello);
    explicit_bzero(visitor->token, sizeof visitor->token);
    memory_release(visitor);
    site->visitor_count--;
    metric_add(METRIC_CONNECTIONS, -1);
}

static void on_receive(void *context, void *subscriber, const char *bytes, size_t length, int64_t now) {
    struct site *site = context;
    site->now = now;
    site_receive(site, subscriber, bytes, length);
}

static void on_writable(void *context, void *subscriber) {
    struct visitor *visitor = subscriber;
    (void)context;
    visitor->blocked = false;
    visitor_schedule(visitor);
}

/* Durable first, then the hub, then the browsers: a result that is settled here is durable here. */
static bool on_sweep(void *context, size_t most) {
    struct site *site = context;
    site_flush(site);
    site_pump(site);
    site_be_fenced(site);
    for (; site->ready && most > 0; most--) {
        struct visitor *visitor = site->ready;
        visitor_unschedule(visitor);
        visitor_write(visitor);
    }
    return site->ready != NULL;
}

/* ---- time ---- */

static void close_stalled(struct site *site) {
    for (struct visitor *visitor = site->visitors; visitor; visitor = visitor->next)
        if (visitor->blocked && site->now - visitor->blocked_since > SITE_BLOCKED_MOST_MS)
            visitor_close(visitor, HUB_CLOSE_TOO_SLOW);
}

static void on_tick(void *context, int64_t now) {
    struct site *site = context;
    site->now = now;
    site_link_tick(site);
    site_try_held(site);
    site_announce_outbox(site);
    if (now >= site->beat_at) {
        site->beat_at = now + SITE_BEAT_MS;
        site_announce(site);
        close_stalled(site);
    }
    site->transport->schedule(site->transport->context);
}

static int64_t on_next_tick(const void *context) {
    const struct site *site = context;
    int64_t next = site->beat_at, link = site_link_next(site);
    next = link < next ? link : next;
    if (site->store_retry_at && site->store_retry_at < next)
        next = site->store_retry_at;
    if (outbox_figures(site->outbox).waiting != site->said_outbox && site->said_at + SITE_REPORT_MS < next)
        next = site->said_at + SITE_REPORT_MS;
    for (const struct visitor *visitor = site->visitors; visitor && site->held_count > 0; visitor = visitor->next)
        if (visitor->held_until && visitor->held_until < next)
            next = visitor->held_until;
    return next;
}

static void on_woken(void *context, int64_t now) {
    ((struct site *)context)->now = now;
}

static const char *not_ready(const void *context, int64_t now) {
    const struct site *site = context;
    (void)now;
    if (site->stopping)
        return "stopping";
    if (site->fenced_said)
        return "another process holds this site";
    if (site->store_retry_at)
        return "not stored";
    return *site->replica->journal ? NULL : "nothing has come from the hub yet";
}

static bool on_stop(void *context) {
    struct site *site = context;
    if (!site->stopping)
        site->link->close(site->link->context);
    site->stopping = true;
    site_flush(site);
    for (struct visitor *visitor = site->visitors; visitor; visitor = visitor->next)
        visitor_close(visitor, HUB_CLOSE_STOPPING);
    return true;
}

static uint64_t on_addresses_revision(const void *context) {
    return site_addresses_revision(context);
}

static void on_each_address(const void *context, void (*each)(void *to, const char *address), void *to) {
    site_each_address(context, each, to);
}

struct service site_service(struct site *site) {
    return (struct service){
        .context = site,
        .connect = on_connect,
        .disconnect = on_disconnect,
        .receive = on_receive,
        .writable = on_writable,
        .sweep = on_sweep,
        .woken = on_woken,
        .tick = on_tick,
        .next_tick = on_next_tick,
        .not_ready = not_ready,
        .stop = on_stop,
        .addresses_revision = on_addresses_revision,
        .each_address = on_each_address,
    };
}
