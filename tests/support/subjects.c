#include "support/subjects.h"

#include "support/check.h"
#include <string.h>

static const char *const CONFIG = "tests/scenarios/policy.json";

const struct subject SUBJECTS[SUBJECT_COUNT] = {
    {FIELD_COUNT, "-", {{0}}},
    {FIELD_QUESTION, "pending", {{"dc07-0001", "question.submit", "{\"text\":\"Khi nào?\"}"}}},
    {FIELD_QUESTION, "returned", {{"dc07-0001", "question.submit", "{\"text\":\"Khi nào?\"}"}, {"moderator", "question.return", "{\"question\":1,\"rev\":1,\"note\":\"Rõ hơn\"}"}}},
    {FIELD_QUESTION, "approved", {{"dc07-0001", "question.submit", "{\"text\":\"Khi nào?\"}"}, {"moderator", "question.approve", "{\"question\":1,\"rev\":1}"},
      {"dc07-0002", "question.me_too", "{\"question\":1,\"on\":true}"}}},
    {FIELD_QUESTION, "asking",
     {{"dc07-0001", "question.submit", "{\"text\":\"Khi nào?\"}"}, {"moderator", "question.approve", "{\"question\":1,\"rev\":1}"}, {"chair", "question.ask", "{\"question\":1,\"rev\":2}"}}},
    {FIELD_QUESTION, "answered",
     {{"dc07-0001", "question.submit", "{\"text\":\"Khi nào?\"}"}, {"moderator", "question.approve", "{\"question\":1,\"rev\":1}"}, {"chair", "question.ask", "{\"question\":1,\"rev\":2}"},
      {"chair", "question.answer", "{\"question\":1,\"rev\":3}"}}},
    {FIELD_QUESTION, "rejected", {{"dc07-0001", "question.submit", "{\"text\":\"Khi nào?\"}"}, {"moderator", "question.reject", "{\"question\":1,\"rev\":1,\"reason\":\"off_topic\"}"}}},
    {FIELD_QUESTION, "withdrawn", {{"dc07-0001", "question.submit", "{\"text\":\"Khi nào?\"}"}, {"dc07-0001", "question.withdraw", "{\"question\":1}"}}},
    {FIELD_QUESTION, "merged",
     {{"dc07-0001", "question.submit", "{\"text\":\"Khi nào?\"}"}, {"dc12-0001", "question.submit", "{\"text\":\"Bao giờ?\"}"}, {"moderator", "question.merge", "{\"question\":1,\"rev\":1,\"into\":2}"}}},
    {FIELD_QUESTION, "slip without a name", {{"operator", "question.submit", "{\"text\":\"Khi nào?\",\"origin\":\"paper\"}"}}},
    {FIELD_QUESTION, "of an opinion", {{"moderator", "opinion.add", "{\"text\":\"Khi nào?\",\"site\":\"dc07\"}"}, {"moderator", "question.submit", "{\"opinion\":1}"}}},
    {FIELD_SPEAKER, "waiting", {{"dc07-0001", "speaker.request", "{}"}}},
    {FIELD_SPEAKER, "next", {{"dc07-0001", "speaker.request", "{}"}, {"chair", "speaker.call", "{\"speaker\":1,\"rev\":1}"},
      {"moderator", "site.measure_delay", "{\"site\":\"dc07\",\"videoDelay\":20000}"}}},
    {FIELD_SPEAKER, "ready", {{"dc07-0001", "speaker.request", "{}"}, {"chair", "speaker.call", "{\"speaker\":1,\"rev\":1}"}, {"operator", "speaker.ready", "{\"speaker\":1,\"rev\":2}"}}},
    {FIELD_SPEAKER, "speaking",
     {{"dc07-0001", "speaker.request", "{}"}, {"chair", "speaker.call", "{\"speaker\":1,\"rev\":1}"}, {"chair", "speaker.start", "{\"speaker\":1,\"rev\":2,\"seconds\":60}"}}},
    {FIELD_SPEAKER, "paused",
     {{"dc07-0001", "speaker.request", "{}"}, {"chair", "speaker.call", "{\"speaker\":1,\"rev\":1}"}, {"chair", "speaker.start", "{\"speaker\":1,\"rev\":2,\"seconds\":60}"},
      {"chair", "speaker.pause", "{\"speaker\":1,\"rev\":3}"}}},
    {FIELD_SPEAKER, "finished",
     {{"dc07-0001", "speaker.request", "{}"}, {"chair", "speaker.call", "{\"speaker\":1,\"rev\":1}"}, {"chair", "speaker.start", "{\"speaker\":1,\"rev\":2}"},
      {"chair", "speaker.finish", "{\"speaker\":1,\"rev\":3}"}}},
    {FIELD_SPEAKER, "withdrawn", {{"dc07-0001", "speaker.request", "{}"}, {"dc07-0001", "speaker.withdraw", "{\"speaker\":1}"}}},
    {FIELD_POLL, "draft", {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}}},
    {FIELD_POLL, "open", {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"dc07-0001", "poll.cast", "{\"poll\":1,\"device\":\"AAAAAAAAAAE\",\"counter\":1,\"choice\":\"yes\"}"}}},
    {FIELD_POLL, "closed",
     {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"dc07-0001", "poll.cast", "{\"poll\":1,\"device\":\"AAAAAAAAAAE\",\"counter\":1,\"choice\":\"yes\"}"}, {"chair", "poll.close", "{\"poll\":1,\"rev\":2}"}, {NULL, "wait", NULL}}},
    {FIELD_POLL, "published",
     {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"dc07-0001", "poll.cast", "{\"poll\":1,\"device\":\"AAAAAAAAAAE\",\"counter\":1,\"choice\":\"yes\"}"}, {"chair", "poll.close", "{\"poll\":1,\"rev\":2}"}, {NULL, "wait", NULL},
      {"chair", "poll.publish", "{\"poll\":1,\"rev\":5}"}}},
    {FIELD_POLL, "void, by another", /* proposed: whoever confirms is not who proposed */
     {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"chair-two", "poll.void", "{\"poll\":1,\"rev\":2,\"reason\":\"fault\"}"}}},
    {FIELD_POLL, "void",
     {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"chair-two", "poll.void", "{\"poll\":1,\"rev\":2,\"reason\":\"fault\"}"}, {"chair", "poll.confirm", "{\"poll\":1,\"rev\":3}"}}},
    {FIELD_POLL, "waiting for a site",
     {{NULL, "claims", "dc07"}, {"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"dc07-0001", "poll.cast", "{\"poll\":1,\"device\":\"AAAAAAAAAAE\",\"counter\":1,\"choice\":\"yes\"}"}, {"chair", "poll.close", "{\"poll\":1,\"rev\":2}"}, {NULL, "wait", NULL}}},
    {FIELD_POLL, "one came late",
     {{NULL, "claims", "dc07"}, {"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"dc07-0001", "poll.cast", "{\"poll\":1,\"device\":\"AAAAAAAAAAE\",\"counter\":1,\"choice\":\"yes\"}"}, {"chair", "poll.close", "{\"poll\":1,\"rev\":2}"}, {NULL, "wait", NULL},
      {"chair", "poll.announce", "{\"poll\":1,\"rev\":4}"}, {NULL, "late", "dc07"}}},
    {FIELD_POLL, "counted by hand",
     {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"operator-two", "count.enter", "{\"poll\":1,\"site\":\"dc07\",\"tally\":[1,0,0]}"}}},
    {FIELD_POLL, "hands confirmed",
     {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"live\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"operator-two", "count.enter", "{\"poll\":1,\"site\":\"dc07\",\"tally\":[1,0,0]}"},
      {"chair", "count.confirm", "{\"poll\":1,\"site\":\"dc07\",\"rev\":1}"}}},
    {FIELD_POLL, "hands published",
     {{"chair", "poll.draft", "{\"title\":{\"vi\":\"Thông qua\"},\"results\":\"hidden\"}"}, {"chair", "poll.open", "{\"poll\":1,\"rev\":1}"},
      {"operator-two", "count.enter", "{\"poll\":1,\"site\":\"dc07\",\"tally\":[2,0,0]}"},
      {"operator", "count.confirm", "{\"poll\":1,\"site\":\"dc07\",\"rev\":1}"},
      {"chair", "poll.close", "{\"poll\":1,\"rev\":2}"}, {NULL, "wait", NULL}, {"chair", "poll.publish", "{\"poll\":1,\"rev\":5}"}}},
    {FIELD_ITEM, "planned", {{0}}},
    {FIELD_ITEM, "current", {{"chair", "agenda.start", "{\"item\":1,\"rev\":1}"}}},
    {FIELD_ITEM, "list closed", {{"chair", "agenda.start", "{\"item\":1,\"rev\":1}"}, {"chair", "speakers.close", "{\"item\":1,\"rev\":2}"}}},
    {FIELD_ITEM, "done", {{"chair", "agenda.start", "{\"item\":1,\"rev\":1}"}, {"chair", "agenda.start", "{\"item\":2,\"rev\":1}"}}},
    {FIELD_ITEM, "waited for", {{"chair", "agenda.start", "{\"item\":1,\"rev\":1}"}, {"dc07-0001", "speaker.request", "{}"}}},
    {FIELD_ITEM, "clear proposed by another", /* proposed: whoever confirms is not who proposed */
     {{"chair", "agenda.start", "{\"item\":1,\"rev\":1}"}, {"dc07-0001", "speaker.request", "{}"}, {"chair-two", "speakers.clear", "{\"item\":1,\"rev\":2}"}}},
    {FIELD_MESSAGE_NUMBER, "to the desk", {{"operator", "message.send", "{\"to\":\"desk\",\"text\":\"Mất tiếng\"}"}}},
    {FIELD_MESSAGE_NUMBER, "to the site", {{"moderator", "message.send", "{\"to\":\"dc07\",\"text\":\"Chuẩn bị\"}"}}},
    {FIELD_LEASE, "nobody holds it", {{0}}},
    {FIELD_LEASE, "the operator holds it", {{"operator", "lease.take", "{\"site\":\"dc07\"}"}, {"moderator", "site.measure_delay", "{\"site\":\"dc07\",\"videoDelay\":20000}"},
      {"operator", "site.check_in", "{\"site\":\"dc07\",\"lacking\":[\"sound\"]}"},
      {"admin", "site.change", "{\"site\":\"dc07\",\"rev\":1,\"address\":\"https://dc07.example.vn:8443\"}"}}},
    {FIELD_LEASE, "another operator holds it", {{"operator-two", "lease.take", "{\"site\":\"dc07\"}"}}},
    {FIELD_LEASE, "given up", {{"operator", "lease.take", "{\"site\":\"dc07\"}"}, {"operator", "lease.give_up", "{\"site\":\"dc07\",\"lease\":1}"}}},
};

/* The process at the site claims it, or brings a ballot that it kept while the poll was open. */
static void site_does(struct world *world, const char *act, const char *site) {
    static const char STREAM[] = "AAAAAAAAAAM";
    struct world_client *link = strcmp(act, "claims") == 0 ? world_link(world, site) : world->links[0];
    if (strcmp(act, "claims") == 0)
        world_link_say(link, "link.claim", json_pack("{sissss}", "v", 1, "stream", STREAM, "folder", "AAAAAAAAAAAAAAAAAAAAAw"), true);
    else
        world_link_say(link, "link.offer",
                       json_pack("{sssssisssss{sssisssiss}sIsisbsi}", "stream", STREAM, "lane", "floor", "n", 1, "person", "dc07-0002", "method",
                                 "poll.cast", "params", "key", "AAAAAAAAAAAAAAAAAAAD_w", "poll", 1, "device", "AAAAAAAAAAE", "counter", 1,
                                 "choice", "no", "stamp", (json_int_t)WORLD_BEGIN, "stampError", 1, "proof", 1, "epoch",
                                 (int)world->hub->epoch),
                       false);
    CHECK_TEXT(world_error(link), "");
}

struct world *subject_world(const struct subject *subject) {
    struct world *world = world_create(CONFIG, NULL);
    for (const struct subject_step *step = subject->steps; step < subject->steps + SUBJECT_STEPS && step->method; step++) {
        if (!step->person && strcmp(step->method, "wait") != 0) {
            site_does(world, step->method, step->params);
            continue;
        }
        if (!step->person) {
            world_at(world, world->now + 5000);
            continue;
        }
        struct world_client *client = world_join(world, step->person);
        world_call_text(client, step->method, step->params);
        check_note("%s, %s by %s", subject->state, step->method, step->person);
        CHECK_TEXT(world_error(client), "");
    }
    if (subject->thing == FIELD_QUESTION && strcmp(subject->state, "merged") != 0) /* one to merge it with */
        world_call_text(world_join(world, "dc12-0001"), "question.submit", "{\"text\":\"Bao giờ?\"}");
    return world;
}
