/* limits.h - every cap in one place (invariant 6). The defaults are the product's; the configuration's section "limits" may change
 * those in struct limits; the constants are fixed. */
#ifndef LAMRELAY_CORE_LIMITS_H
#define LAMRELAY_CORE_LIMITS_H

#include <stdint.h>

enum {
    LIMIT_QUESTION_GRAPHEMES = 300,
    LIMIT_QUESTION_BYTES = 2048,
    LIMIT_NOTE_GRAPHEMES = 300,
    LIMIT_NOTE_BYTES = 2048,
    LIMIT_TITLE_GRAPHEMES = 200,
    LIMIT_TITLE_BYTES = 1024,
    LIMIT_NAME_GRAPHEMES = 100,
    LIMIT_NAME_BYTES = 512,
    LIMIT_ID_BYTES = 40,        /* site, topic, person */
    LIMIT_PASSWORD_BYTES = 128,
    LIMIT_JSON_DEPTH = 8,
    LIMIT_REQUEST_ID_BYTES = 64,
    LIMIT_SITES = 256,
    LIMIT_TOPICS = 32,
    LIMIT_AGENDA_ITEMS = 256,
    LIMIT_SECONDS = 24 * 3600,  /* of a poll or a speech */
    LIMIT_UNTIL_AHEAD_MS = 60 * 1000,
    LIMIT_STAFF_SESSIONS = 8,   /* sessions at once of one person who signs in by password */
    LIMIT_LIST_PAGE = 50,       /* question.list */
    LIMIT_OPINION_PAGE = 100,   /* opinion.list */
    LIMIT_UNIT_GRAPHEMES = 200, /* where somebody works */
    LIMIT_UNIT_BYTES = 1024,
    LIMIT_AGENDA_SESSIONS = 32,
    LIMIT_DISPLAYS = 64,        /* that can show something of their own */
    LIMIT_EXPIRE_MS = 60 * 1000, /* an item taken up again within this time has its list of speakers as it was */
    LIMIT_OPTIONS = 32,         /* of one poll; also values of a rating */
    LIMIT_RATING = 100,         /* the greatest value of a rating */
    LIMIT_WEIGHT = 1000,        /* of one person's ballot */
    LIMIT_GROUPS = 64,          /* of people, in one conference */
    LIMIT_GROUPS_OF_PERSON = 8, /* also of one poll */
    LIMIT_MOVES = 3,            /* of a code to another device while the one before is signed in */
    LIMIT_PEOPLE_PAGE = 100,    /* person.list */
    LIMIT_CODES_NAMED = 50,     /* people of one codes.issue */
    LIMIT_CODES_OF_SITE = 1000, /* people of the site of one codes.issue */
    LIMIT_LINK_MESSAGE_BYTES = 256 * 1024, /* one message of a site's process */
    LIMIT_OFFERS_UNDER_WAY = 512, /* of one link */
    LIMIT_STREAMS = 65536,      /* granted in one conference: each start of a site's process takes one */
    LIMIT_STAMP_ERROR_MS = 250, /* a stamp that may be further off proves nothing */
    LIMIT_PROPOSAL_MS = 2 * 60 * 1000, /* a second person confirms within it, or it expires */
    LIMIT_OUTBOX_ENTRIES = 50000,      /* kept at a site without a result */
    LIMIT_OUTBOX_ENTRIES_OF_PERSON = 200,
    LIMIT_OUTBOX_BYTES = 64 * 1024 * 1024, /* of all entries and results at a site */
    LIMIT_OUTBOX_RESULTS = 50000,      /* remembered at a site for whoever asks again */
    LIMIT_OUTBOX_METHOD_BYTES = 64,
    LIMIT_OUTBOX_PARAMS_BYTES = 16 * 1024,
    LIMIT_OUTBOX_RESULT_BYTES = 16 * 1024,
    LIMIT_OFFER_WINDOW = 64,           /* offers of one lane without a result */
    LIMIT_CLOSINGS = 4096,             /* polls that a site has seen closing */
    LIMIT_LEASES = 65536,       /* of one site in one conference: each change of who speaks for it takes one */
    LIMIT_VIDEO_DELAY_MS = 120 * 1000, /* of a site's picture behind the hall's */
    LIMIT_SETUP_MS = 60 * 60 * 1000,   /* the code by which the first admin is made */
    LIMIT_BUNDLE_TICKET_MS = 60 * 1000, /* a bundle that was made waits so long to be fetched */
    LIMIT_SITE_ADDRESS_BYTES = 200,     /* by which browsers reach a site */
    LIMIT_PASSWORD_LEAST = 12,         /* characters of a password that somebody chooses */
    LIMIT_OPERATORS_HERE = 32,  /* operators of one site that its process names as connected */
};

struct limits {
    uint32_t people;                 /* in the roster */
    uint32_t questions;              /* in one conference */
    uint32_t speakers;               /* requests in one conference */
    uint32_t polls;                  /* in one conference */
    uint32_t open_polls;             /* open at once */
    uint32_t ballots_per_person;     /* changes of one person in one poll */
    uint32_t message_bytes;          /* one message from a browser */
    uint32_t messages_per_minute;    /* one connection, averaged */
    uint32_t messages_burst;         /* one connection, at once */
    uint32_t desk_messages_per_minute; /* the same where an admin or moderator is signed in, who bring in a roster or opinions; of the two the larger */
    uint32_t desk_messages_burst;
    uint32_t questions_per_minute;   /* one person, averaged */
    uint32_t questions_burst;        /* one person, at once */
    uint32_t connections;            /* open at once */
    uint32_t connections_per_address;/* open at once from one address */
    uint32_t commands_waiting;       /* while an append is under way */
    uint32_t subscriber_queue_bytes; /* waiting for one connection besides the shared frames */
    uint32_t channel_ring_bytes;     /* frames kept for resume, of one shared channel */
    uint32_t poll_close_notice_ms;   /* between poll.close and the end */
    uint32_t sign_ins_failed_per_minute; /* from one address */
    uint32_t site_results_least;     /* ballots a site must have for a result of its own */
    uint32_t messages;               /* between desk, chair and sites, in one conference */
    uint32_t opinions;               /* collected before one conference */
    uint32_t link_queue_bytes;       /* waiting for one site besides the shared frames */
    uint32_t operator_absent_ms;     /* gone for so long, who speaks for a site may be replaced by another operator of it */
    uint32_t offers_gather_ms;       /* what sites offer waits so long for more of it, while one append follows on another; 0 = never */
    uint32_t commands_gather_ms;     /* the same of commands, while those of several senders follow on one another */
};

/* The product's defaults. */
struct limits limits_default(void);

/* One row per member, for the configuration reader and its schema. */
struct limit_row {
    const char *name;  /* in JSON: camelCase */
    uint32_t offset;   /* in struct limits */
    uint32_t least, most;
};
extern const struct limit_row LIMIT_ROWS[];
extern const uint32_t LIMIT_ROW_COUNT;

#endif
