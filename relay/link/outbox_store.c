/* What has to be durable before something else may happen, in order, and what happens when it is. */
#include "base/memory.h"
#include "link/outbox_state.h"
#include <string.h>

enum error items_reserve(struct outbox *outbox, uint32_t more) {
    struct items *items = &outbox->items;
    while (items->count + more > items->capacity) {
        enum error error = memory_grow((void **)&items->list, items->capacity, &items->capacity, sizeof *items->list);
        if (error)
            return error;
    }
    return ERROR_NONE;
}

struct item *items_add(struct outbox *outbox, enum outbox_store_kind kind) {
    struct items *items = &outbox->items;
    struct item *item = &items->list[items->count++];
    *item = (struct item){.store = {.ticket = ++items->ticket, .kind = kind}};
    return item;
}

bool outbox_next_store(struct outbox *outbox, struct outbox_store *store) {
    struct items *items = &outbox->items;
    if (outbox->fencing && items_reserve(outbox, 1) == ERROR_NONE) {
        items_add(outbox, OUTBOX_STORE_FENCED);
        outbox->fencing = false;
    }
    if (items->handed == items->count)
        return false;
    struct item *item = &items->list[items->handed++];
    if (item->entry) {
        item->store.entry = &item->entry->shown;
        item->store.place = item->entry->shown.place;
        if (item->store.kind == OUTBOX_STORE_RESULT)
            item->store.result = (struct text){item->entry->result, strlen(item->entry->result)};
    }
    *store = item->store;
    return true;
}

/* The oldest results make room. Out of memory: they stay a while longer. */
static void forget_the_oldest(struct outbox *outbox) {
    while (outbox->settled.count > LIMIT_OUTBOX_RESULTS && items_reserve(outbox, 1) == ERROR_NONE) {
        items_add(outbox, OUTBOX_STORE_FORGET)->store.place = outbox->settled.first->shown.place;
        outbox_forget_entry(outbox, outbox->settled.first);
    }
}

static void settle(struct outbox *outbox, struct entry *entry) {
    numbers_take(outbox, entry);
    person_counts(outbox, entry, -1);
    entries_take(&outbox->unsettled, entry);
    outbox->bytes -= entry->shown.wish.method.length + entry->shown.wish.params.length;
    memory_release(entry->body);
    entry->body = NULL;
    entry->shown.wish.method = entry->shown.wish.params = (struct text){0};
    entry->shown.state = OUTBOX_SETTLED;
    entry->shown.number = 0;
    entry->shown.result = (struct text){entry->result, strlen(entry->result)};
    outbox->bytes += entry->shown.result.length;
    entries_add(&outbox->settled, entry);
    forget_the_oldest(outbox);
}

static void granted(struct outbox *outbox, const uint8_t stream[STREAM_SIZE]) {
    memcpy(outbox->granted, stream, STREAM_SIZE);
    outbox->has_granted = true;
    outbox->has_tried = false;
    if (memcmp(stream, outbox->stream, STREAM_SIZE) == 0)
        outbox->restored = outbox->takeover = false;
    if (outbox->link == LINK_STORING && memcmp(stream, outbox->claimed, STREAM_SIZE) == 0)
        outbox->link = memcmp(stream, outbox->stream, STREAM_SIZE) == 0 ? LINK_GRANTED : LINK_UNCLAIMED;
}

static void take_effect(struct outbox *outbox, const struct item *item) {
    struct closing *closing;
    switch (item->store.kind) {
    case OUTBOX_STORE_ENTRY:
        outbox->accepted--;
        if (item->entry->shown.state == OUTBOX_ACCEPTED)
            numbers_give(outbox, item->entry);
        break;
    case OUTBOX_STORE_RESULT:
        settle(outbox, item->entry);
        break;
    case OUTBOX_STORE_FORGET:
        break;
    case OUTBOX_STORE_CLOSING:
        if ((closing = outbox_find_closing(outbox, item->store.poll)))
            closing->durable = true;
        break;
    case OUTBOX_STORE_TRIED:
        memcpy(outbox->tried, item->store.stream, STREAM_SIZE);
        outbox->has_tried = true;
        outbox->trying = false;
        break;
    case OUTBOX_STORE_GRANTED:
        granted(outbox, item->store.stream);
        break;
    case OUTBOX_STORE_FENCED:
        outbox->fenced_durable = true;
        break;
    }
}

void outbox_stored(struct outbox *outbox, uint64_t ticket) {
    struct items *items = &outbox->items;
    uint32_t done = 0;
    while (done < items->handed && items->list[done].store.ticket <= ticket) {
        struct item item = items->list[done++];
        take_effect(outbox, &item); /* may add items, and so move the list */
    }
    items->count -= done;
    items->handed -= done;
    if (done)
        memmove(items->list, items->list + done, items->count * sizeof *items->list);
}

void outbox_not_stored(struct outbox *outbox, void (*forgotten)(void *context, const struct outbox_entry *entry), void *context) {
    struct items *items = &outbox->items;
    uint32_t left = 0;
    for (uint32_t i = 0; i < items->count; i++) {
        struct item item = items->list[i];
        if (item.store.kind != OUTBOX_STORE_ENTRY || item.entry->shown.state != OUTBOX_ACCEPTED) {
            items->list[left++] = item;
            continue;
        }
        if (forgotten)
            forgotten(context, &item.entry->shown);
        outbox->accepted--;
        outbox_forget_entry(outbox, item.entry);
    }
    items->count = left;
    items->handed = 0;
}
