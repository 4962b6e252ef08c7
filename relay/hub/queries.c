/* queries.c - what a client may ask: lists, the order of the queue, search. Nothing is recorded; what is shown is durable.
 *
 * Search keeps a derived index beside the state, brought up to date when somebody asks. */
#include "hub/state.h"

#include "base/memory.h"
#include "codec/reply.h"
#include <stdio.h>

/* ---- question.list ---- */

struct listing {
    struct list_page page;
    struct buffer rows;
    int64_t count;
    bool more;
};

static int list_question(void *context, const struct row *row) {
    struct listing *listing = context;
    if (listing->count == listing->page.limit) {
        listing->more = true;
        return -1;
    }
    listing->count++;
    if (listing->rows.length > 0 && buffer_append(&listing->rows, ",", 1))
        return ERROR_NO_MEMORY;
    return (int)reply_row(&listing->rows, row);
}

void hub_question_list(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    struct listing listing = {0};
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = subscriber->person == NO_PERSON ? ERROR_NOT_SIGNED_IN : request_list_page(request, &listing.page, fault);
    if (error) {
        hub_reply_error(subscriber, request->id, error, fault);
        return;
    }
    struct buffer text;
    buffer_init(&text);
    buffer_init(&listing.rows);
    if (view_listed_questions(hub->published, (uint32_t)listing.page.after, list_question, &listing) > 0)
        reply_error(&text, request->id, ERROR_NO_MEMORY, NULL, NULL);
    else
        reply_list(&text, request->id, &listing.rows, listing.more);
    subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
    buffer_finish(&listing.rows);
}

/* ---- for the desk ---- */

enum { QUEUE_MOST = 200, MATCHES_MOST = 20, MATCHES_WEIGHED = 100, ALIKE_LEAST = 35, FOUND_LEAST = 60 };

static bool is_desk(const struct subscriber *subscriber) {
    return subscriber->person != NO_PERSON && subscriber->channel->audience.kind <= AUDIENCE_CHAIR;
}

static enum error desk_only(const struct subscriber *subscriber) {
    return subscriber->person == NO_PERSON ? ERROR_NOT_SIGNED_IN : is_desk(subscriber) ? ERROR_NONE : ERROR_NOT_ALLOWED;
}

void hub_question_queue(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    static const uint8_t NOTHING[] = {FIELD_COUNT};
    struct record record;
    struct queue_place places[QUEUE_MOST];
    uint32_t count = 0;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = desk_only(subscriber);
    if (!error)
        error = request_record(request, NOTHING, false, &hub->query_arena, &record, fault);
    if (!error)
        error = conference_queue(hub->published, QUEUE_MOST, places, &count);
    if (error) {
        hub_reply_error(subscriber, request->id, error, fault);
        return;
    }
    struct buffer text;
    buffer_init(&text);
    reply_queue(&text, request->id, places, count);
    subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
}

/* Questions whose words are new or have changed since the last search. */
static enum error refresh_index(struct hub *hub) {
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    struct row row;
    uint32_t count = 0;
    while (view_row(hub->published, desk, ROW_QUESTION, count + 1, &row))
        count++;
    if (!hub->similarity && !(hub->similarity = similarity_create()))
        return ERROR_NO_MEMORY;
    if (count > hub->indexed_count) {
        uint32_t *indexed = memory_resize(hub->indexed, count * sizeof *indexed);
        if (!indexed)
            return ERROR_NO_MEMORY;
        hub->indexed = indexed;
        for (uint32_t i = hub->indexed_count; i < count; i++)
            indexed[i] = 0;
        hub->indexed_count = count;
    }
    for (uint32_t number = 1; number <= count; number++) {
        view_row(hub->published, desk, ROW_QUESTION, number, &row);
        if (hub->indexed[number - 1] == (uint32_t)row.record.rev)
            continue;
        enum error error = similarity_put(hub->similarity, number, row.record.text);
        if (error)
            return error;
        hub->indexed[number - 1] = (uint32_t)row.record.rev;
    }
    return ERROR_NONE;
}

static void answer_matches(struct hub *hub, struct subscriber *subscriber, const char *id, struct text text,
                           enum similarity_measure measure, uint32_t except) {
    struct similarity_match matches[MATCHES_WEIGHED];
    uint32_t count = 0;
    enum error error = refresh_index(hub);
    if (!error)
        error = similarity_find(hub->similarity, text, measure, measure == SIMILARITY_ALIKE ? ALIKE_LEAST : FOUND_LEAST, matches,
                                MATCHES_WEIGHED, &count);
    if (error) {
        hub_reply_error(subscriber, id, error, NULL);
        return;
    }
    struct buffer reply;
    buffer_init(&reply);
    reply_matches(&reply, id, matches, count, except, MATCHES_MOST, hub->published,
                  subscriber->channel->audience);
    subscriber_send_text(subscriber, &reply);
    buffer_finish(&reply);
}

void hub_question_search(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    static const uint8_t TEXT[] = {FIELD_TEXT, FIELD_COUNT};
    struct record record;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = desk_only(subscriber);
    if (!error)
        error = request_record(request, TEXT, false, &hub->query_arena, &record, fault);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        answer_matches(hub, subscriber, request->id, record.text, SIMILARITY_CONTAINS, 0);
    arena_reset(&hub->query_arena);
}

void hub_question_similar(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    static const uint8_t QUESTION[] = {FIELD_QUESTION, FIELD_COUNT};
    struct record record;
    struct row row;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = desk_only(subscriber);
    if (!error)
        error = request_record(request, QUESTION, false, &hub->query_arena, &record, fault);
    if (!error && !view_row(hub->published, subscriber->channel->audience, ROW_QUESTION, (uint32_t)record.question, &row)) {
        snprintf(fault, sizeof fault, "question");
        error = ERROR_NOT_FOUND;
    }
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        answer_matches(hub, subscriber, request->id, row.record.text, SIMILARITY_ALIKE, (uint32_t)record.question);
    arena_reset(&hub->query_arena);
}
