"""What the scripts that count from the files share: comparisons, `lamrelay export`, the seat of each identity. Shares no code with the replay."""
import argparse
import csv
import hashlib
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

LETTERS_SHOWN = 400
differences = 0


def same(what, wanted, found, shown=None):
    global differences
    if wanted == found:
        print(f"{what}: {shown if shown is not None else wanted}")
        return
    differences += 1
    print(f"DIFFERS {what}: the files say {shorten(wanted)}, the hub {shorten(found)}")


def shorten(value):
    text = str(value)
    return text if len(text) <= LETTERS_SHOWN else text[:LETTERS_SHOWN] + "..."


def finish():
    print(f"{differences} differences")
    sys.exit(1 if differences else 0)


def arguments(about, source, *more):
    """The command line: a positional path and the options every counter takes; `more` are (name, type)."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(source, type=Path)
    for name, kind in (("--sites", Path), ("--state", str), ("--program", str), *more):
        parser.add_argument(name, type=kind, required=True)
    return parser.parse_args()


def export(options, what):
    """Rows, or the events themselves."""
    said = subprocess.run([options.program, "export", "--dir", options.state, "--what", what, "--format", "json"], capture_output=True,
                          text=True, timeout=60)
    if said.returncode != 0:
        sys.exit(f"lamrelay export --what {what}: {said.stderr}")
    return [json.loads(line)["event"] for line in said.stdout.splitlines()] if what == "events" else json.loads(said.stdout)


def read_csv(path, data=None):
    return list(csv.DictReader(io.StringIO((data or path.read_bytes()).decode("utf-8-sig"), newline="")))


def make_site_finder(event, sites_file):
    """Places of 875 delegates in the hall, then of each site in the order of the file."""
    places = ["hall"] * 875
    for row in read_csv(sites_file):
        places += [f"dc{int(row['site']):02d}"] * int(row["assumed_delegates"])
    assert len(places) == 5875

    def find(identity):
        digest = hashlib.sha256(f"site:{event}:{identity}".encode()).digest()
        return places[int.from_bytes(digest[:8], "big") % len(places)]
    return find


def make_seats(event, identities, sites_file):
    """The id of each identity's person, counted from 1 within its site in the order given."""
    site_of = make_site_finder(event, sites_file)
    taken, seats = Counter(), {}
    for identity in identities:
        site = site_of(identity)
        taken[site] += 1
        seats[identity] = f"{site}-{taken[site]:04d}"
    return seats


class Floor:
    """The events of the floor, in their order, by person (or name) and time from the beginning."""

    def __init__(self, events, began):
        self.asked, self.left, self.calls, self.spoken, self.ways, self.refused = [], [], [], [], Counter(), 0
        self.waiting, self.who, self.started, self.items = [], {}, {}, []
        for event in events:
            number = event.get("speaker")
            if "person" in event or "name" in event:
                self.who.setdefault(number, event.get("person") or event.get("name"))
            if event["type"] == "agenda_item_started":
                self.items.append((event["item"], event["at"] - began))
            getattr(self, event["type"], lambda number, at: None)(number, event["at"] - began)

    def speaker_requested(self, number, at):
        self.waiting.append(number)
        self.asked.append((self.who[number], at))

    def speaker_withdrawn(self, number, at):
        self.waiting.remove(number)
        self.left.append((self.who[number], at))

    def speaker_called(self, number, at):
        self.ways["in turn" if self.waiting[0] == number else "out of turn"] += 1
        self.waiting.remove(number)
        self.calls.append((self.who[number], at))

    def speaker_admitted(self, number, at):
        self.ways["from outside the list"] += 1
        self.calls.append((self.who[number], at))

    def speaker_started(self, number, at):
        self.started[number] = at

    def speaker_finished(self, number, at):
        self.spoken.append((self.who[number], self.started[number], at))

    def command_refused(self, number, at):
        self.refused += 1


def compare_speeches(spoken, floor, rows, site_rows, began):
    """`spoken`: (person or name, from, to) in their order, against the events, the rows of speakers and the rows of sites."""
    same("spoke, in this order from and to these times", spoken, floor.spoken,
         shown=f"{len(spoken)} speeches of {len({who for who, _, _ in spoken})} people, {sum(end - start for _, start, end in spoken) // 1000} s")
    finished = [row for row in rows if row["state"] == "finished"]
    same("rows of who has spoken, with their times", sorted(spoken),
         sorted((row.get("person") or row["name"], row["startedAt"] - began, row["finishedAt"] - began) for row in finished), shown=len(spoken))
    speeches, times = Counter(), Counter()
    for who, start, end in spoken:
        site = who.rpartition("-")[0] or "hall"
        speeches[site] += 1
        times[site] += end - start
    same("speeches and seconds of each site", {site: (speeches[site], times[site] // 1000) for site in speeches},
         {row["id"]: (row["speeches"], row["spokenSeconds"]) for row in site_rows if row["speeches"]}, shown=f"{len(speeches)} sites")
