/* The hub's end of a link: who may hold a site, what flows down, what comes up, and what happens when either is cut. */
#include "support/check.h"
#include "support/doubtful_journal.h"
#include "support/site_end.h"

#include "base/log.h"
#include "base/metrics.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json";
static const char *const LATIN_A = "\"text\":\"Bao giờ có điện?\"";

struct stage {
    struct world *world;
    struct site_end site; /* of dc07 */
};

static struct stage begin(struct journal *journal) {
    struct stage stage = {.world = world_create(CONFIG, journal)};
    site_end_open(stage.world);
    return stage;
}

static void end(struct stage *stage) {
    site_end_finish(&stage->site);
    world_destroy(stage->world);
}

static int64_t number_in(json_t *object, const char *outer, const char *name) {
    return json_integer_value(json_object_get(outer ? json_object_get(object, outer) : object, name));
}

static void a_claim_gives_the_site_its_channels(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    struct world_client *phone = world_join(stage.world, "dc07-0001");
    world_call_text(phone, "question.submit", "{\"text\":\"Bao giờ có đường?\"}");
    CHECK_TEXT(site_end_claim(&stage.site, 'f', 's', ""), "");
    CHECK_NUMBER(number_in(stage.site.answer, "result", "generation"), 1);
    CHECK(json_is_string(json_object_get(json_object_get(stage.site.answer, "result"), "sessionKey")));
    CHECK_NUMBER(json_object_size(stage.site.channels), 4 + 3 + 1); /* shared ones, three delegates, an operator */
    CHECK(site_end_holds(&stage.site));
    CHECK_NUMBER(stage.site.reached, stage.world->hub->durable);
    /* Whatever happens then comes by frames. */
    size_t snapshots = stage.site.snapshots;
    world_call_text(phone, "question.submit", "{\"text\":\"Bao giờ có nước?\"}");
    world_call_text(world_join(stage.world, "an"), "question.approve", "{\"question\":1,\"rev\":1}");
    world_call_text(world_join(stage.world, "an"), "question.ask", "{\"question\":1,\"rev\":2}");
    CHECK(site_end_holds(&stage.site));
    CHECK_NUMBER(stage.site.snapshots, snapshots);
    /* The very bytes that the phone got. */
    const char *asking = strstr(stage.site.bytes.bytes, "\"channel\":\"participant\",\"from\"");
    CHECK(asking && memmem(phone->bytes.bytes, phone->bytes.length, asking, (size_t)(strchr(asking, '\n') - asking)));
    end(&stage);
}

static void offers_are_taken_in_order(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', LATIN_A);
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'a'), "result", "question"), 1);
    site_end_offer(&stage.site, "questions", 3, "dc07-0001", "question.submit", 'c', LATIN_A);
    site_end_offer(&stage.site, "questions", 4, "dc07-0001", "question.submit", 'd', LATIN_A);
    CHECK_NUMBER(json_array_size(stage.site.gaps), 1); /* said once */
    CHECK_NUMBER(number_in(json_array_get(stage.site.gaps, 0), NULL, "want"), 2);
    site_end_offer(&stage.site, "questions", 2, "dc07-0002", "question.submit", 'b', LATIN_A);
    site_end_offer(&stage.site, "questions", 3, "dc07-0001", "question.withdraw", 'c', "\"question\":1");
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'b'), "result", "question"), 2);
    CHECK(json_object_get(site_end_result(&stage.site, 'c'), "result"));
    /* Another lane is numbered by itself; what was received is acknowledged again. */
    site_end_offer(&stage.site, "floor", 1, "dc07-0003", "speaker.request", 'e', "");
    CHECK(json_object_get(site_end_result(&stage.site, 'e'), "result"));
    size_t acks = json_array_size(stage.site.acks);
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', LATIN_A);
    CHECK_NUMBER(json_array_size(stage.site.acks), acks + 1);
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'a'), "result", "question"), 1);
    CHECK(site_end_holds(&stage.site));
    end(&stage);
}

static const char *const NAMES_OF_SEVEN = "abcdefg";

static void offer_of(struct stage *stage, int number) {
    site_end_offer(&stage->site, "questions", number, "dc07-0001", "question.submit", NAMES_OF_SEVEN[number - 1], LATIN_A);
}

/* While one append follows on another, and only offers wait: they go together. */
static void offers_of_a_moment_go_together(void) {
    struct stage stage = begin(NULL);
    struct world *world = stage.world;
    struct world_client *phone = world_join(world, "dc12-0001");
    site_end_init(&stage.site, world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    world->hub->limits.offers_gather_ms = 20;
    world_at(world, world->now + 1000);
    int64_t batches = metric_get(METRIC_BATCHES);
    offer_of(&stage, 1);
    CHECK(site_end_result(&stage.site, 'a')); /* nothing was going on: at once */
    CHECK_NUMBER(metric_get(METRIC_BATCHES) - batches, 1);
    for (int number = 2; number <= 5; number++)
        offer_of(&stage, number);
    CHECK(!site_end_result(&stage.site, 'b'));
    CHECK_NUMBER(metric_get(METRIC_BATCHES) - batches, 1);
    CHECK_NUMBER(hub_next_tick(world->hub), world->now + 20);
    world_at(world, world->now + 20);
    CHECK(site_end_result(&stage.site, 'b') && site_end_result(&stage.site, 'e'));
    CHECK_NUMBER(metric_get(METRIC_BATCHES) - batches, 2);
    /* Who is connected here waits for nobody, and takes along who does. */
    offer_of(&stage, 6);
    CHECK(!site_end_result(&stage.site, 'f'));
    world_call_text(phone, "question.submit", "{\"text\":\"Bao giờ có nước?\"}");
    CHECK_TEXT(world_error(phone), "");
    CHECK(site_end_result(&stage.site, 'f'));
    CHECK_NUMBER(metric_get(METRIC_BATCHES) - batches, 3);
    end(&stage);
}

static void a_refusal_is_a_result_and_the_lane_goes_on(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    site_end_offer(&stage.site, "rest", 1, "hall-0001", "question.submit", 'a', LATIN_A);        /* of another site */
    site_end_offer(&stage.site, "rest", 2, "nobody", "question.submit", 'b', LATIN_A);
    site_end_offer(&stage.site, "rest", 3, "dc07-0001", "poll.publish", 'c', "\"poll\":1,\"rev\":1"); /* is never kept */
    site_end_offer(&stage.site, "rest", 4, "dc07-0001", "question.submit", 'd', "\"text\":7");
    site_end_offer(&stage.site, "rest", 5, "dc07-0001", "question.withdraw", 'e', "\"question\":9");
    site_end_offer(&stage.site, "rest", 6, "dc07-0001", "question.submit", 'f', LATIN_A);
    static const char *const WORDS[] = {"not_allowed", "not_allowed", "unknown_method", "wrong_type", "not_found"};
    for (int i = 0; i < 5; i++)
        CHECK_TEXT(json_string_value(json_object_get(
                       json_object_get(json_object_get(site_end_result(&stage.site, (char)('a' + i)), "error"), "data"), "code")),
                   WORDS[i]);
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'f'), "result", "question"), 1);
    end(&stage);
}

static void by_both_paths_it_is_one_command(void) {
    struct stage stage = begin(doubtful_open());
    site_end_init(&stage.site, stage.world, "dc07");
    struct world_client *phone = world_join(stage.world, "dc07-0001");
    site_end_claim(&stage.site, 'f', 's', "");
    char params[128], key[32];
    uint8_t bytes[KEY_SIZE];
    memset(bytes, 'a', sizeof bytes);
    base64url_encode(bytes, sizeof bytes, key);
    snprintf(params, sizeof params, "{\"key\":\"%s\",%s}", key, LATIN_A);
    /* While the first copy is being stored. */
    doubtful_set(stage.world->journal, DOUBT_HOLD);
    world_call_text(phone, "question.submit", params);
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', LATIN_A);
    CHECK(!phone->answer && json_array_size(stage.site.acks) == 0);
    doubtful_set(stage.world->journal, DOUBT_NONE);
    world_settle(stage.world);
    CHECK_NUMBER(number_in(phone->answer, "result", "question"), 1);
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'a'), "result", "question"), 1);
    CHECK_NUMBER(conference_questions(stage.world->hub->published), 1);
    /* And the other way round, long after. */
    site_end_offer(&stage.site, "questions", 2, "dc07-0002", "question.submit", 'a', LATIN_A);
    struct world_client *other = world_join(stage.world, "dc07-0002");
    world_call_text(other, "question.submit", params);
    CHECK_NUMBER(number_in(other->answer, "result", "question"), 2);
    CHECK_NUMBER(conference_questions(stage.world->hub->published), 2);
    CHECK(site_end_holds(&stage.site) && world_laws_hold(stage.world));
    end(&stage);
}

static void what_is_not_stored_is_asked_for_again(void) {
    struct stage stage = begin(doubtful_open());
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    doubtful_set(stage.world->journal, DOUBT_FULL);
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', LATIN_A);
    site_end_offer(&stage.site, "questions", 2, "dc07-0001", "question.submit", 'b', LATIN_A);
    CHECK_NUMBER(json_array_size(stage.site.acks), 0);
    doubtful_set(stage.world->journal, DOUBT_NONE);
    world_at(stage.world, stage.world->now + PROBE_EVERY_MS);
    world_at(stage.world, stage.world->now + OFFER_AGAIN_MS);
    CHECK(json_array_size(stage.site.gaps) >= 1);
    CHECK_NUMBER(number_in(json_array_get(stage.site.gaps, json_array_size(stage.site.gaps) - 1), NULL, "want"), 1);
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', LATIN_A);
    site_end_offer(&stage.site, "questions", 2, "dc07-0001", "question.submit", 'b', LATIN_A);
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'a'), "result", "question"), 1);
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'b'), "result", "question"), 2);
    end(&stage);
}

static void another_folder_is_fenced(void) {
    struct stage stage = begin(NULL);
    struct site_end other;
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_init(&other, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    CHECK_TEXT(site_end_claim(&other, 'g', 't', ""), "fenced");
    CHECK_NUMBER(stage.site.close_code, 0);
    /* An operator says so. */
    CHECK_TEXT(site_end_claim(&other, 'g', 't', ",\"takeover\":true"), "");
    CHECK_NUMBER(json_array_size(stage.site.fences), 1);
    CHECK_NUMBER(stage.site.close_code, HUB_CLOSE_REPLACED);
    CHECK(site_end_holds(&other));
    size_t acks = json_array_size(stage.site.acks);
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', LATIN_A);
    CHECK_NUMBER(json_array_size(stage.site.acks), acks); /* of a stream that holds nothing */
    CHECK_NUMBER(conference_questions(stage.world->hub->published), 0);
    /* The holder has gone: for a while it is waited for, then anybody may have the site. */
    site_end_cut(&stage.site);
    site_end_cut(&other);
    world_at(stage.world, stage.world->now + HOLDER_ABSENT_MS);
    CHECK_TEXT(site_end_claim(&stage.site, 'f', 'u', ""), "fenced");
    CHECK_TEXT(site_end_claim(&other, 'g', 'v', ",\"previousStream\":\"dHR0dHR0dHQ\""), "");
    site_end_cut(&other);
    world_at(stage.world, stage.world->now + HOLDER_ABSENT_MS + 1);
    CHECK_TEXT(site_end_claim(&stage.site, 'f', 'w', ""), "");
    site_end_finish(&other);
    end(&stage);
}

/* A line that was full for a moment, while the roster changed, is no slow one; nor is it counted as full for ever. */
static void a_link_that_was_blocked_for_a_moment_stays(void) {
    struct stage stage = begin(NULL);
    struct world *world = stage.world;
    int64_t blocked = metric_get(METRIC_BLOCKED), queued = metric_get(METRIC_QUEUED_BYTES);
    site_end_init(&stage.site, world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    struct world_client *admin = world_join(world, "binh");
    stage.site.blocked = true;
    world_call_text(admin, "person.add", "{\"person\":\"guest-1\",\"name\":\"Khách\",\"site\":\"dc07\",\"roles\":[\"participant\"]}");
    world_call_text(admin, "person.add", "{\"person\":\"guest-2\",\"name\":\"Khách\",\"site\":\"dc07\",\"roles\":[\"participant\"]}");
    CHECK_TEXT(world_error(admin), "");
    CHECK_NUMBER(metric_get(METRIC_BLOCKED) - blocked, 1);
    stage.site.blocked = false;
    hub_link_writable(stage.site.link);
    CHECK_NUMBER(metric_get(METRIC_BLOCKED) - blocked, 0);
    world->now += STALLED_EVERY_MS; /* not so long that a link would have to go */
    world_at(world, world->now + STALLED_EVERY_MS);
    CHECK_NUMBER(stage.site.close_code, 0);
    CHECK(site_end_holds(&stage.site));
    stage.site.blocked = true;
    world_call_text(admin, "person.change", "{\"person\":\"guest-1\",\"name\":\"Khách quý\"}");
    world_call_text(admin, "person.change", "{\"person\":\"guest-2\",\"name\":\"Khách quý\"}");
    site_end_cut(&stage.site); /* with what it still had to be told */
    CHECK_NUMBER(metric_get(METRIC_BLOCKED) - blocked, 0);
    CHECK_NUMBER(metric_get(METRIC_QUEUED_BYTES) - queued, 0);
    end(&stage);
}

static void a_newer_claim_of_the_folder_closes_the_older_link(void) {
    struct stage stage = begin(NULL);
    struct site_end again;
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_init(&again, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    CHECK_TEXT(site_end_claim(&again, 'f', 't', ",\"previousStream\":\"c3Nzc3Nzc3M\""), "");
    CHECK_NUMBER(stage.site.close_code, HUB_CLOSE_REPLACED);
    CHECK_NUMBER(json_array_size(stage.site.fences), 0);
    CHECK(site_end_holds(&again));
    site_end_finish(&again);
    end(&stage);
}

static void a_link_goes_on_where_it_was(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    struct world_client *phone = world_join(stage.world, "dc07-0001");
    struct world_client *desk = world_join(stage.world, "an");
    site_end_claim(&stage.site, 'f', 's', "");
    size_t snapshots = stage.site.snapshots;
    char more[128];
    snprintf(more, sizeof more, ",\"journal\":\"%s\",\"s\":%lld,\"previousStream\":\"c3Nzc3Nzc3M\"", stage.world->hub->journal_id,
             (long long)stage.site.reached);
    site_end_cut(&stage.site);
    world_call_text(phone, "question.submit", "{\"text\":\"Trong lúc mất mạng\"}");
    world_call_text(desk, "question.approve", "{\"question\":1,\"rev\":1}");
    CHECK_TEXT(site_end_claim(&stage.site, 'f', 't', more), "");
    CHECK(site_end_holds(&stage.site));
    CHECK_NUMBER(stage.site.snapshots, snapshots); /* all of it by frames that were kept */
    /* After a restart nothing is kept: a snapshot of what has changed since. */
    site_end_cut(&stage.site);
    world_restart(stage.world);
    CHECK_TEXT(site_end_claim(&stage.site, 'f', 'u', more), "");
    CHECK(stage.site.snapshots > snapshots);
    CHECK(site_end_holds(&stage.site));
    end(&stage);
}

static void what_was_received_survives_a_restart(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', LATIN_A);
    site_end_cut(&stage.site);
    world_restart(stage.world);
    /* The same process, whose answer to the claim was lost, say. */
    CHECK_TEXT(site_end_claim(&stage.site, 'f', 's', ""), "");
    json_t *result = json_object_get(stage.site.answer, "result");
    CHECK_NUMBER(number_in(result, "received", "questions"), 1);
    CHECK_NUMBER(number_in(result, "received", "floor"), 0);
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', LATIN_A);
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'a'), "result", "question"), 1);
    site_end_offer(&stage.site, "questions", 2, "dc07-0001", "question.submit", 'b', LATIN_A);
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'b'), "result", "question"), 2);
    end(&stage);
}

static void a_poll_waits_for_the_site(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    struct world_client *desk = world_join(stage.world, "an");
    site_end_claim(&stage.site, 'f', 's', "");
    world_call_text(desk, "poll.draft", "{\"title\":{\"vi\":\"Có hay không\"},\"results\":\"hidden\"}");
    world_call_text(desk, "poll.open", "{\"poll\":1,\"rev\":1}");
    CHECK_TEXT(world_error(desk), "");
    site_end_offer(&stage.site, "floor", 1, "dc07-0001", "poll.cast", 'a', "\"poll\":1,\"choice\":\"yes\",\"device\":\"AAAAAAAAAAA\",\"counter\":1");
    CHECK(json_object_get(site_end_result(&stage.site, 'a'), "result"));
    world_call_text(desk, "poll.close", "{\"poll\":1,\"rev\":2}");
    CHECK_TEXT(world_error(desk), "");
    int64_t stamp = stage.world->now;
    world_at(stage.world, stamp + 5000);
    CHECK_NUMBER(json_array_size(stage.site.closings), 1);
    CHECK_NUMBER(number_in(json_array_get(stage.site.closings, 0), NULL, "poll"), 1);
    struct poll_result result;
    conference_poll_result(stage.world->hub->published, 1, &result);
    CHECK_NUMBER(result.state, STATE_CLOSING);
    /* It says drained ahead of a ballot that it kept in time: that is believed only when the ballot is there. */
    site_end_say(&stage.site, "link.drained", "{\"poll\":1,\"stream\":\"c3Nzc3Nzc3M\",\"upto\":2}");
    conference_poll_result(stage.world->hub->published, 1, &result);
    CHECK_NUMBER(result.state, STATE_CLOSING);
    int64_t now = stage.world->now;
    stage.world->now = stamp; /* when it was kept */
    char offer[512];
    snprintf(offer, sizeof offer,
             "{\"stream\":\"c3Nzc3Nzc3M\",\"lane\":\"floor\",\"n\":2,\"person\":\"dc07-0002\",\"method\":\"poll.cast\",\"params\":{\"key\":"
             "\"YmJiYmJiYmJiYmJiYmJiYg\",\"poll\":1,\"choice\":\"no\",\"device\":\"AAAAAAAAAAE\",\"counter\":1},\"stamp\":%lld,\"stampError\":10,"
             "\"proof\":true,\"epoch\":%llu}",
             (long long)stamp, (unsigned long long)stage.world->hub->epoch);
    stage.world->now = now;
    site_end_say(&stage.site, "link.offer", offer);
    json_t *taken = site_end_result(&stage.site, 'b');
    CHECK(json_object_get(taken, "result"));
    world_at(stage.world, stage.world->now + 1);
    conference_poll_result(stage.world->hub->published, 1, &result);
    CHECK_NUMBER(result.state, STATE_CLOSED);
    CHECK_NUMBER(result.ballots, 2);
    CHECK(site_end_holds(&stage.site));
    end(&stage);
}

/* "Late" is no result before the announcement, so it is not said; then it is one, and the hub asks for it. Else it were offered for ever. */
static void a_late_ballot_gets_its_result_when_the_poll_is_announced(void) {
    static const char *const BALLOT = "\"poll\":1,\"choice\":\"yes\",\"device\":\"AAAAAAAAAAA\",\"counter\":1";
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    struct world_client *desk = world_join(stage.world, "an");
    site_end_claim(&stage.site, 'f', 's', "");
    world_call_text(desk, "poll.draft", "{\"title\":{\"vi\":\"Có hay không\"},\"results\":\"hidden\"}");
    world_call_text(desk, "poll.open", "{\"poll\":1,\"rev\":1,\"seconds\":5}");
    world_at(stage.world, stage.world->now + 6000);
    site_end_offer(&stage.site, "floor", 1, "dc07-0001", "poll.cast", 'a', BALLOT);
    CHECK(site_end_result(&stage.site, 'a') == NULL);
    json_t *ack = json_array_get(stage.site.acks, json_array_size(stage.site.acks) - 1);
    CHECK_NUMBER(number_in(ack, NULL, "upto"), 1);
    site_end_offer(&stage.site, "floor", 1, "dc07-0001", "poll.cast", 'a', BALLOT); /* after a new claim, say */
    CHECK(site_end_result(&stage.site, 'a') == NULL);
    CHECK_NUMBER(json_array_size(stage.site.gaps), 0);
    site_end_say(&stage.site, "link.drained", "{\"poll\":1,\"stream\":\"c3Nzc3Nzc3M\",\"upto\":1}");
    world_at(stage.world, stage.world->now + 1);
    struct poll_result result;
    conference_poll_result(stage.world->hub->published, 1, &result);
    CHECK_NUMBER(result.state, STATE_CLOSED);
    CHECK_NUMBER(json_array_size(stage.site.gaps), 1);
    CHECK_NUMBER(number_in(json_array_get(stage.site.gaps, 0), NULL, "want"), 1);
    site_end_offer(&stage.site, "floor", 1, "dc07-0001", "poll.cast", 'a', BALLOT);
    json_t *error = json_object_get(site_end_result(&stage.site, 'a'), "error");
    CHECK_TEXT(json_string_value(json_object_get(json_object_get(error, "data"), "code")), "poll_closed");
    /* The phone, which still holds it and has come to the hub. */
    world_call_text(world_join(stage.world, "dc07-0001"), "poll.cast",
                    "{\"key\":\"YWFhYWFhYWFhYWFhYWFhYQ\",\"poll\":1,\"choice\":\"yes\",\"device\":\"AAAAAAAAAAA\",\"counter\":1}");
    CHECK_TEXT(world_error(world_join(stage.world, "dc07-0001")), "poll_closed");
    end(&stage);
}

static void requests_go_through_in_the_name_of_people(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_connect(&stage.site);
    site_end_call(&stage.site, "link.forward", "{\"person\":\"dc07-0001\",\"method\":\"question.list\",\"params\":{}}");
    CHECK_TEXT(site_end_error(&stage.site), "not_allowed"); /* before the claim */
    site_end_claim(&stage.site, 'f', 's', "");
    site_end_call(&stage.site, "link.forward", "{\"person\":\"dc07-0001\",\"method\":\"question.list\",\"params\":{}}");
    CHECK(json_is_array(json_object_get(json_object_get(stage.site.answer, "result"), "questions")));
    site_end_call(&stage.site, "link.forward",
                  "{\"person\":\"dc07-0001\",\"method\":\"question.submit\",\"params\":{\"key\":\"YWFhYWFhYWFhYWFhYWFhYQ\",\"text\":\"Hỏi\"}}");
    CHECK_NUMBER(number_in(stage.site.answer, "result", "question"), 1);
    site_end_call(&stage.site, "link.forward", "{\"person\":\"operator-07\",\"method\":\"poll.missing\",\"params\":{\"poll\":1}}");
    CHECK_TEXT(site_end_error(&stage.site), "not_found"); /* an operator may ask */
    site_end_call(&stage.site, "link.forward", "{\"person\":\"dc07-0001\",\"method\":\"person.list\",\"params\":{}}");
    CHECK_TEXT(site_end_error(&stage.site), "not_allowed");
    site_end_call(&stage.site, "link.forward", "{\"person\":\"hall-0001\",\"method\":\"question.list\",\"params\":{}}");
    CHECK_TEXT(site_end_error(&stage.site), "not_allowed");
    site_end_call(&stage.site, "link.forward", "{\"person\":\"an\",\"method\":\"person.list\",\"params\":{}}");
    CHECK_TEXT(site_end_error(&stage.site), "not_allowed");
    site_end_call(&stage.site, "link.forward", "{\"method\":\"session.open\",\"address\":\"10.0.0.1\",\"params\":{\"code\":\"000000000000\"}}");
    CHECK_TEXT(site_end_error(&stage.site), "bad_credentials");
    site_end_call(&stage.site, "link.time", "{}");
    CHECK_NUMBER(number_in(stage.site.answer, "result", "serverTime"), stage.world->now);
    CHECK(site_end_holds(&stage.site));
    end(&stage);
}

static void whoever_moves_is_followed(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    struct world_client *admin = world_join(stage.world, "binh");
    world_call_text(admin, "person.add", "{\"person\":\"late\",\"name\":\"Đến muộn\",\"site\":\"dc07\",\"roles\":[\"participant\"]}");
    CHECK_TEXT(world_error(admin), "");
    CHECK(json_object_get(stage.site.channels, "person:late") != NULL);
    CHECK(site_end_holds(&stage.site));
    world_call_text(admin, "person.change", "{\"person\":\"dc12-0001\",\"site\":\"dc07\"}");
    CHECK_TEXT(world_error(admin), "");
    CHECK(json_object_get(stage.site.channels, "person:dc12-0001") != NULL);
    world_set_password(stage.world, "binh", "nine plain words");
    world_call_text(admin, "person.change", "{\"person\":\"dc07-0001\",\"roles\":[\"participant\",\"moderator\"],\"password\":\"nine plain words\"}");
    CHECK_TEXT(world_error(admin), "");
    CHECK(site_end_holds(&stage.site));
    site_end_call(&stage.site, "link.forward", "{\"person\":\"dc07-0001\",\"method\":\"question.list\",\"params\":{}}");
    CHECK_TEXT(site_end_error(&stage.site), "not_allowed");
    end(&stage);
}

/* The row's id is made of a digest, not of a text that the conference keeps. */
static void a_session_that_ends_is_gone_by_its_name(void) {
    struct stage stage = begin(NULL);
    struct world_client *phone = world_join(stage.world, "dc07-0001");
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    json_t *rows = json_object_get(json_object_get(stage.site.channels, "site:dc07"), "rows");
    size_t before = json_object_size(rows);
    world_call_text(phone, "session.close", "{}");
    CHECK_NUMBER(json_object_size(rows), before - 1);
    CHECK(site_end_holds(&stage.site));
    end(&stage);
}

static void the_board_shows_how_sites_are(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    struct world_client *desk = world_join(stage.world, "an");
    site_end_claim(&stage.site, 'f', 's', "");
    site_end_say(&stage.site, "link.report", "{\"outbox\":3,\"oldest\":1000001,\"present\":41,\"roundTrip\":80}");
    world_at(stage.world, stage.world->now + LINKS_EVERY_MS);
    json_t *link = json_array_get(json_object_get(desk->live, "links"), 0);
    CHECK_TEXT(json_string_value(json_object_get(link, "site")), "dc07");
    CHECK(json_is_true(json_object_get(link, "up")));
    CHECK_NUMBER(number_in(link, NULL, "outbox"), 3);
    CHECK_NUMBER(number_in(link, NULL, "roundTrip"), 80);
    site_end_cut(&stage.site);
    world_at(stage.world, stage.world->now + LINKS_EVERY_MS);
    link = json_array_get(json_object_get(desk->live, "links"), 0);
    CHECK(json_is_false(json_object_get(link, "up")));
    end(&stage);
}

/* A cut-off site learns late that somebody has moved: what it kept until then was left there rightly. Of the move before that nobody knows any more. */
static void what_was_left_at_a_site_before_a_move_is_taken(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    struct world_client *admin = world_join(stage.world, "binh");
    site_end_claim(&stage.site, 'f', 's', "");
    world_call_text(admin, "person.change", "{\"person\":\"dc07-0001\",\"site\":\"dc12\"}");
    world_call_text(admin, "person.change", "{\"person\":\"dc07-0002\",\"site\":\"dc12\"}");
    world_call_text(admin, "person.change", "{\"person\":\"dc07-0002\",\"site\":\"hall\"}");
    site_end_offer(&stage.site, "questions", 1, "dc07-0001", "question.submit", 'a', "\"text\":\"Trước khi chuyển\"");
    site_end_offer(&stage.site, "questions", 2, "dc07-0002", "question.submit", 'b', "\"text\":\"Hai lần chuyển\"");
    site_end_offer(&stage.site, "questions", 3, "dc12-0001", "question.submit", 'c', "\"text\":\"Chưa bao giờ\"");
    CHECK_NUMBER(number_in(site_end_result(&stage.site, 'a'), "result", "question"), 1);
    CHECK(json_object_get(site_end_result(&stage.site, 'b'), "error") != NULL);
    CHECK(json_object_get(site_end_result(&stage.site, 'c'), "error") != NULL);
    /* The phone, where it belongs now, asks again with the same key. */
    struct world_client *phone = world_join(stage.world, "dc07-0001");
    world_call_text(phone, "question.submit", "{\"key\":\"YWFhYWFhYWFhYWFhYWFhYQ\",\"text\":\"Trước khi chuyển\"}");
    CHECK_NUMBER(number_in(phone->answer, "result", "question"), 1);
    end(&stage);
}

/* One a second, and some leeway for what was late on its way: more is passed over, not punished. */
static void a_site_that_reports_too_often_is_not_listened_to(void) {
    struct stage stage = begin(NULL);
    char report[64];
    site_end_init(&stage.site, stage.world, "dc07");
    struct world_client *desk = world_join(stage.world, "an");
    site_end_claim(&stage.site, 'f', 's', "");
    for (int outbox = 1; outbox <= 2 * REPORTS_BURST; outbox++) {
        snprintf(report, sizeof report, "{\"outbox\":%d,\"present\":41}", outbox);
        site_end_say(&stage.site, "link.report", report);
    }
    world_at(stage.world, stage.world->now + LINKS_EVERY_MS);
    CHECK_NUMBER(number_in(json_array_get(json_object_get(desk->live, "links"), 0), NULL, "outbox"), REPORTS_BURST);
    CHECK_NUMBER(stage.site.close_code, 0);
    site_end_say(&stage.site, "link.report", "{\"outbox\":99}");
    world_at(stage.world, stage.world->now + LINKS_EVERY_MS);
    CHECK_NUMBER(number_in(json_array_get(json_object_get(desk->live, "links"), 0), NULL, "outbox"), 99);
    end(&stage);
}

/* A link has few bytes to spare, and everybody at the site hears what comes down it. */
static void live_notices_come_down_a_link_once(void) {
    struct stage stage = begin(NULL);
    site_end_init(&stage.site, stage.world, "dc07");
    site_end_claim(&stage.site, 'f', 's', "");
    world_at(stage.world, stage.world->now + BEAT_EVERY_MS);
    size_t before = stage.site.lives;
    world_join(stage.world, "hall-0001"); /* one more is present */
    world_at(stage.world, stage.world->now + PRESENT_EVERY_MS);
    CHECK_NUMBER(stage.site.lives, before + 1);
    CHECK(json_array_size(json_object_get(stage.site.live, "present")) > 0);
    CHECK(site_end_holds(&stage.site)); /* frames come as before */
    end(&stage);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a claim gives the site its channels", a_claim_gives_the_site_its_channels},
        {"offers are taken in order", offers_are_taken_in_order},
        {"offers of a moment go together", offers_of_a_moment_go_together},
        {"a refusal is a result, and the lane goes on", a_refusal_is_a_result_and_the_lane_goes_on},
        {"by both paths it is one command", by_both_paths_it_is_one_command},
        {"what is not stored is asked for again", what_is_not_stored_is_asked_for_again},
        {"another folder is fenced", another_folder_is_fenced},
        {"a link that was blocked for a moment stays", a_link_that_was_blocked_for_a_moment_stays},
        {"a newer claim of the folder closes the older link", a_newer_claim_of_the_folder_closes_the_older_link},
        {"a link goes on where it was", a_link_goes_on_where_it_was},
        {"what was received survives a restart", what_was_received_survives_a_restart},
        {"a poll waits for the site", a_poll_waits_for_the_site},
        {"what was left at a site before a move is taken", what_was_left_at_a_site_before_a_move_is_taken},
        {"a site that reports too often is not listened to", a_site_that_reports_too_often_is_not_listened_to},
    {"a late ballot gets its result when the poll is announced", a_late_ballot_gets_its_result_when_the_poll_is_announced},
        {"requests go through in the name of people", requests_go_through_in_the_name_of_people},
        {"whoever moves is followed", whoever_moves_is_followed},
        {"a session that ends is gone by its name", a_session_that_ends_is_gone_by_its_name},
        {"the board shows how sites are", the_board_shows_how_sites_are},
        {"live notices come down a link once", live_notices_come_down_a_link_once},
    };
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
