"""A site on its own: what it serves, what it keeps while the hub is out of reach, what it is after kill -9. The hub's end of the link is scripted."""
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Report
from link_hub import LinkHub, SiteProcess, make_link_certificates, openssl, session_id, text_of
from socket_client import RpcError, SocketClient

TOKEN, OTHER_TOKEN = "tokentokentokentoken22", "tokentokentokentoken33"
HUB_ADDRESS = "https://hub.example.vn"
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


@contextmanager
def refused(code):
    try:
        yield
    except RpcError as error:
        assert error.code == code, error.code
    else:
        raise AssertionError(f"not {code}")


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


def the_link_is_told_at_once_and_what_waits(folder):
    with LinkHub(folder) as hub, SiteProcess(hub, arguments=["--hub-address", HUB_ADDRESS]) as site:
        with SocketClient(site.port, origin=HUB_ADDRESS) as early:
            with refused("link_down"):
                hello(early)  # who this is nobody has said yet: a page must not forget its session
        open_link(hub)
        client, _ = enter(site)
        said = client.wait_for("live")
        assert said["link"] == "up" and said["outbox"] == 0 and "oldest" not in said, said
        hub.notify("live", {"serverTime": 1})
        hub.notify("live", {"serverTime": 2, "turnout": [{"poll": 1, "ballots": 3}]})
        said = client.wait_for("live")
        while "turnout" not in said:
            assert "present" not in said, said
            said = client.wait_for("live")
        assert said["turnout"] == [{"poll": 1, "ballots": 3}], said
        client.start("poll.cast", ballot(1))
        at = client.wait_for("kept")["at"]
        hub.cut()
        with SocketClient(site.port, origin=HUB_ADDRESS) as page:
            assert page.call("hello", {"v": 1})["addresses"] == [HUB_ADDRESS]
            said = page.wait_for("live")
            assert (said["link"], said["outbox"], said["oldest"]) == ("down", 1, at), said
            with refused("link_down"):
                page.call("hello", {"v": 1, "token": OTHER_TOKEN})


def only_the_hub_s_word_ends_a_session(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        hub.grant(hub.expect("link.claim"))
        hub.snapshot("site:dc01", 10, OF_SITE)
        hub.snapshot("participant", 10, [CONFERENCE, POLL])
        hub.snapshot(f"person:{PERSON}", 10, [ME])
        enter(site)
        with SocketClient(site.port) as page:
            with refused("link_down"):
                page.call("hello", {"v": 1, "token": OTHER_TOKEN})
            hub.notify("link.reached", {"s": 10})
            with refused("bad_credentials"):
                page.call("hello", {"v": 1, "token": OTHER_TOKEN})


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
        hub.snapshot(f"person:{PERSON}", 5, [ME])  # nobody is shown anything before the site knows their rights in it
        assert [client.wait_for("snapshot")["channel"], client.wait_for("snapshot")["channel"]] == [f"person:{PERSON}", "participant"]


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


def a_display_is_answered_here(folder):
    """Also while the link is cut; the hub is told who is connected, and what it has drawn."""
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        hub.grant(hub.expect("link.claim"))
        hub.snapshot("site:dc01", 10, [{"kind": "session", "id": session_id(TOKEN), "person": "tv"},
                                       {"kind": "site_person", "id": "tv", "roles": ["display"], "channel": "stage"}])
        hub.snapshot("stage", 10, [CONFERENCE])
        hub.snapshot("person:tv", 10, [{"kind": "me", "id": "tv", "roles": ["display"], "channel": "stage"}])
        hub.notify("link.reached", {"s": 10})
        first = hub.expect("link.report")["params"]
        assert {"outbox": 0, "present": 0}.items() <= first.items() and first["clockError"] < 250 and abs(first["clockOffset"]) < 1000, first
        screen, _ = enter(site)
        report = hub.expect("link.report")["params"]
        assert report["displays"] == [{"display": "tv"}] and report["present"] == 0, report
        assert screen.call("stage.confirm", {"stage": "main", "rev": 3}) == {}
        assert hub.expect("link.report")["params"]["displays"] == [{"display": "tv", "stage": "main", "rev": 3}]
        for stage, code in (("other", "not_found"), ("", "empty")):
            try:
                screen.call("stage.confirm", {"stage": stage, "rev": 3})
                raise AssertionError("not its stage")
            except RpcError as error:
                assert error.code == code, error.code
        hub.cut()
        assert screen.call("stage.confirm", {"stage": "tv", "rev": 4}) == {}
        hub.mend()
        hub.grant(hub.expect("link.claim"), generation=2)
        assert hub.expect("link.report")["params"]["displays"] == [{"display": "tv", "stage": "tv", "rev": 4}]
        screen.close()
        assert "displays" not in hub.expect("link.report")["params"]
        assert not [message for message in hub.passed_over if message["method"] == "link.forward"]


def a_ballot_that_only_the_hub_can_judge_waits(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        client, _ = enter(site)
        hub.cut()
        for _ in range(2):  # it is tried again, and the connection stays
            try:
                client.call("poll.cast", {**ballot(1), "poll": 7})
                raise AssertionError("nobody here knows this poll")
            except RpcError as error:
                assert error.code == "link_down"
        client.start("poll.cast", ballot(2))
        assert client.wait_for("kept")["key"] == key(2), "what the site can keep it keeps"
        hub.mend()
        hub.grant(hub.expect("link.claim"))
        hub.expect("link.offer")
        asked = client.start("poll.cast", {**ballot(1), "poll": 7})
        hub.answer(hub.expect("link.forward"), {"key": key(1), "seq": 12, "at": 1})
        assert client.finish(asked)["seq"] == 12


def keeps_the_limits_of_its_hub(folder):
    limits = {"messageBytes": 2048, "messagesPerMinute": 1, "messagesBurst": 4, "connections": 100, "connectionsPerAddress": 2}
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        hub.grant(hub.expect("link.claim"), limits=limits)
        show(hub)
        wait_until(lambda: stored_rows(site))
        hub.cut()
        site.kill()
        site.start()  # cut off: what the hub said last holds, for the sockets too
        with SocketClient(site.port) as client:
            codes = []
            for _ in range(6):
                try:
                    hello(client)
                    codes.append("")
                except RpcError as error:
                    codes.append(error.code)
            assert codes == [""] * 4 + ["rate_limited"] * 2, codes
            client.start("hello", {"v": 1, "token": "x" * 4096})
            assert client.wait_closed() == 1009


def certificates_of_the_link_are_read_again(folder):
    with LinkHub(folder) as hub, SiteProcess(hub) as site:
        open_link(hub)
        client, _ = enter(site)
        first = hub.shown
        renewed = make_link_certificates(folder, hub.site, prefix="renewed-")
        read_again = lambda word, count: (os.kill(site.process.pid, signal.SIGHUP), wait_until(lambda: site.log().count(f'"event":"link_certificate_{word}') == count))
        shutil.copy(hub.authority, folder / "kept-ca.pem")
        Path(hub.authority).write_text("no certificate")
        shutil.copy(renewed[3], hub.site_certificate)
        shutil.copy(renewed[4], hub.site_key)
        read_again("refused", 1)
        hub.cut()
        hub.mend()
        open_link(hub)
        assert hub.shown == first, "one bad file: all of the old ones stay"
        shutil.copy(folder / "kept-ca.pem", hub.authority)
        read_again("read", 1)
        assert client.call("hello", {"v": 1, "token": TOKEN})["person"] == PERSON, "nobody is dropped"
        hub.cut()
        hub.mend()
        open_link(hub)
        assert hub.shown != first
        # Another authority: what the hub shows is not trusted any more.
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder / "other.key", "-out", hub.authority, "-subj", "/CN=others")
        read_again("read", 2)
        hub.cut()
        hub.mend()
        wait_until(lambda: "certificate verify failed" in site.log() or "link_failed" in site.log())
        shutil.copy(folder / "kept-ca.pem", hub.authority)
        read_again("read", 3)
        open_link(hub)


def a_name_that_nobody_knows_keeps_nobody_waiting(folder):
    """The hub's name is looked up beside the loop: without a name server that takes its time, and the people of the site are served meanwhile."""
    with LinkHub(folder) as hub, SiteProcess(hub, host="hub.nowhere.invalid") as site:
        with SocketClient(site.port) as client, refused("link_down"):
            hello(client)
        wait_until(lambda: "the name is not known here" in site.log(), 60)


report = Report()
for test in (serves_what_the_hub_shows, the_link_is_told_at_once_and_what_waits, only_the_hub_s_word_ends_a_session, forwards_what_cannot_wait,
             keeps_what_can_wait, closes_a_poll, rights_end_here, a_gap_is_asked_for_again, only_one_holds_a_folder, fenced_serves_nobody,
             a_display_is_answered_here, a_ballot_that_only_the_hub_can_judge_waits, keeps_the_limits_of_its_hub,
             certificates_of_the_link_are_read_again, nobody_loses_a_session_for_want_of_the_hub,
             a_name_that_nobody_knows_keeps_nobody_waiting):
    with report.test(test.__name__.replace("_", " ")), tempfile.TemporaryDirectory(prefix="lamrelay-site-") as made:
        test(Path(made))
report.finish()
