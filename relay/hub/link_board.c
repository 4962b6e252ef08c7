/* link_board.c - how each site is reached and how it is, for the board at the desk. Not events: it is true only while it lasts, so it is kept beside the link
 * and told to the desk by live notices.
 *
 * Normal course: a link comes up, its process says once in a while how it is and which displays it has; the link goes, and nothing of that is said any more.
 * Ways it fails: a report that is not what it should be is logged and left out; displays that are not the site's are nobody's. */
#include "hub/link_state.h"

#include "base/log.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include <string.h>

static const struct link_figures UNKNOWN = {.round_trip = -1, .clock_error = -1};

/* ---- displays ---- */

/* Who stands for this display at its site's link; NULL: it is not served there. */
static struct subscriber *proxy_of(const struct hub_link *link, uint32_t person) {
    const struct own_channel *own = person == NO_PERSON ? NULL : link->hub->people[person].own;
    struct subscriber *proxy = own ? own->proxy : NULL;
    bool is_display = proxy && proxy->link == link && conference_person_roles(link->hub->published, person) & 1u << ROLE_DISPLAY;
    return is_display ? proxy : NULL;
}

/* Those of the report before that are not named again have left. */
static void take_displays(struct hub_link *link, const struct link_report *report) {
    struct hub *hub = link->hub;
    struct linked_site *site = &hub->sites[link->site];
    bool named[LINK_REPORT_DISPLAYS] = {false};
    uint32_t count = 0, people[LINK_REPORT_DISPLAYS];
    for (uint32_t i = 0; i < report->display_count; i++) {
        const struct link_display *at = &report->displays[i];
        uint32_t person = conference_find_person(hub->published, at->display);
        struct subscriber *proxy = proxy_of(link, person);
        bool is_main = text_equal_string(at->stage, "main");
        if (!proxy || (at->rev && !is_main && !text_equal(at->stage, at->display)))
            continue;
        for (uint32_t before = 0; before < site->display_count; before++)
            named[before] |= site->displays[before] == person;
        hub->live[LIVE_DISPLAYS].changed |= !proxy->is_display || proxy->shown_rev != at->rev || proxy->shows_main != is_main;
        proxy->is_display = true;
        proxy->shown_rev = at->rev;
        proxy->shows_main = is_main;
        people[count++] = person;
    }
    for (uint32_t before = 0; before < site->display_count; before++) {
        struct subscriber *proxy = named[before] ? NULL : proxy_of(link, site->displays[before]);
        if (!proxy)
            continue;
        proxy->is_display = false;
        proxy->shown_rev = 0;
        hub->live[LIVE_DISPLAYS].changed = true;
    }
    memcpy(site->displays, people, count * sizeof people[0]);
    site->display_count = count;
}

/* ---- reports ---- */

/* The clock and the way there are never twice the same: they go out with the beat. */
static bool is_news(const struct link_figures *before, const struct link_figures *after) {
    return before->outbox != after->outbox || before->oldest != after->oldest || before->present != after->present;
}

void hub_link_report(struct hub_link *link, const struct request *request) {
    struct hub *hub = link->hub;
    struct linked_site *site = &hub->sites[link->site];
    struct link_report report;
    char fault[FAULT_NAME_SIZE] = "";
    if (!link->listeners[0])
        return; /* the site is not its own */
    if (!token_bucket_take(&link->reports, REPORTS_BURST, REPORTS_PER_MINUTE, hub->now)) {
        metric_add(METRIC_RATE_LIMITED, 1);
        return;
    }
    enum error error = link_read_report(request, &report, fault);
    if (error) {
        metric_add(METRIC_MESSAGES_REFUSED, 1);
        log_line(LOG_WARNING, "report_refused", "of site %s: %s %s", conference_site_id(hub->published, link->site).bytes, error_word(error), fault);
        return;
    }
    hub->live[LIVE_PRESENT].changed |= site->figures.present != report.figures.present;
    hub->live[LIVE_LINKS].changed |= is_news(&site->figures, &report.figures);
    site->figures = report.figures;
    take_displays(link, &report);
}

/* ---- the link itself ---- */

void hub_link_board_up(struct hub_link *link) {
    struct hub *hub = link->hub;
    struct linked_site *site = &hub->sites[link->site];
    site->since = hub->now;
    site->figures = UNKNOWN;
    hub->live[LIVE_LINKS].changed = hub->live[LIVE_PRESENT].changed = true;
}

void hub_link_board_down(struct hub *hub, uint32_t site) {
    hub->sites[site].since = hub->now;
    hub->sites[site].figures = UNKNOWN;
    hub->sites[site].display_count = 0;
    hub->live[LIVE_LINKS].changed = hub->live[LIVE_PRESENT].changed = true;
}

void hub_link_board_fenced(struct hub *hub, uint32_t site) {
    hub->sites[site].fenced_at = hub->now;
    hub->live[LIVE_LINKS].changed = true;
}

/* ---- what is told ---- */

uint32_t hub_links_present(const struct hub *hub, uint32_t site) {
    return (uint32_t)hub->sites[site].figures.present;
}

void hub_append_links(const struct hub *hub, struct buffer *out) {
    for (uint32_t site = 0; site < conference_sites(hub->published); site++) {
        const struct linked_site *at = &hub->sites[site];
        const struct link_figures *figures = &at->figures;
        struct stream_grant grant = {0};
        if (!at->held)
            continue;
        (void)conference_granted_stream(hub->published, site, &grant);
        (void)reply_live_link(out, conference_site_id(hub->published, site),
                              &(struct live_link){.up = at->link && at->link->listeners[0],
                                                  .since = at->since,
                                                  .fenced_at = at->fenced_at,
                                                  .generation = grant.generation,
                                                  .outbox = figures->outbox,
                                                  .oldest = figures->oldest,
                                                  .present = figures->present,
                                                  .round_trip = figures->round_trip,
                                                  .clock_offset = figures->clock_offset,
                                                  .clock_error = figures->clock_error});
    }
}
