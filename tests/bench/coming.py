"""Everybody comes back at once, after kill -9 and restart, in the middle of a conference's day."""
import re

import ballots
import small

PAIRS = {"full": 15, "resumed": 27}     # with tickets they are short, and near their bound
ASKERS, QUESTIONS, POLLS_CLOSED, VOTE_SECONDS = 10, 20, 3, 2
READ = re.compile(r"(\d+) records read in ([\d.]+) ms")


def vote(hub):
    """In polls one after the other; the last one stays open."""
    for _ in range(POLLS_CLOSED):
        ballots.cast(hub, VOTE_SECONDS, "live", 0)
    ballots.cast(hub, VOTE_SECONDS, "live", 0, close=False)


def last_read(server):
    """(records, ms) of the hub's last start."""
    records, ms = READ.findall(server.hub.log())[-1]
    return int(records), float(ms)


def restart(lane, how):
    answer, cpu = lane.restart(how)
    if how == "resumed" and answer["resumed"] != answer["came"]:
        lane.fault(f"only {answer['resumed']} of {answer['came']} TLS sessions were resumed")
    return answer, cpu


def run(field, settings, figures):
    lanes = (field.hub, field.floor)
    small.ask(field.hub.server, ASKERS, QUESTIONS)      # their devices: the generator's, who come with the same codes, take their places
    for lane in lanes:
        lane.arrive()
    vote(field.hub)
    reads = []
    for how in ("full", "resumed"):
        seconds, cpus, opened = ({lane.name: [] for lane in lanes} for _ in range(3))
        for lane in lanes:
            lane.order(f"storm {how}")      # so that everybody has a ticket; from here on each restart gives the next one
        for pair in range(settings.pairs if settings.quick else max(settings.pairs, PAIRS[how])):
            for lane in lanes if pair % 2 == 0 else reversed(lanes):
                answer, cpu = field.machine.calmest(lambda: restart(lane, how))
                seconds[lane.name].append(answer["seconds"])
                cpus[lane.name].append(cpu / 1e6 / lane.clients)
                opened[lane.name].append(answer["port_open_after"] * 1000)
            reads.append(last_read(field.hub.server))
        for lane in lanes:
            figures.middle(f"restart_{how}_seconds_{lane.name}", seconds[lane.name], "s")
            figures.middle(f"restart_{how}_cpu_{lane.name}", cpus[lane.name], "ms/client")
            figures.middle(f"restart_{how}_port_after_{lane.name}", opened[lane.name], "ms")
        figures.ratio(f"restart_{how}_hub_to_floor", seconds["hub"], seconds["floor"], most=1.35)
    figures.tell("restart_events", reads[-1][0], "events")
    figures.middle("restart_read", [ms for _, ms in reads], "ms")
