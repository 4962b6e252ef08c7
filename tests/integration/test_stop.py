"""SIGTERM and SIGINT: every socket gets 1001, the process ends with 0, in time, and no sanitizer has anything to say."""
import signal
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import SANITIZER, Hub, Report, new_key, small_config
from socket_client import tls_connect

report = Report()


def end(hub, number):
    hub.signal(number)
    began = time.monotonic()
    code = hub.process.wait(30)
    return code, time.monotonic() - began


def clean(hub):
    assert not SANITIZER.search(hub.log()), hub.log()[-6000:]


with report.test("an idle hub stops at once"):
    with Hub() as hub:
        code, seconds = end(hub, signal.SIGTERM)
        assert code == 0, code
        assert seconds < 3, f"{seconds:.1f} s"
        clean(hub)
        hub._forget()

with report.test("SIGINT does the same"):
    with Hub() as hub:
        code, _ = end(hub, signal.SIGINT)
        assert code == 0, code
        clean(hub)
        hub._forget()

with report.test("clients are told 1001"):
    with Hub() as hub:
        clients = [hub.connect() for _ in range(20)]
        for client in clients:
            client.call("hello", {"v": 1})
        hub.signal(signal.SIGTERM)
        codes = {client.wait_closed() for client in clients}
        assert codes == {1001}, codes
        assert hub.process.wait(30) == 0
        clean(hub)
        hub._forget()

with report.test("clients that do not answer, or stall in any phase, do not hold it up"):
    with Hub() as hub:
        deaf = [hub.connect() for _ in range(5)]
        silent = [socket.create_connection(("127.0.0.1", hub.port)) for _ in range(5)]
        half = [tls_connect(hub.port, str(hub.certificate)) for _ in range(5)]
        for connection in half:
            connection.sendall(b"GET / HTTP/1.1\r\nHo")
        kept = tls_connect(hub.port, str(hub.certificate))
        kept.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        kept.recv(4096)
        time.sleep(0.3)
        code, seconds = end(hub, signal.SIGTERM)
        assert code == 0, code
        assert seconds < 8, f"{seconds:.1f} s"
        clean(hub)
        hub._forget()
        for connection in [*silent, *half, kept]:
            connection.close()
        for client in deaf:
            client.socket.close()

with report.test("commands that wait for others when the stop begins are stored, and the process ends cleanly"):
    with Hub(config=small_config(limits={"commandsGatherMs": 500})) as hub:
        askers = [hub.sign_in(f"hall-000{number}", timeout=60) for number in (1, 2, 3)]
        askers[0].call("question.submit", {"key": new_key(), "text": "first"})
        for asker, text in zip(askers[1:], ("second", "third")):
            asker.start("question.submit", {"key": new_key(), "text": text})
        time.sleep(0.1)
        hub.signal(signal.SIGTERM)
        for asker in askers:  # as browsers do: then nothing keeps the process
            asker.wait_closed()
        assert hub.process.wait(30) == 0
        clean(hub)
        hub._forget()
        hub.start()
        with hub.sign_in("moderator-1", timeout=60) as desk:
            texts = sorted(row["text"] for (kind, _), row in desk.rows.items() if kind == "question")
        assert texts == ["first", "second", "third"], texts
        hub.stop()

with report.test("the port is free again and a second signal changes nothing"):
    with Hub() as hub:
        hub.signal(signal.SIGTERM)
        try:
            hub.signal(signal.SIGTERM)
        except ProcessLookupError:
            pass
        assert hub.process.wait(30) == 0
        hub._forget()
        hub.start()
        with hub.connect() as client:
            client.call("hello", {"v": 1})
        hub.stop()

with report.test("the control socket is gone afterwards"):
    with Hub() as hub:
        control = hub.state / "control.sock"
        assert control.is_socket() and control.stat().st_mode & 0o777 == 0o600
        hub.stop()
        assert not control.exists()

report.finish()
