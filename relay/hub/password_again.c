/* password_again.c - the password once more, before what gives access or cannot be taken back.
 *
 * Normal course: the password is taken out of the request, a worker holds it against the hash of whoever asks, the request goes on to its method.
 * Ways it fails: a wrong one costs the account and the address some time, as at signing in; who goes meanwhile, signs out or loses the role is served no more. */
#include "hub/password_again.h"

#include "auth/backoff.h"
#include "auth/password.h"
#include "base/log.h"
#include "base/memory.h"
#include <stdio.h>
#include <string.h>

struct again_job {
    struct hub *hub;
    struct reference from;
    struct digest session;  /* of a browser; at a link the site vouches for the person */
    uint32_t person, roles;
    struct request request; /* owned, without the password */
    char method[32];
    char account[LIMIT_ID_BYTES + 1], address[ADDRESS_SIZE];
    char password[LIMIT_PASSWORD_BYTES + 1], hash[PASSWORD_HASH_SIZE];
    bool matches;
};

static void release(struct again_job *job) {
    request_finish(&job->request);
    explicit_bzero(job->password, sizeof job->password);
    memory_release(job);
}

static bool has_role(const struct hub *hub, uint32_t person, uint32_t roles) {
    return person != NO_PERSON && (conference_person_roles(hub->published, person) & roles);
}

static void check(void *context) {
    struct again_job *job = context;
    job->matches = password_check(job->hash, text_of(job->password));
}

/* The socket is still open, and still that session's. */
static struct subscriber *find_asker(const struct again_job *job) {
    struct subscriber *subscriber = subscriber_find(job->hub, job->from);
    bool same = subscriber && subscriber->person == job->person && (subscriber->link || digest_equal(&subscriber->token, &job->session));
    return same && has_role(job->hub, job->person, job->roles) ? subscriber : NULL;
}

static void checked(void *context) {
    struct again_job *job = context;
    struct hub *hub = job->hub;
    struct subscriber *subscriber = find_asker(job);
    if (job->matches) {
        backoff_succeeded(hub->backoff, job->account, job->address);
    } else {
        backoff_failed(hub->backoff, job->account, job->address, hub->now);
        log_line(LOG_WARNING, "password_again_wrong", "%s gave a wrong password for %s", job->account, job->method);
    }
    if (subscriber && job->matches)
        hub_serve_checked(hub, subscriber, &job->request);
    else if (subscriber)
        hub_sign_in_failed(hub, subscriber, job->address, job->request.id);
    release(job);
}

/* An admin asks at the hub itself: that password does not go by the machine of a site. */
static enum error may_ask(const struct hub *hub, const struct subscriber *subscriber, uint32_t roles) {
    if (subscriber->person == NO_PERSON)
        return ERROR_NOT_SIGNED_IN;
    bool goes_by_site = subscriber->link && has_role(hub, subscriber->person, 1u << ROLE_ADMIN);
    return has_role(hub, subscriber->person, roles) && !goes_by_site ? ERROR_NONE : ERROR_NOT_ALLOWED;
}

static enum error begin(struct again_job *job, const struct subscriber *subscriber, const struct request *request, char fault[FAULT_NAME_SIZE]) {
    struct hub *hub = job->hub;
    struct text hash = conference_person_password_hash(hub->published, job->person);
    if (hash.length == 0)
        return ERROR_NOT_ALLOWED;
    snprintf(job->account, sizeof job->account, "%s", conference_person_id(hub->published, job->person).bytes);
    snprintf(job->address, sizeof job->address, "%s", subscriber->address);
    snprintf(job->hash, sizeof job->hash, "%s", hash.bytes);
    enum error error = request_take_password(request, text_of(job->method), &job->request, job->password, fault);
    if (error)
        return error;
    if (!backoff_may_try(hub->backoff, job->account, job->address, hub->now))
        return ERROR_RATE_LIMITED;
    fault[0] = '\0';
    return hub->transport->offload(hub->transport->context, job, check, checked) ? ERROR_NONE : ERROR_BUSY;
}

void hub_password_again(struct hub *hub, struct subscriber *subscriber, const struct request *request, uint32_t roles) {
    char fault[FAULT_NAME_SIZE] = "";
    enum error error = may_ask(hub, subscriber, roles);
    struct again_job *job = error ? NULL : memory_take_zeroed(1, sizeof *job);
    if (!error && !job)
        error = ERROR_NO_MEMORY;
    if (!error) {
        *job = (struct again_job){.hub = hub, .from = subscriber_reference(subscriber), .session = subscriber->token, .person = subscriber->person,
                                  .roles = roles};
        snprintf(job->method, sizeof job->method, "%.*s", (int)request->method.length, request->method.bytes);
        error = begin(job, subscriber, request, fault);
    }
    if (error && job)
        release(job);
    if (error)
        hub_reply_error(subscriber, request->id, error, fault);
}
