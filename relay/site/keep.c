/* keep.c - commands that may wait: into the outbox, onto the disk, "kept", and when the hub's result is durable here, the answer.
 *
 * Ways it fails: the folder cannot be written: whoever waits is told `not_stored`, the replica is written anew when it can be again. */
#include "site/state.h"

#include "auth/receipt.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "codec/json_slice.h"
#include "codec/link_say.h"
#include <stdio.h>
#include <string.h>

/* ---- who waits ---- */

static enum error wait_for(struct visitor *visitor, const char *id, const struct outbox_entry *entry) {
    struct waiter *waiter = memory_take_zeroed(1, sizeof *waiter);
    if (!waiter)
        return ERROR_NO_MEMORY;
    snprintf(waiter->request, sizeof waiter->request, "%s", id);
    memcpy(waiter->person, entry->wish.person.bytes, entry->wish.person.length);
    memcpy(waiter->key, entry->wish.key, KEY_SIZE);
    waiter->next = visitor->waiters;
    visitor->waiters = waiter;
    return ERROR_NONE;
}

static void say_result(struct visitor *visitor, const char *id, struct text result) {
    struct buffer text;
    buffer_init(&text);
    (void)say_answer(&text, id, result.length > 0 ? result : text_of("\"error\":{\"code\":-32603,\"message\":\"the result was too long\",\"data\":{\"code\":\"busy\"}}"));
    visitor_send_text(visitor, &text);
    buffer_finish(&text);
}

/* Only of a ballot whose time is proved: of any other the hub would make no more with one than without. */
static bool make_receipt(const struct site *site, const struct outbox_wish *wish, uint8_t out[RECEIPT_BYTES]) {
    struct receipt receipt = {.stamp = wish->stamp, .error = (uint32_t)wish->stamp_error, .epoch = wish->epoch};
    struct receipt_subject subject = {wish->person, wish->key, wish->digest};
    memcpy(receipt.stream, site->receipt_stream, STREAM_SIZE);
    return site->has_receipt_key && wish->poll != NO_POLL && wish->proof && !receipt_make(site->receipt_key, &receipt, &subject, out);
}

static void say_is_kept(const struct site *site, struct visitor *visitor, const struct outbox_entry *entry) {
    struct buffer text;
    uint8_t receipt[RECEIPT_BYTES];
    buffer_init(&text);
    bool has_receipt = make_receipt(site, &entry->wish, receipt);
    (void)say_kept(&text, entry->wish.key, entry->wish.stamp, has_receipt ? receipt : NULL, sizeof receipt);
    visitor_send_text(visitor, &text);
    buffer_finish(&text);
}

/* What was sent behind must not overtake what is refused for now: the phone comes back and sends all it holds, in order (relay/DELIVERY.md, L1). */
static void refuse_for_now(struct visitor *visitor, const char *id, enum error error, const char *field) {
    visitor_refuse(visitor, id, error, field);
    visitor_close_when_said(visitor, HUB_CLOSE_STOPPING);
}

/* True: nothing more to tell. */
static bool tell(const struct site *site, struct visitor *visitor, struct waiter *waiter) {
    const struct outbox_entry *entry = outbox_find(site->outbox, text_of(waiter->person), waiter->key);
    if (!entry) {
        refuse_for_now(visitor, waiter->request, ERROR_NOT_STORED, NULL);
        return true;
    }
    if (entry->state == OUTBOX_SETTLED) {
        say_result(visitor, waiter->request, entry->result);
        return true;
    }
    if (entry->state != OUTBOX_ACCEPTED && !waiter->told) {
        waiter->told = true;
        say_is_kept(site, visitor, entry);
    }
    return false;
}

static void tell_all(struct site *site) {
    for (struct visitor *visitor = site->visitors; visitor; visitor = visitor->next)
        for (struct waiter **at = &visitor->waiters; *at && !visitor->closing;) {
            struct waiter *waiter = *at;
            if (!tell(site, visitor, waiter)) {
                at = &waiter->next;
                continue;
            }
            *at = waiter->next;
            memory_release(waiter);
        }
}

void visitor_release_waiters(struct visitor *visitor) {
    while (visitor->waiters) {
        struct waiter *waiter = visitor->waiters;
        visitor->waiters = waiter->next;
        memory_release(waiter);
    }
}

/* ---- keeping ---- */

static enum error read_wish(struct site *site, const struct visitor *visitor, const struct request *request, enum command_type type, struct buffer *params,
                            struct outbox_wish *wish, char fault[FAULT_NAME_SIZE]) {
    struct record record;
    struct site_stamp stamp = site_clock_stamp(&site->clock, site->now, site->now);
    *wish = (struct outbox_wish){.lane = lane_of_method(request->method), .person = text_of(visitor->person), .method = request->method,
                                 .stamp = stamp.at, .stamp_error = stamp.error, .proof = stamp.proof, .epoch = stamp.epoch};
    enum error error = request_record(request, COMMAND_INFO[type].fields, true, &site->arena, &record, fault);
    if (!error)
        error = request_params_digest(request, wish->digest);
    if (!error)
        error = request_params_text(request, params);
    if (error)
        return error;
    wish->params = (struct text){params->bytes, params->length};
    wish->poll = type == COMMAND_POLL_CAST ? (uint32_t)record.poll : NO_POLL;
    memcpy(wish->key, record.key, KEY_SIZE);
    return ERROR_NONE;
}

/* As far as this site knows. Others' ballots are the hub's to judge: kept here, they would come after the end the hub has waited for. */
static bool is_open_here(const struct site *site, uint32_t poll) {
    struct text row, value, state;
    return replica_numbered_row(replica_find(site->replica, "participant"), "poll", poll, &row) && json_member(row, "state", &value) &&
           json_word(value, &state) && text_equal_string(state, "open");
}

static bool is_foreign_ballot(const struct site *site, const struct outbox_wish *wish) {
    return wish->poll != NO_POLL && !outbox_find(site->outbox, wish->person, wish->key) && !is_open_here(site, wish->poll);
}

static enum error keep_or_pass_on(struct site *site, struct visitor *visitor, const struct request *request, const struct outbox_wish *wish) {
    const struct outbox_entry *entry;
    if (is_foreign_ballot(site, wish))
        return site_forward(site, visitor, request);
    if (site->store_retry_at > site->now)
        return ERROR_NOT_STORED;
    enum error error = outbox_keep(site->outbox, wish, &entry);
    if (error)
        return error == ERROR_FENCED ? ERROR_NOT_HERE : error;
    if (entry->state == OUTBOX_SETTLED) {
        say_result(visitor, request->id, entry->result);
        return ERROR_NONE;
    }
    error = wait_for(visitor, request->id, entry);
    if (!error)
        tell_all(site);
    return error;
}

void site_keep(struct site *site, struct visitor *visitor, struct request *request, enum command_type type) {
    char fault[FAULT_NAME_SIZE] = "";
    struct outbox_wish wish;
    struct buffer params;
    buffer_init(&params);
    enum error error = read_wish(site, visitor, request, type, &params, &wish, fault);
    if (!error)
        error = keep_or_pass_on(site, visitor, request, &wish);
    if (error == ERROR_KEY_REUSED)
        snprintf(fault, sizeof fault, "key");
    /* LINK_DOWN: a ballot that the hub alone can judge. Nobody's ballot overtakes another one (relay/DELIVERY.md, B1), so the connection may stay. */
    if (error && error_is_passing(error) && error != ERROR_LATE && error != ERROR_NOT_HERE && error != ERROR_LINK_DOWN)
        refuse_for_now(visitor, request->id, error, fault);
    else if (error)
        visitor_refuse(visitor, request->id, error, fault);
    buffer_finish(&params);
    arena_reset(&site->arena);
    site->transport->schedule(site->transport->context);
}

/* ---- the disk ---- */

static struct site_value text_value(struct text text) {
    return (struct site_value){SITE_TEXT, 0, text.bytes, text.length};
}

static struct site_value number_value(int64_t number) {
    return (struct site_value){.kind = SITE_NUMBER, .number = number};
}

static struct site_value bytes_value(const void *bytes, size_t length) {
    return (struct site_value){SITE_BYTES, 0, bytes, length};
}

static enum error put_mark(struct site *site, const char *name, struct site_value value) {
    struct site_value values[] = {text_value(text_of(name)), value};
    return site_store_write(site->store, SITE_PUT_MARK, values, 2);
}

static enum error take_mark(struct site *site, const char *name) {
    struct site_value value = text_value(text_of(name));
    return site_store_write(site->store, SITE_TAKE_MARK, &value, 1);
}

static enum error put_entry(struct site *site, const struct outbox_entry *entry) {
    const struct outbox_wish *wish = &entry->wish;
    struct site_value values[] = {
        number_value((int64_t)entry->place), number_value(wish->lane), text_value(wish->person), bytes_value(wish->key, KEY_SIZE), text_value(wish->method),
        text_value(wish->params), bytes_value(wish->digest, PARAMS_SIZE), number_value(wish->poll), number_value(wish->stamp),
        number_value(wish->stamp_error), number_value(wish->proof), number_value((int64_t)wish->epoch), {.kind = SITE_NOTHING},
    };
    return site_store_write(site->store, SITE_PUT_ENTRY, values, 13);
}

static enum error write_one(struct site *site, const struct outbox_store *item) {
    struct site_value numbers[] = {number_value(item->poll), number_value(item->at), number_value((int64_t)item->epoch)};
    struct site_value settled[] = {number_value((int64_t)item->place), text_value(item->result)};
    enum error error;
    switch (item->kind) {
    case OUTBOX_STORE_ENTRY:
        return put_entry(site, item->entry);
    case OUTBOX_STORE_RESULT:
        return site_store_write(site->store, SITE_SETTLE_ENTRY, settled, 2);
    case OUTBOX_STORE_FORGET:
        return site_store_write(site->store, SITE_FORGET_ENTRY, settled, 1);
    case OUTBOX_STORE_CLOSING:
        return site_store_write(site->store, SITE_PUT_CLOSING, numbers, 3);
    case OUTBOX_STORE_TRIED:
        return put_mark(site, "tried", bytes_value(item->stream, STREAM_SIZE));
    case OUTBOX_STORE_GRANTED:
        error = put_mark(site, "granted", bytes_value(item->stream, STREAM_SIZE));
        error = error ? error : take_mark(site, "tried");
        error = error ? error : take_mark(site, "restored");
        return error ? error : take_mark(site, "fenced");
    case OUTBOX_STORE_FENCED:
        return put_mark(site, "fenced", number_value(1));
    default:
        return ERROR_INTERNAL;
    }
}

static void could_not_store(struct site *site) {
    if (!site->store_retry_at)
        log_line(LOG_ERROR, "not_stored", "the site's folder cannot be written; commands are refused until it can");
    site->store_retry_at = site->now + SITE_STORE_RETRY_MS;
    site_store_abandon(site->store);
    replica_not_stored(site->replica);
    outbox_not_stored(site->outbox, NULL, NULL);
    metric_set(METRIC_JOURNAL_WRITABLE, 0);
    tell_all(site);
}

void site_flush(struct site *site) {
    struct outbox_store item;
    uint64_t ticket = 0;
    if (site->store_retry_at > site->now)
        return;
    replica_store_again(site->replica);
    enum error error = ERROR_NONE;
    while (!error && outbox_next_store(site->outbox, &item)) {
        error = write_one(site, &item);
        ticket = item.ticket;
    }
    bool wrote = site_store_has_writes(site->store);
    if (!error)
        error = site_store_commit(site->store);
    if (error) {
        could_not_store(site);
        return;
    }
    if (!wrote)
        return;
    if (site->store_retry_at)
        log_line(LOG_INFO, "stored_again", "the site's folder can be written again");
    site->store_retry_at = 0;
    metric_set(METRIC_JOURNAL_WRITABLE, 1);
    if (ticket)
        outbox_stored(site->outbox, ticket);
    tell_all(site);
}
