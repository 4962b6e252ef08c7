#include "core/outcomes.h"

#include "base/map.h"
#include "base/memory.h"
#include "core/state.h"
#include <string.h>

struct outcomes {
    struct map *by_key;      /* actor and key -> index */
    struct outcome *items;   /* in the order of seq */
    uint32_t count, capacity;
};

enum { NAME_SIZE = sizeof(uint32_t) + KEY_SIZE };

static void make_name(uint32_t actor, const uint8_t key[KEY_SIZE], uint8_t name[NAME_SIZE]) {
    memcpy(name, &actor, sizeof actor);
    memcpy(name + sizeof actor, key, KEY_SIZE);
}

struct outcomes *outcomes_create(void) {
    struct outcomes *outcomes = memory_take_zeroed(1, sizeof *outcomes);
    if (outcomes && !(outcomes->by_key = map_create())) {
        memory_release(outcomes);
        return NULL;
    }
    return outcomes;
}

void outcomes_destroy(struct outcomes *outcomes) {
    if (!outcomes)
        return;
    map_destroy(outcomes->by_key);
    memory_release(outcomes->items);
    memory_release(outcomes);
}

static struct outcome outcome_of(uint32_t actor, const struct event *event) {
    static const enum field THINGS[] = {FIELD_QUESTION, FIELD_SPEAKER, FIELD_POLL, FIELD_ITEM, FIELD_MESSAGE_NUMBER, FIELD_OPINION};
    const struct record *record = &event->record;
    struct outcome outcome = {.seq = event->seq, .at = record->at, .actor = actor, .thing = FIELD_COUNT, .error_field = FIELD_COUNT};
    memcpy(outcome.key, record->key, KEY_SIZE);
    memcpy(outcome.params, record->params, PARAMS_SIZE);
    if (event->type == EVENT_COMMAND_REFUSED) {
        outcome.error = (uint8_t)record->fault;
        for (int field = 0; field < FIELD_COUNT; field++)
            if (text_equal_string(record->fault_field, FIELD_INFO[field].name)) {
                outcome.error_field = (uint8_t)field;
                break;
            }
        return outcome;
    }
    if (event->type == EVENT_BALLOT_LATE && record->evidence != EVIDENCE_IN_TIME)
        outcome.error = ERROR_LATE;
    outcome.rev = record_has(record, FIELD_REV) ? (uint32_t)record->rev : 0;
    if (event->type == EVENT_STAGE_SHOWN)
        return outcome; /* its question or poll is what it shows, not what it made */
    for (size_t i = 0; i < sizeof THINGS / sizeof THINGS[0]; i++)
        if (record_has(record, THINGS[i])) {
            outcome.thing = (uint8_t)THINGS[i];
            outcome.number = (uint32_t) * (const int64_t *)record_value(record, THINGS[i]);
            break;
        }
    return outcome;
}

enum error outcomes_add(struct outcomes *outcomes, uint32_t actor, const struct event *event) {
    if (!record_has(&event->record, FIELD_KEY))
        return ERROR_NONE;
    const struct outcome *before = outcomes_find(outcomes, actor, event->record.key);
    if (before && before->error != ERROR_LATE && before->error != ERROR_POLL_CLOSED)
        return ERROR_NONE;
    uint32_t place = before ? (uint32_t)(before - outcomes->items) + 1 : 0;
    enum error error = memory_grow((void **)&outcomes->items, outcomes->count, &outcomes->capacity, sizeof *outcomes->items);
    if (error)
        return error;
    uint8_t name[NAME_SIZE];
    make_name(actor, event->record.key, name);
    error = map_put(outcomes->by_key, name, sizeof name, (union map_value){.number = outcomes->count});
    if (!error) {
        outcomes->items[outcomes->count] = outcome_of(actor, event);
        outcomes->items[outcomes->count++].before = place;
    }
    return error;
}

const struct outcome *outcomes_find(const struct outcomes *outcomes, uint32_t actor, const uint8_t key[KEY_SIZE]) {
    uint8_t name[NAME_SIZE];
    make_name(actor, key, name);
    const union map_value *found = map_find(outcomes->by_key, name, sizeof name);
    return found ? &outcomes->items[found->number] : NULL;
}

void outcomes_drop_after(struct outcomes *outcomes, uint64_t last) {
    while (outcomes->count > 0 && outcomes->items[outcomes->count - 1].seq > last) {
        const struct outcome *outcome = &outcomes->items[--outcomes->count];
        uint8_t name[NAME_SIZE];
        make_name(outcome->actor, outcome->key, name);
        union map_value *value = outcome->before ? map_find(outcomes->by_key, name, sizeof name) : NULL;
        if (value)
            value->number = outcome->before - 1;
        else
            map_remove(outcomes->by_key, name, sizeof name);
    }
}
