/* The hub and its displays: what each has confirmed, told to the desk and nobody else, and stored nowhere. */
#include "support/check.h"
#include "support/world.h"

#include "base/log.h"
#include <stdlib.h>
#include <string.h>

static const char *const CONFIG = "tests/scenarios/programme.json";

static char *displays_of(const struct world_client *client) {
    json_t *displays = json_object_get(client->live, "displays");
    return displays ? json_dumps(displays, JSON_COMPACT) : strdup("");
}

static void expect_displays(const struct world_client *client, const char *expected) {
    char *found = displays_of(client);
    CHECK_TEXT(found, expected);
    free(found);
}

static void the_desk_is_told_what_each_display_has_drawn(void) {
    struct world *world = world_create(CONFIG, NULL);
    struct world_client *desk = world_join(world, "an"), *phone = world_join(world, "hall-0001"), *screen = world_join(world, "screen");
    uint64_t durable = world->hub->durable;
    world_at(world, world->now + BEAT_EVERY_MS);
    expect_displays(desk, "[{\"display\":\"screen\"}]"); /* there, and behind */
    expect_displays(phone, "");
    world_call_text(screen, "stage.confirm", "{\"stage\":\"main\",\"rev\":1}");
    CHECK_TEXT(world_error(screen), "");
    world_at(world, world->now + DISPLAYS_EVERY_MS);
    expect_displays(desk, "[{\"display\":\"screen\",\"stage\":\"main\",\"rev\":1}]");
    world_call_text(screen, "stage.confirm", "{\"stage\":\"screen\",\"rev\":2}");
    world_at(world, world->now + DISPLAYS_EVERY_MS);
    expect_displays(desk, "[{\"display\":\"screen\",\"stage\":\"screen\",\"rev\":2}]");
    world_call_text(screen, "stage.confirm", "{\"stage\":\"an\",\"rev\":2}");
    CHECK_TEXT(world_error(screen), "not_found");
    world_call_text(screen, "stage.confirm", "{\"stage\":\"main\"}");
    CHECK_TEXT(world_error(screen), "missing_field");
    world_call_text(phone, "stage.confirm", "{\"stage\":\"main\",\"rev\":1}");
    CHECK_TEXT(world_error(phone), "not_allowed");
    world_leave(screen);
    world_at(world, world->now + DISPLAYS_EVERY_MS);
    expect_displays(desk, "[]");
    CHECK_NUMBER(world->hub->durable, durable); /* none of it is stored */
    world_destroy(world);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"the desk is told what each display has drawn", the_desk_is_told_what_each_display_has_drawn},
    };
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
