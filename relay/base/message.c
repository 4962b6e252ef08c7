#include "message.h"

#include "memory.h"
#include <string.h>

enum { FINAL_TEXT = 0x81, LENGTH_16_BITS = 126, LENGTH_64_BITS = 127 };

static void write_big_endian(uint8_t *out, uint64_t value, size_t size) {
    for (size_t i = size; i > 0; i--) {
        out[i - 1] = (uint8_t)(value & 0xff);
        value >>= 8;
    }
}

size_t frame_header(size_t payload_length, uint8_t out[FRAME_HEADER_MAX]) {
    out[0] = FINAL_TEXT;
    if (payload_length < LENGTH_16_BITS) {
        out[1] = (uint8_t)payload_length;
        return 2;
    }
    if (payload_length <= UINT16_MAX) {
        out[1] = LENGTH_16_BITS;
        write_big_endian(out + 2, payload_length, 2);
        return 4;
    }
    out[1] = LENGTH_64_BITS;
    write_big_endian(out + 2, payload_length, 8);
    return 10;
}

struct message *message_create(const void *payload, size_t length) {
    uint8_t header[FRAME_HEADER_MAX];
    size_t header_length = frame_header(length, header);
    if (length > SIZE_MAX / 2) {
        return NULL;
    }
    struct message *message = memory_take(sizeof(*message) + header_length + length);
    if (message == NULL) {
        return NULL;
    }
    message->references = 1;
    message->header_length = (uint32_t)header_length;
    message->payload_length = length;
    memcpy(message->bytes, header, header_length);
    if (length > 0) {
        memcpy(message->bytes + header_length, payload, length);
    }
    return message;
}

struct message *message_share(struct message *message) {
    message->references++;
    return message;
}

void message_release(struct message *message) {
    if (message != NULL && --message->references == 0) {
        memory_release(message);
    }
}

const char *message_payload(const struct message *message) {
    return message->bytes + message->header_length;
}

size_t message_framed_length(const struct message *message) {
    return message->header_length + message->payload_length;
}
