#include "core/words.h"

static const char *const ROLES[] = {"admin", "moderator", "chair", "operator", "participant", "responder", "display"};
static const char *const SITE_KINDS[] = {"hall", "remote"};
static const char *const ITEM_KINDS[] = {"talk", "paper", "dialogue", "vote", "commendation", "break"};
static const char *const CHOICES[] = {"yes", "no", "abstain"};
static const char *const RESULTS[] = {"hidden", "live"};
static const char *const VIEWS[] = {"blank", "question", "speaker", "poll", "agenda", "join", "message",
    "results_by_site", "main"};
static const char *const REASONS[] = {"duplicate", "off_topic", "already_answered", "unsuitable", "unclear", "other"};
static const char *const STATES[] = {
    "none",  "pending", "approved", "asking", "answered",  "rejected", "withdrawn", "waiting", "next",     "speaking", "finished",
    "draft", "open",    "closing",  "closed", "published", "planned",  "current",   "done",    "recorded", "counted",
    "ready", "paused",  "expired"};

static const char *const CLASSES[] = {"answer", "interposed", "intervention", "point_of_order", "normal"};
static const char *const LISTS[] = {"open", "closed"};

_Static_assert(sizeof ROLES / sizeof ROLES[0] == ROLE_COUNT, "one word a role");
_Static_assert(sizeof STATES / sizeof STATES[0] == STATE_COUNT, "one word a state");
_Static_assert(sizeof VIEWS / sizeof VIEWS[0] == VIEW_COUNT, "one word a view");
_Static_assert(sizeof REASONS / sizeof REASONS[0] == REASON_COUNT, "one word a reason");
_Static_assert(sizeof CLASSES / sizeof CLASSES[0] == CLASS_COUNT, "one word a class");

#define WORDS(array) .words = array, .count = sizeof array / sizeof array[0]
const struct word_list ROLE_WORDS = {.name = "role", WORDS(ROLES)};
const struct word_list SITE_KIND_WORDS = {.name = "siteKind", WORDS(SITE_KINDS)};
const struct word_list ITEM_KIND_WORDS = {.name = "itemKind", WORDS(ITEM_KINDS)};
const struct word_list CHOICE_WORDS = {.name = "choice", WORDS(CHOICES)};
const struct word_list RESULTS_WORDS = {.name = "results", WORDS(RESULTS)};
const struct word_list VIEW_WORDS = {.name = "view", WORDS(VIEWS)};
const struct word_list REASON_WORDS = {.name = "reason", WORDS(REASONS)};
const struct word_list STATE_WORDS = {.name = "state", WORDS(STATES)};
const struct word_list CLASS_WORDS = {.name = "class", WORDS(CLASSES)};
const struct word_list LIST_WORDS = {.name = "speakers", WORDS(LISTS)};
#undef WORDS

int word_find(const struct word_list *list, struct text word) {
    for (unsigned i = 0; i < list->count; i++)
        if (text_equal_string(word, list->words[i]))
            return (int)i;
    return -1;
}
