#include "app/recount_counts.h"

#include "base/memory.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void recount_counts_finish(struct recount_counts *counts) {
    memory_release(counts->items);
    *counts = (struct recount_counts){0};
}

static struct recount_count *find(struct recount_counts *counts, int64_t poll, uint32_t site) {
    for (size_t i = 0; i < counts->count; i++)
        if (counts->items[i].poll == poll && counts->items[i].site == site)
            return &counts->items[i];
    return NULL;
}

static enum error enter(struct recount_counts *counts, const struct record *record, uint32_t site) {
    struct recount_count *count = find(counts, record->poll, site);
    if (!count) {
        struct recount_count *grown = memory_resize(counts->items, (counts->count + 1) * sizeof *grown);
        if (!grown)
            return ERROR_NO_MEMORY;
        counts->items = grown;
        count = &grown[counts->count++];
    }
    *count = (struct recount_count){.poll = record->poll, .total = record->total, .site = site, .tally = record->tally};
    snprintf(count->entered_by, sizeof count->entered_by, "%s", record->actor.bytes);
    return ERROR_NONE;
}

enum error recount_counts_take(struct recount_counts *counts, const struct recount_roster *roster, const struct event *event) {
    const struct record *record = &event->record;
    if (event->type != EVENT_COUNT_ENTERED && event->type != EVENT_COUNT_CONFIRMED && event->type != EVENT_COUNT_WITHDRAWN)
        return ERROR_NONE;
    uint32_t site = recount_find_site(roster, record->site);
    if (site >= roster->site_count || !record_has(record, FIELD_ACTOR))
        return ERROR_DAMAGED;
    if (event->type == EVENT_COUNT_ENTERED)
        return enter(counts, record, site);
    struct recount_count *count = find(counts, record->poll, site);
    if (!count)
        return ERROR_DAMAGED;
    count->confirmed = event->type == EVENT_COUNT_CONFIRMED;
    count->withdrawn = event->type == EVENT_COUNT_WITHDRAWN;
    if (count->confirmed) {
        snprintf(count->confirmed_by, sizeof count->confirmed_by, "%s", record->actor.bytes);
        count->alone = strcmp(count->confirmed_by, count->entered_by) == 0;
    }
    return ERROR_NONE;
}

bool recount_count_stands(const struct recount_count *count, const struct recount_electorate *electorate, const int64_t phones[LIMIT_SITES]) {
    int64_t entitled = 0;
    for (size_t i = 0; i < electorate->size; i++)
        entitled += electorate->weights[i] > 0 && electorate->sites[i] == count->site;
    return count->confirmed && count->total + phones[count->site] <= entitled;
}

bool recount_counts_print(const struct recount_counts *counts, const struct recount_roster *roster, int64_t poll,
                          const struct recount_electorate *electorate, const int64_t phones[LIMIT_SITES]) {
    bool good = true;
    for (size_t i = 0; i < counts->count; i++) {
        const struct recount_count *count = &counts->items[i];
        if (count->poll != poll)
            continue;
        printf("    %s by hand: %" PRId64 " people, tally", roster->sites[count->site].id.bytes, count->total);
        for (uint32_t option = 0; option < count->tally.count; option++)
            printf(" %" PRId64, count->tally.values[option]);
        printf("; entered by %s", count->entered_by);
        if (count->confirmed)
            printf(", confirmed by %s", count->confirmed_by);
        printf("; %s\n", recount_count_stands(count, electorate, phones) ? "counts"
                         : count->withdrawn                              ? "withdrawn"
                         : count->confirmed                              ? "over: more than the site has people left, not counted"
                                                                         : "not confirmed, not counted");
        good &= !count->alone;
        if (count->alone)
            printf("    %s: confirmed by the person who entered it\n", roster->sites[count->site].id.bytes);
    }
    return good;
}
