#include "core/similarity.h"

#include "base/arena.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>

/* The distinct runs of three letters of a folded text, as sorted numbers. */
struct shape {
    uint32_t *runs; /* owned */
    uint32_t count;
};

struct similarity {
    struct shape *shapes; /* by id; owned */
    uint32_t capacity;
};

struct similarity *similarity_create(void) {
    return memory_take_zeroed(1, sizeof(struct similarity));
}

void similarity_destroy(struct similarity *similarity) {
    if (!similarity)
        return;
    for (uint32_t i = 0; i < similarity->capacity; i++)
        memory_release(similarity->shapes[i].runs);
    memory_release(similarity->shapes);
    memory_release(similarity);
}

static int compare_runs(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

/* Three bytes make a number; a folded text is nearly always ASCII, and where it is not the numbers still tell texts apart. */
static enum error make_shape(struct text text, struct shape *out) {
    struct arena arena;
    struct text folded;
    *out = (struct shape){0};
    arena_init(&arena);
    enum error error = text_fold(&arena, text, &folded);
    if (!error && !(out->runs = memory_take((folded.length + 3) * sizeof *out->runs)))
        error = ERROR_NO_MEMORY;
    /* A space before and behind makes the ends of words count, also of words of one letter. */
    for (size_t i = 0; !error && folded.length > 0 && i < folded.length; i++) {
        uint32_t before = i == 0 ? ' ' : (unsigned char)folded.bytes[i - 1];
        uint32_t behind = i + 1 == folded.length ? ' ' : (unsigned char)folded.bytes[i + 1];
        out->runs[out->count++] = before << 16 | (uint32_t)(unsigned char)folded.bytes[i] << 8 | behind;
    }
    arena_finish(&arena);
    if (out->count == 0)
        return error;
    qsort(out->runs, out->count, sizeof *out->runs, compare_runs);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < out->count; i++)
        if (out->runs[i] != out->runs[kept - 1])
            out->runs[kept++] = out->runs[i];
    out->count = kept;
    return ERROR_NONE;
}

enum error similarity_put(struct similarity *similarity, uint32_t id, struct text text) {
    if (id >= similarity->capacity) {
        uint32_t capacity = similarity->capacity * 2 > id ? similarity->capacity * 2 : id + 64;
        struct shape *shapes = memory_resize(similarity->shapes, capacity * sizeof *shapes);
        if (!shapes)
            return ERROR_NO_MEMORY;
        memset(shapes + similarity->capacity, 0, (capacity - similarity->capacity) * sizeof *shapes);
        similarity->shapes = shapes;
        similarity->capacity = capacity;
    }
    struct shape shape;
    enum error error = make_shape(text, &shape);
    if (error)
        return error;
    memory_release(similarity->shapes[id].runs);
    similarity->shapes[id] = shape;
    return ERROR_NONE;
}

static uint32_t shared_runs(const struct shape *a, const struct shape *b) {
    uint32_t shared = 0;
    for (uint32_t i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->runs[i] == b->runs[j]) {
            shared++;
            i++;
            j++;
        } else if (a->runs[i] < b->runs[j]) {
            i++;
        } else {
            j++;
        }
    }
    return shared;
}

/* Keeps `out` sorted, best first. */
static void keep_match(struct similarity_match *out, uint32_t most, uint32_t *count, struct similarity_match match) {
    uint32_t place = *count;
    while (place > 0 && out[place - 1].score < match.score)
        place--;
    if (place == most)
        return;
    uint32_t moved = (*count < most ? *count : most - 1) - place;
    memmove(&out[place + 1], &out[place], moved * sizeof *out);
    out[place] = match;
    if (*count < most)
        (*count)++;
}

enum error similarity_find(const struct similarity *similarity, struct text text, enum similarity_measure measure, uint32_t least,
                           struct similarity_match *out, uint32_t most, uint32_t *count) {
    struct shape asked;
    *count = 0;
    enum error error = make_shape(text, &asked);
    for (uint32_t id = 1; !error && asked.count > 0 && id < similarity->capacity; id++) {
        const struct shape *shape = &similarity->shapes[id];
        if (shape->count == 0)
            continue;
        uint32_t shared = shared_runs(&asked, shape);
        uint32_t whole = measure == SIMILARITY_ALIKE ? asked.count + shape->count - shared : asked.count;
        uint32_t score = shared * 100 / whole;
        if (score >= least && score > 0)
            keep_match(out, most, count, (struct similarity_match){id, score});
    }
    memory_release(asked.runs);
    return error;
}
