"""Clocks that a test sets, for the real hub. One stands where it is told: hours of a recorded meeting pass in seconds, and its times come out to the
millisecond. The other goes on, but the wall clock of the machine is set back or on.

    clock = ToldClock(directory)
    with Hub(config, environment=clock.environment) as hub:
        clock.tell(clock.now + 60_000)

    clock = MovedClock(directory)
    with Hub(environment=clock.environment) as hub:
        clock.set(-3600)
"""
import mmap
import os
import subprocess
import time
from pathlib import Path

SOURCE = Path(__file__).parent / "preload" / "told_clock.c"


class Preloaded:
    def __init__(self, directory):
        library, file = Path(directory) / "told_clock.so", Path(directory) / "told_clock"
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", library, SOURCE], check=True)
        file.write_bytes(bytes(16))
        with open(file, "r+b") as opened:
            self._memory = mmap.mmap(opened.fileno(), 16)
        # A sanitizer wants to be loaded first; nothing it watches is replaced here.
        sanitizer = ":".join(filter(None, (os.environ.get("ASAN_OPTIONS"), "verify_asan_link_order=0")))
        self.environment = {"LD_PRELOAD": str(library), "TOLD_CLOCK": str(file), "ASAN_OPTIONS": sanitizer}

    def _write(self, place, number):
        self._memory[place:place + 8] = number.to_bytes(8, "little", signed=True)


class ToldClock(Preloaded):
    def __init__(self, directory):
        super().__init__(directory)
        self.now = 0
        self.tell(int(time.time()) * 1000)

    def tell(self, milliseconds):
        assert milliseconds >= self.now, "a clock does not go back"
        self.now = milliseconds
        self._write(0, milliseconds)


class MovedClock(Preloaded):
    def set(self, seconds):
        self._write(8, seconds)
