/* channel.h - one shared channel: its rows as last published, the frames kept for whoever missed some, and who listens.
 *
 * A frame is encoded and framed once, into a ring; a listener is a number in it (its cursor). The rows are kept encoded too, so that
 * a change is found by comparing bytes and a snapshot is a concatenation. Thread: the loop's. */
#ifndef LAMRELAY_HUB_CHANNEL_H
#define LAMRELAY_HUB_CHANNEL_H

#include "base/buffer.h"
#include "base/message.h"
#include "core/conference.h"
#include "core/view.h"

struct subscriber;

struct kept_frame {
    size_t offset;     /* in the ring's bytes */
    size_t length;     /* framed */
    uint64_t from, to; /* both 0: a live notice, which nobody misses */
};

struct channel {
    struct audience audience;
    char name[CHANNEL_NAME_SIZE]; /* empty: the channel of those who have not signed in: live notices only */
    uint64_t to;                  /* of the last frame, or the floor */
    uint64_t floor;               /* who is behind this gets a snapshot */

    char *ring;                   /* bytes; owned */
    size_t ring_size, ring_head;  /* where the next frame goes */
    struct kept_frame *frames;    /* a circle of frame_capacity; owned */
    uint32_t frame_capacity;
    uint64_t first_frame, end_frame; /* numbers, ever growing: frames [first, end) are kept */

    struct row_text **rows[ROW_KIND_COUNT]; /* by id; NULL = not visible; owned */
    uint32_t row_capacity[ROW_KIND_COUNT];
    bool broken;                  /* memory ran out: the rows have to be read anew before anybody is shown them */
    struct message *snapshot;     /* of the rows as they are, or NULL; owned */

    struct subscriber **subscribers; /* owned array of borrowed pointers */
    uint32_t subscriber_count, subscriber_capacity;
    uint32_t unswept;             /* subscribers [0, unswept) have not been visited since the last frame */
};

/* A channel with the rows of the audience as the conference has them now, floor = its seq. NULL = out of memory. `conference` NULL: no rows. */
struct channel *channel_create(const struct conference *conference, struct audience audience, size_t ring_size);
void channel_destroy(struct channel *channel); /* NULL is harmless */

/* Brings the touched rows up to date and appends one frame if any changed. `touched` is sorted and has no twins; only touches of shared rows
 * count. NONE, or NO_MEMORY: the rows are read anew before the next snapshot, and the floor is raised, so that everybody gets one. */
enum error channel_publish(struct channel *channel, const struct conference *conference, const struct touched *touched,
                           uint64_t to);
/* Appends a live notice. Losing one for want of memory or room is harmless. */
void channel_announce(struct channel *channel, const char *payload, size_t length);

/* The snapshot of the rows at `channel->to`, one reference for the caller. `conference` is the published state. NULL = out of memory. */
struct message *channel_snapshot(struct channel *channel, const struct conference *conference, const char *journal);
/* May a listener that has everything up to `s` go on by frames? If so `*cursor` is the first frame it lacks. */
bool channel_can_resume(const struct channel *channel, uint64_t s, uint64_t *cursor);

/* A run of frames from `*cursor` that lie together, at most `most` bytes unless the first is longer; `*cursor` moves behind them, and past live notices
 * for whoever does not hear those. 0 = nothing pending. */
size_t channel_run(const struct channel *channel, uint64_t *cursor, size_t most, bool hears_live, const char **bytes);

enum error channel_add(struct channel *channel, struct subscriber *subscriber);   /* NONE or NO_MEMORY */
void channel_remove(struct channel *channel, struct subscriber *subscriber);

#endif
