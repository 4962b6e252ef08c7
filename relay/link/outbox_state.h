/* outbox_state.h - what an outbox is made of. For the files outbox*.c only. */
#ifndef LAMRELAY_LINK_OUTBOX_STATE_H
#define LAMRELAY_LINK_OUTBOX_STATE_H

#include "base/map.h"
#include "link/outbox.h"

struct entry {
    struct outbox_entry shown; /* first: what is handed out is this */
    struct entry *before, *after; /* in `unsettled` or `settled` */
    char *body;                /* method and params; owned; NULL when settled */
    char *result;              /* owned; there from the ack on, shown when durable */
    char person[LIMIT_ID_BYTES + 1];
};

/* In the order of place; settled ones in the order in which they were settled. */
struct entries {
    struct entry *first, *last;
    uint32_t count;
};

/* The numbers of one lane under the present stream. */
struct numbers {
    struct entry **slots;      /* owned; slot i has number `first + i`; NULL = has its result */
    uint32_t count, capacity;
    uint32_t lead;             /* slots at the beginning that are NULL */
    uint64_t first;
    uint64_t next;             /* to be offered */
    uint64_t sent;             /* the highest that was */
    uint64_t answered;         /* the highest that has a result */
};

struct item {
    struct outbox_store store;
    struct entry *entry;       /* ENTRY, RESULT */
};

/* Tickets in order: confirmed ones are gone, `handed` of the others have been handed out. */
struct items {
    struct item *list;         /* owned */
    uint32_t count, capacity, handed;
    uint64_t ticket;           /* the last one given */
};

struct closing {
    uint32_t poll;
    int64_t at;
    bool durable, told;
};

enum link_state { LINK_UNCLAIMED, LINK_CLAIMED, LINK_STORING, LINK_GRANTED };

struct outbox {
    struct link_rules rules;
    uint8_t folder[FOLDER_SIZE], stream[STREAM_SIZE];
    uint8_t granted[STREAM_SIZE], tried[STREAM_SIZE], claimed[STREAM_SIZE];
    bool has_granted, has_tried; /* the folder's marks */
    bool trying;               /* the mark for the own stream is on its way */
    bool restored, takeover;
    bool fenced, fencing, fenced_durable; /* fencing: its mark is not among the items yet */
    bool needs_stream;
    enum link_state link;

    struct map *by_name;       /* key and person -> entry */
    struct map *of_person;     /* person -> entries that are not settled */
    struct entries unsettled, settled;
    uint32_t accepted;         /* of them: not durable yet */
    uint64_t place;            /* the last one given */
    uint64_t bytes;
    struct numbers lanes[LANE_COUNT];
    struct items items;
    struct closing *closings;  /* owned */
    uint32_t closing_count, closing_capacity;
};

/* outbox.c */
struct entry *outbox_find_entry(const struct outbox *outbox, struct text person, const uint8_t key[KEY_SIZE]);
/* Takes it out of everything and releases it. */
void outbox_forget_entry(struct outbox *outbox, struct entry *entry);
void entries_add(struct entries *entries, struct entry *entry);
void entries_take(struct entries *entries, struct entry *entry);
void person_counts(struct outbox *outbox, const struct entry *entry, int by);
struct closing *outbox_find_closing(const struct outbox *outbox, uint32_t poll);

/* outbox_store.c */
/* Room for `more` items, so that adding them cannot fail. */
enum error items_reserve(struct outbox *outbox, uint32_t more);
struct item *items_add(struct outbox *outbox, enum outbox_store_kind kind); /* room must have been reserved */

/* outbox_link.c */
enum error numbers_reserve(struct outbox *outbox, enum lane lane); /* room for all that is accepted, and one more */
void numbers_give(struct outbox *outbox, struct entry *entry);
void numbers_take(struct outbox *outbox, struct entry *entry);

#endif
