"""Notices to all: what a delivery costs, how long it takes until the last has it.

They publish by turns, one burst each: whatever the machine does from one tenth of a second to the next, it does to all. Hub and floor among themselves, and
often; then the hub with each of the others, which cost a multiple."""
import statistics
import time

from lanes import cpu
from machine import stolen

SIZES = (1, 4, 20)      # notices published together
BURSTS = {1: 24, 4: 8, 20: 4}           # of hub and floor, in one round
BURSTS_BESIDE = {1: 16, 4: 4, 20: 2}    # with one of the others
QUICK_BURSTS = 5
ROUNDS = {1: 81, 4: 41, 20: 41}         # of hub and floor: what is near its bound needs many
ROUNDS_BESIDE = 15      # of one notice at a time with one of the others
SETTLE_SECONDS = 0.3    # before another takes its turns: some tidy up behind theirs
TURNS_MOST = 2          # in place of one: a turn in which the machine below took anything away counts for no time
TARGETS = {1: 1.15, 4: 1.2, 20: 1.2}


def between_beats(hub, lanes, size, bursts):
    """by_turns, in a time in which the hub says nothing to all of itself, if what it took before is told."""
    other = next(lane for lane in lanes if lane is not hub)
    hub.quiet(other.takes.get(size, 0))
    began = time.monotonic()
    turns = by_turns(lanes, size, bursts)
    other.takes[size] = time.monotonic() - began
    return turns


def by_turns(lanes, size, bursts):
    """{name: one answer for so many undisturbed bursts, if there were}. A server's processor time is all that it took meanwhile, so also what it does after the last delivery, while others publish."""
    before = {lane.name: cpu(lane.server.pids()) for lane in lanes}
    parts, undisturbed = {lane.name: [] for lane in lanes}, []
    for turn in range(bursts * TURNS_MOST):
        taken = stolen()
        for lane in lanes:
            parts[lane.name].append(lane.order(f"fanout 1 {size} 1"))
            lane.rest()
        if stolen() == taken:
            undisturbed.append(turn)
        if len(undisturbed) == bursts or any(parts[lane.name][-1]["lost"] for lane in lanes):
            break       # what is lost once is lost each time, and waited for
    return {lane.name: together(parts[lane.name], undisturbed, cpu(lane.server.pids()) - before[lane.name]) for lane in lanes}


def together(answers, undisturbed, cpu_ns):
    """Of the time until the last has it only undisturbed turns count; where there is none, all do."""
    cells = {}
    for answer in answers:
        for end, count in answer["latency"]["cells"]:
            cells[end] = cells.get(end, 0) + count
    whole = {word: sum(answer[word] for answer in answers) for word in ("deliveries", "lost", "seconds", "own_cpu_ns")}
    counted = undisturbed or range(len(answers))
    return {**whole, "cpu_ns": cpu_ns, "burst_cpu_ns": sum(answer["cpu_ns"] for answer in answers), "to_all": [ns for turn in counted for ns in answers[turn]["to_all"]],
            "undisturbed": len(undisturbed), "disturbed": 1 - len(undisturbed) / len(answers), "latency": {"cells": list(cells.items())}, "bytes_each": statistics.median(answer["bytes_each"] for answer in answers)}


def cost(answer):
    """CPU us of the server for one delivery."""
    return answer["cpu_ns"] / 1000 / answer["deliveries"]


def share(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def be_patient(field, turns, bursts):
    """Waits when the machine was not calm in so many turns."""
    if turns[field.hub.name]["undisturbed"] < bursts:
        field.machine.wait()


def measure(field, settings, pairs):
    """{(name, size): [answer, …]}: of hub and floor one for each round, of the others as many as they have pairs with the hub."""
    names = [lane.name for lane in field.lanes]
    answers = {(name, size): [] for name in (*names, *map(hub_beside, names[2:])) for size in SIZES}
    others = field.lanes[2:]
    rounds = {size: pairs if settings.quick else max(pairs, ROUNDS[size]) for size in SIZES}
    for number in range(max(rounds.values())):
        lanes = field.lanes[:2] if number % 2 == 0 else field.lanes[1::-1]
        for size in [size for size in SIZES if number < rounds[size]]:
            bursts = QUICK_BURSTS if settings.quick else BURSTS[size]
            turns = between_beats(field.hub, lanes, size, bursts)
            for name, answer in turns.items():
                answers[(name, size)].append(answer)
            be_patient(field, turns, bursts)
        for size in SIZES if others else ():
            if number < (pairs if size > 1 or settings.quick else max(pairs, ROUNDS_BESIDE)):
                others = [lane for lane in others if beside(field, lane, size, number % 2 == 0, answers)]
    return answers


def hub_beside(name):
    """The hub as it was measured with that one."""
    return f"hub beside {name}"


def beside(field, lane, size, hub_first, answers):
    """One round of the hub with one of the others: with several in a row, each would pay for what the one before leaves behind. False: it has lost some, and each burst would be waited for in vain."""
    time.sleep(SETTLE_SECONDS)
    turns = between_beats(field.hub, [field.hub, lane] if hub_first else [lane, field.hub], size, BURSTS_BESIDE[size])
    if turns[lane.name]["lost"] > 0:
        return False
    be_patient(field, turns, BURSTS_BESIDE[size])
    answers[(lane.name, size)].append(turns[lane.name])
    answers[(hub_beside(lane.name), size)].append(turns[field.hub.name])
    return True


def tell(figures, answers, names, clients):
    for size in SIZES:
        hub, floor = answers[("hub", size)], answers[("floor", size)]
        for name in names:
            figures.middle(f"fanout_{size}_cpu_{name}", [cost(answer) for answer in answers[(name, size)]], "us/delivery")
        figures.ratio(f"fanout_{size}_cpu_hub_to_floor", list(map(cost, hub)), list(map(cost, floor)), most=TARGETS[size])
        for name in names[2:]:
            figures.ratio(f"fanout_{size}_cpu_hub_to_{name}", list(map(cost, answers[(hub_beside(name), size)])), list(map(cost, answers[(name, size)])), below=1)
    for part, word in ((0.5, "median"), (0.99, "p99")):
        last = {name: [share(answer["to_all"], part) / 1e6 for answer in answers[(name, 1)]] for name in (*names, *map(hub_beside, names[2:]))}
        for name in names:
            figures.middle(f"to_last_{word}_{name}", last[name], "ms")
        figures.ratio(f"to_last_{word}_hub_to_floor", last["hub"], last["floor"], most=1.1)
        for name in names[2:]:
            figures.ratio(f"to_last_{word}_hub_to_{name}", last[hub_beside(name)], last[name], below=1)
    figures.tell("to_last_turns_disturbed", 100 * statistics.mean(answer["disturbed"] for answer in answers[("hub", 1)]), "% of turns")
    for size in SIZES:
        figures.tell(f"fanout_{size}_bytes_hub", statistics.median(answer["bytes_each"] for answer in answers[("hub", size)]), "bytes/notice")


def plots(figures, answers, names):
    figures.plots["cpu"] = [{"name": name, "size": size, "us": statistics.median(map(cost, answers[(name, size)]))} for name in names for size in SIZES]
    cells = {}
    for name in names:
        whole = cells.setdefault(name, {})
        for answer in answers[(name, 1)]:
            for end, count in answer["latency"]["cells"]:
                whole[end] = whole.get(end, 0) + count
    figures.plots["latency"] = {name: sorted(whole.items()) for name, whole in cells.items()}
    figures.plots["deliveries"] = [{"name": name, "size": size, "rate": answer["deliveries"] / answer["seconds"], "cpu": answer.get("burst_cpu_ns", answer["cpu_ns"]) / 1e9 / answer["seconds"]}
                                   for name in names for size in SIZES for answer in answers[(name, size)]]


def run(field, settings, figures):
    answers = measure(field, settings, settings.pairs)
    names = [lane.name for lane in field.lanes if all(answers[(lane.name, size)] for size in SIZES)]
    tell(figures, answers, names, field.clients)
    plots(figures, answers, names)
    generator = [answer["own_cpu_ns"] / 1e9 / answer["seconds"] for answer in answers[("hub", 1)]]
    figures.tell("generator_busy", 100 * statistics.median(generator), "% of a core")
