/* token_bucket.h - a rate limit with time as an argument. Pure. */
#ifndef LAMRELAY_BASE_TOKEN_BUCKET_H
#define LAMRELAY_BASE_TOKEN_BUCKET_H

#include <stdbool.h>
#include <stdint.h>

struct token_bucket {
    int64_t level;      /* 1/60000 of a token: what a rate of 1 per minute brings in 1 ms, so nothing is rounded */
    int64_t updated_at; /* ms */
};

/* A full bucket at `now`. `burst` tokens at most, `per_minute` tokens come in. 0 per_minute and 0 burst: nothing
 * passes. */
void token_bucket_init(struct token_bucket *bucket, uint32_t burst, int64_t now);
/* True and one token less, or false. Time that steps back counts as no time. */
bool token_bucket_take(struct token_bucket *bucket, uint32_t burst, uint32_t per_minute, int64_t now);

#endif
