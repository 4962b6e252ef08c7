/* outbox.h - the site's end of delivery: what it has kept for its people until the hub's result is there. Pure: no folder, no socket, no clock.
 *
 * An entry is known by its person and key, goes ACCEPTED → KEPT → OFFERED → SETTLED, and stays in the order of acceptance.
 *
 *   ACCEPTED  to be stored; nobody has been told
 *   KEPT      durable in the folder: the person may be told "kept", it may be offered. Its number in the stream's lane is fixed now
 *   OFFERED   sent at least once under the present stream
 *   SETTLED   the hub's result is durable here; the body is gone, the result stays for whoever asks again
 *
 * WHAT IS DURABLE BEFORE IT IS SAID. The outbox never writes; it has a list of things to store, and the owner works it off:
 *
 *     while (outbox_next_store(outbox, &store)) … write it … ;   commit, fsync;
 *     outbox_stored(outbox, last ticket)      it is durable: entries become KEPT, results SETTLED, drained and claims come due
 *     outbox_not_stored(outbox)               it is not: see there
 *
 * Everything else the outbox says (next offer, drained, claim, fenced) comes due only when what it rests on is durable, so the owner may send whatever it is
 * given at once. Several batches may be out at a time, in order.
 *
 * A START. outbox_create with a stream just drawn at random, then outbox_restore_… with what the folder holds, entries in the order of `place`; then
 * outbox_next_claim. Each process start draws a new stream; nothing of a stream is ever counted on from the folder (rule L3).
 *
 * All functions that can run out of memory say so and have then changed nothing. Pointers handed out are borrowed until the next call that changes the outbox.
 * Thread: one owner. */
#ifndef LAMRELAY_LINK_OUTBOX_H
#define LAMRELAY_LINK_OUTBOX_H

#include "base/error.h"
#include "base/text.h"
#include "core/limits.h"
#include "core/record.h"
#include "link/rules.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { NO_POLL = 0 }; /* polls are numbered from 1 */

enum outbox_state { OUTBOX_ACCEPTED, OUTBOX_KEPT, OUTBOX_OFFERED, OUTBOX_SETTLED };

/* What a person wishes, as the site takes it. Texts and bytes are copied by outbox_keep, borrowed in what is handed out. */
struct outbox_wish {
    enum lane lane;
    struct text person;        /* id, 1 to LIMIT_ID_BYTES bytes */
    uint8_t key[KEY_SIZE];     /* made by the person's device */
    struct text method;        /* at most LIMIT_OUTBOX_METHOD_BYTES */
    struct text params;        /* JSON with the key, at most LIMIT_OUTBOX_PARAMS_BYTES; the outbox does not look inside */
    uint8_t digest[PARAMS_SIZE]; /* of the params: the same key with another digest is KEY_REUSED */
    uint32_t poll;             /* of a ballot; NO_POLL = no ballot */
    int64_t stamp;             /* hub time of acceptance, ms since 1970 (site_clock.h) */
    uint32_t stamp_error;      /* ms */
    bool proof;                /* the stamp is proof (site_clock.h) */
    uint64_t epoch;            /* of the hub's journal, whose time `stamp` is; 0 = none known */
};

struct outbox_entry {
    uint64_t place;            /* in the order of acceptance in this folder, from 1, never used twice: the name of its row there */
    struct outbox_wish wish;   /* of a SETTLED one only lane, person, key, digest and poll are left */
    enum outbox_state state;
    uint64_t number;           /* n of its offer under the present stream; 0 = not KEPT yet, or SETTLED */
    struct text result;        /* SETTLED: the result or error as the person gets it, JSON */
};

/* --- things to store --- */
enum outbox_store_kind {
    OUTBOX_STORE_ENTRY,   /* `entry`, whole */
    OUTBOX_STORE_RESULT,  /* the entry `place` is SETTLED with `result`; its body may go, in the same transaction or later */
    OUTBOX_STORE_FORGET,  /* the settled entry `place`: its result is beyond what is remembered */
    OUTBOX_STORE_CLOSING, /* `poll`, `at`, `epoch` */
    OUTBOX_STORE_TRIED,   /* `stream` is about to be claimed: replaces the folder's mark `tried` */
    OUTBOX_STORE_GRANTED, /* `stream` is granted: replaces the folder's mark `granted`, and takes `tried`, `restored` and `fenced` away */
    OUTBOX_STORE_FENCED,  /* the folder's mark `fenced` */
};

struct outbox_store {
    uint64_t ticket;                   /* 1, 2, 3 … */
    enum outbox_store_kind kind;
    const struct outbox_entry *entry;  /* ENTRY, RESULT */
    uint64_t place;                    /* ENTRY, RESULT, FORGET */
    struct text result;                /* RESULT */
    uint32_t poll;                     /* CLOSING */
    int64_t at;
    uint64_t epoch;
    uint8_t stream[STREAM_SIZE];       /* TRIED, GRANTED */
};

/* --- what goes over the link --- */
struct outbox_claim {
    uint8_t folder[FOLDER_SIZE], stream[STREAM_SIZE];
    bool has_previous;
    uint8_t previous[STREAM_SIZE];
    bool restored, takeover;
};

struct outbox_offer {
    uint8_t stream[STREAM_SIZE];
    enum lane lane;
    uint64_t number;
    const struct outbox_entry *entry;
};

struct outbox_drained {
    uint8_t stream[STREAM_SIZE];
    uint32_t poll;
    uint64_t upto; /* of LANE_FLOOR: the last number that can be a ballot of this poll; 0 = none */
};

struct outbox_result {
    struct text person;
    uint8_t key[KEY_SIZE];
    struct text result; /* JSON; copied. At most LIMIT_OUTBOX_RESULT_BYTES, longer ones are cut to nothing and asked for again */
    bool passing;       /* error_is_passing: nothing was recorded, the entry is offered again */
};

struct outbox; /* opaque */

/* --- a start --- */
/* NULL = out of memory. `stream` fresh from the source of randomness. `restored`: the folder carries the mark of a backup, or lies elsewhere than when it was
 * last used; whoever started the process has said that this is meant. */
struct outbox *outbox_create(const uint8_t folder[FOLDER_SIZE], const uint8_t stream[STREAM_SIZE], bool restored);
void outbox_destroy(struct outbox *outbox); /* NULL is harmless */
/* Tests only. */
void outbox_set_rules(struct outbox *outbox, struct link_rules rules);

/* What the folder holds. Entries (KEPT or SETTLED, with place, wish and result) in the order of place; OFFERED counts as KEPT. A key that is there twice (a write
 * that had seemed to fail): the first stands, the other is passed over. NONE, NO_MEMORY, FULL (more than the caps: the owner says so and stops), DAMAGED
 * (places not in order, a value out of bounds). */
enum error outbox_restore_entry(struct outbox *outbox, const struct outbox_entry *entry);
enum error outbox_restore_closing(struct outbox *outbox, uint32_t poll, int64_t at); /* also DAMAGED: twice */
void outbox_restore_streams(struct outbox *outbox, const uint8_t *granted, const uint8_t *tried); /* STREAM_SIZE bytes each; NULL = no such mark */
/* The folder is marked fenced, or `takeover`: an operator has started it and said so, marked or not. Then it claims with takeover, and the mark goes when that is
 * granted. */
void outbox_restore_fenced(struct outbox *outbox, bool takeover);
/* Begins another stream in the same process, as a new start would: when outbox_needs_stream. Entries are numbered from 1 in the order of acceptance. */
void outbox_begin_stream(struct outbox *outbox, const uint8_t stream[STREAM_SIZE]);

/* --- people --- */
/* Takes a wish, or finds it: `*entry` is it, in whatever state. NONE also when it is known; tell the person by its state: ACCEPTED - wait until it is stored;
 * KEPT, OFFERED - "kept"; SETTLED - `result`.
 * KEY_REUSED (known with another digest), LATE (a ballot of a poll that is closing), FENCED (this site must not take anything: send people elsewhere), BUSY
 * (a cap: LIMIT_OUTBOX_ENTRIES, LIMIT_OUTBOX_ENTRIES_OF_PERSON, LIMIT_OUTBOX_BYTES; or a ballot while a restored folder, or one that takes over, waits for its
 * grant: until then the hub does not wait for it at the end of the poll), OUT_OF_RANGE (a text beyond its bound), NO_MEMORY. The owner passes ballots only of
 * polls that are open in its own replica. After any error but LATE and KEY_REUSED it closes that person's connection (or takes nothing more on it): what was sent
 * behind must not overtake what was refused for now. */
enum error outbox_keep(struct outbox *outbox, const struct outbox_wish *wish, const struct outbox_entry **entry);
/* By person and key; NULL = not known here. */
const struct outbox_entry *outbox_find(const struct outbox *outbox, struct text person, const uint8_t key[KEY_SIZE]);
bool outbox_is_fenced(const struct outbox *outbox);

/* --- storing --- */
/* The next thing to store that has not been handed out yet. False: none. */
bool outbox_next_store(struct outbox *outbox, struct outbox_store *store);
/* All up to `ticket` are durable. */
void outbox_stored(struct outbox *outbox, uint64_t ticket);
/* What was handed out and not confirmed is not durable, or may not be. All ACCEPTED entries are forgotten, those behind too, so that nothing overtakes what failed:
 * the owner tells their people `not_stored` and closes their connections; they still hold everything and send it again in order (`forgotten` gets each, may be
 * NULL). Everything else will be handed out again. Should a forgotten entry be in the folder after all, it comes back at the next start and the hub knows its
 * key. */
void outbox_not_stored(struct outbox *outbox, void (*forgotten)(void *context, const struct outbox_entry *entry), void *context);

/* --- the link --- */
/* The claim that is to be sent now; the owner asks once it has a connection and after each outbox_stored until it has one. False: nothing to claim yet (its
 * stream has to be stored first), nothing more to claim (granted), or fenced. A start that does not know whether the claim of the one before was granted
 * claims that stream once more first, which has had no offers; then its own. */
bool outbox_next_claim(struct outbox *outbox, struct outbox_claim *claim);
/* The hub's answer to that claim. `received`: the highest number it has of each lane of `stream`. Offers flow when this is durable here; what is not settled
 * is offered again. NONE, NO_MEMORY (give the link up and come back), or DAMAGED: the hub has received what this process never sent, or has lost what it acknowledged: outbox_needs_stream. An answer for
 * another stream than was claimed last changes nothing. */
enum error outbox_granted(struct outbox *outbox, const uint8_t stream[STREAM_SIZE], const uint64_t received[LANE_COUNT]);
/* The hub says that another folder holds the site. Nothing is kept or offered from now on; outbox_is_fenced at once, but browsers are told and the link is
 * given up when that is durable: outbox_may_say_fenced. */
void outbox_fenced(struct outbox *outbox);
bool outbox_may_say_fenced(const struct outbox *outbox);
/* The hub's answer to the last claim: this stream was granted once, and a later one of this very folder holds the site - the claim of a process that is gone came
 * in behind ours, or a copy of the folder was here. Not fenced: claim on, with another stream when outbox_needs_stream. */
void outbox_replaced(struct outbox *outbox);
/* The link is down: no offers, and the stream has to be claimed again. */
void outbox_cut(struct outbox *outbox);
/* The hub's numbers cannot be those of this stream: draw another (outbox_begin_stream) and claim it. */
bool outbox_needs_stream(const struct outbox *outbox);

/* The next offer to be sent: LANE_FLOOR first, at most LIMIT_OFFER_WINDOW of a lane without a result. False: none, or not granted. */
bool outbox_next_offer(struct outbox *outbox, struct outbox_offer *offer);
/* The hub's ack: results by key. Of another stream than the present one: nothing changes. Entries are SETTLED when their result is durable. A passing result
 * sends its lane back to that entry. Results of what is not known here are skipped. NONE or NO_MEMORY (some may have been taken; the ack may be repeated). */
enum error outbox_ack(struct outbox *outbox, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t upto, const struct outbox_result *results,
                      size_t count);
/* The hub wants the lane from `want` on. */
void outbox_gap(struct outbox *outbox, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t want);
/* The poll is closing: from now on no ballot of it is taken here, and when that is durable `drained` comes due. Known already: drained comes due again. NONE,
 * FULL (LIMIT_CLOSINGS) or NO_MEMORY (say nothing; the hub repeats it when the link comes back). */
enum error outbox_closing(struct outbox *outbox, uint32_t poll, int64_t at, uint64_t epoch);
/* The next thing to say about a poll that is closing; once for each grant, and again after each outbox_closing. */
bool outbox_next_drained(struct outbox *outbox, struct outbox_drained *drained);

/* --- for link.report and the readiness board --- */
struct outbox_figures {
    uint64_t waiting;      /* ACCEPTED, KEPT or OFFERED */
    int64_t oldest;        /* stamp of the first of them; 0 = none */
    uint64_t settled;      /* remembered results */
    uint64_t bytes;        /* held for all of it */
};
struct outbox_figures outbox_figures(const struct outbox *outbox);
const uint8_t *outbox_stream(const struct outbox *outbox); /* STREAM_SIZE bytes */

#endif
