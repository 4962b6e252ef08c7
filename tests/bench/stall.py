"""The longest time in which a server does not listen, while all get bursts and others join."""
JOINING, SIZE, SECONDS = 500, 20, 3
WINDOWS = 15        # of the hub, which is held against a time


def without(lane, joining):
    lane.load.order("leave")
    lane.order(f"connect {lane.clients - joining}")


def run(field, settings, figures):
    field.ours_alone()
    joining = min(JOINING, field.clients // 4)
    found = {lane.name: [] for lane in field.lanes}
    for window in range(settings.pairs if settings.quick else max(settings.pairs, WINDOWS)):
        for lane in field.lanes if window < settings.pairs else [field.hub]:
            answer = field.machine.calmest(lambda: lane.order(f"stall {SIZE} {joining} {SECONDS}"), lambda: without(lane, joining))
            found[lane.name].append(answer["probe"]["max"] / 1e6)
    figures.middle("stall_hub", found["hub"], "ms", most=20)
    figures.middle("stall_floor", found["floor"], "ms")
    for lane in field.lanes:
        lane.order(f"connect {field.clients}")
    figures.tell("stall_hub_worst", max(found["hub"]), "ms")

