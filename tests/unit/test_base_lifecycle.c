#include "base/lifecycle.h"
#include "support/check.h"

enum { DOOR_SHUT, DOOR_OPEN, DOOR_LOCKED };
enum { ACT_OPEN, ACT_SHUT, ACT_LOCK };

static const struct lifecycle_move moves[] = {
    {DOOR_SHUT, ACT_OPEN, DOOR_OPEN},
    {DOOR_OPEN, ACT_SHUT, DOOR_SHUT},
    {DOOR_SHUT, ACT_LOCK, DOOR_LOCKED},
};

static const struct lifecycle door = {"door", moves, sizeof(moves) / sizeof(moves[0])};

static void only_moves_of_the_table(void) {
    CHECK_NUMBER(lifecycle_next(&door, DOOR_SHUT, ACT_OPEN), DOOR_OPEN);
    CHECK_NUMBER(lifecycle_next(&door, DOOR_OPEN, ACT_SHUT), DOOR_SHUT);
    CHECK_NUMBER(lifecycle_next(&door, DOOR_SHUT, ACT_LOCK), DOOR_LOCKED);
    CHECK_NUMBER(lifecycle_next(&door, DOOR_OPEN, ACT_LOCK), -1);
    CHECK_NUMBER(lifecycle_next(&door, DOOR_LOCKED, ACT_OPEN), -1);
    CHECK_NUMBER(lifecycle_next(&door, 99, ACT_OPEN), -1);
}

static void an_empty_table_has_no_moves(void) {
    struct lifecycle nothing = {"nothing", NULL, 0};
    CHECK_NUMBER(lifecycle_next(&nothing, 0, 0), -1);
}

static const struct check_test tests[] = {
    {"only moves of the table", only_moves_of_the_table},
    {"an empty table has no moves", an_empty_table_has_no_moves},
};

int main(int count, char **words) {
    return CHECK_MAIN(tests, count, words);
}
