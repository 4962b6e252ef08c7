/* replica.h - what the hub has shown this site: channels, each with its rows, its cursor and the frames kept for browsers that missed some. The hub's bytes,
 * never written anew (relay/DELIVERY.md, rules of resume).
 *
 * Normal course: replica_create, replica_load; replica_apply for each notification of the link; replica_reached. What changes is written to the store in the
 * transaction of the moment; the owner commits it, and says replica_not_stored when that failed: then everything is written anew, with the next change.
 * Thread: the loop's. */
#ifndef LAMRELAY_SITE_REPLICA_H
#define LAMRELAY_SITE_REPLICA_H

#include "base/map.h"
#include "base/message.h"
#include "base/text.h"
#include "core/view.h"
#include "journal/journal.h"
#include "journal/site_store.h"

enum { REPLICA_SHARED_FRAMES = 512, REPLICA_OWN_FRAMES = 16, REPLICA_ROW_NAME_SIZE = 128 };

struct replica_frame {
    struct message *message; /* owned reference */
    uint64_t from, to;
};

struct replica_channel {
    char name[CHANNEL_NAME_SIZE];
    bool has_rows;                  /* the hub has shown it; else it is only waited for */
    uint64_t to, floor;
    struct map *rows;               /* kind, a line break, the id as JSON text -> struct replica_row */
    uint64_t place;                 /* of the last row that came */
    struct replica_frame *frames;   /* a circle; owned; NULL until the first */
    uint32_t capacity, first, count;
    struct message *snapshot;       /* of the rows as they are, or NULL; owned */
};

struct replica_row {
    uint64_t place;
    struct text text; /* behind this; owned with it */
    char bytes[];
};

struct replica {
    struct site_store *store;       /* borrowed; NULL = it is not kept */
    struct map *channels;           /* name -> struct replica_channel */
    char journal[JOURNAL_ID_SIZE];  /* empty = nothing has come yet */
    int64_t s;                      /* every frame up to it is here; -1 = none */
    struct replica_channel *of_site; /* "site:<id>"; NULL until it is known */
    bool unstored;                  /* the store has less than this */
    uint32_t shared_frames, own_frames; /* kept of a channel, at most */
};

enum replica_change {
    REPLICA_NOTHING,  /* an old frame, or no frame at all */
    REPLICA_FRAME,
    REPLICA_SNAPSHOT,
    REPLICA_SET_BACK, /* a snapshot, of less than the hub has shown before: a fault of the hub */
    REPLICA_GAP,      /* frames are missing: claim anew, without s */
};

struct replica *replica_create(struct site_store *store); /* NULL = out of memory */
void replica_destroy(struct replica *replica);            /* NULL is harmless */
/* What the store has. NONE, SYSTEM, DAMAGED, NO_MEMORY. */
enum error replica_load(struct replica *replica);

/* A notification `rows` or `snapshot` that was checked (codec/json_slice.h); `bytes` is all of it, `params` its params. NONE; MALFORMED: it is not what it
 * should be; NO_MEMORY. After an error, as after a gap, claim without s. `*channel` is set for FRAME, SNAPSHOT and SET_BACK: whoever listens is to catch up. */
enum error replica_apply(struct replica *replica, struct text bytes, struct text params, bool is_snapshot, enum replica_change *change,
                         struct replica_channel **channel);
/* Every frame up to `s` has been applied. */
void replica_reached(struct replica *replica, uint64_t s);
/* The next claim asks for everything. */
void replica_distrust(struct replica *replica);
/* The transaction was not stored. */
void replica_not_stored(struct replica *replica);
/* Writes all of it, when the store has less. */
void replica_store_again(struct replica *replica);

/* The channel is no longer shown to this site: its rows go. An unknown name is harmless. NONE or NO_MEMORY. */
enum error replica_drop(struct replica *replica, const char *name);

/* NULL = there is none. */
struct replica_channel *replica_find(const struct replica *replica, const char *name);
/* The same; one that is missing is waited for. NULL = out of memory. */
struct replica_channel *replica_want(struct replica *replica, const char *name);
/* The row's text; false = it is not there. `id` is a text. */
bool replica_row(const struct replica_channel *channel, const char *kind, struct text id, struct text *out);
bool replica_numbered_row(const struct replica_channel *channel, const char *kind, uint32_t id, struct text *out);
/* Some row of the kind that contains `within` (NULL = any). `channel` may be NULL. */
bool replica_any_row(const struct replica_channel *channel, const char *kind, const char *within, struct text *out);
/* A snapshot as the hub would send it, one reference for the caller. NULL = out of memory. */
struct message *replica_snapshot(struct replica *replica, struct replica_channel *channel);
/* Is this journal newer than the replica's? Ids sort by birth. */
bool replica_is_behind(const struct replica *replica, struct text journal);
/* What a browser with the cursor `s` (-1 = none) of the same journal gets, by the rules of resume. */
enum replica_catch_up { REPLICA_CATCH_NOTHING, REPLICA_CATCH_FRAMES, REPLICA_CATCH_SNAPSHOT };
enum replica_catch_up replica_catch_up(const struct replica_channel *channel, int64_t s);
const struct replica_frame *replica_frame_at(const struct replica_channel *channel, uint32_t number); /* 0 .. count - 1, oldest first */

#endif
