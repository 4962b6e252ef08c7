#include "log_limit.h"

#include <pthread.h>
#include <string.h>

/* Words that fall on one place share it and put each other out: then a line too many is written, never one too few. */
enum { PLACES = 64, WORD_SIZE = 40 };

struct place {
    char word[WORD_SIZE];
    int64_t began;
    unsigned lines;
    uint64_t left_out;
};

static struct place places[PLACES];
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static struct place *place_of(const char *word) {
    uint32_t hash = 2166136261u; /* FNV-1a */
    for (const char *c = word; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    }
    return &places[hash % PLACES];
}

bool log_limit_allows(const char *event, int64_t now, uint64_t *left_out) {
    char word[WORD_SIZE] = "";
    memcpy(word, event, strnlen(event, WORD_SIZE - 1));
    pthread_mutex_lock(&mutex);
    struct place *place = place_of(word);
    if (strcmp(place->word, word) != 0) {
        *place = (struct place){.began = now};
        memcpy(place->word, word, WORD_SIZE);
    } else if (now - place->began >= LOG_LIMIT_MS) {
        place->began = now;
        place->lines = 0;
    }
    bool allowed = place->lines < LOG_LIMIT_LINES;
    *left_out = place->left_out;
    place->left_out = allowed ? 0 : place->left_out + 1;
    place->lines += allowed ? 1 : 0;
    pthread_mutex_unlock(&mutex);
    return allowed;
}

void log_limit_reset(void) {
    pthread_mutex_lock(&mutex);
    memset(places, 0, sizeof(places));
    pthread_mutex_unlock(&mutex);
}
