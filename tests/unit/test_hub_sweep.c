/* The sweep announces to the transport what it writes next, so that memory is asked for it meanwhile: nobody else, and nobody who is not there. */
#include "support/check.h"
#include "support/world.h"

#include "base/log.h"
#include "hub/channel.h"
#include "hub/subscriber.h"
#include <string.h>

enum { PHONES = 6 };

struct crowd {
    struct world *world;
    struct world_client *phones[PHONES]; /* in the order of the channel: the last is visited first */
    size_t writes[PHONES], expected[PHONES];
    struct channel *channel;
};

static void begin(struct crowd *crowd) {
    static const char *const PEOPLE[PHONES] = {"hall-0001", "hall-0002", "hall-0003", "dc07-0001", "dc07-0002", "dc07-0003"};
    crowd->world = world_create("tests/scenarios/programme.json", NULL);
    for (size_t i = 0; i < PHONES; i++)
        world_join(crowd->world, PEOPLE[i]);
    world_settle(crowd->world);
    crowd->channel = world_join(crowd->world, PEOPLE[0])->subscriber->channel;
    CHECK_NUMBER(crowd->channel->subscriber_count, PHONES);
    for (size_t i = 0; i < PHONES; i++)
        crowd->phones[i] = crowd->channel->subscribers[i]->connection;
}

/* Nobody has it yet. */
static void tell_all(struct crowd *crowd) {
    static const char NOTICE[] = "{\"jsonrpc\":\"2.0\",\"method\":\"live\",\"params\":{}}";
    for (size_t i = 0; i < PHONES; i++) {
        crowd->writes[i] = crowd->phones[i]->writes;
        crowd->expected[i] = crowd->phones[i]->expected;
    }
    channel_announce(crowd->channel, NOTICE, sizeof NOTICE - 1);
}

static size_t written(const struct crowd *crowd, size_t phone) {
    return crowd->phones[phone]->writes - crowd->writes[phone];
}

static size_t announced(const struct crowd *crowd, size_t phone) {
    return crowd->phones[phone]->expected - crowd->expected[phone];
}

static void end(struct crowd *crowd) {
    world_settle(crowd->world);
    world_destroy(crowd->world);
}

static void each_is_announced_before_it_is_written_to(void) {
    struct crowd crowd;
    begin(&crowd);
    tell_all(&crowd);
    for (size_t next = PHONES; next-- > 0;) {
        CHECK_NUMBER(announced(&crowd, next), next == PHONES - 1 ? 0 : 1); /* before the first there was nobody */
        CHECK_NUMBER(written(&crowd, next), 0);
        CHECK(hub_sweep(crowd.world->hub, 1) == (next > 0));
        CHECK_NUMBER(written(&crowd, next), 1);
        for (size_t later = 0; next > 0 && later < next - 1; later++)
            CHECK_NUMBER(announced(&crowd, later), 0);
    }
    CHECK(!hub_sweep(crowd.world->hub, PHONES)); /* and behind the last one nobody */
    for (size_t i = 0; i < PHONES; i++)
        CHECK_NUMBER(announced(&crowd, i), i == PHONES - 1 ? 0 : 1);
    end(&crowd);
}

static void who_gets_nothing_is_not_announced(void) {
    enum { FULL = 3, CLOSING = 1 };
    struct crowd crowd;
    begin(&crowd);
    crowd.phones[FULL]->blocked = true;
    tell_all(&crowd);
    while (hub_sweep(crowd.world->hub, PHONES)) {
    }
    subscriber_close(crowd.phones[CLOSING]->subscriber, HUB_CLOSE_SIGNED_OUT); /* its socket says later that it is gone */
    tell_all(&crowd);
    while (hub_sweep(crowd.world->hub, PHONES)) {
    }
    for (size_t i = 0; i < PHONES; i++) {
        bool hears = i != FULL && i != CLOSING;
        CHECK_NUMBER(written(&crowd, i), hears);
        CHECK_NUMBER(announced(&crowd, i), hears && i != PHONES - 1);
    }
    end(&crowd);
}

/* Between two slices of the sweep a socket may break, also that of who comes next. */
static void who_was_announced_may_be_gone(void) {
    struct crowd crowd;
    begin(&crowd);
    tell_all(&crowd);
    CHECK(hub_sweep(crowd.world->hub, 1));
    CHECK_NUMBER(announced(&crowd, PHONES - 2), 1);
    world_leave(crowd.phones[PHONES - 2]);
    while (hub_sweep(crowd.world->hub, 1)) {
    }
    for (size_t i = 0; i < PHONES; i++)
        CHECK_NUMBER(written(&crowd, i), i != PHONES - 2);
    end(&crowd);
}

static void a_transport_need_not_care(void) {
    struct crowd crowd;
    begin(&crowd);
    crowd.world->transport.expect = NULL;
    tell_all(&crowd);
    while (hub_sweep(crowd.world->hub, PHONES)) {
    }
    for (size_t i = 0; i < PHONES; i++) {
        CHECK_NUMBER(written(&crowd, i), 1);
        CHECK_NUMBER(announced(&crowd, i), 0);
    }
    end(&crowd);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"each is announced before it is written to", each_is_announced_before_it_is_written_to},
        {"who gets nothing is not announced", who_gets_nothing_is_not_announced},
        {"who was announced may be gone", who_was_announced_may_be_gone},
        {"a transport need not care", a_transport_need_not_care},
    };
    log_set_descriptor(-1);
    return CHECK_MAIN(TESTS, count, words);
}
