/* Every field that could be about a person has a rule, and the rules keep apart what was apart. */
#include "app/forget.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static const uint8_t SECRET[FORGET_SECRET_SIZE] = {1, 2, 3};

static void every_field_has_a_rule(void) {
    for (int field = 0; field < FIELD_COUNT; field++) {
        check_note("%s: say in relay/app/forget.c what becomes of it", FIELD_INFO[field].name);
        CHECK(forget_treatment((enum field)field) != TREATMENT_UNDECIDED);
    }
}

static void add_people(struct forgetting *forgetting, const char *site, int64_t people) {
    struct event event = {.type = EVENT_PEOPLE_ADDED};
    record_text(&event.record, FIELD_SITE, text_of(site));
    record_number(&event.record, FIELD_PEOPLE, people);
    CHECK_NUMBER(forget_look(forgetting, &event), ERROR_NONE);
}

static struct text person_after(struct forgetting *forgetting, struct arena *arena, const char *id) {
    struct event event = {.type = EVENT_QUESTION_SUBMITTED};
    record_text(&event.record, FIELD_ACTOR, text_of(id));
    CHECK_NUMBER(forget_change(forgetting, &event, arena), ERROR_NONE);
    return event.record.actor;
}

static void people_are_dealt_out_within_their_site(void) {
    struct forgetting forgetting;
    struct arena arena;
    bool seen[101] = {false}, moved = false;
    arena_init(&arena);
    forget_begin(&forgetting, false, SECRET);
    add_people(&forgetting, "hall", 100);
    add_people(&forgetting, "dc-01", 1);
    CHECK_NUMBER(forget_settle(&forgetting), ERROR_NONE);
    for (unsigned number = 1; number <= 100; number++) {
        char id[16];
        snprintf(id, sizeof id, "hall-%04u", number);
        struct text person = person_after(&forgetting, &arena, id);
        unsigned dealt = 0;
        CHECK(sscanf(person.bytes, "hall-%4u", &dealt) == 1 && dealt >= 1 && dealt <= 100 && !seen[dealt]);
        seen[dealt % 101] = true;
        moved = moved || dealt != number;
    }
    CHECK(moved);
    static const char *const others[] = {"dc-01-0001", "dc-01-0002", "hall-0101", "hall-0000", "admin", "nowhere-0001", "hall", "-1", "hall-"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct text person = person_after(&forgetting, &arena, others[i]);
        CHECK_BYTES(person.bytes, person.length, others[i], strlen(others[i]));
    }
    forget_finish(&forgetting);
    arena_finish(&arena);
}

static void add_account(struct forgetting *forgetting, const char *id, enum role role, bool over_the_wire) {
    struct event event = {.type = EVENT_ACCOUNT_ADDED};
    record_text(&event.record, FIELD_PERSON, text_of(id));
    *(uint32_t *)record_place(&event.record, FIELD_ROLES) = 1u << role;
    if (over_the_wire)
        record_text(&event.record, FIELD_ACTOR, text_of("admin"));
    CHECK_NUMBER(forget_look(forgetting, &event), ERROR_NONE);
}

/* An id that an admin has chosen is a name; that of staff is known, and one that looks like a generated one is none. */
static void people_added_by_name_lose_it(void) {
    struct forgetting forgetting;
    struct arena arena;
    arena_init(&arena);
    forget_begin(&forgetting, false, SECRET);
    add_people(&forgetting, "hall", 3);
    add_account(&forgetting, "admin", ROLE_ADMIN, false);
    add_account(&forgetting, "hall-1", ROLE_OPERATOR, false);
    add_account(&forgetting, "nguyen-thi-phuong", ROLE_PARTICIPANT, true);
    add_account(&forgetting, "an-chi", ROLE_CHAIR, true);
    add_account(&forgetting, "hall-0007", ROLE_PARTICIPANT, true);
    CHECK_NUMBER(forget_settle(&forgetting), ERROR_NONE);
    static const char *const CASES[][2] = {{"admin", "admin"}, {"hall-1", "hall-1"}, {"nguyen-thi-phuong", "forgotten-0001"},
                                           {"an-chi", "an-chi"}, {"hall-0007", "forgotten-0002"}};
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        struct text person = person_after(&forgetting, &arena, CASES[i][0]);
        CHECK_BYTES(person.bytes, person.length, CASES[i][1], strlen(CASES[i][1]));
    }
    CHECK_NUMBER(forgetting.counts.people, 5);
    forget_finish(&forgetting);
    arena_finish(&arena);
}

static struct event change_bytes(struct forgetting *forgetting, const uint8_t *bytes) {
    struct event event = {.type = EVENT_SESSION_OPENED};
    struct arena arena;
    arena_init(&arena);
    record_binary(&event.record, FIELD_TOKEN_DIGEST, bytes);
    record_binary(&event.record, FIELD_DEVICE, bytes);
    record_binary(&event.record, FIELD_KEY, bytes);
    CHECK_NUMBER(forget_change(forgetting, &event, &arena), ERROR_NONE);
    arena_finish(&arena);
    return event;
}

static void digests_change_and_stay_apart(void) {
    struct forgetting forgetting;
    uint8_t a[DIGEST_SIZE] = {1}, b[DIGEST_SIZE] = {2};
    forget_begin(&forgetting, false, SECRET);
    struct event first = change_bytes(&forgetting, a), again = change_bytes(&forgetting, a), other = change_bytes(&forgetting, b);
    CHECK(memcmp(first.record.token_digest.bytes, a, DIGEST_SIZE) != 0);
    CHECK(memcmp(first.record.token_digest.bytes, again.record.token_digest.bytes, DIGEST_SIZE) == 0);
    CHECK(memcmp(first.record.token_digest.bytes, other.record.token_digest.bytes, DIGEST_SIZE) != 0);
    CHECK(memcmp(first.record.device, a, DEVICE_SIZE) != 0);
    CHECK(memcmp(first.record.key, a, KEY_SIZE) == 0);
    CHECK_NUMBER(forgetting.counts.sessions, 3);
    forget_finish(&forgetting);
}

static struct text words_after(struct forgetting *forgetting, int64_t question) {
    struct event event = {.type = EVENT_QUESTION_SUBMITTED};
    struct arena arena;
    arena_init(&arena);
    record_number(&event.record, FIELD_QUESTION, question);
    record_text(&event.record, FIELD_TEXT, text_of("words"));
    CHECK_NUMBER(forget_change(forgetting, &event, &arena), ERROR_NONE);
    arena_finish(&arena);
    return event.record.text;
}

static void words_are_dropped_on_request_and_unless_public(void) {
    struct forgetting forgetting;
    struct event approved = {.type = EVENT_QUESTION_APPROVED};
    for (int texts = 0; texts < 2; texts++) {
        forget_begin(&forgetting, texts != 0, SECRET);
        record_number(&approved.record, FIELD_QUESTION, 5);
        CHECK_NUMBER(forget_look(&forgetting, &approved), ERROR_NONE);
        CHECK(text_equal_string(words_after(&forgetting, 5), "words"));
        CHECK(text_equal_string(words_after(&forgetting, 4), texts ? "\xE2\x80\xA6" : "words"));
        CHECK(text_equal_string(words_after(&forgetting, 1000000), texts ? "\xE2\x80\xA6" : "words"));
        CHECK_NUMBER(forgetting.counts.texts, texts ? 2 : 0);
        forget_finish(&forgetting);
    }
}

static const struct check_test tests[] = {
    {"every field has a rule", every_field_has_a_rule},
    {"people are dealt out within their site", people_are_dealt_out_within_their_site},
        {"people added by name lose it", people_added_by_name_lose_it},
    {"digests change and stay apart", digests_change_and_stay_apart},
    {"words are dropped on request, unless public", words_are_dropped_on_request_and_unless_public},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
