/* search.c - what was asked and what was collected before, by its words. Nothing is recorded; what is shown is durable.
 *
 * Beside the state stand two indexes, of questions and of opinions. A few new texts are read when somebody asks; many of them - at the start, or while
 * opinions are brought in - some at each tick before that. */
#include "hub/state.h"

#include "base/memory.h"
#include "codec/reply.h"
#include <stdio.h>

enum {
    MATCHES_MOST = 20,
    MATCHES_WEIGHED = 100, /* of each; not all of them may be shown */
    ALIKE_LEAST = 35,      /* percent */
    FOUND_LEAST = 60,
    PREPARED_AT_ONCE = 32, /* texts at a tick */
};

/* ---- the indexes ---- */

void hub_search_finish(struct hub *hub) {
    similarity_destroy(hub->questions);
    similarity_destroy(hub->opinions);
    memory_release(hub->indexed);
}

static enum error create_indexes(struct hub *hub) {
    if (!hub->questions)
        hub->questions = similarity_create();
    if (!hub->opinions)
        hub->opinions = similarity_create();
    return hub->questions && hub->opinions ? ERROR_NONE : ERROR_NO_MEMORY;
}

static enum error index_question(struct hub *hub, uint32_t number) {
    enum error error = similarity_put(hub->questions, number, conference_question_text(hub->published, number));
    if (!error)
        hub->indexed[number - 1] = conference_question_rev(hub->published, number);
    return error;
}

/* At most `most` texts that have never been read. */
static enum error index_new(struct hub *hub, uint32_t most) {
    uint32_t questions = conference_questions(hub->published), opinions = conference_opinions(hub->published);
    enum error error = create_indexes(hub);
    if (!error && questions > hub->indexed_capacity) {
        uint32_t *indexed = memory_resize(hub->indexed, questions * 2 * sizeof *indexed);
        if (!indexed)
            return ERROR_NO_MEMORY;
        hub->indexed = indexed;
        hub->indexed_capacity = questions * 2;
    }
    for (; !error && hub->indexed_count < questions && most > 0; most--)
        if (!(error = index_question(hub, hub->indexed_count + 1)))
            hub->indexed_count++;
    for (; !error && hub->opinions_indexed < opinions && most > 0; most--)
        if (!(error = similarity_put(hub->opinions, hub->opinions_indexed + 1,
                                     conference_opinion_text(hub->published, hub->opinions_indexed + 1))))
            hub->opinions_indexed++;
    return error;
}

/* All, with the questions that have changed. */
static enum error bring_up_to_date(struct hub *hub) {
    enum error error = index_new(hub, UINT32_MAX);
    for (uint32_t number = 1; number <= hub->indexed_count && !error; number++)
        if (hub->indexed[number - 1] != conference_question_rev(hub->published, number))
            error = index_question(hub, number);
    return error;
}

bool hub_search_is_behind(const struct hub *hub) {
    uint32_t unread = conference_questions(hub->published) - hub->indexed_count + conference_opinions(hub->published) - hub->opinions_indexed;
    return unread > PREPARED_AT_ONCE;
}

void hub_search_prepare(struct hub *hub) {
    if (hub_search_is_behind(hub))
        (void)index_new(hub, PREPARED_AT_ONCE); /* out of memory: the next tick tries again */
}

/* ---- question.search, question.similar ---- */

/* Best first; of equal ones the questions come before the opinions. */
static uint32_t merge(const struct similarity_match *questions, uint32_t question_count, const struct similarity_match *opinions,
                      uint32_t opinion_count, struct reply_match *out) {
    uint32_t count = 0;
    for (uint32_t i = 0, j = 0; i < question_count || j < opinion_count;) {
        bool question = j == opinion_count || (i < question_count && questions[i].score >= opinions[j].score);
        out[count++] = question ? (struct reply_match){questions[i].id, 0, questions[i].score}
                                : (struct reply_match){0, opinions[j].id, opinions[j].score};
        i += question;
        j += !question;
    }
    return count;
}

static void answer_matches(struct hub *hub, struct subscriber *subscriber, const char *id, struct text text,
                           enum similarity_measure measure, uint32_t except) {
    struct similarity_match questions[MATCHES_WEIGHED], opinions[MATCHES_WEIGHED];
    struct reply_match matches[2 * MATCHES_WEIGHED];
    uint32_t question_count = 0, opinion_count = 0, least = measure == SIMILARITY_ALIKE ? ALIKE_LEAST : FOUND_LEAST;
    enum error error = bring_up_to_date(hub);
    if (!error)
        error = similarity_find(hub->questions, text, measure, least, questions, MATCHES_WEIGHED, &question_count);
    if (!error)
        error = similarity_find(hub->opinions, text, measure, least, opinions, MATCHES_WEIGHED, &opinion_count);
    if (error) {
        hub_reply_error(subscriber, id, error, NULL);
        return;
    }
    uint32_t count = merge(questions, question_count, opinions, opinion_count, matches);
    struct buffer reply;
    buffer_init(&reply);
    reply_matches(&reply, id, matches, count, except, MATCHES_MOST, hub->published, subscriber->channel->audience);
    subscriber_send_text(subscriber, &reply);
    buffer_finish(&reply);
}

void hub_question_search(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    static const uint8_t TEXT[] = {FIELD_TEXT, FIELD_COUNT};
    struct record record;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = hub_desk_only(subscriber);
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
    enum error error = hub_desk_only(subscriber);
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

/* ---- opinion.list ---- */

struct opinion_listing {
    const struct conference *conference;
    struct audience audience;
    struct opinion_page page;
    struct buffer items;
    uint32_t listed, total;
    bool more;
    enum error error;
};

/* Goes on behind the page: the total is of all pages. */
static int list_opinion(void *context, struct similarity_match match) {
    struct opinion_listing *listing = context;
    struct record record;
    if (!view_opinion(listing->conference, listing->audience, match.id, &record) ||
        (listing->page.topic.length > 0 && !text_equal(record.topic, listing->page.topic)))
        return 0;
    listing->total++;
    if (match.id <= listing->page.after)
        return 0;
    if (listing->listed == listing->page.limit) {
        listing->more = true;
        return 0;
    }
    if (listing->listed++ > 0)
        listing->error = buffer_append(&listing->items, ",", 1);
    if (!listing->error)
        listing->error = reply_opinion(&listing->items, &record);
    return listing->error != ERROR_NONE;
}

static enum error list_opinions(struct hub *hub, struct opinion_listing *listing) {
    enum error error = ERROR_NONE;
    if (listing->page.text.length > 0) {
        error = bring_up_to_date(hub);
        if (!error)
            error = similarity_each(hub->opinions, listing->page.text, SIMILARITY_CONTAINS, FOUND_LEAST, list_opinion, listing);
        return error ? error : listing->error;
    }
    uint32_t count = conference_opinions(hub->published);
    for (uint32_t number = 1; number <= count && !listing->error; number++)
        list_opinion(listing, (struct similarity_match){.id = number});
    return listing->error;
}

void hub_opinion_list(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    struct opinion_listing listing = {.conference = hub->published};
    char fault[FAULT_NAME_SIZE] = "";
    buffer_init(&listing.items);
    enum error error = hub_desk_only(subscriber);
    if (!error)
        error = request_opinion_page(request, &hub->query_arena, &listing.page, fault);
    if (!error) {
        listing.audience = subscriber->channel->audience;
        error = list_opinions(hub, &listing);
    }
    struct buffer text;
    buffer_init(&text);
    if (!error)
        error = reply_opinions(&text, request->id, &listing.items, listing.more, listing.total);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
    buffer_finish(&listing.items);
    arena_reset(&hub->query_arena);
}
