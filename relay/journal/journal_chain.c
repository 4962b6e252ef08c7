#include "journal.h"

#include <string.h>

static void write_big_endian(uint8_t out[8], uint64_t value) {
    for (size_t i = 8; i > 0; i--) {
        out[i - 1] = (uint8_t)(value & 0xff);
        value >>= 8;
    }
}

enum error journal_chain(const struct digest *previous, uint64_t seq, uint64_t epoch, const void *bytes, size_t length,
                         struct digest *out) {
    uint8_t numbers[16];
    write_big_endian(numbers, seq);
    write_big_endian(numbers + 8, epoch);
    const void *const parts[] = {previous->bytes, numbers, bytes};
    const size_t lengths[] = {DIGEST_SIZE, sizeof(numbers), length};
    struct digest hash;
    enum error error = digest_of_parts(parts, lengths, 3, &hash);
    if (error == ERROR_NONE) {
        *out = hash;
    }
    return error;
}

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
enum { BIRTH_LETTERS = 10 }; /* two zero bits and the 48 of the time */

void journal_make_id(int64_t now, const uint8_t random[10], char out[JOURNAL_ID_SIZE]) {
    uint8_t bytes[16];
    for (size_t i = 0; i < 6; i++) {
        bytes[i] = (uint8_t)(((uint64_t)now >> (8 * (5 - i))) & 0xff);
    }
    for (size_t i = 0; i < 10; i++) {
        bytes[6 + i] = random[i];
    }
    /* 26 letters of 5 bits hold 130 bits: two zero bits stand before the 128. */
    unsigned held = 0, held_bits = 2;
    size_t length = 0;
    for (size_t i = 0; i < sizeof(bytes); i++) {
        held = (held << 8) | bytes[i];
        held_bits += 8;
        while (held_bits >= 5) {
            held_bits -= 5;
            out[length++] = alphabet[(held >> held_bits) & 31];
        }
    }
    out[length] = '\0';
}

static int64_t birth_of(const char id[JOURNAL_ID_SIZE]) {
    int64_t birth = 0;
    for (size_t i = 0; i < BIRTH_LETTERS && id[i] != '\0'; i++) {
        const char *letter = strchr(alphabet, id[i]);
        birth = birth * 32 + (letter != NULL ? letter - alphabet : 0);
    }
    return birth;
}

void journal_make_later_id(int64_t now, const uint8_t random[10], const char former[JOURNAL_ID_SIZE], char out[JOURNAL_ID_SIZE]) {
    int64_t birth = birth_of(former);
    journal_make_id(now > birth ? now : birth + 1, random, out);
}
