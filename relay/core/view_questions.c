/* view_questions.c - who sees which question, and what of it. */
#include "core/view_rows.h"

#include "core/question.h"
#include "core/roster.h"

/* What stays with the desk, with the asker's side, and with everybody; of an anonymous question nobody learns who asks. */
enum circle { DESK, CHAIR, ASKERS_SITE, EVERYBODY };
#define NAMES FIELD_PERSON, FIELD_NAME
static const field_use OF_DESK[] = {FIELD_COUNT}, OF_DESK_ANONYMOUS[] = {NAMES, FIELD_COUNT};
static const field_use OF_CHAIR[] = {FIELD_ACTOR, FIELD_ORIGINAL, FIELD_COUNT},
                     OF_CHAIR_ANONYMOUS[] = {FIELD_ACTOR, FIELD_ORIGINAL, NAMES, FIELD_COUNT};
static const field_use OF_SITE[] = {FIELD_ACTOR, FIELD_ME_TOO, FIELD_UNDOABLE, FIELD_OPINION, FIELD_COUNT},
                     OF_SITE_ANONYMOUS[] = {FIELD_ACTOR, FIELD_ME_TOO, FIELD_UNDOABLE, FIELD_OPINION, NAMES, FIELD_COUNT};
static const field_use OF_ALL[] = {FIELD_ACTOR,  FIELD_PERSON, FIELD_NOTE, FIELD_ORIGINAL,
                                 FIELD_ME_TOO, FIELD_ASKERS, FIELD_INTO, FIELD_UNDOABLE, FIELD_OPINION, FIELD_COUNT},
                     OF_ALL_ANONYMOUS[] = {FIELD_ACTOR,  FIELD_PERSON, FIELD_NOTE, FIELD_ORIGINAL, FIELD_ME_TOO,
                                           FIELD_ASKERS, FIELD_INTO,   FIELD_NAME, FIELD_UNDOABLE, FIELD_OPINION, FIELD_COUNT};
#undef NAMES

static const field_use *hidden_from(enum circle circle, const struct question *question) {
    static const field_use *const HIDDEN[][2] = {
        {OF_DESK, OF_DESK_ANONYMOUS}, {OF_CHAIR, OF_CHAIR_ANONYMOUS}, {OF_SITE, OF_SITE_ANONYMOUS}, {OF_ALL, OF_ALL_ANONYMOUS}};
    return HIDDEN[circle][question->anonymous];
}

const field_use *visible_question(const struct conference *conference, struct audience audience, uint32_t id) {
    const struct question *question = &conference->questions[id - 1];
    enum state state = question->now.state;
    bool shown = state == STATE_ASKING ||
                 (id == conference->stage.question && conference->stage.view == VIEW_QUESTION) ||
                 (audience.kind == AUDIENCE_STAGE && stage_shows_question(conference, id));
    switch (audience.kind) {
    case AUDIENCE_MODERATOR:
        return hidden_from(DESK, question);
    case AUDIENCE_CHAIR:
        return state == STATE_APPROVED || state == STATE_ANSWERED || shown ? hidden_from(CHAIR, question) : NULL;
    case AUDIENCE_OPERATOR:
        if (question->site == audience.site)
            return hidden_from(ASKERS_SITE, question);
        break;
    case AUDIENCE_STAGE:
    case AUDIENCE_PARTICIPANT:
        break;
    default:
        return NULL;
    }
    return shown ? hidden_from(EVERYBODY, question) : NULL;
}

const field_use *visible_my_question(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && conference->questions[id - 1].asker == audience.person ? WHOLE : NULL;
}

const field_use *visible_my_me_too(const struct conference *conference, struct audience audience, uint32_t id) {
    return audience.kind == AUDIENCE_PERSON && question_me_too_of(&conference->questions[id - 1], audience.person) ? WHOLE : NULL;
}

const field_use *visible_queue(const struct conference *conference, struct audience audience, uint32_t id) {
    (void)conference;
    (void)id;
    return audience.kind == AUDIENCE_MODERATOR || audience.kind == AUDIENCE_CHAIR ? WHOLE : NULL;
}

static void fill_question_life(const struct conference *conference, const struct question *question, struct record *record) {
    const struct question_content *now = &question->now;
    record_number(record, FIELD_REV, question->rev);
    record_word(record, FIELD_STATE, (int)now->state);
    record_text(record, FIELD_TEXT, now->text);
    record_text(record, FIELD_ORIGINAL, question->original);
    if (now->topic != NO_TOPIC)
        record_text(record, FIELD_TOPIC, conference->topics[now->topic].id);
    record_number(record, FIELD_AT, question->at);
    if (now->state == STATE_REJECTED)
        record_word(record, FIELD_REASON, (int)now->reason);
    record_text(record, FIELD_NOTE, now->note);
    record_text(record, FIELD_ANSWERER, now->answerer);
    if (now->into)
        record_number(record, FIELD_INTO, now->into);
    if (question->anonymous)
        record_flag(record, FIELD_ANONYMOUS, true);
}

void fill_question(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    const struct question *question = &conference->questions[id - 1];
    row->number = id;
    fill_question_life(conference, question, &row->record);
    fill_person_of(conference, audience, question->asker, question->site, &row->record);
    fill_time(&row->record, FIELD_ASKED_AT, question->asked_at);
    fill_time(&row->record, FIELD_ANSWERED_AT, question->answered_at);
    /* Whoever asks anonymously does not become known by withdrawing or submitting again. */
    if (question->actor != NO_PERSON && !(question->anonymous && question->actor == question->asker))
        record_text(&row->record, FIELD_ACTOR, conference->people[question->actor].id);
    if (question->askers > 1)
        record_number(&row->record, FIELD_ASKERS, question->askers);
    if (question->me_too_count)
        record_number(&row->record, FIELD_ME_TOO, question->me_too_count);
    if (question->speaker && (question->now.state == STATE_ASKING || question->now.state == STATE_ANSWERED))
        record_number(&row->record, FIELD_SPEAKER, question->speaker);
    if (question->act)
        record_flag(&row->record, FIELD_UNDOABLE, true);
    if (question->origin != ORIGIN_LIVE)
        record_word(&row->record, FIELD_ORIGIN, (int)question->origin);
    if (question->opinion)
        record_number(&row->record, FIELD_OPINION, question->opinion);
}

void fill_my_question(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    const struct question *question = &conference->questions[id - 1];
    row->number = id;
    fill_question_life(conference, question, &row->record);
    record_binary(&row->record, FIELD_KEY, question->key);
}

void fill_my_me_too(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)conference;
    (void)audience;
    row->number = id;
    record_flag(&row->record, FIELD_ON, true);
}

void fill_queue(const struct conference *conference, struct audience audience, uint32_t id, struct row *row) {
    (void)audience;
    (void)id;
    row->id = text_of("queue");
    record_number(&row->record, FIELD_REV, conference->queue_rev);
    *(struct number_list *)record_place(&row->record, FIELD_PINNED) =
        (struct number_list){conference->pinned.numbers, conference->pinned.count};
    *(struct number_list *)record_place(&row->record, FIELD_MANUAL) =
        (struct number_list){conference->manual.numbers, conference->manual.count};
}

/* In the list that all may page through the count of those who share a question is the point of it. */
static const field_use LISTED[] = {FIELD_ACTOR, FIELD_PERSON, FIELD_NOTE, FIELD_ORIGINAL, FIELD_INTO, FIELD_SPEAKER, FIELD_UNDOABLE, FIELD_OPINION, FIELD_COUNT},
                     LISTED_ANONYMOUS[] = {FIELD_ACTOR, FIELD_PERSON,  FIELD_NOTE,     FIELD_ORIGINAL, FIELD_INTO,
                                           FIELD_NAME,  FIELD_SPEAKER, FIELD_UNDOABLE, FIELD_OPINION, FIELD_COUNT};

int view_listed_questions(const struct conference *conference, uint32_t after, int (*each)(void *context, const struct row *row),
                          void *context) {
    for (uint32_t number = after + 1; number <= conference->question_count; number++) {
        const struct question *question = &conference->questions[number - 1];
        enum state state = question->now.state;
        if (state != STATE_APPROVED && state != STATE_ASKING && state != STATE_ANSWERED)
            continue;
        struct row row = {.kind = ROW_QUESTION};
        fill_question(conference, (struct audience){.kind = AUDIENCE_PARTICIPANT}, number, &row);
        record_hide(&row.record, question->anonymous ? LISTED_ANONYMOUS : LISTED);
        int stop = each(context, &row);
        if (stop)
            return stop;
    }
    return 0;
}
