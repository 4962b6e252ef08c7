"""Clients that do not read: they hold up nobody, cost little memory, get the newest state when they come back, and are closed when they do not."""
import socket
import struct
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from hub_process import Hub, Report, Skip, is_sanitized, new_key, small_config, soon, wait_until
from socket_client import TEXT

SLOW, PUBLISHES = 20, 1500
LETTER = "𐐀\u0336\u0337"  # one grapheme of 8 bytes
LONG_MESSAGES = 2500  # 5 MB of them: more than any socket takes
report = Report()


def memory_kib(hub):
    status = Path(f"/proc/{hub.pid()}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")))


def show(moderator, rev, text):
    message = {"vi": text, "en": "x" * 199}
    return moderator.call("stage.show", {"key": new_key(), "view": "message", "message": message, "rev": rev, "until": soon()})["rev"]


def stage_text(rows):
    return next((row["message"]["vi"] for row in rows if row.get("kind") == "stage"), None)


limits = {"messagesPerMinute": 1000000, "messagesBurst": 10000, "channelRingBytes": 65536, "subscriberQueueBytes": 65536}
with Hub(config=small_config(limits=limits)) as hub:
    moderator = hub.sign_in("moderator-1", timeout=30)
    rev = moderator.rows[("stage", "main")]["rev"]
    fast = hub.sign_in("hall-0030")
    slow = [hub.sign_in(f"hall-{number:04}") for number in range(1, SLOW + 1)]
    for client in slow:
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
    rev = show(moderator, rev, "first")
    before = memory_kib(hub)

    with report.test(f"{PUBLISHES} publishes while {SLOW} clients do not read"):
        longest = 0.0
        for number in range(PUBLISHES):
            text = f"{number:06}" + "đ" * 190
            began = time.monotonic()
            rev = show(moderator, rev, text)
            while stage_text(fast.wait_for("rows")["rows"]) != text:
                pass
            longest = max(longest, time.monotonic() - began)
        print(f"    longest from the act to a client that reads: {longest * 1000:.0f} ms")
        assert longest < 2, f"{longest:.1f} s"

    with report.test("the hub has not grown by what they did not read"):
        if is_sanitized():
            raise Skip("AddressSanitizer keeps what was released")
        grown = memory_kib(hub) - before
        print(f"    grown by {grown} KiB")
        assert grown < 64 * 1024, f"{grown} KiB"

    with report.test("one that reads again gets the newest state by a snapshot"):
        client = slow[0]
        client.settimeout(20)
        snapshots, newest = 0, None
        last = f"{PUBLISHES - 1:06}"
        while newest is None or not newest.startswith(last):
            note = client.next_notification()
            if note["method"] == "snapshot":
                snapshots += 1
            if note["method"] in ("rows", "snapshot") and note["params"]["channel"] == "participant":
                newest = stage_text(note["params"]["rows"]) or newest
        assert snapshots >= 1, "no snapshot"
        rev = show(moderator, rev, "after")
        while stage_text(client.wait_for("rows")["rows"]) != "after":
            pass
        assert hub.metrics()["lamrelay_slow_resynced_total"] >= 1

    with report.test("those that never read again are closed, the others stay"):
        wait_until(lambda: hub.metrics()["lamrelay_connections"] <= 3, 60, "the end of the slow ones")
        client.call("hello", {"v": 1})
        fast.call("hello", {"v": 1})

    with report.test("one that is closed as too slow can join again"):
        with hub.sign_in("hall-0002") as again:
            assert stage_text(again.rows.values()) == "after"

    with report.test("a client that vanishes without a word is noticed"):
        gone = hub.sign_in("hall-0003")
        gone.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        gone.socket.close()
        wait_until(lambda: hub.metrics()["lamrelay_connections"] <= 3, 10, "its end")

    with report.test("one byte of a frame at a time is only slow"):
        with hub.connect(timeout=30) as dripping:
            text = b'{"jsonrpc":"2.0","id":1,"method":"hello","params":{"v":1}}'
            sent = []
            original, dripping.socket = dripping.socket, type("Collect", (), {"sendall": lambda self, data: sent.append(data)})()
            dripping.send_frame(TEXT, text)
            dripping.socket = original
            for byte in b"".join(sent):
                dripping.socket.sendall(bytes([byte]))
                time.sleep(0.01)
            assert dripping.finish(1)["v"] == 1

    for client in [moderator, fast, *slow]:
        client.socket.close()

with Hub(config=small_config(limits={"deskMessagesPerMinute": 1000000, "messagesPerMinute": 1000000, "messagesBurst": 10000})) as hub:
    with report.test("a snapshot that is longer than what a socket takes at once comes whole, whoever reads at once or late"):
        with hub.sign_in("moderator-1") as moderator:
            for _ in range(LONG_MESSAGES):
                moderator.call("message.send", {"key": new_key(), "to": "chair", "text": LETTER * 256})
        for waits in [0] * 24 + [1]:  # where the socket is full is another place each time
            with hub.connect(timeout=30) as desk:
                hello = desk.start("hello", {"v": 1, "token": hub.token("moderator-2")})
                time.sleep(waits)
                desk.finish(hello)
                snapshot = next(note for note in iter(desk.next_notification, None) if note["params"].get("channel") == "moderator")
                assert snapshot["method"] == "snapshot"
                assert sum(row["kind"] == "message" for row in snapshot["params"]["rows"]) == LONG_MESSAGES

report.finish()
