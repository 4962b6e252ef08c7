/* A disk that does not answer: an append is under way and does not end. Nothing is lost or said too early (test_hub.c); here, that the hub stays small and says so. */
#include "support/check.h"
#include "support/doubtful_journal.h"
#include "support/site_end.h"
#include "support/world.h"

#include "base/log.h"
#include "base/metrics.h"
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json";

struct room {
    const struct arena_chunk *chunk;
    size_t used;
    size_t waiting;
};

static struct room room_of(const struct world *world) {
    return (struct room){world->hub->collecting.arena.chunks, world->hub->collecting.arena.used, world->hub->collecting.count};
}

static void check_same_room(const struct world *world, struct room before) {
    struct room now = room_of(world);
    CHECK(now.chunk == before.chunk);
    CHECK_NUMBER(now.used, before.used);
    CHECK_NUMBER(now.waiting, before.waiting);
}

/* One command is being stored and does not come back, and one waits behind it. */
static void hang(struct world *world, struct world_client *asker) {
    doubtful_set(world->journal, DOUBT_HOLD);
    world_call_text(asker, "question.submit", "{\"text\":\"first\"}");
    world_call_text(asker, "question.submit", "{\"text\":\"second\"}");
    CHECK(world->hub->appending);
    CHECK_NUMBER(world->hub->collecting.count, 1);
}

static void end(struct world *world) {
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK(world_laws_hold(world));
    world_destroy(world);
}

static void check_refused(struct world_client *asker, const char *params, const char *error) {
    struct room before = room_of(asker->world);
    world_call_text(asker, "question.submit", params);
    CHECK(asker->answer != NULL);
    CHECK_TEXT(world_error(asker), error);
    check_same_room(asker->world, before);
}

static void what_is_refused_leaves_nothing_behind(void) {
    static const char KNOWN[] = "{\"text\":\"Câu hỏi\",\"key\":\"BBBBBBBBBBBBBBBBBBBBBA\"}";
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *asker = world_join(world, "hall-0001");
    struct limits *limits = &world->hub->limits;
    limits->questions_burst = 10;
    world_call_text(asker, "question.submit", KNOWN);
    hang(world, asker);
    check_refused(asker, KNOWN, ""); /* durable: answered at once */
    check_refused(asker, "{\"text\":\"Câu khác\",\"key\":\"BBBBBBBBBBBBBBBBBBBBBA\"}", "key_reused");
    check_refused(asker, "{\"text\":\"Câu hỏi\",\"colour\":\"red\"}", "unknown_field");
    limits->commands_waiting = 1;
    check_refused(asker, "{\"text\":\"Câu hỏi\"}", "busy");
    limits->questions_burst = 0;
    check_refused(asker, "{\"text\":\"Câu hỏi\"}", "rate_limited");
    end(world);
}

static void what_a_site_offers_in_vain_leaves_nothing_behind(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct site_end site;
    site_end_open(world);
    site_end_init(&site, world, "dc07");
    CHECK_TEXT(site_end_claim(&site, 'f', 's', ""), "");
    hang(world, world_join(world, "hall-0001"));
    world->hub->limits.commands_waiting = 1;
    for (int i = 0; i < 3; i++) {
        struct room before = room_of(world);
        site_end_offer(&site, "questions", 1, "dc07-0001", "question.submit", 'a', "\"text\":\"Bao giờ có điện?\"");
        check_same_room(world, before);
    }
    site_end_finish(&site);
    end(world);
}

static void an_append_that_hangs_is_said(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *asker = world_join(world, "hall-0001");
    hang(world, asker);
    int64_t began = world->now;
    /* The disk may be asleep, or somebody looks into the file. */
    for (int64_t at = began; at < began + APPEND_HANGS_MS; at += 500) {
        world_at(world, at);
        CHECK(hub_not_ready(world->hub, world->now) == NULL);
        CHECK(hub_next_tick(world->hub) <= world->now + APPEND_LOOK_EVERY_MS);
    }
    CHECK(metric_get(METRIC_APPEND_AGE) >= APPEND_HANGS_MS / 1000 - 2);
    CHECK_TEXT(hub_not_ready(world->hub, began + APPEND_HANGS_MS), "the disk does not answer"); /* whether or not there was a tick */
    CHECK(!world->hub->append_hangs);
    world_at(world, began + APPEND_HANGS_MS + APPEND_LOOK_EVERY_MS);
    CHECK(world->hub->append_hangs); /* and logged, once */
    /* It answers: all are told, and it is ready. */
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK(hub_not_ready(world->hub, world->now) == NULL);
    CHECK_NUMBER(metric_get(METRIC_APPEND_AGE), 0);
    CHECK(!world->hub->append_hangs);
    CHECK_TEXT(world_error(asker), "");
    CHECK_NUMBER(json_integer_value(json_object_get(json_object_get(asker->answer, "result"), "question")), 2);
    hub_stop(world->hub);
    CHECK_TEXT(hub_not_ready(world->hub, world->now), "stopping");
    world_destroy(world);
}

static const struct check_test TESTS[] = {
    {"what is refused leaves nothing behind", what_is_refused_leaves_nothing_behind},
    {"an append that hangs is said", an_append_that_hangs_is_said},
    {"what a site offers in vain leaves nothing behind", what_a_site_offers_in_vain_leaves_nothing_behind},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
