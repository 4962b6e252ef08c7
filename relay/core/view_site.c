/* view_site.c - what only the process at a site may know: whom it serves, and by which sessions they are known. */
#include "core/view_rows.h"

#include "core/roster.h"
#include <string.h>

const field_use *visible_session(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct session *session = &conference->sessions[id];
    return session->open && view_is_served_at(conference, session->person, audience.site) ? WHOLE : NULL;
}

/* The digest never leaves the hub but for the site that the person belongs to. */
void fill_session(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct session *session = &conference->sessions[id];
    _Static_assert(BASE64URL_SIZE(DIGEST_SIZE) <= sizeof row->channel, "the id has room in the row");
    base64url_encode(session->token.bytes, DIGEST_SIZE, row->channel);
    row->id = text_of(row->channel);
    record_text(&row->record, FIELD_PERSON, conference->people[session->person].id);
}

const field_use *visible_site_person(const struct conference *conference, struct audience audience, uint32_t id) {
    return view_is_served_at(conference, id, audience.site) ? WHOLE : NULL;
}

void fill_site_person(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    row->id = conference->people[id].id;
    *(uint32_t *)record_place(&row->record, FIELD_ROLES) = conference->people[id].roles;
    view_channel_name(conference, view_shared_audience(conference, id), row->channel);
    record_text(&row->record, FIELD_CHANNEL, text_of(row->channel));
}
