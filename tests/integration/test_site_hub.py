"""A site and a real hub: people sign in at the site, vote while the link is cut, and site and hub are killed meanwhile. Nothing lost, nothing twice, and what the
site has stored is what the hub shows, byte for byte."""
import os
import re
import sqlite3
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Report, new_key, small_config, soon, wait_until
from link_hub import SiteProcess, text_of
from site_and_hub import Way, hub_for_sites, open_session
from socket_client import RpcError, SocketClient

SITE_ADDRESS, HUB_ADDRESS = "https://dc01.example.vn:8443", "https://hub.example.vn"
CONFIG = {**small_config(people=(("hall", "hall", 3), ("dc01", "remote", 5))), "siteAddresses": [{"site": "dc01", "address": SITE_ADDRESS}]}


def open_poll(hub):
    with hub.sign_in("moderator-1") as desk:
        drafted = desk.call("poll.draft", {"key": new_key(), "title": {"vi": "Thông qua \\ \"nghị quyết\"?"}, "results": "hidden"})
        return desk.call("poll.open", {"key": new_key(), "poll": drafted["poll"], "rev": drafted["rev"], "until": soon()})["poll"]


def hello(client, token):
    answer = client.call("hello", {"v": 1, "token": token})
    return answer, {found["channel"]: found for found in (client.wait_for("snapshot"), client.wait_for("snapshot"))}


def back_again(site, token):
    client = SocketClient(site.port)
    hello(client, token)
    return client


def ballot(poll, counter, choice, device=b"12345678"):
    return {"key": new_key(), "poll": poll, "device": text_of(device), "counter": counter, "choice": choice}


def stored(site, channel):
    with sqlite3.connect(f"file:{site.folder}/site.sqlite?mode=ro", uri=True) as database:
        return [text for text, in database.execute("SELECT text FROM row WHERE channel = ? ORDER BY place", (channel,))]


def shown_by_hub(hub, token):
    """{channel: the bytes of its snapshot} of a person."""
    with hub.connect() as client:
        client.send_json({"jsonrpc": "2.0", "id": 1, "method": "hello", "params": {"v": 1, "token": token}})
        found = {}
        while len(found) < 2:
            text = client.receive_text()
            if '"method":"snapshot"' in text:
                found[re.search(r'"channel":"([^"]+)"', text)[1]] = text
        return found


def same_rows(site, hub, token, person):
    def compare():
        shown = shown_by_hub(hub, token)
        return all(all(row in shown[channel] for row in stored(site, channel)) and sum(map(len, stored(site, channel))) +
                   max(0, len(stored(site, channel)) - 1) == len(shown[channel].partition('"rows":[')[2]) - len("]}}")
                   for channel in ("participant", f"person:{person}"))
    wait_until(compare, 20, "the hub's rows at the site")


def whole_story():
    hub, path = hub_for_sites(CONFIG)
    with hub:
        hub.codes()
        poll = open_poll(hub)
        with hub.sign_in("moderator-1") as desk, hub.sign_in("operator") as operator:
            assert "addresses" not in desk.hello, "the site does not serve the desk"
            assert operator.hello["addresses"] == [SITE_ADDRESS]
            assert operator.hello["siteProcess"] is True
        with SiteProcess(Way(hub, path), arguments=["--hub-address", HUB_ADDRESS]) as site:
            first, token = open_session(hub, site, "dc01-0001")
            answer, snapshots = hello(first, token)
            assert answer["addresses"] == [HUB_ADDRESS]
            assert "siteProcess" not in answer, "the hub's own address is no way back"
            assert answer["person"] == "dc01-0001" and answer["channel"] == "participant" and answer["conference"]["title"]
            assert any(row["kind"] == "poll" for row in snapshots["participant"]["rows"])
            assert "seq" in first.call("poll.cast", ballot(poll, 1, "yes"))
            assert first.call("question.list", {}) is not None
            second, token_2 = open_session(hub, site, "dc01-0002")
            hello(second, token_2)
            same_rows(site, hub, token, "dc01-0001")

            path.cut()
            held = [ballot(poll, 2, "no"), ballot(poll, 3, "yes")]
            first = back_again(site, token)
            for command in held:
                first.start("poll.cast", command)
                assert first.wait_for("kept")["key"] == command["key"]
            other = ballot(poll, 1, "no", b"abcdefgh")
            second = back_again(site, token_2)
            second.start("poll.cast", other)
            assert second.wait_for("kept")["key"] == other["key"]
            site.kill()
            hub.kill()
            site.start()
            first, second = back_again(site, token), back_again(site, token_2)
            waiting = [first.start("poll.cast", command) for command in held]
            waiting_2 = second.start("poll.cast", other)
            hub.start()
            path.mend()
            results = [first.finish(identity) for identity in waiting]
            assert results[0]["seq"] < results[1]["seq"], "in the order made"
            recorded = second.finish(waiting_2)
            assert second.call("poll.cast", other) == recorded, "the same answer again"
            with hub.connect() as direct:  # and the hub knows the key too: nothing twice
                direct.call("hello", {"v": 1, "token": token_2})
                assert direct.call("poll.cast", other) == recorded
            with hub.sign_in("moderator-1") as desk:
                rows = desk.rows[("poll", poll)]
                closed = desk.call("poll.close", {"key": new_key(), "poll": poll, "rev": rows["rev"], "until": soon()})
                assert closed["rev"] > rows["rev"]
            def final():
                with hub.sign_in("moderator-1") as desk:
                    row = desk.rows[("poll", poll)]
                    return row if row["state"] == "closed" else None
            row = wait_until(final, 30, "the end of the poll")
            assert row["ballots"] == 2, row
            same_rows(site, hub, token, "dc01-0001")
            try:
                first.call("poll.cast", ballot(poll, 9, "no"))
                raise AssertionError("the poll is closed")
            except RpcError as error:
                assert error.code in ("poll_closed", "late"), error.code
    path.close()


def row_of(hub, poll):
    with hub.sign_in("moderator-1") as desk:
        return desk.rows[("poll", poll)]


def act(hub, poll, method, **params):
    with hub.sign_in("moderator-1") as desk:
        return desk.call(method, {"key": new_key(), "poll": poll, "rev": desk.rows[("poll", poll)]["rev"], "until": soon(), **params})


def code_of(client, method, params):
    try:
        client.call(method, params)
    except RpcError as error:
        return error.code
    return None


def receipt_story():
    """The site keeps a ballot and burns down. The phone has the site's receipt."""
    hub, path = hub_for_sites(CONFIG)
    with hub:
        hub.codes()
        poll = open_poll(hub)
        with SiteProcess(Way(hub, path)) as site:
            phone, token = open_session(hub, site, "dc01-0001")
            hello(phone, token)
            assert "seq" in phone.call("poll.cast", ballot(poll, 1, "no")), "the hub's clock is known there"
            path.cut()
            phone = back_again(site, token)
            held = ballot(poll, 2, "yes")
            phone.start("poll.cast", held)
            kept = phone.wait_for("kept")
            assert kept["key"] == held["key"] and len(kept["receipt"]) == 60, kept
            site.kill()
        act(hub, poll, "poll.close")
        wait_until(lambda: row_of(hub, poll)["state"] == "closing", 10, "the end of the poll")
        with hub.connect() as direct:
            direct.call("hello", {"v": 1, "token": token})
            assert code_of(direct, "poll.cast", held) == "late"
            assert code_of(direct, "poll.cast", {**held, "choice": "no", "receipt": kept["receipt"]}) == "late", "it is of another ballot"
            recorded = direct.call("poll.cast", {**held, "receipt": kept["receipt"]})
            assert direct.call("poll.cast", held) == recorded, "with it or without: the same command"
        assert row_of(hub, poll)["waitingFor"] == ["dc01"]
        act(hub, poll, "poll.declare_lost", site="dc01")
        wait_until(lambda: row_of(hub, poll)["state"] == "closed", 10, "nothing more can come")
        assert row_of(hub, poll)["incomplete"] == ["dc01"]
        act(hub, poll, "poll.publish")
        assert row_of(hub, poll)["tally"] == [1, 0, 0], row_of(hub, poll)
    path.close()


report = Report()
with report.test("votes while the link is cut, site and hub killed: each once, and the same rows"):
    whole_story()
with report.test("a ballot of a site that never comes back counts by its receipt"):
    receipt_story()
report.finish()
