/* The index of texts: what it finds, and what a text put in another's place leaves behind. */
#include "support/check.h"

#include "core/similarity.h"
#include <stdio.h>
#include <string.h>

static void put(struct similarity *similarity, uint32_t id, const char *text) {
    CHECK_NUMBER(similarity_put(similarity, id, text_of(text)), ERROR_NONE);
}

/* The matches as "id:score id:score". */
static const char *found(const struct similarity *similarity, const char *text, enum similarity_measure measure, uint32_t least, uint32_t most) {
    static char said[256];
    struct similarity_match matches[8];
    uint32_t count = 0;
    size_t length = 0;
    said[0] = '\0';
    CHECK_NUMBER(similarity_find(similarity, text_of(text), measure, least, matches, most, &count), ERROR_NONE);
    for (uint32_t i = 0; i < count; i++)
        length += (size_t)snprintf(said + length, sizeof said - length, "%s%u:%u", i ? " " : "", matches[i].id, matches[i].score);
    return said;
}

static void blind_to_case_diacritics_and_the_place_of_a_tone(void) {
    struct similarity *similarity = similarity_create();
    put(similarity, 1, "Hoà giải viên ở Đô Lương");
    put(similarity, 2, "Đường liên xã");
    CHECK_TEXT(found(similarity, "HÒA GIẢI", SIMILARITY_CONTAINS, 60, 8), "1:100");
    CHECK_TEXT(found(similarity, "hoa giai vien o do luong", SIMILARITY_ALIKE, 60, 8), "1:100");
    CHECK_TEXT(found(similarity, "duong lien xa", SIMILARITY_ALIKE, 60, 8), "2:100");
    CHECK_TEXT(found(similarity, "!", SIMILARITY_CONTAINS, 1, 8), "");
    similarity_destroy(similarity);
}

static void best_first_ties_by_number(void) {
    struct similarity *similarity = similarity_create();
    put(similarity, 9, "nước sạch");
    put(similarity, 3, "nước sạch");
    put(similarity, 500, "nước");
    put(similarity, 4, "điện");
    CHECK_TEXT(found(similarity, "nuoc sach", SIMILARITY_CONTAINS, 40, 8), "3:100 9:100 500:44");
    CHECK_TEXT(found(similarity, "nuoc sach", SIMILARITY_CONTAINS, 40, 1), "3:100");
    CHECK_TEXT(found(similarity, "nuoc sach", SIMILARITY_CONTAINS, 101, 8), "");
    similarity_destroy(similarity);
}

static void a_text_in_anothers_place_is_found_alone(void) {
    struct similarity *similarity = similarity_create();
    put(similarity, 1, "nước sạch");
    put(similarity, 1, "nước sạch"); /* again as it was */
    put(similarity, 1, "điện lưới");
    put(similarity, 2, "nước sạch");
    CHECK_TEXT(found(similarity, "nuoc sach", SIMILARITY_CONTAINS, 60, 8), "2:100");
    CHECK_TEXT(found(similarity, "dien luoi", SIMILARITY_CONTAINS, 60, 8), "1:100");
    put(similarity, 1, "nước sạch");
    CHECK_TEXT(found(similarity, "nuoc sach", SIMILARITY_CONTAINS, 60, 8), "1:100 2:100");
    similarity_destroy(similarity);
}

struct walk {
    uint32_t ids[8], count, stop_at;
};

static int note(void *context, struct similarity_match match) {
    struct walk *walk = context;
    walk->ids[walk->count++] = match.id;
    return walk->count == walk->stop_at;
}

static void one_after_another_by_number(void) {
    struct similarity *similarity = similarity_create();
    struct walk all = {0}, two = {.stop_at = 2};
    put(similarity, 70, "nước sạch");
    put(similarity, 5, "nước sạch");
    put(similarity, 6, "nước sạch cho xã");
    CHECK_NUMBER(similarity_each(similarity, text_of("nuoc"), SIMILARITY_CONTAINS, 60, note, &all), ERROR_NONE);
    CHECK_NUMBER(all.count, 3);
    CHECK(all.ids[0] == 5 && all.ids[1] == 6 && all.ids[2] == 70);
    CHECK_NUMBER(similarity_each(similarity, text_of("nuoc"), SIMILARITY_CONTAINS, 60, note, &two), ERROR_NONE);
    CHECK_NUMBER(two.count, 2);
    similarity_destroy(similarity);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"blind to case, diacritics and the place of a tone", blind_to_case_diacritics_and_the_place_of_a_tone},
        {"best first, ties by number", best_first_ties_by_number},
        {"a text in another's place is found alone", a_text_in_anothers_place_is_found_alone},
        {"one after another by number", one_after_another_by_number},
    };
    return CHECK_MAIN(TESTS, count, words);
}
