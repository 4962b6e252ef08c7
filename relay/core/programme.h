/* programme.h - what a conference begins with: theme, sites, topics, agenda, people, drafts of polls. Read from the configuration file (codec/config.h),
 * written to an empty journal as events. All texts are borrowed from whoever made the programme and are clean (base/text.h). */
#ifndef LAMRELAY_CORE_PROGRAMME_H
#define LAMRELAY_CORE_PROGRAMME_H

#include "base/error.h"
#include "base/text.h"
#include "core/record.h"
#include "core/words.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct programme_site {
    struct text id;
    struct localised name;
    enum site_kind kind;
    uint32_t people; /* participants with generated ids <site>-0001 ... */
    uint32_t weight; /* of the ballot of each; 0 = 1 */
};

struct programme_topic {
    struct text id;
    struct localised name;
};

struct programme_session { /* of the agenda: a morning, an afternoon, a part */
    struct text id;
    struct localised title;
};

struct programme_item {
    struct localised title;
    enum item_kind kind;
    struct text session;   /* the session's id; may be empty */
    struct text presenter; /* may be empty */
    uint32_t seconds;      /* how long it is meant to be; 0 = not given */
};

struct programme_account { /* staff and displays */
    struct text id;
    struct text name;
    struct text site;  /* the site's id; required for operators */
    uint32_t roles;    /* bits 1 << enum role */
    uint32_t weight;   /* of the ballot; 0 = 1 */
};

struct programme_number {
    bool given;
    uint32_t value;
};

struct programme_poll { /* drafted, to be opened when its time comes */
    struct localised title;
    enum poll_type type;
    enum results results;
    enum ballot_rule ballot_rule;
    const struct localised *options;
    size_t option_count;
    struct programme_number least, most;
    uint32_t roles;           /* bits: who votes; 0 = participants */
    const struct text *sites; /* where from; none = anywhere */
    size_t site_count;
    enum counts_rule counts;  /* may operators count by hand */
};

struct programme {
    struct text id; /* of the conference */
    struct localised title;
    struct localised theme;
    const struct programme_site *sites;
    size_t site_count;
    const struct programme_topic *topics;
    size_t topic_count;
    const struct programme_session *sessions;
    size_t session_count;
    const struct programme_item *items;
    size_t item_count;
    const struct programme_account *accounts;
    size_t account_count;
    const struct programme_poll *polls;
    size_t poll_count;
};

/* The poll as an event drafts it; lists borrowed. The rules of poll.draft but the one that its sites are there: MISSING_FIELD, UNKNOWN_FIELD,
 * OUT_OF_RANGE, EMPTY, UNKNOWN_WORD, and `fault` names the field. */
enum error programme_draft_poll(const struct programme_poll *poll, struct record *out, enum field *fault);

#endif
