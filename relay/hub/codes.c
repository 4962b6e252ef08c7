/* codes.c - codes, cards and passwords for people, told once: as lines for a printed list (the command line), or over the socket.
 *
 * Normal course: for each person in turn fresh randomness, its digest as a command among the others, a line for the list; passwords are hashed on
 * a worker, one after another. When every event is durable the list is handed over.
 * Ways it fails: the first refusal ends it with that code; those already durable have new credentials that nobody knows: issue again. */
#include "hub/state.h"

#include "auth/credential.h"
#include "auth/password.h"
#include "base/memory.h"
#include "codec/csv.h"
#include "codec/reply.h"
#include <stdio.h>
#include <string.h>

enum { CODES_AT_ONCE = 256 };

struct codes_job {
    struct hub *hub;
    uint32_t *people;            /* for whom; owned */
    uint32_t count, next;        /* of them */
    uint32_t waiting;            /* events not yet decided */
    bool hashing;
    bool abandoned;
    bool advancing;
    enum error error;
    struct buffer list;          /* of what is made */
    bool as_json;                /* else CSV */
    uint32_t asker;              /* as_json: the person */
    struct reference from;       /* who asked over the socket, and with which request */
    char id[REQUEST_ID_SIZE];
    char origin[256];
    hub_codes_done done;
    void *context;
    uint32_t hashed_person;
    char password[PASSWORD_TEXT_SIZE];
    char hash[PASSWORD_HASH_SIZE];
};

static void advance(struct codes_job *job);

static void finish(struct codes_job *job) {
    job->hub->codes = NULL;
    if (!job->abandoned)
        job->done(job->context, job->error, &job->list);
    if (job->list.bytes)
        explicit_bzero(job->list.bytes, job->list.length);
    buffer_finish(&job->list);
    memory_release(job->people);
    explicit_bzero(job->password, sizeof job->password);
    memory_release(job);
}

static bool signs_in_by_password(uint32_t roles) {
    return (roles & (1u << ROLE_ADMIN | 1u << ROLE_MODERATOR | 1u << ROLE_CHAIR | 1u << ROLE_OPERATOR)) != 0;
}

static void append_csv(struct codes_job *job, uint32_t person, const char *code, const char *card, const char *password) {
    const struct conference *conference = job->hub->published;
    struct text name = conference_person_name(conference, person);
    struct text site = conference_person_site(conference, person);
    uint32_t roles = conference_person_roles(conference, person);
    char words[128] = "", link[400] = "";
    for (int role = 0; role < ROLE_COUNT; role++)
        if (roles >> role & 1u)
            snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", *words ? " " : "", ROLE_WORDS.words[role]);
    if (*card)
        snprintf(link, sizeof link, "%s%s#t=%s", job->origin, roles & 1u << ROLE_DISPLAY ? "/stage" : "/", card);
    const struct text cells[] = {conference_person_id(conference, person), name, site, text_of(words), text_of(code),
                                 text_of(password), text_of(link)};
    enum { CELLS = sizeof cells / sizeof cells[0] };
    for (size_t i = 0; i < CELLS && !job->error; i++) {
        job->error = csv_cell(&job->list, cells[i]);
        if (!job->error)
            job->error = buffer_append_text(&job->list, i + 1 < CELLS ? "," : "\r\n");
    }
}

static void append_line(struct codes_job *job, uint32_t person, const char *code, const char *card, const char *password) {
    const struct conference *conference = job->hub->published;
    if (!job->as_json)
        append_csv(job, person, code, card, password);
    else if (!job->error)
        job->error = reply_person_code(&job->list, &(struct person_code){
            .person = conference_person_id(conference, person), .name = conference_person_name(conference, person),
            .site = conference_person_site(conference, person), .code = code, .card = card, .password = password});
}

static void enqueue(struct codes_job *job, const struct command *command) {
    struct hub *hub = job->hub;
    if (!job->error)
        job->error = hub_enqueue(hub, (struct reference){UINT32_MAX, 0}, "null", WAITING_CREDENTIAL, command, NULL);
    if (!job->error)
        job->waiting++;
}

/* Codes made on the command line were asked for by nobody of the roster. */
static void name_asker(const struct codes_job *job, struct command *command) {
    if (job->as_json)
        record_text(&command->record, FIELD_ISSUED_BY, conference_person_id(job->hub->published, job->asker));
}

static void issue_code(struct codes_job *job, uint32_t person) {
    struct hub *hub = job->hub;
    struct command command = {.type = COMMAND_CODE_ISSUE, .actor = NO_PERSON, .now = hub->now};
    uint8_t random[CREDENTIAL_RANDOM_SIZE + 8];
    char card[CREDENTIAL_TEXT_SIZE], code[CODE_SIZE] = "";
    struct digest digest;
    hub->transport->random(hub->transport->context, random, sizeof random);
    credential_make(random, card);
    record_text(&command.record, FIELD_PERSON, conference_person_id(hub->published, person));
    name_asker(job, &command);
    if (!job->error)
        job->error = credential_digest(hub->credential_key, "card", text_of(card), &digest);
    record_binary(&command.record, FIELD_CARD_DIGEST, &digest);
    if (conference_person_is_single(hub->published, person)) {
        code_make(random + CREDENTIAL_RANDOM_SIZE, code);
        if (!job->error)
            job->error = credential_digest(hub->credential_key, "code", text_of(code), &digest);
        record_binary(&command.record, FIELD_CODE_DIGEST, &digest);
    }
    append_line(job, person, code, card, "");
    enqueue(job, &command);
}

static void hash_password(void *context) {
    struct codes_job *job = context;
    if (password_hash(text_of(job->password), job->hash))
        job->error = ERROR_NO_MEMORY;
}

static void password_hashed(void *context) {
    struct codes_job *job = context;
    job->hashing = false;
    if (!job->abandoned && !job->error) {
        struct command command = {.type = COMMAND_PASSWORD_SET, .actor = NO_PERSON, .now = job->hub->now};
        record_text(&command.record, FIELD_PERSON, conference_person_id(job->hub->published, job->hashed_person));
        struct arena *arena = &job->hub->collecting.arena;
        const struct arena before = *arena;
        name_asker(job, &command);
        char *hash = arena_copy(arena, job->hash, strlen(job->hash));
        record_text(&command.record, FIELD_PASSWORD_HASH, text_of(hash));
        if (!hash)
            job->error = ERROR_NO_MEMORY;
        append_line(job, job->hashed_person, "", "", job->password);
        enqueue(job, &command);
        if (job->error)
            arena_rewind(arena, before);
    }
    advance(job);
}

static void issue_password(struct codes_job *job, uint32_t person) {
    struct hub *hub = job->hub;
    uint8_t random[PASSWORD_RANDOM_SIZE];
    hub->transport->random(hub->transport->context, random, sizeof random);
    password_make(random, job->password);
    job->hashed_person = person;
    job->hashing = hub->transport->offload(hub->transport->context, job, hash_password, password_hashed);
    if (!job->hashing)
        job->error = ERROR_BUSY;
}

static void advance(struct codes_job *job) {
    struct hub *hub = job->hub;
    if (job->advancing)
        return;
    job->advancing = true;
    while (!job->error && !job->abandoned && !job->hashing && job->waiting < CODES_AT_ONCE &&
           job->next < job->count) {
        uint32_t person = job->people[job->next++];
        if (signs_in_by_password(conference_person_roles(hub->published, person)))
            issue_password(job, person);
        else
            issue_code(job, person);
    }
    job->advancing = false;
    hub_proceed(hub);
    bool all = job->error || job->abandoned || job->next >= job->count;
    if (all && !job->hashing && job->waiting == 0)
        finish(job);
}

void hub_codes_stored(struct hub *hub, enum error outcome) {
    struct codes_job *job = hub->codes;
    if (!job)
        return;
    job->waiting--;
    if (outcome && !job->error)
        job->error = outcome;
    if (job->waiting == 0)
        advance(job);
}

void hub_codes_abandon(struct hub *hub) {
    struct codes_job *job = hub->codes;
    if (!job)
        return;
    job->abandoned = true;
    job->waiting = 0;
    if (!job->hashing)
        finish(job);
}

/* A job for `people`, which it takes over, also on failure. */
static enum error begin(struct hub *hub, uint32_t *people, uint32_t count, struct codes_job **out) {
    struct codes_job *job = people ? memory_take_zeroed(1, sizeof *job) : NULL;
    if (!job) {
        memory_release(people);
        return ERROR_NO_MEMORY;
    }
    job->hub = hub;
    job->people = people;
    job->count = count;
    buffer_init(&job->list);
    hub->codes = *out = job;
    return ERROR_NONE;
}

/* Everybody of a site (NO_SITE = at all) who has not been removed; NULL = out of memory. */
static uint32_t *people_of(const struct hub *hub, uint32_t site, uint32_t *count) {
    uint32_t *people = memory_take(((size_t)conference_people(hub->published) + 1) * sizeof *people);
    *count = 0;
    for (uint32_t person = 0; people && person < conference_people(hub->published); person++)
        if (!conference_person_is_removed(hub->published, person) &&
            (site == NO_SITE || conference_person_site_index(hub->published, person) == site))
            people[(*count)++] = person;
    return people;
}

enum error hub_issue_codes(struct hub *hub, const char *site, const char *origin, int64_t now, hub_codes_done done, void *context) {
    uint32_t index = site ? conference_find_site(hub->published, text_of(site)) : NO_SITE, count;
    if (hub->codes)
        return ERROR_BUSY;
    if (site && index == NO_SITE)
        return ERROR_NOT_FOUND;
    struct codes_job *job;
    uint32_t *people = people_of(hub, index, &count);
    enum error error = begin(hub, people, count, &job);
    if (error)
        return error;
    hub->now = now;
    job->done = done;
    job->context = context;
    snprintf(job->origin, sizeof job->origin, "%s", origin);
    job->error = buffer_append_text(&job->list, "person,name,site,roles,code,password,link\r\n");
    advance(job);
    return ERROR_NONE;
}

/* ---- over the socket ---- */

static void tell(void *context, enum error outcome, const struct buffer *list) {
    struct codes_job *job = context;
    struct subscriber *subscriber = subscriber_find(job->hub, job->from);
    if (!subscriber)
        return;
    struct buffer text;
    buffer_init(&text);
    if (outcome || reply_codes(&text, job->id, list))
        hub_reply_error(subscriber, job->id, outcome ? outcome : ERROR_NO_MEMORY, NULL);
    else
        subscriber_send_text(subscriber, &text);
    if (text.bytes)
        explicit_bzero(text.bytes, text.length);
    buffer_finish(&text);
}

/* An admin asks for anybody; an operator for one person of the own site, whose code opens nothing that an operator may not see anyway. */
static bool may_ask(const struct hub *hub, uint32_t asker, const uint32_t *people, uint32_t count) {
    uint32_t roles = conference_person_roles(hub->published, asker), site = conference_person_site_index(hub->published, asker);
    if (roles & 1u << ROLE_ADMIN)
        return true;
    return roles & 1u << ROLE_OPERATOR && site != NO_SITE && people && count == 1 &&
           conference_person_site_index(hub->published, people[0]) == site && conference_person_is_single(hub->published, people[0]);
}

static enum error find_people(const struct hub *hub, const struct codes_asked *asked, uint32_t **people, uint32_t *count) {
    if (asked->site.length > 0) {
        uint32_t site = conference_find_site(hub->published, asked->site);
        *people = site == NO_SITE ? NULL : people_of(hub, site, count);
        return site == NO_SITE ? ERROR_NOT_FOUND : !*people ? ERROR_NO_MEMORY : *count > LIMIT_CODES_OF_SITE ? ERROR_FULL : ERROR_NONE;
    }
    *people = memory_take(asked->count * sizeof **people);
    if (!*people)
        return ERROR_NO_MEMORY;
    for (*count = 0; *count < asked->count; ++*count) {
        uint32_t person = conference_find_person(hub->published, asked->people[*count]);
        if (person == NO_PERSON || conference_person_is_removed(hub->published, person))
            return ERROR_NOT_FOUND;
        for (uint32_t i = 0; i < *count; i++)
            if ((*people)[i] == person)
                return ERROR_MALFORMED;
        (*people)[*count] = person;
    }
    return ERROR_NONE;
}

void hub_codes_issue(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    const uint32_t askers = 1u << ROLE_ADMIN | 1u << ROLE_OPERATOR;
    struct codes_asked asked;
    struct codes_job *job;
    uint32_t *people = NULL, count = 0;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = subscriber->person == NO_PERSON ? ERROR_NOT_SIGNED_IN : ERROR_NONE;
    if (!error && !(conference_person_roles(hub->published, subscriber->person) & askers))
        error = ERROR_NOT_ALLOWED;
    if (!error)
        error = request_codes(request, &asked, fault);
    if (!error) {
        snprintf(fault, sizeof fault, "%s", asked.site.length > 0 ? "site" : "people");
        error = find_people(hub, &asked, &people, &count);
    }
    bool found = !error || error == ERROR_NOT_FOUND; /* who may not ask learns nothing of who is there */
    if (people && found && !may_ask(hub, subscriber->person, people, count))
        error = ERROR_NOT_ALLOWED;
    if (!error && hub->codes)
        error = ERROR_BUSY;
    if (!error) {
        error = begin(hub, people, count, &job);
        people = NULL;
    }
    if (error) {
        memory_release(people);
        hub_reply_error(subscriber, request->id, error, error == ERROR_BUSY || error == ERROR_NO_MEMORY ? NULL : fault);
        return;
    }
    job->as_json = true;
    job->asker = subscriber->person;
    job->from = subscriber_reference(subscriber);
    snprintf(job->id, sizeof job->id, "%s", request->id);
    job->done = tell;
    job->context = job;
    advance(job);
}
