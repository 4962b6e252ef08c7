"""What a replayed sitting must have left in a hub, computed from the XML file alone and compared with `lamrelay export` and the desk's site rows.

    count_sitting.py FILE --sitting MEETING_ID --sites SITES.csv --state DIR --rows SITE_ROWS.json --began HUB_TIME --program lamrelay

Shares no code with the replay; how a sitting is read stands in sitting.py. One line per figure; exit code 1 when one differs.
"""
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path

from counting import Floor, arguments, compare_speeches, export, finish, make_seats, same


def part(text, tag):
    found = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    return found[1] if found else ""


def milliseconds(stamp):
    """Of its day: a sitting ends before midnight."""
    hours, minutes, seconds = stamp.partition("T")[2].split(":")
    return int((int(hours) * 60 + int(minutes)) * 60000 + Decimal(seconds) * 1000)


def read_speeches(text, sitting):
    """(from, to, item, who) by beginning; the file is taken apart as text."""
    meeting = next(piece for piece in re.findall(r"<Møde>.*?</Møde>", text, re.DOTALL) if part(piece, "MeetingId") == sitting)
    items = re.split(r"<Dagsordenpunkt>(?=<Punktnummer>)", meeting)[1:]
    speeches = []
    for number, item in enumerate(items, 1):
        for speech in re.findall(r"<Tale>(.*?)</Tale>", item, re.DOTALL):
            who = "|".join(part(speech, tag) for tag in ("Navn", "Rolle", "Parti"))
            speeches.append((milliseconds(part(speech, "Starttid")), milliseconds(part(speech, "Sluttid")), number, who))
    return sorted(speeches)


def main():
    options = arguments(__doc__, "file", ("--sitting", str), ("--rows", Path), ("--began", int))
    speeches = read_speeches(options.file.read_text(encoding="utf-8"), options.sitting)
    first = speeches[0][0]
    everybody = sorted({who for _, _, _, who in speeches}, key=lambda who: who.split("|"))
    seats = make_seats(options.sitting, everybody, options.sites)
    floor = Floor(export(options, "events"), options.began)
    spoken = [(seats[who], start - first, end - first) for start, end, _, who in speeches]
    same("called, in this order at these times", [(who, start) for who, start, _ in spoken], floor.calls, shown=len(spoken))
    rows = export(options, "speakers")
    compare_speeches(spoken, floor, rows, json.loads(options.rows.read_text()), options.began)
    same("speeches of each person", dict(Counter(who for who, _, _ in spoken)), dict(Counter(row["person"] for row in rows)),
         shown=f"{len(everybody)} people, most {max(Counter(who for who, _, _ in spoken).values())}")
    same("speeches of each item", dict(Counter(item for _, _, item, _ in speeches)), dict(Counter(row["item"] for row in rows)))
    starts = [(item, start - first) for place, (start, _, item, _) in enumerate(speeches) if not place or speeches[place - 1][2] != item]
    same("items, in this order at these times", starts, floor.items, shown=[item for item, _ in starts])
    finish()


main()
