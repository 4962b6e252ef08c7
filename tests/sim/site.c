/* A site's processes: the real outbox over a folder in memory. */
#include "sim/sim.h"
#include <stdio.h>
#include <string.h>

static void name_of(const struct sim *sim, int command, char person[8], uint8_t key[KEY_SIZE]) {
    snprintf(person, 8, "p%d", sim->commands[command].phone);
    memset(key, 0, KEY_SIZE);
    key[0] = (uint8_t)(command + 1);
}

static int command_of(const struct outbox_entry *entry) {
    return entry->wish.key[0] - 1;
}

int site_folder_new(struct sim *sim, int site, const struct sim_folder *backup_of) {
    if (sim->folder_count == FOLDERS)
        return NONE;
    struct sim_folder *folder = &sim->folder[sim->folder_count];
    *folder = (struct sim_folder){.exists = true, .site = site};
    if (backup_of) {
        site_folder_copy(&backup_of->held, &folder->held);
        folder->knows_poll = backup_of->knows_poll;
        folder->starts = backup_of->starts;
    } else {
        site_folder_init(&folder->held, (uint8_t)(sim->folder_count + 1));
    }
    return sim->folder_count++;
}

int site_start(struct sim *sim, int folder, bool takeover) {
    struct sim_folder *from = &sim->folder[folder];
    for (int i = 0; i < sim->process_count; i++)
        if (sim->process[i].alive && sim->process[i].folder == folder)
            return NONE; /* it is locked */
    if (sim->process_count == PROCESSES || !from->exists)
        return NONE;
    from->starts++;
    uint64_t stream = sim->rules.fresh_streams ? sim_draw(sim, UINT64_MAX) : from->starts;
    struct outbox *outbox = site_folder_start(&from->held, stream, takeover);
    if (!outbox) {
        sim_fault(sim, "the folder %d does not start", folder);
        return NONE;
    }
    outbox_set_rules(outbox, sim->rules.link);
    sim->process[sim->process_count] = (struct process){.alive = true, .link_up = !sim_chance(sim, 25), .site = from->site, .folder = folder, .outbox = outbox};
    sim_say(sim, "process %d starts on folder %d of site %d%s%s", sim->process_count, folder, from->site, takeover ? ", takes over" : "",
            from->held.restored ? ", restored" : "");
    return sim->process_count++;
}

void site_kill(struct sim *sim, int process) {
    struct process *it = &sim->process[process];
    if (!it->alive)
        return;
    sim_say(sim, "process %d is killed", process);
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

/* Tells the phones that are here what is known of what they sent over this connection. */
static void tell(struct sim *sim, int process) {
    for (int command = 0; command < sim->command_count; command++) {
        int phone = sim->commands[command].phone;
        const struct phone *it = &sim->phone[phone];
        if (!it->connected || it->to_hub || it->process != process || !it->received[command])
            continue;
        char person[8];
        uint8_t key[KEY_SIZE];
        name_of(sim, command, person, key);
        const struct outbox_entry *entry = outbox_find(sim->process[process].outbox, text_of(person), key);
        if (entry && entry->state == OUTBOX_SETTLED)
            phone_hears_result(sim, command);
        else if (entry && entry->state != OUTBOX_ACCEPTED)
            phone_hears_kept(sim, command, entry->wish.stamp);
    }
}

void site_from_phone(struct sim *sim, int process, int command) {
    struct process *it = &sim->process[process];
    const struct command_made *made = &sim->commands[command];
    if (!it->alive || it->stopped)
        return;
    if (made->ballot && !sim->folder[it->folder].knows_poll) {
        phone_cut(sim, made->phone);
        return;
    }
    struct outbox_wish wish = {.lane = made->lane, .poll = made->ballot ? THE_POLL : NO_POLL, .stamp = sim->now, .proof = true, .epoch = 1};
    char person[8];
    name_of(sim, command, person, wish.key);
    wish.person = text_of(person);
    const struct outbox_entry *entry;
    enum error error = outbox_keep(it->outbox, &wish, &entry);
    sim_say(sim, "process %d gets command %d: %s", process, command, error_word(error));
    if (error == ERROR_NONE)
        sim->phone[made->phone].received[command] = true;
    else if (error != ERROR_LATE)
        phone_cut(sim, made->phone); /* what comes behind must not overtake it */
    tell(sim, process);
}

void site_sync(struct sim *sim, int process) {
    struct process *it = &sim->process[process];
    site_folder_sync(&sim->folder[it->folder].held, it->outbox);
    tell(sim, process);
}

static void not_stored(void *context, const struct outbox_entry *entry) {
    struct sim *sim = context;
    phone_cut(sim, sim->commands[command_of(entry)].phone);
}

/* The write fails, or seems to; or the process dies over it. */
void site_sync_fails(struct sim *sim, int process, bool written) {
    struct process *it = &sim->process[process];
    struct outbox_store store;
    bool any = false;
    while (outbox_next_store(it->outbox, &store)) {
        any = true;
        if (written)
            site_folder_store(&sim->folder[it->folder].held, &store);
    }
    if (any)
        sim_say(sim, "process %d: a write fails%s", process, written ? ", and is there all the same" : "");
    if (written)
        site_kill(sim, process); /* it cannot know what is there: it has to read the folder again */
    else
        outbox_not_stored(it->outbox, not_stored, sim);
}

void site_talks(struct sim *sim, int process) {
    struct process *it = &sim->process[process];
    struct frame frame = {.process = process, .site = it->site};
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
        sim_send(sim, frame);
    } else if (outbox_next_offer(it->outbox, &offer)) {
        frame.kind = FRAME_OFFER;
        frame.stream = sim_stream(offer.stream);
        frame.lane = offer.lane;
        frame.n = offer.number;
        frame.command = command_of(offer.entry);
        frame.stamp = offer.entry->wish.stamp;
        sim_send(sim, frame);
    }
}

static void acked(struct sim *sim, struct outbox *outbox, const struct frame *frame) {
    struct outbox_result result = {.result = text_of("{}")};
    char person[8];
    name_of(sim, frame->command, person, result.key);
    result.person = text_of(person);
    outbox_ack(outbox, (const uint8_t *)&frame->stream, frame->lane, frame->n, &result, 1);
}

/* What was sent to a process that is gone may reach the one after it. */
static int receiver(const struct sim *sim, const struct frame *frame) {
    int process = frame->process;
    if (sim->process[process].alive || frame->kind == FRAME_GRANTED || frame->kind == FRAME_FENCED || frame->kind == FRAME_REPLACED)
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
    if (!it->alive || it->stopped || !it->link_up)
        return;
    switch (frame->kind) {
    case FRAME_GRANTED:
        sim->folder[it->folder].knows_poll = true;
        outbox_granted(it->outbox, stream, frame->received);
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
        outbox_closing(it->outbox, THE_POLL, frame->stamp, 1);
        break;
    default:
        break;
    }
    tell(sim, process);
}
