"""Counted by strace: one write per client and publish, no epoll_ctl; and nothing is said before the disk has it."""
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, Skip, new_key, small_config, soon, wait_until

CLIENTS, PUBLISHES = 25, 20
CALLS = "read,recvfrom,recvmsg,write,sendto,sendmsg,writev,epoll_ctl,fdatasync,fsync,sync_file_range,pwrite64,pwritev2"
READS, WRITES, SYNCS = {"read", "recvfrom", "recvmsg"}, {"write", "sendto", "sendmsg", "writev"}, {"fdatasync", "fsync"}
report = Report()


class Trace:
    """What a process asks of the kernel while the block runs, in order: .calls is a list of (name, phase, client's port or None, result)."""

    LINE = re.compile(r"^(\d+)\s+[\d.]+\s+(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)$")

    def __init__(self, hub):
        self.hub = hub
        self.path = hub.directory / "trace"

    def __enter__(self):
        if not shutil.which("strace"):
            raise Skip("no strace")
        self.process = subprocess.Popen(["strace", "-f", "-ttt", "-yy", "-s", "0", "-e", f"trace={CALLS}", "-o", self.path, "-p",
                                         str(self.hub.pid())], stderr=subprocess.PIPE, text=True)
        line = self.process.stderr.readline()
        if "attached" not in line:
            raise Skip(f"strace cannot attach: {line.strip()}")
        return self

    def __exit__(self, *_):
        time.sleep(0.2)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        self.process.stderr.close()
        self.calls = list(self._read())

    def _read(self):
        open_calls = {}
        for line in self.path.read_text().splitlines():
            match = self.LINE.match(line)
            if not match:
                continue
            thread, resumed, name, rest = match.groups()
            if resumed:
                yield resumed, "end", open_calls.pop((thread, resumed), None), self._result(rest)
                continue
            port = re.match(r"\d+<(?:TCP|TCPv6):\[.*:(\d+)\]>", rest)
            port = int(port[1]) if port else None
            yield name, "begin", port, None
            if rest.endswith("<unfinished ...>"):
                open_calls[(thread, name)] = port
            else:
                yield name, "end", port, self._result(rest)

    @staticmethod
    def _result(rest):
        match = re.search(r"= (-?\d+)", rest)
        return int(match[1]) if match else None


def local_port(client):
    return client.socket.getsockname()[1]


def show(moderator, rev, text):
    return moderator.call("stage.show", {"key": new_key(), "view": "message", "message": {"vi": text}, "rev": rev, "until": soon()})["rev"]


def after_a_beat(client):
    """Returns just after the hub's beat, so that no other comes for some seconds. One that lay unread in the socket is not it: signing in may take long."""
    began = time.time() * 1000
    client.settimeout(30)
    while client.wait_for("live")["serverTime"] < began:
        pass
    time.sleep(0.3)


def heard(client, last):
    """What one client has been told up to the message `last` on the stage: (texts of the stage, how many notices of another kind)."""
    texts, others = [], 0
    while not texts or texts[-1] != last:
        notice = client.next_notification()
        rows = notice["params"]["rows"] if notice["method"] == "rows" else []
        others += not rows
        texts += [row["message"]["vi"] for row in rows if row.get("kind") == "stage"]
    return texts, others


config = small_config(people=(("hall", "hall", CLIENTS), ("dc01", "remote", 2)), limits={"messagesPerMinute": 100000, "messagesBurst": 10000})
with Hub(config=config) as hub:
    moderator = hub.sign_in("moderator-1", timeout=30)
    clients = [hub.sign_in(f"hall-{number:04}") for number in range(1, CLIENTS + 1)]
    rev = moderator.rows[("stage", "main")]["rev"]
    rev = show(moderator, rev, "warm")

    with report.test(f"{PUBLISHES} publishes to {CLIENTS} clients: one write each, no epoll_ctl"):
        for attempt in range(4):     # a machine that needs ten seconds for this has the next beat in it
            after_a_beat(clients[0])
            rev = show(moderator, rev, f"begin {attempt}")
            for client in clients:
                heard(client, f"begin {attempt}")
            with Trace(hub) as trace:
                for number in range(PUBLISHES):
                    rev = show(moderator, rev, f"number {number}")
                    time.sleep(0.05)
            told = [heard(client, f"number {PUBLISHES - 1}") for client in clients]
            if not any(others for _, others in told):
                break
            print("    a beat came meanwhile, once more")
        writes = {local_port(client): 0 for client in clients}
        for name, phase, port, result in trace.calls:
            if name in WRITES and phase == "end" and port in writes:
                writes[port] += 1
        print(f"    writes per client: {sorted(set(writes.values()))}")
        assert set(writes.values()) == {PUBLISHES}, writes
        polls = sum(1 for name, phase, *_ in trace.calls if name == "epoll_ctl" and phase == "begin")
        assert polls == 0, f"{polls} epoll_ctl"

    with report.test("every client has got every one of them"):
        for texts, _ in told:
            assert texts == [f"number {number}" for number in range(PUBLISHES)], texts

    def said_after_sync(calls, ports):
        """Each first write to a port after something was read from it: a sync must have begun and ended between the two."""
        faults, checked = [], 0
        asked, began, synced = {}, {}, {}
        for place, (name, phase, port, result) in enumerate(calls):
            if name in READS and phase == "end" and port in ports and result and result > 0:
                asked.setdefault(port, place)
            elif name in SYNCS and phase == "begin":
                for waiting in asked:
                    began.setdefault(waiting, place)
            elif name in SYNCS and phase == "end" and result == 0:
                for waiting in began:
                    synced.setdefault(waiting, place)
            elif name in WRITES and phase == "begin" and port in asked:
                checked += 1
                if port not in synced:
                    faults.append(f"call {place}: written to {port} before a sync")
                for table in (asked, began, synced):
                    table.pop(port, None)
        return faults, checked

    with report.test("no result is written before the sync of its batch: one after another"):
        after_a_beat(clients[0])
        with Trace(hub) as trace:
            for number in range(PUBLISHES):
                rev = show(moderator, rev, f"again {number}")
        faults, checked = said_after_sync(trace.calls, {local_port(moderator)})
        assert not faults, faults[:3]
        assert checked >= PUBLISHES, f"only {checked} answers seen"

    with report.test("no result is written before the sync of its batch: many at once"):
        after_a_beat(clients[0])
        ports = {local_port(client) for client in clients}
        with Trace(hub) as trace:
            started = [(client, client.start("question.submit", {"key": new_key(), "text": f"Câu hỏi {i}?"})) for i, client in enumerate(clients)]
            for client, identity in started:
                assert client.finish(identity)["question"] > 0
        faults, checked = said_after_sync(trace.calls, ports)
        assert not faults, faults[:3]
        assert checked >= CLIENTS, f"only {checked} answers seen"
        syncs = sum(1 for name, phase, *_ in trace.calls if name in SYNCS and phase == "end")
        print(f"    {CLIENTS} questions, {syncs} syncs")

    with report.test("the check sees an answer that no sync came before"):
        after_a_beat(clients[0])
        with Trace(hub) as trace:
            for _ in range(5):
                moderator.call("question.list", {})
        faults, checked = said_after_sync(trace.calls, {local_port(moderator)})
        assert checked >= 5 and len(faults) == checked, f"{checked} answers, {len(faults)} found"

    with report.test("what comes in together goes out together"):
        before = hub.metrics()
        started = [(client, client.start("question.submit", {"key": new_key(), "text": f"Thêm {i}?"})) for i, client in enumerate(clients)]
        for client, identity in started:
            client.finish(identity)
        after = wait_until(hub.metrics, 5)
        events = after["lamrelay_events_total"] - before["lamrelay_events_total"]
        batches = after["lamrelay_batches_total"] - before["lamrelay_batches_total"]
        print(f"    {events:.0f} events in {batches:.0f} batches")
        assert events == CLIENTS and batches <= events, (events, batches)

    for client in [moderator, *clients]:
        client.close()

report.finish()
