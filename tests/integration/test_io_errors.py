"""The disk answers EIO: at each of the first writes and syncs of a batch of questions in turn, once each, in the real program (strace puts the error in).
No question is acknowledged and lost, none is there twice, and the hub goes on by itself when the disk does."""
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, Skip, new_key, run_program, small_config, wait_until
from socket_client import RpcError

CALLS, SITES, QUESTIONS = ("pwrite64", "fdatasync", "ftruncate"), 8, 4
PASSING = ("not_stored", "busy")
report = Report()


class Failing:
    """While the block runs, call number `nth` of the hub answers EIO. Skip where nothing can be traced."""

    def __init__(self, hub, call, nth):
        self.command = ["strace", "-f", "-e", f"trace={call}", "-e", f"inject={call}:error=EIO:when={nth}", "-o", "/dev/null", "-p", str(hub.pid())]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        if "attached" not in line:
            raise Skip(f"strace cannot attach: {line.strip()}")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        self.process.stderr.close()


def ask(client, text, key):
    """True when it is stored."""
    try:
        client.call("question.submit", {"key": key, "text": text})
        return True
    except RpcError as error:
        if error.code not in PASSING:
            raise
        return False


def ask_until_stored(client, text, key):
    wait_until(lambda: ask(client, text, key), 30, "storing")


def texts(hub):
    with hub.sign_in("moderator-1", timeout=60) as client:
        return sorted(row["text"] for (kind, _), row in client.rows.items() if kind == "question")


limits = {"questionsPerMinute": 1000000, "questionsBurst": 100000, "messagesPerMinute": 1000000, "messagesBurst": 100000}
with Hub(config=small_config(limits=limits)) as hub:
    client = hub.sign_in("hall-0001", timeout=60)
    expected, refused = [], 0
    for call in CALLS:
        with report.test(f"EIO at each of {SITES} calls of {call}"):
            if not shutil.which("strace"):
                raise Skip("no strace")
            for nth in range(1, SITES + 1):
                asked = [(f"{call} {nth} {number}", new_key()) for number in range(QUESTIONS)]
                with Failing(hub, call, nth):
                    stored = [ask(client, *one) for one in asked]
                refused += stored.count(False)
                for one in asked:
                    ask_until_stored(client, *one)
                expected += [text for text, _ in asked]
            assert texts(hub) == sorted(expected)

    with report.test("it did happen, and all is there after a restart"):
        print(f"    {len(expected)} questions, {refused} of them refused at first")
        assert refused > 0
        hub.restart()
        assert texts(hub) == sorted(expected)
        hub.stop()
        verified = run_program("verify", "--dir", hub.state)
        assert verified.returncode == 0, verified.stderr

report.finish()
