/* Snapshots: small for those who are many, and made once for all of them. */
#include "support/check.h"
#include "support/world.h"

#include "base/metrics.h"
#include <string.h>

enum { QUESTIONS = 500, POLLS = 20 };

static void ask(struct world *world, unsigned number) {
    char text[200], person[LIMIT_ID_BYTES + 1];
    snprintf(person, sizeof person, "dc%02u-%04u", number % 20 + 1, 1);
    snprintf(text, sizeof text, "Bao giờ tuyến đường liên xã đoạn qua xóm %u được nâng cấp, thưa đồng chí Chủ tịch?", number);
    struct world_client *client = world_join(world, person);
    world_call(client, "question.submit", json_pack("{ss}", "text", text));
    CHECK_TEXT(world_error(client), "");
}

static void call(struct world_client *client, const char *method, json_t *params) {
    world_call(client, method, params);
    check_note("%s", method);
    CHECK_TEXT(world_error(client), "");
}

static void draft_and_open(struct world_client *desk, unsigned number) {
    char title[100];
    snprintf(title, sizeof title, "Biểu quyết thông qua nội dung thứ %u của dự thảo nghị quyết", number);
    call(desk, "poll.draft", json_pack("{s{ssss}ss}", "title", "vi", title, "en", "Adopt the draft resolution", "results", "turnout"));
    call(desk, "poll.open", json_pack("{sisi}", "poll", (int)number, "rev", 1));
}

static void run_polls(struct world *world, struct world_client *desk, unsigned running) {
    for (unsigned number = 1; number <= POLLS; number++) {
        draft_and_open(desk, number);
        if (number > POLLS - running)
            continue;
        call(desk, "poll.close", json_pack("{sisi}", "poll", (int)number, "rev", 2));
        world_at(world, world->now + 5000);
        call(desk, "poll.publish", json_pack("{sisi}", "poll", (int)number, "rev", 5));
    }
}

/* In the thick of it: an item with its speakers, a question that is being asked, polls before, polls now. Bytes of the snapshot as it is sent. */
static size_t snapshot_of(unsigned running) {
    struct world *world = world_create("config/dialogue-2023.json", NULL);
    struct world_client *desk = world_join(world, "moderator-1");
    call(desk, "agenda.start", json_pack("{sisi}", "item", 2, "rev", 1));
    for (unsigned number = 1; number <= QUESTIONS; number++) {
        world_at(world, world->now + 1000);
        ask(world, number);
        call(desk, "question.approve", json_pack("{sisi}", "question", (int)number, "rev", 1));
    }
    call(desk, "question.ask", json_pack("{sisi}", "question", 7, "rev", 2));
    for (unsigned number = 1; number <= 4; number++) {
        char person[LIMIT_ID_BYTES + 1];
        snprintf(person, sizeof person, "dc%02u-0001", number);
        call(world_join(world, person), "speaker.request", json_object());
    }
    run_polls(world, desk, running);
    call(desk, "stage.show", json_pack("{sssisi}", "view", "question", "question", 7, "rev", 1));
    struct world_client *phone = world_join(world, "dc05-0003");
    struct message *snapshot = channel_snapshot(phone->subscriber->channel, world->hub->published, world->hub->journal_id);
    size_t length = message_framed_length(snapshot);
    message_release(snapshot);
    world_destroy(world);
    return length;
}

/* Whatever was asked and voted on before, it costs a phone nothing: that is asked for, page by page. Polls that run at once are all shown; how many may is
 * a limit. */
static void a_phone_needs_little(void) {
    size_t with_one = snapshot_of(1), with_two = snapshot_of(2);
    check_note("%zu bytes, %zu with one more poll that runs", with_one, with_two);
    CHECK(with_one <= 3 * 1024);
    CHECK(with_two <= with_one + 256);
}

/* Everybody who was there before a restart comes back with nothing, as after clearing a browser. */
static void made_once_for_all_who_wait(void) {
    enum { WAITING = 100 };
    struct world *world = world_create("config/dialogue-2023.json", NULL);
    struct world_client *desk = world_join(world, "moderator-1"), *phones[WAITING];
    for (unsigned i = 0; i < WAITING; i++) {
        char person[LIMIT_ID_BYTES + 1];
        snprintf(person, sizeof person, "hall-%04u", i + 1);
        phones[i] = world_join(world, person);
    }
    world_restart(world);
    int64_t before = metric_get(METRIC_SNAPSHOTS);
    for (unsigned i = 0; i < WAITING; i++) {
        phones[i]->shared = phones[i]->own = -1;
        world_return(phones[i]);
    }
    CHECK_NUMBER(metric_get(METRIC_SNAPSHOTS) - before, 1);
    world_return(desk); /* of another audience */
    CHECK_NUMBER(metric_get(METRIC_SNAPSHOTS) - before, 2);
    CHECK(world_laws_hold(world));
    world_destroy(world);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a phone needs little", a_phone_needs_little},
        {"made once for all who wait", made_once_for_all_who_wait},
    };
    return CHECK_MAIN(TESTS, count, words);
}
