#include "core/words.h"

static const char *const ROLES[] = {"admin", "moderator", "chair", "operator", "participant", "responder", "display"};
static const char *const SITE_KINDS[] = {"hall", "remote"};
static const char *const ITEM_KINDS[] = {"talk", "paper", "dialogue", "vote", "commendation", "break"};
static const char *const CHOICES[] = {"yes", "no", "abstain"};
static const char *const RESULTS[] = {"hidden", "live", "turnout"};
static const char *const VIEWS[] = {"blank", "question", "speaker", "poll", "agenda", "join", "message",
    "results_by_site", "main", "prompt", "lower_third", "clock"};
static const char *const REASONS[] = {"duplicate", "off_topic", "already_answered", "unsuitable", "unclear", "other"};
static const char *const INTAKES[] = {"open", "paused", "closed"};
static const char *const WHYS[] = {"pinned", "manual", "site_not_yet_asked", "fewest_of_site"};
static const char *const STATES[] = {"none",     "pending",  "approved", "asking",  "answered", "rejected", "withdrawn", "returned",
                                     "merged",   "waiting",  "next",     "speaking", "finished", "draft",    "open",      "closing",
                                     "closed",   "published", "planned", "current", "done",     "recorded", "counted",
                                     "ready",    "paused",   "expired",  "void",     "unproven", "late",    "late_in_time", "entered",
                                     "confirmed"};

static const char *const CLASSES[] = {"answer", "interposed", "intervention", "point_of_order", "normal"};
static const char *const LISTS[] = {"open", "closed"};
static const char *const POLL_TYPES[] = {"yes_no_abstain", "single", "multiple", "rating"};
static const char *const BALLOT_RULES[] = {"changeable", "first_is_final"};
static const char *const PROPOSALS[] = {"void", "reopen", "clear"};
static const char *const PRESENCES[] = {"required"};
static const char *const CLEARABLES[] = {"name", "unit", "site", "presenter", "seconds", "theme", "address"};
static const char *const VOID_REASONS[] = {"wrong_text", "wrong_electorate", "fault", "irregular", "other"};
static const char *const ORIGINS[] = {"live", "paper", "survey"};
static const char *const LANES[] = {"floor", "questions", "rest"};
static const char *const EVIDENCES[] = {"in_time", "unproven", "late"};
static const char *const CAN_CHANGES[] = {"can", "cannot"};
static const char *const COUNTS_RULES[] = {"operators", "none"};
static const char *const UNPROVENS[] = {"count", "leave_out"};
static const char *const CHECK_POINTS[] = {"link", "sound", "clock", "key", "screen", "who"};

_Static_assert(sizeof ROLES / sizeof ROLES[0] == ROLE_COUNT, "one word a role");
_Static_assert(sizeof STATES / sizeof STATES[0] == STATE_COUNT, "one word a state");
_Static_assert(sizeof VIEWS / sizeof VIEWS[0] == VIEW_COUNT, "one word a view");
_Static_assert(sizeof INTAKES / sizeof INTAKES[0] == INTAKE_COUNT, "one word an intake");
_Static_assert(sizeof WHYS / sizeof WHYS[0] == WHY_COUNT, "one word a reason of order");
_Static_assert(sizeof REASONS / sizeof REASONS[0] == REASON_COUNT, "one word a reason");
_Static_assert(sizeof CLASSES / sizeof CLASSES[0] == CLASS_COUNT, "one word a class");
_Static_assert(sizeof RESULTS / sizeof RESULTS[0] == RESULTS_COUNT, "one word a kind of results");
_Static_assert(sizeof POLL_TYPES / sizeof POLL_TYPES[0] == POLL_TYPE_COUNT, "one word a type of poll");
_Static_assert(sizeof PROPOSALS / sizeof PROPOSALS[0] == PROPOSAL_COUNT, "one word a proposal");
_Static_assert(sizeof PRESENCES / sizeof PRESENCES[0] == PRESENCE_COUNT, "one word a presence");
_Static_assert(sizeof CLEARABLES / sizeof CLEARABLES[0] == CLEARABLE_COUNT, "one word a field that can be cleared");
_Static_assert(sizeof VOID_REASONS / sizeof VOID_REASONS[0] == VOID_REASON_COUNT, "one word a reason to void");
_Static_assert(sizeof ORIGINS / sizeof ORIGINS[0] == ORIGIN_COUNT, "one word an origin");
_Static_assert(sizeof LANES / sizeof LANES[0] == LANE_COUNT, "one word a lane");
_Static_assert(sizeof EVIDENCES / sizeof EVIDENCES[0] == EVIDENCE_COUNT, "one word a kind of evidence");
_Static_assert(sizeof CAN_CHANGES / sizeof CAN_CHANGES[0] == CHANGE_COUNT, "one word an answer");
_Static_assert(sizeof UNPROVENS / sizeof UNPROVENS[0] == UNPROVEN_RULE_COUNT, "one word a rule");
_Static_assert(sizeof COUNTS_RULES / sizeof COUNTS_RULES[0] == COUNTS_RULE_COUNT, "one word a rule");
_Static_assert(sizeof CHECK_POINTS / sizeof CHECK_POINTS[0] == CHECK_POINT_COUNT, "one word a point");

#define WORDS(array) .words = array, .count = sizeof array / sizeof array[0]
const struct word_list ROLE_WORDS = {.name = "role", WORDS(ROLES)};
const struct word_list SITE_KIND_WORDS = {.name = "siteKind", WORDS(SITE_KINDS)};
const struct word_list ITEM_KIND_WORDS = {.name = "itemKind", WORDS(ITEM_KINDS)};
const struct word_list CHOICE_WORDS = {.name = "choice", WORDS(CHOICES)};
const struct word_list RESULTS_WORDS = {.name = "results", WORDS(RESULTS)};
const struct word_list VIEW_WORDS = {.name = "view", WORDS(VIEWS)};
const struct word_list REASON_WORDS = {.name = "reason", WORDS(REASONS)};
const struct word_list INTAKE_WORDS = {.name = "intake", WORDS(INTAKES)};
const struct word_list WHY_WORDS = {.name = "why", WORDS(WHYS)};
const struct word_list STATE_WORDS = {.name = "state", WORDS(STATES)};
const struct word_list CLASS_WORDS = {.name = "class", WORDS(CLASSES)};
const struct word_list LIST_WORDS = {.name = "speakers", WORDS(LISTS)};
const struct word_list POLL_TYPE_WORDS = {.name = "pollType", WORDS(POLL_TYPES)};
const struct word_list BALLOT_RULE_WORDS = {.name = "ballotRule", WORDS(BALLOT_RULES)};
const struct word_list PROPOSAL_WORDS = {.name = "proposed", WORDS(PROPOSALS)};
const struct word_list VOID_REASON_WORDS = {.name = "voidReason", WORDS(VOID_REASONS)};
const struct word_list ORIGIN_WORDS = {.name = "origin", WORDS(ORIGINS)};
const struct word_list PRESENCE_WORDS = {.name = "presence", WORDS(PRESENCES)};
const struct word_list LANE_WORDS = {.name = "lane", WORDS(LANES)};
const struct word_list EVIDENCE_WORDS = {.name = "evidence", WORDS(EVIDENCES)};
const struct word_list CAN_CHANGE_WORDS = {.name = "canChange", WORDS(CAN_CHANGES)};
const struct word_list UNPROVEN_WORDS = {.name = "unproven", WORDS(UNPROVENS)};
const struct word_list CLEARABLE_WORDS = {.name = "clear", WORDS(CLEARABLES)};
const struct word_list COUNTS_WORDS = {.name = "counts", WORDS(COUNTS_RULES)};
const struct word_list CHECK_POINT_WORDS = {.name = "lacking", WORDS(CHECK_POINTS)};
#undef WORDS

int word_find(const struct word_list *list, struct text word) {
    for (unsigned i = 0; i < list->count; i++)
        if (text_equal_string(word, list->words[i]))
            return (int)i;
    return -1;
}
