/* The laws of relay/ARCHITECTURE.md under random use: after every step every fold equals its view, nothing undurable is seen, and the bytes a
 * person received hold no text that was not for that person. */
#include "support/check.h"
#include "support/world.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json", *const PASSWORD = "nine plain words"; /* of binh, the admin */
static const char *const PEOPLE[] = {"an",        "binh",      "chi",       "operator-07", "operator-12", "screen",    "hall-0001",
                                     "hall-0002", "hall-0003", "dc07-0001", "dc07-0002",   "dc07-0003", "dc12-0001", "dc12-0002"};
enum { PEOPLE_COUNT = sizeof PEOPLE / sizeof PEOPLE[0], STEPS = 1500, CLOSELY = 200, POLLS = 8, NOW_AND_THEN = 9 };

static uint64_t seed;

static unsigned draw(unsigned below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % below);
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

/* Nine characters that stand in a row with a choice of this person, and nowhere else. */
static const char *ballot_canary(const char *person) {
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
    snprintf(device, sizeof device, "%s%s", ballot_canary(client->person), draw(2) ? "xE" : "xI");
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

static void step(struct world *world, unsigned number) {
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

/* A conference that is led: most of what is done fits. */
static void led_step(struct world *world, unsigned number) {
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
        step(world, number);
        break;
    default:
        lead(world);
    }
}

/* May the person have seen this question's text at some time? Its asker, the operator of its site, the desk, or everybody once it was let through. */
static bool may_have_seen(const struct conference *conference, const char *person, uint32_t number, bool was_let_through) {
    uint32_t index = conference_find_person(conference, text_of(person));
    struct row row;
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    if (was_let_through || !view_row(conference, desk, ROW_QUESTION, number, &row))
        return true;
    struct audience shared = view_shared_audience(conference, index);
    return text_equal_string(row.record.person, person) || shared.kind == AUDIENCE_MODERATOR ||
           (shared.kind == AUDIENCE_OPERATOR && text_equal(row.record.site, conference_site_id(conference, shared.site)));
}

/* Which questions were ever approved? The journal knows. */
enum { QUESTIONS_MOST = 1u << 15 };

static int note_let_through(void *context, const struct journal_record *record) {
    static const char APPROVED[] = "\"question_approved\"", QUESTION[] = "\"question\":";
    bool *let_through = context;
    if (!memmem(record->bytes, record->length, APPROVED, sizeof APPROVED - 1))
        return 0;
    const char *member = memmem(record->bytes, record->length, QUESTION, sizeof QUESTION - 1);
    unsigned long number = member ? strtoul(member + sizeof QUESTION - 1, NULL, 10) : 0;
    let_through[number < QUESTIONS_MOST ? number : 0] = true;
    return 0;
}

static void no_canary_flew(struct world *world) {
    const struct conference *conference = world->hub->published;
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    struct row row;
    bool all[QUESTIONS_MOST] = {0};
    uint64_t bad_seq;
    world->journal->operations->read(world->journal, 1, note_let_through, all, &bad_seq);
    for (uint32_t number = 1; view_row(conference, desk, ROW_QUESTION, number, &row); number++) {
        bool let_through = all[number];
        char text[80];
        snprintf(text, sizeof text, "%s", row.record.text.bytes);
        for (size_t i = 0; i < world->client_count; i++) {
            const struct world_client *client = world->clients[i];
            bool seen = client->bytes.length > 0 && memmem(client->bytes.bytes, client->bytes.length, text, strlen(text)) != NULL;
            if (seen && !CHECK(may_have_seen(conference, client->person, number, let_through)))
                check_note("%s has seen question %u: %s", client->person, number, text);
        }
    }
}

/* A letter is seen at its two ends only: no phone, no display, no other site. */
static void no_letter_went_astray(struct world *world) {
    const struct conference *conference = world->hub->published;
    for (size_t i = 0; i < world->client_count; i++) {
        const struct world_client *client = world->clients[i];
        uint32_t person = conference_find_person(conference, text_of(client->person));
        enum audience_kind kind = view_shared_audience(conference, person).kind;
        bool outside = kind == AUDIENCE_PARTICIPANT || kind == AUDIENCE_STAGE;
        const char *other = strcmp(client->person, "operator-07") == 0   ? "letter-operator-12"
                            : strcmp(client->person, "operator-12") == 0 ? "letter-operator-07"
                            : outside                                    ? "letter-"
                                                                         : NULL;
        if (other && client->bytes.length > 0 && !CHECK(!memmem(client->bytes.bytes, client->bytes.length, other, strlen(other))))
            check_note("%s has seen %s", client->person, other);
    }
}

/* What was collected is read at the desk only; the questions made of it have words of their own here. */
static void no_opinion_went_out(struct world *world) {
    for (size_t i = 0; i < world->client_count; i++) {
        const struct world_client *client = world->clients[i];
        uint32_t person = conference_find_person(world->hub->published, text_of(client->person));
        bool desk = view_shared_audience(world->hub->published, person).kind <= AUDIENCE_CHAIR;
        if (!desk && client->bytes.length > 0 && !CHECK(!memmem(client->bytes.bytes, client->bytes.length, "collected-", 10)))
            check_note("%s has seen an opinion", client->person);
    }
}

/* Rows with a choice carry the device it came from: nobody but the voter has seen one. */
static void no_choice_flew(struct world *world) {
    for (size_t i = 0; i < world->client_count; i++)
        for (size_t j = 0; j < world->client_count; j++) {
            const struct world_client *client = world->clients[i];
            const char *canary = ballot_canary(world->clients[j]->person);
            if (i != j && client->bytes.length > 0 && !CHECK(!memmem(client->bytes.bytes, client->bytes.length, canary, strlen(canary))))
                check_note("%s has seen a ballot of %s", client->person, world->clients[j]->person);
        }
}

/* ---- who is asked speaks ---- */

static bool has_floor(const struct row *speaker) {
    const int64_t state = speaker->record.state;
    return state == STATE_NEXT || state == STATE_READY || state == STATE_SPEAKING || state == STATE_PAUSED;
}

/* How often the law had something to say; else it would hold of nothing. */
static struct {
    unsigned with_floor, finished, read_out, cleared, opinions;
} seen;

/* Has a question a speaker at all: not an anonymous one, nor the desk's own. */
static bool is_spoken(const struct conference *conference, const struct row *question) {
    if (record_has(&question->record, FIELD_ANONYMOUS) || !record_has(&question->record, FIELD_PERSON))
        return false;
    const uint32_t desk = 1u << ROLE_ADMIN | 1u << ROLE_MODERATOR | 1u << ROLE_CHAIR;
    return !(conference_person_roles(conference, conference_find_person(conference, question->record.person)) & desk);
}

static bool asked_law_holds(const struct conference *conference, const struct row *question) {
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    bool named = record_has(&question->record, FIELD_SPEAKER);
    struct row speaker;
    if (question->record.state != STATE_ASKING)
        return true;
    bool removed = record_has(&question->record, FIELD_PERSON) &&
                   conference_person_is_removed(conference, conference_find_person(conference, question->record.person));
    if (!is_spoken(conference, question) || (removed && !named)) { /* who is removed while speaking goes on; nobody is called for who was */
        seen.read_out++;
        return !named;
    }
    if (!named || !view_row(conference, desk, ROW_SPEAKER, (uint32_t)question->record.speaker, &speaker))
        return false;
    seen.with_floor += has_floor(&speaker);
    seen.finished += speaker.record.state == STATE_FINISHED;
    return (has_floor(&speaker) || speaker.record.state == STATE_FINISHED) && speaker.record.question == question->number &&
           text_equal(speaker.record.person, question->record.person);
}

static bool called_law_holds(const struct conference *conference, const struct row *speaker) {
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    struct row question;
    if (!record_has(&speaker->record, FIELD_QUESTION))
        return true;
    if (!has_floor(speaker))
        return speaker->record.state == STATE_FINISHED;
    return view_row(conference, desk, ROW_QUESTION, (uint32_t)speaker->record.question, &question) &&
           question.record.state == STATE_ASKING && question.record.speaker == speaker->number;
}

/* Asking <=> its speaker is next, ready, speaking or paused, or has finished while the answer is given (relay/DELIVERY.md, S7). */
static bool asking_is_called(const struct world *world) {
    const struct conference *conference = world->hub->published;
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    struct row row;
    bool holds = true;
    for (uint32_t number = 1; view_row(conference, desk, ROW_QUESTION, number, &row); number++)
        if (!CHECK(asked_law_holds(conference, &row))) {
            check_note("question %u is asked, and its speaker is %lld", number, (long long)row.record.speaker);
            holds = false;
        }
    for (uint32_t number = 1; view_row(conference, desk, ROW_SPEAKER, number, &row); number++)
        if (!CHECK(called_law_holds(conference, &row))) {
            check_note("speaker %u is %s for question %lld", number, STATE_WORDS.words[row.record.state], (long long)row.record.question);
            holds = false;
        }
    return holds;
}

static int count_cleared(void *context, const struct journal_record *record) {
    (void)context;
    seen.cleared += memmem(record->bytes, record->length, "\"speakers_cleared\"", 18) != NULL;
    return 0;
}

static void run(uint64_t with_seed, void (*take_step)(struct world *world, unsigned number)) {
    struct world *world = world_create(CONFIG, NULL);
    uint64_t durable = 0, bad_seq;
    seed = with_seed;
    check_note("seed %llu", (unsigned long long)with_seed);
    world_set_password(world, "binh", PASSWORD);
    for (unsigned number = 0; number < STEPS; number++) {
        take_step(world, number);
        if (draw(200) == 0)
            world_restart(world);
        if (world->hub->durable != durable && !asking_is_called(world)) /* else nothing has changed */
            break;
        durable = world->hub->durable;
        if ((number < CLOSELY || number % NOW_AND_THEN == 0) && !CHECK(world_laws_hold(world)))
            break;
    }
    for (size_t i = 0; i < world->client_count; i++) {
        world->clients[i]->blocked = false;
        if (world->clients[i]->subscriber)
            hub_writable(world->hub, world->clients[i]->subscriber);
    }
    world_settle(world);
    CHECK(world_laws_hold(world));
    no_canary_flew(world);
    no_letter_went_astray(world);
    no_choice_flew(world);
    world->journal->operations->read(world->journal, 1, count_cleared, NULL, &bad_seq);
    no_opinion_went_out(world);
    seen.opinions += conference_opinions(world->hub->published);
    world_destroy(world);
}

/* How many conferences: the usual number, or as many as $LAWS_STEPS steps take, one half of each kind. */
static uint64_t conferences(uint64_t usual) {
    const char *steps = getenv("LAWS_STEPS");
    return steps ? ((uint64_t)atoll(steps) + 2 * STEPS - 1) / (2 * STEPS) : usual;
}

static void random_use(void) {
    for (uint64_t number = 1; number <= conferences(3); number++)
        run(number * 0x9e3779b97f4a7c15u, step);
    CHECK(seen.opinions > 0);
}

static void led_use(void) {
    for (uint64_t number = 1; number <= conferences(2); number++)
        run(number * 0x9e3779b97f4a7c15u, led_step);
    check_note("asked: %u with the floor, %u finished, %u read out; %u lists cleared", seen.with_floor, seen.finished, seen.read_out,
               seen.cleared);
    CHECK(seen.opinions > 0 && seen.with_floor > 0 && seen.finished > 0 && seen.read_out > 0 && seen.cleared > 0);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {{"whatever people do, every fold equals its view", random_use},
                                              {"whatever a chair does, who is asked is called", led_use}};
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
