/* view_acts.c - the life of a question, for moderators: who else may see the question does not learn who did what to it. */
#include "core/view_rows.h"

#include "core/question.h"
#include "core/roster.h"

const field_use QUESTION_ACT_FIELDS[] = {FIELD_N, FIELD_AT, OPTIONAL(FIELD_ACTOR), OPTIONAL(FIELD_TEXT), OPTIONAL(FIELD_ORIGINAL), OPTIONAL(FIELD_REASON),
                                         OPTIONAL(FIELD_NOTE), OPTIONAL(FIELD_INTO), OPTIONAL(FIELD_ON), FIELD_COUNT};

/* As in the row: whoever asks anonymously does not become known by what they do. */
static void fill_actor(const struct conference *conference, const struct question *question, uint32_t actor, struct record *out) {
    if (actor != NO_PERSON && !(question->anonymous && actor == question->asker))
        record_text(out, FIELD_ACTOR, conference->people[actor].id);
}

/* The words from the act at `place` on: those that the next change found there. */
static struct text words_from(const struct question *question, uint32_t place) {
    for (uint32_t i = place; i < question->acts.count; i++)
        if (question->acts.items[i].before.length > 0)
            return question->acts.items[i].before;
    return question->now.text;
}

static void fill_submitted(const struct conference *conference, const struct question *question, struct record *out) {
    record_number(out, FIELD_AT, question->at);
    fill_actor(conference, question, question->acts.entered_by, out);
    if (question->acts.left_out == 0)
        record_text(out, FIELD_TEXT, words_from(question, 0));
}

static void fill_act(const struct conference *conference, const struct question *question, uint32_t place, struct record *out) {
    const struct question_act *act = &question->acts.items[place];
    record_number(out, FIELD_AT, act->at);
    fill_actor(conference, question, act->actor, out);
    if (act->before.length > 0) {
        record_text(out, FIELD_TEXT, words_from(question, place + 1));
        record_text(out, FIELD_ORIGINAL, act->before);
    }
    if (act->reason >= 0)
        record_word(out, FIELD_REASON, act->reason);
    record_text(out, FIELD_NOTE, act->note);
    if (act->into)
        record_number(out, FIELD_INTO, act->into);
    if (act->on)
        record_flag(out, FIELD_ON, true);
}

bool view_question_act(const struct conference *conference, struct audience audience, uint32_t number, uint32_t n, struct record *out, const char **event) {
    const struct question *question = conference_question(conference, number);
    record_clear(out);
    if (!question || audience.kind != AUDIENCE_MODERATOR)
        return false;
    uint32_t first = 2 + question->acts.left_out;
    n = n > 1 && n < first ? first : n;
    if (n < 1 || n >= first + question->acts.count)
        return false;
    record_number(out, FIELD_N, n);
    *event = EVENT_INFO[n == 1 ? EVENT_QUESTION_SUBMITTED : question->acts.items[n - first].event].name;
    if (n == 1)
        fill_submitted(conference, question, out);
    else
        fill_act(conference, question, n - first, out);
    return true;
}
