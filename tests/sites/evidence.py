"""What the journal, the sites' folders and the crowd say, against each other. Nothing here counts as the hub does."""
import base64
import json
import sqlite3
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import run_program
from link_client import LinkClient, random_bytes

CHOICES = ["yes", "no", "abstain"]
EFFECTS = {"question.submit": ["question_submitted"], "poll.cast": ["ballot_cast", "ballot_unproven", "ballot_late"]}


def export(conference, what):
    said = run_program("export", "--dir", conference.hub.state, "--what", what, "--format", "json", timeout=300)
    assert said.returncode == 0, said.stderr
    return [json.loads(line) for line in said.stdout.splitlines()] if what == "events" else json.loads(said.stdout)


# --- each wish once ---

def is_copy(first, event):
    """A ballot once more, brought by a site or with its receipt, and so with an earlier stamp: the same ballot, of which one counts (relay/DELIVERY.md, B1)."""
    same = all(first.get(member) == event.get(member) for member in ("type", "poll", "person", "device", "counter", "choice", "params"))
    return same and event["type"] == "ballot_cast" and "stamp" in event and event["stamp"] < first.get("stamp", first["at"])


def check_journal(events, commands):
    """Whatever was answered is in the journal once, under the number that was told, also all that a site ever said it keeps; nothing is there that nobody
    wished. Returns {(actor, key): event}."""
    effects, refusals = {}, {}
    wished = {(command["person"], command["params"]["key"]) for command in commands}
    people = {command["person"] for command in commands}
    for line in events:
        event = line["event"]
        if "key" not in event or event.get("actor") not in people or event["type"] == "offer_known":
            continue
        name, kind = (event["actor"], event["key"]), refusals if event["type"] == "command_refused" else effects
        assert name in wished, f"nobody wished for {line}"
        if name not in kind:
            kind[name] = line
        else:
            assert is_copy(kind[name]["event"], event), f"twice: {kind[name]} and {line}"
    for command in commands:
        name = (command["person"], command["params"]["key"])
        assert "result" in command or "error" in command, f"lost, no answer: {command}"
        if "result" in command:
            line = effects.get(name)
            assert line and line["seq"] == command["result"]["seq"] and line["event"]["type"] in EFFECTS[command["method"]], f"{command}: the journal has {line}"
        else:
            assert not command["kept"], f"lost, kept at a site and refused: {command}"
            assert name not in effects, f"{command}: refused, and the journal has {effects.get(name)}"
    return effects


def check_questions(rows, commands):
    asked = Counter((command["person"], command["params"]["text"]) for command in commands if command["method"] == "question.submit" and "result" in command)
    found = Counter((row["person"], row["text"]) for row in rows)
    assert asked == found, f"{len(asked - found)} questions are missing, {len(found - asked)} are too many"
    return sum(found.values())


def last_ballots(commands, poll, counted=lambda command: True):
    """{person: params} of the ballots accepted that count: of each phone the one with the highest counter."""
    last = {}
    for command in commands:
        params = command["params"]
        if command["method"] == "poll.cast" and params["poll"] == poll and "result" in command and counted(command):
            if command["person"] not in last or last[command["person"]]["counter"] < params["counter"]:
                last[command["person"]] = params
    return last


def check_poll(row, last):
    choices = Counter(params["choice"] for params in last.values())
    wanted = [choices[choice] for choice in CHOICES]
    assert row["state"] == "published" and row["tally"] == wanted and row["ballots"] == len(last), f"{row}, counted here: {wanted}"


def check_shown(shown, poll, last):
    """What the phones say at last: whose ballot counts, and that one."""
    rows = {line["person"]: line["shown"] for line in shown if line["shown"]["poll"] == poll}
    for person, params in last.items():
        row = rows.get(person)
        assert row and (row["state"], row["key"]) == ("counted", params["key"]), f"{person}: counted is {params}, shown {row}"
    wrong = [row for person, row in rows.items() if person not in last and row["state"] == "counted"]
    assert not wrong, f"shown as counted, and is not: {wrong[0]}"


# --- the same rows at both ends ---

def mark(folder, name):
    with sqlite3.connect(f"file:{folder}/site.sqlite?mode=ro", uri=True) as database:
        found = database.execute("SELECT value FROM mark WHERE name = ?", (name,)).fetchone()
    return found and found[0]


def text_of(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def write_stored(folder, path):
    """The rows that a site has stored, one a line behind its channel, as bytes of the folder; returns how many."""
    with sqlite3.connect(f"file:{folder}/site.sqlite?mode=ro", uri=True) as database:
        lines = sorted(f"{channel}\t{text}\n" for channel, text in database.execute("SELECT channel, text FROM row"))
    path.write_text("".join(lines))
    return len(lines)


def rows_of(snapshot):
    """The rows of a snapshot, each as the bytes it came in."""
    decoder, at = json.JSONDecoder(), snapshot.index('"rows":[') + len('"rows":[')
    while snapshot[at] != "]":
        _, end = decoder.raw_decode(snapshot, at)
        yield snapshot[at:end]
        at = end + (snapshot[end] == ",")


def write_shown(conference, site, path):
    """What the hub shows to whoever holds the site and has nothing yet, in the same form."""
    way, folder = conference.ways[site], conference.sites[site].folder
    more = {"previousStream": text_of(mark(folder, "granted"))}
    with LinkClient(conference.link_port, str(conference.hub.certificate), str(way.site_certificate), str(way.site_key), timeout=30) as link:
        link.claim(text_of(mark(folder, "folder")), random_bytes(8), **more)
        link.catch_up()
        lines = []
        for text in link.texts:
            message = json.loads(text)
            assert message["method"] == "snapshot", text
            lines += [f"{message['params']['channel']}\t{row}\n" for row in rows_of(text)]
    path.write_text("".join(sorted(lines)))
    return len(lines)


def compare_rows(conference):
    """Of every site, two files; returns how many rows they have together."""
    total = 0
    for site in conference.counts:
        stored, shown = conference.directory / f"{site}.stored", conference.directory / f"{site}.shown"
        total += write_stored(conference.sites[site].folder, stored)
        write_shown(conference, site, shown)
        if stored.read_bytes() != shown.read_bytes():
            ours, theirs = set(stored.read_text().splitlines()), set(shown.read_text().splitlines())
            raise AssertionError(f"{site}: {len(ours - theirs)} rows only at the site, first {sorted(ours - theirs)[:1]}; "
                                 f"{len(theirs - ours)} only at the hub, first {sorted(theirs - ours)[:1]}")
    return total


def check_program(conference, word, wanted):
    said = run_program(word, "--dir", conference.hub.state, timeout=300)
    assert said.returncode == 0 and wanted in said.stdout, f"{word}: {said.stdout}{said.stderr}"
    return said.stdout.strip()
