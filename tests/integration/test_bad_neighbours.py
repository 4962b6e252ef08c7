"""A thousand clients that behave badly in four ways, and one that floods: nobody else loses anything. How much slower the others became is printed as a
ratio of medians in the same run; it is no test, as times on a shared machine are not."""
import os
import resource
import socket
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, is_sanitized, new_key, small_config, soon
from socket_client import Closed, RpcError, tls_connect

PACE = 0.02 # so that the limit for one connection stops the flooder and nobody else
OF_A_KIND, PUBLISHES = int(os.environ.get("NEIGHBOURS", "1000")) // 4, 60
report = Report()


def memory_kib(hub):
    status = Path(f"/proc/{hub.pid()}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


class Audience:
    """A moderator who puts messages on the stage, a participant who must see each and asks a question after each."""

    def __init__(self, hub):
        self.moderator, self.watcher = hub.sign_in("moderator-1", timeout=60), hub.sign_in("hall-0001", timeout=60)
        self.rev = self.moderator.rows[("stage", "main")]["rev"]
        self.asked = self.seen = 0

    def act(self):
        """Milliseconds from the act until it was seen and a question was stored."""
        began = time.monotonic()
        text = f"{self.seen:06} " + "đ" * 150
        shown = self.moderator.call("stage.show", {"key": new_key(), "view": "message", "message": {"vi": text}, "rev": self.rev, "until": soon()})
        self.rev = shown["rev"]
        while not any(row.get("kind") == "stage" and row["message"]["vi"] == text for row in self.watcher.wait_for("rows")["rows"]):
            pass
        self.seen += 1
        self.watcher.call("question.submit", {"key": new_key(), "text": f"Câu {self.asked}"})
        self.asked += 1
        took = (time.monotonic() - began) * 1000
        time.sleep(PACE)
        return took

    def median(self):
        return statistics.median(self.act() for _ in range(PUBLISHES))


def silent(hub):
    """A TCP connection that says nothing."""
    return socket.create_connection(("127.0.0.1", hub.port), 60)


def only_tls(hub):
    """Shakes hands and says nothing."""
    return tls_connect(hub.port, ca=str(hub.certificate), timeout=60)


def half_asked(hub):
    """A request that never ends."""
    connection = tls_connect(hub.port, ca=str(hub.certificate), timeout=60)
    connection.sendall(b"GET /ws HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    return connection


def deaf(hub):
    """Signed in, and never reads."""
    client = hub.connect(timeout=60)
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.start("hello", {"v": 1, "token": hub.token("display")})
    return client


def flood(hub, stop, answers):
    """As fast as it goes, without waiting for an answer."""
    client = hub.connect(timeout=60)
    try:
        client.call("hello", {"v": 1, "token": hub.token("dc01-0001")})
        while not stop.is_set():
            for _ in range(100):
                client.start("question.list", {})
            for _ in range(100):
                message = client.receive_json()
                code = message.get("error", {}).get("data", {}).get("code", "result")
                answers[code] = answers.get(code, 0) + 1
    except Closed as closed:
        answers["closed"] = closed.code
    except OSError as error:
        answers["broken"] = str(error)


def released(neighbours):
    for one in neighbours:
        (one.socket if hasattr(one, "socket") else one).close()


soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))

with Hub(config=small_config(limits={"questionsPerMinute": 1000000, "questionsBurst": 10000, "messagesPerMinute": 6000, "messagesBurst": 200})) as hub:
    audience = Audience(hub)
    hub.token("display")
    audience.median()
    alone = audience.median()
    before = memory_kib(hub)

    for name, kind in (("say nothing", silent), ("shake hands and say nothing", only_tls), ("never finish their request", half_asked), ("never read", deaf)):
        with report.test(f"{OF_A_KIND} that {name}: the others miss nothing"):
            neighbours = []
            try:
                for _ in range(OF_A_KIND):
                    neighbours.append(kind(hub))
                seen, asked = audience.seen, audience.asked
                beside = audience.median()
                assert (audience.seen - seen, audience.asked - asked) == (PUBLISHES, PUBLISHES)
                print(f"    {beside / alone:.2f} times as long as alone ({beside:.1f} ms to {alone:.1f} ms)")
            finally:
                released(neighbours)

    with report.test("one that floods is told so; the others miss nothing"):
        stop, answers = threading.Event(), {}
        flooder = threading.Thread(target=flood, args=(hub, stop, answers))
        flooder.start()
        beside = audience.median()
        stop.set()
        flooder.join(60)
        print(f"    {beside / alone:.2f} times as long as alone; the flooder got {answers}")
        assert answers.get("rate_limited", 0) > 0 or "closed" in answers, answers

    with report.test("what they left behind is not much"):
        grown = memory_kib(hub) - before
        print(f"    grown by {grown} KiB")
        assert grown < 64 * 1024 or is_sanitized(), f"{grown} KiB"

    with report.test("afterwards it is as it was: everything asked is there"):
        audience.act()
        with hub.sign_in("moderator-2", timeout=60) as late:
            questions = [row for (kind, _), row in late.rows.items() if kind == "question"]
        assert len(questions) == audience.asked, (len(questions), audience.asked)

report.finish()
