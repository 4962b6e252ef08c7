"""`lamrelay codes`: the same list from a running hub and without one; what was given out before is void; faults in one line."""
import csv
import io
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import SANITIZER, Hub, Report, run_program
from socket_client import RpcError

COLUMNS = ["person", "name", "site", "roles", "code", "password", "link"]
report = Report()


def codes(hub, *more):
    return run_program("codes", "--config", hub.config_path, "--dir", hub.state, *more, timeout=120)


def rows(result):
    assert result.returncode == 0, result.stderr
    assert not SANITIZER.search(result.stderr), result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def opens(hub, **credentials):
    with hub.connect(timeout=30) as client:
        try:
            return client.call("session.open", credentials)["person"]
        except RpcError as error:
            return error.code


ORIGIN = ("--origin", "https://relay.example:8443")

with Hub(start=False) as hub:
    with report.test("without a hub: everybody's"):
        first = rows(codes(hub, *ORIGIN))
        assert len(first) == 46 and list(first[0]) == COLUMNS, first[:1]
        phone = next(row for row in first if row["person"] == "hall-0007")
        assert len(phone["code"]) == 12 and phone["code"].isdigit() and not phone["password"], phone
        assert phone["link"].startswith("https://relay.example:8443/#t="), phone
        desk = next(row for row in first if row["person"] == "moderator-1")
        assert desk["password"] and not desk["code"] and not desk["link"], desk
        screen = next(row for row in first if row["person"] == "display")
        assert screen["link"].startswith("https://relay.example:8443/stage#t="), screen
        assert len({row["code"] for row in first if row["code"]}) == 40

    with report.test("without a hub: of one site"):
        assert {row["site"] for row in rows(codes(hub, *ORIGIN, "--site", "dc01"))} == {"dc01"}

    with report.test("faults in one line"):
        for more, words in ((("--site", "nowhere", *ORIGIN), "no codes"), ((), "--origin"), ((*ORIGIN, "--format", "xml"), "csv")):
            result = codes(hub, *more)
            said = [line for line in result.stderr.splitlines() if not line.startswith("{")]
            assert result.returncode != 0 and result.stdout == "" and len(said) == 1 and words in said[0], result

    hub.start()
    with report.test("they open a session: code, card and password"):
        assert opens(hub, code=phone["code"]) == "hall-0007"
        assert opens(hub, card=phone["link"].partition("#t=")[2]) == "hall-0007"
        assert opens(hub, name="moderator-1", password=desk["password"]) == "moderator-1"
        assert opens(hub, card=screen["link"].partition("#t=")[2]) == "display"

    with report.test("from a running hub; the ones before are void"):
        began = time.monotonic()
        second = rows(codes(hub, *ORIGIN, "--site", "hall"))
        print(f"    {len(second)} people in {time.monotonic() - began:.1f} s")
        assert {row["site"] for row in second} == {"hall"} and len(second) >= 30
        renewed = next(row for row in second if row["person"] == "hall-0007")
        assert renewed["code"] != phone["code"]
        assert opens(hub, code=phone["code"]) == "bad_credentials"
        assert opens(hub, code=renewed["code"]) == "hall-0007"

    with report.test("a site that is not there, from a running hub"):
        result = codes(hub, *ORIGIN, "--site", "nowhere")
        assert result.returncode == 1 and result.stdout == "" and "no such thing" in result.stderr, result

    def control(text):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(10)
            connection.connect(str(hub.state / "control.sock"))
            connection.sendall(text)
            said = b""
            while piece := connection.recv(65536):
                said += piece
            return said

    with report.test("nonsense on the control socket"):
        for text in (b"\n", b"codes\n", b"codes -\n", b"stop now please\n"):
            assert control(text) == b"error malformed\n", text
        try:
            assert control(b"x" * 2000) == b""
        except ConnectionError:
            pass  # closed in the middle of it
        with hub.connect() as client:
            client.call("hello", {"v": 1})

    with report.test("a caller that goes before its answer, and many at once"):
        callers = []
        for _ in range(8):
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(str(hub.state / "control.sock"))
            try:
                connection.sendall(b"codes hall https://relay.example\n")
            except OSError:
                pass  # more than the hub talks to at once
            callers.append(connection)
        for connection in callers:
            connection.close()
        time.sleep(1)
        assert len(rows(codes(hub, *ORIGIN, "--site", "dc01"))) >= 10

    with report.test("a stop in the middle of it is clean"):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(hub.state / "control.sock"))
        connection.sendall(b"codes - https://relay.example\n")
        time.sleep(0.05)
        hub.stop()
        connection.close()

report.finish()
