/* record.h - one vocabulary for commands, events and rows.
 *
 * A record is a set of named fields. Which fields a command, an event or a row has stands in its table (command.c, event.c, view.c);
 * what a field is - its name on the wire, its type, its bounds - stands once, in record.c. The codec walks these tables; nobody writes
 * a parser or a printer for one command.
 *
 * Texts in a record are borrowed: from an arena, from the state, or from the caller, as the function that fills it says. Pure. */
#ifndef LAMRELAY_CORE_RECORD_H
#define LAMRELAY_CORE_RECORD_H

#include "base/digest.h"
#include "base/text.h"
#include "core/limits.h"
#include "core/words.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { KEY_SIZE = 16, DEVICE_SIZE = 8, PARAMS_SIZE = 8, STREAM_SIZE = 8, FOLDER_SIZE = 16, RECEIPT_SIZE = 45, TALLY_MAX = LIMIT_OPTIONS };

struct localised {
    struct text vi; /* always there */
    struct text en; /* empty = not given */
};

struct tally {
    uint32_t count;             /* how many options */
    int64_t values[TALLY_MAX];  /* ballots for each, in the order of the options */
};

/* Numbers in an order of their own; borrowed. */
struct number_list {
    const uint32_t *numbers;
    uint32_t count;
};

/* Lists are borrowed like texts. */
struct localised_list {
    uint32_t count;
    const struct localised *items;
};

struct id_list {
    uint32_t count;
    const struct text *items;
};

/* How one site voted; without a site: several sites together. */
struct site_result {
    struct text site;
    int64_t ballots;
    struct tally tally;
    int64_t by_hand; /* of these ballots: counted by hand */
};

struct site_results {
    uint32_t count;
    const struct site_result *items;
};

enum field {
    /* ids */
    FIELD_QUESTION, FIELD_SPEAKER, FIELD_POLL, FIELD_ITEM, FIELD_SITE, FIELD_TOPIC, FIELD_PERSON, FIELD_ACTOR, FIELD_CONFERENCE,
    FIELD_MESSAGE_NUMBER, FIELD_FROM, FIELD_TO, FIELD_READ_BY, FIELD_SESSION, FIELD_DISPLAY,
    /* texts */
    FIELD_TEXT, FIELD_NOTE, FIELD_NAME, FIELD_CHANNEL, FIELD_PASSWORD_HASH, FIELD_FAULT_FIELD,
    FIELD_TITLE, FIELD_THEME, FIELD_LOCAL_NAME, FIELD_SITE_NAME, FIELD_MESSAGE,
    FIELD_PRESENTER,
    /* words */
    FIELD_STATE, FIELD_REASON, FIELD_RESULTS, FIELD_CHOICE, FIELD_VIEW, FIELD_SITE_KIND, FIELD_ITEM_KIND, FIELD_ROLES, FIELD_FAULT,
    FIELD_CLASS, FIELD_SPEAKERS,
    /* numbers */
    FIELD_REV, FIELD_SECONDS, FIELD_COUNTER, FIELD_NUMBER, FIELD_PEOPLE, FIELD_ELECTORATE, FIELD_BALLOTS, FIELD_TALLY,
    FIELD_REMAINING, FIELD_SPEECHES, FIELD_SPOKEN, FIELD_MORE,
    /* times, ms since 1970 */
    FIELD_AT, FIELD_UNTIL, FIELD_ASKED_AT, FIELD_ANSWERED_AT, FIELD_CALLED_AT, FIELD_STARTED_AT, FIELD_ENDS_AT, FIELD_FINISHED_AT,
    FIELD_OPENED_AT, FIELD_CLOSES_AT, FIELD_CLOSED_AT,
    FIELD_SINCE, FIELD_READ_AT,
    /* bytes */
    FIELD_KEY, FIELD_DEVICE, FIELD_PARAMS, FIELD_TOKEN_DIGEST, FIELD_CODE_DIGEST, FIELD_CARD_DIGEST,
    /* of questions */
    FIELD_INTO, FIELD_BEFORE, FIELD_ACT, FIELD_ORIGINAL, FIELD_ANSWERER, FIELD_ANONYMOUS, FIELD_PIN, FIELD_ON, FIELD_ME_TOO,
    FIELD_ASKERS, FIELD_INTAKE, FIELD_PINNED, FIELD_MANUAL, FIELD_UNDOABLE,
    /* polls */
    FIELD_POLL_TYPE, FIELD_BALLOT_RULE, FIELD_OPTIONS, FIELD_LEAST, FIELD_MOST, FIELD_CHOICES, FIELD_RATING,
    FIELD_SITES, FIELD_WEIGHT, FIELD_WEIGHTED_ELECTORATE, FIELD_WEIGHTED_BALLOTS, FIELD_WEIGHTED_TALLY,
    FIELD_PROPOSED, FIELD_PROPOSED_BY, FIELD_PROPOSED_UNTIL, FIELD_VOID_REASON, FIELD_REPEATS, FIELD_REPEATED_BY,
    FIELD_SITE_RESULTS_LEAST, FIELD_BY_SITE,
    /* opinions, and questions made of them */
    FIELD_OPINION, FIELD_UNIT, FIELD_ORIGIN,
    /* people */
    FIELD_GROUPS, FIELD_PRESENT, FIELD_PRESENCE, FIELD_CLEAR, FIELD_REQUESTS_WITHDRAWN, FIELD_MOVE_REFUSED_AT, FIELD_NEEDS_OPERATOR, FIELD_LATE_FOR,
    /* streams of sites, and what of them a poll waits for */
    FIELD_STREAM, FIELD_LANE, FIELD_N, FIELD_FOLDER, FIELD_PREVIOUS_STREAM, FIELD_RESTORED, FIELD_GENERATION,
    FIELD_STAMP, FIELD_STAMP_ERROR, FIELD_EVIDENCE, FIELD_MISSING_SITES, FIELD_UNPROVEN_RULE,
    FIELD_EXPECTED, FIELD_DRAINED, FIELD_WAITING_FOR, FIELD_MISSING, FIELD_CHANGEABLE, FIELD_CAN_CHANGE, FIELD_UNPROVEN,
    FIELD_LATE_IN_TIME, FIELD_IN_DOUBT, FIELD_INCOMPLETE,
    /* who speaks for a site, and how far its picture is behind */
    FIELD_LEASE, FIELD_OPERATOR, FIELD_OPERATOR_NAME, FIELD_LEASE_AT, FIELD_VIDEO_DELAY,
    /* ballots brought with a receipt */
    FIELD_RECEIPT, FIELD_RECEIPT_STREAM,
    /* what operators count by hand */
    FIELD_COUNTS, FIELD_TOTAL, FIELD_CEILING, FIELD_OVER, FIELD_ENTERED_BY, FIELD_CONFIRMED_BY, FIELD_PHONES_AFTER, FIELD_BY_HAND, FIELD_COUNTS_OPEN,
    FIELD_ISSUED_BY,
    /* what a site said of itself before the doors opened */
    FIELD_CHECKED_AT, FIELD_LACKING,
    /* where browsers reach a site */
    FIELD_ADDRESS,
    /* of a speech */
    FIELD_GRANTED,
    FIELD_COUNT
};

/* A set of fields. */
struct field_set {
    uint64_t bits[4];
};

struct record {
    struct field_set present;
    int64_t question, speaker, poll, item;
    int64_t message_number;
    struct text site, topic, person, actor, conference;
    struct text from, to, read_by, session, display, presenter;
    struct text text, note, name, channel, password_hash, fault_field;
    struct localised title, theme, local_name, site_name, message;
    int state, reason, results, choice, view, site_kind, item_kind, fault; /* values of the enums in words.h; fault: enum error */
    int speaker_class, speakers;
    uint32_t roles;                                                        /* bits 1 << enum role */
    int64_t rev, seconds, counter, number, people, electorate, ballots;
    int64_t remaining, speeches, spoken, more;
    struct tally tally;
    int64_t at, until, asked_at, answered_at, called_at, started_at, ends_at, finished_at, opened_at, closes_at, closed_at;
    int64_t since, read_at;
    uint8_t key[KEY_SIZE], device[DEVICE_SIZE], params[PARAMS_SIZE];
    struct digest token_digest, code_digest, card_digest;
    int64_t into, before, act, me_too, askers;
    struct text original, answerer;
    bool anonymous, pin, on, undoable;
    int intake;
    struct number_list pinned, manual;
    /* polls */
    int poll_type, ballot_rule, proposed, void_reason;
    struct localised_list options;
    struct id_list sites;
    uint32_t choices;                                                      /* bits 1 << (number of the option - 1) */
    int64_t least, most, rating, weight, weighted_electorate, weighted_ballots, proposed_until, repeats, repeated_by, site_results_least;
    struct tally weighted_tally;
    struct text proposed_by;
    struct site_results by_site;
    /* opinions */
    int64_t opinion;
    struct text unit;
    int origin;
    /* people */
    struct id_list groups;
    bool present_now;
    int presence;
    /* streams of sites */
    uint8_t stream[STREAM_SIZE], previous_stream[STREAM_SIZE], folder[FOLDER_SIZE];
    int lane, evidence, unproven_rule, can_change;
    int64_t n, generation, stamp, stamp_error;
    int64_t expected, drained, missing, changeable, unproven, late_in_time;
    struct id_list missing_sites, waiting_for, incomplete;
    bool restored, in_doubt;
    uint32_t clear;                                                        /* bits 1 << enum clearable */
    bool requests_withdrawn, needs_operator;
    /* counts */
    int counts;
    int64_t total, ceiling, phones_after, by_hand, counts_open;
    bool over;
    struct text entered_by, confirmed_by;
    struct text issued_by; /* who asked for a code or a password */
    int64_t move_refused_at;
    uint32_t late_for;
    /* leases */
    struct text operator_id, operator_name;
    int64_t lease, lease_at, video_delay;
    uint8_t receipt[RECEIPT_SIZE], receipt_stream[STREAM_SIZE];
    /* check-in of a site */
    int64_t checked_at;
    uint32_t lacking;                                                      /* bits 1 << enum check_point */
    struct text address;
    int64_t granted;
};

enum field_type {
    TYPE_NUMBER,    /* int64_t, least..most */
    TYPE_ID,        /* struct text, [a-z0-9_-]{1,40} */
    TYPE_TEXT,      /* struct text; from a command: cleaned, 1..most graphemes, bytes <= bytes */
    TYPE_LOCALISED, /* struct localised; each text as TYPE_TEXT */
    TYPE_WORD,      /* int, of a word list */
    TYPE_WORDS,     /* uint32_t bits, of a word list */
    TYPE_FAULT,     /* int: an enum error by its word */
    TYPE_BINARY,    /* `bytes` bytes, base64url on the wire */
    TYPE_TALLY,     /* struct tally */
    TYPE_FLAG,      /* bool; a row leaves a false one out */
    TYPE_NUMBERS,   /* struct number_list; in rows only */
    TYPE_LOCALISED_LIST, /* struct localised_list: least..most of them, each as TYPE_LOCALISED */
    TYPE_IDS,       /* struct id_list: least..most ids, none twice */
    TYPE_CHOICES,   /* uint32_t bits: numbers 1..most, none twice */
    TYPE_SITE_RESULTS, /* struct site_results; in rows only */
    TYPE_ADDRESS,   /* struct text, as base/origin.h has it; from a command: brought into that form */
};

struct field_info {
    const char *name;             /* on the wire */
    enum field_type type;
    size_t offset;                /* in struct record */
    int64_t least, most;          /* TYPE_NUMBER: the range; TYPE_TEXT: most graphemes; lists: how many */
    size_t bytes;                 /* TYPE_TEXT, TYPE_ADDRESS: most bytes; TYPE_BINARY: exactly so many */
    const struct word_list *words;
};

extern const struct field_info FIELD_INFO[FIELD_COUNT];

typedef uint16_t field_use;
enum { FIELD_OPTIONAL = 0x8000 };

/* A list of fields in a table: enum field values, OPTIONAL() where it may be absent, FIELD_COUNT at the end. */
#define OPTIONAL(field) ((field) | FIELD_OPTIONAL)
#define FIELDS(...) ((const field_use[]){__VA_ARGS__, FIELD_COUNT})

static inline enum field field_of(field_use use) {
    return (enum field)(use & ~FIELD_OPTIONAL);
}
static inline bool field_is_optional(field_use use) {
    return (use & FIELD_OPTIONAL) != 0;
}
static inline bool record_has(const struct record *record, enum field field) {
    return (record->present.bits[field / 64] >> field % 64 & 1) != 0;
}

/* Setting a field marks it present. The setter for numbers, times and words takes the enum; an unset optional text stays absent. */
void record_clear(struct record *record);
/* Takes the fields of a list out again. */
void record_hide(struct record *record, const field_use *fields);
void record_number(struct record *record, enum field field, int64_t value);    /* TYPE_NUMBER */
void record_word(struct record *record, enum field field, int value);          /* TYPE_WORD, TYPE_FAULT */
void record_text(struct record *record, enum field field, struct text value);  /* TYPE_TEXT, TYPE_ID, TYPE_ADDRESS; an empty text leaves it absent */
void record_localised(struct record *record, enum field field, struct localised value); /* an empty vi leaves it absent */
void record_binary(struct record *record, enum field field, const void *bytes); /* TYPE_BINARY */
void record_flag(struct record *record, enum field field, bool value);         /* TYPE_FLAG */
/* Sets those of `fields` that `from` has. */
void record_copy(struct record *to, const struct record *from, const field_use *fields);
/* The place of a field's value. */
const void *record_value(const struct record *record, enum field field);
void *record_place(struct record *record, enum field field);

#endif
