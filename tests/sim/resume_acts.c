/* resume_acts.c - what people do, so that there is something to miss: for everybody, for one person alone, for a site alone, and to somebody's rights. */
#include "sim/resume.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void command(struct resume_sim *sim, const char *person, const char *method, const char *members) {
    struct hub *hub = sim->hub;
    struct buffer text;
    struct request request;
    char fault[FAULT_NAME_SIZE] = "";
    uint8_t key[KEY_SIZE] = {0};
    char key_text[BASE64URL_SIZE(KEY_SIZE)];
    unsigned number = ++sim->keys;
    memcpy(key, &number, sizeof number);
    base64url_encode(key, sizeof key, key_text);
    buffer_init(&text);
    enum command_type type = command_find(text_of(method));
    if (buffer_printf(&text, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":{\"key\":\"%s\",%s", method, key_text, members) ||
        (COMMAND_INFO[type].dangerous && buffer_printf(&text, ",\"until\":%" PRId64, sim->now + 5000)) || buffer_append_text(&text, "}}"))
        abort();
    struct command made = {.type = type, .actor = conference_find_person(hub->published, text_of(person)), .now = sim->now};
    enum error error = request_parse(text.bytes, text.length, &request);
    if (!error)
        error = request_record(&request, COMMAND_INFO[type].fields, true, &hub->collecting.arena, &made.record, fault);
    if (error) {
        fprintf(stderr, "resume: %s: %s %s\n", text.bytes, error_word(error), fault);
        abort();
    }
    if (request_params_digest(&request, made.params))
        abort();
    resume_say(sim, "%s: %s {%s}", person, method, members);
    if (!hub_enqueue(hub, (struct reference){UINT32_MAX, 0}, "null", WAITING_COMMAND, &made, NULL))
        hub_proceed(hub);
    request_finish(&request);
    buffer_finish(&text);
}

static int64_t rev_of(const struct resume_sim *sim, enum row_kind kind, uint32_t id) {
    struct row row;
    const struct audience desk = {AUDIENCE_MODERATOR, NO_SITE, NO_PERSON};
    return view_row(sim->hub->ahead ? sim->hub->ahead : sim->hub->published, desk, kind, id, &row) ? row.record.rev : 1;
}

static const char *somebody(struct resume_sim *sim) {
    return sim->phones[resume_draw(sim, RESUME_PHONES)].person;
}

static const char *one_of_a_site(struct resume_sim *sim) {
    static const char *const PEOPLE[] = {"dc07-0001", "dc07-0002", "dc12-0001", "dc12-0002"};
    return PEOPLE[resume_draw(sim, 4)];
}

/* ---- for everybody ---- */

static void start_item(struct resume_sim *sim) {
    char members[80];
    uint32_t item = (uint32_t)resume_draw(sim, 2) + 1;
    snprintf(members, sizeof members, "\"item\":%u,\"rev\":%" PRId64, item, rev_of(sim, ROW_AGENDA_ITEM, item));
    command(sim, "an", "agenda.start", members);
}

static void set_intake(struct resume_sim *sim) {
    static const char *const STATES[] = {"open", "paused", "closed"};
    char members[80];
    snprintf(members, sizeof members, "\"intake\":\"%s\",\"rev\":%" PRId64, STATES[resume_draw(sim, 3)], rev_of(sim, ROW_CONFERENCE, 0));
    command(sim, "an", "intake.set", members);
}

static void poll(struct resume_sim *sim) {
    static const char *const ACTS[] = {"poll.open", "poll.close", "poll.publish"};
    char members[160];
    uint32_t polls = conference_polls(sim->hub->published), number = polls ? (uint32_t)resume_draw(sim, polls) + 1 : 0;
    if (!polls || (polls < 4 && resume_chance(sim, 25))) {
        command(sim, "an", "poll.draft", "\"title\":{\"vi\":\"Biểu quyết\"},\"results\":\"live\"");
        return;
    }
    if (resume_chance(sim, 40)) {
        const char *person = somebody(sim);
        snprintf(members, sizeof members, "\"poll\":%u,\"device\":\"AAAAAAAAAAE\",\"counter\":%u,\"choice\":\"yes\"", number, ++sim->keys);
        command(sim, person, "poll.cast", members);
        return;
    }
    snprintf(members, sizeof members, "\"poll\":%u,\"rev\":%" PRId64, number, rev_of(sim, ROW_POLL, number));
    command(sim, "an", ACTS[resume_draw(sim, 3)], members);
}

/* ---- for few ---- */

static void ask(struct resume_sim *sim) {
    char members[80];
    snprintf(members, sizeof members, "\"text\":\"Câu hỏi %u\"", sim->keys);
    command(sim, somebody(sim), "question.submit", members);
}

static void approve(struct resume_sim *sim) {
    uint32_t questions = conference_questions(sim->hub->published);
    char members[80];
    if (questions == 0) {
        ask(sim);
        return;
    }
    uint32_t number = questions - (uint32_t)resume_draw(sim, questions < 4 ? questions : 4);
    snprintf(members, sizeof members, "\"question\":%u,\"rev\":%" PRId64, number, rev_of(sim, ROW_QUESTION, number));
    command(sim, "an", "question.approve", members);
}

static void speak(struct resume_sim *sim) {
    command(sim, one_of_a_site(sim), "speaker.request", "\"class\":\"normal\"");
}

static void write_to(struct resume_sim *sim) {
    char members[80];
    snprintf(members, sizeof members, "\"to\":\"%s\",\"text\":\"Tin %u\"", resume_chance(sim, 50) ? "dc07" : "dc12", sim->keys);
    command(sim, "an", "message.send", members);
}

static void check_in(struct resume_sim *sim) {
    char members[80];
    snprintf(members, sizeof members, "\"person\":\"%s\",\"on\":%s", one_of_a_site(sim), resume_chance(sim, 50) ? "true" : "false");
    command(sim, "an", "person.check_in", members);
}

/* ---- rights ---- */

static void change_rights(struct resume_sim *sim) {
    static const char *const CHANGES[] = {
        "\"roles\":[\"operator\"]",
        "\"roles\":[\"participant\"]",
        "\"roles\":[\"participant\"]",
        "\"roles\":[\"participant\",\"operator\"]",
        "\"roles\":[\"participant\",\"chair\"]",
        "\"site\":\"dc07\"",
        "\"site\":\"dc12\"",
        "\"site\":\"hall\"",
    };
    char members[120];
    snprintf(members, sizeof members, "\"person\":\"%s\",%s", one_of_a_site(sim), CHANGES[resume_draw(sim, sizeof CHANGES / sizeof CHANGES[0])]);
    command(sim, "binh", "person.change", members);
}

void resume_act(struct resume_sim *sim) {
    static void (*const ACTS[])(struct resume_sim *) = {start_item, set_intake, set_intake, poll, poll, ask, ask, approve, approve, speak, write_to, check_in, change_rights, change_rights};
    if (!sim->hub->appending || resume_chance(sim, 60))
        ACTS[resume_draw(sim, sizeof ACTS / sizeof ACTS[0])](sim);
    if (resume_chance(sim, 25)) /* two in one batch */
        ACTS[resume_draw(sim, sizeof ACTS / sizeof ACTS[0])](sim);
}
