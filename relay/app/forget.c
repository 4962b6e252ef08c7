#include "app/forget.h"

#include "base/map.h"
#include "base/memory.h"
#include "core/limits.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct forget_site {
    struct forget_site *next;
    struct text id;
    uint32_t people;
    uint32_t *dealt; /* number - 1 -> new number */
};

static const char LEFT_OUT[] = "\xE2\x80\xA6"; /* an ellipsis */

/* Only of fields whose type says nothing. A command's key is random, was made for this conference, and decides between two ballots of one
 * moment: it stays. */
static const enum treatment TREATMENTS[FIELD_COUNT] = {
    [FIELD_SITE] = TREATMENT_KEEP,
    [FIELD_TOPIC] = TREATMENT_KEEP,
    [FIELD_CONFERENCE] = TREATMENT_KEEP,
    [FIELD_PERSON] = TREATMENT_PERSON,
    [FIELD_ACTOR] = TREATMENT_PERSON,
    [FIELD_TEXT] = TREATMENT_WORDS,
    [FIELD_NOTE] = TREATMENT_WORDS,
    [FIELD_NAME] = TREATMENT_BLANK,
    [FIELD_CHANNEL] = TREATMENT_BLANK,
    [FIELD_PASSWORD_HASH] = TREATMENT_BLANK,
    [FIELD_FAULT_FIELD] = TREATMENT_KEEP,
    [FIELD_FROM] = TREATMENT_KEEP, /* desk, chair or a site */
    [FIELD_TO] = TREATMENT_KEEP,
    [FIELD_READ_BY] = TREATMENT_PERSON,
    [FIELD_SESSION] = TREATMENT_KEEP,
    [FIELD_DISPLAY] = TREATMENT_KEEP,
    [FIELD_PROPOSED_BY] = TREATMENT_PERSON,
    [FIELD_ENTERED_BY] = TREATMENT_PERSON,
    [FIELD_CONFIRMED_BY] = TREATMENT_PERSON,
    [FIELD_PRESENTER] = TREATMENT_BLANK,
    [FIELD_UNIT] = TREATMENT_BLANK, /* with a site it may be one person */
    [FIELD_ANSWERER] = TREATMENT_BLANK,
    [FIELD_ORIGINAL] = TREATMENT_WORDS,
    [FIELD_KEY] = TREATMENT_KEEP,
    [FIELD_DEVICE] = TREATMENT_DIGEST,
    [FIELD_PARAMS] = TREATMENT_DIGEST,
    [FIELD_TOKEN_DIGEST] = TREATMENT_DIGEST,
    [FIELD_CODE_DIGEST] = TREATMENT_DIGEST,
    [FIELD_CARD_DIGEST] = TREATMENT_DIGEST,
    [FIELD_STREAM] = TREATMENT_KEEP, /* random, of a process and its folder, not of a person */
    [FIELD_PREVIOUS_STREAM] = TREATMENT_KEEP,
    [FIELD_RECEIPT] = TREATMENT_KEEP, /* in no event */
    [FIELD_RECEIPT_STREAM] = TREATMENT_KEEP,
    [FIELD_FOLDER] = TREATMENT_KEEP,
    [FIELD_OPERATOR] = TREATMENT_PERSON,
    [FIELD_OPERATOR_NAME] = TREATMENT_BLANK,
    [FIELD_ISSUED_BY] = TREATMENT_PERSON,
    [FIELD_ADDRESS] = TREATMENT_KEEP, /* of a site's process: no person's */
};

enum treatment forget_treatment(enum field field) {
    switch (FIELD_INFO[field].type) {
    case TYPE_ID:
    case TYPE_TEXT:
    case TYPE_BINARY:
    case TYPE_ADDRESS:
        return TREATMENTS[field];
    case TYPE_LOCALISED: /* names of sites and topics, titles, what the stage showed: the organiser's words */
    case TYPE_NUMBER:
    case TYPE_WORD:
    case TYPE_WORDS:
    case TYPE_FAULT:
    case TYPE_TALLY:
    case TYPE_FLAG:
    case TYPE_NUMBERS:
    case TYPE_LOCALISED_LIST:
    case TYPE_IDS: /* of sites, and of groups: the organiser's words */
    case TYPE_CHOICES:
    case TYPE_SITE_RESULTS:
        return TREATMENT_KEEP;
    }
    return TREATMENT_UNDECIDED;
}

void forget_begin(struct forgetting *forgetting, bool texts, const uint8_t secret[FORGET_SECRET_SIZE]) {
    *forgetting = (struct forgetting){.texts = texts, .undecided = FIELD_COUNT};
    memcpy(forgetting->secret, secret, FORGET_SECRET_SIZE);
    arena_init(&forgetting->arena);
}

void forget_finish(struct forgetting *forgetting) {
    explicit_bzero(forgetting->secret, FORGET_SECRET_SIZE);
    map_destroy(forgetting->accounts);
    forgetting->accounts = NULL;
    for (struct forget_site *site = forgetting->sites; site; site = site->next)
        explicit_bzero(site->dealt, site->people * sizeof *site->dealt);
    arena_finish(&forgetting->arena);
    memory_release(forgetting->let_through);
    forgetting->let_through = NULL;
    forgetting->sites = NULL;
}

/* ---- looking ---- */

static enum error add_site(struct forgetting *forgetting, const struct record *record) {
    struct forget_site *site = arena_take(&forgetting->arena, sizeof *site);
    char *id = arena_copy(&forgetting->arena, record->site.bytes, record->site.length);
    if (!site || !id)
        return ERROR_NO_MEMORY;
    uint32_t people = (uint32_t)record->people;
    *site = (struct forget_site){forgetting->sites, {id, record->site.length}, people, NULL};
    site->dealt = arena_take(&forgetting->arena, (people + 1) * sizeof *site->dealt);
    if (!site->dealt)
        return ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < people; i++)
        site->dealt[i] = i + 1;
    forgetting->sites = site;
    return ERROR_NONE;
}

/* Ids that were chosen, not generated. A participant's was made from a name, most likely; staff keep theirs. */
static enum error add_account(struct forgetting *forgetting, const struct record *record) {
    if (!forgetting->accounts && !(forgetting->accounts = map_create()))
        return ERROR_NO_MEMORY;
    bool by_hand = record_has(record, FIELD_ACTOR) && record->roles & 1u << ROLE_PARTICIPANT;
    uint32_t number = by_hand ? forgetting->named + 1 : 0;
    enum error error = map_put(forgetting->accounts, record->person.bytes, record->person.length, (union map_value){.number = number});
    if (!error && by_hand) {
        forgetting->named++;
        forgetting->counts.people++;
    }
    return error;
}

static enum error note_let_through(struct forgetting *forgetting, int64_t question) {
    size_t index = (size_t)question;
    if (index >= forgetting->let_through_size) {
        size_t size = (index + 1) * 2;
        bool *grown = memory_resize(forgetting->let_through, size);
        if (!grown)
            return ERROR_NO_MEMORY;
        memset(grown + forgetting->let_through_size, 0, size - forgetting->let_through_size);
        forgetting->let_through = grown;
        forgetting->let_through_size = size;
    }
    forgetting->let_through[index] = true;
    return ERROR_NONE;
}

enum error forget_look(struct forgetting *forgetting, const struct event *event) {
    if (event->type == EVENT_PEOPLE_ADDED)
        return add_site(forgetting, &event->record);
    if (event->type == EVENT_ACCOUNT_ADDED)
        return add_account(forgetting, &event->record);
    if (event->type == EVENT_QUESTION_APPROVED)
        return note_let_through(forgetting, event->record.question);
    return ERROR_NONE;
}

/* ---- dealing ---- */

/* Numbers nobody can foresee, out of the secret: HMAC of a name and a counter. */
static enum error draw(const struct forgetting *forgetting, const struct text *name, uint32_t counter, uint64_t *out) {
    char text[LIMIT_ID_BYTES + 32];
    struct digest digest;
    int length = snprintf(text, sizeof text, "deal %.*s %u", (int)name->length, name->bytes, counter);
    enum error error = digest_hmac(forgetting->secret, FORGET_SECRET_SIZE, text, (size_t)length, &digest);
    if (!error)
        memcpy(out, digest.bytes, sizeof *out);
    return error;
}

/* Fisher and Yates: every order is as likely as any other. */
static enum error deal(const struct forgetting *forgetting, struct forget_site *site) {
    for (uint32_t left = site->people; left > 1; left--) {
        uint64_t drawn = 0;
        enum error error = draw(forgetting, &site->id, left, &drawn);
        if (error)
            return error;
        uint32_t other = (uint32_t)(drawn % left), kept = site->dealt[left - 1];
        site->dealt[left - 1] = site->dealt[other];
        site->dealt[other] = kept;
    }
    return ERROR_NONE;
}

enum error forget_settle(struct forgetting *forgetting) {
    enum error error = ERROR_NONE;
    for (struct forget_site *site = forgetting->sites; site && !error; site = site->next) {
        error = deal(forgetting, site);
        forgetting->counts.people += site->people;
        forgetting->counts.sites++;
    }
    return error;
}

/* ---- changing ---- */

static enum error replace_id(struct text *person, const char *id, struct arena *arena) {
    size_t length = strlen(id);
    char *copy = arena_copy(arena, id, length);
    if (copy)
        *person = (struct text){copy, length};
    return copy ? ERROR_NONE : ERROR_NO_MEMORY;
}

/* Participants are called "<site>-<number>" (core/roster.c), unless they were added by name; all others keep their ids. */
static enum error change_person(const struct forgetting *forgetting, struct text *person, struct arena *arena) {
    char id[LIMIT_ID_BYTES + 16];
    const union map_value *account = forgetting->accounts ? map_find(forgetting->accounts, person->bytes, person->length) : NULL;
    if (account && account->number == 0)
        return ERROR_NONE;
    if (account) {
        snprintf(id, sizeof id, "forgotten-%04u", (unsigned)account->number);
        return replace_id(person, id, arena);
    }
    const char *dash = memrchr(person->bytes, '-', person->length);
    size_t length = dash ? (size_t)(dash - person->bytes) : 0;
    unsigned long number = dash ? strtoul(dash + 1, NULL, 10) : 0;
    const struct forget_site *site = forgetting->sites;
    while (site && !text_equal(site->id, (struct text){person->bytes, length}))
        site = site->next;
    if (!site || number < 1 || number > site->people)
        return ERROR_NONE;
    snprintf(id, sizeof id, "%.*s-%04u", (int)length, person->bytes, site->dealt[number - 1]);
    return replace_id(person, id, arena);
}

static enum error change_digest(const struct forgetting *forgetting, void *bytes, size_t length) {
    struct digest digest;
    enum error error = digest_hmac(forgetting->secret, FORGET_SECRET_SIZE, bytes, length, &digest);
    if (!error)
        memcpy(bytes, digest.bytes, length);
    return error;
}

static bool was_let_through(const struct forgetting *forgetting, const struct record *record) {
    size_t question = record_has(record, FIELD_QUESTION) ? (size_t)record->question : 0;
    return question < forgetting->let_through_size && forgetting->let_through[question];
}

static void count(struct forget_counts *counts, enum field field, const struct text *before) {
    counts->names += field == FIELD_NAME && before->length > 0;
    counts->passwords += field == FIELD_PASSWORD_HASH && before->length > 0;
    counts->credentials += field == FIELD_CODE_DIGEST || field == FIELD_CARD_DIGEST;
    counts->sessions += field == FIELD_TOKEN_DIGEST;
    counts->texts += (field == FIELD_TEXT || field == FIELD_NOTE) && !text_equal_string(*before, LEFT_OUT);
}

static enum error change_field(struct forgetting *forgetting, struct event *event, enum field field, struct arena *arena) {
    struct record *record = &event->record;
    void *place = record_place(record, field);
    switch (forget_treatment(field)) {
    case TREATMENT_KEEP:
        return ERROR_NONE;
    case TREATMENT_PERSON:
        return change_person(forgetting, place, arena);
    case TREATMENT_BLANK:
        count(&forgetting->counts, field, place);
        *(struct text *)place = text_of("");
        return ERROR_NONE;
    case TREATMENT_WORDS:
        if (!forgetting->texts || was_let_through(forgetting, record))
            return ERROR_NONE;
        count(&forgetting->counts, field, place);
        *(struct text *)place = text_of(LEFT_OUT);
        return ERROR_NONE;
    case TREATMENT_DIGEST:
        if (event->type != EVENT_SESSION_CLOSED)
            count(&forgetting->counts, field, &(struct text){0});
        return change_digest(forgetting, place, FIELD_INFO[field].bytes);
    case TREATMENT_UNDECIDED:
        break;
    }
    forgetting->undecided = field;
    return ERROR_INTERNAL;
}

enum error forget_change(struct forgetting *forgetting, struct event *event, struct arena *arena) {
    enum error error = ERROR_NONE;
    for (int field = 0; field < FIELD_COUNT && !error; field++)
        if (record_has(&event->record, (enum field)field))
            error = change_field(forgetting, event, (enum field)field, arena);
    return error;
}
