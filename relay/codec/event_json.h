/* event_json.h - events as the journal holds them: one JSON text each, {"type":..,"at":..,...}. Pure; any thread. */
#ifndef LAMRELAY_CODEC_EVENT_JSON_H
#define LAMRELAY_CODEC_EVENT_JSON_H

#include "base/arena.h"
#include "base/buffer.h"
#include "core/event.h"

/* Appends the event's JSON. NONE or NO_MEMORY. */
enum error event_encode(struct buffer *out, const struct event *event);
/* Reads one; `out->seq` is left 0; texts live in `arena`. NONE, NO_MEMORY, or DAMAGED: not an event of this or an older program. */
enum error event_decode(const char *bytes, size_t length, struct arena *arena, struct event *out);

#endif
