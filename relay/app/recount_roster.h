/* recount_roster.h - the roster as a recount needs it: who may vote in a poll when it opens, and with what weight, from the events alone and with
 * nothing of the hub's own keeping. Not thread-safe; all memory is the roster's. */
#ifndef LAMRELAY_APP_RECOUNT_ROSTER_H
#define LAMRELAY_APP_RECOUNT_ROSTER_H

#include "base/arena.h"
#include "base/map.h"
#include "core/event.h"

struct recount_person {
    struct id_list groups;
    uint32_t site;      /* index, or UINT32_MAX */
    uint32_t roles;
    int64_t weight;
    bool arrived, present;
};

struct recount_site {
    struct text id;
    int kind;
};

struct recount_roster {
    struct arena arena;
    struct map *by_id;              /* person -> index; owned */
    struct recount_person *people;  /* owned */
    size_t count, capacity;
    struct recount_site sites[LIMIT_SITES];
    uint32_t site_count;
};

/* Whom a poll asks, as its draft said. */
struct recount_rules {
    uint32_t roles;
    int site_kind;      /* -1 = any */
    struct id_list sites, groups; /* empty = any; in the roster's arena */
    bool presence_required;
};

/* Who may vote in one poll. */
struct recount_electorate {
    uint16_t *weights;  /* by index of the person; 0 = not entitled; owned */
    uint32_t *sites;    /* where each of them is; owned */
    size_t size;
    int64_t people, weight;
};

enum error recount_roster_begin(struct recount_roster *roster);
void recount_roster_finish(struct recount_roster *roster);
/* Takes what an event says of the roster; others are ignored. NONE, DAMAGED, NO_MEMORY. */
enum error recount_roster_take(struct recount_roster *roster, const struct event *event);
enum error recount_rules_read(struct recount_roster *roster, const struct record *draft, struct recount_rules *out);
/* NONE or NO_MEMORY. */
enum error recount_roster_open(const struct recount_roster *roster, const struct recount_rules *rules, struct recount_electorate *out);
void recount_electorate_finish(struct recount_electorate *electorate);
/* The index of a site, or none of them. */
uint32_t recount_find_site(const struct recount_roster *roster, struct text id);
/* What one ballot of the site weighs: of somebody there who is entitled; 0 = nobody is. */
int64_t recount_site_weight(const struct recount_electorate *electorate, uint32_t site);
/* Where a person of the electorate was when the poll opened, or none of the sites. */
uint32_t recount_site(const struct recount_roster *roster, const struct recount_electorate *electorate, struct text person);
/* The weight of a person's ballot; 0 = not entitled, or nobody of that id. */
int64_t recount_weight(const struct recount_roster *roster, const struct recount_electorate *electorate, struct text person);

#endif
