/* command.h - the wishes: who may have them, and what they carry. The table is the list of methods that have a key. Pure.
 *
 * To add a command: one row in command.c, one step function in its module, one scenario. */
#ifndef LAMRELAY_CORE_COMMAND_H
#define LAMRELAY_CORE_COMMAND_H

#include "base/error.h"
#include "core/lease.h"
#include "core/record.h"

struct conference;
struct event;
struct arena;
struct offer_origin;
struct kept_receipt;

enum command_type {
    COMMAND_QUESTION_SUBMIT, COMMAND_QUESTION_APPROVE, COMMAND_QUESTION_REJECT, COMMAND_QUESTION_WITHDRAW, COMMAND_QUESTION_ASK,
    COMMAND_QUESTION_ANSWER,
    COMMAND_QUESTION_EDIT, COMMAND_QUESTION_RETURN, COMMAND_QUESTION_RESUBMIT, COMMAND_QUESTION_UNAPPROVE, COMMAND_QUESTION_PUT_BACK,
    COMMAND_QUESTION_MERGE, COMMAND_QUESTION_ASSIGN, COMMAND_QUESTION_UNDO, COMMAND_QUESTION_PIN, COMMAND_QUESTION_MOVE,
    COMMAND_QUESTION_ME_TOO, COMMAND_INTAKE_SET,
    COMMAND_SPEAKER_REQUEST, COMMAND_SPEAKER_CALL, COMMAND_SPEAKER_START, COMMAND_SPEAKER_FINISH, COMMAND_SPEAKER_WITHDRAW,
    COMMAND_SPEAKER_READY, COMMAND_SPEAKER_SKIP, COMMAND_SPEAKER_PAUSE, COMMAND_SPEAKER_RESUME, COMMAND_SPEAKER_EXTEND,
    COMMAND_SPEAKERS_OPEN, COMMAND_SPEAKERS_CLOSE,
    COMMAND_MESSAGE_SEND, COMMAND_MESSAGE_READ,
    COMMAND_POLL_DRAFT, COMMAND_POLL_OPEN, COMMAND_POLL_CAST, COMMAND_POLL_CLOSE, COMMAND_POLL_PUBLISH,
    COMMAND_AGENDA_START, COMMAND_STAGE_SHOW,
    COMMAND_POLL_VOID, COMMAND_POLL_REOPEN, COMMAND_POLL_CONFIRM,
    COMMAND_SPEAKERS_CLEAR, COMMAND_SPEAKERS_CONFIRM,
    COMMAND_OPINION_ADD,
    COMMAND_SITE_ADD, COMMAND_SITE_CHANGE, COMMAND_TOPIC_ADD, COMMAND_TOPIC_CHANGE,
    COMMAND_AGENDA_SESSION_ADD, COMMAND_AGENDA_SESSION_CHANGE, COMMAND_AGENDA_ITEM_ADD, COMMAND_AGENDA_ITEM_CHANGE,
    COMMAND_PERSON_ADD, COMMAND_PERSON_CHANGE, COMMAND_PERSON_REMOVE, COMMAND_PERSON_CHECK_IN, COMMAND_PERSON_ALLOW_MOVE,
    COMMAND_POLL_ANNOUNCE, COMMAND_POLL_DECLARE_LOST, COMMAND_POLL_AMEND,
    COMMAND_COUNT_ENTER, COMMAND_COUNT_CONFIRM, COMMAND_COUNT_WITHDRAW,
    COMMAND_LEASE_TAKE, COMMAND_LEASE_GIVE_UP, COMMAND_SITE_MEASURE_DELAY,
    COMMAND_CONFERENCE_CHANGE,
    COMMAND_SITE_CHECK_IN,
    /* the hub's own, with no key and no method: people never send these */
    COMMANDS_FROM_PEOPLE,
    COMMAND_SESSION_OPEN = COMMANDS_FROM_PEOPLE, COMMAND_SESSION_CLOSE, COMMAND_CODE_ISSUE, COMMAND_PASSWORD_SET,
    COMMAND_STREAM_GRANT, COMMAND_STREAM_DRAIN,
    COMMAND_ADMIN_ADD,
    COMMAND_COUNT
};

struct command {
    enum command_type type;
    uint32_t actor;       /* index of the person in the roster; NO_PERSON = the hub itself */
    int64_t now;          /* hub time, stamped by the hub */
    struct record record; /* the parameters, checked against the table */
    uint8_t params[PARAMS_SIZE]; /* digest of the parameters without key, until and receipt */
    const struct offer_origin *offer; /* NULL = it did not come by a link; borrowed (streams.h) */
    bool holder_is_here;  /* lease.take: whoever holds the lease was here a moment ago, as far as the hub knows */
    const struct kept_receipt *receipt; /* NULL = none that is good; borrowed (streams.h) */
};

enum { NO_PERSON = UINT32_MAX };

/* What a step found wrong: the field it is about (FIELD_COUNT = none) and the row that stands in the way (kind < 0 = none). */
struct fault {
    enum field field;
    int row_kind;
    uint32_t row_id;
};

/* Fills `event` (type and record; the caller has set at, actor, key) or answers a code and fills `fault`.
 * Changes nothing. Texts in `event` are borrowed from the command, the state and the arena. */
typedef enum error (*command_step)(const struct conference *conference, const struct command *command, struct event *event,
                                   struct fault *fault);

struct command_info {
    const char *method;
    const field_use *fields; /* FIELDS(...) without key */
    uint32_t roles;        /* bits: who may at all (admin always counts as moderator) */
    bool remembered;       /* its refusals by the domain become events (relay/DELIVERY.md, D4) */
    bool dangerous;        /* carries `until` */
    enum lease_use lease;  /* of an operator */
    const field_use *password; /* the sender's password has to come with it anew when one of these is said: FIELDS(...); NULL = never */
    command_step step;
};

extern const struct command_info COMMAND_INFO[COMMAND_COUNT];

/* The type of a method, or COMMAND_COUNT. */
enum command_type command_find(struct text method);

#endif
