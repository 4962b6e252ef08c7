/* The ring of a channel: whatever is put in and wherever a listener stands, it gets every frame once and in order, or a snapshot. */
#include "support/check.h"
#include "support/world.h"

#include <stdlib.h>
#include <string.h>

enum { RING = 1000, LISTENERS = 5, ROUNDS = 20000 };

static uint64_t seed = 88172645463325252u;

static unsigned draw(unsigned below) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)(seed % below);
}

struct listener {
    uint64_t cursor;
    unsigned next; /* number of the notice it expects */
    unsigned lost; /* times it was overtaken */
};

/* Notices are texts "number:xxxx..."; the listener checks that they follow each other. */
static void listen(struct channel *channel, struct listener *listener, unsigned latest) {
    const char *bytes;
    if (listener->cursor < channel->first_frame) {
        listener->lost++;
        listener->cursor = channel->end_frame;
        listener->next = latest + 1;
        return;
    }
    size_t run;
    while ((run = channel_run(channel, &listener->cursor, 1 + draw(600), true, &bytes)) > 0) {
        for (size_t at = 0; at < run;) {
            size_t length = (unsigned char)bytes[at + 1], header = 2;
            if (length == 126) {
                length = (size_t)(unsigned char)bytes[at + 2] << 8 | (unsigned char)bytes[at + 3];
                header = 4;
            }
            if (!CHECK_NUMBER(strtoul(bytes + at + header, NULL, 10), listener->next))
                return;
            listener->next++;
            at += header + length;
        }
    }
    CHECK_NUMBER(listener->next, latest + 1);
}

static void listeners_get_every_frame_once_and_in_order(void) {
    struct channel *channel = channel_create(NULL, (struct audience){.kind = AUDIENCE_PARTICIPANT}, RING);
    struct listener listeners[LISTENERS] = {0};
    unsigned lost = 0;
    for (unsigned number = 0; number < ROUNDS; number++) {
        char text[400];
        int length = snprintf(text, sizeof text, "%u:", number);
        size_t padding = draw(draw(4) ? 40 : 330);
        memset(text + length, 'x', padding);
        channel_announce(channel, text, (size_t)length + padding);
        for (unsigned i = 0; i < LISTENERS; i++)
            if (draw(2 + i * 2) == 0)
                listen(channel, &listeners[i], number);
        CHECK(channel->end_frame - channel->first_frame <= channel->frame_capacity);
    }
    for (unsigned i = 0; i < LISTENERS; i++)
        lost += listeners[i].lost;
    CHECK(lost > 10 && lost < ROUNDS); /* both courses were taken */
    channel_destroy(channel);
}

static void a_frame_too_large_for_the_ring_becomes_a_snapshot(void) {
    struct world *world = world_create("tests/scenarios/programme.json", NULL);
    world->hub->limits.channel_ring_bytes = 300;
    struct world_client *desk = world_join(world, "an");
    struct world_client *phone = world_join(world, "hall-0001");
    world_call_text(phone, "question.submit",
                    "{\"text\":\"một câu hỏi dài một câu hỏi dài một câu hỏi dài một câu hỏi dài một câu hỏi dài một câu hỏi dài\"}");
    world_settle(world);
    CHECK(world_laws_hold(world));
    CHECK_NUMBER(desk->gaps, 0);
    world_destroy(world);
}

static void resuming(void) {
    struct world *world = world_create("tests/scenarios/programme.json", NULL);
    struct world_client *phone = world_join(world, "hall-0001");
    const struct channel *channel = phone->subscriber->channel;
    uint64_t cursor, floor = channel->floor;
    world_call_text(world_join(world, "an"), "agenda.start", "{\"item\":1,\"rev\":1}");
    CHECK(!channel_can_resume(channel, floor - 1, &cursor));
    CHECK(channel_can_resume(channel, floor, &cursor));
    CHECK_NUMBER(cursor, channel->end_frame - 1);
    CHECK(channel_can_resume(channel, channel->to, &cursor));
    CHECK_NUMBER(cursor, channel->end_frame);
    world_destroy(world);
}

int main(int count, char **words) {
    static const struct check_test TESTS[] = {
        {"listeners get every frame once and in order", listeners_get_every_frame_once_and_in_order},
        {"a frame too large for the ring becomes a snapshot", a_frame_too_large_for_the_ring_becomes_a_snapshot},
        {"resuming by cursor", resuming},
    };
    return CHECK_MAIN(TESTS, count, words);
}
