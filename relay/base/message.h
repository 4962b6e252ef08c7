/* message.h - an immutable message that several owners share, framed for WebSocket once (RFC 6455 section 5.2, server
 * to client). Thread: the loop's only. */
#ifndef LAMRELAY_BASE_MESSAGE_H
#define LAMRELAY_BASE_MESSAGE_H

#include <stddef.h>
#include <stdint.h>

enum { FRAME_HEADER_MAX = 10 };

struct message {
    uint32_t references;
    uint32_t header_length; /* 2, 4 or 10 */
    size_t payload_length;
    char bytes[]; /* header then payload, contiguous */
};

/* Writes the header of an unmasked, final text frame; returns its length (2, 4 or 10). */
size_t frame_header(size_t payload_length, uint8_t out[FRAME_HEADER_MAX]);
/* A text frame with a copy of the payload, one reference owned by the caller. NULL = out of memory. */
struct message *message_create(const void *payload, size_t length);
struct message *message_share(struct message *message); /* one more reference; returns it */
void message_release(struct message *message);          /* NULL is harmless */
const char *message_payload(const struct message *message);
size_t message_framed_length(const struct message *message);

#endif
