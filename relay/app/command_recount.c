/* command_recount.c - counts every poll anew from the events of a journal, by the rules of relay/DELIVERY.md (B1, C) and with nothing of the hub's own
 * counting, and compares with what the hub has: who was entitled when it opened, the ballots of those, the results. */
#include "app/commands.h"
#include "app/recount_counts.h"
#include "app/recount_roster.h"
#include "app/replay.h"
#include "base/memory.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct option OPTIONS[] = {
    {"--dir", "DIR", ".lamrelay", false, false, "the state directory of the conference"},
};

enum { NAME_SIZE = LIMIT_ID_BYTES + 16 };

struct asked { /* a poll */
    enum poll_type type;
    bool first_is_final;
    int64_t least;      /* of a rating */
    uint32_t options;
    struct recount_rules rules;
    struct recount_electorate electorate;
    int64_t said, said_weight;  /* by the event that opened it */
    uint64_t not_entitled;      /* ballots of others */
    bool unproven_count;        /* the chair has let those count whose time cannot be proved */
    uint64_t amended;           /* what was on the late list at this event counts; 0 = nothing */
};

/* What an event says of a ballot. */
enum said { SAID_IN_TIME, SAID_UNPROVEN, SAID_LATE, SAID_AFTERWARDS };

struct cast { /* a ballot as it was recorded */
    int64_t poll;
    char person[NAME_SIZE];
    uint8_t device[DEVICE_SIZE];
    uint8_t key[KEY_SIZE];
    int64_t counter, at, weight;
    uint64_t seq;
    uint32_t chosen;    /* bits 1 << index of the option */
    enum said said;
    bool counts;        /* when all that was said of it is taken together */
};

struct counting {
    struct asked *polls;
    size_t poll_count;
    struct recount_roster roster;
    struct recount_counts counts;
    struct cast *casts;
    size_t cast_count, cast_capacity;
    enum error error;
};

struct count {
    int64_t ballots, weight, by_hand;
    int64_t phones[LIMIT_SITES]; /* people of a site with a ballot of their own */
    int64_t values[TALLY_MAX], weighted[TALLY_MAX];
};

/* ---- reading events ---- */

static bool grow(struct counting *counting, void **array, size_t count, size_t size) {
    void *grown = memory_resize(*array, (count + 1) * size);
    if (grown)
        *array = grown;
    else
        counting->error = ERROR_NO_MEMORY;
    return grown != NULL;
}

static void add_poll(struct counting *counting, struct asked asked) {
    if (grow(counting, (void **)&counting->polls, counting->poll_count, sizeof asked))
        counting->polls[counting->poll_count++] = asked;
}

static void take_draft(struct counting *counting, const struct record *record) {
    struct asked asked = {.type = (enum poll_type)record->poll_type, .options = 3};
    asked.first_is_final = record->ballot_rule == BALLOT_FIRST_IS_FINAL;
    if (asked.type == POLL_RATING) {
        asked.least = record->least;
        asked.options = (uint32_t)(record->most - record->least + 1);
    } else if (asked.type != POLL_YES_NO_ABSTAIN) {
        asked.options = record->options.count;
    }
    counting->error = recount_rules_read(&counting->roster, record, &asked.rules);
    if (!counting->error)
        add_poll(counting, asked);
}

/* Poll `number` opens: from now on it is fixed who votes. */
static void take_opening(struct counting *counting, size_t number, const struct record *record) {
    if (number < 1 || number > counting->poll_count) {
        counting->error = ERROR_DAMAGED;
        return;
    }
    struct asked *asked = &counting->polls[number - 1];
    asked->said = record->electorate;
    asked->said_weight = record_has(record, FIELD_WEIGHTED_ELECTORATE) ? record->weighted_electorate : record->electorate;
    recount_electorate_finish(&asked->electorate);
    counting->error = recount_roster_open(&counting->roster, &asked->rules, &asked->electorate);
}

/* The one that repeats it: asks the same, and opens at once. */
static void take_repeat(struct counting *counting, const struct record *record) {
    if (record->poll < 1 || (size_t)record->poll > counting->poll_count) {
        counting->error = ERROR_DAMAGED;
        return;
    }
    struct asked asked = counting->polls[record->poll - 1];
    asked.electorate = (struct recount_electorate){0};
    asked.not_entitled = 0;
    asked.unproven_count = false;
    asked.amended = 0;
    add_poll(counting, asked);
    if (!counting->error)
        take_opening(counting, counting->poll_count, record);
}

static void take_ballot(struct counting *counting, const struct event *event) {
    const struct record *record = &event->record;
    struct cast cast = {.poll = record->poll, .counter = record->counter, .at = record->at, .seq = event->seq};
    if (event->type == EVENT_BALLOT_UNPROVEN)
        cast.said = SAID_UNPROVEN;
    if (event->type == EVENT_BALLOT_LATE)
        cast.said = record->evidence == EVIDENCE_IN_TIME ? SAID_AFTERWARDS : SAID_LATE;
    if (record_has(record, FIELD_STAMP) && (cast.said == SAID_UNPROVEN || record->stamp < cast.at))
        cast.at = record->stamp;
    if (record->poll < 1 || (size_t)record->poll > counting->poll_count) {
        counting->error = ERROR_DAMAGED;
        return;
    }
    if (counting->cast_count == counting->cast_capacity) {
        size_t capacity = counting->cast_capacity ? counting->cast_capacity * 2 : 1024;
        struct cast *casts = memory_resize(counting->casts, capacity * sizeof *casts);
        if (!casts) {
            counting->error = ERROR_NO_MEMORY;
            return;
        }
        counting->casts = casts;
        counting->cast_capacity = capacity;
    }
    struct asked *asked = &counting->polls[record->poll - 1];
    cast.chosen = asked->type == POLL_YES_NO_ABSTAIN ? 1u << record->choice
                  : asked->type == POLL_RATING       ? 1u << (record->rating - asked->least)
                                                     : record->choices;
    snprintf(cast.person, sizeof cast.person, "%s", record->person.bytes);
    memcpy(cast.device, record->device, DEVICE_SIZE);
    memcpy(cast.key, record->key, KEY_SIZE);
    cast.weight = recount_weight(&counting->roster, &asked->electorate, record->person);
    asked->not_entitled += cast.weight == 0;
    counting->casts[counting->cast_count++] = cast;
}

/* The end of a poll, and what changed the counted set behind it. */
static void take_end(struct counting *counting, const struct event *event) {
    const struct record *record = &event->record;
    if (record->poll < 1 || (size_t)record->poll > counting->poll_count) {
        counting->error = ERROR_DAMAGED;
        return;
    }
    struct asked *asked = &counting->polls[record->poll - 1];
    if (event->type == EVENT_POLL_AMENDED)
        asked->amended = event->seq;
    else
        asked->unproven_count = record_has(record, FIELD_UNPROVEN_RULE) && record->unproven_rule == UNPROVEN_COUNT;
}

static void take_event(void *context, const struct journal_record *record, const struct event *event) {
    (void)record;
    struct counting *counting = context;
    if (counting->error)
        return;
    counting->error = recount_roster_take(&counting->roster, event);
    if (!counting->error)
        counting->error = recount_counts_take(&counting->counts, &counting->roster, event);
    if (counting->error)
        return;
    if (event->type == EVENT_POLL_DRAFTED)
        take_draft(counting, &event->record);
    else if (event->type == EVENT_POLL_OPENED)
        take_opening(counting, (size_t)event->record.poll, &event->record);
    else if (event->type == EVENT_POLL_REOPENED)
        take_repeat(counting, &event->record);
    else if (event->type == EVENT_BALLOT_CAST || event->type == EVENT_BALLOT_UNPROVEN || event->type == EVENT_BALLOT_LATE)
        take_ballot(counting, event);
    else if (event->type == EVENT_POLL_CLOSED || event->type == EVENT_POLL_AMENDED)
        take_end(counting, event);
}

/* ---- counting ---- */

/* By poll, then person, then device, then counter, then key; of one ballot in the order of the journal. */
static int compare(const void *left, const void *right) {
    const struct cast *a = left, *b = right;
    if (a->poll != b->poll)
        return a->poll < b->poll ? -1 : 1;
    int order = strcmp(a->person, b->person);
    if (order == 0)
        order = memcmp(a->device, b->device, DEVICE_SIZE);
    if (order == 0)
        order = (a->counter > b->counter) - (a->counter < b->counter);
    if (order == 0)
        order = memcmp(a->key, b->key, KEY_SIZE);
    return order ? order : (a->seq > b->seq) - (a->seq < b->seq);
}

static bool same_ballot(const struct cast *a, const struct cast *b) {
    return a->poll == b->poll && strcmp(a->person, b->person) == 0 && memcmp(a->key, b->key, KEY_SIZE) == 0 && a->counter == b->counter;
}

/* All that was said of one ballot [from, to) as one: the best of it stands, with the earliest stamp that was proved. */
static struct cast taken_together(const struct asked *asked, const struct cast *from, const struct cast *to) {
    struct cast whole = *from;
    bool proved = false;
    whole.counts = false;
    for (const struct cast *cast = from; cast < to; cast++) {
        bool counts = cast->said == SAID_IN_TIME || (cast->said == SAID_UNPROVEN && asked->unproven_count) ||
                      (cast->said == SAID_AFTERWARDS && cast->seq < asked->amended);
        bool better = counts && (!whole.counts || (cast->said == SAID_IN_TIME && whole.said != SAID_IN_TIME));
        if (better) {
            whole.said = cast->said;
            whole.seq = cast->said == SAID_IN_TIME ? cast->seq : from->seq;
            whole.counts = true;
        }
        if (cast->said == SAID_UNPROVEN && !proved)
            whole.at = cast->at;
        if (cast->said != SAID_UNPROVEN && (!proved || cast->at < whole.at)) {
            whole.at = cast->at;
            proved = true;
        }
    }
    return whole;
}

/* Sorts, and leaves one entry a ballot, of those that count. */
static void take_together(struct counting *counting) {
    if (counting->cast_count > 0)
        qsort(counting->casts, counting->cast_count, sizeof *counting->casts, compare);
    size_t kept = 0;
    for (size_t from = 0, to; from < counting->cast_count; from = to) {
        for (to = from + 1; to < counting->cast_count && same_ballot(&counting->casts[from], &counting->casts[to]); to++) {
        }
        struct cast whole = taken_together(&counting->polls[counting->casts[from].poll - 1], &counting->casts[from], &counting->casts[to]);
        if (whole.counts)
            counting->casts[kept++] = whole;
    }
    counting->cast_count = kept;
}

/* Between two devices: an unproven one yields, then the later, a tie by key. */
static bool is_later(const struct cast *a, const struct cast *b) {
    if ((a->said == SAID_UNPROVEN) != (b->said == SAID_UNPROVEN))
        return b->said == SAID_UNPROVEN;
    return a->at > b->at || (a->at == b->at && memcmp(a->key, b->key, KEY_SIZE) > 0);
}

/* Where the first is final: those in time before those that were let count, those before the late list; else by the journal. */
static bool is_earlier(const struct cast *a, const struct cast *b) {
    return a->said != b->said ? a->said < b->said : a->seq < b->seq;
}

/* The one of a person's ballots [from, to) that stands. */
static const struct cast *standing(const struct cast *from, const struct cast *to, bool first_is_final) {
    const struct cast *best = NULL;
    for (const struct cast *cast = from; cast < to; cast++) {
        bool replaced = cast + 1 < to && memcmp(cast[1].device, cast->device, DEVICE_SIZE) == 0;
        if (first_is_final) {
            if (!best || is_earlier(cast, best))
                best = cast;
        } else if (!replaced && (!best || is_later(cast, best))) {
            best = cast;
        }
    }
    return best;
}

/* What was counted by hand, where it does not push anybody's own ballot aside. */
static void add_counts(const struct counting *counting, int64_t number, struct count *count) {
    const struct recount_electorate *electorate = &counting->polls[number - 1].electorate;
    for (size_t i = 0; i < counting->counts.count; i++) {
        const struct recount_count *by_hand = &counting->counts.items[i];
        if (by_hand->poll != number || !recount_count_stands(by_hand, electorate, count->phones))
            continue;
        int64_t weight = recount_site_weight(electorate, by_hand->site);
        count->ballots += by_hand->total;
        count->by_hand += by_hand->total;
        count->weight += by_hand->total * weight;
        for (uint32_t option = 0; option < by_hand->tally.count; option++) {
            count->values[option] += by_hand->tally.values[option];
            count->weighted[option] += by_hand->tally.values[option] * weight;
        }
    }
}

static struct count count_poll(const struct counting *counting, int64_t number) {
    struct count count = {0};
    const struct cast *end = counting->casts + counting->cast_count;
    for (const struct cast *from = counting->casts, *to; from < end; from = to) {
        if (from->poll > number)
            break;
        for (to = from + 1; to < end && to->poll == from->poll && strcmp(to->person, from->person) == 0; to++) {
        }
        if (from->poll != number)
            continue;
        const struct cast *cast = standing(from, to, counting->polls[number - 1].first_is_final);
        uint32_t site = recount_site(&counting->roster, &counting->polls[number - 1].electorate, text_of(cast->person));
        if (site < LIMIT_SITES)
            count.phones[site]++;
        count.ballots++;
        count.weight += cast->weight;
        for (uint32_t option = 0; option < TALLY_MAX; option++)
            if (cast->chosen >> option & 1u) {
                count.values[option]++;
                count.weighted[option] += cast->weight;
            }
    }
    add_counts(counting, number, &count);
    return count;
}

static void print_values(const char *what, const int64_t *values, uint32_t options) {
    printf("%s", what);
    for (uint32_t option = 0; option < options; option++)
        printf(" %" PRId64, values[option]);
}

static bool agrees(const struct count *count, const struct poll_result *result, uint32_t options) {
    return result->tally.count == options && result->ballots == count->ballots && result->by_hand == count->by_hand && result->weighted_ballots == count->weight &&
           memcmp(result->tally.values, count->values, options * sizeof count->values[0]) == 0 &&
           memcmp(result->weighted_tally.values, count->weighted, options * sizeof count->weighted[0]) == 0;
}

/* Those entitled are as many as the hub said, and nobody else has voted; a line for each that is not so. */
static bool electorate_agrees(const struct asked *asked, uint32_t number) {
    bool same = asked->electorate.people == asked->said && asked->electorate.weight == asked->said_weight;
    if (!same)
        printf("poll %" PRIu32 ": %" PRId64 " entitled, weight %" PRId64 "; DIFFERS from the hub's: %" PRId64 ", weight %" PRId64 "\n", number,
               asked->electorate.people, asked->electorate.weight, asked->said, asked->said_weight);
    if (asked->not_entitled > 0)
        printf("poll %" PRIu32 ": %" PRIu64 " ballots of people who are not entitled\n", number, asked->not_entitled);
    return same && asked->not_entitled == 0;
}

/* One line a poll; true when the two counts are the same. */
static bool print_poll(const struct counting *counting, const struct conference *conference, uint32_t number) {
    uint32_t options = counting->polls[number - 1].options;
    struct count count = count_poll(counting, number);
    struct poll_result result;
    conference_poll_result(conference, number, &result);
    bool same = agrees(&count, &result, options);
    printf("poll %" PRIu32 " %s: %" PRId64 " ballots", number, STATE_WORDS.words[result.state], count.ballots);
    print_values(", tally", count.values, options);
    if (count.weight != count.ballots) {
        printf("; weight %" PRId64, count.weight);
        print_values(", tally", count.weighted, options);
    }
    if (count.by_hand > 0)
        printf("; by hand %" PRId64, count.by_hand);
    printf("; %s\n", same ? "agrees" : "DIFFERS from the hub's:");
    if (!same) {
        printf("    %" PRId64 " ballots, weight %" PRId64, result.ballots, result.weighted_ballots);
        print_values(", tally", result.tally.values, result.tally.count);
        print_values(", weighted", result.weighted_tally.values, result.weighted_tally.count);
        printf("\n");
    }
    return recount_counts_print(&counting->counts, &counting->roster, number, &counting->polls[number - 1].electorate, count.phones) && same;
}

static int compare_counts(const struct counting *counting, const struct conference *conference) {
    bool same = counting->poll_count == conference_polls(conference);
    if (!same)
        printf("%zu polls in the events, %" PRIu32 " at the hub\n", counting->poll_count, conference_polls(conference));
    for (uint32_t number = 1; number <= counting->poll_count && number <= conference_polls(conference); number++)
        same = print_poll(counting, conference, number) && electorate_agrees(&counting->polls[number - 1], number) && same;
    return same ? EXIT_SUCCESS : EXIT_FAULT;
}

static int run(const struct arguments *arguments) {
    struct counting counting = {0};
    struct replay replay = {.each = take_event, .context = &counting};
    enum error error = recount_roster_begin(&counting.roster);
    if (!error)
        error = replay_directory(&replay, option_text(arguments, "--dir"));
    if (!error && counting.error)
        complain("the polls cannot be counted: %s", error_text(error = counting.error));
    take_together(&counting);
    int status = error ? EXIT_FAULT : compare_counts(&counting, replay.conference);
    replay_finish(&replay);
    for (size_t i = 0; i < counting.poll_count; i++)
        recount_electorate_finish(&counting.polls[i].electorate);
    memory_release(counting.polls);
    recount_counts_finish(&counting.counts);
    recount_roster_finish(&counting.roster);
    memory_release(counting.casts);
    return status;
}

const struct subcommand COMMAND_RECOUNT = {
    .name = "recount",
    .summary = "counts every poll anew from the journal and compares",
    .options = OPTIONS,
    .option_count = sizeof OPTIONS / sizeof OPTIONS[0],
    .run = run,
};
