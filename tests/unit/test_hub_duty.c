/* Which moderators and chairs are there: told to them and nobody else, and stored nowhere. */
#include "support/check.h"
#include "support/world.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json"; /* An is a moderator, Bình an admin, Chi a chair */

static void expect_on_duty(const struct world_client *client, const char *expected) {
    json_t *on_duty = json_object_get(client->live, "onDuty");
    char *found = on_duty ? json_dumps(on_duty, JSON_COMPACT) : strdup("");
    CHECK_TEXT(found, expected);
    free(found);
}

static void wait_a_moment(struct world *world) {
    world_at(world, world->now + DUTY_EVERY_MS);
}

/* An has two windows, and is there as long as one of them is. */
static void those_of_the_desk_know_of_each_other(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *an = world_join(world, "an");
    expect_on_duty(an, "[{\"person\":\"an\"}]"); /* at once */
    wait_a_moment(world);
    struct subscriber *first_window = an->subscriber;
    world_return(an);
    struct world_client *chi = world_join(world, "chi");
    expect_on_duty(chi, "[{\"person\":\"an\"},{\"person\":\"chi\"}]");
    wait_a_moment(world);
    expect_on_duty(an, "[{\"person\":\"an\"},{\"person\":\"chi\"}]");
    hub_disconnect(world->hub, first_window);
    wait_a_moment(world);
    expect_on_duty(chi, "[{\"person\":\"an\"},{\"person\":\"chi\"}]");
    world_leave(an);
    wait_a_moment(world);
    expect_on_duty(chi, "[{\"person\":\"chi\"}]");
    world_destroy(world);
}

static void nobody_else_is_told(void) {
    static const char *const OTHERS[] = {"hall-0001", "operator-07", "screen"};
    struct world *world = world_create(CONFIG, NULL);
    world_join(world, "an");
    for (size_t i = 0; i < sizeof OTHERS / sizeof OTHERS[0]; i++) {
        struct world_client *other = world_join(world, OTHERS[i]);
        uint64_t durable = world->hub->durable;
        world_at(world, world->now + BEAT_EVERY_MS);
        check_note("%s", OTHERS[i]);
        CHECK(other->live);
        expect_on_duty(other, "");
        CHECK_NUMBER(world->hub->durable, durable);
    }
    world_destroy(world);
}

/* An admin is shown what the desk is, and is not at it. */
static void an_admin_is_not_on_duty(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *binh = world_join(world, "binh");
    expect_on_duty(binh, "[]");
    struct world_client *an = world_join(world, "an");
    wait_a_moment(world);
    expect_on_duty(binh, "[{\"person\":\"an\"}]");
    world_leave(an);
    wait_a_moment(world);
    expect_on_duty(binh, "[]");
    world_destroy(world);
}

static void who_is_no_chair_any_more_is_not_on_duty(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *an = world_join(world, "an"), *binh = world_join(world, "binh");
    world_join(world, "chi");
    wait_a_moment(world);
    expect_on_duty(an, "[{\"person\":\"an\"},{\"person\":\"chi\"}]");
    world_set_password(world, "binh", "nine plain words");
    world_call_text(binh, "person.change", "{\"person\":\"chi\",\"roles\":[\"admin\"],\"password\":\"nine plain words\"}");
    CHECK_TEXT(world_error(binh), "");
    wait_a_moment(world);
    expect_on_duty(an, "[{\"person\":\"an\"}]");
    world_destroy(world);
}

/* A network that comes and goes makes no storm of notices. */
static void many_comings_are_told_in_one(void) {
    struct world *world = world_create(CONFIG, NULL);
    world_join(world, "an");
    wait_a_moment(world);
    world_leave(world_join(world, "chi"));
    world_at(world, world->now + 1);
    CHECK(world->hub->live[LIVE_ON_DUTY].changed);
    CHECK_NUMBER(hub_next_tick(world->hub), world->hub->live[LIVE_ON_DUTY].at);
    wait_a_moment(world);
    CHECK(!world->hub->live[LIVE_ON_DUTY].changed);
    world_destroy(world);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"those of the desk know of each other", those_of_the_desk_know_of_each_other},
        {"nobody else is told", nobody_else_is_told},
        {"an admin is not on duty", an_admin_is_not_on_duty},
        {"who is no chair any more is not on duty", who_is_no_chair_any_more_is_not_on_duty},
        {"many comings are told in one", many_comings_are_told_in_one},
    };
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
