/* reply.h - what the hub says: results, errors, rows, frames, live notices, as JSON text appended to a buffer. Pure; any thread.
 * All return ERROR_NONE or ERROR_NO_MEMORY (the buffer may then hold half a text: clear it). */
#ifndef LAMRELAY_CODEC_REPLY_H
#define LAMRELAY_CODEC_REPLY_H

#include "base/buffer.h"
#include "core/addresses.h"
#include "core/conference.h"
#include "core/outcomes.h"
#include "core/similarity.h"
#include "core/view.h"

/* One row: {"kind":..,"id":..,fields in the order of its table}. */
enum error reply_row(struct buffer *out, const struct row *row);
/* {"gone":{"kind":..,"id":..}}; the id as `row` has it. */
enum error reply_gone(struct buffer *out, const struct row *row);

/* The result of a keyed command, or the error of a remembered refusal. `id` is JSON text. */
enum error reply_outcome(struct buffer *out, const char *id, const struct outcome *outcome);
/* An error. `field` may be NULL; `row` may be NULL: the row that stands in the way, as the sender may see it. */
enum error reply_error(struct buffer *out, const char *id, enum error error, const char *field, const struct row *row);

struct reply_hello {
    const char *journal;
    int64_t server_time;
    struct localised title, theme;
    struct text person;  /* empty = not signed in */
    const char *channel; /* NULL = not signed in */
    const struct addresses *addresses;
    bool setup;          /* the conference waits for its first admin (setup.open) */
    struct text site;    /* whose addresses come before the hub's; empty = of none */
    struct text site_address; /* one more of its own, behind those of `addresses`; may be among them; empty = none */
};
enum error reply_hello(struct buffer *out, const char *id, const struct reply_hello *hello);
enum error reply_session(struct buffer *out, const char *id, const char *token, struct text person, uint32_t roles);
enum error reply_empty(struct buffer *out, const char *id);
/* poll.missing, poll.recorded: the people of a page and, on the first one (else NULL), how many there are at each site: items already as JSON texts with
 * commas between. */
enum error reply_poll_people(struct buffer *out, const char *id, const struct buffer *people, const struct buffer *sites, int64_t total,
                             bool more);
enum error reply_poll_person(struct buffer *out, const struct record *record);
/* count.ceiling: what view_count_ceiling gives. */
enum error reply_ceiling(struct buffer *out, const char *id, const struct record *record);
/* question.list: rows already as JSON texts with commas between. */
enum error reply_list(struct buffer *out, const char *id, const struct buffer *rows, bool more);

/* person.list: people already as JSON texts with commas between. */
enum error reply_people(struct buffer *out, const char *id, const struct buffer *people, bool more);
/* One of them, behind the others; `row` as view_listed_person fills it. */
enum error reply_listed_person(struct buffer *out, const struct row *row, bool signed_in);
/* codes.issue, in the same way. Empty texts are left out. */
enum error reply_codes(struct buffer *out, const char *id, const struct buffer *codes);
struct person_code {
    struct text person, name, site;
    const char *code, *card, *password;
};
enum error reply_person_code(struct buffer *out, const struct person_code *code);

/* hub.health: figures and refusals as JSON items with commas between. */
struct reply_health {
    const struct buffer *figures, *refusals, *without_address; /* the last: ids of sites, in quotes, with commas between */
    uint32_t without_code, without_password;
    bool bundles; /* can be made here */
};
enum error reply_health(struct buffer *out, const char *id, const struct reply_health *health);

/* hub.log: lines as JSON objects with commas between. */
enum error reply_log(struct buffer *out, const char *id, const struct buffer *lines);

/* bundle.make: the ticket by which the bundle of this site is fetched, until then. */
enum error reply_bundle(struct buffer *out, const char *id, const char *ticket, const char *site, int64_t until);
/* certificate.revoke. */
enum error reply_revoked(struct buffer *out, const char *id, size_t count);

/* question.claim: who has it, and until when; an empty person = nobody. */
enum error reply_claim(struct buffer *out, const char *id, struct text person, int64_t until);
/* question.queue. */
enum error reply_queue(struct buffer *out, const char *id, const struct queue_place *places, uint32_t count);
/* question.search and question.similar: one of question and opinion is 0. At most `most` matches but the question `except`, of those the audience may
 * see: questions that were not merged or withdrawn, opinions of which no question was made, or one that was rejected. */
struct reply_match {
    uint32_t question, opinion, score;
};
enum error reply_matches(struct buffer *out, const char *id, const struct reply_match *matches, uint32_t count, uint32_t except,
                         uint32_t most, const struct conference *conference, struct audience audience);
/* question.history: items already as JSON texts with commas between. */
enum error reply_question_act(struct buffer *out, const char *event, const struct record *record);
enum error reply_history(struct buffer *out, const char *id, const struct buffer *items, bool more);
/* opinion.list: items already as JSON texts with commas between; `total` of all pages. */
enum error reply_opinion(struct buffer *out, const struct record *record);
enum error reply_opinions(struct buffer *out, const char *id, const struct buffer *items, bool more, uint32_t total);

/* A notification around rows with commas between: its beginning, to be followed by them, and its end; or all of it. */
enum error reply_rows_begin(struct buffer *out, const char *channel, uint64_t from, uint64_t to);
enum error reply_rows_end(struct buffer *out);
enum error reply_rows_frame(struct buffer *out, const char *channel, uint64_t from, uint64_t to, const struct buffer *rows);
enum error reply_snapshot_frame(struct buffer *out, const char *journal, const char *channel, uint64_t to,
                                const struct buffer *rows);

/* Live notices, latest wins. */
enum live_list {
    LIVE_TURNOUT,
    LIVE_PRESENT,   /* by site */
    LIVE_CLAIMS,    /* which question is open at whose desk */
    LIVE_DISPLAYS,
    LIVE_LINKS,
    LIVE_OPERATORS, /* who speaks for a site */
    LIVE_ON_DUTY,
    LIVE_LISTS
};
struct live_lists {
    const struct buffer *of[LIVE_LISTS]; /* JSON items with commas between; NULL = left out */
};
/* Whether the list is told: it has items, or that it has none is news ("nobody"). */
bool reply_live_says(enum live_list list, const struct buffer *items);
enum error reply_live(struct buffer *out, int64_t server_time, const struct live_lists *lists);
enum error reply_live_claim(struct buffer *out, uint32_t question, struct text person, int64_t until);
enum error reply_live_turnout(struct buffer *out, const struct poll_turnout *turnout);
enum error reply_live_present(struct buffer *out, struct text site, uint32_t people);
struct live_link {
    bool up;
    int64_t since, fenced_at; /* 0 = not known; never */
    uint64_t generation;
    int64_t outbox, oldest, present, round_trip; /* oldest 0, round_trip -1: not known */
    int64_t clock_offset, clock_error;           /* error -1: not known */
};
/* How a site is reached; what it says of itself only while it is. */
enum error reply_live_link(struct buffer *out, struct text site, const struct live_link *link);
/* Who speaks for the site; `seen` 0: is here, else when that was last, and until when no colleague may take over. */
enum error reply_live_operator(struct buffer *out, struct text site, struct text operator_id, int64_t seen, int64_t held_until);
enum error reply_live_duty(struct buffer *out, struct text person);
/* `rev` 0: this one has confirmed nothing. */
enum error reply_live_display(struct buffer *out, struct text display, struct text stage, int64_t rev);

#endif
