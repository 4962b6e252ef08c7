/* view_questions.c - who sees which question, and what of it. */
#include "core/view_rows.h"

/* Of a question that is shown to everybody: neither who asked nor who decided what. */
static const uint8_t WITHOUT_ASKER[] = {FIELD_ACTOR, FIELD_PERSON, FIELD_NOTE, FIELD_COUNT};
static const uint8_t WITHOUT_ACTOR[] = {FIELD_ACTOR, FIELD_COUNT};

const uint8_t *visible_question(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct question *question = &conference->questions[id - 1];
    bool shown = question->state == STATE_ASKING ||
                 (id == conference->stage.question && conference->stage.view == VIEW_QUESTION);
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
        return WHOLE;
    case AUDIENCE_CHAIR:
        return question->state == STATE_APPROVED || question->state == STATE_ANSWERED || shown ? WITHOUT_ACTOR : NULL;
    case AUDIENCE_OPERATOR:
        if (question->site == audience.site)
            return WITHOUT_ACTOR;
        break;
    case AUDIENCE_STAGE:
    case AUDIENCE_PARTICIPANT:
        break;
    default:
        return NULL;
    }
    return shown ? WITHOUT_ASKER : NULL;
}

const uint8_t *visible_my_question(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && conference->questions[id - 1].asker == audience.person ? WHOLE : NULL;
}

static void fill_question_life(const struct conference *conference, const struct question *question, struct record *record) {
    record_number(record, FIELD_REV, question->rev);
    record_word(record, FIELD_STATE, (int)question->state);
    record_text(record, FIELD_TEXT, question->text);
    if (question->topic != NO_TOPIC)
        record_text(record, FIELD_TOPIC, conference->topics[question->topic].id);
    record_number(record, FIELD_AT, question->at);
    if (question->state == STATE_REJECTED)
        record_word(record, FIELD_REASON, (int)question->reason);
    record_text(record, FIELD_NOTE, question->note);
}

void fill_question(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    const struct question *question = &conference->questions[id - 1];
    row->number = id;
    fill_question_life(conference, question, &row->record);
    fill_person_of(conference, audience, question->asker, question->site, &row->record);
    fill_time(&row->record, FIELD_ASKED_AT, question->asked_at);
    fill_time(&row->record, FIELD_ANSWERED_AT, question->answered_at);
    if (question->actor != NO_PERSON)
        record_text(&row->record, FIELD_ACTOR, conference->people[question->actor].id);
}

void fill_my_question(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct question *question = &conference->questions[id - 1];
    row->number = id;
    fill_question_life(conference, question, &row->record);
    record_binary(&row->record, FIELD_KEY, question->key);
}

int view_listed_questions(const struct conference *conference, uint32_t after, int (*each)(void *context, const struct row *row),
                          void *context) {
    for (uint32_t number = after + 1; number <= conference->question_count; number++) {
        const struct question *question = &conference->questions[number - 1];
        if (question->state != STATE_APPROVED && question->state != STATE_ASKING && question->state != STATE_ANSWERED)
            continue;
        struct row row = {.kind = ROW_QUESTION};
        fill_question(conference, (struct audience){.kind = AUDIENCE_PARTICIPANT}, number, &row);
        record_hide(&row.record, WITHOUT_ASKER);
        int stop = each(context, &row);
        if (stop)
            return stop;
    }
    return 0;
}
