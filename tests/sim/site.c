/* Processes at sites: the real outbox and the real clock, over a machine and a folder in memory. */
#include "sim/sim.h"

#include <stdio.h>
#include <string.h>

/* --- machines --- */

/* CLOCK_BOOTTIME of the machine, ms. */
static int64_t uptime_at(const struct sim_folder *machine, int64_t now) {
    int64_t up = now - machine->booted;
    return up + up * machine->drift / 1000000;
}

static int64_t asleep_until(const struct sim_folder *machine, int64_t now) {
    return machine->asleep + (machine->asleep_since ? now - machine->asleep_since : 0);
}

/* With a rule off, the process reads another clock instead. */
static int64_t clock_read(const struct sim *sim, const struct sim_folder *machine, int64_t now) {
    if (!sim->rules.boottime)
        return now + machine->wall;
    return uptime_at(machine, now) - (sim->rules.runs_asleep ? 0 : asleep_until(machine, now));
}

int site_folder_new(struct sim *sim, int site, const struct sim_folder *backup_of) {
    if (sim->folder_count == sim->scale.folders)
        return NONE;
    struct sim_folder *folder = &sim->folder[sim->folder_count];
    *folder = (struct sim_folder){.exists = true, .site = site, .poll_seen = {NONE, NONE, NONE, NONE}, .drift = (int)sim_draw(sim, 401) - 200,
                                  .booted = sim->now - (int64_t)sim_draw(sim, 2000), .wall = (int64_t)sim_draw(sim, 2000)};
    if (backup_of) {
        site_folder_copy(&backup_of->held, &folder->held);
        memcpy(folder->poll_seen, backup_of->poll_seen, sizeof folder->poll_seen);
        folder->starts = backup_of->starts;
    } else {
        site_folder_init(&folder->held, (uint8_t)(sim->folder_count + 1));
    }
    return sim->folder_count++;
}

/* --- processes --- */

int site_start(struct sim *sim, int folder, bool takeover) {
    if (folder == NONE)
        return NONE;
    struct sim_folder *from = &sim->folder[folder];
    for (int i = 0; i < sim->process_count; i++)
        if (sim->process[i].alive && sim->process[i].folder == folder)
            return NONE; /* it is locked */
    if (sim->process_count == sim->scale.processes || !from->exists)
        return NONE;
    from->starts++;
    uint64_t stream = sim->rules.fresh_streams ? sim_draw(sim, UINT64_MAX) : from->starts;
    struct outbox *outbox = site_folder_start(&from->held, stream, takeover);
    if (!outbox) {
        sim_fault(sim, "the folder %d does not start", folder);
        return NONE;
    }
    outbox_set_rules(outbox, sim->rules.link);
    struct process *process = &sim->process[sim->process_count];
    *process = (struct process){.alive = true, .link_up = !sim_chance(sim, from->held.restored ? 60 : 25), .site = from->site, .folder = folder,
                                .outbox = outbox, .started = sim->now};
    site_clock_init(&process->clock);
    if (!sim->rules.this_boot)
        process->clock = from->clock;
    sim_say(sim, "process %d starts on folder %d of site %d%s%s", sim->process_count, folder, from->site, takeover ? ", takes over" : "",
            from->held.restored ? ", restored" : "");
    return sim->process_count++;
}

void site_kill(struct sim *sim, int process) {
    struct process *it = &sim->process[process];
    if (!it->alive)
        return;
    sim_say(sim, "process %d is killed", process);
    sim->folder[it->folder].clock = it->clock;
    outbox_destroy(it->outbox);
    it->outbox = NULL;
    it->alive = false;
    for (int phone = 0; phone < sim->phones; phone++)
        if (sim->phone[phone].connected && !sim->phone[phone].to_hub && sim->phone[phone].process == process)
            phone_cut(sim, phone);
    hub_link_lost(sim, process);
}

void site_cut(struct sim *sim, int process) {
    if (sim->process[process].alive)
        outbox_cut(sim->process[process].outbox);
    sim->process[process].connection++;
    hub_link_lost(sim, process);
}

void site_link(struct sim *sim, int process, bool up) {
    struct process *it = &sim->process[process];
    if (it->link_up == up)
        return;
    it->link_up = up;
    sim_say(sim, "the link of process %d is %s", process, up ? "back" : "cut");
    site_cut(sim, process);
}

/* Only who is granted the site gets its channels. */
static bool is_linked(const struct sim *sim, int process) {
    const struct process *it = &sim->process[process];
    const struct sim_hub *hub = &sim->hub;
    return it->alive && !it->stopped && it->link_up && hub->link[it->site] == process && hub->link_connection[it->site] == it->connection &&
           hub->offers[it->site].granted;
}

/* link.time: an answer that comes now was asked for `there + back` ago. */
void site_samples(struct sim *sim, int process) {
    struct process *it = &sim->process[process];
    const struct sim_folder *machine = &sim->folder[it->folder];
    int64_t most = sim_chance(sim, 85) ? 60 : 3000;
    int64_t there = (int64_t)sim_draw(sim, (uint64_t)most), back = (int64_t)sim_draw(sim, (uint64_t)most);
    int64_t read = sim->now - back, sent = read - there;
    if (!it->link_up || sent < it->started || sent < sim->hub.started || sent < machine->booted)
        return;
    site_clock_sample(&it->clock, clock_read(sim, machine, sent), clock_read(sim, machine, sim->now), read + sim->hub.offset, sim->hub.epoch);
}

void site_sees(struct sim *sim, int process) {
    struct row row;
    for (int poll = 1; poll <= POLLS && is_linked(sim, process); poll++)
        if (hub_poll_row(sim, poll, &row))
            sim->folder[sim->process[process].folder].poll_seen[poll] = row.record.state;
    for (int i = 0; i < sim->phones_each && is_linked(sim, process); i++) {
        int phone = sim->process[process].site * sim->phones_each + i;
        if (sim->phone[phone].connected && !sim->phone[phone].to_hub && sim->phone[phone].process == process)
            phone_sees(sim, phone);
    }
}

/* --- people --- */

/* Tells the phones that are here what is known of what they sent over this connection. */
static void tell_phone(struct sim *sim, int process, int phone) {
    struct phone *it = &sim->phone[phone];
    struct person_name name = person_name(sim, phone);
    for (int i = 0; i < it->held_count; i++) {
        int command = it->held[i].command;
        uint8_t key[KEY_SIZE];
        hub_key(command, key);
        const struct outbox_entry *entry = it->held[i].received ? outbox_find(sim->process[process].outbox, text_of(name.text), key) : NULL;
        if (!entry || entry->state == OUTBOX_ACCEPTED)
            continue;
        int before = it->held_count;
        if (entry->state == OUTBOX_SETTLED)
            phone_hears(sim, command, entry->result.length ? (enum error)(entry->result.bytes[0] - 1) : ERROR_NONE);
        else
            phone_hears_kept(sim, command, &entry->wish, sim_stream(outbox_stream(sim->process[process].outbox)));
        i -= before - it->held_count;
    }
}

static void tell(struct sim *sim, int process) {
    if (!sim->process[process].alive)
        return;
    for (int i = 0; i < sim->phones_each; i++) {
        int phone = sim->process[process].site * sim->phones_each + i;
        const struct phone *it = &sim->phone[phone];
        if (it->connected && !it->to_hub && it->process == process)
            tell_phone(sim, process, phone);
    }
}

static void stamp(const struct sim *sim, const struct process *it, struct outbox_wish *wish) {
    const struct sim_folder *machine = &sim->folder[it->folder];
    struct site_stamp stamp = site_clock_stamp(&it->clock, clock_read(sim, machine, sim->now), sim->now + machine->wall);
    if (!sim->rules.error_bound && it->clock.has_sample) {
        stamp.proof = true;
        stamp.error = 0;
    }
    wish->stamp = stamp.at;
    wish->stamp_error = stamp.error;
    wish->proof = stamp.proof;
    wish->epoch = stamp.epoch;
}

void site_from_phone(struct sim *sim, int process, int command) {
    struct process *it = &sim->process[process];
    const struct made *made = &sim->commands[command];
    if (!it->alive || it->stopped)
        return;
    struct person_name name = person_name(sim, made->phone);
    struct outbox_wish wish = {.lane = sim->rules.lanes ? made->lane : LANE_FLOOR, .person = text_of(name.text), .poll = (uint32_t)made->poll};
    char params[48]; /* the true time of acceptance: the outbox does not look inside */
    snprintf(params, sizeof params, "%lld", (long long)sim->now);
    hub_key(command, wish.key);
    memcpy(wish.digest, &command, sizeof command);
    wish.params = text_of(params);
    stamp(sim, it, &wish);
    bool known = outbox_find(it->outbox, wish.person, wish.key) != NULL;
    if (made->kind == BALLOT && !known && sim->rules.open_polls_only && sim->folder[it->folder].poll_seen[made->poll] != STATE_OPEN) {
        phone_cut(sim, made->phone); /* the hub's to judge: it goes there */
        return;
    }
    const struct outbox_entry *entry;
    enum error error = outbox_keep(it->outbox, &wish, &entry);
    sim_say(sim, "process %d gets command %d: %s%s", process, command, error_word(error), wish.proof ? "" : ", time not provable");
    struct phone *phone = &sim->phone[made->phone];
    for (int i = 0; i < phone->held_count && !error; i++)
        if (phone->held[i].command == command)
            phone->held[i].received = true;
    if (error == ERROR_LATE)
        phone_hears(sim, command, error);
    else if (error)
        phone_cut(sim, made->phone); /* what comes behind must not overtake it */
    tell(sim, process);
}

/* --- the folder --- */

/* It is on the disk: that is the acceptance. */
static void is_durable(struct sim *sim, const struct outbox_store *store) {
    if (store->kind != OUTBOX_STORE_ENTRY)
        return;
    struct made *made = &sim->commands[hub_command_of(store->entry->wish.key)];
    long long at = 0;
    sscanf(store->entry->wish.params.bytes, "%lld", &at);
    made->early = at < made->early ? at : made->early;
    if (store->entry->wish.proof && store->entry->wish.epoch == sim->hub.epoch && at < made->proved_at) {
        made->proved_at = at;
        made->proved_error = store->entry->wish.stamp_error;
    }
}

static uint64_t write_all(struct sim *sim, struct process *it) {
    struct outbox_store store;
    uint64_t ticket = 0;
    while (outbox_next_store(it->outbox, &store)) {
        site_folder_store(&sim->folder[it->folder].held, &store);
        is_durable(sim, &store);
        ticket = store.ticket;
    }
    return ticket;
}

void site_sync(struct sim *sim, int process) {
    struct process *it = &sim->process[process];
    outbox_stored(it->outbox, write_all(sim, it));
    tell(sim, process);
}

static void not_stored(void *context, const struct outbox_entry *entry) {
    struct sim *sim = context;
    phone_cut(sim, sim->commands[hub_command_of(entry->wish.key)].phone);
}

/* The write fails; or it only seems to, and the process dies over it. */
void site_sync_fails(struct sim *sim, int process, bool written) {
    struct process *it = &sim->process[process];
    struct outbox_store store;
    sim_say(sim, "process %d: a write fails%s", process, written ? ", and is there all the same" : "");
    if (written) {
        write_all(sim, it);
        site_kill(sim, process); /* it cannot know what is there: it has to read the folder again */
        return;
    }
    while (outbox_next_store(it->outbox, &store)) {
    }
    outbox_not_stored(it->outbox, not_stored, sim);
}

/* --- the link --- */

static void send_offer(struct sim *sim, struct frame frame, const struct outbox_offer *offer) {
    const struct outbox_wish *wish = &offer->entry->wish;
    frame.kind = FRAME_OFFER;
    frame.stream = sim_stream(offer->stream);
    frame.lane = offer->lane;
    frame.n = offer->number;
    frame.command = hub_command_of(wish->key);
    frame.stamp = wish->stamp;
    frame.stamp_error = wish->stamp_error == UINT32_MAX ? INT32_MAX : (int64_t)wish->stamp_error;
    frame.proof = wish->proof;
    frame.epoch = wish->epoch;
    sim->offers_sent++;
    sim_send(sim, frame);
}

void site_talks(struct sim *sim, int process) {
    struct process *it = &sim->process[process];
    struct frame frame = {.process = process, .site = it->site, .connection = it->connection};
    struct outbox_offer offer;
    struct outbox_drained drained;
    if (!it->link_up)
        return;
    if (outbox_needs_stream(it->outbox)) {
        uint64_t stream = sim_draw(sim, UINT64_MAX);
        outbox_begin_stream(it->outbox, (const uint8_t *)&stream);
    } else if (outbox_next_claim(it->outbox, &frame.claim)) {
        frame.kind = FRAME_CLAIM;
        it->claimed = sim_stream(frame.claim.stream);
        sim_send(sim, frame);
    } else if (outbox_next_drained(it->outbox, &drained)) {
        frame.kind = FRAME_DRAINED;
        frame.stream = sim_stream(drained.stream);
        frame.n = drained.upto;
        frame.poll = (int)drained.poll;
        sim_send(sim, frame);
    } else if (outbox_next_offer(it->outbox, &offer)) {
        send_offer(sim, frame, &offer);
    }
}

static void acked(struct sim *sim, struct outbox *outbox, const struct frame *frame) {
    char code[2] = {(char)(frame->error + 1), 0};
    struct outbox_result result = {.result = text_of(code), .passing = sim->rules.passing_is_none && error_is_passing(frame->error)};
    struct person_name name = person_name(sim, sim->commands[frame->command].phone);
    hub_key(frame->command, result.key);
    result.person = text_of(name.text);
    outbox_ack(outbox, (const uint8_t *)&frame->stream, frame->lane, frame->n, &result, frame->no_result ? 0 : 1);
}

/* What was sent to a process that is gone may reach the one after it. */
static int receiver(const struct sim *sim, const struct frame *frame) {
    int process = frame->process;
    bool answers_claim = frame->kind == FRAME_GRANTED || frame->kind == FRAME_FENCED || frame->kind == FRAME_REPLACED;
    if (sim->process[process].alive || answers_claim || sim->orderly)
        return process;
    for (int i = 0; i < sim->process_count; i++)
        if (sim->process[i].alive && sim->process[i].site == frame->site)
            process = i;
    return process;
}

void site_frame(struct sim *sim, const struct frame *frame) {
    int process = receiver(sim, frame);
    struct process *it = &sim->process[process];
    const uint8_t *stream = (const uint8_t *)&frame->stream;
    if (!it->alive || it->stopped || !it->link_up || (sim->orderly && it->connection != frame->connection))
        return;
    switch (frame->kind) {
    case FRAME_GRANTED:
        outbox_granted(it->outbox, stream, frame->received);
        site_sees(sim, process);
        break;
    case FRAME_FENCED:
        if (frame->stream == it->claimed)
            outbox_fenced(it->outbox);
        break;
    case FRAME_REPLACED:
        if (frame->stream == it->claimed)
            outbox_replaced(it->outbox);
        break;
    case FRAME_ACK:
        acked(sim, it->outbox, frame);
        break;
    case FRAME_GAP:
        outbox_gap(it->outbox, stream, frame->lane, frame->n);
        break;
    case FRAME_CLOSING:
        outbox_closing(it->outbox, (uint32_t)frame->poll, frame->stamp, frame->epoch);
        break;
    default:
        break;
    }
    tell(sim, process);
}
