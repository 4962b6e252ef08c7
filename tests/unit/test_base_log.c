#include "base/log.h"
#include "support/check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char written[8192];

/* Runs one log call's worth of output through a pipe. */
static size_t read_back(int end) {
    ssize_t length = read(end, written, sizeof(written) - 1);
    written[length < 0 ? 0 : length] = '\0';
    return length < 0 ? 0 : (size_t)length;
}

static int open_pipe(int ends[2]) {
    int answer = pipe2(ends, O_NONBLOCK | O_CLOEXEC);
    log_set_descriptor(ends[1]);
    return answer;
}

static void close_pipe(int ends[2]) {
    log_set_descriptor(STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
}

static void a_line_is_one_json_object(void) {
    int ends[2];
    if (!CHECK(open_pipe(ends) == 0)) {
        return;
    }
    errno = ENOSPC;
    log_line(LOG_WARNING, "journal_slow", "%d ms for \"%s\"", 21, "C:\\x");
    CHECK_NUMBER(errno, ENOSPC);
    size_t length = read_back(ends[0]);
    CHECK(length > 60 && written[length - 1] == '\n');
    CHECK(strncmp(written, "{\"time\":\"20", 11) == 0);
    CHECK(written[32] == 'Z');
    CHECK_TEXT(written + 33, "\",\"level\":\"warning\",\"event\":\"journal_slow\","
                             "\"text\":\"21 ms for \\\"C:\\\\x\\\"\"}\n");
    close_pipe(ends);
}

static const char *text_part(const char *input) {
    int ends[2];
    if (!CHECK(open_pipe(ends) == 0)) {
        return "";
    }
    log_line(LOG_ERROR, "x", "%s", input);
    read_back(ends[0]);
    close_pipe(ends);
    char *part = strstr(written, "\"text\":");
    return part == NULL ? written : part + 7;
}

static void hostile_text_stays_one_line(void) {
    CHECK_TEXT(text_part("a\nb\r\x1b[31m\x7f"), "\"a\\u000ab\\u000d\\u001b[31m\\u007f\"}\n");
    CHECK_TEXT(text_part("\xff\xc0\xaf"), "\"\\\\xff\\\\xc0\\\\xaf\"}\n");
    CHECK_TEXT(text_part("Nghệ An \xe2\x80\xae \xc2\x9b \xe2\x80\xa8"), "\"Nghệ An \\u202e \\u009b \\u2028\"}\n");
    CHECK_TEXT(text_part("\xf3\xa0\x81\xa7"), "\"\\udb40\\udc67\"}\n");
    CHECK_TEXT(text_part(""), "\"\"}\n");
}

static void a_line_has_an_end(void) {
    char input[6000];
    for (size_t shift = 0; shift < 3; shift++) {
        memset(input, 'a', shift);
        for (size_t i = shift; i < sizeof(input) - 6; i += 3) {
            memcpy(input + i, "ệ", sizeof("ệ"));
        }
        const char *part = text_part(input);
        CHECK(strlen(written) <= 2048 && strlen(written) > 2000);
        CHECK(strcmp(part + strlen(part) - 3, "\"}\n") == 0);
        CHECK(strstr(part, "\\\\x") == NULL);
    }
    memset(input, '\n', sizeof(input) - 1);
    input[sizeof(input) - 1] = '\0';
    text_part(input);
    CHECK(strlen(written) <= 2048 && strlen(written) > 2000);
    CHECK(strcmp(written + strlen(written) - 3, "\"}\n") == 0);
}

static void levels_and_nowhere(void) {
    int ends[2];
    if (!CHECK(open_pipe(ends) == 0)) {
        return;
    }
    log_line(LOG_DEBUG, "quiet", "not at this level");
    CHECK_NUMBER(read_back(ends[0]), 0);
    log_set_level(LOG_DEBUG);
    log_line(LOG_DEBUG, "heard", "now");
    CHECK(read_back(ends[0]) > 0);
    log_set_level(LOG_ERROR);
    log_line(LOG_WARNING, "quiet", "not now");
    CHECK_NUMBER(read_back(ends[0]), 0);
    log_set_level(LOG_INFO);
    log_set_descriptor(-1);
    log_line(LOG_ERROR, "nowhere", "gone");
    CHECK_NUMBER(read_back(ends[0]), 0);
    close_pipe(ends);
}

struct seen {
    unsigned lines;
    char first[256], last[256];
};

static int see(void *context, const char *line, size_t length) {
    struct seen *seen = context;
    CHECK(line[0] == '{' && line[length - 1] == '}');
    char *copy = seen->lines++ ? seen->last : seen->first;
    if (CHECK(length < sizeof seen->first)) {
        memcpy(copy, line, length);
        copy[length] = '\0';
    }
    return 0;
}

static void the_last_lines_are_kept(void) {
    int ends[2];
    if (!CHECK(open_pipe(ends) == 0)) {
        return;
    }
    char event[32];
    for (int i = 1; i <= LOG_KEPT + 3; i++) {
        snprintf(event, sizeof event, "line_%d", i);
        log_line(LOG_INFO, event, "number %d", i);
        read_back(ends[0]);
    }
    struct seen seen = {0};
    CHECK_NUMBER(log_each(see, &seen), 0);
    CHECK_NUMBER(seen.lines, LOG_KEPT);
    CHECK(strstr(seen.first, "\"text\":\"number 4\"}") != NULL);
    CHECK(strstr(seen.last, "\"text\":\"number 67\"}") != NULL);
    close_pipe(ends);
}

static const struct check_test tests[] = {
    {"the last lines are kept", the_last_lines_are_kept},
    {"a line is one JSON object", a_line_is_one_json_object},
    {"hostile text stays one line", hostile_text_stays_one_line},
    {"a line has an end", a_line_has_an_end},
    {"levels, and nowhere", levels_and_nowhere},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
