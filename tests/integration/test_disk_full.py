"""A file system that is really full: commands are answered not_stored, what is known stays on the screens, and when there is room again the hub
goes on by itself, with every acknowledged command once and no other."""
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, Skip, new_key, run_program, small_config, wait_until
from socket_client import RpcError, tls_context

SIZE = "4m"
FULL_SECONDS = float(os.environ.get("FULL_SECONDS", "6"))
LIMITS = {"questionsPerMinute": 1000000, "questionsBurst": 100000, "messagesPerMinute": 1000000, "messagesBurst": 100000}

report = Report()


class SmallDisk:
    """A file system of a few MiB, mounted at `path`."""

    def __init__(self, path):
        self.path, self.filler = path, path / "filler"

    def __enter__(self):
        self.path.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(self.path)], capture_output=True, text=True)
        if done.returncode != 0:
            raise Skip(f"nothing can be mounted here: {done.stderr.strip()}")
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", str(self.path)], capture_output=True)

    def fill(self):
        with open(self.filler, "ab", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def make_room(self):
        self.filler.unlink()


class Asker:
    """Knows what was acknowledged, and what was refused with which key."""

    def __init__(self, client):
        self.client, self.acknowledged, self.refused, self.count = client, [], [], 0

    def ask(self, text=None, key=None):
        """True when it was stored, False when not_stored; anything else raises."""
        self.count += text is None
        text, key = text or f"Câu hỏi {self.count} " + "dài " * 60, key or new_key()
        try:
            self.client.call("question.submit", {"key": key, "text": text})
        except RpcError as error:
            if error.code != "not_stored":
                raise
            self.refused.append((text, key))
            return False
        self.acknowledged.append(text.strip())
        return True


def get(hub, path):
    connection = http.client.HTTPSConnection("localhost", hub.port, context=tls_context(str(hub.certificate)), timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, body


def shown_again(hub, asker):
    """A new connection takes the old one's place; what its snapshots show of the person's questions."""
    token = hub.token("hall-0001")
    asker.client.close()
    asker.client = hub.connect(timeout=20)
    asker.client.call("hello", {"v": 1, "token": token})
    rows = [row for _ in range(2) for row in asker.client.wait_for("snapshot")["rows"]]
    return sorted(row["text"] for row in rows if row["kind"] == "my_question")


def hold(folder):
    pages = folder / "pages"
    pages.mkdir()
    (pages / "index.html").write_text("<p>trang</p>")
    hub = Hub(config=small_config(limits=LIMITS), directory=folder, pages=str(pages), start=False)
    with SmallDisk(hub.state) as disk, hub:
        hub.start()
        asker = Asker(hub.sign_in("hall-0001", timeout=20))

        with report.test("a full disk: not_stored, and nothing else"):
            assert all(asker.ask() for _ in range(10))
            disk.fill()
            wait_until(lambda: not asker.ask(), seconds=30, what="not_stored")
            disk.fill()
            first = asker.refused[-1]

        with report.test(f"for {FULL_SECONDS} s: pages, hello and what is known stay; /readyz and the metric say it"):
            end, turns = time.monotonic() + FULL_SECONDS, 0
            while time.monotonic() < end:
                asker.ask()
                assert get(hub, "/")[1] == b"<p>trang</p>" and get(hub, "/healthz")[0] == 200
                assert shown_again(hub, asker) == sorted(asker.acknowledged)
                turns += get(hub, "/readyz")[0] == 503 and hub.metrics()["lamrelay_journal_writable"] == 0
                disk.fill()
                time.sleep(0.2)
            assert turns >= 5, f"only {turns} times not ready"
            assert hub.metrics()['lamrelay_refusals_total{code="not_stored"}'] == len(asker.refused)

        with report.test("the log says it, and does not grow with every try"):
            lines = hub.log().splitlines()
            assert any('"event":"journal_failure"' in line and "full" in line for line in lines), lines[-5:]
            assert len(lines) < 400, len(lines)

        with report.test("a backup onto the full disk fails in words and leaves nothing"):
            result = run_program("backup", "--dir", hub.state, "--to", hub.state / "backup")
            assert result.returncode == 1 and "lamrelay: " in result.stderr, result
            assert not [path.name for path in hub.state.iterdir() if "backup" in path.name]

        with report.test("with room again it goes on without a restart; the same key counts once"):
            pid = hub.process.pid
            disk.make_room()
            wait_until(lambda: get(hub, "/readyz")[0] == 200, seconds=10, what="ready")
            assert hub.process.pid == pid and hub.process.poll() is None
            assert asker.ask(*first)
            again = asker.client.call("question.submit", {"key": first[1], "text": first[0]})
            assert again["seq"] > 0
            assert all(asker.ask() for _ in range(20))
            assert shown_again(hub, asker) == sorted(asker.acknowledged)

        with report.test("the journal holds what was acknowledged, each once, and nothing else"):
            asker.client.close()
            hub.stop()
            assert run_program("verify", "--dir", hub.state).returncode == 0
            result = run_program("export", "--dir", hub.state, "--format", "json")
            assert sorted(question["text"] for question in json.loads(result.stdout)) == sorted(asker.acknowledged)


with tempfile.TemporaryDirectory(prefix="lamrelay-disk-full-") as name:
    try:
        hold(Path(name))
    except Skip as skip:
        with report.test("a full disk"):
            raise skip

report.finish()
