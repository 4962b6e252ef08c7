"""A site on its own: what it serves, what it keeps while the hub is out of reach, what it is after kill -9. The hub's end of the link is scripted."""
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Report
from link_hub import LinkHub, SiteProcess, session_id, text_of
from socket_client import RpcError, SocketClient

TOKEN = "tokentokentokentoken22"
PERSON = "dc01-0001"
CONFERENCE = {"kind": "conference", "id": "test", "title": {"vi": "Hội nghị"}, "intake": "open", "rev": 1}
POLL = {"kind": "poll", "id": 1, "rev": 2, "state": "open", "title": {"vi": "Thông qua?"}, "results": "hidden"}
ME = {"kind": "me", "id": PERSON, "site": "dc01", "roles": ["participant"], "channel": "participant"}
OF_SITE = [{"kind": "session", "id": session_id(TOKEN), "person": PERSON},
           {"kind": "site_person", "id": PERSON, "roles": ["participant"], "channel": "participant"}]


def key(number):
    return text_of(number.to_bytes(16, "big"))


def ballot(number, choice="yes"):
    return {"key": key(number), "poll": 1, "device": text_of(b"12345678"), "counter": number, "choice": choice}


def show(hub, s=10):
    """What a link is shown first."""
    hub.snapshot("site:dc01", s, OF_SITE)
    hub.snapshot("participant", s, [CONFERENCE, POLL])
    hub.snapshot(f"person:{PERSON}", s, [ME])
    hub.notify("link.reached", {"s": s})


def open_link(hub, s=10):
    claim = hub.expect("link.claim")
    hub.grant(claim)
    show(hub, s)
    return claim


def hello(client, **cursor):
    return client.call("hello", {"v": 1, "token": TOKEN, **cursor})


def enter(site):
    """Signed in, with both snapshots; waits until the site has been shown its people."""
    ends = time.monotonic() + 20
    while True:
        client = SocketClient(site.port)
        try:
            hello(client)
            return client, {found["channel"]: found for found in (client.wait_for("snapshot"), client.wait_for("snapshot"))}
        except RpcError as error:
            client.close()
            if error.code not in ("link_down", "bad_credentials", "not_here") or time.monotonic() > ends:
                raise
            time.sleep(0.1)


def stored_rows(site):
    with sqlite3.connect(f"file:{site.folder}/site.sqlite?mode=ro", uri=True) as database:
        return {(channel, kind, identity): text for channel, kind, identity, text in database.execute("SELECT channel, kind, id, text FROM row")}


def wait_until(holds, seconds=20):
    ends = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > ends:
            raise AssertionError("it does not come about")
        time.sleep(0.05)


def serves_what_the_hub_shows(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        claim = open_link(hub)
        assert claim["params"]["v"] == 1 and "s" not in claim["params"] and hub.name == "dc01"
        client, snapshots = enter(site)
        assert snapshots["participant"]["rows"] == [CONFERENCE, POLL] and snapshots["participant"]["to"] == 10
        assert snapshots[f"person:{PERSON}"]["rows"] == [ME]
        frame = b'{"jsonrpc":"2.0","method":"rows","params":{"channel":"participant","from":10,"to":12,"rows":[{"kind":"poll","id":1,"rev":3, "title":{"vi":"\xc4\x90\\u00e3"}}]}}'
        hub.send(frame)
        assert client.receive_text().encode() == frame, "the hub's bytes, not other ones"
        hub.send(frame)  # twice is once
        hub.notify("rows", {"channel": "participant", "from": 12, "to": 13, "rows": [{"gone": {"kind": "poll", "id": 1}}]})
        assert client.wait_for("rows")["to"] == 13
        with SocketClient(site.port) as other:  # a browser with everything up to 10 gets the frames
            hello(other, journal=hub.journal, own=10, shared={"name": "participant", "s": 10})
            assert [other.wait_for("rows")["to"], other.wait_for("rows")["to"]] == [12, 13]
        with SocketClient(site.port) as ahead:  # one that has seen more gets nothing, and goes on
            hello(ahead, journal=hub.journal, own=99, shared={"name": "participant", "s": 99})
            hub.notify("rows", {"channel": "participant", "from": 13, "to": 100, "rows": [POLL]})
            assert ahead.wait_for("rows")["to"] == 100 and not ahead.notifications
        wait_until(lambda: ("participant", "poll", "1") in stored_rows(site))
        assert ("participant", "conference", '"test"') in stored_rows(site)


def forwards_what_cannot_wait(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        client, _ = enter(site)
        asked = client.start("question.list", {"limit": 5})
        forward = hub.expect("link.forward")
        assert forward["params"] == {"method": "question.list", "person": PERSON, "address": forward["params"]["address"], "params": {"limit": 5}}
        hub.answer(forward, {"rows": [], "more": False})
        assert client.finish(asked) == {"rows": [], "more": False}
        with SocketClient(site.port) as stranger:
            asked = stranger.start("session.open", {"code": "123456789012"})
            forward = hub.expect("link.forward")
            assert "person" not in forward["params"]
            hub.refuse(forward, "bad_credentials")
            try:
                stranger.finish(asked)
                raise AssertionError("it should have been refused")
            except RpcError as error:
                assert error.code == "bad_credentials"
        asked = client.start("question.list")
        hub.expect("link.forward")
        hub.cut()
        start = {"key": key(5), "speaker": 1, "rev": 1, "until": 1}
        count = {"key": key(6), "poll": 1, "site": "dc01", "tally": [3, 0, 0], "until": 1}  # judged at the hub alone: never kept
        for identity in (asked, client.start("speaker.start", start), client.start("count.enter", count)):
            try:
                client.finish(identity)
                raise AssertionError("the link is cut")
            except RpcError as error:
                assert error.code == "link_down"
        live = client.wait_for("live")
        while live["link"] != "down":
            live = client.wait_for("live")
        assert live["outbox"] == 0 and live["since"] > 0


def keeps_what_can_wait(folder):
    """Votes while the link is cut, kill -9, votes again, the link comes back: each once, in order, and everybody gets the result."""
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        client, _ = enter(site)
        hub.cut()
        first = client.start("poll.cast", ballot(1))
        assert client.wait_for("kept")["key"] == key(1)
        site.kill()
        site.start()
        client, snapshots = enter(site)  # cut off, after kill -9: what was shown last
        assert snapshots["participant"]["rows"] == [CONFERENCE, POLL]
        first = client.start("poll.cast", ballot(1))  # the browser sends all it holds, in order
        second = client.start("poll.cast", ballot(2, "no"))
        assert [client.wait_for("kept")["key"], client.wait_for("kept")["key"]] == [key(1), key(2)]
        hub.mend()
        claim = hub.expect("link.claim")
        assert claim["params"]["s"] == 10 and claim["params"]["journal"] == hub.journal and "previousStream" in claim["params"]
        hub.grant(claim, generation=2)
        offers = [hub.expect("link.offer"), hub.expect("link.offer")]
        assert [offer["params"]["n"] for offer in offers] == [1, 2] and [offer["params"]["params"]["key"] for offer in offers] == [key(1), key(2)]
        assert all(offer["params"]["person"] == PERSON and offer["params"]["lane"] == "floor" for offer in offers)
        hub.ack(offers[0], {"key": key(1), "seq": 11, "at": 1})
        hub.ack(offers[1], error={"code": -32000, "message": "the poll is closed", "data": {"code": "poll_closed"}})
        assert client.finish(first)["seq"] == 11
        try:
            client.finish(second)
            raise AssertionError("refused by the hub")
        except RpcError as error:
            assert error.code == "poll_closed"
        assert client.call("poll.cast", ballot(1))["seq"] == 11  # asked again: the site remembers
        hub.ack(offers[0], {"key": key(1), "seq": 99, "at": 1})  # an ack again changes nothing
        site.kill()
        site.start()
        claim = hub.expect("link.claim")
        hub.grant(claim, generation=3)
        client, _ = enter(site)
        assert client.call("poll.cast", ballot(1))["seq"] == 11  # remembered after kill -9 too
        assert not [message for message in hub.passed_over if message["method"] == "link.offer"]


def closes_a_poll(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        client, _ = enter(site)
        client.start("poll.cast", ballot(1))
        offer = hub.expect("link.offer")
        hub.notify("link.closing", {"poll": 1, "at": int(time.time() * 1000), "seq": 11, "epoch": 1})
        drained = hub.expect("link.drained")["params"]
        assert drained == {"poll": 1, "stream": offer["params"]["stream"], "upto": 1}
        try:
            client.call("poll.cast", ballot(2))
            raise AssertionError("the poll is closing")
        except RpcError as error:
            assert error.code == "late"


def rights_end_here(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        client, _ = enter(site)
        hub.notify("rows", {"channel": "site:dc01", "from": 10, "to": 11, "rows": [{"gone": {"kind": "session", "id": session_id(TOKEN)}}]})
        assert client.wait_closed() == 4002
        hub.notify("rows", {"channel": "site:dc01", "from": 11, "to": 12, "rows": OF_SITE})
        client, _ = enter(site)
        hub.notify("rows", {"channel": "site:dc01", "from": 12, "to": 13, "rows": [{"gone": {"kind": "site_person", "id": PERSON}}]})
        assert client.wait_closed() == 4004
        with SocketClient(site.port) as gone:
            try:
                hello(gone)
                raise AssertionError("of another site now")
            except RpcError as error:
                assert error.code == "not_here"
        wait_until(lambda: not [row for row in stored_rows(site) if row[0] == f"person:{PERSON}"])


def hello_code(site, token):
    with SocketClient(site.port) as client:
        try:
            client.call("hello", {"v": 1, "token": token})
        except RpcError as error:
            return error.code
    return None


def nobody_loses_a_session_for_want_of_the_hub(folder):
    """`bad_credentials` makes a phone forget its token: a site may say so only when it has all that the hub knows."""
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        enter(site)[0].close()
        assert hello_code(site, "anothertokenanother222") == "bad_credentials"
        hub.cut()
        wait_until(lambda: hello_code(site, "anothertokenanother222") == "link_down")
        assert hello_code(site, TOKEN) is None
        hub.mend()
        hub.grant(hub.expect("link.claim"), generation=2)
        wait_until(lambda: site.log().count('"link_up"') == 2)
        assert hello_code(site, "anothertokenanother222") == "link_down"    # granted, and what has happened meanwhile is still to come
        hub.notify("link.reached", {"s": 11})
        wait_until(lambda: hello_code(site, "anothertokenanother222") == "bad_credentials")


def a_gap_is_asked_for_again(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        client, _ = enter(site)
        hub.notify("rows", {"channel": "participant", "from": 20, "to": 21, "rows": [POLL]})
        claim = hub.expect("link.claim")
        assert "s" not in claim["params"]
        hub.grant(claim, generation=2)
        hub.snapshot("participant", 21, [CONFERENCE])
        assert client.wait_for("snapshot")["rows"] == [CONFERENCE]
        hub.journal = "0" * 25 + "2"  # the hub was restored: everything is new
        hub.snapshot("participant", 5, [CONFERENCE, POLL])
        assert client.wait_for("snapshot")["to"] == 5


def only_one_holds_a_folder(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        try:
            SiteProcess(hub, site.folder, name="second")
            raise AssertionError("a second process has the folder")
        except RuntimeError as error:
            assert "did not start" in str(error)
    copy = Path(folder) / "copy"
    with LinkHub(folder) as hub:
        shutil.copytree(site.folder, copy)
        try:
            SiteProcess(hub, copy, name="copy")
            raise AssertionError("a copy was started")
        except RuntimeError as error:
            assert "did not start" in str(error) and "--restored" in (hub.directory / "copy.log").read_text()
        with SiteProcess(hub, copy, ["--restored"], name="restored"):
            assert hub.expect("link.claim")["params"]["restored"] is True


def fenced_serves_nobody(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        client, _ = enter(site)
        hub.notify("link.fenced", {"by": text_of(os.urandom(16))})
        assert client.wait_closed() == 4004
        with SocketClient(site.port) as other:
            try:
                hello(other)
                raise AssertionError("fenced")
            except RpcError as error:
                assert error.code == "not_here"
        site.stop()
        site.start("--takeover")
        assert hub.expect("link.claim")["params"]["takeover"] is True


report = Report()
for test in (serves_what_the_hub_shows, forwards_what_cannot_wait, keeps_what_can_wait, closes_a_poll, rights_end_here, nobody_loses_a_session_for_want_of_the_hub, a_gap_is_asked_for_again,
             only_one_holds_a_folder, fenced_serves_nobody):
    with report.test(test.__name__.replace("_", " ")), tempfile.TemporaryDirectory(prefix="lamrelay-site-") as made:
        test(Path(made))
report.finish()
