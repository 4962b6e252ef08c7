#include "base/memory.h"
#include "base/message.h"
#include "support/check.h"

#include <stdlib.h>
#include <string.h>

static void headers_are_those_of_the_standard(void) {
    uint8_t header[FRAME_HEADER_MAX];
    CHECK_NUMBER(frame_header(0, header), 2);
    CHECK_BYTES(header, 2, "\x81\x00", 2);
    CHECK_NUMBER(frame_header(125, header), 2);
    CHECK_BYTES(header, 2, "\x81\x7d", 2);
    CHECK_NUMBER(frame_header(126, header), 4);
    CHECK_BYTES(header, 4, "\x81\x7e\x00\x7e", 4);
    CHECK_NUMBER(frame_header(65535, header), 4);
    CHECK_BYTES(header, 4, "\x81\x7e\xff\xff", 4);
    CHECK_NUMBER(frame_header(65536, header), 10);
    CHECK_BYTES(header, 10, "\x81\x7f\0\0\0\0\0\x01\0\0", 10);
    CHECK_NUMBER(frame_header(0x123456789a, header), 10);
    CHECK_BYTES(header, 10, "\x81\x7f\0\0\0\x12\x34\x56\x78\x9a", 10);
}

static void payloads_stand_behind_their_header(void) {
    static const size_t lengths[] = {0, 1, 125, 126, 65535, 65536};
    static char payload[65536];
    memset(payload, 'p', sizeof(payload));
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        struct message *message = message_create(payload, lengths[i]);
        if (!CHECK(message != NULL)) {
            return;
        }
        check_note("%zu bytes", lengths[i]);
        uint8_t header[FRAME_HEADER_MAX];
        size_t header_length = frame_header(lengths[i], header);
        CHECK_NUMBER(message_framed_length(message), header_length + lengths[i]);
        CHECK_BYTES(message->bytes, header_length, header, header_length);
        CHECK_BYTES(message_payload(message), message->payload_length, payload, lengths[i]);
        message_release(message);
    }
}

static void the_last_owner_releases(void) {
    struct message *message = message_create("hello", 5);
    CHECK(message_share(message) == message);
    CHECK_NUMBER(message->references, 2);
    message_release(message);
    CHECK_BYTES(message_payload(message), 5, "hello", 5);
    message_release(message);
    message_release(NULL);
}

static void out_of_memory_is_an_answer(void) {
    memory_fail_from(1);
    CHECK(message_create("x", 1) == NULL);
    memory_fail_from(0);
    CHECK(message_create("x", SIZE_MAX) == NULL);
}

static const struct check_test tests[] = {
    {"headers are those of the standard", headers_are_those_of_the_standard},
    {"payloads stand behind their header", payloads_stand_behind_their_header},
    {"the last owner releases", the_last_owner_releases},
    {"out of memory is an answer", out_of_memory_is_an_answer},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
