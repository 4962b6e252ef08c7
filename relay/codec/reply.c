#include "codec/reply.h"

#include "codec/json_slice.h"
#include "codec/record_json.h"
#include "codec/record_print.h"
#include <inttypes.h>

/* What every ballot is answered with is put together from its pieces: printf would take longer over them than all else does. */
#define TEXTS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- rows ---- */

static enum error append_row_id(struct buffer *out, const struct row *row) {
    const struct row_info *info = &ROW_INFO[row->kind];
    char number[NUMBER_TEXT_SIZE];
    enum error error = buffer_append_texts(out, TEXTS("{\"kind\":\"", info->name, "\",\"id\":"));
    if (error)
        return error;
    return info->id_is_number ? buffer_append_text(out, number_text(row->number, number)) : json_quote(out, row->id);
}

enum error reply_row(struct buffer *out, const struct row *row) {
    enum error error = append_row_id(out, row);
    if (!error)
        error = record_print(out, ROW_INFO[row->kind].fields, &row->record);
    return error ? error : buffer_append(out, "}", 1);
}

enum error reply_gone(struct buffer *out, const struct row *row) {
    enum error error = buffer_append_text(out, "{\"gone\":");
    if (!error)
        error = append_row_id(out, row);
    return error ? error : buffer_append(out, "}}", 2);
}

/* ---- results and errors ---- */

enum error reply_outcome(struct buffer *out, const char *id, const struct outcome *outcome) {
    if (outcome->error) {
        const char *field = outcome->error_field < FIELD_COUNT ? FIELD_INFO[outcome->error_field].name : NULL;
        return reply_error(out, id, (enum error)outcome->error, field, NULL);
    }
    char key[BASE64URL_SIZE(KEY_SIZE)];
    base64url_encode(outcome->key, KEY_SIZE, key);
    char seq[NUMBER_TEXT_SIZE], at[NUMBER_TEXT_SIZE], number[NUMBER_TEXT_SIZE];
    enum error error = buffer_append_texts(out, TEXTS("{\"jsonrpc\":\"2.0\",\"id\":", id, ",\"result\":{\"key\":\"", key, "\",\"seq\":",
                                                      number_text((int64_t)outcome->seq, seq), ",\"at\":", number_text(outcome->at, at)));
    if (!error && outcome->thing < FIELD_COUNT)
        error = buffer_append_texts(out, TEXTS(",\"", FIELD_INFO[outcome->thing].name, "\":", number_text(outcome->number, number)));
    if (!error && outcome->rev)
        error = buffer_append_texts(out, TEXTS(",\"rev\":", number_text(outcome->rev, number)));
    return error ? error : buffer_append(out, "}}", 2);
}

enum error reply_error(struct buffer *out, const char *id, enum error error, const char *field, const struct row *row) {
    enum error failed = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"error\":{\"code\":%d,\"message\":\"%s\",\"data\":{\"code\":\"%s\"", id,
                                      error_number(error), error_text(error), error_word(error));
    if (!failed && field && *field) {
        failed = buffer_append_text(out, ",\"field\":");
        if (!failed)
            failed = json_quote(out, text_of(field));
    }
    if (!failed && row) {
        failed = buffer_append_text(out, ",\"row\":");
        if (!failed)
            failed = reply_row(out, row);
    }
    return failed ? failed : buffer_append(out, "}}}", 3);
}

/* A member of an object, with a comma before it unless it is the first. */
static enum error append_name(struct buffer *out, const char *name) {
    return buffer_append_texts(out, TEXTS(out->bytes[out->length - 1] == '{' ? "\"" : ",\"", name, "\":"));
}

static enum error append_word(struct buffer *out, const char *name, struct text value) {
    enum error error = value.length > 0 ? append_name(out, name) : ERROR_NONE;
    return error || value.length == 0 ? error : json_quote(out, value);
}

static enum error append_localised(struct buffer *out, const char *name, struct localised value) {
    if (value.vi.length == 0)
        return ERROR_NONE;
    enum error error = append_name(out, name);
    if (!error)
        error = buffer_append(out, "{", 1);
    if (!error)
        error = append_word(out, "vi", value.vi);
    if (!error)
        error = append_word(out, "en", value.en);
    return error ? error : buffer_append(out, "}", 1);
}

static enum error append_address(struct buffer *out, const char *address, size_t *count) {
    enum error error = (*count)++ > 0 ? buffer_append(out, ",", 1) : buffer_append_text(out, ",\"addresses\":[");
    return error ? error : json_quote(out, text_of(address));
}

/* The site's own before the hub's: the order in which they are to be tried. */
static enum error append_addresses(struct buffer *out, const struct addresses *addresses, struct text site, struct text more) {
    enum error error = ERROR_NONE;
    size_t count = 0;
    for (size_t i = 0; !error && i < addresses->site_count; i++)
        if (site.length > 0 && text_equal(addresses->sites[i].site, site)) {
            error = append_address(out, addresses->sites[i].address.bytes, &count);
            more = text_equal(addresses->sites[i].address, more) ? (struct text){0} : more;
        }
    if (!error && more.length > 0)
        error = append_address(out, more.bytes, &count);
    for (size_t i = 0; !error && i < addresses->hub_count; i++)
        error = append_address(out, addresses->hub[i], &count);
    return error || count == 0 ? error : buffer_append(out, "]", 1);
}

/* Known by where it is reached. */
static bool has_process(const struct reply_hello *hello) {
    if (hello->site_address.length > 0)
        return true;
    for (size_t i = 0; i < hello->addresses->site_count; i++)
        if (hello->site.length > 0 && text_equal(hello->addresses->sites[i].site, hello->site))
            return true;
    return false;
}

enum { HELLO_BYTES = 512 }; /* most are shorter */

/* Everybody who comes back is answered so: after a restart, thousands in a second. */
enum error reply_hello(struct buffer *out, const char *id, const struct reply_hello *hello) {
    char time[NUMBER_TEXT_SIZE];
    enum error error = buffer_reserve(out, HELLO_BYTES);
    if (!error)
        error = buffer_append_texts(out, TEXTS("{\"jsonrpc\":\"2.0\",\"id\":", id, ",\"result\":{\"v\":1,\"journal\":\"", hello->journal,
                                               "\",\"serverTime\":", number_text(hello->server_time, time), ",\"conference\":{"));
    if (!error)
        error = append_localised(out, "title", hello->title);
    if (!error)
        error = append_localised(out, "theme", hello->theme);
    if (!error)
        error = buffer_append(out, "}", 1);
    if (!error)
        error = append_word(out, "person", hello->person);
    if (!error && hello->channel)
        error = append_word(out, "channel", text_of(hello->channel));
    if (!error && hello->setup)
        error = buffer_append_text(out, ",\"setup\":true");
    if (!error && has_process(hello))
        error = buffer_append_text(out, ",\"siteProcess\":true");
    if (!error)
        error = append_addresses(out, hello->addresses, hello->site, hello->site_address);
    return error ? error : buffer_append(out, "}}", 2);
}

enum error reply_session(struct buffer *out, const char *id, const char *token, struct text person, uint32_t roles) {
    struct record record;
    record_clear(&record);
    *(uint32_t *)record_place(&record, FIELD_ROLES) = roles;
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"token\":\"%s\",\"person\":\"%s\"", id, token, person.bytes);
    if (!error)
        error = record_print_member(out, FIELD_ROLES, &record);
    return error ? error : buffer_append(out, "}}", 2);
}

enum error reply_empty(struct buffer *out, const char *id) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{}}", id);
}

enum error reply_health(struct buffer *out, const char *id, const struct reply_health *health) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"figures\":[%.*s],\"refusals\":[%.*s],\"withoutCode\":%u,\"withoutPassword\":%u,\"withoutAddress\":[%.*s],\"bundles\":%s}}", id,
                         (int)health->figures->length, health->figures->length ? health->figures->bytes : "", (int)health->refusals->length,
                         health->refusals->length ? health->refusals->bytes : "", health->without_code, health->without_password,
                         (int)health->without_address->length, health->without_address->length ? health->without_address->bytes : "",
                         health->bundles ? "true" : "false");
}

enum error reply_log(struct buffer *out, const char *id, const struct buffer *lines) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"lines\":[", id);
    if (!error)
        error = buffer_append(out, lines->bytes, lines->length);
    return error ? error : buffer_printf(out, "]}}");
}

enum error reply_bundle(struct buffer *out, const char *id, const char *ticket, const char *site, int64_t until) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"ticket\":\"%s\",\"file\":\"%s.lamsite\",\"until\":%" PRId64 "}}", id, ticket, site, until);
}

enum error reply_revoked(struct buffer *out, const char *id, size_t count) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"revoked\":%zu}}", id, count);
}

/* ---- texts around rows that are JSON already ---- */

enum error reply_list(struct buffer *out, const char *id, const struct buffer *rows, bool more) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"questions\":[", id);
    if (!error)
        error = buffer_append(out, rows->bytes, rows->length);
    return error ? error : buffer_printf(out, "],\"more\":%s}}", more ? "true" : "false");
}

enum error reply_claim(struct buffer *out, const char *id, struct text person, int64_t until) {
    if (person.length == 0)
        return reply_empty(out, id);
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"person\":\"%s\",\"until\":%" PRId64 "}}", id, person.bytes,
                         until);
}

enum error reply_queue(struct buffer *out, const char *id, const struct queue_place *places, uint32_t count) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"queue\":[", id);
    for (uint32_t i = 0; i < count && !error; i++)
        error = buffer_printf(out, "%s{\"question\":%u,\"why\":\"%s\"}", i ? "," : "", places[i].question,
                              WHY_WORDS.words[places[i].why]);
    return error ? error : buffer_append_text(out, "]}}");
}

static bool is_question_match(const struct conference *conference, struct audience audience, uint32_t question) {
    struct row row;
    return view_row(conference, audience, ROW_QUESTION, question, &row) && row.record.state != STATE_MERGED &&
           row.record.state != STATE_WITHDRAWN;
}

/* Found once: under the question that was made of it. */
static bool is_opinion_match(const struct conference *conference, struct audience audience, uint32_t opinion, struct record *record) {
    struct row row;
    if (!view_opinion(conference, audience, opinion, record))
        return false;
    return !record_has(record, FIELD_QUESTION) ||
           (view_row(conference, audience, ROW_QUESTION, (uint32_t)record->question, &row) && row.record.state == STATE_REJECTED);
}

static enum error append_record(struct buffer *out, const field_use *fields, const struct record *record) {
    enum error error = buffer_append(out, "{", 1);
    if (!error)
        error = record_print(out, fields, record);
    return error ? error : buffer_append(out, "}", 1);
}

static enum error append_opinion_match(struct buffer *out, const struct record *record, uint32_t score) {
    enum error error = buffer_append(out, "{", 1);
    if (!error)
        error = record_print(out, FIELDS(FIELD_OPINION, FIELD_TEXT, FIELD_UNIT, FIELD_SITE, FIELD_TOPIC), record);
    return error ? error : buffer_printf(out, ",\"score\":%" PRIu32 "}", score);
}

enum error reply_matches(struct buffer *out, const char *id, const struct reply_match *matches, uint32_t count, uint32_t except,
                         uint32_t most, const struct conference *conference, struct audience audience) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"matches\":[", id);
    uint32_t written = 0;
    for (uint32_t i = 0; i < count && written < most && !error; i++) {
        const struct reply_match *match = &matches[i];
        struct record opinion;
        if (match->question ? match->question == except || !is_question_match(conference, audience, match->question)
                            : !is_opinion_match(conference, audience, match->opinion, &opinion))
            continue;
        if (written++)
            error = buffer_append(out, ",", 1);
        if (!error)
            error = match->question ? buffer_printf(out, "{\"question\":%u,\"score\":%u}", match->question, match->score)
                                    : append_opinion_match(out, &opinion, match->score);
    }
    return error ? error : buffer_append_text(out, "]}}");
}

enum error reply_question_act(struct buffer *out, const char *event, const struct record *record) {
    struct buffer item;
    buffer_init(&item);
    enum error error = append_record(&item, QUESTION_ACT_FIELDS, record);
    if (!error) /* the record, with the event's name before its first member */
        error = buffer_printf(out, "%s{\"event\":\"%s\",%.*s", out->length ? "," : "", event, (int)item.length - 1, item.bytes + 1);
    buffer_finish(&item);
    return error;
}

enum error reply_history(struct buffer *out, const char *id, const struct buffer *items, bool more) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"acts\":[", id);
    if (!error)
        error = buffer_append(out, items->bytes, items->length);
    return error ? error : buffer_printf(out, "],\"more\":%s}}", more ? "true" : "false");
}

enum error reply_opinion(struct buffer *out, const struct record *record) {
    return append_record(out, OPINION_FIELDS, record);
}

enum error reply_opinions(struct buffer *out, const char *id, const struct buffer *items, bool more, uint32_t total) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"opinions\":[", id);
    if (!error)
        error = buffer_append(out, items->bytes, items->length);
    return error ? error : buffer_printf(out, "],\"more\":%s,\"total\":%u}}", more ? "true" : "false", total);
}

static enum error append_comma(struct buffer *out) {
    return out->length ? buffer_append(out, ",", 1) : ERROR_NONE;
}

enum error reply_poll_person(struct buffer *out, const struct record *record) {
    enum error error = append_comma(out);
    return error ? error : append_record(out, FIELDS(FIELD_PERSON, FIELD_SITE, FIELD_NUMBER, FIELD_NAME), record);
}

/* One item of a list, behind the others; the object is taken over, also on failure. */
static enum error append_item(struct buffer *out, json_t *object) {
    enum error error = append_comma(out);
    if (!error)
        return json_append(out, object);
    json_decref(object);
    return error;
}

static const field_use *const LISTED = FIELDS(FIELD_PERSON, FIELD_NAME, FIELD_UNIT, FIELD_SITE, FIELD_ROLES, FIELD_WEIGHT, FIELD_GROUPS,
                                            FIELD_PRESENT, FIELD_NUMBER, FIELD_NEEDS_OPERATOR);

enum error reply_listed_person(struct buffer *out, const struct row *row, bool signed_in) {
    enum error error = append_comma(out);
    if (!error)
        error = buffer_append(out, "{", 1);
    if (!error)
        error = record_print(out, LISTED, &row->record);
    return error ? error : buffer_printf(out, ",\"signedIn\":%s}", signed_in ? "true" : "false");
}

enum error reply_people(struct buffer *out, const char *id, const struct buffer *people, bool more) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"people\":[", id);
    if (!error)
        error = buffer_append(out, people->bytes, people->length);
    return error ? error : buffer_printf(out, "],\"more\":%s}}", more ? "true" : "false");
}

enum error reply_person_code(struct buffer *out, const struct person_code *code) {
    const struct {
        const char *name;
        struct text text;
    } members[] = {{"person", code->person}, {"name", code->name}, {"site", code->site}, {"code", text_of(code->code)},
                   {"card", text_of(code->card)}, {"password", text_of(code->password)}};
    json_t *object = json_object();
    for (size_t i = 0; object && i < sizeof members / sizeof members[0]; i++)
        if (members[i].text.length > 0 &&
            json_object_set_new_nocheck(object, members[i].name, json_stringn_nocheck(members[i].text.bytes, members[i].text.length))) {
            json_decref(object);
            object = NULL;
        }
    return object ? append_item(out, object) : ERROR_NO_MEMORY;
}

enum error reply_codes(struct buffer *out, const char *id, const struct buffer *codes) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"codes\":[", id);
    if (!error)
        error = buffer_append(out, codes->bytes, codes->length);
    return error ? error : buffer_append_text(out, "]}}");
}

enum error reply_poll_people(struct buffer *out, const char *id, const struct buffer *people, const struct buffer *sites, int64_t total,
                             bool more) {
    enum error error = buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"people\":[", id);
    if (!error)
        error = buffer_append(out, people->bytes, people->length);
    if (!error)
        error = buffer_append(out, "]", 1);
    if (!error && sites)
        error = buffer_printf(out, ",\"sites\":[%.*s],\"total\":%" PRId64, (int)sites->length, sites->length ? sites->bytes : "", total);
    return error ? error : buffer_printf(out, ",\"more\":%s}}", more ? "true" : "false");
}

enum error reply_ceiling(struct buffer *out, const char *id, const struct record *record) {
    return buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"electorate\":%" PRId64 ",\"ballots\":%" PRId64 ",\"ceiling\":%" PRId64 "}}", id,
                         record->electorate, record->ballots, record->ceiling);
}

enum error reply_rows_begin(struct buffer *out, const char *channel, uint64_t from, uint64_t to) {
    char first[NUMBER_TEXT_SIZE], last[NUMBER_TEXT_SIZE];
    return buffer_append_texts(out, TEXTS("{\"jsonrpc\":\"2.0\",\"method\":\"rows\",\"params\":{\"channel\":\"", channel, "\",\"from\":",
                                          number_text((int64_t)from, first), ",\"to\":", number_text((int64_t)to, last), ",\"rows\":["));
}

enum error reply_rows_end(struct buffer *out) {
    return buffer_append(out, "]}}", 3);
}

enum error reply_rows_frame(struct buffer *out, const char *channel, uint64_t from, uint64_t to, const struct buffer *rows) {
    enum error error = reply_rows_begin(out, channel, from, to);
    if (!error)
        error = buffer_append(out, rows->bytes, rows->length);
    return error ? error : reply_rows_end(out);
}

enum error reply_snapshot_frame(struct buffer *out, const char *journal, const char *channel, uint64_t to,
                                const struct buffer *rows) {
    enum error error = buffer_printf(out,
                                     "{\"jsonrpc\":\"2.0\",\"method\":\"snapshot\",\"params\":{\"journal\":\"%s\",\"channel\":\"%s\","
                                     "\"to\":%" PRIu64 ",\"rows\":[",
                                     journal, channel, to);
    if (!error)
        error = buffer_append(out, rows->bytes, rows->length);
    return error ? error : buffer_append_text(out, "]}}");
}

static const struct {
    const char *name;
    bool is_told_empty;
} LIVE[LIVE_LISTS] = {
    [LIVE_TURNOUT] = {"turnout", false}, [LIVE_PRESENT] = {"present", false},    [LIVE_CLAIMS] = {"claims", true},  [LIVE_DISPLAYS] = {"displays", true},
    [LIVE_LINKS] = {"links", false},     [LIVE_OPERATORS] = {"operators", true}, [LIVE_ON_DUTY] = {"onDuty", true},
};

bool reply_live_says(enum live_list list, const struct buffer *items) {
    return items && (items->length > 0 || LIVE[list].is_told_empty);
}

static enum error append_list(struct buffer *out, const char *name, const struct buffer *items) {
    enum error error = buffer_printf(out, ",\"%s\":[", name);
    if (!error)
        error = buffer_append(out, items->bytes, items->length);
    return error ? error : buffer_append(out, "]", 1);
}

enum error reply_live(struct buffer *out, int64_t server_time, const struct live_lists *lists) {
    enum error error =
        buffer_printf(out, "{\"jsonrpc\":\"2.0\",\"method\":\"live\",\"params\":{\"serverTime\":%" PRId64, server_time);
    for (int list = 0; list < LIVE_LISTS && !error; list++)
        if (reply_live_says(list, lists->of[list]))
            error = append_list(out, LIVE[list].name, lists->of[list]);
    return error ? error : buffer_append(out, "}}", 2);
}

enum error reply_live_claim(struct buffer *out, uint32_t question, struct text person, int64_t until) {
    return buffer_printf(out, "%s{\"question\":%u,\"person\":\"%s\",\"until\":%" PRId64 "}", out->length ? "," : "", question,
                         person.bytes, until);
}

static enum error append_tally(struct buffer *out, const char *name, const struct tally *tally) {
    char number[NUMBER_TEXT_SIZE];
    if (!tally)
        return ERROR_NONE;
    enum error error = buffer_append_texts(out, TEXTS(",\"", name, "\":["));
    for (uint32_t i = 0; i < tally->count && !error; i++)
        error = buffer_append_texts(out, TEXTS(i ? "," : "", number_text(tally->values[i], number)));
    return error ? error : buffer_append(out, "]", 1);
}

/* Everybody who comes hears this of each poll that is open: no printf. */
enum error reply_live_turnout(struct buffer *out, const struct poll_turnout *turnout) {
    char poll[NUMBER_TEXT_SIZE], ballots[NUMBER_TEXT_SIZE];
    enum error error = buffer_append_texts(out, TEXTS(out->length ? ",{\"poll\":" : "{\"poll\":", number_text(turnout->poll, poll), ",\"ballots\":",
                                                      number_text(turnout->ballots, ballots)));
    if (!error)
        error = append_tally(out, FIELD_INFO[FIELD_TALLY].name, turnout->tally);
    if (!error)
        error = append_tally(out, FIELD_INFO[FIELD_WEIGHTED_TALLY].name, turnout->weighted_tally);
    return error ? error : buffer_append(out, "}", 1);
}

enum error reply_live_present(struct buffer *out, struct text site, uint32_t people) {
    return buffer_printf(out, "%s{\"site\":\"%s\",\"people\":%u}", out->length ? "," : "", site.bytes, people);
}

enum error reply_live_display(struct buffer *out, struct text display, struct text stage, int64_t rev) {
    enum error error = buffer_printf(out, "%s{\"display\":\"%s\"", out->length ? "," : "", display.bytes);
    if (!error && rev)
        error = buffer_printf(out, ",\"stage\":\"%s\",\"rev\":%" PRId64, stage.bytes, rev);
    return error ? error : buffer_append(out, "}", 1);
}

enum error reply_live_operator(struct buffer *out, struct text site, struct text operator_id, int64_t seen, int64_t held_until) {
    enum error error = buffer_printf(out, "%s{\"site\":\"%s\",\"operator\":\"%s\",\"here\":%s", out->length ? "," : "", site.bytes, operator_id.bytes,
                                     seen ? "false" : "true");
    if (!error && seen)
        error = buffer_printf(out, ",\"seenAt\":%" PRId64 ",\"heldUntil\":%" PRId64, seen, held_until);
    return error ? error : buffer_append(out, "}", 1);
}

enum error reply_live_duty(struct buffer *out, struct text person) {
    return buffer_printf(out, "%s{\"person\":\"%s\"}", out->length ? "," : "", person.bytes);
}

static enum error append_figures(struct buffer *out, const struct live_link *link) {
    enum error error = buffer_printf(out, ",\"outbox\":%" PRId64 ",\"present\":%" PRId64, link->outbox, link->present);
    if (!error && link->oldest)
        error = buffer_printf(out, ",\"oldest\":%" PRId64, link->oldest);
    if (!error && link->round_trip >= 0)
        error = buffer_printf(out, ",\"roundTrip\":%" PRId64, link->round_trip);
    if (!error && link->clock_error >= 0)
        error = buffer_printf(out, ",\"clockOffset\":%" PRId64 ",\"clockError\":%" PRId64, link->clock_offset, link->clock_error);
    return error;
}

enum error reply_live_link(struct buffer *out, struct text site, const struct live_link *link) {
    enum error error = buffer_printf(out, "%s{\"site\":\"%s\",\"up\":%s,\"generation\":%" PRIu64, out->length ? "," : "", site.bytes,
                                     link->up ? "true" : "false", link->generation);
    if (!error && link->since)
        error = buffer_printf(out, ",\"since\":%" PRId64, link->since);
    if (!error && link->fenced_at)
        error = buffer_printf(out, ",\"fencedAt\":%" PRId64, link->fenced_at);
    if (!error && link->up)
        error = append_figures(out, link);
    return error ? error : buffer_append(out, "}", 1);
}
