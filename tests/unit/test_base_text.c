#include "base/memory.h"
#include "base/text.h"
#include "support/check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct arena arena;

static enum error clean_bytes(const char *bytes, size_t length, struct text *out) {
    return text_clean(&arena, bytes, length, 300, 2048, out);
}

/* The cleaned text, or the word of the error in angle brackets. */
static const char *clean(const char *input) {
    static char answer[4096];
    struct text out;
    enum error error = clean_bytes(input, strlen(input), &out);
    if (error != ERROR_NONE) {
        snprintf(answer, sizeof(answer), "<%s>", error_word(error));
        CHECK(out.bytes == NULL && out.length == 0);
    } else {
        snprintf(answer, sizeof(answer), "%s", out.bytes);
        CHECK_NUMBER(strlen(answer), out.length);
    }
    arena_finish(&arena);
    return answer;
}

static void texts_compare(void) {
    CHECK(text_of(NULL).bytes == NULL && text_of(NULL).length == 0);
    CHECK(text_equal(text_of("a"), text_of("a")));
    CHECK(!text_equal(text_of("a"), text_of("b")));
    CHECK(!text_equal(text_of("a"), text_of("ab")));
    CHECK(text_equal(text_of(NULL), text_of("")));
    CHECK(text_equal_string((struct text){"abc", 2}, "ab"));
    CHECK(!text_equal_string(text_of("ab"), NULL));
}

static void utf8_is_strict(void) {
    static const char *const good[] = {"",         "a",   "đ", "ệ", "\xf4\x8f\xbf\xbf", "\xed\x9f\xbf", "\xee\x80\x80",
                                       "\xc2\x80", "🫨"};
    static const char *const bad[] = {
        "\x80",                     /* a continuation alone */
        "\xc0\xaf",                 /* overlong '/' */
        "\xc1\xbf",                 /* overlong */
        "\xe0\x80\xaf",             /* overlong */
        "\xe0\x9f\xbf",             /* overlong */
        "\xf0\x8f\xbf\xbf",         /* overlong */
        "\xed\xa0\x80",             /* a lone surrogate */
        "\xed\xbf\xbf",             /* a lone surrogate */
        "\xed\xa0\xbd\xed\xb8\x80", /* a pair of them: CESU-8 */
        "\xf4\x90\x80\x80",         /* beyond U+10FFFF */
        "\xf5\x80\x80\x80",
        "\xf8\x88\x80\x80\x80",
        "\xff",
        "\xfe",
        "a\xc3",        /* torn */
        "\xe1\xbb",     /* torn */
        "\xf0\x9f\x98", /* torn */
        "\xc3(",
        "\xe1\xbb(",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        check_note("good %zu", i);
        CHECK(text_is_utf8(good[i], strlen(good[i])));
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        check_note("bad %zu", i);
        CHECK(!text_is_utf8(bad[i], strlen(bad[i])));
        CHECK_TEXT(clean(bad[i]), "<malformed>");
    }
    CHECK(text_is_utf8("a\0b", 3));
    CHECK(text_is_utf8(NULL, 0));
}

/* The same word as a Mac, a Windows keyboard (code page 1258) and a phone send it. */
static void vietnamese_twins_become_one(void) {
    static const struct {
        const char *written;
        const char *composed;
    } vectors[] = {
        {"tie\xcc\x82\xcc\x81ng Vie\xcc\xa3\xcc\x82t", "tiếng Việt"}, /* NFD, marks in canonical order */
        {"tie\xcc\x82\xcc\x81ng Vie\xcc\x82\xcc\xa3t", "tiếng Việt"}, /* the dot below typed last */
        {"ti\xc3\xaa\xcc\x81ng Vi\xc3\xaa\xcc\xa3t", "tiếng Việt"},   /* ê and a tone apart */
        {"tiếng Việt", "tiếng Việt"},
        {"d\xcc\xa3"
         "a",
         "ḍa"},
        {"Đường đi Nghệ Tĩnh", "Đường đi Nghệ Tĩnh"},
        {"U\xcc\x9b\xcc\x81", "Ứ"},
        {"o\xcc\x9b\xcc\xa3", "ợ"},
        {"o\xcc\xa3\xcc\x9b", "ợ"},
        {"NGUYE\xcc\x82\xcc\x83N", "NGUYỄN"},
        {"a\xcc\x86\xcc\x89", "ẳ"},
        {"hoà hòa", "hoà hòa"}, /* tone placement is the writer's own */
        {"a\xcd\x80", "à"},     /* U+0340, the old Vietnamese grave */
        {"a\xcd\x81", "á"},     /* U+0341, the old Vietnamese acute */
    };
    for (size_t i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
        check_note("twin %zu", i);
        CHECK_TEXT(clean(vectors[i].written), vectors[i].composed);
    }
    CHECK_NUMBER(text_graphemes(text_of("tie\xcc\x82\xcc\x81ng Vie\xcc\xa3\xcc\x82t")), 10);
    CHECK_NUMBER(text_graphemes(text_of("tiếng Việt")), 10);
}

static void white_space_is_one_space(void) {
    CHECK_TEXT(clean("  a \t\r\n\r\n b\v\fc  "), "a b c");
    CHECK_TEXT(clean("a\xc2\xa0\xc2\xa0"
                     "b\xe3\x80\x80"
                     "c"),
               "a b c");
    CHECK_TEXT(clean("a\xe2\x80\xa8"
                     "b\xe2\x80\xa9"
                     "c\xc2\x85"
                     "d"),
               "a b c d");
    CHECK_TEXT(clean("a \xe2\x80\x8b b"), "a b");
    CHECK_TEXT(clean(""), "<empty>");
    CHECK_TEXT(clean(" \n\t "), "<empty>");
    CHECK_TEXT(clean("\xe2\x80\x8b\xef\xbb\xbf"), "<empty>");
}

static void what_cannot_be_seen_is_dropped(void) {
    struct text out;
    CHECK_NUMBER(clean_bytes("a\0b", 3, &out), ERROR_NONE);
    CHECK_TEXT(out.bytes, "ab");
    arena_finish(&arena);
    CHECK_TEXT(clean("\x1b[31mred\x07\x7f\xc2\x9b"), "[31mred");
    CHECK_TEXT(clean("\xe2\x80\xae"
                     "txt.exe\xe2\x80\xac"),
               "txt.exe"); /* bidi override */
    CHECK_TEXT(clean("a\xe2\x81\xa6"
                     "b\xe2\x81\xa9\xe2\x80\x8e\xe2\x80\x8f"
                     "c\xd8\x9c"),
               "abc"); /* isolates and marks */
    CHECK_TEXT(clean("so\xc2\xad"
                     "ft\xef\xbb\xbf"),
               "soft");
    CHECK_TEXT(clean("a\xee\x80\x80"
                     "b\xf4\x8f\xbf\xbd"
                     "c"),
               "abc"); /* private use */
    CHECK_TEXT(clean("a\xef\xbf\xbe"
                     "b\xef\xb7\x90"
                     "c\xf4\x8f\xbf\xbf"),
               "abc");                                                    /* noncharacters */
    CHECK_TEXT(clean("\xe3\x85\xa4\xef\xbe\xa0\xe1\x85\x9f"), "<empty>"); /* Hangul fillers */
    CHECK_TEXT(clean("a\xf3\xa0\x80\xa1\xf3\xa0\x81\xbf"
                     "b"),
               "ab");                                /* tags */
    CHECK_TEXT(clean("e\xe2\x80\x8c\xcc\x81"), "é"); /* what stood between letter and mark */
    CHECK_TEXT(clean("\xef\xbf\xbd"), "\xef\xbf\xbd");
}

static void marks_do_not_pile_up(void) {
    CHECK_TEXT(clean("Z\xcc\x80\xcc\x81\xcc\x82\xcc\x83\xcc\x84"
                     "algo"),
               "Z\xcc\x80\xcc\x81"
               "algo");
    CHECK_TEXT(clean("e\xcc\xa3\xcc\x82\xcc\x81\xcc\x80\xcc\x84"), "ệ\xcc\x81\xcc\x80");
    CHECK_TEXT(clean("\xcc\x81\xcc\x81 a"), "a");
    CHECK_TEXT(clean("a \xcc\x81"
                     "b"),
               "a b");
    CHECK_TEXT(clean("\xcc\x81\xcc\xa3"), "<empty>");
    CHECK_TEXT(clean("1\xef\xb8\x8f\xe2\x83\xa3"),
               "1\xef\xb8\x8f\xe2\x83\xa3"); /* a keycap is a digit with two marks */
    char *zalgo = malloc(260 * 1024 + 1);
    if (!CHECK(zalgo != NULL)) {
        return;
    }
    zalgo[0] = 'a';
    for (size_t i = 1; i + 4 <= 260 * 1024; i += 4) {
        memcpy(zalgo + i, "\xcc\x81\xcc\xa3", 4);
    }
    struct text out;
    CHECK_NUMBER(clean_bytes(zalgo, 260 * 1024 - 3, &out), ERROR_NONE);
    CHECK(out.length <= 8 && text_graphemes(out) == 1);
    arena_finish(&arena);
    free(zalgo);
}

static void emoji_stay_whole(void) {
    static const char *const kept[] = {
        "👩‍👩‍👧‍👦", /* a family */
        "👩🏽‍💻",           /* with a skin tone before the joiner */
        "❤️‍🔥",             /* with a variation selector before the joiner */
        "🏳️‍🌈",
        "🇻🇳",
        "👍🏿",
    };
    for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
        check_note("emoji %zu", i);
        CHECK_TEXT(clean(kept[i]), kept[i]);
        CHECK_NUMBER(text_graphemes(text_of(kept[i])), 1);
    }
    CHECK_TEXT(clean("a\xe2\x80\x8d"
                     "b"),
               "ab");
    CHECK_TEXT(clean("\xe2\x80\x8d👩\xe2\x80\x8d"), "👩");
    CHECK_TEXT(clean("👩\xe2\x80\x8d\xe2\x80\x8d\xe2\x80\x8b💻"), "👩‍💻");
    CHECK_TEXT(clean("👩\xe2\x80\x8d 💻"), "👩 💻");
    CHECK_TEXT(clean("👩 \xe2\x80\x8d💻"), "👩 💻");
    CHECK_TEXT(clean("a\xe2\x80\x8d💻"), "a💻");
    CHECK_TEXT(clean("👩\xe2\x80\x8d"
                     "b"),
               "👩b");
    CHECK_NUMBER(text_graphemes(text_of("🇻🇳🇻🇳🇱🇦")), 3);
    CHECK_NUMBER(text_graphemes(text_of("")), 0);
    CHECK_NUMBER(text_graphemes(text_of("\r\n")), 1);
    CHECK_NUMBER(text_graphemes(text_of("각각")), 2);
}

static void lengths_have_bounds(void) {
    struct text out;
    CHECK_NUMBER(text_clean(&arena, "ệệệ", 9, 3, 100, &out), ERROR_NONE);
    CHECK_NUMBER(text_clean(&arena, "ệệệ", 9, 2, 100, &out), ERROR_TOO_LONG);
    CHECK_NUMBER(text_clean(&arena, "ệệệ", 9, 3, 9, &out), ERROR_NONE);
    CHECK_NUMBER(text_clean(&arena, "ệệệ", 9, 3, 8, &out), ERROR_TOO_LONG);
    CHECK_NUMBER(text_clean(&arena, "   ệ   ", 9, 1, 3, &out), ERROR_NONE);
    CHECK_NUMBER(text_clean(&arena, "e\xcc\x82\xcc\xa3", 5, 1, 3, &out), ERROR_NONE);
    CHECK_NUMBER(text_clean(&arena, NULL, 0, 1, 3, &out), ERROR_EMPTY);
    arena_finish(&arena);
}

/* A small generator of its own, so that a seed gives the same text everywhere. */
static uint64_t next_random(uint64_t *state) {
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return *state >> 33;
}

static size_t random_text(uint64_t *state, char *out, size_t room) {
    static const char *const pieces[] = {"a",
                                         "e",
                                         " ",
                                         "\n",
                                         "đ",
                                         "\xcc\x82",
                                         "\xcc\x81",
                                         "\xcc\xa3",
                                         "\xcc\x9b",
                                         "👩",
                                         "🏽",
                                         "💻",
                                         "\xe2\x80\x8d",
                                         "\xef\xb8\x8f",
                                         "\xe2\x80\xae",
                                         "각",
                                         "\xe1\x84\x80",
                                         "\xe1\x85\xa1",
                                         "\xe1\x86\xa8",
                                         "\xe0\xa7\x87",
                                         "\xe0\xa6\xbe",
                                         "\xe0\xa6\x95",
                                         "🇻",
                                         "\xcd\x8f",
                                         "\xe2\x80\x8b",
                                         "ệ",
                                         "\xc3\xaa",
                                         "\xe2\x84\xab",
                                         "\xcd\x84",
                                         "\xcc\xb4"};
    size_t length = 0, count = next_random(state) % 30;
    for (size_t i = 0; i < count; i++) {
        const char *piece = pieces[next_random(state) % (sizeof(pieces) / sizeof(pieces[0]))];
        if (length + strlen(piece) < room) {
            memcpy(out + length, piece, strlen(piece));
            length += strlen(piece);
        }
    }
    out[length] = '\0';
    return length;
}

static void cleaning_twice_changes_nothing(void) {
    for (uint64_t seed = 1; seed <= 20000; seed++) {
        uint64_t state = seed;
        char input[256];
        size_t length = random_text(&state, input, sizeof(input));
        struct text once, twice;
        check_note("seed %llu", (unsigned long long)seed);
        if (clean_bytes(input, length, &once) == ERROR_NONE) {
            CHECK(text_is_utf8(once.bytes, once.length));
            CHECK_NUMBER(clean_bytes(once.bytes, once.length, &twice), ERROR_NONE);
            CHECK_BYTES(twice.bytes, twice.length, once.bytes, once.length);
        }
        arena_reset(&arena);
    }
    arena_finish(&arena);
}

static size_t put_character(uint32_t character, char *out) {
    if (character < 0x80) {
        out[0] = (char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (char)(0xc0 | character >> 6);
        out[1] = (char)(0x80 | (character & 0x3f));
        return 2;
    }
    out[0] = (char)(0xe0 | character >> 12);
    out[1] = (char)(0x80 | (character >> 6 & 0x3f));
    out[2] = (char)(0x80 | (character & 0x3f));
    return 3;
}

/* Plain texts are cleaned without looking anything up; one character that is not plain takes the long way for all. Both say the same of every character of the
 * first plane, beside a letter, beside itself and between spaces. */
static void the_short_way_is_the_long_way(void) {
    static const char LONG_WAY[] = "字";
    for (uint32_t character = 1; character < 0x10000; character++) {
        char one[3], text[64], expected[64];
        if (character >= 0xd800 && character < 0xe000)
            continue; /* no UTF-8 */
        size_t size = put_character(character, one);
        int length = snprintf(text, sizeof text, " a%.*se%.*s%.*s  %.*s z", (int)size, one, (int)size, one, (int)size, one, (int)size, one);
        snprintf(text + length, sizeof text - (size_t)length, "%s", LONG_WAY);
        snprintf(expected, sizeof expected, "%s", clean(text));
        CHECK(strlen(expected) > strlen(LONG_WAY));
        expected[strlen(expected) - strlen(LONG_WAY)] = '\0';
        text[length] = '\0';
        CHECK_TEXT(clean(text), expected);
    }
}

static void plain_texts_have_the_same_bounds(void) {
    CHECK_TEXT(clean("   "), "<empty>");
    char text[1300] = "";
    for (int i = 0; i < 300; i++)
        strcat(text, "ệ");
    CHECK_TEXT(clean(text), text);
    strcat(text, "ệ");
    CHECK_TEXT(clean(text), "<too_long>");
    struct text out;
    CHECK_NUMBER(text_clean(&arena, "“Vâng”", strlen("“Vâng”"), 6, 11, &out), ERROR_NONE);
    CHECK_NUMBER(text_clean(&arena, "“Vâng”", strlen("“Vâng”"), 6, 10, &out), ERROR_TOO_LONG);
    CHECK_NUMBER(text_clean(&arena, "“Vâng”", strlen("“Vâng”"), 5, 11, &out), ERROR_TOO_LONG);
    CHECK_NUMBER(text_clean(&arena, "V\xc3", 2, 5, 11, &out), ERROR_MALFORMED); /* torn */
    arena_finish(&arena);
}

static void out_of_memory_is_an_answer(void) {
    static const struct {
        const char *text;
        unsigned long least; /* allocations */
    } cases[] = {{"tiếng Việt", 1}, {"tie\xcc\x82\xcc\x81ng Vie\xcc\xa3\xcc\x82t", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text out;
        enum error error = ERROR_NO_MEMORY;
        unsigned long nth = 1;
        for (; nth < 100 && error == ERROR_NO_MEMORY; nth++) {
            memory_fail_from(nth);
            error = clean_bytes(cases[i].text, strlen(cases[i].text), &out);
            CHECK(error == ERROR_NONE || out.bytes == NULL);
            memory_fail_from(0);
            arena_finish(&arena);
        }
        CHECK_NUMBER(error, ERROR_NONE);
        CHECK(nth > cases[i].least);
    }
}

static const struct check_test tests[] = {
    {"texts compare", texts_compare},
    {"UTF-8 is strict", utf8_is_strict},
    {"Vietnamese twins become one", vietnamese_twins_become_one},
    {"white space is one space", white_space_is_one_space},
    {"what cannot be seen is dropped", what_cannot_be_seen_is_dropped},
    {"marks do not pile up", marks_do_not_pile_up},
    {"emoji stay whole", emoji_stay_whole},
    {"lengths have bounds", lengths_have_bounds},
    {"cleaning twice changes nothing", cleaning_twice_changes_nothing},
    {"the short way is the long way", the_short_way_is_the_long_way},
    {"plain texts have the same bounds", plain_texts_have_the_same_bounds},
    {"out of memory is an answer", out_of_memory_is_an_answer},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
