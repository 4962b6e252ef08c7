/* The hub where things go wrong: a journal that fails or is in doubt, slow clients, other devices, floods, no memory. */
#include "support/check.h"
#include "support/doubtful_journal.h"
#include "support/world.h"

#include "base/log.h"
#include "base/metrics.h"
#include "base/memory.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json";
static const char *const SUBMIT = "{\"text\":\"Câu hỏi\",\"key\":\"BBBBBBBBBBBBBBBBBBBBBA\"}";
static const char *const CANARY = "{\"text\":\"canary\"}";

static char *answer_of(const struct world_client *client) {
    return json_dumps(json_object_get(client->answer, "result"), JSON_COMPACT);
}

static bool has_seen(const struct world_client *client, const char *text) {
    return client->bytes.length > 0 && memmem(client->bytes.bytes, client->bytes.length, text, strlen(text)) != NULL;
}

static void nothing_is_said_before_it_is_durable(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *asker = world_join(world, "hall-0001");
    struct world_client *desk = world_join(world, "an");
    struct world_client *late = world_join(world, "binh");
    world_leave(late);
    doubtful_set(world->journal, DOUBT_HOLD);
    world_call_text(asker, "question.submit", CANARY);
    CHECK(asker->answer == NULL);
    CHECK(!has_seen(asker, "canary") && !has_seen(desk, "canary"));
    /* Nor in the snapshot of somebody who comes just now. */
    late->shared = -1;
    world_return(late);
    CHECK(!has_seen(late, "canary"));
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK(asker->answer != NULL);
    CHECK(has_seen(desk, "canary") && has_seen(late, "canary"));
    CHECK(world_laws_hold(world));
    world_destroy(world);
}

static void a_repeat_in_flight_gets_the_result_of_the_first(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *asker = world_join(world, "hall-0001");
    doubtful_set(world->journal, DOUBT_HOLD);
    world_call_text(asker, "question.submit", SUBMIT);
    world_call_text(asker, "question.submit", SUBMIT);
    size_t before = asker->messages;
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK_NUMBER(asker->messages - before, 3); /* two results and one frame */
    CHECK_NUMBER(json_integer_value(json_object_get(json_object_get(asker->answer, "result"), "question")), 1);
    CHECK_NUMBER(json_object_size(json_object_get(asker->rows, "own")), 2); /* me and one question */
    world_destroy(world);
}

static void a_full_disk_is_refused_and_screens_stay_up(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *asker = world_join(world, "hall-0001");
    struct world_client *desk = world_join(world, "an");
    world_call_text(asker, "question.submit", SUBMIT);
    char *first = answer_of(asker);
    doubtful_set(world->journal, DOUBT_FULL);
    world_call_text(asker, "question.submit", CANARY);
    CHECK_TEXT(world_error(asker), "not_stored");
    world_call_text(asker, "question.submit", CANARY);
    CHECK_TEXT(world_error(asker), "not_stored");
    CHECK_TEXT(hub_not_ready(world->hub, world->now), "not stored");
    /* What is durable is still known, and shown to whoever comes. */
    world_call_text(asker, "question.submit", SUBMIT);
    char *again = answer_of(asker);
    CHECK_TEXT(again, first);
    world_leave(desk);
    desk->shared = -1;
    world_return(desk);
    CHECK(world_laws_hold(world));
    /* It comes back by itself; nothing of what was refused is there. */
    doubtful_set(world->journal, DOUBT_NONE);
    world_at(world, world->now + PROBE_EVERY_MS);
    CHECK(hub_not_ready(world->hub, world->now) == NULL);
    CHECK(!has_seen(desk, "canary"));
    world_call_text(asker, "question.submit", CANARY);
    CHECK_NUMBER(json_integer_value(json_object_get(json_object_get(asker->answer, "result"), "question")), 2);
    CHECK(world_laws_hold(world));
    free(first);
    free(again);
    world_destroy(world);
}

static void in_doubt(enum doubt doubt, const char *expected_error) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *asker = world_join(world, "hall-0001");
    doubtful_set(world->journal, doubt);
    world_call_text(asker, "question.submit", SUBMIT);
    CHECK(asker->answer == NULL); /* nobody knows, so nobody is told */
    doubtful_set(world->journal, DOUBT_NONE);
    world_at(world, world->now + 1);
    CHECK(asker->answer != NULL);
    CHECK_TEXT(world_error(asker), expected_error);
    /* The sender holds it and sends it again: one question, whatever happened to the first. */
    world_at(world, world->now + PROBE_EVERY_MS);
    world_call_text(asker, "question.submit", SUBMIT);
    CHECK_TEXT(world_error(asker), "");
    CHECK_NUMBER(json_integer_value(json_object_get(json_object_get(asker->answer, "result"), "question")), 1);
    CHECK_NUMBER(json_object_size(json_object_get(asker->rows, "own")), 2);
    CHECK(world_laws_hold(world));
    world_destroy(world);
}

static void an_append_in_doubt_that_happened_is_answered(void) {
    in_doubt(DOUBT_UNKNOWN_STORED, "");
}

static void an_append_in_doubt_that_was_lost_is_refused(void) {
    in_doubt(DOUBT_UNKNOWN_LOST, "not_stored");
}

static void the_newest_socket_of_a_code_wins(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *phone = world_join(world, "hall-0001");
    struct world_client other = *phone; /* the same person and token in another tab */
    other.subscriber = hub_connect(world->hub, &other, "127.0.0.1", world->now);
    other.answer = other.live = NULL;
    other.rows = json_pack("{s{}s{}}", "own", "shared");
    buffer_init(&other.bytes);
    other.own = other.shared = -1;
    char hello[128];
    snprintf(hello, sizeof hello, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"v\":1,\"token\":\"%s\"}}", phone->token);
    world_send(&other, hello, strlen(hello));
    CHECK_NUMBER(phone->close_code, HUB_CLOSE_REPLACED);
    CHECK_NUMBER(other.close_code, 0);
    hub_disconnect(world->hub, other.subscriber);
    json_decref(other.rows);
    json_decref(other.answer);
    json_decref(other.live);
    buffer_finish(&other.bytes);
    world_destroy(world);
}

static void signing_out_ends_the_session(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *desk = world_join(world, "an");
    world_call_text(desk, "session.close", "{}");
    CHECK(json_object_get(desk->answer, "result") != NULL); /* it is told before it is closed */
    CHECK_NUMBER(desk->close_code, HUB_CLOSE_SIGNED_OUT);
    world_return(desk);
    CHECK_TEXT(world_error(desk), "bad_credentials");
    world_restart(world);
    world_return(desk);
    CHECK_TEXT(world_error(desk), "bad_credentials");
    world_destroy(world);
}

static void a_slow_client_gets_a_snapshot_then(void) {
    struct world *world = world_create(CONFIG, NULL);
    world->hub->limits.channel_ring_bytes = 4096;
    struct world_client *desk = world_join(world, "an");
    struct world_client *asker = world_join(world, "hall-0001");
    desk->blocked = true;
    for (int i = 0; i < 200; i++)
        world_call_text(asker, "question.submit", CANARY);
    CHECK_NUMBER(desk->close_code, 0);
    size_t frames = desk->frames;
    desk->blocked = false;
    hub_writable(world->hub, desk->subscriber);
    world_settle(world);
    CHECK(desk->frames < frames + 30); /* the rest is in the snapshot */
    CHECK(world_laws_hold(world));
    /* And one who stays blocked is closed. */
    desk->blocked = true;
    world_call_text(asker, "question.submit", CANARY);
    world_at(world, world->now + 1000);
    world_at(world, world->now + BLOCKED_MOST_MS + 1001);
    CHECK_NUMBER(desk->close_code, HUB_CLOSE_TOO_SLOW);
    world_destroy(world);
}

static void one_write_carries_all_that_is_pending(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *phone = world_join(world, "hall-0001");
    struct world_client *other = world_join(world, "hall-0002");
    world_call_text(world_join(world, "an"), "agenda.start", "{\"item\":1,\"rev\":1}");
    size_t writes = phone->writes, others = other->writes;
    world_call_text(phone, "question.submit", SUBMIT); /* its result and its own frame */
    CHECK_NUMBER(phone->writes - writes, 1);
    CHECK_NUMBER(other->writes - others, 0); /* nothing for anybody else: no empty frames */
    world_destroy(world);
}

/* What lies in the sockets together goes into one append; a turn that brings nothing new ends the waiting, and many turns do. */
static void commands_of_a_moment_go_together(void) {
    static const char ASK[] = "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"question.submit\",\"params\":{\"key\":\"AAAAAAAAAAAAAAAAAAA%02uA\",\"text\":\"Bao giờ?\"}}";
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *clients[8];
    for (unsigned i = 0; i < 8; i++) {
        char person[LIMIT_ID_BYTES + 1];
        snprintf(person, sizeof person, i < 4 ? "hall-%04u" : "dc07-%04u", i % 4 + 1);
        clients[i] = world_join(world, i % 4 == 3 ? (i < 4 ? "dc12-0001" : "dc12-0002") : person);
    }
    world->hub->gathering.by_turns = true;
    int64_t batches = metric_get(METRIC_BATCHES);
    char text[200];
    for (unsigned i = 0; i < 8; i++) {
        int length = snprintf(text, sizeof text, ASK, i, i + 10);
        hub_receive(world->hub, clients[i]->subscriber, text, (size_t)length, world->now);
        CHECK(!world->hub->appending || i > 3);
        if (i == 0)
            CHECK(hub_turn(world->hub)); /* one more turn: others may be on their way */
        if (i == 3) {
            CHECK(hub_turn(world->hub));
            CHECK(!hub_turn(world->hub)); /* nobody came */
            CHECK(world->hub->appending);
        }
    }
    CHECK(!hub_turn(world->hub)); /* those go with the next */
    world_settle(world);
    CHECK_NUMBER(metric_get(METRIC_BATCHES) - batches, 2);
    for (unsigned i = 0; i < 8; i++)
        CHECK(json_object_get(clients[i]->answer, "result"));
    for (unsigned i = 0; i < 3; i++) { /* though others come in each turn */
        int length = snprintf(text, sizeof text, ASK, i, i + 20);
        hub_receive(world->hub, clients[i]->subscriber, text, (size_t)length, world->now);
        CHECK(hub_turn(world->hub) == (i < 2));
    }
    CHECK(world->hub->appending);
    world_settle(world);
    world_destroy(world);
}

/* As above in time: while commands of several people follow on each other they wait a little for more. Who comes when nothing goes on does not wait, nor
 * who has just been answered with nobody else about. */
static void commands_follow_one_another_in_batches(void) {
    static const char ASK[] = "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"question.submit\",\"params\":{\"key\":\"AAAAAAAAAAAAAAAAAAA%02uA\",\"text\":\"Bao giờ?\"}}";
    static const char LIST[] = "{\"jsonrpc\":\"2.0\",\"id\":90,\"method\":\"question.list\",\"params\":{}}";
    static const unsigned WHO[] = {0, 0, 1, 2, 3, 1}, BATCHES[] = {1, 2, 2, 2, 2, 2};
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *clients[] = {world_join(world, "hall-0001"), world_join(world, "hall-0002"), world_join(world, "dc07-0001"), world_join(world, "dc07-0002")};
    char text[200];
    world->hub->limits.commands_gather_ms = 4;
    world_at(world, world->now + 1000);
    int64_t batches = metric_get(METRIC_BATCHES);
    for (unsigned i = 0; i < sizeof WHO / sizeof WHO[0]; i++) {
        int length = snprintf(text, sizeof text, ASK, i, i + 10);
        hub_receive(world->hub, clients[WHO[i]]->subscriber, text, (size_t)length, world->now);
        world_settle(world);
        CHECK_NUMBER(metric_get(METRIC_BATCHES) - batches, BATCHES[i]);
    }
    CHECK_NUMBER(hub_next_tick(world->hub), world->now + 4);
    hub_receive(world->hub, clients[0]->subscriber, LIST, sizeof LIST - 1, world->now + 4); /* a moment before the timer: they are due all the same */
    CHECK_NUMBER(metric_get(METRIC_BATCHES) - batches, 2);
    CHECK_NUMBER(hub_next_tick(world->hub), world->now + 4);
    world_at(world, world->now + 4);
    CHECK_NUMBER(metric_get(METRIC_BATCHES) - batches, 3);
    for (unsigned i = 0; i < 4; i++)
        CHECK(json_object_get(clients[i]->answer, "result"));
    world_destroy(world);
}

/* Meanwhile the loop need not read each as it comes: what it would do with it is not due yet. But the last moment before the append is theirs, as is any time
 * when many come, and whoever is alone is read at once. */
static void what_would_wait_in_any_case_may_lie_in_the_sockets(void) {
    static const char ASK[] = "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"question.submit\",\"params\":{\"key\":\"AAAAAAAAAAAAAAAAAAA%02uA\",\"text\":\"Bao giờ?\"}}";
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *clients[] = {world_join(world, "hall-0001"), world_join(world, "hall-0002"), world_join(world, "dc07-0001")};
    struct hub *hub = world->hub;
    char text[200];
    hub->limits.commands_gather_ms = 4;
    world_at(world, world->now + 1000);
    CHECK(hub_reads_at(hub) < world->now); /* nothing goes on */
    for (unsigned i = 0; i < 3; i++) {
        int length = snprintf(text, sizeof text, ASK, i, i + 30);
        hub_receive(hub, clients[i]->subscriber, text, (size_t)length, world->now);
        if (i == 0) {
            CHECK(hub->appending && hub_reads_at(hub) < world->now); /* alone */
            world_settle(world);
        }
    }
    CHECK_NUMBER(hub_reads_at(hub), world->now + REST_MS);
    hub->now = world->now += 2;
    CHECK_NUMBER(hub_reads_at(hub), world->now + 1); /* the append is due a millisecond later */
    for (unsigned i = 0; i < REST_COMMANDS_MOST + 1; i++) {
        int length = snprintf(text, sizeof text, ASK, i, i + 40);
        hub_receive(hub, clients[2]->subscriber, text, (size_t)length, world->now);
    }
    CHECK(hub_reads_at(hub) < world->now); /* where so many lie, more do */
    CHECK(hub_reads_at(hub) > world->now);
    hub->now = world->now += 2;
    hub_tick(hub, world->now);
    CHECK(hub->appending && hub_reads_at(hub) == world->now + REST_MS); /* what comes now goes with the next */
    hub->limits.commands_gather_ms = 0;
    CHECK(hub_reads_at(hub) < world->now); /* nobody is to wait for anybody */
    world_settle(world);
    world_destroy(world);
}

/* What waits for others is stored when the stop begins; when the hub has said that nothing is under way nothing begins any more, neither by a timer nor by a deadline. */
static void a_stop_stores_what_waits_and_then_nothing_begins(void) {
    static const char ASK[] = "{\"jsonrpc\":\"2.0\",\"id\":%u,\"method\":\"question.submit\",\"params\":{\"key\":\"AAAAAAAAAAAAAAAAAAA%02uA\",\"text\":\"Bao giờ?\"}}";
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *clients[] = {world_join(world, "hall-0001"), world_join(world, "hall-0002")};
    struct hub *hub = world->hub;
    char text[200];
    world_call_text(world_join(world, "an"), "poll.draft", "{\"title\":{\"vi\":\"Thông qua?\"},\"results\":\"hidden\"}");
    world_call_text(world_join(world, "an"), "poll.open", "{\"poll\":1,\"rev\":1,\"seconds\":10}");
    CHECK(conference_deadline(hub->ahead) < INT64_MAX);
    hub->limits.commands_gather_ms = 4;
    for (unsigned i = 0; i < 2; i++) {
        int length = snprintf(text, sizeof text, ASK, i, i + 10);
        hub_receive(hub, clients[i]->subscriber, text, (size_t)length, world->now);
    }
    CHECK(!hub->appending && hub->collecting.count == 2);
    uint64_t durable = hub->durable;
    CHECK(!hub_stop(hub));
    hub_journal_ready(hub, world->now);
    CHECK(hub_stop(hub));
    CHECK_NUMBER(hub->durable - durable, 2);
    world->now = conference_deadline(hub->ahead) + 1;
    hub_tick(hub, world->now);
    (void)hub_turn(hub);
    CHECK(!hub->appending);
    CHECK(hub_next_tick(hub) > world->now); /* nor does the loop turn for nothing */
    world_destroy(world);
}

static void floods_are_refused(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *phone = world_join(world, "hall-0001");
    world->hub->limits.messages_burst = 5;
    world->hub->limits.messages_per_minute = 60;
    world->hub->limits.questions_burst = 1;
    world->hub->limits.questions_per_minute = 1;
    world->now += 1;
    world_call_text(phone, "question.submit", CANARY);
    world_call_text(phone, "question.submit", CANARY);
    CHECK_TEXT(world_error(phone), "rate_limited");
    for (int i = 0; i < 10; i++)
        world_call_text(phone, "question.list", "{}");
    CHECK_TEXT(world_error(phone), "rate_limited");
    for (int i = 0; i < REFUSALS_MOST && !phone->close_code; i++)
        world_call_text(phone, "question.list", "{}");
    CHECK_NUMBER(phone->close_code, HUB_CLOSE_POLICY);
    world_destroy(world);
}

static void bad_messages_get_an_error_and_the_connection_stays(void) {
    static const struct {
        const char *message, *error;
    } CASES[] = {
        {"", "malformed"},
        {"{", "malformed"},
        {"[]", "malformed"},
        {"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"v\":1}}]", "malformed"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"hello\"}", "malformed"},
        {"{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"hello\"}", "malformed"},
        {"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"hello\"}", "malformed"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":[]}", "malformed"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"extra\":1}", "malformed"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"a\":[[[[[[[[1]]]]]]]]}}", "malformed"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"question.eat\"}", "unknown_method"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"v\":2}}", "unsupported_version"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"hello\",\"params\":{\"v\":1,\"token\":\"nobody\"}}", "bad_credentials"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.open\",\"params\":{\"code\":\"123\"}}", "bad_credentials"},
        {"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session.open\",\"params\":{}}", "missing_field"},
    };
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *phone = world_join(world, "hall-0001");
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        world_send(phone, CASES[i].message, strlen(CASES[i].message));
        check_note("%s", CASES[i].message);
        CHECK_TEXT(world_error(phone), CASES[i].error);
        CHECK_NUMBER(phone->close_code, 0);
    }
    size_t messages = phone->messages;
    const char *notification = "{\"jsonrpc\":\"2.0\",\"method\":\"hello\",\"params\":{\"v\":1}}";
    world_send(phone, notification, strlen(notification));
    CHECK_NUMBER(phone->messages, messages);
    world_destroy(world);
}

/* Who has the question open, as the last live notice says; "" = nobody. */
static const char *claimed_by(const struct world_client *client) {
    const char *person = json_string_value(json_object_get(json_array_get(json_object_get(client->live, "claims"), 0), "person"));
    return person ? person : "";
}

static void a_claim_ends_with_whoever_has_it(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *an = world_join(world, "an"), *binh = world_join(world, "binh");
    world_call_text(world_join(world, "hall-0001"), "question.submit", "{\"text\":\"Một\"}");
    world_call_text(an, "question.claim", "{\"question\":1,\"on\":true}");
    world_at(world, world->now + 1000);
    CHECK_TEXT(claimed_by(binh), "an");
    world_set_password(world, "binh", "nine plain words");
    world_call_text(binh, "person.remove", "{\"person\":\"an\",\"password\":\"nine plain words\"}");
    world_at(world, world->now + 1000);
    CHECK_TEXT(claimed_by(binh), "");
    json_t *answer = json_object_get(world_call_text(binh, "question.claim", "{\"question\":1,\"on\":true}"), "result");
    CHECK_TEXT(json_string_value(json_object_get(answer, "person")), "binh");
    world_destroy(world);
}

static void a_claim_is_told_to_the_desk_and_ends_by_itself(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *an = world_join(world, "an"), *binh = world_join(world, "binh"), *chair = world_join(world, "chi");
    uint64_t durable;
    world_call_text(world_join(world, "hall-0001"), "question.submit", CANARY);
    durable = world->hub->durable;
    world_call_text(an, "question.claim", "{\"question\":1,\"on\":true}");
    world_at(world, world->now + 10);
    CHECK_TEXT(claimed_by(binh), "an");
    CHECK_TEXT(claimed_by(chair), "");
    json_t *answer = json_object_get(world_call_text(binh, "question.claim", "{\"question\":1,\"on\":true}"), "result");
    CHECK_TEXT(json_string_value(json_object_get(answer, "person")), "an");
    world_at(world, world->now + CLAIM_LASTS_MS);
    CHECK_TEXT(claimed_by(binh), "");
    world_call_text(binh, "question.claim", "{\"question\":1,\"on\":true}");
    world_call_text(binh, "question.claim", "{\"question\":1,\"on\":false}");
    world_at(world, world->now + 10);
    CHECK_TEXT(claimed_by(an), "");
    CHECK_NUMBER(world->hub->durable, durable);
    world_call_text(chair, "question.claim", "{\"question\":1,\"on\":true}");
    CHECK_TEXT(world_error(chair), "not_allowed");
    world_destroy(world);
}

static void who_speaks_for_a_site_is_told_the_order(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *phone = world_join(world, "hall-0001"), *desk = world_join(world, "an"), *operator= world_join(world, "operator-07");
    world_call_text(phone, "question.submit", CANARY);
    world_call_text(desk, "question.approve", "{\"question\":1,\"rev\":1}");
    json_t *queue = json_object_get(json_object_get(world_call_text(operator, "question.queue", "{}"), "result"), "queue");
    CHECK_NUMBER(json_integer_value(json_object_get(json_array_get(queue, 0), "question")), 1);
    world_call_text(phone, "question.queue", "{}");
    CHECK_TEXT(world_error(phone), "not_allowed");
    world_destroy(world);
}

static void those_present_are_delegates(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *operator= world_join(world, "operator-07");
    world_join(world, "dc07-0001");
    world_join(world, "dc07-0002");
    world_at(world, world->now + 2000);
    size_t i;
    json_t *site;
    json_array_foreach(json_object_get(operator->live, "present"), i, site) {
        bool own = strcmp(json_string_value(json_object_get(site, "site")), "dc07") == 0;
        CHECK_NUMBER(json_integer_value(json_object_get(site, "people")), own ? 2 : 0);
    }
    CHECK(i > 0);
    world_destroy(world);
}

static const char *issued;
static enum error issue_outcome;

static void codes_done(void *context, enum error outcome, const struct buffer *csv) {
    (void)context;
    issue_outcome = outcome;
    issued = strndup(csv->bytes, csv->length);
}

static void codes_are_issued_and_let_people_in(void) {
    struct world *world = world_create(CONFIG, NULL);
    CHECK_NUMBER(hub_issue_codes(world->hub, "dc07", "https://localhost:8443", world->now, codes_done, NULL), ERROR_NONE);
    world_settle(world);
    if (!CHECK(issued != NULL && issue_outcome == ERROR_NONE))
        return;
    const char *line = strstr(issued, "\"dc07-0002\"");
    char code[16] = "", card[32] = "", open[128];
    CHECK(line && sscanf(line, "\"dc07-0002\",\"\",\"dc07\",\"participant\",\"%12[0-9]\"", code) == 1);
    CHECK(line && sscanf(strstr(line, "#t="), "#t=%22[^\"]", card) == 1);
    CHECK(strstr(issued, "\"operator-07\"") && !strstr(issued, "\"hall-0001\""));
    struct world_client *guest = world_join(world, "hall-0001");
    snprintf(open, sizeof open, "{\"code\":\"%.3s %.3s %s\"}", code, code + 3, code + 6);
    json_t *answer = json_object_get(world_call_text(guest, "session.open", open), "result");
    CHECK_TEXT(json_string_value(json_object_get(answer, "person")), "dc07-0002");
    snprintf(open, sizeof open, "{\"card\":\"%s\"}", card);
    answer = json_object_get(world_call_text(guest, "session.open", open), "result");
    CHECK_TEXT(json_string_value(json_object_get(answer, "person")), "dc07-0002");
    free((void *)(uintptr_t)issued);
    world_destroy(world);
}

static void use_it_all(struct world *world) {
    struct world_client *phone = world_join(world, "hall-0001");
    struct world_client *desk = world_join(world, "an");
    world_call_text(phone, "question.submit", CANARY);
    if (desk->subscriber)
        world_call_text(desk, "question.approve", "{\"question\":1,\"rev\":1}");
    if (desk->subscriber)
        world_call_text(desk, "poll.draft", "{\"title\":{\"vi\":\"a\"},\"results\":\"live\"}");
    if (desk->subscriber)
        world_call_text(desk, "poll.open", "{\"poll\":1,\"rev\":1}");
    if (phone->subscriber)
        world_call_text(phone, "poll.cast", "{\"poll\":1,\"device\":\"AAAAAAAAAAE\",\"counter\":1,\"choice\":\"yes\"}");
    if (phone->subscriber)
        world_call_text(phone, "speaker.request", "{\"class\":\"interposed\"}");
    static const char *const OF_THE_DESK[][2] = {
        {"agenda.start", "{\"item\":1,\"rev\":1}"},
        {"speakers.close", "{\"item\":1,\"rev\":2}"},
        {"speaker.call", "{\"name\":\"Bảy\"}"},
        {"speaker.skip", "{\"speaker\":2,\"rev\":1}"},
        {"speaker.start", "{\"speaker\":1,\"rev\":2,\"seconds\":60}"},
        {"speaker.pause", "{\"speaker\":1,\"rev\":3}"},
        {"message.send", "{\"to\":\"chair\",\"text\":\"Còn 5 phút\"}"},
        {"stage.show", "{\"view\":\"message\",\"message\":{\"vi\":\"Nghỉ\"},\"display\":\"screen\",\"rev\":1}"},
        {"agenda.start", "{\"item\":2,\"rev\":1}"},
    };
    for (size_t i = 0; i < sizeof OF_THE_DESK / sizeof OF_THE_DESK[0] && desk->subscriber; i++)
        world_call_text(desk, OF_THE_DESK[i][0], OF_THE_DESK[i][1]);
    world_at(world, world->now + 70000);
}

/* While memory is short the loop goes on, and what is due is tried again. */
static void a_deadline_without_memory_is_tried_again(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *desk = world_join(world, "an");
    world_call_text(desk, "poll.draft", "{\"title\":{\"vi\":\"Thông qua?\"},\"results\":\"hidden\"}");
    world_call_text(desk, "poll.open", "{\"poll\":1,\"rev\":1,\"seconds\":10}");
    uint64_t durable = world->hub->durable;
    buffer_finish(&world->hub->encoded); /* so that the event has to be given room */
    memory_fail_from(1);
    world->now = conference_deadline(world->hub->ahead) + 1;
    hub_tick(world->hub, world->now);
    CHECK(!world->hub->appending && memory_taken() < 100);
    memory_fail_from(0);
    CHECK(hub_next_tick(world->hub) <= world->now);
    world_at(world, world->now + 1);
    CHECK(world->hub->durable > durable);
    CHECK(world_laws_hold(world));
    world_destroy(world);
}

static void every_allocation_can_fail(void) {
    for (unsigned long nth = 1; nth < 4000; nth++) {
        struct world *world = world_create(CONFIG, NULL);
        world_join(world, "hall-0001");
        world_join(world, "an");
        memory_fail_from(nth);
        use_it_all(world);
        bool reached = memory_taken() < nth;
        memory_fail_from(0);
        check_note("allocation %lu", nth);
        world->fenced = false;
        world_restart(world); /* whatever was answered, the journal holds a conference that goes on */
        for (size_t i = 0; i < world->client_count; i++)
            world_return(world->clients[i]);
        CHECK(world_laws_hold(world));
        world_destroy(world);
        if (reached)
            return;
        if (nth > 60)
            nth += nth / 24;
    }
    CHECK(false);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"nothing is said before it is durable", nothing_is_said_before_it_is_durable},
        {"a repeat in flight gets the result of the first", a_repeat_in_flight_gets_the_result_of_the_first},
        {"a full disk is refused and screens stay up", a_full_disk_is_refused_and_screens_stay_up},
        {"an append in doubt that happened is answered", an_append_in_doubt_that_happened_is_answered},
        {"an append in doubt that was lost is refused", an_append_in_doubt_that_was_lost_is_refused},
        {"the newest socket of a code wins", the_newest_socket_of_a_code_wins},
        {"signing out ends the session", signing_out_ends_the_session},
        {"a slow client gets a snapshot, then is closed", a_slow_client_gets_a_snapshot_then},
        {"commands of a moment go together", commands_of_a_moment_go_together},
        {"commands follow one another in batches", commands_follow_one_another_in_batches},
        {"what would wait in any case may lie in the sockets", what_would_wait_in_any_case_may_lie_in_the_sockets},
        {"a stop stores what waits, and then nothing begins", a_stop_stores_what_waits_and_then_nothing_begins},
        {"one write carries all that is pending", one_write_carries_all_that_is_pending},
        {"floods are refused", floods_are_refused},
        {"bad messages get an error and the connection stays", bad_messages_get_an_error_and_the_connection_stays},
        {"a claim ends with whoever has it", a_claim_ends_with_whoever_has_it},
        {"a claim is told to the desk and ends by itself", a_claim_is_told_to_the_desk_and_ends_by_itself},
        {"who speaks for a site is told the order", who_speaks_for_a_site_is_told_the_order},
        {"those present are delegates", those_present_are_delegates},
        {"codes are issued and let people in", codes_are_issued_and_let_people_in},
        {"a deadline without memory is tried again", a_deadline_without_memory_is_tried_again},
        {"every allocation can fail", every_allocation_can_fail},
    };
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
