/* opinions.c - what was collected by survey before the event. An opinion never changes; the desk searches them together with the questions, and makes
 * a question of one (question.c). */
#include "core/state.h"

#include "base/memory.h"

struct opinion *conference_opinion(const struct conference *conference, int64_t number) {
    return number >= 1 && number <= conference->opinion_count ? &conference->opinions[number - 1] : NULL;
}

uint32_t conference_opinions(const struct conference *conference) {
    return conference->opinion_count;
}

struct text conference_opinion_text(const struct conference *conference, uint32_t opinion) {
    return conference->opinions[opinion - 1].text;
}

void opinions_finish(struct conference *conference) {
    for (uint32_t i = 0; i < conference->opinion_count; i++) {
        state_release_text(&conference->opinions[i].text);
        state_release_text(&conference->opinions[i].unit);
    }
    memory_release(conference->opinions);
}

static const field_use *const SAID = FIELDS(FIELD_TEXT, FIELD_TOPIC, FIELD_UNIT, FIELD_SITE);

enum error step_opinion_add(const struct conference *conference, const struct command *command, struct event *event, struct fault *fault) {
    const struct record *record = &command->record;
    if (record_has(record, FIELD_TOPIC) && conference_find_topic(conference, record->topic) == NO_TOPIC)
        return command_not_found(fault, FIELD_TOPIC);
    if (record_has(record, FIELD_SITE) && conference_find_site(conference, record->site) == NO_SITE)
        return command_not_found(fault, FIELD_SITE);
    if (conference->opinion_count >= conference->limits.opinions)
        return ERROR_FULL;
    event->type = EVENT_OPINION_ADDED;
    record_number(&event->record, FIELD_OPINION, (int64_t)conference->opinion_count + 1);
    record_copy(&event->record, record, SAID);
    return ERROR_NONE;
}

enum error apply_opinion_added(struct conference *conference, const struct event *event, struct touched *touched) {
    (void)touched; /* opinions are no rows: there are thousands */
    const struct record *record = &event->record;
    struct opinion opinion = {
        .topic = conference_find_topic(conference, record->topic),
        .site = conference_find_site(conference, record->site),
        .at = record->at,
    };
    if (record->opinion != (int64_t)conference->opinion_count + 1 || (record_has(record, FIELD_TOPIC) && opinion.topic == NO_TOPIC) ||
        (record_has(record, FIELD_SITE) && opinion.site == NO_SITE))
        return ERROR_DAMAGED;
    enum error error = memory_grow((void **)&conference->opinions, conference->opinion_count, &conference->opinion_capacity, sizeof opinion);
    if (!error)
        error = state_copy_text(&opinion.text, record->text);
    if (!error && (error = state_copy_text(&opinion.unit, record->unit)))
        state_release_text(&opinion.text);
    if (!error)
        conference->opinions[conference->opinion_count++] = opinion;
    return error;
}
