#include "log.h"

#include "log_limit.h"

#include <errno.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <utf8proc.h>

enum {
    LINE_MAX_BYTES = 2048,
    ESCAPE_MAX = 15, /* two escaped surrogates are 12 */
    TAIL = 3,        /* "} and the line feed */
};

struct line {
    char bytes[LINE_MAX_BYTES];
    size_t length;
};

static atomic_int least_level = LOG_INFO;
static atomic_int descriptor = STDERR_FILENO;

/* For whoever looks from afar; a ring. */
static struct line kept[LOG_KEPT];
static uint64_t kept_count;
static pthread_mutex_t kept_mutex = PTHREAD_MUTEX_INITIALIZER;

static const char *const level_words[] = {"debug", "info", "warning", "error"};

void log_set_level(enum log_level least) {
    atomic_store(&least_level, (int)least);
}

void log_set_descriptor(int where) {
    atomic_store(&descriptor, where);
    log_limit_reset();
}

static void add_raw(struct line *line, const char *text) {
    size_t length = strlen(text);
    memcpy(line->bytes + line->length, text, length);
    line->length += length;
}

/* What could end the line, colour a terminal or turn the reading direction is shown, not sent. */
static bool is_shown_as_number(utf8proc_int32_t character) {
    switch (utf8proc_category(character)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

/* Writes one character, or one byte that is not UTF-8, as it stands in a JSON string; returns how many bytes of `text`
 * that was. */
static size_t escape(const char *text, size_t length, char out[ESCAPE_MAX + 1]) {
    utf8proc_int32_t character;
    utf8proc_ssize_t taken = utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &character);
    if (taken <= 0) {
        snprintf(out, ESCAPE_MAX + 1, "\\\\x%02x", (unsigned)(unsigned char)text[0]);
        return 1;
    }
    if (character == '"' || character == '\\') {
        snprintf(out, ESCAPE_MAX + 1, "\\%c", (char)character);
    } else if (!is_shown_as_number(character)) {
        memcpy(out, text, (size_t)taken);
        out[taken] = '\0';
    } else if (character <= UINT16_MAX) {
        snprintf(out, ESCAPE_MAX + 1, "\\u%04x", (unsigned)character);
    } else {
        unsigned above = (unsigned)character - 0x10000;
        snprintf(out, ESCAPE_MAX + 1, "\\u%04x\\u%04x", 0xd800 + ((above >> 10) & 0x3ff), 0xdc00 + (above & 0x3ff));
    }
    return (size_t)taken;
}

static void add_escaped(struct line *line, const char *text, size_t length) {
    char escaped[ESCAPE_MAX + 1];
    size_t done = 0;
    while (done < length) {
        done += escape(text + done, length - done, escaped);
        if (line->length + strlen(escaped) > LINE_MAX_BYTES - TAIL) {
            break;
        }
        add_raw(line, escaped);
    }
}

static void add_time(struct line *line) {
    struct timespec now;
    struct tm parts;
    char second[32], text[48];
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &parts);
    strftime(second, sizeof(second), "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(text, sizeof(text), "%s.%03dZ", second, (int)(now.tv_nsec / 1000000));
    add_raw(line, text);
}

/* The length of the text without the beginning of a character that the cut has torn. */
static size_t whole_characters(const char *text, size_t length) {
    size_t start = length;
    while (start > 0 && length - start < 3 && ((unsigned char)text[start - 1] & 0xc0) == 0x80) {
        start--;
    }
    return start > 0 && ((unsigned char)text[start - 1] & 0xc0) == 0xc0 ? start - 1 : length;
}

static int64_t steady_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void add_left_out(struct line *line, uint64_t left_out) {
    char text[64] = "";
    if (left_out > 0) {
        snprintf(text, sizeof(text), " (%" PRIu64 " such lines before it were left out)", left_out);
    }
    add_escaped(line, text, strlen(text));
}

static void keep(const struct line *line) {
    pthread_mutex_lock(&kept_mutex);
    struct line *place = &kept[kept_count++ % LOG_KEPT];
    memcpy(place->bytes, line->bytes, line->length);
    place->length = line->length;
    pthread_mutex_unlock(&kept_mutex);
}

int log_each(log_kept each, void *context) {
    int stopped = 0;
    pthread_mutex_lock(&kept_mutex);
    for (uint64_t i = kept_count > LOG_KEPT ? kept_count - LOG_KEPT : 0; i < kept_count && stopped == 0; i++) {
        const struct line *line = &kept[i % LOG_KEPT];
        stopped = each(context, line->bytes, line->length - 1);
    }
    pthread_mutex_unlock(&kept_mutex);
    return stopped;
}

void log_line(enum log_level level, const char *event, const char *format, ...) {
    int where = atomic_load(&descriptor);
    if ((int)level < atomic_load(&least_level) || where < 0) {
        return;
    }
    int saved_errno = errno;
    uint64_t left_out = 0;
    if (!log_limit_allows(event, steady_ms(), &left_out)) {
        return;
    }
    char text[LINE_MAX_BYTES];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    size_t used = length < 0 ? 0 : (size_t)length;
    if (used >= sizeof(text)) {
        used = whole_characters(text, sizeof(text) - 1);
    }
    struct line line = {.length = 0};
    add_raw(&line, "{\"time\":\"");
    add_time(&line);
    add_raw(&line, "\",\"level\":\"");
    add_raw(&line, level_words[level]);
    add_raw(&line, "\",\"event\":\"");
    add_escaped(&line, event, strnlen(event, 64));
    add_raw(&line, "\",\"text\":\"");
    add_escaped(&line, text, used);
    add_left_out(&line, left_out);
    add_raw(&line, "\"}\n");
    keep(&line);
    ssize_t written;
    do {
        written = write(where, line.bytes, line.length);
    } while (written < 0 && errno == EINTR);
    errno = saved_errno;
}
