/* queries.c - what a client may ask: lists, the order of the queue, the life of a question. Nothing is recorded; what is shown is durable. Search: search.c. */
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

enum { QUEUE_MOST = 200 };

static bool is_desk(const struct subscriber *subscriber) {
    return subscriber->person != NO_PERSON && subscriber->channel->audience.kind <= AUDIENCE_CHAIR;
}

enum error hub_desk_only(const struct subscriber *subscriber) {
    return subscriber->person == NO_PERSON ? ERROR_NOT_SIGNED_IN : is_desk(subscriber) ? ERROR_NONE : ERROR_NOT_ALLOWED;
}

/* The order says nothing but numbers of questions that everybody may list: a site tells its people where theirs stand. */
static enum error may_ask_for_order(const struct hub *hub, const struct subscriber *subscriber) {
    enum error error = hub_desk_only(subscriber);
    bool is_operator = error == ERROR_NOT_ALLOWED && conference_person_roles(hub->published, subscriber->person) >> ROLE_OPERATOR & 1u;
    return is_operator ? ERROR_NONE : error;
}

void hub_question_queue(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    static const field_use NOTHING[] = {FIELD_COUNT};
    struct record record;
    struct queue_place places[QUEUE_MOST];
    uint32_t count = 0;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = may_ask_for_order(hub, subscriber);
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

/* ---- question.history ---- */

enum { HISTORY_PAGE = 16 };

/* Goes on until the page is full; `*more`: there is another one. */
static enum error list_acts(const struct hub *hub, struct audience audience, uint32_t question, uint32_t after, struct buffer *items, bool *more) {
    struct record record;
    const char *event;
    for (uint32_t listed = 0, n = after; view_question_act(hub->published, audience, question, n + 1, &record, &event); listed++) {
        if (listed == HISTORY_PAGE) {
            *more = true;
            return ERROR_NONE;
        }
        enum error error = reply_question_act(items, event, &record);
        if (error)
            return error;
        n = (uint32_t)record.n;
    }
    return ERROR_NONE;
}

static enum error may_see_history(const struct subscriber *subscriber) {
    enum error error = hub_desk_only(subscriber);
    return error || subscriber->channel->audience.kind == AUDIENCE_MODERATOR ? error : ERROR_NOT_ALLOWED;
}

void hub_question_history(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    int64_t question = 0, after = 0;
    bool more = false;
    char fault[FAULT_NAME_SIZE] = "";
    struct buffer text, items;
    buffer_init(&text);
    buffer_init(&items);
    enum error error = may_see_history(subscriber);
    if (!error)
        error = request_history_page(request, &question, &after, fault);
    struct row row;
    if (!error && !view_row(hub->published, subscriber->channel->audience, ROW_QUESTION, (uint32_t)question, &row)) {
        snprintf(fault, sizeof fault, "question");
        error = ERROR_NOT_FOUND;
    }
    if (!error)
        error = list_acts(hub, subscriber->channel->audience, (uint32_t)question, (uint32_t)after, &items, &more);
    if (!error)
        error = reply_history(&text, request->id, &items, more);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
    buffer_finish(&items);
}
