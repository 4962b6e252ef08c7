/* health.c - how this hub is, for its admins: the figures of /metrics, who could not sign in yet, which sites nobody would find, and the last lines of its log. Nothing is recorded. */
#include "hub/bundles.h"
#include "hub/state.h"

#include "base/log.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include <inttypes.h>

static enum error append_figure(void *context, const char *name, int64_t value) {
    struct buffer *figures = context;
    return buffer_printf(figures, "%s{\"name\":\"%s\",\"value\":%" PRId64 "}", figures->length ? "," : "", name, value);
}

/* Only what has been said: the list of codes is long. */
static enum error append_refusals(struct buffer *refusals) {
    enum error error = ERROR_NONE;
    for (int i = ERROR_NONE + 1; i < ERROR_COUNT && !error; i++) {
        const char *word = error_word((enum error)i);
        int64_t count = metric_refusals((enum error)i);
        if (count > 0 && error_from_word(word) == (enum error)i)
            error = buffer_printf(refusals, "%s{\"code\":\"%s\",\"count\":%" PRId64 "}", refusals->length ? "," : "", word, count);
    }
    return error;
}

static void count_without_credential(const struct conference *conference, struct reply_health *health) {
    const uint32_t by_password = 1u << ROLE_ADMIN | 1u << ROLE_MODERATOR | 1u << ROLE_CHAIR | 1u << ROLE_OPERATOR;
    for (uint32_t person = 0; person < conference_people(conference); person++) {
        if (conference_person_is_removed(conference, person) || conference_person_has_credential(conference, person))
            continue;
        *(conference_person_roles(conference, person) & by_password ? &health->without_password : &health->without_code) += 1;
    }
}

static bool has_address(const struct hub *hub, uint32_t site) {
    struct text id = conference_site_id(hub->published, site);
    bool found = conference_site_address(hub->published, site).length > 0;
    for (size_t i = 0; i < hub->addresses.site_count && !found; i++)
        found = text_equal(hub->addresses.sites[i].site, id);
    return found;
}

/* Sites with a process to which no phone finds the way. */
static enum error append_without_address(const struct hub *hub, struct buffer *sites) {
    enum error error = ERROR_NONE;
    for (uint32_t site = 0; site < conference_sites(hub->published) && !error; site++)
        if (hub->sites[site].held && !has_address(hub, site))
            error = buffer_printf(sites, "%s\"%s\"", sites->length ? "," : "", conference_site_id(hub->published, site).bytes);
    return error;
}

/* An admin, who says nothing more. */
static enum error may_ask(struct hub *hub, const struct subscriber *subscriber, const struct request *request, char fault[FAULT_NAME_SIZE]) {
    static const field_use NOTHING[] = {FIELD_COUNT};
    struct record record;
    if (subscriber->person == NO_PERSON)
        return ERROR_NOT_SIGNED_IN;
    if (!(conference_person_roles(hub->published, subscriber->person) >> ROLE_ADMIN & 1u))
        return ERROR_NOT_ALLOWED;
    return request_record(request, NOTHING, false, &hub->query_arena, &record, fault);
}

void hub_health(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = may_ask(hub, subscriber, request, fault);
    struct buffer figures, refusals, without_address, text;
    buffer_init(&figures);
    buffer_init(&refusals);
    buffer_init(&without_address);
    buffer_init(&text);
    struct reply_health health = {.figures = &figures, .refusals = &refusals, .without_address = &without_address, .bundles = hub_bundles_can_be_made(hub)};
    if (!error)
        error = metrics_each(append_figure, &figures);
    if (!error)
        error = append_refusals(&refusals);
    if (!error)
        error = append_without_address(hub, &without_address);
    if (!error) {
        count_without_credential(hub->published, &health);
        error = reply_health(&text, request->id, &health);
    }
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        subscriber_send_text(subscriber, &text);
    buffer_finish(&figures);
    buffer_finish(&refusals);
    buffer_finish(&without_address);
    buffer_finish(&text);
}

static int append_line(void *context, const char *line, size_t length) {
    struct buffer *lines = context;
    enum error error = lines->length ? buffer_append(lines, ",", 1) : ERROR_NONE;
    return (int)(error ? error : buffer_append(lines, line, length));
}

/* A line is a JSON object as it is, and holds no secret (base/log.h). */
void hub_log(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    char fault[FAULT_NAME_SIZE] = "";
    struct buffer lines, text;
    buffer_init(&lines);
    buffer_init(&text);
    enum error error = may_ask(hub, subscriber, request, fault);
    if (!error)
        error = (enum error)log_each(append_line, &lines);
    if (!error)
        error = reply_log(&text, request->id, &lines);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
    else
        subscriber_send_text(subscriber, &text);
    buffer_finish(&lines);
    buffer_finish(&text);
}
