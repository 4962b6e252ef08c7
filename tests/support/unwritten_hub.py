"""A hub without a configuration: it prints a code by which a browser becomes the first admin, and all the rest are that admin's commands."""
import re

from hub_process import Hub

CODE = re.compile(r"set up at (https://localhost:\d+)/admin#setup=([A-Za-z0-9_-]{22}) within an hour\n$")


class Unwritten(Hub):
    """`said` is the line with the code, `code` the code; both are none when `empty` is false: the conference has staff by then."""

    def command(self):
        words = super().command()
        place = words.index("--config")
        return words[:place] + words[place + 2:]

    def start(self):
        super().start()
        self.said = self.process.stdout.readline() if self.empty else ""
        found = CODE.search(self.said)
        self.code = found[2] if found else None

    empty = True
