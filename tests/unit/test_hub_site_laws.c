/* The laws of the end of a poll under random use (relay/DELIVERY.md, B9 to B12): processes at sites claim, bring ballots by two paths, drain, are replaced;
 * what was announced stays, and every fold equals its view. Without sites no poll ever waits. */
#include "support/check.h"
#include "support/world.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json";
enum { STEPS = 1500 };

static uint64_t seed;

/* How often the laws had something to say. */
static struct {
    unsigned claims, offers, announced, waited;
} seen;

static unsigned draw(unsigned below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % below);
}

static unsigned rev_of(const struct world *world, unsigned poll) {
    struct row row;
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    return view_row(world->hub->published, desk, ROW_POLL, poll, &row) ? (unsigned)row.record.rev : 1;
}

/* Any of the polls in this state; 0 = there is none. */
static unsigned one_in_state(const struct world *world, enum state state) {
    unsigned found = 0, count = 0;
    for (uint32_t poll = 1; poll <= conference_polls(world->hub->published); poll++) {
        struct poll_result result;
        conference_poll_result(world->hub->published, poll, &result);
        if (result.state == state && draw(++count) == 0)
            found = poll;
    }
    return found;
}

/* ---- the desk, and people on their own connection ---- */

static void desk(struct world *world) {
    static const struct {
        const char *method;
        enum state from;
    } ACTS[] = {{"poll.open", STATE_DRAFT},      {"poll.close", STATE_OPEN},  {"poll.publish", STATE_CLOSED}, {"poll.amend", STATE_CLOSED},
                {"poll.amend", STATE_PUBLISHED}, {"poll.void", STATE_CLOSING}, {"poll.confirm", STATE_CLOSING}};
    static const char *const DRAFTS[] = {
        "{\"title\":{\"vi\":\"Một\"},\"results\":\"live\"}",
        "{\"title\":{\"vi\":\"Hai\"},\"results\":\"hidden\",\"ballotRule\":\"first_is_final\"}",
    };
    unsigned act = draw(7), poll = one_in_state(world, ACTS[act].from);
    if (!one_in_state(world, STATE_DRAFT) && conference_polls(world->hub->published) < 40)
        world_call_text(world_join(world, "an"), "poll.draft", DRAFTS[draw(2)]);
    if (!poll)
        return;
    json_t *params = json_pack("{sisi}", "poll", (int)poll, "rev", (int)rev_of(world, poll));
    if (strcmp(ACTS[act].method, "poll.void") == 0)
        json_object_set_new(params, "reason", json_string("fault"));
    if (strcmp(ACTS[act].method, "poll.open") == 0)
        json_object_set_new(params, "seconds", json_integer((int)draw(10) + 1));
    world_call(world_join(world, draw(2) ? "an" : "chi"), ACTS[act].method, params);
}

/* The key says what the ballot is, so that a copy by the other path is the same command. */
static json_t *ballot(const char *person, unsigned poll) {
    static const char *const CHOICES[] = {"yes", "no", "abstain"};
    char device[16], key[32];
    unsigned counter = draw(20) + 1, phone = draw(2);
    snprintf(device, sizeof device, "AAAAAAAAAA%s", phone ? "E" : "I");
    snprintf(key, sizeof key, "%.9s%02u%02u%uAAAAAAAA", person, poll % 100, counter, phone);
    key[21] = 'A';
    key[22] = '\0';
    for (char *at = key; *at; at++)
        *at = *at == '-' ? '_' : *at;
    return json_pack("{sssisssiss}", "key", key, "poll", (int)poll, "device", device, "counter", (int)counter, "choice",
                     CHOICES[(counter + phone) % 3]);
}

static void cast(struct world *world) {
    static const char *const PEOPLE[] = {"hall-0001", "hall-0002", "dc07-0001", "dc07-0002", "dc07-0003", "dc12-0001", "dc12-0002"};
    const char *person = PEOPLE[draw(7)];
    unsigned poll = one_in_state(world, draw(4) ? STATE_OPEN : STATE_CLOSING);
    world_call(world_join(world, person), "poll.cast", ballot(person, poll ? poll : draw(9) + 1));
}

/* ---- sites ---- */

/* Processes at two sites come and go, under new streams, from two folders each; bring ballots, some of them twice, at whatever time; drain. */
static struct process {
    const char *site;
    char stream[16], previous[16];
    unsigned folder, offered;
} processes[] = {{.site = "dc07"}, {.site = "dc12"}};

static void claim(struct world *world, struct process *process) {
    static unsigned drawn;
    char folder[32];
    unsigned next = draw(4) ? process->folder : draw(2);
    snprintf(folder, sizeof folder, "%sfolder-%uAAAAAAAAAA", process->site, next);
    json_t *params = json_pack("{siss#}", "v", 1, "folder", folder, 22);
    snprintf(process->previous, sizeof process->previous, "%s", process->folder == next ? process->stream : "");
    if (draw(5) || !*process->stream) {
        snprintf(process->stream, sizeof process->stream, "stream%04uA", ++drawn % 10000);
        process->offered = 0;
        if (*process->previous)
            json_object_set_new(params, "previousStream", json_string(process->previous));
    }
    process->folder = next;
    json_object_set_new(params, "stream", json_string(process->stream));
    json_object_set_new(params, "takeover", json_true());
    if (draw(8) == 0)
        json_object_set_new(params, "restored", json_true());
    struct world_client *link = world_link(world, process->site);
    world_link_say(link, "link.claim", params, true);
    json_t *received = json_object_get(json_object_get(link->answer, "result"), "received");
    process->offered = (unsigned)json_integer_value(json_object_get(received, "floor"));
    seen.claims += received != NULL;
}

static void offer(struct world *world, struct process *process, struct world_client *link) {
    char person[16];
    unsigned poll = one_in_state(world, draw(2) ? STATE_CLOSING : draw(6) ? STATE_OPEN : STATE_CLOSED);
    snprintf(person, sizeof person, "%s-%04u", process->site, draw(3) + 1);
    world_link_say(link, "link.offer",
                   json_pack("{sssssisssssosIsisbsI}", "stream", process->stream, "lane", "floor", "n",
                             (int)(process->offered + 1 + (draw(30) == 0)), "person", person, "method", "poll.cast", "params",
                             ballot(person, poll ? poll : draw(9) + 1), "stamp", (json_int_t)(world->now - draw(6000)), "stampError", 1, "proof",
                             (int)draw(3) > 0, "epoch", (json_int_t)world->hub->epoch),
                   false);
    json_t *upto = json_object_get(link->answer, "upto");
    if (upto)
        process->offered = (unsigned)json_integer_value(upto);
    seen.offers += upto != NULL;
}

static void serve_site(struct world *world) {
    struct process *process = &processes[draw(2)];
    struct world_client *link = NULL;
    for (size_t i = 0; i < world->link_count; i++)
        if (strcmp(world->links[i]->person, process->site) == 0)
            link = world->links[i];
    if (!link || !link->link || draw(12) == 0) {
        claim(world, process);
        return;
    }
    unsigned closing = one_in_state(world, STATE_CLOSING);
    if (closing && draw(3) == 0)
        world_link_say(link, "link.drained",
                       json_pack("{sisssi}", "poll", (int)closing, "stream", process->stream, "upto", (int)process->offered), false);
    else if (closing && draw(8) == 0)
        world_call(world_join(world, "an"), "poll.announce",
                   json_pack("{sisiss}", "poll", (int)closing, "rev", (int)rev_of(world, closing), "unproven", draw(2) ? "count" : "leave_out"));
    else if (closing && draw(8) == 0)
        world_call(world_join(world, "chi"), "poll.declare_lost",
                   json_pack("{sisssi}", "poll", (int)closing, "site", process->site, "rev", (int)rev_of(world, closing)));
    else
        offer(world, process, link);
}

/* What was announced stays, but for an amendment, which takes a whole late list (relay/DELIVERY.md, B12). */
static struct announced {
    struct poll_result result;
    int64_t late; /* on the list then */
} announced[64];

static bool announced_stays(const struct world *world) {
    static const struct audience DESK = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    bool holds = true;
    for (uint32_t number = 1; number <= conference_polls(world->hub->published); number++) {
        struct announced *before = &announced[number], now = {.late = 0};
        struct row row;
        conference_poll_result(world->hub->published, number, &now.result);
        view_row(world->hub->published, DESK, ROW_POLL, number, &row);
        now.late = row.record.late_in_time;
        bool final = now.result.state == STATE_CLOSED || now.result.state == STATE_PUBLISHED;
        bool was = before->result.state == STATE_CLOSED || before->result.state == STATE_PUBLISHED;
        bool amended = before->late > 0 && now.late == 0;
        if (final && was && !amended)
            holds = CHECK(memcmp(&before->result.tally, &now.result.tally, sizeof now.result.tally) == 0) &&
                    CHECK(before->result.ballots == now.result.ballots) && CHECK(before->late <= now.late) && holds;
        seen.announced += final && !was;
        *before = now;
    }
    return holds;
}

/* ---- the laws ---- */

static void step(struct world *world, bool with_sites) {
    switch (draw(6)) {
    case 0:
        desk(world);
        break;
    case 1:
        world_at(world, world->now + draw(2500));
        break;
    case 2:
        cast(world);
        break;
    default:
        if (with_sites)
            serve_site(world);
        else
            cast(world);
    }
}

static void run(uint64_t with_seed, bool with_sites) {
    struct world *world = world_create(CONFIG, NULL);
    seed = with_seed;
    memset(announced, 0, sizeof announced);
    memset(processes, 0, sizeof processes);
    processes[0].site = "dc07";
    processes[1].site = "dc12";
    for (unsigned number = 0; number < STEPS; number++) {
        check_note("seed %llu, step %u", (unsigned long long)with_seed, number);
        step(world, with_sites);
        if (draw(100) == 0)
            world_restart(world);
        bool waits = one_in_state(world, STATE_CLOSING) != 0;
        seen.waited += waits;
        if (!announced_stays(world) || !CHECK(with_sites || !waits) || !CHECK(!world->fenced) ||
            (number % 5 == 0 && !CHECK(world_laws_hold(world))))
            break;
    }
    world_destroy(world);
}

static void use_at_sites(void) {
    for (uint64_t number = 1; number <= 2; number++)
        run(number * 0x9e3779b97f4a7c15u, true);
    check_note("%u claims, %u offers taken, %u polls announced, waited for in %u steps", seen.claims, seen.offers, seen.announced, seen.waited);
    CHECK(seen.claims > 50 && seen.offers > 200 && seen.announced > 5 && seen.waited > 100);
}

static void use_without_sites(void) {
    run(0x9e3779b97f4a7c15u, false);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {{"whatever sites bring, what was announced stays", use_at_sites},
                                              {"without sites no poll waits", use_without_sites}};
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
