#include "token_bucket.h"

enum { TOKEN = 60000 };

void token_bucket_init(struct token_bucket *bucket, uint32_t burst, int64_t now) {
    bucket->level = (int64_t)burst * TOKEN;
    bucket->updated_at = now;
}

static void fill(struct token_bucket *bucket, uint32_t burst, uint32_t per_minute, int64_t now) {
    int64_t full = (int64_t)burst * TOKEN;
    int64_t elapsed = now > bucket->updated_at ? now - bucket->updated_at : 0;
    bucket->updated_at = now;
    if (bucket->level >= full) {
        bucket->level = full;
    } else if (per_minute > 0 && elapsed > (full - bucket->level) / per_minute) {
        bucket->level = full;
    } else {
        bucket->level += elapsed * per_minute;
    }
}

bool token_bucket_take(struct token_bucket *bucket, uint32_t burst, uint32_t per_minute, int64_t now) {
    fill(bucket, burst, per_minute, now);
    if (bucket->level < TOKEN) {
        return false;
    }
    bucket->level -= TOKEN;
    return true;
}
