"""A conference that nobody wrote down: the hub prints one address with a code, who opens it becomes the first admin, and the code is worth nothing afterwards.
How the hub is, for admins alone."""
import json
import socket
import sqlite3
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, new_key, run_program, wait_until
from socket_client import RpcError
from told_clock import ToldClock
from unwritten_hub import Unwritten

PASSWORD = "chin tu don gian"
report = Report()


def refused(client, method, params):
    try:
        client.call(method, params)
    except RpcError as error:
        return error.code
    return None


def wish(code, **more):
    return {"code": code, "person": "admin", "name": "Lê Hà", "password": PASSWORD, **more}


def bytes_of(state):
    return b"".join(path.read_bytes() for path in Path(state).iterdir() if path.is_file())


with Unwritten() as hub:
    with report.test("the hub prints one address with a code of 128 bits, and hello says that it waits"):
        assert hub.code, hub.said
        with hub.connect() as client:
            assert client.call("hello", {"v": 1})["setup"] is True

    with report.test("what is not good enough is refused, and the code stays good"):
        with hub.connect() as client:
            assert refused(client, "setup.open", wish(hub.code, password="short")) == "out_of_range"
            assert refused(client, "setup.open", wish(hub.code, person="Quản trị")) == "malformed"
            assert refused(client, "setup.open", {"code": hub.code, "person": "admin"}) == "missing_field"
            assert refused(client, "setup.open", wish(hub.code, roles=["chair"])) == "unknown_field"

    with report.test("a wrong code is refused, and so is any other method without a session"):
        with hub.connect() as client:
            assert refused(client, "setup.open", wish("A" * 22)) == "bad_credentials"
            assert refused(client, "setup.open", wish(hub.code[:-1] + ("A" if hub.code[-1] != "A" else "Q"))) == "bad_credentials"
            assert refused(client, "site.add", {"key": new_key(), "site": "hall", "name": {"vi": "x"}, "siteKind": "hall"}) == "not_signed_in"
            assert refused(client, "hub.health", {}) == "not_signed_in"

    with report.test("nothing is answered without TLS"):
        with socket.create_connection(("127.0.0.1", hub.port), timeout=10) as plain:
            plain.sendall(b"GET /admin HTTP/1.1\r\nHost: localhost\r\n\r\n")
            try:
                assert not plain.recv(100).startswith(b"HTTP/1.1 2")
            except ConnectionResetError:
                pass

    with report.test("of two browsers with the code one becomes the admin, the other is too late"):
        one, other = hub.connect(timeout=30), hub.connect(timeout=30)
        first, second = one.start("setup.open", wish(hub.code)), other.start("setup.open", wish(hub.code, password=PASSWORD + " khac"))
        outcomes = []
        for client, identity in ((one, first), (other, second)):
            try:
                outcomes.append(client.finish(identity))
            except RpcError as error:
                outcomes.append(error.code)
        session = next(outcome for outcome in outcomes if isinstance(outcome, dict))
        assert session["roles"] == ["admin"] and session["person"] == "admin", outcomes
        assert sum(outcome in ("wrong_state", "bad_credentials") for outcome in outcomes) == 1, outcomes
        winner = one if isinstance(outcomes[0], dict) else other
        won_with = PASSWORD if winner is one else PASSWORD + " khac"

    with report.test("the code opens nothing any more"):
        assert refused(one, "setup.open", wish(hub.code, person="admin-2")) == "bad_credentials"
        assert "setup" not in one.call("hello", {"v": 1})
        assert "setup" not in hub.connect().call("hello", {"v": 1})

    with report.test("from there on everything is a command: a title, a site, staff, people, codes"):
        admin = hub.connect(timeout=30)
        admin.call("hello", {"v": 1, "token": session["token"]})
        rows = {row["kind"]: row for _ in range(2) for row in admin.wait_for("snapshot")["rows"]}
        conference = rows["conference"]
        admin.call("conference.change", {"key": new_key(), "rev": conference["rev"], "title": {"vi": "Hội nghị thử"}})
        admin.call("site.add", {"key": new_key(), "site": "hall", "name": {"vi": "Hội trường"}, "siteKind": "hall"})
        admin.call("person.add", {"key": new_key(), "person": "chair", "name": "Chủ tọa", "roles": ["chair"], "site": "hall"})
        admin.call("person.add", {"key": new_key(), "person": "hall-0001", "site": "hall", "roles": ["participant"]})
        before = admin.call("hub.health")
        codes = admin.call("codes.issue", {"people": ["chair", "hall-0001"], "password": won_with})["codes"]
        assert codes[0]["password"] and codes[1]["code"], codes
        after = admin.call("hub.health")
        assert (before["withoutCode"], before["withoutPassword"]) == (1, 1) and (after["withoutCode"], after["withoutPassword"]) == (0, 0), (before, after)
        with hub.connect(timeout=30) as client:
            assert client.call("session.open", {"code": codes[1]["code"]})["roles"] == ["participant"]
            assert client.call("session.open", {"name": "chair", "password": codes[0]["password"]})["roles"] == ["chair"]

    with report.test("how the hub is: the figures of /metrics, for admins alone"):
        figures = {figure["name"]: figure["value"] for figure in after["figures"]}
        metrics = hub.metrics()
        assert set(figures) == {name for name in metrics if not name.startswith("lamrelay_refusals") and "_seconds_" not in name}, set(figures) ^ set(metrics)
        assert figures["lamrelay_certificate_trusted"] == 0 and figures["lamrelay_backup_age_seconds"] == -1, figures
        assert figures["lamrelay_disk_free_bytes"] > 0 and figures["lamrelay_journal_bytes"] > 0 and figures["lamrelay_connections_most"] > 0, figures
        assert {"code": "bad_credentials", "count": 3} in after["refusals"], after["refusals"]
        with hub.connect(timeout=30) as client:
            token = client.call("session.open", {"name": "chair", "password": codes[0]["password"]})["token"]
            client.call("hello", {"v": 1, "token": token})
            assert refused(client, "hub.health", {}) == "not_allowed"

    with report.test("the last backup is known"):
        backup = hub.directory / "backup"
        assert run_program("backup", "--dir", hub.state, "--to", backup).returncode == 0

        def age():
            return next(figure["value"] for figure in admin.call("hub.health")["figures"] if figure["name"] == "lamrelay_backup_age_seconds")
        wait_until(lambda: 0 <= age() < 60, 15, "that the hub knows of the backup")

    with report.test("the files for the sites are made without a configuration, by what the journal knows, while the hub runs"):
        admin.call("site.add", {"key": new_key(), "site": "dc01", "name": {"vi": "Huyện Kỳ Sơn"}, "siteKind": "remote"})
        made = run_program("bundle", "--dir", hub.state, "--hub", "wss://localhost:8444", "--all", "--address", "https://{site}.example.vn:8443",
                           "--hub-address", "https://vote.example.vn:8443", "--out", hub.directory / "bundles")
        assert made.returncode == 0, made.stderr
        assert [path.name for path in (hub.directory / "bundles").iterdir()] == ["dc01.lamsite"], made.stdout
        bundle = json.loads((hub.directory / "bundles" / "dc01.lamsite").read_text())
        assert bundle["name"] == {"vi": "Huyện Kỳ Sơn"} and bundle["title"] == {"vi": "Hội nghị thử"}, bundle
        assert bundle["addresses"] == ["https://dc01.example.vn:8443"] and bundle["hubAddresses"] == ["https://vote.example.vn:8443"], bundle

    with report.test("who asked for codes stands in the journal; neither the code nor a password does, nor in the log"):
        with sqlite3.connect(f"file:{hub.state}/journal.sqlite?mode=ro", uri=True) as journal:
            events = [json.loads(row[0]) for row in journal.execute("select data from event order by seq")]
        issued = [event for event in events if event.get("issuedBy") == "admin"]
        assert len(issued) == 2, issued
        for secret in (hub.code, won_with, codes[0]["password"], codes[1]["code"]):
            assert secret.encode() not in bytes_of(hub.state), "in a file of the hub"
            assert secret not in hub.log(), "in the log"

    with report.test("when it starts again it has its staff and prints no code; the password chosen opens a session"):
        for client in (one, other, admin):
            client.close()
        hub.empty = False
        hub.restart()
        with hub.connect(timeout=30) as client:
            assert "setup" not in client.call("hello", {"v": 1})
            assert client.call("session.open", {"name": "admin", "password": won_with})["roles"] == ["admin"]

with Unwritten() as hub:
    with report.test("another start, another code; the one before is void"):
        before = hub.code
        hub.restart()
        assert hub.code and hub.code != before
        with hub.connect() as client:
            assert refused(client, "setup.open", wish(before)) == "bad_credentials"

    with report.test("an address that guesses is made to wait"):
        with hub.connect(timeout=30) as client:
            answers = [refused(client, "setup.open", wish("B" * 22)) for _ in range(6)]
            answers.append(refused(client, "setup.open", wish(hub.code)))
        assert answers == ["bad_credentials"] * 4 + ["rate_limited"] * 3, answers

with tempfile.TemporaryDirectory() as folder:
    clock = ToldClock(folder)
    with Unwritten(environment=clock.environment) as hub:
        with report.test("after an hour the code is void"):
            clock.tell(clock.now + 3601 * 1000)
            with hub.connect(timeout=30) as client:
                assert refused(client, "setup.open", wish(hub.code)) == "bad_credentials"
                assert "setup" not in client.call("hello", {"v": 1})

with Hub() as hub:
    with report.test("a conference that has staff prints no code and takes none"):
        with hub.connect() as client:
            assert "setup" not in client.call("hello", {"v": 1})
            assert refused(client, "setup.open", wish("C" * 22)) == "bad_credentials"

report.finish()
