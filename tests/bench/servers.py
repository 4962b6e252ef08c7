"""The servers that are measured. Each has: name, adapter, ports, publisher_port, folder, tools, pids(), words(clients), start(), kill(), stop()."""
import os
import re
import selectors
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "build" / "release"
os.environ["LAMRELAY"] = str(RELEASE / "lamrelay")     # before hub_process asks
sys.path.insert(0, str(ROOT / "tests" / "support"))
import hub_process
from hub_process import Hub, new_key, run_program, soon

hub_process.READY_SECONDS = 900     # a journal of a million events has to be read, on whatever machine

READY_SECONDS, SETTLED_SECONDS = 60, 0.2
LIMITS = {"people": 1000000, "connections": 20000, "connectionsPerAddress": 20000, "messagesPerMinute": 1000000, "messagesBurst": 100000,
          "deskMessagesPerMinute": 1000000, "deskMessagesBurst": 100000, "questionsPerMinute": 100000, "questionsBurst": 10000, "openPolls": 100}


def memory(pids):
    """Resident bytes of processes."""
    total = 0
    for pid in pids:
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        total += int(found[1]) * 1024 if found else 0
    return total


def first_line(process, seconds=READY_SECONDS):
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return process.stdout.readline() if selector.select(seconds) else ""


def conference(people, **more):
    """A configuration as `lamrelay check` takes it: one hall."""
    return {
        "id": "bench", "title": {"vi": "Đo tải"}, "theme": {"vi": "Đo tải"}, "addresses": [],
        "sites": [{"id": "hall", "name": {"vi": "Hội trường"}, "kind": "hall", "people": people}],
        "topics": [{"id": "economy", "name": {"vi": "Kinh tế"}}],
        "agenda": [{"kind": "dialogue", "title": {"vi": "Đối thoại"}}, {"kind": "vote", "title": {"vi": "Biểu quyết"}}],
        "accounts": [{"id": "desk", "name": "Bàn điều phối", "roles": ["admin", "moderator"]}, {"id": "chair", "name": "Chủ trì", "roles": ["chair"], "site": "hall"}],
        "limits": LIMITS, **more,
    }


class HubServer:
    """`lamrelay hub` as installed, its journal on disk, its people with codes of `lamrelay codes`."""
    name = adapter = "hub"
    tools = RELEASE / "tests" / "bench"
    has_beat = True

    def __init__(self, folder, people, core=None):
        self.folder = Path(folder)
        self.people = people   # and one more, who probes
        under = ["taskset", "-c", str(core)] if core is not None else []
        self.hub = Hub(conference(people + 1), directory=self.folder / "hub", under=under)
        self._roster = None

    @property
    def ports(self):
        return [self.hub.port]

    @property
    def publisher_port(self):
        return self.hub.port

    def pids(self):
        return [self.hub.pid()]

    def words(self, clients):
        if self._roster is None:
            self._roster = self.folder / "hub.roster"
            rows = [row for row in self.hub.codes() if row["code"]]
            self._roster.write_text("".join(f"{row['person']} {row['code']}\n" for row in rows))
        return ["--roster", self._roster, "--token", self.hub.token("desk")]

    def desk(self, method, **params):
        with self.hub.sign_in("desk", timeout=120) as desk:
            return desk.call(method, {"key": new_key(), **params})

    def add_parts(self, count):
        """Parts of the agenda, for several notices at once: see adapter_hub.c."""
        for number in range(count):
            self.desk("agenda.session_add", session=f"part-{number:02d}", title={"vi": f"Phần {number + 1}"})

    def open_poll(self, results):
        """A poll that everybody has: that it was said to all is no part of what ballots cost."""
        drafted = self.desk("poll.draft", title={"vi": "Thông qua?"}, results=results)
        opened = self.desk("poll.open", poll=drafted["poll"], rev=drafted["rev"], until=soon())
        self.settle()
        return opened

    def close_poll(self, poll):
        """Nobody hears of it any more while another one is measured."""
        self.desk("poll.close", poll=poll["poll"], rev=poll["rev"], until=soon())
        self.settle()

    def settle(self):
        """Until nothing more goes out."""
        before = None
        while before != (before := self.hub.metrics()["lamrelay_deliveries_total"]):
            time.sleep(SETTLED_SECONDS)

    def start(self):
        self.hub.start()

    def kill(self):
        self.hub.kill()

    def stop(self):
        self.hub.stop()

    def verify(self):
        """The word of `lamrelay verify`: (True, what it said)."""
        result = run_program("verify", "--dir", self.hub.state, timeout=600)
        return result.returncode == 0, (result.stdout + result.stderr).strip()


class ProgramServer:
    """A program that is ready when it says `ready on port N`, or when its port answers."""
    tools = HubServer.tools
    has_beat = False

    def __init__(self, folder, name, adapter, command, core=None, port=0, publisher_port=None, environment=None):
        self.folder, self.name, self.adapter = Path(folder), name, adapter
        self.command = ["taskset", "-c", str(core)] * (core is not None) + [str(word) for word in command]
        self.port, self._publisher_port, self.environment = port, publisher_port, environment
        self.process = None
        self.start()

    @property
    def ports(self):
        return [self.port]

    @property
    def publisher_port(self):
        return self._publisher_port or self.port

    def words(self, clients):
        return []

    def pids(self):
        return [self.process.pid]

    def start(self):
        with open(self.folder / f"{self.name}.log", "ab") as log:
            again = ["--port", str(self.port)] if self.port else []
            self.process = subprocess.Popen(self.command + again, stdout=subprocess.PIPE, stderr=log, text=True, env=self.environment)
        found = re.search(r"ready on port (\d+)", first_line(self.process))
        if not found:
            self.kill()
            raise RuntimeError(f"{self.name} did not start: {(self.folder / f'{self.name}.log').read_text()[-2000:]}")
        self.port = int(found[1])

    def kill(self):
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    stop = kill


def floor(folder, certificate, key, core=None, batched=True):
    command = [HubServer.tools / "bench_floor", "--certificate", certificate, "--key", key] + ["--batched"] * batched
    return ProgramServer(folder, "floor" if batched else "floor_unbatched", "floor", command, core)
