/* event.h - the facts: what the journal holds. Sequence numbers and times are the hub's alone. Pure.
 *
 * Event types are for ever: a row may be added, never renamed; a field may be added as optional, never removed. */
#ifndef LAMRELAY_CORE_EVENT_H
#define LAMRELAY_CORE_EVENT_H

#include "base/error.h"
#include "core/record.h"

struct conference;
struct touched;

enum event_type {
    EVENT_CONFERENCE_CREATED, EVENT_SITE_ADDED, EVENT_TOPIC_ADDED, EVENT_AGENDA_ITEM_ADDED, EVENT_PEOPLE_ADDED, EVENT_ACCOUNT_ADDED,
    EVENT_CODE_ISSUED, EVENT_PASSWORD_SET, EVENT_SESSION_OPENED, EVENT_SESSION_CLOSED,
    EVENT_QUESTION_SUBMITTED, EVENT_QUESTION_APPROVED, EVENT_QUESTION_REJECTED, EVENT_QUESTION_WITHDRAWN, EVENT_QUESTION_ASKED,
    EVENT_QUESTION_ANSWERED,
    EVENT_QUESTION_EDITED, EVENT_QUESTION_RETURNED, EVENT_QUESTION_RESUBMITTED, EVENT_QUESTION_UNAPPROVED, EVENT_QUESTION_PUT_BACK,
    EVENT_QUESTION_MERGED, EVENT_QUESTION_ASSIGNED, EVENT_ACT_UNDONE, EVENT_QUESTION_PINNED, EVENT_QUESTION_MOVED, EVENT_ME_TOO_SET,
    EVENT_INTAKE_SET,
    EVENT_SPEAKER_REQUESTED, EVENT_SPEAKER_CALLED, EVENT_SPEAKER_STARTED, EVENT_SPEAKER_FINISHED, EVENT_SPEAKER_WITHDRAWN,
    EVENT_POLL_DRAFTED, EVENT_POLL_OPENED, EVENT_BALLOT_CAST, EVENT_POLL_CLOSE_ANNOUNCED, EVENT_POLL_CLOSING, EVENT_POLL_CLOSED,
    EVENT_POLL_PUBLISHED,
    EVENT_AGENDA_ITEM_STARTED, EVENT_STAGE_SHOWN,
    EVENT_COMMAND_REFUSED,
    EVENT_SPEAKER_ADMITTED, EVENT_SPEAKER_MADE_READY, EVENT_SPEAKER_SKIPPED, EVENT_SPEAKER_PAUSED, EVENT_SPEAKER_RESUMED,
    EVENT_SPEAKER_EXTENDED, EVENT_SPEAKERS_OPENED, EVENT_SPEAKERS_CLOSED, EVENT_SPEAKERS_EXPIRED,
    EVENT_MESSAGE_SENT, EVENT_MESSAGE_READ,
    EVENT_POLL_VOID_PROPOSED, EVENT_POLL_REOPEN_PROPOSED, EVENT_POLL_PROPOSAL_EXPIRED, EVENT_POLL_VOIDED, EVENT_POLL_REOPENED,
    EVENT_AGENDA_SESSION_ADDED,
    EVENT_SPEAKERS_CLEAR_PROPOSED, EVENT_SPEAKERS_PROPOSAL_EXPIRED, EVENT_SPEAKERS_CLEARED,
    EVENT_COUNT
};

struct event {
    uint64_t seq;         /* 0 until the hub has numbered it */
    enum event_type type;
    struct record record; /* with at, and actor, key and params where a person's command made it */
};

/* Changes the state and names the rows that changed. NONE; DAMAGED: the event does not follow from the state; NO_MEMORY: the state is as
 * before. */
typedef enum error (*event_apply)(struct conference *conference, const struct event *event, struct touched *touched);

struct event_info {
    const char *name;
    const uint8_t *fields; /* besides at, actor, key, params, which any event may have */
    event_apply apply;
};

extern const struct event_info EVENT_INFO[EVENT_COUNT];

/* The type of a name, or EVENT_COUNT. */
enum event_type event_find(struct text name);

#endif
