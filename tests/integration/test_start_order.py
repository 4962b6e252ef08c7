"""In which order a hub begins: the journal is locked, then the port is open, then the journal is read, and only then is anybody answered."""
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import PROGRAM, Hub, Report, Skip, new_key
from socket_client import tls_context

CALLS = "flock,listen,pread64,accept4,write"
NO_LEAKS = {"ASAN_OPTIONS": "detect_leaks=0"}   # the sanitizer cannot look for them under strace
KNOCK_SECONDS = 60
report = Report()


def strace(trace, also=()):
    if not shutil.which("strace"):
        raise Skip("no strace")
    return ["strace", "-f", "-y", "-s", "64", "-e", f"trace={CALLS}", *also, "-o", str(trace)]


def place(lines, pattern):
    """Of the first line of a trace in which this is found; None = in none."""
    return next((i for i, line in enumerate(lines) if re.search(pattern, line)), None)


class Knocker(threading.Thread):
    """Knocks until the port is open, then asks whether the hub is ready. `answer` is the first line it hears."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.answer = port, None
        self.start()

    def run(self):
        ends = time.monotonic() + KNOCK_SECONDS
        while time.monotonic() < ends:
            try:
                with socket.create_connection(("127.0.0.1", self.port), KNOCK_SECONDS) as plain:
                    with tls_context().wrap_socket(plain, server_hostname="localhost") as client:
                        client.sendall(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        self.answer = client.recv(4096).split(b"\r\n")[0].decode()
                        return
            except ConnectionRefusedError:
                time.sleep(0.001)


with Hub() as hub:
    with hub.sign_in("admin") as desk:
        for number in range(20):
            desk.call("agenda.session_add", {"key": new_key(), "session": f"part-{number}", "title": {"vi": f"Phần {number}"}})

    with report.test("who knocks first is let in by the kernel, and answered when all is read"):
        hub.kill()
        trace = hub.directory / "start.trace"
        knocker = Knocker(hub.port)
        # listen takes a while to return: whoever knocks is there before the first record is read
        hub.under, environment = strace(trace, ["-e", "inject=listen:delay_exit=500000"]), hub.environment
        hub.environment = dict(os.environ, **NO_LEAKS)
        try:
            hub.start()
            knocker.join(KNOCK_SECONDS)
            assert knocker.answer == "HTTP/1.1 200 OK", knocker.answer
            lines = trace.read_text().splitlines()
            lock, listens = place(lines, r"flock\(\d+<.*journal\.sqlite\.lock"), place(lines, r"listen\(")
            ready, accepts = place(lines, r"write\(1<.*lamrelay hub: ready"), place(lines, r"accept4\(.*\) = \d+|accept4 resumed.*\) = \d+")
            assert None not in (lock, listens, ready, accepts), (lock, listens, ready, accepts)
            assert lock < listens < ready < accepts, (lock, listens, ready, accepts)
            assert place(lines[listens:ready], r"pread64\(\d+<.*journal\.sqlite"), "nothing was read behind it"
        finally:
            hub.kill()
            hub.under, hub.environment = [], environment

    with report.test("a second process for the same journal never listens"):
        hub.start()
        trace = hub.directory / "second.trace"
        words = ["hub", "--config", hub.config_path, "--dir", hub.state, "--certificate", hub.certificate, "--key", hub.key, "--port", "0"]
        result = subprocess.run([*strace(trace), PROGRAM, *map(str, words)], env=dict(os.environ, **NO_LEAKS), capture_output=True, text=True, timeout=60)
        assert result.returncode == 3 and "another process has the journal" in result.stderr, result
        lines = trace.read_text().splitlines()
        assert place(lines, r"flock\(") is not None and place(lines, r"listen\(\d+<(?!UNIX)") is None, lines

report.finish()
