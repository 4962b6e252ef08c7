/* Signing in and saying hello in one breath: a hello without token behind session.open is answered with the session that was opened. */
#include "support/check.h"
#include "support/doubtful_journal.h"
#include "support/world.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json";
static const char *const HELLO = "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"hello\",\"params\":{\"v\":1}}";
static const char *const WRONG = "{\"jsonrpc\":\"2.0\",\"id\":\"open\",\"method\":\"session.open\",\"params\":{\"card\":\"nobody's\"}}";
static const char *const PERSON = "dc07-0002";

static char *issued;

static void codes_done(void *context, enum error outcome, const struct buffer *csv) {
    (void)context;
    if (CHECK_NUMBER(outcome, ERROR_NONE))
        issued = strndup(csv->bytes, csv->length);
}

/* session.open by the person's card. */
static void open_by_card(struct world *world, char out[160]) {
    char card[32] = "";
    CHECK_NUMBER(hub_issue_codes(world->hub, "dc07", "https://localhost:8443", world->now, codes_done, NULL), ERROR_NONE);
    world_settle(world);
    const char *line = issued ? strstr(issued, PERSON) : NULL;
    CHECK(line && sscanf(strstr(line, "#t="), "#t=%22[^\"]", card) == 1);
    snprintf(out, 160, "{\"jsonrpc\":\"2.0\",\"id\":\"open\",\"method\":\"session.open\",\"params\":{\"card\":\"%s\"}}", card);
    free(issued);
    issued = NULL;
}

/* The client on a new connection on which nothing was said. */
static void connect_anew(struct world *world, struct world_client *client) {
    world_leave(client);
    buffer_clear(&client->bytes);
    client->close_code = 0;
    client->own = client->shared = -1;
    client->subscriber = hub_connect(world->hub, client, "127.0.0.1", world->now);
}

static struct world_client *stranger(struct world *world, const char *person) {
    struct world_client *client = world_join(world, person);
    connect_anew(world, client);
    return client;
}

static void say(struct world_client *client, const char *text) {
    world_send(client, text, strlen(text));
}

/* How far behind the beginning of all that came; 0 = it did not come. */
static size_t place_of(const struct world_client *client, const char *text) {
    const char *found = client->bytes.length > 0 ? memmem(client->bytes.bytes, client->bytes.length, text, strlen(text)) : NULL;
    return found ? (size_t)(found - client->bytes.bytes) : 0;
}

static const char *person_of_hello(const struct world_client *client) {
    const char *id = json_string_value(json_object_get(client->answer, "id"));
    CHECK_TEXT(id ? id : "", "hello");
    const char *person = json_string_value(json_object_get(json_object_get(client->answer, "result"), "person"));
    return person ? person : "";
}

static void a_hello_behind_a_sign_in_waits_for_it(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *phone = stranger(world, PERSON);
    char open[160];
    open_by_card(world, open);
    doubtful_set(world->journal, DOUBT_HOLD);
    say(phone, open);
    say(phone, HELLO);
    CHECK_NUMBER(phone->bytes.length, 0); /* nothing before the session is durable */
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK_TEXT(person_of_hello(phone), PERSON);
    size_t opened = place_of(phone, "\"token\":\""), greeted = place_of(phone, "\"serverTime\":"), shown = place_of(phone, "\"method\":\"snapshot\"");
    CHECK(opened > 0 && greeted > opened && shown > greeted);
    CHECK(json_object_size(json_object_get(phone->rows, "own")) > 0);
    CHECK(world_laws_hold(world));
    world_destroy(world);
}

static void behind_a_refused_one_it_is_answered_without(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *phone = stranger(world, PERSON);
    char open[160];
    open_by_card(world, open);
    say(phone, WRONG);
    CHECK_TEXT(world_error(phone), "bad_credentials");
    say(phone, HELLO);
    CHECK_TEXT(person_of_hello(phone), "");
    /* Nothing can be stored, and that is found out while the hello waits. */
    connect_anew(world, phone);
    doubtful_set(world->journal, DOUBT_UNKNOWN_LOST);
    say(phone, open);
    say(phone, HELLO);
    CHECK_NUMBER(phone->bytes.length, 0);
    doubtful_set(world->journal, DOUBT_NONE);
    world_at(world, world->now + 1);
    CHECK(place_of(phone, "\"not_stored\"") > 0);
    CHECK_TEXT(person_of_hello(phone), "");
    CHECK_NUMBER(phone->subscriber->signing_in, 0);
    world_destroy(world);
}

static void of_several_sign_ins_the_first_that_succeeds_counts(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *phone = stranger(world, PERSON);
    char open[160];
    open_by_card(world, open);
    doubtful_set(world->journal, DOUBT_HOLD);
    say(phone, open);
    say(phone, WRONG);
    say(phone, HELLO);
    CHECK_TEXT(world_error(phone), "bad_credentials");
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK_TEXT(person_of_hello(phone), PERSON);
    CHECK_NUMBER(phone->subscriber->signing_in, 0);
    world_destroy(world);
}

static void one_hello_waits_and_one_with_a_token_does_not(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *phone = stranger(world, PERSON), *desk = stranger(world, "an");
    char open[160], hello[160];
    open_by_card(world, open);
    doubtful_set(world->journal, DOUBT_HOLD);
    say(phone, open);
    say(phone, HELLO);
    say(phone, HELLO);
    CHECK_TEXT(world_error(phone), "busy");
    say(desk, open);
    snprintf(hello, sizeof hello, "{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"hello\",\"params\":{\"v\":1,\"token\":\"%s\"}}", desk->token);
    say(desk, hello);
    CHECK_TEXT(person_of_hello(desk), "an");
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK(place_of(phone, "\"serverTime\":") > 0);
    CHECK_TEXT(conference_person_id(world->hub->published, desk->subscriber->person).bytes, "an");
    world_destroy(world);
}

/* Two devices with one card in one append: the older session has ended when its hello's turn comes. */
static void who_is_replaced_meanwhile_is_told_so(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *phone = stranger(world, PERSON), *other = stranger(world, "dc07-0001"), *asker = world_join(world, "hall-0001");
    char open[160];
    open_by_card(world, open);
    doubtful_set(world->journal, DOUBT_HOLD);
    world_call_text(asker, "question.submit", "{\"text\":\"Câu hỏi\"}"); /* what comes behind it waits for the next append */
    say(phone, open);
    say(phone, HELLO);
    say(other, open);
    say(other, HELLO);
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK_TEXT(world_error(phone), "bad_credentials");
    CHECK_TEXT(person_of_hello(other), PERSON);
    world_destroy(world);
}

static void who_goes_meanwhile_is_forgotten(void) {
    struct world *world = world_create(CONFIG, doubtful_open());
    struct world_client *phone = stranger(world, PERSON);
    char open[160];
    open_by_card(world, open);
    doubtful_set(world->journal, DOUBT_HOLD);
    say(phone, open);
    say(phone, HELLO);
    connect_anew(world, phone); /* perhaps in the very place of the former connection */
    doubtful_set(world->journal, DOUBT_NONE);
    world_settle(world);
    CHECK_NUMBER(phone->bytes.length, 0);
    say(phone, HELLO);
    CHECK_TEXT(person_of_hello(phone), "");
    world_destroy(world);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"a hello behind a sign-in waits for it", a_hello_behind_a_sign_in_waits_for_it},
        {"behind a refused one it is answered without", behind_a_refused_one_it_is_answered_without},
        {"of several sign-ins the first that succeeds counts", of_several_sign_ins_the_first_that_succeeds_counts},
        {"one hello waits, and one with a token does not", one_hello_waits_and_one_with_a_token_does_not},
        {"who is replaced meanwhile is told so", who_is_replaced_meanwhile_is_told_so},
        {"who goes meanwhile is forgotten", who_goes_meanwhile_is_forgotten},
    };
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
