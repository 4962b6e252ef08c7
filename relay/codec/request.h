/* request.h - what a client sends: one JSON-RPC 2.0 request, and its parameters as a record. Bounded before it is parsed: at most
 * LIMIT_JSON_DEPTH levels, no NUL, no duplicate keys, no trailing text. Pure; any thread. */
#ifndef LAMRELAY_CODEC_REQUEST_H
#define LAMRELAY_CODEC_REQUEST_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "core/command.h"
#include "core/limits.h"
#include "core/record.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REQUEST_ID_SIZE = LIMIT_REQUEST_ID_BYTES * 6 + 3 };

/* The parameters of a plain request (request_plain.h) where they lie: all of them, and its members one by one, each once. Borrowed from the bytes. */
enum { PLAIN_MEMBERS = 16 };
struct plain_params {
    struct text text;          /* {NULL, 0} = there are none, or the request is not plain */
    struct plain_member {
        struct text name, value; /* without, and with, its quotes */
    } members[PLAIN_MEMBERS];
    size_t count;
};

struct request {
    struct text method;        /* borrowed, from `message` or from the bytes that were parsed */
    char id[REQUEST_ID_SIZE];  /* as JSON text, to be sent back; "null" when it is not known */
    bool has_id;               /* without one nothing is answered and nothing done */
    void *message, *params;    /* the parsed text (owned) and its member params (borrowed; NULL = none); both NULL for a plain request */
    struct plain_params plain;
    enum command_type command; /* that the method names; COMMAND_COUNT = none that people send, or nothing was understood */
};

/* NONE, or PARSE, NOT_A_REQUEST (`out->id` is set as far as it was understood). request_finish in every case, before the bytes go. */
enum error request_parse(const char *bytes, size_t length, struct request *out);
/* The same, always with a tree: what is unusual comes here, and the fuzzer holds the two against each other. */
enum error request_parse_tree(const char *bytes, size_t length, struct request *out);
void request_finish(struct request *request);

/* A member that was refused: its name, cut to what may be sent back. */
enum { FAULT_NAME_SIZE = 41 };

/* The parameters by a table of fields (core/record.h). With `keyed`, `key` is required as well. Texts are cleaned and live in `arena`.
 * Errors: MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE, MALFORMED, EMPTY, TOO_LONG, OUT_OF_RANGE, UNKNOWN_WORD, NO_MEMORY; `fault` names the field. */
enum error request_record(const struct request *request, const field_use *fields, bool keyed, struct arena *arena, struct record *out,
                          char fault[FAULT_NAME_SIZE]);
/* Digest of method and parameters without key, until and receipt: two commands with one key must agree in it. NONE or NO_MEMORY. */
enum error request_params_digest(const struct request *request, uint8_t out[PARAMS_SIZE]);

/* The parameters as JSON text, as they came but for blanks; "{}" when there are none. NONE or NO_MEMORY. */
enum error request_params_text(const struct request *request, struct buffer *out);

/* hello (relay/DELIVERY.md, R). A cursor of -1 is "none". */
#define HELLO_CURSOR_MOST (INT64_C(1) << 53) /* what JSON carries everywhere */
enum { HELLO_VERSION = 1, HELLO_WORD_MOST = 64 };
struct hello {
    int64_t version;
    struct text token, journal, shared_name; /* empty = absent; borrowed from the request */
    int64_t own, shared;
};
enum error request_hello(const struct request *request, struct hello *out, char fault[FAULT_NAME_SIZE]);

/* session.open: exactly one of code, card, or name and password. Borrowed from the request. */
struct sign_in {
    struct text code, card, name, password;
};
enum error request_sign_in(const struct request *request, struct sign_in *out, char fault[FAULT_NAME_SIZE]);

/* setup.open. The texts live in `arena`; the name is clean, empty = absent. Also OUT_OF_RANGE: a password of fewer than LIMIT_PASSWORD_LEAST characters. */
struct setup_wish {
    struct text code, person, name, password;
};
enum error request_setup(const struct request *request, struct arena *arena, struct setup_wish *out, char fault[FAULT_NAME_SIZE]);

/* question.list. */
struct list_page {
    int64_t after; /* questions with greater numbers */
    int64_t limit;
};
/* question.history: the question, and the number of the last act of the page before. */
enum error request_history_page(const struct request *request, int64_t *question, int64_t *after, char fault[FAULT_NAME_SIZE]);
enum error request_list_page(const struct request *request, struct list_page *out, char fault[FAULT_NAME_SIZE]);

/* opinion.list. */
struct opinion_page {
    int64_t after; /* opinions with greater numbers */
    int64_t limit;
    struct text topic, text; /* empty = absent; the text is clean, in the arena; the topic is borrowed from the request */
};
enum error request_opinion_page(const struct request *request, struct arena *arena, struct opinion_page *out, char fault[FAULT_NAME_SIZE]);

/* poll.missing, poll.recorded. */
struct poll_page {
    int64_t poll;
    struct text site, after; /* ids; empty = absent; borrowed from the request */
    int64_t limit;
};
enum error request_poll_page(const struct request *request, struct poll_page *out, char fault[FAULT_NAME_SIZE]);

/* person.list. */
struct people_page {
    struct text after, site; /* ids; empty = absent; borrowed from the request */
    struct text text;        /* to look for; empty = anything; borrowed from the request */
    int role;                /* enum role, or -1 */
    int64_t limit;
};
enum error request_people_page(const struct request *request, struct people_page *out, char fault[FAULT_NAME_SIZE]);

/* codes.issue: exactly one of some people and a site. Borrowed from the request. */
struct codes_asked {
    uint32_t count;
    struct text people[LIMIT_CODES_NAMED];
    struct text site; /* empty = absent */
};
enum error request_codes(const struct request *request, struct codes_asked *out, char fault[FAULT_NAME_SIZE]);

/* bundle.make, certificate.revoke: the site; borrowed from the request. */
enum error request_bundle(const struct request *request, struct text *site, char fault[FAULT_NAME_SIZE]);

/* Do the parameters have one of these fields? */
bool request_says(const struct request *request, const field_use *fields);

/* The member `password` by itself, and in `*out` the request without it, which outlives the bytes: request_finish in every case. `method` is its name, borrowed.
 * MISSING_FIELD, WRONG_TYPE, TOO_LONG, EMPTY, NO_MEMORY; from then on `fault` says password. */
enum error request_take_password(const struct request *request, struct text method, struct request *out, char password[LIMIT_PASSWORD_BYTES + 1],
                                 char fault[FAULT_NAME_SIZE]);

/* stage.confirm. */
struct confirmation {
    struct text stage; /* borrowed from the request */
    int64_t rev;
};
enum error request_confirmation(const struct request *request, struct confirmation *out, char fault[FAULT_NAME_SIZE]);

#endif
