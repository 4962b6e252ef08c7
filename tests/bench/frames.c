#include "frames.h"

size_t frame_head(char out[FRAME_HEAD_MOST], int kind, size_t length, bool masked) {
    unsigned char *head = (unsigned char *)out, mask_bit = masked ? 0x80 : 0;
    size_t size = 2;
    head[0] = (unsigned char)(0x80 | kind);
    if (length < 126) {
        head[1] = (unsigned char)(mask_bit | length);
    } else {
        bool is_short = length < 65536;
        head[1] = mask_bit | (is_short ? 126 : 127);
        for (int shift = is_short ? 8 : 56; shift >= 0; shift -= 8)
            head[size++] = (unsigned char)(length >> shift);
    }
    for (int i = 0; masked && i < 4; i++)
        head[size++] = 0;
    return size;
}

static void unmask(char *bytes, size_t length, const char mask[4]) {
    if ((mask[0] | mask[1] | mask[2] | mask[3]) == 0)
        return;
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)(bytes[i] ^ mask[i & 3]);
}

int frame_read(char *bytes, size_t have, struct frame *out) {
    const unsigned char *head = (const unsigned char *)bytes;
    if (have < 2)
        return 0;
    bool masked = head[1] & 0x80;
    size_t length = head[1] & 0x7F, size = length < 126 ? 2 : length == 126 ? 4 : 10;
    if (have < size)
        return 0;
    if (size > 2)
        length = 0;
    for (size_t i = 2; i < size; i++)
        length = length << 8 | head[i];
    if (length > FRAME_MOST)
        return -1;
    const char *mask = bytes + size;
    size += masked ? 4 : 0;
    if (have < size + length)
        return 0;
    *out = (struct frame){.kind = head[0] & 0x0F, .is_last = head[0] & 0x80, .bytes = bytes + size, .length = length, .size = size + length};
    if (masked)
        unmask(out->bytes, length, mask);
    return 1;
}
