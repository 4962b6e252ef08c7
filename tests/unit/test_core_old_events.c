/* Journals of earlier versions are read as they were meant: fields that did not exist then have their defaults, and what was possible then
 * still follows. A line is never changed here, only added. */
#include "support/check.h"

#include "base/arena.h"
#include "codec/event_json.h"
#include "core/conference.h"
#include "core/view.h"
#include <string.h>

/* Before there were classes, lists for each item, sessions and displays' own stages. */
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
    conference_destroy(conference);
    touched_finish(&touched);
    arena_finish(&arena);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {{"the first journals are read", the_first_journals_are_read}};
    return CHECK_MAIN(TESTS, count, words);
}
