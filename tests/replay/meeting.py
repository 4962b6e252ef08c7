"""A recorded meeting of the JSON-LD group as the acts of a conference: shared/data/REPLAY.md section 6.

How a line is read:
- A nick is its letters without case and without underscores at its end: ivan_ is ivan.
- `q+` asks for the floor for whoever writes; `q+ NICK`, when NICK writes in the log too, for that person; what else stands behind is a remark.
  `q-` withdraws what waits of whoever writes.
- `ack NAME` gives the floor (`me`: to whoever writes). NAME is the one who waits of this nick, else whose nick begins so; else, when the one who has the
  floor is called so, a second tap that changes nothing; else somebody of that nick, or with a nick that begins so, from outside the list; else a
  name that has no account.
- Who gets the floor speaks from then on, until the next gets it or the log ends.
- `PROPOSED:` or `PROPOSAL:` opens a poll, `RESOLVED:` or another proposal closes it; while it is open `+1`, `-1`, and `0`, `+0` or `+0.5` are ballots.
Times run from the log's first line, past midnight; the two oldest logs know minutes only.
"""
import re
from collections import namedtuple

from crowd import Seating

LINE = re.compile(r"^\[?(?:\w{3} )?(\d\d):(\d\d)(?::(\d\d))?\]?\s+<([^>]+)>\s+(.*)$")
BALLOT = re.compile(r"^(\+1|-1|\+?0)(?![\w])")
BALLOTS = {"+1": "yes", "-1": "no", "+0": "abstain", "0": "abstain"}
DAY_MS = 24 * 3600 * 1000
ASK, LEAVE, FLOOR, PROPOSE, RESOLVE, BALLOT_CAST = "ask", "leave", "floor", "propose", "resolve", "ballot"

Act = namedtuple("Act", "at kind nick what")    # at: ms from the first line; what: a name, a proposal's text, a choice


def nick_of(written):
    return written.casefold().rstrip("_")


class Meeting:
    def __init__(self, folder):
        self.name = folder.name
        self.lines = list(self._read(folder / "irc.log"))
        self.nicks = sorted({nick for _, nick, _ in self.lines})
        self.seating = Seating(self.name, self.nicks)
        self.length = self.lines[-1][0]

    @staticmethod
    def _read(path):
        first = last = None
        for line in path.read_text(encoding="utf-8").splitlines():
            found = LINE.match(line)
            if not found:
                continue
            hours, minutes, seconds = (int(part or 0) for part in found.groups()[:3])
            at = ((hours * 60 + minutes) * 60 + seconds) * 1000
            first = at if first is None else first
            while last is not None and at < last - DAY_MS // 2:
                at += DAY_MS
            last = at if last is None else max(at, last)
            yield last - first, nick_of(found[4]), found[5].strip()

    def acts(self):
        for at, nick, text in self.lines:
            word, _, rest = text.partition(" ")
            word, rest = word.casefold(), rest.strip()
            if word == "q+":
                yield Act(at, ASK, nick_of(rest) if nick_of(rest) in self.nicks else nick, None)
            elif word == "q-":
                yield Act(at, LEAVE, nick, None)
            elif word == "ack" and rest:
                yield Act(at, FLOOR, nick, nick if rest == "me" else nick_of(rest.split()[0].strip(".,:")))
            elif word in ("proposed:", "proposal:"):
                yield Act(at, PROPOSE, nick, rest)
            elif word == "resolved:":
                yield Act(at, RESOLVE, nick, rest)
            elif found := BALLOT.match(text):
                yield Act(at, BALLOT_CAST, nick, BALLOTS[found[1]])
