/* The site board: what the desk is told of each site's link, and that a site can say nothing of itself but what is within bounds. */
#include "support/check.h"
#include "support/site_end.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json";

struct board {
    struct world *world;
    struct site_end site; /* of dc07, which holds it */
    struct world_client *desk;
};

/* In place: the site's end is known by where it lies. */
static void begin(struct board *board) {
    *board = (struct board){.world = world_create(CONFIG, NULL)};
    site_end_open(board->world);
    world_call_text(world_join(board->world, "binh"), "person.add", "{\"person\":\"tv-07\",\"name\":\"TV\",\"site\":\"dc07\",\"roles\":[\"display\"]}");
    site_end_init(&board->site, board->world, "dc07");
    board->desk = world_join(board->world, "an");
    site_end_claim(&board->site, 'f', 's', "");
}

static void end(struct board *board) {
    site_end_finish(&board->site);
    world_destroy(board->world);
}

static char *list_of(const struct world_client *client, const char *name) {
    json_t *list = json_object_get(client->live, name);
    return list ? json_dumps(list, JSON_COMPACT) : strdup("");
}

static void expect_list(struct board *board, const struct world_client *client, const char *name, const char *expected) {
    world_at(board->world, board->world->now + LINKS_EVERY_MS);
    char *found = list_of(client, name);
    CHECK_TEXT(found, expected);
    free(found);
}

static void the_desk_is_told_of_each_link(void) {
    struct board board;
    begin(&board);
    struct world_client *chair = world_join(board.world, "chi"), *phone = world_join(board.world, "hall-0001");
    expect_list(&board, board.desk, "links", "[{\"site\":\"dc07\",\"up\":true,\"generation\":1,\"since\":1000000,\"outbox\":0,\"present\":0}]");
    site_end_say(&board.site, "link.report",
                 "{\"outbox\":3,\"oldest\":1000001,\"present\":41,\"roundTrip\":80,\"clockOffset\":-1200,\"clockError\":44}");
    expect_list(&board, chair, "links",
                "[{\"site\":\"dc07\",\"up\":true,\"generation\":1,\"since\":1000000,\"outbox\":3,\"present\":41,\"oldest\":1000001,\"roundTrip\":80,"
                "\"clockOffset\":-1200,\"clockError\":44}]");
    /* Another process is refused, and the desk is told; then the link is cut, and nothing that was said before is true any more. */
    struct site_end other = {0};
    site_end_init(&other, board.world, "dc07");
    CHECK_TEXT(site_end_claim(&other, 'g', 't', ""), "fenced");
    int64_t refused = board.world->now;
    site_end_cut(&board.site);
    char expected[160];
    snprintf(expected, sizeof expected, "[{\"site\":\"dc07\",\"up\":false,\"generation\":1,\"since\":%lld,\"fencedAt\":%lld}]", (long long)board.world->now,
             (long long)refused);
    expect_list(&board, board.desk, "links", expected);
    CHECK(!json_object_get(phone->live, "links"));
    site_end_finish(&other);
    end(&board);
}

static void clock_and_round_trip_wait_for_the_beat(void) {
    struct board board;
    begin(&board);
    world_at(board.world, board.world->now + LINKS_EVERY_MS);
    site_end_say(&board.site, "link.report", "{\"roundTrip\":80,\"clockOffset\":1,\"clockError\":2}");
    CHECK(!board.world->hub->live[LIVE_LINKS].changed);
    site_end_say(&board.site, "link.report", "{\"outbox\":1,\"roundTrip\":80}");
    CHECK(board.world->hub->live[LIVE_LINKS].changed);
    end(&board);
}

static void what_is_out_of_bounds_changes_nothing(void) {
    static const char *const REFUSED[] = {
        "{\"outbox\":-1}",
        "{\"outbox\":2147483648}",
        "{\"outbox\":\"3\"}",
        "{\"outbox\":1.5}",
        "{\"oldest\":-1}",
        "{\"oldest\":9007199254740993}",
        "{\"present\":-1}",
        "{\"present\":2147483648}",
        "{\"roundTrip\":-1}",
        "{\"roundTrip\":2147483648}",
        "{\"clockOffset\":1}",
        "{\"clockError\":1}",
        "{\"clockOffset\":9007199254740993,\"clockError\":1}",
        "{\"clockOffset\":1,\"clockError\":-1}",
        "{\"bytes\":1}",
        "{\"displays\":3}",
        "{\"displays\":[3]}",
        "{\"displays\":[{}]}",
        "{\"displays\":[{\"display\":\"tv-07\",\"rev\":1}]}",
        "{\"displays\":[{\"display\":\"tv-07\",\"stage\":\"main\"}]}",
        "{\"displays\":[{\"display\":\"tv-07\",\"stage\":\"main\",\"rev\":0}]}",
        "{\"displays\":[{\"display\":\"tv-07\",\"stage\":\"main\",\"rev\":1,\"more\":1}]}",
        "{\"displays\":[{\"display\":\"01234567890123456789012345678901234567890\"}]}",
    };
    struct board board;
    begin(&board);
    site_end_say(&board.site, "link.report", "{\"outbox\":3,\"displays\":[{\"display\":\"tv-07\"}]}");
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++)
        site_end_say(&board.site, "link.report", REFUSED[i]);
    char many[2048] = "{\"displays\":[{\"display\":\"tv-07\"}";
    for (int i = 0; i < LINK_REPORT_DISPLAYS; i++)
        strcat(many, ",{\"display\":\"tv-07\"}");
    site_end_say(&board.site, "link.report", strcat(many, "]}"));
    expect_list(&board, board.desk, "links", "[{\"site\":\"dc07\",\"up\":true,\"generation\":1,\"since\":1000000,\"outbox\":3,\"present\":0}]");
    expect_list(&board, board.desk, "displays", "[{\"display\":\"tv-07\"}]");
    end(&board);
}

static void displays_of_a_site_are_there_as_it_says(void) {
    struct board board;
    begin(&board);
    expect_list(&board, board.desk, "displays", "[]");
    site_end_say(&board.site, "link.report", "{\"displays\":[{\"display\":\"tv-07\"}]}");
    expect_list(&board, board.desk, "displays", "[{\"display\":\"tv-07\"}]"); /* there, and behind */
    site_end_say(&board.site, "link.report", "{\"displays\":[{\"display\":\"tv-07\",\"stage\":\"main\",\"rev\":1}]}");
    expect_list(&board, board.desk, "displays", "[{\"display\":\"tv-07\",\"stage\":\"main\",\"rev\":1}]");
    /* Nobody's: of another site, no display, unknown, and a stage that is another one's. */
    site_end_say(&board.site, "link.report",
                 "{\"displays\":[{\"display\":\"tv-07\",\"stage\":\"tv-07\",\"rev\":2},{\"display\":\"screen\"},{\"display\":\"dc07-0001\"},{\"display\":\"x\"}]}");
    expect_list(&board, board.desk, "displays", "[{\"display\":\"tv-07\",\"stage\":\"tv-07\",\"rev\":2}]");
    site_end_say(&board.site, "link.report", "{\"displays\":[{\"display\":\"tv-07\",\"stage\":\"screen\",\"rev\":9}]}");
    expect_list(&board, board.desk, "displays", "[]");
    site_end_say(&board.site, "link.report", "{\"displays\":[{\"display\":\"tv-07\",\"stage\":\"main\",\"rev\":1}]}");
    site_end_cut(&board.site);
    expect_list(&board, board.desk, "displays", "[]");
    end(&board);
}

static void expect_told(const struct world_client *client, const char *name, const char *expected) {
    char *found = list_of(client, name);
    check_note("%s", name);
    CHECK_TEXT(found, expected);
    free(found);
}

/* No clock moves here: nothing is told but for the hello. */
static void who_has_just_come_is_told_at_once(void) {
    struct board board;
    begin(&board);
    world_call_text(board.desk, "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"turnout\"}");
    world_call_text(board.desk, "poll.open", "{\"poll\":1,\"rev\":1}");
    struct world_client *phone = world_join(board.world, "dc07-0001"), *chair = world_join(board.world, "chi");
    const char *turnout = "[{\"poll\":1,\"ballots\":0}]";
    expect_told(phone, "turnout", turnout);
    CHECK(phone->live && !json_object_get(phone->live, "present") && !json_object_get(phone->live, "links"));
    expect_told(chair, "turnout", turnout);
    expect_told(chair, "present", "[{\"site\":\"hall\",\"people\":0},{\"site\":\"dc07\",\"people\":1},{\"site\":\"dc12\",\"people\":0}]");
    expect_told(chair, "links", "[{\"site\":\"dc07\",\"up\":true,\"generation\":1,\"since\":1000000,\"outbox\":0,\"present\":0}]");
    expect_told(chair, "displays", "[]");
    CHECK(!json_object_get(chair->live, "claims")); /* for moderators */
    expect_told(world_join(board.world, "binh"), "claims", "[]");
    end(&board);
}

static void vote_in(struct board *board, int poll, const char *person, const char *key) {
    char params[140];
    snprintf(params, sizeof params, "{\"poll\":%d,\"key\":\"AAAAAAAAAAAAAAAAAAAA%sA\",\"device\":\"AAAAAAAAAAE\",\"counter\":%d,\"choice\":\"yes\"}", poll, key, poll);
    struct world_client *voter = world_join(board->world, person);
    world_call_text(voter, "poll.cast", params);
    CHECK(json_object_get(voter->answer, "result"));
}

static void vote(struct board *board, const char *person, const char *key) {
    vote_in(board, 1, person, key);
}

static void wait_for_results(struct board *board) {
    world_at(board->world, board->world->now + TURNOUT_LATEST_MS);
}

/* Two polls run, one of them hidden: thousands are not told again what the other one stood at. The beat says all of it. */
static void what_has_not_changed_is_not_told_again(void) {
    struct board board;
    begin(&board);
    world_call_text(board.desk, "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"live\"}");
    world_call_text(board.desk, "poll.open", "{\"poll\":1,\"rev\":1}");
    world_call_text(board.desk, "poll.draft", "{\"title\":{\"vi\":\"Tín nhiệm\"},\"results\":\"hidden\"}");
    world_call_text(board.desk, "poll.open", "{\"poll\":2,\"rev\":1}");
    struct world_client *phone = world_join(board.world, "dc07-0001"), *chair = world_join(board.world, "chi");
    vote(&board, "dc07-0002", "a");
    wait_for_results(&board);
    expect_told(phone, "turnout", "[{\"poll\":1,\"ballots\":1,\"tally\":[1,0,0]}]");
    expect_told(chair, "turnout", "[{\"poll\":1,\"ballots\":1,\"tally\":[1,0,0]},{\"poll\":2,\"ballots\":0}]");
    json_t *heard = json_incref(phone->live);
    vote_in(&board, 2, "hall-0001", "b");
    wait_for_results(&board);
    CHECK(phone->live == heard);
    json_decref(heard);
    expect_told(chair, "turnout", "[{\"poll\":2,\"ballots\":1}]");
    world_at(board.world, board.world->now + BEAT_EVERY_MS);
    expect_told(phone, "turnout", "[{\"poll\":1,\"ballots\":1,\"tally\":[1,0,0]}]");
    end(&board);
}

/* Four times a second; and when telling all takes long, as long again is left to those who vote. */
static void results_leave_time_to_those_who_vote(void) {
    struct board board;
    begin(&board);
    struct hub *hub = board.world->hub;
    world_call_text(board.desk, "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"live\"}");
    world_call_text(board.desk, "poll.open", "{\"poll\":1,\"rev\":1}");
    static const char *const VOTERS[] = {"dc07-0001", "dc07-0002", "hall-0001", "hall-0002"};
    for (size_t i = 0; i < sizeof VOTERS / sizeof VOTERS[0]; i++)
        world_join(board.world, VOTERS[i]);
    vote(&board, VOTERS[0], "a");
    int64_t told = board.world->now + 1000;
    world_at(board.world, told);
    vote(&board, VOTERS[1], "b");
    CHECK_NUMBER(hub_next_tick(hub), told + TURNOUT_EVERY_MS);

    told += TURNOUT_EVERY_MS;
    board.world->now = told;
    hub_tick(hub, told);
    vote(&board, VOTERS[2], "c"); /* this sweeps: nobody has waited */
    CHECK_NUMBER(hub_next_tick(hub), told + TURNOUT_EVERY_MS);

    told += TURNOUT_EVERY_MS;
    board.world->now = told;
    hub_tick(hub, told);
    hub->now = told + 600; /* so long until all have it */
    while (hub_sweep(hub, 64)) {
    }
    board.world->now = hub->now;
    vote(&board, VOTERS[3], "d");
    CHECK_NUMBER(hub_next_tick(hub), told + 1200);
    end(&board);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"the desk is told of each link", the_desk_is_told_of_each_link},
        {"clock and round trip wait for the beat", clock_and_round_trip_wait_for_the_beat},
        {"what is out of bounds changes nothing", what_is_out_of_bounds_changes_nothing},
        {"who has just come is told at once", who_has_just_come_is_told_at_once},
        {"what has not changed is not told again", what_has_not_changed_is_not_told_again},
        {"results leave time to those who vote", results_leave_time_to_those_who_vote},
        {"displays of a site are there as it says", displays_of_a_site_are_there_as_it_says},
    };
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
