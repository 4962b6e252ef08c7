"""A ballot of everybody: how long until it is on disk and answered, what it costs."""
import os
import statistics
import time

SECONDS, RUSH_SECONDS, NOTICES = 2, 0.5, 4      # results go out four times a second at most: others are told to publish as often
WINDOWS = {"shown": (SECONDS, "live", NOTICES), "hidden": (SECONDS, "hidden", 0), "rush": (RUSH_SECONDS, "live", NOTICES)}
PAIRS = 18      # they are short, and a ratio of two short ones wavers
SYNCS = 200
AROUND_SECONDS = 1.5    # a poll is opened and closed


def sync_ms(folder):
    """Median of fdatasync of 4 KiB in the folder of the journals."""
    times = []
    with open(folder / "sync", "wb") as file:
        for _ in range(SYNCS):
            file.write(bytes(4096))
            file.flush()
            began = time.monotonic()
            os.fdatasync(file.fileno())
            times.append(time.monotonic() - began)
    return statistics.median(times) * 1000


def p99(answer):
    return answer["ack"]["p99"] / 1e6


def cost(answer):
    return answer["cpu_ns"] / 1000 / max(answer["answered"], 1)


def cast(lane, seconds, results, notices, close=True):
    is_hub = lane.server.name == "hub"
    poll = lane.server.open_poll(results) if is_hub else None
    answer = lane.order(f"upstream {seconds} {0 if is_hub else notices} {poll['poll'] if is_hub else 0}")
    if answer["answered"] != answer["ballots"] or answer["ballots"] != lane.clients:
        lane.fault(f"{answer['answered']} of {lane.clients} ballots were answered")
    if is_hub and close:
        lane.server.close_poll(poll)
    return answer


def upstream_lanes(field):
    return [lane for lane in field.lanes if lane.name != "nchan"]


def vote(field, lanes, answers):
    for lane in lanes:
        for what in WINDOWS:
            answers.setdefault((lane.name, what), []).append(field.machine.calmest(lambda: cast(lane, *WINDOWS[what]), lambda: lane.quiet(WINDOWS[what][0] + AROUND_SECONDS)))


def measure(field, settings):
    """{(name, window): [answer, …]}: everybody; then hub and floor by themselves, which are near each other, more often."""
    answers, began = {}, time.monotonic()
    pairs = settings.pairs if settings.quick else max(settings.pairs, PAIRS)
    for pair in range(pairs):
        if pair == settings.pairs:
            field.ours_alone()
        lanes = upstream_lanes(field)
        vote(field, lanes if pair % 2 == 0 else lanes[::-1], answers)
    print(f"ballots: {pairs} pairs in {time.monotonic() - began:.0f} s", flush=True)
    return answers


def run(field, settings, figures):
    names = [lane.name for lane in upstream_lanes(field)]
    answers = measure(field, settings)
    sync = sync_ms(field.folder)
    figures.tell("fdatasync_median", sync, "ms")
    for name in names:
        figures.middle(f"ballots_2s_ack_p50_{name}", [answer["ack"]["p50"] / 1e6 for answer in answers[(name, "shown")]], "ms")
    for name in names[1:]:
        figures.middle(f"ballots_2s_ack_p99_{name}", list(map(p99, answers[(name, "shown")])), "ms")
    echo = statistics.median(map(p99, answers[("floor", "shown")]))
    figures.middle("ballots_2s_ack_p99_hub", list(map(p99, answers[("hub", "shown")])), "ms", most=min(20, echo + 2 * sync))
    if "socketio" in names:
        figures.ratio("ballots_2s_ack_p99_hub_to_socketio", list(map(p99, answers[("hub", "shown")])), list(map(p99, answers[("socketio", "shown")])), below=1)
    for name in names:
        figures.middle(f"ballots_cpu_{name}", list(map(cost, answers[(name, "hidden")])), "us/ballot")
    figures.ratio("ballots_cpu_hub_to_floor", list(map(cost, answers[("hub", "hidden")])), list(map(cost, answers[("floor", "hidden")])), most=2)
    figures.middle("ballots_rush_ack_p99_hub", list(map(p99, answers[("hub", "rush")])), "ms", most=100)
    figures.middle("ballots_rush_ack_p99_floor", list(map(p99, answers[("floor", "rush")])), "ms")
    figures.tell("ballots_rush_unanswered", sum(answer["ballots"] - answer["answered"] for answer in answers[("hub", "rush")]), "ballots", most=0)
    figures.plots["acks"] = {name: answers[(name, "shown")][-1]["ack"]["cells"] for name in names}
