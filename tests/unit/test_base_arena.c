#include "base/arena.h"
#include "base/memory.h"
#include "support/check.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void an_empty_arena_owns_nothing(void) {
    struct arena arena;
    memory_fail_from(0);
    arena_init(&arena);
    arena_reset(&arena);
    arena_finish(&arena);
    CHECK_NUMBER(memory_taken(), 0);
}

static void pieces_are_aligned_and_apart(void) {
    struct arena arena;
    arena_init(&arena);
    unsigned char *pieces[300];
    for (size_t i = 0; i < 300; i++) {
        pieces[i] = arena_take(&arena, i);
        if (!CHECK(pieces[i] != NULL)) {
            break;
        }
        CHECK_NUMBER((uintptr_t)pieces[i] % 16, 0);
        memset(pieces[i], (int)(i & 0xff), i);
    }
    for (size_t i = 0; i < 300; i++) {
        check_note("piece %zu", i);
        CHECK(i == 0 || (pieces[i][0] == (i & 0xff) && pieces[i][i - 1] == (i & 0xff)));
    }
    arena_finish(&arena);
}

static void large_pieces_have_room(void) {
    struct arena arena;
    arena_init(&arena);
    char *large = arena_take(&arena, 1000 * 1000);
    if (CHECK(large != NULL)) {
        memset(large, 'x', 1000 * 1000);
    }
    CHECK(arena_take(&arena, 1) != NULL);
    CHECK(arena_take(&arena, SIZE_MAX) == NULL);
    CHECK(arena_take(&arena, SIZE_MAX - 8) == NULL);
    CHECK(arena_copy(&arena, "x", SIZE_MAX) == NULL);
    arena_finish(&arena);
}

static void copies_end_with_nul(void) {
    struct arena arena;
    arena_init(&arena);
    CHECK_TEXT(arena_copy(&arena, "phát biểu", 5), "phát");
    CHECK_TEXT(arena_copy(&arena, NULL, 0), "");
    arena_finish(&arena);
}

static void reset_keeps_one_chunk(void) {
    struct arena arena;
    arena_init(&arena);
    for (int i = 0; i < 100; i++) {
        CHECK(arena_take(&arena, 1000) != NULL);
    }
    arena_reset(&arena);
    memory_fail_from(1);
    CHECK(arena_take(&arena, 3000) != NULL);
    memory_fail_from(0);
    arena_finish(&arena);
    CHECK(arena_take(&arena, 1) != NULL);
    arena_finish(&arena);
}

static void what_was_taken_since_is_forgotten(void) {
    struct arena arena;
    arena_init(&arena);
    struct arena empty = arena;
    CHECK(arena_take(&arena, 5000) != NULL);
    arena_rewind(&arena, empty);
    CHECK_NUMBER(arena.used, 0);
    char *kept = arena_copy(&arena, "kept", 4);
    struct arena before = arena;
    for (int i = 0; i < 100; i++) {
        CHECK(arena_take(&arena, 1000) != NULL);
    }
    CHECK(arena.chunks != before.chunks);
    arena_rewind(&arena, before);
    CHECK(arena.chunks == before.chunks && arena.used == before.used);
    CHECK_TEXT(kept, "kept");
    CHECK(arena_take(&arena, 1) != NULL);
    CHECK_TEXT(kept, "kept");
    arena_finish(&arena);
}

static void out_of_memory_is_an_answer(void) {
    struct arena arena;
    arena_init(&arena);
    memory_fail_from(1);
    CHECK(arena_take(&arena, 1) == NULL);
    CHECK(arena_copy(&arena, "a", 1) == NULL);
    memory_fail_from(0);
    char *kept = arena_copy(&arena, "kept", 4);
    memory_fail_from(1);
    CHECK(arena_take(&arena, 100000) == NULL);
    CHECK_TEXT(kept, "kept");
    CHECK(arena_take(&arena, 10) != NULL);
    memory_fail_from(0);
    arena_finish(&arena);
}

static const struct check_test tests[] = {
    {"an empty arena owns nothing", an_empty_arena_owns_nothing},
    {"pieces are aligned and apart", pieces_are_aligned_and_apart},
    {"large pieces have room, impossible ones are refused", large_pieces_have_room},
    {"copies end with a NUL", copies_end_with_nul},
    {"reset keeps one chunk", reset_keeps_one_chunk},
    {"what was taken since is forgotten", what_was_taken_since_is_forgotten},
    {"out of memory is an answer", out_of_memory_is_an_answer},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
