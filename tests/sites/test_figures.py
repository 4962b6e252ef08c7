"""What a link carries, and what a hub is spared when its people come through sites: one figure a line, `name value unit`.

    tests/run sites/test_figures
    SITES=4 PEOPLE=80 tests/run sites/test_figures     small
"""
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from conference import Conference, Crowd, process_seconds, spread
from hub_process import Report, new_key, soon, wait_until

SITES = int(os.environ.get("SITES", 33))
PEOPLE = int(os.environ.get("PEOPLE", 5000))
SMALL = PEOPLE < 500
FEW, MANY, VOTERS = (2, 20, 15) if SMALL else (10, 500, 150)
REST_SECONDS, IDLE_SECONDS, VOTE_SECONDS = (8, 20, 10) if SMALL else (20, 60, 60)
QUESTIONS = min(300, PEOPLE)
SILENCE_SECONDS = 5             # after everybody has arrived, before anything is counted
PARTS = ("arrival", "stage", "vote")
STAGE_ACTS = 5 if SMALL else 30
KBIT_MOST = 64
NOISE = 0.1

report = Report()


def say(name, value, unit):
    print(f"{name} {value:.6g} {unit}", flush=True)


def with_crowd(conference, through_sites):
    authority = conference.start_sites() if through_sites else conference.authority()
    conference.crowd = Crowd(conference.directory, authority, conference.roster(), spread_out=True)


# --- one link ---

def bytes_of(conference):
    return {site: (way.path.up, way.path.down) for site, way in conference.ways.items()}


def carried(conference, seconds):
    """{site: (bytes a second up, down)}"""
    before, began = bytes_of(conference), time.monotonic()
    time.sleep(seconds)
    after, passed = bytes_of(conference), time.monotonic() - began
    return {site: tuple((after[site][way] - before[site][way]) / passed for way in (0, 1)) for site in after}


def one_link():
    few, many, voters = "dc01", "dc02", "dc03"
    with Conference({few: FEW, many: MANY, voters: VOTERS}) as conference:
        with_crowd(conference, through_sites=True)
        conference.arrive()
        time.sleep(REST_SECONDS)
        with report.test(f"a link carries the same for {FEW} and for {MANY} people while nobody acts"):
            idle = carried(conference, IDLE_SECONDS)
            for site, people in ((few, FEW), (many, MANY)):
                say(f"link_idle_up_{people}_people", idle[site][0], "B/s")
                say(f"link_idle_down_{people}_people", idle[site][1], "B/s")
            assert abs(sum(idle[few]) - sum(idle[many])) <= NOISE * sum(idle[few]), idle
        with report.test(f"and less than {KBIT_MOST} kbit/s while {VOTERS} people vote and see the results"):
            poll = conference.open_poll("Thông qua?", "live")
            conference.cast(poll, VOTE_SECONDS, voters)
            conference.cast(poll, VOTE_SECONDS, voters)     # and change their minds
            voting = carried(conference, VOTE_SECONDS)
            figures = conference.settle()
            assert figures["answered"] == 2 * VOTERS, figures
            for name, bits in (("up", voting[voters][0]), ("down", voting[voters][1]), ("both", sum(voting[voters]))):
                say(f"link_voting_{name}_{VOTERS}_people", bits * 8 / 1000, "kbit/s")
            say(f"link_watching_both_{MANY}_people", sum(voting[many]) * 8 / 1000, "kbit/s")
            assert sum(voting[voters]) * 8 / 1000 < KBIT_MOST, voting


# --- the hub ---

def stage(conference):
    """Nobody but the desk acts: once a second every screen shows something else. Each act costs the hub a frame for each connection."""
    with conference.hub.sign_in("moderator-1", timeout=60) as desk:
        rev = next(row["rev"] for (kind, name), row in desk.rows.items() if kind == "stage" and name == "main")
        for number in range(STAGE_ACTS):
            message = {"vi": f"Xin mời đại biểu số {number + 1}"}
            rev = desk.call("stage.show", {"key": new_key(), "rev": rev, "view": "message", "message": message, "until": soon()})["rev"]
            time.sleep(1)


def vote(conference):
    """A poll with live results that everybody votes in, and questions; the end of it, and its result on every screen. Each ballot and question costs the hub
    what it costs, by whatever way it comes."""
    poll = conference.open_poll("Thông qua?", "live")
    conference.cast(poll, VOTE_SECONDS)
    conference.crowd.order("ask", VOTE_SECONDS, 0, QUESTIONS)
    time.sleep(VOTE_SECONDS)
    conference.settle()
    conference.close_poll(poll)
    time.sleep(3)
    wait_until(lambda: conference.poll_row(poll)["state"] == "closed" or time.sleep(1), 30, "the end of the poll")
    conference.publish_poll(poll)
    time.sleep(2)


def measured(through_sites):
    """(CPU seconds of the hub, bytes it carried) of each of PARTS."""
    with Conference(spread(PEOPLE, SITES)) as conference:
        with_crowd(conference, through_sites)
        conference.hub.token("moderator-1")     # a password is slow on purpose, and nothing of this

        def now():
            figures = conference.crowd.figures()
            carried_bytes = sum(way.path.bytes for way in conference.ways.values()) if through_sites else figures["bytesSent"] + figures["bytesReceived"]
            return process_seconds(conference.hub.pid()), carried_bytes
        marks = [now()]
        conference.arrive()
        time.sleep(SILENCE_SECONDS)
        marks.append(now())
        for part in (stage, vote):
            part(conference)
            marks.append(now())
        assert conference.crowd.figures()["faults"] == 0, conference.crowd.log()
        return [(after[0] - before[0], after[1] - before[1]) for before, after in zip(marks, marks[1:])]


def hub_load():
    with report.test(f"a hub with {PEOPLE} people behind {SITES} sites, and with all of them connected directly"):
        found = {"sites": measured(True), "direct": measured(False)}
        for part, name in enumerate(PARTS):
            for way, figures in found.items():
                say(f"hub_{name}_cpu_{way}", figures[part][0], "s")
                say(f"hub_{name}_bytes_{way}", figures[part][1], "B")
            for place, what in enumerate(("cpu", "bytes")):
                say(f"hub_{name}_{what}_ratio", found["direct"][part][place] / max(found["sites"][part][place], 0.01), "direct/sites")
        for place, what in enumerate(("cpu", "bytes")):
            total = {way: sum(part[place] for part in figures) for way, figures in found.items()}
            say(f"hub_{what}_ratio", total["direct"] / max(total["sites"], 0.01), "direct/sites")


print(f"    {SITES} sites, {PEOPLE} people", flush=True)
one_link()
hub_load()
report.finish()
