/* error.h - the one closed list of what can go wrong.
 *
 * Every function of lamrelay that can fail returns `enum error`: 0 (ERROR_NONE) or one of these.
 * The same words travel on the wire as `data.code`, so the list is part of the protocol
 * (relay/protocol.asyncapi.yaml); a test compares the two. */
#ifndef LAMRELAY_BASE_ERROR_H
#define LAMRELAY_BASE_ERROR_H

#include <stdbool.h>

/* X(name, JSON-RPC number, wire word, English text) */
#define ERROR_LIST(X)                                                                                                  \
    X(NONE, 0, "none", "no error")                                                                                     \
    /* the envelope */                                                                                                 \
    X(PARSE, -32700, "malformed", "this is not one JSON text within the limits")                                       \
    X(NOT_A_REQUEST, -32600, "malformed", "this is not a JSON-RPC 2.0 request")                                        \
    X(UNKNOWN_METHOD, -32601, "unknown_method", "there is no such method")                                             \
    /* the parameters */                                                                                               \
    X(MALFORMED, -32602, "malformed", "the value is not well formed")                                                  \
    X(UNKNOWN_FIELD, -32602, "unknown_field", "there is no such field")                                                \
    X(MISSING_FIELD, -32602, "missing_field", "a field is missing")                                                    \
    X(WRONG_TYPE, -32602, "wrong_type", "the value has the wrong type")                                                \
    X(TOO_LONG, -32602, "too_long", "the text is too long")                                                            \
    X(EMPTY, -32602, "empty", "the text is empty")                                                                     \
    X(OUT_OF_RANGE, -32602, "out_of_range", "the number is out of range")                                              \
    X(UNKNOWN_WORD, -32602, "unknown_word", "the word is not one of the list")                                         \
    X(UNSUPPORTED_VERSION, -32602, "unsupported_version", "this protocol version is not spoken here")                  \
    /* who may, and when: nothing is recorded */                                                                       \
    X(NOT_SIGNED_IN, -32000, "not_signed_in", "sign in first")                                                         \
    X(NOT_ALLOWED, -32000, "not_allowed", "this is not for your role")                                                 \
    X(BAD_CREDENTIALS, -32000, "bad_credentials", "unknown code, name or password")                                    \
    X(RATE_LIMITED, -32000, "rate_limited", "too many in a short time; try again")                                     \
    X(BUSY, -32000, "busy", "too much is waiting; try again")                                                          \
    X(NOT_STORED, -32000, "not_stored", "the hub cannot store anything now; try again")                                \
    X(NO_MEMORY, -32000, "no_memory", "out of memory; try again")                                                      \
    X(LINK_DOWN, -32000, "link_down", "this site is cut off from the hub; try again")                                  \
    X(NOT_HERE, -32000, "not_here", "this site does not serve you: use the hub's address")                             \
    X(LATE, -32000, "late", "late here; if your site kept it in time it will count")                                   \
    /* the domain's refusals */                                                                                        \
    X(STALE, -32000, "stale", "the command is too old to be carried out")                                              \
    X(STALE_REV, -32000, "stale_rev", "this has changed meanwhile")                                                    \
    X(KEY_REUSED, -32000, "key_reused", "the key belongs to another command")                                          \
    X(NOT_FOUND, -32000, "not_found", "there is no such thing")                                                        \
    X(WRONG_STATE, -32000, "wrong_state", "not possible in the state it is in")                                        \
    X(ALREADY_WAITING, -32000, "already_waiting", "already on the list")                                               \
    X(ANOTHER_ASKING, -32000, "another_asking", "another question is being asked")                                     \
    X(FLOOR_TAKEN, -32000, "floor_taken", "somebody else has the floor")                                               \
    X(POLL_CLOSED, -32000, "poll_closed", "the poll is closed")                                                        \
    X(NOT_ENTITLED, -32000, "not_entitled", "not entitled to vote in this poll")                                       \
    X(COUNTER_USED, -32000, "counter_used", "this device used the counter for another ballot")                         \
    X(FULL, -32000, "full", "the cap is reached")                                                                      \
    X(LIST_CLOSED, -32000, "list_closed", "the list of speakers is closed")                                            \
    X(INTAKE_CLOSED, -32000, "intake_closed", "questions are not taken now")                                           \
    X(ALREADY_CAST, -32000, "already_cast", "the first ballot is final, and it has been cast")                         \
    X(NEEDS_ANOTHER, -32000, "needs_another", "another person has to confirm this")                                    \
    X(FENCED_SITE, -32000, "fenced", "another process holds this site")                                                \
    X(NEEDS_OPERATOR, -32000, "needs_operator", "moved too often; an operator has to allow it")                        \
    X(DIFFERS, -32000, "differs", "these are not the figures that were entered")                                       \
    /* inside the hub: on the wire these are "busy" with the number of an internal error */                            \
    X(FENCED, -32603, "busy", "another process has taken this journal over")                                           \
    X(UNKNOWN, -32603, "busy", "the outcome is not known yet")                                                         \
    X(DAMAGED, -32603, "busy", "the journal is damaged")                                                               \
    X(SYSTEM, -32603, "busy", "the operating system refused")                                                          \
    X(INTERNAL, -32603, "busy", "a fault of the program")

#define ERROR_ENUM(name, number, word, text) ERROR_##name,
enum error { ERROR_LIST(ERROR_ENUM) ERROR_COUNT };
#undef ERROR_ENUM

/* The JSON-RPC number; 0 for ERROR_NONE. `error` must be < ERROR_COUNT. */
int error_number(enum error error);

/* The word of the closed list (`data.code`). Static string, never NULL. */
const char *error_word(enum error error);

/* One English sentence without a full stop. Static string, never NULL. */
const char *error_text(enum error error);

/* The first code that has this word; ERROR_COUNT when there is none. */
enum error error_from_word(const char *word);

/* True for what is not remembered and may be tried again with the same key:
 * RATE_LIMITED, BUSY, NOT_STORED, NO_MEMORY, LINK_DOWN, NOT_HERE, LATE and the codes from inside the hub. */
bool error_is_passing(enum error error);

#endif
