/* Journals of earlier versions are read as they were meant: fields that did not exist then have their defaults, and what was possible then
 * still follows. A line is never changed here, only added. */
#include "support/check.h"

#include "base/arena.h"
#include "codec/event_json.h"
#include "core/conference.h"
#include "core/view.h"
#include <string.h>

/* Before there were classes, lists for each item, sessions and displays' own stages; the whole life of questions, and polls other than yes or no. */
static const char *const FIRST[] = {
    "{\"type\":\"conference_created\",\"at\":1,\"conference\":\"c\",\"title\":{\"vi\":\"Hội nghị\"}}",
    "{\"type\":\"site_added\",\"at\":1,\"site\":\"hall\",\"name\":{\"vi\":\"Hội trường\"},\"siteKind\":\"hall\"}",
    "{\"type\":\"people_added\",\"at\":1,\"site\":\"hall\",\"people\":2}",
    "{\"type\":\"agenda_item_added\",\"at\":1,\"item\":1,\"title\":{\"vi\":\"Một\"},\"itemKind\":\"talk\"}",
    "{\"type\":\"agenda_item_added\",\"at\":1,\"item\":2,\"title\":{\"vi\":\"Hai\"},\"itemKind\":\"dialogue\"}",
    "{\"type\":\"account_added\",\"at\":1,\"person\":\"an\",\"name\":\"An\",\"roles\":[\"moderator\"]}",
    "{\"type\":\"account_added\",\"at\":1,\"person\":\"screen\",\"name\":\"Màn hình\",\"roles\":[\"display\"]}",
    "{\"type\":\"speaker_requested\",\"at\":2,\"speaker\":1,\"rev\":1,\"person\":\"hall-0001\",\"site\":\"hall\"}",
    "{\"type\":\"agenda_item_started\",\"at\":3,\"item\":1,\"rev\":2}",
    "{\"type\":\"speaker_requested\",\"at\":4,\"speaker\":2,\"rev\":1,\"person\":\"hall-0002\",\"site\":\"hall\",\"item\":1}",
    "{\"type\":\"agenda_item_started\",\"at\":5,\"item\":2,\"rev\":2}",
    "{\"type\":\"speaker_called\",\"at\":90000,\"speaker\":2,\"rev\":2}",
    "{\"type\":\"speaker_started\",\"at\":90001,\"speaker\":2,\"rev\":3,\"endsAt\":95000}",
    "{\"type\":\"speaker_finished\",\"at\":92001,\"speaker\":2,\"rev\":4}",
    "{\"type\":\"speaker_started\",\"at\":93000,\"speaker\":1,\"rev\":2}",
    "{\"type\":\"stage_shown\",\"at\":94000,\"view\":\"join\",\"rev\":2}",
    "{\"type\":\"question_submitted\",\"at\":94001,\"question\":1,\"rev\":1,\"text\":\"Bao giờ xong?\",\"person\":\"hall-0001\",\"site\":\"hall\"}",
    "{\"type\":\"question_submitted\",\"at\":94002,\"question\":2,\"rev\":1,\"text\":\"Ai làm?\",\"person\":\"hall-0002\",\"site\":\"hall\"}",
    "{\"type\":\"question_approved\",\"at\":94003,\"question\":1,\"rev\":2}",
    "{\"type\":\"question_rejected\",\"at\":94004,\"question\":2,\"rev\":2,\"reason\":\"duplicate\"}",
    "{\"type\":\"question_asked\",\"at\":94005,\"question\":1,\"rev\":3}",
    "{\"type\":\"question_answered\",\"at\":94006,\"question\":1,\"rev\":4}",
    "{\"type\":\"poll_drafted\",\"at\":94007,\"poll\":1,\"rev\":1,\"title\":{\"vi\":\"Biểu quyết\"},\"results\":\"hidden\"}",
    "{\"type\":\"poll_opened\",\"at\":94008,\"poll\":1,\"rev\":2,\"electorate\":2}",
    "{\"type\":\"ballot_cast\",\"at\":94009,\"poll\":1,\"person\":\"hall-0001\",\"device\":\"AAAAAAAAAAE\",\"counter\":1,\"choice\":\"no\"}",
    "{\"type\":\"ballot_cast\",\"at\":94010,\"poll\":1,\"person\":\"hall-0001\",\"device\":\"AAAAAAAAAAE\",\"counter\":2,\"choice\":\"yes\"}",
    "{\"type\":\"poll_close_announced\",\"at\":94011,\"poll\":1,\"rev\":3,\"closesAt\":94012}",
    "{\"type\":\"poll_closing\",\"at\":94012,\"poll\":1,\"rev\":4}",
    "{\"type\":\"poll_closed\",\"at\":94013,\"poll\":1,\"rev\":5}",
    "{\"type\":\"poll_published\",\"at\":94014,\"poll\":1,\"rev\":6}",
    "{\"type\":\"question_submitted\",\"at\":94015,\"question\":3,\"rev\":1,\"text\":\"Hết bao nhiêu?\",\"person\":\"hall-0002\",\"site\":\"hall\"}",
    "{\"type\":\"question_approved\",\"at\":94016,\"question\":3,\"rev\":2}",
    "{\"type\":\"question_asked\",\"at\":94017,\"question\":3,\"rev\":3}",
    "{\"type\":\"question_put_back\",\"at\":94018,\"question\":3,\"rev\":4}",
    "{\"type\":\"act_undone\",\"at\":94019,\"question\":3,\"rev\":5,\"act\":34}",
};

static const struct audience DESK = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};

static struct row row_of(const struct conference *conference, enum row_kind kind, uint32_t id) {
    struct row row = {0};
    CHECK(view_row(conference, DESK, kind, id, &row));
    return row;
}

static void what_they_come_to(const struct conference *conference) {
    struct row early = row_of(conference, ROW_SPEAKER, 1), later = row_of(conference, ROW_SPEAKER, 2);
    CHECK_NUMBER(early.record.speaker_class, CLASS_NORMAL);
    CHECK_NUMBER(early.record.item, 1); /* it joined the first item that started */
    CHECK_NUMBER(early.record.state, STATE_SPEAKING);
    CHECK_NUMBER(early.record.rev, 2);
    CHECK_NUMBER(later.record.state, STATE_FINISHED);
    CHECK_NUMBER(row_of(conference, ROW_SITE, 0).record.spoken, 2);
    CHECK_NUMBER(row_of(conference, ROW_AGENDA_ITEM, 2).record.speakers, LIST_OPEN);
    CHECK_NUMBER(row_of(conference, ROW_STAGE, 0).record.view, VIEW_JOIN);
    CHECK_NUMBER(row_of(conference, ROW_STAGE, 1).record.view, VIEW_MAIN);
}

static void what_questions_and_polls_come_to(const struct conference *conference) {
    struct row question = row_of(conference, ROW_QUESTION, 1), poll = row_of(conference, ROW_POLL, 1);
    CHECK_NUMBER(question.record.state, STATE_ANSWERED);
    CHECK_NUMBER(question.record.anonymous, false);
    CHECK_NUMBER(row_of(conference, ROW_QUESTION, 2).record.state, STATE_REJECTED);
    CHECK_NUMBER(row_of(conference, ROW_CONFERENCE, 0).record.intake, INTAKE_OPEN);
    CHECK_NUMBER(row_of(conference, ROW_QUEUE, 0).record.rev, 1);
    CHECK_NUMBER(poll.record.state, STATE_PUBLISHED);
    CHECK_NUMBER(poll.record.electorate, 2);
    CHECK_NUMBER(poll.record.ballots, 1);
    CHECK_NUMBER(poll.record.tally.values[CHOICE_YES], 1);
    CHECK_NUMBER(poll.record.tally.values[CHOICE_NO], 0);
    CHECK(!record_has(&poll.record, FIELD_WEIGHTED_ELECTORATE)); /* everybody weighs the same */
}

/* Asking called nobody then. */
static void what_questions_without_speakers_come_to(const struct conference *conference) {
    struct row asking = row_of(conference, ROW_QUESTION, 3), answered = row_of(conference, ROW_QUESTION, 1), none;
    CHECK_NUMBER(asking.record.state, STATE_ASKING);
    CHECK_NUMBER(asking.record.rev, 5);
    CHECK(!record_has(&asking.record, FIELD_SPEAKER));
    CHECK(!record_has(&answered.record, FIELD_SPEAKER));
    CHECK(!view_row(conference, DESK, ROW_SPEAKER, 3, &none));
}

static void the_first_journals_are_read(void) {
    struct arena arena;
    struct touched touched;
    struct limits limits = limits_default();
    struct conference *conference = conference_create(&limits);
    arena_init(&arena);
    touched_init(&touched);
    for (size_t i = 0; i < sizeof FIRST / sizeof FIRST[0]; i++) {
        struct event event;
        check_note("%s", FIRST[i]);
        CHECK_NUMBER(event_decode(FIRST[i], strlen(FIRST[i]), &arena, &event), ERROR_NONE);
        event.seq = i + 1;
        CHECK_NUMBER(conference_apply(conference, &event, &touched), ERROR_NONE);
    }
    what_they_come_to(conference);
    what_questions_and_polls_come_to(conference);
    what_questions_without_speakers_come_to(conference);
    conference_destroy(conference);
    touched_finish(&touched);
    arena_finish(&arena);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {{"the first journals are read", the_first_journals_are_read}};
    return CHECK_MAIN(TESTS, count, words);
}
