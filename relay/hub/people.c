/* people.c - the roster, page by page, for the desk. Who may ask is decided by core/view_roster.c; what is looked for is folded as in every search
 * (base/text.h). Nothing is recorded; what is shown is durable. */
#include "hub/state.h"

#include "codec/reply.h"
#include <stdio.h>
#include <string.h>

struct listing {
    struct hub *hub;
    struct people_page page;
    uint32_t site;           /* NO_SITE = any */
    struct text wanted;      /* folded; empty = anything */
    struct buffer people;
    int64_t count;
    bool more;
    enum error error;
};

/* Does id, name, unit or a group of the person contain what is looked for? The arena is empty again afterwards but for what is wanted. */
static bool contains(struct listing *listing, const struct row *row) {
    struct buffer words;
    struct text folded = {0};
    const struct record *record = &row->record;
    buffer_init(&words);
    enum error error = buffer_printf(&words, "%s %s %s", row->id.bytes, record->name.bytes ? record->name.bytes : "",
                                     record->unit.bytes ? record->unit.bytes : "");
    for (uint32_t i = 0; i < record->groups.count && !error; i++)
        error = buffer_printf(&words, " %s", record->groups.items[i].bytes);
    struct arena arena;
    arena_init(&arena);
    if (!error)
        error = text_fold(&arena, (struct text){words.bytes, words.length}, &folded);
    bool found = !error && folded.length > 0 && strstr(folded.bytes, listing->wanted.bytes) != NULL;
    arena_finish(&arena);
    buffer_finish(&words);
    listing->error = error;
    return found;
}

static int list_person(void *context, uint32_t person) {
    struct listing *listing = context;
    const struct conference *conference = listing->hub->published;
    if (listing->site != NO_SITE && conference_person_site_index(conference, person) != listing->site)
        return 0;
    if (listing->page.role >= 0 && !(conference_person_roles(conference, person) >> listing->page.role & 1u))
        return 0;
    struct row row;
    bool signed_in = view_listed_person(conference, person, &row);
    if (listing->wanted.length > 0 && !contains(listing, &row))
        return listing->error != ERROR_NONE;
    if (listing->count == listing->page.limit) {
        listing->more = true;
        return 1;
    }
    listing->count++;
    listing->error = reply_listed_person(&listing->people, &row, signed_in);
    return listing->error != ERROR_NONE;
}

/* Finds what the page names; a text of which nothing is left when it is folded finds nobody. */
static enum error find_page(struct listing *listing, uint32_t *after, char fault[FAULT_NAME_SIZE]) {
    const struct conference *conference = listing->hub->published;
    const struct people_page *page = &listing->page;
    *after = 0;
    snprintf(fault, FAULT_NAME_SIZE, "site");
    if (page->site.length > 0 && (listing->site = conference_find_site(conference, page->site)) == NO_SITE)
        return ERROR_NOT_FOUND;
    snprintf(fault, FAULT_NAME_SIZE, "after");
    uint32_t person = page->after.length > 0 ? conference_find_person(conference, page->after) : NO_PERSON;
    if (page->after.length > 0 && person == NO_PERSON)
        return ERROR_NOT_FOUND;
    if (person != NO_PERSON)
        *after = view_people_place(conference, person);
    snprintf(fault, FAULT_NAME_SIZE, "text");
    if (page->text.length > 0) {
        enum error error = text_fold(&listing->hub->query_arena, page->text, &listing->wanted);
        if (error || listing->wanted.length == 0)
            return error ? error : ERROR_EMPTY;
    }
    fault[0] = '\0';
    return ERROR_NONE;
}

void hub_person_list(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    struct listing listing = {.hub = hub, .site = NO_SITE};
    char fault[FAULT_NAME_SIZE] = "";
    uint32_t after = 0;
    struct buffer text;
    buffer_init(&text);
    buffer_init(&listing.people);
    enum error error = subscriber->person == NO_PERSON ? ERROR_NOT_SIGNED_IN : ERROR_NONE;
    if (!error) /* whoever may not ask learns nothing from what is found or not */
        error = view_people(hub->published, subscriber->channel->audience, conference_people(hub->published), list_person, &listing);
    if (!error)
        error = request_people_page(request, &listing.page, fault);
    if (!error)
        error = find_page(&listing, &after, fault);
    if (!error)
        error = view_people(hub->published, subscriber->channel->audience, after, list_person, &listing);
    if (!error)
        error = listing.error;
    if (!error)
        error = reply_people(&text, request->id, &listing.people, listing.more);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        subscriber_send_text(subscriber, &text);
    buffer_finish(&text);
    buffer_finish(&listing.people);
    arena_reset(&hub->query_arena);
}
