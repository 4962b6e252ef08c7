"""What a replayed speaker queue must have left in a hub, computed from its log alone and compared with `lamrelay export` and the desk's site rows.

    count_queue.py LOG --sites SITES.csv --state DIR --rows SITE_ROWS.json --began HUB_TIME --program lamrelay

Shares no code with the replay; how a log is read stands in meeting.py. One line per figure; exit code 1 when one differs.
"""
import argparse
import csv
import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

differences = 0


def same(what, wanted, found, shown=None):
    global differences
    if wanted == found:
        print(f"{what}: {shown if shown is not None else wanted}")
        return
    differences += 1
    print(f"DIFFERS {what}: the log says {str(wanted)[:400]}, the hub {str(found)[:400]}")


# --- the log ---

def read_log(path):
    """(ms from the first line, nick, text) of each line somebody wrote."""
    first = before = None
    for line in path.read_text(encoding="utf-8").splitlines():
        head, opened, rest = line.partition("<")
        nick, closed, text = rest.partition(">")
        clock = head.strip().strip("[]").split(" ")[-1].split(":")
        if not opened or not closed or not all(part.isdigit() for part in clock):
            continue
        seconds = sum(int(part) * worth for part, worth in zip(clock, (3600, 60, 1)))
        first = seconds if first is None else first
        if before is not None and seconds < before:
            seconds += 86400 if before - seconds > 43200 else before - seconds
        before = seconds
        yield (seconds - first) * 1000, plain(nick), text.strip()


def plain(nick):
    return nick.casefold().rstrip("_")


class Listener:
    """Hears the log and notes what a list of speakers would hold."""

    def __init__(self, lines):
        self.lines = lines
        self.everybody = sorted({nick for _, nick, _ in lines})
        self.queue, self.floor = [], None
        self.asked, self.left, self.calls, self.spoken, self.ways = [], [], [], [], Counter()
        self.twice = 0
        self.polls, self.open = [], None
        for at, nick, text in lines:
            self.hear(at, nick, text)
        self.end_speech(lines[-1][0])

    def hear(self, at, nick, text):
        words = text.split()
        first = words[0].casefold() if words else ""
        if first == "q+":
            who = plain(" ".join(words[1:]))
            self.ask(at, who if who in self.everybody else nick)
        elif first == "q-" and nick in self.queue:
            self.queue.remove(nick)
            self.left.append((nick, at))
        elif first == "ack" and len(words) > 1:
            self.give(at, nick if words[1] == "me" else plain(words[1].strip(".,:")))
        elif first in ("proposed:", "proposal:"):
            self.open = Counter()
            self.polls.append((" ".join(text.split(" ")[1:]).strip()[:200], self.open, {}))
        elif first == "resolved:":
            self.open = None
        elif self.open is not None:
            self.vote(nick, words[0] if words else "")

    def ask(self, at, nick):
        if nick in self.queue:
            self.twice += 1
            return
        self.queue.append(nick)
        self.asked.append((nick, at))

    def give(self, at, name):
        candidates = [nick for nick in self.queue if nick == name] or [nick for nick in self.queue if nick.startswith(name)]
        if candidates:
            who = candidates[0]
            self.ways["in turn" if who == self.queue[0] else "out of turn"] += 1
            self.queue.remove(who)
        elif self.floor and self.floor[0].startswith(name):
            return
        else:
            known = [nick for nick in self.everybody if nick == name] or [nick for nick in self.everybody if nick.startswith(name)]
            who = known[0] if known else name
            self.ways["from outside the list"] += 1
        self.end_speech(at)
        self.calls.append((who, at))
        self.floor = (who, at)

    def end_speech(self, at):
        if self.floor:
            self.spoken.append((self.floor[0], self.floor[1], at))
        self.floor = None

    def vote(self, nick, word):
        for start, choice in (("+1", "yes"), ("-1", "no"), ("+0", "abstain"), ("0", "abstain")):
            behind = word[len(start):len(start) + 1]
            if word.startswith(start) and not (behind.isalnum() or behind == "_"):
                self.polls[-1][2][nick] = choice
                self.open[choice] += 1
                return


def seat(meeting, nicks, sites_file):
    with open(sites_file, newline="", encoding="utf-8") as file:
        places = ["hall"] * 875 + [f"dc{int(row['site']):02d}" for row in csv.DictReader(file) for _ in range(int(row["assumed_delegates"]))]
    assert len(places) == 5875
    taken, seats = Counter(), {}
    for nick in nicks:
        digest = hashlib.sha256(f"site:{meeting}:{nick}".encode()).digest()
        site = places[int.from_bytes(digest[:8], "big") % len(places)]
        taken[site] += 1
        seats[nick] = f"{site}-{taken[site]:04d}"
    return seats


# --- the hub ---

def export(options, what):
    said = subprocess.run([options.program, "export", "--dir", options.state, "--what", what, "--format", "json"], capture_output=True,
                          text=True, timeout=60)
    if said.returncode != 0:
        sys.exit(f"lamrelay export --what {what}: {said.stderr}")
    return [json.loads(line)["event"] for line in said.stdout.splitlines()] if what == "events" else json.loads(said.stdout)


class Seen:
    """The events of the floor, in their order, by person and time from the beginning."""

    def __init__(self, events, began):
        self.asked, self.left, self.calls, self.spoken, self.ways, self.refused = [], [], [], [], Counter(), 0
        self.waiting, self.who, self.started = [], {}, {}
        for event in events:
            at = event["at"] - began
            number = event.get("speaker")
            if "person" in event or "name" in event:
                self.who.setdefault(number, event.get("person") or event.get("name"))
            getattr(self, event["type"], lambda number, at: None)(number, at)

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


def compare_floor(log, seats, seen):
    same("asked for the floor, in this order at these times", [(seats[nick], at) for nick, at in log.asked], seen.asked, shown=len(log.asked))
    same("asked while waiting, refused", log.twice, seen.refused)
    same("withdrew", [(seats[nick], at) for nick, at in log.left], seen.left, shown=len(log.left))
    same("called", dict(sorted(log.ways.items())), dict(sorted(seen.ways.items())))
    same("called, in this order at these times", [(seats.get(nick, nick), at) for nick, at in log.calls], seen.calls, shown=len(log.calls))
    same("spoke, in this order from and to these times", [(seats.get(nick, nick), start, end) for nick, start, end in log.spoken], seen.spoken,
         shown=f"{len(log.spoken)} speeches of {len({nick for nick, _, _ in log.spoken})} people, "
               f"{sum(end - start for _, start, end in log.spoken) // 1000} s")
    same("still waiting at the end, in this order", [seats[nick] for nick in log.queue], [seen.who[number] for number in seen.waiting],
         shown=len(log.queue))


def compare_rows(log, seats, rows, site_rows, began):
    states = Counter(waiting=len(log.queue), withdrawn=len(log.left), finished=len(log.spoken))
    same("rows of speakers by state", dict(sorted((+states).items())), dict(sorted(Counter(row["state"] for row in rows).items())))
    same("rows of who has spoken, with their times", sorted((seats.get(nick, nick), start, end) for nick, start, end in log.spoken),
         sorted((row.get("person") or row["name"], row["startedAt"] - began, row["finishedAt"] - began) for row in rows
                if row["state"] == "finished"), shown=len(log.spoken))
    speeches, spoken = Counter(), Counter()
    for nick, start, end in log.spoken:
        site = seats[nick].rpartition("-")[0] if nick in seats else "hall"
        speeches[site] += 1
        spoken[site] += end - start
    same("speeches and seconds of each site", {site: (speeches[site], spoken[site] // 1000) for site in speeches},
         {row["id"]: (row["speeches"], row["spokenSeconds"]) for row in site_rows if row["speeches"]}, shown=f"{len(speeches)} sites")


def compare_polls(log, seats, events):
    title = {event["poll"]: event["title"]["vi"] for event in events if event["type"] == "poll_drafted"}
    same("proposals put to the vote", [text for text, _, _ in log.polls], [title[number] for number in sorted(title)], shown=len(log.polls))
    counts = {number: Counter() for number in title}
    last = {number: {} for number in title}
    for event in events:
        if event["type"] == "ballot_cast":
            counts[event["poll"]][event["choice"]] += 1
            last[event["poll"]][event["person"]] = event["choice"]
    same("ballots of each", [dict(count) for _, count, _ in log.polls], [dict(counts[number]) for number in sorted(title)])
    same("each person's last ballot", [{seats[nick]: choice for nick, choice in ballots.items()} for _, _, ballots in log.polls],
         [last[number] for number in sorted(title)], shown=sum(len(ballots) for _, _, ballots in log.polls))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--sites", type=Path, required=True)
    parser.add_argument("--state", required=True)
    parser.add_argument("--rows", type=Path, required=True)
    parser.add_argument("--began", type=int, required=True)
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    log = Listener(list(read_log(options.log)))
    seats = seat(options.log.parent.name, log.everybody, options.sites)
    events = export(options, "events")
    compare_floor(log, seats, Seen(events, options.began))
    compare_rows(log, seats, export(options, "speakers"), json.loads(options.rows.read_text()), options.began)
    compare_polls(log, seats, events)
    print(f"{differences} differences")
    sys.exit(1 if differences else 0)


main()
