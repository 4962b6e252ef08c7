/* Every event there is goes to JSON and back without loss; what is not one of ours is damage. */
#include "support/check.h"

#include "base/arena.h"
#include "codec/event_json.h"
#include <stdlib.h>
#include <string.h>

static struct arena arena;

static const struct localised OPTIONS[] = {{{"một", 5}, {"one", 3}}, {{"hai", 3}, {NULL, 0}}};
static const struct text SITES[] = {{"hall", 4}, {"dc07", 4}};

/* A value for each field, different from field to field. */
static void fill(struct record *record, enum field field) {
    const struct field_info *info = &FIELD_INFO[field];
    uint8_t bytes[DIGEST_SIZE];
    memset(bytes, 0x40 + (int)field, sizeof bytes);
    switch (info->type) {
    case TYPE_NUMBER:
        record_number(record, field, info->least + (int)field % (info->most - info->least + 1));
        break;
    case TYPE_ID:
    case TYPE_TEXT:
        record_text(record, field, text_of("một-\"hai\"\\ba"));
        break;
    case TYPE_LOCALISED:
        record_localised(record, field, (struct localised){text_of("tiếng Việt"), text_of("English")});
        break;
    case TYPE_WORD:
        record_word(record, field, (int)info->words->count - 1);
        break;
    case TYPE_WORDS:
        *(uint32_t *)record_place(record, field) = 5;
        break;
    case TYPE_FAULT:
        record_word(record, field, ERROR_WRONG_STATE);
        break;
    case TYPE_BINARY:
        record_binary(record, field, bytes);
        break;
    case TYPE_FLAG:
        record_flag(record, field, true);
        break;
    case TYPE_NUMBERS: /* in rows only */
        break;
    case TYPE_TALLY:
        *(struct tally *)record_place(record, field) = (struct tally){.count = 3, .values = {1, 2, 3}};
        break;
    case TYPE_LOCALISED_LIST:
        *(struct localised_list *)record_place(record, field) = (struct localised_list){2, OPTIONS};
        break;
    case TYPE_IDS:
        *(struct id_list *)record_place(record, field) = (struct id_list){2, SITES};
        break;
    case TYPE_CHOICES:
        *(uint32_t *)record_place(record, field) = 1u << 31 | 1u << 4 | 1u;
        break;
    case TYPE_SITE_RESULTS:
        break; /* in rows only */
    }
    if (info->type == TYPE_ID)
        record_text(record, field, text_of("dc07-0001"));
}

static void fill_event(struct event *event, enum event_type type) {
    static const enum field ENVELOPE[] = {FIELD_AT, FIELD_ACTOR, FIELD_KEY, FIELD_PARAMS};
    *event = (struct event){.type = type};
    for (size_t i = 0; i < sizeof ENVELOPE / sizeof ENVELOPE[0]; i++)
        fill(&event->record, ENVELOPE[i]);
    for (const field_use *use = EVENT_INFO[type].fields; *use != FIELD_COUNT; use++)
        fill(&event->record, field_of(*use));
}

static void every_event_goes_there_and_back(void) {
    for (int type = 0; type < EVENT_COUNT; type++) {
        struct event event, back;
        struct buffer first, second;
        buffer_init(&first);
        buffer_init(&second);
        fill_event(&event, (enum event_type)type);
        check_note("%s", EVENT_INFO[type].name);
        CHECK_NUMBER(event_encode(&first, &event), ERROR_NONE);
        CHECK_NUMBER(event_decode(first.bytes, first.length, &arena, &back), ERROR_NONE);
        CHECK(memcmp(&back.record.present, &event.record.present, sizeof event.record.present) == 0);
        CHECK_NUMBER(event_encode(&second, &back), ERROR_NONE);
        CHECK_BYTES(second.bytes, second.length, first.bytes, first.length);
        buffer_finish(&first);
        buffer_finish(&second);
    }
}

static void what_is_not_an_event_is_damage(void) {
    static const char *const DAMAGED[] = {
        "",
        "{}",
        "[]",
        "{\"type\":\"question_eaten\",\"at\":1}",
        "{\"type\":\"question_approved\",\"at\":1,\"question\":1}",
        "{\"type\":\"question_approved\",\"at\":1,\"question\":1,\"rev\":2,\"colour\":\"red\"}",
        "{\"type\":\"question_approved\",\"question\":1,\"rev\":2}",
        "{\"type\":\"question_approved\",\"at\":1,\"question\":\"1\",\"rev\":2}",
        "{\"type\":\"question_approved\",\"at\":1,\"question\":1,\"rev\":2,\"key\":\"short\"}",
        "{\"type\":\"question_approved\",\"at\":1,\"question\":1,\"question\":1,\"rev\":2}",
    };
    for (size_t i = 0; i < sizeof DAMAGED / sizeof DAMAGED[0]; i++) {
        struct event event;
        check_note("%s", DAMAGED[i]);
        CHECK_NUMBER(event_decode(DAMAGED[i], strlen(DAMAGED[i]), &arena, &event), ERROR_DAMAGED);
    }
}

static void names_are_found(void) {
    for (int type = 0; type < EVENT_COUNT; type++)
        CHECK_NUMBER(event_find(text_of(EVENT_INFO[type].name)), type);
    CHECK_NUMBER(event_find(text_of("nothing")), EVENT_COUNT);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"every event goes there and back", every_event_goes_there_and_back},
        {"what is not an event is damage", what_is_not_an_event_is_damage},
        {"names are found", names_are_found},
    };
    arena_init(&arena);
    int failed = CHECK_MAIN(TESTS, count, words);
    arena_finish(&arena);
    return failed;
}
