/* polls.c - who has voted and who has not: pages of people, never a choice; how many may be counted by hand. Who may ask what is decided by
 * core/view_polls.c and core/view_counts.c. */
#include "hub/state.h"

#include "base/memory.h"
#include "codec/reply.h"

struct asking {
    const struct conference *conference;
    struct poll_page page;
    uint32_t after;          /* person; NO_PERSON = from the beginning */
    struct buffer people;
    int64_t listed, total;
    uint32_t of_site[LIMIT_SITES];
    bool more;
    enum error error;
};

/* The first page counts everybody; a later one stops when it is full. */
static int add_person(void *context, uint32_t person) {
    struct asking *asking = context;
    bool first_page = asking->after == NO_PERSON;
    uint32_t site = conference_person_site_index(asking->conference, person);
    asking->total++;
    if (site != NO_SITE)
        asking->of_site[site]++;
    if (!first_page && person <= asking->after)
        return 0;
    if (asking->listed == asking->page.limit) {
        asking->more = true;
        return !first_page;
    }
    struct record record;
    view_poll_person(asking->conference, person, &record);
    asking->error = reply_poll_person(&asking->people, &record);
    asking->listed++;
    return asking->error != ERROR_NONE;
}

static enum error append_answer(struct buffer *text, const char *id, const struct asking *asking) {
    struct buffer sites;
    buffer_init(&sites);
    enum error error = ERROR_NONE;
    for (uint32_t site = 0; site < conference_sites(asking->conference) && !error; site++)
        if (asking->of_site[site] > 0)
            error = reply_live_present(&sites, conference_site_id(asking->conference, site), asking->of_site[site]);
    if (!error)
        error = reply_poll_people(text, id, &asking->people, asking->after == NO_PERSON ? &sites : NULL, asking->total, asking->more);
    buffer_finish(&sites);
    return error;
}

/* Finds what the page names. */
static enum error find_page(struct asking *asking, uint32_t *site, const char **fault) {
    *site = NO_SITE;
    asking->after = NO_PERSON;
    *fault = "site";
    if (asking->page.site.length > 0 && (*site = conference_find_site(asking->conference, asking->page.site)) == NO_SITE)
        return ERROR_NOT_FOUND;
    *fault = "after";
    if (asking->page.after.length > 0 &&
        (asking->after = conference_find_person(asking->conference, asking->page.after)) == NO_PERSON)
        return ERROR_NOT_FOUND;
    *fault = NULL;
    return ERROR_NONE;
}

static void answer_page(struct hub *hub, struct subscriber *subscriber, const struct request *request, bool recorded) {
    struct asking *asking = memory_take_zeroed(1, sizeof *asking);
    char name[FAULT_NAME_SIZE] = "";
    const char *fault = name;
    if (!asking) {
        hub_reply_error(subscriber, request->id, ERROR_NO_MEMORY, NULL);
        return;
    }
    asking->conference = hub->published;
    buffer_init(&asking->people);
    uint32_t site;
    enum error error = subscriber->person == NO_PERSON ? ERROR_NOT_SIGNED_IN : request_poll_page(request, &asking->page, name);
    if (!error)
        error = find_page(asking, &site, &fault);
    if (!error) {
        error = view_poll_people(hub->published, subscriber->channel->audience, (uint32_t)asking->page.poll, recorded, site, add_person,
                                 asking);
        fault = error == ERROR_NOT_FOUND ? FIELD_INFO[FIELD_POLL].name : NULL;
    }
    struct buffer text;
    buffer_init(&text);
    if (!error)
        error = asking->error;
    if (!error)
        error = append_answer(&text, request->id, asking);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
    buffer_finish(&asking->people);
    memory_release(asking);
}

void hub_poll_missing(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    answer_page(hub, subscriber, request, false);
}

void hub_poll_recorded(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    answer_page(hub, subscriber, request, true);
}

void hub_count_ceiling(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    struct record asked, ceiling;
    char name[FAULT_NAME_SIZE] = "";
    const char *fault = name;
    enum error error = subscriber->person == NO_PERSON ? ERROR_NOT_SIGNED_IN
                                                       : request_record(request, FIELDS(FIELD_POLL, FIELD_SITE), false, &hub->query_arena, &asked, name);
    uint32_t site = error ? NO_SITE : conference_find_site(hub->published, asked.site);
    if (!error && site == NO_SITE) {
        error = ERROR_NOT_FOUND;
        fault = FIELD_INFO[FIELD_SITE].name;
    } else if (!error) {
        enum field field;
        error = view_count_ceiling(hub->published, subscriber->person, (uint32_t)asked.poll, site, &ceiling, &field);
        fault = field == FIELD_COUNT ? NULL : FIELD_INFO[field].name;
    }
    struct buffer text;
    buffer_init(&text);
    if (!error)
        error = reply_ceiling(&text, request->id, &ceiling);
    arena_reset(&hub->query_arena);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
}
