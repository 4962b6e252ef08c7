"""Notices to all: what a delivery costs, how long it takes until the last has it."""
import statistics

SIZES = (1, 4, 20)      # notices published together
AGAIN = (1, 4)          # of these hub and floor, not the others, are measured more often
RATES = {1: 4, 4: 2, 20: 1}     # bursts a second; quick ones are small enough for more
TARGETS = {1: 1.15, 4: 1.2, 20: 1.2}
SLOW = {"mosquitto": 0.25}      # what cannot keep that rate, gets a part of it


def window(lane, size, settings):
    """One measurement: the generator's answer."""
    rate = (4 if settings.quick else RATES[size]) * SLOW.get(lane.name, 1)
    bursts = max(2, round(settings.window_seconds * rate))
    return lane.order(f"fanout {bursts} {size} {rate}")


def cost(answer):
    """CPU us of the server for one delivery."""
    return answer["cpu_ns"] / 1000 / answer["deliveries"]


def share(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def measure(field, settings, pairs):
    """{(name, size): [answer, …]}, lanes in turn, each time another one first."""
    answers = {(lane.name, size): [] for lane in field.lanes for size in SIZES}
    for pair in range(pairs):
        lanes = field.lanes if pair % 2 == 0 else field.lanes[1:] + field.lanes[:1]
        if settings.quick:      # all sizes in the ten seconds between two beats
            for lane in lanes:
                lane.quiet()
                for size in SIZES:
                    answers[(lane.name, size)].append(window(lane, size, settings))
            continue
        for size in SIZES:
            for lane in lanes:
                lane.quiet()
                answers[(lane.name, size)].append(window(lane, size, settings))
    for pair in range(0 if settings.quick else pairs * 4 // 3):     # few bursts tell how long it takes until the last has one, and what is near its bound needs more pairs
        lanes = field.lanes[:2] if pair % 2 == 0 else field.lanes[1::-1]
        for size in AGAIN:
            for lane in lanes:
                lane.quiet()
                answers[(lane.name, size)].append(window(lane, size, settings))
    return answers


def tell(figures, answers, names, clients):
    for size in SIZES:
        hub, floor = answers[("hub", size)], answers[("floor", size)]
        for name in names:
            figures.middle(f"fanout_{size}_cpu_{name}", [cost(answer) for answer in answers[(name, size)]], "us/delivery")
        figures.ratio(f"fanout_{size}_cpu_hub_to_floor", list(map(cost, hub)), list(map(cost, floor)), most=TARGETS[size])
        for name in names[2:]:
            if not name.startswith("floor"):
                figures.ratio(f"fanout_{size}_cpu_hub_to_{name}", list(map(cost, hub)), list(map(cost, answers[(name, size)])), below=1)
    for part, word in ((0.5, "median"), (0.99, "p99")):
        last = {name: [share(answer["to_all"], part) / 1e6 for answer in answers[(name, 1)]] for name in names}
        for name in names:
            figures.middle(f"to_last_{word}_{name}", last[name], "ms")
        figures.ratio(f"to_last_{word}_hub_to_floor", last["hub"], last["floor"], most=1.1)
        for name in names[2:]:
            figures.ratio(f"to_last_{word}_hub_to_{name}", last["hub"], last[name], below=1)
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
    figures.plots["deliveries"] = [{"name": name, "size": size, "rate": answer["deliveries"] / answer["seconds"], "cpu": answer["cpu_ns"] / 1e9 / answer["seconds"]}
                                   for name in names for size in SIZES for answer in answers[(name, size)]]


def run(field, settings, figures):
    answers = measure(field, settings, settings.pairs)
    names = [lane.name for lane in field.lanes]
    tell(figures, answers, names, field.clients)
    plots(figures, answers, names)
    generator = [answer["own_cpu_ns"] / 1e9 / answer["seconds"] for answer in answers[("hub", 1)]]
    figures.tell("generator_busy", 100 * statistics.median(generator), "% of a core")
