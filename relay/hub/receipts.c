/* receipts.c - a site's word, brought by the person, that it had kept a ballot: checked here, judged by the core (relay/DELIVERY.md, B13).
 *
 * One that is no good is passed over in silence: the ballot is worth as much as without it. */
#include "hub/link_state.h"

#include "auth/receipt.h"
#include "base/metrics.h"
#include <assert.h>
#include <string.h>

static_assert((int)RECEIPT_BYTES == (int)RECEIPT_SIZE && (int)RECEIPT_STREAM_SIZE == (int)STREAM_SIZE, "as the core has them");
static_assert((int)RECEIPT_COMMAND_KEY_SIZE == (int)KEY_SIZE && (int)RECEIPT_PARAMS_SIZE == (int)PARAMS_SIZE, "as the core has them");

enum error hub_receipt_key(const struct hub *hub, const uint8_t stream[STREAM_SIZE], struct digest *out) {
    return receipt_key(hub->credential_key, stream, out);
}

enum error hub_read_receipt(const struct hub *hub, struct arena *arena, struct command *command) {
    struct receipt receipt;
    struct digest key;
    const struct record *record = &command->record;
    if (command->type != COMMAND_POLL_CAST || !record_has(record, FIELD_RECEIPT) || receipt_read(record->receipt, &receipt) ||
        !conference_may_vouch(hub->published, record->poll, receipt.stream, command->actor))
        return ERROR_NONE;
    struct receipt_subject subject = {conference_person_id(hub->published, command->actor), record->key, command->params};
    enum error error = hub_receipt_key(hub, receipt.stream, &key);
    if (!error)
        error = receipt_check(key.bytes, record->receipt, &subject);
    explicit_bzero(&key, sizeof key);
    if (error)
        return error == ERROR_NO_MEMORY ? error : ERROR_NONE;
    struct kept_receipt *kept = arena_take(arena, sizeof *kept);
    if (!kept)
        return ERROR_NO_MEMORY;
    *kept = (struct kept_receipt){.stamp = receipt.stamp, .stamp_error = receipt.error, .proof = receipt.epoch == hub_poll_epoch(hub, record->poll)};
    memcpy(kept->stream, receipt.stream, STREAM_SIZE);
    command->receipt = kept;
    return ERROR_NONE;
}
