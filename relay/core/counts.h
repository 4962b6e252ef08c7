/* counts.h - what operators count by hand at a site: a show of hands, paper (relay/DELIVERY.md, C). For the files of core/ only.
 *
 * One count for each poll and site. It counts when a second person has confirmed it, and while it fits under its ceiling: those of the site who were
 * entitled when the poll opened, less those of them with a ballot of their own. Its figures are in the poll's tallies as long as it counts. */
#ifndef LAMRELAY_CORE_COUNTS_H
#define LAMRELAY_CORE_COUNTS_H

#include "core/conference.h"
#include "core/view.h"

struct poll;

struct count {
    uint32_t poll;              /* number */
    uint32_t site;              /* index */
    uint32_t next;              /* the poll's next count, number; 0 = none */
    uint32_t rev;
    enum state state;           /* entered, confirmed, withdrawn */
    struct tally tally;
    uint32_t total;             /* people who were counted */
    int64_t weight;             /* of each of them */
    uint32_t entitled;          /* people of the site, when the poll opened */
    uint32_t phones;            /* of those: with a ballot of their own */
    uint32_t phones_before;     /* as many had one when it was entered */
    uint32_t entered_by;        /* person */
    uint32_t confirmed_by;      /* person, or NO_PERSON */
    int64_t at;                 /* entered */
    struct text note;           /* owned */
    bool counts;                /* its figures are in the tallies of the poll */
};

/* Of the whole conference, in the order in which they were first entered: items[0] is number 1. */
struct counts {
    struct count *items;        /* owned */
    uint32_t count, capacity;
};

/* Of one poll. */
struct poll_counts {
    uint32_t first;             /* number; 0 = none */
    uint32_t entries;
    uint32_t open;              /* entered and not confirmed, or over: the end of the poll waits */
    uint32_t by_hand;           /* people, in those that count */
    int64_t least;              /* of site_results, once it is published */
};

/* The count of that number; it must exist. */
struct count *count_of_number(const struct conference *conference, uint32_t number);
/* The poll's count after `number`, 0 = from the first; 0 = no more. */
uint32_t count_next(const struct conference *conference, const struct poll *poll, uint32_t number);
/* The poll's count at the site, its number; 0 = none. */
uint32_t count_find(const struct conference *conference, const struct poll *poll, uint32_t site);
/* More people than are left of the site. */
bool count_is_over(const struct count *count);
/* Must somebody still do something about it before the poll can end. */
bool count_is_open(const struct count *count);
/* May the audience see how they voted: the operators of the site; the desk where results are live, or once it is published and enough were counted. */
bool count_shows_tally(const struct conference *conference, struct audience audience, const struct count *count);
/* Those of the site who are entitled, of these who have a ballot of their own, and whether all their ballots weigh the same (else weight is 0). */
struct count_roster {
    uint32_t entitled, phones;
    int64_t weight;
};
struct count_roster count_roster_of(const struct poll *poll, uint32_t site);
/* Can the poll take counts of the site. NONE; NOT_ENTITLED: nobody there is; WRONG_STATE with the field that stands against it. */
enum error count_is_possible(const struct poll *poll, const struct count_roster *roster, struct fault *fault);
/* May the person act for the site: an operator of it, moderator or chair. */
bool count_may(const struct conference *conference, uint32_t person, uint32_t site);

/* The person, who had none, has a ballot in the set now: there is less room under the ceiling. Two touches at most, for which there must be room. */
void counts_person_voted(struct conference *conference, uint32_t poll, uint32_t person, struct touched *touched);
/* All of the poll's counts are held against the ballots again, and touched: room for poll->counts.entries must have been reserved. */
void counts_recheck(struct conference *conference, uint32_t poll, struct touched *touched);
void counts_touch(const struct conference *conference, const struct poll *poll, struct touched *touched);
/* Would all that count still fit if the ballots on these side lists (bits 1 << enum standing) were in the set? */
bool counts_fit_with(const struct conference *conference, const struct poll *poll, uint32_t standings);
/* Can the person still be counted by hand: has no ballot, at a site with a count that is open. */
bool counts_may_hold(const struct conference *conference, const struct poll *poll, uint32_t person);
/* The weight that leaves the tallies when so many people of the site cast a ballot after all. */
int64_t counts_at_stake(const struct conference *conference, const struct poll *poll, uint32_t site, uint32_t people);
/* The weights of all that count. */
struct tally counts_tally(const struct conference *conference, const struct poll *poll);
void counts_finish(struct counts *counts);

#endif
