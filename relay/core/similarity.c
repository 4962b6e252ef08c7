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

/* A text as it was put; one put in its place leaves this behind, and no id names it any more. */
struct place {
    uint32_t runs;  /* how many */
    uint32_t print; /* of them: a text put again as it was changes nothing */
};

/* The places whose texts have a run, by growing number. */
struct posting {
    uint32_t *places; /* owned */
    uint32_t count, capacity;
};

enum { PAIRS = 1 << 16, LETTERS = 1 << 8 };

struct similarity {
    struct posting *postings[PAIRS]; /* of the runs that begin with these two letters, by the third; owned; NULL until the first */
    struct place *places; /* [0] is nobody's; owned */
    uint32_t place_count, place_capacity;
    uint32_t *place_of; /* by id; 0 = no text; owned */
    uint32_t capacity;
};

struct similarity *similarity_create(void) {
    struct similarity *similarity = memory_take_zeroed(1, sizeof *similarity);
    if (similarity)
        similarity->place_count = 1;
    return similarity;
}

void similarity_destroy(struct similarity *similarity) {
    if (!similarity)
        return;
    for (uint32_t pair = 0; pair < PAIRS; pair++) {
        for (uint32_t letter = 0; similarity->postings[pair] && letter < LETTERS; letter++)
            memory_release(similarity->postings[pair][letter].places);
        memory_release(similarity->postings[pair]);
    }
    memory_release(similarity->places);
    memory_release(similarity->place_of);
    memory_release(similarity);
}

/* Room for one more of `count` things, and for `least` at once; what is new is zero. */
static enum error grow(void **array, uint32_t *capacity, uint32_t count, uint32_t least, size_t size) {
    if (count < *capacity)
        return ERROR_NONE;
    uint32_t grown = *capacity * 2 > count ? *capacity * 2 : count + least;
    void *moved = memory_resize(*array, grown * size);
    if (!moved)
        return ERROR_NO_MEMORY;
    memset((char *)moved + *capacity * size, 0, (grown - *capacity) * size);
    *array = moved;
    *capacity = grown;
    return ERROR_NONE;
}

/* ---- shapes ---- */

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

static struct place place_for(const struct shape *shape) {
    struct place place = {shape->count, 2166136261u};
    for (uint32_t i = 0; i < shape->count; i++)
        place.print = (place.print ^ shape->runs[i]) * 16777619u;
    return place;
}

/* ---- putting ---- */

static struct posting *find_posting(const struct similarity *similarity, uint32_t run) {
    struct posting *of_pair = similarity->postings[run / LETTERS];
    return of_pair ? &of_pair[run % LETTERS] : NULL;
}

static enum error add_run(struct similarity *similarity, uint32_t run, uint32_t place) {
    struct posting **of_pair = &similarity->postings[run / LETTERS];
    if (!*of_pair && !(*of_pair = memory_take_zeroed(LETTERS, sizeof **of_pair)))
        return ERROR_NO_MEMORY;
    struct posting *posting = find_posting(similarity, run);
    enum error error = grow((void **)&posting->places, &posting->capacity, posting->count, 4, sizeof *posting->places);
    if (!error)
        posting->places[posting->count++] = place;
    return error;
}

enum error similarity_put(struct similarity *similarity, uint32_t id, struct text text) {
    struct shape shape;
    enum error error = make_shape(text, &shape);
    if (!error)
        error = grow((void **)&similarity->place_of, &similarity->capacity, id, 64, sizeof *similarity->place_of);
    if (!error)
        error = grow((void **)&similarity->places, &similarity->place_capacity, similarity->place_count, 64, sizeof *similarity->places);
    const struct place fresh = place_for(&shape), *before = error ? NULL : &similarity->places[similarity->place_of[id]];
    if (error || (similarity->place_of[id] && before->runs == fresh.runs && before->print == fresh.print)) {
        memory_release(shape.runs);
        return error;
    }
    uint32_t place = similarity->place_count++;
    similarity->places[place] = fresh;
    for (uint32_t i = 0; i < shape.count && !error; i++)
        error = add_run(similarity, shape.runs[i], place);
    memory_release(shape.runs);
    if (!error)
        similarity->place_of[id] = place;
    return error;
}

/* ---- asking ---- */

/* For each place how many of these runs it has; NULL = out of memory. */
static uint32_t *count_shared(const struct similarity *similarity, const struct shape *asked) {
    uint32_t *shared = memory_take_zeroed(similarity->place_count, sizeof *shared);
    for (uint32_t i = 0; shared && i < asked->count; i++) {
        const struct posting *posting = find_posting(similarity, asked->runs[i]);
        for (uint32_t j = 0; posting && j < posting->count; j++)
            shared[posting->places[j]]++;
    }
    return shared;
}

enum error similarity_each(const struct similarity *similarity, struct text text, enum similarity_measure measure, uint32_t least,
                           int (*each)(void *context, struct similarity_match match), void *context) {
    struct shape asked;
    enum error error = make_shape(text, &asked);
    uint32_t *shared = error || asked.count == 0 ? NULL : count_shared(similarity, &asked);
    if (!error && asked.count > 0 && !shared)
        error = ERROR_NO_MEMORY;
    for (uint32_t id = 1; shared && id < similarity->capacity; id++) {
        uint32_t place = similarity->place_of[id], both = shared[place];
        if (place == 0 || both == 0)
            continue;
        uint32_t whole = measure == SIMILARITY_ALIKE ? asked.count + similarity->places[place].runs - both : asked.count;
        uint32_t score = both * 100 / whole;
        if (score >= least && score > 0 && each(context, (struct similarity_match){id, score}))
            break;
    }
    memory_release(shared);
    memory_release(asked.runs);
    return error;
}

struct best {
    struct similarity_match *matches; /* best first */
    uint32_t most, count;
};

static int keep_match(void *context, struct similarity_match match) {
    struct best *best = context;
    uint32_t place = best->count;
    while (place > 0 && best->matches[place - 1].score < match.score)
        place--;
    if (place == best->most)
        return 0;
    uint32_t moved = (best->count < best->most ? best->count : best->most - 1) - place;
    memmove(&best->matches[place + 1], &best->matches[place], moved * sizeof *best->matches);
    best->matches[place] = match;
    if (best->count < best->most)
        best->count++;
    return 0;
}

enum error similarity_find(const struct similarity *similarity, struct text text, enum similarity_measure measure, uint32_t least,
                           struct similarity_match *out, uint32_t most, uint32_t *count) {
    struct best best = {out, most, 0};
    enum error error = similarity_each(similarity, text, measure, least, keep_match, &best);
    *count = best.count;
    return error;
}
