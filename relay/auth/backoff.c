#include "backoff.h"

#include "base/digest.h"
#include "base/map.h"
#include "base/memory.h"
#include <string.h>

/* In a ring by last failure: `newer` of the anchor is the oldest entry, `older` the newest. */
struct entry {
    struct entry *newer;
    struct entry *older;
    struct digest key; /* of account and address: of one size, however long they are */
    unsigned failures;
    int64_t until; /* no try before this time */
};

struct backoff {
    struct map *entries; /* key to entry */
    struct entry anchor;
};

struct backoff *backoff_create(void) {
    struct backoff *backoff = memory_take_zeroed(1, sizeof(*backoff));
    if (backoff == NULL) {
        return NULL;
    }
    backoff->anchor.newer = backoff->anchor.older = &backoff->anchor;
    backoff->entries = map_create();
    if (backoff->entries == NULL) {
        memory_release(backoff);
        return NULL;
    }
    return backoff;
}

static void unlink_entry(struct entry *entry) {
    entry->newer->older = entry->older;
    entry->older->newer = entry->newer;
}

static void link_as_newest(struct backoff *backoff, struct entry *entry) {
    entry->newer = &backoff->anchor;
    entry->older = backoff->anchor.older;
    entry->older->newer = entry;
    backoff->anchor.older = entry;
}

static void forget(struct backoff *backoff, struct entry *entry) {
    unlink_entry(entry);
    map_remove(backoff->entries, entry->key.bytes, DIGEST_SIZE);
    memory_release(entry);
}

void backoff_destroy(struct backoff *backoff) {
    if (backoff == NULL) {
        return;
    }
    while (backoff->anchor.newer != &backoff->anchor) {
        forget(backoff, backoff->anchor.newer);
    }
    map_destroy(backoff->entries);
    memory_release(backoff);
}

static bool make_key(const char *account, const char *address, struct digest *out) {
    const void *const parts[] = {account, address};
    const size_t lengths[] = {strlen(account) + 1, strlen(address)};
    return digest_of_parts(parts, lengths, 2, out) == ERROR_NONE;
}

static struct entry *find(const struct backoff *backoff, const struct digest *key) {
    union map_value *found = map_find(backoff->entries, key->bytes, DIGEST_SIZE);
    return found == NULL ? NULL : found->pointer;
}

bool backoff_may_try(const struct backoff *backoff, const char *account, const char *address, int64_t now) {
    struct digest key;
    const struct entry *entry = make_key(account, address, &key) ? find(backoff, &key) : NULL;
    return entry == NULL || now >= entry->until;
}

static struct entry *add(struct backoff *backoff, const struct digest *key) {
    if (map_count(backoff->entries) >= BACKOFF_ENTRIES) {
        forget(backoff, backoff->anchor.newer);
    }
    struct entry *entry = memory_take_zeroed(1, sizeof(*entry));
    if (entry == NULL) {
        return NULL;
    }
    entry->key = *key;
    if (map_put(backoff->entries, key->bytes, DIGEST_SIZE, (union map_value){.pointer = entry}) != ERROR_NONE) {
        memory_release(entry);
        return NULL;
    }
    link_as_newest(backoff, entry);
    return entry;
}

static int64_t wait_after(unsigned failures) {
    int64_t wait = failures < BACKOFF_FREE_TRIES ? 0 : BACKOFF_FIRST_WAIT;
    for (unsigned i = BACKOFF_FREE_TRIES; i < failures && wait < BACKOFF_LONGEST_WAIT; i++) {
        wait *= 2;
    }
    return wait < BACKOFF_LONGEST_WAIT ? wait : BACKOFF_LONGEST_WAIT;
}

void backoff_failed(struct backoff *backoff, const char *account, const char *address, int64_t now) {
    struct digest key;
    if (!make_key(account, address, &key)) {
        return;
    }
    struct entry *entry = find(backoff, &key);
    entry = entry != NULL ? entry : add(backoff, &key);
    if (entry == NULL) {
        return;
    }
    if (entry->failures < UINT16_MAX) {
        entry->failures++;
    }
    int64_t wait = wait_after(entry->failures);
    entry->until = wait == 0 ? entry->until : now + wait;
    unlink_entry(entry);
    link_as_newest(backoff, entry);
}

void backoff_succeeded(struct backoff *backoff, const char *account, const char *address) {
    struct digest key;
    struct entry *entry = make_key(account, address, &key) ? find(backoff, &key) : NULL;
    if (entry != NULL) {
        forget(backoff, entry);
    }
}
