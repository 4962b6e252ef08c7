/* config_read.h - JSON values into structs by tables, one row per member. For config.c and bundle.c; nobody else includes it.
 *
 * A taker never fails: what is wrong becomes a fault and leaves its target empty, so that one reading names all faults.
 * Thread: any, one reader at a time. */
#ifndef LAMRELAY_CODEC_CONFIG_READ_H
#define LAMRELAY_CODEC_CONFIG_READ_H

#include "base/arena.h"
#include "base/buffer.h"
#include "core/words.h"
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONFIG_FAULTS_MAX = 100, CONFIG_ADDRESS_BYTES = 255 };

struct config;

/* Where a value stands: a chain on the stack up to the root, whose `parent` is NULL. */
struct config_place {
    const struct config_place *parent;
    const char *name; /* NULL: an element of a list */
    size_t index;
};

struct config_reader {
    struct arena *arena;   /* texts and lists */
    struct buffer *faults; /* a line each */
    size_t fault_count;    /* more than CONFIG_FAULTS_MAX are counted, not printed */
    bool no_memory;        /* the reading is worthless */
};

struct config_row;
/* Checks `value` and stores it in `target` (the struct's start plus the row's offset; zeroed before). */
typedef void config_take(struct config_reader *reader, const struct config_place *place, json_t *value,
                         const struct config_row *row, char *target);

struct config_row {
    const char *name; /* the key; NULL: the elements of a list */
    config_take *take;
    bool optional;
    size_t offset;                   /* of the member in the struct around it */
    uint32_t least, most;            /* numbers: the range; lists: elements; texts: graphemes (most only) */
    uint32_t bytes;                  /* texts and ids: at most */
    const struct word_list *words;   /* words */
    const struct config_row *inside; /* objects: the members' rows; lists: the elements' one row */
    size_t inside_count;
    size_t size;         /* lists: of an element */
    size_t count_offset; /* lists: from the member to the count beside it */
};

config_take config_take_object; /* target: the struct */
config_take config_take_list;   /* target: a pointer to the first element */
config_take config_take_text;   /* target: struct text, as base/text.h cleans it, but control characters are a fault */
config_take config_take_id;     /* target: struct text of [a-z0-9_-]; {"", 0} after a fault */
config_take config_take_number; /* target: uint32_t */
config_take config_take_word;   /* target: an enum of the list's values */
config_take config_take_words;  /* target: uint32_t, bits 1 << value */
config_take config_take_address; /* target: struct text, "https://host[:port]" as browsers send it in Origin */
config_take config_take_limits; /* target: struct limits; members that are left out stay */
config_take config_skip_flag;   /* for editors and readers of the file only: the type is checked */
config_take config_skip_text;

/* One more fault: "$.sites[3].people: ..." */
void config_fault(struct config_reader *reader, const struct config_place *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The rows of the whole file, for a target of struct config. */
extern const struct config_row CONFIG_FILE;

/* What no single row can say: ids that stand twice, sites that are not there, sums. */
void config_check(struct config_reader *reader, const struct config *config);

#endif
