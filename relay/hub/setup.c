/* setup.c - a conference without staff: whoever has the code that was printed once becomes its admin.
 *
 * Normal course: the owner of the hub has a code made and shows it to who started the program; setup.open with it brings id and password of the first
 * admin, a worker hashes the password, the account becomes an event, a session is opened for it. With the event the code is void; everything else is
 * then set up by that admin's commands.
 * Ways it fails: a wrong or old code costs the address some time, as a wrong password does; of two at once with the right code one is `wrong_state`. */
#include "hub/state.h"

#include "auth/backoff.h"
#include "auth/credential.h"
#include "auth/password.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/metrics.h"
#include <stdio.h>
#include <string.h>

/* Under which failures are counted; no account can be called so. */
static const char ACCOUNT[] = " setup";

bool hub_needs_setup(const struct hub *hub) {
    return !conference_has_staff(hub->published);
}

enum error hub_setup_begin(struct hub *hub, char code[HUB_SETUP_CODE_SIZE], int64_t now) {
    _Static_assert((int)HUB_SETUP_CODE_SIZE == (int)CREDENTIAL_TEXT_SIZE, "a code is a credential");
    uint8_t random[CREDENTIAL_RANDOM_SIZE];
    hub->transport->random(hub->transport->context, random, sizeof random);
    credential_make(random, code);
    explicit_bzero(random, sizeof random);
    enum error error = credential_digest(hub->credential_key, "setup", text_of(code), &hub->setup.code);
    hub->setup.until = error ? 0 : now + LIMIT_SETUP_MS;
    return error;
}

bool hub_setup_is_open(const struct hub *hub) {
    return hub->setup.until != 0 && hub->now <= hub->setup.until;
}

static bool is_the_code(const struct hub *hub, struct text code) {
    struct digest digest;
    return hub_setup_is_open(hub) && !credential_digest(hub->credential_key, "setup", code, &digest) && digest_equal(&digest, &hub->setup.code);
}

struct setup_job {
    struct hub *hub;
    struct reference from;
    char id[REQUEST_ID_SIZE];
    char person[LIMIT_ID_BYTES + 1];
    char name[LIMIT_NAME_BYTES + 1];
    char password[LIMIT_PASSWORD_BYTES + 1];
    char hash[PASSWORD_HASH_SIZE];
    enum error error;
};

static void hash_password(void *context) {
    struct setup_job *job = context;
    job->error = password_hash(text_of(job->password), job->hash);
}

static enum error add_admin(struct setup_job *job) {
    struct hub *hub = job->hub;
    struct command command = {.type = COMMAND_ADMIN_ADD, .actor = NO_PERSON, .now = hub->now};
    struct arena *arena = &hub->collecting.arena;
    const struct arena before = *arena;
    const char *person = arena_copy(arena, job->person, strlen(job->person)), *name = arena_copy(arena, job->name, strlen(job->name)),
               *hash = arena_copy(arena, job->hash, strlen(job->hash));
    enum error error = ERROR_NO_MEMORY;
    if (person && name && hash) {
        record_text(&command.record, FIELD_PERSON, text_of(person));
        record_text(&command.record, FIELD_NAME, text_of(name));
        record_text(&command.record, FIELD_PASSWORD_HASH, text_of(hash));
        error = hub_enqueue(hub, job->from, job->id, WAITING_SETUP, &command, NULL);
    }
    if (error)
        arena_rewind(arena, before);
    return error;
}

static void password_hashed(void *context) {
    struct setup_job *job = context;
    struct hub *hub = job->hub;
    struct subscriber *subscriber = subscriber_find(hub, job->from);
    /* Who has gone meanwhile is nobody's admin: the code is still good. */
    enum error error = !subscriber || job->error ? job->error : add_admin(job);
    if (subscriber && error)
        hub_reply_error(subscriber, job->id, error, NULL);
    explicit_bzero(job->password, sizeof job->password);
    memory_release(job);
    hub_proceed(hub);
}

static enum error begin(struct hub *hub, struct subscriber *subscriber, const char *id, const struct setup_wish *wish) {
    struct setup_job *job = memory_take_zeroed(1, sizeof *job);
    if (!job)
        return ERROR_NO_MEMORY;
    job->hub = hub;
    job->from = subscriber_reference(subscriber);
    snprintf(job->id, sizeof job->id, "%s", id);
    snprintf(job->person, sizeof job->person, "%s", wish->person.bytes);
    snprintf(job->name, sizeof job->name, "%s", wish->name.length > 0 ? wish->name.bytes : "");
    snprintf(job->password, sizeof job->password, "%s", wish->password.bytes);
    if (hub->transport->offload(hub->transport->context, job, hash_password, password_hashed))
        return ERROR_NONE;
    explicit_bzero(job->password, sizeof job->password);
    memory_release(job);
    return ERROR_BUSY;
}

void hub_setup_open(struct hub *hub, struct subscriber *subscriber, const struct request *request) {
    struct setup_wish wish;
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = subscriber->link ? ERROR_NOT_ALLOWED : ERROR_NONE;
    if (!error && !backoff_may_try(hub->backoff, ACCOUNT, subscriber->address, hub->now)) {
        metric_add(METRIC_RATE_LIMITED, 1);
        error = ERROR_RATE_LIMITED;
    }
    if (!error)
        error = request_setup(request, &hub->query_arena, &wish, fault);
    if (!error && !is_the_code(hub, wish.code)) {
        backoff_failed(hub->backoff, ACCOUNT, subscriber->address, hub->now);
        hub_sign_in_failed(hub, subscriber, subscriber->address, request->id);
        log_line(LOG_WARNING, "setup_refused", "somebody tried to set the conference up with a code that is not the one printed, or is too old");
    } else {
        if (!error)
            error = begin(hub, subscriber, request->id, &wish);
        if (error)
            hub_reply_error(subscriber, request->id, error, fault);
    }
    arena_reset(&hub->query_arena);
}

void hub_setup_done(struct hub *hub, const struct waiting *waiting) {
    struct subscriber *subscriber = subscriber_find(hub, waiting->from);
    explicit_bzero(&hub->setup, sizeof hub->setup);
    log_line(LOG_INFO, "set_up", "the conference has its first admin");
    if (subscriber)
        hub_open_session(hub, subscriber, waiting->id, conference_find_person(hub->published, waiting->command->record.person));
}
