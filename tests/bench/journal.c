/* journal - makes a long journal of a short one, by the product's own journal code: people ask and vote, at the end of what a hub has written.
 *
 *   journal --dir DIRECTORY --events N --people N --polls N --questions N
 *
 * The directory is that of a hub that has stopped, with so many people at the site `hall`, named hall-0001 and so on, so many polls open, and no question yet. Adds
 * questions first, then ballots, poll after poll, until the journal has N events. `lamrelay verify` says whether they are what a hub would have written.
 * Exit status 1: said on stderr. */
#include "journal/journal.h"

#include <inttypes.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RECORD_TEXT = 512, PATH_TEXT = 512 };

struct plan {
    uint64_t events;
    uint32_t people, polls, questions;
    int64_t now;
};

static sem_t woken;
static enum error outcome;
static bool done;

static void on_wake(void *context) {
    (void)context;
    sem_post(&woken);
}

static void on_done(void *context, enum error said, uint64_t last_seq) {
    (void)context, (void)last_seq;
    outcome = said;
    done = true;
}

/* Key and digest of the parameters are names of 16 and 8 bytes: the last sign of each carries fewer bits, and A suits. */
static int write_question(const struct plan *plan, uint32_t number, char *out) {
    return snprintf(out, RECORD_TEXT,
                    "{\"type\":\"question_submitted\",\"at\":%" PRId64 ",\"actor\":\"hall-%04" PRIu32 "\",\"key\":\"question-%012" PRIu32
                    "A\",\"params\":\"%010" PRIu32 "A\",\"question\":%" PRIu32 ",\"rev\":1,\"text\":\"Câu hỏi số %" PRIu32
                    ": bao giờ tuyến đường liên xã được sửa?\",\"person\":\"hall-%04" PRIu32 "\",\"site\":\"hall\",\"topic\":\"economy\"}",
                    plan->now, 1 + number % plan->people, number, number, number + 1, number + 1, 1 + number % plan->people);
}

/* The n-th ballot: everybody in each poll, then everybody again with the next counter. */
static int write_ballot(const struct plan *plan, uint64_t number, char *out) {
    static const char *const CHOICES[] = {"yes", "no", "abstain"};
    uint32_t person = (uint32_t)(number % plan->people), poll = (uint32_t)(number / plan->people % plan->polls) + 1;
    uint32_t counter = (uint32_t)(number / plan->people / plan->polls) + 1;
    return snprintf(out, RECORD_TEXT,
                    "{\"type\":\"ballot_cast\",\"at\":%" PRId64 ",\"actor\":\"hall-%04" PRIu32 "\",\"key\":\"ballot-%014" PRIu64 "A\",\"params\":\"%010" PRIu64
                    "A\",\"poll\":%" PRIu32 ",\"person\":\"hall-%04" PRIu32 "\",\"device\":\"%010" PRIu32 "A\",\"counter\":%" PRIu32 ",\"choice\":\"%s\"}",
                    plan->now, 1 + person, number, number % UINT64_C(10000000000), poll, 1 + person, person, counter, CHOICES[(person + poll) % 3]);
}

static enum error append(struct journal *journal, const struct journal_record *records, size_t count) {
    struct journal_state state;
    journal->operations->state(journal, &state);
    done = false;
    enum error error = journal->operations->append(journal, state.last_seq, records, count, on_done, NULL);
    while (!error && !done) {
        sem_wait(&woken);
        journal->operations->poll(journal);
    }
    return error ? error : outcome;
}

/* `first` events are there. */
static enum error fill(struct journal *journal, const struct plan *plan, uint64_t first) {
    static char texts[JOURNAL_BATCH_RECORDS_MAX][RECORD_TEXT];
    static struct journal_record records[JOURNAL_BATCH_RECORDS_MAX];
    enum error error = ERROR_NONE;
    for (uint64_t made = 0; first + made < plan->events && !error;) {
        size_t count = 0;
        for (; count < JOURNAL_BATCH_RECORDS_MAX && first + made < plan->events; count++, made++) {
            int length = made < plan->questions ? write_question(plan, (uint32_t)made, texts[count]) : write_ballot(plan, made - plan->questions, texts[count]);
            records[count] = (struct journal_record){.bytes = texts[count], .length = (size_t)length};
        }
        error = append(journal, records, count);
    }
    return error;
}

int main(int count, char **words) {
    struct plan plan = {.people = 1, .polls = 1};
    const char *directory = NULL;
    char path[PATH_TEXT];
    for (int i = 1; i + 1 < count; i += 2) {
        unsigned long value = strtoul(words[i + 1], NULL, 10);
        if (strcmp(words[i], "--dir") == 0)
            directory = words[i + 1];
        else if (strcmp(words[i], "--events") == 0)
            plan.events = value;
        else if (strcmp(words[i], "--people") == 0)
            plan.people = (uint32_t)value;
        else if (strcmp(words[i], "--polls") == 0)
            plan.polls = (uint32_t)value;
        else if (strcmp(words[i], "--questions") == 0)
            plan.questions = (uint32_t)value;
    }
    if (!directory || plan.people == 0 || plan.polls == 0) {
        fprintf(stderr, "journal: --dir DIRECTORY --events N --people N --polls N --questions N\n");
        return EXIT_FAILURE;
    }
    plan.now = (int64_t)time(NULL) * 1000;
    snprintf(path, sizeof path, "%s/journal.sqlite", directory);
    sem_init(&woken, 0, 0);
    struct journal *journal;
    struct journal_options options = {.path = path, .wake = on_wake, .now = plan.now};
    enum error error = journal_sqlite_open(&options, &journal);
    if (!error) {
        struct journal_state state;
        journal->operations->state(journal, &state);
        error = fill(journal, &plan, state.last_seq);
        journal->operations->close(journal);
    }
    if (error)
        fprintf(stderr, "journal: %s: %s\n", path, error_word(error));
    return error ? EXIT_FAILURE : EXIT_SUCCESS;
}
