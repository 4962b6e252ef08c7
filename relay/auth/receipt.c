/* receipt.c - version, stream, stamp, error, epoch, and the first 16 bytes of an HMAC-SHA-256 over those and the command. Numbers are big-endian. */
#include "auth/receipt.h"

#include <openssl/crypto.h>
#include <string.h>

enum { VERSION = 1, MAC_SIZE = 16, SAID_SIZE = RECEIPT_BYTES - MAC_SIZE, PERSON_LONGEST = 64 };

static void put_number(uint8_t *out, uint64_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--, value >>= 8)
        out[i] = (uint8_t)value;
}

static uint64_t take_number(const uint8_t *bytes, int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; i++)
        value = value << 8 | bytes[i];
    return value;
}

enum error receipt_key(const uint8_t hub_key[DIGEST_SIZE], const uint8_t stream[RECEIPT_STREAM_SIZE], struct digest *out) {
    uint8_t text[sizeof "receipts" + RECEIPT_STREAM_SIZE] = "receipts";
    memcpy(text + sizeof "receipts", stream, RECEIPT_STREAM_SIZE);
    return digest_hmac(hub_key, DIGEST_SIZE, text, sizeof text, out);
}

/* The fields have fixed sizes but the last, so that no two different commands read alike. */
static enum error mac_of(const uint8_t key[DIGEST_SIZE], const uint8_t *said, const struct receipt_subject *subject, struct digest *out) {
    uint8_t text[SAID_SIZE + RECEIPT_COMMAND_KEY_SIZE + RECEIPT_PARAMS_SIZE + PERSON_LONGEST];
    uint8_t *at = text;
    if (subject->person.length > PERSON_LONGEST)
        return ERROR_TOO_LONG;
    memcpy(at, said, SAID_SIZE);
    memcpy(at += SAID_SIZE, subject->key, RECEIPT_COMMAND_KEY_SIZE);
    memcpy(at += RECEIPT_COMMAND_KEY_SIZE, subject->params, RECEIPT_PARAMS_SIZE);
    memcpy(at += RECEIPT_PARAMS_SIZE, subject->person.bytes, subject->person.length);
    return digest_hmac(key, DIGEST_SIZE, text, (size_t)(at - text) + subject->person.length, out);
}

enum error receipt_make(const uint8_t key[DIGEST_SIZE], const struct receipt *receipt, const struct receipt_subject *subject, uint8_t out[RECEIPT_BYTES]) {
    uint8_t *at = out;
    *at++ = VERSION;
    memcpy(at, receipt->stream, RECEIPT_STREAM_SIZE);
    at += RECEIPT_STREAM_SIZE;
    put_number(at, (uint64_t)receipt->stamp, 8);
    put_number(at + 8, receipt->error, 4);
    put_number(at + 12, receipt->epoch, 8);
    struct digest mac;
    enum error error = mac_of(key, out, subject, &mac);
    if (!error)
        memcpy(out + SAID_SIZE, mac.bytes, MAC_SIZE);
    return error;
}

enum error receipt_read(const uint8_t bytes[RECEIPT_BYTES], struct receipt *out) {
    const uint8_t *at = bytes + 1 + RECEIPT_STREAM_SIZE;
    if (bytes[0] != VERSION || at[0] & 0x80) /* a stamp is no negative number */
        return ERROR_MALFORMED;
    *out = (struct receipt){.stamp = (int64_t)take_number(at, 8), .error = (uint32_t)take_number(at + 8, 4), .epoch = take_number(at + 12, 8)};
    memcpy(out->stream, bytes + 1, RECEIPT_STREAM_SIZE);
    return ERROR_NONE;
}

enum error receipt_check(const uint8_t key[DIGEST_SIZE], const uint8_t bytes[RECEIPT_BYTES], const struct receipt_subject *subject) {
    struct digest mac;
    enum error error = mac_of(key, bytes, subject, &mac);
    if (error)
        return error;
    return CRYPTO_memcmp(mac.bytes, bytes + SAID_SIZE, MAC_SIZE) ? ERROR_NOT_ALLOWED : ERROR_NONE;
}
