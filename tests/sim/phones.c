/* The phones: they hold what they made until they have the hub's result, and switch paths as they like. */
#include "sim/sim.h"

#include <stdio.h>
#include <string.h>

struct person_name person_name(const struct sim *sim, int phone) {
    struct person_name name;
    const struct phone *it = &sim->phone[phone];
    snprintf(name.text, sizeof name.text, "%s-%04d", site_name(it->site).text, (int)it->person - sim->first_person[it->site] + 1);
    return name;
}

static uint32_t some_choice(struct sim *sim, enum poll_type type) {
    uint32_t one = sim_draw(sim, 10) < 5 ? 1 : sim_draw(sim, 10) < 7 ? 2 : 4;
    return type == POLL_MULTIPLE && sim_chance(sim, 40) ? (one == 1 ? 3 : 5) : one;
}

static void make_ballot(struct sim *sim, struct made *made, struct phone *phone, int poll) {
    made->kind = BALLOT;
    made->lane = LANE_FLOOR;
    made->poll = poll;
    made->choice = some_choice(sim, sim->poll_type[poll]);
    made->device = phone->device;
    made->counter = ++phone->counter[poll];
}

void phone_makes(struct sim *sim, int phone) {
    struct phone *it = &sim->phone[phone];
    int poll = desk_running(sim);
    if (sim->command_count == sim->scale.commands || it->held_count == HELD || (!poll && !sim_chance(sim, 25)))
        return;
    int command = sim->command_count++;
    struct made *made = &sim->commands[command];
    *made = (struct made){.phone = phone, .person = it->person, .index = it->made++, .shown = NONE, .early = INT64_MAX, .proved_at = INT64_MAX,
                          .recorded_at = INT64_MAX, .at = INT64_MAX, .kind = QUESTION, .lane = LANE_QUESTIONS};
    if (poll && sim_chance(sim, 80)) {
        make_ballot(sim, made, it, poll);
    } else if (sim_chance(sim, 50)) {
        made->kind = REQUEST;
        made->lane = LANE_FLOOR;
    }
    it->held[it->held_count++] = (struct held){.command = command, .sent = !it->connected};
    static const char *const KINDS[] = {"a ballot", "a question", "a request to speak"};
    sim_say(sim, "phone %d of %s makes command %d, %s", phone, person_name(sim, phone).text, command, KINDS[made->kind]);
}

void phone_cut(struct sim *sim, int phone) {
    struct phone *it = &sim->phone[phone];
    it->connected = false;
    it->connection++;
    for (int i = 0; i < it->held_count; i++)
        it->held[i].received = false;
}

void phone_connects(struct sim *sim, int phone, int process) {
    struct phone *it = &sim->phone[phone];
    phone_cut(sim, phone);
    it->connected = true;
    it->to_hub = process == NONE;
    it->process = process;
    for (int i = 0; i < it->held_count; i++)
        it->held[i].sent = !sim->rules.phones_send_all && i + 1 < it->held_count;
    sim_say(sim, "phone %d connects to %s %d", phone, it->to_hub ? "the hub" : "process", process);
    if (it->to_hub && sim->rules.asked_again)
        phone_sees(sim, phone);
}

void phone_sends(struct sim *sim, int phone) {
    struct phone *it = &sim->phone[phone];
    int next = 0;
    while (next < it->held_count && it->held[next].sent)
        next++;
    if (!it->connected || next == it->held_count || (!it->to_hub && (!sim->process[it->process].alive || sim->process[it->process].stopped)))
        return;
    it->held[next].sent = true;
    int command = it->held[next].command;
    sim_say(sim, "phone %d sends command %d", phone, command);
    if (it->to_hub)
        hub_from_phone(sim, command);
    else
        site_from_phone(sim, it->process, command);
}

/* Its storage is cleared: another device from now on, and what it held is nobody's. */
void phone_forgets(struct sim *sim, int phone) {
    struct phone *it = &sim->phone[phone];
    phone_cut(sim, phone);
    for (int i = 0; i < it->held_count; i++)
        sim->commands[it->held[i].command].orphan = true;
    it->held_count = 0;
    it->device = sim_draw(sim, UINT64_MAX);
    memset(it->counter, 0, sizeof it->counter);
    sim_say(sim, "the storage of phone %d is cleared", phone);
}

static void let_go(struct phone *phone, int command) {
    for (int i = 0; i < phone->held_count; i++)
        if (phone->held[i].command == command) {
            memmove(&phone->held[i], &phone->held[i + 1], (size_t)(--phone->held_count - i) * sizeof phone->held[0]);
            return;
        }
}

void phone_hears_kept(struct sim *sim, int command, const struct outbox_wish *kept, uint64_t stream) {
    struct made *made = &sim->commands[command];
    if (!made->kept_said)
        sim_say(sim, "phone %d hears that %d is kept", made->phone, command);
    made->kept_said = true;
    if (made->kind == BALLOT && kept->proof && !made->has_receipt) {
        made->has_receipt = true;
        made->receipt = (struct kept_receipt){.stamp = kept->stamp, .stamp_error = kept->stamp_error, .proof = true};
        memcpy(made->receipt.stream, &stream, STREAM_SIZE);
        made->receipt_epoch = kept->epoch;
    }
    if (!sim->rules.phones_hold)
        let_go(&sim->phone[made->phone], command);
}

void phone_hears(struct sim *sim, int command, enum error error) {
    struct made *made = &sim->commands[command];
    if (made->result_said)
        return;
    bool passing = error == ERROR_LATE || (error_is_passing(error) && sim->rules.passing_is_none);
    sim_say(sim, "phone %d hears of %d: %s%s", made->phone, command, error < ERROR_COUNT ? error_word(error) : "?", passing ? ", which is no result" : "");
    if (passing)
        return;
    made->result_said = true;
    made->result = error;
    let_go(&sim->phone[made->phone], command);
    if (!made->recorded)
        sim_fault(sim, "I3: the result of command %d was said and is not recorded", command);
}

void phone_sees(struct sim *sim, int phone) {
    const struct audience own = {AUDIENCE_PERSON, NO_SITE, sim->phone[phone].person};
    for (uint32_t poll = 1; poll <= POLLS; poll++) {
        struct row row;
        if (!view_row(sim->hub.published, own, ROW_MY_BALLOT, poll, &row))
            continue;
        int shown = row.record.state == STATE_RECORDED && !sim->rules.counted_after_final ? STATE_COUNTED : row.record.state;
        int mine = hub_command_of(row.record.key);
        for (int i = 0; i < sim->command_count; i++) {
            struct made *made = &sim->commands[i];
            if (made->kind != BALLOT || made->poll != (int)poll || made->phone != phone || made->orphan)
                continue;
            int state = i == mine ? shown : made->recorded ? STATE_NONE : made->shown; /* NONE: another of this person stands */
            if (state != made->shown)
                sim_say(sim, "phone %d is shown ballot %d as %s", phone, i, state ? STATE_WORDS.words[state] : "replaced");
            made->shown = state;
        }
    }
}
