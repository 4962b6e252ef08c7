/* link_say.h - what the process of a site says: to the hub over its link, and to its browsers besides what the hub has said. Pure; any thread.
 * All return ERROR_NONE or ERROR_NO_MEMORY (the buffer may then hold half a text: clear it). */
#ifndef LAMRELAY_CODEC_LINK_SAY_H
#define LAMRELAY_CODEC_LINK_SAY_H

#include "base/buffer.h"
#include "base/text.h"
#include "core/record.h"
#include <stdbool.h>
#include <stdint.h>

/* ---- to the hub ---- */
struct say_claim {
    const uint8_t *folder, *stream, *previous; /* FOLDER_SIZE and STREAM_SIZE bytes; previous NULL = none */
    bool restored, takeover;
    const char *journal; /* empty = nothing is held */
    int64_t s;           /* -1 = everything is wanted */
};
enum error say_claim(struct buffer *out, uint64_t id, const struct say_claim *claim);
enum error say_time(struct buffer *out, uint64_t id);
/* `person`, `token` and `address` may be empty; `params` is JSON. */
enum error say_forward(struct buffer *out, uint64_t id, struct text person, struct text token, struct text address, struct text method, struct text params);
struct say_offer {
    const uint8_t *stream;
    enum lane lane;
    uint64_t number;
    struct text person, method, params;
    int64_t stamp;
    uint32_t stamp_error;
    bool proof;
    uint64_t epoch;
};
enum error say_offer(struct buffer *out, const struct say_offer *offer);
enum error say_drained(struct buffer *out, uint32_t poll, const uint8_t *stream, uint64_t upto);
/* `operators`: a JSON list of ids. */
enum error say_operators(struct buffer *out, const char *operators);
struct say_report {
    uint64_t outbox, present;
    int64_t oldest;                    /* 0 = none */
    int64_t round_trip;                /* -1 = not known */
    int64_t clock_offset, clock_error; /* error -1 = not known */
    struct text displays;              /* items as say_report_display appends them */
};
enum error say_report(struct buffer *out, const struct say_report *report);
/* One more display behind the others; `rev` 0: it has drawn nothing yet. */
enum error say_report_display(struct buffer *displays, const char *display, const char *stage, int64_t rev);

/* ---- to browsers ---- */
/* `title` and `theme` are JSON, empty = none; `person` and `channel` empty = not signed in. */
struct say_hello {
    const char *journal;
    int64_t server_time;
    struct text title, theme, person;
    const char *channel;
    const char *const *own, *const *hub; /* addresses */
    size_t own_count, hub_count;
    const char *said; /* one more of its own, behind those; may be among them; "" = none */
};
enum error say_hello(struct buffer *out, const char *id, const struct say_hello *hello);
/* `answer` is the member result or error, as the hub gave it. */
enum error say_answer(struct buffer *out, const char *id, struct text answer);
/* `receipt` of so many bytes, at most RECEIPT_SIZE; NULL = none. */
enum error say_kept(struct buffer *out, const uint8_t key[KEY_SIZE], int64_t at, const uint8_t *receipt, size_t receipt_length);
/* `turnout`, `present` and `operators` are JSON lists, empty = left out; `oldest` 0 = there is none. */
struct say_live {
    int64_t server_time;
    bool link_up;
    int64_t since;
    uint64_t outbox;
    int64_t oldest;
    struct text turnout, present, operators;
};
enum error say_live(struct buffer *out, const struct say_live *live);

/* The lane of a kept command by its method; LANE_COUNT = it cannot wait. */
enum lane lane_of_method(struct text method);
/* By its word; LANE_COUNT = none. */
enum lane lane_find(struct text word);

#endif
