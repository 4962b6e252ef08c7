/* crowd - many participants in one process, ordered about by lines on stdin.
 *
 *   crowd --authority FILE --roster FILE [--seed N] [--spread]
 *
 * The roster has a line for each person: id, code, then the ports to be tried in turn. Orders to people, named by their place in it:
 *   connect SECONDS FIRST COUNT        they come, evenly over so many seconds
 *   leave SECONDS FIRST COUNT          each at some moment of that time, like all that follow
 *   cast SECONDS FIRST COUNT POLL      a ballot, as soon as the poll is seen open
 *   ask SECONDS FIRST COUNT            a question
 *   repeat SECONDS FIRST COUNT         sends again all that was answered
 * and others:
 *   figures                            one line of JSON on stdout
 *   ledger FILE                        one line per command; then `written`
 * The end of stdin is the end. Exit status 1: it could not begin. */
#include "ledger.h"
#include "person.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { LINE_MOST = 512, ACT_AGAIN_MS = 500, LOOK_MS = 1000 };

struct act {
    uv_timer_t timer;
    struct person *person;
    uint32_t poll;
    bool (*done)(struct person *person, uint32_t poll); /* false: not yet */
};

static struct crowd crowd;
static struct person *people;
static uint32_t people_count;
static char line[LINE_MOST];
static size_t line_length;

/* ---- acts ---- */

static void on_act_closed(uv_handle_t *handle) {
    free(handle->data);
}

static void on_act(uv_timer_t *timer) {
    struct act *act = timer->data;
    if (!act->done(act->person, act->poll)) {
        uv_timer_start(timer, on_act, ACT_AGAIN_MS, 0);
        return;
    }
    crowd.figures.acts_left--;
    uv_close((uv_handle_t *)timer, on_act_closed);
}

static void act_later(struct person *person, bool (*done)(struct person *person, uint32_t poll), uint32_t poll, double seconds) {
    struct act *act = calloc(1, sizeof *act);
    if (!act)
        abort();
    *act = (struct act){.person = person, .poll = poll, .done = done};
    crowd.figures.acts_left++;
    uv_timer_init(crowd.loop, &act->timer);
    act->timer.data = act;
    uv_timer_start(&act->timer, on_act, (uint64_t)(seconds * 1000), 0);
}

static bool connect_now(struct person *person, uint32_t poll) {
    (void)poll;
    person_connect(person);
    return true;
}

static bool leave(struct person *person, uint32_t poll) {
    (void)poll;
    person_leave(person);
    return true;
}

static bool ask(struct person *person, uint32_t poll) {
    (void)poll;
    return person_ask(person);
}

static bool repeat(struct person *person, uint32_t poll) {
    (void)poll;
    person_repeat(person);
    return true;
}

/* ---- orders ---- */

/* False: no order to people. */
static bool obey_as_people(const char *order) {
    static const struct {
        const char *word;
        bool (*done)(struct person *person, uint32_t poll);
        bool evenly;
    } ORDERS[] = {{"connect", connect_now, true}, {"leave", leave, false}, {"cast", person_cast, false}, {"ask", ask, false}, {"repeat", repeat, false}};
    char word[16];
    double seconds;
    unsigned first, count, poll = 0;
    int found = sscanf(order, "%15s %lf %u %u %u", word, &seconds, &first, &count, &poll);
    if (found < 4 || first > people_count || count > people_count - first || poll >= POLLS_MOST)
        return false;
    for (size_t k = 0; k < sizeof ORDERS / sizeof ORDERS[0]; k++) {
        if (strcmp(word, ORDERS[k].word) != 0)
            continue;
        for (uint32_t i = 0; i < count; i++)
            act_later(&people[first + i], ORDERS[k].done, poll, seconds * (ORDERS[k].evenly ? (double)i / count : crowd_chance(&crowd)));
        return true;
    }
    return false;
}

static void obey(const char *order) {
    char path[LINE_MOST];
    if (strcmp(order, "figures") == 0) {
        ledger_say_figures(&crowd.figures);
    } else if (sscanf(order, "ledger %511s", path) == 1) {
        puts(ledger_write(path, people, people_count) ? "written" : "failed");
        fflush(stdout);
    } else if (!obey_as_people(order)) {
        fprintf(stderr, "crowd: what is `%s`?\n", order);
    }
}

static void on_allocate(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)handle;
    (void)suggested;
    *buffer = uv_buf_init(line + line_length, (unsigned)(sizeof line - 1 - line_length));
}

static void on_orders(uv_stream_t *stream, ssize_t length, const uv_buf_t *buffer) {
    (void)buffer;
    if (length < 0) {
        uv_stop(stream->loop);
        return;
    }
    line_length += (size_t)length;
    char *end;
    while ((end = memchr(line, '\n', line_length)) != NULL) {
        *end = '\0';
        obey(line);
        line_length -= (size_t)(end + 1 - line);
        memmove(line, end + 1, line_length);
    }
}

static void on_look(uv_timer_t *timer) {
    (void)timer;
    for (uint32_t i = 0; i < people_count; i++)
        person_look(&people[i]);
}

/* ---- the beginning ---- */

static bool read_roster(const char *path) {
    FILE *file = fopen(path, "re");
    char text[LINE_MOST];
    unsigned ports[ADDRESSES_MOST];
    while (file && fgets(text, sizeof text, file)) {
        struct person person = {.number = people_count};
        int found = sscanf(text, "%40s %40s %u %u %u %u", person.id, person.code, &ports[0], &ports[1], &ports[2], &ports[3]);
        if (found < 3)
            continue;
        person.address_count = found - 2;
        for (int i = 0; i < person.address_count; i++)
            person.addresses[i] = (uint16_t)ports[i];
        people = realloc(people, (people_count + 1) * sizeof *people);
        if (!people)
            abort();
        people[people_count++] = person;
    }
    if (file)
        fclose(file);
    for (uint32_t i = 0; i < people_count; i++)
        person_begin(&people[i], &crowd);
    return people_count > 0;
}

static void allow_many_files(void) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int main(int count, char **words) {
    const char *authority = "", *roster = "";
    crowd.chance = 1;
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--spread") == 0)
            crowd.spread = true;
        else if (i + 1 < count && strcmp(words[i], "--authority") == 0)
            authority = words[++i];
        else if (i + 1 < count && strcmp(words[i], "--roster") == 0)
            roster = words[++i];
        else if (i + 1 < count && strcmp(words[i], "--seed") == 0)
            crowd.chance = (uint32_t)strtoul(words[++i], NULL, 10);
    }
    signal(SIGPIPE, SIG_IGN);
    allow_many_files();
    crowd.loop = uv_default_loop();
    crowd.tls = socket_make_tls(authority);
    if (!crowd.tls || !read_roster(roster)) {
        fprintf(stderr, "crowd: --authority FILE --roster FILE [--seed N] [--spread]\n");
        return EXIT_FAILURE;
    }
    uv_pipe_t orders;
    uv_timer_t look;
    uv_pipe_init(crowd.loop, &orders, 0);
    uv_timer_init(crowd.loop, &look);
    uv_timer_start(&look, on_look, LOOK_MS, LOOK_MS);
    if (uv_pipe_open(&orders, 0) != 0 || uv_read_start((uv_stream_t *)&orders, on_allocate, on_orders) != 0) {
        fprintf(stderr, "crowd: no orders on stdin\n");
        return EXIT_FAILURE;
    }
    uv_run(crowd.loop, UV_RUN_DEFAULT);
    return EXIT_SUCCESS;
}
