#include "core/record.h"

#include "core/limits.h"
#include <string.h>

#define AT(member) offsetof(struct record, member)
#define ID_NUMBER(wire, member) {.name = wire, .type = TYPE_NUMBER, .offset = AT(member), .least = 1, .most = INT32_MAX}
#define ID_TEXT(wire, member) {.name = wire, .type = TYPE_ID, .offset = AT(member), .bytes = LIMIT_ID_BYTES}
#define TEXT(wire, member, graphemes, limit) {.name = wire, .type = TYPE_TEXT, .offset = AT(member), .most = graphemes, .bytes = limit}
#define LOCALISED(wire, member) \
    {.name = wire, .type = TYPE_LOCALISED, .offset = AT(member), .most = LIMIT_TITLE_GRAPHEMES, .bytes = LIMIT_TITLE_BYTES}
#define WORD(wire, member, list) {.name = wire, .type = TYPE_WORD, .offset = AT(member), .words = &list}
#define NUMBER(wire, member, low, high) {.name = wire, .type = TYPE_NUMBER, .offset = AT(member), .least = low, .most = high}
#define TIME(wire, member) {.name = wire, .type = TYPE_NUMBER, .offset = AT(member), .least = 0, .most = INT64_C(1) << 50}
#define FLAG(wire, member) {.name = wire, .type = TYPE_FLAG, .offset = AT(member)}
#define BINARY(wire, member, size) {.name = wire, .type = TYPE_BINARY, .offset = AT(member), .bytes = size}

const struct field_info FIELD_INFO[FIELD_COUNT] = {
    [FIELD_QUESTION] = ID_NUMBER("question", question),
    [FIELD_SPEAKER] = ID_NUMBER("speaker", speaker),
    [FIELD_POLL] = ID_NUMBER("poll", poll),
    [FIELD_ITEM] = ID_NUMBER("item", item),
    [FIELD_SITE] = ID_TEXT("site", site),
    [FIELD_TOPIC] = ID_TEXT("topic", topic),
    [FIELD_PERSON] = ID_TEXT("person", person),
    [FIELD_ACTOR] = ID_TEXT("actor", actor),
    [FIELD_CONFERENCE] = ID_TEXT("conference", conference),
    [FIELD_MESSAGE_NUMBER] = ID_NUMBER("message", message_number),
    [FIELD_FROM] = ID_TEXT("from", from),
    [FIELD_TO] = ID_TEXT("to", to),
    [FIELD_READ_BY] = ID_TEXT("readBy", read_by),
    [FIELD_SESSION] = ID_TEXT("session", session),
    [FIELD_DISPLAY] = ID_TEXT("display", display),

    [FIELD_TEXT] = TEXT("text", text, LIMIT_QUESTION_GRAPHEMES, LIMIT_QUESTION_BYTES),
    [FIELD_NOTE] = TEXT("note", note, LIMIT_NOTE_GRAPHEMES, LIMIT_NOTE_BYTES),
    [FIELD_NAME] = TEXT("name", name, LIMIT_NAME_GRAPHEMES, LIMIT_NAME_BYTES),
    [FIELD_CHANNEL] = TEXT("channel", channel, LIMIT_NAME_GRAPHEMES, LIMIT_NAME_BYTES),
    [FIELD_PASSWORD_HASH] = TEXT("passwordHash", password_hash, 200, 200),
    [FIELD_FAULT_FIELD] = TEXT("field", fault_field, 40, 40),
    [FIELD_TITLE] = LOCALISED("title", title),
    [FIELD_THEME] = LOCALISED("theme", theme),
    [FIELD_LOCAL_NAME] = LOCALISED("name", local_name),
    [FIELD_SITE_NAME] = LOCALISED("siteName", site_name),
    [FIELD_MESSAGE] = LOCALISED("message", message),
    [FIELD_PRESENTER] = TEXT("presenter", presenter, LIMIT_NAME_GRAPHEMES, LIMIT_NAME_BYTES),

    [FIELD_STATE] = WORD("state", state, STATE_WORDS),
    [FIELD_REASON] = WORD("reason", reason, REASON_WORDS),
    [FIELD_RESULTS] = WORD("results", results, RESULTS_WORDS),
    [FIELD_CHOICE] = WORD("choice", choice, CHOICE_WORDS),
    [FIELD_VIEW] = WORD("view", view, VIEW_WORDS),
    [FIELD_SITE_KIND] = WORD("siteKind", site_kind, SITE_KIND_WORDS),
    [FIELD_ITEM_KIND] = WORD("itemKind", item_kind, ITEM_KIND_WORDS),
    [FIELD_ROLES] = {.name = "roles", .type = TYPE_WORDS, .offset = AT(roles), .words = &ROLE_WORDS},
    [FIELD_FAULT] = {.name = "fault", .type = TYPE_FAULT, .offset = AT(fault)},
    [FIELD_CLASS] = WORD("class", speaker_class, CLASS_WORDS),
    [FIELD_SPEAKERS] = WORD("speakers", speakers, LIST_WORDS),

    [FIELD_REV] = NUMBER("rev", rev, 1, INT32_MAX),
    [FIELD_SECONDS] = NUMBER("seconds", seconds, 1, LIMIT_SECONDS),
    [FIELD_COUNTER] = NUMBER("counter", counter, 1, INT32_MAX),
    [FIELD_NUMBER] = NUMBER("number", number, 1, INT32_MAX),
    [FIELD_PEOPLE] = NUMBER("people", people, 0, INT32_MAX),
    [FIELD_ELECTORATE] = NUMBER("electorate", electorate, 0, INT32_MAX),
    [FIELD_BALLOTS] = NUMBER("ballots", ballots, 0, INT32_MAX),
    [FIELD_TALLY] = {.name = "tally", .type = TYPE_TALLY, .offset = AT(tally)},
    [FIELD_REMAINING] = NUMBER("remaining", remaining, -(INT64_C(1) << 50), INT64_C(1) << 50),
    [FIELD_SPEECHES] = NUMBER("speeches", speeches, 0, INT32_MAX),
    [FIELD_SPOKEN] = NUMBER("spokenSeconds", spoken, 0, INT64_C(1) << 50),
    [FIELD_MORE] = NUMBER("seconds", more, -LIMIT_SECONDS, LIMIT_SECONDS),

    [FIELD_AT] = TIME("at", at),
    [FIELD_UNTIL] = TIME("until", until),
    [FIELD_ASKED_AT] = TIME("askedAt", asked_at),
    [FIELD_ANSWERED_AT] = TIME("answeredAt", answered_at),
    [FIELD_CALLED_AT] = TIME("calledAt", called_at),
    [FIELD_STARTED_AT] = TIME("startedAt", started_at),
    [FIELD_ENDS_AT] = TIME("endsAt", ends_at),
    [FIELD_FINISHED_AT] = TIME("finishedAt", finished_at),
    [FIELD_OPENED_AT] = TIME("openedAt", opened_at),
    [FIELD_CLOSES_AT] = TIME("closesAt", closes_at),
    [FIELD_CLOSED_AT] = TIME("closedAt", closed_at),
    [FIELD_SINCE] = TIME("since", since),
    [FIELD_READ_AT] = TIME("readAt", read_at),

    [FIELD_KEY] = BINARY("key", key, KEY_SIZE),
    [FIELD_DEVICE] = BINARY("device", device, DEVICE_SIZE),
    [FIELD_PARAMS] = BINARY("params", params, PARAMS_SIZE),
    [FIELD_TOKEN_DIGEST] = BINARY("tokenDigest", token_digest, DIGEST_SIZE),
    [FIELD_CODE_DIGEST] = BINARY("codeDigest", code_digest, DIGEST_SIZE),
    [FIELD_INTO] = ID_NUMBER("into", into),
    [FIELD_BEFORE] = ID_NUMBER("before", before),
    [FIELD_ACT] = {.name = "act", .type = TYPE_NUMBER, .offset = AT(act), .least = 1, .most = INT64_C(1) << 50},
    [FIELD_ORIGINAL] = TEXT("original", original, LIMIT_QUESTION_GRAPHEMES, LIMIT_QUESTION_BYTES),
    [FIELD_ANSWERER] = TEXT("answerer", answerer, LIMIT_NAME_GRAPHEMES, LIMIT_NAME_BYTES),
    [FIELD_ANONYMOUS] = FLAG("anonymous", anonymous),
    [FIELD_PIN] = FLAG("pin", pin),
    [FIELD_ON] = FLAG("on", on),
    [FIELD_ME_TOO] = NUMBER("meToo", me_too, 0, INT32_MAX),
    [FIELD_ASKERS] = NUMBER("askers", askers, 1, INT32_MAX),
    [FIELD_UNDOABLE] = FLAG("undoable", undoable),
    [FIELD_INTAKE] = WORD("intake", intake, INTAKE_WORDS),
    [FIELD_PINNED] = {.name = "pinned", .type = TYPE_NUMBERS, .offset = AT(pinned)},
    [FIELD_MANUAL] = {.name = "manual", .type = TYPE_NUMBERS, .offset = AT(manual)},
    [FIELD_CARD_DIGEST] = BINARY("cardDigest", card_digest, DIGEST_SIZE),

    [FIELD_POLL_TYPE] = WORD("pollType", poll_type, POLL_TYPE_WORDS),
    [FIELD_BALLOT_RULE] = WORD("ballotRule", ballot_rule, BALLOT_RULE_WORDS),
    [FIELD_OPTIONS] = {.name = "options", .type = TYPE_LOCALISED_LIST, .offset = AT(options), .least = 2, .most = LIMIT_OPTIONS,
        .bytes = LIMIT_TITLE_BYTES},
    [FIELD_LEAST] = NUMBER("least", least, 0, LIMIT_RATING),
    [FIELD_MOST] = NUMBER("most", most, 1, LIMIT_RATING),
    [FIELD_CHOICES] = {.name = "choices", .type = TYPE_CHOICES, .offset = AT(choices), .most = LIMIT_OPTIONS},
    [FIELD_RATING] = NUMBER("rating", rating, 0, LIMIT_RATING),
    [FIELD_SITES] = {.name = "sites", .type = TYPE_IDS, .offset = AT(sites), .least = 1, .most = LIMIT_SITES},
    [FIELD_WEIGHT] = NUMBER("weight", weight, 1, LIMIT_WEIGHT),
    [FIELD_WEIGHTED_ELECTORATE] = NUMBER("weightedElectorate", weighted_electorate, 0, INT64_C(1) << 50),
    [FIELD_WEIGHTED_BALLOTS] = NUMBER("weightedBallots", weighted_ballots, 0, INT64_C(1) << 50),
    [FIELD_WEIGHTED_TALLY] = {.name = "weightedTally", .type = TYPE_TALLY, .offset = AT(weighted_tally)},
    [FIELD_PROPOSED] = WORD("proposed", proposed, PROPOSAL_WORDS),
    [FIELD_PROPOSED_BY] = ID_TEXT("proposedBy", proposed_by),
    [FIELD_PROPOSED_UNTIL] = TIME("proposedUntil", proposed_until),
    [FIELD_VOID_REASON] = WORD("reason", void_reason, VOID_REASON_WORDS),
    [FIELD_REPEATS] = ID_NUMBER("repeats", repeats),
    [FIELD_REPEATED_BY] = ID_NUMBER("repeatedBy", repeated_by),
    [FIELD_SITE_RESULTS_LEAST] = NUMBER("siteResultsLeast", site_results_least, 2, 1000000),
    [FIELD_BY_SITE] = {.name = "bySite", .type = TYPE_SITE_RESULTS, .offset = AT(by_site)},

    [FIELD_OPINION] = ID_NUMBER("opinion", opinion),
    [FIELD_UNIT] = TEXT("unit", unit, LIMIT_UNIT_GRAPHEMES, LIMIT_UNIT_BYTES),
    [FIELD_ORIGIN] = WORD("origin", origin, ORIGIN_WORDS),
    [FIELD_GROUPS] = {.name = "groups", .type = TYPE_IDS, .offset = AT(groups), .most = LIMIT_GROUPS_OF_PERSON},
    [FIELD_PRESENT] = FLAG("present", present_now),
    [FIELD_PRESENCE] = WORD("presence", presence, PRESENCE_WORDS),
    [FIELD_STREAM] = BINARY("stream", stream, STREAM_SIZE),
    [FIELD_LANE] = WORD("lane", lane, LANE_WORDS),
    [FIELD_N] = NUMBER("n", n, 1, INT32_MAX),
    [FIELD_FOLDER] = BINARY("folder", folder, FOLDER_SIZE),
    [FIELD_PREVIOUS_STREAM] = BINARY("previousStream", previous_stream, STREAM_SIZE),
    [FIELD_RECEIPT] = BINARY("receipt", receipt, RECEIPT_SIZE),
    [FIELD_RECEIPT_STREAM] = BINARY("receiptStream", receipt_stream, STREAM_SIZE),
    [FIELD_RESTORED] = FLAG("restored", restored),
    [FIELD_GENERATION] = NUMBER("generation", generation, 1, INT32_MAX),
    [FIELD_STAMP] = TIME("stamp", stamp),
    [FIELD_STAMP_ERROR] = NUMBER("stampError", stamp_error, 0, INT32_MAX),
    [FIELD_EVIDENCE] = WORD("evidence", evidence, EVIDENCE_WORDS),
    [FIELD_MISSING_SITES] = {.name = "missing", .type = TYPE_IDS, .offset = AT(missing_sites), .least = 1, .most = LIMIT_SITES},
    [FIELD_UNPROVEN_RULE] = WORD("unproven", unproven_rule, UNPROVEN_WORDS),
    [FIELD_EXPECTED] = NUMBER("expected", expected, 0, INT32_MAX),
    [FIELD_DRAINED] = NUMBER("drained", drained, 0, INT32_MAX),
    [FIELD_WAITING_FOR] = {.name = "waitingFor", .type = TYPE_IDS, .offset = AT(waiting_for), .least = 1, .most = LIMIT_SITES},
    [FIELD_MISSING] = NUMBER("missing", missing, 0, INT32_MAX),
    [FIELD_CHANGEABLE] = NUMBER("changeable", changeable, 0, INT32_MAX),
    [FIELD_CAN_CHANGE] = WORD("canChange", can_change, CAN_CHANGE_WORDS),
    [FIELD_UNPROVEN] = NUMBER("unproven", unproven, 0, INT32_MAX),
    [FIELD_LATE_IN_TIME] = NUMBER("lateInTime", late_in_time, 0, INT32_MAX),
    [FIELD_IN_DOUBT] = FLAG("inDoubt", in_doubt),
    [FIELD_INCOMPLETE] = {.name = "incomplete", .type = TYPE_IDS, .offset = AT(incomplete), .least = 1, .most = LIMIT_SITES},
    [FIELD_CLEAR] = {.name = "clear", .type = TYPE_WORDS, .offset = AT(clear), .words = &CLEARABLE_WORDS},
    [FIELD_REQUESTS_WITHDRAWN] = FLAG("requestsWithdrawn", requests_withdrawn),
    [FIELD_MOVE_REFUSED_AT] = TIME("moveRefusedAt", move_refused_at),
    [FIELD_LEASE] = NUMBER("lease", lease, 1, LIMIT_LEASES),
    [FIELD_OPERATOR] = ID_TEXT("operator", operator_id),
    [FIELD_OPERATOR_NAME] = TEXT("operatorName", operator_name, LIMIT_NAME_GRAPHEMES, LIMIT_NAME_BYTES),
    [FIELD_LEASE_AT] = TIME("leaseAt", lease_at),
    [FIELD_VIDEO_DELAY] = NUMBER("videoDelay", video_delay, 0, LIMIT_VIDEO_DELAY_MS),
    [FIELD_NEEDS_OPERATOR] = FLAG("needsOperator", needs_operator),
    [FIELD_COUNTS] = WORD("counts", counts, COUNTS_WORDS),
    [FIELD_TOTAL] = NUMBER("total", total, 0, INT32_MAX),
    [FIELD_CEILING] = NUMBER("ceiling", ceiling, 0, INT32_MAX),
    [FIELD_OVER] = FLAG("over", over),
    [FIELD_ENTERED_BY] = ID_TEXT("enteredBy", entered_by),
    [FIELD_CONFIRMED_BY] = ID_TEXT("confirmedBy", confirmed_by),
    [FIELD_PHONES_AFTER] = NUMBER("phonesAfter", phones_after, 0, INT32_MAX),
    [FIELD_BY_HAND] = NUMBER("byHand", by_hand, 0, INT32_MAX),
    [FIELD_COUNTS_OPEN] = NUMBER("countsOpen", counts_open, 0, INT32_MAX),
    [FIELD_ISSUED_BY] = ID_TEXT("issuedBy", issued_by),
    [FIELD_LATE_FOR] = ID_NUMBER("lateFor", late_for),
    [FIELD_CHECKED_AT] = TIME("checkedAt", checked_at),
    [FIELD_LACKING] = {.name = "lacking", .type = TYPE_WORDS, .offset = AT(lacking), .words = &CHECK_POINT_WORDS},
    [FIELD_GRANTED] = NUMBER("grantedSeconds", granted, 1, INT64_C(1) << 50),
    [FIELD_ADDRESS] = {.name = "address", .type = TYPE_ADDRESS, .offset = AT(address), .bytes = LIMIT_SITE_ADDRESS_BYTES},
};

_Static_assert(FIELD_COUNT < 8 * sizeof(struct field_set), "a set has a bit for every field, and an outcome a byte (outcomes.h)");

void record_clear(struct record *record) {
    memset(record, 0, sizeof *record);
}

void record_hide(struct record *record, const field_use *fields) {
    for (; *fields != FIELD_COUNT; fields++)
        record->present.bits[field_of(*fields) / 64] &= ~(UINT64_C(1) << field_of(*fields) % 64);
}

static size_t size_of(const struct field_info *info) {
    static const size_t SIZES[] = {
        [TYPE_NUMBER] = sizeof(int64_t),
        [TYPE_ID] = sizeof(struct text),
        [TYPE_TEXT] = sizeof(struct text),
        [TYPE_LOCALISED] = sizeof(struct localised),
        [TYPE_WORD] = sizeof(int),
        [TYPE_WORDS] = sizeof(uint32_t),
        [TYPE_FAULT] = sizeof(int),
        [TYPE_TALLY] = sizeof(struct tally),
        [TYPE_FLAG] = sizeof(bool),
        [TYPE_LOCALISED_LIST] = sizeof(struct localised_list),
        [TYPE_IDS] = sizeof(struct id_list),
        [TYPE_CHOICES] = sizeof(uint32_t),
        [TYPE_SITE_RESULTS] = sizeof(struct site_results),
        [TYPE_ADDRESS] = sizeof(struct text),
    };
    return info->type == TYPE_BINARY ? info->bytes : SIZES[info->type];
}

void record_copy(struct record *to, const struct record *from, const field_use *fields) {
    for (; *fields != FIELD_COUNT; fields++)
        if (record_has(from, field_of(*fields)))
            memcpy(record_place(to, field_of(*fields)), record_value(from, field_of(*fields)), size_of(&FIELD_INFO[field_of(*fields)]));
}

const void *record_value(const struct record *record, enum field field) {
    return (const char *)record + FIELD_INFO[field].offset;
}

void *record_place(struct record *record, enum field field) {
    record->present.bits[field / 64] |= UINT64_C(1) << field % 64;
    return (char *)record + FIELD_INFO[field].offset;
}

void record_number(struct record *record, enum field field, int64_t value) {
    *(int64_t *)record_place(record, field) = value;
}

void record_word(struct record *record, enum field field, int value) {
    *(int *)record_place(record, field) = value;
}

void record_text(struct record *record, enum field field, struct text value) {
    if (value.length > 0)
        *(struct text *)record_place(record, field) = value;
}

void record_localised(struct record *record, enum field field, struct localised value) {
    if (value.vi.length > 0)
        *(struct localised *)record_place(record, field) = value;
}

void record_flag(struct record *record, enum field field, bool value) {
    *(bool *)record_place(record, field) = value;
}

void record_binary(struct record *record, enum field field, const void *bytes) {
    memcpy(record_place(record, field), bytes, FIELD_INFO[field].bytes);
}
