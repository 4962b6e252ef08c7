/* site_folder.h - a site's folder in memory, for tests: what an outbox had stored, and how a process starts from it. It can be copied like a backup. */
#ifndef LAMRELAY_TESTS_SITE_FOLDER_H
#define LAMRELAY_TESTS_SITE_FOLDER_H

#include "link/outbox.h"

struct folder_row {
    struct outbox_entry entry; /* its texts are owned by the row */
    char *texts;
};

struct folder_closing {
    uint32_t poll;
    int64_t at;
};

struct site_folder {
    uint8_t id[FOLDER_SIZE];
    struct folder_row *rows; /* in the order of place */
    size_t count;
    struct folder_closing closings[8];
    size_t closing_count;
    uint8_t granted[STREAM_SIZE], tried[STREAM_SIZE];
    bool has_granted, has_tried;
    bool fenced;
    bool restored; /* carries the mark of a backup */
};

void site_folder_init(struct site_folder *folder, uint8_t id);
void site_folder_finish(struct site_folder *folder);
/* A backup: marked as restored. `to` is empty or finished. */
void site_folder_copy(const struct site_folder *from, struct site_folder *to);
/* Writes one thing, durably. */
void site_folder_store(struct site_folder *folder, const struct outbox_store *store);
/* A process starts on it. Never NULL unless memory was made to fail: then NULL. */
struct outbox *site_folder_start(const struct site_folder *folder, uint64_t stream, bool takeover);
const struct folder_row *site_folder_find(const struct site_folder *folder, struct text person, const uint8_t key[KEY_SIZE]);
/* Stores all there is to store and confirms it. */
void site_folder_sync(struct site_folder *folder, struct outbox *outbox);

#endif
