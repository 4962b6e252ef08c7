/* Every event there is goes to JSON and back without loss; what is not one of ours is damage. */
#include "support/check.h"

#include "base/arena.h"
#include "base/memory.h"
#include "codec/event_json.h"
#include <jansson.h>
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
    case TYPE_ADDRESS:
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
        "{\"type\":\"question_approved\",\"type\":\"question_approved\",\"at\":1,\"question\":1,\"rev\":2}",
        "{\"type\":\"question_approved\",\"at\":1,\"question\":1,\"rev\":2}}",
        "{\"type\":\"question_approved\",\"at\":1,\"question\":1,\"rev\":2,}",
        "{\"type\":\"question_approved\",\"at\":1,\"question\":1,\"rev\":2.0}",
        "{\"type\":\"question_approved\",\"at\":01,\"question\":1,\"rev\":2}",
        "{\"type\":\"question_approved\",\"at\":99999999999999999999,\"question\":1,\"rev\":2}",
        "{\"type\":\"question_edited\",\"at\":1,\"question\":1,\"rev\":2,\"text\":\"\\u0000\"}",
        "{\"type\":\"question_edited\",\"at\":1,\"question\":1,\"rev\":2,\"text\":\"\\ud83d\"}",
        "{\"type\":\"question_edited\",\"at\":1,\"question\":1,\"rev\":2,\"text\":\"\\udc4f\\ud83d\"}",
        "{\"type\":\"question_edited\",\"at\":1,\"question\":1,\"rev\":2,\"text\":\"\\x41\"}",
        "{\"type\":\"question_edited\",\"at\":1,\"question\":1,\"rev\":2,\"text\":\"\xc3\"}",
        "{\"type\":\"question_edited\",\"at\":1,\"question\":1,\"rev\":2,\"text\":\"\n\"}",
        "{\"type\":\"account_added\",\"at\":1,\"person\":\"an\",\"roles\":]}",
        "{\"type\":\"conference_created\",\"at\":1,\"conference\":\"c\",\"title\":{\"vi\":\"a\",\"vi\":\"b\"}}",
        "{\"type\":\"conference_created\",\"at\":1,\"conference\":\"c\",\"title\":}",
    };
    for (size_t i = 0; i < sizeof DAMAGED / sizeof DAMAGED[0]; i++) {
        struct event event;
        check_note("%s", DAMAGED[i]);
        CHECK_NUMBER(event_decode(DAMAGED[i], strlen(DAMAGED[i]), &arena, &event), ERROR_DAMAGED);
    }
}

/* Blanks, any order of the members and escapes: a person may have written it. */
static void it_may_be_written_otherwise(void) {
    static const char TEXT[] = " { \"at\" : 1 , \"text\":\"\\u0041\\n\\/\\ud83d\\udc4f\\u1ec7\\\"\",\"rev\":2,\"question\":-0,\t\"type\":\"question_edited\"}\r\n";
    struct event event;
    CHECK_NUMBER(event_decode(TEXT, sizeof TEXT - 1, &arena, &event), ERROR_DAMAGED); /* no question 0 */
    char better[sizeof TEXT];
    memcpy(better, TEXT, sizeof TEXT);
    memcpy(strstr(better, "-0"), " 7", 2);
    CHECK_NUMBER(event_decode(better, sizeof better - 1, &arena, &event), ERROR_NONE);
    CHECK_NUMBER(event.record.question, 7);
    CHECK_BYTES(event.record.text.bytes, event.record.text.length, "A\n/👏ệ\"", strlen("A\n/👏ệ\""));
}

/* Our reader takes nothing that jansson refuses, whatever byte is wrong. */
static void what_is_no_json_is_damage(void) {
    static const char WRONG[] = {'"', '\\', ',', '}', '[', '0', '\x01', '\xff'};
    for (int type = 0; type < EVENT_COUNT; type++) {
        struct event event;
        struct buffer text;
        buffer_init(&text);
        fill_event(&event, (enum event_type)type);
        CHECK_NUMBER(event_encode(&text, &event), ERROR_NONE);
        for (size_t i = 0; i < text.length; i++) {
            char right = text.bytes[i];
            text.bytes[i] = WRONG[(i + (size_t)type) % sizeof WRONG];
            arena_reset(&arena);
            json_t *json = json_loadb(text.bytes, text.length, JSON_REJECT_DUPLICATES, NULL);
            enum error error = event_decode(text.bytes, text.length, &arena, &event);
            check_note("%.*s", (int)text.length, text.bytes);
            CHECK(json || error == ERROR_DAMAGED);
            CHECK_NUMBER(event_decode(text.bytes, i, &arena, &event), ERROR_DAMAGED); /* cut short */
            json_decref(json);
            text.bytes[i] = right;
        }
        buffer_finish(&text);
    }
}

/* A start reads a million of them. */
static void reading_allocates_nothing(void) {
    struct event event;
    struct buffer text;
    buffer_init(&text);
    fill_event(&event, EVENT_BALLOT_CAST);
    CHECK_NUMBER(event_encode(&text, &event), ERROR_NONE);
    unsigned long before = 0;
    for (int i = 0; i < 1000; i++) {
        if (i == 1)
            before = memory_taken();
        arena_reset(&arena);
        CHECK_NUMBER(event_decode(text.bytes, text.length, &arena, &event), ERROR_NONE);
    }
    CHECK_NUMBER(memory_taken() - before, 0);
    buffer_finish(&text);
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
        {"it may be written otherwise", it_may_be_written_otherwise},
        {"what is no JSON is damage", what_is_no_json_is_damage},
        {"reading allocates nothing", reading_allocates_nothing},
        {"names are found", names_are_found},
    };
    arena_init(&arena);
    int failed = CHECK_MAIN(TESTS, count, words);
    arena_finish(&arena);
    return failed;
}
