/* codes.c - codes, cards and passwords for the people of a site, told once.
 *
 * Normal course: for each person in turn fresh randomness, its digest as a command among the others, a line for the list; passwords are hashed on
 * a worker, one after another. When every event is durable the list is handed over.
 * Ways it fails: the first refusal ends it with that code; those already durable have new credentials that nobody knows: issue again. */
#include "hub/state.h"

#include "auth/credential.h"
#include "auth/password.h"
#include "base/memory.h"
#include "codec/csv.h"
#include <stdio.h>
#include <string.h>

enum { CODES_AT_ONCE = 256 };

struct codes_job {
    struct hub *hub;
    uint32_t site;               /* NO_SITE = all */
    uint32_t next;               /* person */
    uint32_t waiting;            /* events not yet decided */
    bool hashing;
    bool abandoned;
    bool advancing;
    enum error error;
    struct buffer csv;
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
        job->done(job->context, job->error, &job->csv);
    if (job->csv.bytes)
        explicit_bzero(job->csv.bytes, job->csv.length);
    buffer_finish(&job->csv);
    explicit_bzero(job->password, sizeof job->password);
    memory_release(job);
}

static bool signs_in_by_password(uint32_t roles) {
    return (roles & (1u << ROLE_ADMIN | 1u << ROLE_MODERATOR | 1u << ROLE_CHAIR | 1u << ROLE_OPERATOR)) != 0;
}

static void append_line(struct codes_job *job, uint32_t person, const char *code, const char *card, const char *password) {
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
        job->error = csv_cell(&job->csv, cells[i]);
        if (!job->error)
            job->error = buffer_append_text(&job->csv, i + 1 < CELLS ? "," : "\r\n");
    }
}

static void enqueue(struct codes_job *job, const struct command *command) {
    struct hub *hub = job->hub;
    if (!job->error)
        job->error = hub_enqueue(hub, (struct reference){UINT32_MAX, 0}, "null", WAITING_CREDENTIAL, command, NULL);
    if (!job->error)
        job->waiting++;
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
        char *hash = arena_copy(&job->hub->collecting.arena, job->hash, strlen(job->hash));
        record_text(&command.record, FIELD_PASSWORD_HASH, text_of(hash));
        if (!hash)
            job->error = ERROR_NO_MEMORY;
        append_line(job, job->hashed_person, "", "", job->password);
        enqueue(job, &command);
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
           job->next < conference_people(hub->published)) {
        uint32_t person = job->next++;
        if (job->site != NO_SITE && conference_person_site_index(hub->published, person) != job->site)
            continue;
        if (signs_in_by_password(conference_person_roles(hub->published, person)))
            issue_password(job, person);
        else
            issue_code(job, person);
    }
    job->advancing = false;
    hub_proceed(hub);
    bool all = job->error || job->abandoned || job->next >= conference_people(hub->published);
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

enum error hub_issue_codes(struct hub *hub, const char *site, const char *origin, int64_t now, hub_codes_done done, void *context) {
    uint32_t index = site ? conference_find_site(hub->published, text_of(site)) : NO_SITE;
    if (hub->codes)
        return ERROR_BUSY;
    if (site && index == NO_SITE)
        return ERROR_NOT_FOUND;
    struct codes_job *job = memory_take_zeroed(1, sizeof *job);
    if (!job)
        return ERROR_NO_MEMORY;
    hub->now = now;
    job->hub = hub;
    job->site = index;
    job->done = done;
    job->context = context;
    snprintf(job->origin, sizeof job->origin, "%s", origin);
    buffer_init(&job->csv);
    job->error = buffer_append_text(&job->csv, "person,name,site,roles,code,password,link\r\n");
    hub->codes = job;
    advance(job);
    return ERROR_NONE;
}
