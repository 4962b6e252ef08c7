/* arena.h - many small things that die together: what one batch of commands needs until its events are durable.
 * Thread: one owner at a time. */
#ifndef LAMRELAY_BASE_ARENA_H
#define LAMRELAY_BASE_ARENA_H

#include <stddef.h>

struct arena {
    struct arena_chunk *chunks; /* newest first; NULL = empty */
    size_t used;                /* bytes used in the newest chunk */
};

void arena_init(struct arena *arena);               /* allocates nothing */
void arena_finish(struct arena *arena);             /* releases all; the arena is empty and usable again */
void arena_reset(struct arena *arena);              /* forgets all, keeps one chunk */
/* Forgets what was taken since `before`, a copy of the arena as it was; nothing may have been reset since. */
void arena_rewind(struct arena *arena, struct arena before);
void *arena_take(struct arena *arena, size_t size); /* 16-byte aligned, uninitialised; NULL = out of memory */
char *arena_copy(struct arena *arena, const char *bytes, size_t length); /* with a NUL behind; NULL = out of memory */

#endif
