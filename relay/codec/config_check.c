#include "codec/config.h"
#include "codec/config_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct config_place ROOT = {0};

/* A fault at "$.<list>[index].<member>". */
static void fault_in(struct config_reader *reader, const char *list, size_t index, const char *member,
                     const char *what) {
    struct config_place in_root = {.parent = &ROOT, .name = list};
    struct config_place element = {.parent = &in_root, .index = index};
    struct config_place place = {.parent = &element, .name = member};
    config_fault(reader, member == NULL ? &element : &place, "%s", what);
}

/* The texts at `first`, each `size` bytes further, are all different; empty ones had their fault already. */
static void check_distinct(struct config_reader *reader, const char *list, const char *member, const void *first,
                           size_t size, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct text text, before;
        memcpy(&text, (const char *)first + i * size, sizeof(text));
        for (size_t j = 0; j < i && text.length > 0; j++) {
            memcpy(&before, (const char *)first + j * size, sizeof(before));
            if (text_equal(text, before)) {
                char what[LIMIT_NOTE_BYTES];
                snprintf(what, sizeof(what), "\"%s\" stands at $.%s[%zu] already", text.bytes, list, j);
                fault_in(reader, list, i, member, what);
                break;
            }
        }
    }
}

/* The site of that id; NULL when there is none. */
static const struct programme_site *find_site(const struct programme *programme, struct text id) {
    for (size_t i = 0; i < programme->site_count; i++) {
        if (text_equal(programme->sites[i].id, id)) {
            return &programme->sites[i];
        }
    }
    return NULL;
}

/* False when the id is certainly not there: a site whose own id is faulty may be the one that is meant. */
static bool may_be_site(const struct programme *programme, struct text id) {
    bool doubtful = programme->site_count == 0;
    for (size_t i = 0; i < programme->site_count; i++) {
        doubtful = doubtful || programme->sites[i].id.length == 0;
    }
    return doubtful || find_site(programme, id) != NULL;
}

/* True when a participant gets this id: <site>-0001 to the site's number of people. */
static bool is_participant_id(const struct programme *programme, struct text id) {
    const char *dash = id.bytes == NULL ? NULL : strrchr(id.bytes, '-');
    if (dash == NULL || dash[1] == '\0' || strspn(dash + 1, "0123456789") != strlen(dash + 1)) {
        return false;
    }
    const struct programme_site *site = find_site(programme, (struct text){id.bytes, (size_t)(dash - id.bytes)});
    unsigned long number = strtoul(dash + 1, NULL, 10);
    char generated[24];
    snprintf(generated, sizeof(generated), "%04lu", number);
    return site != NULL && number >= 1 && number <= site->people && strcmp(generated, dash + 1) == 0;
}

static void check_account(struct config_reader *reader, const struct programme *programme, size_t index) {
    const struct programme_account *account = &programme->accounts[index];
    const uint32_t at_a_site = 1U << ROLE_OPERATOR | 1U << ROLE_PARTICIPANT, display = 1U << ROLE_DISPLAY;
    char what[LIMIT_TITLE_BYTES];
    if (account->site.bytes == NULL && (account->roles & at_a_site) != 0) {
        fault_in(reader, "accounts", index, "site", "missing; operators and participants belong to a site");
    }
    if (account->site.length > 0 && !may_be_site(programme, account->site)) {
        snprintf(what, sizeof(what), "there is no site \"%s\"", account->site.bytes);
        fault_in(reader, "accounts", index, "site", what);
    }
    if ((account->roles & display) != 0 && account->roles != display) {
        fault_in(reader, "accounts", index, "roles",
                 "a display has no other role: it signs in by a card, without a password");
    }
    if (is_participant_id(programme, account->id)) {
        snprintf(what, sizeof(what), "\"%s\" is the id of a participant", account->id.bytes);
        fault_in(reader, "accounts", index, "id", what);
    }
}

/* The item's session is one of the list; a session whose own id is faulty may be the one that is meant. */
static void check_item(struct config_reader *reader, const struct programme *programme, size_t index) {
    struct text session = programme->items[index].session;
    bool may_be = session.length == 0;
    for (size_t i = 0; i < programme->session_count; i++) {
        may_be = may_be || programme->sessions[i].id.length == 0 || text_equal(programme->sessions[i].id, session);
    }
    if (!may_be) {
        char what[LIMIT_TITLE_BYTES];
        snprintf(what, sizeof(what), "there is no session \"%s\"", session.bytes);
        fault_in(reader, "agenda", index, "session", what);
    }
}

/* Its sites are there, none twice; and what it asks fits its type, as poll.draft wants it. */
static void check_poll(struct config_reader *reader, const struct programme *programme, size_t index) {
    const struct programme_poll *poll = &programme->polls[index];
    struct record record;
    enum field fault;
    char what[LIMIT_TITLE_BYTES];
    for (size_t i = 0; i < poll->site_count; i++) {
        bool twice = false;
        for (size_t j = 0; j < i; j++) {
            twice = twice || text_equal(poll->sites[i], poll->sites[j]);
        }
        if (poll->sites[i].length > 0 && (twice || !may_be_site(programme, poll->sites[i]))) {
            snprintf(what, sizeof(what), twice ? "\"%s\" stands there twice" : "there is no site \"%s\"", poll->sites[i].bytes);
            fault_in(reader, "polls", index, "sites", what);
        }
    }
    record_clear(&record);
    enum error error = programme_draft_poll(poll, &record, &fault);
    if (error != ERROR_NONE && fault != FIELD_COUNT) {
        snprintf(what, sizeof(what), fault == FIELD_ROLES ? "a display votes on nothing" : "%s; see pollType", error_text(error));
        fault_in(reader, "polls", index, FIELD_INFO[fault].name, what);
    }
}

static void check_people(struct config_reader *reader, const struct config *config) {
    const struct programme *programme = &config->programme;
    uint64_t people = programme->account_count;
    for (size_t i = 0; i < programme->site_count; i++) {
        people += programme->sites[i].people;
    }
    if (people > config->limits.people) {
        config_fault(reader, &ROOT, "%llu participants and accounts together; $.limits.people allows %lu",
                     (unsigned long long)people, (unsigned long)config->limits.people);
    }
}

void config_check(struct config_reader *reader, const struct config *config) {
    const struct programme *programme = &config->programme;
    check_distinct(reader, "addresses", NULL, config->addresses, sizeof(struct text), config->address_count);
    if (config->site_address_count > 0) {
        check_distinct(reader, "siteAddresses", "address", &config->site_addresses->address, sizeof(*config->site_addresses),
                       config->site_address_count);
    }
    if (programme->site_count > 0) {
        check_distinct(reader, "sites", "id", &programme->sites->id, sizeof(*programme->sites), programme->site_count);
    }
    if (programme->topic_count > 0) {
        check_distinct(reader, "topics", "id", &programme->topics->id, sizeof(*programme->topics),
                       programme->topic_count);
    }
    if (programme->session_count > 0) {
        check_distinct(reader, "sessions", "id", &programme->sessions->id, sizeof(*programme->sessions),
                       programme->session_count);
    }
    for (size_t i = 0; i < programme->item_count; i++) {
        check_item(reader, programme, i);
    }
    if (programme->account_count > 0) {
        check_distinct(reader, "accounts", "id", &programme->accounts->id, sizeof(*programme->accounts),
                       programme->account_count);
    }
    for (size_t i = 0; i < programme->account_count; i++) {
        check_account(reader, programme, i);
    }
    for (size_t i = 0; i < programme->poll_count; i++) {
        check_poll(reader, programme, i);
    }
    if (programme->poll_count > config->limits.polls) {
        config_fault(reader, &ROOT, "%zu polls; $.limits.polls allows %lu", programme->poll_count, (unsigned long)config->limits.polls);
    }
    check_people(reader, config);
}
