"""What a replayed speaker queue must have left in a hub, computed from its log alone and compared with `lamrelay export` and the desk's site rows.

    count_queue.py LOG --sites SITES.csv --state DIR --rows SITE_ROWS.json --began HUB_TIME --program lamrelay

Shares no code with the replay; how a log is read stands in meeting.py. One line per figure; exit code 1 when one differs.
"""
import json
from collections import Counter
from pathlib import Path

from counting import Floor, arguments, compare_speeches, export, finish, make_seats, same

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


# --- the comparisons ---

def compare_floor(log, seats, seen):
    same("asked for the floor, in this order at these times", [(seats[nick], at) for nick, at in log.asked], seen.asked, shown=len(log.asked))
    same("asked while waiting, refused", log.twice, seen.refused)
    same("withdrew", [(seats[nick], at) for nick, at in log.left], seen.left, shown=len(log.left))
    same("called", dict(sorted(log.ways.items())), dict(sorted(seen.ways.items())))
    same("called, in this order at these times", [(seats.get(nick, nick), at) for nick, at in log.calls], seen.calls, shown=len(log.calls))
    same("still waiting at the end, in this order", [seats[nick] for nick in log.queue], [seen.who[number] for number in seen.waiting],
         shown=len(log.queue))


def compare_rows(log, seats, seen, rows, site_rows, began):
    states = Counter(waiting=len(log.queue), withdrawn=len(log.left), finished=len(log.spoken))
    same("rows of speakers by state", dict(sorted((+states).items())), dict(sorted(Counter(row["state"] for row in rows).items())))
    compare_speeches([(seats.get(nick, nick), start, end) for nick, start, end in log.spoken], seen, rows, site_rows, began)


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
    options = arguments(__doc__, "log", ("--rows", Path), ("--began", int))
    log = Listener(list(read_log(options.log)))
    seats = make_seats(options.log.parent.name, log.everybody, options.sites)
    events = export(options, "events")
    seen = Floor(events, options.began)
    compare_floor(log, seats, seen)
    compare_rows(log, seats, seen, export(options, "speakers"), json.loads(options.rows.read_text()), options.began)
    compare_polls(log, seats, events)
    finish()


main()
