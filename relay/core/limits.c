#include "core/limits.h"

#include <stddef.h>

struct limits limits_default(void) {
    return (struct limits){
        .people = 20000,
        .questions = 20000,
        .speakers = 20000,
        .polls = 2000,
        .open_polls = 20,
        .ballots_per_person = 100,
        .message_bytes = 16 * 1024,
        .messages_per_minute = 120,
        .messages_burst = 40,
        .desk_messages_per_minute = 6000,
        .desk_messages_burst = 600,
        .questions_per_minute = 6,
        .questions_burst = 3,
        .connections = 15000,
        .connections_per_address = 4000,
        .commands_waiting = 16384,
        .subscriber_queue_bytes = 1024 * 1024,
        .channel_ring_bytes = 1024 * 1024,
        .poll_close_notice_ms = 1500,
        .sign_ins_failed_per_minute = 60,
        .site_results_least = 10,
        .messages = 5000,
        .opinions = 10000,
        .link_queue_bytes = 16 * 1024 * 1024,
        .operator_absent_ms = 30000,
        .offers_gather_ms = 20,
        .commands_gather_ms = 8,
    };
}

#define ROW(json, member, least, most) {json, (uint32_t)offsetof(struct limits, member), least, most}
const struct limit_row LIMIT_ROWS[] = {
    ROW("people", people, 1, 1000000),
    ROW("questions", questions, 1, 1000000),
    ROW("speakers", speakers, 1, 1000000),
    ROW("polls", polls, 1, 100000),
    ROW("openPolls", open_polls, 1, 10000),
    ROW("ballotsPerPerson", ballots_per_person, 1, 10000),
    ROW("messageBytes", message_bytes, 1024, 65536),
    ROW("messagesPerMinute", messages_per_minute, 1, 10000000),
    ROW("messagesBurst", messages_burst, 1, 1000000),
    ROW("deskMessagesPerMinute", desk_messages_per_minute, 1, 10000000),
    ROW("deskMessagesBurst", desk_messages_burst, 1, 1000000),
    ROW("questionsPerMinute", questions_per_minute, 1, 1000000),
    ROW("questionsBurst", questions_burst, 1, 1000000),
    ROW("connections", connections, 1, 1000000),
    ROW("connectionsPerAddress", connections_per_address, 1, 1000000),
    ROW("commandsWaiting", commands_waiting, 16, 1000000),
    ROW("subscriberQueueBytes", subscriber_queue_bytes, 65536, 67108864),
    ROW("channelRingBytes", channel_ring_bytes, 65536, 67108864),
    ROW("pollCloseNoticeMs", poll_close_notice_ms, 0, 60000),
    ROW("signInsFailedPerMinute", sign_ins_failed_per_minute, 1, 1000000),
    ROW("siteResultsLeast", site_results_least, 2, 1000000),
    ROW("messages", messages, 1, 100000),
    ROW("opinions", opinions, 1, 100000),
    ROW("linkQueueBytes", link_queue_bytes, 1048576, 268435456),
    ROW("operatorAbsentMs", operator_absent_ms, 1000, 3600000),
    ROW("offersGatherMs", offers_gather_ms, 0, 1000),
    ROW("commandsGatherMs", commands_gather_ms, 0, 1000),
};
#undef ROW
const uint32_t LIMIT_ROW_COUNT = sizeof LIMIT_ROWS / sizeof LIMIT_ROWS[0];
