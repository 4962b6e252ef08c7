"""An operator's console at a site with a process of its own, and a real hub: who is there is known through the link; with the link cut nothing changes hands, and
what was done under the lease until then is judged when it comes."""
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Report, new_key, small_config, soon, wait_until
from link_hub import SiteProcess
from site_and_hub import Way, hub_for_sites, open_session
from socket_client import RpcError, SocketClient

ACCOUNTS = [
    {"id": "moderator-1", "name": "Điều phối 1", "roles": ["moderator"]},
    {"id": "dung", "name": "Dũng", "roles": ["operator"], "site": "dc01"},
    {"id": "hoa", "name": "Hoa", "roles": ["operator"], "site": "dc01"},
]
CONFIG = small_config(people=(("hall", "hall", 1), ("dc01", "remote", 2)), accounts=ACCOUNTS)


def sign_in(hub, site, person):
    """Through the site: (client, token)."""
    client, token = open_session(hub, site, person)
    client.call("hello", {"v": 1, "token": token})
    return client, token


def back_again(site, token):
    client = SocketClient(site.port)
    client.call("hello", {"v": 1, "token": token})
    return client


def refused(client, method, params):
    try:
        client.call(method, params)
    except RpcError as error:
        return error.code
    raise AssertionError(f"{method} was not refused")


def take(lease=None, **more):
    return {"key": new_key(), "site": "dc01", "until": soon(), **({"lease": lease} if lease else {}), **more}


def site_row(hub):
    with hub.sign_in("moderator-1") as desk:
        return desk.rows[("site", "dc01")]


def hears(client, **expected):
    """Waits for a live notice in which the one operator is as expected."""
    while True:
        operators = client.wait_for("live").get("operators")
        if operators and all(operators[0].get(name) == value for name, value in expected.items()):
            return operators[0]


def whole_story():
    hub, path = hub_for_sites(CONFIG)
    with hub:
        hub.codes()
        with SiteProcess(Way(hub, path)) as site, hub.sign_in("moderator-1") as desk:
            dung, token = sign_in(hub, site, "dung")
            dung.call("lease.take", take())
            hears(desk, operator="dung", here=True)
            hears(dung, operator="dung", here=True)
            with hub.sign_in("hoa") as hoa:  # at the hub: the holder is at the site, and here all the same
                assert refused(hoa, "lease.take", take(1)) == "fenced"

                path.cut()
                assert hears(desk, operator="dung", here=False)["seenAt"] > 0
                dung = back_again(site, token)
                assert refused(dung, "lease.give_up", take(1)) == "link_down", "nothing changes hands here"
                question = {"key": new_key(), "text": "Bao giờ có điện?", "person": "dc01-0001", "lease": 1}
                message = {"key": new_key(), "to": "desk", "text": "Micrô hỏng", "lease": 1}
                waiting = {}
                for method, params in (("question.submit", question), ("message.send", message)):
                    waiting[method] = dung.start(method, params)
                    assert dung.wait_for("kept")["key"] == params["key"]
                desk.call("lease.take", take(1, person="hoa"))
                hoa.call("message.send", {"key": new_key(), "to": "desk", "text": "Đã đổi máy", "lease": 2})

                path.mend()
                assert dung.finish(waiting["question.submit"])["question"] == 1, "made on behalf, under the lease of then"
                try:
                    dung.finish(waiting["message.send"])
                    raise AssertionError("it is not what the site says now")
                except RpcError as error:
                    assert error.code == "fenced"
                assert refused(dung, "message.send", message) == "fenced", "the same answer again"
                with hub.sign_in("dung") as direct:
                    assert refused(direct, "message.send", message) == "fenced", "by the other way too"
            wait_until(lambda: site_row(hub)["operator"] == "hoa", 5, "the row")

            hub.kill()
            hub.start()
            row = site_row(hub)
            assert (row["operator"], row["operatorName"], row["lease"]) == ("hoa", "Hoa", 2), row
            with hub.sign_in("moderator-1") as again:
                said = [text["text"] for (kind, _), text in again.rows.items() if kind == "message"]
                assert said == ["Đã đổi máy"], said
    path.close()


report = Report()
with report.test("the lease of a site: seen through its link, kept while that is cut, fenced when it comes back"):
    whole_story()
report.finish()
