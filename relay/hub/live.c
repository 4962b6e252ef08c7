/* live.c - what is true right now, and told without being kept: latest wins.
 *
 * Normal course: whoever changes a list says so (`changed`); when the list may be told again, one notice is made for
 * each channel, whatever the number of its listeners. The beat has all lists: who has just arrived, or lost a notice,
 * is right again within ten seconds. Out of memory: a list is left out until then. Another list is a name in
 * codec/reply.c, a row here, and a `changed` where it changes. */
#include "hub/state.h"

#include "codec/reply.h"
#include <string.h>

/* ---- turnout: what a poll's voters may see of it ---- */

struct turnout {
    struct buffer items;       /* what goes out */
    struct buffer all;         /* the same of every poll */
    const struct buffer *told; /* `all` of the last time: what stands there is no news; NULL = everything is */
    uint32_t polls;
};

static bool is_news(const struct turnout *turnout, const char *item, size_t length) {
    return !turnout->told || turnout->told->length == 0 ||
           !memmem(turnout->told->bytes, turnout->told->length, item, length);
}

static void add_turnout(void *context, const struct poll_turnout *poll) {
    struct turnout *turnout = context;
    if (turnout->polls++ >= TURNOUT_POLLS)
        return;
    const size_t before = turnout->all.length, comma = before > 0;
    if (reply_live_turnout(&turnout->all, poll)) {
        turnout->all.length = before; /* half of it is no JSON: the next notice says it */
        return;
    }
    const char *item = turnout->all.bytes + before + comma;
    const size_t length = turnout->all.length - before - comma;
    if (!is_news(turnout, item, length) || buffer_reserve(&turnout->items, length + 1))
        return;
    if (turnout->items.length > 0)
        (void)buffer_append(&turnout->items, ",", 1);
    (void)buffer_append(&turnout->items, item, length);
}

static void finish_turnout(struct turnout *turnout) {
    buffer_finish(&turnout->items);
    buffer_finish(&turnout->all);
}

/* ---- the lists ---- */

static bool is_for_all(const struct channel *channel) {
    (void)channel;
    return true;
}

static bool is_desk(const struct channel *channel) {
    return channel->audience.kind == AUDIENCE_MODERATOR || channel->audience.kind == AUDIENCE_CHAIR;
}

static bool is_moderator(const struct channel *channel) {
    return channel->audience.kind == AUDIENCE_MODERATOR;
}

static bool is_operator(const struct channel *channel) {
    return channel->audience.kind == AUDIENCE_OPERATOR;
}

static bool is_desk_or_operator(const struct channel *channel) {
    return is_desk(channel) || is_operator(channel);
}

static bool is_no_phone(const struct channel *channel) {
    return channel->audience.kind != AUDIENCE_PARTICIPANT;
}

static void append_present(const struct hub *hub, struct buffer *out) {
    for (uint32_t site = 0; site < conference_sites(hub->published); site++)
        (void)reply_live_present(out, conference_site_id(hub->published, site),
                                 hub->present[site] + hub_links_present(hub, site));
}

/* Of all sites, or of the own one. */
static void append_operators(const struct hub *hub, const struct channel *channel, struct buffer *out) {
    hub_append_operators(hub, is_operator(channel) ? channel->audience.site : NO_SITE, out);
}

struct list_row {
    int64_t every;                                 /* ms, at least, from one notice to the next */
    bool (*is_for)(const struct channel *channel); /* of those who are signed in */
    /* The items: the same for all who hear them, or of each channel its own; neither: turnout. */
    void (*append)(const struct hub *hub, struct buffer *out);
    void (*append_for)(const struct hub *hub, const struct channel *channel, struct buffer *out);
};

static const struct list_row ROWS[LIVE_LISTS] = {
    [LIVE_TURNOUT] = {.every = TURNOUT_EVERY_MS, .is_for = is_for_all},
    [LIVE_PRESENT] = {.every = PRESENT_EVERY_MS, .is_for = is_no_phone, .append = append_present},
    [LIVE_CLAIMS] = {.is_for = is_moderator, .append = hub_append_claims},
    [LIVE_DISPLAYS] = {.every = DISPLAYS_EVERY_MS, .is_for = is_desk, .append = hub_append_displays},
    [LIVE_LINKS] = {.every = LINKS_EVERY_MS, .is_for = is_desk, .append = hub_append_links},
    [LIVE_OPERATORS] = {.is_for = is_desk_or_operator, .append_for = append_operators},
    [LIVE_ON_DUTY] = {.every = DUTY_EVERY_MS, .is_for = is_desk, .append = hub_append_duty},
};

/* ---- a notice ---- */

/* What goes out now, and in what is built. */
struct live {
    bool beat, with[LIVE_LISTS];
    const struct channel *only;  /* for whom; NULL = for all */
    struct turnout desk, others; /* what each may hear of turnout */
    struct buffer items[LIVE_LISTS], payload;
};

static void gather(const struct hub *hub, struct live *live) {
    static const struct audience DESK = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON},
                                 OTHERS = {AUDIENCE_PARTICIPANT, NO_SITE, NO_PERSON};
    if (live->with[LIVE_TURNOUT] && (!live->only || is_desk(live->only)))
        conference_turnout(hub->published, &DESK, add_turnout, &live->desk);
    if (live->with[LIVE_TURNOUT] && (!live->only || !is_desk(live->only)))
        conference_turnout(hub->published, &OTHERS, add_turnout, &live->others);
    for (int list = 0; list < LIVE_LISTS; list++)
        if (live->with[list] && ROWS[list].append && (!live->only || ROWS[list].is_for(live->only)))
            ROWS[list].append(hub, &live->items[list]);
}

static void finish(struct live *live) {
    finish_turnout(&live->desk);
    finish_turnout(&live->others);
    for (int list = 0; list < LIVE_LISTS; list++)
        buffer_finish(&live->items[list]);
    buffer_finish(&live->payload);
}

/* NULL: not told now, or not to this channel. */
static const struct buffer *items_for(const struct hub *hub, const struct channel *channel, struct live *live,
                                      enum live_list list) {
    struct buffer *items = &live->items[list];
    if (!live->with[list] || channel == hub->unsigned_in || !ROWS[list].is_for(channel))
        return NULL;
    if (list == LIVE_TURNOUT)
        return is_desk(channel) ? &live->desk.items : &live->others.items;
    if (ROWS[list].append_for) {
        buffer_clear(items);
        ROWS[list].append_for(hub, channel, items);
    }
    return items;
}

/* What the channel may hear of it, in `payload`; false: nothing that is news there. */
static bool compose(const struct hub *hub, const struct channel *channel, struct live *live) {
    struct live_lists lists;
    bool news = live->beat;
    for (int list = 0; list < LIVE_LISTS; list++) {
        lists.of[list] = items_for(hub, channel, live, list);
        news |= reply_live_says(list, lists.of[list]);
    }
    buffer_clear(&live->payload);
    return news && !reply_live(&live->payload, hub->now, &lists);
}

static void announce(struct hub *hub, struct channel *channel, struct live *live) {
    if (compose(hub, channel, live))
        channel_announce(channel, live->payload.bytes, live->payload.length);
}

static void keep_told(struct buffer *told, struct buffer *all) {
    struct buffer before = *told;
    *told = *all;
    *all = before;
}

/* Encoded once for each channel; its size depends on polls and sites, never on voters. */
static void announce_all(struct hub *hub, struct live *live) {
    gather(hub, live);
    for (int kind = 0; kind < AUDIENCE_PERSON; kind++)
        if (hub->shared[kind])
            announce(hub, hub->shared[kind], live);
    for (int site = 0; site < LIMIT_SITES; site++)
        if (hub->of_site[site])
            announce(hub, hub->of_site[site], live);
    announce(hub, hub->unsigned_in, live);
    if (live->with[LIVE_TURNOUT]) {
        keep_told(&hub->desk_told, &live->desk.all);
        keep_told(&hub->others_told, &live->others.all);
    }
    finish(live);
    hub->transport->schedule(hub->transport->context);
}

void hub_tell_live(struct hub *hub, struct subscriber *subscriber) {
    struct live live = {.only = subscriber->channel};
    if (!subscriber_has_room(subscriber))
        return; /* a long snapshot is on its way: the next beat says it */
    for (int list = 0; list < LIVE_LISTS; list++)
        live.with[list] = true;
    gather(hub, &live);
    if (compose(hub, subscriber->channel, &live))
        subscriber_send_text(subscriber, &live.payload);
    finish(&live);
}

/* ---- when ---- */

/* To thousands it takes so long that those who vote would wait for it: as long again is theirs before the next. */
void hub_told_all(struct hub *hub) {
    if (hub->telling_since == 0)
        return;
    int64_t took = hub->now - hub->telling_since;
    int64_t next = took > TURNOUT_EVERY_MS / 2 ? hub->now + took : hub->telling_since + TURNOUT_EVERY_MS;
    if (next < hub->live[LIVE_TURNOUT].at)
        hub->live[LIVE_TURNOUT].at = next;
    hub->telling_since = 0;
}

static bool has_changed(const struct hub *hub, enum live_list list) {
    return list == LIVE_TURNOUT ? conference_ballots_recorded(hub->published) != hub->turnout_seen
                                : hub->live[list].changed;
}

/* What is told now; false: nothing. */
static bool choose(struct hub *hub, struct live *live) {
    bool any = live->beat = hub_is_due(&hub->beat_at, BEAT_EVERY_MS, hub->now);
    for (int list = 0; list < LIVE_LISTS; list++) {
        bool due = has_changed(hub, list) && hub_is_due(&hub->live[list].at, ROWS[list].every, hub->now);
        live->with[list] = due || live->beat;
        any |= due;
    }
    return any;
}

void hub_live_tick(struct hub *hub) {
    struct live live = {0};
    if (!choose(hub, &live))
        return;
    if (!live.beat) {
        live.desk.told = &hub->desk_told;
        live.others.told = &hub->others_told;
    }
    announce_all(hub, &live);
    for (int list = 0; list < LIVE_LISTS; list++)
        hub->live[list].changed &= !live.with[list];
    if (live.with[LIVE_TURNOUT]) {
        hub->turnout_seen = conference_ballots_recorded(hub->published);
        hub->telling_since = hub->now;
        hub->live[LIVE_TURNOUT].at = hub->now + TURNOUT_LATEST_MS; /* sooner when all were told: hub_told_all */
    }
}

int64_t hub_live_next_tick(const struct hub *hub) {
    int64_t next = hub->beat_at;
    for (int list = 0; list < LIVE_LISTS; list++)
        if (has_changed(hub, list) && hub->live[list].at < next)
            next = hub->live[list].at;
    return next;
}
