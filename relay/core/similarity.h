/* similarity.h - which texts say much the same. Blind to case, diacritics and where a tone stands: texts are folded (base/text.h) and compared
 * by the runs of three letters they share. An index: for each run the texts that have it, so asking costs what is shared, not what is there.
 * Nothing here is state: it is asked at view time. Pure; one owner. */
#ifndef LAMRELAY_CORE_SIMILARITY_H
#define LAMRELAY_CORE_SIMILARITY_H

#include "base/error.h"
#include "base/text.h"
#include <stdint.h>

struct similarity;

enum similarity_measure {
    SIMILARITY_ALIKE,    /* shared of all in either: near-duplicates */
    SIMILARITY_CONTAINS, /* shared of those asked for: search */
};

struct similarity_match {
    uint32_t id;
    uint32_t score; /* percent, 1..100 */
};

struct similarity *similarity_create(void);              /* NULL = out of memory */
void similarity_destroy(struct similarity *similarity);  /* NULL is harmless */
/* Remembers the text under an id (1..; small numbers, they index an array), in place of an earlier one. NONE or NO_MEMORY. */
enum error similarity_put(struct similarity *similarity, uint32_t id, struct text text);
/* Calls `each` for every match of at least `least` percent, by growing id, until it returns non-zero. NONE or NO_MEMORY. */
enum error similarity_each(const struct similarity *similarity, struct text text, enum similarity_measure measure, uint32_t least,
                           int (*each)(void *context, struct similarity_match match), void *context);
/* The best matches, best first, ties by id, of at least `least` percent, at most `most` into `out`. NONE or NO_MEMORY. */
enum error similarity_find(const struct similarity *similarity, struct text text, enum similarity_measure measure, uint32_t least,
                           struct similarity_match *out, uint32_t most, uint32_t *count);

#endif
