/* Counts by hand under random use (relay/DELIVERY.md, C): after every step each poll's figures are those of its ballots and of the counts that two people
 * made and that fit beside the ballots; nobody is counted twice; the end waits; nothing changes behind it. */
#include "support/check.h"
#include "support/world.h"

#include "base/log.h"
#include "core/poll.h"
#include "core/state.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/count_confirmed.json";
static const char *const STAFF[] = {"operator-07", "operator-07b", "operator-12", "an", "chi"};
static const char *const PHONES[] = {"hall-0001", "hall-0002", "dc07-0001", "dc07-0002", "dc07-0003", "dc07-0004", "dc07-0005", "dc12-0001", "dc12-0002"};
static const char *const SITES[] = {"hall", "dc07", "dc12", "dc07"};
enum { STAFF_COUNT = 5, PHONE_COUNT = 9, STEPS = 300, SEEDS = 5, POLLS_MOST = 64 };

static uint64_t seed;
static struct tally announced[POLLS_MOST]; /* of a poll that has closed; count 0 = not yet */
static unsigned counted, over, waited;      /* how often there was something to see */

static unsigned draw(unsigned below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % below);
}

static int newest_poll(const struct world *world) {
    return (int)world->hub->published->poll_count;
}

static int rev_of_count(const struct world *world, int poll, const char *site) {
    const struct conference *conference = world->hub->published;
    uint32_t found = poll > 0 ? count_find(conference, conference_poll(conference, poll), conference_find_site(conference, text_of(site))) : 0;
    return found ? (int)count_of_number(conference, found)->rev : 0;
}

/* ---- steps ---- */

static void open_poll(struct world *world) {
    static const char *const DRAFTS[] = {
        "{\"title\":{\"vi\":\"Một\"},\"results\":\"live\"}",
        "{\"title\":{\"vi\":\"Hai\"},\"results\":\"hidden\",\"pollType\":\"multiple\",\"least\":1,\"most\":2,\"options\":[{\"vi\":\"A\"},{\"vi\":\"B\"},{\"vi\":\"C\"}]}",
    };
    world_call_text(world_join(world, "an"), "poll.draft", DRAFTS[draw(2)]);
    world_call(world_join(world, "an"), "poll.open", json_pack("{sisi}", "poll", newest_poll(world), "rev", 1));
}

static void cast(struct world *world, int poll) {
    struct world_client *phone = world_join(world, PHONES[draw(PHONE_COUNT)]);
    json_t *params = json_pack("{sisssi}", "poll", poll, "device", "AAAAAAAAAAE", "counter", (int)draw(1000) + 1);
    if (conference_poll(world->hub->published, poll)->rules.type == POLL_MULTIPLE)
        json_object_set_new(params, "choices", json_pack("[i]", (int)draw(3) + 1));
    else
        json_object_set_new(params, "choice", json_string(draw(2) ? "yes" : "no"));
    world_call(phone, "poll.cast", params);
}

static void count_hands(struct world *world, int poll) {
    struct world_client *person = world_join(world, STAFF[draw(STAFF_COUNT)]);
    const char *site = SITES[draw(4)];
    int rev = rev_of_count(world, poll, site), yes = (int)draw(4), no = (int)draw(2);
    json_t *params = json_pack("{siss}", "poll", poll, "site", site);
    if (rev > 0)
        json_object_set_new(params, "rev", json_integer(rev));
    switch (draw(5)) {
    case 0:
    case 1:
        json_object_set_new(params, "tally", json_pack("[iii]", yes, no, 0));
        if (conference_poll(world->hub->published, poll)->rules.type == POLL_MULTIPLE)
            json_object_set_new(params, "total", json_integer(yes + no));
        world_call(person, "count.enter", params);
        break;
    case 2:
        json_object_set_new(params, "note", json_string("Nhầm"));
        world_call(person, draw(3) ? "count.confirm" : "count.withdraw", params);
        break;
    default: { /* somebody of the desk who heard the figures */
        const struct conference *conference = world->hub->published;
        uint32_t number = count_find(conference, conference_poll(conference, poll), conference_find_site(conference, text_of(site)));
        const struct count *count = number ? count_of_number(conference, number) : NULL;
        json_object_set_new(params, "tally", json_pack("[iii]", count ? (int)count->tally.values[0] : 0, count ? (int)count->tally.values[1] : 0, 0));
        json_object_set_new(params, "total", json_integer(count ? count->total : 0));
        world_call(person, "count.confirm", params);
    }
    }
}

static void lead(struct world *world, int poll) {
    static const char *const ACTS[] = {"poll.close", "poll.close", "poll.announce", "poll.publish", "poll.void", "poll.confirm"};
    const char *act = ACTS[draw(6)];
    json_t *params = json_pack("{sisi}", "poll", poll, "rev", (int)conference_poll(world->hub->published, poll)->rev);
    if (strcmp(act, "poll.void") == 0)
        json_object_set_new(params, "reason", json_string("fault"));
    world_call(world_join(world, draw(2) ? "an" : "chi"), act, params);
}

static void step(struct world *world) {
    int poll = newest_poll(world);
    if (poll == 0 || (draw(25) == 0 && poll < POLLS_MOST - 1)) {
        open_poll(world);
        return;
    }
    poll -= poll > 1 && draw(3) == 0;
    switch (draw(12)) {
    case 0:
        lead(world, poll);
        break;
    case 1:
        world_at(world, world->now + 1000);
        break;
    case 2:
        world_call(world_join(world, "binh"), "person.change", json_pack("{ssss}", "person", PHONES[draw(PHONE_COUNT)], "site", SITES[draw(4)]));
        break;
    case 3:
    case 4:
    case 5:
        cast(world, poll);
        break;
    default:
        count_hands(world, poll);
    }
}

/* ---- the law ---- */

static bool count_law_holds(const struct poll *poll, const struct count *count) {
    struct count_roster roster = count_roster_of(poll, count->site);
    bool fits = count->total + roster.phones <= roster.entitled;
    bool should = count->state == STATE_CONFIRMED && fits;
    counted += count->counts;
    over += count_is_over(count);
    return roster.phones == count->phones && roster.entitled == count->entitled && count->counts == should &&
           (count->state != STATE_CONFIRMED || count->confirmed_by != count->entered_by);
}

static bool poll_law_holds(const struct conference *conference, uint32_t number) {
    const struct poll *poll = conference_poll(conference, number);
    struct tally tally = {.count = poll->tally.count};
    uint32_t voters = 0, open = 0;
    bool holds = true;
    for (uint32_t person = 0; person < conference->person_count; person++) {
        const struct ballot *ballot = poll_ballot_of(poll, person);
        voters += ballot != NULL;
        for (uint32_t option = 0; ballot && option < tally.count; option++)
            tally.values[option] += ballot->options >> option & 1u;
    }
    for (uint32_t next = 0; (next = count_next(conference, poll, next));) {
        const struct count *count = count_of_number(conference, next);
        holds &= CHECK(count_law_holds(poll, count));
        open += count_is_open(count);
        voters += count->counts ? count->total : 0;
        for (uint32_t option = 0; count->counts && option < tally.count; option++)
            tally.values[option] += count->tally.values[option];
    }
    holds &= CHECK(memcmp(&tally, &poll->tally, sizeof tally) == 0) && CHECK_NUMBER(poll->voters, voters) && CHECK(voters <= poll->electorate);
    holds &= CHECK_NUMBER(poll->counts.open, open);
    bool is_over = poll->state == STATE_CLOSED || poll->state == STATE_PUBLISHED;
    waited += poll->state == STATE_CLOSING && open > 0;
    holds &= !is_over || CHECK(open == 0);
    if (is_over && announced[number].count == 0)
        announced[number] = tally;
    return holds && (!is_over || CHECK(memcmp(&announced[number], &tally, sizeof tally) == 0));
}

static void figures_are_what_two_people_counted(void) {
    for (unsigned turn = 1; turn <= SEEDS; turn++) {
        struct world *world = world_create(CONFIG, NULL);
        bool holds = true;
        seed = 0x9E3779B97F4A7C15u * turn;
        memset(announced, 0, sizeof announced);
        check_note("seed %u", turn);
        for (unsigned number = 0; number < STEPS && holds; number++) {
            step(world);
            if (draw(100) == 0)
                world_restart(world);
            for (uint32_t poll = 1; poll <= world->hub->published->poll_count && holds; poll++)
                holds = poll_law_holds(world->hub->published, poll);
            holds = holds && (number % 30 != 0 || CHECK(world_laws_hold(world)));
        }
        world_destroy(world);
    }
    CHECK(counted > 20 && over > 20 && waited > 5);
}

static const struct check_test TESTS[] = {
    {"figures are what two people counted", figures_are_what_two_people_counted},
};

int main(int count, char **words) {
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
