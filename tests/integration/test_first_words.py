"""What is said with the upgrade, and the hello that needs no token because it stands behind session.open: at the hub, and at a site that asks its hub."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, small_config, wait_until
from link_hub import SiteProcess
from site_and_hub import LINK_SECONDS, Way, hub_for_sites
from socket_client import Refused, RpcError, SocketClient

CONFIG = small_config(people=(("hall", "hall", 3), ("dc01", "remote", 5)))
report = Report()


def card_of(hub, person):
    return next(row for row in hub.codes() if row["person"] == person)["link"].partition("#t=")[2]


def saying(server, *words):
    """A connection that says this with its upgrade, behind the subprotocol."""
    return SocketClient(server.port, subprotocol=", ".join(("lamrelay.v1", *words)))


def heard(client, *names):
    """The results of what was said, in the order asked for here."""
    return [client.finish(name) for name in names]


def channels(client):
    return sorted(client.wait_for("snapshot")["channel"] for _ in range(2))


def error_of(client, name):
    try:
        client.finish(name)
    except RpcError as error:
        return error.code
    raise AssertionError("it should have been refused")


def refused(hub, protocol):
    try:
        SocketClient(hub.port, subprotocol=protocol).close()
    except Refused as refusal:
        return refusal.status
    raise AssertionError(f"taken: {protocol}")


with Hub(CONFIG) as hub:
    card = card_of(hub, "dc01-0001")

    with report.test("a card with the upgrade signs in and is greeted, without a message of the client"):
        with saying(hub, f"say.card.{card}") as phone:
            protocols = [line for line in phone.head.lower().split("\r\n") if line.startswith("sec-websocket-protocol")]
            assert protocols == ["sec-websocket-protocol: lamrelay.v1"], phone.head
            opened, hello = heard(phone, "session.open", "hello")
            assert opened["person"] == hello["person"] == "dc01-0001"
            assert channels(phone) == ["participant", "person:dc01-0001"]
            assert phone.call("question.list", {}) == {"questions": [], "more": False}

    with report.test("a token with the upgrade, and nothing but hello"):
        with saying(hub, f"say.hello.{opened['token']}") as phone:
            assert heard(phone, "hello")[0]["person"] == "dc01-0001" and len(channels(phone)) == 2
        with saying(hub, "say.hello") as phone:
            assert "person" not in heard(phone, "hello")[0]
        with saying(hub, "say.hello.nobodys") as phone:
            assert error_of(phone, "hello") == "bad_credentials"
        with saying(hub, "say.card.nobodys") as phone:
            assert error_of(phone, "session.open") == "bad_credentials"
            assert "person" not in phone.finish("hello")

    with report.test("what is no such word is refused, with what else the list holds"):
        for words in ("say.", "say.card.", "say.hello, say.hello", "say.card.a%22b", "say.code.123456789012", f"say.hello.{opened['token']}="):
            assert refused(hub, f"lamrelay.v1, {words}") == 400, words
        assert refused(hub, "say.hello") == 400, "the subprotocol is missing"
        for letters in (105, 200, 2000):
            assert refused(hub, f"lamrelay.v1, say.card.{'x' * letters}") == 400, letters
        with saying(hub, f"say.card.{'x' * 104}") as phone:
            assert error_of(phone, "session.open") == "too_long"

    with report.test("a hello behind a password waits until it is checked"):
        with hub.connect() as desk:
            asked = desk.start("session.open", hub.credentials("moderator-1")), desk.start("hello", {"v": 1})
            assert [desk.finish(one)["person"] for one in asked] == ["moderator-1", "moderator-1"] and len(channels(desk)) == 2
        with hub.connect() as desk:
            asked = desk.start("session.open", {"name": "moderator-1", "password": "not this one"}), desk.start("hello", {"v": 1})
            assert error_of(desk, asked[0]) == "bad_credentials" and "person" not in desk.finish(asked[1])

    with report.test("the log holds no card and no token"):
        assert card not in hub.log() and opened["token"] not in hub.log()

hub, path = hub_for_sites(CONFIG)
with hub, SiteProcess(Way(hub, path)) as site:
    card = card_of(hub, "dc01-0002")

    def opened_there():
        phone = saying(site, f"say.card.{card}")
        try:
            return phone, phone.finish("session.open")
        except RpcError as error:
            assert error.code == "link_down" and error_of(phone, "hello") == "link_down"
            phone.close()
            return None

    with report.test("at a site the card goes to the hub, and the hello waits for its word"):
        phone, opened = wait_until(opened_there, LINK_SECONDS, "the link")
        assert opened["person"] == phone.finish("hello")["person"] == "dc01-0002"
        assert channels(phone) == ["participant", "person:dc01-0002"]
        phone.close()
        with saying(site, f"say.hello.{opened['token']}") as phone:
            assert heard(phone, "hello")[0]["person"] == "dc01-0002" and len(channels(phone)) == 2
        with saying(site, "say.card.nobodys") as phone:
            assert error_of(phone, "session.open") == "bad_credentials" and "person" not in phone.finish("hello")
        assert card not in site.log() + hub.log() and opened["token"] not in site.log() + hub.log()

    with report.test("with the link cut nobody can sign in, and the hello is nobody's"):
        path.cut()
        with saying(site, f"say.card.{card}") as phone:
            assert error_of(phone, "session.open") == "link_down" and "person" not in phone.finish("hello")

path.close()
report.finish()
