#include "support/random_use.h"

#include <stdlib.h>
#include <string.h>

static const char *const PASSWORD = "nine plain words"; /* of binh, the admin */
static const char *const PEOPLE[] = {"an",        "binh",      "chi",       "operator-07", "operator-12", "screen",    "hall-0001",
                                     "hall-0002", "hall-0003", "dc07-0001", "dc07-0002",   "dc07-0003", "dc12-0001", "dc12-0002"};
enum { PEOPLE_COUNT = sizeof PEOPLE / sizeof PEOPLE[0], POLLS = 8 };

static uint64_t seed;

void random_use_begin(struct world *world, uint64_t with_seed) {
    seed = with_seed;
    world_set_password(world, "binh", PASSWORD);
}

unsigned random_use_draw(unsigned below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % below);
}

static unsigned draw(unsigned below) {
    return random_use_draw(below);
}

static struct world_client *somebody(struct world *world) {
    return world_join(world, PEOPLE[draw(PEOPLE_COUNT)]);
}

/* A number that may or may not name a thing, and its rev as it is or not. */
static json_t *thing(const char *name, unsigned count, unsigned rev) {
    return json_pack("{sisi}", name, (int)draw(count + 2) + 1, "rev", (int)(draw(8) ? rev : rev + 1));
}

static unsigned rev_of(const struct world *world, enum row_kind kind, unsigned id) {
    struct row row;
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    return view_row(world->hub->published, desk, kind, id, &row) ? (unsigned)row.record.rev : 1;
}

/* Any of the things in this state; 0 = there is none. */
static unsigned one_in_state(const struct world *world, enum row_kind kind, enum state state) {
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    struct row row;
    unsigned found = 0, count = 0;
    for (uint32_t id = 1; view_row(world->hub->published, desk, kind, id, &row); id++)
        if ((enum state)row.record.state == state && draw(++count) == 0)
            found = id;
    return found;
}

static void act_on(struct world *world, const char *method, const char *name, enum row_kind kind, unsigned count, enum state from) {
    json_t *params = thing(name, count, 1);
    unsigned fitting = from == STATE_NONE ? 0 : one_in_state(world, kind, from);
    unsigned id = fitting ? fitting : (unsigned)json_integer_value(json_object_get(params, name));
    json_object_set_new(params, name, json_integer(id));
    json_object_set_new(params, "rev", json_integer(draw(8) ? rev_of(world, kind, id) : 1));
    if (strcmp(method, "question.reject") == 0)
        json_object_set_new(params, "reason", json_string("off_topic"));
    if (strcmp(method, "question.edit") == 0)
        json_object_set_new(params, "text", json_sprintf("canary-edited-%u-end", draw(1000000)));
    if (strcmp(method, "question.return") == 0)
        json_object_set_new(params, "note", json_string("rõ hơn"));
    if (strcmp(method, "question.assign") == 0)
        json_object_set_new(params, "answerer", json_string("Sở Tài chính"));
    if (strcmp(method, "question.merge") == 0)
        json_object_set_new(params, "into", json_integer((int)draw(count) + 1));
    if (strcmp(method, "speaker.extend") == 0)
        json_object_set_new(params, "seconds", json_integer(30));
    if (strcmp(method, "poll.void") == 0 || strcmp(method, "poll.reopen") == 0)
        json_object_set_new(params, "reason", json_string("irregular"));
    if (strcmp(method, "question.withdraw") == 0 || strcmp(method, "speaker.withdraw") == 0)
        json_object_del(params, "rev");
    world_call(draw(3) ? world_join(world, PEOPLE[draw(3)]) : somebody(world), method, params);
}

static void submit(struct world *world, unsigned number) {
    struct world_client *client = draw(4) ? somebody(world) : world_join(world, "an");
    char text[64];
    snprintf(text, sizeof text, "canary-%s-%u-end", client->person, number);
    world_call(client, "question.submit", json_pack("{ss}", "text", text));
}

static void request_to_speak(struct world *world) {
    static const char *const CLASSES[] = {"answer", "interposed", "intervention", "point_of_order", "normal"};
    json_t *params = draw(2) ? json_pack("{ss}", "class", CLASSES[draw(5)]) : json_object();
    if (draw(4) == 0)
        json_object_set_new(params, "item", json_integer((int)draw(3) + 1));
    world_call(somebody(world), "speaker.request", params);
}

static void call_from_outside(struct world *world) {
    bool roster = draw(2);
    world_call(world_join(world, PEOPLE[draw(3)]), "speaker.call",
               json_pack("{ss}", roster ? "person" : "name", roster ? PEOPLE[draw(PEOPLE_COUNT)] : "Ông Bảy"));
}

static void write_or_read(struct world *world, unsigned number) {
    static const char *const SIDES[] = {"desk", "chair", "dc07", "dc12"};
    struct world_client *client = world_join(world, PEOPLE[draw(6)]);
    char text[64];
    snprintf(text, sizeof text, "letter-%s-%u-end", client->person, number);
    if (draw(2))
        world_call(client, "message.send", json_pack("{ssss}", "to", SIDES[draw(4)], "text", text));
    else
        world_call(client, "message.read", json_pack("{si}", "message", (int)draw(number / 40 + 2) + 1));
}

const char *random_use_ballot_canary(const char *person) {
    static char canary[16];
    size_t index = 0;
    while (index < PEOPLE_COUNT && strcmp(PEOPLE[index], person) != 0)
        index++;
    snprintf(canary, sizeof canary, "canary-%02zu", index);
    return canary;
}

static void cast(struct world *world) {
    static const char *const CHOICES[] = {"yes", "no", "abstain"};
    struct world_client *client = somebody(world);
    char device[24];
    snprintf(device, sizeof device, "%s%s", random_use_ballot_canary(client->person), draw(2) ? "xE" : "xI");
    json_t *params = json_pack("{sisssi}", "poll", (int)draw(POLLS) + 1, "device", device, "counter", (int)draw(60) + 1);
    switch (draw(3)) {
    case 0:
        json_object_set_new(params, "choice", json_string(CHOICES[draw(3)]));
        break;
    case 1:
        json_object_set_new(params, "rating", json_integer((int)draw(6) + 1));
        break;
    default:
        json_object_set_new(params, "choices", json_array());
        for (int number = 1; number <= 4; number++)
            if (draw(2))
                json_array_append_new(json_object_get(params, "choices"), json_integer(number));
    }
    world_call(client, "poll.cast", params);
}

static void draft(struct world *world) {
    static const char *const DRAFTS[] = {
        "{\"title\":{\"vi\":\"Biểu quyết\"},\"results\":\"live\"}",
        "{\"title\":{\"vi\":\"Chọn một\"},\"results\":\"hidden\",\"pollType\":\"single\",\"ballotRule\":\"first_is_final\","
        "\"options\":[{\"vi\":\"A\"},{\"vi\":\"B\"}]}",
        "{\"title\":{\"vi\":\"Chọn nhiều\"},\"results\":\"turnout\",\"pollType\":\"multiple\",\"least\":0,\"most\":2,"
        "\"options\":[{\"vi\":\"A\"},{\"vi\":\"B\"},{\"vi\":\"C\"}],\"siteKind\":\"remote\"}",
        "{\"title\":{\"vi\":\"Đánh giá\"},\"results\":\"live\",\"pollType\":\"rating\",\"least\":1,\"most\":5,"
        "\"roles\":[\"participant\",\"operator\",\"admin\"]}",
        "{\"title\":{\"vi\":\"Ai có mặt\"},\"results\":\"live\",\"presence\":\"required\"}",
        "{\"title\":{\"vi\":\"Nữ\"},\"results\":\"live\",\"groups\":[\"women\"]}",
    };
    world_call_text(world_join(world, "an"), "poll.draft", DRAFTS[draw(6)]);
}

static void resubmit_or_share(struct world *world, unsigned count) {
    int question = (int)draw(count) + 1;
    if (draw(2))
        world_call(somebody(world), "question.resubmit",
                   json_pack("{siso}", "question", question, "text", json_sprintf("canary-again-%u-end", draw(1000000))));
    else
        world_call(somebody(world), "question.me_too", json_pack("{sisb}", "question", question, "on", (int)draw(2)));
}

static void order(struct world *world, unsigned count) {
    int question = (int)draw(count) + 1;
    unsigned rev = rev_of(world, ROW_QUEUE, 0);
    struct world_client *desk = world_join(world, "an");
    if (draw(2))
        world_call(desk, "question.pin", json_pack("{sisbsi}", "question", question, "pin", (int)draw(3) > 0, "rev", (int)rev));
    else
        world_call(desk, "question.move", json_pack("{sisbsi}", "question", question, "on", (int)draw(3) > 0, "rev", (int)rev));
}

/* On all displays, on one, or on one that follows again. */
static void show(struct world *world, unsigned number) {
    static const char *const DISPLAYS[] = {NULL, "all", "screen"};
    unsigned which = draw(3);
    json_t *params = json_pack("{sssisi}", "view", "question", "question", (int)draw(number / 8 + 1) + 1, "rev",
                               (int)rev_of(world, ROW_STAGE, which == 2 ? 1 : 0));
    if (DISPLAYS[which])
        json_object_set_new(params, "display", json_string(DISPLAYS[which]));
    if (draw(4) == 0)
        json_object_set_new(params, "view", json_string("main"));
    world_call(world_join(world, "an"), "stage.show", params);
}

static void come_or_go(struct world *world) {
    struct world_client *client = somebody(world);
    switch (draw(4)) {
    case 0:
        world_leave(client);
        break;
    case 1:
        client->blocked = true;
        break;
    default:
        client->blocked = false;
        if (client->subscriber)
            hub_writable(world->hub, client->subscriber);
        world_settle(world);
    }
}

/* What the desk, a chair or an operator does to one thing, and a state from which it can be done (STATE_NONE = see what happens). */
static const struct {
    const char *method, *thing;
    enum row_kind kind;
    enum state from;
} ACTS[] = {
    {"question.approve", "question", ROW_QUESTION, STATE_PENDING},   {"question.reject", "question", ROW_QUESTION, STATE_NONE},
    {"question.ask", "question", ROW_QUESTION, STATE_APPROVED},      {"question.answer", "question", ROW_QUESTION, STATE_ASKING},
    {"question.withdraw", "question", ROW_QUESTION, STATE_NONE},     {"question.edit", "question", ROW_QUESTION, STATE_NONE},
    {"question.return", "question", ROW_QUESTION, STATE_NONE},       {"question.merge", "question", ROW_QUESTION, STATE_NONE},
    {"question.put_back", "question", ROW_QUESTION, STATE_ASKING},   {"question.undo", "question", ROW_QUESTION, STATE_NONE},
    {"question.undo", "question", ROW_QUESTION, STATE_ANSWERED},     {"agenda.start", "item", ROW_AGENDA_ITEM, STATE_PLANNED},
    {"question.assign", "question", ROW_QUESTION, STATE_NONE},       {"question.unapprove", "question", ROW_QUESTION, STATE_NONE},
    {"speaker.call", "speaker", ROW_SPEAKER, STATE_WAITING},         {"speaker.start", "speaker", ROW_SPEAKER, STATE_NEXT},
    {"speaker.start", "speaker", ROW_SPEAKER, STATE_READY},          {"speaker.finish", "speaker", ROW_SPEAKER, STATE_SPEAKING},
    {"speaker.withdraw", "speaker", ROW_SPEAKER, STATE_NONE},        {"speaker.withdraw", "speaker", ROW_SPEAKER, STATE_NEXT},
    {"speaker.skip", "speaker", ROW_SPEAKER, STATE_READY},           {"speaker.ready", "speaker", ROW_SPEAKER, STATE_NEXT},
    {"speaker.skip", "speaker", ROW_SPEAKER, STATE_NEXT},            {"speaker.pause", "speaker", ROW_SPEAKER, STATE_SPEAKING},
    {"speaker.resume", "speaker", ROW_SPEAKER, STATE_PAUSED},        {"speaker.extend", "speaker", ROW_SPEAKER, STATE_NONE},
    {"speakers.open", "item", ROW_AGENDA_ITEM, STATE_NONE},          {"speakers.close", "item", ROW_AGENDA_ITEM, STATE_NONE},
    {"speakers.clear", "item", ROW_AGENDA_ITEM, STATE_CURRENT},      {"speakers.confirm", "item", ROW_AGENDA_ITEM, STATE_CURRENT},
    {"agenda.start", "item", ROW_AGENDA_ITEM, STATE_DONE},           {"poll.open", "poll", ROW_POLL, STATE_NONE},
    {"poll.close", "poll", ROW_POLL, STATE_NONE},                    {"poll.publish", "poll", ROW_POLL, STATE_NONE},
    {"poll.void", "poll", ROW_POLL, STATE_NONE},                     {"poll.reopen", "poll", ROW_POLL, STATE_NONE},
    {"poll.confirm", "poll", ROW_POLL, STATE_NONE},
};
enum { ACT_COUNT = sizeof ACTS / sizeof ACTS[0] };

static void act_on_something(struct world *world, unsigned number) {
    unsigned act = draw(ACT_COUNT);
    unsigned count = ACTS[act].kind == ROW_QUESTION ? number / 8 + 1 : ACTS[act].kind == ROW_POLL ? POLLS : number / 40 + 4;
    act_on(world, ACTS[act].method, ACTS[act].thing, ACTS[act].kind, count, draw(2) ? ACTS[act].from : STATE_NONE);
}

/* A chair who knows what goes on: something that can be done with a thing as it now is. */
static void lead(struct world *world) {
    unsigned act = 0, id = 0;
    for (int tries = 0; tries < 12 && !id; tries++) {
        act = draw(ACT_COUNT);
        id = ACTS[act].from == STATE_NONE ? 0 : one_in_state(world, ACTS[act].kind, ACTS[act].from);
    }
    if (!id)
        return;
    json_t *params = json_pack("{si}", ACTS[act].thing, (int)id);
    if (strcmp(ACTS[act].method, "speaker.withdraw") != 0)
        json_object_set_new(params, "rev", json_integer(rev_of(world, ACTS[act].kind, id)));
    world_call(world_join(world, draw(2) ? "an" : "binh"), ACTS[act].method, params);
}

static void ask_who_voted(struct world *world) {
    world_call(somebody(world), draw(2) ? "poll.missing" : "poll.recorded", json_pack("{si}", "poll", (int)draw(POLLS) + 1));
}

/* Brought in, looked for, made a question of; or a slip from a site. */
static void collect(struct world *world, unsigned number) {
    struct world_client *client = draw(3) ? world_join(world, PEOPLE[draw(4)]) : somebody(world);
    switch (draw(4)) {
    case 0:
        world_call(client, "opinion.add",
                   json_pack("{sossss}", "text", json_sprintf("collected-%u-end", number), "unit", "Xã", "site", draw(2) ? "dc07" : "dc12"));
        break;
    case 1:
        if (draw(2))
            world_call(client, "opinion.list", json_pack("{ss}", "text", "collected"));
        else
            world_call(client, "question.search", json_pack("{ss}", "text", "collected"));
        break;
    case 2:
        world_call(client, "question.submit",
                   json_pack("{siso}", "opinion", (int)draw(number / 40 + 1) + 1, "text", json_sprintf("canary-made-%u-end", number)));
        break;
    default:
        world_call(client, "question.submit", json_pack("{ssso}", "origin", "paper", "text", json_sprintf("canary-slip-%u-end", number)));
    }
}

/* People come and go, are called otherwise, move to another site; sites and topics get other names. */
static void change_roster(struct world *world, unsigned number) {
    static const char *const SITES[] = {"hall", "dc07", "dc12"};
    static const char *const GUESTS[] = {"guest-a", "guest-b", "guest-c"};
    struct world_client *admin = world_join(world, draw(8) ? "binh" : PEOPLE[draw(PEOPLE_COUNT)]);
    unsigned site = draw(3);
    const char *guest = GUESTS[draw(3)], *person = draw(2) ? guest : PEOPLE[6 + draw(8)];
    switch (draw(7)) {
    case 0:
        world_call(admin, "person.add", json_pack("{sssss[s]s[s]}", "person", guest, "site", SITES[site], "roles", "participant", "groups", "women"));
        break;
    case 1:
        world_call(admin, "person.change", json_pack("{ssso}", "person", person, "name", json_sprintf("Tên %u", number)));
        break;
    case 2:
        world_call(admin, "person.change", json_pack("{sssi}", "person", person, "weight", (int)draw(5) + 1));
        break;
    case 3:
        world_call(admin, draw(4) ? "person.change" : "person.remove", draw(2) ? json_pack("{ssss}", "person", guest, "site", SITES[site])
                                                                               : json_pack("{ssss}", "person", guest, "password", PASSWORD));
        break;
    case 4:
        world_call(world_join(world, PEOPLE[draw(6)]), "person.check_in", json_pack("{sssb}", "person", person, "on", (int)draw(2)));
        break;
    case 5:
        world_call(admin, "site.change", json_pack("{sssis{so}}", "site", SITES[site], "rev", (int)rev_of(world, ROW_SITE, site), "name", "vi",
                                                   json_sprintf("Điểm cầu %u", number)));
        break;
    default:
        world_call(admin, "person.list", json_pack("{ss}", "text", "ten"));
    }
}

void random_use_step(struct world *world, unsigned number) {
    switch (draw(34)) {
    case 30: case 31:
        change_roster(world, number);
        break;
    case 0: case 1: case 2:
        submit(world, number);
        break;
    case 3: case 4:
        request_to_speak(world);
        break;
    case 5: case 6: case 7: case 8:
        cast(world);
        break;
    case 9:
        if (number % 5 == 0)
            draft(world);
        break;
    case 10:
        show(world, number);
        break;
    case 11:
        come_or_go(world);
        break;
    case 12:
        resubmit_or_share(world, number / 8 + 1);
        break;
    case 13:
        order(world, number / 8 + 1);
        break;
    case 14:
        call_from_outside(world);
        break;
    case 15:
        write_or_read(world, number);
        break;
    case 16:
        ask_who_voted(world);
        break;
    case 18: case 19:
        collect(world, number);
        break;
    case 17:
        world_at(world, world->now + draw(draw(20) ? 3000 : 70000));
        break;
    default:
        act_on_something(world, number);
    }
}

void random_use_led_step(struct world *world, unsigned number) {
    switch (draw(12)) {
    case 0:
        submit(world, number);
        break;
    case 1:
        request_to_speak(world);
        break;
    case 2:
        world_at(world, world->now + draw(draw(4) ? 3000 : 150000));
        break;
    case 3:
        random_use_step(world, number);
        break;
    default:
        lead(world);
    }
}
