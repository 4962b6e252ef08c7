/* What is said over the link: claims, offers in the order of their numbers, and what the hub answers. */
#include "base/memory.h"
#include "link/outbox_state.h"
#include <string.h>

/* --- numbers --- */

enum error numbers_reserve(struct outbox *outbox, enum lane lane) {
    struct numbers *numbers = &outbox->lanes[lane];
    uint32_t most = numbers->count + outbox->accepted + 1;
    enum error error = ERROR_NONE;
    while (!error && most > numbers->capacity)
        error = memory_grow((void **)&numbers->slots, numbers->capacity, &numbers->capacity, sizeof *numbers->slots);
    return error;
}

static uint64_t last_number(const struct numbers *numbers) {
    return numbers->first + numbers->count - 1;
}

void numbers_give(struct outbox *outbox, struct entry *entry) {
    struct numbers *numbers = &outbox->lanes[entry->shown.wish.lane];
    numbers->slots[numbers->count++] = entry;
    entry->shown.number = last_number(numbers);
    entry->shown.state = OUTBOX_KEPT;
}

void numbers_take(struct outbox *outbox, struct entry *entry) {
    struct numbers *numbers = &outbox->lanes[entry->shown.wish.lane];
    if (entry->shown.number == 0)
        return;
    if (entry->shown.number > numbers->answered)
        numbers->answered = entry->shown.number;
    numbers->slots[entry->shown.number - numbers->first] = NULL;
    entry->shown.number = 0;
    while (numbers->lead < numbers->count && !numbers->slots[numbers->lead])
        numbers->lead++;
    if (numbers->lead == numbers->count || (numbers->lead >= LIMIT_OFFER_WINDOW && numbers->lead >= numbers->count / 2)) {
        numbers->count -= numbers->lead;
        memmove(numbers->slots, numbers->slots + numbers->lead, numbers->count * sizeof(struct entry *));
        numbers->first += numbers->lead;
        numbers->lead = 0;
    }
}

static void go_back(struct numbers *numbers, uint64_t number) {
    if (number < numbers->next)
        numbers->next = number;
}

void outbox_begin_stream(struct outbox *outbox, const uint8_t stream[STREAM_SIZE]) {
    memcpy(outbox->stream, stream, STREAM_SIZE);
    outbox->trying = outbox->needs_stream = false;
    outbox->link = LINK_UNCLAIMED;
    for (int lane = 0; lane < LANE_COUNT; lane++) {
        struct numbers *numbers = &outbox->lanes[lane];
        numbers->count = numbers->lead = 0;
        numbers->first = numbers->next = 1;
        numbers->sent = numbers->answered = 0;
    }
    for (struct entry *entry = outbox->unsettled.first; entry; entry = entry->after) {
        entry->shown.number = 0;
        if (entry->shown.state != OUTBOX_ACCEPTED && !entry->result)
            numbers_give(outbox, entry);
    }
}

/* --- the claim --- */

void outbox_restore_streams(struct outbox *outbox, const uint8_t *granted, const uint8_t *tried) {
    outbox->has_granted = granted != NULL;
    outbox->has_tried = tried != NULL;
    if (granted)
        memcpy(outbox->granted, granted, STREAM_SIZE);
    if (tried)
        memcpy(outbox->tried, tried, STREAM_SIZE);
}

void outbox_restore_fenced(struct outbox *outbox, bool takeover) {
    outbox->takeover = takeover;
    outbox->fenced = outbox->fenced_durable = !takeover;
}

/* A restored folder must not claim what was tried before: that stream may have been granted and used since the backup was made. */
static bool tries_the_one_before(const struct outbox *outbox) {
    return outbox->has_tried && memcmp(outbox->tried, outbox->stream, STREAM_SIZE) != 0 && !outbox->restored && !outbox->takeover;
}

/* The folder must know of a stream before the hub does. */
static bool is_noted(struct outbox *outbox) {
    bool is_granted = outbox->has_granted && memcmp(outbox->granted, outbox->stream, STREAM_SIZE) == 0;
    if (is_granted || (outbox->has_tried && memcmp(outbox->tried, outbox->stream, STREAM_SIZE) == 0))
        return true;
    if (!outbox->trying && items_reserve(outbox, 1) == ERROR_NONE) {
        memcpy(items_add(outbox, OUTBOX_STORE_TRIED)->store.stream, outbox->stream, STREAM_SIZE);
        outbox->trying = true;
    }
    return false;
}

bool outbox_next_claim(struct outbox *outbox, struct outbox_claim *claim) {
    if (outbox->link != LINK_UNCLAIMED || outbox_is_fenced(outbox) || outbox->needs_stream)
        return false;
    bool before = tries_the_one_before(outbox);
    if (!before && !is_noted(outbox))
        return false;
    *claim = (struct outbox_claim){.restored = outbox->restored && outbox->rules.restored_says_so, .takeover = outbox->takeover};
    memcpy(claim->folder, outbox->folder, FOLDER_SIZE);
    memcpy(claim->stream, before ? outbox->tried : outbox->stream, STREAM_SIZE);
    claim->has_previous = outbox->has_granted && memcmp(outbox->granted, claim->stream, STREAM_SIZE) != 0;
    if (claim->has_previous)
        memcpy(claim->previous, outbox->granted, STREAM_SIZE);
    memcpy(outbox->claimed, claim->stream, STREAM_SIZE);
    outbox->link = LINK_CLAIMED;
    return true;
}

/* The hub cannot have more of this stream than was sent - then somebody else sends under its name -, nor less than it has answered. */
static bool numbers_fit(struct outbox *outbox, const uint64_t received[LANE_COUNT]) {
    for (int lane = 0; lane < LANE_COUNT; lane++) {
        const struct numbers *numbers = &outbox->lanes[lane];
        if (received[lane] > numbers->sent)
            outbox->restored = true;
        if (received[lane] > numbers->sent || received[lane] < numbers->answered)
            return false;
    }
    return true;
}

enum error outbox_granted(struct outbox *outbox, const uint8_t stream[STREAM_SIZE], const uint64_t received[LANE_COUNT]) {
    if (outbox->link != LINK_CLAIMED || memcmp(stream, outbox->claimed, STREAM_SIZE) != 0)
        return ERROR_NONE;
    bool own = memcmp(stream, outbox->stream, STREAM_SIZE) == 0;
    if (own && !numbers_fit(outbox, received)) {
        outbox->needs_stream = true;
        return ERROR_DAMAGED;
    }
    for (int lane = 0; lane < LANE_COUNT; lane++)
        outbox->lanes[lane].next = outbox->lanes[lane].first + outbox->lanes[lane].lead;
    for (uint32_t i = 0; i < outbox->closing_count; i++)
        outbox->closings[i].told = false;
    if (outbox->has_granted && memcmp(stream, outbox->granted, STREAM_SIZE) == 0) {
        outbox->link = own ? LINK_GRANTED : LINK_UNCLAIMED;
        return ERROR_NONE;
    }
    if (items_reserve(outbox, 1))
        return ERROR_NO_MEMORY;
    memcpy(items_add(outbox, OUTBOX_STORE_GRANTED)->store.stream, stream, STREAM_SIZE);
    outbox->link = LINK_STORING;
    return ERROR_NONE;
}

void outbox_fenced(struct outbox *outbox) {
    if (outbox->fenced)
        return;
    outbox->fenced = outbox->fencing = true;
    outbox->link = LINK_UNCLAIMED;
}

bool outbox_may_say_fenced(const struct outbox *outbox) {
    return outbox->fenced_durable;
}

void outbox_replaced(struct outbox *outbox) {
    if (memcmp(outbox->claimed, outbox->stream, STREAM_SIZE) == 0)
        outbox->needs_stream = true;
    else
        outbox->has_tried = false; /* it was the stream of the start before: go on with our own */
    outbox->link = LINK_UNCLAIMED;
}

void outbox_cut(struct outbox *outbox) {
    outbox->link = LINK_UNCLAIMED;
}

bool outbox_needs_stream(const struct outbox *outbox) {
    return outbox->needs_stream;
}

/* --- offers --- */

static struct entry *next_of(struct numbers *numbers) {
    if (numbers->next < numbers->first + numbers->lead)
        numbers->next = numbers->first + numbers->lead;
    while (numbers->next <= last_number(numbers) && numbers->next < numbers->first + numbers->lead + LIMIT_OFFER_WINDOW) {
        struct entry *entry = numbers->slots[numbers->next - numbers->first];
        if (entry)
            return entry;
        numbers->next++;
    }
    return NULL;
}

bool outbox_next_offer(struct outbox *outbox, struct outbox_offer *offer) {
    if (outbox->link != LINK_GRANTED || outbox_is_fenced(outbox))
        return false;
    for (int lane = 0; lane < LANE_COUNT; lane++) {
        struct numbers *numbers = &outbox->lanes[lane];
        struct entry *entry = next_of(numbers);
        if (!entry)
            continue;
        *offer = (struct outbox_offer){.lane = (enum lane)lane, .number = numbers->next, .entry = &entry->shown};
        memcpy(offer->stream, outbox->stream, STREAM_SIZE);
        entry->shown.state = OUTBOX_OFFERED;
        if (numbers->next > numbers->sent)
            numbers->sent = numbers->next;
        numbers->next++;
        return true;
    }
    return false;
}

static enum error take_result(struct outbox *outbox, struct entry *entry, struct text result) {
    if (items_reserve(outbox, 1))
        return ERROR_NO_MEMORY;
    size_t length = result.length <= LIMIT_OUTBOX_RESULT_BYTES ? result.length : 0;
    entry->result = memory_copy_text(length ? result.bytes : "", length);
    if (!entry->result)
        return ERROR_NO_MEMORY;
    numbers_take(outbox, entry);
    struct item *item = items_add(outbox, outbox->rules.result_before_drop ? OUTBOX_STORE_RESULT : OUTBOX_STORE_FORGET);
    item->store.place = entry->shown.place;
    if (outbox->rules.result_before_drop)
        item->entry = entry;
    else
        outbox_forget_entry(outbox, entry);
    return ERROR_NONE;
}

static enum error answer(struct outbox *outbox, struct entry *entry, const struct outbox_result *result) {
    struct numbers *numbers = &outbox->lanes[entry->shown.wish.lane];
    if (entry->result || entry->shown.number == 0 || entry->shown.number > numbers->sent)
        return ERROR_NONE; /* has one, or was not offered under this stream */
    enum error error = result->passing ? ERROR_NONE : take_result(outbox, entry, result->result);
    if (error || result->passing)
        go_back(numbers, entry->shown.number);
    return error;
}

/* With the rule off: all numbers up to this one are taken for answered. */
static void answer_all(struct outbox *outbox, enum lane lane, uint64_t upto) {
    struct numbers *numbers = &outbox->lanes[lane];
    while (numbers->count > 0 && numbers->first + numbers->lead <= upto)
        if (take_result(outbox, numbers->slots[numbers->lead], text_of("{}")))
            return;
}

enum error outbox_ack(struct outbox *outbox, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t upto, const struct outbox_result *results,
                      size_t count) {
    if (lane >= LANE_COUNT || (memcmp(stream, outbox->stream, STREAM_SIZE) != 0 && outbox->rules.acks_of_own_stream))
        return ERROR_NONE;
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < count; i++) {
        struct entry *entry = outbox_find_entry(outbox, results[i].person, results[i].key);
        enum error fault = entry ? answer(outbox, entry, &results[i]) : ERROR_NONE;
        error = fault ? fault : error;
    }
    if (!outbox->rules.settled_by_key)
        answer_all(outbox, lane, upto);
    return error;
}

void outbox_gap(struct outbox *outbox, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t want) {
    if (lane < LANE_COUNT && memcmp(stream, outbox->stream, STREAM_SIZE) == 0)
        go_back(&outbox->lanes[lane], want);
}

/* --- the end of a poll --- */

static enum error closing_add(struct outbox *outbox, struct closing closing) {
    if (outbox->closing_count >= LIMIT_CLOSINGS)
        return ERROR_FULL;
    enum error error = memory_grow((void **)&outbox->closings, outbox->closing_count, &outbox->closing_capacity, sizeof *outbox->closings);
    if (!error)
        outbox->closings[outbox->closing_count++] = closing;
    return error;
}

enum error outbox_restore_closing(struct outbox *outbox, uint32_t poll, int64_t at) {
    if (outbox_find_closing(outbox, poll))
        return ERROR_DAMAGED;
    return closing_add(outbox, (struct closing){.poll = poll, .at = at, .durable = true});
}

enum error outbox_closing(struct outbox *outbox, uint32_t poll, int64_t at, uint64_t epoch) {
    struct closing *known = outbox_find_closing(outbox, poll);
    if (known) {
        known->told = false;
        return ERROR_NONE;
    }
    enum error error = items_reserve(outbox, 1);
    if (!error)
        error = closing_add(outbox, (struct closing){.poll = poll, .at = at, .durable = !outbox->rules.closing_durable});
    if (error)
        return error;
    struct item *item = items_add(outbox, OUTBOX_STORE_CLOSING);
    item->store.poll = poll;
    item->store.at = at;
    item->store.epoch = epoch;
    return ERROR_NONE;
}

bool outbox_next_drained(struct outbox *outbox, struct outbox_drained *drained) {
    if (outbox->link != LINK_GRANTED || outbox_is_fenced(outbox))
        return false;
    for (uint32_t i = 0; i < outbox->closing_count; i++) {
        struct closing *closing = &outbox->closings[i];
        if (!closing->durable || closing->told)
            continue;
        closing->told = true;
        *drained = (struct outbox_drained){.poll = closing->poll, .upto = last_number(&outbox->lanes[LANE_FLOOR])};
        memcpy(drained->stream, outbox->stream, STREAM_SIZE);
        return true;
    }
    return false;
}
