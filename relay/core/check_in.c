/* check_in.c - the operator of a site has tried out link, sound, clock and the rest: when, and what of it is lacking. The last word stands. */
#include "core/state.h"

#include "core/roster.h"

enum error step_site_check_in(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    uint32_t site = conference_find_site(conference, command->record.site);
    if (site == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    if (conference->people[command->actor].site != site) {
        fault->field = FIELD_SITE;
        return ERROR_NOT_ALLOWED;
    }
    event->type = EVENT_SITE_CHECKED_IN;
    record_text(&event->record, FIELD_SITE, conference->sites[site].id);
    record_copy(&event->record, &command->record, FIELDS(FIELD_LACKING));
    return ERROR_NONE;
}

enum error apply_site_checked_in(struct conference *conference, const struct event *event, struct touched *touched) {
    uint32_t site = conference_find_site(conference, event->record.site);
    enum error error = site == NO_SITE ? ERROR_DAMAGED : touched_reserve(touched, 1);
    if (error)
        return error;
    conference->sites[site].check_in = (struct check_in){
        .at = event->record.at,
        .lacking = record_has(&event->record, FIELD_LACKING) ? event->record.lacking : 0,
    };
    touched_add(touched, ROW_SITE, site, NO_PERSON);
    return ERROR_NONE;
}
