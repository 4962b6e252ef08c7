/* receipt.h - a site's word that it has kept a ballot, and when: for the phone, should the site never bring it (relay/DELIVERY.md, B13). Pure; any thread.
 *
 * The hub alone ever checks one, so it is no signature but an HMAC, with a key that the hub makes of its own and gives to the stream it grants. It says whose
 * ballot it is of by the person, the command's key and the digest of its parameters, which it doesn't contain: it is good for that command only. */
#ifndef LAMRELAY_AUTH_RECEIPT_H
#define LAMRELAY_AUTH_RECEIPT_H

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include <stdint.h>

enum { RECEIPT_BYTES = 45, RECEIPT_STREAM_SIZE = 8, RECEIPT_COMMAND_KEY_SIZE = 16, RECEIPT_PARAMS_SIZE = 8 };

struct receipt {
    uint8_t stream[RECEIPT_STREAM_SIZE];
    int64_t stamp;       /* hub time at which it was kept, as the site believes, ms */
    uint32_t error;      /* of the stamp, ms */
    uint64_t epoch;      /* of the hub's journal that the stamp is of */
};

/* The command it is of. */
struct receipt_subject {
    struct text person;  /* at most 64 bytes */
    const uint8_t *key;    /* RECEIPT_COMMAND_KEY_SIZE */
    const uint8_t *params; /* RECEIPT_PARAMS_SIZE: the digest */
};

/* The key of one stream's receipts, of the hub's own. NONE, NO_MEMORY. */
enum error receipt_key(const uint8_t hub_key[DIGEST_SIZE], const uint8_t stream[RECEIPT_STREAM_SIZE], struct digest *out);
/* NONE, NO_MEMORY, TOO_LONG (the person's id). */
enum error receipt_make(const uint8_t key[DIGEST_SIZE], const struct receipt *receipt, const struct receipt_subject *subject, uint8_t out[RECEIPT_BYTES]);
/* What one says, not yet believed. MALFORMED: of another version. */
enum error receipt_read(const uint8_t bytes[RECEIPT_BYTES], struct receipt *out);
/* NONE; NOT_ALLOWED: not made with this key for this command; NO_MEMORY, TOO_LONG. */
enum error receipt_check(const uint8_t key[DIGEST_SIZE], const uint8_t bytes[RECEIPT_BYTES], const struct receipt_subject *subject);

#endif
