"""One site's bundle made in the browser and fetched once, its certificates revoked: bundle.make, /bundle, certificate.revoke, with a real hub and a real site."""
import http.client
import json
import os
import re
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, new_key, run_program, small_config, wait_until
from site_and_hub import DownloadedSite
from socket_client import RpcError, tls_context
from told_clock import ToldClock

report = Report()
PEOPLE = (("hall", "hall", 3), ("dc01", "remote", 2), ("dc02", "remote", 2))
ADDRESS = "https://localhost:18443"
TICKET_MS = 60_000


def fetch(hub, ticket, method="GET"):
    connection = http.client.HTTPSConnection("localhost", hub.port, context=tls_context(str(hub.certificate)), timeout=20)
    connection.request(method, "/bundle", headers={"Authorization": f"Bearer {ticket}"} if ticket is not None else {})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def refused(client, code, field=None, method="bundle.make", **params):
    try:
        found = client.call(method, params)
    except RpcError as error:
        assert error.code == code, (error.code, error.data)
        assert field is None or error.data.get("field") == field, error.data
        return
    raise AssertionError(f"not refused: {found}")


def make(client, password, site="dc01"):
    return client.call("bundle.make", {"site": site, "password": password})


def give_address(client, site, address):
    client.call("site.change", {"key": new_key(), "site": site, "rev": client.rows[("site", site)]["rev"], "address": address})


def links(hub):
    return hub.metrics()["lamrelay_links"]


with tempfile.TemporaryDirectory(prefix="lamrelay-download-") as made:
    folder = Path(made)
    config = small_config(people=PEOPLE)
    with Hub(config, folder / "alone") as hub:
        with report.test("a hub without the authority of the links says so"):
            with hub.sign_in("admin") as admin:
                assert admin.call("hub.health", {})["bundles"] is False
                for method in ("bundle.make", "certificate.revoke"):
                    refused(admin, "wrong_state", "authority", method, site="dc01", password=hub.credentials("admin")["password"])

    clock = ToldClock(folder)
    hub = Hub(config, folder / "hub", environment=clock.environment, arguments=["--link-port", "0", "--link-address", "wss://localhost:8444"], start=False)
    result = run_program("bundle", "--config", hub.config_path, "--dir", hub.state, "--hub", "wss://localhost:8444", "--site", "dc02", "--address", ADDRESS, "--out",
                         folder / "dc02.lamsite")
    assert result.returncode == 0, result
    hub.start()
    port = int(re.search(r"sites on port (\d+)", hub.process.stdout.readline())[1])
    hub.stop()
    hub.arguments = ["--link-port", str(port)]
    hub.start()
    with hub:
        password = hub.credentials("admin")["password"]
        with hub.sign_in("admin") as admin:
            with report.test("nobody but an admin, and no admin without the password, which costs them time"):
                assert admin.call("hub.health", {})["bundles"] is True
                with hub.connect() as nobody, hub.sign_in("moderator-1") as moderator, hub.sign_in("hall-0001") as delegate:
                    refused(nobody, "not_signed_in", site="dc01", password=password)
                    for client in (moderator, delegate):
                        for method in ("bundle.make", "certificate.revoke"):
                            refused(client, "not_allowed", method=method, site="dc01", password=password)
                refused(admin, "missing_field", "password", site="dc01")
                refused(admin, "missing_field", "site", password=password)
                refused(admin, "not_found", "site", site="dc77", password=password)
                refused(admin, "bad_credentials", site="dc01", password="not the password")
                refused(admin, "bad_credentials", method="certificate.revoke", site="dc02", password="not the password")
                assert not (hub.state / "site-dc01.key").exists() and not (hub.state / "link-revoked.pem").exists()

            with report.test("it needs an address, which neither the site nor the configuration has"):
                refused(admin, "missing_field", "address", site="dc01", password=password)
                refused(admin, "unknown_field", "address", site="dc01", password=password, address=ADDRESS)
                give_address(admin, "dc01", ADDRESS)

            with report.test("made, and fetched once: nobody may keep a copy, and the ticket is void"):
                said = make(admin, password)
                assert said["file"] == "dc01.lamsite" and said["until"] == clock.now + TICKET_MS and len(said["ticket"]) == 22, said
                assert fetch(hub, said["ticket"], "HEAD")[0].status == 401
                answer, body = fetch(hub, said["ticket"])
                assert answer.status == 200 and answer.getheader("Cache-Control") == "no-store", answer.getheaders()
                assert answer.getheader("Content-Disposition") == 'attachment; filename="dc01.lamsite"'
                bundle = json.loads(body)
                assert bundle["site"] == "dc01" and bundle["name"] == {"vi": "Điểm cầu dc01"} and bundle["addresses"] == [ADDRESS], bundle
                assert bundle["hub"] == f"wss://localhost:{port}" and bundle["title"] == config["title"], bundle
                assert fetch(hub, said["ticket"])[0].status == 401
                (folder / "dc01.lamsite").write_bytes(body)

            with report.test("no ticket, a wrong one, one in the address: nothing"):
                for ticket in (None, "", "A" * 22, "A" * 200):
                    answer, body = fetch(hub, ticket)
                    assert answer.status == 401 and b"PRIVATE" not in body, (ticket, answer.status)

            with report.test("too old: void, to the millisecond"):
                old, good = make(admin, password), None
                clock.tell(clock.now + TICKET_MS + 1)
                assert fetch(hub, old["ticket"])[0].status == 401
                good = make(admin, password)
                clock.tell(clock.now + TICKET_MS)
                assert fetch(hub, good["ticket"])[0].status == 200

            with report.test("who asked has gone, or has signed out: void"):
                with hub.sign_in("admin") as other:
                    ticket = make(other, password)["ticket"]
                wait_until(lambda: fetch(hub, ticket)[0].status == 401, what="the end of the ticket")

            with report.test("two at once, here and at the command line, spoil nothing"):
                results = []
                words = ("bundle", "--config", hub.config_path, "--dir", hub.state, "--hub", f"wss://localhost:{port}", "--site", "dc01", "--address", ADDRESS, "--out")
                lines = [threading.Thread(target=lambda name=name: results.append(run_program(*words, folder / name))) for name in ("a.lamsite", "b.lamsite")]
                for line in lines:
                    line.start()
                bodies = [fetch(hub, make(admin, password)["ticket"])[1] for _ in range(3)]
                for line in lines:
                    line.join()
                assert all(result.returncode == 0 for result in results), results
                texts = [*bodies, *((folder / name).read_bytes() for name in ("a.lamsite", "b.lamsite"))]
                assert len({json.loads(text)["linkKey"] for text in texts}) == 5
                assert (hub.state / "link-issued.pem").read_text().count("BEGIN") == 10  # and four before, and dc02's
                for text in texts:
                    (folder / "one.lamsite").write_bytes(text)

            site = DownloadedSite(folder / "dc01.lamsite", folder)
            with site:
                with report.test("a site starts with it and has its link"):
                    wait_until(lambda: links(hub) == 1, 30, "the link")

                with report.test("revoked: its link is closed and refused from now on, without SIGHUP"):
                    said = admin.call("certificate.revoke", {"site": "dc01", "password": password})
                    assert said["revoked"] == 9, said
                    wait_until(lambda: links(hub) == 0, 30, "the end of the link")
                    wait_until(lambda: "certificate revoked" in site.log(), 30, "the refusal")
                    refused(admin, "not_found", method="certificate.revoke", site="hall", password=password)

                with report.test("renewed: a new bundle in the old one's place, and the site is back"):
                    (folder / "dc01.lamsite").write_bytes(fetch(hub, make(admin, password)["ticket"])[1])
                    site.stop()
                    site.start()
                    wait_until(lambda: links(hub) == 1, 30, "the link")

            with report.test("the log says who made which, and holds neither key nor ticket"):
                log = hub.log()
                assert "admin has made a bundle of site dc01" in log and "admin has revoked the certificates of site dc01: 9" in log
                assert "admin gave a wrong password for bundle.make" in log and "not the password" not in log
                assert "PRIVATE" not in log and said.get("ticket", good["ticket"]) not in log and password not in log

report.finish()
