/* The laws of relay/ARCHITECTURE.md under random use: after every step every fold equals its view, nothing undurable is seen, and the bytes a
 * person received hold no text that was not for that person. */
#include "support/check.h"
#include "support/random_use.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json";
enum { STEPS = 1500, CLOSELY = 200, NOW_AND_THEN = 9 };

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
            const char *canary = random_use_ballot_canary(world->clients[j]->person);
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

static void run(uint64_t seed, void (*take_step)(struct world *world, unsigned number)) {
    struct world *world = world_create(CONFIG, NULL);
    uint64_t durable = 0, bad_seq;
    check_note("seed %llu", (unsigned long long)seed);
    random_use_begin(world, seed);
    for (unsigned number = 0; number < STEPS; number++) {
        take_step(world, number);
        if (random_use_draw(200) == 0)
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
        run(number * 0x9e3779b97f4a7c15u, random_use_step);
    CHECK(seen.opinions > 0);
}

static void led_use(void) {
    for (uint64_t number = 1; number <= conferences(2); number++)
        run(number * 0x9e3779b97f4a7c15u, random_use_led_step);
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
