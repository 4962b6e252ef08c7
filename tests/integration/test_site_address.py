"""A conference made by commands alone, and by which address browsers reach a site: whoever comes from there is let in, pages may go there, people are told, and the
site's process hears of it - while hub and site run, and after they were started again."""
import http.client
import re
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Report, new_key, run_program, wait_until
from site_and_hub import LINK_SECONDS, DownloadedSite
from socket_client import Refused, RpcError, SocketClient, tls_context
from unwritten_hub import Unwritten

PASSWORD = "chin tu don gian"
report = Report()


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def lets_in(port, origin):
    """Is a page of that address let in."""
    try:
        SocketClient(port, origin=origin).close()
    except Refused as refused:
        assert refused.status == 403, refused
        return False
    return True


def page(port, headers=(), path="/"):
    connection = http.client.HTTPSConnection("localhost", port, context=tls_context(), timeout=20)
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def may_go_to(answer):
    return re.search(r"connect-src 'self'([^;]*);", answer.getheader("Content-Security-Policy"))[1].split()


def hello(port, token=None):
    with SocketClient(port) as client:
        return client.call("hello", {"v": 1, **({"token": token} if token else {})})


def sign_in(port, credentials):
    with SocketClient(port, timeout=30) as client:
        return client.call("session.open", credentials)["token"]


def as_admin(hub, token):
    client = hub.connect(timeout=30)
    client.call("hello", {"v": 1, "token": token})
    client.rows = {(row["kind"], row["id"]): row for _ in range(2) for row in client.wait_for("snapshot")["rows"]}
    return client


def change(hub, token, **wish):
    with as_admin(hub, token) as admin:
        admin.call("site.change", {"key": new_key(), "site": "dc01", "rev": admin.rows[("site", "dc01")]["rev"], **wish})


HUB_PORT, LINK_PORT, SITE_PORT = free_port(), free_port(), free_port()
HUB, SITE, OTHER = f"https://localhost:{HUB_PORT}", f"https://localhost:{SITE_PORT}", "https://dc01.example.vn:8443"
HUB_SOCKET, SITE_SOCKET, OTHER_SOCKET = (address.replace("https", "wss") for address in (HUB, SITE, OTHER))
PAGES = Path(__file__).resolve().parents[2] / "client-web" / "dist"
LINKS = ["--address", HUB, "--link-port", str(LINK_PORT), "--link-address", f"wss://localhost:{LINK_PORT}"]

with Unwritten(port=HUB_PORT, pages=PAGES, arguments=LINKS) as hub:
    with hub.connect() as client:
        admin = client.call("setup.open", {"code": hub.code, "person": "admin", "name": "Lê Hà", "password": PASSWORD})["token"]
    hub.empty = False
    with as_admin(hub, admin) as client:
        for site, kind in (("hall", "hall"), ("dc01", "remote")):
            client.call("site.add", {"key": new_key(), "site": site, "name": {"vi": site}, "siteKind": kind})
        client.call("person.add", {"key": new_key(), "person": "dc01-0001", "site": "dc01", "roles": ["participant"]})
        code = client.call("codes.issue", {"people": ["dc01-0001"], "password": PASSWORD})["codes"][0]["code"]
    delegate = sign_in(hub.port, {"code": code})

    with report.test("before it is said, nobody from there is let in and no page may go there"):
        assert lets_in(hub.port, HUB) and not lets_in(hub.port, SITE)
        before, body = page(hub.port)
        assert may_go_to(before) == [HUB_SOCKET], before.getheaders()
        assert hello(hub.port, delegate)["addresses"] == [HUB]

    with report.test("as soon as it is, and without a new start, they are, and the people of the site are told"):
        change(hub, admin, address=SITE + "/")
        assert lets_in(hub.port, SITE) and lets_in(hub.port, HUB) and not lets_in(hub.port, OTHER)
        answer, again = page(hub.port)
        assert may_go_to(answer) == [HUB_SOCKET, SITE_SOCKET] and again == body
        assert hello(hub.port, delegate)["addresses"] == [SITE, HUB] and hello(hub.port)["addresses"] == [HUB]

    with report.test("a browser that has kept the page learns it too"):
        kept, _ = page(hub.port, {"If-None-Match": before.getheader("ETag")})
        assert kept.status == 200, "not every browser takes headers from a 304"
        kept, _ = page(hub.port, {"If-None-Match": answer.getheader("ETag")})
        assert kept.status == 304 and may_go_to(kept) == [HUB_SOCKET, SITE_SOCKET], kept.getheaders()

    with report.test("the hub knows it after a new start; the bundle has it, made beside the hub or in the browser"):
        hub.stop()
        made = run_program("bundle", "--dir", hub.state, "--hub", f"wss://localhost:{LINK_PORT}", "--all", "--out", hub.directory / "bundles")
        assert made.returncode == 0 and "refuses" not in made.stdout, made
        assert [path.name for path in (hub.directory / "bundles").iterdir()] == ["dc01.lamsite"], made.stdout
        hub.start()
        assert lets_in(hub.port, SITE) and may_go_to(page(hub.port)[0]) == [HUB_SOCKET, SITE_SOCKET]
        with as_admin(hub, admin) as client:
            ticket = client.call("bundle.make", {"site": "dc01", "password": PASSWORD})["ticket"]
            answer, bundle = page(hub.port, {"Authorization": f"Bearer {ticket}"}, "/bundle")
        assert answer.status == 200, answer.getheaders()
        (hub.directory / "dc01.lamsite").write_bytes(bundle)

    site = DownloadedSite(hub.directory / "dc01.lamsite", hub.directory, port=None)
    try:
        with report.test("the site serves at that address, and its pages go on to the hub"):
            assert site.port == SITE_PORT
            wait_until(lambda: hub.metrics()["lamrelay_links"] == 1, LINK_SECONDS, "the link")

            def opened():
                try:
                    return sign_in(site.port, {"code": code})
                except RpcError as error:
                    assert error.code == "link_down", error
                    return None
            delegate = wait_until(opened, LINK_SECONDS, "a session at the site")
            assert hello(site.port, delegate)["addresses"] == [SITE, HUB]
            assert lets_in(site.port, SITE) and lets_in(site.port, HUB) and not lets_in(site.port, OTHER)

        with report.test("the other way round: a page of the site takes its socket to the hub, with the session made there"):
            with SocketClient(hub.port, origin=SITE) as moved:
                assert moved.call("hello", {"v": 1, "token": delegate})["person"] == "dc01-0001"

        with report.test("another address: the site's process hears of it by its link"):
            change(hub, admin, address=OTHER)
            wait_until(lambda: lets_in(site.port, OTHER), LINK_SECONDS, "the address at the site")
            assert lets_in(site.port, SITE), "by which it was started"
            assert hello(site.port, delegate)["addresses"] == [SITE, OTHER, HUB]
            assert hello(hub.port, delegate)["addresses"] == [OTHER, HUB]
            assert lets_in(hub.port, OTHER) and not lets_in(hub.port, SITE)
            assert may_go_to(page(hub.port)[0]) == [HUB_SOCKET, OTHER_SOCKET]

        with report.test("and knows it when it starts while the hub is out of reach"):
            hub.stop()
            site.kill()
            site.start()
            assert lets_in(site.port, OTHER) and hello(site.port, delegate)["addresses"] == [SITE, OTHER, HUB]
            hub.start()

        with report.test("taken away: nobody from there is let in any more"):
            change(hub, admin, clear=["address"])
            assert not lets_in(hub.port, OTHER) and hello(hub.port, delegate)["addresses"] == [HUB]
            assert may_go_to(page(hub.port)[0]) == [HUB_SOCKET]
            wait_until(lambda: not lets_in(site.port, OTHER), LINK_SECONDS, "the end of the address at the site")
    finally:
        site.kill()

report.finish()
