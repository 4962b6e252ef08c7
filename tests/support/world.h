/* world.h - a whole hub without sockets, for tests: memory journal, a clock that is set by hand, people who join by
 * name. Whatever is sent to them is folded the way a browser does it, so that a fold can be held
 * against the view. */
#ifndef LAMRELAY_TESTS_WORLD_H
#define LAMRELAY_TESTS_WORLD_H

#include "codec/config.h"
#include "hub/links.h"
#include "hub/state.h"
#include <jansson.h>
#include <stdio.h>

enum { WORLD_BEGIN = 1000000, WORLD_CLIENTS = 128, WORLD_JOBS = 34, WORLD_LINKS = 8 };

struct world_client {
    struct world *world;
    char person[LIMIT_ID_BYTES + 1];
    char token[32];
    struct subscriber *subscriber; /* NULL = not connected */
    struct hub_link *link;         /* of the process at a site, not a person: `person` is the site */
    char stream[16], epoch[24], receipt_key[48]; /* that it has claimed with, base64url; of the claim's answer */
    bool blocked;                  /* the next writes are refused */
    int close_code;                /* 0 = open */
    size_t writes, frames, messages;
    size_t expected; /* times a write was announced */
    json_t *rows; /* {"own": {"kind/id": the row as text}, "shared": {...}} */
    char shared_name[CHANNEL_NAME_SIZE];
    int64_t own, shared; /* cursors; -1 = none */
    int gaps;            /* frames that did not follow: must stay 0 */
    json_t *answer;      /* the latest message with an id */
    json_t *live;        /* params of the latest live notice */
    struct buffer bytes; /* everything received, for the canaries */
    uint64_t held_at;    /* the laws held when this was durable, ... */
    size_t held_after;   /* ... and so many messages had come */
};

struct world {
    struct config config;
    struct hub_transport transport;
    struct journal *journal;
    struct hub *hub;
    int64_t now;
    uint64_t random; /* a counter: nothing here is random */
    bool fenced;
    struct {
        void *job;
        void (*work)(void *job), (*finished)(void *job);
    } jobs[WORLD_JOBS];            /* offloaded, done in world_settle */
    size_t job_count;
    struct world_client *clients[WORLD_CLIENTS];
    size_t client_count;
    struct world_client *links[WORLD_LINKS];
    size_t link_count;
    unsigned next_key, next_id;
    json_t *message; /* the last one read, and its bytes */
    struct buffer message_bytes;
    FILE *record; /* frames as tests/streams has them; NULL = not recorded */
};

/* Exits with a message when the world can't be made. `journal` NULL: a new memory journal. */
struct world *world_create(const char *config_path, struct journal *journal);
void world_destroy(struct world *world);
/* As after a kill -9 and a restart: the hub is made again from its journal; clients are disconnected but keep what they
 * hold. */
void world_restart(struct world *world);

struct world_client *world_join(struct world *world,
                                const char *person); /* signs in, says hello; the same client for the same name */
void world_leave(struct world_client *client);       /* the socket breaks */
void world_return(struct world_client *client);      /* connects again and says hello with its cursors */
void world_at(struct world *world, int64_t now);     /* sets the clock, ticks, lets everything settle */
void world_settle(struct world *world);              /* journal and sweep until nothing waits */

/* Sends a request and returns the whole answer (borrowed until the next). A keyed method without key gets the next one
 * of this world, a dangerous one without until gets now + 5 s. */
json_t *world_call(struct world_client *client, const char *method, json_t *params);
json_t *world_call_text(struct world_client *client, const char *method, const char *params);
/* From now on the person signs in by this password; one event. */
void world_set_password(struct world *world, const char *person, const char *password);
/* Adds a key and until where they belong and are not given. */
void world_complete(struct world *world, const char *method, json_t *params);

/* The process at a site: connects anew, after what was connected for it before is gone. What it is answered or told (link.…) is its `answer`. */
struct world_client *world_link(struct world *world, const char *site);
void world_link_leave(struct world_client *link);
/* Says one message; takes `params` over. A request when `id` is true. */
void world_link_say(struct world_client *link, const char *method, json_t *params, bool id);

/* The receipt that the process gives for a command with these parameters, key included; new. */
json_t *world_receipt(const struct world_client *link, const char *person, const char *method, const json_t *params, int64_t stamp);

/* Sends bytes as they are. */
void world_send(struct world_client *client, const char *bytes, size_t length);
/* The word of the last answer's error, or "" when it was a result. */
const char *world_error(const struct world_client *client);

/* Rows as an audience sees them, one compact JSON text a line. */
void world_view(const struct world *world, struct audience audience, struct buffer *out);
/* What the client holds, in the same form. */
void world_held(const struct world_client *client, bool own, struct buffer *out);
/* Every client's fold equals its views; prints the difference and returns false otherwise. */
bool world_laws_hold(struct world *world);

#endif
