/* bundles.c - one site's bundle made for an admin and fetched once, its certificates revoked: bundle.make, certificate.revoke.
 *
 * Normal course: an admin asks, with the password anew (password_again.h); a worker has the certifier make the bundle; the answer is a ticket, good for
 * LIMIT_BUNDLE_TICKET_MS, for one fetch, and for as long as that admin's socket is open (hub_bundle_take). The keys are in memory until then and overwritten after.
 * Ways it fails: no certifier (`wrong_state`, field authority); `busy` while another one is made. */
#include "hub/bundles.h"

#include "auth/credential.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include "hub/certifier.h"
#include <stdio.h>
#include <string.h>

enum { KEPT_MOST = 8 };

struct kept_bundle {
    struct digest ticket, session;
    struct reference from;
    int64_t until; /* 0 = the place is free */
    char site[LIMIT_ID_BYTES + 1];
    struct buffer text; /* owned */
};

struct bundle_desk {
    const struct certifier *certifier; /* borrowed; NULL = no authority is here */
    bool busy;
    struct kept_bundle kept[KEPT_MOST];
};

struct bundle_job {
    struct hub *hub;
    const struct certifier *certifier;
    struct reference from;
    struct digest session;
    bool revokes;
    char id[REQUEST_ID_SIZE];
    char person[LIMIT_ID_BYTES + 1];
    char site[LIMIT_ID_BYTES + 1], site_address[LIMIT_SITE_ADDRESS_BYTES + 1];
    struct buffer texts; /* conference, title and name, each with its NUL */
    struct certifier_wish wish;
    bool changed;
    enum error error;
    size_t revoked;
    struct buffer text; /* of the bundle */
};

/* ---- what waits ---- */

static void wipe(struct buffer *text) {
    if (text->bytes)
        explicit_bzero(text->bytes, text->length);
    buffer_finish(text);
    buffer_init(text);
}

static void drop(struct kept_bundle *kept) {
    wipe(&kept->text);
    kept->until = 0;
}

struct bundle_desk *bundle_desk_create(const struct certifier *certifier) {
    struct bundle_desk *desk = memory_take_zeroed(1, sizeof *desk);
    if (desk)
        desk->certifier = certifier;
    return desk;
}

void bundle_desk_destroy(struct bundle_desk *desk) {
    for (size_t i = 0; desk && i < KEPT_MOST; i++)
        drop(&desk->kept[i]);
    memory_release(desk);
}

bool hub_bundles_can_be_made(const struct hub *hub) {
    return hub->bundles->certifier != NULL;
}

void hub_bundles_tick(struct hub *hub) {
    for (size_t i = 0; i < KEPT_MOST; i++)
        if (hub->bundles->kept[i].until && hub->now > hub->bundles->kept[i].until)
            drop(&hub->bundles->kept[i]);
}

/* The one that has waited longest makes room. */
static struct kept_bundle *take_place(struct bundle_desk *desk) {
    struct kept_bundle *place = &desk->kept[0];
    for (size_t i = 1; i < KEPT_MOST; i++)
        if (desk->kept[i].until < place->until)
            place = &desk->kept[i];
    drop(place);
    return place;
}

static bool is_admin(const struct hub *hub, uint32_t person) {
    return person != NO_PERSON && (conference_person_roles(hub->published, person) >> ROLE_ADMIN & 1u);
}

/* The socket is still open, and still that session's. */
static struct subscriber *find_asker(const struct hub *hub, struct reference from, const struct digest *session) {
    struct subscriber *subscriber = subscriber_find(hub, from);
    return subscriber && is_admin(hub, subscriber->person) && digest_equal(&subscriber->token, session) ? subscriber : NULL;
}

enum error hub_bundle_take(struct hub *hub, const char *ticket, int64_t now, struct buffer *out, char site[HUB_BUNDLE_SITE_SIZE]) {
    struct digest digest;
    enum error error = credential_digest(hub->credential_key, "bundle", text_of(ticket), &digest);
    hub->now = now;
    hub_bundles_tick(hub);
    for (size_t i = 0; i < KEPT_MOST && !error; i++) {
        struct kept_bundle *kept = &hub->bundles->kept[i];
        if (!kept->until || !digest_equal(&kept->ticket, &digest))
            continue;
        struct subscriber *asker = find_asker(hub, kept->from, &kept->session);
        if (asker) {
            *out = kept->text;
            buffer_init(&kept->text);
            snprintf(site, HUB_BUNDLE_SITE_SIZE, "%s", kept->site);
            log_line(LOG_INFO, "bundle_fetched", "%s has fetched the bundle of site %s", conference_person_id(hub->published, asker->person).bytes, site);
        }
        drop(kept);
        return asker ? ERROR_NONE : ERROR_BAD_CREDENTIALS;
    }
    log_line(LOG_WARNING, "bundle_refused", "somebody came for a bundle with a ticket that is not good, or not any more");
    return error == ERROR_NO_MEMORY ? error : ERROR_BAD_CREDENTIALS;
}

/* ---- the worker ---- */

static void work(void *context) {
    struct bundle_job *job = context;
    if (job->revokes)
        job->error = job->certifier->revoke(job->certifier->context, job->site, job->wish.now, &job->revoked);
    else
        job->error = job->certifier->make(job->certifier->context, &job->wish, &job->text, &job->changed);
}

static enum error keep(struct bundle_job *job, char ticket[CREDENTIAL_TEXT_SIZE], int64_t *until) {
    struct hub *hub = job->hub;
    uint8_t random[CREDENTIAL_RANDOM_SIZE];
    struct digest digest;
    hub->transport->random(hub->transport->context, random, sizeof random);
    credential_make(random, ticket);
    explicit_bzero(random, sizeof random);
    enum error error = credential_digest(hub->credential_key, "bundle", text_of(ticket), &digest);
    if (error)
        return error;
    struct kept_bundle *kept = take_place(hub->bundles);
    *kept = (struct kept_bundle){.ticket = digest, .session = job->session, .from = job->from, .until = hub->now + LIMIT_BUNDLE_TICKET_MS,
                                 .text = job->text};
    buffer_init(&job->text);
    snprintf(kept->site, sizeof kept->site, "%s", job->site);
    *until = kept->until;
    return ERROR_NONE;
}

static enum error answer(struct bundle_job *job, struct buffer *text) {
    char ticket[CREDENTIAL_TEXT_SIZE];
    int64_t until;
    if (job->revokes)
        return reply_revoked(text, job->id, job->revoked);
    enum error error = keep(job, ticket, &until);
    if (!error)
        error = reply_bundle(text, job->id, ticket, job->site, until);
    explicit_bzero(ticket, sizeof ticket);
    return error;
}

/* Who did what to which site, whether or not they are still there to hear of it. */
static void note(const struct bundle_job *job) {
    if (job->error)
        log_line(LOG_WARNING, "bundle_not_made", "%s wanted %s site %s: %s", job->person, job->revokes ? "the certificates revoked of" : "a bundle of", job->site,
                 error_text(job->error));
    else if (job->revokes)
        log_line(LOG_WARNING, "certificate_revoked", "%s has revoked the certificates of site %s: %zu", job->person, job->site, job->revoked);
    else
        log_line(LOG_WARNING, "bundle_made", "%s has made a bundle of site %s", job->person, job->site);
}

static void release(struct bundle_job *job) {
    wipe(&job->text);
    buffer_finish(&job->texts);
    memory_release(job);
}

static void finished(void *context) {
    struct bundle_job *job = context;
    struct hub *hub = job->hub;
    hub->bundles->busy = false;
    note(job);
    if (!job->error && (job->revokes || job->changed) && !hub->stopping)
        job->certifier->reload(job->certifier->context);
    struct subscriber *subscriber = find_asker(hub, job->from, &job->session);
    struct buffer text;
    buffer_init(&text);
    if (subscriber) {
        if (!job->error)
            job->error = answer(job, &text);
        if (job->error)
            hub_reply_error(subscriber, job->id, job->error, job->error == ERROR_MISSING_FIELD ? "address" : NULL);
        else
            subscriber_send_text(subscriber, &text);
    }
    wipe(&text);
    release(job);
}

/* ---- asking ---- */

static enum error add_text(struct bundle_job *job, struct text text) {
    enum error error = text.length ? buffer_append(&job->texts, text.bytes, text.length) : ERROR_NONE;
    return error ? error : buffer_append(&job->texts, "", 1);
}

static const char *after(const char *text) {
    return text + strlen(text) + 1;
}

/* Copied: the conference goes on while the worker reads. */
static enum error word_wish(struct bundle_job *job, uint32_t site) {
    const struct conference *conference = job->hub->published;
    struct localised title = conference_title(conference), name = conference_site_name(conference, site);
    const struct text texts[] = {conference_id(conference), title.vi, title.en, name.vi, name.en};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (add_text(job, texts[i]))
            return ERROR_NO_MEMORY;
    job->wish = (struct certifier_wish){.conference = job->texts.bytes, .site = job->site, .address = job->site_address, .now = job->hub->now};
    job->wish.title_vi = after(job->wish.conference);
    job->wish.title_en = after(job->wish.title_vi);
    job->wish.name_vi = after(job->wish.title_en);
    job->wish.name_en = after(job->wish.name_vi);
    return ERROR_NONE;
}

static enum error start(struct hub *hub, const struct subscriber *subscriber, const char *id, uint32_t site, bool revokes) {
    struct text person = conference_person_id(hub->published, subscriber->person), address = conference_site_address(hub->published, site);
    struct bundle_job *job = memory_take_zeroed(1, sizeof *job);
    if (!job)
        return ERROR_NO_MEMORY;
    *job = (struct bundle_job){.hub = hub, .certifier = hub->bundles->certifier, .from = subscriber_reference(subscriber), .session = subscriber->token,
                               .revokes = revokes};
    buffer_init(&job->texts);
    buffer_init(&job->text);
    snprintf(job->id, sizeof job->id, "%s", id);
    snprintf(job->person, sizeof job->person, "%s", person.bytes);
    snprintf(job->site, sizeof job->site, "%s", conference_site_id(hub->published, site).bytes);
    snprintf(job->site_address, sizeof job->site_address, "%s", address.length ? address.bytes : "");
    enum error error = word_wish(job, site);
    if (!error && !hub->transport->offload(hub->transport->context, job, work, finished))
        error = ERROR_BUSY;
    if (error)
        release(job);
    else
        hub->bundles->busy = true;
    return error;
}

static void ask(struct hub *hub, struct subscriber *subscriber, const struct request *request, bool revokes) {
    struct text asked;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = request_bundle(request, &asked, fault);
    if (!error && !hub_bundles_can_be_made(hub)) {
        snprintf(fault, sizeof fault, "authority");
        error = ERROR_WRONG_STATE;
    }
    uint32_t site = error ? NO_SITE : conference_find_site(hub->published, asked);
    if (!error && site == NO_SITE) {
        snprintf(fault, sizeof fault, "site");
        error = ERROR_NOT_FOUND;
    }
    if (!error)
        error = hub->bundles->busy ? ERROR_BUSY : start(hub, subscriber, request->id, site, revokes);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
}

void hub_bundle_make(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    ask(hub, subscriber, request, false);
}

void hub_certificate_revoke(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    ask(hub, subscriber, request, true);
}
