/* follow.c - what a browser has of its channels, and what it gets: the same test at its hello and after every change of a channel (relay/DELIVERY.md, R).
 *
 * Normal course: it gets the frames behind its cursor, or a snapshot when they are not kept.
 * Ways it fails: the browser comes from the hub and has seen more than this site. Then it is told nothing, and keeps what it has, until the site is as far: of a
 * channel, of a journal, or of its rights. Only when the hub itself sets a channel back do all follow. */
#include "site/state.h"

#include "codec/json_slice.h"
#include <string.h>

static void catch_up(struct visitor *visitor, struct replica_channel *channel, int64_t *s) {
    enum replica_catch_up how = replica_catch_up(channel, *s);
    if (how == REPLICA_CATCH_NOTHING)
        return;
    if (how == REPLICA_CATCH_SNAPSHOT)
        visitor_send(visitor, replica_snapshot(visitor->site->replica, channel));
    uint32_t first = channel->count;
    while (first > 0 && replica_frame_at(channel, first - 1)->to > (uint64_t)*s)
        first--;
    for (uint32_t i = first; how == REPLICA_CATCH_FRAMES && i < channel->count; i++)
        visitor_send(visitor, message_share(replica_frame_at(channel, i)->message));
    *s = (int64_t)channel->to;
}

/* The site does not know yet what the browser was told of its rights. */
static bool is_ahead_in_own(const struct visitor *visitor) {
    return visitor->own_s > (int64_t)visitor->own->to;
}

/* A person's rights come by two channels, the own one and the site's: do they say the same? */
static bool rights_agree(const struct visitor *visitor) {
    struct text row, value, channel;
    return replica_row(visitor->own, "me", text_of(visitor->person), &row) && json_member(row, "channel", &value) && json_word(value, &channel) &&
           text_equal_string(channel, visitor->shared->name);
}

static void catch_up_both(struct visitor *visitor) {
    catch_up(visitor, visitor->own, &visitor->own_s);
    if (!visitor->shared || !visitor->own->has_rows)
        return;
    bool ahead = is_ahead_in_own(visitor), agree = rights_agree(visitor);
    if (!agree && !ahead)
        visitor->other_rights = true; /* it has heard of them before the site has */
    if (agree && !ahead && visitor->other_rights) {
        visitor->other_rights = false;
        visitor->shared_s = -1; /* the row `me` has emptied that channel */
    }
    if (agree && !visitor->other_rights)
        catch_up(visitor, visitor->shared, &visitor->shared_s);
}

void visitor_follow(struct visitor *visitor, const struct hello *hello) {
    const struct replica *replica = visitor->site->replica;
    bool behind = replica_is_behind(replica, hello->journal), same = text_equal_string(hello->journal, replica->journal);
    bool named = text_equal_string(hello->shared_name, visitor->shared->name);
    visitor->journal[0] = '\0';
    if (behind) {
        memcpy(visitor->journal, hello->journal.bytes, hello->journal.length);
        visitor->journal[hello->journal.length] = '\0';
    }
    visitor->own_s = same || behind ? hello->own : -1;
    visitor->shared_s = (same || behind) && named ? hello->shared : -1;
    /* Without rows of this very channel its rights may have been others where it was. */
    visitor->other_rights = (behind || (same && is_ahead_in_own(visitor))) && (!named || hello->shared < 0);
    if (!behind)
        catch_up_both(visitor);
}

void visitor_journal_changed(struct visitor *visitor) {
    const struct replica *replica = visitor->site->replica;
    if (*visitor->journal && replica_is_behind(replica, text_of(visitor->journal)))
        return;
    if (strcmp(visitor->journal, replica->journal) != 0) {
        visitor->own_s = visitor->shared_s = -1;
        visitor->other_rights = false;
    }
    visitor->journal[0] = '\0';
}

void visitor_channel_changed(struct visitor *visitor, const struct replica_channel *channel, enum replica_change change) {
    if (*visitor->journal || (visitor->own != channel && visitor->shared != channel))
        return;
    if (change == REPLICA_SET_BACK)
        *(visitor->own == channel ? &visitor->own_s : &visitor->shared_s) = -1;
    catch_up_both(visitor);
}
