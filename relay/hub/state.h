/* state.h - what a hub is made of. For the files of hub/ only.
 *
 * Two conferences from one journal: `ahead` has every event as soon as it is decided, and commands are stepped against it; `published` has an
 * event once it is durable, and everything that anybody is shown comes from it. So nothing undurable can be seen (invariant 1), and a failed append
 * costs only `ahead`, which is made again from the journal. */
#ifndef LAMRELAY_HUB_STATE_H
#define LAMRELAY_HUB_STATE_H

#include "auth/backoff.h"
#include "base/arena.h"
#include "base/map.h"
#include "codec/link.h"
#include "codec/reply.h"
#include "codec/request.h"
#include "core/conference.h"
#include "core/outcomes.h"
#include "core/similarity.h"
#include "core/streams.h"
#include "hub/channel.h"
#include "hub/gathering.h"
#include "hub/hub.h"
#include "hub/links.h"
#include "hub/operators.h"
#include "hub/subscriber.h"
#include "journal/journal.h"

enum {
    OWN_FRAMES = 8,               /* kept for a person whose phone is away for a moment */
    SCRATCH_SIZE = 64 * 1024,
    BATCH_EVENTS = 2048,
    TURNOUT_EVERY_MS = 250,
    TURNOUT_LATEST_MS = 2000, /* however long the telling takes */
    PRESENT_EVERY_MS = 1000,
    BEAT_EVERY_MS = 10000,
    STALLED_EVERY_MS = 1000,      /* at most: all connections are looked through */
    PROBE_EVERY_MS = 1000,
    APPEND_LOOK_EVERY_MS = 1000,  /* at one that is under way */
    APPEND_HANGS_MS = 10000,      /* SQLite waits 5 s for whoever else has the file, a sleeping disk wakes in less than this: what is longer is a fault */
    BLOCKED_MOST_MS = 25000,
    CLAIM_LASTS_MS = 30000,
    CLAIMS_MOST = 64,
    TURNOUT_POLLS = 32,           /* in one live notice */
    DISPLAYS_EVERY_MS = 500,
    DISPLAYS_MOST = 128,          /* in one live notice */
    DUTY_EVERY_MS = 500,
    ON_DUTY_MOST = 64,            /* in one live notice */
    REFUSALS_MOST = 1000,
    PREPARE_EVERY_MS = 10,        /* while the search has texts to read */
    HOLDER_ABSENT_MS = 15000,     /* after so long another folder may take a site */
    REACHED_EVERY_MS = 250,       /* to one link */
    OFFER_AGAIN_MS = 250,         /* until offers are asked for that could not be taken */
    TURNS_WAITED_MOST = 3,        /* by a command, for others that lie in the sockets */
    REST_MS = 2,                  /* of the loop, while commands would wait for an append in any case ... */
    REST_COMMANDS_MOST = 8,       /* ... unless more than so many came since the last rest */
    LINKS_EVERY_MS = 1000,        /* live notices of the site board */
    REPORTS_PER_MINUTE = 60,      /* of one link ... */
    REPORTS_BURST = 5,            /* ... at once, after a delay on the way; what is more is passed over */
};

struct own_frame {
    struct message *message; /* owned reference */
    uint64_t from, to;
};

/* The own channel of a person who is here, or was and has frames to come back to. */
struct own_channel {
    struct own_frame frames[OWN_FRAMES];
    uint32_t count;
    struct subscriber *subscribers; /* linked by next_of_person */
    struct subscriber *proxy;       /* for the person, at the link of the site; or NULL */
};

struct person_state {
    uint64_t to;                 /* of the own channel's last change */
    struct own_channel *own;     /* NULL: nobody is here and nothing is kept; owned */
    struct token_bucket questions;
};

enum waiting_kind {
    WAITING_COMMAND, WAITING_SESSION, WAITING_SESSION_END, WAITING_CREDENTIAL,
    WAITING_OFFER, WAITING_GRANT, WAITING_DRAIN,
    WAITING_SETUP
};

/* A command that a site offers, besides its params. */
struct waiting_offer {
    struct offer_origin origin;
    enum error why;              /* it cannot even be decided on */
    char fault[FAULT_NAME_SIZE]; /* the member that is wrong */
    struct text person;          /* as offered */
    uint8_t key[KEY_SIZE];
};

/* A command on its way, in the arena of its list. */
struct waiting {
    enum waiting_kind kind;
    struct reference from;
    const char *id;              /* of the request, JSON text */
    struct command *command;
    const char *token;           /* WAITING_SESSION: goes into the result, kept nowhere */
    const struct waiting_offer *offer; /* WAITING_OFFER */
    /* decided when it is stepped */
    enum error error;
    struct fault fault;
};

struct waiting_list {
    struct arena arena;
    struct waiting *items;       /* owned */
    size_t count, capacity;
};

struct batch_event {
    struct event event;
    size_t offset, length;       /* in hub->encoded */
};

/* What the hub knows of a site's process. */
struct linked_site {
    struct hub_link *link;       /* the one that has claimed the site, or NULL */
    uint8_t folder[FOLDER_SIZE]; /* of who holds the site */
    bool held;                   /* somebody holds it */
    int64_t seen;                /* when the holder was last heard, or the hub began */
    int64_t since;               /* up, or without a link; 0 = since before this hub began */
    int64_t fenced_at;           /* when another folder wanted the site, or lost it; 0 = never */
    struct link_figures figures; /* as its process says */
    uint32_t displays[LINK_REPORT_DISPLAYS]; /* people: those that it says are connected there */
    uint32_t display_count;
};

struct subscriber_slot {
    struct subscriber *subscriber;
    uint32_t generation;
    uint32_t next_free;          /* slot + 1; 0 = none */
};

/* Somebody of the desk has this question open. */
struct claim {
    uint32_t question, person;
    int64_t until;
};

struct hub {
    struct journal *journal;
    const struct hub_transport *transport;
    struct limits limits;
    struct addresses addresses;
    uint64_t addresses_revision; /* 1, and one more with each that an admin gives a site or takes away */
    uint8_t credential_key[32];
    char journal_id[JOURNAL_ID_SIZE];
    int64_t now;                 /* of the latest call */

    struct conference *published;
    struct conference *ahead;    /* NULL while it has to be made again */
    struct outcomes *outcomes;
    uint64_t durable;            /* seq */

    struct waiting_list collecting, batch; /* arriving; being stepped and stored */
    size_t batch_from, batch_to; /* the part of `batch` that is in the append under way */
    struct batch_event *events;  /* of that append; owned */
    size_t event_count, event_capacity;
    struct buffer encoded;
    struct buffer text;          /* of the answer or frame that is being put together; its memory serves the next one */
    struct touched touched;
    struct gathering gathering;
    bool appending;
    int64_t appending_since;     /* when the last append began, hub time */
    int64_t append_look_at;      /* whether the one under way hangs */
    bool append_hangs;           /* the log has said so */
    bool answering;              /* results are being handed out: nothing new is stepped from inside */
    bool unknown;                /* the append's outcome is not known yet */
    bool writable;
    bool stopping;

    struct person_state *people; /* by index; owned */
    uint32_t people_count;
    struct channel *shared[AUDIENCE_PERSON]; /* the operators' ones stand in `of_site`; NULL until somebody listens */
    struct channel *of_site[LIMIT_SITES];
    struct channel *unsigned_in;
    uint32_t present[LIMIT_SITES];
    struct claim claims[CLAIMS_MOST];
    uint32_t claim_count;

    struct subscriber_slot *slots; /* owned */
    uint32_t slot_count, slot_capacity, free_slot;
    struct subscriber *ready, *ready_last;
    char *scratch;               /* for one write; owned */

    struct backoff *backoff;     /* passwords */
    struct map *failed_sign_ins; /* address -> struct token_bucket */
    struct similarity *questions; /* of their texts; NULL until the first; search.c */
    uint32_t *indexed;           /* rev of each question as it stands there; owned */
    uint32_t indexed_count, indexed_capacity;
    struct similarity *opinions;
    uint32_t opinions_indexed;
    struct arena query_arena;

    struct codes_job *codes;     /* NULL = none under way */
    struct bundle_desk *bundles; /* owned */
    struct {
        struct digest code;
        int64_t until;           /* 0 = there is none */
    } setup;                     /* of who may become the first admin */
    struct {
        bool changed;            /* since it was told; turnout's are ballots beyond `turnout_seen` */
        int64_t at;              /* not told again before */
    } live[LIVE_LISTS];
    int64_t beat_at, probe_at, stalled_at;
    int64_t telling_since; /* turnout is on its way to all since then; 0 = all have been visited */
    uint64_t turnout_seen;
    struct buffer desk_told, others_told; /* what they have heard of turnout, as it stood in the notice */

    struct linked_site sites[LIMIT_SITES];
    struct channel *site_only[LIMIT_SITES]; /* what the processes at the sites alone may know; NULL until one listens */
    uint64_t epoch;              /* of the journal, since this hub opened it */
    uint64_t *poll_epochs;       /* in which a poll began to close, by its number; owned */
    uint32_t poll_epoch_capacity;
    struct digest session_key;   /* what the digests of sessions are made with: sites have it too */
    struct operator_watch operators[LIMIT_SITES];
};

/* commands.c */
void hub_command(struct hub *hub, struct subscriber *subscriber, struct request *request, enum command_type type);
/* Adds something to the next append; the strings are copied. NONE, BUSY, NOT_STORED or NO_MEMORY. */
enum error hub_enqueue(struct hub *hub, struct reference from, const char *id, enum waiting_kind kind, const struct command *command,
                       const char *token);
void hub_proceed(struct hub *hub);             /* starts the next append if one is due */
void hub_reply_error(struct subscriber *subscriber, const char *id, enum error error, const char *field);
void hub_waiting_finish(struct waiting_list *list);
/* How long the append under way has been; 0 = there is none. */
int64_t hub_append_age(const struct hub *hub, int64_t now);
/* The journal's outcome of the batch under way; also used when an unknown one is resolved. */
void hub_batch_done(struct hub *hub, enum error outcome);

/* Who may send, and what: the same for a browser and for somebody behind a link. The request needs an id. */
void hub_serve(struct hub *hub, struct subscriber *subscriber, struct request *request);
enum error hub_take_slot(struct hub *hub, struct subscriber *subscriber); /* NONE or NO_MEMORY */
void hub_give_slot_back(struct hub *hub, struct subscriber *subscriber);
void hub_leave_ready(struct hub *hub, struct subscriber *subscriber);

/* replay.c */
enum error hub_replay(struct hub *hub, bool all); /* all: both conferences and the outcomes; else `ahead` alone */
enum error hub_open_programme(struct hub *hub, const struct programme *programme);
enum error hub_fit_people(struct hub *hub);

/* publish.c */
enum error hub_publish(struct hub *hub);       /* the events of the batch, now durable */
struct channel *hub_channel(struct hub *hub, struct audience audience); /* NULL = out of memory */
/* As many sites as there are: what is kept by site is looked through up to there, many times in a second. */
uint32_t hub_sites(const struct hub *hub);
/* Frames of the own channel are no longer kept: who comes back gets a snapshot. */
void hub_forget_own_frames(struct hub *hub, uint32_t person);
/* Gives back the memory of a person who is away and for whom nothing is kept; harmless for others. */
void hub_release_own(struct hub *hub, uint32_t person);
struct message *hub_own_snapshot(struct hub *hub, uint32_t person);
uint64_t hub_own_floor(const struct hub *hub, uint32_t person);
/* Calls `each` for every channel there is. */
void hub_each_channel(struct hub *hub, void (*each)(struct hub *hub, struct channel *channel));

/* sessions.c */
/* The digest under which the session of a token is known, and whose it is: NO_PERSON = it is not open. */
enum error hub_find_session(const struct hub *hub, struct text token, struct digest *digest, uint32_t *person);
void hub_hello(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_session_open(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_sign_in_failed(struct hub *hub, struct subscriber *subscriber, const char *address, const char *id);
/* A sign-in of this connection is decided: `token` is the digest of the session that it opened, NULL = none. A hello that waited for it is answered. */
void hub_sign_in_ended(struct hub *hub, struct subscriber *subscriber, const struct digest *token);
/* A session for somebody whose credentials were good; the result goes to the request `id`. */
void hub_open_session(struct hub *hub, struct subscriber *subscriber, const char *id, uint32_t person);
void hub_session_close(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_session_opened(struct hub *hub, uint32_t person); /* closes sockets whose session has ended */
void hub_catch_up_own(struct hub *hub, struct subscriber *subscriber, bool same_journal, int64_t s);
void hub_leave_person(struct hub *hub, struct subscriber *subscriber);
/* The person has other rights, or none: closes the sockets, each behind what it still has to be told, and counts anew who is present where. */
void hub_rights_changed(struct hub *hub, uint32_t person, enum hub_close code);

/* links.c */
void hub_link_hold(struct hub *hub);                       /* at the start: who holds which site */
void hub_link_granted(struct hub *hub, const struct waiting *waiting);
void hub_link_close(struct hub_link *link, enum hub_close code);
void hub_link_mute(struct hub_link *link, bool blocked);   /* all that writes to its connection */
void hub_link_gone(struct hub_link *link);                 /* its connection is dead: nothing more is written */
bool hub_link_serves(const struct hub_link *link, uint32_t person);
void hub_links_tick(struct hub *hub);
int64_t hub_links_next_tick(const struct hub *hub);
void hub_addresses_follow(struct hub *hub, const struct event *event); /* addresses.c; it is in `published` */
void hub_links_follow(struct hub *hub, const struct event *event); /* somebody is new in the roster, or has other rights */

/* link_board.c */
void hub_link_report(struct hub_link *link, const struct request *request);
void hub_link_board_up(struct hub_link *link);             /* its site has a link, or none any more */
void hub_link_board_down(struct hub *hub, uint32_t site);
void hub_link_board_fenced(struct hub *hub, uint32_t site); /* another process wanted the site, or was replaced */
uint32_t hub_links_present(const struct hub *hub, uint32_t site);
void hub_append_links(const struct hub *hub, struct buffer *out); /* as items of a live notice */

/* link_channels.c */
enum error hub_link_listen(struct hub_link *link, bool same_journal, int64_t s);
void hub_link_deafen(struct hub_link *link);               /* takes back all that hub_link_listen and hub_links_follow gave */
void hub_link_refill(struct hub_link *link);               /* queues snapshots of own channels that are owed, as far as there is room */
void hub_links_reached(struct hub *hub);                   /* says how far each link has everything */

/* link_offers.c */
void hub_link_offer(struct hub_link *link, const struct request *request);
void hub_link_drained(struct hub_link *link, const struct request *request);
enum error hub_offer_step(struct hub *hub, struct waiting *waiting, struct event *event);
void hub_offer_not_taken(struct hub *hub, const struct waiting *waiting); /* it came to nothing: nothing behind it is taken */
void hub_offer_answer(struct hub *hub, const struct waiting *waiting);
void hub_drain_answer(struct hub *hub, const struct waiting *waiting);
void hub_links_acknowledge(struct hub *hub);               /* what has been answered since, in one frame a lane */
void hub_links_announce(struct hub *hub);                  /* polls that began to close in the batch */
void hub_link_announce_closing(struct hub_link *link);     /* polls that are closing and wait for it */
void hub_links_ask_again(struct hub *hub);
/* In which epoch the poll began to close; the present one while it has not. */
uint64_t hub_poll_epoch(const struct hub *hub, int64_t poll);
/* Sets command->receipt, in the arena, when its parameters carry one that is good; actor, key and params must be set. NONE or NO_MEMORY. */
enum error hub_read_receipt(const struct hub *hub, struct arena *arena, struct command *command);
/* What a stream's receipts are made with. NONE or NO_MEMORY. */
enum error hub_receipt_key(const struct hub *hub, const uint8_t stream[STREAM_SIZE], struct digest *out);
enum error hub_poll_closing(struct hub *hub, const struct event *event, uint64_t epoch); /* NONE or NO_MEMORY */

/* queries.c */
void hub_question_list(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_question_queue(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_question_history(struct hub *hub, struct subscriber *subscriber, const struct request *request);
enum error hub_desk_only(const struct subscriber *subscriber); /* NONE, NOT_SIGNED_IN or NOT_ALLOWED */

/* search.c */
void hub_question_search(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_question_similar(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_opinion_list(struct hub *hub, struct subscriber *subscriber, const struct request *request);
/* Reads some of the texts that are new, when there are many, so that nobody's search has to read them all. */
void hub_search_prepare(struct hub *hub);
bool hub_search_is_behind(const struct hub *hub);
void hub_search_finish(struct hub *hub);

/* people.c */
void hub_person_list(struct hub *hub, struct subscriber *subscriber, const struct request *request);

/* claims.c */
void hub_question_claim(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_expire_claims(struct hub *hub);
void hub_drop_claims_of(struct hub *hub, uint32_t person);
void hub_append_claims(const struct hub *hub, struct buffer *out); /* as items of a live notice */

/* polls.c */
void hub_count_ceiling(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_poll_missing(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_poll_recorded(struct hub *hub, struct subscriber *subscriber, const struct request *request);

/* tick.c */
/* Whether the time has come; then the next one is `every` ms from now. */
bool hub_is_due(int64_t *at, int64_t every, int64_t now);

/* live.c */
void hub_live_tick(struct hub *hub);
int64_t hub_live_next_tick(const struct hub *hub);
/* Who has just come hears at once what else is told when it changes, or with the beat. */
void hub_tell_live(struct hub *hub, struct subscriber *subscriber);
/* Everything that was to be said has been offered to everybody. */
void hub_told_all(struct hub *hub);

/* displays.c */
void hub_stage_confirm(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_display_left(struct hub *hub, struct subscriber *subscriber); /* whoever it is; before it leaves its channel */
void hub_append_displays(const struct hub *hub, struct buffer *out); /* as items of a live notice */

/* duty.c */
void hub_duty_moved(struct hub *hub, uint32_t person); /* has connected here for the first time, or not any more */
void hub_append_duty(const struct hub *hub, struct buffer *out); /* as items of a live notice */

/* health.c */
void hub_log(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_health(struct hub *hub, struct subscriber *subscriber, const struct request *request);

/* setup.c */
void hub_setup_open(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_setup_done(struct hub *hub, const struct waiting *waiting); /* its account is durable */
bool hub_setup_is_open(const struct hub *hub);

/* codes.c */
void hub_codes_issue(struct hub *hub, struct subscriber *subscriber, const struct request *request);
void hub_codes_stored(struct hub *hub, enum error outcome); /* one of its events was decided */
void hub_codes_abandon(struct hub *hub);

#endif
