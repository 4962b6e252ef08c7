/* link_limits.h - those of the hub's limits that a site keeps too: what one browser may send, and how many may be connected. Said with each grant, and kept by the
 * site for its next start. Pure. */
#ifndef LAMRELAY_CODEC_LINK_LIMITS_H
#define LAMRELAY_CODEC_LINK_LIMITS_H

#include "base/buffer.h"
#include "base/text.h"
#include "core/limits.h"

/* Appends them as one JSON object. NONE or NO_MEMORY. */
enum error link_limits_write(struct buffer *out, const struct limits *limits);
/* Takes over what the object has, a checked JSON text (json_slice.h); what is missing or out of bounds stays as it is. */
void link_limits_read(struct text object, struct limits *limits);

#endif
