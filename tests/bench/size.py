"""What a connection takes in memory, and what a delivery costs to few and to many."""
import statistics
import time
from contextlib import ExitStack

from fanout import by_turns, cost
from lanes import Field
from servers import memory

MANY = (1000, 6000, 19500)      # one process may have 20,000 descriptors here
TRIM_SECONDS = 20
SETTLE_SECONDS = 5      # what handshakes needed may be given back
BURSTS = 8         # of one notice, in one round
KIB = 1024


def least_memory(pids, seconds=TRIM_SECONDS):
    """What is left after a while: a server may give back what it no longer needs when it has time."""
    ends, least = time.monotonic() + seconds, memory(pids)
    while time.monotonic() < ends:
        time.sleep(0.5)
        least = min(least, memory(pids))
    return least


def steps(clients):
    return [clients * part // 6 for part in range(1, 7)]


def connect_in_steps(lane):
    """[(connections, bytes), …]"""
    found = [(0, memory(lane.server.pids()))]
    for count in steps(lane.clients):
        lane.order(f"connect {count}")
        found.append((count, memory(lane.server.pids())))
    found[-1] = (lane.clients, least_memory(lane.server.pids(), SETTLE_SECONDS))
    return found


def fresh(lane):
    """Bytes of the server just started."""
    lane.server.stop()
    lane.server.start()
    lane.load.pids()
    return memory(lane.server.pids())


def run_memory(field, settings, figures):
    hub, clients, curves = field.hub, field.clients, {}
    before = fresh(hub)
    connect_in_steps(hub)               # everybody signs in for the first time
    hub.order("leave")
    base = fresh(hub)                   # what is known of people is there, what their connections left behind is not
    figures.tell("memory_hub_without_anybody", before / KIB / KIB, "MiB")
    figures.tell("memory_person_signed_in", (base - before) / clients / KIB, "KiB/person")
    for lane in field.lanes:
        curves[lane.name] = connect_in_steps(lane)
        start, full = curves[lane.name][0][1], curves[lane.name][-1][1]
        figures.tell(f"memory_connection_{lane.name}", (full - start) / clients / KIB, "KiB", most=18 if lane is hub else None)
    field.hub.order("leave")
    left = least_memory(hub.server.pids())
    figures.tell("memory_after_all_left", left / base, "of start", most=1.2)
    figures.plots["memory"] = curves


def run_sizes(settings, figures, folder):
    """CPU per delivery and memory per connection, by how many there are. All are there at once and measured by turns: what the machine does falls on each of them."""
    counts = [count // 20 for count in MANY] if settings.quick else MANY
    held, found = {}, {(name, clients): [] for name in ("hub", "floor") for clients in counts}
    (folder / "sizes").mkdir()
    with ExitStack() as stack:
        fields = {clients: stack.enter_context(Field(settings, figures, clients, folder / "sizes", arrive=False, parts=0)) for clients in counts}
        for clients, field in fields.items():
            for lane in field.lanes:
                lane.order("publisher")
                start = memory(lane.server.pids())
                lane.order(f"connect {clients}")
                held[(lane.name, clients)] = (memory(lane.server.pids()) - start) / clients / KIB
        for _ in range(settings.pairs):
            for clients, field in fields.items():
                field.hub.quiet()
                for name, answer in by_turns(field.lanes, 1, BURSTS).items():
                    found[(name, clients)].append(cost(answer))
    costs = {key: statistics.median(values) for key, values in found.items()}
    for clients in counts:
        figures.ratio(f"size_{clients}_cpu_hub_to_floor", found[("hub", clients)], found[("floor", clients)])
        for name in ("hub", "floor"):
            figures.tell(f"size_{clients}_cpu_{name}", costs[(name, clients)], "us/delivery")
            figures.tell(f"size_{clients}_memory_{name}", held[(name, clients)], "KiB")
    for name in ("hub", "floor"):
        values = [costs[(name, clients)] for clients in counts]
        middle = statistics.median(values)
        figures.tell(f"size_cpu_spread_{name}", max(abs(value / middle - 1) for value in values), "of median", most=0.15 if name == "hub" else None)
    figures.plots["sizes"] = [{"clients": clients, "name": name, "us": costs[(name, clients)], "kib": held[(name, clients)]} for clients in counts for name in ("hub", "floor")]
