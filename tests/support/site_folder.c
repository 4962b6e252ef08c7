#include "support/site_folder.h"

#include <stdlib.h>
#include <string.h>

void site_folder_init(struct site_folder *folder, uint8_t id) {
    memset(folder, 0, sizeof *folder);
    memset(folder->id, id, sizeof folder->id);
}

void site_folder_finish(struct site_folder *folder) {
    for (size_t i = 0; i < folder->count; i++)
        free(folder->rows[i].texts);
    free(folder->rows);
    memset(folder, 0, sizeof *folder);
}

static void *sure(void *pointer) {
    if (!pointer)
        abort();
    return pointer;
}

static struct text put(char **at, struct text text) {
    struct text copy = {*at, text.length};
    if (text.length)
        memcpy(*at, text.bytes, text.length);
    (*at)[text.length] = 0;
    *at += text.length + 1;
    return copy;
}

/* Owns its texts, by the C library: what a folder holds costs the program no memory. */
static struct folder_row row_of(const struct outbox_entry *entry, struct text result) {
    const struct outbox_wish *wish = &entry->wish;
    struct folder_row row = {.entry = *entry};
    char *at = row.texts = sure(malloc(wish->person.length + wish->method.length + wish->params.length + result.length + 4));
    row.entry.wish.person = put(&at, wish->person);
    row.entry.wish.method = put(&at, wish->method);
    row.entry.wish.params = put(&at, wish->params);
    row.entry.result = put(&at, result);
    return row;
}

void site_folder_copy(const struct site_folder *from, struct site_folder *to) {
    *to = *from;
    to->restored = true;
    to->rows = sure(malloc((from->count + 1) * sizeof *to->rows));
    for (size_t i = 0; i < from->count; i++)
        to->rows[i] = row_of(&from->rows[i].entry, from->rows[i].entry.result);
}

static struct folder_row *row_at(const struct site_folder *folder, uint64_t place) {
    for (size_t i = 0; i < folder->count; i++)
        if (folder->rows[i].entry.place == place)
            return &folder->rows[i];
    return NULL;
}

static void store_entry(struct site_folder *folder, const struct outbox_store *store) {
    folder->rows = sure(realloc(folder->rows, (folder->count + 1) * sizeof *folder->rows));
    struct folder_row *row = &folder->rows[folder->count++];
    *row = row_of(store->entry, (struct text){0});
    row->entry.state = OUTBOX_KEPT;
}

static void store_result(struct site_folder *folder, const struct outbox_store *store) {
    struct folder_row *row = row_at(folder, store->place);
    if (!row)
        return;
    struct folder_row settled = row_of(&row->entry, store->result);
    settled.entry.state = OUTBOX_SETTLED;
    free(row->texts);
    *row = settled;
}

static void forget(struct site_folder *folder, uint64_t place) {
    struct folder_row *row = row_at(folder, place);
    if (!row)
        return;
    free(row->texts);
    size_t index = (size_t)(row - folder->rows);
    memmove(row, row + 1, (--folder->count - index) * sizeof *row);
}

void site_folder_store(struct site_folder *folder, const struct outbox_store *store) {
    switch (store->kind) {
    case OUTBOX_STORE_ENTRY:
        store_entry(folder, store);
        break;
    case OUTBOX_STORE_RESULT:
        store_result(folder, store);
        break;
    case OUTBOX_STORE_FORGET:
        forget(folder, store->place);
        break;
    case OUTBOX_STORE_CLOSING:
        if (folder->closing_count < sizeof folder->closings / sizeof folder->closings[0])
            folder->closings[folder->closing_count++] = (struct folder_closing){store->poll, store->at};
        break;
    case OUTBOX_STORE_TRIED:
        folder->has_tried = true;
        memcpy(folder->tried, store->stream, STREAM_SIZE);
        break;
    case OUTBOX_STORE_GRANTED:
        folder->has_granted = true;
        memcpy(folder->granted, store->stream, STREAM_SIZE);
        folder->has_tried = folder->restored = folder->fenced = false;
        break;
    case OUTBOX_STORE_FENCED:
        folder->fenced = true;
        break;
    }
}

struct outbox *site_folder_start(const struct site_folder *folder, uint64_t stream, bool takeover) {
    struct outbox *outbox = outbox_create(folder->id, (const uint8_t *)&stream, folder->restored);
    if (!outbox)
        return NULL;
    outbox_restore_streams(outbox, folder->has_granted ? folder->granted : NULL, folder->has_tried ? folder->tried : NULL);
    if (folder->fenced || takeover)
        outbox_restore_fenced(outbox, takeover);
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < folder->count && !error; i++)
        error = outbox_restore_entry(outbox, &folder->rows[i].entry);
    for (size_t i = 0; i < folder->closing_count && !error; i++)
        error = outbox_restore_closing(outbox, folder->closings[i].poll, folder->closings[i].at);
    if (!error)
        return outbox;
    outbox_destroy(outbox);
    return NULL;
}

const struct folder_row *site_folder_find(const struct site_folder *folder, struct text person, const uint8_t key[KEY_SIZE]) {
    for (size_t i = 0; i < folder->count; i++)
        if (text_equal(folder->rows[i].entry.wish.person, person) && memcmp(folder->rows[i].entry.wish.key, key, KEY_SIZE) == 0)
            return &folder->rows[i];
    return NULL;
}

void site_folder_sync(struct site_folder *folder, struct outbox *outbox) {
    struct outbox_store store;
    uint64_t ticket = 0;
    while (outbox_next_store(outbox, &store)) {
        site_folder_store(folder, &store);
        ticket = store.ticket;
    }
    outbox_stored(outbox, ticket);
}
