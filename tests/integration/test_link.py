"""A link through the real program: who is let in at the port for sites, what flows, and a hub that is killed in between."""
import ssl
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, new_key, run_program, small_config, soon
from link_client import LinkClient, random_bytes
from socket_client import Closed, Refused, RpcError, SocketClient

report = Report()


def link_port(hub):
    """Said on the line behind the one that says ready."""
    return int(hub.process.stdout.readline().split()[-1])


def refused(attempt):
    try:
        client = attempt()
        client.call("link.time", {})
    except (ssl.SSLError, ConnectionError, Refused, Closed) as error:
        return type(error).__name__
    raise AssertionError("let in")



hub = Hub(small_config(), start=False)
made = run_program("certificate", "--dir", hub.directory, "--site", "dc01", "--site", "hall", "--site", "nowhere")
with report.test("certificates for sites are made from an authority of their own"):
    assert made.returncode == 0, made.stderr
    assert (hub.directory / "link-authority.key").stat().st_mode & 0o777 == 0o600
    before = (hub.directory / "link-authority.pem").read_bytes()
    assert run_program("certificate", "--dir", hub.directory, "--site", "dc01").returncode == 0
    assert (hub.directory / "link-authority.pem").read_bytes() == before
    assert run_program("certificate", "--dir", hub.directory).returncode == 2
hub.arguments = ["--link-ca", str(hub.directory / "link-authority.pem"), "--link-port", "0"]
hub.start()
with hub:
    port = link_port(hub)
    hub.arguments[-1] = str(port)  # the same after a restart
    ca = str(hub.certificate)

    def pair(site):
        return str(hub.directory / f"site-{site}.pem"), str(hub.directory / f"site-{site}.key")

    def connect(site="dc01"):
        return LinkClient(port, ca, *pair(site))

    with report.test("nobody gets in without a certificate, or with one of another authority"):
        refused(lambda: LinkClient(port, ca))
        refused(lambda: LinkClient(port, ca, str(hub.certificate), str(hub.key)))
    with report.test("nor with one for a site that does not exist"):
        refused(lambda: connect("nowhere"))
    with report.test("the port for browsers asks nobody for a certificate, and has no links"):
        hub.connect().close()
        try:
            SocketClient(hub.port, ca=ca, path="/link", subprotocol="lamrelay.link.v1").close()
            raise AssertionError("let in")
        except Refused as error:
            assert error.status == 404, error

    folder, stream = random_bytes(16), random_bytes(8)
    with report.test("a claim is granted, and the channels come as browsers get them"):
        phone = hub.sign_in("dc01-0001")
        link = connect()
        granted = link.claim(folder, stream)
        assert granted["generation"] == 1 and granted["received"] == {"floor": 0, "questions": 0, "rest": 0}, granted
        link.catch_up()
        assert {"site:dc01", "operator:dc01", "stage", "participant", "person:dc01-0001", "person:operator"} <= set(link.channels), link.channels.keys()
        held = {**link.channels["participant"]["rows"], **link.channels["person:dc01-0001"]["rows"]}
        assert held == phone.rows, (held, phone.rows)
        people = {name for kind, name in link.channels["site:dc01"]["rows"] if kind == "site_person"}
        assert len(people) == 11, people
        assert [row["person"] for (kind, _), row in link.channels["site:dc01"]["rows"].items() if kind == "session"] == ["dc01-0001"]
    with report.test("another process is told that the site is held"):
        with connect() as other:
            try:
                other.claim(random_bytes(16), random_bytes(8))
                raise AssertionError("granted")
            except RpcError as error:
                assert error.code == "fenced", error

    keys = [new_key() for _ in range(5)]
    question = {"text": "Bao giờ có điện?"}
    with report.test("offers become commands, and a phone that sends the same one again gets the same result"):
        link.offer("questions", 1, "dc01-0001", "question.submit", {"key": keys[0], **question})
        result = link.result(keys[0])["result"]
        assert phone.call("question.submit", {"key": keys[0], **question}) == result
        link.offer("questions", 3, "dc01-0001", "question.submit", {"key": keys[2], **question})
        link.until(lambda: any(word == "link.gap" and params["want"] == 2 for word, params in link.words))
    with report.test("the frames are the bytes that the browser got"):
        link.catch_up(result["seq"])
        own = [text for text in link.texts if '"channel":"person:dc01-0001","from"' in text]
        fresh = hub.connect()
        fresh.hello = fresh.call("hello", {"v": 1, "token": hub.token("dc01-0001"), "journal": granted["journal"],
                                           "own": result["seq"] - 1, "shared": {"name": "participant", "s": result["seq"]}})
        text = fresh.receive_text()
        text = text if isinstance(text, str) else text.decode()
        assert text in own, (text, own)
        fresh.close()

    with report.test("after a kill -9 the link goes on: what was received is known, what was not comes again"):
        reached = link.reached
        link.offer("questions", 2, "dc01-0002", "question.submit", {"key": keys[1], **question})
        hub.kill()
        link.socket.close()
        hub.start()
        assert link_port(hub) == port
        again = connect()
        again.channels = link.channels
        granted = again.claim(folder, random_bytes(8), previousStream=stream, journal=granted["journal"], s=reached)
        assert granted["generation"] == 2 and granted["received"]["questions"] == 0, granted
        again.offer("questions", 1, "dc01-0002", "question.submit", {"key": keys[1], **question})
        again.offer("questions", 2, "dc01-0001", "question.submit", {"key": keys[0], **question})
        again.offer("questions", 3, "dc01-0003", "question.submit", {"key": keys[2], **question})
        assert again.result(keys[0])["result"] == result
        numbers = {again.result(key)["result"]["question"] for key in keys[:3]}
        assert numbers == {1, 2, 3}, numbers
        again.catch_up(again.result(keys[2])["result"]["seq"])
        with hub.sign_in("operator") as operator:
            held = {**again.channels["operator:dc01"]["rows"], **again.channels["person:operator"]["rows"]}
            shown = {name: row for name, row in operator.rows.items()}
            assert held.keys() == shown.keys(), held.keys() ^ shown.keys()
    with report.test("people sign in through the link, and their requests go through it"):
        code = hub.credentials("dc01-0004")
        session = again.call("link.forward", {"method": "session.open", "params": code, "address": "10.1.2.3"})
        assert session["person"] == "dc01-0004", session
        again.until(lambda: any(kind == "session" and row["person"] == "dc01-0004" for (kind, _), row in again.channels["site:dc01"]["rows"].items()))
        assert again.call("link.forward", {"person": "dc01-0004", "method": "question.list", "params": {}})["questions"] == []
        try:
            again.call("link.forward", {"method": "session.open", "params": hub.credentials("hall-0001")})
            raise AssertionError("signed in")
        except RpcError as error:
            assert error.code == "not_allowed", error
        again.call("link.forward", {"person": "dc01-0004", "token": session["token"], "method": "session.close", "params": {}})
        again.until(lambda: not any(row.get("person") == "dc01-0004" for (kind, _), row in again.channels["site:dc01"]["rows"].items() if kind == "session"))
    with report.test("a poll that closes waits for the site"):
        with hub.sign_in("moderator-1") as desk:
            poll = desk.call("poll.draft", {"key": new_key(), "title": {"vi": "Có hay không"}, "results": "hidden"})["poll"]
            desk.call("poll.open", {"key": new_key(), "until": soon(), "poll": poll, "rev": 1})
            again.offer("floor", 1, "dc01-0003", "poll.cast",
                        {"key": keys[3], "poll": poll, "choice": "yes", "device": random_bytes(8), "counter": 1})
            assert "result" in again.result(keys[3])
            desk.call("poll.close", {"key": new_key(), "until": soon(), "poll": poll, "rev": 2})
            again.until(lambda: any(word == "link.closing" and params["poll"] == poll for word, params in again.words))
            again.say("link.drained", poll=poll, stream=again.stream, upto=1)
            again.until(lambda: again.channels["operator:dc01"]["rows"].get(("poll", poll), {}).get("state") == "closed")
    with report.test("a message that is too long closes the link"):
        again.say("link.report", filler="x" * (257 * 1024))
        try:
            while True:
                again.receive_text()
        except Closed as closed:
            assert closed.code == 1009, closed
report.finish()
