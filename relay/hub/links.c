/* links.c - who holds a site: connections, claims, requests of people behind them.
 *
 * Normal course: hub_link_connect, a claim is judged (relay/DELIVERY.md, L9), becomes an event, is answered, and the channels begin.
 * Ways it fails: another folder holds the site and was heard lately: `fenced`, unless an operator says takeover; the grant cannot be stored: the site claims again. */
#include "hub/link_state.h"

#include "auth/credential.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include "codec/reply.h"
#include <stdio.h>
#include <string.h>

void hub_link_hold(struct hub *hub) {
    for (uint32_t site = 0; site < conference_sites(hub->published) && site < LIMIT_SITES; site++) {
        struct stream_grant grant;
        if (!conference_granted_stream(hub->published, site, &grant))
            continue;
        hub->sites[site].held = true;
        hub->sites[site].seen = hub->now; /* when it was heard last nobody knows: as if just now */
        memcpy(hub->sites[site].folder, grant.folder, FOLDER_SIZE);
    }
}

/* ---- connections ---- */

static void give_back(struct hub_link *link) {
    struct hub *hub = link->hub;
    struct subscriber *voice = link->voice;
    hub_leave_ready(hub, voice);
    hub_give_slot_back(hub, voice);
    for (uint32_t i = 0; i < voice->queue_count; i++)
        message_release(voice->queue[(voice->queue_first + i) % voice->queue_capacity]);
    metric_add(METRIC_QUEUED_BYTES, -(int64_t)voice->queue_bytes);
    memory_release(voice->queue);
    memory_release(voice);
    for (int lane = 0; lane < LANE_COUNT; lane++)
        buffer_finish(&link->answers[lane].results);
    memory_release(link);
}

struct hub_link *hub_link_connect(struct hub *hub, void *connection, const char *site, int64_t now) {
    uint32_t index = conference_find_site(hub->published, text_of(site));
    hub->now = now;
    if (index == NO_SITE || hub->stopping) {
        log_line(LOG_WARNING, "link_refused", "no site is called %.40s", site);
        return NULL;
    }
    struct hub_link *link = memory_take_zeroed(1, sizeof *link);
    struct subscriber *voice = link ? memory_take_zeroed(1, sizeof *voice) : NULL;
    if (!voice) {
        memory_release(link);
        return NULL;
    }
    *voice = (struct subscriber){
        .hub = hub, .connection = connection, .link = link, .person = NO_PERSON, .channel = hub->unsigned_in, .cursor = UINT64_MAX};
    if (hub_take_slot(hub, voice)) {
        memory_release(voice);
        memory_release(link);
        return NULL;
    }
    *link = (struct hub_link){.hub = hub, .connection = connection, .site = index, .voice = voice};
    for (int lane = 0; lane < LANE_COUNT; lane++)
        buffer_init(&link->answers[lane].results);
    offers_init(&link->offers);
    token_bucket_init(&link->reports, REPORTS_BURST, now);
    metric_add(METRIC_LINKS, 1);
    return link;
}

/* The site is without its link; who comes next may be another process. */
static void let_go(struct hub_link *link) {
    struct hub *hub = link->hub;
    hub_link_deafen(link);
    if (!link->holds)
        return;
    link->holds = false;
    hub->sites[link->site].link = NULL;
    hub->sites[link->site].seen = hub->now;
    hub_link_board_down(hub, link->site);
    hub_operators_cut(hub, link->site);
    log_line(LOG_WARNING, "link_down", "site %s has no link", conference_site_id(hub->published, link->site).bytes);
}

void hub_link_disconnect(struct hub_link *link) {
    let_go(link);
    link->closing = link->voice->closing = true;
    metric_add(METRIC_LINKS, -1);
    metric_add(METRIC_BLOCKED, link->voice->blocked ? -1 : 0);
    give_back(link);
}

void hub_link_gone(struct hub_link *link) {
    link->closing = link->voice->closing = true;
    for (int i = 0; i < LINK_LISTENERS; i++)
        if (link->listeners[i])
            link->listeners[i]->closing = true;
}

void hub_link_close(struct hub_link *link, enum hub_close code) {
    if (link->closing)
        return;
    hub_link_gone(link);
    if (code == HUB_CLOSE_TOO_SLOW)
        metric_add(METRIC_SLOW_CLOSED, 1);
    link->hub->transport->close(link->connection, code);
}

void hub_link_mute(struct hub_link *link, bool blocked) {
    link->voice->blocked = blocked;
    link->voice->blocked_since = blocked ? link->hub->now : 0;
    for (int i = 0; i < LINK_LISTENERS; i++)
        if (link->listeners[i])
            link->listeners[i]->blocked = blocked;
}

void hub_link_writable(struct hub_link *link) {
    metric_add(METRIC_BLOCKED, link->voice->blocked ? -1 : 0);
    hub_link_mute(link, false);
    subscriber_schedule(link->voice);
    for (int i = 0; i < LINK_LISTENERS; i++)
        if (link->listeners[i])
            subscriber_schedule(link->listeners[i]);
}

bool hub_link_serves(const struct hub_link *link, uint32_t person) {
    return link->holds && view_is_served_at(link->hub->published, person, link->site);
}

/* ---- claims ---- */

static void tell_fenced(struct hub_link *link, const uint8_t by[FOLDER_SIZE]) {
    struct buffer text;
    buffer_init(&text);
    if (!link_fenced(&text, by))
        subscriber_send_text(link->voice, &text);
    buffer_finish(&text);
    link->voice->close_when_said = HUB_CLOSE_REPLACED;
    subscriber_schedule(link->voice);
}

/* The older link says nothing more from here on: what it has sent and is being stored stands before the grant. */
static void replace(struct hub_link *older, const uint8_t by[FOLDER_SIZE], bool other_folder) {
    let_go(older);
    if (other_folder) {
        hub_link_board_fenced(older->hub, older->site);
        tell_fenced(older, by);
    } else {
        hub_link_close(older, HUB_CLOSE_REPLACED);
    }
}

/* May this folder have the site? */
static bool may_hold(const struct hub_link *link, const struct link_claim *claim) {
    const struct linked_site *site = &link->hub->sites[link->site];
    bool same = site->held && memcmp(site->folder, claim->folder, FOLDER_SIZE) == 0;
    bool there = site->link || link->hub->now - site->seen <= HOLDER_ABSENT_MS;
    return !site->held || same || !there || claim->takeover;
}

static enum error enqueue_grant(struct hub_link *link, const struct link_claim *claim, const char *id) {
    struct hub *hub = link->hub;
    struct command command = {.type = COMMAND_STREAM_GRANT, .actor = NO_PERSON, .now = hub->now};
    record_text(&command.record, FIELD_SITE, conference_site_id(hub->published, link->site));
    record_binary(&command.record, FIELD_STREAM, claim->stream);
    record_binary(&command.record, FIELD_FOLDER, claim->folder);
    if (claim->has_previous)
        record_binary(&command.record, FIELD_PREVIOUS_STREAM, claim->previous);
    if (claim->restored)
        record_flag(&command.record, FIELD_RESTORED, true);
    return hub_enqueue(hub, subscriber_reference(link->voice), id, WAITING_GRANT, &command, NULL);
}

static void claim_site(struct hub_link *link, const struct request *request) {
    struct hub *hub = link->hub;
    struct linked_site *site = &hub->sites[link->site];
    struct link_claim claim;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = link_read_claim(request, &claim, fault);
    if (!error && link->claiming)
        error = ERROR_WRONG_STATE;
    if (!error && !may_hold(link, &claim)) {
        log_line(LOG_WARNING, "link_fenced", "another process wants site %s", conference_site_id(hub->published, link->site).bytes);
        hub_link_board_fenced(hub, link->site);
        error = ERROR_FENCED_SITE;
    }
    if (!error)
        error = enqueue_grant(link, &claim, request->id);
    if (error) {
        hub_reply_error(link->voice, request->id, error, fault);
        return;
    }
    link->claiming = true;
    link->same_journal = text_equal_string(claim.journal, hub->journal_id);
    link->s = claim.s;
    memcpy(link->stream, claim.stream, STREAM_SIZE);
    if (site->link && site->link != link)
        replace(site->link, claim.folder, memcmp(site->folder, claim.folder, FOLDER_SIZE) != 0);
    site->held = true;
    site->link = link;
    site->seen = hub->now;
    memcpy(site->folder, claim.folder, FOLDER_SIZE);
    link->holds = true;
    link->offers.granted = false; /* nothing of the stream before counts any more */
    hub_proceed(hub);
}

static void answer_granted(struct hub_link *link, const char *id, const struct stream_grant *grant) {
    struct hub *hub = link->hub;
    uint64_t received[LANE_COUNT];
    for (int lane = 0; lane < LANE_COUNT; lane++)
        received[lane] = (uint64_t)grant->received[lane];
    offers_grant(&link->offers, grant->stream, received);
    struct digest receipt_key;
    if (hub_receipt_key(hub, grant->stream, &receipt_key)) {
        hub_link_close(link, HUB_CLOSE_TOO_SLOW); /* no memory: it comes back */
        return;
    }
    struct link_granted granted = {.limits = &hub->limits,
                                   .generation = grant->generation,
                                   .epoch = hub->epoch,
                                   .journal = hub->journal_id,
                                   .server_time = hub->now,
                                   .received = received,
                                   .session_key = hub->session_key.bytes,
                                   .receipt_key = receipt_key.bytes};
    struct buffer text;
    buffer_init(&text);
    link_reply_granted(&text, id, &granted);
    subscriber_send_text(link->voice, &text);
    buffer_finish(&text);
}

void hub_link_granted(struct hub *hub, const struct waiting *waiting) {
    struct subscriber *voice = subscriber_find(hub, waiting->from);
    struct hub_link *link = voice ? voice->link : NULL;
    struct stream_grant grant;
    if (!link)
        return;
    link->claiming = false;
    bool granted = conference_granted_stream(hub->published, link->site, &grant) && memcmp(grant.stream, link->stream, STREAM_SIZE) == 0;
    /* WRONG_STATE: it is the holder already, by a claim whose answer was lost. */
    enum error error = waiting->error == ERROR_WRONG_STATE && granted ? ERROR_NONE : waiting->error;
    if (!error && (!granted || !link->holds))
        error = ERROR_BUSY; /* somebody else has claimed the site since */
    if (error) {
        /* FENCED: this stream was replaced meanwhile; nobody is fenced, the process draws another. */
        hub_reply_error(link->voice, waiting->id, error == ERROR_FENCED ? ERROR_WRONG_STATE : error, NULL);
        return;
    }
    answer_granted(link, waiting->id, &grant);
    if (!link->listeners[0] && hub_link_listen(link, link->same_journal, link->s)) {
        hub_link_close(link, HUB_CLOSE_TOO_SLOW); /* no memory: it comes back */
        return;
    }
    hub_link_announce_closing(link);
    hub_link_board_up(link);
    log_line(LOG_INFO, "link_up", "site %s has a link, generation %u", conference_site_id(hub->published, link->site).bytes,
             grant.generation);
}

/* ---- what a link says ---- */

static void tell_time(struct hub_link *link, const struct request *request) {
    struct buffer text;
    buffer_init(&text);
    link_reply_time(&text, request->id, link->hub->now, link->hub->epoch);
    subscriber_send_text(link->voice, &text);
    buffer_finish(&text);
}

/* Signing in: from the address that the site gives, so that one phone's failures are not the whole site's. */
static void sign_in(struct hub_link *link, const struct link_forward *forward) {
    snprintf(link->voice->address, sizeof link->voice->address, "%.*s", (int)forward->address.length,
             forward->address.length > 0 ? forward->address.bytes : "");
    hub_session_open(link->hub, link->voice, &forward->request);
}

/* Somebody of the site, by id; with a token it has to be that person's. */
static enum error find_person(struct hub_link *link, const struct link_forward *forward, uint32_t *person, struct digest *token) {
    struct hub *hub = link->hub;
    uint32_t of_token = NO_PERSON;
    *person = conference_find_person(hub->published, forward->person);
    if (*person == NO_PERSON || !hub_link_serves(link, *person) || !hub->people[*person].own || !hub->people[*person].own->proxy)
        return ERROR_NOT_ALLOWED;
    if (forward->token.length == 0)
        return ERROR_NONE;
    enum error error = hub_find_session(hub, forward->token, token, &of_token);
    return error ? error : of_token == *person ? ERROR_NONE : ERROR_BAD_CREDENTIALS;
}

static void serve_forward(struct hub_link *link, const struct request *request) {
    struct link_forward forward;
    char fault[FAULT_NAME_SIZE] = "";
    struct digest token = {{0}};
    uint32_t person = NO_PERSON;
    enum error error = link_read_forward(request, &forward, fault);
    if (!error && !link->listeners[0])
        error = ERROR_NOT_ALLOWED; /* the site is not its own */
    if (!error && text_equal_string(forward.request.method, "session.open") && forward.person.length == 0) {
        sign_in(link, &forward);
        return;
    }
    bool of_site = text_equal_string(forward.request.method, "hello") || text_equal_string(forward.request.method, "stage.confirm");
    if (!error && of_site)
        error = ERROR_UNKNOWN_METHOD; /* the site answers that itself */
    if (!error && (error = find_person(link, &forward, &person, &token)))
        snprintf(fault, sizeof fault, "person");
    if (error) {
        hub_reply_error(link->voice, request->id, error, fault);
        return;
    }
    struct subscriber *proxy = link->hub->people[person].own->proxy;
    proxy->token = token;
    hub_serve(link->hub, proxy, &forward.request);
    proxy->token = (struct digest){{0}};
}

static void serve(struct hub_link *link, struct request *request) {
    static const struct {
        const char *method;
        bool answered; /* a request, else a notification */
        void (*serve)(struct hub_link *link, const struct request *request);
    } METHODS[] = {
        {"link.claim", true, claim_site},       {"link.time", true, tell_time},       {"link.forward", true, serve_forward},
        {"link.offer", false, hub_link_offer}, {"link.drained", false, hub_link_drained}, {"link.report", false, hub_link_report},
        {"link.operators", false, hub_link_operators},
    };
    for (size_t i = 0; i < sizeof METHODS / sizeof METHODS[0]; i++)
        if (text_equal_string(request->method, METHODS[i].method) && request->has_id == METHODS[i].answered) {
            METHODS[i].serve(link, request);
            return;
        }
    if (request->has_id)
        hub_reply_error(link->voice, request->id, ERROR_UNKNOWN_METHOD, NULL);
    else
        metric_add(METRIC_MESSAGES_WITHOUT_ID, 1);
}

void hub_link_receive(struct hub_link *link, const char *bytes, size_t length, int64_t now) {
    struct hub *hub = link->hub;
    struct request request;
    hub->now = now;
    if (link->closing || link->voice->close_when_said)
        return;
    if (link->holds)
        hub->sites[link->site].seen = now;
    metric_add(METRIC_MESSAGES, 1);
    enum error error = request_parse(bytes, length, &request);
    if (error)
        hub_reply_error(link->voice, request.id, error, NULL);
    else
        serve(link, &request);
    request_finish(&request);
}

/* ---- time ---- */

void hub_links_tick(struct hub *hub) {
    hub_links_ask_again(hub);
    hub_links_reached(hub);
}

int64_t hub_links_next_tick(const struct hub *hub) {
    const uint32_t sites = hub_sites(hub);
    int64_t next = INT64_MAX;
    for (uint32_t site = 0; site < sites; site++) {
        const struct hub_link *link = hub->sites[site].link;
        if (link && link->ask_at && link->ask_at < next)
            next = link->ask_at;
        if (link && link->listeners[0] && link->reached < hub->durable && link->reached_at + REACHED_EVERY_MS > hub->now &&
            link->reached_at + REACHED_EVERY_MS < next)
            next = link->reached_at + REACHED_EVERY_MS;
    }
    return next;
}
