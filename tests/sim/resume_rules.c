/* resume_rules.c - rules of the server turned off. The product has no switch for them: the linker puts these functions between the files of the product that call
 * the wrapped ones (tests/CMakeLists.txt, --wrap), and frames, hellos and claims are changed on their way. */
#include "codec/json_slice.h"
#include "sim/resume.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct resume_rules resume_rules;
unsigned resume_site_gaps;

struct resume_rules resume_rules_all(void) {
    struct resume_rules rules;
    bool *rule = (bool *)&rules;
    for (size_t i = 0; i < sizeof rules; i++)
        rule[i] = true;
    return rules;
}

/* ---- between the files of the hub ---- */

void __real_hub_forget_own_frames(struct hub *hub, uint32_t person);
void __wrap_hub_forget_own_frames(struct hub *hub, uint32_t person);
void __wrap_hub_forget_own_frames(struct hub *hub, uint32_t person) {
    if (resume_rules.entering_sets_floor)
        __real_hub_forget_own_frames(hub, person);
}

/* R8: rows that are decided, and not durable yet. */
struct message *__real_hub_own_snapshot(struct hub *hub, uint32_t person);
struct message *__wrap_hub_own_snapshot(struct hub *hub, uint32_t person);
struct message *__wrap_hub_own_snapshot(struct hub *hub, uint32_t person) {
    struct conference *published = hub->published;
    if (!resume_rules.published_only && hub->ahead)
        hub->published = hub->ahead;
    struct message *message = __real_hub_own_snapshot(hub, person);
    hub->published = published;
    return message;
}

bool __real_channel_can_resume(const struct channel *channel, uint64_t s, uint64_t *cursor);
bool __wrap_channel_can_resume(const struct channel *channel, uint64_t s, uint64_t *cursor);
bool __wrap_channel_can_resume(const struct channel *channel, uint64_t s, uint64_t *cursor) {
    return __real_channel_can_resume(channel, !resume_rules.floor_compared && s < channel->floor ? channel->floor : s, cursor);
}

uint64_t __real_hub_own_floor(const struct hub *hub, uint32_t person);
uint64_t __wrap_hub_own_floor(const struct hub *hub, uint32_t person);
uint64_t __wrap_hub_own_floor(const struct hub *hub, uint32_t person) {
    return resume_rules.floor_compared ? __real_hub_own_floor(hub, person) : 0;
}

/* ---- between the files of the site ---- */

enum replica_catch_up __real_replica_catch_up(const struct replica_channel *channel, int64_t s);
enum replica_catch_up __wrap_replica_catch_up(const struct replica_channel *channel, int64_t s);
enum replica_catch_up __wrap_replica_catch_up(const struct replica_channel *channel, int64_t s) {
    if (!resume_rules.behind_is_silent && channel->has_rows && s > (int64_t)channel->to)
        return REPLICA_CATCH_SNAPSHOT;
    if (!resume_rules.floor_compared && s >= 0 && s < (int64_t)channel->floor)
        s = (int64_t)channel->floor;
    return __real_replica_catch_up(channel, s);
}

/* As if it had not been derived for those who listen here. */
static void drop_last_frame(struct replica_channel *channel) {
    if (channel->count > 0)
        message_release(channel->frames[(channel->first + --channel->count) % channel->capacity].message);
}

enum error __real_replica_apply(struct replica *replica, struct text bytes, struct text params, bool is_snapshot, enum replica_change *change,
                                struct replica_channel **channel);
enum error __wrap_replica_apply(struct replica *replica, struct text bytes, struct text params, bool is_snapshot, enum replica_change *change,
                                struct replica_channel **channel);
enum error __wrap_replica_apply(struct replica *replica, struct text bytes, struct text params, bool is_snapshot, enum replica_change *change,
                                struct replica_channel **channel) {
    struct text value, name = {0};
    char text[CHANNEL_NAME_SIZE];
    (void)(json_member(params, "channel", &value) && json_word(value, &name));
    snprintf(text, sizeof text, "%.*s", (int)name.length, name.bytes);
    const struct replica_channel *before = replica_find(replica, text);
    uint64_t floor = before ? before->floor : 0;
    bool had_rows = before && before->has_rows;
    enum error error = __real_replica_apply(replica, bytes, params, is_snapshot, change, channel);
    resume_site_gaps += error || *change == REPLICA_GAP;
    if (error || *change == REPLICA_NOTHING || *change == REPLICA_GAP)
        return error;
    if (is_snapshot && had_rows && !resume_rules.snapshot_sets_floor)
        (*channel)->floor = floor;
    if (!is_snapshot && !resume_rules.each_frame_derived && (*channel)->to % 3 == 0)
        drop_last_frame(*channel);
    if (is_snapshot && !resume_rules.after_each_change)
        *change = REPLICA_NOTHING;
    return error;
}

void __real_site_person_changed(struct site *site);
void __wrap_site_person_changed(struct site *site);
void __wrap_site_person_changed(struct site *site) {
    if (resume_rules.leavers_closed)
        __real_site_person_changed(site);
}

/* ---- frames on their way ---- */

static void send_rows(struct text channel, uint64_t from, uint64_t to, struct text rows, void (*send)(void *context, struct text frame), void *context) {
    struct buffer text;
    buffer_init(&text);
    if (buffer_printf(&text, "{\"jsonrpc\":\"2.0\",\"method\":\"rows\",\"params\":{\"channel\":%.*s,\"from\":%" PRIu64 ",\"to\":%" PRIu64 ",\"rows\":[", (int)channel.length,
                      channel.bytes, from, to) ||
        buffer_append(&text, rows.bytes, rows.length) || buffer_append_text(&text, "]}}"))
        abort();
    send(context, (struct text){text.bytes, text.length});
    buffer_finish(&text);
}

void resume_send_frame(struct resume_sim *sim, struct text frame, void (*send)(void *context, struct text frame), void *context) {
    struct text value, method = {0}, params, channel, rows, row, first;
    uint64_t from = 0, to = 0;
    (void)sim;
    bool is_rows = json_member(frame, "method", &value) && json_word(value, &method) && text_equal_string(method, "rows") && json_member(frame, "params", &params) &&
                   json_member(params, "channel", &channel) && json_member(params, "from", &value) && json_number(value, &from) &&
                   json_member(params, "to", &value) && json_number(value, &to) && json_member(params, "rows", &rows);
    if (!is_rows || (resume_rules.from_is_previous_to && resume_rules.one_frame_a_batch)) {
        send(context, frame);
        return;
    }
    if (!resume_rules.from_is_previous_to)
        from = to - 1;
    struct text rest = rows, inside = {rows.bytes + 1, rows.length - 2};
    bool two = json_element(&rest, &first) && json_element(&rest, &row);
    if (resume_rules.one_frame_a_batch || !two) {
        send_rows(channel, from, to, inside, send, context);
        return;
    }
    send_rows(channel, from, to, first, send, context);
    send_rows(channel, from, to, (struct text){row.bytes, (size_t)(inside.bytes + inside.length - row.bytes)}, send, context);
}
