/* The site's end of delivery, as stories: one or more for each rule L of relay/DELIVERY.md. */
#include "base/memory.h"
#include "link/outbox.h"
#include "support/check.h"
#include "support/site_folder.h"
#include <string.h>

static const char RESULT[] = "{\"seq\":7}";

static struct outbox_wish wish_of(const char *person, uint8_t key, enum lane lane, uint32_t poll) {
    struct outbox_wish wish = {.lane = lane, .person = text_of(person), .method = text_of(poll ? "poll.cast" : "question.submit"),
                               .params = text_of("{\"text\":\"x\"}"), .poll = poll, .stamp = 1000 + key, .stamp_error = 4, .proof = true, .epoch = 1};
    memset(wish.key, key, KEY_SIZE);
    memset(wish.digest, key, PARAMS_SIZE);
    return wish;
}

static const struct outbox_entry *keep(struct outbox *outbox, const char *person, uint8_t key, enum lane lane, uint32_t poll) {
    struct outbox_wish wish = wish_of(person, key, lane, poll);
    const struct outbox_entry *entry = NULL;
    CHECK_NUMBER(outbox_keep(outbox, &wish, &entry), ERROR_NONE);
    return entry;
}

static const struct outbox_entry *found(const struct outbox *outbox, const char *person, uint8_t key) {
    uint8_t bytes[KEY_SIZE];
    memset(bytes, key, KEY_SIZE);
    return outbox_find(outbox, text_of(person), bytes);
}

/* Claims until granted; the hub says it has `received` of LANE_FLOOR of the outbox's own stream. */
static enum error grant(struct site_folder *folder, struct outbox *outbox, uint64_t received) {
    enum error error = ERROR_NONE;
    for (int i = 0; i < 4 && !error; i++) {
        struct outbox_claim claim;
        site_folder_sync(folder, outbox);
        if (!outbox_next_claim(outbox, &claim))
            continue;
        bool own = memcmp(claim.stream, outbox_stream(outbox), STREAM_SIZE) == 0;
        error = outbox_granted(outbox, claim.stream, (uint64_t[LANE_COUNT]){own ? received : 0, 0, 0});
        site_folder_sync(folder, outbox);
    }
    return error;
}

static uint64_t offered(struct outbox *outbox, enum lane lane) {
    struct outbox_offer offer;
    return outbox_next_offer(outbox, &offer) && offer.lane == lane ? offer.number : 0;
}

static void ack(struct outbox *outbox, const uint8_t *stream, const char *person, uint8_t key, uint64_t upto, bool passing) {
    struct outbox_result result = {.person = text_of(person), .result = text_of(RESULT), .passing = passing};
    memset(result.key, key, KEY_SIZE);
    CHECK_NUMBER(outbox_ack(outbox, stream, LANE_FLOOR, upto, &result, 1), ERROR_NONE);
}

/* A site with a fresh folder, granted. */
struct site {
    struct site_folder folder;
    struct outbox *outbox;
};

static void begin(struct site *site) {
    site_folder_init(&site->folder, 1);
    site->outbox = site_folder_start(&site->folder, 0x11, false);
    CHECK_NUMBER(grant(&site->folder, site->outbox, 0), ERROR_NONE);
}

static void restart(struct site *site, uint64_t stream) {
    outbox_destroy(site->outbox);
    site->outbox = site_folder_start(&site->folder, stream, false);
}

static void end(struct site *site) {
    outbox_destroy(site->outbox);
    site_folder_finish(&site->folder);
}

static void kept_is_said_when_it_is_durable(void) {
    struct site site;
    begin(&site);
    const struct outbox_entry *entry = keep(site.outbox, "anna", 1, LANE_FLOOR, 3);
    CHECK_NUMBER(entry->state, OUTBOX_ACCEPTED);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(entry->state, OUTBOX_KEPT);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    CHECK_NUMBER(entry->state, OUTBOX_OFFERED);
    end(&site);
}

static void the_same_key_again_gets_the_state_of_the_first(void) {
    struct site site;
    begin(&site);
    const struct outbox_entry *first = keep(site.outbox, "anna", 1, LANE_FLOOR, 3);
    CHECK(keep(site.outbox, "anna", 1, LANE_FLOOR, 3) == first);
    CHECK(keep(site.outbox, "bert", 1, LANE_FLOOR, 3) != first);
    struct outbox_wish other = wish_of("anna", 1, LANE_FLOOR, 3);
    other.digest[0] ^= 1;
    const struct outbox_entry *entry;
    CHECK_NUMBER(outbox_keep(site.outbox, &other, &entry), ERROR_KEY_REUSED);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(site.folder.count, 2);
    CHECK_NUMBER(outbox_figures(site.outbox).waiting, 2);
    end(&site);
}

static void what_could_not_be_stored_is_forgotten_and_said(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    struct outbox_store store;
    CHECK(outbox_next_store(site.outbox, &store));
    keep(site.outbox, "anna", 2, LANE_FLOOR, 0);
    outbox_not_stored(site.outbox, NULL, NULL);
    CHECK(found(site.outbox, "anna", 1) == NULL);
    CHECK(found(site.outbox, "anna", 2) == NULL); /* it must not overtake the first */
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(found(site.outbox, "anna", 1)->number, 1);
    CHECK_NUMBER(found(site.outbox, "anna", 1)->place, 3);
    end(&site);
}

/* Counterexample 2: numbers never go on from a stored counter. */
static void a_start_numbers_from_one_in_the_order_of_acceptance(void) {
    struct site site;
    begin(&site);
    for (uint8_t key = 1; key <= 3; key++)
        keep(site.outbox, "anna", key, LANE_FLOOR, 0);
    keep(site.outbox, "anna", 4, LANE_QUESTIONS, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    ack(site.outbox, outbox_stream(site.outbox), "anna", 1, 1, false);
    site_folder_sync(&site.folder, site.outbox);
    restart(&site, 0x22);
    CHECK_NUMBER(found(site.outbox, "anna", 2)->number, 1);
    CHECK_NUMBER(found(site.outbox, "anna", 3)->number, 2);
    CHECK_NUMBER(found(site.outbox, "anna", 4)->number, 1);
    CHECK_NUMBER(found(site.outbox, "anna", 1)->state, OUTBOX_SETTLED);
    CHECK_TEXT(found(site.outbox, "anna", 1)->result.bytes, RESULT);
    end(&site);
}

/* Rule L4: one lane overtakes another, nothing in it does. */
static void the_floor_goes_first_and_each_lane_in_order(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_REST, 0);
    keep(site.outbox, "anna", 2, LANE_QUESTIONS, 0);
    keep(site.outbox, "anna", 3, LANE_FLOOR, 3);
    keep(site.outbox, "anna", 4, LANE_FLOOR, 3);
    site_folder_sync(&site.folder, site.outbox);
    static const struct {
        enum lane lane;
        uint64_t number;
    } ORDER[] = {{LANE_FLOOR, 1}, {LANE_FLOOR, 2}, {LANE_QUESTIONS, 1}, {LANE_REST, 1}};
    for (size_t i = 0; i < sizeof ORDER / sizeof ORDER[0]; i++)
        CHECK_NUMBER(offered(site.outbox, ORDER[i].lane), ORDER[i].number);
    struct outbox_offer offer;
    CHECK(!outbox_next_offer(site.outbox, &offer));
    end(&site);
}

static void no_more_is_under_way_than_the_window(void) {
    struct site site;
    begin(&site);
    for (int key = 1; key <= LIMIT_OFFER_WINDOW + 10; key++)
        keep(site.outbox, "anna", (uint8_t)key, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    for (uint64_t number = 1; number <= LIMIT_OFFER_WINDOW; number++)
        CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), number);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 0);
    ack(site.outbox, outbox_stream(site.outbox), "anna", 1, 1, false);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), LIMIT_OFFER_WINDOW + 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 0);
    end(&site);
}

/* Counterexample 3: the hub takes nothing out of order; the site goes back to what it wants. */
static void a_gap_sends_the_lane_back(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    keep(site.outbox, "anna", 2, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 2);
    outbox_gap(site.outbox, (const uint8_t *)"another.", LANE_FLOOR, 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 0);
    outbox_gap(site.outbox, outbox_stream(site.outbox), LANE_FLOOR, 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 2);
    ack(site.outbox, outbox_stream(site.outbox), "anna", 1, 1, false);
    outbox_gap(site.outbox, outbox_stream(site.outbox), LANE_FLOOR, 1); /* an old one, late */
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 2);
    end(&site);
}

/* Counterexample 4. */
static void the_ack_of_another_stream_settles_nothing(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    uint8_t old[STREAM_SIZE];
    memcpy(old, outbox_stream(site.outbox), STREAM_SIZE);
    restart(&site, 0x22);
    CHECK_NUMBER(grant(&site.folder, site.outbox, 0), ERROR_NONE);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    ack(site.outbox, old, "anna", 1, 1, false);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(found(site.outbox, "anna", 1)->state, OUTBOX_OFFERED);
    end(&site);
}

/* Counterexample 3, its second half: a number says nothing about another entry. */
static void an_ack_settles_what_it_names_and_no_more(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    keep(site.outbox, "anna", 2, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 2);
    ack(site.outbox, outbox_stream(site.outbox), "anna", 2, 2, false);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(found(site.outbox, "anna", 1)->state, OUTBOX_OFFERED);
    CHECK_NUMBER(found(site.outbox, "anna", 2)->state, OUTBOX_SETTLED);
    end(&site);
}

static void an_entry_goes_when_its_result_is_durable(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    ack(site.outbox, outbox_stream(site.outbox), "anna", 1, 1, false);
    CHECK_NUMBER(found(site.outbox, "anna", 1)->state, OUTBOX_OFFERED);
    restart(&site, 0x22); /* kill -9 before the result was written: it is offered again */
    CHECK_NUMBER(found(site.outbox, "anna", 1)->number, 1);
    end(&site);
}

static void a_passing_result_is_offered_again(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    keep(site.outbox, "anna", 2, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 2);
    ack(site.outbox, outbox_stream(site.outbox), "anna", 1, 0, true);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 2);
    end(&site);
}

static void a_cut_link_offers_nothing_and_comes_back_where_it_was(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    outbox_cut(site.outbox);
    keep(site.outbox, "anna", 2, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(found(site.outbox, "anna", 2)->state, OUTBOX_KEPT);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 0);
    CHECK_NUMBER(grant(&site.folder, site.outbox, 1), ERROR_NONE); /* it has the first, and its ack was lost */
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 2);
    end(&site);
}

/* Rule L3: the folder knows of a stream before the hub does; a start that does not know whether the claim before it was granted asks for that one first. */
static void streams_are_claimed_one_after_another(void) {
    struct site site;
    begin(&site);
    restart(&site, 0x22);
    struct outbox_claim claim;
    CHECK(!outbox_next_claim(site.outbox, &claim)); /* not noted yet */
    site_folder_sync(&site.folder, site.outbox);
    CHECK(outbox_next_claim(site.outbox, &claim));
    CHECK(claim.has_previous && claim.previous[0] == 0x11 && claim.stream[0] == 0x22 && !claim.restored);
    CHECK(!outbox_next_claim(site.outbox, &claim));
    restart(&site, 0x33); /* the answer never came */
    CHECK(outbox_next_claim(site.outbox, &claim));
    CHECK(claim.has_previous && claim.previous[0] == 0x11 && claim.stream[0] == 0x22);
    CHECK_NUMBER(outbox_granted(site.outbox, claim.stream, (uint64_t[LANE_COUNT]){0}), ERROR_NONE);
    CHECK(!outbox_next_claim(site.outbox, &claim));
    site_folder_sync(&site.folder, site.outbox);
    CHECK(!outbox_next_claim(site.outbox, &claim));
    site_folder_sync(&site.folder, site.outbox);
    CHECK(outbox_next_claim(site.outbox, &claim));
    CHECK(claim.has_previous && claim.previous[0] == 0x22 && claim.stream[0] == 0x33);
    end(&site);
}

/* Rule L10, and counterexample 1: what a backup brings back says that it is one. */
static void a_restored_folder_says_so_until_it_is_granted(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    struct site_folder backup;
    site_folder_copy(&site.folder, &backup);
    backup.has_tried = true; /* taken while a claim was under way: that stream may have been used since */
    memset(backup.tried, 0x55, STREAM_SIZE);
    keep(site.outbox, "anna", 2, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    struct outbox *old = site_folder_start(&backup, 0x66, false);
    struct outbox_claim claim;
    CHECK(!outbox_next_claim(old, &claim)); /* neither the one that was tried, nor its own before that is noted */
    site_folder_sync(&backup, old);
    CHECK(outbox_next_claim(old, &claim));
    CHECK(claim.restored && claim.stream[0] == 0x66);
    CHECK(found(old, "anna", 2) == NULL);
    CHECK_NUMBER(outbox_granted(old, claim.stream, (uint64_t[LANE_COUNT]){0}), ERROR_NONE);
    CHECK(backup.restored);
    site_folder_sync(&backup, old);
    CHECK(!backup.restored);
    CHECK_NUMBER(offered(old, LANE_FLOOR), 1);
    outbox_destroy(old);
    site_folder_finish(&backup);
    end(&site);
}

/* Rule L9, and counterexample 7. */
static void who_is_fenced_stops_until_an_operator_takes_over(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    outbox_fenced(site.outbox);
    struct outbox_wish wish = wish_of("anna", 2, LANE_FLOOR, 0);
    const struct outbox_entry *entry;
    CHECK_NUMBER(outbox_keep(site.outbox, &wish, &entry), ERROR_FENCED);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 0);
    CHECK(!outbox_may_say_fenced(site.outbox));
    site_folder_sync(&site.folder, site.outbox);
    CHECK(outbox_may_say_fenced(site.outbox));
    restart(&site, 0x22); /* by a supervisor, not by an operator */
    struct outbox_claim claim;
    site_folder_sync(&site.folder, site.outbox);
    CHECK(!outbox_next_claim(site.outbox, &claim));
    CHECK_NUMBER(outbox_keep(site.outbox, &wish, &entry), ERROR_FENCED);
    outbox_destroy(site.outbox);
    site.outbox = site_folder_start(&site.folder, 0x33, true);
    CHECK(!outbox_next_claim(site.outbox, &claim));
    site_folder_sync(&site.folder, site.outbox);
    CHECK(outbox_next_claim(site.outbox, &claim) && claim.takeover);
    CHECK_NUMBER(outbox_granted(site.outbox, claim.stream, (uint64_t[LANE_COUNT]){0}), ERROR_NONE);
    site_folder_sync(&site.folder, site.outbox);
    CHECK(!site.folder.fenced);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    end(&site);
}

static void a_hub_that_knows_less_or_more_gets_another_stream(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 0);
    keep(site.outbox, "anna", 2, LANE_FLOOR, 0);
    site_folder_sync(&site.folder, site.outbox);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    ack(site.outbox, outbox_stream(site.outbox), "anna", 1, 1, false);
    outbox_cut(site.outbox);
    CHECK_NUMBER(grant(&site.folder, site.outbox, 0), ERROR_DAMAGED);
    CHECK(outbox_needs_stream(site.outbox));
    outbox_begin_stream(site.outbox, (const uint8_t *)"\x44\0\0\0\0\0\0\0");
    CHECK_NUMBER(grant(&site.folder, site.outbox, 7), ERROR_DAMAGED);
    outbox_begin_stream(site.outbox, (const uint8_t *)"\x55\0\0\0\0\0\0\0");
    CHECK_NUMBER(grant(&site.folder, site.outbox, 0), ERROR_NONE);
    CHECK_NUMBER(offered(site.outbox, LANE_FLOOR), 1);
    CHECK_NUMBER(found(site.outbox, "anna", 2)->number, 1);
    end(&site);
}

/* Rule B12, and counterexample 10. */
static void closing_stops_ballots_then_says_drained(void) {
    struct site site;
    begin(&site);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 3);
    CHECK_NUMBER(outbox_closing(site.outbox, 3, 5000, 1), ERROR_NONE);
    struct outbox_wish wish = wish_of("anna", 2, LANE_FLOOR, 3);
    const struct outbox_entry *entry;
    CHECK_NUMBER(outbox_keep(site.outbox, &wish, &entry), ERROR_LATE);
    keep(site.outbox, "anna", 3, LANE_FLOOR, 4);
    keep(site.outbox, "anna", 1, LANE_FLOOR, 3); /* was accepted in time */
    struct outbox_drained drained;
    CHECK(!outbox_next_drained(site.outbox, &drained));
    site_folder_sync(&site.folder, site.outbox);
    CHECK(outbox_next_drained(site.outbox, &drained));
    CHECK_NUMBER(drained.poll, 3);
    CHECK(drained.upto >= 1);
    CHECK(!outbox_next_drained(site.outbox, &drained));
    CHECK_NUMBER(outbox_closing(site.outbox, 3, 5000, 1), ERROR_NONE); /* the hub asks again */
    CHECK(outbox_next_drained(site.outbox, &drained));
    restart(&site, 0x22);
    CHECK_NUMBER(outbox_keep(site.outbox, &wish, &entry), ERROR_LATE);
    CHECK_NUMBER(grant(&site.folder, site.outbox, 0), ERROR_NONE);
    CHECK(outbox_next_drained(site.outbox, &drained));
    CHECK_NUMBER(drained.upto, 2);
    CHECK(memcmp(drained.stream, outbox_stream(site.outbox), STREAM_SIZE) == 0);
    end(&site);
}

static void caps_are_said(void) {
    struct site site;
    begin(&site);
    const struct outbox_entry *entry;
    for (int i = 0; i < LIMIT_OUTBOX_ENTRIES_OF_PERSON; i++)
        keep(site.outbox, "anna", (uint8_t)i, LANE_REST, 0);
    struct outbox_wish wish = wish_of("anna", 250, LANE_REST, 0);
    CHECK_NUMBER(outbox_keep(site.outbox, &wish, &entry), ERROR_BUSY);
    wish = wish_of("", 1, LANE_REST, 0);
    CHECK_NUMBER(outbox_keep(site.outbox, &wish, &entry), ERROR_OUT_OF_RANGE);
    wish = wish_of("bert", 1, LANE_REST, 0);
    wish.params.length = LIMIT_OUTBOX_PARAMS_BYTES + 1;
    CHECK_NUMBER(outbox_keep(site.outbox, &wish, &entry), ERROR_OUT_OF_RANGE);
    wish = wish_of("bert", 1, LANE_REST, 9); /* a ballot belongs into LANE_FLOOR: drained speaks of that */
    CHECK_NUMBER(outbox_keep(site.outbox, &wish, &entry), ERROR_OUT_OF_RANGE);
    end(&site);
}

/* Keep, claim, offer, ack, close; the nth allocation and all after it fail. Whatever came of it, the folder starts again and holds what was kept. */
static bool lives_through(unsigned long nth) {
    struct site site;
    site_folder_init(&site.folder, 1);
    memory_fail_from(nth);
    site.outbox = site_folder_start(&site.folder, 0x11, false);
    bool whole = site.outbox != NULL;
    size_t kept = 0;
    if (whole) {
        grant(&site.folder, site.outbox, 0);
        for (uint8_t key = 1; key <= 20; key++) {
            struct outbox_wish wish = wish_of("anna", key, LANE_FLOOR, 3);
            const struct outbox_entry *entry;
            enum error error = outbox_keep(site.outbox, &wish, &entry);
            CHECK(error == ERROR_NONE || error == ERROR_NO_MEMORY);
            kept += error == ERROR_NONE;
            whole = whole && !error;
        }
        whole = outbox_closing(site.outbox, 3, 5000, 1) == ERROR_NONE && whole;
        site_folder_sync(&site.folder, site.outbox);
        struct outbox_offer offer;
        while (outbox_next_offer(site.outbox, &offer)) {
            struct outbox_result result = {.person = text_of("anna"), .result = text_of(RESULT)};
            memcpy(result.key, offer.entry->wish.key, KEY_SIZE);
            if (outbox_ack(site.outbox, offer.stream, LANE_FLOOR, offer.number, &result, 1))
                break;
        }
        site_folder_sync(&site.folder, site.outbox);
    }
    outbox_destroy(site.outbox);
    memory_fail_from(0);
    CHECK_NUMBER(site.folder.count, kept);
    site.outbox = site_folder_start(&site.folder, 0x22, false);
    CHECK(site.outbox != NULL);
    end(&site);
    return whole;
}

static void every_allocation_may_fail(void) {
    unsigned long nth = 1;
    while (nth < 1000 && !lives_through(nth)) {
        check_note("allocation %lu", nth);
        nth++;
    }
    CHECK(nth > 20 && nth < 1000);
}

static const struct check_test tests[] = {
    {"kept is said when it is durable", kept_is_said_when_it_is_durable},
    {"the same key again gets the state of the first", the_same_key_again_gets_the_state_of_the_first},
    {"what could not be stored is forgotten and said", what_could_not_be_stored_is_forgotten_and_said},
    {"a start numbers from one in the order of acceptance", a_start_numbers_from_one_in_the_order_of_acceptance},
    {"the floor goes first, and each lane in order", the_floor_goes_first_and_each_lane_in_order},
    {"no more is under way than the window", no_more_is_under_way_than_the_window},
    {"a gap sends the lane back", a_gap_sends_the_lane_back},
    {"the ack of another stream settles nothing", the_ack_of_another_stream_settles_nothing},
    {"an ack settles what it names and no more", an_ack_settles_what_it_names_and_no_more},
    {"an entry goes when its result is durable", an_entry_goes_when_its_result_is_durable},
    {"a passing result is offered again", a_passing_result_is_offered_again},
    {"a cut link offers nothing and comes back where it was", a_cut_link_offers_nothing_and_comes_back_where_it_was},
    {"streams are claimed one after another", streams_are_claimed_one_after_another},
    {"a restored folder says so until it is granted", a_restored_folder_says_so_until_it_is_granted},
    {"who is fenced stops until an operator takes over", who_is_fenced_stops_until_an_operator_takes_over},
    {"a hub that knows less or more gets another stream", a_hub_that_knows_less_or_more_gets_another_stream},
    {"closing stops ballots, then says drained", closing_stops_ballots_then_says_drained},
    {"caps are said", caps_are_said},
    {"every allocation may fail", every_allocation_may_fail},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
