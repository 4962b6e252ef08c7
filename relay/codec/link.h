/* link.h - the messages of a site link (relay/link.asyncapi.yaml): what a site's process sends, read; what only it is told, written. Bounded as request.h
 * says. Pure; any thread. Texts that are read are borrowed from the request. Writers return NONE or NO_MEMORY. */
#ifndef LAMRELAY_CODEC_LINK_H
#define LAMRELAY_CODEC_LINK_H

#include "base/buffer.h"
#include "codec/request.h"
#include "core/record.h"
#include "core/outcomes.h"

struct link_claim {
    int64_t version;
    uint8_t folder[FOLDER_SIZE], stream[STREAM_SIZE], previous[STREAM_SIZE];
    bool has_previous, restored, takeover;
    struct text journal; /* whose frames it holds; empty = none */
    int64_t s;           /* all of them up to this one; -1 = none */
};
/* MISSING_FIELD, UNKNOWN_FIELD, WRONG_TYPE, MALFORMED, TOO_LONG, EMPTY, OUT_OF_RANGE, UNSUPPORTED_VERSION; `fault` names the member. */
enum error link_read_claim(const struct request *request, struct link_claim *out, char fault[FAULT_NAME_SIZE]);

/* A request in the name of one of the site's people, or of somebody who signs in. */
struct link_forward {
    struct text person, token, address; /* empty = absent */
    struct request request;             /* with the id of the link's; borrowed: request_finish is not called */
};
enum error link_read_forward(const struct request *request, struct link_forward *out, char fault[FAULT_NAME_SIZE]);

/* A kept command. Method and params are as the person's device sent them. */
struct link_offer {
    uint8_t stream[STREAM_SIZE];
    enum lane lane;
    uint64_t number;
    struct text person;
    struct request request; /* borrowed; without an id */
    int64_t stamp;
    uint32_t stamp_error;
    bool proof;
    uint64_t epoch; /* of the journal whose time the stamp is; 0 = none known */
};
enum error link_read_offer(const struct request *request, struct link_offer *out, char fault[FAULT_NAME_SIZE]);
/* The key of the offered command: enough to name it when its params are otherwise not what they should be. False: it has none. */
bool link_offered_key(const struct link_offer *offer, uint8_t key[KEY_SIZE]);

struct link_drained {
    int64_t poll;
    uint8_t stream[STREAM_SIZE];
    uint64_t upto;
};
enum error link_read_drained(const struct request *request, struct link_drained *out, char fault[FAULT_NAME_SIZE]);

/* How a site is. Nothing rests on it: it is shown on the board. */
struct link_report {
    int64_t outbox;  /* entries not settled */
    int64_t oldest;  /* stamp of the first of them; 0 = none */
    int64_t present; /* people connected there */
    int64_t round_trip; /* ms; -1 = not known */
};
enum error link_read_report(const struct request *request, struct link_report *out, char fault[FAULT_NAME_SIZE]);

/* ---- what is said ---- */

struct link_granted {
    uint64_t generation, epoch;
    const char *journal;
    int64_t server_time;
    const uint64_t *received; /* LANE_COUNT numbers */
    const uint8_t *session_key; /* 32 bytes: what the digests in rows `session` are made with */
    const uint8_t *receipt_key; /* 32 bytes: what the receipts of this stream are made with */
};
enum error link_reply_granted(struct buffer *out, const char *id, const struct link_granted *granted);
enum error link_reply_time(struct buffer *out, const char *id, int64_t server_time, uint64_t epoch);

/* One result of an ack, behind the others; `answer` is a whole response as reply.h writes it with id null: its result or error is taken over. */
enum error link_add_result(struct buffer *results, const uint8_t key[KEY_SIZE], struct text person, const struct buffer *answer);
enum error link_ack(struct buffer *out, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t upto, const struct buffer *results);
enum error link_gap(struct buffer *out, const uint8_t stream[STREAM_SIZE], enum lane lane, uint64_t want);
enum error link_closing(struct buffer *out, uint32_t poll, int64_t at, uint64_t seq, uint64_t epoch);
enum error link_fenced(struct buffer *out, const uint8_t by[FOLDER_SIZE]);
/* Every frame up to `s` has been sent before this. */
enum error link_reached(struct buffer *out, uint64_t s);

#endif
