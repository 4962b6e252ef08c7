#include "support/world.h"

#include "auth/password.h"
#include <stdio.h>
#include <stdlib.h>

void world_set_password(struct world *world, const char *person, const char *password) {
    struct command command = {.type = COMMAND_PASSWORD_SET, .actor = NO_PERSON, .now = world->now};
    char hash[PASSWORD_HASH_SIZE];
    record_text(&command.record, FIELD_PERSON, text_of(person));
    if (password_hash(text_of(password), hash)) {
        printf("a password cannot be hashed\n");
        exit(1);
    }
    record_text(&command.record, FIELD_PASSWORD_HASH, text_of(hash));
    if (hub_enqueue(world->hub, (struct reference){UINT32_MAX, 0}, "null", WAITING_CREDENTIAL, &command, NULL)) {
        printf("a password cannot be set\n");
        exit(1);
    }
    hub_proceed(world->hub);
    world_settle(world);
}
