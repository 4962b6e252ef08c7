"""The machine below, whose processors may be shared with others: what it takes of them, and patience until it takes little.

Where a processor was taken away within a window of measurement, the window tells of the others on that machine, not of the server. Such a window is measured again;
what that and the waiting may take is bound, for each group of figures apart: one that falls on a bad hour
does not take it from the next."""
import hashlib
import os
import threading
import time
from pathlib import Path

STOLEN_MOST = 0.01      # of a window's time
WINDOWS_MOST = 5        # in place of one
LOOK_ROUNDS = 1000000   # of a hash, on each processor: some tenths of a second, in which it would be seen
REST_SECONDS = 5


def stolen():
    """Seconds in which a processor wanted to run and the machine below ran something else; 0 where that is not told."""
    return int(Path("/proc/stat").read_text().split(maxsplit=9)[8]) / os.sysconf("SC_CLK_TCK")


def work():
    hashlib.pbkdf2_hmac("sha256", b"", b"", LOOK_ROUNDS)


class Machine:
    def __init__(self, patience):
        """`patience`: seconds that waiting and measuring again may take, of all windows of one group together."""
        self.patience_each = self.patience = patience
        self.again = self.waited = 0     # windows; seconds

    def begin(self):
        """Another group of figures."""
        self.patience = self.patience_each

    def calmest(self, measure, prepare=lambda: None):
        """What `measure` answers; of several tries that in which least was taken."""
        best = None
        for _ in range(WINDOWS_MOST):
            prepare()
            before, began = stolen(), time.monotonic()
            answer = measure()
            seconds = time.monotonic() - began
            share = (stolen() - before) / seconds
            if best is None or share < best[0]:
                best = share, answer
            if share <= STOLEN_MOST or self.patience <= 0:
                break
            self.again += 1
            self.patience -= seconds
            self.wait()
        return best[1]

    def wait(self):
        """Until little is taken from all processors at work, or patience has ended."""
        began = time.monotonic()
        while self.patience > time.monotonic() - began and not self.is_calm():
            time.sleep(REST_SECONDS)
        waited = time.monotonic() - began
        self.waited += waited
        self.patience -= waited

    def is_calm(self):
        before, began = stolen(), time.monotonic()
        threads = [threading.Thread(target=work) for _ in range(os.cpu_count() or 1)]     # the hash does not hold the interpreter
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return (stolen() - before) / (time.monotonic() - began) <= STOLEN_MOST * len(threads)

    def said(self):
        return f"measured again, as the machine below had taken a processor away: {self.again} windows; waited {self.waited:.0f} s until it was calm"
