/* The members of the configuration file: config/lamrelay.schema.json says the same (tests/lint/test_config_schema.py).
 */
#include "codec/config.h"

#include "base/origin.h"
#include "codec/config_read.h"

#include <stddef.h>
#include <string.h>

enum {
    ACCOUNTS_MAX = 1024,
    ADDRESSES_MAX = 16,
    LIMITS_MAX = 64,
    POLLS_MAX = 256,
    SITE_ID_BYTES = 32, /* so that <site>-100000 keeps within LIMIT_ID_BYTES */
    SITE_PEOPLE_MAX = 100000,
};
_Static_assert(SITE_ID_BYTES + sizeof "-100000" - 1 <= LIMIT_ID_BYTES, "ids of people fit");

#define AT(type, member) .offset = offsetof(struct type, member)
#define LIST(type, list, count)                                                                                        \
    AT(type, list), .count_offset = offsetof(struct type, count) - offsetof(struct type, list)
#define INSIDE(rows) .inside = (rows), .inside_count = sizeof(rows) / sizeof((rows)[0])
#define TITLE .most = LIMIT_TITLE_GRAPHEMES, .bytes = LIMIT_TITLE_BYTES
#define NAME .most = LIMIT_NAME_GRAPHEMES, .bytes = LIMIT_NAME_BYTES

static config_take take_given_number;

static const struct config_row TITLE_ROWS[] = {
    {"vi", config_take_text, AT(localised, vi), TITLE},
    {"en", config_take_text, AT(localised, en), .optional = true, TITLE},
};

static const struct config_row NAME_ROWS[] = {
    {"vi", config_take_text, AT(localised, vi), NAME},
    {"en", config_take_text, AT(localised, en), .optional = true, NAME},
};

static const struct config_row SITE_ROWS[] = {
    {"id", config_take_id, AT(programme_site, id), .bytes = SITE_ID_BYTES},
    {"name", config_take_object, AT(programme_site, name), INSIDE(NAME_ROWS)},
    {"kind", config_take_word, AT(programme_site, kind), .words = &SITE_KIND_WORDS},
    {"people", config_take_number, AT(programme_site, people), .most = SITE_PEOPLE_MAX},
    {"weight", config_take_number, AT(programme_site, weight), .optional = true, .least = 1, .most = LIMIT_WEIGHT},
    {"illustrative", config_skip_flag, .optional = true},
};

static const struct config_row TOPIC_ROWS[] = {
    {"id", config_take_id, AT(programme_topic, id), .bytes = LIMIT_ID_BYTES},
    {"name", config_take_object, AT(programme_topic, name), INSIDE(NAME_ROWS)},
};

static const struct config_row SESSION_ROWS[] = {
    {"id", config_take_id, AT(programme_session, id), .bytes = LIMIT_ID_BYTES},
    {"title", config_take_object, AT(programme_session, title), INSIDE(TITLE_ROWS)},
};

static const struct config_row ITEM_ROWS[] = {
    {"kind", config_take_word, AT(programme_item, kind), .words = &ITEM_KIND_WORDS},
    {"title", config_take_object, AT(programme_item, title), INSIDE(TITLE_ROWS)},
    {"session", config_take_id, AT(programme_item, session), .optional = true, .bytes = LIMIT_ID_BYTES},
    {"presenter", config_take_text, AT(programme_item, presenter), .optional = true, NAME},
    {"seconds", config_take_number, AT(programme_item, seconds), .optional = true, .least = 1, .most = LIMIT_SECONDS},
};

static const struct config_row ACCOUNT_ROWS[] = {
    {"id", config_take_id, AT(programme_account, id), .bytes = LIMIT_ID_BYTES},
    {"name", config_take_text, AT(programme_account, name), NAME},
    {"site", config_take_id, AT(programme_account, site), .optional = true, .bytes = LIMIT_ID_BYTES},
    {"roles", config_take_words, AT(programme_account, roles), .words = &ROLE_WORDS},
    {"weight", config_take_number, AT(programme_account, weight), .optional = true, .least = 1, .most = LIMIT_WEIGHT},
};

static const struct config_row OPTION = {NULL, config_take_object, INSIDE(TITLE_ROWS)};
static const struct config_row POLL_SITE = {NULL, config_take_id, .bytes = SITE_ID_BYTES};

#define OPTIONS .inside = &OPTION, .size = sizeof(struct localised), .least = 2, .most = LIMIT_OPTIONS
#define POLL_SITES .inside = &POLL_SITE, .size = sizeof(struct text), .least = 1, .most = LIMIT_SITES

static const struct config_row POLL_ROWS[] = {
    {"title", config_take_object, AT(programme_poll, title), INSIDE(TITLE_ROWS)},
    {"pollType", config_take_word, AT(programme_poll, type), .optional = true, .words = &POLL_TYPE_WORDS},
    {"results", config_take_word, AT(programme_poll, results), .words = &RESULTS_WORDS},
    {"ballotRule", config_take_word, AT(programme_poll, ballot_rule), .optional = true, .words = &BALLOT_RULE_WORDS},
    {"options", config_take_list, LIST(programme_poll, options, option_count), .optional = true, OPTIONS},
    {"least", take_given_number, AT(programme_poll, least), .optional = true, .most = LIMIT_RATING},
    {"most", take_given_number, AT(programme_poll, most), .optional = true, .least = 1, .most = LIMIT_RATING},
    {"roles", config_take_words, AT(programme_poll, roles), .optional = true, .words = &ROLE_WORDS},
    {"sites", config_take_list, LIST(programme_poll, sites, site_count), .optional = true, POLL_SITES},
    {"counts", config_take_word, AT(programme_poll, counts), .optional = true, .words = &COUNTS_WORDS},
};

static const struct config_row ADDRESS = {NULL, config_take_address, .bytes = CONFIG_ADDRESS_BYTES};
static const struct config_row SITE_ADDRESS_ROWS[] = {
    {"site", config_take_id, AT(site_address, site), .bytes = SITE_ID_BYTES},
    {"address", config_take_address, AT(site_address, address), .bytes = CONFIG_ADDRESS_BYTES},
};
static const struct config_row SITE_ADDRESS = {NULL, config_take_object, INSIDE(SITE_ADDRESS_ROWS)};
static const struct config_row SITE = {NULL, config_take_object, INSIDE(SITE_ROWS)};
static const struct config_row TOPIC = {NULL, config_take_object, INSIDE(TOPIC_ROWS)};
static const struct config_row SESSION = {NULL, config_take_object, INSIDE(SESSION_ROWS)};
static const struct config_row ITEM = {NULL, config_take_object, INSIDE(ITEM_ROWS)};
static const struct config_row ACCOUNT = {NULL, config_take_object, INSIDE(ACCOUNT_ROWS)};
static const struct config_row POLL = {NULL, config_take_object, INSIDE(POLL_ROWS)};

#define SITES .inside = &SITE, .size = sizeof(struct programme_site), .least = 1, .most = LIMIT_SITES
#define TOPICS .inside = &TOPIC, .size = sizeof(struct programme_topic), .most = LIMIT_TOPICS
#define SESSIONS .inside = &SESSION, .size = sizeof(struct programme_session), .most = LIMIT_AGENDA_SESSIONS
#define ITEMS .inside = &ITEM, .size = sizeof(struct programme_item), .least = 1, .most = LIMIT_AGENDA_ITEMS
#define ACCOUNTS .inside = &ACCOUNT, .size = sizeof(struct programme_account), .least = 1, .most = ACCOUNTS_MAX
#define POLLS .inside = &POLL, .size = sizeof(struct programme_poll), .most = POLLS_MAX
#define ADDRESSES .inside = &ADDRESS, .size = sizeof(struct text), .most = ADDRESSES_MAX
#define SITE_ADDRESSES .inside = &SITE_ADDRESS, .size = sizeof(struct site_address), .most = LIMIT_SITES

static const struct config_row FILE_ROWS[] = {
    {"$schema", config_skip_text, .optional = true, .bytes = LIMIT_NOTE_BYTES},
    {"source", config_skip_text, .optional = true, .bytes = LIMIT_NOTE_BYTES},
    {"id", config_take_id, AT(config, programme.id), .bytes = LIMIT_ID_BYTES},
    {"title", config_take_object, AT(config, programme.title), INSIDE(TITLE_ROWS)},
    {"theme", config_take_object, AT(config, programme.theme), INSIDE(TITLE_ROWS)},
    {"addresses", config_take_list, LIST(config, addresses, address_count), .optional = true, ADDRESSES},
    {"siteAddresses", config_take_list, LIST(config, site_addresses, site_address_count), .optional = true, SITE_ADDRESSES},
    {"sites", config_take_list, LIST(config, programme.sites, programme.site_count), SITES},
    {"topics", config_take_list, LIST(config, programme.topics, programme.topic_count), TOPICS},
    {"sessions", config_take_list, LIST(config, programme.sessions, programme.session_count), .optional = true, SESSIONS},
    {"agenda", config_take_list, LIST(config, programme.items, programme.item_count), ITEMS},
    {"accounts", config_take_list, LIST(config, programme.accounts, programme.account_count), ACCOUNTS},
    {"polls", config_take_list, LIST(config, programme.polls, programme.poll_count), .optional = true, POLLS},
    {"limits", config_take_limits, AT(config, limits), .optional = true},
};
const struct config_row CONFIG_FILE = {NULL, config_take_object, INSIDE(FILE_ROWS)};

/* The rows of core/limits.c as rows of the file. */
void config_take_limits(struct config_reader *reader, const struct config_place *place, json_t *value,
                        const struct config_row *row, char *target) {
    (void)row;
    struct config_row rows[LIMITS_MAX] = {0};
    size_t count = LIMIT_ROW_COUNT < LIMITS_MAX ? LIMIT_ROW_COUNT : LIMITS_MAX;
    for (size_t i = 0; i < count; i++) {
        const struct limit_row *limit = &LIMIT_ROWS[i];
        rows[i] =
            (struct config_row){limit->name,           config_take_number, .optional = true, .offset = limit->offset,
                                .least = limit->least, .most = limit->most};
    }
    struct config_row all = {.inside = rows, .inside_count = count};
    config_take_object(reader, place, value, &all, target);
}

static void take_given_number(struct config_reader *reader, const struct config_place *place, json_t *value, const struct config_row *row,
                              char *target) {
    struct programme_number number = {.given = true};
    config_take_number(reader, place, value, row, (char *)&number.value);
    memcpy(target, &number, sizeof(number));
}

void config_take_address(struct config_reader *reader, const struct config_place *place, json_t *value,
                         const struct config_row *row, char *target) {
    char origin[ORIGIN_BYTES_MAX];
    const char *address = json_string_value(value);
    size_t length = json_string_length(value);
    if (address == NULL || length > row->bytes || !origin_normalise(address, length, origin) || strcmp(origin, address) != 0) {
        config_fault(reader, place,
                     "must be an address as browsers send it in Origin: \"https://\", a host in lower case, "
                     "a port unless it is 443, nothing more");
        return;
    }
    struct text text = {arena_copy(reader->arena, address, length), length};
    reader->no_memory = reader->no_memory || text.bytes == NULL;
    memcpy(target, &text, sizeof(text));
}
