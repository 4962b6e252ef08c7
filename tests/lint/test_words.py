"""What belongs to one machine or one workplace stands in no file of the tree."""
import re

from report import Report, text_of, tracked

# Split, so that this file passes its own test.
FORBIDDEN = [
    ("a path of one machine", r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+|opt|mnt)/[\w.-]+"),
    ("a package registry", r"https?://[^\s\"'<>]*(?:regist" r"ry|artifact|nexus|verdaccio|mirror|pypi|npmjs)[^\s\"'<>]*"),
    ("talk of who wrote it", r"(?i)\b(?:clau" r"de|anthro" r"pic|open" r"ai|chat" r"gpt|copi" r"lot|language mo" r"del|sub-?ag" r"ent)\b"),
    ("talk of how the work is organised", r"(?i)\bissues? #?\d\b|\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b"),
]


def faults(what, pattern):
    for path in tracked():
        text = text_of(path)
        if text is None or "dist" in path.parts:
            continue
        for match in re.finditer(pattern, text):
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()[:80]}"


def dangling():
    """Documents that are named and not there. Those beside the recorded data are theirs."""
    names = {path.name for path in tracked()}
    for path in tracked():
        text = text_of(path)
        if text is None or "dist" in path.parts:
            continue
        for match in re.finditer(r"(?<!shared/data/)\b[A-Z][A-Z0-9_-]+\.md\b", text):
            if match.group() not in names:
                yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group()}"


report = Report()
for what, pattern in FORBIDDEN:
    report.check(f"no {what.removeprefix('a ').removeprefix('an ')}", faults(what, pattern))
report.check("every document named is there", dangling())
report.finish()
