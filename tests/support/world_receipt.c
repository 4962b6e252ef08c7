/* world_receipt.c - what a site gives a phone for a ballot it has kept, made as the site makes it. */
#include "support/world.h"

#include "auth/receipt.h"
#include "codec/request.h"
#include <stdlib.h>
#include <string.h>

static void need(bool true_that, const char *what) {
    if (true_that)
        return;
    fprintf(stderr, "no receipt: %s\n", what);
    exit(2);
}

static void bytes_of(const char *text, void *out, size_t length) {
    need(text && !base64url_decode(text, strlen(text), out, length), "these are not the bytes");
}

json_t *world_receipt(const struct world_client *link, const char *person, const char *method, const json_t *params, int64_t stamp) {
    uint8_t stream_key[DIGEST_SIZE], key[KEY_SIZE], digest[PARAMS_SIZE], bytes[RECEIPT_BYTES];
    struct receipt receipt = {.stamp = stamp, .error = 20, .epoch = strtoull(link->epoch, NULL, 10)};
    json_t *message = json_pack("{sssisssO}", "jsonrpc", "2.0", "id", 1, "method", method, "params", params);
    char *text = json_dumps(message, JSON_COMPACT), word[BASE64URL_SIZE(RECEIPT_BYTES)];
    struct request request;
    need(text && !request_parse(text, strlen(text), &request) && !request_params_digest(&request, digest), "the command is none");
    bytes_of(link->receipt_key, stream_key, sizeof stream_key);
    bytes_of(link->stream, receipt.stream, sizeof receipt.stream);
    bytes_of(json_string_value(json_object_get(params, "key")), key, sizeof key);
    need(!receipt_make(stream_key, &receipt, &(struct receipt_subject){text_of(person), key, digest}, bytes), "it could not be made");
    base64url_encode(bytes, sizeof bytes, word);
    request_finish(&request);
    json_decref(message);
    free(text);
    return json_string(word);
}
