/* The replica of a site: what the hub has shown, byte for byte; who comes back gets what is missing; and it is the same after a restart. */
#include "base/memory.h"
#include "codec/json_slice.h"
#include "site/replica.h"
#include "support/check.h"

#include <stdio.h>
#include <string.h>

static const uint8_t FOLDER[SITE_FOLDER_SIZE] = {7};

static enum replica_change hear(struct replica *replica, const char *text, enum error *error) {
    struct text bytes = text_of(text), params = {0};
    enum replica_change change = REPLICA_NOTHING;
    struct replica_channel *channel;
    CHECK(json_slice_check(bytes.bytes, bytes.length));
    CHECK(json_member(bytes, "params", &params));
    *error = replica_apply(replica, bytes, params, strstr(text, "\"method\":\"snapshot\"") != NULL, &change, &channel);
    if (!*error && change == REPLICA_FRAME && channel->count > 0) {
        const struct message *kept = replica_frame_at(channel, channel->count - 1)->message;
        CHECK_BYTES(message_payload(kept), kept->payload_length, bytes.bytes, bytes.length);
    }
    return change;
}

static enum replica_change heard(struct replica *replica, const char *text) {
    enum error error;
    enum replica_change change = hear(replica, text, &error);
    CHECK_NUMBER(error, ERROR_NONE);
    return change;
}

static void check_snapshot(struct replica *replica, const char *channel, const char *expected) {
    struct message *message = replica_snapshot(replica, replica_find(replica, channel));
    if (CHECK(message != NULL))
        CHECK_BYTES(message_payload(message), message->payload_length, expected, strlen(expected));
    message_release(message);
}

#define SNAPSHOT(channel, to, rows) \
    "{\"jsonrpc\":\"2.0\",\"method\":\"snapshot\",\"params\":{\"journal\":\"j1\",\"channel\":\"" channel "\",\"to\":" to ",\"rows\":[" rows "]}}"
#define ROWS(channel, from, to, rows) \
    "{\"jsonrpc\":\"2.0\",\"method\":\"rows\",\"params\":{\"channel\":\"" channel "\",\"from\":" from ",\"to\":" to ",\"rows\":[" rows "]}}"
#define TOPIC "{\"kind\":\"topic\",\"id\":\"vốn\",\"localName\":{\"vi\":\"V\\u1ed1n, \\\"]}\"},\"rev\":1}"
#define POLL(rev) "{\"kind\":\"poll\",\"id\":1,\"rev\":" rev "}"

static struct site_store *open_store(void) {
    struct site_store_options options = {.path = check_path("site.sqlite"), .random = FOLDER};
    struct site_store *store = NULL;
    CHECK_NUMBER(site_store_open(&options, &store), ERROR_NONE);
    return store;
}

static void rows_keep_their_bytes(void) {
    struct replica *replica = replica_create(NULL);
    CHECK_NUMBER(heard(replica, SNAPSHOT("participant", "5", TOPIC "," POLL("1"))), REPLICA_SNAPSHOT);
    check_snapshot(replica, "participant", SNAPSHOT("participant", "5", TOPIC "," POLL("1")));
    CHECK_NUMBER(heard(replica, ROWS("participant", "5", "7", POLL("2"))), REPLICA_FRAME);
    check_snapshot(replica, "participant", SNAPSHOT("participant", "7", TOPIC "," POLL("2")));
    CHECK_NUMBER(heard(replica, ROWS("participant", "7", "8", "{\"gone\":{\"kind\":\"topic\",\"id\":\"vốn\"}}")), REPLICA_FRAME);
    check_snapshot(replica, "participant", SNAPSHOT("participant", "8", POLL("2")));
    replica_destroy(replica);
}

static void frames_apply_once_and_in_order(void) {
    struct replica *replica = replica_create(NULL);
    CHECK_NUMBER(heard(replica, ROWS("participant", "1", "2", POLL("1"))), REPLICA_NOTHING); /* not shown yet */
    heard(replica, SNAPSHOT("participant", "5", ""));
    CHECK_NUMBER(heard(replica, ROWS("participant", "5", "6", POLL("1"))), REPLICA_FRAME);
    CHECK_NUMBER(heard(replica, ROWS("participant", "5", "6", POLL("9"))), REPLICA_NOTHING);
    CHECK_NUMBER(heard(replica, ROWS("participant", "7", "8", POLL("9"))), REPLICA_GAP);
    check_snapshot(replica, "participant", SNAPSHOT("participant", "6", POLL("1")));
    replica_destroy(replica);
}

static void browsers_come_back(void) {
    struct replica *replica = replica_create(NULL);
    heard(replica, SNAPSHOT("participant", "5", ""));
    heard(replica, ROWS("participant", "5", "6", POLL("1")));
    const struct replica_channel *channel = replica_find(replica, "participant");
    CHECK_NUMBER(replica_catch_up(channel, -1), REPLICA_CATCH_SNAPSHOT);
    CHECK_NUMBER(replica_catch_up(channel, 4), REPLICA_CATCH_SNAPSHOT); /* behind the floor */
    CHECK_NUMBER(replica_catch_up(channel, 5), REPLICA_CATCH_FRAMES);
    CHECK_NUMBER(replica_catch_up(channel, 6), REPLICA_CATCH_NOTHING);
    CHECK_NUMBER(replica_catch_up(channel, 9), REPLICA_CATCH_NOTHING); /* has seen more than this site */
    heard(replica, SNAPSHOT("participant", "8", POLL("2"))); /* raises the floor, whatever was kept */
    CHECK_NUMBER(replica_catch_up(channel, 6), REPLICA_CATCH_SNAPSHOT);
    char frame[512];
    for (int i = 8; i < 8 + REPLICA_SHARED_FRAMES + 1; i++) {
        snprintf(frame, sizeof frame, ROWS("participant", "%d", "%d", POLL("%d")), i, i + 1, i);
        heard(replica, frame);
    }
    CHECK_NUMBER(channel->count, REPLICA_SHARED_FRAMES);
    CHECK_NUMBER(replica_catch_up(channel, 8), REPLICA_CATCH_SNAPSHOT);
    CHECK_NUMBER(replica_catch_up(channel, 9), REPLICA_CATCH_FRAMES);
    CHECK_NUMBER(replica_frame_at(channel, 0)->from, 9);
    replica_destroy(replica);
}

/* Its channels begin where its journal ends, and all up to there was said to be here. */
static void a_hub_that_was_started_anew_leaves_no_gap(void) {
    struct replica *replica = replica_create(NULL);
    heard(replica, SNAPSHOT("participant", "5", ""));
    heard(replica, ROWS("participant", "5", "6", POLL("1")));
    replica_reached(replica, 9);
    CHECK_NUMBER(heard(replica, ROWS("participant", "9", "11", POLL("2"))), REPLICA_FRAME);
    const struct replica_channel *channel = replica_find(replica, "participant");
    CHECK_NUMBER(replica_catch_up(channel, 6), REPLICA_CATCH_SNAPSHOT); /* a browser would see a gap */
    CHECK_NUMBER(replica_catch_up(channel, 9), REPLICA_CATCH_FRAMES);
    CHECK_NUMBER(channel->count, 1);
    CHECK_NUMBER(heard(replica, ROWS("participant", "12", "13", POLL("3"))), REPLICA_GAP);
    replica_destroy(replica);
}

static void less_than_before_is_said(void) {
    struct replica *replica = replica_create(NULL);
    CHECK_NUMBER(heard(replica, SNAPSHOT("participant", "5", "")), REPLICA_SNAPSHOT);
    CHECK_NUMBER(heard(replica, SNAPSHOT("participant", "4", "")), REPLICA_SET_BACK);
    CHECK(replica_is_behind(replica, text_of("j2")));
    CHECK(!replica_is_behind(replica, text_of("j1")) && !replica_is_behind(replica, text_of("j0")) && !replica_is_behind(replica, text_of("j22")));
    replica_destroy(replica);
}

static void another_journal_empties_everything(void) {
    struct replica *replica = replica_create(NULL);
    heard(replica, SNAPSHOT("participant", "5", POLL("1")));
    heard(replica, SNAPSHOT("stage", "5", POLL("1")));
    replica_reached(replica, 5);
    heard(replica, "{\"jsonrpc\":\"2.0\",\"method\":\"snapshot\",\"params\":{\"journal\":\"j2\",\"channel\":\"stage\",\"to\":2,\"rows\":[]}}");
    CHECK(!replica_find(replica, "participant")->has_rows);
    CHECK_NUMBER(replica_catch_up(replica_find(replica, "participant"), -1), REPLICA_CATCH_NOTHING); /* its snapshot is on the way */
    CHECK_NUMBER(replica->s, -1);
    replica_destroy(replica);
}

static void a_restart_serves_the_same(void) {
    struct site_store *store = open_store();
    struct replica *replica = replica_create(store);
    heard(replica, SNAPSHOT("participant", "5", TOPIC "," POLL("1")));
    heard(replica, SNAPSHOT("person:dc01-0001", "5", POLL("1")));
    heard(replica, ROWS("participant", "5", "6", POLL("2")));
    CHECK_NUMBER(replica_drop(replica, "person:dc01-0001"), ERROR_NONE);
    replica_reached(replica, 6);
    CHECK_NUMBER(site_store_commit(store), ERROR_NONE);
    heard(replica, ROWS("participant", "6", "7", POLL("3"))); /* nobody commits this */
    replica_destroy(replica);
    site_store_close(store);

    store = open_store();
    replica = replica_create(store);
    CHECK_NUMBER(replica_load(replica), ERROR_NONE);
    CHECK_TEXT(replica->journal, "j1");
    CHECK_NUMBER(replica->s, 6);
    check_snapshot(replica, "participant", SNAPSHOT("participant", "6", TOPIC "," POLL("2")));
    CHECK(replica_find(replica, "person:dc01-0001") == NULL);
    CHECK_NUMBER(replica_catch_up(replica_find(replica, "participant"), 5), REPLICA_CATCH_SNAPSHOT);
    CHECK_NUMBER(heard(replica, ROWS("participant", "5", "6", POLL("2"))), REPLICA_NOTHING);
    replica_destroy(replica);
    site_store_close(store);
}

static void what_was_not_stored_is_stored_again(void) {
    struct site_store *store = open_store();
    struct replica *replica = replica_create(store);
    heard(replica, SNAPSHOT("participant", "5", POLL("1")));
    site_store_abandon(store); /* the disk was full */
    replica_not_stored(replica);
    heard(replica, ROWS("participant", "5", "6", POLL("2")));
    CHECK(!site_store_has_writes(store));
    replica_store_again(replica);
    CHECK_NUMBER(site_store_commit(store), ERROR_NONE);
    replica_destroy(replica);
    replica = replica_create(store);
    CHECK_NUMBER(replica_load(replica), ERROR_NONE);
    check_snapshot(replica, "participant", SNAPSHOT("participant", "6", POLL("2")));
    replica_destroy(replica);
    site_store_close(store);
}

static void every_allocation_can_fail(void) {
    for (unsigned long nth = 1; nth < 60; nth++) {
        enum error error;
        memory_fail_from(nth);
        struct replica *replica = replica_create(NULL);
        memory_fail_from(0);
        if (!replica)
            continue;
        memory_fail_from(nth);
        (void)hear(replica, SNAPSHOT("participant", "5", TOPIC "," POLL("1")), &error);
        memory_fail_from(0);
        const struct replica_channel *channel = replica_find(replica, "participant");
        CHECK(!error || !channel || !channel->has_rows); /* half of it is shown to nobody */
        heard(replica, SNAPSHOT("participant", "5", TOPIC "," POLL("1")));
        check_snapshot(replica, "participant", SNAPSHOT("participant", "5", TOPIC "," POLL("1")));
        memory_fail_from(nth);
        (void)hear(replica, ROWS("participant", "5", "6", POLL("2")), &error);
        memory_fail_from(0);
        CHECK(!error || !replica_find(replica, "participant")->has_rows);
        replica_destroy(replica);
    }
}

static void what_is_not_a_frame_is_refused(void) {
    struct replica *replica = replica_create(NULL);
    enum error error;
    hear(replica, SNAPSHOT("participant", "5", "{\"id\":1}"), &error);
    CHECK_NUMBER(error, ERROR_MALFORMED);
    CHECK(!replica_find(replica, "participant")->has_rows);
    hear(replica, "{\"method\":\"rows\",\"params\":{\"channel\":\"participant\",\"to\":-1,\"from\":0,\"rows\":[]}}", &error);
    CHECK_NUMBER(error, ERROR_MALFORMED);
    CHECK(!json_slice_check("{\"a\":1", 6));
    CHECK(!json_slice_check("[]", 2));
    CHECK(!json_slice_check("{\"a\":[[[[[[[[[[[[1]]]]]]]]]]]]}", 31));
    replica_destroy(replica);
}

static const struct check_test tests[] = {
    {"rows keep their bytes", rows_keep_their_bytes},
    {"frames apply once and in order", frames_apply_once_and_in_order},
    {"browsers come back", browsers_come_back},
    {"a hub that was started anew leaves no gap", a_hub_that_was_started_anew_leaves_no_gap},
    {"less than before is said", less_than_before_is_said},
    {"another journal empties everything", another_journal_empties_everything},
    {"a restart serves the same", a_restart_serves_the_same},
    {"what was not stored is stored again", what_was_not_stored_is_stored_again},
    {"every allocation can fail", every_allocation_can_fail},
    {"what is not a frame is refused", what_is_not_a_frame_is_refused},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
