/* frames.h - WebSocket frames by hand (RFC 6455), for both ends. Pure. */
#ifndef BENCH_FRAMES_H
#define BENCH_FRAMES_H

#include <stdbool.h>
#include <stddef.h>

enum { FRAME_CONTINUATION = 0, FRAME_TEXT = 1, FRAME_BINARY = 2, FRAME_CLOSE = 8, FRAME_PING = 9, FRAME_PONG = 10 };
enum { FRAME_HEAD_MOST = 14, FRAME_MOST = 8 * 1024 * 1024 };

struct frame {
    int kind;
    bool is_last;
    char *bytes; /* unmasked where they lie; borrowed */
    size_t length, size; /* of the content; of the whole frame */
};

/* Writes a head for `length` bytes of content; masked by zeros, which are a mask and save the work, or not. Its size. */
size_t frame_head(char out[FRAME_HEAD_MOST], int kind, size_t length, bool masked);
/* The frame at the beginning of `bytes`. 1: it is whole; 0: more has to come; -1: it is longer than FRAME_MOST. */
int frame_read(char *bytes, size_t have, struct frame *out);

#endif
