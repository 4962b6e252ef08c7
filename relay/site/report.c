/* report.c - how this site is, for the board at the desk, and what its displays have drawn.
 *
 * Normal course: a display says what it has drawn and is answered here, also while the link is cut; within a second the hub is told, as of all else that has
 * changed, and of the whole every ten seconds. Ways it fails: there is no link: the next one begins with a whole report. */
#include "site/state.h"

#include "codec/json_slice.h"
#include "codec/link.h"
#include "codec/link_say.h"
#include "codec/reply.h"
#include <string.h>

/* ---- displays ---- */

static bool is_display(const struct visitor *visitor) {
    return visitor->shared && strcmp(visitor->shared->name, "stage") == 0;
}

void site_display_left(struct visitor *visitor) {
    if (is_display(visitor))
        visitor->site->displays_changed = true;
    visitor->shown_rev = 0;
}

void site_confirm(struct site *site, struct visitor *visitor, const struct request *request) {
    char fault[FAULT_NAME_SIZE] = "";
    struct confirmation confirmation;
    enum error error = request_confirmation(request, &confirmation, fault);
    if (!error && !is_display(visitor))
        error = ERROR_NOT_ALLOWED;
    bool is_main = !error && text_equal_string(confirmation.stage, "main");
    if (!error && !is_main && !text_equal_string(confirmation.stage, visitor->person)) {
        visitor_refuse(visitor, request->id, ERROR_NOT_FOUND, "stage");
        return;
    }
    if (error) {
        visitor_refuse(visitor, request->id, error, fault);
        return;
    }
    visitor->shown_rev = confirmation.rev;
    visitor->shows_main = is_main;
    site->displays_changed = true;
    struct buffer text;
    buffer_init(&text);
    reply_empty(&text, request->id);
    visitor_send_text(visitor, &text);
    buffer_finish(&text);
}

static enum error append_displays(const struct site *site, struct buffer *out) {
    enum error error = ERROR_NONE;
    uint32_t count = 0;
    for (const struct visitor *visitor = site->visitors; visitor && !error && count < LINK_REPORT_DISPLAYS; visitor = visitor->next) {
        if (!is_display(visitor) || visitor->closing)
            continue;
        error = say_report_display(out, visitor->person, visitor->shows_main ? "main" : visitor->person, visitor->shown_rev);
        count++;
    }
    return error;
}

/* ---- the report ---- */

/* Operators and displays are no delegates. */
static uint64_t delegates_present(const struct site *site) {
    uint64_t present = 0;
    for (const struct visitor *visitor = site->visitors; visitor; visitor = visitor->next)
        present += visitor->shared && strcmp(visitor->shared->name, "participant") == 0;
    return present;
}

void site_report(struct site *site) {
    struct outbox_figures figures = outbox_figures(site->outbox);
    struct site_stamp clock = site_clock_stamp(&site->clock, site->now, site->now);
    uint64_t present = delegates_present(site);
    site->report_at = site->now + SITE_REPORT_MS;
    if (site->now < site->report_whole_at && figures.waiting == site->reported_outbox && present == site->reported_present && !site->displays_changed)
        return;
    struct buffer displays, text;
    buffer_init(&displays);
    buffer_init(&text);
    enum error error = append_displays(site, &displays);
    struct say_report report = {.outbox = figures.waiting,
                                .present = present,
                                .oldest = figures.oldest,
                                .round_trip = site->round_trip,
                                .clock_offset = clock.at - site->now,
                                .clock_error = clock.error <= INT32_MAX ? (int64_t)clock.error : -1,
                                .displays = {displays.bytes, displays.length}};
    if (site_send(site, &text, error ? error : say_report(&text, &report))) {
        site->report_whole_at = site->now + SITE_REPORT_WHOLE_MS;
        site->reported_outbox = figures.waiting;
        site->reported_present = present;
        site->displays_changed = false;
    }
    buffer_finish(&displays);
    buffer_finish(&text);
}
